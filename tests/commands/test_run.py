"""`lumbar run` against the double over real HTTP."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.playground.api import bot_api
from bot.playground.refusal import NOT_FOUND, UNAUTHORIZED
from bot.playground.telegram import Telegram
from bot.serving import listen, serving
from bot.store import schema
from bot.store.vault import Vault, parse_key
from tests.commands.operator import KEY, PATIENCE, TOKEN, complete

ANA = 7
QUICKLY = 10
"""Seconds for a stop on a busy computer; alone it takes a fraction of one."""

pytestmark = pytest.mark.fault


class Life:
    """A running bot, its Telegram, and what it wrote to its standard error."""

    def __init__(self, telegram: Telegram, process: asyncio.subprocess.Process) -> None:
        self.telegram = telegram
        self.process = process
        self.log = ""

    async def until(self, ready: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not ready():
                await self.telegram.changed.after(self.telegram.changed.count)

    async def answers(self, text: str, count: int = 1) -> None:
        self.telegram.says(ANA, text)
        await self.until(lambda: len(self.telegram.sent) >= count)

    async def logs(self, text: str) -> None:
        """Until a line of its log says so."""
        assert self.process.stderr is not None
        async with asyncio.timeout(PATIENCE):
            while text not in (line := (await self.process.stderr.readline()).decode()):
                assert line, "it ended"

    async def ends(self, seconds: float = PATIENCE) -> int:
        async with asyncio.timeout(seconds):
            _, err = await self.process.communicate()
        self.log = err.decode()
        assert "Traceback" not in self.log
        assert TOKEN not in self.log
        assert self.process.returncode is not None
        return self.process.returncode


async def migrated(folder: Path) -> None:
    (folder / ".lumbar").mkdir()
    await schema.migrate(f"sqlite+aiosqlite:///{folder / '.lumbar' / 'lumbar.sqlite'}", Vault(parse_key(KEY)))


@asynccontextmanager
async def life(
    folder: Path, before: Callable[[Telegram], None] = lambda _: None, **settings: str
) -> AsyncIterator[Life]:
    telegram = Telegram(lambda: datetime.now(UTC), token=TOKEN)  # noqa: TID251  (Telegram's clock is the real one)
    telegram.chat(ANA)
    before(telegram)
    async with serving(bot_api(telegram), listen(0), stopping=telegram.close) as address:
        operator = complete(folder, LUMBAR_API_URL=address, LUMBAR_LOG="console:debug", **settings)
        await migrated(folder)
        async with operator.starts("run") as process:
            yield Life(telegram, process)


async def test_it_answers_and_a_signal_ends_it_cleanly_however_often_it_comes(tmp_path: Path) -> None:
    async with life(tmp_path) as bot:
        await bot.answers("/help")
        assert bot.telegram.commands, "the menu was set"
        bot.process.send_signal(signal.SIGTERM)
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ends(QUICKLY) == 0


async def test_ctrl_c_ends_it_cleanly_too(tmp_path: Path) -> None:
    async with life(tmp_path) as bot:
        await bot.answers("/help")
        bot.process.send_signal(signal.SIGINT)
        assert await bot.ends(QUICKLY) == 0


async def test_it_waits_for_a_telegram_that_is_out_of_reach_and_may_be_stopped_meanwhile(tmp_path: Path) -> None:
    operator = complete(tmp_path)
    await migrated(tmp_path)
    async with operator.starts("run") as process:
        assert process.stderr is not None
        async with asyncio.timeout(PATIENCE):
            assert b"Telegram is not reached" in await process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(QUICKLY):
            _, err = await process.communicate()
    assert process.returncode == 0
    assert b"Traceback" not in err


async def test_a_token_that_is_revoked_while_it_runs_ends_it(tmp_path: Path) -> None:
    async with life(tmp_path) as bot:
        await bot.answers("/help")
        bot.telegram.fail_next("*", UNAUTHORIZED, times=1000)
        bot.telegram.says(ANA, "/help")
        assert await bot.ends() == 78
    assert "Telegram refuses the bot's token" in bot.log


async def test_a_token_that_never_counted_ends_it_at_the_start(tmp_path: Path) -> None:
    async with life(tmp_path, lambda telegram: telegram.fail_next("*", UNAUTHORIZED, times=1000)) as bot:
        assert await bot.ends() == 78
    assert bot.log.splitlines()[-1].startswith("lumbar: Telegram refuses the bot's token.")


async def test_a_single_404_is_a_proxy_and_no_reason_to_stop(tmp_path: Path) -> None:
    async with life(tmp_path, lambda telegram: telegram.fail_next("getUpdates", NOT_FOUND)) as bot:
        await bot.answers("/help")
        bot.telegram.fail_next("sendMessage", NOT_FOUND)
        await bot.answers("/faq", count=2)
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ends(QUICKLY) == 0


async def test_a_hangup_takes_new_content_and_refuses_what_is_broken(tmp_path: Path) -> None:
    words = tmp_path / "words" / "en" / "ours.ftl"
    words.parent.mkdir(parents=True)
    async with life(tmp_path, LUMBAR_CONTENT_DIR=str(tmp_path / "words")) as bot:
        await bot.answers("/help")
        words.write_text("help-title = <b>What our clinic's bot can do</b>\n", encoding="utf-8")
        bot.process.send_signal(signal.SIGHUP)
        await bot.logs("content read anew")
        await bot.answers("/help", 2)
        words.write_text("help-title = { $hidden }\n", encoding="utf-8")
        bot.process.send_signal(signal.SIGHUP)
        await bot.logs("ours.ftl:1: help-title")
        await bot.answers("/help", 3)
        assert [sent.text.splitlines()[0] for sent in bot.telegram.sent] == [
            "What I can do",
            *["What our clinic's bot can do"] * 2,
        ]
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ends(QUICKLY) == 0
