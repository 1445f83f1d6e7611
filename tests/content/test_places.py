from pathlib import Path

import pytest

from bot.domain import schedule
from bot.places import Places
from tests.content.conftest import CONTENT


@pytest.fixture(scope="module")
def places() -> Places:
    return Places.read(CONTENT / "places")


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (51.5, -0.1, "Europe/London"),
        (50.45, 30.5, "Europe/Kyiv"),
        (19.07, 72.87, "Asia/Kolkata"),
        (59.9, 10.7, "Europe/Oslo"),
        (0.0, -30.0, None),
        (0.0, 200.0, None),
        (float("nan"), 0.0, None),
    ],
)
def test_zone_at(places: Places, latitude: float, longitude: float, zone: str | None) -> None:
    assert places.zone_at(latitude, longitude) == zone


@pytest.mark.parametrize(
    ("typed", "name", "country", "zone"),
    [
        ("London", "London", "GB", "Europe/London"),
        ("  münchen ", "Munich", "DE", "Europe/Berlin"),
        ("sao paulo", "São Paulo", "BR", "America/Sao_Paulo"),
        ("KIEV", "Kyiv", "UA", "Europe/Kyiv"),
        ("new york", "New York City", "US", "America/New_York"),
        ("Newcastle upon", "Newcastle upon Tyne", "GB", "Europe/London"),
    ],
)
def test_a_typed_city(places: Places, typed: str, name: str, country: str, zone: str) -> None:
    city = places.cities(typed)[0]
    assert (city.name, city.country, city.zone) == (name, country, zone)


def test_a_name_of_many_cities_gives_the_biggest_first(places: Places) -> None:
    found = places.cities("springfield")
    assert 2 <= len(found) <= 6
    assert [city.population for city in found] == sorted((city.population for city in found), reverse=True)


@pytest.mark.parametrize("typed", ["", "   ", "x", "qqqq", "🙂"])
def test_no_such_city(places: Places, typed: str) -> None:
    assert places.cities(typed) == ()


def test_the_table_is_small_and_its_zones_are_allowed() -> None:
    table = CONTENT / "places" / "cities.tsv"
    assert table.stat().st_size < 3_000_000
    zones = {line.split("\t")[2] for line in table.read_text(encoding="utf-8").splitlines()}
    assert [zone for zone in zones if not schedule.zone_allowed(zone) or schedule.canonical(zone) != zone] == []


def test_no_table_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="cities"):
        Places.read(tmp_path)
