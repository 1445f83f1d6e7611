"""Everything that can be set, on one card; each button changes one thing."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import schedule
from bot.domain.sound import Sound
from bot.domain.standing import Hold, Stage, is_paused
from bot.domain.times import WEEKEND as WEEKEND_DAYS
from bot.flows import country, follow_up, quiet, timetable, zone
from bot.flows.dates import day_words, weekday_words
from bot.flows.day import BREAK, SESSION, WALK, date_today, place_of
from bot.flows.talk import Ask, Button, Reply, Turn, Words, words
from bot.flows.typed import time_of
from bot.store import routines
from bot.store.people import Person

CARD = zone.CARD
TIMES = {SESSION: Ask("set-session", typed=True), WALK: Ask("set-walk", typed=True)}
WEEKEND = Ask("set-weekend", typed=True)
QUESTIONS = {SESSION: "settings-session-time", WALK: "settings-walk-time"}
DAYS = {SESSION: "settings-session-days", WALK: "settings-walk-days", BREAK: "settings-break-days"}
SAVED = {SESSION: "settings-saved-session", WALK: "settings-saved-walk"}
USUAL = {
    SESSION: (timetable.MORNING, timetable.MIDDAY, timetable.EVENING),
    WALK: ("08:30", timetable.MIDDAY, "17:30"),
}
WEEKENDS = ("09:00", "10:00", "11:00")
NONE, SAME = "none", "same"
BACK = (Button(words("label-back"), goes="settings"),)


async def show(turn: Turn) -> Sequence[Reply]:
    return (await card(turn),)


async def more(turn: Turn) -> Sequence[Reply]:
    """The same card with the buttons that are needed seldom."""
    return (await card(turn, rare=True),)


async def card(turn: Turn, *notes: Words, rare: bool = False) -> Reply:
    """What is set, with notes of what was set just now."""
    person = turn.person
    place = place_of(person, turn.library)
    breaks = (await routines.of(turn.db, person.id)).get(BREAK)
    lines = (
        *await timetable.listing(turn),
        *(() if breaks else (words("settings-no-breaks"),)),
        *on_request(person),
        words("settings-zone", time=f"{turn.now.astimezone(place):%H:%M}", place=zone.place_name(person.zone))
        if person.zone
        else words("settings-no-zone"),
        words("settings-country", country=turn.library.country(person.country).name),
        words("settings-text-only") if person.text_only else words("settings-pictures"),
        *_paused(turn),
    )
    buttons = _rare(person) if rare else _often(turn)
    return Reply(text=((words("settings-title"), *notes), lines), buttons=buttons, card=CARD)


def on_request(person: Person) -> tuple[Words, ...]:
    """What is off until somebody wants it."""
    again = words("settings-again-on") if person.remind_again else words("settings-again-off")
    weekly = words("settings-weekly-on") if person.course.weekly else words("settings-weekly-off")
    return (quiet.line(person), again, weekly, words(f"settings-sound-{person.sound or Sound.OFF}"))


def _paused(turn: Turn) -> tuple[Words, ...]:
    """Nothing where nothing is paused."""
    today = date_today(turn)
    until = turn.person.standing.paused_until
    if until is None or not is_paused(turn.person.standing, today):
        return ()
    return (words("pause-for-ever") if until == until.max else words("pause-until", day=day_words(until, today)),)


async def saved(turn: Turn, *notes: Words) -> Reply:
    """The card; first the clock, where a reminder was set and it is not known yet."""
    if turn.person.zone is None or turn.person.standing.stage is Stage.PLACING:
        return zone.question(turn, notes[0])
    return await card(turn, *notes)


async def time_question(turn: Turn) -> Sequence[Reply]:
    """`turn.value` is session or walk."""
    kind = WALK if turn.value == WALK else SESSION
    return (_ask_time(kind, words(QUESTIONS[kind])),)


async def session_time(turn: Turn) -> Sequence[Reply]:
    return await _set_time(turn, SESSION)


async def walk_time(turn: Turn) -> Sequence[Reply]:
    return await _set_time(turn, WALK)


async def weekend_question(turn: Turn) -> Sequence[Reply]:
    if SESSION not in await routines.of(turn.db, turn.person.id):
        return (_ask_time(SESSION, words(QUESTIONS[SESSION])),)
    return (_ask_weekend(words("settings-weekend-time")),)


async def weekend_time(turn: Turn) -> Sequence[Reply]:
    """Another time for sessions on Saturday and Sunday, or the same again."""
    session = (await routines.of(turn.db, turn.person.id)).get(SESSION)
    if session is None:
        return (_ask_time(SESSION, words(QUESTIONS[SESSION])),)
    if turn.value == SAME:
        await timetable.change(turn, session, weekend_time=None)
        return (await card(turn, words("settings-weekend-same")),)
    at = timetable.wished(turn)
    if isinstance(at, Words):
        return (_ask_weekend(at),)
    await timetable.change(turn, session, weekend_time=at)
    has_weekend = schedule.weekdays_of(session.weekdays) & WEEKEND_DAYS
    counts = () if has_weekend else (words("settings-weekend-without"),)
    return (await saved(turn, words("settings-saved-weekend", time=at), *counts, *_early(at)),)


async def days(turn: Turn) -> Sequence[Reply]:
    """The weekdays of "session", "walk" or "break"; with a digit after it, that day switched on or off first."""
    kind, _, day = turn.value.partition(":")
    kind = kind if kind in DAYS else SESSION
    routine = (await routines.of(turn.db, turn.person.id)).get(kind)
    if routine is None:
        return (_ask_time(kind, words(QUESTIONS[kind])) if kind in QUESTIONS else await card(turn),)
    chosen = schedule.weekdays_of(routine.weekdays)
    if day.isdecimal() and int(day) in schedule.EVERY_DAY:
        chosen ^= {int(day)}
        await timetable.change(turn, routine, weekdays=schedule.mask_of(chosen))
    return (_days_card(kind, chosen),)


async def quiet_question(turn: Turn) -> Sequence[Reply]:
    return (quiet.question(turn.person, words("quiet-which")),)


async def quiet_hours(turn: Turn) -> Sequence[Reply]:
    """A span that was tapped or typed; none that covers a reminder."""
    if turn.value == quiet.OFF:
        await turn.become(quiet_hours=None)
        return (await card(turn, words("quiet-saved-off")),)
    hours = quiet.read(turn.value)
    if hours is None:
        return (quiet.question(turn.person, words("quiet-not-read")),)
    clash = quiet.clash(hours, (await routines.of(turn.db, turn.person.id)).values())
    if clash is not None:
        return (quiet.question(turn.person, clash),)
    await turn.become(quiet_hours=hours.kept)
    return (await card(turn, words("quiet-saved")),)


async def remind_again(turn: Turn) -> Sequence[Reply]:
    await turn.become(remind_again=not turn.person.remind_again)
    note = words("settings-again-set") if turn.person.remind_again else words("settings-again-unset")
    return (await card(turn, note, rare=True),)


async def weekly(turn: Turn) -> Sequence[Reply]:
    """Whether the questions about the week come."""
    await turn.become(course=replace(turn.person.course, weekly=not turn.person.course.weekly))
    await timetable.plan(turn)
    note = words("settings-weekly-set") if turn.person.course.weekly else words("settings-weekly-unset")
    return (await card(turn, note, rare=True),)


async def text_only(turn: Turn) -> Sequence[Reply]:
    await turn.become(text_only=not turn.person.text_only)
    note = words("settings-text-set") if turn.person.text_only else words("settings-pictures-set")
    return (await card(turn, note),)


async def country_question(turn: Turn) -> Sequence[Reply]:
    return (_ask_country(turn, words("settings-country-which")),)


async def set_country(turn: Turn) -> Sequence[Reply]:
    """A code that was tapped, or a name that was typed. Another country may mean another clock."""
    code = country.chosen(turn)
    if code is None:
        return (_ask_country(turn, words("settings-country-unknown")),)
    await turn.become(country=code)
    await follow_up.move(turn)
    name = words("settings-country-set", country=turn.library.country(code).name)
    if turn.person.zone and zone.fits(turn, turn.person.zone, code):
        return (await card(turn, name),)
    return (zone.question(turn, name),)


async def typed_time(turn: Turn) -> Sequence[Reply]:
    """A time out of the blue: it may mean the reminder, so that is offered and not just done."""
    at = time_of(turn.value)
    if turn.person.standing.held >= Hold.CLEAR_FIRST:
        return (Reply(text=((words("reminders-rest"),),), buttons=(timetable.to_settings(),)),)
    if at is None or turn.person.zone is None:
        return await show(turn)
    yes = (Button(words("label-set-to", time=at), goes=f"set-session:{at}"),)
    text = ((words("settings-typed-time", time=at),),)
    return (Reply(text=text, buttons=(yes, timetable.to_settings())),)


def _ask_country(turn: Turn, line: Words) -> Reply:
    likely = country.choices(turn.library, turn.library.likely_countries(turn.person.language))
    rows = (*likely, country.elsewhere(), BACK)
    return Reply(text=((line,),), buttons=rows, ask=Ask("set-country", typed=True), card=CARD)


def _ask_time(kind: str, line: Words) -> Reply:
    row = tuple(Button(words("label-time", time=at), option=at) for at in USUAL[kind])
    none = (Button(words("label-no-reminder"), option=NONE),)
    return Reply(text=((line,),), buttons=(row, none, BACK), ask=TIMES[kind], card=CARD)


def _ask_weekend(line: Words) -> Reply:
    row = tuple(Button(words("label-time", time=at), option=at) for at in WEEKENDS)
    same = (Button(words("label-weekend-same"), option=SAME),)
    return Reply(text=((line,),), buttons=(row, same, BACK), ask=WEEKEND, card=CARD)


async def _set_time(turn: Turn, kind: str) -> Sequence[Reply]:
    if turn.value == NONE:
        await routines.drop(turn.db, turn.person.id, kind)
        return (await card(turn, words("settings-saved-none")),)
    at = timetable.wished(turn)
    if isinstance(at, Words):
        return (_ask_time(kind, at),)
    await timetable.set_routine(turn, kind, at)
    return (await saved(turn, words(SAVED[kind], time=at), *(_early(at) if kind == SESSION else ())),)


def _early(at: str) -> tuple[Words, ...]:
    return (words("timetable-early"),) if at < timetable.EARLY else ()


def _days_card(kind: str, chosen: schedule.Weekdays) -> Reply:
    def toggle(day: int) -> Button:
        label = words("label-day-on" if day in chosen else "label-day-off", day=weekday_words(day))
        return Button(label, goes=f"set-days:{kind}:{day}")

    rows = ((1, 2), (3, 4), (5, 6), (7,))
    toggles = tuple(tuple(toggle(day) for day in row) for row in rows)
    lines = (words(DAYS[kind]), words("settings-days-now", days=timetable.days_words(schedule.mask_of(chosen))))
    return Reply(text=(lines,), buttons=(*toggles, BACK), card=CARD)


def _often(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    pictures = words("label-show-pictures") if turn.person.text_only else words("label-text-only")
    pause = (
        Button(words("label-resume"), goes="resume") if _paused(turn) else Button(words("label-pause"), goes="pause")
    )
    return (
        (
            Button(words("label-session-time"), goes=f"set-time:{SESSION}"),
            Button(words("label-session-days"), goes=f"set-days:{SESSION}"),
        ),
        (
            Button(words("label-walk-time"), goes=f"set-time:{WALK}"),
            Button(words("label-walk-days"), goes=f"set-days:{WALK}"),
        ),
        (Button(words("label-set-zone"), goes="zone"), Button(words("label-set-country"), goes="set-country")),
        (Button(pictures, goes="text-only"), pause),
        (Button(words("label-more"), goes="more"),),
    )


def _rare(person: Person) -> tuple[tuple[Button, ...], ...]:
    again = words("label-again-off") if person.remind_again else words("label-again-on")
    weekly = words("label-weekly-off") if person.course.weekly else words("label-weekly-on")
    return (
        (Button(words("label-weekend-time"), goes="set-weekend"), Button(words("label-quiet-hours"), goes="quiet")),
        (Button(again, goes="remind-again"),),
        (Button(words("label-breaks"), goes="breaks"), Button(words("label-suits"), goes="suits")),
        (Button(weekly, goes="weekly-questions"),),
        (Button(words("label-sound"), goes="sound"),),
        BACK,
    )
