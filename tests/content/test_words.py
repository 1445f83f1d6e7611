"""How it is said: nothing that frightens or promises, plain words, nothing copied (docs/care.md 6 and 7)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.library import CAPTION, SAFETY, Library
from bot.library.manner import FORBIDDEN, HIGHEST
from bot.library.measure import units
from bot.library.reading import grade
from tests.content.conftest import CONTENT

TOO_LONG_A_SENTENCE = {
    "safety-held-consult": "agreed wording; its second half names all four warning signs in one sentence",
    "safety-held-urgent": "the same second half",
}
READ = "not-slips.txt"
"""Words that people write to the bot, and it never says."""


def words(library: Library) -> Iterator[tuple[str, str]]:
    args = library.country("GB").args
    for key in sorted(library.keys):
        if library.speech.needs[key] <= args.keys():
            yield key, library.say(key, args)


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_forbidden_words_appear_nowhere(pattern: str) -> None:
    found = [
        f"{path.relative_to(CONTENT)}: {line.strip()}"
        for path in sorted(CONTENT.rglob("*"))
        if path.suffix in {".ftl", ".txt"} and path.name != READ
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#") and re.search(pattern, line, re.IGNORECASE)
    ]
    assert found == []


def test_the_product_is_named_nowhere() -> None:
    named = [
        path
        for path in CONTENT.rglob("*")
        if path.suffix in {".toml", ".ftl", ".txt", ".md"} and b"keyslim" in path.read_bytes().lower()
    ]
    assert named == []


def test_safety_texts_read_easily(library: Library) -> None:
    args = library.country("GB").args
    grades = {f"safety-{name}": grade(library.say(f"safety-{name}", args)) for name in SAFETY}
    assert {key: value for key, value in grades.items() if value > HIGHEST and key not in TOO_LONG_A_SENTENCE} == {}
    assert [key for key in TOO_LONG_A_SENTENCE if grades[key] <= HIGHEST] == [], "no longer an exception"


def test_exercises_habits_and_answers_read_easily(library: Library) -> None:
    messages: dict[str, list[str]] = {}
    for key, text in words(library):
        if key.startswith(("exercise-", "habit-", "faq-")) and not key.endswith((".source", ".section")):
            messages.setdefault(key.partition(".")[0], []).append(text)
    grades = {key: grade("\n".join(texts)) for key, texts in messages.items()}
    assert len(grades) > 30
    assert {key: value for key, value in grades.items() if value > HIGHEST} == {}


def test_cards_fit_under_a_picture(library: Library) -> None:
    for country in library.countries.values():
        for exercise in library.exercises.values():
            for rung in (exercise.first, *exercise.rungs):
                assert units(library.caption(exercise, rung, country.args)) <= CAPTION


def test_units_are_counted_as_telegram_counts() -> None:
    assert units("<b>Tea &amp; 🫖</b>") == 8


def test_nothing_is_copied_from_the_article(library: Library) -> None:
    article = (Path(__file__).parent / "article.txt").read_text(encoding="utf-8")
    sentences = [plain(each) for each in re.split(r"[.!?:;]\s|\n", article)]
    long = [each for each in sentences if len(each.split()) > 6]
    assert len(long) > 100
    copied = [(key, each) for key, text in words(library) for each in long if each in plain(text)]
    assert copied == []


def test_no_long_run_of_words_is_copied_from_the_article(library: Library) -> None:
    article = plain((Path(__file__).parent / "article.txt").read_text(encoding="utf-8")).split()
    runs = {" ".join(article[at : at + 8]) for at in range(len(article))}
    for key, text in words(library):
        mine = plain(text).split()
        assert [run for at in range(len(mine) - 7) if (run := " ".join(mine[at : at + 8])) in runs] == [], key


def test_at_most_one_emoji_in_a_message(library: Library) -> None:
    for key, text in words(library):
        assert len(re.findall(r"[\U0001F300-\U0001FAFF]", text)) <= 1, key


def plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"<[^>]+>|['']", "", text.lower())))
