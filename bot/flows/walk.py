"""The walk: today's minutes, a timer that runs along, done; and reminders of it while somebody waits to be checked."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.domain import schedule, walking
from bot.domain.standing import Hold, NudgeKind, Stage, is_quiet, may_walk
from bot.domain.timer import DOTS, Countdown, Moment
from bot.flows import follow_up, hold, move, quiet, safety, timetable, zone
from bot.flows.day import WALK, Day, place_of, today
from bot.flows.talk import Ask, Button, Kind, Paragraph, Reply, Turn, Words, paragraph, say, words
from bot.flows.typed import minutes_of
from bot.library import Library
from bot.store import cards, outbox, practices, routines, slots, timers
from bot.store.people import Person
from bot.store.slots import Outcome
from bot.store.timers import Timer

CARD = "walk"
LENGTHS = (10, 20, 30)
ASK = Ask("walked", typed=True)
LATE = timedelta(minutes=2)
"""So long after its end a walk is noted on its card alone: nobody waits for a word about it any more."""
THUMB = "👍"
START = Button(words("label-walk-going"), goes="walk-going")
STOP = Button(words("label-walk-stop"), goes="walk-stop")
DONE = Button(words("label-walk-done"), goes="walk-done")
AGAIN = Button(words("label-walk-another"), goes="walk-done")


async def show(turn: Turn) -> Sequence[Reply]:
    if not may_walk(turn.person.standing):
        return await safety.refusal(turn)
    if (timer := await timers.of(turn.db, turn.person.id, CARD)) is not None:
        return (running(timer, turn.person, turn.library, turn.now),)
    day = await today(turn)
    return (_done(day) if day.walked else _card(day),)


def nudge(day: Day) -> Reply:
    """The daily reminder of it."""
    least, _ = day.walk_minutes
    not_today = (Button(words("label-not-today"), goes="walk-not-today"),)
    return Reply(
        text=(paragraph(words("nudge-walk", minutes=least)), *_caution(day.person)),
        buttons=((START, DONE), not_today, hold.NEW_SYMPTOM),
        card=CARD,
        anew=True,
    )


async def start(turn: Turn) -> Sequence[Reply]:
    """Count along with today's walk. Where one is counted already, it goes on."""
    if not may_walk(turn.person.standing):
        return await safety.refusal(turn)
    if await timers.of(turn.db, turn.person.id, CARD) is None:
        minutes, _ = (await today(turn)).walk_minutes
        countdown = Countdown(minutes * 60, turn.now)
        first = countdown.next_at(turn.now)
        await timers.start(turn.db, Timer(turn.person.id, CARD, countdown.seconds, turn.now, first))
        turn.notes.append(f"walk: a timer of {minutes} minutes")
    return await show(turn)


async def stop(turn: Turn) -> Sequence[Reply]:
    """Nothing is asked: the whole minutes so far are noted."""
    timer = await timers.of(turn.db, turn.person.id, CARD)
    if timer is None or not may_walk(turn.person.standing):
        return await show(turn)
    await _end_timer(turn)
    countdown = Countdown(timer.seconds, timer.started_at)
    minutes = countdown.frame(turn.now).minutes
    if minutes == 0:
        return (Reply(text=((words("walk-too-short"),),), buttons=((START, DONE),), card=CARD, kind=Kind.WALK),)
    await _note(turn, minutes, min(turn.now, countdown.ends_at))
    return (_done(await today(turn)),)


async def done(turn: Turn) -> Sequence[Reply]:
    """How long was it? A timer knows."""
    if not may_walk(turn.person.standing):
        return await safety.refusal(turn)
    if await timers.of(turn.db, turn.person.id, CARD) is not None:
        return await stop(turn)
    return (_how_long(await today(turn), "walk-how-long"),)


