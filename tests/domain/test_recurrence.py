"""T4: the third CONSULT in six weeks (docs/care.md 2.2)."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.recurrence import is_third

NOW = datetime(2026, 5, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days_ago", "third"),
    [
        ((), False),
        ((10,), False),
        ((10, 20), True),
        ((10, 42), True),
        ((10, 43), False),
        ((43, 44, 45), False),
        ((1, 2, 3), True),
        ((10, -1), False),
    ],
)
def test_two_others_in_the_six_weeks_before_make_it_the_third(days_ago: tuple[int, ...], third: bool) -> None:  # noqa: FBT001  (a row of the table)
    assert is_third(NOW, [NOW - timedelta(days=ago) for ago in days_ago]) is third
