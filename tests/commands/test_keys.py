"""`lumbar key rotate`, as an operator meets it."""

import signal
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.store import instance, people
from bot.store.engine import connect
from bot.store.instance import RotatingError
from bot.store.lock import only_one
from bot.store.tables import people as people_table
from bot.store.vault import Vault, VaultError, new_key, parse_key, write_key
from tests.commands.operator import KEY, Operator, complete
from tests.engines import url
from tests.store.test_people import NOW

NEW = write_key(new_key())
CROWD = 220
"""Three batches."""
SAID = "Everything opens with the new key. Put it in the place of LUMBAR_DATA_KEY, and start the bot.\n"


@pytest.fixture
def operator(tmp_path: Path, file: Path) -> Operator:
    return complete(tmp_path, LUMBAR_NEW_DATA_KEY=NEW, LUMBAR_DATABASE_URL=url(file))


async def _moves_in(operator: Operator, crowd: int) -> None:
    database = connect(operator.settings["LUMBAR_DATABASE_URL"], Vault(parse_key(KEY)))
    async with database.writing() as db:
        for chat_id in range(1, crowd + 1):
            await people.register(db, chat_id, language="en", now=NOW)
    await database.close()


async def _starts(operator: Operator, key: str) -> None:
    """As a bot begins."""
    database = connect(operator.settings["LUMBAR_DATABASE_URL"], Vault(parse_key(key)))
    try:
        async with database.writing() as db:
            await instance.furnish(db)
    finally:
        await database.close()


async def _opened_by(operator: Operator, *keys: str) -> list[int]:
    """How many people each of the keys opens."""
    database = connect(operator.settings["LUMBAR_DATABASE_URL"], Vault(parse_key(KEY)))
    async with database.reading() as db:
        rows = (await db.execute(select(people_table.c.id, people_table.c.data_key))).all()
    await database.close()
    return [sum(_opens(Vault(parse_key(key)), *row) for row in rows) for key in keys]


def _opens(vault: Vault, owner: str, wrapped: bytes) -> bool:
    try:
        vault.unwrap(wrapped, owner)
    except VaultError:
        return False
    return True


@pytest.mark.parametrize("commit", [5, *(pytest.param(each, marks=pytest.mark.soak) for each in (1, 2, 3, 4, 6, 7, 8))])
async def test_killed_anywhere_it_leaves_every_row_readable_and_goes_on_from_there(
    operator: Operator, commit: int
) -> None:
    await _moves_in(operator, CROWD)
    dying = await operator.runs(str(commit), "key", "rotate", module="tests.commands.dying")
    assert dying.code == -signal.SIGKILL
    old, new = await _opened_by(operator, KEY, NEW)
    assert old + new == CROWD
    if new:
        refused = await operator.runs("run")
        assert refused.code == 78
        assert refused.err.startswith("lumbar: A change of the data key is unfinished. Give both keys")
        with pytest.raises(RotatingError):
            await _starts(operator, NEW)
    done = await operator.runs("key", "rotate")
    assert (done.code, done.out) == (0, SAID)
    assert done.err.splitlines()[-1:] == ["Keys under the new key: 220 of 220"]
    assert not {KEY, NEW} & set(done.said.split())
    assert await _opened_by(operator, KEY, NEW) == [0, CROWD]
    await _starts(operator, NEW)


@pytest.mark.parametrize(
    ("settings", "code", "says"),
    [
        ({"LUMBAR_NEW_DATA_KEY": None}, 78, "LUMBAR_NEW_DATA_KEY is not set."),
        ({"LUMBAR_NEW_DATA_KEY": "short"}, 78, "LUMBAR_NEW_DATA_KEY should be what `lumbar key new` prints"),
        ({"LUMBAR_NEW_DATA_KEY": KEY}, 78, "LUMBAR_NEW_DATA_KEY is the key that LUMBAR_DATA_KEY holds."),
        ({"LUMBAR_DATA_KEY": None}, 78, "LUMBAR_DATA_KEY is not set."),
        ({"LUMBAR_DATA_KEY": write_key(new_key())}, 78, "LUMBAR_DATA_KEY is not the key of this database"),
    ],
)
def test_what_is_wrong_with_the_two_keys_is_said(
    operator: Operator, settings: dict[str, str | None], code: int, says: str
) -> None:
    done = operator.calls("key", "rotate", **settings)
    assert done.code == code
    assert done.err.startswith(f"lumbar: {says}")


def test_beside_a_bot_that_runs_nothing_begins(operator: Operator) -> None:
    with only_one(operator.folder / ".lumbar"):
        done = operator.calls("key", "rotate")
    assert done.code == 69
    assert "Stop it first." in done.err


def test_the_keys_may_come_from_files_and_from_systemd(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    (operator.folder / "lumbar_data_key").write_text(KEY, encoding="ascii")
    (operator.folder / "new").write_text(NEW, encoding="ascii")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(operator.folder))
    done = operator.calls(
        "key", "rotate", LUMBAR_DATA_KEY=None, LUMBAR_NEW_DATA_KEY=None, LUMBAR_NEW_DATA_KEY_FILE="new"
    )
    assert (done.code, done.out) == (0, SAID)
