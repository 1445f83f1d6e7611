import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import schedule
from bot.domain.schedule import EVERY_DAY, WORKDAYS, Occurrence, Status, Window

Case = dict[str, Any]
CASES: list[Case] = json.loads((Path(__file__).parent / "dst_cases.json").read_text(encoding="utf-8"))["cases"]


def of(*kinds: str) -> list[Any]:
    return [pytest.param(case, id=case["id"]) for case in CASES if case["kind"] in kinds]


def day(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str) -> time:
    return time.fromisoformat(text)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def stamp(utc: datetime | None) -> str | None:
    return utc.isoformat().replace("+00:00", "Z") if utc else None


def fires(found: Iterator[Occurrence]) -> list[dict[str, str | None]]:
    return [{"date": each.date.isoformat(), "utc": stamp(each.utc)} for each in found]


def test_every_kind_of_case_is_tested() -> None:
    assert {case["kind"] for case in CASES} == {
        *("resolve", "alias", "reject_zone", "day_plan", "range", "next", "weekly"),
        *("every_n_days", "tz_change", "tzdata_update"),
    }


@pytest.mark.parametrize("case", of("resolve"))
def test_resolve(case: Case) -> None:
    place = schedule.zone(case["zone"])
    found = schedule.resolve(day(case["local_date"]), at(case["local_time"]), place)
    assert (found.status.value, stamp(found.utc)) == (case["expect"]["status"], case["expect"]["utc"])
    assert stamp(found.utc) not in case.get("must_not_fire_utc", ())
    local = found.utc and found.utc.astimezone(place).strftime("%Y-%m-%dT%H:%M:%S%z")
    assert local == case["expect"]["local_actual"]


@pytest.mark.parametrize("case", of("alias"))
def test_alias(case: Case) -> None:
    assert schedule.canonical(case["zone"]) == case["canonical"]
    for name in (case["zone"], case["canonical"]):
        found = schedule.resolve(day(case["local_date"]), at(case["local_time"]), schedule.zone(name))
        assert stamp(found.utc) == case["expect"]["utc"]


@pytest.mark.parametrize("name", ["Europe/Oslo", "Europe/Berlin", "Asia/Kolkata"])
def test_a_name_in_use_stays(name: str) -> None:
    assert schedule.canonical(name) == name


REFUSED = [case["zone"] for case in CASES if case["kind"] == "reject_zone"]


@pytest.mark.parametrize(
    "name", [*REFUSED, "Factory", "localtime", "posixrules", "", "Europe/Berlin\0", "/etc/localtime"]
)
def test_refused_zones(name: str) -> None:
    assert not schedule.zone_allowed(name)
    for ask in (schedule.zone, schedule.canonical):
        with pytest.raises(schedule.ZoneError, match="Europe/Berlin, America/New_York"):
            ask(name)


@pytest.mark.parametrize("case", of("day_plan"))
def test_day_plan(case: Case) -> None:
    times = [at(text) for text in case["local_times"]]
    plan = schedule.day_plan(day(case["local_date"]), times, schedule.zone(case["zone"]))
    assert [{"utc": stamp(each.utc), "slot": f"{slot:%H:%M}"} for slot, each in plan] == case["expect"]["fire"]


@pytest.mark.parametrize("case", of("range", "weekly", "every_n_days"))
def test_dates(case: Case) -> None:
    place, first, last = schedule.zone(case["zone"]), day(case["from"]), day(case["to"])
    days = schedule.dates(first, last, frozenset(case.get("iso_weekdays", EVERY_DAY)))
    if case["kind"] == "every_n_days":
        days = schedule.every_n_days(day(case["anchor_date"]), case["n"], first, last)
    found = list(schedule.on_dates(days, at(case["local_time"]), place))
    assert fires(iter(found)) == case["expect"]["fire"]
    assert len(found) == case["expect"]["count"]


@pytest.mark.parametrize("case", of("range", "weekly"))
def test_walking_with_next_due_meets_the_same_dates(case: Case) -> None:
    place, weekdays = schedule.zone(case["zone"]), frozenset(case.get("iso_weekdays", EVERY_DAY))
    now, walked = instant(case["expect"]["fire"][0]["utc"]) - timedelta(seconds=1), []
    for _ in case["expect"]["fire"]:
        found = schedule.next_due(at(case["local_time"]), weekdays, place, now)
        assert found is not None
        assert schedule.latest(at(case["local_time"]), weekdays, place, found.utc) == found
        walked.append(found)
        now = found.utc
    assert fires(iter(walked)) == case["expect"]["fire"]


