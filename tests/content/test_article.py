"""Every section of the article is served, at its own figures."""

import re
from pathlib import Path

import pytest

from bot.domain.exercise import Exercise, Rung
from bot.library import Library

SECTIONS = {
    1: "exercise-draw-in",
    2: "exercise-cat-camel",
    3: "exercise-bird-dog",
    4: "exercise-glute-bridge",
    5: "exercise-dead-bug",
    6: "exercise-side-plank",
    7: "habit-recovery",
    8: "exercise-pallof-press",
    9: "exercise-hip-flexor-stretch",
    10: "exercise-prone-cobra",
    11: "exercise-hip-hinge",
    12: "habit-sitting",
    13: "habit-walking",
    14: "habit-progression",
    15: "habit-nerves",
}
QUESTIONS = {
    "Can I exercise with lower back pain?": "faq-exercise-with-pain",
    "How long until my back feels stronger?": "faq-how-long",
    "Is the plank safe for everyone?": "faq-plank",
    "Should I wear a back brace?": "faq-brace",
    "What is the worst exercise for back pain?": "faq-worst-exercise",
}
ARTICLE = (Path(__file__).parent / "article.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("section", "key"), SECTIONS.items())
def test_every_section_is_served(library: Library, section: int, key: str) -> None:
    assert re.search(rf"^- {section}\. ", ARTICLE, re.MULTILINE)
    assert library.has(key)
    if key.startswith("exercise-"):
        assert library.exercises[key.removeprefix("exercise-")].section == section
    else:
        assert library.say(f"{key}.section") == str(section)
    assert f"Section {section} of the article" in library.say(f"{key}.source")


def test_no_section_is_left_out() -> None:
    assert list(SECTIONS) == [int(number) for number in re.findall(r"^- (\d+)\. ", ARTICLE, re.MULTILINE)]


@pytest.mark.parametrize(("question", "key"), QUESTIONS.items())
def test_every_question_is_answered(library: Library, question: str, key: str) -> None:
    assert question in ARTICLE
    assert library.say(key).endswith("?")
    assert library.has(f"{key}.answer")
    assert library.has(f"{key}.source")


def part(number: int) -> str:
    """The text of a section of the article."""
    found = re.search(rf"^{number}\. .*?(?=^{number + 1}\. |^Conclusion)", ARTICLE, re.MULTILINE | re.DOTALL)
    assert found
    return found[0]


def article_hold(number: int) -> tuple[int | None, int | None]:
    found = re.search(r"[Hh]old for (\d+)(?:–(\d+))? seconds", part(number))
    if found is None:
        return None, None
    return int(found[1]), int(found[2]) if found[2] else None


def test_the_article_s_figures_are_unchanged(library: Library) -> None:
    for exercise in library.exercises.values():
        assert (exercise.article.hold, exercise.article.hold_to) == article_hold(exercise.section), exercise.id
        reps = re.search(r"repeat (\d+) times", part(exercise.section))
        assert exercise.article.reps == (int(reps[1]) if reps else None), exercise.id


@pytest.mark.parametrize(
    ("name", "hold", "hold_to", "reps"),
    [
        ("draw-in", 10, None, 10),
        ("bird-dog", 8, 10, None),
        ("glute-bridge", 2, None, None),
        ("side-plank", 20, None, None),
        ("pallof-press", 5, None, None),
        ("prone-cobra", 30, None, None),
    ],
)
def test_the_article_s_dose_is_on_the_ladder(
    library: Library, name: str, hold: int, hold_to: int | None, reps: int | None
) -> None:
    exercise = library.exercises[name]
    usual = exercise.rung(1)
    assert usual.from_article
    assert (usual.dose.hold, usual.dose.hold_to) == (hold, hold_to)
    assert reps is None or usual.dose.sets == (reps,)


def test_a_dose_without_a_figure_in_the_article_is_marked_as_ours(library: Library) -> None:
    silent = [each for each in library.exercises.values() if each.article.hold is None and each.article.reps is None]
    assert {each.id for each in silent} == {"cat-camel", "dead-bug", "hip-flexor-stretch", "hip-hinge"}
    assert not any(rung.from_article for each in silent for rung in rungs(each))


def test_no_more_than_ten_seconds_where_repetitions_grow_instead(library: Library) -> None:
    for name in ("draw-in", "bird-dog", "dead-bug"):
        assert all(rung.dose.hold <= 10 for rung in rungs(library.exercises[name]))


def rungs(exercise: Exercise) -> tuple[Rung, ...]:
    return (exercise.first, *exercise.rungs)


def test_the_walk_is_the_article_s(library: Library) -> None:
    found = re.search(r"(\d+)–(\d+) minutes of brisk walking", part(13))
    assert found
    said = library.programme.article_walk
    assert (said.minutes, said.minutes_to) == (int(found[1]), int(found[2]))
    assert "20–30 minutes" in library.say("habit-walking.tip-1")
    assert [rung.minutes for rung in library.programme.walk if rung.from_article] == [20, 30]


def test_leg_symptoms_carry_the_warning_signs_the_article_leaves_out(library: Library) -> None:
    args = library.country("GB").args
    said = " ".join(
        library.say(f"habit-nerves.{part}", args) for part in ("urgent", "urgent-1", "urgent-2", "urgent-3", "urgent-4")
    )
    for sign in ("999", "genitals", "peeing", "both legs", "getting weaker"):
        assert sign in said


def test_the_advert_is_called_one(library: Library) -> None:
    assert "I don't recommend supplements for back pain." in library.say("habit-recovery.product")


def test_rows_of_the_article_that_had_to_change(library: Library) -> None:
    """docs/care.md 7: what stands in the place of each claim."""
    args = library.country("GB").args
    said = {
        "habit-about.intro": "Often nobody can point to one cause",
        "exercise-draw-in.purpose": "find your tummy muscles",
        "exercise-bird-dog.step-2": "as if about to cough",
        "exercise-cat-camel.purpose": "Many people feel less stiff",
        "exercise-glute-bridge.purpose": "share the work with your back",
        "exercise-pallof-press.purpose": "when something pulls you sideways",
        "exercise-hip-flexor-stretch.purpose": "You can leave it out",
        "exercise-hip-hinge.purpose": "Rounding your back is normal too",
        "habit-sitting.intro": "Your best position is your next one",
        "habit-walking.intro": "before pain comes back",
        "habit-about.tip-1": "Results vary",
        "habit-nerves.tip-3": "which moves suit you",
        "faq-brace.answer": "Braces aren't usually recommended",
        "faq-worst-exercise.answer": "They aren't dangerous in themselves",
        "faq-how-long.answer": "2–4 weeks",
    }
    assert [key for key, words in said.items() if words not in library.say(key, args)] == []
