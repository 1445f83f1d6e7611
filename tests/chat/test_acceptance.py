"""The eleven tests that Lumbar has to pass before anybody with a sore back may use it, one by one, through the whole bot."""

import csv
import itertools
import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.chat import routes
from bot.chat.routes import Needs
from bot.domain.standing import Hold
from bot.domain.triage import Answers, General, Legs, Level, Pain, Saddle, Weakness, assess
from bot.flows import export
from bot.library import SAFETY
from bot.library.manner import FORBIDDEN
from bot.playground.phone import Bubble, Phone
from bot.store.tables import check_ins, practices, routines, rungs, triage_events
from tests.chat.outages import locked
from tests.chat.talks import (
    EMERGENCY,
    HELD_CONSULT,
    HELD_EMERGENCY,
    MOVES,
    NO_SIGNS,
    ONE_LEG,
    WELL,
    at_once,
    checked,
    consult,
    exercise_in,
    exercising,
    exported,
    goes,
    is_exercise,
    left_of_people,
    moved_in,
    only_follow_ups,
    screened,
    settled_in,
    texts,
    ways_to_exercise,
)
from tests.chat.test_lifeline import hears
from tests.chat.town import CONTENT, ROOT, Town, read_library
from tests.content import test_safety as countries

DAYS = timedelta(days=1)
CARE = (ROOT / "docs" / "care.md").read_text(encoding="utf-8")
LEVELS = {"CONSULT": Hold.CONSULT, "URGENT": Hold.URGENT, "EMERGENCY": Hold.EMERGENCY}
WISHES = ("/today", "1 minute", "start", "done", "/exercises", "/checkin", "/start", "/resume")
"""What somebody says who wants to exercise."""


async def _held(lumbar: Town, phone: Phone) -> Hold:
    person = await lumbar.person(phone)
    assert person is not None
    return person.standing.held


async def _no_way_to_exercise(phone: Phone, *, wait: timedelta = 2 * DAYS) -> None:
    """Neither by asking, nor by a button of before, nor by waiting."""
    for wish in WISHES:
        assert not exercise_in(await phone.says(wish)), wish
    for message_id, data in ways_to_exercise(phone):
        assert not exercise_in(await phone.presses(message_id, data)), data
    assert not exercise_in(await phone.passes(wait))


# 1


def test_01_every_combination_of_answers_has_its_level_and_a_worse_answer_never_lowers_it() -> None:
    """docs/care.md 2.4."""
    every = [Answers(*codes) for codes in itertools.product(Saddle, Legs, Weakness, General, Pain)]
    levels = {"".join(answers.codes.values()): assess(answers).level for answers in every}
    counted = [sum(level is each for level in levels.values()) for each in Level]
    assert dict(zip([each.name for each in Level], counted, strict=True)) == {
        "OK": 12,
        "CONSULT": 61,
        "URGENT": 335,
        "EMERGENCY": 1032,
    }
    for codes, level in levels.items():
        for place, ranks in enumerate(("ncqy", "ntcqub", "ncqms", "nkae", "fvd")):
            for worse in ranks[ranks.index(codes[place]) + 1 :]:
                changed = codes[:place] + worse + codes[place + 1 :]
                assert levels[changed] >= level, (codes, changed)


# 2


def _never_silent() -> list[tuple[str, str]]:
    with Path(ROOT / "tests" / "domain" / "freetext_core.csv").open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["expected"]) for row in csv.DictReader(file) if row["silent_forbidden"] == "1"]


