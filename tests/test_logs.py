"""No token and nobody's words in any line that is written, whoever writes it and however talkative it is."""

import asyncio
import gc
import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from typing_extensions import override

from bot import logs
from bot.chat.rate import Rate
from bot.playground.faults import Drop, Gateway
from bot.playground.refusal import UNAUTHORIZED, Refusal, too_many
from bot.store import schema
from bot.store.vault import Vault
from tests.chat.talks import settled_in
from tests.chat.town import KEY, Town, town

TOKEN = "123456789:AAbbccddeeffgghhiijjkkllmmnnooppqqr"
SHORT = "1:TEST-a-token-that-opens-nothing"
CANARY = "zebrafinch"


class Unhurried(Rate):
    """Nobody waits here, whatever Telegram says."""

    def __init__(self) -> None:
        super().__init__(per_second=10_000, chat_interval=0.0)

    @override
    def hold(self, until: float) -> None:
        del until


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    names = ("", *logs.TALKATIVE)
    before = root.handlers[:], [logging.getLogger(name).level for name in names]
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook, warnings.showwarning
    yield
    sys.excepthook, sys.unraisablehook, threading.excepthook, warnings.showwarning = hooks
    root.handlers = before[0]
    for name, level in zip(names, before[1], strict=True):
        logging.getLogger(name).setLevel(level)
    structlog.reset_defaults()


def fails() -> None:
    raise ValueError(f"https://api.telegram.org/bot{TOKEN}/getMe said {CANARY}")


