"""Row 56: what people say, who they are, the token and the key are nowhere where somebody could read them.

People go everywhere, at DEBUG, with Telegram, a flow and a statement failing under them. Then the bytes of all that is left are
searched: the database with its log of writes, its copies, the log, and the last words of a process that dies.
"""

import base64
import hashlib
import json
import resource
import secrets
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, text, update
from typing_extensions import override

from bot import logs
from bot.chat import routes
from bot.chat.routes import Needs, Route
from bot.flows.talk import Reply, Turn
from bot.playground.faults import Drop, Gateway
from bot.playground.phone import Phone
from bot.playground.refusal import UNAUTHORIZED, Refusal, too_many
from bot.playground.telegram import Telegram
from bot.store import instance, tables, vault
from bot.store.vault import Place, write_key
from tests.chat.machine import Unhurried
from tests.chat.town import KEY, StillClock, Town, town_at
from tests.engines import url
from tests.faults import canaries, dying, remains
from tests.faults.bot import KEY as KEY_OF_THE_RIG
from tests.faults.bot import ROOT
from tests.faults.bot import TOKEN as TOKEN_OF_THE_RIG
from tests.faults.canaries import FIRST_CHAT, SLUG, WORD, Canaries
from tests.faults.rig import Rig
from tests.faults.wanderers import Named, arrive, takes_rare_ways, wander

TOKEN = "123456789:AAzebra-token_that-opens_nothing_at0"

pytestmark = [pytest.mark.fault, pytest.mark.usefixtures("logging_as_it_was")]


class Brisk(StillClock):
    """Nobody waits in real time."""

    @override
    async def sleep(self, seconds: float) -> None:
        await super().sleep(min(seconds, 0.01))


def planted(token: str = TOKEN, key: bytes = KEY) -> Canaries:
    return Canaries(
        word=canaries.words(WORD) | canaries.words(SLUG),
        chat=canaries.chats(),
        place=canaries.places(),
        token=canaries.words(token),
        key={*canaries.raw(key), *canaries.words(write_key(key))},
    )


@pytest.fixture
def sealed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Place, bytes]]:
    """All that is sealed from here on, as it was before: answers, messages, updates, people's keys."""
    seen: list[tuple[Place, bytes]] = []
    as_it_is = vault.seal

    def noted(key: bytes, place: Place, plain: bytes) -> bytes:
        seen.append((place, plain))
        return as_it_is(key, place, plain)

    monkeypatch.setattr(vault, "seal", noted)
    return seen


def every_canary(town: Town, sealed: Sequence[tuple[Place, bytes]]) -> Canaries:
    """Those that were planted, and all that was sealed, answered and said."""
    answers = {
        json.dumps(pair).encode() for place, plain in sealed if place.table == "check_ins" for pair in json.loads(plain)
    }
    assert answers
    found = planted()
    found.add("sealed", {plain for _, plain in sealed})
    found.add("an answer", answers)
    said = {sent.text for sent in town.telegram.sent}
    found.add("said", {line.encode() for text in said for line in text.splitlines()})
    # Who can guess what was said, or count through all chats, must not be able to try it out.
    guesses = said | set(map(str, town.telegram.chats))
    found.add("a hash without a key", (hashlib.sha256(guess.encode()).hexdigest().encode() for guess in guesses))
    found.add("a hash without a key", (hashlib.sha256(guess.encode()).digest() for guess in guesses))
    return found


async def _fails(turn: Turn) -> list[Reply]:
    raise ValueError(f"{turn.person.chat_id} {WORD} {TOKEN} {turn.person!r}")


async def _asks_in_vain(turn: Turn) -> list[Reply]:
    await turn.db.execute(
        text("SELECT * FROM nowhere WHERE name = :a AND chat = :b"), {"a": WORD, "b": turn.person.chat_id}
    )
    return []


