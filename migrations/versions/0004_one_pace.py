"""How fast several processes may speak to Telegram together."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WORKS_WITH = "0003"


def upgrade() -> None:
    op.create_table(
        "paces",
        sa.Column("name", sa.String(43), nullable=False),
        sa.Column("free_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_paces"),
    )
