"""The double pushes updates as telegram-bot-api does: in order within a chat, and again until they are taken."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.playground.telegram import Telegram
from bot.playground.webhook import delivering
from bot.serving import listen, serving
from tests.patience import PATIENCE
from tests.playground.conftest import ANA, Hands

BEN = 8
SECRET = "S3cret_-"


class Receiver:
    """Takes or refuses what is pushed, as the test says."""

    def __init__(self) -> None:
        self.got: list[tuple[int, str]] = []
        self.answers: dict[int, list[Response]] = defaultdict(list)
        """By update, what is answered before it is taken."""
        self.held: dict[int, asyncio.Event] = {}
        self._came = asyncio.Event()

    async def take(self, request: Request) -> Response:
        update: dict[str, Any] = await request.json()
        number = update["update_id"]
        self.got.append((number, request.headers.get("x-telegram-bot-api-secret-token", "")))
        self._came.set()
        if number in self.held:
            await self.held[number].wait()
        return self.answers[number].pop(0) if self.answers[number] else Response()

    async def until(self, count: int) -> list[int]:
        async with asyncio.timeout(PATIENCE):
            while len(self.got) < count:
                self._came.clear()
                await self._came.wait()
        return [number for number, _ in self.got]


@asynccontextmanager
async def receiving(telegram: Telegram, **asked: Any) -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = Starlette(routes=[Route("/hook", receiver.take, methods=["POST"])])
    async with (
        serving(app, listen(0), stopping=lambda: None) as address,
        delivering(telegram),
    ):
        answer = await telegram.call("setWebhook", {"url": f"{address}/hook", "secret_token": SECRET, **asked})
        assert answer.status == 200
        yield receiver


async def test_what_waited_and_what_comes_is_pushed_with_the_secret_and_then_forgotten(telegram: Telegram) -> None:
    telegram.says(ANA, "one")
    async with receiving(telegram) as receiver:
        telegram.says(ANA, "two")
        assert await receiver.until(2) == [1, 2]
        await telegram.updates.emptied()
    assert {secret for _, secret in receiver.got} == {SECRET}


async def test_within_a_chat_the_next_waits_until_the_one_before_is_taken_and_others_do_not(telegram: Telegram) -> None:
    async with receiving(telegram) as receiver:
        first = telegram.updates.next_id
        receiver.held[first] = asyncio.Event()
        receiver.answers[first] = [Response(status_code=500), Response(status_code=404)]
        for chat_id in (ANA, ANA, BEN):
            telegram.says(chat_id, "hello")
        assert await receiver.until(2) == [first, first + 2]
        receiver.held[first].set()
        assert await receiver.until(5) == [first, first + 2, first, first, first + 1]
        info = (await telegram.call("getWebhookInfo")).body
    assert isinstance(info, dict)
    assert info["result"]["last_error_message"] == "Wrong response from the webhook: 404 Not Found"


async def test_a_tap_does_not_wait_for_a_message_of_the_same_person(telegram: Telegram) -> None:
    message = await telegram.call("sendMessage", {"chat_id": ANA, "text": "hello"})
    assert isinstance(message.body, dict)
    async with receiving(telegram) as receiver:
        first = telegram.updates.next_id
        receiver.held[first] = asyncio.Event()
        telegram.says(ANA, "hello")
        telegram.taps(ANA, message.body["result"]["message_id"], "x")
        assert await receiver.until(2) == [first, first + 1]
        receiver.held[first].set()


async def test_it_comes_again_when_the_answer_asks_for_it_and_never_after_it_expired(
    telegram: Telegram, hands: Hands
) -> None:
    loop = asyncio.get_running_loop()
    async with receiving(telegram) as receiver:
        first = telegram.updates.next_id
        receiver.answers[first] = [Response(status_code=503, headers={"retry-after": "0.3"})]
        began = loop.time()
        telegram.says(ANA, "one")
        await receiver.until(2)
        assert loop.time() - began >= 0.3
        await telegram.updates.emptied()
        second = telegram.updates.next_id
        receiver.answers[second] = [Response(status_code=503, headers={"retry-after": "0.1"})] * 9
        telegram.says(ANA, "two")
        await receiver.until(3)
        hands.move(timedelta(hours=25))
        await asyncio.sleep(0.3)
        assert len(receiver.got) == 3


async def test_more_at_once_than_it_was_asked_for_are_not_pushed(telegram: Telegram) -> None:
    async with receiving(telegram, max_connections=2) as receiver:
        first = telegram.updates.next_id
        for number in range(4):
            receiver.held[first + number] = asyncio.Event()
            telegram.says(ANA + number, "hello")
        assert await receiver.until(2) == [first, first + 1]
        receiver.held[first].set()
        assert await receiver.until(3) == [first, first + 1, first + 2]
        for event in receiver.held.values():
            event.set()


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"url": "http://bot.example.org/hook"}, "An HTTPS URL must be provided"),
        ({"url": "bot.example.org"}, "An HTTPS URL must be provided"),
        ({"url": "https://bot.example.org:8080/hook"}, "only on ports 80, 88, 443 or 8443"),
        ({"url": "https://bot.example.org/hook", "secret_token": "no spaces"}, "unallowed characters"),
        ({"url": "https://bot.example.org/hook", "secret_token": "x" * 257}, "unallowed characters"),
    ],
)
async def test_what_telegram_does_not_take_is_refused(telegram: Telegram, asked: dict[str, str], why: str) -> None:
    answer = await telegram.call("setWebhook", asked)
    assert answer.status == 400
    assert isinstance(answer.body, dict)
    assert why in answer.body["description"]
    assert telegram.webhook is None


async def test_a_webhook_ends_the_poll_that_is_open_and_an_empty_address_deletes_it(telegram: Telegram) -> None:
    polling = asyncio.create_task(telegram.call("getUpdates", {"timeout": 30}))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert (await telegram.call("setWebhook", {"url": "https://bot.example.org/hook"})).status == 200
    answer = await polling
    assert isinstance(answer.body, dict)
    assert answer.body["description"] == "Conflict: terminated by setWebhook request"
    await telegram.call("setWebhook", {"url": ""})
    assert telegram.webhook is None
