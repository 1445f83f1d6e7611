import shutil
import time
from pathlib import Path

import pytest

from bot.domain.exercise import Dose, minutes
from bot.library import Library, MissingWords
from bot.library.version import version_of

ORDER = [
    *("cat-camel", "bird-dog", "draw-in", "glute-bridge", "dead-bug"),
    *("side-plank", "prone-cobra", "hip-flexor-stretch", "pallof-press", "hip-hinge"),
]


def test_ten_exercises_in_the_order_of_a_session(library: Library) -> None:
    assert list(library.exercises) == ORDER
    positions = [list(type(each.position)).index(each.position) for each in library.exercises.values()]
    assert positions == sorted(positions)


def test_the_version_tells_whether_anything_is_another(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "a.ftl").write_text("a = One")
    first = version_of(folder)
    shutil.copytree(folder, tmp_path / "copy")
    assert version_of(tmp_path / "copy") == first, "wherever it is"
    (folder / "a.ftl").write_text("a = Two")
    assert version_of(folder) != first
    (tmp_path / "copy" / "a.ftl").rename(tmp_path / "copy" / "b.ftl")
    assert version_of(tmp_path / "copy") != first


def test_say(library: Library) -> None:
    assert library.say("exercise-bird-dog") == "Bird dog"
    assert library.say("exercise-bird-dog.feel", {"BUM": "bum"}).startswith("You should feel your back and bum")
    assert library.say("safety-emergency-other", {"EM": "999"}).startswith("<b>Stop. Call 999 now.</b>")


@pytest.mark.parametrize(
    "key", ["nothing", "exercise-bird-dog.nothing", "safety-nothing", "exercise-bird-dog.feel", "safety-urgent"]
)
def test_missing_words_or_arguments(library: Library, key: str) -> None:
    with pytest.raises(MissingWords, match=key):
        library.say(key)


def test_saying_is_quick(library: Library) -> None:
    args = {"hold": 10, "hold_to": 0, "reps": 2, "sets": 1, "set_1": 2}
    library.say("dose-hold-times-side", args)
    start = time.perf_counter()
    for _ in range(500):
        library.say("dose-hold-times-side", args)
    assert (time.perf_counter() - start) / 500 < 500e-6  # ten times what it takes on a quiet machine


@pytest.mark.parametrize(
    ("exercise", "dose", "said"),
    [
        ("cat-camel", Dose((5,)), "5 slow rounds"),
        ("draw-in", Dose((10,), hold=10), "10 seconds, 10 times"),
        ("glute-bridge", Dose((6,), hold=2), "2 seconds at the top, 6 times"),
        ("glute-bridge", Dose((6, 4, 2), hold=10), "10 seconds at the top, 6, 4 and 2 times"),
        ("bird-dog", Dose((2,), hold=8, sides=2), "8 seconds a side, 2 each"),
        ("bird-dog", Dose((3,), hold=8, hold_to=10, sides=2), "8–10 seconds a side, 3 each"),
        ("bird-dog", Dose((3, 2), hold=10, sides=2), "10 seconds, 3 and 2 a side"),
        ("bird-dog", Dose((6, 4, 2), hold=10, sides=2), "10 seconds, 6, 4 and 2 a side"),
        ("hip-flexor-stretch", Dose((1,), hold=30, sides=2), "30 seconds a side"),
        ("prone-cobra", Dose((2,), hold=30), "30 seconds, twice"),
        ("pallof-press", Dose((5, 5), hold=10, sides=2), "10 seconds a side, 5 each, 2 sets"),
        ("dead-bug", Dose((5,), sides=2), "5 a side, 3 seconds down"),
        ("hip-hinge", Dose((10, 10)), "10 times, slowly, 2 sets"),
        ("hip-hinge", Dose((8,)), "8 times, slowly"),
        ("side-plank", Dose((1,), hold=1, sides=2), "1 second a side"),
    ],
)
def test_doses_in_words(library: Library, exercise: str, dose: Dose, said: str) -> None:
    key, args = library.dose(dose, exercise)
    assert library.say(key, args) == said


def test_a_form_has_its_own_steps_or_those_of_the_exercise(library: Library) -> None:
    assert library.step_keys("bird-dog", "squares")[3] == "exercise-bird-dog-squares.step-4"
    assert library.step_keys("bird-dog", "full") == library.step_keys("bird-dog", "")
    assert library.step_keys("draw-in", "set-up") == library.step_keys("draw-in", "lying")
    assert library.exercise_key("bird-dog", "squares", "feel") == "exercise-bird-dog.feel"
    assert library.exercise_key("side-plank", "wall", "feel") == "exercise-side-plank-wall.feel"


def test_the_first_session_takes_seven_minutes(library: Library) -> None:
    session = library.programme.phase(1).sessions["A"]
    assert session == ("cat-camel", "draw-in", "glute-bridge", "bird-dog", "hip-flexor-stretch")
    assert minutes(library.exercises[each].first.dose for each in session) == 7


def test_every_exercise_is_in_the_programme(library: Library) -> None:
    listed = {each for phase in library.programme.phases for ids in phase.sessions.values() for each in ids}
    assert listed == set(library.exercises)
    assert [library.programme.phase(week).number for week in (1, 2, 3, 5, 8, 9, 12, 13, 99)] == [
        1,
        1,
        2,
        3,
        3,
        4,
        4,
        5,
        5,
    ]


def test_every_exercise_can_be_made_easier_without_the_floor_or_stays_put(library: Library) -> None:
    for exercise in library.exercises.values():
        assert exercise.rungs[0].level == 0, exercise.id
        assert exercise.rung(1).level == 1, exercise.id
