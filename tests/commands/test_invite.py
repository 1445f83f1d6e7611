"""`lumbar invite`: links when Telegram says what the bot is called, codes when it does not."""

import re
import sqlite3
from asyncio import to_thread
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.chat.access import Access
from bot.commands.run import parts_of
from bot.playground.api import bot_api
from bot.playground.refusal import UNAUTHORIZED
from bot.playground.serving import listen, serving
from bot.playground.telegram import Telegram
from bot.settings import Settings
from tests.commands.operator import KEY, TOKEN, Done, Operator, complete

CODE = "[0-9a-f]{32}"


@pytest.fixture
def operator(tmp_path: Path, file: Path) -> Operator:
    return complete(tmp_path, LUMBAR_DATABASE_URL=f"sqlite+aiosqlite:///{file}", LUMBAR_ACCESS="invite")


def names(done: Done) -> list[str]:
    return [line.split()[0] for line in done.out.splitlines()]


async def test_each_line_is_a_link_that_begins_a_chat_with_this_bot(operator: Operator) -> None:
    telegram = Telegram(lambda: datetime.now(UTC), TOKEN)  # noqa: TID251  (a test's own)
    async with serving(bot_api(telegram), listen(0), stopping=telegram.close) as address:
        done = await to_thread(operator.calls, "invite", "--count", "3", LUMBAR_API_URL=address)
        assert done.code == 0, done.err
        links = done.out.splitlines()
        assert all(re.fullmatch(rf"https://t\.me/lumbar_bot\?start={CODE}", link) for link in links)
        assert len(set(links)) == 3
        assert re.search(r"Each lets one person in, until 20..-..-.. ..:.. UTC\.", done.err)
        telegram.fail_next("getMe", UNAUTHORIZED)
        refused = await to_thread(operator.calls, "invite", LUMBAR_API_URL=address)
        assert refused.code == 78
        assert "nothing was made" in refused.err
    assert len(names(await to_thread(operator.calls, "invite", "--list"))) == 3


def test_without_telegram_the_codes_are_made_all_the_same_and_it_says_so(operator: Operator) -> None:
    unset: dict[str, Any] = {"LUMBAR_BOT_TOKEN": None}
    for changes, why in (({}, "Telegram cannot be reached"), (unset, "LUMBAR_BOT_TOKEN is not set")):
        done = operator.calls("invite", "--expires", "12h", **changes)
        assert done.code == 0, done.err
        assert re.fullmatch(CODE, done.out.strip())
        assert why in done.err
        assert "?start=<code>" in done.err


def test_they_are_listed_by_a_name_that_opens_nothing_and_taken_back_by_it(operator: Operator, file: Path) -> None:
    codes = operator.calls("invite", "--count", "3").out.split()
    listed = operator.calls("invite", "--list")
    assert len(names(listed)) == 3
    assert not any(code in listed.said for code in codes)
    assert listed.out.count("open until") == 3
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE invites SET used_at = made_at WHERE code_hash LIKE ?", (names(listed)[0] + "%",))
        connection.execute("UPDATE invites SET expires_at = 0 WHERE code_hash LIKE ?", (names(listed)[1] + "%",))
    again = operator.calls("invite", "--list").out.splitlines()
    assert ["used" in again[0], "expired" in again[1], "open until" in again[2]] == [True] * 3
    assert "1 taken back" in operator.calls("invite", "--revoke", names(listed)[2]).err
    nobody = operator.calls("invite", "--revoke", names(listed)[0])
    assert "No unused invite has this name" in nobody.err
    assert "1 taken back" in operator.calls("invite", "--revoke", "all").err
    assert len(names(operator.calls("invite", "--list"))) == 1, "who used one is not sent away"


@pytest.mark.parametrize("wrong", [("--expires", "soon"), ("--expires", "0d"), ("--count", "0"), ("--count", "many")])
def test_what_cannot_be_understood_makes_nothing(operator: Operator, wrong: tuple[str, str]) -> None:
    done = operator.calls("invite", *wrong)
    assert done.code == 64
    assert wrong[0] in done.err
    assert "There are none." in operator.calls("invite", "--list").err


def test_where_anybody_may_come_in_it_says_so(operator: Operator) -> None:
    assert "LUMBAR_ACCESS is open" in operator.calls("invite", LUMBAR_ACCESS="open").err


def test_a_database_that_is_older_says_what_to_run(operator: Operator) -> None:
    fresh = f"sqlite+aiosqlite:///{operator.folder / 'fresh.sqlite'}"
    done = operator.calls("invite", LUMBAR_DATABASE_URL=fresh)
    assert done.code == 78
    assert "Run `lumbar migrate`" in done.err


def test_run_lets_in_as_it_is_set() -> None:
    chosen = Settings(bot_token=SecretStr(TOKEN), data_key=SecretStr(KEY), access="invite", admins=frozenset({7}))
    assert parts_of(chosen).access == Access(by_invite=True, admins=frozenset({7}))