async def test_02_no_symptom_in_anybody_s_own_words_meets_silence_or_an_exercise(lumbar: Town) -> None:
    """docs/care.md 2.6. Everybody at once, each in a chat of their own, with today's card in front of them."""
    rows = _never_silent()
    assert len(rows) > 60
    phones = [lumbar.phone() for _ in rows]
    for phone in phones:
        await moved_in(lumbar, phone)
    await at_once(lumbar, [(phone, partial(lumbar.telegram.says, phone.chat.id, "/today")) for phone in phones])
    acts = [
        (phone, partial(lumbar.telegram.says, phone.chat.id, text))
        for phone, (text, _) in zip(phones, rows, strict=True)
    ]
    answers = await at_once(lumbar, acts)
    silent = [
        text for (text, _), got in zip(rows, answers, strict=True) if not got or "I didn't get that" in texts(got)
    ]
    low = [
        text
        for phone, (text, expected) in zip(phones, rows, strict=True)
        if await _held(lumbar, phone) < LEVELS.get(expected, Hold.NONE)
    ]
    held = [phone for phone, (_, expected) in zip(phones, rows, strict=True) if expected in LEVELS]
    pressed = [(phone, partial(lumbar.telegram.taps, phone.chat.id, *ways_to_exercise(phone)[0])) for phone in held]
    wished = [(phone, partial(lumbar.telegram.says, phone.chat.id, "/today")) for phone in held]
    after = [*await at_once(lumbar, pressed), *await at_once(lumbar, wished)]
    assert all(after)
    before = {phone: len(phone.screen) for phone in held}
    await lumbar.skip(2 * DAYS)
    await lumbar.settled()
    after += [phone.screen[seen:] for phone, seen in before.items()]
    shown = [texts(bubbles) for bubbles in after if exercise_in(bubbles)]
    assert (silent, low, shown) == ([], [], [])


# 3

Ways = Callable[[Town, Phone], Awaitable[list[Bubble]]]


async def _by_button(lumbar: Town, phone: Phone) -> list[Bubble]:
    await moved_in(lumbar, phone)
    await phone.says("/today")
    return await goes(phone, "New symptom", *ONE_LEG)


async def _by_command(lumbar: Town, phone: Phone) -> list[Bubble]:
    await moved_in(lumbar, phone)
    await phone.says("/symptoms")
    return await goes(phone, *ONE_LEG)


async def _as_a_command(lumbar: Town, phone: Phone) -> list[Bubble]:
    await moved_in(lumbar, phone)
    return await phone.says("/tingling")


async def _as_text(lumbar: Town, phone: Phone) -> list[Bubble]:
    await moved_in(lumbar, phone)
    return await phone.says("tingling")


async def _in_a_caption(lumbar: Town, phone: Phone) -> list[Bubble]:
    await moved_in(lumbar, phone)
    seen = len(phone.screen)
    lumbar.telegram.sends(phone.chat.id, "photo", caption="tingling in my left foot")
    await lumbar.settled()
    return phone.screen[seen:]


async def _by_an_edit(lumbar: Town, phone: Phone) -> list[Bubble]:
    await moved_in(lumbar, phone)
    mine = lumbar.telegram.says(phone.chat.id, "/today")
    await lumbar.settled()
    return await phone.edits(mine.id, "my left foot is tingling")


async def _in_a_session(lumbar: Town, phone: Phone) -> list[Bubble]:
    await moved_in(lumbar, phone)
    await exercising(phone)
    return await phone.says("tingling")


async def _while_paused(lumbar: Town, phone: Phone) -> list[Bubble]:
    await moved_in(lumbar, phone)
    await phone.says("/pause 3 days")
    return await phone.says("tingling")


@pytest.mark.parametrize(
    "way",
    [
        *(_by_button, _by_command, _as_a_command, _as_text),
        *(_in_a_caption, _by_an_edit, _in_a_session, _while_paused),
    ],
)
async def test_03_tingling_brings_the_consult_message_and_no_exercise_after_it(lumbar: Town, way: Ways) -> None:
    """docs/care.md 2.5 and 2.6."""
    ana = lumbar.phone()
    bubbles = await way(lumbar, ana)
    assert consult(bubbles)
    assert not exercise_in(bubbles)
    assert await _held(lumbar, ana) is Hold.CONSULT
    await _no_way_to_exercise(ana)
    assert await _held(lumbar, ana) is Hold.CONSULT


