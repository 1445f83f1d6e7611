"""Old, checked, not changed: good for 90 days, and no longer once the sign changes (docs/care.md 2.2, T3)."""

from datetime import timedelta

from bot.domain.standing import Hold
from bot.playground.phone import Phone
from tests.chat.talks import NO_SIGNS, OLD_LEG, ONE_LEG, checked, consult, exercise_in, goes, moved_in, one, texts
from tests.chat.town import Town

DAY = timedelta(days=1)
FIRST = "Did they say exercise is OK?"
ANEW = "Has someone said exercise is OK in the last three months, and since it last changed?"


async def _asked(phone: Phone) -> str:
    """The question that follows on an old leg symptom."""
    return one(await goes(phone, "New symptom", *OLD_LEG[:2])).text


async def _rest(phone: Phone, answer: str) -> str:
    return texts(await goes(phone, answer, *OLD_LEG[3:]))


async def _held(lumbar: Town, phone: Phone) -> Hold:
    person = await lumbar.person(phone)
    assert person is not None
    return person.standing.held


async def _with_an_old_leg(lumbar: Town) -> Phone:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    assert FIRST in await _asked(ana)
    await _rest(ana, "Yes")
    assert await _held(lumbar, ana) is Hold.NONE
    return ana


async def test_within_90_days_the_yes_holds_good(lumbar: Town) -> None:
    ana = await _with_an_old_leg(lumbar)
    await ana.passes(89 * DAY)
    assert FIRST in await _asked(ana)
    await _rest(ana, "Yes")
    assert await _held(lumbar, ana) is Hold.NONE


async def test_after_90_days_it_has_to_be_heard_anew_however_often_it_was_repeated(lumbar: Town) -> None:
    ana = await _with_an_old_leg(lumbar)
    for _ in range(3):
        await ana.passes(28 * DAY)
        await _asked(ana)
        await _rest(ana, "Yes")
    await ana.passes(8 * DAY)
    assert ANEW in await _asked(ana)
    assert consult(await goes(ana, "No, or didn't ask", *OLD_LEG[3:]))
    assert await _held(lumbar, ana) is Hold.CONSULT
    assert not exercise_in(await ana.says("/today"))
    await checked(ana)
    await goes(ana, *OLD_LEG)
    assert await _held(lumbar, ana) is Hold.NONE, "nobody is shut out: a clinician's word is enough"
    assert FIRST in await _asked(ana), "and it counts from the gate"


async def test_a_newer_yes_counts_from_its_own_day(lumbar: Town) -> None:
    ana = await _with_an_old_leg(lumbar)
    await ana.passes(95 * DAY)
    assert ANEW in await _asked(ana)
    await _rest(ana, "Yes")
    assert await _held(lumbar, ana) is Hold.NONE
    await ana.passes(60 * DAY)
    assert FIRST in await _asked(ana)


async def test_it_lapses_at_once_when_the_sign_changes(lumbar: Town) -> None:
    ana = await _with_an_old_leg(lumbar)
    await ana.passes(5 * DAY)
    assert consult(await goes(ana, "New symptom", *ONE_LEG))
    await ana.passes(DAY)
    await goes(ana, "New symptom", *OLD_LEG[:1])
    assert ANEW in one(await ana.taps("Old, checked, not changed")).text
    await _rest(ana, "Yes")
    assert await _held(lumbar, ana) is Hold.CONSULT, "only the gate ends what the change began"


async def test_another_sign_is_none_of_its_business(lumbar: Town) -> None:
    ana = await _with_an_old_leg(lumbar)
    await ana.passes(95 * DAY)
    await goes(ana, "New symptom", "Old, checked, not changed")
    assert FIRST in ana.screen[-1].text
    await goes(ana, "Yes", *NO_SIGNS[1:])
    assert await _held(lumbar, ana) is Hold.NONE
