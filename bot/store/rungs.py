"""Where a person stands on each ladder. The rung lies open, what brought it there is sealed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, bindparam, select

from bot.domain.response import Footing, Step
from bot.store.conflict import upsert
from bot.store.engine import Db
from bot.store.people import Person
from bot.store.tables import rungs
from bot.store.vault import Place

# Put together once: they are asked for with every message.
_THEIRS = select(rungs).where(rungs.c.person_id.in_(bindparam("people", expanding=True)))


async def of(db: Db, person: Person) -> dict[str, Footing]:
    """By exercise. One that is not here stands at its usual rung and was never judged."""
    return (await of_all(db, (person,)))[person.id]


async def of_all(db: Db, people: Iterable[Person]) -> dict[str, dict[str, Footing]]:
    """The same of several people, by person."""
    owners = {person.id: person for person in people}
    found: dict[str, dict[str, Footing]] = {person_id: {} for person_id in owners}
    for row in (await db.execute(_THEIRS, {"people": list(owners)})).mappings():
        found[row["person_id"]][row["exercise"]] = _footing(db, owners[row["person_id"]], row)
    return found


async def put(db: Db, person: Person, footings: Mapping[str, Footing]) -> None:
    """Write these; the others stay."""
    for exercise, footing in footings.items():
        sealed = db.vault.seal(_place(exercise, person), person.key, _dump(footing))
        await upsert(
            db,
            rungs,
            ("person_id", "exercise"),
            person_id=person.id,
            exercise=exercise,
            level=footing.level,
            since=footing.since,
            footing=sealed,
        )


def _footing(db: Db, person: Person, row: RowMapping) -> Footing:
    """Versions before 3 kept no more than the rung of a move that was made easier."""
    if row["footing"] is None:
        return Footing(row["level"], row["since"])
    raw: dict[str, Any] = json.loads(db.vault.open(_place(row["exercise"], person), person.key, row["footing"]))
    rests = raw.pop("rests_until")
    step = raw.pop("step")
    return Footing(
        row["level"],
        row["since"],
        **raw,
        rests_until=None if rests is None else date.fromisoformat(rests),
        step=None if step is None else Step(step),
    )


def _dump(footing: Footing) -> str:
    return json.dumps(
        {name: value for name, value in asdict(footing).items() if name not in ("level", "since")}, default=str
    )


def _place(exercise: str, person: Person) -> Place:
    return Place("rungs", "footing", exercise, person.id)
