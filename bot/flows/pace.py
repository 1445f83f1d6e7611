"""Where the person stands today: read from what is kept, and written back when a session begins (docs/care.md 4.2 to 4.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from bot.domain import pace, response
from bot.domain.pace import Pace, Past
from bot.domain.programme import Kind
from bot.domain.response import Effort, Footing, Morning
from bot.domain.weeks import Away
from bot.flows.talk import Turn
from bot.library import Library
from bot.store import check_ins, practices, rungs
from bot.store.check_ins import CheckIn, Topic
from bot.store.engine import Db
from bot.store.people import Person
from bot.store.practices import Item, Practice

UNSURE = "unsure"
"""Nobody said which move a pain belongs to."""


@dataclass(frozen=True, slots=True)
class Last:
    """A session that is over, with what was said of it since."""

    practice: Practice
    told: tuple[CheckIn, ...]

    def answer(self, topic: Topic) -> str | None:
        found = [dict(each.answers).get(topic) for each in self.told if each.kind is topic]
        return found[-1] if found else None

    @property
    def pain(self) -> int | None:
        score = self.answer(Topic.PAIN)
        return None if score is None else int(score)

    @property
    def hurt(self) -> frozenset[str]:
        return frozenset(dict(each.answers)["exercise"] for each in self.told if each.kind is Topic.HURT)


async def with_answers(db: Db, person: Person, practice: Practice) -> Last:
    return Last(practice, tuple(await check_ins.about(db, person, practice.id)))


def unjudged(history: Sequence[Practice], today: date) -> Practice | None:
    """The newest planned session that nothing has followed from yet, and that is not today's."""
    sessions = (each for each in history if each.kind == Kind.FULL and each.state == "done" and not each.judged)
    return next((each for each in sessions if each.day < today), None)


def pace_of(
    person: Person,
    library: Library,
    today: date,
    *,
    footings: Mapping[str, Footing],
    last: Last | None,
    history: Sequence[Practice],
    practised_on: date | None,
) -> Pace:
    """`history` reaches back to the day on which the person's week began."""
    course = replace(person.course, week_began=began(person, today))
    past = Past(
        course=course,
        footings=footings,
        easy_until=person.standing.easy_until,
        last=None if last is None else _session(last, person, library, footings),
        last_on=None if last is None else last.practice.day,
        sessions=[each.day for each in history if each.kind == Kind.FULL and each.state == "done"],
        practised_on=practised_on,
    )
    return pace.pace(past, library.programme, today)


def began(person: Person, today: date) -> date:
    """The first day of their week of the programme."""
    return person.course.week_began or person.started_on or today


async def settle(turn: Turn, today: date, stands: Pace, steps_up: Mapping[str, Footing] = MappingProxyType({})) -> None:
    """Write what has followed, and what steps up with the session that begins: it follows only once."""
    stored = await rungs.of(turn.db, turn.person)
    now = {**stands.footings, **steps_up}
    await rungs.put(turn.db, turn.person, {each: now[each] for each in now if now[each] != stored.get(each)})
    await practices.judge_all(turn.db, turn.person.id, before=today)
    course = replace(stands.course, resumed_on=today) if stands.away.away >= Away.DOWN else stands.course
    standing = replace(turn.person.standing, easy_until=stands.easy_until)
    await turn.become(course=course, standing=standing)
    turn.notes.extend(f"{each}: rung {footing.level}, step up (4.3)" for each, footing in steps_up.items())


def morning_is_due(last: Last, person: Person, footings: Mapping[str, Footing]) -> bool:
    """Whether it is asked how the back was after that session, and was not yet answered."""
    return last.answer(Topic.MORNING) is None and _called_for(last, person, footings)


def _called_for(last: Last, person: Person, footings: Mapping[str, Footing]) -> bool:
    changed = any(pace.is_new(item.exercise, footings) for item in last.practice.items if item.state == "done")
    return pace.morning_is_due(person.course, changed=changed, pain=last.pain)


def _session(last: Last, person: Person, library: Library, footings: Mapping[str, Footing]) -> response.Session:
    named = last.answer(Topic.MOVE)
    effort, morning = last.answer(Topic.EFFORT), last.answer(Topic.MORNING)
    if morning is None:
        morning = Morning.UNANSWERED if _called_for(last, person, footings) else Morning.NOT_DUE
    return response.Session(
        moves=tuple(_move(item, library, footings) for item in last.practice.items),
        pain=last.pain,
        named=None if named == UNSURE else named,
        hurt=last.hurt,
        effort=None if effort is None else Effort(effort),
        morning=Morning(morning),
    )


def _move(item: Item, library: Library, footings: Mapping[str, Footing]) -> response.Move:
    """Whole is what was done at the person's own rung, with all its sets."""
    own = footings[item.exercise].level if item.exercise in footings else response.USUAL_LEVEL
    rung = library.exercises[item.exercise].rung(item.level)
    whole = not item.first and item.level == own and item.sets in (None, rung.dose.sets)
    return response.Move(item.exercise, whole=whole, done=item.state == "done")
