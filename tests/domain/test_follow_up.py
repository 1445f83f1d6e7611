from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.follow_up import instants
from bot.domain.schedule import zone
from bot.domain.standing import Hold

EVENING = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)


def test_an_emergency_is_asked_about_after_two_hours_next_morning_and_on_day_three() -> None:
    assert instants(Hold.EMERGENCY, EVENING, zone("Europe/London")) == (
        EVENING + timedelta(hours=2),
        datetime(2026, 3, 3, 9, tzinfo=UTC),
        datetime(2026, 3, 5, 9, tzinfo=UTC),
    )


def test_the_morning_is_the_persons_own() -> None:
    soonest, _ = instants(Hold.URGENT, EVENING, zone("Asia/Tokyo"))
    assert soonest == datetime(2026, 3, 4, 0, tzinfo=UTC), (
        "in Tokyo it is Tuesday already, so the morning is Wednesday's"
    )


def test_where_no_clock_is_known_a_day_is_24_hours() -> None:
    assert instants(Hold.URGENT, EVENING, None) == (EVENING + timedelta(days=1), EVENING + timedelta(days=3))


@pytest.mark.parametrize("level", [Hold.NONE, Hold.OPEN_QUESTION, Hold.CLEAR_FIRST, Hold.CONSULT])
def test_lower_holds_are_not_asked_about_yet(level: Hold) -> None:
    assert instants(level, EVENING, zone("Europe/London")) == ()
