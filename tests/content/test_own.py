"""A folder of the operator's own: what it may change, what it may not, and how each mistake is named."""

import shutil
from pathlib import Path

import pytest

from bot.chat.choice import HELD
from bot.chat.routes import KEYBOARD
from bot.flows import doubt
from bot.flows.questions import COMMON, OWN, QUESTIONS
from bot.library import ContentError, Gap, Library
from bot.library.own import is_locked
from tests.content.conftest import CONTENT

PAGE = """\
faq-our-clinic = Where is our clinic?
    .answer = We are in the High Street. Call 01632 960001 on weekdays.
    .source = Our clinic, March 2026.
label-faq-our-clinic = Where is the clinic?
"""
RUNG = """\
[[exercise]]
id = "glute-bridge"
rungs = [{ level = 1, sets = [4], hold = 5 }]
"""


def write(folder: Path, **files: str) -> Path:
    """Files by their path, with "__" for a slash and "_" for the dot."""
    for name, text in files.items():
        file = folder / name.replace("__", "/").replace("_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def gaps_of(folder: Path) -> list[Gap]:
    with pytest.raises(ContentError) as error:
        Library.read(CONTENT, folder)
    return list(error.value.gaps)


def test_one_line_changes_one_sentence_and_all_others_stay(library: Library, tmp_path: Path) -> None:
    own = write(tmp_path, en__mine_ftl="exercise-bird-dog =\n    .step-3 = Reach one arm out.\n")
    laid = Library.read(CONTENT, own)
    assert laid.say("exercise-bird-dog.step-3") == "Reach one arm out."
    assert laid.say("exercise-bird-dog.step-2") == library.say("exercise-bird-dog.step-2")
    assert laid.keys == library.keys
    assert laid.speech.own == {"exercise-bird-dog.step-3"}
    assert laid.fingerprint != library.fingerprint


def test_one_rung_is_one_line_and_keeps_its_form(library: Library, tmp_path: Path) -> None:
    laid = Library.read(CONTENT, write(tmp_path, exercises_toml=RUNG))
    before, bridge = library.exercises["glute-bridge"], laid.exercises["glute-bridge"]
    assert (bridge.rung(1).dose.sets, bridge.rung(1).dose.hold) == ((4,), 5)
    assert bridge.rung(1).form == before.rung(1).form
    assert [rung for rung in bridge.rungs if rung.level != 1] == [rung for rung in before.rungs if rung.level != 1]
    assert {**laid.exercises, "glute-bridge": before} == library.exercises


def test_a_clinic_has_pages_and_lines_of_its_own(tmp_path: Path) -> None:
    lines = '[GB]\nout_of_hours = "our clinic on 01632 960001, or 111"\n'
    laid = Library.read(CONTENT, write(tmp_path, en__clinic_ftl=PAGE, countries_toml=lines, README_md="# Ours"))
    assert "our-clinic" in laid.questions
    assert laid.country("GB").out_of_hours == "our clinic on 01632 960001, or 111"
    assert "01632" in laid.say("safety-urgent", laid.country("GB").args)


def test_a_picture_and_a_recording_take_the_place_of_ours(library: Library, tmp_path: Path) -> None:
    for name in ("illustrations/bird-dog-full.mp4", "sounds/6x2-every-3.m4a"):
        (tmp_path / name).parent.mkdir()
        shutil.copy(CONTENT / name, tmp_path / name)
    laid = Library.read(CONTENT, tmp_path)
    assert laid.picture("bird-dog-full") == tmp_path / "illustrations" / "bird-dog-full.mp4"
    assert laid.still("bird-dog-full") == library.still("bird-dog-full")
    assert laid.sounds["6x2-every-3"] == tmp_path / "sounds" / "6x2-every-3.m4a"


def test_a_whole_copy_of_the_content_changes_nothing(library: Library, copy: Path) -> None:
    laid = Library.read(CONTENT, copy)
    assert laid.speech.own == set()
    assert laid.exercises == library.exercises
    assert {key: laid.speech.needs[key] for key in laid.keys} == library.speech.needs


MISTAKES = [
    # Of words: text, line, key, problem.
    ("label-new-symptom = Go\n", 1, "label-new-symptom", "stays as this version has it"),
    ("screen-saddle = All fine?\n", 1, "screen-saddle", "decides about safety"),
    ("d1-ask = Ready?\n", 1, "d1-ask", "decides about safety"),
    ("label-hurt-leg = Fine\n", 1, "label-hurt-leg", "decides about safety"),
    ("label-pause = Done\n", 1, "label-pause", "says what label-break-done says"),
    ("exercise-stop = Push on.\n", 1, "exercise-stop", "decides about safety"),
    ("exercise-cat-camel =\n    .stpe-3 = Reach.\n", 2, "exercise-cat-camel.stpe-3", "said nowhere"),
    ("exercise-birddog = Bird\n", 1, "exercise-birddog", "said nowhere"),
    ("exercise-draw-in =\n    .step-3 = { $arm }\n", 2, "exercise-draw-in.step-3", "not known here"),
    ("help-today = { NUMBER(3) }\n", 1, "help-today", "no functions"),
    ('exercise-dead-bug =\n    .step-3 = { "" }\n', 2, "exercise-dead-bug.step-3", "empty"),
    ("exercise-side-plank =\n    .step-3 =\n", 1, "exercise-side-plank", "not readable as Fluent"),
    ("exercise-prone-cobra =\n    .feel = No damage.\n", 2, "exercise-prone-cobra.feel", "frightens"),
    ("exercise-hip-hinge =\n    .feel = <u>Hips.</u>\n", 2, "exercise-hip-hinge.feel", "markup"),
    ("exercise-pallof-press =\n    .feel = <b>Hips.\n", 2, "exercise-pallof-press.feel", "markup"),
    (f"faq-us = Us?\n    .answer = {'So. ' * 600}\n", 2, "faq-us.answer", "2000 is the limit"),
    ("faq-we = Us?\n    .answer = Here.\n", None, "label-faq-we", "missing"),
    (f"faq-you = {'Rehabilitation ' * 9}?\n", 1, "faq-you", "reads like grade"),
    ("settings-saved-session = Saved.\n", 1, "settings-saved-session", "Put it back"),
    ("welcome = Hi 🙂🙂\n", 1, "welcome", "one emoji"),
]
FILES = [
    # Of files: name, text, line, key, problem.
    ("en__safety__urgent_txt", "", None, "-", "decides about safety"),
    ("en__symptoms_toml", "", None, "-", "decides about safety"),
    ("programme_toml", "weeks = 3\n", None, "-", "belongs to this version"),
    ("en__a_txt", "Hello", None, "-", "read by nothing"),
    ("illustrations__bird-dog-full_mp4", "no", None, "-", "no MP4 film"),
    ("illustrations__squat_mp4", "no", None, "-", "read by nothing"),
]
EXERCISES = """\
[[exercise]]
id = "glute-bridge"
rungs = [
    { level = 9, sets = [4] },
    { level = 1, sets = [4], form = "half" },
    { level = 2, sets = 4 },
]
[[exercise]]
id = "bird-dog"
position = "side"
[[exercise]]
id = "squat"
"""
COUNTRIES = """\
[GB]
emergency = "1"
crisis = "a friend"
out_of_hours = ""
hospital = "a hospital somewhere or other, and if that is closed another one a bit further away"
[elsewhere]
crisis = "1"
"""
TABLES = [
    ("exercises.toml", 4, "exercise.glute-bridge.rungs.9", "none can be added"),
    ("exercises.toml", 5, "exercise.glute-bridge.rungs.1.form", "must stay"),
    ("exercises.toml", 6, "exercise.glute-bridge.rungs.2.sets", "must be list"),
    ("exercises.toml", 10, "exercise.bird-dog.position", "belongs to this version"),
    ("exercises.toml", 12, "exercise.squat", "none can be added"),
    ("countries.toml", 2, "GB.emergency", "decides about safety"),
    ("countries.toml", 3, "GB.crisis", "no number"),
    ("countries.toml", 4, "GB.out_of_hours", "empty"),
    ("countries.toml", 5, "GB.hospital", "80 characters"),
    ("countries.toml", 7, "elsewhere.crisis", "decides about safety"),
]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Gap]:
    """Every mistake in one folder: all are named at once."""
    folder = tmp_path_factory.mktemp("own")
    write(folder, exercises_toml=EXERCISES, countries_toml=COUNTRIES)
    write(folder, **{f"en__{number}_ftl": text for number, (text, *_) in enumerate(MISTAKES)})
    write(folder, **{name: text for name, text, *_ in FILES})
    return gaps_of(folder)


