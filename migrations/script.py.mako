"""${message}."""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None

# The oldest version whose code goes on working on these tables. That of the version before, where this one only adds
# tables and columns, each with a default; its own where old code would fail or do harm.
WORKS_WITH = ${repr(up_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