async def walked(turn: Turn) -> Sequence[Reply]:
    """So many minutes, tapped or typed. They count in the place of a timer's."""
    if not may_walk(turn.person.standing):
        return await safety.refusal(turn)
    minutes = minutes_of(turn.value)
    if minutes is None:
        return (_how_long(await today(turn), "walk-not-minutes"),)
    await _end_timer(turn)
    await _note(turn, minutes, turn.now)
    receipt = _done(await today(turn))
    return (receipt if turn.tapped else await _with_reaction(turn, receipt),)


async def not_today(turn: Turn) -> Sequence[Reply]:
    await slots.close_open(turn.db, turn.person.id, Outcome.SKIPPED_BY_USER, turn.now, kinds=(NudgeKind.WALK,))
    if await timers.of(turn.db, turn.person.id, CARD) is not None:
        return await show(turn)
    return (Reply(text=((words("walk-skipped"),),), card=CARD),)


async def reached(turn: Turn) -> Sequence[Reply]:
    """Half-time, or the end, of the walk that is counted. Nobody tapped: the clock got there."""
    timer, standing = await timers.of(turn.db, turn.person.id, CARD), turn.person.standing
    if timer is None:
        return ()
    if not may_walk(standing) or is_quiet(standing, turn.now) or standing.unreachable_since is not None:
        await _end_timer(turn)
        return ()
    countdown = Countdown(timer.seconds, timer.started_at)
    moment = countdown.moment(timer.next_at, turn.now)
    if moment is Moment.END:
        return await _over(turn, countdown)
    if moment is Moment.HALF:
        await timers.move(turn.db, timer, countdown.next_at(turn.now))
        return (replace(say("walk-half"), kind=Kind.TIMED),)
    return ()


async def on_offer(turn: Turn) -> Sequence[str]:
    """The ways that its card shows, where it is what words such as "start" or "done" are about."""
    newest = await cards.last(turn.db, turn.person.id)
    if newest is None or newest.card == move.CARD:
        return ()
    if await timers.of(turn.db, turn.person.id, CARD) is not None:
        return ("walk-stop",)
    is_it = newest.card == CARD and _is_of_today(turn, newest.shown_at)
    return ("walk-going", "walk-done") if is_it else ()


async def reminders(turn: Turn) -> Sequence[Reply]:
    """The answer to the offer of a daily walk reminder, `turn.value` being yes or no."""
    standing = turn.person.standing
    if standing.held is not Hold.CONSULT or standing.stage is not Stage.ACTIVE:
        return await safety.not_yet(turn)
    if turn.value != follow_up.YES:
        await turn.become(standing=replace(standing, walks=False))
        await timetable.plan(turn)
        return (Reply(text=((words("walk-offer-no"),),)),)
    await turn.become(standing=replace(standing, walks=True))
    turn.notes.append("walking reminders while held (2.5)")
    routine = (await routines.of(turn.db, turn.person.id)).get(WALK)
    await timetable.set_routine(turn, WALK, routine.time if routine else _first_time(turn))
    walk = (await routines.of(turn.db, turn.person.id))[WALK]
    line = words("walk-offer-yes", time=walk.time, days=timetable.days_words(walk.weekdays))
    if turn.person.zone is None:
        return (replace(zone.question(turn, line), anew=True),)
    return (Reply(text=((line, words("walk-caution")),), buttons=(timetable.to_settings(),)),)


