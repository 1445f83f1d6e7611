"""The list of exercises and one card of each, by what the person may see (docs/care.md 2.5)."""

from collections.abc import Mapping, Sequence

from bot.domain.programme import LeftOut
from bot.domain.standing import Hold, Stage, may_exercise
from bot.flows import d1, hold, move, safety, screen
from bot.flows.day import Day, today
from bot.flows.talk import Button, Kind, Paragraph, Reply, Turn, paragraph, words

PARTS = ("purpose", "position", "kit")
MORE_PARTS = ("feel", "avoid", "easier", "harder", "unsuitable", "source")
PART_WORDS = (
    *("exercise-part-purpose", "exercise-part-position", "exercise-part-kit", "exercise-part-feel"),
    *("exercise-part-avoid", "exercise-part-easier", "exercise-part-harder", "exercise-part-unsuitable"),
    "exercise-part-source",
)


async def show(turn: Turn) -> Sequence[Reply]:
    if turn.person.standing.held >= Hold.CONSULT:
        return await safety.refusal(turn)
    return (_list(turn) if may_read(turn) else _names(turn),)


async def one(turn: Turn) -> Sequence[Reply]:
    """One card to read; `turn.value` is the exercise."""
    if turn.person.standing.held >= Hold.CONSULT:
        return await safety.refusal(turn)
    if not may_read(turn):
        return (_names(turn),)
    if turn.value not in turn.library.exercises or turn.value in _waiting(turn):
        return (_list(turn),)
    return (_card(await today(turn), turn.value),)


def may_read(turn: Turn) -> bool:
    """The steps are for who is clear, with a full screen of the last 28 days."""
    return may_exercise(turn.person.standing) and not screen.is_due(turn)


def _waiting(turn: Turn) -> Mapping[str, str]:
    """What may not be done yet, with the key of the sentence that says who decided."""
    standing = turn.person.standing
    withheld = dict.fromkeys(standing.restricted, "exercises-later")
    return {**withheld, **dict.fromkeys(standing.left_out, "exercises-left-out")}


def _way_in(turn: Turn) -> tuple[Button, ...]:
    """What comes before the steps: the first check, or a clinician's word where that is what is missing."""
    standing = turn.person.standing
    if standing.hold is Hold.CLEAR_FIRST:
        return hold.CHECKED
    begun = standing.stage not in (Stage.NEW, Stage.CONSENTING)
    return (Button(words("label-safety-check"), goes="symptoms" if begun else "start"),)


def _names(turn: Turn) -> Reply:
    """What there is and what each is for; how comes after the safety check."""
    lines = tuple(
        words("exercises-name", name=words(f"exercise-{each}"), purpose=words(f"exercise-{each}.purpose"))
        for each in turn.library.exercises
    )
    return Reply(text=((words("exercises-title"),), lines, (words("exercises-check-first"),)), buttons=(_way_in(turn),))


def _list(turn: Turn) -> Reply:
    withheld = _waiting(turn)
    rows = [
        (Button(words("exercises-label", name=words(f"exercise-{each}")), goes=f"exercise:{each}"),)
        for each in turn.library.exercises
        if each not in withheld
    ]
    later = tuple(
        words(withheld[each], name=words(f"exercise-{each}")) for each in turn.library.exercises if each in withheld
    )
    text: tuple[Paragraph, ...] = ((words("exercises-title"), words("exercises-tap")), *((later,) if later else ()))
    changed = ((Button(words("label-limits-changed"), goes="checked"),),) if turn.person.standing.left_out else ()
    habits = (Button(words("label-habits"), goes="habits"),)
    return Reply(text=text, buttons=(*rows, *changed, habits), kind=Kind.EXERCISE)


def _card(day: Day, exercise_id: str) -> Reply:
    exercise = day.library.exercises[exercise_id]
    item = day.alone(exercise_id)
    rung = exercise.rung(min(day.levels.get(exercise_id, 1), 1)) if isinstance(item, LeftOut) else item.rung
    dose, figures = day.library.dose(rung.dose, exercise_id)
    origin = words("exercise-from-article") if rung.from_article else words("exercise-our-dose")

    def parts(names: tuple[str, ...]) -> Paragraph:
        return tuple(
            words(f"exercise-part-{name}", text=words(day.library.exercise_key(exercise_id, rung.form, name)))
            for name in names
        )

    name = words(day.library.exercise_key(exercise_id, rung.form))
    text = (
        paragraph(words("exercises-to-read")),
        paragraph(words("exercises-head", name=name), words(dose, **figures), origin),
        parts(PARTS),
        move.steps(day, exercise_id, rung.form),
        paragraph(words("exercise-breathe")),
        parts(MORE_PARTS),
        paragraph(words("exercise-stop")),
    )
    buttons = (
        (Button(words("label-do-now"), goes=f"today-begin:{d1.MOVE}{exercise_id}"),),
        (Button(words("label-all-exercises"), goes="exercises"),),
    )
    return Reply(text=text, buttons=buttons, kind=Kind.EXERCISE)
