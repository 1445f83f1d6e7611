"""A gap in the content stops the start, and every gap is named with its file and key."""

import re
from pathlib import Path

import pytest

from bot.library import ContentError, Gap, Library


def gaps_of(folder: Path) -> tuple[Gap, ...]:
    with pytest.raises(ContentError) as error:
        Library.read(folder)
    return error.value.gaps


def edit(path: Path, pattern: str, by: str) -> None:
    text, count = re.subn(pattern, by, path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    assert count == 1, pattern
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "pattern", "by", "key", "problem"),
    [
        (
            "en/exercises.ftl",
            r"^    \.feel = You should feel your back and.*\n",
            "",
            "exercise-bird-dog.feel",
            "missing",
        ),
        ("en/exercises.ftl", r"^    \.source = Section 3 .*\n", "", "exercise-bird-dog.source", "missing"),
        ("en/exercises.ftl", r"^exercise-stop .*\n", "", "exercise-stop", "missing"),
        ("en/exercises.ftl", r"^dose-hold-side = .*\n", "", "dose-hold-side", "missing"),
        ("en/exercises.ftl", r"^    \.step-5 = Come back slowly.*\n", "", "exercise.bird-dog.steps", "has words for 4"),
        ("en/exercises.ftl", r"^exercise-bird-dog-squares =", "exercise-other =", "exercise-bird-dog-squares", "form"),
        ("en/exercises.ftl", r"Rest both|Squeeze your buttocks\.", "{ $typo }", "exercise-glute-bridge.step-2", "typo"),
        ("en/exercises.ftl", r"Squeeze your buttocks\.", "{ nowhere }", "exercise-glute-bridge.step-2", "nowhere"),
        ("en/exercises.ftl", r"Squeeze your buttocks\.", "x" * 1000, "exercise-glute-bridge-full", "1024 is the limit"),
        ("en/exercises.ftl", r"^kit-mat = .*", "kit-mat = { $", "kit-mat", "not readable"),
        ("en/exercises.ftl", r"^kit-mat = .*", "kit-mat = a\nlabel-x = " + "y" * 31, "label-x", "30 is the limit"),
        ("en/faq.ftl", r"^faq-plank = ", "kit-mat = mat\nfaq-plank = ", "kit-mat", "already"),
        ("en/faq.ftl", r"^    \.source = The article's third .*\n", "", "faq-plank.source", "missing"),
        ("en/habits.ftl", r"^    \.source = Section 12 .*\n", "", "habit-sitting.source", "missing"),
        ("en/safety/urgent.txt", r"\{OOH\}", "{OHH}", "safety-urgent", "OHH"),
        ("exercises.toml", r"first = \{ form = \"full\", sets = \[5\] \}\n", "", "exercise.cat-camel.first", "missing"),
        ("exercises.toml", r", sets = \[5\] \}", " }", "exercise.cat-camel.first.sets", "missing"),
        (
            "exercises.toml",
            r"position = \"side\"",
            'position = "upside-down"',
            "exercise.side-plank.position",
            "none of",
        ),
        (
            "exercises.toml",
            r"hold = 30, from_article",
            "hold = 31, from_article",
            "exercise.prone-cobra.rungs.1",
            "article says 30",
        ),
        ("en/exercises.ftl", r"^exercise-bird-dog-fists =", "exercise-other =", "exercise-bird-dog-fists", "this form"),
        ("en/exercises.ftl", r"Both hands stay down\.", "x" * 1000, "exercise-bird-dog-leg", "1024 is the limit"),
        (
            "exercises.toml",
            r"knees = \{ level = 0 \}",
            "knees = { level = 7 }",
            "exercise.cat-camel.swaps.knees.level",
            "7",
        ),
        ("exercises.toml", r"knees = \{ level = 0 \}", "knees = {}", "exercise.cat-camel.swaps.knees", "must say"),
        ("exercises.toml", r"^knees = ", "elbows = ", "exercise.cat-camel.swaps.elbows", "none of"),
        ("exercises.toml", r"section = 11", "section = 16", "exercise.hip-hinge.section", "1 to 15"),
        ("exercises.toml", r"kit = \[\"mat\"\]", 'kit = "mat"', "exercise.cat-camel.kit", "must be list"),
        (
            "exercises.toml",
            r"^id = \"draw-in\"",
            'id = "draw-in"\ncolour = "red"',
            "exercise.draw-in.colour",
            "unknown key",
        ),
        ("exercises.toml", r"^\[\[exercise\]\]", "[[exercise", "-", "not readable as TOML"),
        (
            "programme.toml",
            r"\"glute-bridge\", \"bird-dog\"",
            '"glute-bridge", "bird-cat"',
            "phase.1.sessions.A",
            "bird-cat",
        ),
        ("illustrations.toml", r"^squares = .*\n", "", "bird-dog.squares", "missing"),
        ("illustrations.toml", r"\"walking\"", '"running"', "habits.walking", "running.mp4 is not among"),
        ("illustrations.toml", r"^squares = ", 'circles = "walking"\nsquares = ', "bird-dog.circles", "unknown key"),
        ("illustrations.toml", r"^\[cat-camel\]", "[dog-camel]", "cat-camel", "missing"),
        ("en/illustrations.ftl", r"^illustration-walking .*\n", "", "illustration-walking", "missing"),
        ("programme.toml", r"first_week = 5", "first_week = 6", "phase.3.first_week", "must be 5"),
        ("programme.toml", r"minutes = 20, minutes_to", "minutes = 21, minutes_to", "walk.rungs.2", "other minutes"),
        ("countries.toml", r"^emergency = \"999\"\n", "", "GB.emergency", "missing"),
        ("countries.toml", r"^emergency = \"999\"", 'emergency = "call us"', "GB.emergency", "no number"),
        ("countries.toml", r"^source = .*\n", "", "GB.source", "missing"),
        ("countries.toml", r"Europe/London", "Europe/Londres", "GB.zones", "Londres"),
        ("countries.toml", r"^\[elsewhere\]", "[ZZ]", "elsewhere", "missing"),
        ("en/symptoms.toml", r"level = \"CONSULT\"", 'level = "OK"', "rule.nerve.level", "CONSULT"),
        (
            "en/symptoms.toml",
            r"groin, groins, groin area",
            "Groin, groins, groin area",
            "words.SADDLE",
            "write 'groin'",
        ),
        (
            "en/symptoms.toml",
            r"foot drop, footdrop",
            "foot drop, .. foot",
            "rule.weakness-severe.patterns",
            "begins and ends",
        ),
        ("en/symptoms.toml", r"BUCKLE = ", 'TWIST = "twist"\nBUCKLE = ', "words.TWIST", "stands in no pattern"),
        ("en/symptoms.toml", r"category = \"saddle\"", 'category = "seat"', "rule.seat", "told-wrote-seat"),
        ("en/answers.toml", r"im fine, i am fine", "I'm fine, i am fine", "doubt.no", "write 'im fine'"),
        ("en/answers.toml", r"^\[score\]", "[scores]", "score", "missing"),
        ("en/symptoms.toml", r"SADDLE = ", "SADLE = ", "rule.saddle.patterns", "SADDLE is not among the words"),
    ],
)
def test_a_gap_is_named(copy: Path, file: str, pattern: str, by: str, key: str, problem: str) -> None:
    edit(copy / file, pattern, by)
    gaps = gaps_of(copy)
    name = Path(file).name if "safety" not in file else file.removeprefix("en/")
    files = {name, "exercises.toml"} if file == "en/exercises.ftl" else {name}
    assert any(gap.file in files and gap.key == key and problem in gap.problem for gap in gaps), gaps


@pytest.mark.parametrize("file", ["exercises.toml", "programme.toml", "countries.toml", "en/safety/crisis.txt"])
def test_a_missing_file_is_named(copy: Path, file: str) -> None:
    (copy / file).unlink()
    assert file.removeprefix("en/") in {gap.file for gap in gaps_of(copy)}


def test_all_gaps_are_told_at_once(copy: Path) -> None:
    edit(copy / "countries.toml", r"^emergency = \"999\"\n", "")
    edit(copy / "en/faq.ftl", r"^    \.source = The article's third .*\n", "")
    (copy / "en/safety/crisis.txt").unlink()
    with pytest.raises(ContentError, match=r"(?s)GB\.emergency.*faq-plank\.source.*safety-crisis"):
        Library.read(copy)