def running(timer: Timer, person: Person, _: Library, now: datetime) -> Reply:
    """The card while a walk is counted. The words say what the dots show."""
    frame = Countdown(timer.seconds, timer.started_at).frame(now)
    dots = "●" * frame.dots + "○" * (DOTS - frame.dots)
    at = words("walk-running", done=frame.minutes, minutes=timer.seconds // 60, dots=dots)
    row = (STOP, *hold.NEW_SYMPTOM)
    return Reply(
        text=(paragraph(at, words("walk-pocket")), *_caution(person)), buttons=(row,), card=CARD, kind=Kind.WALK
    )


async def _over(turn: Turn, countdown: Countdown) -> Sequence[Reply]:
    minutes, at = countdown.seconds // 60, countdown.ends_at
    await _end_timer(turn)
    await _note(turn, minutes, at)
    day = await today(turn)
    if turn.now - at < LATE:
        # An edit makes no sound, and the phone is in a pocket.
        return (_done(day), say("walk-end", minutes=minutes))
    late = words("walk-late", minutes=minutes, time=day.local(at))
    return (Reply(text=((late,),), buttons=((START, AGAIN),), card=CARD, kind=Kind.WALK),)


async def _end_timer(turn: Turn) -> None:
    await timers.stop(turn.db, turn.person.id, CARD)
    await outbox.cancel(turn.db, turn.person.id, turn.now, kinds=(Kind.TIMED,))


async def _note(turn: Turn, minutes: int, at: datetime) -> None:
    """A walk that ended at `at`, and the minutes aimed at as they follow from the days walked."""
    date = schedule.day_of(at, place_of(turn.person, turn.library))
    await practices.add_walk(turn.db, turn.person.id, day=date, minutes=minutes, now=at)
    days = (await today(turn)).walk_days
    await turn.become(course=walking.advance(turn.person.course, days, date))
    turn.notes.append(f"walk: {minutes} minutes")


async def _with_reaction(turn: Turn, receipt: Reply) -> Reply:
    """What was typed is answered on the spot; today's card changes where it stands."""
    shown = await cards.of(turn.db, turn.person.id, CARD)
    is_here = shown is not None and _is_of_today(turn, shown.shown_at)
    return replace(receipt, reaction=THUMB, anew=not is_here)


def _is_of_today(turn: Turn, instant: datetime) -> bool:
    place = place_of(turn.person, turn.library)
    return schedule.day_of(instant, place) == schedule.day_of(turn.now, place)


def _first_time(turn: Turn) -> str:
    """Midday, or the end of the quiet hours where they cover it."""
    hours = quiet.hours_of(turn.person)
    covered = hours is not None and hours.cover(time.fromisoformat(timetable.MIDDAY))
    return f"{hours.last:%H:%M}" if hours is not None and covered else timetable.MIDDAY


def _card(day: Day) -> Reply:
    aim = day.walk_aim
    lines = (
        _title(aim),
        *((words("walk-grown", more=walking.MORE),) if aim.grown else ()),
        words("walk-brisk") if aim.brisk else words("walk-pace"),
    )
    buttons = ((START, DONE), hold.NEW_SYMPTOM)
    return Reply(text=(lines, *_caution(day.person)), buttons=buttons, card=CARD, kind=Kind.WALK)


def _caution(person: Person) -> tuple[Paragraph, ...]:
    """For who waits to be checked (docs/care.md 2.5)."""
    return (paragraph(words("walk-caution")),) if person.standing.held is not Hold.NONE else ()


def _title(aim: walking.Aim) -> Words:
    (least, most), times = aim.minutes, aim.times_a_day
    if least < most:
        return words("walk-aim-range", least=least, most=most)
    if times == (1, 1):
        return words("walk-aim", minutes=least)
    return words("walk-aim-often", minutes=least, fewest=times[0], times=times[1])


def _done(day: Day) -> Reply:
    return Reply(
        text=(paragraph(words("walk-saved", minutes=day.walked_minutes)),),
        buttons=((START, AGAIN),),
        card=CARD,
        kind=Kind.WALK,
    )


def _how_long(day: Day, key: str) -> Reply:
    return Reply(text=(paragraph(words(key)),), buttons=(lengths(day.walk_minutes),), ask=ASK, card=CARD)


def lengths(aim: Collection[int] = ()) -> tuple[Button, ...]:
    """Minutes to choose from, those aimed at among them."""
    offered = sorted({*LENGTHS, *aim})
    return tuple(Button(words("label-minutes", minutes=each), option=str(each)) for each in offered)
