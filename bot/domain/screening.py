"""The full safety check as a walk from question to question (docs/care.md 1.2 and 2.3). The answers are the state.

A worse floor never waits for the end: `floor` holds after every tap, and an emergency ends the walk at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from bot.domain.standing import Hold
from bot.domain.triage import Answers, Finding, General, assess, hold_for

Eligibility = Literal["ok", "clear_first", "under_18"]

TICK, CHECKED = "tick:", "checked:"
NONE, READY, OLD, BACK = "none", "ready", "old", "back"
UNDER_18 = "under-18"
AGAIN = "again"
"""A yes that was heard anew, in the place of one that has lapsed (T3)."""
VERY_STRONG = 8
"""Pain out of 10 from which the check asks for help."""

ELIGIBLE_ITEMS = (UNDER_18, "pregnant", "surgery", "bone", "arthritis", "heart", "told-not", "first-over-55")
"""What C0 lists, in its order."""

GENERAL_ITEMS: Mapping[str, General] = MappingProxyType(
    {
        "rest": General.CHECK,
        "cough": General.CHECK,
        "blades": General.CHECK,
        "fever": General.ALARM,
        "weight": General.ALARM,
        "cancer": General.ALARM,
        "immune": General.ALARM,
        "bones": General.ALARM,
        "lump": General.ALARM,
    }
)
"""What "One of the others" opens, in its order; an item checked since, with exercise OK, counts as none."""

OPTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "cleared": ("yes", "limits", "no"),
        "saddle": (NONE, "yes", "unsure", OLD),
        "saddle-ok": ("yes", "no"),
        "legs": (NONE, "ache", "one", "both", "unsure", OLD),
        "legs-ok": ("yes", "no"),
        "strength": (NONE, "bit", "worse", "unsure", OLD),
        "strength-ok": ("yes", "no"),
        "general": (NONE, "chest", "accident", "tummy", "others", "unsure"),
        "pain": tuple(str(score) for score in range(11)),
        "function": ("yes", "difficulty", "no"),
    }
)
"""The single-choice questions and their buttons. `eligible` and `general-ticks` are lists to tick."""

CODES: Mapping[str, tuple[str, Mapping[str, str]]] = MappingProxyType(
    {
        # "Old" alone counts as cleared until its follow-up is answered: never above what the end can be.
        "saddle": ("S", {NONE: "n", "yes": "y", "unsure": "y", OLD: "c"}),
        "saddle-ok": ("S", {"yes": "c", AGAIN: "c", "no": "q"}),
        "legs": ("L", {NONE: "n", "ache": "t", "one": "u", "both": "b", "unsure": "u", OLD: "c"}),
        "legs-ok": ("L", {"yes": "c", AGAIN: "c", "no": "q"}),
        "strength": ("W", {NONE: "n", "bit": "m", "worse": "s", "unsure": "m", OLD: "c"}),
        "strength-ok": ("W", {"yes": "c", AGAIN: "c", "no": "q"}),
        # "One of the others" holds as urgent before its list is ticked.
        "general": ("G", {NONE: "n", "chest": "e", "accident": "e", "tummy": "e", "others": "k", "unsure": "k"}),
        "pain": ("P", {str(score): "v" if score >= VERY_STRONG else "f" for score in range(11)}),
    }
)

ORDER = ("eligible", "saddle", "legs", "strength", "general", "pain", "function")
FOLLOW_UPS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("eligible", READY): "cleared",
        ("saddle", OLD): "saddle-ok",
        ("legs", OLD): "legs-ok",
        ("strength", OLD): "strength-ok",
        ("general", "others"): "general-ticks",
    }
)


class NotAnOptionError(ValueError):
    """The question is not the open one, or has no such option."""

    def __init__(self, question: str, option: str) -> None:
        super().__init__(f"{option!r} does not answer {question!r} now")


class NoWayBackError(ValueError):
    """Nothing to go back to: no answer yet, the check is over, or Back was used."""


@dataclass(frozen=True, slots=True)
class Screen:
    """`answers` holds one pair a question, and one a ticked item; a pair `back` records what Back took away."""

    answers: tuple[tuple[str, str], ...] = ()
    eligibility: bool = False
    """Whether C0 is asked: once, at onboarding."""
    lapsed: frozenset[str] = frozenset()
    """Letters of the questions whose old yes no longer counts (T3)."""


@dataclass(frozen=True, slots=True)
class Question:
    name: str
    options: tuple[str, ...]
    number: int
    of: int
    ticks: tuple[str, ...] = ()
    """Items ticked so far, as `tick:fever` or `checked:fever`."""
    back: bool = False
    """Whether Back is offered."""


@dataclass(frozen=True, slots=True)
class Outcome:
    finding: Finding
    eligibility: Eligibility
    answers: Answers
    """What was never asked, because an emergency ended the check, stands as the harmless code."""
    old: tuple[str, ...] = field(default=())
    """Questions answered "old, checked, exercise OK": good for 90 days (T3)."""
    anew: tuple[str, ...] = field(default=())
    """Those among them to which a yes was heard again."""

    @property
    def hold(self) -> Hold:
        waits = Hold.CLEAR_FIRST if self.eligibility == "clear_first" else Hold.NONE
        return max(hold_for(self.finding.level), waits)


def dump(screen: Screen) -> list[list[str]]:
    return [list(pair) for pair in screen.answers]


def load(pairs: Iterable[Sequence[str]], *, eligibility: bool) -> Screen:
    return Screen(tuple((question, option) for question, option in pairs), eligibility)


def next_question(screen: Screen) -> Question | Outcome:
    name = _open(screen)
    if name is None or _ends_now(screen):
        return _outcome(screen)
    order = _order(screen)
    return Question(
        name=name,
        options=_options(screen, name),
        number=order.index(_main(name)) + 1,
        of=len(order),
        ticks=_ticks(screen, name),
        back=_may_go_back(screen),
    )


def answered(screen: Screen, question: str, option: str) -> Screen:
    """`screen` with one more tap.

    Raises:
        NotAnOptionError: the question is not open or has no such option.
    """
    now_open = next_question(screen)
    if not isinstance(now_open, Question) or now_open.name != question or option not in now_open.options:
        raise NotAnOptionError(question, option)
    if option.startswith((TICK, CHECKED)):
        return replace(screen, answers=_toggled(screen.answers, question, option))
    kept = screen.answers if option == READY else _without(screen.answers, question)
    return replace(screen, answers=(*kept, (question, option)))


def back(screen: Screen) -> Screen:
    """To the question before, once in a check.

    A follow-up goes with its question, and what was taken away stays on record. An emergency has ended the check, so
    it is never taken back.

    Raises:
        NoWayBackError: there is nothing to take back.
    """
    if not _may_go_back(screen):
        raise NoWayBackError
    now_open = _open(screen)
    kept = _without(screen.answers, now_open) if now_open else screen.answers
    last = _main(kept[-1][0])
    undone = " ".join(option for question, option in kept if _main(question) == last)
    kept = tuple(pair for pair in kept if _main(pair[0]) != last)
    return replace(screen, answers=(*kept, (BACK, f"{last} {undone}")))


def without_back(screen: Screen) -> Screen:
    """What was said of the answers so far stands: nothing is taken back any more."""
    return replace(screen, answers=(*screen.answers, (BACK, "said")))


def floor(screen: Screen) -> Hold:
    """What the answers so far hold at: the highest floor with the raise rules, or a condition to clear first."""
    waits = Hold.CLEAR_FIRST if _eligibility(screen) == "clear_first" else Hold.NONE
    return max(hold_for(assess(answers_of(screen)).level), waits)


def answers_of(screen: Screen) -> Answers:
    codes: dict[str, str] = {}
    for question, option in screen.answers:
        if question in CODES:
            letter, meanings = CODES[question]
            codes[letter] = meanings[option]
    if (general := _general(screen)) is not None:
        codes["G"] = general
    if _given(screen, "function") == "no":
        codes["P"] = "d"
    return Answers.of(codes)


def _general(screen: Screen) -> str | None:
    """The code of the ticked list once it is closed.

    Until then "others" holds, whose level is that of every item: a first tick must not end the check, or no item
    could be marked as checked.
    """
    if _given(screen, "general-ticks") is None:
        return None
    ticked = {
        GENERAL_ITEMS[option.removeprefix(TICK)]
        for option in _ticks(screen, "general-ticks")
        if option.startswith(TICK)
    }
    if General.ALARM in ticked:
        return General.ALARM
    return General.CHECK if ticked else General.NONE


def _open(screen: Screen) -> str | None:
    """The first question without an answer, follow-ups included."""
    for name in _order(screen):
        given = _given(screen, name)
        if given is None:
            return name
        follow_up = FOLLOW_UPS.get((name, given))
        if follow_up and _given(screen, follow_up) is None:
            return follow_up
    return None


def _ends_now(screen: Screen) -> bool:
    return _eligibility(screen) == "under_18" or floor(screen) is Hold.EMERGENCY


def _outcome(screen: Screen) -> Outcome:
    answers = answers_of(screen)
    old = tuple(letter for letter, code in answers.codes.items() if code == "c")
    anew = tuple(CODES[question][0] for question, option in screen.answers if option == AGAIN)
    return Outcome(assess(answers), _eligibility(screen), answers, old, anew)


def _eligibility(screen: Screen) -> Eligibility:
    ticks = _ticks(screen, "eligible")
    if TICK + UNDER_18 in ticks:
        return "under_18"
    return "clear_first" if ticks and _given(screen, "cleared") not in ("yes", "limits") else "ok"


def _order(screen: Screen) -> tuple[str, ...]:
    return ORDER if screen.eligibility else ORDER[1:]


def _main(name: str) -> str:
    """The question a follow-up belongs to."""
    return next((main for (main, _), follow_up in FOLLOW_UPS.items() if follow_up == name), name)


def _given(screen: Screen, name: str) -> str | None:
    """The closing answer to `name`: ticks alone do not close a list."""
    return next(
        (option for question, option in screen.answers if question == name and ":" not in option),
        None,
    )


def _ticks(screen: Screen, name: str) -> tuple[str, ...]:
    return tuple(option for question, option in screen.answers if question == name and ":" in option)


def _options(screen: Screen, name: str) -> tuple[str, ...]:
    if name in OPTIONS:
        again = name in FOLLOW_UPS.values() and name in CODES and CODES[name][0] in screen.lapsed
        return (AGAIN, *OPTIONS[name][1:]) if again else OPTIONS[name]
    items = ELIGIBLE_ITEMS if name == "eligible" else tuple(GENERAL_ITEMS)
    ready = (READY,) if _ticks(screen, name) else ()
    return (NONE, *(TICK + item for item in items), *ready)


def _toggled(answers: tuple[tuple[str, str], ...], question: str, option: str) -> tuple[tuple[str, str], ...]:
    """A tap on an item: ticked, then (in the general list) checked since, then not ticked again."""
    tick, checked = (question, option), (question, CHECKED + option.removeprefix(TICK))
    if checked in answers:
        return tuple(pair for pair in answers if pair != checked)
    if tick not in answers:
        return (*answers, tick)
    if question == "general-ticks":
        return tuple(checked if pair == tick else pair for pair in answers)
    return tuple(pair for pair in answers if pair != tick)


def _without(answers: tuple[tuple[str, str], ...], question: str) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in answers if pair[0] != question)


def _may_go_back(screen: Screen) -> bool:
    now_open = _open(screen)
    if now_open is None or _ends_now(screen) or any(question == BACK for question, _ in screen.answers):
        return False
    return bool(_without(screen.answers, now_open))