async def _in_trouble(town: Town, ana: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    """Telegram, a flow, a statement, an update: whatever may fail while it holds what somebody said."""
    town.app.intake._back_off = (0.0, 0.0, 0.0)
    await ana.presses(ana.screen[-1].id, f"/{SLUG}:{WORD}")
    await ana.presses(ana.screen[-1].id, WORD)
    for fault in (Gateway(), Drop(), too_many(1), Refusal(400, f"Bad Request: {WORD}"), UNAUTHORIZED):
        town.telegram.fail_next("sendMessage", fault)
        await ana.says(f"/help {WORD}")
        await ana.passes(timedelta(minutes=2))
    message = {"message_id": 1, "date": 0, "chat": ana.chat.api(), "from": ana.chat.person(), "text": WORD}
    broken: tuple[dict[str, Any], ...] = ({"date": WORD}, {"entities": [WORD]}, {"from": WORD})
    await town.app.intake.accept(
        [{"update_id": 9_000_000 + n, "message": message | each} for n, each in enumerate(broken)]
    )
    await town.app.settled()
    with monkeypatch.context() as patch:
        for flow in (_fails, _asks_in_vain):
            patch.setitem(routes.WAYS, "faq", Route(flow, Needs.ANYONE))
            await ana.says(f"/faq {WORD}")


@dataclass(slots=True)
class Watch:
    """One life of a bot, with everything noted that must not be found and everything kept where it could be."""

    sealed: Sequence[tuple[Place, bytes]]
    patch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]
    hidden: Canaries = field(init=False)
    left: dict[str, bytes] = field(default_factory=dict)

    async def lives(self, style: str, address: str, people: int, turns: int, *, rare: bool) -> set[str]:
        """The names of the ways and questions that its people took."""
        logs.configure(style, secrets=[TOKEN, write_key(KEY)])
        clock = Brisk()
        rate = Unhurried(per_second=10_000, chat_interval=0.0)
        async with town_at(address, clock=clock, rate=rate, telegram=Telegram(clock.now, token=TOKEN)) as town:
            if rare:
                await takes_rare_ways(town)
            wanderers = arrive(town, people)
            await wander(town, wanderers, turns)
            await _in_trouble(town, wanderers[0].phone, self.patch)
            self.left |= await remains.of(town.app.database)
            self.hidden = every_canary(town, self.sealed)
        captured = self.capsys.readouterr()
        self.left["log"] = (captured.err + captured.out).encode()
        return {each.route for each in town.happened}

    def finds_nothing(self) -> None:
        for told in (b"an update failed", b"a message was not delivered"):
            assert told in self.left["log"], "there was something to write about"
        assert b"Traceback" not in self.left["log"]
        assert sum(map(len, self.left.values())) > 500_000, "there is something to search"
        assert _found(self.hidden, self.left) == {}


def _found(hidden: Canaries, left: remains.Remains) -> dict[str, set[str]]:
    return {name: found for name, data in left.items() if (found := hidden.found_in(data))}


