"""People: who they are to us, where they stand, and the question that is open."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, bindparam, delete, exists, insert, select, update

from bot.domain.course import Course
from bot.domain.standing import STRANGERS, Hold, Stage, Standing
from bot.store import courses, erasures
from bot.store.engine import Db
from bot.store.tables import LANGUAGE_LENGTH, consents, inbox, outbox, paces, people
from bot.store.vault import Place, new_id, new_key

# Put together once: they are asked for with every message.


@dataclass(frozen=True)
class _Query:
    looking: Select[Any]
    locking: Select[Any]

    @classmethod
    def of(cls, condition: ColumnElement[bool]) -> "_Query":
        looking = select(people).where(condition).order_by(people.c.id)
        return cls(looking, looking.with_for_update())


AGREED = people.c.stage.in_([stage.value for stage in Stage if stage not in STRANGERS])

_BY_CHAT = _Query.of(people.c.chat_hash == bindparam("this"))
_BY_ID = _Query.of(people.c.id == bindparam("this"))
_BY_IDS = _Query.of(people.c.id.in_(bindparam("these", expanding=True)))
_SAVING = update(people).where(people.c.id == bindparam("this"))


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    chat_id: int
    chat_hash: str
    key: bytes = field(repr=False)
    """The person's data key, wrapped."""
    created_at: datetime
    seen_at: datetime
    standing: Standing = field(default_factory=Standing)
    language: str = "en"
    country: str | None = None
    zone: str | None = None
    step: str | None = None
    """Random id of the open question; a button that carries another one is stale."""
    question: str | None = None
    """Name of the open question, as `Ask.name`."""
    asked: str | None = field(default=None, repr=False)
    """The reply that put the open question, dumped: its labels are what a typed answer is compared with."""
    asked_at: datetime | None = None
    started_on: date | None = None
    """First day of the programme, a local date."""
    checked_at: datetime | None = None
    """When D1 was last answered "nothing new", or a full screen OK."""
    screened_at: datetime | None = None
    """When a full screen was last finished."""
    course: Course = field(default_factory=Course, repr=False)
    text_only: bool = False
    quiet_hours: str | None = None
    """Local, "HH:MM-HH:MM", over midnight where the first is the later."""
    remind_again: bool = False
    """Once more, an hour later, where a session's reminder met with no answer."""
    dark: bool = False
    """Pictures on a dark ground."""
    sound: str | None = None
    """How they like to be timed, as `domain.sound.Sound`; None before they chose."""


def _place(person_id: str, column: str) -> Place:
    return Place("people", column, person_id, person_id)


async def register(db: Db, chat_id: int, *, language: str, now: datetime) -> Person:
    person_id = new_id()
    person = Person(
        id=person_id,
        chat_id=chat_id,
        chat_hash=db.vault.chat_hash(chat_id),
        key=db.vault.wrap(new_key(), person_id),
        created_at=now,
        seen_at=now,
        # PostgreSQL refuses what is too long, where SQLite looks away.
        language=language if len(language) <= LANGUAGE_LENGTH else language.partition("-")[0][:LANGUAGE_LENGTH],
    )
    await db.execute(insert(people).values(_columns(db, person)))
    return person


async def by_chat(db: Db, chat_id: int) -> Person | None:
    """The person of this chat; in a transaction that writes, their row is locked until it ends."""
    return await _one(db, _BY_CHAT, db.vault.chat_hash(chat_id))


async def asked_between(db: Db, first: datetime, last: datetime) -> list[Person]:
    """Those whose open question was put between these instants, their rows locked in the same order as everywhere."""
    condition = people.c.step.is_not(None) & people.c.asked_at.between(first, last)
    rows = (await db.execute(_Query.of(condition).locking)).mappings().all()
    return [_person(db, row) for row in rows]


async def by_chat_hash(db: Db, chat_hash: str) -> Person | None:
    """The same, where only the hash of the chat is at hand."""
    return await _one(db, _BY_CHAT, chat_hash)


async def by_id(db: Db, person_id: str) -> Person | None:
    """The person; in a transaction that writes, their row is locked until it ends."""
    return await _one(db, _BY_ID, person_id)


async def by_ids(db: Db, ids: Collection[str], *, lock: bool = False) -> dict[str, Person]:
    """Those that are there; with `lock` until the transaction ends, each in the same order as everywhere."""
    if not ids:
        return {}
    rows = (await db.execute(_BY_IDS.locking if lock else _BY_IDS.looking, {"these": list(ids)})).mappings()
    return {row["id"]: _person(db, row) for row in rows}


async def save(db: Db, person: Person) -> None:
    """Write every fact of `person` back."""
    await db.execute(_SAVING, {"this": person.id, **_columns(db, person)})


async def greet(db: Db, person: Person, now: datetime) -> Person:
    """They are there, and reachable. Writes nothing else of them."""
    await db.execute(_SAVING, {"this": person.id, "seen_at": now, "unreachable_since": None})
    return replace(person, seen_at=now, standing=replace(person.standing, unreachable_since=None))


