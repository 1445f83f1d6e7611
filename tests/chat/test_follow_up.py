"""Have you been able to get help? The one thing that is sent to somebody whom everything else leaves alone."""

from datetime import timedelta

from tests.chat.talks import moved_in, one
from tests.chat.town import Town

ASKED = "Have you been able to get help?"
CHECK = ("None of these", "C: both legs")


async def test_after_an_emergency_it_is_asked_three_times_and_then_never_again(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.taps("New symptom")
    for label in CHECK:
        await ana.taps(label)
    asked = one(await ana.passes(timedelta(hours=2)))
    assert asked.text == ASKED
    assert asked.labels == ("I've been checked", "Not yet")
    assert "get medical help now" in one(await ana.taps("Not yet")).text
    assert one(await ana.passes(timedelta(hours=14))).text == ASKED
    assert one(await ana.passes(timedelta(days=2))).text == ASKED
    assert not await ana.passes(timedelta(days=60))


async def test_who_came_through_the_gate_is_not_asked(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.taps("New symptom")
    for label in ("None of these", "No", "A: one leg, a bit", "None of these", "3", "Yes"):
        await ana.taps(label)
    await ana.taps("I've been checked")
    for label in ("GP or doctor", "Today", "Yes", "None of these", "No", "No", "None of these", "3", "Yes"):
        await ana.taps(label)
    assert ASKED not in "".join(bubble.text for bubble in await ana.passes(timedelta(days=4)))
