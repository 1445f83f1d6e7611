"""When to be reminded: the first setting up, and when each routine is next due."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.domain import easing, schedule
from bot.domain.standing import Hold, NudgeKind, Stage, reminders_open
from bot.flows import country, d1, follow_up, quiet, relocation, rest_day, zone
from bot.flows.dates import weekday_words
from bot.flows.day import BREAK, SESSION, WALK, WEEKLY, Day, place_of
from bot.flows.talk import Ask, Button, Reply, Turn, Words, words
from bot.flows.typed import time_of
from bot.store import routines, slots
from bot.store.routines import Routine
from bot.store.slots import Outcome

CARD = zone.CARD
WORKDAYS = schedule.mask_of(schedule.WORKDAYS)
EVERY_DAY = schedule.mask_of(schedule.EVERY_DAY)
MORNING, MIDDAY, EVENING = "07:30", "12:30", "19:00"
USUAL_DAYS = {SESSION: WORKDAYS, WALK: EVERY_DAY, BREAK: WORKDAYS}
EARLY = "07:00"
"""A session before this gets a word about stiff mornings."""
NEAR = 60
"""Minutes between session and walk within which one reminder does for both times."""
NONE, ANOTHER = "none", "another"
STEP = 30
"""Minutes that "same time" is rounded to."""


async def offer(turn: Turn) -> Sequence[Reply]:
    """After the first practice, or Later: three questions at most, then the reminders run."""
    if turn.person.standing.stage is Stage.ACTIVE:
        return (Reply(text=(await listing(turn),), buttons=(to_settings(),), card=CARD),)
    return (_ask_time(turn),)


async def session_time(turn: Turn) -> Sequence[Reply]:
    if turn.value == ANOTHER:
        return (_ask_typed(words("timetable-another")),)
    if turn.value == NONE:
        await routines.drop(turn.db, turn.person.id, SESSION)
        return await _ask_walk(turn)
    at = wished(turn)
    if isinstance(at, Words):
        return (_ask_typed(at),)
    await set_routine(turn, SESSION, at)
    return await _ask_walk(turn)


async def walk_time(turn: Turn) -> Sequence[Reply]:
    if turn.value == ANOTHER:
        return (_ask_typed_walk(words("timetable-another")),)
    if turn.value == NONE:
        await routines.drop(turn.db, turn.person.id, WALK)
    else:
        at = wished(turn)
        if isinstance(at, Words):
            return (_ask_typed_walk(at),)
        await set_routine(turn, WALK, at)
    return (zone.question(turn),) if await routines.of(turn.db, turn.person.id) else await _placed(turn)


async def zone_right(turn: Turn) -> Sequence[Reply]:
    """The time shown was right, or not."""
    if not schedule.zone_allowed(turn.value):
        return (zone.choose(turn),)
    place = schedule.zone(turn.value)
    await turn.become(zone=turn.value)
    turn.notes.append(f"zone {turn.value}")
    await follow_up.move(turn)
    if turn.person.standing.stage is Stage.PLACING:
        return (*await _placed(turn), *await country.arrived(turn))
    await plan(turn)
    gone_by = await relocation.move(turn, place)
    line = words("timetable-zone-set", time=f"{turn.now.astimezone(place):%H:%M}")
    asked = await country.arrived(turn)
    if gone_by is None or not d1.is_open(turn):
        return (Reply(text=((line,),), buttons=(to_settings(),), card=CARD), *asked)
    offered = words("timetable-gone-by", time=gone_by, place=zone.place_name(turn.value))
    return (Reply(text=((line,), (offered,)), buttons=(d1.to_today(), to_settings()), card=CARD), *asked)


def wished(turn: Turn) -> str | Words:
    """The time that was tapped or typed, or why there can be no reminder then."""
    at = time_of(turn.value)
    if at is None:
        return words("timetable-not-a-time")
    return quiet.refusal(turn.person, (time.fromisoformat(at),)) or at


async def set_routine(turn: Turn, kind: str, at: str) -> None:
    """A new time for `kind`, on the days it has, and when it is next due."""
    old = (await routines.of(turn.db, turn.person.id)).get(kind)
    if old is not None:
        await change(turn, old, time=at, weekdays=old.weekdays or USUAL_DAYS[kind])
        return
    await routines.put(turn.db, turn.person.id, kind, time=at, weekdays=USUAL_DAYS[kind], next_due=None, next_date=None)
    await plan(turn)


async def change(turn: Turn, routine: Routine, **changes: Any) -> None:
    """The same routine with these fields of the wish changed, and when it is next due."""
    wish = replace(routine, **changes)
    await routines.put(
        turn.db,
        turn.person.id,
        wish.kind,
        time=wish.time,
        weekend_time=wish.weekend_time,
        until=wish.until,
        every=wish.every,
        weekdays=wish.weekdays,
        next_due=None,
        next_date=None,
    )
    await plan(turn)


async def skip(turn: Turn, day: Day, routine: Routine) -> None:
    """Nothing more of this routine today, whatever plans it anew before the day ends."""
    ends = schedule.end_of_day(turn.now, day.place)
    if routine.next_due is None or routine.next_due >= ends:
        return
    found = next_of(turn, routine, after=routine.next_due - timedelta(seconds=1))
    while found is not None and found.utc < ends:
        await slots.add(
            turn.db,
            key=routine.key(found, day.place),
            person_id=turn.person.id,
            routine_id=routine.id,
            kind=routine.kind,
            due=found.utc,
            date=found.date,
            outcome=Outcome.SKIPPED_BY_USER,
            now=turn.now,
        )
        found = next_of(turn, routine, after=found.utc)
    await routines.schedule(turn.db, routine.id, *((found.utc, found.date) if found else (None, None)))


async def plan(turn: Turn) -> None:
    """Recompute when each routine is next due, or let it rest, after any change of what that hangs on."""
    await rest_day.place(turn)
    for routine in (await routines.of(turn.db, turn.person.id)).values():
        found = None if _rests(turn, routine.kind) else next_of(turn, routine, after=_after(turn, routine.kind))
        turn.notes.append(f"next {routine.kind}: {found.utc:%Y-%m-%d %H:%M} UTC" if found else f"{routine.kind} rests")
        due, day = (found.utc, found.date) if found else (None, None)
        await routines.schedule(turn.db, routine.id, due, day)


def next_of(turn: Turn, routine: Routine, *, after: datetime) -> schedule.Occurrence | None:
    place = place_of(turn.person, turn.library)
    return schedule.next_due(routine.times, schedule.weekdays_of(routine.weekdays), place, after)


async def listing(turn: Turn) -> tuple[Words, ...]:
    """What is set, a line for each routine."""
    held = await routines.of(turn.db, turn.person.id)
    session, walk, breaks = held.get(SESSION), held.get(WALK), held.get(BREAK)
    return (
        _session_line(session) if session else words("timetable-no-session"),
        words("timetable-walk", time=walk.time, days=days_words(walk.weekdays)) if walk else words("timetable-no-walk"),
        *((breaks_line(breaks),) if breaks else ()),
    )


def _session_line(session: Routine) -> Words:
    days = days_words(session.weekdays)
    if session.weekend_time is None:
        return words("timetable-session", time=session.time, days=days)
    return words("timetable-session-weekend", time=session.time, weekend=session.weekend_time, days=days)


def breaks_line(breaks: Routine) -> Words:
    times = ", ".join(f"{at:%H:%M}" for at in breaks.times.all)
    return words("timetable-breaks", times=times, days=days_words(breaks.weekdays))


def days_words(mask: int) -> Words:
    """Monday to Friday, every day, or the days by name."""
    if mask == WORKDAYS:
        return words("days-workdays")
    if mask == EVERY_DAY:
        return words("days-every")
    chosen = sorted(schedule.weekdays_of(mask))
    if not chosen:
        return words("days-none")
    listed = weekday_words(chosen[0])
    for day in chosen[1:]:
        listed = words("days-and", days=listed, day=weekday_words(day))
    return listed


def to_settings() -> tuple[Button, ...]:
    return (Button(words("label-settings"), goes="settings"),)


def _rests(turn: Turn, kind: str) -> bool:
    standing = turn.person.standing
    if standing.stage is not Stage.ACTIVE or standing.unreachable_since is not None or turn.person.zone is None:
        return True
    if standing.paused_until == date.max:
        return True
    return not reminders_open(standing, NudgeKind(kind))


def _after(turn: Turn, kind: str) -> datetime:
    """Now, or just before the day on which a pause ends or the week's questions are due again."""
    person, place = turn.person, place_of(turn.person, turn.library)
    begins = [turn.now]
    until = person.standing.paused_until
    if until is not None and until != date.max:
        begins.append(datetime.combine(until, time.min, place).astimezone(UTC) - timedelta(seconds=1))
    due = easing.weekly_from(person.course, person.started_on) if kind == WEEKLY else None
    if due is not None:
        begins.append(schedule.start_of_day(due, place) - timedelta(seconds=1))
    return max(begins)


