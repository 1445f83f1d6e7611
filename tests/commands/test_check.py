"""Installations that are broken in one way each: `lumbar check` names the fault and the mend, and what is well is said to be."""

import asyncio
import json
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from urllib.request import urlopen

import pytest
from telegram import WebhookInfo

from bot.clock import MovableClock
from bot.commands import check
from bot.commands.diagnosis import host, telegram
from bot.library import Library
from bot.places import Places
from bot.playground.api import bot_api
from bot.playground.telegram import Telegram
from bot.serving import listen, serving
from bot.store.vault import new_key, write_key
from tests.commands.operator import TOKEN, Operator, complete
from tests.store.backing import spoil

READ = {what: SimpleNamespace(read=cache(what.read)) for what in (Library, Places)}
"""Words and places are read once: most of the command's time goes into that."""
YESTERDAY = datetime.now(UTC) - timedelta(hours=20)  # noqa: TID251  (the command looks at the real clock)
OLD = YESTERDAY - timedelta(days=5)


@pytest.fixture(scope="module")
def api() -> Iterator[str]:
    """A Telegram for commands that run in this thread: it has one of its own."""
    address, ready, loop = list[str](), threading.Event(), asyncio.new_event_loop()
    done = asyncio.Event()

    async def serve() -> None:
        there = Telegram(lambda: datetime.now(UTC), token=TOKEN)  # noqa: TID251  (Telegram's clock is the real one)
        async with serving(bot_api(there), listen(0), stopping=there.close) as found:
            address.append(found)
            ready.set()
            await done.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    ready.wait()
    yield address[0]
    loop.call_soon_threadsafe(done.set)
    thread.join()
    loop.close()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, api: str) -> Operator:
    """An installation with nothing to say against it, made once."""
    operator = complete(tmp_path_factory.mktemp("sound"), LUMBAR_API_URL=api)
    operator.settings["LUMBAR_BACKUP_DIR"] = "backups"
    assert operator.calls("migrate").code == 0
    backed_up(operator, YESTERDAY)
    return operator


@pytest.fixture
def operator(sound: Operator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Operator:
    for what in (Library, Places):
        monkeypatch.setattr(check, what.__name__, READ[what])
    shutil.copytree(sound.folder, tmp_path / "home")
    return Operator(tmp_path / "home", dict(sound.settings))


def backed_up(operator: Operator, at: datetime) -> None:
    folder = operator.folder / "backups"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / f"lumbar-{at:%Y-%m-%dT%H%M%SZ}.backup").touch()


def database(operator: Operator) -> Path:
    return operator.folder / ".lumbar" / "lumbar.sqlite"


def told(operator: Operator, statement: str) -> None:
    with closing(sqlite3.connect(database(operator))) as connection, connection:
        connection.execute(statement)


def of_a_later_version(operator: Operator) -> None:
    told(operator, "UPDATE alembic_version SET version_num = '9999'")
    told(operator, "UPDATE instance SET value = CAST('9999' AS BLOB) WHERE name = 'schema:works_with'")


def key_file(operator: Operator) -> None:
    file = operator.folder / "key"
    file.write_text(operator.settings.pop("LUMBAR_DATA_KEY"), encoding="ascii")
    file.chmod(0o644)
    operator.settings["LUMBAR_DATA_KEY_FILE"] = str(file)


def no_folder(operator: Operator) -> None:
    operator.settings["LUMBAR_DATABASE_URL"] = "sqlite+aiosqlite:////nowhere/lumbar.sqlite"


def no_server(operator: Operator) -> None:
    operator.settings["LUMBAR_DATABASE_URL"] = "postgresql+asyncpg://ana:hidden@127.0.0.1:9/x"
    del operator.settings["LUMBAR_BACKUP_DIR"]


def no_database(operator: Operator) -> None:
    database(operator).write_text("Dear diary, " * 400, encoding="ascii")


def taken(operator: Operator, url: str = "https://example.org/telegram") -> None:
    with urlopen(f"{operator.settings['LUMBAR_API_URL']}/bot{TOKEN}/setWebhook?url={url}") as answer:  # noqa: S310  (our own)
        answer.read()


def spoilt_words(operator: Operator) -> None:
    words = operator.folder / "words"
    (words / "en" / "safety").mkdir(parents=True)
    (words / "en" / "safety" / "urgent.txt").write_bytes(b"")
    operator.settings["LUMBAR_CONTENT_DIR"] = str(words)


def set_to(name: str, value: str) -> Callable[[Operator], None]:
    return lambda operator: operator.settings.update({name: value})


def without(name: str) -> Callable[[Operator], None]:
    def take_away(operator: Operator) -> None:
        del operator.settings[name]

    return take_away


NEW_KEY = write_key(new_key())
Breaks = Callable[[Operator], None]

