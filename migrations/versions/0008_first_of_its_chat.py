"""What is new in the inbox, by chat: several processes take webhooks, and each chat's first comes first."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WORKS_WITH = "0003"


def upgrade() -> None:
    is_new = sa.text("state = 'new'")
    op.create_index("ix_inbox_new", "inbox", ["chat_hash", "update_id"], sqlite_where=is_new, postgresql_where=is_new)
