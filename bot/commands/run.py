"""`lumbar run`: the bot against Telegram."""

import asyncio
import signal
from contextlib import nullcontext, suppress

import typer
from pydantic import SecretStr

from bot import logs, settings
from bot.app import App, Parts, TokenRefusedError
from bot.chat.access import Access
from bot.chat.rate import Rate
from bot.clock import SystemClock
from bot.commands.exits import MENDABLE, Exit, explained, leave
from bot.settings import Settings, SettingsError
from bot.store.address import is_sqlite
from bot.store.lock import only_one
from bot.store.vault import parse_key

app = typer.Typer()


@app.command()
def run() -> None:
    """Run the bot against Telegram until it is told to stop."""
    with explained():
        chosen = settings.from_environment()
        parts = parts_of(chosen)
        logs.configure(chosen.log, secrets=chosen.secrets)
        logs.die_discreetly()
        # A server has a lock of its own for what only one process may do.
        with only_one(chosen.data_dir) if is_sqlite(chosen.database) else nullcontext():
            try:
                asyncio.run(serve(App(parts)))
            except TokenRefusedError as error:
                leave(str(error), Exit.CONFIGURATION)
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
        content=chosen.content_dir,
        api_url=chosen.api_url,
        operator=chosen.operator,
        access=Access(by_invite=chosen.access == "invite", admins=chosen.admins),
        folder=chosen.data_dir,
        rate=Rate(per_second=chosen.rate),
    )


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
    life = asyncio.create_task(_live(lumbar))
    await asyncio.wait({stopped, life}, return_when=asyncio.FIRST_COMPLETED)
    life.cancel()
    with suppress(asyncio.CancelledError):
        await life


async def _live(lumbar: App) -> None:
    async with lumbar.running() as failed:
        await failed


async def until_stopped(failed: asyncio.Future[None]) -> None:
    """Until SIGTERM or SIGINT, or a part failed for good: then its exception."""
    done, _ = await asyncio.wait({told_to_stop(), failed}, return_when=asyncio.FIRST_COMPLETED)
    for ended in done:
        ended.result()


def told_to_stop() -> asyncio.Future[None]:
    """Done at SIGTERM or SIGINT. A second one changes nothing: the way out is already being taken."""
    loop = asyncio.get_running_loop()
    stopped: asyncio.Future[None] = loop.create_future()

    def stop() -> None:
        if not stopped.done():
            stopped.set_result(None)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    return stopped
