"""The card of one move of a practice: what to do, what to feel, when to stop."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.domain.exercise import Level, Rung
from bot.domain.response import USUAL_LEVEL
from bot.domain.sound import Sound
from bot.flows import d1
from bot.flows.day import Day
from bot.flows.listing import exercise_name
from bot.flows.talk import Button, Kind, Paragraph, Reply, Words, paragraph, words
from bot.store import practices
from bot.store.practices import Item, Practice

CARD = practices.CARD


def card(day: Day, practice: Practice, note: Words | None = None) -> Reply:
    """The move that `practice` stands at, under a `note` about what has just changed."""
    item = practice.items[practice.position]
    rung = day.rung(item)
    exercise = day.library.exercises[item.exercise]
    dose, figures = day.library.dose(rung.dose, exercise.id)
    name = exercise_name(day.library, exercise, rung.form)
    head = paragraph(
        words("move-title", number=item.position + 1, moves=len(practice.items), name=name), words(dose, **figures)
    )
    feel = day.library.exercise_key(exercise.id, rung.form, "feel")
    text = (head, steps(day, exercise.id, rung.form), paragraph(words(feel), words("exercise-stop")))
    return Reply(
        text=text if note is None else ((note,), *text),
        buttons=buttons(day, practice),
        card=CARD,
        kind=Kind.EXERCISE,
        picture=picture(exercise.id, rung.form),
    )


def shown(day: Day, practice: Practice, note: Words | None = None) -> Reply:
    """The move one is at, or D1 first where it has run out half way (docs/care.md 2.1)."""
    return card(day, practice, note) if day.checked else _check_again(practice)


def here(practice: Practice) -> str:
    """The move it stands at, as its buttons carry it."""
    return f"{practice.id}:{practice.position}"


def steps(day: Day, exercise_id: str, form: str) -> Paragraph:
    keys = day.library.step_keys(exercise_id, form)
    return tuple(words("move-step", number=number, step=words(key)) for number, key in enumerate(keys, start=1))


def easier(day: Day, item: Item) -> Level | None:
    """The next rung down from where `item` stands; nothing where it is the gentlest."""
    if item.exercise in day.library.programme.phase(day.week).fixed and item.level > USUAL_LEVEL:
        # A short start to the other moves: its easier form is the gentlest, not a longer one of a rung below.
        return 0
    now_at = day.rung(item).level
    below = [rung.level for rung in day.library.exercises[item.exercise].rungs if rung.level < now_at]
    return below[-1] if below else None


def own_level(day: Day, item: Item, eased: Level) -> Level:
    """What is kept where `item` was eased: a rung down from the person's own, which an easy week shows less of."""
    return max(eased, day.facts.level(item.exercise) - 1)


def fitted(day: Day, item: Item) -> Item | None:
    """`item` as what does not suit the person today has it done; None where that leaves it out (docs/care.md 5.7)."""
    rung = day.rung(item)
    done = day.library.exercises[item.exercise].fitted(rung, day.person.course.swaps_on(day.date))
    if done is None:
        return None
    return item if done == rung else at_rung(day, item, done)


def at_rung(day: Day, item: Item, rung: Rung) -> Item:
    """`item` done so. What was shortened, as in an easy week, does not grow with another dose."""
    sets, own = day.rung(item).dose.sets, day.rung(replace(item, sets=None)).dose.sets
    fewer = min(sets, rung.dose.sets, key=sum) if sum(sets) < sum(own) else rung.dose.sets
    return replace(item, level=rung.level, form=rung.form, sets=fewer)


def refitted(day: Day, practice: Practice) -> Practice:
    """With each move that still waits as it suits; what is left out is skipped."""

    def fit(item: Item) -> Item:
        if item.state != "waiting":
            return item
        return fitted(day, item) or replace(item, state="skipped")

    return replace(practice, items=tuple(fit(item) for item in practice.items))


def marked(practice: Practice, item: Item, now: datetime, **changes: object) -> Practice:
    """`practice` with this item changed."""
    items = tuple(replace(each, **changes) if each.position == item.position else each for each in practice.items)  # type: ignore[arg-type]  # a keyword is a field of Item
    return replace(practice, items=items, touched_at=now)


def minutes_of(practice: Practice) -> int:
    """How long it took; as planned where somebody left it and came back."""
    took = round(((practice.finished_at or practice.touched_at) - practice.started_at).total_seconds() / 60)
    return took if 1 <= took <= 2 * practice.minutes else practice.minutes


def picture(exercise_id: str, form: str) -> str:
    return f"{exercise_id}-{form}"


def buttons(day: Day, practice: Practice) -> tuple[tuple[Button, ...], ...]:
    """Of the move that `practice` stands at; a timer where there is something to hold."""
    at = here(practice)
    return (
        *_timers(day, practice.items[practice.position], at),
        (Button(words("label-done"), goes=f"done:{at}"), Button(words("label-easier"), goes=f"easier:{at}")),
        (Button(words("label-skip"), goes=f"skip:{at}"), Button(words("label-hurt"), goes=f"hurt:{at}")),
        (Button(words("label-new-symptom"), goes="symptoms"),),
        *_ways_to_be_shown(day, practice),
    )


def _timers(day: Day, item: Item, at: str) -> Iterator[tuple[Button, ...]]:
    """As the person likes to be timed; both ways until they chose one."""
    dose, liked = day.rung(item).dose, day.person.sound
    if not dose.is_timed:
        return
    has_sound = day.library.sound(dose) is not None
    if liked in (None, Sound.OFF) or not has_sound:
        yield (Button(words("label-start-timer"), goes=f"timer-start:{at}"),)
    if liked != Sound.OFF and has_sound:
        yield (Button(words("label-start-sound"), goes=f"timer-sound:{at}"),)


def _ways_to_be_shown(day: Day, practice: Practice) -> Iterator[tuple[Button, ...]]:
    """Two settings, offered on the first card of all."""
    if day.person.sound is None and practice.position == 0 and day.sessions_in_all == 0 and not day.person.text_only:
        yield (Button(words("label-sound"), goes="sound"), Button(words("label-text-only"), goes="text-only"))


def _check_again(practice: Practice) -> Reply:
    where = words("practice-check-again", number=practice.position + 1, moves=len(practice.items))
    return Reply(
        text=(paragraph(where), d1.question()),
        buttons=d1.answers(d1.CARRY_ON),
        card=CARD,
        kind=Kind.EXERCISE,
        ask=d1.ASK,
    )