async def test_03_tingling_in_onboarding_at_every_stage(lumbar: Town) -> None:
    """docs/care.md 2.6: before consent a text that is true for a stranger, and nothing kept."""
    steps = ("/start", "United Kingdom", "I'm 18 or over and I agree", *WELL, "Later", "07:30", "No walk reminders")
    phones = [lumbar.phone() for _ in range(len(steps) + 1)]
    for stage, ana in enumerate(phones):
        for step in steps[:stage]:
            assert await (ana.taps(step) if step in ana.labels else ana.says(step)), step
        bubbles = await ana.says("my left foot is tingling")
        assert consult(bubbles) if stage >= 3 else "book to see a GP, doctor or physio" in texts(bubbles), steps[:stage]
        assert not exercise_in(bubbles)
        assert await _held(lumbar, ana) is (Hold.NONE if stage < 3 else Hold.CONSULT)
        if stage < 3:
            assert "Which country" in texts(bubbles) or "health data" in texts(bubbles), "then where they were"
        refused = await ana.says("/today")
        assert refused
        assert not exercise_in(refused)
        for message_id, data in ways_to_exercise(ana):
            assert not exercise_in(await ana.presses(message_id, data)), data
    seen = {phone: len(phone.screen) for phone in phones}
    await lumbar.skip(2 * DAYS)
    await lumbar.settled()
    assert not any(exercise_in(phone.screen[before:]) for phone, before in seen.items())


# 4


@pytest.mark.parametrize(
    "text",
    [
        *("no tingling", "No tingling, numbness or weakness", "haven't had any numbness", "tingling: no"),
        "free of tingling",
    ],
)
async def test_04_no_tingling_never_pauses(lumbar: Town, text: str) -> None:
    """docs/care.md 2.6."""
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await exercising(ana)
    bubbles = await ana.says(text)
    assert bubbles, "it is answered"
    assert not consult(bubbles)
    assert await _held(lumbar, ana) is Hold.NONE
    assert any(is_exercise(bubble) for bubble in await ana.taps("Done")), "and the session goes on"


