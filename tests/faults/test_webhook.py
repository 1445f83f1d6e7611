"""Updates that Telegram sends instead of being asked: rows 27, 29, 32, 35 and 44, and a stop in the midst of them."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import make_url

from bot.playground.webhook import Webhook, delivering
from bot.serving import LOOPBACK, listen
from tests.faults.bot import SECRET
from tests.faults.proxy import Proxy, Target
from tests.faults.rig import Child, Rig
from tests.patience import PATIENCE

ANA, BEN = 1, 2
STATIC = "Something is wrong on my side right now"
FULL = "Please don't start any exercises, and book to see"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
MB = 2**20

pytestmark = pytest.mark.fault


def free_port() -> int:
    """For the bot to listen at. Another program may take it first, and has not yet."""
    with listen(0) as taken:
        port: int = taken.getsockname()[1]
    return port


@asynccontextmanager
async def hooked(rig: Rig, bots: int = 1, **life: object) -> AsyncIterator[tuple[list[Child], list[str], Proxy]]:
    """Bots that take turns behind one address, and where each of them listens itself."""
    ports = [free_port() for _ in range(bots)]
    proxy = Proxy([Target(LOOPBACK, port) for port in ports])
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(proxy.standing())
        rig.life = replace(rig.life, webhook=f"http://{LOOPBACK}:{proxy.port}/hook")
        await stack.enter_async_context(delivering(rig.telegram))
        children = [
            await stack.enter_async_context(rig.bot(f"{number}" if bots > 1 else "data", listen=port, **life))
            for number, port in enumerate(ports)
        ]
        yield children, [f"http://{LOOPBACK}:{port}" for port in ports], proxy


async def reads(address: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as client, client.get(address) as answer:
        return answer.status, await answer.text()


async def ready(address: str, status: int = 200) -> dict[str, dict[str, str]]:
    """Once /readyz answers so: its checks."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                found, text = await reads(f"{address}/readyz")
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)
                continue
            if found == status:
                checks: dict[str, dict[str, str]] = json.loads(text)["checks"]
                return checks
            await asyncio.sleep(0.05)


async def test_a_webhook_that_is_deleted_or_stolen_is_set_again_and_nothing_is_lost(rig: Rig) -> None:
    """Row 27."""
    async with rig.tried(hurry=40), hooked(rig):
        rig.asks(ANA)
        await rig.settled()
        for change in (None, Webhook(f"http://{LOOPBACK}:9/hook")):
            rig.telegram.webhook = change
            rig.asks(ANA)
            rig.asks(BEN)
            async with asyncio.timeout(PATIENCE):
                while rig.telegram.webhook is change:  # noqa: ASYNC110  (another process sets it)
                    await asyncio.sleep(0.02)
            await rig.settled()
        assert "it was deleted" in rig.log()
        assert f"it led to {LOOPBACK}" in rig.log()


async def test_two_bots_take_webhooks_in_turn_and_every_chat_is_answered_once_and_in_order(shared: Rig) -> None:
    """Row 29, too: some are cut off after they were taken, and come again to the other one."""
    words = ("/help", "/about", "/privacy")
    people = range(1, 8)
    async with shared.tried(per_second=500, chat_interval=0.0), hooked(shared, bots=2) as (_, addresses, proxy):
        for address in addresses:
            await ready(address)
        shared.telegram.says(100, words[0])
        await shared.settled()
        proxy.mute = 6
        for word in words * 2:
            for chat_id in people:
                shared.ran.asked[chat_id] += 1
                shared.telegram.says(chat_id, word)
        await shared.settled()
        assert proxy.mute == 0
        first = {word: shared.messages(1)[number] for number, word in enumerate(words)}
        assert len(set(first.values())) == len(words)
        for chat_id in people:
            assert shared.messages(chat_id) == [first[word] for word in words * 2]
        taken = [_figure((await reads(f"{address}/metrics"))[1], "lumbar_updates_total") for address in addresses]
        assert sum(taken) == 1 + len(people) * len(words) * 2
        assert min(taken) > 5, f"each has its share: {taken}"


def _figure(text: str, name: str) -> float:
    return sum(float(line.rpartition(" ")[2]) for line in text.splitlines() if line.startswith(f"{name}{{"))


@pytest.mark.soak
async def test_a_bot_that_is_killed_after_it_took_an_update_leaves_it_to_the_other(shared: Rig) -> None:
    async with shared.tried(), hooked(shared, bots=2, hurry=10) as (children, addresses, _):
        for address in addresses:
            await ready(address)
        for child in children:
            child.told(signal.SIGSTOP)
        for chat_id in range(1, 9):
            shared.asks(chat_id)
        children[1].told(signal.SIGCONT)
        await children[0].killed()
        await shared.settled()


