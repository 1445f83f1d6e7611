"""What a message is read as: every phrase of the files, and the rules of docs/care.md 2.6 one by one."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.context import Context
from bot.domain.lexicon import Result
from bot.domain.message import Message
from bot.domain.slips import SHORTEST
from bot.domain.symptoms import Reading, is_foreign, read
from bot.domain.triage import Level
from bot.library import Library

HERE = Path(__file__).parent
LEXICON = Library.read(HERE.parents[1] / "content").lexicon
SILENT = (Result.NONE, Result.NEGATED)


def said(text: str) -> Reading:
    return read(text, LEXICON)


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_symptom(row: dict[str, str]) -> bool:
    return row["silent_forbidden"] == "1"


@pytest.mark.parametrize("row", rows("freetext_core.csv"), ids=lambda row: row["text"])
def test_each_of_the_core_phrases_is_read_exactly(row: dict[str, str]) -> None:
    assert said(row["text"]).result.name == row["expected"]


@pytest.mark.parametrize("name", ["phrases_tuned.csv", "phrases_set_aside.csv"])
def test_of_other_phrases_no_symptom_is_passed_over_and_nine_in_ten_are_read_exactly(name: str) -> None:
    phrases = [(row, said(row["text"]).result) for row in rows(name)]
    symptoms = [result for row, result in phrases if is_symptom(row)]
    harmless = [result for row, result in phrases if row["expected"] in ("NONE", "NEGATED")]
    assert not [result for result in symptoms if result in SILENT]
    assert sum(result.name == row["expected"] for row, result in phrases) >= 0.9 * len(phrases)
    assert sum(result not in SILENT for result in harmless) <= 0.1 * len(harmless)


def test_there_are_150_phrases_of_our_own_and_half_were_set_aside() -> None:
    tuned, aside = rows("phrases_tuned.csv"), rows("phrases_set_aside.csv")
    assert (len(tuned), len(aside)) == (75, 75)
    assert len({row["text"] for row in tuned + aside}) == 150


@pytest.mark.parametrize(
    "around",
    [
        "no back pain, {}",
        "no pain but {}",
        "my back pain has gone, {}",
        "the cramp has gone but {}",
        "last year was fine. {}",
        "no fever or chills but {}",
        "my mum says hi. {}",
        "I don't want to worry you but {}",
        "{}, no pain though",
        "{} but no fever",
        "{}. my back is fine",
        "{} and my back pain has gone",
        "{}, my mum had it too",
        "{} since I stopped the tablets",
        "{} as usual I am fine otherwise",
        "{}, what should I do?",
    ],
)
def test_what_is_said_beside_a_symptom_does_not_silence_it(around: str) -> None:
    phrases = [
        row["text"] for name in ("freetext_core.csv", "phrases_tuned.csv") for row in rows(name) if is_symptom(row)
    ]
    assert not [text for text in phrases if said(around.format(text)).result in SILENT]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("tingling", Result.CONSULT),
        ("TINGLING!!!", Result.CONSULT),
        ("_tingling_", Result.CONSULT),
        ("pins-and-needles in my foot", Result.CONSULT),
        ("Pins  and\nneedles", Result.CONSULT),
        ("tingling/numbness", Result.CONSULT),
        ("I can\u2019t pee", Result.EMERGENCY),
        ("I can`t pee", Result.EMERGENCY),
        ("CANNOT PEE", Result.EMERGENCY),
        ("my foot's gone numb", Result.CONSULT),
        ("num\u200bb toes", Result.CONSULT),
        ("n\u00fcmb toes", Result.CONSULT),
        ("soooo numbbbbb", Result.CONSULT),
    ],
)
def test_case_marks_and_accents_make_no_difference(text: str, result: Result) -> None:
    assert said(text).result is result


@pytest.mark.parametrize(
    "text", ["tigling", "tinglling", "tingljng", "tniglingg", "numbnesss", "numness", "sciatca", "bladdre"]
)
def test_a_slip_of_the_finger_is_seen_through(text: str) -> None:
    assert said(f"{text} in my leg").result >= Result.ASK


@pytest.mark.parametrize(
    "text", ["the number is right", "numbers look good", "a legal matter", "what a wheel", "the latter was better"]
)
def test_a_word_of_its_own_is_no_slip(text: str) -> None:
    assert said(text).result is Result.NONE


@given(st.data())
def test_one_slip_is_a_letter_more_less_other_or_swapped(data: st.DataObject) -> None:
    word = data.draw(
        st.sampled_from(
            sorted({meant for near in LEXICON.slips.near.values() for meant in near if len(meant) > SHORTEST + 1})
        )
    )
    at, letter = data.draw(st.integers(0, len(word) - 1)), data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    slips = {
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    }
    assert all(word in LEXICON.slips.meant(slip) for slip in slips - {word})


@pytest.mark.parametrize("text", ["numb", "legs", "tngln", "gniltingt", "bldr"])
def test_what_is_further_away_is_no_slip(text: str) -> None:
    assert LEXICON.slips.meant(text) == ()


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("footsnumb", Result.CONSULT),
        ("a tablecloth", Result.NONE),
        ("cantbreathe", Result.EMERGENCY),
        ("numbsince monday", Result.CONSULT),
    ],
)
def test_a_space_left_out_is_put_in(text: str, result: Result) -> None:
    assert said(text).result is result


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("no tingling", Context.DENIED),
        ("tingling: no", Context.DENIED),
        ("tingling? none", Context.DENIED),
        ("no numbness, weakness or tingling", Context.DENIED),
        ("the tingling has gone", Context.PAST),
        ("tingling years ago", Context.PAST),
        ("what if I get tingling", Context.SUPPOSED),
        ("my mum has tingling", Context.ANOTHER),
        ("tingling", Context.PRESENT),
        ("no pain but tingling", Context.PRESENT),
        ("not just tingling", Context.PRESENT),
        ("the tingling hasn't gone", Context.PRESENT),
        ("the tingling has gone dead", Context.PRESENT),
        ("my mum says I look tired and I have tingling", Context.PRESENT),
        ("no tingling except in my toe", Context.PRESENT),
        ("the exercises haven't helped the tingling", Context.PRESENT),
        ("I don't have pain I have tingling", Context.PRESENT),
        ("not one day without tingling", Context.PRESENT),
    ],
)
def test_what_stands_around_a_symptom_decides_what_it_is(text: str, context: Context) -> None:
    assert {match.context for match in said(text).matches if match.words.endswith("tingling")} == {context}


def test_the_highest_that_is_there_wins_over_all_that_is_not() -> None:
    reading = said("no numbness. my mum had foot drop. I can't pee, and the tingling has gone")
    assert reading.result is Result.EMERGENCY
    assert reading.level is Level.EMERGENCY
    assert reading.categories == ("bladder",)


def test_words_of_crisis_take_nothing_from_a_level() -> None:
    reading = said("I want to end it all and I can't pee")
    assert reading.result is Result.CRISIS
    assert reading.crisis
    assert reading.level is Level.EMERGENCY


def test_what_somebody_forwards_is_asked_about_unless_it_is_a_crisis() -> None:
    assert read("both my legs are numb", LEXICON, another=True).result is Result.ASK
    assert read("no tingling", LEXICON, another=True).result is Result.NEGATED
    assert read("I want to kill myself", LEXICON, another=True).result is Result.CRISIS


def test_a_category_says_nothing_of_the_words() -> None:
    reading = said("my groin is numb")
    assert reading.categories == ("saddle",)
    assert "groin is numb" not in repr(reading)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("I've never wet myself before", Result.EMERGENCY),
        ("never had trouble peeing before today", Result.EMERGENCY),
        ("I have never felt tingling like this", Result.CONSULT),
        ("didn't have any tingling until this morning", Result.CONSULT),
        ("resting does not help the numbness", Result.CONSULT),
        ("I haven't mentioned the numbness to my wife", Result.ASK),
        ("without the brace my leg goes numb", Result.CONSULT),
        ("when I do not move my leg goes numb", Result.CONSULT),
        ("none of the tingling has gone", Result.CONSULT),
        ("no tingling today but yesterday yes", Result.CONSULT),
        ("my leg isn't weak", Result.NEGATED),
        ("my legs aren't tingling or numb", Result.NEGATED),
        ("I haven't really had any numbness", Result.NEGATED),
    ],
)
def test_a_denied_verb_is_no_denied_symptom(text: str, result: Result) -> None:
    assert said(text).result is result


@pytest.mark.parametrize("text", ["Je ne peux pas uriner", "mi pierna está dormida", "нога онемела", "腿麻了 很痛"])
def test_another_language_is_known_as_such(text: str) -> None:
    assert is_foreign(text, LEXICON)


@pytest.mark.parametrize(
    "text", ["good morning", "what time is it", "ok", "I did the dead bug", "12:30", "see you tomorrow then"]
)
def test_english_is_not_taken_for_another_language(text: str) -> None:
    assert not is_foreign(text, LEXICON)


@given(st.text(max_size=300))
def test_what_was_met_stands_in_the_message(text: str) -> None:
    words = Message.of(text, LEXICON).words
    assert all(set(match.words.split()) <= set(words) for match in said(text).matches)


@given(st.text(max_size=60), st.text(max_size=60))
def test_nothing_said_in_another_sentence_takes_a_warning_back(before: str, after: str) -> None:
    assert said(f"{before}. I can't pee. {after}").result >= Result.ASK


@given(st.lists(st.sampled_from(sorted(LEXICON.known)), max_size=40))
def test_read_twice_it_is_the_same(words: list[str]) -> None:
    text = " ".join(words)
    assert said(text) == said(f"  {text.upper()} ")
