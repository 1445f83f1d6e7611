"""What a plan that follows the person needs: their course, how sessions went, reminders of their own making, timers."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WORKS_WITH = "0003"


def upgrade() -> None:
    with op.batch_alter_table("people") as people:
        people.add_column(sa.Column("course", sa.LargeBinary()))
        people.add_column(sa.Column("quiet_hours", sa.String(11)))
        people.add_column(sa.Column("remind_again", sa.Boolean(), nullable=False, server_default=sa.false()))
        people.add_column(sa.Column("dark", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("routines") as routines:
        routines.add_column(sa.Column("weekend_time", sa.String(5)))
        routines.add_column(sa.Column("until", sa.String(5)))
        routines.add_column(sa.Column("every", sa.Integer()))
    with op.batch_alter_table("practices") as practices:
        practices.add_column(sa.Column("judged", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("practice_items") as items:
        items.add_column(sa.Column("form", sa.String(16)))
        items.add_column(sa.Column("sets", sa.String(24)))
    with op.batch_alter_table("rungs") as rungs:
        rungs.add_column(sa.Column("footing", sa.LargeBinary()))
    op.create_table(
        "pauses",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date()),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_pauses_person_id_people", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_pauses"),
    )
    op.create_index("ix_pauses_person_id", "pauses", ["person_id"])
    op.create_table(
        "timers",
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("card", sa.String(16), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_timers_person_id_people", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "card", name="pk_timers"),
    )
    op.create_index("ix_timers_next_at", "timers", ["next_at"])
