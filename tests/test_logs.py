"""No token and nobody's words in any line that is written, whoever writes it and however talkative it is."""

import asyncio
import gc
import io
import json
import logging
import sys
import threading
import warnings
from typing import Any

import pytest
from typing_extensions import override

from bot import logs

TOKEN = "123456789:AAbbccddeeffgghhiijjkkllmmnnooppqqr"
SHORT = "1:TEST-a-token-that-opens-nothing"
CANARY = "zebrafinch"


pytestmark = pytest.mark.usefixtures("logging_as_it_was")


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


class Unread(io.StringIO):
    @override
    def write(self, text: str) -> int:
        raise BrokenPipeError


def test_a_log_that_nobody_reads_any_more_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Unread())
    logs.configure("json")
    logs.logger("test").warning("event")


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
