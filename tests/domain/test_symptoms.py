import tomllib
from pathlib import Path

import pytest

from bot.domain.symptoms import read
from bot.domain.triage import Level

FILE = Path(__file__).parents[2] / "content" / "en" / "symptoms.toml"
GROUPS = tomllib.loads(FILE.read_text(encoding="utf-8"))["group"]
LEXICON = [word for group in GROUPS for word in group["words"]]


def test_both_groups_are_consult() -> None:
    assert [(group["name"], group["level"]) for group in GROUPS] == [("nerve", "CONSULT"), ("saddle", "CONSULT")]
    assert len(LEXICON) == len(set(LEXICON))


@pytest.mark.parametrize("word", LEXICON)
def test_every_word_is_met_in_a_sentence(word: str) -> None:
    reading = read(f"hello,{word.upper()}! since today", LEXICON)
    assert reading is not None
    assert reading.level is Level.CONSULT
    assert word in reading.words


@pytest.mark.parametrize(
    "text",
    [
        "my left leg is TINGLING",
        "pins-and-needles in my foot",
        "pins & needles",
        "Pins  and\nneedles",
        "I can't pee",
        "it's numb…",
        "pain in both my legs",
        "_tingling_",
        "tingling/numbness",
    ],
)
def test_met(text: str) -> None:
    assert read(text, LEXICON) is not None


@pytest.mark.parametrize(
    "text", ["", "peel", "number 7", "a speech", "pins", "done", "walked 25", "kettlebell", "poodle"]
)
def test_not_met(text: str) -> None:
    assert read(text, LEXICON) is None