BROKEN: dict[str, tuple[Breaks, str, str, tuple[str, ...], int]] = {
    "a setting misspelt": (
        set_to("LUMBAR_DATA_KEI", "x"),
        "settings",
        "fail",
        ("not a setting", "LUMBAR_DATA_KEY"),
        78,
    ),
    "a value that is none": (set_to("LUMBAR_RATE", "fast"), "settings", "fail", ("LUMBAR_RATE should be a whole",), 78),
    "a secret's file gone": (
        set_to("LUMBAR_BOT_TOKEN_FILE", "/nowhere/token"),
        "settings",
        "fail",
        ("cannot be read", "/nowhere/token"),
        78,
    ),
    "no words": (set_to("LUMBAR_CONTENT_DIR", "nowhere"), "content", "fail", ("nowhere", "LUMBAR_CONTENT_DIR"), 74),
    "a safety text empty": (spoilt_words, "content", "fail", ("safety/urgent.txt", "decides about safety"), 65),
    "no token": (without("LUMBAR_BOT_TOKEN"), "token", "fail", ("not set", "BotFather"), 78),
    "a token revoked": (set_to("LUMBAR_BOT_TOKEN", "1:x"), "token", "fail", ("refuses it", "BotFather"), 78),
    "Telegram out of reach": (set_to("LUMBAR_API_URL", "http://127.0.0.1:9"), "token", "warn", ("reached", "proxy"), 0),
    "somebody's webhook": (taken, "webhook", "fail", ("polling gets none", "Delete that webhook"), 78),
    "no key": (without("LUMBAR_DATA_KEY"), "database", "fail", ("not set", "lumbar key new"), 78),
    "another's key": (set_to("LUMBAR_DATA_KEY", NEW_KEY), "database", "fail", ("LUMBAR_DATA_KEY is not the key",), 78),
    "never migrated": (
        lambda operator: database(operator).unlink(),
        "database",
        "fail",
        ("empty", "Run `lumbar migrate`"),
        78,
    ),
    "of a later version": (
        of_a_later_version,
        "database",
        "fail",
        ("version 9999", "Install the newer Lumbar"),
        78,
    ),
    "a page damaged": (
        lambda operator: spoil(database(operator), "check_ins"),
        "integrity",
        "fail",
        ("damaged", "lumbar restore BACKUP --replace"),
        65,
    ),
    "no database at all": (no_database, "database", "fail", ("not a database", "lumbar restore"), 65),
    "no folder for it": (no_folder, "database", "fail", ("/nowhere", "No such file"), 74),
    "no server": (no_server, "database", "fail", ("No database server answers at 127.0.0.1:9",), 74),
    "a data folder open to all": (
        lambda operator: (operator.folder / ".lumbar").chmod(0o755),
        "permissions",
        "warn",
        ("every user", "chmod o-rwx .lumbar"),
        0,
    ),
    "a key open to all": (key_file, "permissions", "warn", ("LUMBAR_DATA_KEY_FILE", "chmod o-rwx"), 0),
    "no backups wanted": (without("LUMBAR_BACKUP_DIR"), "backup", "warn", ("LUMBAR_BACKUP_DIR",), 0),
    "no backup yet": (
        lambda operator: shutil.rmtree(operator.folder / "backups"),
        "backup",
        "warn",
        ("none in backups yet", "lumbar backup"),
        0,
    ),
    "backups broke off": (lambda operator: backed_up(operator, OLD), "backup", "warn", ("5 days old", "log"), 0),
    "a file where backups go": (
        set_to("LUMBAR_BACKUP_DIR", ".lumbar/lumbar.sqlite"),
        "backup",
        "fail",
        ("Not a directory", "LUMBAR_BACKUP_DIR"),
        74,
    ),
}
"""How it is broken, the line that says so with its verdict and words, and the exit code."""


def findings(operator: Operator) -> tuple[int | None, list[dict[str, str]]]:
    done = operator.calls("check", "--json")
    assert done.err == ""
    assert TOKEN not in done.out
    assert "hidden" not in done.out
    return done.code, [json.loads(line) for line in done.out.splitlines()]


def unwell(found: list[dict[str, str]]) -> dict[str, tuple[str, str]]:
    """But for the SQLite that this Python has."""
    return {
        one["what"]: (one["verdict"], one["says"])
        for one in found
        if one["verdict"] != "ok" and one["what"] != "SQLite"
    }


@pytest.fixture(autouse=True)
def _no_webhook(api: str) -> None:
    with urlopen(f"{api}/bot{TOKEN}/deleteWebhook") as answer:  # noqa: S310  (our own)
        answer.read()


