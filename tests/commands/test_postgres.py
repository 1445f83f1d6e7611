"""The same commands with a PostgreSQL database."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.playground.api import bot_api
from bot.playground.telegram import Telegram
from bot.serving import listen, serving
from tests.commands.operator import PATIENCE, TOKEN, Done, Operator, complete
from tests.postgres import Databases

CHATS = (7, 8, 9)

pytestmark = pytest.mark.fault


def operator(folder: Path, address: str, **settings: str) -> Operator:
    """The data folder cannot be made: nothing on this disk is needed."""
    return complete(folder, LUMBAR_DATABASE_URL=address, LUMBAR_DATA_DIR="/proc/lumbar", **settings)


async def test_migrate_and_check_work_and_say_nothing_of_sqlite(tmp_path: Path, postgres: Databases) -> None:
    async with postgres.fresh() as address:
        ana = operator(tmp_path, address)
        empty = await asyncio.to_thread(ana.calls, "check")
        assert empty.code == 78
        assert "fail  database: The database is empty" in empty.out
        for _ in range(2):
            done = await asyncio.to_thread(ana.calls, "migrate")
            assert (done.code, done.out, done.err) == (0, "The database is at this version.\n", "")
        done = await asyncio.to_thread(ana.calls, "check")
    assert done.code == 0
    assert "ok    database: at this version, and the key opens it" in done.out
    assert "SQLite" not in done.out


NO_SERVER = "postgresql+asyncpg://ana:hidden@127.0.0.1:9/x"
WRONG = (
    (NO_SERVER, 74, "No database server answers at 127.0.0.1:9 ("),
    ("postgresql+asyncpg://ana:hidden@nowhere.invalid/x", 74, "No database server answers at nowhere.invalid ("),
    ("postgresql://ana:hidden@127.0.0.1:9/x", 78, "LUMBAR_DATABASE_URL names a driver that cannot be used here"),
)


def check_said(done: Done, code: int, says: str) -> None:
    assert done.code == code
    assert says in done.said
    assert "hidden" not in done.said
    assert "Traceback" not in done.said


@pytest.mark.parametrize(("address", "code", "says"), WRONG)
def test_what_is_wrong_with_the_address_is_said_without_the_password(
    tmp_path: Path, address: str, code: int, says: str
) -> None:
    ana = operator(tmp_path, address)
    check_said(ana.calls("migrate"), code, says)
    check_said(ana.calls("check"), code, says)


async def test_run_says_that_no_server_answers_without_the_password(tmp_path: Path) -> None:
    check_said(await operator(tmp_path, NO_SERVER).runs("run"), *WRONG[0][1:])


async def test_a_driver_that_is_not_installed_is_named_with_what_brings_it(tmp_path: Path) -> None:
    missing = 'raise ModuleNotFoundError("No module named \'asyncpg\'", name="asyncpg")'
    (tmp_path / "asyncpg.py").write_text(missing, encoding="ascii")
    done = await operator(tmp_path, "postgresql+asyncpg://ana:hidden@127.0.0.1/x").runs("migrate")
    assert done.code == 78
    assert "a driver that is not installed (asyncpg). It comes with lumbar[postgres]" in done.err
    assert "hidden" not in done.said


@asynccontextmanager
async def several(
    folder: Path, address: str, telegram: Telegram, count: int
) -> AsyncIterator[list[asyncio.subprocess.Process]]:
    async with serving(bot_api(telegram), listen(0), stopping=telegram.close) as api, AsyncExitStack() as stack:
        ana = operator(folder, address, LUMBAR_API_URL=api)
        yield [await stack.enter_async_context(ana.starts("run")) for _ in range(count)]


async def answered(telegram: Telegram, count: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while len(telegram.sent) < count:
            await telegram.changed.after(telegram.changed.count)


async def turn_of(processes: list[asyncio.subprocess.Process]) -> asyncio.subprocess.Process:
    """The one that says that it polls."""

    async def says_so(process: asyncio.subprocess.Process) -> asyncio.subprocess.Process:
        assert process.stderr is not None
        while b"turn to poll" not in (line := await process.stderr.readline()):
            assert line, "it ended"
        return process

    asking = [asyncio.create_task(says_so(process)) for process in processes]
    done, others = await asyncio.wait(asking, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
    for other in others:
        other.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    return done.pop().result()


async def test_of_several_one_polls_and_when_it_is_killed_another_answers(
    tmp_path: Path, postgres_address: str
) -> None:
    telegram = Telegram(lambda: datetime.now(UTC), token=TOKEN)  # noqa: TID251  (Telegram's clock is the real one)
    # Three people: what a killed process was about to send holds up its own chat until the lease runs out.
    for chat in CHATS:
        telegram.chat(chat)
    async with several(tmp_path, postgres_address, telegram, 3) as running:
        for number in range(2):
            polls = await turn_of(running)
            telegram.says(CHATS[number], "/help")
            await answered(telegram, number + 1)
            polls.kill()
            running.remove(polls)
        (last,) = running
        assert await turn_of(running) is last
        telegram.says(CHATS[2], "/help")
        await answered(telegram, 3)
        last.send_signal(signal.SIGTERM)
        _, rest = await asyncio.wait_for(last.communicate(), PATIENCE)
    assert last.returncode == 0
    assert b"Traceback" not in rest
    assert b"another copy of the bot polls" not in rest
