"""`lumbar try`: the real bot, a local Telegram and a chat page, in one process on loopback."""

import asyncio
import shutil
import socket
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Annotated

import typer

from bot import logs
from bot.app import App, Parts
from bot.chat.rate import Rate
from bot.clock import MovableClock
from bot.commands.exits import Exit, explained, leave
from bot.commands.run import reload_at_hangup, told_to_stop, until_stopped
from bot.commands.stage import Stage
from bot.library import SHIPPED
from bot.playground import scenarios
from bot.playground.memory import Memory, UnreadableError, ahead_of
from bot.playground.server import Page, playground
from bot.playground.telegram import Telegram
from bot.serving import listen, serving
from bot.store import schema
from bot.store.lock import only_one
from bot.store.vault import Vault, new_key, parse_key, write_key

FOLDER = Path(".lumbar")
PORT = 8642
UNHURRIED = Rate(per_second=1000, chat_interval=0.0)
"""A stand-in for Telegram need not be spared, and a scenario should take a moment only."""

app = typer.Typer()


@app.command()
def trial(
    port: Annotated[int, typer.Option(help="Port on this computer; 0 takes any free one.")] = PORT,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget what was there and start over.")] = False,
    scenario: Annotated[str, typer.Option(help="Open a scenario, such as leg-tingling.")] = "",
    folder: Annotated[Path, typer.Option(help="Where the database and its key are kept.")] = FOLDER,
    content: Annotated[Path | None, typer.Option(help="A folder with words and exercises of your own.")] = None,
) -> None:
    """Live a day with Lumbar in a browser: no token, no network."""
    if scenario and scenario not in scenarios.BY_NAME:
        leave(f"there is no scenario {scenario}. There are: {', '.join(scenarios.BY_NAME)}.", Exit.USAGE)
    logs.configure("console:quiet")
    with explained():
        home = folder / "try"
        if fresh:
            shutil.rmtree(home, ignore_errors=True)
        with only_one(home):
            try:
                asyncio.run(_serve(home, content, port, scenario))
            except UnreadableError as error:
                leave(str(error), Exit.DATA)


async def _serve(home: Path, content: Path | None, port: int, scenario: str) -> None:
    listener = _listen(port)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    memory = Memory(home)
    kept = memory.read()
    clock = MovableClock(ahead_of(kept))
    # Milliseconds: higher than whatever an earlier process gave away after its last save.
    telegram = Telegram(clock.now, first_id=round(clock.now().timestamp() * 1000))
    if kept:
        memory.restore(telegram, kept)
    stage = Stage()
    parts = Parts(
        token=telegram.token,
        database_url=f"sqlite+aiosqlite:///{home / 'lumbar.sqlite'}",
        data_key=_key(home),
        clock=clock,
        content=SHIPPED,
        own_content=content,
        api_url=address,
        operator="You, on this computer.",
        folder=home,
        rate=UNHURRIED,
        observe=stage.observe,
    )
    await schema.migrate(parts.database_url, Vault(parts.data_key))
    lumbar = App(parts)
    page = Page(telegram, stage.backstage(lumbar, clock, telegram))
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(memory.keeping(telegram, lambda: clock.ahead))
        await stack.enter_async_context(serving(playground(page), listener, stopping=page.close))
        failed = await stack.enter_async_context(lumbar.running())
        stopped = told_to_stop()
        reload_at_hangup(lumbar, stopped)
        query = f"/?scenario={scenario}" if scenario else "/"
        typer.echo(f"\n  Lumbar is ready: {address}{query}\n\n  Stop it with Ctrl-C. Its data is in {home}.\n")
        await until_stopped(failed, stopped)


def _listen(port: int) -> socket.socket:
    try:
        return listen(port)
    except OSError:
        if port != PORT:
            raise
        return listen(0)


def _key(home: Path) -> bytes:
    """A key of its own, beside its database: this is a demo on one's own computer."""
    file = home / "key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(write_key(new_key()), encoding="ascii")
    return parse_key(file.read_text(encoding="ascii"))