def test_a_sound_installation_is_found_to_be_so_and_each_thing_is_named(operator: Operator) -> None:
    before = sorted(operator.folder.rglob("*"))
    code, found = findings(operator)
    assert (code, unwell(found)) == (0, {})
    assert [one["what"] for one in found] == [
        *("settings", "content", "time zones", "permissions", "SQLite", "disk", "backup", "database"),
        *("Reports of harm", "integrity", "token", "webhook", "clock"),
    ]
    says = {one["what"]: one["says"] for one in found}
    assert says["Reports of harm"] == "0 in the last 30 days, 0 in all; moves that hurt: 0 in the last 30 days"
    assert says["token"] == "this is @lumbar_bot"
    assert sorted(operator.folder.rglob("*")) == before, "looking leaves nothing behind"


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_installation_is_told_what_is_wrong_and_what_to_do(operator: Operator, name: str) -> None:
    breaks, what, verdict, words, code = BROKEN[name]
    breaks(operator)
    ended, found = findings(operator)
    assert ended == code
    told = unwell(found)
    assert set(told) == {what}, "and nothing else"
    assert told[what][0] == verdict
    assert [each for each in words if each not in told[what][1]] == []


@pytest.mark.parametrize(
    ("ahead", "wrong"),
    [
        (timedelta(seconds=20), {"clock": ("warn", "s ahead of Telegram's")}),
        (timedelta(minutes=5), {"clock": ("fail", "ahead of Telegram's")}),
        (timedelta(days=800), {"clock": ("fail", "timedatectl"), "time zones": ("warn", "Install a newer tzdata")}),
    ],
)
def test_a_clock_that_is_wrong_is_told_by_telegrams(
    operator: Operator, monkeypatch: pytest.MonkeyPatch, ahead: timedelta, wrong: dict[str, tuple[str, str]]
) -> None:
    monkeypatch.setattr(check, "SystemClock", lambda: MovableClock(ahead))
    code, found = findings(operator)
    told = unwell(found)
    told.pop("backup", None)
    assert code == (78 if wrong["clock"][0] == "fail" else 0)
    assert {what: verdict for what, (verdict, _) in told.items()} == {what: each for what, (each, _) in wrong.items()}
    assert all(says in told[what][1] for what, (_, says) in wrong.items())


@pytest.mark.parametrize(
    ("limit", "verdict", "code"), [("LEAST_FREE", "fail", 74), ("LITTLE_FREE", "warn", 0)], ids=["none", "little"]
)
def test_a_disk_with_no_room_is_told(
    operator: Operator, monkeypatch: pytest.MonkeyPatch, limit: str, verdict: str, code: int
) -> None:
    monkeypatch.setattr(host, limit, 2**60)
    ended, found = findings(operator)
    assert (ended, unwell(found)["disk"][0]) == (code, verdict)
    assert "Make room" in unwell(found)["disk"][1]


@pytest.mark.parametrize(("mended_in", "verdict"), [((3, 0, 0), "ok"), ((99, 0, 0), "warn")])
def test_an_sqlite_with_the_fault_in_its_log_is_told(
    operator: Operator, monkeypatch: pytest.MonkeyPatch, mended_in: tuple[int, ...], verdict: str
) -> None:
    monkeypatch.setattr(host, "SOUND_SQLITE", mended_in)
    _, found = findings(operator)
    assert [one["verdict"] for one in found if one["what"] == "SQLite"] == [verdict]


def info(url: str, **more: str) -> WebhookInfo:
    return WebhookInfo(url, has_custom_certificate=False, pending_update_count=3, **more)  # type: ignore[arg-type]  # all are texts


def test_a_webhook_of_ours_is_told_with_what_telegram_says_of_it() -> None:
    ours = "https://bot.example.org/telegram"
    told = {
        "": telegram._webhook(info(ours), ours),
        "elsewhere": telegram._webhook(info("https://example.org"), ours),
        "failing": telegram._webhook(info(ours, last_error_message="Connection refused"), ours),
    }
    assert [found.verdict for found in told.values()] == ["ok", "warn", "warn"]
    assert "3 updates wait" in told[""].says
    assert "LUMBAR_WEBHOOK_URL" in told["elsewhere"].says
    assert "Connection refused" in told["failing"].says


@pytest.mark.parametrize(
    "told",
    [
        "yesterday",
        "",
        "Thu, 26 Nov 2026 22:32:22",
        "Thu, 26 Nov 2026 22:32:22 -0000",
        f"Thu, 26 Nov {10**30} 1:1:1 GMT",
    ],
)
def test_a_time_of_telegrams_that_cannot_be_read_is_told(told: str) -> None:
    found = telegram._clock(told, YESTERDAY)
    assert (found.verdict, "cannot be read" in found.says) == ("warn", True)


def test_backups_that_nobody_makes_are_told_of_postgresql(operator: Operator) -> None:
    no_server(operator)
    operator.settings["LUMBAR_BACKUP_DIR"] = "backups"
    _, found = findings(operator)
    assert "is for SQLite. Of PostgreSQL make backups with pg_dump" in unwell(found)["backup"][1]
