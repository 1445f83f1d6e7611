"""`lumbar check`: what is wrong with this installation, and how to mend it."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from sqlite3 import sqlite_version_info as sqlite
from typing import Annotated, Literal

import typer
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot import settings
from bot.clock import SystemClock
from bot.commands.exits import Exit, told
from bot.commands.run import key_of
from bot.domain import schedule
from bot.library import ContentError, Library
from bot.places import Places
from bot.settings import Settings, SettingsError
from bot.store import check_ins, instance, schema
from bot.store.address import AddressError, is_sqlite
from bot.store.check_ins import Topic
from bot.store.engine import Db, connect
from bot.store.outage import DatabaseError
from bot.store.vault import Vault, VaultError

SOUND_SQLITE = (3, 51, 3)
"""Older ones can corrupt a WAL when two connections write and checkpoint at once; we have one writer."""

DAYS = 30

app = typer.Typer()

Verdict = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Found:
    what: str
    verdict: Verdict
    says: str


@app.command()
def check(
    part: Annotated[Literal["all", "content"], typer.Argument(help="all, or content alone.")] = "all",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line for each finding.")] = False,
) -> None:
    """Say what is wrong with this installation, and how to mend it. Exit code 0 when nothing failed."""
    found = asyncio.run(_gather(part))
    for one in found:
        typer.echo(json.dumps(asdict(one)) if as_json else f"{one.verdict:5} {one.what}: {one.says}")
    if any(one.verdict == "fail" for one in found):
        raise typer.Exit(int(Exit.CONFIGURATION if part == "all" else Exit.DATA))


async def _gather(part: str) -> list[Found]:
    try:
        chosen = settings.from_environment()
    except SettingsError as error:
        return [Found("settings", "fail", line) for line in str(error).splitlines()]
    if part == "content":
        return list(_content(chosen.content_dir))
    found = [Found("settings", "ok", "readable"), *_content(chosen.content_dir), *_zones(), *_sqlite(chosen)]
    return [*found, *await _database(chosen, SystemClock().now()), await _token(chosen)]


def _content(folder: Path) -> Iterator[Found]:
    try:
        library = Library.read(folder)
        Places.read(folder / "places")
    except ContentError as error:
        yield from (Found("content", "fail", line) for line in str(error).splitlines())
    except OSError as error:
        yield Found("content", "fail", f"{error.filename}: {error.strerror}. It is chosen by LUMBAR_CONTENT_DIR.")
    else:
        yield Found("content", "ok", f"{len(library.exercises)} exercises, {len(library.keys)} sentences")


def _zones() -> Iterator[Found]:
    schedule.use_pinned_zones()
    yield Found("time zones", "ok", f"tzdata {schedule.tzdata_version()}")


def _sqlite(chosen: Settings) -> Iterator[Found]:
    with suppress(AddressError):
        if not is_sqlite(chosen.database):
            return
    version = ".".join(map(str, sqlite))
    if sqlite >= SOUND_SQLITE:
        yield Found("SQLite", "ok", version)
    else:
        yield Found("SQLite", "warn", f"{version} has a rare fault in its log, mended in 3.51.3. Keep backups.")


async def _database(chosen: Settings, now: datetime) -> list[Found]:
    try:
        database = connect(chosen.database, Vault(key_of(chosen)))
    except (SettingsError, AddressError) as error:
        return [Found("database", "fail", told(error))]
    try:
        await schema.verify(database)
        async with database.writing() as db:
            await instance.furnish(db)
            harm = await _harm(db, now - timedelta(days=DAYS))
    except (schema.SchemaError, VaultError, instance.RotatingError, DatabaseError) as error:
        return [Found("database", "fail", told(error))]
    finally:
        await database.close()
    return [Found("database", "ok", "at this version, and the key opens it"), harm]


async def _harm(db: Db, since: datetime) -> Found:
    recent, in_all = await check_ins.count(db, Topic.HARM, since)
    hurt, _ = await check_ins.count(db, Topic.HURT, since)
    days = f"in the last {DAYS} days"
    return Found("Reports of harm", "ok", f"{recent} {days}, {in_all} in all; moves that hurt: {hurt} {days}")


async def _token(chosen: Settings) -> Found:
    if chosen.bot_token is None:
        return Found("token", "fail", "LUMBAR_BOT_TOKEN is not set. BotFather gives you one: https://t.me/BotFather.")
    try:
        async with Bot(chosen.bot_token.get_secret_value(), base_url=f"{chosen.api_url}/bot") as bot:
            me = await bot.get_me()
    except InvalidToken:
        return Found("token", "fail", "Telegram refuses it. Ask BotFather for the current one: LUMBAR_BOT_TOKEN.")
    except TelegramError as error:
        return Found("token", "warn", f"Telegram cannot be reached to ask ({type(error).__name__}).")
    return Found("token", "ok", f"this is @{me.username}")
