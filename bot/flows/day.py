"""All that is known of a person's day: read once, then only looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date as Date  # noqa: N812  (a day has a field `date`)
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain import length, programme, schedule, walking, weeks
from bot.domain.exercise import Rung
from bot.domain.facts import Facts
from bot.domain.pace import Pace
from bot.domain.programme import Kind
from bot.domain.progress import week_start
from bot.domain.standing import Hold
from bot.flows.dates import day_words
from bot.flows.pace import Last, began, morning_is_due, pace_of, unjudged, with_answers
from bot.flows.talk import Turn, Words, words
from bot.library import Library
from bot.store import check_ins, practices, routines, rungs
from bot.store.engine import Db
from bot.store.people import Person
from bot.store.practices import Item, Practice, Tally
from bot.store.routines import Routine

CHECK_HOLDS = timedelta(hours=4)
"""How long a D1 answered "nothing new" is good for, unless the practice or the day ends first (docs/care.md 2.1)."""
ASKED_WITHIN = timedelta(days=4)
"""How long after a session it is asked how the back was."""
BACK = "back"
"""In the record of a decision: the exercise that no longer waits."""
SESSION = "session"
WALK = "walk"
BREAK = "break"
WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Day:
    now: datetime
    person: Person
    library: Library
    place: ZoneInfo
    date: Date
    history: tuple[Practice, ...]
    """Newest first, walks among them: those of this week and of the day before it, unless all were asked for."""
    sessions_in_all: int
    """Planned sessions done to the end, ever."""
    pace: Pace
    """Where the person stands, with what has followed from the last session."""
    last: Last | None
    """The session before today that no rung has followed from yet."""
    asks_morning: bool
    """Whether it is to be asked how the back was after it."""
    routines: Mapping[str, Routine]
    back: str | None = None
    """The exercise that no longer waits, until a session is done with it allowed (docs/care.md 3.3)."""

    @property
    def week(self) -> int:
        return self.pace.course.week

    @property
    def levels(self) -> Mapping[str, int]:
        """Of the exercises that were ever judged or moved by a tap."""
        return {exercise: footing.level for exercise, footing in self.pace.footings.items()}

    @property
    def facts(self) -> Facts:
        standing, course = self.person.standing, self.pace.course
        return Facts(
            today=self.date,
            week=course.week,
            sessions=self.sessions_in_all,
            footings=self.pace.footings,
            restricted=standing.restricted,
            left_out=standing.left_out,
            back=self.back,
            easy_until=self.pace.easy_until,
            steady=self.pace.is_steady(self.date),
            usual=course.usual,
            swaps=course.swaps_on(self.date),
            moves=course.moves_on(self.date),
        )

    @property
    def sessions(self) -> tuple[Practice, ...]:
        """Planned sessions of `history` that were done to the end."""
        return tuple(each for each in self.history if each.kind == Kind.FULL and each.state == "done")

    @property
    def walks(self) -> tuple[Practice, ...]:
        return tuple(each for each in self.history if each.kind == WALK and each.state == "done")

    @property
    def walk_days(self) -> frozenset[Date]:
        """Since the week of the walk began."""
        since = self.person.course.walk_since
        return frozenset(each.day for each in self.walks if since is not None and each.day >= since)

    @property
    def sessions_this_week(self) -> int:
        return sum(each.day >= week_start(self.date) for each in self.sessions)

    @property
    def sessions_a_week(self) -> int:
        return self.library.programme.phase(self.week).sessions_a_week[1]

    @property
    def open(self) -> Practice | None:
        return next((each for each in self.history if each.state == "open" and each.day == self.date), None)

    @property
    def done(self) -> Practice | None:
        """Today's session, where it is done."""
        return next((each for each in self.sessions if each.day == self.date), None)

    @property
    def walked(self) -> Practice | None:
        return next((each for each in self.walks if each.day == self.date), None)

    @property
    def walked_minutes(self) -> int:
        """Of all walks of today."""
        return sum(each.minutes for each in self.walks if each.day == self.date)

    @property
    def is_rest(self) -> bool:
        return weeks.is_rest_day(self.date, own_days(self), self.sessions_this_week)

    @property
    def checked(self) -> bool:
        """Whether a D1 still holds, so that it need not be asked again."""
        at = self.person.checked_at
        if at is None or self.person.standing.held is not Hold.NONE or not at <= self.now < at + CHECK_HOLDS:
            return False
        if schedule.day_of(at, self.place) != self.date:
            return False
        newest = next((each for each in self.history if each.kind != WALK), None)
        # One that was let go for another does not end the check; the other is then the newest, and open.
        return newest is None or newest.finished_at is None or newest.finished_at <= at

    @property
    def walks_short(self) -> bool:
        """While something holds or waits, and on easy days, walks are short and easy (docs/care.md 2.5, 3.3 and 4.3)."""
        standing = self.person.standing
        return standing.held is not Hold.NONE or bool(standing.restricted) or self.facts.eases or self._is_easy

    @property
    def _is_easy(self) -> bool:
        chosen = any(each.kind in (Kind.EASY, Kind.SORE) and each.day == self.date for each in self.history)
        return chosen or self.pace.is_easy_day(self.date)

    @property
    def walk_aim(self) -> walking.Aim:
        course, days = self.person.course, self.walk_days
        return walking.aim(self.library.programme, course, days, self.date, week=self.week, short=self.walks_short)

    @property
    def walk_minutes(self) -> tuple[int, int]:
        return self.walk_aim.minutes

    def form(self, wish: Kind) -> Kind:
        """What a wish comes to: after a session that was too much a whole one becomes an easy day."""
        return Kind.EASY if wish is Kind.FULL and self.pace.is_easy_day(self.date) else wish

    def plan(self, kind: Kind = Kind.FULL) -> programme.Practice:
        return programme.practice_for(self.facts, self.library.programme, self.library.exercises, kind)

    def alone(self, exercise_id: str) -> programme.Item | programme.LeftOut:
        """One exercise by itself, as it would be done today: as planned where it is in today's session."""
        planned = next((item for item in self.plan().items if item.exercise == exercise_id), None)
        exercise = self.library.exercises[exercise_id]
        return planned or programme.alone(exercise, self.facts, self.library.programme)

    def rung(self, item: Item) -> Rung:
        """How `item` is done: at its rung, in the form and with the sets it was planned or changed to."""
        exercise = self.library.exercises[item.exercise]
        at_first = item.first and item.level == exercise.first.level
        rung = exercise.first if at_first else exercise.rung(item.level)
        if item.form is not None:
            rung = replace(rung, form=item.form)
        return rung if item.sets is None else length.of(rung, item.sets)

    def local(self, instant: datetime) -> str:
        return f"{instant.astimezone(self.place):%H:%M}"

    def next_session(self) -> Words | None:
        """As in "Next: tomorrow 08:00"; nothing where no reminder is set."""
        found = self.next_after_today() if self.done else self._next(self.now)
        return None if found is None else words("next-session", day=day_words(found[0], self.date), time=found[1])

    def next_after_today(self) -> tuple[Date, str] | None:
        return self._next(schedule.end_of_day(self.now, self.place) - timedelta(seconds=1))

    def _next(self, after: datetime) -> tuple[Date, str] | None:
        routine = self.routines.get(SESSION)
        if routine is None or routine.next_due is None:
            return None
        if routine.next_date and routine.next_due > after:
            return (routine.next_date, f"{routine.times.on(routine.next_date)[0]:%H:%M}")
        weekdays = schedule.weekdays_of(routine.weekdays)
        due = schedule.next_due(routine.times, weekdays, self.place, after)
        return None if due is None else (due.date, f"{routine.times.on(due.date)[0]:%H:%M}")


