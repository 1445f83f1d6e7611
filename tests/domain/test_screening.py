"""The safety check is finite: every path is walked."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations, product

import pytest

from bot.domain import screening
from bot.domain.screening import (
    ELIGIBLE_ITEMS,
    GENERAL_ITEMS,
    NotAnOptionError,
    NoWayBackError,
    Outcome,
    Question,
    Screen,
    answered,
    back,
)
from bot.domain.standing import Hold
from bot.domain.triage import Answers, General, Level, assess

Taps = tuple[str, ...]
# Paths share their beginnings: each screen is asked once.
floor = cache(screening.floor)
next_question = cache(screening.next_question)
SAFE = {"pain": "0", "function": "yes"}
PAINS = ("7", "8")
"""The two sides of the line; `test_every_figure_of_pain` has all eleven."""
LONGEST = 18
"""Taps, Ready and the cycles of two ticked items included."""


def tap(screen: Screen, *options: str) -> Screen:
    for option in options:
        question = next_question(screen)
        assert isinstance(question, Question), (screen.answers, option)
        screen = answered(screen, question.name, option)
    return screen


def asked(screen: Screen) -> str | None:
    question = next_question(screen)
    return question.name if isinstance(question, Question) else None


def outcome(screen: Screen) -> Outcome:
    found = next_question(screen)
    assert isinstance(found, Outcome), found
    return found


def ticked(*items: str) -> Taps:
    """An item with a plus is marked "checked since": tapped twice."""
    taps = [f"tick:{item.rstrip('+')}" for item in items for _ in range(2 if item.endswith("+") else 1)]
    return (*taps, "ready")


def with_checked(items: Iterable[str]) -> list[str]:
    return [mark for item in items for mark in (item, f"{item}+")]


SINGLES = [("none",), *(ticked(item) for item in with_checked(GENERAL_ITEMS))]
PAIRS = [
    ticked(*pair)
    for items in combinations(GENERAL_ITEMS, 2)
    for pair in product(*(with_checked([item]) for item in items))
]


def walks(screen: Screen, lists: Iterable[Taps]) -> Iterator[tuple[list[Screen], Screen]]:
    """Every way to the end, as the screens on the way and the last one."""
    stack: list[list[Screen]] = [[screen]]
    while stack:
        way = stack.pop()
        question = next_question(way[-1])
        if isinstance(question, Outcome):
            yield way[:-1], way[-1]
            continue
        stack.extend([*way, *steps(way[-1], taps)] for taps in choices(question, lists))


def choices(question: Question, lists: Iterable[Taps]) -> Iterator[Taps]:
    if question.name == "general-ticks":
        yield from lists
    elif question.name == "pain":
        yield from ((score,) for score in PAINS)
    else:
        yield from ((option,) for option in question.options)


def steps(screen: Screen, taps: Taps) -> Iterator[Screen]:
    for option in taps:
        screen = tap(screen, option)
        yield screen


def check(way: list[Screen], last: Screen) -> None:
    end = outcome(last)
    assert len(way) <= LONGEST
    assert floor(last) is end.hold
    for screen in way:
        listed = asked(screen) == "general-ticks"
        # Only a list all of whose items were checked since may fall below what "one of the others" held at.
        assert floor(screen) <= end.hold or listed
        assert floor(screen) >= Hold.URGENT or not listed
        assert floor(screen) is not Hold.EMERGENCY


def test_every_path_of_the_check() -> None:
    ends = Counter[Level]()
    for way, last in walks(Screen(), SINGLES):
        check(way, last)
        given = dict(last.answers)
        end = outcome(last)
        ends[end.finding.level] += 1
        if given.get("legs") in ("one", "unsure"):
            assert end.hold >= Hold.CONSULT
        if given.get("legs") == "both" or given.get("saddle") in ("yes", "unsure"):
            assert end.hold is Hold.EMERGENCY
        assert end.finding == assess(end.answers)
    assert set(ends) == set(Level)
    assert sum(ends.values()) > 5_000


def test_every_pair_of_ticks() -> None:
    start = tap(Screen(), "none", "none", "none", "others")
    for taps in PAIRS:
        last = tap(start, *taps, "0", "yes")
        items = [GENERAL_ITEMS[item] for item in GENERAL_ITEMS if ("general-ticks", f"tick:{item}") in last.answers]
        worst = General.ALARM if General.ALARM in items else General.CHECK if items else General.NONE
        assert outcome(last).answers == Answers(general=worst)


def test_every_path_of_onboarding() -> None:
    lists = [
        ("none",),
        *(ticked(*items) for count in (1, 2) for items in combinations(reversed(ELIGIBLE_ITEMS), count)),
    ]
    for taps in lists:
        if "tick:under-18" in taps:
            child = tap(Screen(eligibility=True), *taps[: taps.index("tick:under-18") + 1])
            assert outcome(child).eligibility == "under_18"
            continue
        start = tap(Screen(eligibility=True), *taps)
        for way, last in answered_like(start, first="none"):
            end = outcome(last)
            cleared = dict(last.answers).get("cleared")
            assert end.eligibility == ("clear_first" if cleared == "no" else "ok")
            assert end.hold is (Hold.CLEAR_FIRST if cleared == "no" else Hold.NONE)
            assert len(way) <= LONGEST


def answered_like(start: Screen, first: str) -> Iterator[tuple[list[Screen], Screen]]:
    """Each answer to C0's follow-up, then `first` or the harmless answer to the rest."""
    question = next_question(start)
    assert isinstance(question, Question)
    for option in question.options if question.name == "cleared" else (first,):
        way = [start, tap(start, option)]
        while (name := asked(way[-1])) is not None:
            way.append(tap(way[-1], SAFE.get(name, first)))
        yield way[:-1], way[-1]


