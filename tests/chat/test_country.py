"""A new clock in another country: which one decides the numbers, and until then none of a wrong one is shown."""

import pytest

from bot.playground.phone import Bubble, Phone
from tests.chat.talks import ONE_LEG, goes, moved_in, one, texts, two
from tests.chat.town import Town

WHICH = "Which country are you in now?"


async def _arrives(
    lumbar: Town, city: str, *, zone: str = "Europe/London", country: str = "GB"
) -> tuple[Phone, list[Bubble]]:
    ana = lumbar.phone()
    await moved_in(lumbar, ana, zone=zone)
    if country != "GB":
        await ana.says("/settings")
        await goes(ana, "Country")
        await ana.says(country)
    await ana.says("/settings")
    await ana.taps("Time zone")
    await ana.says(city)
    return ana, await ana.taps("Yes")


async def test_another_country_is_asked_for_and_its_numbers_are_used(lumbar: Town) -> None:
    ana, bubbles = await _arrives(lumbar, "Berlin")
    _, asked = two(bubbles)
    assert WHICH in asked.text
    assert asked.labels == ("Germany", "United Kingdom", "Somewhere else")
    until = texts(await ana.taps("Get help"))
    assert "112, 999 or 911" in until
    assert "NHS" not in until
    assert "Emergency numbers are those of this country now." in one(await ana.taps("Germany")).text
    assert "call 112 " in texts(await ana.taps("Get help"))


async def test_nothing_wrong_is_said_to_who_is_held_meanwhile(lumbar: Town) -> None:
    ana, _ = await _arrives(lumbar, "New York")
    told = texts(await goes(ana, "New symptom", *ONE_LEG))
    assert "call 112, 999 or 911" in told
    assert "A&E" not in told


async def test_who_is_still_at_home_can_say_so(lumbar: Town) -> None:
    ana, _ = await _arrives(lumbar, "Cork")
    assert "United Kingdom" in one(await ana.taps("United Kingdom")).text
    assert "call 999" in texts(await ana.taps("Get help"))


async def test_the_country_can_be_typed_and_an_unknown_one_is_asked_again(lumbar: Town) -> None:
    ana, _ = await _arrives(lumbar, "Tokyo")
    assert "I don't know that country." in one(await ana.says("Atlantis")).text
    assert "France" in one(await ana.says("france")).text
    person = await lumbar.person(ana)
    assert person is not None
    assert person.country == "FR"


async def test_a_location_asks_as_well(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("/settings")
    await ana.taps("Time zone")
    await ana.shares(52.52, 13.40)
    assert WHICH in texts(await ana.taps("Yes"))


@pytest.mark.parametrize(("city", "country"), [("Detroit", "United States"), ("Los Angeles", "United States")])
async def test_another_clock_of_the_same_country_asks_nothing(lumbar: Town, city: str, country: str) -> None:
    ana, bubbles = await _arrives(lumbar, city, zone="America/New_York", country=country)
    assert WHICH not in texts(bubbles)
    person = await lumbar.person(ana)
    assert person is not None
    assert person.country == "US"
