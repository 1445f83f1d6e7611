"""Every command, button and typed answer → its flow and what it needs, on one screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from bot.domain.standing import Hold
from bot.flows import (
    admin,
    announcement,
    answers,
    breaks,
    check_in,
    country,
    doubt,
    ending,
    exercises,
    export,
    flare,
    gate,
    guide,
    harm,
    hurt,
    more,
    morning,
    nudge,
    pages,
    pause,
    placing,
    practice,
    privacy,
    progress,
    retention,
    safety,
    screen,
    settings,
    setup,
    skip,
    soreness,
    sound,
    stops,
    suits,
    timetable,
    today,
    unanswered,
    walk,
    warning,
    weekly,
    welcome,
    wishes,
    yesterday,
    zone,
)
from bot.flows.talk import Flow


class Needs(Enum):
    CLEAR = auto()
    """May exercise now: consented, screened, and nothing holds."""
    CONSENTED = auto()
    ANYONE = auto()
    ADMIN = auto()
    """To anybody else there is no such way."""


@dataclass(frozen=True, slots=True)
class Route:
    flow: Flow
    needs: Needs = Needs.CLEAR
    beneath: Hold | None = None
    """To somebody held at this or higher the short advice comes first, and this beneath it."""


def consented(flow: Flow, *, beneath: bool = False) -> Route:
    return Route(flow, Needs.CONSENTED, Hold.CLEAR_FIRST if beneath else None)


def advised(flow: Flow) -> Route:
    """Beneath the advice of a warning sign alone: a condition to clear first does not come before each setting."""
    return Route(flow, Needs.CONSENTED, Hold.CONSULT)


def anyone(flow: Flow, *, beneath: bool = False) -> Route:
    return Route(flow, Needs.ANYONE, Hold.CLEAR_FIRST if beneath else None)


COMMANDS = pages.COMMANDS
ADMIN_COMMANDS = ("admin", "announce")
"""Not in the menu."""
ALIASES = {"erase": "delete"}

WAYS: Mapping[str, Route] = {
    # Commands, which are buttons too.
    "start": anyone(welcome.start),
    "today": Route(today.show),
    "exercises": anyone(exercises.show),
    "walk": consented(walk.show),
    "checkin": Route(check_in.checkin),
    "symptoms": advised(screen.symptoms),
    "progress": consented(progress.show, beneath=True),
    "settings": consented(settings.show, beneath=True),
    "pause": consented(pause.pause, beneath=True),
    "resume": consented(pause.resume, beneath=True),
    "gethelp": anyone(safety.get_help),
    "faq": anyone(pages.faq, beneath=True),
    "privacy": anyone(privacy.show, beneath=True),
    "about": anyone(pages.about, beneath=True),
    "export": consented(export.ask, beneath=True),
    "delete": anyone(privacy.delete, beneath=True),
    "withdraw": anyone(privacy.withdraw, beneath=True),
    "keep-data": consented(retention.keep, beneath=True),
    "help": anyone(pages.help_page, beneath=True),
    "cancel": anyone(pages.cancel, beneath=True),
    "progress-theme": consented(progress.theme, beneath=True),
    "yesterday": consented(yesterday.show, beneath=True),
    "yesterday-session": Route(yesterday.session),
    "yesterday-bit": Route(yesterday.bit),
    "yesterday-walk": consented(yesterday.walk),
    "yesterday-nothing": consented(yesterday.nothing, beneath=True),
    # The day.
    "today-begin": Route(today.begin),
    "today-change": Route(wishes.change),
    "wish": Route(wishes.wish),
    "swap": Route(wishes.swap),
    "today-why": Route(today.why),
    "today-enough": Route(today.enough),
    "one-minute": Route(today.one_minute),
    "morning": Route(morning.answer),
    "easier-week": Route(soreness.easier_week),
    "ready-for-more": Route(more.show),
    "not-today": consented(today.not_today, beneath=True),
    "later": Route(placing.later),
    "done": Route(practice.done),
    "skip": Route(skip.skip),
    "easier": Route(practice.easier),
    "hurt": Route(hurt.hurt),
    "timer-start": Route(guide.start),
    "timer-sound": Route(guide.start_with_sound),
    "timer-pause": Route(guide.pause),
    "timer-go": Route(guide.go_on),
    "timer-more": Route(guide.longer),
    "timer-stop": Route(guide.stop),
    "undo": consented(ending.undo),
    "exercise": anyone(exercises.one),
    "suits": Route(suits.show),
    "walk-going": consented(walk.start),
    "walk-stop": consented(walk.stop),
    "walk-done": consented(walk.done),
    "walked": consented(walk.walked),
    "walk-not-today": consented(walk.not_today),
    "habits": anyone(pages.habits, beneath=True),
    "habit": anyone(pages.habit, beneath=True),
    "thanks": anyone(pages.thanks, beneath=True),
    # Reminders.
    "nudge-start": Route(nudge.start),
    "nudge-later": Route(nudge.later),
    "snooze": Route(nudge.snooze),
    "remind": Route(timetable.offer),
    "set-time": advised(settings.time_question),
    "set-days": advised(settings.days),
    "set-session": advised(settings.session_time),
    "time": consented(settings.typed_time, beneath=True),
    "set-country": advised(settings.country_question),
    "set-weekend": advised(settings.weekend_question),
    "quiet": advised(settings.quiet_question),
    "more": advised(settings.more),
    "remind-again": advised(settings.remind_again),
    "text-only": advised(settings.text_only),
    "sound": advised(sound.show),
    "weekly-questions": advised(settings.weekly),
    "breaks": advised(breaks.show),
    "breaks-on": advised(breaks.switch_on),
    "breaks-off": advised(breaks.switch_off),
    "breaks-every": advised(breaks.every),
    "breaks-hours": advised(breaks.hours_question),
    "break-done": advised(breaks.done),
    "break-not-today": advised(breaks.not_today),
    "keep-reminders": advised(unanswered.keep),
    "zone": advised(zone.ask),
    # Safety.
    "checked": consented(gate.checked),
    "worse": consented(screen.worse),
    "answers": consented(answers.show),
    "getting-help": consented(safety.getting_help),
    "not-yet": consented(safety.not_yet),
    "same": consented(safety.same),
    "better": consented(safety.better),
    "walks": consented(walk.reminders),
    "mistake": consented(safety.mistake),
    "finish-check": consented(safety.finish),
    "doubt": consented(doubt.answer, beneath=True),
    "harm": consented(harm.report, beneath=True),
    # Why somebody stops.
    "why-pause": consented(stops.why_pause, beneath=True),
    "why-delete": consented(privacy.why_delete, beneath=True),
    # Admins.
    "admin": Route(admin.show, Needs.ADMIN),
    "admin-reload": Route(admin.reload, Needs.ADMIN),
    "announce": Route(announcement.announce, Needs.ADMIN),
    "announce-stop": Route(announcement.stop, Needs.ADMIN),
}

ANSWERS: Mapping[str, Route] = {
    "country": anyone(welcome.told_country),
    "consent": anyone(welcome.consent),
    "screen": consented(screen.answer),
    "checkin": Route(check_in.answer),
    "gate-who": consented(gate.who),
    "gate-when": consented(gate.when),
    "gate-ok": consented(gate.said_ok),
    "country-now": advised(country.now),
    "gate-limits": consented(gate.which),
    "d1": Route(today.answer),
    "hurt": consented(hurt.where),
    "hurt-pain": consented(hurt.how_much),
    "hurt-joint": Route(hurt.joint),
    "skip": Route(skip.because),
    "skip-room": Route(skip.missing),
    "suits": Route(suits.answer),
    "harm": consented(harm.told, beneath=True),
    "pain": consented(ending.pain),
    "effort": consented(ending.effort),
    "move": consented(ending.which),
    "setup": consented(setup.answer),
    "weekly": Route(weekly.answer),
    "flare": Route(flare.answer),
    "morning": Route(morning.answer),
    "walked": consented(walk.walked),
    "yesterday-walked": consented(yesterday.walked),
    "session-time": advised(timetable.session_time),
    "walk-time": advised(timetable.walk_time),
    "zone": advised(zone.answer),
    "zone-right": advised(timetable.zone_right),
    "set-session": advised(settings.session_time),
    "set-walk": advised(settings.walk_time),
    "set-weekend": advised(settings.weekend_time),
    "quiet-hours": advised(settings.quiet_hours),
    "breaks-hours": advised(breaks.hours),
    "set-country": advised(settings.set_country),
    "pause": advised(pause.answer),
    "delete": advised(privacy.deleted),
    "announce": Route(announcement.written, Needs.ADMIN),
    "announce-sure": Route(announcement.confirmed, Needs.ADMIN),
}

KEYBOARD: Mapping[str, str] = {
    "label-today": "today",
    "label-walk": "walk",
    "label-new-symptom": "symptoms",
    "label-get-help": "gethelp",
}
TIMER = frozenset({"timer-start", "timer-sound", "timer-pause", "timer-go", "timer-more", "timer-stop"})
STEPS = frozenset({"done", "skip", "easier", "hurt", *TIMER})
"""Ways that move the card on which they stand: a second tap on it must not be taken for one on the next."""
RESTS = frozenset({"exercises", "exercise", "walk", "walk-going", "walk-stop"})
"""Ways that rest on a day of crisis words, beside those that need CLEAR."""
PLACED = frozenset({"zone"})
"""Questions that a shared location answers, and the name of a city."""
DICTATED = frozenset({"announce"})
"""Questions whose answer is for others to read, all of it, and not read for what it says of whoever types it."""
COUNTRIES = frozenset({"country", "country-now", "set-country"})
"""Questions that the name of a country answers."""
TYPED = pages.TYPED
"""Everyday words → a way, tried after everything else."""
UNKNOWN = anyone(pages.unknown, beneath=True)
NOTED = anyone(warning.noted, beneath=True)
"""Words that say that nothing is there."""
UNREADABLE = anyone(pages.unreadable, beneath=True)
