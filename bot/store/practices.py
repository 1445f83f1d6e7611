"""Bouts of exercise with their items, walks among them."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, Select, bindparam, delete, func, insert, select, update

from bot.store import timers
from bot.store.engine import Db
from bot.store.tables import practice_items, practices
from bot.store.vault import new_id

CARD = "practice"
"""On which a practice is shown, and the move it is at is timed."""


@dataclass(frozen=True, slots=True)
class Item:
    position: int
    """From 0, in the order of the session."""
    exercise: str
    level: int
    first: bool
    """At the gentler dose of its first week."""
    form: str | None = None
    """As it is done, where that is not the form of its rung."""
    sets: tuple[int, ...] | None = None
    """Likewise the repetitions of each set."""
    state: str = "waiting"
    """waiting, done or skipped. That a move hurt is an answer, and stands sealed among the check-ins."""


@dataclass(frozen=True, slots=True)
class Practice:
    id: str
    person_id: str
    day: date
    """Local."""
    kind: str
    """full, one_minute, easy, sore, rest or walk."""
    state: str
    """open, done or stopped."""
    week: int
    letter: str
    position: int
    """Of the item whose card is shown."""
    minutes: int
    started_at: datetime
    touched_at: datetime
    finished_at: datetime | None = None
    """When it was done, or stopped."""
    judged: bool = False
    """Whether the rungs have followed from it (docs/care.md 4.2)."""
    items: tuple[Item, ...] = ()

    @property
    def by_hand(self) -> bool:
        """Noted after it was done, and not done with the bot."""
        return self.finished_at is not None and self.touched_at > self.finished_at


_COLUMNS = [practices.c[f.name] for f in fields(Practice) if f.name != "items"]
_BY_HAND = practices.c.touched_at > practices.c.finished_at
"""As `Practice.by_hand`, of what is done."""

# Put together once: they are asked for with every message.
_THEIRS = practices.c.person_id.in_(bindparam("people", expanding=True))
_NEWEST_FIRST = select(*_COLUMNS).order_by(practices.c.started_at.desc(), practices.c.id)
_BY_ID = _NEWEST_FIRST.where(practices.c.id == bindparam("this"))
_SINCE = _NEWEST_FIRST.where(_THEIRS, practices.c.day >= bindparam("day"))
_ITEMS = (
    select(practice_items)
    .where(practice_items.c.practice_id.in_(bindparam("practices", expanding=True)))
    .order_by(practice_items.c.position)
)
_TALLY = (
    select(practices.c.person_id, func.count(), func.max(practices.c.day).filter(~_BY_HAND))
    .where(_THEIRS, practices.c.kind == bindparam("kind"), practices.c.state == "done")
    .group_by(practices.c.person_id)
)


async def add(  # noqa: PLR0913  (one argument a column)
    db: Db,
    person_id: str,
    *,
    day: date,
    kind: str,
    week: int,
    letter: str,
    minutes: int,
    items: Sequence[Item],
    now: datetime,
) -> Practice:
    """An open practice of these exercises, in this order."""
    practice = Practice(
        id=new_id(),
        person_id=person_id,
        day=day,
        kind=kind,
        state="open",
        week=week,
        letter=letter,
        position=0,
        minutes=minutes,
        started_at=now,
        touched_at=now,
        items=tuple(items),
    )
    await _insert(db, practice)
    return practice


async def add_walk(db: Db, person_id: str, *, day: date, minutes: int, now: datetime) -> Practice:
    """A walk that was made just now."""
    return await note(db, person_id, day=day, kind="walk", minutes=minutes, at=now, now=now)


async def note(  # noqa: PLR0913  (one argument a column)
    db: Db,
    person_id: str,
    *,
    day: date,
    kind: str,
    minutes: int,
    at: datetime,
    now: datetime,
    week: int = 0,
    letter: str = "",
    items: Sequence[Item] = (),
) -> Practice:
    """What somebody says they did, about `at`. No rung follows from it."""
    practice = Practice(
        id=new_id(),
        person_id=person_id,
        day=day,
        kind=kind,
        state="done",
        week=week,
        letter=letter,
        position=max(len(items) - 1, 0),
        minutes=minutes,
        started_at=at,
        touched_at=now,
        finished_at=at,
        judged=True,
        items=tuple(items),
    )
    await _insert(db, practice)
    return practice


async def take_back(db: Db, person_id: str, day: date) -> bool:
    """Forget what was noted by hand for this day; whether anything was."""
    mine = (practices.c.person_id == person_id) & (practices.c.day == day)
    return await db.change(delete(practices).where(mine, _BY_HAND)) > 0


async def by_id(db: Db, practice_id: str) -> Practice | None:
    found = await _all(db, _BY_ID, {"this": practice_id})
    return found[0] if found else None


async def since(db: Db, person_id: str, day: date) -> list[Practice]:
    """Those of this local day and later, newest first."""
    return (await since_all(db, {person_id: day}))[person_id]


async def since_all(db: Db, days: Mapping[str, date]) -> dict[str, list[Practice]]:
    """The same of several people, each from a day of their own."""
    found: dict[str, list[Practice]] = {person_id: [] for person_id in days}
    wanted = {"people": list(days), "day": min(days.values(), default=date.max)}
    for practice in await _all(db, _SINCE, wanted):
        if practice.day >= days[practice.person_id]:
            found[practice.person_id].append(practice)
    return found


@dataclass(frozen=True, slots=True)
class Tally:
    count: int = 0
    """How many were ever done."""
    last: date | None = None
    """The day of the last one that was not noted by hand."""


async def tally_all(db: Db, people: Collection[str], kind: str) -> dict[str, Tally]:
    """Of this kind, by person. Those who have done none are left out."""
    rows = await db.execute(_TALLY, {"people": list(people), "kind": str(kind)})
    return {person_id: Tally(count, last) for person_id, count, last in rows}


async def judge_all(db: Db, person_id: str, before: date) -> None:
    """What was done before this day has had its consequences."""
    this = update(practices).where(practices.c.person_id == person_id, practices.c.day < before)
    await db.execute(this.where(practices.c.judged.is_(False)).values(judged=True))


async def count_done(db: Db, person_id: str, kind: str, *, begun_since: datetime | None = None) -> int:
    """With `begun_since` only those done with the bot: what was noted by hand says nothing of how the leg was."""
    done = [practices.c.person_id == person_id, practices.c.kind == str(kind), practices.c.state == "done"]
    if begun_since is not None:
        done += [practices.c.started_at >= begun_since, ~_BY_HAND]
    return (await db.execute(select(func.count()).where(*done))).scalar_one()


async def save(db: Db, practice: Practice) -> None:
    """Write back its state, position and times, and each item. What was timed of it is over."""
    await timers.stop(db, practice.person_id, CARD)
    names = ("state", "position", "touched_at", "finished_at", "judged")
    values = {name: getattr(practice, name) for name in names}
    await db.execute(update(practices).where(practices.c.id == practice.id).values(values))
    this = (practice_items.c.practice_id == practice.id) & (practice_items.c.position == bindparam("at"))
    if practice.items:
        await db.execute(update(practice_items).where(this), [{"at": i.position, **_values(i)} for i in practice.items])


async def stop_open(db: Db, person_id: str, now: datetime) -> bool:
    """End what is running, unfinished; whether anything was."""
    await timers.stop(db, person_id, CARD)
    running = update(practices).where(practices.c.person_id == person_id, practices.c.state == "open")
    return await db.change(running.values(state="stopped", touched_at=now, finished_at=now)) > 0


async def _insert(db: Db, practice: Practice) -> None:
    values = asdict(practice)
    values.pop("items")
    await db.execute(insert(practices).values(values))
    if practice.items:
        rows = [{"practice_id": practice.id, **_values(item)} for item in practice.items]
        await db.execute(insert(practice_items), rows)


async def _all(db: Db, query: Select[*tuple[Any, ...]], wanted: Mapping[str, Any]) -> list[Practice]:
    rows = (await db.execute(query, wanted)).mappings().all()
    items = await _items(db, [row["id"] for row in rows])
    return [Practice(**row, items=tuple(items[row["id"]])) for row in rows]


async def _items(db: Db, ids: Sequence[str]) -> dict[str, list[Item]]:
    if not ids:
        return {}
    items: dict[str, list[Item]] = {practice_id: [] for practice_id in ids}
    for row in (await db.execute(_ITEMS, {"practices": ids})).mappings():
        items[row["practice_id"]].append(_item(row))
    return items


def _values(item: Item) -> dict[str, Any]:
    return {**asdict(item), "sets": None if item.sets is None else json.dumps(item.sets)}


def _item(row: RowMapping) -> Item:
    sets = row["sets"]
    return Item(
        **{f.name: row[f.name] for f in fields(Item)} | {"sets": None if sets is None else tuple(json.loads(sets))}
    )
