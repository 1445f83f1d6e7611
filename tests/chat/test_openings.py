"""Every CONSULT message opens with a sentence that is true of the answers it follows from (docs/care.md 2.5)."""

import itertools

import pytest

from bot.chat.render import Renderer
from bot.domain.standing import Hold
from bot.domain.triage import Answers, General, Legs, Level, Pain, Saddle, Weakness, assess, opening
from bot.flows import hold
from tests.chat.talks import CONSULT, NO_SIGNS, ONE_LEG, goes, moved_in
from tests.chat.town import Town, read_library

CONSULTS = [
    answers
    for answers in (Answers(*codes) for codes in itertools.product(Saddle, Legs, Weakness, General, Pain))
    if assess(answers).level is Level.CONSULT
]
LEG = "Tingling, numbness or pain going down your leg is common with back pain"
PAIN = "That sounds like strong pain."
OLD = "You have an older symptom that a clinician has seen, but nobody has said yet whether exercise is OK with it."
SORE = "Your back has been more sore for a while"
WALK = {
    True: "Short walks are fine if they don't make your leg feel worse.",
    False: "Short walks are fine if they feel OK.",
}


def _is_true(sentence: str, answers: Answers) -> bool:
    codes = answers.codes
    return {
        LEG: codes["L"] == "u",
        PAIN: codes["P"] == "v",
        OLD: "q" in (codes["S"], codes["L"], codes["W"]),
        SORE: False,
    }[sentence]


def test_there_are_sixty_one() -> None:
    assert len(CONSULTS) == 61


@pytest.mark.parametrize("answers", CONSULTS, ids=lambda each: " ".join(map("=".join, each.codes.items())))
def test_the_sentence_is_true_of_the_answers(answers: Answers) -> None:
    reply = hold.message(Hold.CONSULT, opening(answers, assess(answers)))
    told = Renderer(read_library()).render(reply, "GB").plain
    first = told.splitlines()[0]
    said = [sentence for sentence in (LEG, PAIN, OLD, SORE) if sentence in told]
    assert len(said) == 1
    assert said[0] in first, "it opens the message"
    assert _is_true(said[0], answers)
    assert CONSULT in told
    about_the_leg = answers.codes["L"] == "u"
    assert WALK[about_the_leg] in told
    assert WALK[not about_the_leg] not in told
    assert ("your leg" in told) == about_the_leg


@pytest.mark.parametrize(
    ("taps", "sentence"),
    [
        (ONE_LEG, LEG),
        ((*NO_SIGNS[:4], "9", "With difficulty"), PAIN),
        ((*NO_SIGNS[:2], "Old, checked, not changed", "No, or didn't ask", *NO_SIGNS[3:]), OLD),
    ],
    ids=["leg", "pain", "old"],
)
async def test_and_so_it_comes_in_a_conversation_at_once_and_when_asked_for_again(
    lumbar: Town, taps: tuple[str, ...], sentence: str
) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom")
    (told,) = [bubble for bubble in await goes(ana, *taps) if CONSULT in bubble.text]
    assert sentence in told.text.splitlines()[0]
    (again,) = await ana.presses(told.id, "/not-yet")
    assert again.text == told.text