def test_every_path_through_onboarding_with_a_condition_that_is_not_cleared() -> None:
    start = tap(Screen(eligibility=True), "tick:heart", "ready", "no")
    for _, last in walks(start, [("none",), ticked("fever")]):
        assert outcome(last).eligibility == "clear_first"
        assert outcome(last).hold >= Hold.CLEAR_FIRST


def test_numbness_in_one_leg_and_then_nothing_holds() -> None:
    screen = tap(Screen(eligibility=True), "none", "none", "one")
    assert asked(screen) == "strength"
    assert floor(screen) is Hold.CONSULT


def test_every_figure_of_pain() -> None:
    for score in range(11):
        screen = tap(Screen(), "none", "none", "none", "none", str(score))
        assert floor(screen) is (Hold.CONSULT if score >= 8 else Hold.NONE)
        assert outcome(tap(screen, "difficulty")).hold is floor(screen)
        assert outcome(tap(screen, "no")).hold is Hold.URGENT


def test_raise_rules_hold_before_the_end() -> None:
    assert floor(tap(Screen(), "old", "no", "one")) is Hold.URGENT
    assert floor(tap(Screen(), "old", "yes", "one")) is Hold.URGENT
    assert outcome(tap(Screen(), "old", "yes", "none", "bit")).hold is Hold.EMERGENCY


@pytest.mark.parametrize(
    "taps",
    [
        ("yes",),
        ("unsure",),
        ("none", "both"),
        ("none", "none", "worse"),
        ("none", "none", "none", "chest"),
        ("none", "none", "none", "accident"),
        ("none", "none", "none", "tummy"),
        ("none", "one", "none", "others", "tick:fever", "ready"),
    ],
)
def test_an_emergency_ends_the_check_at_once(taps: Taps) -> None:
    screen = tap(Screen(), *taps)
    assert outcome(screen).hold is Hold.EMERGENCY
    with pytest.raises(NoWayBackError):
        back(screen)


def test_a_tick_can_still_be_marked_as_checked() -> None:
    screen = tap(Screen(), "none", "one", "none", "others", "tick:cancer")
    assert floor(screen) is Hold.URGENT
    screen = tap(screen, "tick:cancer", "ready", "0", "yes")
    assert outcome(screen).hold is Hold.CONSULT


def test_not_sure_is_the_worse_answer() -> None:
    assert outcome(tap(Screen(), "unsure")).hold is Hold.EMERGENCY
    assert floor(tap(Screen(), "none", "unsure")) is Hold.CONSULT
    assert floor(tap(Screen(), "none", "none", "unsure")) is Hold.URGENT
    assert floor(tap(Screen(), "none", "none", "none", "unsure")) is Hold.URGENT


