from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.follow_up import SOON, instants, is_soon, open_until
from bot.domain.schedule import zone
from bot.domain.standing import Hold

EVENING = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
LONDON = zone("Europe/London")
PLACES = st.sampled_from(
    [
        *("Europe/London", "America/New_York", "America/Los_Angeles", "Asia/Tokyo", "Asia/Kolkata", "Asia/Kathmandu"),
        *("Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/St_Johns"),
        *("Africa/Casablanca", "America/Santiago", "UTC"),
    ]
).map(zone)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  (hypothesis adds it)
WATCHED = st.sampled_from([Hold.CONSULT, Hold.URGENT, Hold.EMERGENCY])
COUNT = {Hold.EMERGENCY: 3, Hold.URGENT: 2, Hold.CONSULT: 10}


@given(WATCHED, MOMENTS, PLACES)
def test_so_many_one_after_the_other_and_only_the_first_of_an_emergency_outside_the_day(
    level: Hold, now: datetime, place: ZoneInfo
) -> None:
    found = instants(level, now, place)
    assert len(found) == COUNT[level]
    assert all(earlier < later for earlier, later in zip((now, *found), found, strict=False))
    for number, due in enumerate(found):
        if is_soon(level, number):
            assert due == now + timedelta(hours=2)
            continue
        assert time(8) <= due.astimezone(place).time() <= time(21)
        last = open_until(level, number, due, place).astimezone(place)
        assert (last.date(), last.time()) == (due.astimezone(place).date(), time(21))


@given(WATCHED, MOMENTS)
def test_where_no_clock_is_known_a_day_is_24_hours(level: Hold, now: datetime) -> None:
    found = instants(level, now, None)
    assert len(found) == COUNT[level]
    assert all((due - now) % timedelta(days=1) == timedelta(0) for due in found if due - now != SOON)
    assert open_until(level, 1, found[1], None) == found[1] + timedelta(hours=12)


@given(MOMENTS, PLACES)
def test_the_first_morning_is_at_most_31_hours_away_in_a_night_that_has_one_more(
    now: datetime, place: ZoneInfo
) -> None:
    assert instants(Hold.URGENT, now, place)[0] - now <= timedelta(hours=31)


def test_an_emergency_is_asked_about_after_two_hours_next_morning_and_on_day_three() -> None:
    assert instants(Hold.EMERGENCY, EVENING, LONDON) == (
        EVENING + timedelta(hours=2),
        datetime(2026, 3, 3, 9, tzinfo=UTC),
        datetime(2026, 3, 5, 9, tzinfo=UTC),
    )


def test_a_consult_is_asked_about_daily_for_a_week_and_then_weekly_three_times() -> None:
    days = [due.astimezone(LONDON).date() - date(2026, 3, 2) for due in instants(Hold.CONSULT, EVENING, LONDON)]
    assert [each.days for each in days] == [1, 2, 3, 4, 5, 6, 7, 14, 21, 28]


def test_nine_stays_nine_when_the_clocks_change() -> None:
    now = datetime(2026, 3, 27, 12, tzinfo=UTC)
    assert [due.hour for due in instants(Hold.CONSULT, now, LONDON)[:4]] == [9, 8, 8, 8]


def test_the_morning_is_the_persons_own() -> None:
    soonest, _ = instants(Hold.URGENT, EVENING, zone("Asia/Tokyo"))
    assert soonest == datetime(2026, 3, 4, 0, tzinfo=UTC), (
        "in Tokyo it is Tuesday already, so the morning is Wednesday's"
    )


def test_after_midnight_the_next_morning_is_the_one_to_come() -> None:
    soonest, _ = instants(Hold.URGENT, datetime(2026, 3, 3, 1, 30, tzinfo=UTC), LONDON)
    assert soonest == datetime(2026, 3, 3, 9, tzinfo=UTC)


def test_the_first_after_an_emergency_has_half_a_day() -> None:
    due = EVENING + SOON
    assert open_until(Hold.EMERGENCY, 0, due, LONDON) == due + timedelta(hours=12)
    assert not is_soon(Hold.URGENT, 0)


@pytest.mark.parametrize("level", [Hold.NONE, Hold.OPEN_QUESTION, Hold.CLEAR_FIRST])
def test_what_is_no_warning_sign_is_not_asked_about(level: Hold) -> None:
    assert instants(level, EVENING, LONDON) == ()
