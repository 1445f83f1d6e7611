"""What the way back from a hold needs: walking reminders meanwhile, and the exercises that come back later."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WORKS_WITH = "0002"


def upgrade() -> None:
    with op.batch_alter_table("people") as people:
        people.add_column(sa.Column("walks", sa.Boolean(), nullable=False, server_default=sa.false()))
        people.add_column(sa.Column("restricted_since", sa.BigInteger()))
        people.add_column(sa.Column("left_out", sa.Text(), nullable=False, server_default="[]"))
