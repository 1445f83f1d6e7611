"""`lumbar invite`: links that each let one person in."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Annotated

import typer
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot import settings
from bot.clock import SystemClock
from bot.commands.exits import explained
from bot.commands.run import key_of
from bot.settings import Settings, SettingsError
from bot.store import invites, schema
from bot.store.engine import Database, connect
from bot.store.invites import Invite
from bot.store.vault import Vault

MOST = 1000
UNITS = {"d": "days", "h": "hours"}
ALL = "all"

app = typer.Typer()


def _lifetime(written: str) -> timedelta:
    found = re.fullmatch(r"([1-9][0-9]{0,3})([dh])", written)
    if found is None:
        raise typer.BadParameter("write days or hours, such as 7d or 12h")
    return timedelta(**{UNITS[found[2]]: int(found[1])})


@app.command()
def invite(
    count: Annotated[int, typer.Option(min=1, max=MOST, help="How many.")] = 1,
    expires: Annotated[timedelta, typer.Option(parser=_lifetime, metavar="7d", help="After how long: 7d, 12h.")] = "7d",  # type: ignore[assignment]  # it goes through the parser
    listed: Annotated[bool, typer.Option("--list", help="List them instead.")] = False,
    revoke: Annotated[str, typer.Option(metavar="NAME", help="Take an unused one back instead, or all.")] = "",
) -> None:
    """Make links that each let one person in, once."""
    with explained():
        chosen = settings.from_environment()
        now = SystemClock().now()
        if listed:
            asyncio.run(_list(chosen, now))
        elif revoke:
            asyncio.run(_revoke(chosen, revoke))
        else:
            asyncio.run(_make(chosen, count, now, now + expires))


async def _make(chosen: Settings, count: int, now: datetime, expires_at: datetime) -> None:
    address = await _address(chosen)
    codes = [invites.new_code() for _ in range(count)]
    async with _opened(chosen) as database, database.writing() as db:
        await invites.add(db, codes, now=now, expires_at=expires_at)
    for code in codes:
        typer.echo(f"{address}{code}")
    _note(f"Each lets one person in, until {_date(expires_at)}. They are shown only now.")
    if chosen.access == "open":
        _note("LUMBAR_ACCESS is open: anybody comes in without one.")


async def _list(chosen: Settings, now: datetime) -> None:
    async with _opened(chosen) as database, database.reading() as db:
        every = await invites.every(db)
    for each in every:
        typer.echo(f"{each.name}  made {_date(each.made_at)}  {_state(each, now)}")
    if not every:
        _note("There are none.")


async def _revoke(chosen: Settings, name: str) -> None:
    async with _opened(chosen) as database, database.writing() as db:
        count = await invites.revoke(db, None if name == ALL else name)
    _note(f"{count} taken back." if count else "No unused invite has this name. `lumbar invite --list` shows them.")


@asynccontextmanager
async def _opened(chosen: Settings) -> AsyncIterator[Database]:
    database = connect(chosen.database, Vault(key_of(chosen)))
    try:
        await schema.verify(database)
        yield database
    finally:
        await database.close()


async def _address(chosen: Settings) -> str:
    """What comes before a code in its link; nothing where Telegram cannot say what the bot is called."""
    if chosen.bot_token is None:
        return _codes_only("LUMBAR_BOT_TOKEN is not set")
    try:
        async with Bot(chosen.bot_token.get_secret_value(), base_url=f"{chosen.api_url}/bot") as bot:
            return f"https://t.me/{(await bot.get_me()).username}?start="
    except InvalidToken:
        raise SettingsError(
            "LUMBAR_BOT_TOKEN is refused by Telegram. Ask BotFather for the current one: nothing was made."
        ) from None
    except TelegramError as error:
        return _codes_only(f"Telegram cannot be reached ({type(error).__name__})")


def _codes_only(why: str) -> str:
    _note(f"{why}, so these are the codes alone. A link is https://t.me/<name of the bot>?start=<code>.")
    return ""


def _state(each: Invite, now: datetime) -> str:
    if each.used_at is not None:
        return f"used {_date(each.used_at)}"
    return f"{'open until' if each.expires_at > now else 'expired'} {_date(each.expires_at)}"


def _date(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M} UTC"


def _note(said: str) -> None:
    sys.stderr.write(f"{said}\n")
