"""Telegram: whether it knows the token, where it sends updates to, and what time it has."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp
from telegram import Bot, WebhookInfo
from telegram.error import EndPointNotFound, InvalidToken, TelegramError

from bot.chat.wire import Wire
from bot.clock import Clock
from bot.commands.diagnosis.finding import Found, fail, ok, warn

SECONDS = 10.0
A_LITTLE, TOO_MUCH = timedelta(seconds=5), timedelta(seconds=60)
REFUSED = "Telegram refuses it. Ask BotFather for the current one: LUMBAR_BOT_TOKEN."
UNTOLD = (
    "what answers for Telegram tells a time that cannot be read: whether this computer's clock is right is not known."
    " Is there a proxy? Set the clock by NTP (timedatectl)."
)


async def look(token: str, api_url: str, webhook: str | None, clock: Clock) -> AsyncIterator[Found]:
    """`webhook` is the address of ours, where updates are to come to one."""
    wire = Wire(read_seconds=SECONDS)
    try:
        async with Bot(token, base_url=f"{api_url}/bot", request=wire, get_updates_request=wire) as bot:
            yield ok("token", f"this is @{bot.username}")
            yield _webhook(await bot.get_webhook_info(), webhook)
    except (InvalidToken, EndPointNotFound):
        yield fail("token", REFUSED)
        return
    except TelegramError as error:
        yield warn(
            "token", f"Telegram cannot be reached to ask ({type(error).__name__}). Is the network there? A proxy?"
        )
        return
    if (found := await _time(api_url, clock)) is not None:
        yield found


def _webhook(told: WebhookInfo, ours: str | None) -> Found:
    if ours is None:
        if told.url:
            says = "updates go to a webhook, and polling gets none. Delete that webhook, or take a token of your own."
            return fail("webhook", says)
        return ok("webhook", "none is set: updates wait to be polled")
    if told.url != ours:
        return warn(
            "webhook", "it is not set to LUMBAR_WEBHOOK_URL. `lumbar run` sets it; does another bot use this token?"
        )
    if told.last_error_message:
        says = f"Telegram could not deliver to it: {told.last_error_message}. Does LUMBAR_WEBHOOK_URL lead to LUMBAR_LISTEN?"
        return warn("webhook", says)
    return ok("webhook", f"set, and {told.pending_update_count} updates wait")


async def _time(api_url: str, clock: Clock) -> Found | None:
    """None where the server does not tell."""
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    try:
        async with (
            aiohttp.ClientSession(trust_env=True, timeout=timeout) as http,
            http.get(api_url, allow_redirects=False) as answer,
        ):
            told = answer.headers.get("Date")
    except (aiohttp.ClientError, TimeoutError):
        return None
    return None if told is None else _clock(told, clock.now())


def _clock(told: str, ours: datetime) -> Found:
    """To the second; that is all that is told."""
    try:
        off = ours - parsedate_to_datetime(told)
    except (ValueError, OverflowError, TypeError):  # the last where it has no zone
        return warn("clock", UNTOLD)
    says = f"{abs(off).total_seconds():.0f} s {'ahead of' if off > timedelta(0) else 'behind'} Telegram's"
    if abs(off) > TOO_MUCH:
        return fail(
            "clock", f"{says}: reminders come at the wrong time. Set this computer's clock by NTP (timedatectl)."
        )
    if abs(off) > A_LITTLE:
        return warn("clock", f"{says}. Set this computer's clock by NTP (timedatectl).")
    return ok("clock", "as Telegram's")
