"""`lumbar erase`: all that is kept about one person, for whoever asked for it in writing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext

import typer

from bot import settings
from bot.clock import SystemClock
from bot.commands.exits import NobodyError, explained
from bot.commands.run import key_of
from bot.settings import Settings
from bot.store import instance, people, schema
from bot.store.address import is_sqlite
from bot.store.engine import Database, connect
from bot.store.journal import Journal
from bot.store.lock import only_one
from bot.store.vault import Vault

app = typer.Typer()


@app.command()
def erase() -> None:
    """Delete all that is kept about the person whose chat id is typed, for good. A bot on SQLite has to be stopped."""
    with explained():
        chosen = settings.from_environment()
        chat_id = asked_for()
        with only_one(chosen.data_dir) if is_sqlite(chosen.database) else nullcontext():
            asyncio.run(_erase(chosen, chat_id))
    typer.echo("Nothing about this person is left in the database. Backups keep them until they are deleted.")


def asked_for() -> int:
    """The chat id, which has no place among the words of a command: others on this computer can read those."""
    chat_id: int = typer.prompt("Chat id", type=int, err=True)
    return chat_id


@asynccontextmanager
async def opened(chosen: Settings) -> AsyncIterator[Database]:
    database = connect(chosen.database, Vault(key_of(chosen)))
    try:
        await schema.verify(database)
        async with database.writing() as db:
            await instance.furnish(db)
        yield database
    finally:
        await database.close()


async def _erase(chosen: Settings, chat_id: int) -> None:
    now = SystemClock().now()
    async with opened(chosen) as database:
        journal = Journal(database, chosen.data_dir)
        await journal.replay(now)
        async with database.writing() as db:
            if (person := await people.by_chat(db, chat_id)) is None:
                raise NobodyError
            await people.erase(db, person, now)
        await journal.erased()
