"""What admins tell everybody, which messages carry it, and how often people stopped for which reason."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WORKS_WITH = "0003"


def upgrade() -> None:
    op.create_table(
        "announcements",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.String(22), nullable=False),
        sa.Column("looked_at", sa.BigInteger(), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_announcements_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_announcements"),
    )
    op.create_index("ix_announcements_person_id", "announcements", ["person_id"])
    op.create_index("ix_announcements_state", "announcements", ["state"])
    op.add_column("outbox", sa.Column("announcement_id", sa.String(22), nullable=True))
    is_one = sa.text("announcement_id IS NOT NULL")
    op.create_index(
        "ix_outbox_announcement_id_state",
        "outbox",
        ["announcement_id", "state"],
        sqlite_where=is_one,
        postgresql_where=is_one,
    )
    op.create_table(
        "stops",
        sa.Column("what", sa.String(8), nullable=False),
        sa.Column("reason", sa.String(12), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("what", "reason", name="pk_stops"),
    )
