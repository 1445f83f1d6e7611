"""A location, or a city's name, to a time zone. A location is looked up in memory and never kept."""

import errno
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from bot.domain import schedule

CITIES = "cities.tsv"
OFFERED = 6
SHORTEST = 3
"""Letters from which the beginning of a name is enough."""


@dataclass(frozen=True, slots=True)
class City:
    name: str
    country: str
    """ISO 3166 code."""
    zone: str
    population: int


class Places:
    """The table is read at the first question, and once for all that ask of one folder; few people are ever asked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    @cache
    def read(cls, folder: Path) -> "Places":
        """`folder` holds the table of cities. Raises FileNotFoundError at once where there is none."""
        if not (folder / CITIES).is_file():
            raise FileNotFoundError(errno.ENOENT, "the table of cities is missing", str(folder / CITIES))
        return cls(folder)

    def zone_at(self, latitude: float, longitude: float) -> str | None:
        """The zone of a place on land, under its name of today; `None` at sea and off the map."""
        import tzfpy  # noqa: PLC0415  (5 MB that most runs never need)

        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004  (degrees)
            return None
        name = tzfpy.get_tz(longitude, latitude)
        return schedule.canonical(name) if schedule.zone_allowed(name) and not name.startswith("Etc/") else None

    def knows(self, typed: str) -> bool:
        """Whether it is the whole name of a city."""
        return folded(typed) in self._by_name

    def cities(self, typed: str) -> tuple[City, ...]:
        """Cities of that name, the biggest first; failing that, those whose name begins so."""
        wanted = folded(typed)
        if not wanted:
            return ()
        found = self._by_name.get(wanted, ())
        if not found and len(wanted) >= SHORTEST:
            begins = (cities for name, cities in self._by_name.items() if name.startswith(wanted))
            found = tuple(city for cities in begins for city in cities)
        biggest = sorted(set(found), key=lambda city: (-city.population, city.name, city.country))
        return tuple(biggest[:OFFERED])

    def countries(self, zone: str) -> tuple[str, ...]:
        """Countries with cities on that clock, the one with the biggest city first."""
        return self._by_zone.get(zone, ())

    @cached_property
    def _by_zone(self) -> Mapping[str, tuple[str, ...]]:
        cities = sorted({city for found in self._by_name.values() for city in found}, key=lambda city: -city.population)
        zones: dict[str, dict[str, None]] = {}
        for city in cities:
            zones.setdefault(city.zone, {})[city.country] = None
        return {zone: tuple(countries) for zone, countries in zones.items()}

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[City, ...]]:
        table: dict[str, tuple[City, ...]] = {}
        for line in (self._folder / CITIES).read_text(encoding="utf-8").splitlines():
            name, country, zone, population, *also = line.split("\t")
            city = City(name, country, zone, int(population))
            for key in {folded(each) for each in (name, *also)}:
                table[key] = (*table.get(key, ()), city)
        return table


def folded(name: str) -> str:
    """Without accents, case, dots or hyphens."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    return " ".join(kept.split())
