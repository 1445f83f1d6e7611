"""Safety texts: the four bullets and an emergency number, in every country (docs/care.md 2.5)."""

import pytest

from bot.library import ELSEWHERE, SAFETY, Library
from tests.content.conftest import CONTENT

BULLETS = (
    "• numbness or tingling around your genitals or bottom",
    "• trouble peeing, or peeing or pooing without meaning to",
    "• tingling, numbness or weakness in both legs",
    "• a leg or foot getting weaker, or a foot you can't lift",
)
WITH_BULLETS = (
    *("consult-leg", "consult-pain", "consult-old", "consult-sore", "urgent", "when-to-get-help", "under-18"),
    *("no-thanks", "lifeline-consult", "lifeline-urgent", "cannot-save", "stranger-consult", "stranger-urgent"),
)
WITHOUT_NUMBER = {"getting-help", "clear-first", "open-question", "emergency-nerve-paragraph"}
WANTED = (
    *("AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE"),
    *("IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE"),
    *("GB", "US", "CA", "AU", "NZ", "IN", "BR", "MX", "UA", "CH", "NO", "IS"),
)
CODES = [*(line[1:-1] for line in (CONTENT / "countries.toml").read_text().splitlines() if line.startswith("["))]


@pytest.mark.parametrize("code", CODES)
def test_every_text_in_every_country(library: Library, code: str) -> None:
    country = library.country(code)
    for name in SAFETY:
        text = library.say(f"safety-{name}", country.args)
        assert "{" not in text, name
        assert "†" not in text, name
        assert text.count("<b>") == text.count("</b>"), name
        if name in WITH_BULLETS:
            assert [bullet for bullet in BULLETS if bullet not in text] == [], name
        if name not in WITHOUT_NUMBER:
            numbers = "112, 999 or 911" if name.startswith(("lifeline", "cannot")) else country.emergency
            assert numbers in text, name


def test_texts_without_a_network_name_all_three_numbers(library: Library) -> None:
    for name in ("lifeline-consult", "lifeline-urgent", "lifeline-emergency", "cannot-save"):
        assert library.speech.needs[f"safety-{name}"] == frozenset()
        assert "112, 999 or 911" in library.say(f"safety-{name}")
    assert library.country(None).emergency == library.country("XX").emergency == "112, 999 or 911"


def test_only_the_leg_text_speaks_of_the_leg(library: Library) -> None:
    args = library.country("GB").args
    assert "Short walks are fine if they don't make your leg feel worse." in library.say("safety-consult-leg", args)
    for name in ("consult-pain", "consult-old", "consult-sore"):
        assert "Short walks are fine if they feel OK." in library.say(f"safety-{name}", args)
        assert "your leg" not in library.say(f"safety-{name}", args)


def test_no_exclamation_mark_and_no_emoji(library: Library) -> None:
    for name in SAFETY:
        text = library.say(f"safety-{name}", library.country("GB").args)
        assert "!" not in text
        assert all(ord(letter) < 0x2190 for letter in text), name


def test_countries(library: Library) -> None:
    assert set(WANTED) <= set(library.countries)
    for code, country in library.countries.items():
        assert country.source.startswith("http") or code == ELSEWHERE
        assert country.args.keys() == {"EM", "ED", "OOH", "CRISIS", "BUM", "DOCTOR", "PHYSIO"}
        assert all(country.args.values()), code
        assert any(digit.isdigit() for digit in country.crisis) or code == ELSEWHERE


@pytest.mark.parametrize(
    ("language", "first"),
    [("en", "GB"), ("en-US", "US"), ("pt-br", "BR"), ("de", "DE"), ("uk", "UA"), (None, "GB"), ("xx", "GB")],
)
def test_four_likely_countries(library: Library, language: str | None, first: str) -> None:
    codes = library.likely_countries(language)
    assert codes[0] == first
    assert len(set(codes)) == 4
    assert ELSEWHERE not in codes


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        *(
            ("UK", "GB"),
            ("the united kingdom", "GB"),
            ("U.S.A.", None),
            ("usa", "US"),
            ("Österreich", "AT"),
            ("osterreich", "AT"),
        ),
        *(
            ("germ", "DE"),
            ("united", None),
            ("", None),
            ("new", "NZ"),
            ("Україна", "UA"),
            ("elsewhere", None),
            ("é", None),
        ),
    ],
)
def test_a_typed_country(library: Library, typed: str, code: str | None) -> None:
    assert library.find_country(typed) == code
