"""`lumbar migrate`."""

import asyncio
from contextlib import nullcontext

import typer

from bot import settings
from bot.commands.exits import explained
from bot.commands.run import key_of
from bot.store import schema
from bot.store.address import is_sqlite
from bot.store.lock import only_one
from bot.store.vault import Vault

app = typer.Typer()


@app.command()
def migrate() -> None:
    """Bring the database to this version."""
    with explained():
        chosen = settings.from_environment()
        with only_one(chosen.data_dir) if is_sqlite(chosen.database) else nullcontext():
            asyncio.run(schema.migrate(chosen.database, Vault(key_of(chosen))))
    typer.echo("The database is at this version.")
