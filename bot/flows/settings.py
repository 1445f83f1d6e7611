"""Everything that can be set, on one card; each button changes one thing."""

from collections.abc import Sequence

from bot.domain import schedule
from bot.domain.standing import Hold, Stage
from bot.flows import country, follow_up, timetable, zone
from bot.flows.day import SESSION, WALK, place_of, weekday_words
from bot.flows.talk import Ask, Button, Reply, Turn, Words, words
from bot.flows.typed import time_of
from bot.store import routines

CARD = zone.CARD
TIMES = {SESSION: Ask("set-session", typed=True), WALK: Ask("set-walk", typed=True)}
QUESTIONS = {SESSION: "settings-session-time", WALK: "settings-walk-time"}
DAYS = {SESSION: "settings-session-days", WALK: "settings-walk-days"}
USUAL = {
    SESSION: (timetable.MORNING, timetable.MIDDAY, timetable.EVENING),
    WALK: ("08:30", timetable.MIDDAY, "17:30"),
}
NONE = "none"


async def show(turn: Turn) -> Sequence[Reply]:
    return (await card(turn),)


async def card(turn: Turn, note: Words | None = None) -> Reply:
    person = turn.person
    local = f"{turn.now.astimezone(place_of(person, turn.library)):%H:%M}"
    lines = (
        *await timetable.listing(turn),
        words("settings-zone", time=local, place=zone.place_name(person.zone))
        if person.zone
        else words("settings-no-zone"),
        words("settings-country", country=turn.library.country(person.country).name),
        words("settings-text-only") if person.text_only else words("settings-pictures"),
    )
    head = (words("settings-title"), *((note,) if note else ()))
    return Reply(text=(head, lines), buttons=_buttons(text_only=person.text_only), card=CARD)


async def time_question(turn: Turn) -> Sequence[Reply]:
    """`turn.value` is session or walk."""
    kind = WALK if turn.value == WALK else SESSION
    return (_ask_time(kind, words(QUESTIONS[kind])),)


async def session_time(turn: Turn) -> Sequence[Reply]:
    return await _set_time(turn, SESSION)


async def walk_time(turn: Turn) -> Sequence[Reply]:
    return await _set_time(turn, WALK)


async def days(turn: Turn) -> Sequence[Reply]:
    """The weekdays of "session" or "walk"; with a digit after it, that day switched on or off first."""
    kind, _, day = turn.value.partition(":")
    kind = WALK if kind == WALK else SESSION
    routine = (await routines.of(turn.db, turn.person.id)).get(kind)
    if routine is None:
        return (_ask_time(kind, words(QUESTIONS[kind])),)
    chosen = schedule.weekdays_of(routine.weekdays)
    if day.isdecimal() and int(day) in schedule.EVERY_DAY:
        chosen ^= {int(day)}
        await routines.put(
            turn.db,
            turn.person.id,
            kind,
            time=routine.time,
            weekdays=schedule.mask_of(chosen),
            next_due=None,
            next_date=None,
        )
        await timetable.plan(turn)
    return (_days_card(kind, chosen),)


async def text_only(turn: Turn) -> Sequence[Reply]:
    await turn.become(text_only=not turn.person.text_only)
    return (await card(turn),)


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


def _ask_country(turn: Turn, line: Words) -> Reply:
    likely = country.choices(turn.library, turn.library.likely_countries(turn.person.language))
    rows = (*likely, country.elsewhere(), _back())
    return Reply(text=((line,),), buttons=rows, ask=Ask("set-country", typed=True), card=CARD)


def _ask_time(kind: str, line: Words) -> Reply:
    row = tuple(Button(words("label-time", time=at), option=at) for at in USUAL[kind])
    none = (Button(words("label-no-reminder"), option=NONE),)
    return Reply(text=((line,),), buttons=(row, none, _back()), ask=TIMES[kind], card=CARD)


async def _set_time(turn: Turn, kind: str) -> Sequence[Reply]:
    if turn.value == NONE:
        await routines.drop(turn.db, turn.person.id, kind)
        return (await card(turn, words("settings-saved")),)
    at = time_of(turn.value)
    if at is None:
        return (_ask_time(kind, words("timetable-not-a-time")),)
    await timetable.set_routine(turn, kind, at)
    if turn.person.zone is None or turn.person.standing.stage is Stage.PLACING:
        return (zone.question(turn, words("settings-saved")),)
    return (await card(turn, words("settings-saved")),)


def _days_card(kind: str, chosen: schedule.Weekdays) -> Reply:
    def toggle(day: int) -> Button:
        label = words("label-day-on" if day in chosen else "label-day-off", day=weekday_words(day))
        return Button(label, goes=f"set-days:{kind}:{day}")

    rows = ((1, 2), (3, 4), (5, 6), (7,))
    toggles = tuple(tuple(toggle(day) for day in row) for row in rows)
    lines = (words(DAYS[kind]), words("settings-days-now", days=timetable.days_words(schedule.mask_of(chosen))))
    return Reply(text=(lines,), buttons=(*toggles, _back()), card=CARD)


def _buttons(*, text_only: bool) -> tuple[tuple[Button, ...], ...]:
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
        (
            Button(words("label-show-pictures") if text_only else words("label-text-only"), goes="text-only"),
            Button(words("label-pause"), goes="pause"),
        ),
    )


def _back() -> tuple[Button, ...]:
    return (Button(words("label-back"), goes="settings"),)


async def typed_time(turn: Turn) -> Sequence[Reply]:
    """A time out of the blue: it may mean the reminder, so that is offered and not just done."""
    at = time_of(turn.value)
    if turn.person.standing.held >= Hold.CLEAR_FIRST:
        return (Reply(text=((words("reminders-rest"),),), buttons=(timetable.to_settings(),)),)
    if at is None or turn.person.zone is None:
        return await show(turn)
    yes = (Button(words("label-set-to", time=at), goes=f"set-session:{at}"),)
    text = ((words("settings-typed-time", time=at),),)
    return (Reply(text=text, buttons=(yes, (Button(words("label-settings"), goes="settings"),))),)
