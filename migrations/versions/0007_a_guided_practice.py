"""What a guided practice needs: a timer of a move, which may pause, and how somebody likes to be timed."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WORKS_WITH = "0003"


def upgrade() -> None:
    with op.batch_alter_table("timers") as timers:
        timers.add_column(sa.Column("paused_at", sa.BigInteger()))
        timers.add_column(sa.Column("paused_ms", sa.Integer(), nullable=False, server_default="0"))
        timers.add_column(sa.Column("move", sa.Text()))
    with op.batch_alter_table("people") as people:
        people.add_column(sa.Column("sound", sa.String(8)))