@pytest.mark.parametrize("case", of("next"))
def test_next(case: Case) -> None:
    place = schedule.zone(case["zone"])
    found = schedule.next_due(at(case["local_time"]), EVERY_DAY, place, instant(case["now_utc"]))
    assert found is not None
    assert {"utc": stamp(found.utc), "slot_date": found.date.isoformat()} == case["expect"]


@pytest.mark.parametrize("case", of("tz_change"))
def test_zone_change(case: Case) -> None:
    fired, skipped = moves(case)
    assert fired == case["expect"]["fire"]
    assert skipped == case["expect"]["skipped"]


def moves(case: Case) -> tuple[list[Case], list[Case]]:
    """Lives through the zones of a case as the bot does: a change first, then every occurrence until the next one."""
    wall, last, fired, skipped = at(case["local_time"]), None, [], []
    ends = [instant(each["from_utc"]) for each in case["zones"][1:]]
    # The routine exists from `from_utc` on; an instant equal to a change of zone belongs to the new zone.
    for number, (spell, end) in enumerate(zip(case["zones"], [*ends, instant(case["to_utc"])], strict=True)):
        place = schedule.zone(spell["zone"])
        move = schedule.moved(wall, EVERY_DAY, place, instant(spell["from_utc"]), last)
        if number and move.skipped:
            skipped.append(
                {"date": move.skipped.date.isoformat(), "utc": stamp(move.skipped.utc), "zone": spell["zone"]}
            )
            last = move.skipped.date
        due = move.next
        while due and due.utc < end:
            fired.append({"date": due.date.isoformat(), "utc": stamp(due.utc), "zone": spell["zone"]})
            last = due.date
            due = schedule.next_due(wall, EVERY_DAY, place, due.utc)
    return fired, skipped


def test_moving_east_over_todays_time_offers_it() -> None:
    tokyo, now = schedule.zone("Asia/Tokyo"), instant("2026-05-10T05:00:00Z")
    move = schedule.moved(time(9), EVERY_DAY, tokyo, now, last=date(2026, 5, 9))
    assert move.skipped == Occurrence(instant("2026-05-10T00:00:00Z"), date(2026, 5, 10))
    assert move.next == Occurrence(instant("2026-05-11T00:00:00Z"), date(2026, 5, 11))


def test_a_slot_at_the_instant_of_the_move_is_still_sent() -> None:
    tokyo, now = schedule.zone("Asia/Tokyo"), instant("2026-05-10T00:00:00Z")
    move = schedule.moved(time(9), EVERY_DAY, tokyo, now, last=date(2026, 5, 9))
    assert (move.skipped, move.next) == (None, Occurrence(now, date(2026, 5, 10)))


@pytest.mark.parametrize("case", of("tzdata_update"))
def test_the_pinned_wheel_gives_the_new_instant(case: Case) -> None:
    """One wheel is installed at a time: what moves stored instants over an update belongs to a later part."""
    found = schedule.resolve(day(case["local_date"]), at(case["local_time"]), schedule.zone(case["zone"]))
    assert stamp(found.utc) == case["expect"]["utc_new"]


def test_no_weekdays_no_occurrence() -> None:
    berlin, now = schedule.zone("Europe/Berlin"), instant("2026-05-10T00:00:00Z")
    assert schedule.next_due(time(9), frozenset(), berlin, now) is None
    assert schedule.latest(time(9), frozenset(), berlin, now) is None


def test_a_weekday_that_falls_on_the_missing_date_comes_a_week_later() -> None:
    apia, friday = schedule.zone("Pacific/Apia"), frozenset({5})
    found = schedule.next_due(time(9), friday, apia, instant("2011-12-23T20:00:00Z"))
    assert found is not None
    assert found.date == date(2012, 1, 6)


def test_down_from_monday_to_tuesday_finds_tuesday() -> None:
    berlin = schedule.zone("Europe/Berlin")
    found = schedule.latest(time(9), WORKDAYS, berlin, instant("2026-05-12T07:30:00Z"))
    assert found == Occurrence(instant("2026-05-12T07:00:00Z"), date(2026, 5, 12))


