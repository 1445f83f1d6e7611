"""`lumbar run`: the bot against Telegram."""

import asyncio
import gc
import os
import signal
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import SecretStr

from bot import logs, settings
from bot.app import App, Parts, TakenError, TokenRefusedError, Webhook
from bot.chat.access import Access
from bot.chat.rate import Rate
from bot.clock import SystemClock
from bot.commands.exits import MENDABLE, Exit, explained, leave
from bot.library import SHIPPED
from bot.parts import Site
from bot.settings import Settings, SettingsError
from bot.store.address import is_sqlite
from bot.store.lock import only_one
from bot.store.vault import parse_key

LONGEST_STOP = 28
"""Seconds. Who stops a program kills it after half a minute or a minute, and cannot say why."""

app = typer.Typer()


@app.command()
def run(
    takeover: Annotated[
        bool, typer.Option("--takeover", help="Poll also where a webhook is set, and delete that.")
    ] = False,
) -> None:
    """Run the bot against Telegram until it is told to stop."""
    with explained():
        chosen = settings.from_environment()
        parts = replace(parts_of(chosen), takeover=takeover)
        logs.configure(chosen.log, secrets=chosen.secrets)
        logs.die_discreetly()
        # A server has a lock of its own for what only one process may do.
        with only_one(chosen.data_dir) if is_sqlite(chosen.database) else nullcontext():
            try:
                asyncio.run(serve(App(parts)))
            except TokenRefusedError as error:
                leave(str(error), Exit.CONFIGURATION)
            except TakenError as error:
                leave(str(error), Exit.UNAVAILABLE)
            except MENDABLE:
                raise
            except Exception as error:  # noqa: BLE001  (the interpreter's own traceback would quote what people wrote)
                logs.logger("run").critical("Lumbar broke off", exc_info=error)
                leave("stopped by a fault of its own, which is in the log. Start it again.", Exit.SOFTWARE)


def parts_of(chosen: Settings) -> Parts:
    """Raises SettingsError for what `run` cannot do without."""
    if chosen.bot_token is None:
        raise SettingsError("LUMBAR_BOT_TOKEN is not set. BotFather gives you one: https://t.me/BotFather.")
    return Parts(
        token=chosen.bot_token.get_secret_value(),
        database_url=chosen.database,
        data_key=key_of(chosen),
        clock=SystemClock(),
        content=SHIPPED,
        own_content=chosen.content_dir,
        api_url=chosen.api_url,
        operator=chosen.operator,
        access=Access(by_invite=chosen.access == "invite", admins=chosen.admins),
        folder=chosen.data_dir,
        backups=backups_of(chosen),
        rate=Rate(per_second=chosen.rate),
        webhook=webhook_of(chosen),
        site=site_at(chosen.listens_at),
    )


def backups_of(chosen: Settings) -> Path | None:
    if chosen.backup_dir is not None and not is_sqlite(chosen.database):
        raise SettingsError(
            "LUMBAR_BACKUP_DIR is for SQLite. Of PostgreSQL make backups with pg_dump (docs/operations.md)."
        )
    return chosen.backup_dir


def webhook_of(chosen: Settings) -> Webhook | None:
    if chosen.mode == "polling":
        return None
    if chosen.webhook_url is None:
        raise SettingsError(
            "LUMBAR_WEBHOOK_URL is not set: where Telegram is to send updates to. LUMBAR_MODE is webhook."
        )
    if chosen.webhook_secret is None:
        raise SettingsError("LUMBAR_WEBHOOK_SECRET is not set. `lumbar key new` prints one that nobody can guess.")
    return Webhook(chosen.webhook_url, chosen.webhook_secret.get_secret_value())


def site_at(place: tuple[str, int] | None) -> Site | None:
    """Raises SettingsError where something else listens there."""
    if place is None:
        return None
    # Starlette, uvicorn and prometheus_client: a bot that nobody asks need not load them.
    from bot.web import site  # noqa: PLC0415

    host, port = place
    try:
        return site.Site(host, port)
    except OSError as error:
        raise SettingsError(f"LUMBAR_LISTEN: nothing can listen at {host}:{port} ({error.strerror}).") from None


def key_of(chosen: Settings) -> bytes:
    return _key("LUMBAR_DATA_KEY", chosen.data_key)


def new_key_of(chosen: Settings) -> bytes:
    return _key("LUMBAR_NEW_DATA_KEY", chosen.new_data_key)


def _key(name: str, given: SecretStr | None) -> bytes:
    if given is None:
        raise SettingsError(f"{name} is not set. `lumbar key new` prints one; keep it apart from the database.")
    try:
        return parse_key(given.get_secret_value())
    except ValueError as error:
        raise SettingsError(f"{name} should be what `lumbar key new` prints: {error}.") from None


async def serve(lumbar: App) -> None:
    """Until SIGTERM or SIGINT, which may come while Telegram is not even reached; or until a part fails for good."""
    stopped = told_to_stop()
    reload_at_hangup(lumbar, stopped)
    life = asyncio.create_task(_live(lumbar))
    await asyncio.wait({stopped, life}, return_when=asyncio.FIRST_COMPLETED)
    life.cancel()
    with suppress(asyncio.CancelledError):
        await life


async def _live(lumbar: App) -> None:
    async with lumbar.running() as failed:
        # Libraries and content stay: to look through them for garbage stops every message for a tenth of a second.
        gc.collect()
        gc.freeze()
        await failed


async def until_stopped(failed: asyncio.Future[None], stopped: asyncio.Future[None]) -> None:
    """Until it is told to stop, or a part failed for good: then its exception."""
    done, _ = await asyncio.wait({stopped, failed}, return_when=asyncio.FIRST_COMPLETED)
    for ended in done:
        ended.result()


def told_to_stop() -> asyncio.Future[None]:
    """Done at SIGTERM or SIGINT. A second one changes nothing: the way out is already being taken."""
    loop = asyncio.get_running_loop()
    stopped: asyncio.Future[None] = loop.create_future()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _stop, stopped)
    return stopped


def _stop(stopped: asyncio.Future[None]) -> None:
    if not stopped.done():
        stopped.set_result(None)
        signal.signal(signal.SIGALRM, _break_off)
        signal.alarm(LONGEST_STOP)


def reload_at_hangup(lumbar: App, stopped: asyncio.Future[None]) -> None:
    """SIGHUP reads the content anew. It also tells that the terminal was closed, and then it stops as Ctrl-C does."""
    in_terminal = os.isatty(0)
    reloading = set[asyncio.Task[Any]]()

    def hung_up() -> None:
        if in_terminal and not os.isatty(0):
            _stop(stopped)
            return
        task = asyncio.create_task(lumbar.reload())
        reloading.add(task)
        task.add_done_callback(reloading.discard)

    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, hung_up)


def _break_off(*_: Any) -> None:
    """Something hangs, such as a database that swallows everything. What was under way is taken up by the next start."""
    logs.logger("run").critical("Lumbar did not end in time, and is broken off", seconds=LONGEST_STOP)
    os._exit(Exit.SOFTWARE)
