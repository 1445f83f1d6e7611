"""content/countries.toml → emergency, out-of-hours and crisis lines, and the words that differ by country."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain import schedule
from bot.library.table import Table

ELSEWHERE = "elsewhere"
COUNTRY_WORDS = frozenset({"EM", "ED", "OOH", "CRISIS", "BUM", "DOCTOR", "PHYSIO"})

LINES = ("emergency", "hospital", "out_of_hours", "crisis", "bum", "doctor", "physio")
LONGEST = 80
"""Characters of a line: it stands in the middle of a safety text."""


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    """ISO 3166, or "elsewhere"."""
    name: str
    emergency: str
    hospital: str
    out_of_hours: str
    crisis: str
    bum: str
    doctor: str
    physio: str
    zones: tuple[str, ...]
    """The likeliest first. Empty elsewhere."""
    languages: tuple[str, ...]
    also: tuple[str, ...]
    """Other names that people type."""
    source: str
    """Where the numbers can be checked."""

    @property
    def args(self) -> Mapping[str, str]:
        """Plain text, not yet escaped for HTML."""
        return {
            "EM": self.emergency,
            "ED": self.hospital,
            "OOH": self.out_of_hours,
            "CRISIS": self.crisis,
            "BUM": self.bum,
            "DOCTOR": self.doctor,
            "PHYSIO": self.physio,
        }


def read_countries(root: Table) -> Mapping[str, Country]:
    """By code, the fallback last."""
    found = {code: _country(root.table(code), code) for code in root.names()}
    if ELSEWHERE not in found:
        root.note(ELSEWHERE, "missing: somebody is always elsewhere")
    return found


def longest_words(countries: Mapping[str, Country]) -> Mapping[str, str]:
    """Of each word that differs by country the longest: what leaves room for these fits everywhere."""
    everywhere = [country.args for country in countries.values()]
    return {name: max((words[name] for words in everywhere), key=len, default="") for name in COUNTRY_WORDS}


def _country(table: Table, code: str) -> Country:
    country = Country(
        code=code,
        name=table.text("name"),
        emergency=table.text("emergency"),
        hospital=table.text("hospital"),
        out_of_hours=table.text("out_of_hours"),
        crisis=table.text("crisis"),
        bum=table.text("bum"),
        doctor=table.text("doctor"),
        physio=table.text("physio"),
        zones=table.texts("zones", []),
        languages=table.texts("languages", []),
        also=table.texts("also", []),
        source=table.text("source"),
    )
    table.finish()
    _check_lines(country, table)
    for zone in country.zones:
        if not schedule.zone_allowed(zone) or schedule.canonical(zone) != zone:
            table.note("zones", f"{zone!r} is not a time zone, or an old name of one")
    if code != ELSEWHERE and not country.zones:
        table.note("zones", "missing")
    return country


def _check_lines(country: Country, table: Table) -> None:
    lines = {name: getattr(country, name) for name in LINES}
    if country.code != ELSEWHERE:
        for name in ("emergency", "crisis"):
            if not any(digit.isdigit() for digit in lines[name]):
                table.note(name, "holds no number")
        if not country.source.startswith("http"):
            table.note("source", "must be the address of a page where the numbers can be checked")
    for name, line in lines.items():
        if len(line) > LONGEST or any(mark in line for mark in "{}<>\n"):
            table.note(name, f"must be one line of at most {LONGEST} characters, without < > {{ }}")


def likely(countries: Mapping[str, Country], language: str | None, count: int = 4) -> list[str]:
    """Codes to offer first: the region of a tag such as "pt-BR", then who speaks the language, then the commonest."""
    tag = (language or "en").replace("_", "-")
    spoken, _, region = tag.partition("-")
    codes = [region.upper()] if region.upper() in countries else []
    codes += [code for code, country in countries.items() if spoken.lower() in country.languages]
    codes += [code for code in countries if code != ELSEWHERE]
    return list(dict.fromkeys(codes))[:count]


def find(countries: Mapping[str, Country], typed: str) -> str | None:
    """The code whose name, other name or code was typed; a single name that begins so counts too."""
    wanted = plain(typed)
    if not wanted:
        return None
    names = {plain(name): code for code, country in countries.items() for name in _names(country)}
    if wanted in names:
        return names[wanted]
    begins = {code for name, code in names.items() if len(wanted) > 2 and name.startswith(wanted)}  # noqa: PLR2004  (two letters are a code)
    return begins.pop() if len(begins) == 1 else None


def _names(country: Country) -> tuple[str, ...]:
    return () if country.code == ELSEWHERE else (country.name, country.code, *country.also)


def plain(name: str) -> str:
    """Without accents, case, dots or a leading "the"."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    return " ".join(word for word in kept.replace(" and ", " ").split() if word != "the")
