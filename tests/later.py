"""The tables of a Lumbar of the future: one revision ahead of this code."""

import shutil
from pathlib import Path

import pytest

from bot.store import schema
from bot.store.engine import connect
from bot.store.vault import Vault
from tests.postgres import MASTER

LATER = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{head}", None, None
WORKS_WITH = "{works_with}"


def upgrade() -> None:
    with op.batch_alter_table("people") as people:
        people.add_column(sa.Column("mood", sa.String(8), nullable=False, server_default="calm"))
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("colour", sa.String(8)))
    op.create_table(
        "moods",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("person_id", sa.String(22), sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    )
"""


async def migrate_to_a_later_version(url: str, folder: Path, *, works_with: str) -> None:
    """A column that has a default, one that may be empty, and a table. Others may be at work on the database."""
    migrations = folder / "migrations"
    shutil.copytree(schema.MIGRATIONS, migrations, ignore=shutil.ignore_patterns("__pycache__"))
    later = LATER.format(head=schema.HEAD, works_with=works_with)
    (migrations / "versions" / "9999_later.py").write_text(later, encoding="ascii")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(schema, "MIGRATIONS", migrations)
        patched.setattr(schema, "HEAD", "9999")
        await schema.migrate(url, Vault(MASTER))
        database = connect(url, Vault(MASTER))
        await schema.verify(database)
        await database.close()
