"""T3: "old, checked, exercise OK" lapses after 90 days, and at once if that sign changes."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.lapse import Told, lapsed

START = datetime(2026, 3, 2, 18, tzinfo=UTC)


def told(*checks: tuple[int, str]) -> list[Told]:
    """Days and codes of L; a capital is a yes heard anew."""
    return [
        Told(
            START + timedelta(days=day),
            {"S": "n", "L": code.lower(), "W": "n"},
            frozenset("L" if code.isupper() else ""),
        )
        for day, code in checks
    ]


@pytest.mark.parametrize(
    ("checks", "day", "expected"),
    [
        ((), 0, False),
        (((0, "n"),), 200, False),
        (((0, "c"),), 90, False),
        (((0, "c"),), 91, True),
        (((0, "c"), (28, "c"), (56, "c"), (84, "c")), 91, True),
        (((0, "c"), (91, "C")), 180, False),
        (((0, "c"), (91, "C")), 182, True),
        (((0, "c"), (30, "n")), 91, True),
        (((0, "c"), (10, "u")), 11, True),
        (((0, "c"), (10, "t")), 11, False),
        (((0, "u"),), 1, True),
        (((0, "c"), (10, "u"), (12, "C")), 13, False),
        (((0, "c"), (10, "u"), (12, "c")), 13, True),
        (((0, "u"), (1, "c")), 2, True),
    ],
)
def test_when_a_yes_has_to_be_heard_anew(checks: tuple[tuple[int, str], ...], day: int, *, expected: bool) -> None:
    assert lapsed("L", told(*checks), START + timedelta(days=day)) is expected


def test_each_sign_has_its_own() -> None:
    assert not lapsed("S", told((0, "c")), START + timedelta(days=91))
