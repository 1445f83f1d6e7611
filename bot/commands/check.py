"""`lumbar check`: what is wrong with this installation, and how to mend it."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot import settings
from bot.clock import Clock, SystemClock
from bot.commands.diagnosis import database, host, telegram
from bot.commands.diagnosis.finding import Found, fail, failed, ok
from bot.commands.exits import Exit
from bot.commands.run import backups_of, key_of
from bot.library import SHIPPED, ContentError, Library
from bot.places import Places
from bot.settings import Settings, SettingsError
from bot.store.address import AddressError, file_of, is_sqlite
from bot.store.engine import connect
from bot.store.vault import Vault

app = typer.Typer()


@app.command()
def check(
    part: Annotated[Literal["all", "content"], typer.Argument(help="all, or content alone.")] = "all",
    folder: Annotated[
        Path | None, typer.Argument(help="Of content of your own; else that of LUMBAR_CONTENT_DIR.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line for each finding.")] = False,
) -> None:
    """Say what is wrong with this installation, and how to mend it.

    Exit code 0 when nothing failed, else the highest of those that `lumbar run` would end with.
    """
    if folder is not None and part != "content":
        raise typer.BadParameter("a folder is named after `content`: lumbar check content FOLDER")
    asyncio.run(_tell(part, folder, SystemClock(), as_json=as_json))


async def _tell(part: str, folder: Path | None, clock: Clock, *, as_json: bool) -> None:
    worst = Exit.OK
    async for one in _found(part, folder, clock):
        told = {"what": one.what, "verdict": one.verdict, "says": one.says}
        typer.echo(json.dumps(told) if as_json else f"{one.verdict:5} {one.what}: {one.says}")
        worst = max(worst, one.code)
    raise typer.Exit(int(worst))


async def _found(part: str, folder: Path | None, clock: Clock) -> AsyncIterator[Found]:
    try:
        chosen = settings.from_environment()
    except SettingsError as error:
        for line in str(error).splitlines():
            yield fail("settings", line)
        return
    if part == "all":
        yield ok("settings", "readable")
    for one in _content(folder or chosen.content_dir):
        yield one
    if part == "all":
        yield host.zones(clock.now())
        async for one in _stored(chosen, clock):
            yield one
        async for one in _telegram(chosen, clock):
            yield one


def _content(own: Path | None) -> Iterator[Found]:
    try:
        library = Library.read(SHIPPED, own)
        Places.read(SHIPPED / "places")
    except ContentError as error:
        yield from (fail("content", line, Exit.DATA) for line in str(error).splitlines())
    except OSError as error:
        yield fail("content", f"{error.filename}: {error.strerror}. It is chosen by LUMBAR_CONTENT_DIR.", Exit.IO)
    else:
        mine = "" if own is None else f", {len(library.speech.own)} of them from {own}"
        yield ok("content", f"{len(library.exercises)} exercises, {len(library.keys)} sentences{mine}")


async def _stored(chosen: Settings, clock: Clock) -> AsyncIterator[Found]:
    try:
        file = file_of(chosen.database) if is_sqlite(chosen.database) else None
    except AddressError as error:
        yield failed("database", error)
        return
    for one in _around(chosen, file, clock):
        yield one
    try:
        opened = connect(chosen.database, Vault(key_of(chosen)))
    except (SettingsError, AddressError) as error:
        yield failed("database", error)
        return
    try:
        async for one in database.look(opened, clock.now()):
            yield one
    finally:
        await opened.close()


def _around(chosen: Settings, file: Path | None, clock: Clock) -> Iterator[Found]:
    """What a database on this disk has beside it, and a server's has not."""
    yield from host.permissions(chosen.data_dir, file, settings.secret_files())
    if file is not None:
        yield host.library()
        yield host.room(file)
        yield host.backup(chosen.backup_dir, clock.now())
        return
    try:
        backups_of(chosen)
    except SettingsError as error:
        yield failed("backup", error)


async def _telegram(chosen: Settings, clock: Clock) -> AsyncIterator[Found]:
    if chosen.bot_token is None:
        yield fail("token", "LUMBAR_BOT_TOKEN is not set. BotFather gives you one: https://t.me/BotFather.")
        return
    async for one in telegram.look(chosen.bot_token.get_secret_value(), chosen.api_url, None, clock):
        yield one