async def test_04_no_tingling_but_i_cannot_pee_is_an_emergency(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    assert EMERGENCY in texts(await ana.says("No tingling but I can't pee"))
    assert await _held(lumbar, ana) is Hold.EMERGENCY


@pytest.mark.parametrize(
    ("before", "typed", "hold"),
    [
        ((), "None of these", Hold.OPEN_QUESTION),
        (("None of these",), "A: ache only, no tingling", Hold.OPEN_QUESTION),
        (("None of these",), "ache only, no tingling", Hold.OPEN_QUESTION),
        (("None of these",), "B: one leg", Hold.CONSULT),
        (("None of these",), "C: both legs", Hold.EMERGENCY),
        (("None of these", "No"), "B: worse, or won't lift", Hold.EMERGENCY),
        (("None of these", "No", "No"), "Chest pain or collapse", Hold.EMERGENCY),
        (("None of these", "No", "No"), "one of the others", Hold.URGENT),
        (NO_SIGNS[:5], "No, I can't", Hold.URGENT),
    ],
)
async def test_04_the_very_words_of_an_option_answer_the_question(
    lumbar: Town, before: tuple[str, ...], typed: str, hold: Hold
) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", *before)
    assert await ana.says(typed)
    assert lumbar.happened[-1].route == "screen", "taken as the answer, and not read as words that warn"
    assert await _held(lumbar, ana) is hold


# 5


async def test_05_for_sixty_days_after_an_emergency_nothing_comes_but_the_follow_ups(lumbar: Town) -> None:
    """docs/care.md 2.2 T2 and 2.5."""
    ana = lumbar.phone()
    await moved_in(lumbar, ana, walk="17:00")
    await ana.says("/today")
    await goes(ana, "New symptom", "Yes, one or more")
    came = [bubble for _ in range(60) for bubble in await ana.passes(DAYS)]
    assert only_follow_ups(came)
    assert len({bubble.id for bubble in came}) == 3
    assert await _held(lumbar, ana) is Hold.EMERGENCY
    assert HELD_EMERGENCY in texts(await ana.says("/today"))
    await _no_way_to_exercise(ana)


# 6

STEPS = ("I've been checked", "Physio", "Today", "Yes", *NO_SIGNS)


@pytest.mark.parametrize("taken", range(len(STEPS)))
async def test_06_without_each_step_of_the_way_back_it_stays_held(lumbar: Town, taken: int) -> None:
    """docs/care.md 3.2."""
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", *ONE_LEG)
    await goes(ana, *STEPS[:taken])
    assert not exercise_in(await ana.says("/today"))
    assert not exercise_in(await ana.passes(7 * DAYS))
    assert await _held(lumbar, ana) is Hold.CONSULT
    assert not exercise_in(await ana.says("/today"))


async def test_06_all_five_steps_lead_back_and_each_one_but_the_first_can_be_refused(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", *ONE_LEG)
    for said in ("We didn't talk about it", "No"):
        assert "Your exercises stay paused" in texts(await checked(ana, said))
        assert await _held(lumbar, ana) is Hold.CONSULT
    await goes(ana, "I've been checked", "Physio", "Before I told you")
    assert HELD_CONSULT in texts(await ana.says("/today"))
    await goes(ana, *STEPS)
    assert await _held(lumbar, ana) is Hold.NONE
    assert exercise_in(await ana.says("/today"))


# 7


async def test_07_no_way_to_an_exercise_opens_without_the_question_of_today(lumbar: Town) -> None:
    """docs/care.md 2.1. Every route that is for those who may exercise, every button there is, every word."""
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await exercising(ana)
    await ana.says("/exercises")
    await goes(ana, "Cat-camel")
    nudged = await ana.passes_until(lumbar.clock.now().replace(hour=8, minute=1) + DAYS)
    assert "Start" in nudged[-1].labels
    clear = [name for name, route in routes.WAYS.items() if route.needs is Needs.CLEAR]
    assert len(clear) > 12
    wishes = ("full", "easy", "one-minute", "carry-on", "again", "move-cat-camel")
    ways = [*clear, *(f"today-begin:{wish}" for wish in wishes), "exercise:cat-camel"]
    presses = [*ways_to_exercise(ana), *((nudged[-1].id, f"/{way}") for way in ways)]
    for message_id, data in presses:
        assert not any(map(is_exercise, await ana.presses(message_id, data))), data
    for wish in (*WISHES, "skip", "easier", "one minute", "Today"):
        assert not any(map(is_exercise, await ana.says(wish))), wish
    await ana.says("/today")
    assert any(map(is_exercise, await ana.taps("Nothing new"))), "and with it, one does"


# 8


async def test_08_safety_messages_go_out_while_the_database_is_down(lumbar: Town) -> None:
    """docs/care.md 2.5."""
    ana = lumbar.phone()
    await screened(ana)
    async with locked(lumbar):
        (told,) = await hears(lumbar, lambda: lumbar.telegram.says(ana.chat.id, "my left leg is tingling"))
        assert "112, 999 or 911" in told
        assert "stop your exercises" in told
    await lumbar.settled()
    assert consult(ana.screen)


# 9


def test_09_every_locale_has_every_safety_text_with_its_bullets_and_a_number_in_every_country() -> None:
    """docs/care.md 2.5."""
    library = read_library()
    locales = [folder for folder in CONTENT.iterdir() if (folder / "safety").is_dir()]
    assert [folder.name for folder in locales] == ["en"], "another language needs bullets of its own in this test"
    for folder in locales:
        assert {file.stem for file in (folder / "safety").iterdir()} >= set(SAFETY)
    for code, country in library.countries.items():
        for name in countries.WITH_BULLETS:
            text = library.say(f"safety-{name}", country.args)
            assert [bullet for bullet in countries.BULLETS if bullet not in text] == [], (code, name)
        for name in set(SAFETY) - countries.WITHOUT_NUMBER:
            text = library.say(f"safety-{name}", country.args)
            assert re.search(r"\d{3}", text) or country.args["EM"] in text, (code, name)


# 10


async def _lived(phone: Phone) -> None:
    """Something in every table, a check left half way and a report of harm."""
    await settled_in(phone, walk="17:00")
    await exercising(phone)
    await goes(phone, "Easier", "It hurt", "Back only, still strong", "6", *["Done"] * (MOVES - 1), "2", "OK")
    await phone.says("walked 25")
    await phone.says("/about")
    await goes(phone, "This hurt me", "A reminder or message upset me")
    await phone.passes(DAYS)
    await goes(phone, "Not today", "New symptom", *ONE_LEG)
    await checked(phone)
    await goes(phone, "None of these", "Old, checked, not changed")


async def _rows(lumbar: Town) -> Mapping[str, list[Mapping[str, object]]]:
    tables = (check_ins, triage_events, practices, routines, rungs)
    async with lumbar.app.database.reading() as db:
        return {
            table.name: [dict(row) for row in (await db.execute(select(table))).mappings().all()] for table in tables
        }


async def test_10_export_has_all_that_is_held_and_delete_leaves_no_row(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _lived(ana)
    rows = await _rows(lumbar)
    assert all(rows.values()), "something of everything"
    told = await exported(ana)
    library = lumbar.app.library
    for kind, key in export.KINDS.items():
        name = library.say(key, {"date": "@"}).replace("@: ", "")
        kept = sum(row["kind"] == kind for row in rows["check_ins"])
        assert len(re.findall(rf"2026: {re.escape(name)}$", told, re.MULTILINE)) == kept, kind
    assert {row["kind"] for row in rows["check_ins"]} <= set(export.KINDS)
    assert told.count("decided by rules") == len(rows["triage_events"])
    assert f"Sessions and walks: {len(rows['practices'])}" in told
    assert len(re.findall(r": step \d", told)) == len(rows["rungs"])
    for line in ("Session: 08:00", "Walk: 17:00", "Country: United Kingdom", "Time zone: Europe/London", "You agreed"):
        assert line in told
    assert "an old problem, checked, not changed" in told, "what was answered in a check that is still open"
    await ana.says("/delete")
    await goes(ana, "Delete everything")
    assert await left_of_people(lumbar) == {}
    assert await lumbar.person(ana) is None


# 11


def _never() -> list[str]:
    """The left column of docs/care.md 6, a phrase at a time, without what describes and quotes nothing."""
    table = CARE[CARE.index("| Never | Instead |") :].split("\n\n", 1)[0].splitlines()[2:]
    phrases = [part.strip() for row in table for part in re.split(r"[,;]", row.strip("|").split("|")[0])]
    described = {"the spine is out of place", "the name of a condition", "wear", "harm", "all is well with you"}
    return ["out of place", *(phrase for phrase in phrases if phrase not in described)]


def test_11_no_word_of_the_advert_and_no_word_that_is_never_said_ships() -> None:
    """docs/care.md 6 and 7."""
    library = read_library()
    said = {key: library.say(key, library.country("GB").args) for key in library.keys if _is_complete(key)}
    assert len(said) > 300
    plain = {key: " ".join(re.findall(r"[a-z0-9']+", text.lower())) for key, text in said.items()}
    article = (ROOT / "tests" / "content" / "article.txt").read_text(encoding="utf-8")
    found = re.search(r"^7\. .*?(?=^8\. )", article, re.MULTILINE | re.DOTALL)
    assert found
    advert = re.findall(r"[a-z0-9']+", found[0].lower())
    assert "keyslim" in advert
    runs = {" ".join(advert[at : at + 6]) for at in range(len(advert) - 5)}
    assert [(key, run) for key, text in plain.items() for run in runs if run in text] == []
    assert len(_never()) > 8
    assert [(key, never) for key, text in plain.items() for never in _never() if never in text] == []
    assert [
        (key, word) for key, text in said.items() for word in FORBIDDEN if re.search(word, text, re.IGNORECASE)
    ] == []
    shipped = [file for part in ("bot", "content") for file in (ROOT / part).rglob("*") if file.is_file()]
    assert [file for file in shipped if b"keyslim" in file.read_bytes().lower()] == []


def _is_complete(key: str) -> bool:
    """Whether the country's words are all that the sentence needs."""
    library = read_library()
    return library.speech.needs[key] <= library.country("GB").args.keys()
