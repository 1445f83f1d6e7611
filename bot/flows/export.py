"""Everything that is kept about somebody, to take away: in plain words, and as it is kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain import schedule
from bot.domain.course import Course
from bot.domain.response import Footing
from bot.domain.screening import BACK, CHECKED, READY, TICK
from bot.domain.standing import Hold
from bot.flows import settings, timetable
from bot.flows.dates import month_words
from bot.flows.day import WALK, Day, whole
from bot.flows.pace import UNSURE
from bot.flows.setup import KIT, QUESTION
from bot.flows.talk import Line, Reply, Turn, Words, say, words
from bot.store import audit, check_ins, pauses, people, practices, records, rungs, timers
from bot.store.check_ins import Topic
from bot.store.records import Record

DOCUMENT = "export"
EVERY = timedelta(days=1)
HOUR = timedelta(hours=1)
KINDS = {
    Topic.SCREEN: "export-kind-screen",
    Topic.EFFORT: "export-kind-effort",
    Topic.PAIN: "export-kind-pain",
    Topic.MOVE: "export-kind-move",
    Topic.MORNING: "export-kind-morning",
    Topic.SETUP: "export-kind-setup",
    Topic.WEEKLY: "export-kind-weekly",
    Topic.FLARE: "export-kind-flare",
    Topic.HURT: "export-kind-hurt",
    Topic.HARM: "export-kind-harm",
    Topic.GATE: "export-kind-gate",
    Topic.FOLLOW_UP: "export-kind-follow-up",
}
PRACTICES = (
    *("export-practice-full", "export-practice-one_minute", "export-practice-easy", "export-practice-sore"),
    *("export-practice-rest", "export-practice-walk"),
)
SCORES = ("pain", "enjoyment", "activity", "wish", "wish-score", "flare")
"""What is answered by a figure."""
COUNTED = (
    *("week_began", "repeats", "resumed_on", "weekly_on", "slips", "sore_mornings", "rises", "easy_day"),
    *("easy_from", "eased_usual", "physio_on", "six_weeks_said"),
)
"""What the plan counts of a person, by its own names."""
BEGINNING = timedelta(days=365 * 100)


@dataclass(frozen=True, slots=True)
class Export:
    parts: Sequence[Sequence[Line]]
    """In plain words."""
    tables: Mapping[str, Sequence[Record]]


async def ask(turn: Turn) -> Sequence[Reply]:
    """Once a day. The document is written when it is sent: what waits in the outbox says only that one is wanted."""
    last = await audit.last(turn.db, turn.person.id, audit.EXPORT)
    if last is not None and turn.now < last + EVERY:
        return (say("export-too-soon", hours=-(-(last + EVERY - turn.now) // HOUR)),)
    await audit.add(turn.db, turn.person.id, audit.EXPORT, turn.now)
    return (Reply(text=((words("export-caption"),), (words("export-files"),)), document=DOCUMENT),)


async def compose(turn: Turn) -> Export:
    day = await whole(turn)
    title = words("export-title", date=_date(turn.now, day))
    parts = (await _about(turn, day), [*_practices(day), *await _pauses(turn)], await _check_ins(turn, day))
    decisions = await _decisions(turn, day)
    return Export([[title], *parts, *([decisions] if decisions else [])], await records.of(turn.db, turn.person))


async def _about(turn: Turn, day: Day) -> list[Words]:
    person = turn.person
    consented = await people.consented(turn.db, person.id)
    lines = [
        words("export-since", date=_date(person.created_at, day)),
        words("export-consent-yes") if consented else words("export-consent-no"),
        words("export-country", country=turn.library.country(person.country).name),
        words("export-zone", zone=person.zone) if person.zone else words("export-no-zone"),
        words("export-language", language=person.language),
        *await timetable.listing(turn),
        *settings.on_request(person),
        words("export-week", week=day.week),
    ]
    if person.standing.held is not Hold.NONE:
        lines.append(words("export-held"))
    if person.course.walk_minutes is not None:
        lines.append(words("export-walk-aim", minutes=person.course.walk_minutes))
    if (timer := await timers.of(turn.db, person.id, WALK)) is not None:
        minutes = timer.seconds // 60
        lines.append(words("export-walk-timer", minutes=minutes, time=day.local(timer.started_at)))
    if (timer := await timers.of(turn.db, person.id, practices.CARD)) is not None and timer.move is not None:
        name = words(f"exercise-{timer.move.exercise}")
        lines.append(words("export-move-timer", name=name, time=day.local(timer.started_at)))
    lines += [_level(exercise, footing) for exercise, footing in sorted((await rungs.of(turn.db, person)).items())]
    lines += _course(person.course)
    lines += [*_suits(person.course)]
    lines += [words("export-withheld", name=words(f"exercise-{each}")) for each in sorted(person.standing.restricted)]
    lines += [words("export-left-out", name=words(f"exercise-{each}")) for each in sorted(person.standing.left_out)]
    return lines


def _suits(course: Course) -> Iterator[Words]:
    """What does not suit them, for good and on the day for which it was said last."""
    for swap in sorted(course.swaps):
        yield words("export-suits", what=words(f"label-suits-{swap}"))
    if (wished := course.today) is not None:
        for swap in sorted(wished.swaps):
            yield words("export-wish", date=_day(wished.date), what=words(f"label-suits-{swap}"))
        for instead_of, done in wished.moves.items():
            names = {"name": words(f"exercise-{done}"), "other": words(f"exercise-{instead_of}")}
            yield words("export-move", date=_day(wished.date), **names)


def _practices(day: Day) -> Iterator[Words]:
    yield words("export-practices", count=len(day.history))
    for each in day.history:
        done = sum(item.state == "done" for item in each.items)
        yield words(f"export-practice-{each.kind}", date=_day(each.day), minutes=each.minutes, moves=done)


async def _pauses(turn: Turn) -> Iterator[Words]:
    return (
        words("export-pause", first=_day(each.first), last=_day(each.last))
        if each.last
        else words("export-pause-open", first=_day(each.first))
        for each in await pauses.of(turn.db, turn.person.id)
    )


async def _check_ins(turn: Turn, day: Day) -> list[Words]:
    lines = [words("export-check-ins")]
    for kind, key in KINDS.items():
        unfinished = await check_ins.open_of(turn.db, turn.person, kind)
        finished = await check_ins.since(turn.db, turn.person, kind, turn.now - BEGINNING)
        for each in finished if unfinished is None else (unfinished, *finished):
            lines.append(words(key, date=_date(each.started_at, day)))
            lines += [_said(turn, kind, *answer) for answer in each.answers if _is_told(*answer)]
    return lines


def _level(exercise: str, footing: Footing) -> Words:
    name, since = words(f"exercise-{exercise}"), _day(footing.since)
    rest = {each: getattr(footing, each) for each in ("sessions", "ambers", "soft", "rests_until", "step")}
    good, more = footing.credits, _plain(rest)
    return words("export-level", name=name, level=footing.level, since=since, good=good, more=more)


def _course(course: Course) -> list[Words]:
    """What the plan goes by, beside the answers it was learned from."""
    lines = [] if course.usual is None else [words("export-usual", score=f"{course.usual:.1f}")]
    kept = {each: value for each in COUNTED if (value := getattr(course, each)) != getattr(Course(), each)}
    return [*lines, *(words("export-answer", question=each, answer=_flat(value)) for each, value in kept.items())]


def _is_told(question: str, answer: str) -> bool:
    """What the person said, without what was noted beside it."""
    return question not in (BACK, "source", QUESTION, "kit") and answer not in (READY, "")


def _said(turn: Turn, kind: Topic, question: str, answer: str) -> Words:
    """An answer in the words it was given in, as far as there are words for it."""
    if question in SCORES and answer.isdecimal():
        return words(f"export-score-{question}", score=answer)
    bare = answer.removeprefix(TICK).removeprefix(CHECKED)
    own = {
        (Topic.EFFORT, "effort"): f"receipt-effort-{bare}",
        (Topic.MOVE, "move"): "label-not-sure" if bare == UNSURE else f"exercise-{bare}",
        (Topic.MORNING, "morning"): f"label-morning-{bare}",
        (Topic.SETUP, "began"): f"label-began-{bare}",
        (Topic.SETUP, "wish"): f"label-wish-{bare}",
        (Topic.SETUP, "walk"): f"label-walks-{bare}",
        **{(Topic.SETUP, each): f"label-kit-{each}" for each in KIT},
        (Topic.WEEKLY, "where"): f"label-where-{bare}",
        (Topic.HURT, "where"): f"label-hurt-{bare}",
        (Topic.HURT, "exercise"): f"exercise-{bare}",
        (Topic.HARM, "category"): f"label-harm-{bare}",
        (Topic.FOLLOW_UP, "how"): f"label-{bare}",
    }
    if (kind, question) in own:
        return words("page-point", text=words(own[kind, question]))
    told = f"told-{question}-{bare}"
    if turn.library.has(told):
        return words("told-checked", item=words(told)) if answer.startswith(CHECKED) else words(told)
    return words("export-answer", question=question, answer=answer)


async def _decisions(turn: Turn, day: Day) -> list[Words]:
    """What was decided from the answers, with the version of the rules."""
    return [
        words("export-decision", date=_date(each.at, day), rules=each.rules, detail=_plain(each.detail))
        for each in await check_ins.triage_of(turn.db, turn.person)
    ]


def _plain(detail: dict[str, object]) -> str:
    return "; ".join(f"{name}: {_flat(value)}" for name, value in detail.items() if value not in (None, [], {}))


def _flat(value: object) -> str:
    if isinstance(value, tuple):
        value = list(value)
    if isinstance(value, dict):
        return " ".join(f"{name}={each}" for name, each in value.items())
    return ", ".join(str(each) for each in value) if isinstance(value, list) else str(value)


def _date(instant: datetime, day: Day) -> Words:
    return _day(schedule.day_of(instant, day.place))


def _day(day: date) -> Words:
    return words("day-date-year", day=day.day, month=month_words(day), year=str(day.year))
