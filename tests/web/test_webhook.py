"""What comes through the webhook: from Telegram alone, kept before it is answered for, and never too much of it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from bot.playground.webhook import delivering
from bot.store import inbox, queues
from bot.web import webhook
from tests.chat.outages import OUTAGES, Outage
from tests.chat.talks import CONSULT, screened, texts
from tests.patience import PATIENCE
from tests.web.visitor import PATH, SECRET, TOKEN_HEADER, Visitor, message

ANA, BEN = 1, 2
MB = 2**20


async def state(visitor: Visitor, update_id: int) -> str | None:
    async with visitor.town.app.database.reading() as db:
        return await inbox.state(db, update_id)


async def until(ready: Callable[[], object]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not ready():  # noqa: ASYNC110  (what Telegram is told is seen from outside)
            await asyncio.sleep(0.01)


@pytest.fixture
async def pushed(visitor: Visitor) -> AsyncIterator[Visitor]:
    """The double delivers there, once the bot has set its webhook."""
    async with delivering(visitor.town.telegram):
        await until(lambda: visitor.town.telegram.webhook)
        yield visitor


async def test_a_conversation_comes_through_the_webhook_and_nothing_is_polled(pushed: Visitor) -> None:
    ana = pushed.town.phone()
    receipt = texts(await screened(ana))
    assert receipt
    hook = pushed.town.telegram.webhook
    assert hook is not None
    assert (hook.secret, hook.connections, hook.failed_at) == (SECRET, 40, None)
    assert pushed.town.telegram.updates.allowed == {"message", "edited_message", "callback_query", "my_chat_member"}


async def test_the_same_update_twice_has_one_effect(visitor: Visitor) -> None:
    """Row 29: one after the other, at the same time, and once more when it is done."""
    visitor.town.telegram.chat(ANA)
    both = await asyncio.gather(*(visitor.brings(message(5, ANA, "/help")) for _ in range(4)))
    await visitor.town.settled()
    assert {status for status, _ in both} == {200}
    assert (await visitor.brings(message(5, ANA, "/help")))[0] == 200
    await visitor.town.settled()
    assert len(visitor.town.telegram.sent) == 1


async def test_a_tap_that_overtakes_an_earlier_message_counts_once_and_nothing_is_lost(pushed: Visitor) -> None:
    """Row 32: messages and taps of one person come by different connections."""
    ana = pushed.town.phone()
    await screened(ana)
    await ana.says("/checkin")
    telegram, updates = pushed.town.telegram, pushed.town.telegram.updates
    question = next(each for each in reversed(telegram.sent) if each.buttons)
    assert question.message_id is not None
    hook, telegram.webhook = telegram.webhook, None
    telegram.says(ana.chat.id, "nothing new")
    telegram.taps(ana.chat.id, question.message_id, question.buttons[0][0].data or "")
    typed, tapped = updates.waiting
    before = len(telegram.sent)
    assert (await pushed.brings(tapped.api()))[0] == 200
    await pushed.town.app.settled()
    assert (await pushed.brings(typed.api()))[0] == 200
    await pushed.town.app.settled()
    assert (await state(pushed, typed.id), await state(pushed, tapped.id)) == ("done", "done")
    told = [each.text for each in telegram.sent[before:] if each.method == "sendMessage"]
    assert sum(text.startswith("All noted") for text in told) <= 1
    telegram.webhook = hook
    updates.changes.happened()
    await pushed.town.settled()
    assert [each.text for each in telegram.sent[before:] if each.method == "sendMessage"] == told, "pushed again: known"


async def test_whoever_does_not_know_the_secret_is_refused(visitor: Visitor) -> None:
    """Row 35."""
    for secret in (None, "", "wrong", SECRET[:-1], SECRET + "x", SECRET.upper(), "ünïcode"):
        status, headers = await visitor.brings(message(5, ANA, "/start"), secret=secret)
        assert (status, headers["Connection"]) == (403, "close")
    assert await state(visitor, 5) is None


async def test_only_json_that_is_posted_is_taken(visitor: Visitor) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""):
        assert (await visitor.brings(message(5, ANA, "/start"), kind=kind))[0] == 415
    for method in ("GET", "PUT", "DELETE"):
        async with visitor.client.request(method, visitor.address + PATH, headers={TOKEN_HEADER: SECRET}) as answer:
            assert answer.status == 405
    assert await state(visitor, 5) is None
    for number, kind in enumerate(("application/json", "Application/JSON; charset=utf-8")):
        assert (await visitor.brings(message(number, ANA, "/start"), kind=kind))[0] == 200
        assert await state(visitor, number) is not None


async def test_what_is_longer_than_any_update_is_not_read(visitor: Visitor) -> None:
    """Row 35: told beforehand how long it is, and not."""
    assert (await visitor.brings(b" " * (MB + 1)))[0] == 413
    headers = {TOKEN_HEADER: SECRET, "Content-Type": "application/json"}
    given = [0]

    async def parts() -> AsyncIterator[bytes]:
        for _ in range(50):
            given[0] += 1
            yield b" " * MB

    async with visitor.client.post(visitor.address + PATH, data=parts(), headers=headers) as answer:
        assert answer.status == 413
    assert given[0] < 20, "the rest never left"
    longest = b'{"update_id": 5, "message": {"text": "' + b"x" * (MB - 41) + b'"}}'
    assert len(longest) == MB
    assert (await visitor.brings(longest))[0] == 200


async def test_who_dawdles_is_not_waited_for(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Row 35: a body that does not end. Others are answered meanwhile."""
    monkeypatch.setattr(webhook, "SECONDS", 0.2)
    async with dawdling(visitor) as (reader, writer):
        writer.write(b"{")
        assert (await visitor.brings(message(5, ANA, "/start")))[0] == 200
        async with asyncio.timeout(PATIENCE):
            assert (await reader.readline()).startswith(b"HTTP/1.1 408 ")
            await reader.read()


