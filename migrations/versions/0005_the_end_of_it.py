"""Who was erased, so that no old copy brings them back, and who was told that they will be."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WORKS_WITH = "0003"


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("chat_hash", sa.String(43), nullable=False),
        sa.Column("erased_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chat_hash", name="pk_erasures"),
    )
    op.create_index("ix_erasures_erased_at", "erasures", ["erased_at"])
    with op.batch_alter_table("people") as people:
        people.add_column(sa.Column("noticed_at", sa.BigInteger()))
    op.drop_index("ix_people_seen_at", "people")
    op.create_index("ix_people_stage_noticed_at_seen_at", "people", ["stage", "noticed_at", "seen_at"])