@pytest.mark.parametrize("style", ["console", "json", "console:debug", "json:debug"])
def test_a_token_is_in_no_line_and_no_traceback(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(style, secrets=[SHORT])
    own, foreign = logs.logger("test"), logging.getLogger("some.library")
    own.warning(f"event {TOKEN}", url=f"http://x/bot{SHORT}/sendMessage", deep={"token": TOKEN})
    foreign.warning("POST %s", f"https://api.telegram.org/bot{TOKEN}/getMe")
    try:
        fails()
    except ValueError as error:
        own.error("caught", exc_info=error)
        own.error("caught", exc_info=True)
        foreign.exception("caught %s", SHORT)
    written = capsys.readouterr().err
    assert TOKEN not in written
    assert SHORT not in written
    assert written.count("<secret>") == 3
    assert CANARY not in written, "the message of an error may be somebody's words"
    assert written.count("in fails") == 3, "where it happened is told"
    assert "ValueError" in written


@pytest.mark.parametrize("secret", ['quo"te\\and "more', "grün's", "a\nb"])
@pytest.mark.parametrize("style", ["console", "json"])
def test_a_secret_is_known_in_every_way_a_line_may_write_it(
    style: str, secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure(style, secrets=["grün", secret])
    logs.logger("test").warning("event", bare=secret, deep={"password": secret}, token=TOKEN.replace(":", "%3A"))
    written = capsys.readouterr().err
    assert written.count("<secret>") == 3
    assert "more" not in written
    assert "gr" not in written


def test_a_line_of_json_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("json")
    logs.logger("test").warning("something", post=7)
    logging.getLogger("some.library").warning("another")
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert (first["event"], first["post"], first["level"], first["logger"]) == ("something", 7, "warning", "test")
    assert second["event"] == "another"


def test_debug_is_more_and_quiet_is_less(capsys: pytest.CaptureFixture[str]) -> None:
    counts = []
    for style in ("console:quiet", "console", "console:debug"):
        logs.configure(style)
        for level in (logging.DEBUG, logging.INFO, logging.WARNING):
            logging.getLogger("bot.test").log(level, "a line")
        counts.append(len(capsys.readouterr().err.splitlines()))
    assert counts == [1, 2, 3]


@pytest.mark.parametrize("name", [*logs.TALKATIVE, *(f"{name}.of.it" for name in logs.TALKATIVE)])
def test_libraries_that_write_whole_messages_are_quiet_even_at_debug(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("console:debug")
    logging.getLogger(name).debug("%s", CANARY)
    logging.getLogger(name).info("%s", CANARY)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "name", ["telegram", "telegram.Bot", "telegram.ext.Application", "telegram.request.BaseRequest"]
)
def test_python_telegram_bot_may_say_what_happened_and_not_to_what(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its loggers have children, which a filter on the parent would never see."""
    logs.configure("console:debug")
    logging.getLogger(name).critical("Error while parsing updates! Received data was %r", {"text": CANARY})
    try:
        fails()
    except ValueError:
        logging.getLogger(name).exception('Can not load invalid JSON data: "%s"', CANARY)
    written = capsys.readouterr().err
    assert CANARY not in written
    assert "Error while parsing updates! Received data was" in written
    assert "Can not load invalid JSON data" in written


@pytest.mark.parametrize(
    ("said", "values", "written"),
    [
        ('Job "%s" raised %r after %.3f s', ("x " + CANARY, CANARY, 1.0), 'Job "…" raised … after … s'),
        ("%(name)s did not like %(value)5d", ({"name": CANARY, "value": 3},), "… did not like …"),
        (f"Can't read '{CANARY}'", (), "Can't read"),
        (f"Refused: {CANARY}", (), "Refused"),
        (f"Got <{CANARY}>", (), "Got"),
        ("100%", (), "100"),
    ],
)
def test_a_library_says_what_happened_and_not_to_what(
    said: str, values: tuple[Any, ...], written: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("json")
    logging.getLogger("some.library").warning(said, *values)
    assert json.loads(capsys.readouterr().err)["event"] == written


def test_a_line_that_cannot_be_written_is_not_shown_to_explain_why(capsys: pytest.CaptureFixture[str]) -> None:
    class Unwritable:
        @override
        def __repr__(self) -> str:
            raise ValueError(CANARY)

    logs.configure("json")
    logs.logger("test").warning("event", text=CANARY, thing=Unwritable())
    assert capsys.readouterr().err.startswith("A line of test could not be written: ValueError at ")


class Unclean:
    def __del__(self) -> None:
        fails()


async def _fails_later() -> None:
    fails()


async def _is_left_to_itself() -> None:
    """A task that nobody asks how it went, and a call that nobody awaits."""
    asyncio.get_running_loop().call_soon(lambda _: fails(), CANARY)
    task = asyncio.create_task(_fails_later(), name=CANARY)
    await asyncio.wait({task})


def _in_a_thread() -> None:
    thread = threading.Thread(target=fails, name=CANARY)
    thread.start()
    thread.join()


def _warns() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = logs._warned
        warnings.warn(f"{CANARY} {TOKEN}", RuntimeWarning, stacklevel=2)


@pytest.mark.parametrize("style", ["console:debug", "json:debug"])
def test_what_nobody_caught_is_a_line_without_words_too(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(style)
    _in_a_thread()
    asyncio.run(_is_left_to_itself())
    Unclean()
    gc.collect()
    try:
        fails()
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    _warns()
    written = capsys.readouterr().err
    assert written.count("in fails") == 5, written
    assert "Task exception was never retrieved" in written
    assert "nobody caught an error in a thread" in written
    assert "RuntimeWarning" in written
    assert CANARY not in written
    assert TOKEN not in written


def test_who_stops_a_command_is_not_told_of_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("json")
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert capsys.readouterr().err.strip() == "KeyboardInterrupt"


def test_the_place_of_an_error_is_told_and_its_words_are_not() -> None:
    try:
        fails()
    except ValueError as error:
        told = logs.place(error)
    assert told.startswith("ValueError at ")
    assert CANARY not in told
    assert logs.place(None) == "nothing raised"


def raw(number: int, chat: int, **changes: Any) -> dict[str, Any]:
    message = {"message_id": 1, "date": 0, "chat": {"id": chat, "type": "private"}, "text": CANARY, **changes}
    return {"update_id": number, "message": message}


async def _a_day_with_a_secret(lumbar: Town) -> None:
    """Every kind of message there is, with the word in it, and Telegram at its worst."""
    lumbar.app.intake._back_off = (0.0, 0.0, 0.0)
    ana = lumbar.phone(name=CANARY)
    await settled_in(ana)
    await ana.says(CANARY)
    await ana.says(f"/{CANARY} {CANARY}")
    await ana.says(f"my left leg is tingling {CANARY}", forwarded=True)
    mine = next(message.id for message in ana.chat.messages if not message.from_bot)
    await ana.edits(mine, CANARY)
    for kind in ("photo", "voice", "sticker", "video", "document"):
        await ana.sends(kind)
    lumbar.telegram.sends(ana.chat.id, "photo", caption=CANARY)
    await lumbar.settled()
    await ana.shares(51.5, -0.1)
    await ana.presses(ana.screen[-1].id, f"/{CANARY}:{CANARY}")
    await ana.presses(ana.screen[-1].id, CANARY)
    for fault in (Gateway(), Drop(), too_many(1), Refusal(400, f"Bad Request: {CANARY}"), UNAUTHORIZED):
        lumbar.telegram.fail_next("sendMessage", fault)
        await ana.says(f"/help {CANARY}")
        await ana.passes(timedelta(minutes=2))
    broken: tuple[dict[str, Any], ...] = ({"date": CANARY}, {"entities": [CANARY]}, {"from": CANARY})
    await lumbar.app.intake.accept([raw(9000 + n, ana.chat.id, **each) for n, each in enumerate(broken)])
    await lumbar.app.settled()
    await ana.says(f"my left leg is tingling {CANARY}")
    await ana.passes(timedelta(days=1))


@pytest.mark.parametrize("style", [pytest.param("console:debug", marks=pytest.mark.soak), "json:debug"])
async def test_what_people_write_is_in_no_line_at_any_level(
    style: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.sqlite"
    await schema.migrate(f"sqlite+aiosqlite:///{empty}", Vault(KEY))
    logs.configure(style, secrets=[SHORT])
    folder = tmp_path / "town"
    folder.mkdir()
    async with town(folder, empty) as lumbar:
        lumbar.app.courier._rate = Unhurried()
        await _a_day_with_a_secret(lumbar)
        assert sum(CANARY in message.text for message in lumbar.telegram.chats[1001].messages) > 5
    captured = capsys.readouterr()
    written = captured.err + captured.out
    assert "an update failed" in written, "there was something to write about"
    assert "a message was not delivered" in written
    assert CANARY not in written
    assert SHORT not in written
    assert "tingling" not in written
    assert "Traceback" not in written