def own_days(day: Day) -> schedule.Weekdays:
    """The weekdays on which the person wants their sessions."""
    routine = day.routines.get(SESSION)
    return (schedule.weekdays_of(routine.weekdays) if routine else schedule.WORKDAYS) or schedule.WORKDAYS


def place_of(person: Person, library: Library) -> ZoneInfo:
    """Where the person's clock stands: their zone, else the likeliest of their country, else UTC."""
    zones = library.country(person.country).zones
    return schedule.zone(person.zone or (zones[0] if zones else "UTC"))


def date_today(turn: Turn) -> Date:
    """What day it is where the person is."""
    return schedule.day_of(turn.now, place_of(turn.person, turn.library))


async def load(db: Db, person: Person, library: Library, now: datetime, *, whole: bool = False) -> Day:
    return (await load_all(db, {person.id: person}, library, now, whole=whole))[person.id]


async def load_all(
    db: Db, people: Mapping[str, Person], library: Library, now: datetime, *, whole: bool = False
) -> Mapping[str, Day]:
    """The day of each of these people, by their id."""
    if not people:
        return {}
    places = {each.id: place_of(each, library) for each in people.values()}
    dates = {each: schedule.day_of(now, place) for each, place in places.items()}
    first = {each: Date.min if whole else _first(person, dates[each]) for each, person in people.items()}
    histories = await practices.since_all(db, first)
    tallies = await practices.tally_all(db, people, Kind.FULL)
    footings = await rungs.of_all(db, people.values())
    wishes = await routines.of_all(db, people)
    days: dict[str, Day] = {}
    for each, person in people.items():
        date, history, stands = dates[each], tuple(histories[each]), footings[each]
        tally, waiting = tallies.get(each, Tally()), unjudged(history, date)
        last = None if waiting is None else await with_answers(db, person, waiting)
        days[each] = Day(
            now=now,
            person=person,
            library=library,
            place=places[each],
            date=date,
            history=history,
            sessions_in_all=tally.count,
            pace=pace_of(person, library, date, footings=stands, last=last, history=history, practised_on=tally.last),
            last=last,
            asks_morning=last is not None and _is_fresh(last, date) and morning_is_due(last, person, stands),
            routines=wishes[each],
            back=await _back(db, person),
        )
    return days


def _is_fresh(last: Last, today: Date) -> bool:
    """Weeks later nobody knows how that morning was; it then counts as not answered."""
    return today - last.practice.day <= ASKED_WITHIN


def _first(person: Person, today: Date) -> Date:
    """How far back one has to look: this calendar week, the week of the programme, and the week of the walk."""
    days = (week_start(today) - timedelta(days=2), began(person, today), person.course.walk_since)
    return min(day for day in days if day is not None)


async def _back(db: Db, person: Person) -> str | None:
    since = person.standing.restricted_since
    if since is None or await practices.count_done(db, person.id, Kind.FULL, begun_since=since):
        return None
    found = [event.detail.get(BACK) for event in await check_ins.triage_of(db, person) if event.at >= since]
    return next((exercise for exercise in reversed(found) if exercise), None)


async def today(turn: Turn) -> Day:
    return await load(turn.db, turn.person, turn.library, turn.now)


async def whole(turn: Turn) -> Day:
    """Today, with everything that ever was done."""
    return await load(turn.db, turn.person, turn.library, turn.now, whole=True)
