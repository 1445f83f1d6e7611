"""content/exercises.toml → exercises with their ladders."""

from collections.abc import Mapping
from typing import Any, Literal

from bot.domain.exercise import ArticleDose, Dose, Exercise, Position, Rung
from bot.domain.swaps import Fit, Swap
from bot.library.table import Table

_HIGHEST = 5
_ARTICLE = range(1, 16)


def read_exercises(root: Table) -> Mapping[str, Exercise]:
    """In the order of the file, which is that of a session."""
    found = [_exercise(table) for table in root.tables("exercise", named="id")]
    root.finish()
    return {exercise.id: exercise for exercise in found}


def _exercise(table: Table) -> Exercise:
    exercise = Exercise(
        id=table.text("id"),
        section=table.number("section"),
        position=_position(table),
        kit=table.texts("kit"),
        article=article_dose(table.table("article")),
        first=_rung(table.table("first"), table, level=1),
        rungs=tuple(_rung(rung, table) for rung in table.tables("rungs", named="level")),
        steps=table.number("steps"),
        purpose=table.text("purpose"),
        swaps=_fits(table.table("swaps", {})),
    )
    _check(exercise, table)
    table.finish()
    return exercise


def _fits(table: Table) -> dict[Swap, Fit]:
    fits: dict[Swap, Fit] = {}
    for name in table.names():
        fit = table.table(name)
        if name not in {*Swap}:
            table.note(name, f"is none of {', '.join(Swap)}")
            continue
        fits[Swap(name)] = Fit(fit.flag("skip"), fit.maybe("level"), fit.maybe_text("form"))
        if fits[Swap(name)] == Fit():
            table.note(name, "must say skip, level or form")
        fit.finish()
    table.finish()
    return fits


def _position(table: Table) -> Position:
    name = table.text("position")
    try:
        return Position(name)
    except ValueError:
        table.note("position", f"{name!r} is none of {', '.join(Position)}")
        return Position.STANDING


def article_dose(table: Table) -> ArticleDose:
    """What the article says; an empty table where it gives no figure."""
    dose = ArticleDose(
        hold=table.maybe("hold"),
        hold_to=table.maybe("hold_to"),
        reps=table.maybe("reps"),
        sides=_sides(table, 1),
        minutes=table.maybe("minutes"),
        minutes_to=table.maybe("minutes_to"),
    )
    table.finish()
    return dose


def _rung(table: Table, exercise: Table, level: int | None = None) -> Rung:
    dose = Dose(
        sets=table.numbers("sets"),
        hold=table.number("hold", 0),
        hold_to=table.maybe("hold_to"),
        sides=_sides(table, exercise.number("sides", 1)),
        pace=table.number("pace", exercise.number("pace", 3)),
        rest=table.number("rest", 20),
    )
    if not dose.sets or min(dose.sets) < 1:
        table.note("sets", "must name at least one repetition")
    if dose.hold_to is not None and dose.hold_to <= dose.hold:
        table.note("hold_to", "must be more than hold")
    found = Rung(
        level=table.number("level", level if level is not None else _MISSING_LEVEL),
        form=table.text("form"),
        dose=dose,
        from_article=table.flag("from_article"),
    )
    if not 0 <= found.level <= _HIGHEST:
        table.note("level", "must be 0 to 5")
    table.finish()
    return found


_MISSING_LEVEL = _HIGHEST + 1


def _sides(table: Table, default: int) -> Literal[1, 2]:
    match table.number("sides", default):
        case 1:
            return 1
        case 2:
            return 2
        case other:
            table.note("sides", f"must be 1 or 2, not {other}")
            return 1


def _check(exercise: Exercise, table: Table) -> None:
    levels = [rung.level for rung in exercise.rungs]
    if levels != sorted(set(levels)) or not levels:
        table.note("rungs", f"must rise one by one, not {levels}")
    for swap, fit in exercise.swaps.items():
        if fit.level is not None and fit.level not in levels:
            table.note(f"swaps.{swap}.level", f"must be one of the rungs {levels}, not {fit.level}")
    if exercise.section not in _ARTICLE:
        table.note("section", "must be a section of the article, 1 to 15")
    if exercise.steps < 1:
        table.note("steps", "must be at least 1")
    for rung in (exercise.first, *exercise.rungs):
        if rung.from_article and (problem := _differs(rung.dose, exercise.article)):
            table.note(f"rungs.{rung.level}", problem)


def _differs(dose: Dose, article: ArticleDose) -> str | None:
    """How a dose marked as the article's own departs from the article's figures."""
    said: list[tuple[str, Any, Any]] = [
        ("hold", article.hold, dose.hold),
        ("reps", article.reps, sum(dose.sets)),
        ("sides", article.sides, dose.sides),
    ]
    if dose.hold_to is not None:
        said.append(("hold_to", article.hold_to, dose.hold_to))
    for name, wanted, found in said:
        if wanted is not None and wanted != found:
            return f"marked from_article, but {name} is {found} and the article says {wanted}"
    return None
