"""What has to be true after every run, whatever was broken in it: read from Telegram's record and from the database.

I1  every update is handled once, unless it expired
I2  everything that was due has one outcome
I3  one message for each slot, a marked twin at most where it may not have arrived, and never of a walk's
I4  each message goes to the person it is about
I5  no secret and no health in a log
I6  no more than the rate, in all and in a chat
I7  a process works, or ends (the rig looks at that when it stops one)
I8  the database is whole
I9  what somebody was told is kept, is kept
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import text

from bot.playground.message import Sent
from bot.playground.telegram import Telegram
from bot.playground.updates import Update
from bot.store import instance, people
from bot.store.address import is_sqlite
from bot.store.engine import Database, Db
from bot.store.vault import write_key
from tests.faults.bot import KEY, SECRET, TOKEN, Life
from tests.faults.people import Promised

CANARY = "zebra-canary-4711"
"""Said to the bot, and never to be found in a log."""
NEW = ("sendMessage", "sendPhoto", "sendAnimation", "sendDocument")
EDITS = ("editMessageText", "editMessageCaption", "editMessageMedia", "editMessageReplyMarkup")
OUTSIDE = (
    "Something is wrong on my side right now",
    "I can't save right now",
    "That is more than I can read",
    "When to get help\n\nGo to",
)
"""Words of messages that come from memory, as there is no database, or no time to read all that somebody sends."""
HELD = "paused your exercises"
FAREWELL = "Done. Everything about you is deleted."
NOTED = "All noted. If anything changes"
MOST_IN_CHAT = ((4, 1.0), (64, 60.0))
JITTER = 0.05
"""Seconds by which two messages may come closer together on their way."""


@dataclass(slots=True)
class Ran:
    """What the run knows of itself."""

    ended: datetime
    life: Life
    log: Path
    promised: list[Promised] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)
    """Chats whose own doing changed what was promised to them."""
    erased: set[int] = field(default_factory=set)
    """Chats of which nothing may be left: nothing can be counted there any more, and nothing is said after the farewell."""
    asked: Counter[int] = field(default_factory=Counter)
    """Messages that have one answer each, by chat. Nothing is said about others."""
    flooding: set[int] = field(default_factory=set)
    """Chats that wrote so much that some of it is dropped, and some still waits."""
    forgotten: set[tuple[int, int | None]] = field(default_factory=set)
    """Messages of which a restored database knows nothing, by chat and number."""
    given_up: int = 0
    """Updates that cannot be handled and are put aside."""


@dataclass(frozen=True, slots=True)
class Figures:
    """`messages` is the load: what was due and what was answered."""

    messages: int = 0
    lost: int = 0
    doubled: int = 0
    unknown: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.messages + other.messages,
            self.lost + other.lost,
            self.doubled + other.doubled,
            self.unknown + other.unknown,
        )


@dataclass(frozen=True, slots=True)
class Row:
    """An outbox row with the kind of its slot."""

    chat_id: int | None
    state: str
    kind: str
    attempts: int
    message_id: int | None
    slot: str | None

    @property
    def most(self) -> int:
        """New messages that it may have led to."""
        if self.slot == "walk" or self.kind == "timed":
            return int(self.state in ("sent", "unknown"))
        ended = int(self.state in ("sent", "unknown"))
        return ended + (min(1, self.attempts) if self.slot is not None else self.attempts)


async def furnish(database: Database) -> None:
    """Open the instance's keys, which find a chat in the database."""
    async with database.writing() as db:
        await instance.furnish(db)


async def check(telegram: Telegram, accepted: Mapping[int, Update], database: Database, ran: Ran) -> Figures:
    """Raises AssertionError with everything that is not so."""
    async with database.reading() as db:
        hashes = {db.vault.chat_hash(chat_id): chat_id for chat_id in telegram.chats}
        rows = await _outbox(db, hashes)
        counted = [
            each
            for each in telegram.sent
            if each.chat_id not in ran.erased and (each.chat_id, each.message_id) not in ran.forgotten
        ]
        rows = [row for row in rows if row.chat_id not in ran.erased]
        figures = _figures(counted, rows)
        broken = [
            *[f"I1: {each}" for each in await _updates(db, accepted, rows, ran)],
            *[f"I2: {each}" for each in await _slots(db, hashes, ran)],
            *[f"I3: {each}" for each in _messages(counted, rows)],
            *[f"I4: {each}" for each in await _owners(db, telegram, hashes)],
            *[f"I4: {each}" for each in await _remains(db, telegram, ran)],
            *[f"I5: {each} stands in a log" for each in _leaks(ran)],
            *[f"I6: {each}" for each in _rate(telegram.sent, ran)],
            *[f"I8: {each}" for each in await _damage(db, database)],
            *[f"I9: {each}" for each in await _forgotten(db, telegram, hashes)],
        ]
    assert not broken, "\n".join([f"{len(broken)} promises are broken:", *broken[:20], str(figures)])
    return figures