async def ask(db: Db, person: Person, *, step: str, question: str, asked: str, now: datetime) -> Person:
    """Open a question: `step` is its fresh id, `asked` the dumped reply that puts it. Writes nothing else of them."""
    await _put_question(
        db, person.id, step, question, db.vault.seal(_place(person.id, "asked"), person.key, asked), now
    )
    return replace(person, step=step, question=question, asked=asked, asked_at=now)


async def settle(db: Db, person: Person) -> Person:
    """Close the open question. Writes nothing else of them."""
    await _put_question(db, person.id, None, None, None, None)
    return replace(person, step=None, question=None, asked=None, asked_at=None)


async def consent(db: Db, person: Person, *, version: str, text_hash: str, now: datetime) -> None:
    await db.execute(
        insert(consents).values(id=new_id(), person_id=person.id, version=version, text_hash=text_hash, given_at=now)
    )


async def consented(db: Db, person_id: str) -> bool:
    given = exists().where(consents.c.person_id == person_id, consents.c.withdrawn_at.is_(None))
    return bool((await db.execute(select(given))).scalar_one())


async def forget_strangers(db: Db, before: datetime) -> int:
    """Remove those who never agreed and have not been seen since."""
    # Nobody gives them notice; said all the same, because it is how the index is ordered.
    strangers = people.c.stage.in_([stage.value for stage in STRANGERS]) & people.c.noticed_at.is_(None)
    return await db.change(delete(people).where(strangers, people.c.seen_at < before))


async def erase(db: Db, person: Person, now: datetime) -> None:
    """Remove the person with all that hangs on them, their key as well. Of who had agreed it is kept that it was done."""
    await db.execute(delete(people).where(people.c.id == person.id))
    # Their updates stay known by number, so that none is handled twice, but no longer lead to the chat.
    closed = (inbox.c.chat_hash == person.chat_hash) & (inbox.c.state != "new")
    await db.execute(update(inbox).where(closed).values(chat_hash=None))
    # What they were sent before they were anybody, and how fast.
    await db.execute(delete(outbox).where(outbox.c.chat_hash == person.chat_hash, outbox.c.closed_at.is_not(None)))
    await db.execute(delete(paces).where(paces.c.name == person.chat_hash))
    if person.standing.stage not in STRANGERS:
        await erasures.add(db, person.chat_hash, now)
    db.vault.forget(person.id)


async def _put_question(
    db: Db, person_id: str, step: str | None, question: str | None, asked: bytes | None, asked_at: datetime | None
) -> None:
    values = {"step": step, "question": question, "asked": asked, "asked_at": asked_at}
    await db.execute(_SAVING, {"this": person_id, **values})


async def _one(db: Db, query: _Query, this: str) -> Person | None:
    # On SQLite the transaction itself is the lock, and FOR UPDATE is left out.
    rows = await db.execute(query.locking if db.writes else query.looking, {"this": this})
    row = rows.mappings().one_or_none()
    return None if row is None else _person(db, row)


_SEALED = ("chat_id", "key", "standing", "asked", "course")
_PLAIN = [name for name in (f.name for f in fields(Person)) if name not in _SEALED]
_ENCODED = ("stage", "hold", "floor", "restricted", "left_out")
_STANDING = [name for name in (f.name for f in fields(Standing)) if name not in _ENCODED]


def _columns(db: Db, person: Person) -> dict[str, Any]:
    standing = person.standing
    return {
        **{name: getattr(person, name) for name in _PLAIN},
        **{name: getattr(standing, name) for name in _STANDING},
        "data_key": person.key,
        "chat": db.vault.seal(_place(person.id, "chat"), person.key, str(person.chat_id)),
        "asked": None if person.asked is None else db.vault.seal(_place(person.id, "asked"), person.key, person.asked),
        "course": db.vault.seal(_place(person.id, "course"), person.key, courses.dump(person.course)),
        "stage": standing.stage.value,
        "hold": int(standing.hold),
        "floor": int(standing.floor),
        "restricted": json.dumps(sorted(standing.restricted)),
        "left_out": json.dumps(sorted(standing.left_out)),
    }


def _person(db: Db, row: RowMapping) -> Person:
    key = row["data_key"]
    standing = Standing(
        **{name: row[name] for name in _STANDING},
        stage=Stage(row["stage"]),
        hold=Hold(row["hold"]),
        floor=Hold(row["floor"]),
        restricted=frozenset(json.loads(row["restricted"])),
        left_out=frozenset(json.loads(row["left_out"])),
    )
    asked, course = row["asked"], row["course"]
    return Person(
        **{name: row[name] for name in _PLAIN},
        key=key,
        chat_id=int(db.vault.open(_place(row["id"], "chat"), key, row["chat"])),
        standing=standing,
        asked=None if asked is None else db.vault.open(_place(row["id"], "asked"), key, asked),
        course=Course() if course is None else courses.load(db.vault.open(_place(row["id"], "course"), key, course)),
    )