async def _placed(turn: Turn) -> Sequence[Reply]:
    """All is set: from now on the reminders run, and the weeks are counted."""
    place = place_of(turn.person, turn.library)
    await turn.become(
        standing=replace(turn.person.standing, stage=Stage.ACTIVE),
        started_on=turn.person.started_on or schedule.day_of(turn.now, place),
    )
    await plan(turn)
    lines = await listing(turn)
    session = (await routines.of(turn.db, turn.person.id)).get(SESSION)
    if session is not None and session.next_due is not None:
        # What was offered is the same time tomorrow, even where today's is still to come.
        tomorrow = next_of(turn, session, after=schedule.end_of_day(turn.now, place) - timedelta(seconds=1))
        await routines.schedule(turn.db, session.id, *((tomorrow.utc, tomorrow.date) if tomorrow else (None, None)))
    early = ((words("timetable-early"),),) if session and session.time < EARLY else ()
    rest = ((words("reminders-rest"),),) if turn.person.standing.held >= Hold.CLEAR_FIRST else ()
    text = ((words("timetable-set"),), lines, *(rest or early), (words("timetable-change"),))
    return (Reply(text=text, buttons=(to_settings(),), card=CARD),)


def _ask_time(turn: Turn) -> Reply:
    zones = turn.library.country(turn.person.country).zones
    known = turn.person.zone is not None or len(zones) == 1
    same = _rounded(turn.now.astimezone(place_of(turn.person, turn.library))) if known else None
    first = ((Button(words("label-yes"), option=same),),) if same else ()
    return Reply(
        text=((words("timetable-same", time=same) if same else words("timetable-when"), words("timetable-days")),),
        buttons=(
            *first,
            (
                Button(words("label-morning", time=MORNING), option=MORNING),
                Button(words("label-midday", time=MIDDAY), option=MIDDAY),
            ),
            (
                Button(words("label-evening", time=EVENING), option=EVENING),
                Button(words("label-another"), option=ANOTHER),
            ),
            (Button(words("label-none"), option=NONE),),
        ),
        ask=Ask("session-time", typed=True),
        card=CARD,
        anew=True,
    )


async def _ask_walk(turn: Turn) -> Sequence[Reply]:
    session = (await routines.of(turn.db, turn.person.id)).get(SESSION)
    together = session is not None and abs(_minute(session.time) - _minute(MIDDAY)) <= NEAR
    at = session.time if session is not None and together else MIDDAY
    reply = Reply(
        text=((words("timetable-walk-with", time=at) if together else words("timetable-walk-at", time=at),),),
        buttons=(
            (Button(words("label-yes"), option=at), Button(words("label-another"), option=ANOTHER)),
            (Button(words("label-no-walks"), option=NONE),),
        ),
        ask=Ask("walk-time", typed=True),
        card=CARD,
    )
    return (reply,)


def _ask_typed(line: Words) -> Reply:
    return Reply(text=((line,),), ask=Ask("session-time", typed=True), card=CARD)


def _ask_typed_walk(line: Words) -> Reply:
    return Reply(text=((line,),), ask=Ask("walk-time", typed=True), card=CARD)


def _minute(at: str) -> int:
    return int(at[:2]) * 60 + int(at[3:])


def _rounded(local: datetime) -> str:
    minutes = round((local.hour * 60 + local.minute) / STEP) * STEP % (24 * 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"
