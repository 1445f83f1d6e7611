"""`lumbar export`: all that is kept about one person, for whoever asked for it in writing."""

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from bot import settings
from bot.chat.filing import Clerk
from bot.chat.shelf import Shelf
from bot.clock import SystemClock
from bot.commands.erase import asked_for, opened
from bot.commands.exits import NobodyError, explained
from bot.domain import schedule
from bot.library import SHIPPED
from bot.places import Places
from bot.settings import Settings
from bot.store import people

app = typer.Typer()


@app.command()
def export(file: Annotated[Path, typer.Argument(help="The ZIP to write. It must not be there yet.")]) -> None:
    """Write all that is kept about the person whose chat id is typed, as /export would send it to them."""
    with explained():
        chosen = settings.from_environment()
        written = asyncio.run(_written(chosen, asked_for()))
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened_file:
            opened_file.write(written)
    typer.echo(f"{file} holds all of it. Send it to nobody but this person, and delete it then.")


async def _written(chosen: Settings, chat_id: int) -> bytes:
    schedule.use_pinned_zones()
    shelf, places = Shelf.of(SHIPPED, chosen.content_dir, operator=chosen.operator), Places.read(SHIPPED / "places")
    async with opened(chosen) as database:
        clerk = Clerk(database, shelf, places, SystemClock())
        async with database.reading() as db:
            if (person := await people.by_chat(db, chat_id)) is None:
                raise NobodyError
            return await clerk.export(db, person)