def new_messages(sent: Iterable[Sent]) -> list[Sent]:
    return [each for each in sent if each.method in NEW and not any(words in each.text for words in OUTSIDE)]


async def _outbox(db: Db, hashes: Mapping[str, int]) -> list[Row]:
    query = (
        "SELECT o.chat_hash, o.state, o.kind, o.attempts, o.message_id, s.kind FROM outbox o"
        " LEFT JOIN slots s ON s.id = o.slot_id"
    )
    return [Row(hashes.get(chat), *rest) for chat, *rest in await db.execute(text(query))]


async def _updates(db: Db, accepted: Mapping[int, Update], rows: Sequence[Row], ran: Ran) -> Iterator[str]:
    found = await db.execute(text("SELECT update_id, state FROM inbox"))
    kept = {int(update_id): str(state) for update_id, state in found}
    broken = [
        f"update {update.id} is {kept.get(update.id, 'lost')}"
        for update in accepted.values()
        if update.payload.get("chat", {}).get("id") not in ran.flooding
        and kept.get(update.id) not in ("done", "dead")
        and not (update.id not in kept and update.expires <= ran.ended)
    ]
    dead = sum(state == "dead" for state in kept.values())
    if dead != ran.given_up:
        broken.append(f"{dead} updates were given up, not {ran.given_up}")
    answers = Counter(row.chat_id for row in rows if row.slot is None)
    for chat_id, count in ran.asked.items():
        if answers[chat_id] != count:
            broken.append(f"chat {chat_id} has {answers[chat_id]} answers to {count} messages")
    return iter(broken)


async def _slots(db: Db, hashes: Mapping[str, int], ran: Ran) -> list[str]:
    ended = round(ran.ended.timestamp() * 1000)
    query = (
        "SELECT p.chat_hash, s.kind, s.due, s.outcome, (SELECT count(*) FROM outbox o WHERE o.slot_id = s.id),"
        " (SELECT count(*) FROM outbox o WHERE o.slot_id = s.id AND o.state = 'sent')"
        " FROM slots s JOIN people p ON p.id = s.person_id"
    )
    broken, there = [], set()
    for chat, kind, due, outcome, posts, sent in await db.execute(text(query)):
        there.add((hashes[chat], kind, due))
        if outcome is None and due <= ended:
            broken.append(f"a {kind} of chat {hashes[chat]} has no outcome")
        if posts > 1 or (outcome == "sent") != (sent == 1):
            broken.append(f"a {kind} of chat {hashes[chat]} is {outcome} with {sent} of {posts} messages sent")
    for one in ran.promised:
        missing = (one.chat_id, one.kind, round(one.due.timestamp() * 1000)) not in there
        if missing and one.due <= ran.ended and one.chat_id not in ran.changed:
            broken.append(f"the {one.kind} of chat {one.chat_id} never came about")
    return broken


def _messages(counted: Sequence[Sent], rows: Sequence[Row]) -> Iterator[str]:
    shown = {(sent.chat_id, sent.message_id) for sent in counted}
    for row in rows:
        if row.state == "sent" and (row.chat_id, row.message_id) not in shown:
            yield f"a message to chat {row.chat_id} is said to be sent and was not"
    most: Counter[int | None] = Counter()
    for row in rows:
        most[row.chat_id] += row.most
    for chat_id, count in Counter(sent.chat_id for sent in new_messages(counted)).items():
        if count > most[chat_id]:
            yield f"chat {chat_id} has {count} messages, {most[chat_id]} at most are accounted for"