@pytest.fixture
def watch(
    sealed: list[tuple[Place, bytes]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Watch:
    return Watch(sealed, monkeypatch, capsys)


async def test_what_a_few_people_say_and_who_they_are_is_nowhere_in_the_clear(file: Path, watch: Watch) -> None:
    await watch.lives("json:debug", url(file), people=3, turns=6, rare=False)
    watch.finds_nothing()
    assert _found(planted(), dict(remains.files(file.parent))) == {}, "nor when it is closed"


@pytest.mark.soak
@pytest.mark.parametrize("style", ["console:debug", "json:debug"])
async def test_what_fifty_people_say_and_who_they_are_is_nowhere_in_the_clear(
    style: str, address: str, watch: Watch
) -> None:
    taken = await watch.lives(style, address, people=46, turns=18, rare=True)
    watch.finds_nothing()
    ways = {
        name for each in (routes.WAYS, routes.ANSWERS) for name, way in each.items() if way.needs is not Needs.ADMIN
    }
    assert ways - taken == set(), "somebody went there"


# The search itself


def _spelled() -> Iterator[tuple[str, bytes]]:
    for shift in range(3):
        before, after = secrets.token_bytes(3 + shift), secrets.token_bytes(4)
        for plain in (WORD.encode(), TOKEN.encode(), KEY, str(FIRST_CHAT + 49).encode()):
            yield "base64", base64.b64encode(before + plain + after)
            yield "base64 of a URL", base64.urlsafe_b64encode(before + plain + after)
            yield "hexadecimals", (before + plain + after).hex().encode()
    for coding in ("utf-8", "utf-16", "utf-16-be", "utf-32", "latin-1"):
        yield coding, f"she said {WORD}!".encode(coding)
    yield "JSON", json.dumps({"text": f"she said {WORD}"}).encode()
    yield "repr", ascii([WORD]).encode()
    for number in (FIRST_CHAT, FIRST_CHAT + 255):
        yield "eight bytes", b"x" + number.to_bytes(8, "little") + b"x"
        yield "eight bytes, the other way", b"x" + number.to_bytes(8, "big") + b"x"
        yield "a rowid", canaries.varint(number)
        yield "decimals", f"chat {number}.".encode("utf-16-le")


def test_the_search_finds_a_canary_however_it_is_written() -> None:
    hidden = planted()
    noise = secrets.token_bytes(99)
    assert [way for way, data in _spelled() if not hidden.found_in(noise + data + noise)] == []


def test_the_search_finds_nothing_in_noise() -> None:
    assert planted().found_in(secrets.token_bytes(1_000_000)) == set()


def test_the_search_finds_the_beginning_of_what_was_sealed() -> None:
    hidden = Canaries()
    hidden.add("sealed", [b'[["L", "u"], ["P", "v"]]', b"short"])
    assert hidden.found_in(b'... [["L", "u"], ["P" ...') == {"sealed"}
    assert hidden.found_in(b'... [["L", "u"], [ ... short') == set()


def test_the_search_finds_a_chat_among_the_numbers_of_sqlite(tmp_path: Path) -> None:
    for column in ("INTEGER", "INTEGER PRIMARY KEY", "TEXT", "BLOB"):
        file = tmp_path / column
        with closing(sqlite3.connect(file)) as connection:
            connection.execute(f"CREATE TABLE t (chat {column})")
            connection.executemany("INSERT INTO t VALUES (?)", [(FIRST_CHAT + each,) for each in range(50)])
            connection.commit()
        assert planted().found_in(file.read_bytes()) == {"chat"}, column


@pytest.mark.parametrize("address", ["sqlite", pytest.param("postgresql", marks=pytest.mark.soak)], indirect=True)
async def test_one_leak_of_each_kind_is_found_where_it_is(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A column that is not sealed, a number in the wrong place, a line of the log with somebody's word."""
    logs.configure("json")
    async with town_at(address) as town:
        chat = Named(FIRST_CHAT, WORD, started=False)
        town.telegram.chats[chat.id] = chat
        await Phone(town.telegram, chat.id, town.settled).says(f"/start {WORD}")
        assert _found(planted(), await remains.of(town.app.database)) == {}
        logs.logger("careless").warning("somebody wrote", text=WORD, key=write_key(KEY))
        async with town.app.database.writing() as db:
            await instance.write(db, "last key", KEY.hex())
            await db.execute(update(tables.people).values(left_out=json.dumps([WORD])))
            await db.execute(insert(tables.paces).values(name="last chat", free_at=FIRST_CHAT + 7))
        found = _found(planted(), await remains.of(town.app.database))
    assert found["rows"] == {"word", "chat", "key"}
    assert set.union(*(each for name, each in found.items() if name != "rows")) == {"word", "chat", "key"}
    assert planted().found_in(capsys.readouterr().err.encode()) == {"word", "key"}


# Last words


@pytest.fixture(scope="module")
def last_words() -> Mapping[str, bytes]:
    """What each of them wrote, by how it died and how it wrote its log."""
    said = f"{WORD} {FIRST_CHAT} https://api.telegram.org/bot{TOKEN}/getMe {write_key(KEY)}"
    told = {"said": said, "secrets": [TOKEN, write_key(KEY)]}
    words = subprocess.run(
        [sys.executable, "-m", "tests.faults.dying"],
        cwd=ROOT,
        input=json.dumps(told).encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=True,
    ).stdout
    parts = words.split(dying.NEXT.encode())[1:]
    return {name.decode(): rest for name, _, rest in (part.partition(b"\n") for part in parts)}


@pytest.mark.parametrize("style", dying.STYLES)
@pytest.mark.parametrize("how", dying.DEATHS)
def test_a_process_that_dies_says_where_and_not_of_what(how: str, style: str, last_words: Mapping[str, bytes]) -> None:
    words = last_words[f"{how} {style}"]
    assert planted().found_in(words) == set()
    assert b"dying.py" in words
    assert dying.DEATHS[how][1].encode() in words


async def test_a_bot_that_is_aborted_in_the_middle_leaves_nothing_to_read(rig: Rig) -> None:
    """Its log of writes stays as it was, and no copy of its memory is made."""
    async with rig.tried():
        for number in range(3):
            rig.telegram.chats[FIRST_CHAT + number] = Named(FIRST_CHAT + number, WORD, started=False)
            rig.telegram.says(FIRST_CHAT + number, f"my left leg is tingling {WORD}")
        async with rig.bot() as child:
            await rig.until(lambda: len(rig.telegram.sent) >= 3)
            assert resource.prlimit(child.pid, resource.RLIMIT_CORE) == (0, 0)
            child.told(signal.SIGABRT)
            await child.dead(-signal.SIGABRT)
        left = dict(remains.files(rig.folder / "data"))
        assert any(name.endswith("-wal") and data for name, data in left.items())
        assert "Fatal Python error: Aborted" in rig.log()
        hidden = planted(TOKEN_OF_THE_RIG, KEY_OF_THE_RIG)
        assert _found(hidden, {**left, "log": rig.log().encode()}) == {}
        async with rig.bot():
            await rig.settled()