async def test_who_goes_away_half_way_leaves_nothing_behind(visitor: Visitor) -> None:
    async with dawdling(visitor) as (_, writer):
        writer.write(b"{")
        await writer.drain()
    assert (await visitor.brings(message(5, ANA, "/start")))[0] == 200


@asynccontextmanager
async def dawdling(visitor: Visitor) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Somebody who knows the secret and has promised a body of a hundred bytes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(visitor.address.rpartition(":")[2]))
    lines = ("POST " + PATH + " HTTP/1.1", "Host: bot", f"{TOKEN_HEADER}: {SECRET}", "Content-Type: application/json")
    writer.write("\r\n".join((*lines, "Content-Length: 100", "", "")).encode())
    try:
        yield reader, writer
    finally:
        writer.close()


UNREADABLE = (
    b"",
    b"no JSON",
    b"\xff\xfe\xfa",
    b"[]",
    b"7",
    b"{}",
    b'{"update_id": "7"}',
    b'{"update_id": -7}',
    b'{"update_id": true}',
    b'{"update_id": 9223372036854775808}',
    b"[" * 100_000,
    b'{"update_id": 7, "message": {"text": "\\ud800"}}',
)


async def test_what_telegram_sends_and_nobody_can_read_is_put_aside_once_and_never_refused(visitor: Visitor) -> None:
    """A refusal would hold up the chat for a day."""
    for body in UNREADABLE:
        for _ in range(2):
            assert (await visitor.brings(body))[0] == 200, body[:40]
    async with visitor.town.app.database.reading() as db:
        assert await inbox.waiting(db) == []
        assert (await queues.dead(db))["inbox"] == len(UNREADABLE)


async def test_an_update_that_breaks_whoever_parses_it_is_dead_and_the_next_one_answered(visitor: Visitor) -> None:
    visitor.town.telegram.chat(ANA)
    visitor.town.app.intake._back_off = (0.0, 0.0, 0.0)
    poison = message(5, ANA, "hello")
    poison["message"]["date"] = "yesterday"
    assert (await visitor.brings(poison))[0] == 200
    assert (await visitor.brings(message(6, ANA, "/help")))[0] == 200
    await visitor.town.settled()
    assert (await state(visitor, 5), await state(visitor, 6)) == ("dead", "done")


@pytest.mark.parametrize("outage", [OUTAGES["locked"], OUTAGES["gone"]], ids=["locked", "gone"])
async def test_while_the_database_is_away_telegram_keeps_it_and_a_warning_sign_is_answered(
    pushed: Visitor, outage: Outage
) -> None:
    ana = pushed.town.phone()
    await screened(ana)
    telegram, before = pushed.town.telegram, len(pushed.town.telegram.sent)
    async with outage(pushed.town):
        telegram.says(ana.chat.id, "my left leg is tingling")
        await until(lambda: telegram.webhook is not None and "503" in telegram.webhook.why)
        await until(lambda: len(telegram.sent) > before)
        assert "Something is wrong on my side right now" in telegram.sent[before].text
        status, headers = await pushed.brings(message(7_000_000, ANA, "hello"))
        assert (status, headers["Retry-After"]) == (503, "2")
    await pushed.town.settled()
    assert len(telegram.sent) > before + 1
    assert any(CONSULT in sent.text for sent in telegram.sent[before:])
    assert sum("Something is wrong" in sent.text for sent in telegram.sent[before:]) == 1


async def test_once_it_stops_nothing_is_taken_any_more(visitor: Visitor) -> None:
    hook = visitor.town.app.hook
    assert hook is not None
    await hook.close()
    status, headers = await visitor.brings(message(5, ANA, "/start"))
    assert (status, headers["Retry-After"]) == (503, "2")
    assert await state(visitor, 5) is None
