"""What can happen to a request on its way, on real sockets: which of them are safe to send again."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from telegram import Bot
from telegram.error import TelegramError

from bot.chat import errors, wire
from bot.chat.errors import classify
from bot.chat.wire import Wire
from bot.playground.serving import LOOPBACK

TOKEN = "1:SECRET"
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def serving(serve: Serve) -> AsyncIterator[str]:
    server = await asyncio.start_server(serve, LOOPBACK, 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield f"http://{LOOPBACK}:{port}"


async def send(address: str, *, read_seconds: float = 5.0) -> tuple[errors.Failure, str]:
    way = Wire(read_seconds=read_seconds)
    await way.initialize()
    try:
        bot = Bot(TOKEN, f"{address}/bot", request=way, get_updates_request=way)
        with pytest.raises(TelegramError) as raised:
            await bot.send_message(1, "x")
    finally:
        await way.shutdown()
    return classify(raised.value), str(raised.value)


async def test_a_refused_connection_is_safe() -> None:
    with socket.socket() as free:
        free.bind((LOOPBACK, 0))
        address = f"http://{LOOPBACK}:{free.getsockname()[1]}"
    failure, told = await send(address)
    assert failure == errors.NotSent()
    assert "SECRET" not in told


async def test_a_name_that_is_not_found_is_safe() -> None:
    failure, told = await send("http://telegram.invalid")
    assert failure == errors.NotSent()
    assert "SECRET" not in told


async def test_a_black_hole_is_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody accepts, and the queue of those who wait to be accepted is full."""
    monkeypatch.setattr(wire, "CONNECT_SECONDS", 0.3)
    with socket.socket() as deaf, socket.socket() as first, socket.socket() as second:
        deaf.bind((LOOPBACK, 0))
        deaf.listen(0)
        for other in (first, second):
            other.settimeout(0)
            with suppress(BlockingIOError):
                other.connect(deaf.getsockname())
        failure, _ = await send(f"http://{LOOPBACK}:{deaf.getsockname()[1]}")
    assert failure == errors.NotSent()


async def test_waiting_in_vain_for_a_free_connection_is_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "CONNECTIONS", 1)
    monkeypatch.setattr(wire, "POOL_SECONDS", 0.3)
    taken, done = asyncio.Event(), asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        taken.set()
        await done.wait()
        writer.close()

    async with serving(silent) as address:
        way = Wire()
        await way.initialize()
        bot = Bot(TOKEN, f"{address}/bot", request=way, get_updates_request=way)
        first = asyncio.create_task(bot.send_message(1, "first"))
        await taken.wait()
        with pytest.raises(TelegramError) as raised:
            await bot.send_message(2, "second")
        done.set()
        with suppress(TelegramError):
            await first
        await way.shutdown()
    assert classify(raised.value) == errors.NotSent()


async def test_nobody_is_sent_elsewhere_with_our_token() -> None:
    """A wireless network that wants to be paid answers everything with its own page."""
    asked: list[bytes] = []

    async def portal(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: /pay-here\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    async with serving(portal) as address:
        failure, told = await send(address)
    assert len(asked) == 1
    assert failure == errors.Ambiguous(), "who knows who answered"
    assert "SECRET" not in told


async def test_a_proxy_is_taken_from_the_environment_unless_it_spares_the_host(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[bytes] = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n"))
        writer.close()

    async with serving(proxy) as address:
        monkeypatch.setenv("http_proxy", address)
        monkeypatch.setenv("no_proxy", f"example.org,{LOOPBACK}")
        await send("http://telegram.invalid")
        await send(f"http://{LOOPBACK}:9")
    assert asked == [b"POST http://telegram.invalid/bot1:SECRET/sendMessage HTTP/1.1\r\n"]


async def test_no_answer_in_time_is_ambiguous() -> None:
    done = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await done.wait()
        writer.close()

    async with serving(silent) as address:
        failure, told = await send(address, read_seconds=0.2)
        done.set()
    assert failure == errors.Ambiguous()
    assert "SECRET" not in told


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n<html/>",
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 7\r\n\r\n<html/>",
        b"nothing like HTTP\r\n\r\n",
    ],
    ids=["dropped", "broken off", "not JSON", "gateway", "nonsense"],
)
async def test_an_answer_that_says_nothing_is_ambiguous(answer: bytes) -> None:
    async def answering(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    async with serving(answering) as address:
        failure, told = await send(address)
    assert failure == errors.Ambiguous()
    assert "SECRET" not in told


async def test_after_the_end_nothing_is_sent() -> None:
    way = Wire()
    await way.initialize()
    await way.shutdown()
    bot = Bot(TOKEN, f"http://{LOOPBACK}:9/bot", request=way, get_updates_request=way)
    with pytest.raises(TelegramError) as raised:
        await bot.send_message(1, "x")
    assert "closed" in str(raised.value)
