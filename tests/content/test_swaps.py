"""What does not suit somebody, exercise by exercise: docs/care.md 5.7, the content, and the advice behind it."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from bot.domain.exercise import Dose, Exercise, Position
from bot.domain.swaps import Fit, Swap
from bot.library import Library

CARE = (Path(__file__).parents[2] / "docs" / "care.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in CARE.partition("### 5.7")[2].partition("## 6.")[0].splitlines()
    if line.startswith("| ")
]
HEAD, TABLE = ROWS[0][1:], {row[0]: row[1:] for row in ROWS[1:]}
OUT = None
"""Left out."""


def told(exercise: Exercise, swap: Swap) -> str:
    """The cell that says what the content does."""
    fit = exercise.swaps.get(swap, Fit())
    assert [fit.skip, fit.level is not None, fit.form is not None].count(True) <= 1, "one change is enough"
    if fit.skip:
        return "out"
    return f"rung {fit.level}" if fit.level is not None else fit.form or "–"


def form(library: Library, exercise: str, *swaps: Swap, level: int = 1) -> str | None:
    """How it is done at that rung, with these swaps."""
    found = library.exercises[exercise].fitted(library.exercises[exercise].rung(level), swaps)
    return OUT if found is None else found.form


def test_the_table_has_every_swap_and_every_exercise(library: Library) -> None:
    assert sorted(HEAD) == sorted(Swap)
    assert list(TABLE) == list(library.exercises)


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("swap", HEAD)
def test_each_cell_of_the_table_is_what_is_done(library: Library, name: str, swap: str) -> None:
    assert TABLE[name][HEAD.index(swap)] == told(library.exercises[name], Swap(swap))


# The advice, row by row: what it changes, and what it keeps.


@pytest.mark.parametrize(
    ("swap", "changed", "kept"),
    [
        (Swap.BENDING, {"cat-camel": "half", "hip-hinge": "small"}, ("prone-cobra", "bird-dog")),
        (
            Swap.ARCHING,
            {"cat-camel": "half", "glute-bridge": "half", "prone-cobra": OUT},
            ("dead-bug", "draw-in"),
        ),
        (
            Swap.KNEES,
            {"bird-dog": "cushion", "hip-flexor-stretch": "standing", "side-plank": "wall", "cat-camel": "seated"},
            ("draw-in", "glute-bridge", "dead-bug", "prone-cobra"),
        ),
        (Swap.WRISTS, {"bird-dog": "fists", "cat-camel": "seated"}, ("side-plank", "hip-hinge")),
        (
            Swap.SHOULDER,
            {"side-plank": "wall", "bird-dog": "leg", "pallof-press": OUT, "hip-hinge": "wall"},
            ("draw-in", "glute-bridge", "hip-flexor-stretch"),
        ),
        (Swap.FACE_DOWN, {"prone-cobra": OUT}, ("bird-dog", "glute-bridge")),
        (
            Swap.DIZZY,
            {"cat-camel": "seated", "side-plank": "wall", "hip-flexor-stretch": "standing", "draw-in": "sitting"},
            ("hip-hinge", "pallof-press"),
        ),
        (Swap.NO_BAND, {"pallof-press": OUT}, ("hip-hinge",)),
        (Swap.NO_STICK, {"hip-hinge": "wall"}, ("pallof-press",)),
    ],
)
def test_a_row_of_the_advice(
    library: Library, swap: Swap, changed: dict[str, str | None], kept: tuple[str, ...]
) -> None:
    assert {name: form(library, name, swap) for name in changed} == changed
    assert [name for name in kept if swap in library.exercises[name].swaps] == []


def test_a_sore_shoulder_keeps_the_arms_by_the_sides(library: Library) -> None:
    assert form(library, "prone-cobra", level=5) == "arms-out"
    assert form(library, "prone-cobra", Swap.SHOULDER, level=5) == "full"
    assert "arms by your sides" in library.say("exercise-prone-cobra.step-1")


@pytest.mark.parametrize("swap", [Swap.NO_FLOOR, Swap.DIZZY])
def test_without_the_floor_nobody_lies_kneels_or_goes_on_all_fours(library: Library, swap: Swap) -> None:
    down = re.compile(r"\b(lie|lying|hands and knees|kneel on|on the floor)\b", re.IGNORECASE)
    for exercise in library.exercises.values():
        for rung in (exercise.first, *exercise.rungs):
            done = exercise.fitted(rung, {swap})
            if done is None:
                continue
            assert exercise.position is Position.STANDING or done.form in {"seated", "sitting", "wall", "standing"}
            steps = [library.say(key, {"BUM": "bum"}) for key in library.step_keys(exercise.id, done.form)]
            assert [step for step in steps if down.search(step)] == [], exercise.id


def test_sitting_and_standing_moves_are_left_without_the_floor(library: Library) -> None:
    for phase in library.programme.phases:
        for session in phase.sessions.values():
            left = [each for each in session if form(library, each, Swap.NO_FLOOR) is not OUT]
            assert len(left) >= 2, phase.number


def test_no_swap_asks_for_a_higher_rung_or_for_more(library: Library) -> None:
    """With any two at once, at any rung."""
    longer = set()
    for exercise in library.exercises.values():
        for rung in (exercise.first, *exercise.rungs):
            for swaps in (*((each,) for each in Swap), *combinations(Swap, 2)):
                done = exercise.fitted(rung, swaps)
                if done is None:
                    continue
                assert done.level <= rung.level
                assert work(done.dose) <= work(rung.dose)
                if done.dose.hold > rung.dose.hold:
                    longer.add((exercise.id, rung.level, done.form))
    assert longer == {("side-plank", 4, "wall"), ("side-plank", 5, "wall")}, "one hold, in the place of six or more"


def work(dose: Dose) -> int:
    """Seconds held in all, or repetitions."""
    return sum(dose.sets) * dose.sides * (dose.hold or 1)


def test_a_gentler_form_is_never_taken_away(library: Library) -> None:
    for exercise in library.exercises.values():
        gentlest = exercise.rungs[0]
        for swap, fit in exercise.swaps.items():
            if fit.form and gentlest.form != exercise.first.form:
                assert exercise.fitted(gentlest, {swap}) == gentlest


def test_the_dose_of_another_form_stays_the_article_s(library: Library) -> None:
    draw_in = library.exercises["draw-in"]
    sitting = draw_in.fitted(draw_in.rung(1), {Swap.NO_FLOOR})
    assert sitting is not None
    assert (sitting.form, sitting.dose, sitting.from_article) == ("sitting", draw_in.rung(1).dose, True)
    plank = library.exercises["side-plank"]
    wall = plank.fitted(plank.rung(1), {Swap.KNEES})
    assert wall is not None
    assert not wall.from_article
