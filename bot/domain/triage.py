"""From the answers of the safety check to a level: docs/care.md 2.1, all of it, as data.

The level is the highest of the floors (2.1 A) and the raise rules (2.1 B). Nothing ever lowers it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from types import MappingProxyType

from bot.domain.standing import Hold

RULES_VERSION = "2026.11.2"


class Level(IntEnum):
    OK = 0
    CONSULT = 1
    URGENT = 2
    EMERGENCY = 3


class Saddle(StrEnum):
    """Saddle area, bladder and bowel (S)."""

    NONE = "n"
    OLD_CLEARED = "c"
    OLD_UNCLEARED = "q"
    NEW = "y"


class Legs(StrEnum):
    """Tingling, numbness or pain in the legs (L)."""

    NONE = "n"
    ACHE = "t"
    OLD_CLEARED = "c"
    OLD_UNCLEARED = "q"
    ONE = "u"
    BOTH = "b"


class Weakness(StrEnum):
    """Strength of a leg or foot (W)."""

    NONE = "n"
    OLD_CLEARED = "c"
    OLD_UNCLEARED = "q"
    MILD = "m"
    SEVERE = "s"


class General(StrEnum):
    """General warning signs (G)."""

    NONE = "n"
    CHECK = "k"
    ALARM = "a"
    EMERGENCY = "e"


class Pain(StrEnum):
    """Pain and function (P)."""

    FINE = "f"
    VERY_STRONG = "v"
    DISABLING = "d"


Codes = Mapping[str, str]
"""Question letter → code, as in `{"S": "n", "L": "u"}`."""

QUESTIONS: Mapping[str, type[StrEnum]] = MappingProxyType(
    {"S": Saddle, "L": Legs, "W": Weakness, "G": General, "P": Pain}
)


@dataclass(frozen=True, slots=True)
class Answers:
    """One code a question. An answer that was not given yet is the harmless one, so that `assess` is the floor so far."""

    saddle: Saddle = Saddle.NONE
    legs: Legs = Legs.NONE
    weakness: Weakness = Weakness.NONE
    general: General = General.NONE
    pain: Pain = Pain.FINE

    @property
    def codes(self) -> dict[str, str]:
        return {
            "S": self.saddle.value,
            "L": self.legs.value,
            "W": self.weakness.value,
            "G": self.general.value,
            "P": self.pain.value,
        }

    @classmethod
    def of(cls, codes: Codes) -> "Answers":
        """`codes` may leave questions out.

        Raises:
            UnknownCodeError: a letter or a code that no question has.
        """
        for letter, code in codes.items():
            if letter not in QUESTIONS or code not in set(QUESTIONS[letter]):
                raise UnknownCodeError(letter, code)
        return cls(
            saddle=Saddle(codes.get("S", "n")),
            legs=Legs(codes.get("L", "n")),
            weakness=Weakness(codes.get("W", "n")),
            general=General(codes.get("G", "n")),
            pain=Pain(codes.get("P", "f")),
        )


class UnknownCodeError(ValueError):
    def __init__(self, letter: str, code: object) -> None:
        known = QUESTIONS.get(letter)
        hint = f"one of {', '.join(known)}" if known else f"a question among {', '.join(QUESTIONS)}"
        super().__init__(f"{letter}={code!r} is not an answer: expected {hint}")


@dataclass(frozen=True, slots=True)
class Finding:
    level: Level
    reasons: tuple[str, ...]
    """Every floor and rule at work, the highest first."""


@dataclass(frozen=True, slots=True)
class Raise:
    """If every question of `when` has one of its codes, then at least `level`."""

    rule: str
    when: Mapping[str, str]
    """Question letter → its codes, each a letter."""
    level: Level

    def fires(self, codes: Codes) -> bool:
        return all(codes[letter] in wanted for letter, wanted in self.when.items())


FLOORS: Mapping[str, Mapping[str, Level]] = MappingProxyType(
    {
        "S": {"n": Level.OK, "c": Level.OK, "q": Level.CONSULT, "y": Level.EMERGENCY},
        "L": {
            "n": Level.OK,
            "t": Level.OK,
            "c": Level.OK,
            "q": Level.CONSULT,
            "u": Level.CONSULT,
            "b": Level.EMERGENCY,
        },
        "W": {"n": Level.OK, "c": Level.OK, "q": Level.CONSULT, "m": Level.URGENT, "s": Level.EMERGENCY},
        "G": {"n": Level.OK, "k": Level.URGENT, "a": Level.URGENT, "e": Level.EMERGENCY},
        "P": {"f": Level.OK, "v": Level.CONSULT, "d": Level.URGENT},
    }
)

RAISES: tuple[Raise, ...] = (
    Raise("X1", {"S": "cq", "L": "u"}, Level.URGENT),
    Raise("X2", {"S": "cq", "W": "m"}, Level.EMERGENCY),
    Raise("X3", {"L": "u", "W": "cq"}, Level.URGENT),
    Raise("X4", {"L": "u", "P": "vd"}, Level.URGENT),
    Raise("X5", {"G": "a", "L": "u"}, Level.EMERGENCY),
    Raise("X5", {"G": "a", "W": "m"}, Level.EMERGENCY),
)


def assess(answers: Answers) -> Finding:
    """Total over all 1,440 combinations, and monotone: a worse answer never gives a lower level."""
    codes = answers.codes
    at_work = sorted([*_floors(codes), *_raises(codes)], key=lambda each: -each[0])
    if not at_work:
        return Finding(Level.OK, ("no answer above OK (2.1 A)",))
    return Finding(at_work[0][0], tuple(reason for _, reason in at_work))


def floor_of(answers: Answers) -> Level:
    """The floor of the answers given so far, raise rules included."""
    return assess(answers).level


def floor(letter: str, code: str) -> Level:
    """The floor of one answer alone: what the lifeline goes by when nothing can be saved."""
    return floor_of(Answers.of({letter: code}))


def _floors(codes: Codes) -> Iterable[tuple[Level, str]]:
    for letter, code in codes.items():
        level = FLOORS[letter][code]
        if level > Level.OK:
            yield level, f"{letter}={code} → {level.name} (2.1 A)"


def _raises(codes: Codes) -> Iterable[tuple[Level, str]]:
    for rule in RAISES:
        if rule.fires(codes):
            why = ", ".join(f"{letter}={codes[letter]}" for letter in rule.when)
            yield rule.level, f"{rule.rule}: {why} → {rule.level.name} (2.1 B)"


class Opening(StrEnum):
    """Which sentence a safety message opens with; it has to be true of the answers (docs/care.md 2.5)."""

    LEG = "leg"
    PAIN = "pain"
    OLD = "old"
    SORE = "sore"
    """Sore weeks: follows from the weekly figures, never from answers."""
    NERVE = "nerve"
    OTHER = "other"


def opening(answers: Answers, finding: Finding) -> tuple[Opening, ...]:
    """In the order they are read; none for OK and URGENT, whose message has one form."""
    if finding.level is Level.CONSULT:
        return (_consult_opening(answers),)
    if finding.level is Level.EMERGENCY:
        return _emergency_openings(answers)
    return ()


def _consult_opening(answers: Answers) -> Opening:
    if answers.legs is Legs.ONE:
        return Opening.LEG
    if answers.pain is Pain.VERY_STRONG:
        return Opening.PAIN
    return Opening.OLD


def _emergency_openings(answers: Answers) -> tuple[Opening, ...]:
    if answers.general is not General.EMERGENCY:
        return (Opening.NERVE,)
    if answers.saddle is Saddle.NEW:
        return (Opening.OTHER, Opening.NERVE)
    return (Opening.OTHER,)


HOLDS: Mapping[Level, Hold] = MappingProxyType(
    {
        Level.OK: Hold.NONE,
        Level.CONSULT: Hold.CONSULT,
        Level.URGENT: Hold.URGENT,
        Level.EMERGENCY: Hold.EMERGENCY,
    }
)


def hold_for(level: Level) -> Hold:
    return HOLDS[level]
