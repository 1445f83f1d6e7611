"""What an operator can mend ends in a sentence and an exit code, never in a traceback."""

import json
import os
from pathlib import Path

import pytest

from bot.commands import LAZY
from bot.store.lock import only_one
from bot.store.vault import new_key, parse_key, write_key
from tests.commands.operator import Done, Operator, complete
from tests.engines import url

pytestmark = pytest.mark.usefixtures("logging_as_it_was")


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    return complete(tmp_path)


def sentence(done: Done) -> str:
    """What is said on standard error, and nothing else is."""
    assert "Traceback" not in done.said
    assert done.out == ""
    assert done.err.startswith("lumbar: ")
    return done.err.removeprefix("lumbar: ").strip()


async def test_a_new_key_is_a_key_and_never_the_same(tmp_path: Path) -> None:
    keys = [(await Operator(tmp_path).runs("key", "new")).out.strip() for _ in range(2)]
    assert len({parse_key(key) for key in keys}) == 2


@pytest.mark.parametrize("name", ["LUMBAR_BOT_TOKEN", "LUMBAR_DATA_KEY"])
def test_run_names_the_setting_that_is_missing(operator: Operator, name: str) -> None:
    del operator.settings[name]
    done = operator.calls("run")
    assert done.code == 78
    assert sentence(done).startswith(f"{name} is not set.")


def test_migrate_needs_no_token_but_the_key(operator: Operator) -> None:
    done = operator.calls("migrate", LUMBAR_BOT_TOKEN=None, LUMBAR_DATA_KEY=None)
    assert done.code == 78
    assert sentence(done).startswith("LUMBAR_DATA_KEY is not set. `lumbar key new` prints one")
    assert (operator.calls("migrate", LUMBAR_BOT_TOKEN=None)).code == 0


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("LUMBAR_DATA_KEY", "short", "LUMBAR_DATA_KEY should be what `lumbar key new` prints"),
        ("LUMBAR_DATA_KEY", "a word", "LUMBAR_DATA_KEY should be what `lumbar key new` prints"),
        ("LUMBAR_BOT_TOKEN", "sesame", "LUMBAR_BOT_TOKEN should be the token that BotFather gave you"),
        ("LUMBAR_RATE", "fast", "LUMBAR_RATE should be a whole number of messages a second"),
        ("LUMBAR_API_TOKEN", "1:a", "LUMBAR_API_TOKEN is not a setting. Did you mean"),
        ("LUMBAR_BOT_TOKEN_FILE", "/nowhere/token", "No such file or directory: '/nowhere/token'"),
        ("LUMBAR_DATABASE_URL", "junk", "LUMBAR_DATABASE_URL should be an address like sqlite+aiosqlite://"),
        ("LUMBAR_DATABASE_URL", "sqlite:///x", "LUMBAR_DATABASE_URL names a driver that cannot be used"),
        ("LUMBAR_DATABASE_URL", "mysql://ana:pass@host/x", "LUMBAR_DATABASE_URL names a driver that cannot be used"),
        (
            "LUMBAR_DATABASE_URL",
            "postgres://ana:pass@host/x",
            "it should begin with sqlite+aiosqlite:// or postgresql+a",
        ),
        ("LUMBAR_DATABASE_URL", "postgresql+asyncpg://ana:pass@host:x/x", "LUMBAR_DATABASE_URL should be an address"),
        ("LUMBAR_DATABASE_URL", "postgresql+asyncpg://ana:pass@host/x?sslmode=require", "which asyncpg calls ssl=…"),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_is_not_shown(
    operator: Operator, name: str, value: str, says: str
) -> None:
    done = operator.calls("run", **{name: value})
    assert done.code == 78
    assert says in sentence(done)
    assert "sesame" not in done.said
    assert "pass@" not in done.said


async def test_a_database_that_was_never_migrated_says_what_to_run(operator: Operator) -> None:
    done = await operator.runs("run")
    assert done.code == 78
    assert "Run `lumbar migrate`" in sentence(done)


def check_key(done: Done) -> None:
    assert done.code == 78
    assert sentence(done).startswith("LUMBAR_DATA_KEY is not the key of this database")


