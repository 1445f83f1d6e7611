"""`lumbar backup`: a copy of the database, also while the bot runs."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot import settings
from bot.clock import SystemClock
from bot.commands.exits import Exit, explained, leave
from bot.commands.progress import progress
from bot.commands.run import key_of
from bot.store import backups, instance, schema
from bot.store.address import file_of, for_tools, is_sqlite
from bot.store.engine import connect
from bot.store.vault import Vault

app = typer.Typer()


@app.command()
def backup(
    folder: Annotated[Path | None, typer.Argument(help="Where it goes; LUMBAR_BACKUP_DIR unless said.")] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Not sealed as a whole: an SQLite file, for whoever wants to look inside.")
    ] = False,
) -> None:
    """Copy the database, sealed with LUMBAR_DATA_KEY. The bot may run meanwhile. The newest 14 copies stay."""
    with explained():
        chosen = settings.from_environment()
        if not is_sqlite(chosen.database):
            tool = f"pg_dump --format=custom --no-owner --file=lumbar.dump --dbname={for_tools(chosen.database)}"
            leave(f"PostgreSQL has a tool of its own: {tool}", Exit.USAGE)
        where = folder or chosen.backup_dir
        if where is None:
            leave("where to? Name a folder, or set LUMBAR_BACKUP_DIR.", Exit.USAGE)
        vault = Vault(key_of(chosen))
        asyncio.run(_open(chosen.database, vault))
        file, now = file_of(chosen.database), SystemClock().now()
        made = backups.make(file, where, None if plain else vault, now, progress)
    typer.echo(f"{made}: {made.stat().st_size} bytes.")


async def _open(url: str, vault: Vault) -> None:
    """What does not open now would not open when it is needed."""
    database = connect(url, vault)
    try:
        await schema.verify(database)
        async with database.reading() as db:
            await instance.furnish(db)
    finally:
        await database.close()
