"""Typing is an answer wherever it is safe, and is read as the more careful one (docs/care.md 2.6)."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import pytest

from bot.chat import routes
from bot.chat.choice import HELD
from bot.chat.render import Renderer, options
from bot.chat.typed import chosen, score
from bot.domain import symptoms
from bot.domain.course import Began
from bot.domain.response import Morning
from bot.domain.screening import AGAIN, CODES, OPTIONS, Question
from bot.domain.standing import Hold
from bot.domain.swaps import Swap
from bot.domain.triage import Level
from bot.flows import check_in, d1, doubt, gate, hurt, questions, setup, skip, suits, weekly
from bot.flows.pace import UNSURE
from bot.flows.talk import Ask, Button, Reply, words
from bot.flows.today import MORNINGS
from bot.library import Library
from bot.library.answers import AROUND
from bot.playground.phone import Bubble, Phone
from tests.chat.talks import CONSULT, URGENT, exercising, goes, moved_in, texts
from tests.chat.town import Town, read_library

LIBRARY: Library = read_library()
RENDERER = Renderer(LIBRARY)
Q1 = "around your genitals"
EITHER = {AGAIN, "yes", "ready"}
"""Each in the place of another, where that is on offer."""
HARMLESS = {"nothing", "none", "yes", AGAIN, "no"}


def question(name: str, *offered: str) -> Reply:
    """A question of the safety check, as it is put."""
    return questions.card(Question(name, offered or OPTIONS[name], number=2, of=6, back=True))


def meant(asked: Reply, text: str) -> str | None:
    return chosen(asked, text, lambda label: RENDERER.plain(label, "GB"), LIBRARY.answers)


def put(name: str, *offered: str, labels: Mapping[str, str] = MappingProxyType({})) -> Reply:
    rows = tuple(
        (Button(words(labels[each]) if labels else words("label-score", score=each), option=each),) for each in offered
    )
    return Reply(text=((words("gate-who"),),), buttons=rows, ask=Ask(name))


def asked_as(key: str, *offered: str) -> Reply:
    """A question that is known by its words; its labels do not matter here."""
    return replace(put("setup", *offered), text=((words(key),),))


MORNING = {f"a-practice:{each}": f"label-morning-{each}" for each in (*MORNINGS, Morning.UNANSWERED)}
AT = ":a-practice:3"
"""What the options of a question about a move carry."""
JOINTS = {f"{each}{AT}": f"label-joint-{each}" for each in (*hurt.JOINTS, hurt.OTHER)}
WHY = {f"{each}{AT}": label for each, label in skip.WHY.items()}
MISSING = {**{f"{each}{AT}": label for each, label in skip.OFFERS.items()}, f"{skip.JUST_THIS}{AT}": "label-just-this"}
SUITS = {**{each: f"label-suits-{each}" for each in (*Swap, suits.LEGS)}, "ready": "label-ready"}
ASKED: Mapping[str, Reply] = {
    "d1": Reply(text=(d1.question(),), buttons=d1.answers(d1.FULL), ask=d1.ASK),
    "checkin": put("checkin", check_in.NOTHING, check_in.NEW),
    **{f"screen-{name}": question(name) for name in OPTIONS if name not in ("saddle-ok", "legs-ok", "strength-ok")},
    "screen-exercise-ok": question("legs-ok"),
    "screen-exercise-ok-again": question("legs-ok", AGAIN, "no"),
    "screen-eligible": question("eligible", "none", "tick:pregnant"),
    "screen-general-ticks": question("general-ticks", "none", "tick:fever", "ready"),
    "hurt": put("hurt", hurt.EASED, hurt.STRONG, hurt.LEG, hurt.JOINT, hurt.UNSURE),
    "hurt-joint": put("hurt-joint", *JOINTS, labels=JOINTS),
    "skip": put("skip", *WHY, labels=WHY),
    "skip-room": put("skip-room", *MISSING, labels=MISSING),
    "suits": put("suits", *SUITS, labels=SUITS),
    "morning": put("morning", *MORNING, labels=MORNING),
    "setup-began": asked_as("setup-began", *(Began)),
    "setup-walk": asked_as("setup-walk", *setup.WALKS),
    "setup-kit": asked_as("setup-kit", *setup.KIT, setup.READY),
    "weekly-where": asked_as("weekly-where", *weekly.PLACES),
    "receipt-move-ask": asked_as("receipt-move-ask", "bird-dog", UNSURE),
    "set-session": put("set-session", "07:30", "none"),
    "set-walk": put("set-walk", "08:30", "none"),
    "set-weekend": put("set-weekend", "09:00", "same"),
    "quiet-hours": put("quiet-hours", "22:00-07:00", "off"),
    "gate-who": put("gate-who", *gate.ROLES, labels=gate.ROLES),
    "gate-when": put("gate-when", "2026-03-04", "2026-03-03", "2026-03-02", gate.BEFORE),
    "gate-ok": put("gate-ok", *gate.SAID, labels=gate.SAID),
}
MEANT = [
    *(("d1", text, "new") for text in ("yes", "Yeah", "not sure", "maybe", "a bit worse", "yes I think so")),
    *(("d1", text, "new") for text in ("I don't know", "dont know", "worse", "it's got worse", "well, maybe")),
    *(
        ("d1", text, "nothing:full")
        for text in ("no", "Nope", "nothing", "nothing new", "no change", "No, nothing new")
    ),
    ("checkin", "yes, I think so", "new"),
    ("checkin", "no.", "nothing"),
    *(("screen-saddle", text, "yes") for text in ("yes", "y", "yes the first one", "some of them", "both")),
    *(("screen-saddle", text, "none") for text in ("no", "none")),
    *(("screen-saddle", text, "unsure") for text in ("not sure", "maybe", "don't know")),
    *(("screen-legs", text, "unsure") for text in ("yes", "maybe", "a bit")),
    *(("screen-legs", text, "both") for text in ("both", "Both legs", "both of them", "yes, both legs")),
    *(("screen-legs", text, "one") for text in ("left", "right", "one", "my left leg")),
    ("screen-legs", "no", "none"),
    ("screen-strength", "yes", "unsure"),
    ("screen-strength", "a bit", "bit"),
    *(("screen-strength", text, "worse") for text in ("both", "a bit worse", "it's getting worse")),
    ("screen-general", "yes", "others"),
    *(("screen-general", text, "none") for text in ("none", "no")),
    *(
        ("screen-pain", text, "8")
        for text in ("8/10", "8 out of 10", "eight", "about 8", "7-8", "7 or 8", "7.5", "7,5")
    ),
    ("screen-pain", "8.5", "9"),
    ("screen-pain", "11/10", "10"),
    *(("screen-function", text, "no") for text in ("no", "not really", "I can't")),
    *(("screen-function", text, "difficulty") for text in ("with difficulty", "barely", "just about", "hardly")),
    *(("screen-function", text, "yes") for text in ("yes", "yeah")),
    ("screen-exercise-ok", "I think so", "no"),
    ("screen-exercise-ok-again", "yes they did", AGAIN),
    ("screen-eligible", "no", "none"),
    # What was ticked stays.
    ("screen-general-ticks", "no", "ready"),
    *(("hurt", text, "leg") for text in ("in my calf", "leg", "my bum", "thigh", "foot", "down my left leg")),
    *(("hurt", text, "leg") for text in ("down my knee", "into my knee", "down the knee", "into my foot")),
    *(("hurt", text, "strong") for text in ("back", "lower back", "in my lower back")),
    *(("hurt", text, "joint") for text in ("wrist", "my knee", "left shoulder")),
    *(("hurt-joint", text, f"knee{AT}") for text in ("knee", "my left knee", "in both knees", "the right knee joint")),
    *(("hurt-joint", text, f"wrist{AT}") for text in ("wrist", "my hand")),
    *(("hurt-joint", text, f"other{AT}") for text in ("elbow", "another one", "not sure")),
    *(("skip", text, f"hurts{AT}") for text in ("it hurts", "painful", "it's sore", "pain")),
    *(("skip", text, f"hard{AT}") for text in ("it's too hard", "too difficult today", "I can't do it")),
    *(("skip", text, f"room{AT}") for text in ("no band", "I have no mat", "there's no space here")),
    *(("skip", text, f"not-now{AT}") for text in ("not now", "later", "just skip it")),
    *(("skip-room", text, f"no-floor{AT}") for text in ("no floor", "there's no room", "no mat here")),
    *(("skip-room", text, f"no-stick{AT}") for text in ("I have no broomstick", "no stick")),
    *(("skip-room", text, f"just-this{AT}") for text in ("no", "just this one")),
    *(("suits", text, "legs") for text in ("my legs", "Legs heavy when walking", "my legs hurt")),
    *(("suits", text, "knees") for text in ("my knees hurt", "kneeling", "I can't kneel")),
    *(("suits", text, "dizzy") for text in ("Dizzy getting up", "✓ Dizzy getting up")),
    *(("suits", text, "ready") for text in ("done", "no more")),
    *(("morning", text, "a-practice:usual") for text in ("better", "fine", "same as usual", "usual")),
    *(("morning", text, "a-practice:lot") for text in ("a lot", "a lot more sore", "very sore")),
    *(("setup-began", text, "long") for text in ("years ago", "a long time ago")),
    *(("weekly-where", text, "below") for text in ("my calf", "my leg", "foot")),
    *(("gate-who", text, "doctor") for text in ("my GP", "GP", "doctor", "dr", "Dr.", "I saw my GP")),
    *(("gate-who", text, "physio") for text in ("the physio", "physiotherapist")),
    *(("gate-who", text, "hospital") for text in ("hospital", "A&E", "at the hospital", "a & e")),
    ("gate-who", "nurse", "other"),
    *(("gate-when", text, "2026-03-04") for text in ("this morning", "today")),
    *(("gate-when", text, "2026-03-03") for text in ("yesterday", "last night", "yesterday morning")),
    *(("gate-when", text, "2026-03-02") for text in ("two days ago", "2 days ago")),
    ("gate-when", "three days ago", gate.BEFORE),
    *(("gate-ok", text, "yes") for text in ("yes", "yeah", "yes they did")),
    ("gate-ok", "with limits", "limits"),
    *(("gate-ok", text, "no") for text in ("no", "not really")),
    *(("gate-ok", text, "unsaid") for text in ("we didn't talk about it", "didn't ask", "not sure")),
]
NOT_MEANT = [
    # It opens the full check, whatever is asked.
    *(("morning", text) for text in ("worse", "much worse", "a lot worse", "it's got worse")),
    *(
        ("d1", text)
        for text in ("all good", "fine", "no not really", "I feel nothing", "nothing in my foot", "yes and no feeling")
    ),
    *(("d1", text) for text in ("no worse than yesterday", "not worse", "no but my leg is numb")),
    *(("screen-saddle", text) for text in ("no feeling", "no I can't pee", "none that I can feel", "not yes")),
    *(("screen-legs", text) for text in ("no feeling", "both legs are numb", "one leg and it's weak", "not both")),
    *(("screen-general", text) for text in ("no but I fainted", "yes I fainted", "the first one")),
    *(
        ("screen-pain", text)
        for text in ("-8", "+8", "11", "8 and my leg is numb", "not 8", "no pain", "more than 8", "ten-ish", "8 8 b")
    ),
    *(("screen-function", text) for text in ("yes but my leg is weak", "not yes")),
    *(
        ("hurt", text)
        for text in ("my leg is numb", "groin", "not my leg", "between my legs", "my back and my leg went numb")
    ),
    *(("skip", text) for text in ("my leg went numb", "it hurts in my leg", "chest pain", "I feel dizzy", "too weak")),
    *(("hurt-joint", text) for text in ("my knee gave way", "numb hand", "hip", "my knee and my foot")),
    *(
        ("suits", text)
        for text in (
            "dizzy",
            "wrists",
            "heavy legs",
            "my legs are heavy",
            "numb legs",
            "my leg is weak",
            "worse",
            "tingling legs",
            "I can't stand",
        )
    ),
    *(("gate-who", text) for text in ("my GP said no", "not the doctor", "nobody", "a friend")),
    *(
        ("gate-when", text)
        for text in ("a year ago", "not yesterday", "two days ago my leg went numb", "night before last")
    ),
    *(("gate-ok", text) for text in ("yes but only if it gets better", "they said to stop", "ok no")),
]


@pytest.mark.parametrize(("asked", "text", "option"), MEANT)
def test_what_people_say_for_an_option(asked: str, text: str, option: str) -> None:
    found = meant(ASKED[asked], text)

    assert found == option


@pytest.mark.parametrize(("asked", "text"), NOT_MEANT)
def test_more_words_or_a_no_before_them_are_no_answer(asked: str, text: str) -> None:
    assert meant(ASKED[asked], text) is None


def test_every_synonym_belongs_to_a_question_and_one_of_its_options() -> None:
    assert LIBRARY.answers.questions.keys() == ASKED.keys() - {"screen-pain"}
    for name, spoken in LIBRARY.answers.questions.items():
        asked = [button.option or "" for button in options(ASKED[name])]
        known = {*asked, *(option.partition(":")[0] for option in asked), *EITHER}
        named = {option for each in spoken.meant.values() for option in each if not option.startswith("#")}
        assert named <= known, name
    assert {option for each in LIBRARY.answers.doubt.meant.values() for option in each} == doubt.ANSWERS.keys()
    assert {way for each in LIBRARY.answers.ways.meant.values() for way in each} == set(HELD.values())
    assert set(HELD.values()) <= routes.WAYS.keys()
    assert not {*AROUND} & {option for code in CODES.values() for option in code[1]}


def test_no_synonym_that_ends_a_question_well_hides_a_warning() -> None:
    for spoken in (*LIBRARY.answers.questions.values(), LIBRARY.answers.doubt):
        for text, meanings in spoken.meant.items():
            if HARMLESS & {*meanings}:
                assert symptoms.read(text, LIBRARY.lexicon).level is Level.OK, text


def test_a_long_message_is_read_in_no_time() -> None:
    assert meant(ASKED["hurt"], "in my " * 600 + "leg") is None
    assert score("8 or " * 800 + "8", LIBRARY.answers) is None


@pytest.fixture
def phone(lumbar: Town) -> Phone:
    return lumbar.phone()


async def says(phone: Phone, *lines: str) -> list[Bubble]:
    bubbles: list[Bubble] = []
    for line in lines:
        bubbles = await phone.says(line)
        assert bubbles, f"silence after {line!r}"
    return bubbles


async def consulted(lumbar: Town, phone: Phone) -> None:
    """Held at CONSULT, the message on the screen and nothing asked."""
    await moved_in(lumbar, phone)
    await goes(phone, "New symptom")
    bubbles = await says(phone, "no", "left", "no", "none", "3/10", "yes")
    assert CONSULT in texts(bubbles)


async def held(lumbar: Town, phone: Phone) -> Hold:
    person = await lumbar.person(phone)
    assert person is not None
    return person.standing.held


async def test_the_whole_check_can_be_typed(lumbar: Town, phone: Phone) -> None:
    await consulted(lumbar, phone)

    assert await held(lumbar, phone) is Hold.CONSULT


async def test_yes_to_both_legs_is_the_gravest(lumbar: Town, phone: Phone) -> None:
    await moved_in(lumbar, phone)
    await goes(phone, "New symptom")

    await says(phone, "nope", "yes, both legs")

    assert await held(lumbar, phone) is Hold.EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "worse",
        "It's worse",
        "much worse",
        "getting worse",
        "it's spreading",
        "It's got worse",
        "Worse or new",
        "its getting a lot worse now",
    ],
)
async def test_worse_while_held_opens_the_full_screen_and_one_leg_is_urgent_then(
    lumbar: Town, phone: Phone, text: str
) -> None:
    await consulted(lumbar, phone)

    assert Q1 in texts(await says(phone, text))
    bubbles = await says(phone, "no", "one leg", "no", "no", "3", "yes")

    assert URGENT in texts(bubbles)


async def test_worse_where_nothing_holds_opens_the_full_screen_too(lumbar: Town, phone: Phone) -> None:
    await moved_in(lumbar, phone)

    assert Q1 in texts(await says(phone, "it's worse"))
    assert await held(lumbar, phone) is Hold.OPEN_QUESTION


@pytest.mark.parametrize("text", ["no better", "not worse", "my sister's is worse", "worse than a toothache, I'd say"])
async def test_other_words_beside_it_are_not_that(lumbar: Town, phone: Phone, text: str) -> None:
    await consulted(lumbar, phone)

    await phone.says(text)

    assert await held(lumbar, phone) is Hold.CONSULT


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("I've been checked", "Who checked you?"),
        ("Show my answers", "My answers to the safety check"),
        ("not yet", CONSULT),
        ("Same", "paused"),
        ("a bit better", "paused"),
    ],
)
async def test_the_words_of_a_button_are_as_good_as_the_button(
    lumbar: Town, phone: Phone, text: str, reply: str
) -> None:
    await consulted(lumbar, phone)

    assert reply in texts(await says(phone, text))


async def test_the_buttons_of_an_emergency_can_be_typed(lumbar: Town, phone: Phone) -> None:
    await moved_in(lumbar, phone)
    await says(phone, "I can't pee")

    (helped,) = await says(phone, "I'm getting help")
    assert helped.labels == ("Show my answers", "I've been checked")
    assert Q1 in texts(await says(phone, "I tapped by mistake"))


async def test_this_hurt_me_can_be_typed(lumbar: Town, phone: Phone) -> None:
    await moved_in(lumbar, phone)

    assert "What happened?" in texts(await says(phone, "This hurt me"))


async def test_a_no_to_a_later_question_is_no_answer_to_the_doubt(lumbar: Town, phone: Phone) -> None:
    await moved_in(lumbar, phone)
    await says(phone, "my leg")
    await says(phone, "/pause")

    bubbles = await says(phone, "no")

    assert "How long" in texts(bubbles)
    assert await held(lumbar, phone) is Hold.OPEN_QUESTION


async def test_a_yes_then_is_still_taken_for_it(lumbar: Town, phone: Phone) -> None:
    await moved_in(lumbar, phone)
    await says(phone, "my leg")
    await says(phone, "/pause")

    assert Q1 in texts(await says(phone, "yes"))


async def test_the_words_of_its_own_button_answer_the_doubt(lumbar: Town, phone: Phone) -> None:
    await moved_in(lumbar, phone)
    await says(phone, "my leg")

    assert "Good, noted" in texts(await says(phone, "no, I'm fine"))
    assert await held(lumbar, phone) is Hold.NONE


async def test_it_hurt_in_words(lumbar: Town, phone: Phone) -> None:
    await moved_in(lumbar, phone)
    await exercising(phone)
    await phone.taps("It hurt")

    assert Q1 in texts(await says(phone, "in my calf"))


async def test_the_gate_in_words(lumbar: Town, phone: Phone) -> None:
    await consulted(lumbar, phone)

    bubbles = await says(phone, "I've been checked", "my GP", "this morning", "yes they did")

    assert Q1 in texts(bubbles)


async def test_a_no_at_the_gate_keeps_the_pause(lumbar: Town, phone: Phone) -> None:
    await consulted(lumbar, phone)

    await says(phone, "I've been checked", "the physio", "today", "not really")

    assert await held(lumbar, phone) is Hold.CONSULT


@pytest.mark.parametrize(("text", "until"), [("3", "Thursday"), ("1", "tomorrow"), ("5", "Saturday")])
async def test_a_figure_is_that_many_days_of_quiet(lumbar: Town, phone: Phone, text: str, until: str) -> None:
    await moved_in(lumbar, phone)
    await says(phone, "/pause")

    assert until in texts(await says(phone, text))


async def test_d1_in_words(lumbar: Town, phone: Phone) -> None:
    await moved_in(lumbar, phone)
    await says(phone, "/checkin")

    assert Q1 in texts(await says(phone, "a bit worse"))


async def test_a_doubtful_all_good_is_asked_again(lumbar: Town, phone: Phone) -> None:
    await moved_in(lumbar, phone)
    await says(phone, "/checkin")

    assert "new or worse" in texts(await says(phone, "all good"))
    assert "All noted." in texts(await says(phone, "no, nothing new"))