async def _owners(db: Db, telegram: Telegram, hashes: Mapping[str, int]) -> Iterator[str]:
    query = "SELECT s.id, p.chat_hash FROM slots s JOIN people p ON p.id = s.person_id"
    owners = {slot: hashes[chat] for slot, chat in (await db.execute(text(query)))}
    broken = []
    for sent in new_messages(telegram.sent):
        if sent.chat_id <= 0:
            broken.append(f"something was said in the group {sent.chat_id}")
        named = {(button.data or "").rpartition(":")[2] for row in sent.buttons for button in row} & owners.keys()
        broken += [f"chat {sent.chat_id} has another's reminder" for slot in named if owners[slot] != sent.chat_id]
    return iter(broken)


async def _remains(db: Db, telegram: Telegram, ran: Ran) -> list[str]:
    broken = []
    for chat_id in ran.erased:
        if await people.by_chat(db, chat_id) is not None:
            broken.append(f"chat {chat_id} was erased, and is here")
        told = [sent.text for sent in new_messages(telegram.sent) if sent.chat_id == chat_id]
        if not told or not told[-1].startswith(FAREWELL):
            broken.append(f"chat {chat_id} was erased, and the last it heard is {told[-1:]}")
    return broken


def _leaks(ran: Ran) -> list[str]:
    log = ran.log.read_text(encoding="utf-8") if ran.log.exists() else ""
    return [what for what in (TOKEN, SECRET, write_key(KEY), CANARY) if what in log]


def _rate(sent: Sequence[Sent], ran: Ran) -> Iterator[str]:
    """In real time as the bots have it, which may be hurried."""
    hurry = ran.life.hurry
    counted = [each for each in sent if each.method in (*NEW, *EDITS)]
    most_in_all = ran.life.per_second + 1
    yield from _crowds("in all", [each.real * hurry for each in counted], most_in_all, 1.0, hurry)
    if ran.life.chat_interval < 1:
        return
    chats = defaultdict(list)
    for each in counted:
        chats[each.chat_id].append(each.real * hurry)
    for chat_id, times in chats.items():
        for most, seconds in MOST_IN_CHAT:
            yield from _crowds(f"in chat {chat_id}", times, most, seconds, hurry)


def _crowds(where: str, times: Sequence[float], most: int, seconds: float, hurry: float) -> Iterator[str]:
    shortest = min((late - early for early, late in zip(times, times[most:], strict=False)), default=seconds)
    if shortest < seconds - JITTER * hurry:
        yield f"{most + 1} messages {where} within {shortest:.3f} s"


async def _damage(db: Db, database: Database) -> list[str]:
    """PostgreSQL looks after both by itself."""
    if not is_sqlite(database.reader.url):
        return []
    pages = (await db.execute(text("PRAGMA integrity_check"))).scalars().all()
    strays = (await db.execute(text("PRAGMA foreign_key_check"))).all()
    return [*[page for page in pages if page != "ok"], *[f"a row of {stray[0]} refers to nothing" for stray in strays]]


async def _forgotten(db: Db, telegram: Telegram, hashes: Mapping[str, int]) -> Iterator[str]:
    query = "SELECT p.chat_hash, p.checked_at, (SELECT count(*) FROM triage_events t WHERE t.person_id = p.id) FROM people p"
    kept = {hashes[chat]: facts for chat, *facts in await db.execute(text(query)) if chat in hashes}
    broken = []
    for sent in telegram.sent:
        checked_at, events = kept.get(sent.chat_id, (None, 0))
        if (HELD in sent.text and not events) or (sent.text.startswith(NOTED) and checked_at is None):
            broken.append(f"chat {sent.chat_id} was told {sent.text[:20]!r}, and nothing is kept")
    return iter(broken)


def _figures(counted: Sequence[Sent], rows: Sequence[Row]) -> Figures:
    """Lost: closed as sent and not there. Doubled: messages more than rows that may each have brought one."""
    shown = {(sent.chat_id, sent.message_id) for sent in counted}
    fresh = Counter(sent.chat_id for sent in new_messages(counted))
    ended = Counter(row.chat_id for row in rows if row.state in ("sent", "unknown"))
    return Figures(
        messages=len(rows),
        lost=sum(row.state == "sent" and (row.chat_id, row.message_id) not in shown for row in rows),
        doubled=sum(max(0, count - ended[chat_id]) for chat_id, count in fresh.items()),
        unknown=sum(row.state == "unknown" for row in rows),
    )
