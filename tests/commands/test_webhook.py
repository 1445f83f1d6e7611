"""`lumbar run` by webhook, and where it listens, as somebody at a terminal sees it."""

import asyncio
import json
import signal
import sys
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot.playground.api import bot_api
from bot.playground.telegram import Telegram
from bot.playground.webhook import Webhook, delivering
from bot.serving import LOOPBACK, listen, serving
from tests.commands.operator import PATIENCE, ROOT, TOKEN, complete
from tests.commands.test_run import ANA, QUICKLY, Life, migrated

SECRET = "a-secret-of-more-than-thirty-two-letters"


@pytest.mark.fault
@pytest.mark.soak
async def test_it_takes_what_is_pushed_says_how_it_is_and_ends_cleanly(tmp_path: Path) -> None:
    """And polls again only where it is told to take over."""
    telegram = Telegram(lambda: datetime.now(UTC), token=TOKEN)  # noqa: TID251  (Telegram's clock is the real one)
    telegram.chat(ANA)
    with listen(0) as taken:
        port = taken.getsockname()[1]
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(serving(bot_api(telegram), listen(0), stopping=telegram.close))
        await stack.enter_async_context(delivering(telegram))
        secret = tmp_path / "secret"
        secret.write_text(SECRET + "\n", encoding="ascii")
        operator = complete(
            tmp_path,
            LUMBAR_API_URL=address,
            LUMBAR_LOG="console:debug",
            LUMBAR_MODE="webhook",
            LUMBAR_LISTEN=str(port),
            LUMBAR_WEBHOOK_URL=f"http://{LOOPBACK}:{port}/telegram",
            LUMBAR_WEBHOOK_SECRET_FILE=str(secret),
        )
        await migrated(tmp_path)
        async with operator.starts("run") as process:
            bot = Life(telegram, process)
            await bot.answers("/help")
            async with aiohttp.ClientSession() as client, client.get(f"http://{LOOPBACK}:{port}/readyz") as answer:
                assert json.loads(await answer.text())["checks"]["webhook"] == {"state": "ok"}
            process.send_signal(signal.SIGTERM)
            process.send_signal(signal.SIGTERM)
            assert await bot.ends(QUICKLY) == 0
        assert SECRET not in bot.log
        assert "GET /readyz" not in bot.log
        assert isinstance(telegram.webhook, Webhook), "it stays for the next start"
        refused = await operator.runs("run", LUMBAR_MODE="polling")
        assert refused.code == 69
        assert refused.err.splitlines()[-1].startswith(
            f"lumbar: A webhook at {LOOPBACK} gets the updates of this token"
        )
        async with operator.starts("run", "--takeover", LUMBAR_MODE="polling") as process:
            bot = Life(telegram, process)
            await bot.answers("/help", count=2)
            process.send_signal(signal.SIGINT)
            assert await bot.ends(QUICKLY) == 0
        assert telegram.webhook is None


def test_what_a_webhook_needs_and_is_not_set_is_named(tmp_path: Path) -> None:
    operator = complete(tmp_path, LUMBAR_MODE="webhook")
    done = operator.calls("run")
    assert (done.code, "LUMBAR_WEBHOOK_URL is not set" in done.err) == (78, True)
    done = operator.calls("run", LUMBAR_WEBHOOK_URL="https://bot.example.org/telegram")
    assert (done.code, "LUMBAR_WEBHOOK_SECRET is not set" in done.err) == (78, True)


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with listen(0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        done = complete(tmp_path, LUMBAR_LISTEN=str(port)).calls("run")
    assert done.code == 78
    assert f"LUMBAR_LISTEN: nothing can listen at {LOOPBACK}:{port} (Address already in use)" in done.err


HANGS = """
import asyncio
from bot import logs
from bot.commands import run

run.LONGEST_STOP = 1

async def hang():
    stopped = run.told_to_stop()
    print("ready", flush=True)
    await stopped
    while True:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            pass

logs.configure("console")
asyncio.run(hang())
"""


@pytest.mark.fault
@pytest.mark.soak
async def test_what_hangs_when_it_is_told_to_stop_is_broken_off() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HANGS, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(PATIENCE):
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGTERM)
        _, err = await process.communicate()
    assert process.returncode == 70
    assert "did not end in time" in err.decode()
