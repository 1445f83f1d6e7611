import pytest

from bot.domain.exercise import CHANGE_OVER, ArticleDose, Dose, Exercise, Position, Rung, minutes


@pytest.mark.parametrize(
    ("dose", "seconds"),
    [
        (Dose(sets=(10,), hold=10), 130),
        (Dose(sets=(6,), hold=2), 30),
        (Dose(sets=(2,), hold=8, sides=2), 44),
        (Dose(sets=(6, 4, 2), hold=10, sides=2), 24 * 13 + 40),
        (Dose(sets=(1,), hold=30, sides=2, pace=0), 60),
        (Dose(sets=(3,), hold=8, hold_to=10), 33),
    ],
)
def test_seconds_of_a_dose(dose: Dose, seconds: int) -> None:
    assert dose.seconds == seconds


def test_minutes_are_whole_and_count_the_change_over() -> None:
    dose = Dose(sets=(10,), hold=1, pace=0)
    assert minutes([]) == 0
    assert minutes([dose]) == 1
    assert minutes([dose] * 2) == 1
    assert minutes([dose] * 3) == 2
    assert CHANGE_OVER == 20


def test_the_rung_of_a_level_is_the_nearest_below() -> None:
    zero, one, three = (Rung(level, "full", Dose(sets=(level + 1,)), from_article=False) for level in (0, 1, 3))
    exercise = Exercise("bridge", 4, Position.LYING, (), ArticleDose(), one, (zero, one, three), 4, "hips", {})
    assert [exercise.rung(level) for level in range(6)] == [zero, one, one, three, three, three]
    harder = Exercise("bridge", 4, Position.LYING, (), ArticleDose(), one, (one, three), 4, "hips", {})
    assert harder.rung(0) == one