@pytest.mark.parametrize(
    ("zone", "now", "expected"),
    [
        ("Europe/Berlin", "2026-05-10T00:59:59Z", "2026-05-09"),
        ("Europe/Berlin", "2026-05-10T01:00:00Z", "2026-05-10"),
        ("Europe/Berlin", "2026-03-29T00:59:59Z", "2026-03-28"),
        ("Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29"),
        ("Europe/Berlin", "2026-10-25T01:59:59Z", "2026-10-24"),
        ("Europe/Berlin", "2026-10-25T02:00:00Z", "2026-10-25"),
        ("Pacific/Apia", "2011-12-30T12:59:59Z", "2011-12-29"),
        ("Pacific/Apia", "2011-12-30T13:00:00Z", "2011-12-31"),
    ],
)
def test_a_day_ends_at_three(zone: str, now: str, expected: str) -> None:
    assert schedule.day_of(instant(now), schedule.zone(zone)) == day(expected)


def test_windows() -> None:
    berlin, due = schedule.zone("Europe/Berlin"), instant("2026-05-10T07:00:00Z")
    assert schedule.open_until(Window.SESSION, due, berlin) == due + timedelta(hours=3)
    assert schedule.open_until(Window.WALK, due, berlin) == due + timedelta(minutes=20)
    assert schedule.open_until(Window.AGAIN, due, berlin) == due + timedelta(hours=1)
    assert schedule.open_until(Window.FIRST_FOLLOW_UP, due, berlin) == due + timedelta(hours=12)
    assert schedule.open_until(Window.FOLLOW_UP, due, berlin) == instant("2026-05-10T19:00:00Z")
    late = instant("2026-05-09T23:30:00Z")
    assert schedule.open_until(Window.SESSION, late, berlin) == instant("2026-05-10T01:00:00Z")


def test_weekdays_as_a_number() -> None:
    assert schedule.mask_of(WORKDAYS) == 0b11111
    for mask in range(128):
        assert schedule.mask_of(schedule.weekdays_of(mask)) == mask


ZONES = (
    *("Europe/Berlin", "Europe/Dublin", "America/New_York", "America/Sao_Paulo", "Africa/Casablanca", "Asia/Kathmandu"),
    *("Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Apia", "Antarctica/Troll", "America/Nuuk", "UTC"),
)
NOW = st.datetimes(datetime(2005, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  (the zone is added)
WALL = st.times().map(lambda wall: wall.replace(second=0, microsecond=0))
DAYS = st.frozensets(st.integers(1, 7), min_size=1)
PLACE = st.sampled_from(ZONES).map(ZoneInfo)


def brute(
    keep: Callable[[datetime], bool], now: datetime, wall: time, place: ZoneInfo, days: frozenset[int]
) -> list[Any]:
    start = now.astimezone(place).date() - timedelta(days=20)
    dates = [start + timedelta(days=count) for count in range(41)]
    found = schedule.on_dates([each for each in dates if each.isoweekday() in days], wall, place)
    return [each for each in found if keep(each.utc)]


@given(NOW, WALL, DAYS, PLACE)
def test_next_and_latest_are_neighbours_of_now(
    now: datetime, wall: time, days: frozenset[int], place: ZoneInfo
) -> None:
    ahead, behind = schedule.next_due(wall, days, place, now), schedule.latest(wall, days, place, now)
    assert ahead == brute(lambda utc: utc > now, now, wall, place, days)[0]
    assert behind == brute(lambda utc: utc <= now, now, wall, place, days)[-1]


@given(NOW, WALL, PLACE)
def test_resolve_answers_the_same_wall_time_unless_it_is_skipped(now: datetime, wall: time, place: ZoneInfo) -> None:
    found = schedule.resolve(now.date(), wall, place)
    if found.utc is None:
        assert found.status is Status.DATE_DOES_NOT_EXIST
        return
    local = found.utc.astimezone(place)
    same = local.replace(tzinfo=None) == datetime.combine(now.date(), wall)
    assert same == (found.status is not Status.GAP_SHIFTED)
    if found.status is Status.OVERLAP_FIRST:
        assert local.fold == 0


@given(NOW, PLACE)
def test_now_lies_within_its_day(now: datetime, place: ZoneInfo) -> None:
    assert now < schedule.end_of_day(now, place) <= now + timedelta(hours=28)
    assert schedule.day_of(schedule.end_of_day(now, place), place) > schedule.day_of(now, place)


@given(NOW, PLACE)
def test_days_never_run_backwards(now: datetime, place: ZoneInfo) -> None:
    assert schedule.day_of(now, place) <= schedule.day_of(now + timedelta(minutes=90), place)
