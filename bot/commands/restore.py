"""`lumbar restore`: the database as it was when a backup was made."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from bot import settings
from bot.clock import Clock, SystemClock
from bot.commands.exits import Exit, explained, leave
from bot.commands.progress import progress
from bot.commands.run import key_of
from bot.pulse import Pulse
from bot.store import instance, past, restore, schema
from bot.store.address import file_of, for_tools, is_sqlite
from bot.store.backups import Progress
from bot.store.engine import connect
from bot.store.journal import Journal
from bot.store.lock import only_one
from bot.store.vault import Vault

app = typer.Typer()


@dataclass(frozen=True, slots=True)
class Restored:
    aside: Path | None
    """Where the database is kept that was there before."""
    closed: int
    """Messages that are not sent any more."""


@app.command("restore")
def bring_back(
    backup: Annotated[
        Path, typer.Argument(help="A file that `lumbar backup` or the bot made.", exists=True, dir_okay=False)
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help="Also where a database is; that one is kept aside.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Only see whether it could be restored.")] = False,
) -> None:
    """Put a backup in the place of the database, with the bot stopped. What lies in the past by now is not sent again."""
    with explained():
        chosen = settings.from_environment()
        if not is_sqlite(chosen.database):
            tool = "pg_restore --clean --if-exists --no-owner --single-transaction"
            leave(f"PostgreSQL has a tool of its own: {tool} --dbname={for_tools(chosen.database)} FILE", Exit.USAGE)
        url, vault, target = chosen.database, Vault(key_of(chosen)), file_of(chosen.database)
        if check:
            asyncio.run(tried(backup, url, vault, SystemClock(), progress))
            typer.echo(f"{backup} can be restored.")
            return
        if target.exists() and not replace:
            leave(f"{target} is there already. --replace keeps it aside and puts the backup in its place.", Exit.USAGE)
        with only_one(chosen.data_dir):
            done = asyncio.run(restored(backup, url, vault, SystemClock(), progress, chosen.data_dir))
    typer.echo(f"{target} is as it was when {backup.name} was made. {done.closed} messages that were due are not sent.")
    if done.aside is not None:
        typer.echo(f"What was there before is {done.aside}.")


async def tried(backup: Path, url: str, vault: Vault, clock: Clock, progress: Progress) -> None:
    """Raises BackupError, VaultError, SchemaError, OSError: why it could not be restored."""
    # Not where a restore has its own: both may be under way.
    with restore.unpacked(backup, _beside(file_of(url), "tried"), vault, progress) as draft:
        await _settled(draft, vault, clock, None)


async def restored(backup: Path, url: str, vault: Vault, clock: Clock, progress: Progress, folder: Path) -> Restored:
    """The same errors. Nothing is changed then. `folder` holds the journal of who was erased."""
    target = file_of(url)
    with restore.unpacked(backup, _beside(target, "restored"), vault, progress) as draft:
        closed = await _settled(draft, vault, clock, folder)
        return Restored(restore.put(draft, target, clock.now()), closed)


def _beside(target: Path, end: str) -> Path:
    return target.with_name(f"{target.name}.{end}")


async def _settled(draft: Path, vault: Vault, clock: Clock, journal: Path | None) -> int:
    """Brought to this version, opened with the key, rid of who was erased since and of what may have been sent."""
    url = f"sqlite+aiosqlite:///{draft}"
    await schema.migrate(url, vault)
    database = connect(url, vault)
    try:
        async with database.writing() as db:
            await instance.furnish(db)
        await Journal(database, journal).replay(clock.now())
        # What fell due since gets its slot, and with it the next occurrence its turn.
        await Pulse(database, clock, wake=lambda: None, reap=_nothing).plan()
        async with database.writing() as db:
            return await past.close(db, clock.now())
    finally:
        await database.close()


async def _nothing() -> None: ...