async def test_strangers_get_nothing_and_cost_nothing(rig: Rig) -> None:
    """Row 35: who does not know the secret, who sends fifty megabytes, and who never ends, many times at once."""
    async with rig.tried(), hooked(rig) as ((child,), (address,), _):
        rig.asks(ANA)
        await rig.settled()
        before = _resident(child.pid)
        async with aiohttp.ClientSession() as client:
            url = f"{address}/hook"

            async def sent(megabytes: int, headers: dict[str, str]) -> int:
                async def parts() -> AsyncIterator[bytes]:
                    for _ in range(megabytes):
                        yield b" " * MB

                try:
                    async with client.post(url, data=parts(), headers=headers) as answer:
                        return answer.status
                except aiohttp.ClientError:
                    # It was told, and hung up on before it had read that.
                    return 0

            slow = [await asyncio.open_connection(LOOPBACK, int(address.rpartition(":")[2])) for _ in range(30)]
            for _, writer in slow:
                head = "\r\n".join(f"{name}: {value}" for name, value in HEADERS.items())
                writer.write(f"POST /hook HTTP/1.1\r\nHost: bot\r\n{head}\r\nContent-Length: 1000000\r\n\r\n".encode())
                writer.write(b" " * 10_000)
            big = await asyncio.gather(*(sent(50, HEADERS) for _ in range(10)))
            strange = await asyncio.gather(*(sent(50, {**HEADERS, **wrong}) for wrong in WRONG * 5))
            rig.asks(BEN)
            await rig.settled()
        grown = _resident(child.pid) - before
        for _, writer in slow:
            writer.close()
        assert set(big) <= {413, 0}
        assert set(strange) <= {403, 415, 0}
        assert grown < 10, f"{grown:.0f} MB"
        assert await rig.rows("SELECT count(*) FROM inbox") == [(2,)]


WRONG = ({"X-Telegram-Bot-Api-Secret-Token": "wrong"}, {"Content-Type": "text/html"})


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


@asynccontextmanager
async def behind(rig: Rig, waits: str) -> AsyncIterator[tuple[str, Proxy]]:
    """The address of the rig's PostgreSQL behind a proxy, which is waited for so long."""
    url = make_url(rig.url)
    async with Proxy([Target.of(url)]).standing() as proxy:
        there = url.set(host=LOOPBACK, port=proxy.port, query={}).render_as_string(hide_password=False)
        yield f"{there}?{waits}", proxy


@pytest.mark.parametrize(
    ("waits", "seconds"),
    [
        ("timeout=1&command_timeout=2", 6.0),
        pytest.param("", 300.0, marks=pytest.mark.soak),
    ],
    ids=["short", "five minutes"],
)
async def test_a_database_that_swallows_everything_is_waited_out(shared: Rig, waits: str, seconds: float) -> None:
    """Row 44: alive and not ready, a warning sign answered from memory, and everything handled once it is back."""
    async with shared.tried(speed=1), behind(shared, waits) as (url, proxy):
        async with hooked(shared, url=url) as ((child,), (address,), _):
            shared.asks(BEN)
            await shared.settled()
            await ready(address)
            async with proxy.held():
                until = asyncio.get_running_loop().time() + seconds
                shared.telegram.says(ANA, "my left leg is tingling")
                checks = await ready(address, 503)
                assert checks["database"]["state"] == "fail"
                assert (await reads(f"{address}/healthz"))[0] == 200
                await shared.until(lambda: _told(shared, STATIC) == 1)
                assert (await reads(f"{address}/metrics"))[0] == 200
                await asyncio.sleep(max(0.0, until - asyncio.get_running_loop().time()))
                assert child.lives
            await ready(address)
            await shared.until(lambda: _told(shared, FULL) == 1)
            await shared.settled(120)
        assert _told(shared, STATIC) == 1


def _told(rig: Rig, words: str) -> int:
    return sum(words in sent.text for sent in rig.telegram.sent if sent.chat_id == ANA)


@pytest.mark.soak
async def test_told_to_stop_while_the_database_swallows_everything_it_ends_within_half_a_minute(shared: Rig) -> None:
    """With what is under way as it may be: rows that nobody has in hand wait for the next start."""
    async with (
        shared.tried(speed=1),
        behind(shared, "") as (url, proxy),
        hooked(shared, url=url) as ((child,), (address,), _),
    ):
        shared.asks(BEN)
        await shared.settled()
        await ready(address)
        async with proxy.held():
            shared.asks(BEN)
            await ready(address, 503)
            began = asyncio.get_running_loop().time()
            child.told(signal.SIGTERM)
            await child.dead(0)
            assert asyncio.get_running_loop().time() - began < 30
        async with shared.bot(url=url, listen=int(address.rpartition(":")[2])):
            await shared.settled(120)


async def test_told_to_stop_in_the_midst_of_it_it_ends_well_and_leaves_nothing_out(rig: Rig) -> None:
    """However often it is told. What came meanwhile is for the next one."""
    async with rig.tried(per_second=200), hooked(rig) as ((child,), (address,), _):
        for chat_id in range(1, 31):
            rig.asks(chat_id, 2)
        await rig.until(lambda: len(rig.telegram.sent) > 5)
        began = asyncio.get_running_loop().time()
        for _ in range(3):
            child.told(signal.SIGTERM)
        await child.dead(0)
        assert asyncio.get_running_loop().time() - began < 30
        assert rig.updates.waiting or await rig.rows("SELECT 1 FROM outbox WHERE state = 'pending'"), "it was early"
        async with rig.bot(listen=int(address.rpartition(":")[2])):
            await rig.settled()
