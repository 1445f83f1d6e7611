"""After the gate: what waits and comes back one at a time, what a clinician said to leave out, where it goes on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.standing import Hold, Standing
from bot.playground.phone import Bubble, Phone
from bot.store import people
from tests.chat.talks import (
    CLEAR_FIRST,
    NO_SIGNS,
    OLD_LEG,
    ONE_LEG,
    agreed,
    checked,
    exercise_in,
    exported,
    goes,
    is_exercise,
    moved_in,
    on_course,
    one,
    texts,
)
from tests.chat.town import MONDAY, Town

DAY = timedelta(days=1)
GENTLE = {"draw-in", "bird-dog", "glute-bridge", "dead-bug"}
BACK = "no longer has to wait: your leg has stayed the same or better."
NERVE = ("Yes, one or more",)


async def _standing(lumbar: Town, phone: Phone) -> Standing:
    person = await lumbar.person(phone)
    assert person is not None
    return person.standing


async def _become(lumbar: Town, phone: Phone, **changes: object) -> None:
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, phone.chat.id)
        assert person is not None
        await people.save(db, replace(person, standing=replace(person.standing, **changes)))  # type: ignore[arg-type]  # fields of Standing by name


async def _cleared(lumbar: Town, said: str = "Yes", last: tuple[str, ...] = OLD_LEG) -> Phone:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", *ONE_LEG)
    await checked(ana, said)
    await goes(ana, *last)
    return ana


async def _begins(phone: Phone) -> list[Bubble]:
    card = one(await phone.says("/today"))
    if "Usual or better" in card.labels:
        card = one(await phone.taps("Usual or better"))
    return await phone.taps("Start" if "Start" in card.labels else "Nothing new – start")


async def _session(phone: Phone) -> list[str]:
    """One whole session of today; the texts of its cards."""
    bubbles, shown = await _begins(phone), []
    while cards := [bubble for bubble in bubbles if is_exercise(bubble)]:
        shown.append(cards[-1].text)
        bubbles = await phone.taps("Done")
    if "the most your back hurt" in texts(bubbles):
        bubbles = await phone.taps("2")
    await phone.taps("OK")
    return shown


async def _sessions(phone: Phone, count: int) -> None:
    for _ in range(count):
        await _session(phone)
        await phone.passes(DAY)


# What waits while the leg is unchanged


async def test_what_waits_comes_back_one_at_a_time_after_every_third_session(lumbar: Town) -> None:
    ana = await _cleared(lumbar)
    everything = frozenset(lumbar.app.library.exercises)
    assert (await _standing(lumbar, ana)).restricted == everything - GENTLE
    assert "Today's walk: 10 minutes" in one(await ana.says("/walk")).text
    await _sessions(ana, 2)
    assert (await _standing(lumbar, ana)).restricted == everything - GENTLE
    assert (
        "Cat-camel: later. It waits after your check."
        in one(await goes(ana, "Today", "Usual or better", "Change today", "Why these?")).text
    )
    await _sessions(ana, 1)
    assert (await _standing(lumbar, ana)).restricted == everything - GENTLE - {"cat-camel"}
    why = one(await goes(ana, "Today", "Usual or better", "Change today", "Why these?"))
    assert "Cat-camel on a chair: no longer has to wait. Your leg has stayed the same or better." in why.text
    first, *others = await _session(ana)
    assert f"Cat-camel {BACK}" in first
    assert not any(BACK in text for text in others)
    await ana.passes(DAY)
    assert BACK not in (await _session(ana))[0], "it is said once"


async def test_one_minute_and_easy_days_bring_nothing_back(lumbar: Town) -> None:
    ana = await _cleared(lumbar)
    before = (await _standing(lumbar, ana)).restricted
    for _ in range(4):
        await goes(ana, "Today", "Change today", "Sore day")
        if "Nothing new – start" in ana.labels:
            await goes(ana, "Nothing new – start")
        while is_exercise(ana.screen[-1]):
            await goes(ana, "Done")
        await ana.passes(DAY)
    assert (await _standing(lumbar, ana)).restricted == before


async def _hurts(phone: Phone, where: str) -> list[Bubble]:
    await _begins(phone)
    while "Cat-camel" not in phone.screen[-1].text:
        await goes(phone, "Done")
    return await goes(phone, "It hurt", where)


@pytest.mark.parametrize("where", ["Into my bum or leg", "Not sure"])
async def test_one_that_brings_on_leg_symptoms_waits_again_and_the_check_opens(lumbar: Town, where: str) -> None:
    ana = await _cleared(lumbar)
    await _sessions(ana, 3)
    before = await _standing(lumbar, ana)
    assert "cat-camel" not in before.restricted
    assert "Safety check" in texts(await _hurts(ana, where))
    after = await _standing(lumbar, ana)
    assert "cat-camel" in after.restricted
    assert after.restricted_since is not None
    assert before.restricted_since is not None
    assert after.restricted_since > before.restricted_since, "the count begins anew"
    await goes(ana, *NO_SIGNS)
    assert "Later: Cat-camel" in one(await ana.says("/exercises")).text


async def test_a_move_that_hurts_the_back_only_does_not_wait_again(lumbar: Town) -> None:
    ana = await _cleared(lumbar)
    await _sessions(ana, 3)
    await _hurts(ana, "Back only, and it eased")
    assert "cat-camel" not in (await _standing(lumbar, ana)).restricted


@pytest.mark.parametrize("taps", [ONE_LEG, (*NO_SIGNS[:5], "No, I can't"), NERVE])
async def test_a_new_hold_keeps_what_waits(lumbar: Town, taps: tuple[str, ...]) -> None:
    ana = await _cleared(lumbar)
    before = (await _standing(lumbar, ana)).restricted
    await goes(ana, "New symptom", *taps)
    held = await _standing(lumbar, ana)
    assert held.hold >= Hold.CONSULT
    assert held.restricted == before
    await ana.passes(DAY)
    await checked(ana)
    await goes(ana, *NO_SIGNS)
    assert (await _standing(lumbar, ana)).restricted == before


# What a clinician said to leave out


async def test_with_limits_what_is_ticked_is_left_out_and_nothing_else(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", *ONE_LEG)
    which = one(await checked(ana, "Yes, with limits"))
    assert "Which moves did they say to leave out?" in which.text
    assert "Ready" not in which.labels
    assert len(which.labels) == len(lumbar.app.library.exercises) + 2
    await goes(ana, "Cat-camel", "Draw-in")
    assert "✓ Draw-in" in ana.labels
    await goes(ana, "✓ Draw-in", "Glute bridge")
    assert (await _standing(lumbar, ana)).hold is Hold.CONSULT
    assert "One last step" in one(await ana.taps("Ready")).text
    await goes(ana, *NO_SIGNS)
    after = await _standing(lumbar, ana)
    assert after.left_out == {"cat-camel", "glute-bridge"}
    assert after.restricted == frozenset()
    listed = one(await ana.says("/exercises"))
    assert "Later: Cat-camel (left out by the person who checked you)" in listed.text
    assert "Cat-camel" not in listed.labels
    assert "Cat-camel: later. The person who checked you said to leave it out." in texts(
        await goes(ana, "Today", "Change today", "Why these?")
    )
    forged = await ana.presses(listed.id, "/today-begin:move-glute-bridge")
    assert forged[-1].text == "That move waits for now."
    shown = await _session(ana)
    assert not any("Cat-camel" in text or "bridge" in text for text in shown)
    export = await exported(ana)
    assert "Left out by the person who checked you: Glute bridge" in export


async def test_what_is_left_out_never_comes_back_by_itself(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", *ONE_LEG)
    await checked(ana, "Yes, with limits")
    await goes(ana, "Cat-camel", "Ready", *OLD_LEG)
    await _sessions(ana, 4)
    after = await _standing(lumbar, ana)
    assert after.left_out == {"cat-camel"}
    assert "hip-flexor-stretch" not in after.restricted, "the next of the others came back instead"


async def test_a_later_yes_without_limits_brings_it_back(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", *ONE_LEG)
    await checked(ana, "Yes, with limits")
    await goes(ana, "Cat-camel", "Ready", *NO_SIGNS)
    await ana.passes(2 * DAY)
    await ana.says("/exercises")
    await goes(ana, "My limits have changed", "Physio", "Today", "Yes", *NO_SIGNS)
    assert (await _standing(lumbar, ana)).left_out == frozenset()
    assert "Cat-camel" in one(await ana.says("/exercises")).labels


async def test_a_clinicians_no_holds_where_nothing_held(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await _become(lumbar, ana, left_out=frozenset({"cat-camel"}))
    await ana.says("/exercises")
    stays = one(await goes(ana, "My limits have changed", "Physio", "Today", "We didn't talk about it"))
    assert "Your moves stay as they are." in stays.text
    await ana.says("/exercises")
    assert CLEAR_FIRST in texts(await goes(ana, "My limits have changed", "Physio", "Today", "No"))
    assert not exercise_in(await ana.says("/today"))


@pytest.mark.parametrize(("answer", "kept"), [("Not sure", GENTLE), ("None of these", None)])
async def test_not_sure_leaves_the_gentlest_and_none_leaves_all(
    lumbar: Town, answer: str, kept: set[str] | None
) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", *ONE_LEG)
    await checked(ana, "Yes, with limits")
    await goes(ana, answer, *NO_SIGNS)
    everything = frozenset(lumbar.app.library.exercises)
    assert (await _standing(lumbar, ana)).left_out == (everything - kept if kept else frozenset())


async def test_not_sure_while_the_leg_is_unchanged_keeps_the_rungs_low_until_the_last_has_waited(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", *ONE_LEG)
    await checked(ana, "Yes, with limits")
    await goes(ana, "Not sure", *OLD_LEG)
    waits = frozenset(lumbar.app.library.exercises) - GENTLE
    after = await _standing(lumbar, ana)
    assert (after.restricted, after.left_out) == (waits, waits)
    assert after.restricted_since is not None
    await _sessions(ana, 3)
    after = await _standing(lumbar, ana)
    assert (after.restricted, after.left_out) == (waits - {"cat-camel"}, waits)
    assert BACK not in texts(ana.screen), "it stays left out, so nothing is said of it"
    assert not any("Cat-camel" in text for text in await _session(ana))


async def test_a_day_on_which_every_move_waits_is_a_walk(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await _become(lumbar, ana, left_out=frozenset(lumbar.app.library.exercises))
    card = one(await ana.says("/today"))
    assert "There is no move for today that suits you yet. A short walk is fine." in card.text
    assert card.labels == ("Walk", "Not today", "Why these?")
    assert not exercise_in([card])
    nudge = one(await ana.passes(DAY))
    assert "There is no move for today" in nudge.text
    forged = await ana.presses(nudge.id, "/one-minute")
    assert not any(is_exercise(bubble) for bubble in forged)
    assert "Nothing new – start" in texts(forged) or "Nothing new – start" in ana.labels
    assert "There is no move for today" in texts(await ana.taps("Nothing new – start"))
    assert one(await ana.says("/exercises")).labels == ("My limits have changed", "Good habits")


async def test_limits_told_at_the_first_check_are_ticked_there(lumbar: Town) -> None:
    ana = lumbar.phone()
    await agreed(ana)
    which = one(await goes(ana, "Pregnant or just gave birth", "Ready", "Yes, with limits", *NO_SIGNS))
    assert "Which moves did they say to leave out?" in which.text
    everything = frozenset(lumbar.app.library.exercises)
    assert (await _standing(lumbar, ana)).left_out == everything - GENTLE, "until that is answered"
    assert "Cat-camel" not in one(await ana.says("/today")).text
    await ana.taps("Prone cobra")
    receipt = one(await ana.taps("Ready"))
    assert "Your first routine: 5 moves" in receipt.text
    assert (await _standing(lumbar, ana)).left_out == {"prone-cobra"}


async def test_limits_told_first_outlive_a_tap_by_mistake(lumbar: Town) -> None:
    ana = lumbar.phone()
    await agreed(ana)
    await goes(ana, "Pregnant or just gave birth", "Ready", "Yes, with limits", *NERVE)
    await goes(ana, "I tapped by mistake", *NO_SIGNS)
    assert (await _standing(lumbar, ana)).held is Hold.NONE
    assert (await _standing(lumbar, ana)).left_out, "the limits are still a clinician's"


# Where it goes on


async def test_the_first_seven_days_are_half_at_the_gentlest(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.passes(35 * DAY)
    await goes(ana, "New symptom", *ONE_LEG)
    await checked(ana)
    await goes(ana, *NO_SIGNS)
    eased = one(await ana.says("/today")).text
    assert "Cat-camel on a chair: 3 slow rounds" in eased
    why = one(await goes(ana, "Change today", "Why these?"))
    assert why.text.count("an easier week, so less of it.") == why.text.count("\n") - 1
    await ana.passes(6 * DAY)
    assert "3 slow rounds" in one(await ana.says("/today")).text
    await ana.passes(1 * DAY)
    assert "3 slow rounds" not in one(await ana.says("/today")).text


async def test_weeks_of_a_hold_are_not_weeks_of_the_programme(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await on_course(lumbar, ana, week=3, week_began=MONDAY.date())
    assert "Week 3 of 12." in one(await ana.says("/today")).text
    await goes(ana, "New symptom", *ONE_LEG)
    await ana.passes(40 * DAY)
    await checked(ana)
    await goes(ana, *NO_SIGNS)
    assert "Week 3 of 12." in one(await ana.says("/today")).text, "the phase in which it stopped"
