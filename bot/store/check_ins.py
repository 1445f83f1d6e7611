"""Questions about symptoms and how it went, their answers, and what was decided from them. All of it sealed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Update, delete, func, insert, select, update

from bot.store.engine import Db
from bot.store.people import Person
from bot.store.tables import check_ins, triage_events
from bot.store.vault import Place, new_id

Answers = tuple[tuple[str, str], ...]


class Topic(StrEnum):
    """What was asked about."""

    SCREEN = "screen"
    PAIN = "pain"
    EFFORT = "effort"
    MOVE = "move"
    """Which move the pain belongs to, where it is more than usual or strong."""
    MORNING = "morning"
    """How the back is after the last session."""
    SETUP = "setup"
    """One of the five questions after the first practices."""
    WEEKLY = "weekly"
    """Pain, enjoyment, activity, where it is, and the one thing."""
    FLARE = "flare"
    """The pain of a third sore day in a row."""
    HURT = "hurt"
    """A move that hurt."""
    HARM = "harm"
    """This hurt me: a report that Lumbar did harm."""
    GATE = "gate"
    FOLLOW_UP = "follow-up"
    DOUBT = "doubt"
    """Words that may mean something new (docs/care.md 2.6): their category, never what they were."""


@dataclass(frozen=True, slots=True)
class CheckIn:
    id: str
    person_id: str
    practice_id: str | None
    kind: Topic
    state: str
    """open or done."""
    answers: Answers = field(repr=False)
    """Question and answer, in the order of answering."""
    started_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class TriageEvent:
    id: str
    person_id: str
    at: datetime
    rules: str
    """Version of the rules that decided."""
    source: str
    detail: dict[str, Any] = field(repr=False)


async def start(
    db: Db, person: Person, kind: Topic, *, answers: Answers = (), practice_id: str | None = None, now: datetime
) -> CheckIn:
    check_in = CheckIn(new_id(), person.id, practice_id, kind, "open", tuple(answers), now, None)
    await db.execute(
        insert(check_ins).values(
            id=check_in.id,
            person_id=person.id,
            practice_id=practice_id,
            kind=kind.value,
            state=check_in.state,
            answers=_sealed(db, person, check_in),
            started_at=now,
        )
    )
    return check_in


async def save(db: Db, person: Person, check_in: CheckIn) -> None:
    """Write the answers back."""
    await db.execute(_this(check_in).values(answers=_sealed(db, person, check_in)))


async def finish(db: Db, person: Person, check_in: CheckIn, now: datetime) -> CheckIn:
    """Write the answers back, and close."""
    values = {"answers": _sealed(db, person, check_in), "state": "done", "finished_at": now}
    await db.execute(_this(check_in).values(values))
    return replace(check_in, state="done", finished_at=now)


async def drop(db: Db, check_in_id: str) -> bool:
    return await db.change(delete(check_ins).where(check_ins.c.id == check_in_id)) == 1


async def drop_open(db: Db, person: Person, kind: Topic) -> None:
    mine = (check_ins.c.person_id == person.id) & (check_ins.c.kind == kind.value)
    await db.execute(delete(check_ins).where(mine, check_ins.c.state == "open"))


async def open_of(db: Db, person: Person, kind: Topic) -> CheckIn | None:
    return _first(await _all(db, person, kind, "open", check_ins.c.started_at, limit=1))


async def latest(db: Db, person: Person, kind: Topic) -> CheckIn | None:
    """The one finished last."""
    return _first(await _all(db, person, kind, "done", check_ins.c.finished_at, limit=1))


async def since(db: Db, person: Person, kind: Topic, instant: datetime) -> list[CheckIn]:
    """Those finished at this instant or later, newest first."""
    return await _all(db, person, kind, "done", check_ins.c.finished_at, at_least=instant)


async def about(db: Db, person: Person, practice_id: str) -> list[CheckIn]:
    """Finished ones that belong to this practice, oldest first."""
    mine = (check_ins.c.practice_id == practice_id) & (check_ins.c.person_id == person.id)
    query = select(check_ins).where(mine, check_ins.c.state == "done").order_by(check_ins.c.finished_at)
    return [_check_in(db, person, row) for row in (await db.execute(query)).mappings().all()]


async def count(db: Db, kind: Topic, instant: datetime) -> tuple[int, int]:
    """How many of anybody's, since this instant and in all. By kind and time alone: nothing sealed is opened."""
    recent = func.count().filter(check_ins.c.started_at >= instant)
    query = select(recent, func.count()).where(check_ins.c.kind == kind.value)
    since_then, in_all = (await db.execute(query)).one()
    return since_then, in_all


async def record_triage(
    db: Db, person: Person, *, rules: str, source: str, detail: dict[str, Any], now: datetime
) -> None:
    event_id = new_id()
    await db.execute(
        insert(triage_events).values(
            id=event_id,
            person_id=person.id,
            at=now,
            rules=rules,
            source=source,
            detail=db.vault.seal(_triage_place(event_id, person.id), person.key, json.dumps(detail)),
        )
    )


async def triage_of(db: Db, person: Person) -> list[TriageEvent]:
    """Every decision about the person, oldest first."""
    query = select(triage_events).where(triage_events.c.person_id == person.id).order_by(triage_events.c.at)
    rows = (await db.execute(query)).mappings().all()
    return [_event(db, person, row) for row in rows]


def _place(check_in_id: str, person_id: str) -> Place:
    return Place("check_ins", "answers", check_in_id, person_id)


def _triage_place(event_id: str, person_id: str) -> Place:
    return Place("triage_events", "detail", event_id, person_id)


def _sealed(db: Db, person: Person, check_in: CheckIn) -> bytes:
    return db.vault.seal(_place(check_in.id, person.id), person.key, json.dumps(check_in.answers))


def _this(check_in: CheckIn) -> Update:
    return update(check_ins).where(check_ins.c.id == check_in.id)


async def _all(
    db: Db,
    person: Person,
    kind: Topic,
    state: str,
    by: ColumnElement[datetime],
    *,
    at_least: datetime | None = None,
    limit: int | None = None,
) -> list[CheckIn]:
    query = select(check_ins).where(
        check_ins.c.person_id == person.id, check_ins.c.kind == kind.value, check_ins.c.state == state
    )
    if at_least is not None:
        query = query.where(by >= at_least)
    rows = (await db.execute(query.order_by(by.desc()).limit(limit))).mappings().all()
    return [_check_in(db, person, row) for row in rows]


def _first(found: Sequence[CheckIn]) -> CheckIn | None:
    return found[0] if found else None


def _check_in(db: Db, person: Person, row: RowMapping) -> CheckIn:
    opened = db.vault.open(_place(row["id"], person.id), person.key, row["answers"])
    answers = tuple((question, answer) for question, answer in json.loads(opened))
    return CheckIn(**{**row, "kind": Topic(row["kind"]), "answers": answers})


def _event(db: Db, person: Person, row: RowMapping) -> TriageEvent:
    opened = db.vault.open(_triage_place(row["id"], person.id), person.key, row["detail"])
    return TriageEvent(**{**row, "detail": json.loads(opened)})