def named(found: list[Gap], file: str, line: int | None, key: str, problem: str) -> bool:
    return any(gap[:2] == (file, key) and problem in gap.problem and line in (gap.line, None) for gap in found)


@pytest.mark.parametrize("number", range(len(MISTAKES)), ids=[key for _, _, key, _ in MISTAKES])
def test_a_mistake_in_words_is_named_with_its_file_line_and_key(found: list[Gap], number: int) -> None:
    _, line, key, problem = MISTAKES[number]
    assert named(found, f"{number}.ftl", line, key, problem), found


@pytest.mark.parametrize(("name", "text", "line", "key", "problem"), FILES)
def test_a_file_that_does_not_belong_there_is_named(
    found: list[Gap], name: str, text: str, line: int | None, key: str, problem: str
) -> None:
    assert named(found, name.replace("__", "/").replace("_", "."), line, key, problem), (text, found)


@pytest.mark.parametrize(("file", "line", "key", "problem"), TABLES)
def test_a_mistake_in_a_table_is_named_with_its_line_and_key(
    found: list[Gap], file: str, line: int, key: str, problem: str
) -> None:
    assert named(found, file, line, key, problem), found


def test_a_card_that_grows_too_long_is_named(tmp_path: Path) -> None:
    own = write(tmp_path, en__a_ftl=f"exercise-bird-dog =\n    .step-3 = {'Reach. ' * 150}\n")
    assert named(gaps_of(own), "exercises.ftl", None, "exercise-bird-dog-full", "1024 is the limit")


def test_no_folder_can_take_a_word_a_move_or_a_rung_away(tmp_path: Path) -> None:
    """So whatever a practice that runs, or a row from years ago, refers to is still there."""
    own = write(tmp_path, en__a_ftl="# nothing\n", exercises_toml="exercise = []\n", countries_toml="")
    laid, shipped = Library.read(CONTENT, own), Library.read(CONTENT)
    assert laid.keys == shipped.keys
    assert laid.exercises == shipped.exercises
    assert laid.countries == shipped.countries


def test_every_word_and_button_of_a_question_about_safety_is_locked(library: Library) -> None:
    asked = {*QUESTIONS.values(), *COMMON.values(), *(label for labels in OWN.values() for label in labels.values())}
    asked |= {*HELD, *KEYBOARD, *doubt.ANSWERS.values()}
    asked |= {f"d1-{each}" for each in ("ask", "tingling", "weak", "saddle", "fever")}
    asked |= {key for key in library.keys if key.startswith(("screen-", "told-", "gate-", "hurt-"))}
    assert asked <= library.keys
    assert sorted(key for key in asked if not is_locked(key, library.speech.files[key])) == []
