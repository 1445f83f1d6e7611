"""`lumbar backup` and `lumbar restore`, as somebody at a terminal uses them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.lock import only_one
from bot.store.vault import new_key, write_key
from tests.commands.operator import Operator, complete

REMOTE = "postgresql+asyncpg://ana:hidden@db.example.org:5433/lumbar?ssl=require"


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    operator = complete(tmp_path)
    assert operator.calls("migrate").code == 0
    return operator


def file(operator: Operator) -> Path:
    return operator.folder / ".lumbar" / "lumbar.sqlite"


def marked(operator: Operator, word: str) -> None:
    with closing(sqlite3.connect(file(operator))) as connection, connection:
        connection.execute("INSERT OR REPLACE INTO instance VALUES ('mark', ?)", (word.encode(),))


def mark(operator: Operator) -> bytes:
    with closing(sqlite3.connect(file(operator))) as connection:
        found: bytes = connection.execute("SELECT value FROM instance WHERE name = 'mark'").fetchone()[0]
        return found


def backed_up(operator: Operator, *words: str) -> str:
    done = operator.calls("backup", "backups", *words)
    assert done.code == 0
    return done.out.partition(":")[0]


@pytest.mark.parametrize("form", [(), ("--plain",)], ids=["sealed", "plain"])
def test_what_was_backed_up_comes_back_and_what_was_there_is_kept(operator: Operator, form: tuple[str, ...]) -> None:
    marked(operator, "then")
    backup = backed_up(operator, *form)
    marked(operator, "now")
    refused = operator.calls("restore", backup)
    assert refused.code == 64
    assert "lumbar.sqlite is there already. --replace keeps it aside" in refused.err
    tried = operator.calls("restore", backup, "--check")
    assert (tried.code, tried.out) == (0, f"{backup} can be restored.\n")
    assert mark(operator) == b"now"
    done = operator.calls("restore", backup, "--replace")
    assert done.code == 0
    assert mark(operator) == b"then"
    assert "0 messages that were due are not sent" in done.out
    assert "What was there before is .lumbar/lumbar.sqlite.until-" in done.out


def test_who_only_looks_does_not_touch_what_a_restore_has_under_way(operator: Operator) -> None:
    draft = file(operator).with_name("lumbar.sqlite.restored")
    backup = backed_up(operator)
    draft.write_bytes(b"half of it")
    assert operator.calls("restore", backup, "--check").code == 0
    assert draft.read_bytes() == b"half of it"
    assert operator.calls("restore", backup, "--replace").code == 0
    assert not draft.exists()


def test_a_backup_goes_to_where_the_setting_says_and_somewhere_it_has_to_go(operator: Operator) -> None:
    done = operator.calls("backup")
    assert done.code == 64
    assert "Name a folder, or set LUMBAR_BACKUP_DIR" in done.err
    assert operator.calls("backup", LUMBAR_BACKUP_DIR="elsewhere").code == 0
    assert len(list((operator.folder / "elsewhere").iterdir())) == 1


def test_it_is_said_how_far_it_is(operator: Operator) -> None:
    done = operator.calls("backup", "backups")
    size = file(operator).stat().st_size
    assert done.err.splitlines()[-1] == f"Bytes written: {size} of {size}"


def test_a_backup_is_made_while_the_bot_runs_and_none_is_restored(operator: Operator) -> None:
    with only_one(operator.folder / ".lumbar"):
        backup = backed_up(operator)
        done = operator.calls("restore", backup, "--replace")
    assert done.code == 69
    assert "Another Lumbar already runs on .lumbar. Stop it first." in done.err


def test_the_wrong_key_neither_makes_a_backup_nor_opens_one(operator: Operator) -> None:
    backup, plain = backed_up(operator), backed_up(operator, "--plain")
    before = file(operator).read_bytes()
    other = write_key(new_key())
    for words in (("backup", "others"), ("restore", backup, "--replace"), ("restore", plain, "--replace")):
        done = operator.calls(*words, LUMBAR_DATA_KEY=other)
        assert done.code == 78
        assert "LUMBAR_DATA_KEY is not the key" in done.err
    assert file(operator).read_bytes() == before
    assert not (operator.folder / "others").exists()


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"Dear diary", 65, "is no backup of Lumbar that can be read: file is not a database"),
        (None, 64, "does not exist"),
    ],
)
def test_what_is_no_backup_is_not_restored(operator: Operator, content: bytes | None, code: int, says: str) -> None:
    if content is not None:
        (operator.folder / "diary").write_bytes(content)
    done = operator.calls("restore", "diary", "--replace")
    assert done.code == code
    assert says in " ".join(done.err.replace("│", " ").split())


def test_a_backup_of_a_later_version_is_not_restored(operator: Operator) -> None:
    backup = backed_up(operator, "--plain")
    with closing(sqlite3.connect(operator.folder / backup)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.execute("UPDATE instance SET value = ? WHERE name = 'schema:works_with'", (b"9999",))
    done = operator.calls("restore", backup, "--replace")
    assert done.code == 78
    assert "The database is at version 9999" in done.err


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("backup", "backups"), "pg_dump --format=custom --no-owner --file=lumbar.dump --dbname="),
        (("restore", "lumbar.dump"), "pg_restore --clean --if-exists --no-owner --single-transaction --dbname="),
    ],
)
def test_of_postgresql_it_is_said_which_tool_does_it(operator: Operator, command: tuple[str, ...], says: str) -> None:
    (operator.folder / "lumbar.dump").touch()
    done = operator.calls(*command, LUMBAR_DATABASE_URL=REMOTE)
    assert done.code == 64
    assert f"{says}postgresql://ana@db.example.org:5433/lumbar" in done.err
    assert "hidden" not in done.said