def test_the_key_of_another_database_is_named(operator: Operator, file: Path) -> None:
    check_key(operator.calls("migrate", LUMBAR_DATA_KEY=write_key(new_key()), LUMBAR_DATABASE_URL=url(file)))


async def test_run_does_not_start_with_the_key_of_another_database(operator: Operator, file: Path) -> None:
    check_key(await operator.runs("run", LUMBAR_DATA_KEY=write_key(new_key()), LUMBAR_DATABASE_URL=url(file)))


def check_lock(done: Done) -> None:
    assert done.code == 69
    assert "Another Lumbar already runs on .lumbar" in sentence(done)


def test_nobody_migrates_beside_a_bot_that_runs(operator: Operator) -> None:
    with only_one(operator.folder / ".lumbar"):
        check_lock(operator.calls("migrate"))


async def test_two_processes_do_not_share_a_folder(operator: Operator) -> None:
    with only_one(operator.folder / ".lumbar"):
        check_lock(await operator.runs("run"))


def check_folder(done: Done, folder: str) -> None:
    assert done.code == 74
    assert sentence(done).startswith(folder)
    assert "LUMBAR_DATA_DIR" in done.err


@pytest.mark.parametrize("folder", ["/proc/lumbar", "/dev/null", "/dev/null/lumbar"])
def test_a_data_folder_that_cannot_be_written_is_named(operator: Operator, folder: str) -> None:
    check_folder(operator.calls("migrate", LUMBAR_DATA_DIR=folder), folder)


async def test_run_names_a_data_folder_that_cannot_be_written(operator: Operator) -> None:
    check_folder(await operator.runs("run", LUMBAR_DATA_DIR="/proc/lumbar"), "/proc/lumbar")


@pytest.mark.parametrize(
    ("file", "says"),
    [("nowhere/x.sqlite", "No such file or directory"), ("", "Is a directory")],
)
def test_a_database_that_does_not_open(operator: Operator, file: str, says: str) -> None:
    done = operator.calls("migrate", LUMBAR_DATABASE_URL=f"sqlite+aiosqlite:///{operator.folder / file}")
    assert done.code == 74
    assert sentence(done).startswith("The database does not open: ")
    assert says in done.err


def test_a_file_that_is_no_database_is_damaged_and_the_mend_is_named(operator: Operator) -> None:
    (operator.folder / "text").write_text("This is a text and not a database. " * 10, encoding="ascii")
    done = operator.calls("migrate", LUMBAR_DATABASE_URL=f"sqlite+aiosqlite:///{operator.folder / 'text'}")
    assert done.code == 65
    assert sentence(done).startswith(
        "The database is damaged: file is not a database. Put a backup in its place: `lumb"
    )


async def test_run_says_why_the_database_does_not_open(operator: Operator) -> None:
    done = await operator.runs("run", LUMBAR_DATABASE_URL="sqlite+aiosqlite:////nowhere/x.sqlite")
    assert done.code == 74
    assert sentence(done) == "The database does not open: /nowhere: No such file or directory."


async def test_a_content_folder_that_is_missing_is_named(operator: Operator) -> None:
    told = operator.calls("explain", "practice", LUMBAR_CONTENT_DIR="nowhere")
    for done in (told, await operator.runs("run", LUMBAR_CONTENT_DIR="nowhere")):
        assert done.code == 74
        assert sentence(done).startswith("nowhere: not a folder with words and exercises.")
        assert "LUMBAR_CONTENT_DIR" in done.err


def spoilt(operator: Operator, file: str, content: bytes) -> str:
    """A folder of one's own in which this file holds that."""
    folder = operator.folder / "words"
    (folder / file).parent.mkdir(parents=True)
    (folder / file).write_bytes(content)
    return str(folder)


