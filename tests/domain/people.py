"""Imagined people who live with the programme for weeks, in the pure rules alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot.domain.course import Course
from bot.domain.easing import Relief, Weekly, eased, weighed
from bot.domain.facts import Facts
from bot.domain.pace import Pace, Past, a_rung_lower, is_new, morning_is_due, pace, pain_is_due
from bot.domain.programme import Practice, practice_for
from bot.domain.response import USUAL_LEVEL, Effort, Footing, Morning, Move, Session, Step, belongs_to_a_move
from bot.domain.weeks import Away
from tests.domain.test_programme import EXERCISES, PROGRAMME

MONDAY = date(2026, 3, 2)
WORKDAYS = frozenset({1, 2, 3, 4, 5})


@dataclass(frozen=True)
class Felt:
    """How a day goes, if anything is done on it."""

    comes: bool = True
    pain: int = 1
    morning: Morning = Morning.USUAL
    """Of the morning after."""
    effort: Effort = Effort.OK
    week: int = 2
    """What the weekly questions would be answered with."""


Life = Callable[[int], Felt]
"""By the number of the day, from 0."""


@dataclass(frozen=True)
class Lived:
    """One day with a session."""

    number: int
    practice: Practice
    before: Pace
    footings: dict[str, Footing]


@dataclass
class Somebody:
    life: Life
    days: frozenset[int] = WORKDAYS
    course: Course = field(default_factory=Course)
    footings: dict[str, Footing] = field(default_factory=dict)
    easy_until: date | None = None
    last: Session | None = None
    last_number: int = 0
    sessions: list[date] = field(default_factory=list)
    reliefs: list[tuple[int, Relief]] = field(default_factory=list)

    def lives(self, days: int) -> Iterator[Lived]:
        """Until the days are over, or a clinician is needed."""
        for number in range(days):
            today = MONDAY + timedelta(days=number)
            if number % 7 == 6 and self.life(number).comes and self._weekly(number, today) is Relief.CONSULT:
                return
            if today.isoweekday() not in self.days or not self.life(number).comes:
                continue
            stands = self._stands(number, today)
            if stands.relief is Relief.CONSULT:
                return
            if not stands.is_easy_day(today):
                yield self._practise(number, today, stands)

    def _stands(self, number: int, today: date) -> Pace:
        """What follows from the session before is written at once, as it is where a session begins."""
        past = Past(
            course=self.course,
            footings=self.footings,
            easy_until=self.easy_until,
            last=self.last,
            last_on=MONDAY + timedelta(days=self.last_number),
            sessions=self.sessions,
            practised_on=max(self.sessions, default=None),
        )
        stands = pace(past, PROGRAMME, today)
        if stands.relief is not Relief.NONE:
            self.reliefs.append((number, stands.relief))
        self._write(stands, today)
        return stands

    def _write(self, stands: Pace, today: date) -> None:
        self.course = stands.course
        if stands.away.away >= Away.DOWN:
            self.course = replace(self.course, resumed_on=today)
        self.footings, self.easy_until, self.last = dict(stands.footings), stands.easy_until, None

    def _weekly(self, number: int, today: date) -> Relief:
        score, before = self.life(number).week, self.course.usual
        self.course, found = weighed(self.course, Weekly(score, score, score), today)
        if found is Relief.EASY_WEEK:
            stands = self._stands(number, today)
            course, easy_until = eased(stands.course, stands.easy_until, before, today)
            lower = a_rung_lower(stands.footings, Step.EASY_WEEK, today)
            self._write(replace(stands, course=course, easy_until=easy_until, footings=lower), today)
        if found is not Relief.NONE:
            self.reliefs.append((number, found))
        return found

    def _practise(self, number: int, today: date, stands: Pace) -> Lived:
        practice = practice_for(self._facts(today, stands), PROGRAMME, EXERCISES)
        lived = Lived(number, practice, stands, dict(self.footings))
        self.footings |= practice.steps_up
        self.sessions.append(today)
        self.last, self.last_number = self._session(practice, number), number
        return lived

    def _facts(self, today: date, stands: Pace) -> Facts:
        return Facts(
            today=today,
            week=stands.course.week,
            sessions=len(self.sessions),
            footings=stands.footings,
            easy_until=stands.easy_until,
            steady=stands.is_steady(today),
            usual=stands.course.usual,
        )

    def _session(self, practice: Practice, number: int) -> Session:
        felt, moves = self.life(number), practice.items
        changed = any(is_new(item.exercise, self.footings) for item in moves)
        asked = pain_is_due(self.course, len(self.sessions), changed=changed, hurt=False)
        pain = felt.pain if asked else None
        due = morning_is_due(self.course, changed=changed, pain=pain)
        named = moves[-1].exercise if pain is not None and belongs_to_a_move(pain, self.course.usual) else None
        return Session(
            moves=tuple(self._move(item.exercise, item.first, item.rung.level, item.rung.dose.sets) for item in moves),
            pain=pain,
            named=named,
            effort=felt.effort,
            morning=felt.morning if due else Morning.NOT_DUE,
        )

    def _move(self, exercise: str, first: bool, level: int, sets: tuple[int, ...]) -> Move:  # noqa: FBT001  (as the item has it)
        own = self.footings[exercise].level if exercise in self.footings else USUAL_LEVEL
        whole = not first and level == own and sets == EXERCISES[exercise].rung(level).dose.sets
        return Move(exercise, whole=whole)