def test_old_and_checked_is_reported() -> None:
    end = outcome(tap(Screen(), "old", "yes", "old", "no", "old", "yes", "none", "0", "yes"))
    assert end.old == ("S", "W")
    assert end.answers == Answers.of({"S": "c", "L": "q", "W": "c"})
    assert end.hold is Hold.CONSULT


def test_numbers() -> None:
    screen, seen = Screen(eligibility=True), []
    for option in (
        "tick:heart",
        "ready",
        "yes",
        "old",
        "yes",
        "none",
        "none",
        "others",
        "tick:lump",
        "ready",
        "0",
        "yes",
    ):
        question = next_question(screen)
        assert isinstance(question, Question)
        seen.append(f"{question.name} {question.number}/{question.of}")
        screen = tap(screen, option)
    assert list(dict.fromkeys(seen)) == [
        *("eligible 1/7", "cleared 1/7", "saddle 2/7", "saddle-ok 2/7", "legs 3/7", "strength 4/7"),
        *("general 5/7", "general-ticks 5/7", "pain 6/7", "function 7/7"),
    ]
    first = next_question(Screen())
    assert isinstance(first, Question)
    assert (first.name, first.number, first.of) == ("saddle", 1, 6)


def test_ready_comes_with_the_first_tick_and_none_clears() -> None:
    screen = Screen(eligibility=True)
    question = next_question(screen)
    assert isinstance(question, Question)
    assert "ready" not in question.options
    screen = tap(screen, "tick:heart", "tick:bone")
    question = next_question(screen)
    assert isinstance(question, Question)
    assert question.options[-1] == "ready"
    assert question.ticks == ("tick:heart", "tick:bone")
    assert floor(screen) is Hold.CLEAR_FIRST
    assert tap(screen, "none").answers == (("eligible", "none"),)
    assert tap(screen, "tick:heart", "tick:bone") == Screen(eligibility=True)


def test_ticks_of_the_general_list_go_round() -> None:
    start = tap(Screen(), "none", "none", "none", "others")
    shown = []
    screen = start
    for _ in range(3):
        screen = tap(screen, "tick:fever")
        question = next_question(screen)
        assert isinstance(question, Question)
        shown.append(question.ticks)
    assert shown == [("tick:fever",), ("checked:fever",), ()]
    assert screen == start


@pytest.mark.parametrize(
    ("taps", "question", "option"),
    [
        ((), "saddle", "maybe"),
        ((), "legs", "none"),
        ((), "saddle", "back"),
        (("none", "none", "none", "others"), "general-ticks", "ready"),
        (("none", "none", "none", "others"), "general-ticks", "checked:fever"),
        (("none", "none", "none", "none"), "pain", "11"),
        (("none", "none", "none", "none"), "pain", "08"),
        (("yes",), "legs", "none"),
    ],
)
def test_what_is_not_an_option_is_refused(taps: Taps, question: str, option: str) -> None:
    with pytest.raises(NotAnOptionError, match=question):
        answered(tap(Screen(), *taps), question, option)


def test_back_corrects_once_and_is_recorded() -> None:
    screen = tap(Screen(), "none", "one")
    again = back(screen)
    assert asked(again) == "legs"
    assert ("back", "legs one") in again.answers
    corrected = tap(again, "ache")
    assert floor(corrected) is Hold.NONE
    with pytest.raises(NoWayBackError):
        back(corrected)
    question = next_question(corrected)
    assert isinstance(question, Question)
    assert not question.back


def test_back_takes_a_follow_up_with_its_question() -> None:
    assert asked(back(tap(Screen(), "none", "old"))) == "legs"
    assert asked(back(tap(Screen(), "none", "old", "yes"))) == "legs"
    assert asked(back(tap(Screen(), "none", "none", "none", "others", "tick:fever"))) == "general"
    assert asked(back(tap(Screen(eligibility=True), "tick:heart", "ready"))) == "eligible"


def test_no_way_back_from_either_end() -> None:
    for screen in (Screen(), tap(Screen(eligibility=True), "tick:heart"), tap(Screen(), *["none"] * 4, "0", "yes")):
        with pytest.raises(NoWayBackError):
            back(screen)


def test_dump_and_load() -> None:
    screen = tap(Screen(eligibility=True), "tick:heart", "ready", "limits", "none", "old")
    dumped = screening.dump(screen)
    assert dumped[0] == ["eligible", "tick:heart"]
    assert screening.load(dumped, eligibility=True) == screen