BROKEN = [
    ("countries.toml", b"[GB\n", "countries.toml: -: not readable as TOML"),
    ("programme.toml", b"weeks = 13\n", "programme.toml: -: cannot be changed here"),
    ("exercises.toml", b"\xff\xfe", "exercises.toml: -: not readable as TOML"),
    ("en/labels.ftl", b"label-today = \xff", "labels.ftl: -: not readable as UTF-8"),
    ("en/nudge.ftl", b"nudge-session = { $minutes\n", "nudge.ftl:1: nudge-session: not readable as Fluent"),
    ("en/safety/urgent.txt", b"", "en/safety/urgent.txt: -: cannot be changed here"),
]


@pytest.mark.parametrize(("file", "content", "says"), BROKEN, ids=[file for file, *_ in BROKEN])
def test_a_malformed_content_file_is_named_with_its_key(
    operator: Operator, file: str, content: bytes, says: str
) -> None:
    folder = spoilt(operator, file, content)
    done = operator.calls("explain", "practice", LUMBAR_CONTENT_DIR=folder)
    assert done.code == 65
    assert says in sentence(done)
    checked = operator.calls("check", "content", "--json", LUMBAR_CONTENT_DIR=folder)
    assert checked.code == 65
    found = [json.loads(line) for line in checked.out.splitlines()]
    assert all(set(one) == {"what", "verdict", "says"} for one in found)
    assert any(one["verdict"] == "fail" and says in one["says"] for one in found)


async def test_run_does_not_start_with_malformed_content(operator: Operator) -> None:
    file, content, says = BROKEN[0]
    done = await operator.runs("run", LUMBAR_CONTENT_DIR=spoilt(operator, file, content))
    assert done.code == 65
    assert says in sentence(done)


@pytest.mark.parametrize("line", [("sing",), ("run", "--loud"), ("explain", "practice", "--week", "soon"), ()])
def test_a_command_line_that_is_not_understood(operator: Operator, line: tuple[str, ...]) -> None:
    done = operator.calls(*line)
    assert done.code == 64
    assert "Usage:" in done.said
    assert "Traceback" not in done.said


def test_help_lists_every_command(operator: Operator) -> None:
    done = operator.calls("--help")
    assert done.code == 0
    assert all(f"{name} " in done.out for name in LAZY)


async def test_check_names_all_that_is_missing_at_once(tmp_path: Path) -> None:
    done = await Operator(tmp_path, {"LUMBAR_CONTENT_DIR": "words"}).runs("check")
    assert done.code == 78
    assert "Traceback" not in done.said
    assert done.err == ""
    fails = [line for line in done.out.splitlines() if line.startswith("fail ")]
    assert [line.split()[1] for line in fails] == ["content:", "database:", "token:"]
    assert os.listdir(tmp_path) == [], "looking leaves nothing behind"  # noqa: PTH208  (one small folder)


def test_check_tells_of_a_wrong_setting_and_stops(operator: Operator) -> None:
    done = operator.calls("check", "--json", LUMBAR_RATE="fast")
    assert done.code == 78
    (found,) = [json.loads(line) for line in done.out.splitlines()]
    assert found["what"] == "settings"
    assert found["says"].startswith("LUMBAR_RATE should be")


def test_check_content_is_content_alone(operator: Operator) -> None:
    done = operator.calls("check", "content", LUMBAR_BOT_TOKEN=None, LUMBAR_DATA_KEY=None)
    assert done.code == 0
    assert done.out.startswith("ok    content: 10 exercises, ")


def test_explain_answers_and_refuses_with_a_code(tmp_path: Path) -> None:
    operator = Operator(tmp_path)
    done = operator.calls("explain", "triage", "--json", "S=n", "L=u", "W=n", "G=n", "P=f")
    assert (done.code, json.loads(done.out)["level"]) == (0, "CONSULT")
    wrong = operator.calls("explain", "triage", "L=u")
    assert (wrong.code, wrong.err) == (65, "S is missing or not text\n")
    slot = ("explain", "slot", "zone=Europe/Berlin", "local_date=2026-03-29", "local_time=02:30")
    assert "2026-03-29T01:30:00Z" in (operator.calls(*slot)).out
    batch = operator.calls("explain", "slot", "--batch", stdin='{"zone":"Mars","local_time":"09:00"}\n')
    assert batch.code == 0
    assert "error" in json.loads(batch.out)
