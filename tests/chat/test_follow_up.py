"""How is it, and have you been able to get help? What is sent to somebody whom everything else leaves alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.standing import Hold, Standing
from bot.playground.phone import Phone
from bot.store import check_ins, people
from tests.chat.talks import (
    CONSULT,
    EMERGENCY,
    NO_SIGNS,
    ONE_LEG,
    URGENT,
    agreed,
    checked,
    data_of,
    exercise_in,
    exported,
    goes,
    moved_in,
    one,
    texts,
    two,
)
from tests.chat.town import MONDAY, Town

ASKED = "Have you been able to get help?"
HOW = "You told me about something that needs a check. How is it today?"
PAUSED = "Thanks. Your exercises stay paused until you've been checked."
OFFER = "Would a short daily walk reminder help? Only if walking doesn't make it worse."
WALK = "Time for a walk? Aim for 10 minutes"
CAUTION = "Walk only if it feels OK. Stop if it makes anything worse, and tap New symptom."
THIRD = (
    "This is the third time in six weeks, so only a new check by a GP, doctor or physio can start your exercises again."
)
BOTH_LEGS = ("None of these", "C: both legs")
WEAKER = ("None of these", "No", "A: one leg, a bit", "None of these", "3", "Yes")
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def _at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def _came(phone: Phone, words: str) -> list[datetime]:
    """The instants at which these words came."""
    return [
        message.at.replace(second=0, microsecond=0)
        for message in phone.chat.messages
        if message.from_bot and words in message.plain
    ]


async def _held(lumbar: Town, *answers: str, walk: str | None = None, zone: str = "Europe/London") -> Phone:
    ana = lumbar.phone()
    await moved_in(lumbar, ana, walk=walk, zone=zone)
    await goes(ana, "New symptom", *answers)
    return ana


async def _standing(lumbar: Town, phone: Phone) -> Standing:
    person = await lumbar.person(phone)
    assert person is not None
    return person.standing


# CONSULT: daily for a week, then weekly


async def test_at_consult_it_is_asked_daily_for_a_week_weekly_three_times_and_then_never_again(lumbar: Town) -> None:
    ana = await _held(lumbar, *ONE_LEG)
    first = one(await ana.passes_until(_at(3, 9)))
    assert first.text == HOW
    assert first.labels == ("Same", "Better", "Worse or new")
    await ana.passes(90 * DAY)
    winter = [_at(day, 9) for day in (3, 4, 5, 6, 7, 8, 9, 16, 23)]
    assert _came(ana, HOW) == [*winter, _at(30, 8)], "09:00 on the clock, though the clocks changed on the 29th"
    assert ASKED not in texts(ana.screen)
    assert not exercise_in(ana.screen[-len(winter) :])


@pytest.mark.parametrize("label", ["Same", "Better"])
async def test_the_same_or_better_keeps_the_pause_and_offers_a_walk_reminder_once(lumbar: Town, label: str) -> None:
    ana = await _held(lumbar, *ONE_LEG)
    await ana.passes_until(_at(3, 9))
    paused, offer = two(await ana.taps(label))
    assert (paused.text, paused.labels) == (PAUSED, ("I've been checked", "Not yet"))
    assert (offer.text, offer.labels) == (OFFER, ("Yes", "No"))
    assert (await _standing(lumbar, ana)).hold is Hold.CONSULT, "neither answer clears anything"
    await ana.passes_until(_at(4, 9))
    assert one(await ana.taps(label)).text == PAUSED, "offered once in an episode"
    assert CONSULT in one(await ana.taps("Not yet")).text
    assert "Who checked you?" in one(await ana.taps("I've been checked")).text


async def test_another_episode_offers_the_walk_again(lumbar: Town) -> None:
    ana = await _held(lumbar, *ONE_LEG)
    await ana.passes_until(_at(3, 9))
    await ana.taps("Same")
    await checked(ana)
    await goes(ana, *NO_SIGNS)
    await ana.passes_until(_at(10, 12))
    await goes(ana, "New symptom", *ONE_LEG)
    await ana.passes_until(_at(11, 9))
    assert OFFER in texts(await ana.taps("Same"))


async def test_worse_or_new_is_the_full_check_and_one_leg_still_needs_a_clinician_today(lumbar: Town) -> None:
    ana = await _held(lumbar, *ONE_LEG)
    await ana.passes_until(_at(3, 9))
    assert "Safety check · 1 of 6" in texts(await ana.taps("Worse or new"))
    assert URGENT in texts(await goes(ana, *ONE_LEG))
    await ana.passes(60 * DAY)
    assert _came(ana, HOW) == [_at(3, 9)], "the daily question gave way"
    assert _came(ana, ASKED) == [_at(4, 9), _at(6, 9)]


async def test_a_button_of_an_earlier_level_says_what_holds_now(lumbar: Town) -> None:
    ana = await _held(lumbar, *ONE_LEG)
    asked = one(await ana.passes_until(_at(3, 9)))
    _, offer = two(await ana.taps("Same"))
    same, yes = data_of(ana, asked.id, "Same"), data_of(ana, offer.id, "Yes")
    await goes(ana, "It's got worse", *BOTH_LEGS)
    for message, data in ((asked.id, same), (offer.id, yes)):
        assert EMERGENCY in texts(await ana.presses(message, data))
    assert not (await _standing(lumbar, ana)).walks
    await checked(ana)
    await goes(ana, *NO_SIGNS)
    for message, data in ((asked.id, same), (offer.id, yes)):
        assert "Nothing is paused for a check now." in one(await ana.presses(message, data)).text


async def test_the_same_while_a_worse_check_is_unfinished_says_the_worse(lumbar: Town) -> None:
    ana = await _held(lumbar, *ONE_LEG)
    asked = one(await ana.passes_until(_at(3, 9)))
    same = data_of(ana, asked.id, "Same")
    await goes(ana, "Worse or new", "None of these", "No", "A: one leg, a bit")
    assert URGENT in one(await ana.presses(asked.id, same)).text


async def test_the_answer_is_in_the_data_of_the_person(lumbar: Town) -> None:
    ana = await _held(lumbar, *ONE_LEG)
    await ana.passes_until(_at(3, 9))
    await ana.taps("Better")
    told = await exported(ana)
    assert "3 March 2026: while you wait for a check\n• Better" in told


# Answered in words


@pytest.mark.parametrize(("said", "told"), [("no", EMERGENCY), ("Not yet.", EMERGENCY), ("yes", "Who checked you?")])
async def test_a_doubt_of_before_takes_no_answer_to_the_question_after_an_emergency(
    lumbar: Town, said: str, told: str
) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("my groin")
    assert EMERGENCY in texts(await ana.says("I can't pee"))
    assert one(await ana.passes(timedelta(hours=2))).text == ASKED
    assert told in one(await ana.says(said)).text


async def test_a_sign_ends_the_doubt_of_before(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("my groin")
    await ana.says("I can't pee")
    assert "Good, noted." not in texts(await ana.says("no"))


@pytest.mark.parametrize(
    ("said", "told"),
    [("same", PAUSED), ("About the same", PAUSED), ("it's better", PAUSED), ("worse", "Safety check · 1 of 6")],
)
async def test_how_it_is_can_be_typed(lumbar: Town, said: str, told: str) -> None:
    ana = await _held(lumbar, *ONE_LEG)
    await ana.passes_until(_at(3, 9))
    assert told in texts(await ana.says(said))


async def test_words_answer_what_was_asked_last(lumbar: Town) -> None:
    ana = await _held(lumbar, *WEAKER)
    await ana.passes_until(_at(3, 9))
    await goes(ana, "It's got worse")
    assert "Is a leg or foot" in one(await goes(ana, "None of these", "No")).text
    assert "Q4" in one(await ana.says("no")).text or "4 of 6" in one(ana.screen[-1:]).text


async def test_a_doubt_after_the_question_is_answered_first(lumbar: Town) -> None:
    ana = await _held(lumbar, *WEAKER)
    await ana.passes_until(_at(3, 9))
    assert "Is this a new symptom for you" in texts(await ana.says("my groin"))
    assert "Good, noted." in texts(await ana.says("no"))


# A check that was left


async def test_a_check_left_at_a_level_is_asked_about_like_a_finished_one(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", *WEAKER[:3])
    assert URGENT in texts(await ana.passes(timedelta(minutes=5)))
    assert one(await ana.passes_until(_at(3, 9))).text == ASKED
    assert URGENT in texts(await ana.taps("Not yet"))
    await ana.passes(30 * DAY)
    assert _came(ana, ASKED) == [_at(3, 9), _at(5, 9)]


async def test_a_check_left_on_the_way_in_is_asked_about_too(lumbar: Town) -> None:
    ana = lumbar.phone()
    await agreed(ana)
    await goes(ana, "None of these", *ONE_LEG[:2])
    assert CONSULT in texts(await ana.passes(timedelta(minutes=5)))
    assert one(await ana.passes_until(_at(3, 9))).text == HOW
    assert PAUSED in texts(await ana.taps("Same"))


async def test_what_a_check_ends_with_takes_the_place_of_its_floor(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", *ONE_LEG)
    await ana.passes_until(_at(4, 8))
    assert _came(ana, HOW) == [_at(3, 9)], "once, not for the floor and for the finding"


async def test_after_back_to_no_sign_nothing_is_asked(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", *ONE_LEG[:2], "Back", *NO_SIGNS[1:])
    assert (await _standing(lumbar, ana)) == replace(await _standing(lumbar, ana), hold=Hold.NONE, episode=None)
    await ana.passes(7 * DAY)
    assert not _came(ana, HOW)


async def test_a_higher_answer_taken_back_does_not_end_the_daily_question(lumbar: Town) -> None:
    ana = await _held(lumbar, *ONE_LEG)
    await goes(ana, "It's got worse", *WEAKER[:3], "Back", "No")
    await ana.passes_until(_at(5, 12))
    assert _came(ana, HOW) == [_at(3, 9), _at(4, 9), _at(5, 9)]
    assert not _came(ana, ASKED)


# Walking reminders while held


async def test_yes_brings_a_walk_reminder_every_day_with_the_caution_and_no_exercise(lumbar: Town) -> None:
    ana = await _held(lumbar, *ONE_LEG, walk="17:00")
    await ana.passes_until(_at(3, 9))
    await ana.taps("Same")
    said = one(await ana.taps("Yes"))
    assert said.text.startswith("OK. I'll remind you to walk at 17:00, every day. You can change it in Settings.")
    nudge = one(await ana.passes_until(_at(3, 17)))
    assert nudge.text.startswith(WALK)
    assert nudge.text.endswith(CAUTION)
    assert nudge.labels == ("Start walk", "Done", "Not today", "New symptom")
    await ana.passes_until(_at(5, 18))
    assert _came(ana, WALK) == [_at(day, 17) for day in (3, 4, 5)]
    assert not _came(ana, "Ready for today's routine?")


async def test_without_a_walk_time_of_their_own_it_is_at_midday(lumbar: Town) -> None:
    ana = await _held(lumbar, *ONE_LEG)
    await ana.passes_until(_at(3, 9))
    await goes(ana, "Better", "Yes")
    await ana.passes_until(_at(4, 18))
    assert _came(ana, WALK) == [_at(3, 12, 30), _at(4, 12, 30)]


async def test_no_means_no_walk_reminder(lumbar: Town) -> None:
    ana = await _held(lumbar, *ONE_LEG, walk="17:00")
    await ana.passes_until(_at(3, 9))
    await ana.taps("Same")
    assert one(await ana.taps("No")).text == "That's fine. I won't remind you to walk while you wait."
    await ana.passes(20 * DAY)
    assert not _came(ana, "Time for a walk?")


@pytest.mark.parametrize("found", [ONE_LEG, BOTH_LEGS], ids=["urgent", "emergency"])
async def test_a_higher_hold_ends_the_walk_reminders_for_good(lumbar: Town, found: tuple[str, ...]) -> None:
    ana = await _held(lumbar, *ONE_LEG, walk="17:00")
    await ana.passes_until(_at(3, 9))
    await goes(ana, "Same", "Yes")
    await goes(ana, "It's got worse", *found)
    await ana.passes(20 * DAY)
    assert not _came(ana, "Time for a walk?")
    assert not (await _standing(lumbar, ana)).walks


async def test_an_unfinished_check_at_a_higher_floor_stops_the_walk_reminder(lumbar: Town) -> None:
    ana = await _held(lumbar, *ONE_LEG, walk="17:00")
    await ana.passes_until(_at(3, 9))
    await goes(ana, "Same", "Yes")
    await goes(ana, "It's got worse", "None of these", "No", "A: one leg, a bit")
    await ana.passes(3 * DAY)
    assert not _came(ana, "Time for a walk?")


async def test_through_the_gate_reminders_are_as_ever(lumbar: Town) -> None:
    ana = await _held(lumbar, *ONE_LEG, walk="17:00")
    await ana.passes_until(_at(3, 9))
    await goes(ana, "Same", "Yes")
    await checked(ana)
    await goes(ana, *NO_SIGNS)
    assert not (await _standing(lumbar, ana)).walks
    assert CAUTION not in one(await ana.passes_until(_at(3, 17))).text


# URGENT and EMERGENCY


async def test_after_an_emergency_it_is_asked_three_times_and_then_never_again(lumbar: Town) -> None:
    ana = await _held(lumbar, *BOTH_LEGS)
    asked = one(await ana.passes(timedelta(hours=2)))
    assert asked.text == ASKED
    assert asked.labels == ("I've been checked", "Not yet")
    assert "get medical help now" in one(await ana.taps("Not yet")).text
    await ana.passes(62 * DAY)
    assert _came(ana, ASKED) == [_at(2, 20), _at(3, 9), _at(5, 9)]


async def test_an_urgent_finding_is_asked_about_next_morning_and_on_day_three(lumbar: Town) -> None:
    ana = await _held(lumbar, *WEAKER)
    await ana.passes_until(_at(3, 9))
    assert URGENT in one(await ana.taps("Not yet")).text
    await ana.passes(62 * DAY)
    assert _came(ana, ASKED) == [_at(3, 9), _at(5, 9)]


async def test_a_higher_level_takes_the_place_of_a_lower_one(lumbar: Town) -> None:
    ana = await _held(lumbar, *ONE_LEG)
    await goes(ana, "It's got worse", *BOTH_LEGS)
    await ana.passes(40 * DAY)
    assert not _came(ana, HOW)
    assert len(_came(ana, ASKED)) == 3


async def test_the_same_level_found_again_is_not_asked_about_twice(lumbar: Town) -> None:
    ana = await _held(lumbar, *BOTH_LEGS)
    await ana.passes(timedelta(hours=1))
    await goes(ana, "New symptom", *BOTH_LEGS)
    await ana.passes(40 * DAY)
    assert len(_came(ana, ASKED)) == 3


async def test_what_is_left_after_a_mistaken_tap_is_asked_about_as_what_it_is(lumbar: Town) -> None:
    ana = await _held(lumbar, *ONE_LEG)
    await goes(ana, "It's got worse", "Yes, one or more")
    await goes(ana, "I tapped by mistake", *NO_SIGNS)
    await ana.passes_until(_at(4, 12))
    assert _came(ana, HOW) == [_at(3, 9), _at(4, 9)]
    assert not _came(ana, ASKED)
    await goes(ana, "Worse or new", *BOTH_LEGS)
    await ana.passes(40 * DAY)
    assert len(_came(ana, HOW)) == 2
    assert len(_came(ana, ASKED)) == 3, "an emergency again, in the same episode"


async def test_a_mistaken_tap_and_nothing_else_is_asked_about_no_more(lumbar: Town) -> None:
    ana = await _held(lumbar, "Yes, one or more")
    await goes(ana, "I tapped by mistake", *NO_SIGNS)
    await ana.passes(7 * DAY)
    assert not _came(ana, ASKED)


async def test_who_came_through_the_gate_is_not_asked(lumbar: Town) -> None:
    ana = await _held(lumbar, *WEAKER)
    await checked(ana, who="GP or doctor")
    await goes(ana, *NO_SIGNS)
    assert ASKED not in texts(await ana.passes(4 * DAY))


# When


async def _slept(lumbar: Town, phone: Phone, until: datetime) -> list[str]:
    """The bot was switched off until then; what it sends when it is back."""
    lumbar.clock.move_to(until)
    return [bubble.text for bubble in await phone.passes(timedelta(0))]


@pytest.mark.parametrize(
    ("until", "comes"),
    [
        (_at(3, 7), [ASKED]),
        (_at(3, 8, 5), []),
        (_at(3, 20, 59), [ASKED]),
        (_at(3, 21, 5), []),
        (_at(5, 12), [ASKED]),
    ],
    ids=["eleven hours late", "twelve hours late", "next morning, before nine", "next morning, too late", "day three"],
)
async def test_a_late_one_comes_within_its_window_and_only_once(
    lumbar: Town, until: datetime, comes: list[str]
) -> None:
    ana = await _held(lumbar, *BOTH_LEGS)
    assert await _slept(lumbar, ana, until) == comes


async def test_when_the_next_one_is_due_as_well_it_is_asked_once(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.passes_until(_at(3, 0, 30))
    await goes(ana, "New symptom", *BOTH_LEGS)
    assert await _slept(lumbar, ana, _at(3, 10)) == [ASKED]


async def test_a_report_after_midnight_is_asked_about_the_same_morning(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.passes_until(_at(3, 1, 30))
    await goes(ana, "New symptom", *WEAKER)
    await ana.passes(10 * DAY)
    assert _came(ana, ASKED) == [_at(3, 9), _at(5, 9)]


async def test_a_pause_and_quiet_hours_do_not_silence_it(lumbar: Town) -> None:
    ana = await _held(lumbar, *ONE_LEG)
    await ana.says("/pause")
    await ana.taps("Until I say so")
    async with lumbar.app.database.writing() as db:
        person = await lumbar.person(ana)
        assert person is not None
        await people.save(db, replace(person, standing=replace(person.standing, quiet_until=_at(3, 12))))
    assert one(await ana.passes_until(_at(3, 9))).text == HOW


async def test_nothing_is_asked_where_the_bot_is_blocked_and_the_rest_when_it_is_let_in(lumbar: Town) -> None:
    ana = await _held(lumbar, *ONE_LEG)
    lumbar.telegram.blocks(ana.chat.id)
    await lumbar.settled()
    await ana.passes_until(_at(5, 12))
    lumbar.telegram.unblocks(ana.chat.id)
    await lumbar.settled()
    await ana.passes_until(_at(7, 12))
    assert _came(ana, HOW) == [_at(6, 9), _at(7, 9)]
    assert (await _standing(lumbar, ana)).hold is Hold.CONSULT


async def test_in_a_new_zone_it_is_nine_in_the_morning_there(lumbar: Town) -> None:
    ana = await _held(lumbar, *WEAKER)
    await goes(ana, "Get help")
    await ana.says("/settings")
    await ana.taps("Time zone")
    await ana.says("Tokyo")
    await ana.taps("Yes")
    await ana.passes(10 * DAY)
    assert _came(ana, ASKED) == [_at(3, 0), _at(5, 0)]


async def test_the_two_hours_after_an_emergency_are_the_same_in_every_zone(lumbar: Town) -> None:
    ana = await _held(lumbar, *BOTH_LEGS)
    await ana.says("/settings")
    await ana.taps("Time zone")
    await ana.says("Tokyo")
    await ana.taps("Yes")
    await ana.passes(10 * DAY)
    assert _came(ana, ASKED) == [_at(2, 20), _at(3, 0), _at(5, 0)]


@pytest.mark.parametrize(
    ("country", "mornings"),
    [
        ("United Kingdom", [_at(3, 9), _at(5, 9)]),
        ("United States", [_at(3, 14), _at(5, 14)]),
        ("Another country", [MONDAY + DAY, MONDAY + 3 * DAY]),
    ],
)
async def test_without_a_zone_the_countrys_clock_counts_and_without_a_country_24_hours(
    lumbar: Town, country: str, mornings: list[datetime]
) -> None:
    ana = lumbar.phone()
    await ana.says("/start")
    await ana.taps(country)
    if country == "Another country":
        await ana.taps("Somewhere else")
    await goes(ana, "I'm 18 or over and I agree", "None of these", *WEAKER)
    await ana.passes(60 * DAY)
    assert [came.replace(minute=0) for came in _came(ana, ASKED)] == mornings


async def test_who_was_held_on_the_way_in_is_asked_and_not_offered_reminders(lumbar: Town) -> None:
    ana = lumbar.phone()
    await agreed(ana)
    await goes(ana, "None of these", *ONE_LEG)
    assert one(await ana.passes_until(_at(3, 9))).text == HOW
    assert one(await ana.taps("Same")).text == PAUSED


# T4


async def _cleared_consult(phone: Phone) -> str:
    told = texts(await goes(phone, "New symptom", *ONE_LEG))
    await checked(phone)
    await goes(phone, *NO_SIGNS)
    return told


async def _reasons(lumbar: Town, phone: Phone) -> str:
    async with lumbar.app.database.reading() as db:
        person = await people.by_chat(db, phone.chat.id)
        assert person is not None
        return str((await check_ins.triage_of(db, person))[-1].detail["reasons"])


async def test_the_third_consult_in_six_weeks_says_so_and_only_a_new_check_clears_it(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    for _ in range(2):
        told = await _cleared_consult(ana)
        assert CONSULT in told
        assert THIRD not in told
        await ana.passes(20 * DAY)
    told = texts(await goes(ana, "New symptom", *ONE_LEG))
    assert CONSULT in told
    assert told.count(THIRD) == 1
    assert "T4: third CONSULT in 6 weeks" in await _reasons(lumbar, ana)
    await goes(ana, "I've been checked", "Physio")
    assert "That was before you told me about this." in one(await ana.says("10 April")).text
    await goes(ana, "Before I told you", "New symptom", *NO_SIGNS)
    assert (await _standing(lumbar, ana)).hold is Hold.CONSULT, "our own check clears nothing"
    await ana.passes(30 * DAY)
    assert THIRD in texts(await goes(ana, "Same", "Not yet"))
    assert (await _standing(lumbar, ana)).hold is Hold.CONSULT, "nor does time"
    await checked(ana)
    await goes(ana, *NO_SIGNS)
    assert (await _standing(lumbar, ana)).hold is Hold.NONE


async def test_the_third_is_told_with_warning_words_and_after_silence_too(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    for _ in range(2):
        await _cleared_consult(ana)
        await ana.passes(2 * DAY)
    await goes(ana, "New symptom", "None of these", "B: one leg")
    assert THIRD in texts(await ana.passes(timedelta(minutes=5)))
    assert THIRD in texts(await ana.says("my leg is tingling"))


async def test_the_same_episode_found_again_is_not_another_one(lumbar: Town) -> None:
    ana = await _held(lumbar, *ONE_LEG)
    for _ in range(3):
        assert THIRD not in texts(await ana.says("tingling"))
        await ana.passes(MINUTE)


async def test_after_six_weeks_it_counts_from_the_start_again(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    for _ in range(3):
        assert THIRD not in await _cleared_consult(ana)
        await ana.passes(22 * DAY)
