import itertools
import re
from collections import Counter
from pathlib import Path

import pytest

from bot.domain import triage
from bot.domain.standing import Hold
from bot.domain.triage import Answers, General, Legs, Level, Opening, Pain, Saddle, Weakness, assess

CARE = Path(__file__).parents[2] / "docs" / "care.md"

EVERY = [Answers(*each) for each in itertools.product(Saddle, Legs, Weakness, General, Pain)]
LETTERS = {"E": Level.EMERGENCY, "U": Level.URGENT, "C": Level.CONSULT, "ok": Level.OK}
WORSE = {"S": "ncqy", "L": "ntcqub", "W": "ncqms", "G": "nkae", "P": "fvd"}

GRID = """
n  ntc   ok ok C U E
n  q     C  C  C U E
n  u     C  U  U U E
n  b     E  E  E E E
c  ntc   ok ok C E E
c  q     C  C  C E E
c  u     U  U  U E E
c  b     E  E  E E E
q  ntcq  C  C  C E E
q  u     U  U  U E E
q  b     E  E  E E E
y  ntcqub E E  E E E
"""


def grid() -> dict[tuple[str, str, str], Level]:
    """The grid of the decision, typed by hand: the levels for G=n, P=f."""
    cells = {}
    for saddles, legs, *levels in (row.split() for row in GRID.strip().splitlines()):
        for leg, (weak, level) in itertools.product(legs, zip("ncqms", levels, strict=True)):
            cells[saddles, leg, weak] = LETTERS[level]
    return cells


def with_general_and_pain(cell: Level, codes: dict[str, str]) -> Level:
    """The second half of 2.1: how G and P move a cell of the grid."""
    if codes["G"] == "e":
        return Level.EMERGENCY
    if codes["G"] == "a":
        nerve = codes["L"] == "u" or codes["W"] == "m"
        return Level.EMERGENCY if nerve else max(cell, Level.URGENT)
    if codes["G"] == "k" or codes["P"] == "d":
        return max(cell, Level.URGENT)
    if codes["P"] == "v":
        return max(cell, Level.URGENT if codes["L"] == "u" else Level.CONSULT)
    return cell


def test_all_combinations_are_counted() -> None:
    assert len(EVERY) == 1440
    assert Counter(assess(each).level.name for each in EVERY) == {
        "OK": 12,
        "CONSULT": 61,
        "URGENT": 335,
        "EMERGENCY": 1032,
    }


def test_the_grid_agrees_with_floors_and_raises() -> None:
    cells = grid()
    assert len(cells) == 4 * 6 * 5
    for each in EVERY:
        codes = each.codes
        expected = with_general_and_pain(cells[codes["S"], codes["L"], codes["W"]], codes)
        assert assess(each).level is expected, codes


@pytest.mark.parametrize("letter", list(WORSE))
def test_a_worse_answer_never_lowers_the_level(letter: str) -> None:
    for each in EVERY:
        levels = [assess(Answers.of({**each.codes, letter: code})).level for code in WORSE[letter]]
        assert levels == sorted(levels), (letter, each.codes)


def test_no_answer_alone_is_above_a_combination_that_has_it() -> None:
    for each in EVERY:
        assert assess(each).level >= max(triage.floor(letter, code) for letter, code in each.codes.items())


def test_every_reason_names_a_level_up_to_the_finding_and_the_first_is_the_finding() -> None:
    for each in EVERY:
        finding = assess(each)
        assert finding.level.name in finding.reasons[0]
        named = [Level[re.split(r"→ | above ", reason)[1].split()[0]] for reason in finding.reasons]
        assert named == sorted(named, reverse=True)


def test_reasons_are_stable_words() -> None:
    assert assess(Answers.of({"L": "u"})).reasons == ("L=u → CONSULT (2.1 A)",)
    assert assess(Answers.of({"S": "c", "L": "u"})).reasons == (
        "X1: S=c, L=u → URGENT (2.1 B)",
        "L=u → CONSULT (2.1 A)",
    )
    assert assess(Answers()).reasons == ("no answer above OK (2.1 A)",)


def test_tingling_in_one_leg_is_consult() -> None:
    assert assess(Answers(legs=Legs.ONE)).level is Level.CONSULT


def test_an_opening_is_true_of_all_consult_answers() -> None:
    consults = [each for each in EVERY if assess(each).level is Level.CONSULT]
    assert len(consults) == 61
    true_of = {
        Opening.LEG: lambda each: each.legs is Legs.ONE,
        Opening.PAIN: lambda each: each.pain is Pain.VERY_STRONG and each.legs is not Legs.ONE,
        Opening.OLD: lambda each: "q" in each.codes.values() and each.pain is Pain.FINE,
    }
    met = Counter[Opening]()
    for each in consults:
        (said,) = triage.opening(each, assess(each))
        assert true_of[said](each), each.codes
        met[said] += 1
    assert met == {Opening.LEG: 1, Opening.PAIN: 36, Opening.OLD: 24}


def test_emergency_openings() -> None:
    for each in EVERY:
        said = triage.opening(each, assess(each))
        if assess(each).level is not Level.EMERGENCY:
            assert not set(said) & {Opening.NERVE, Opening.OTHER}
        elif each.general is not General.EMERGENCY:
            assert said == (Opening.NERVE,)
        else:
            both = each.saddle is Saddle.NEW
            assert said == ((Opening.OTHER, Opening.NERVE) if both else (Opening.OTHER,))


def test_ok_and_urgent_have_one_form() -> None:
    for each in EVERY:
        if assess(each).level in (Level.OK, Level.URGENT):
            assert triage.opening(each, assess(each)) == ()


def test_holds() -> None:
    assert [triage.hold_for(level) for level in Level] == [Hold.NONE, Hold.CONSULT, Hold.URGENT, Hold.EMERGENCY]


@pytest.mark.parametrize("codes", [{"S": "x"}, {"Z": "n"}, {"S": ""}, {"W": "u"}, {"s": "n"}])
def test_unknown_codes_are_named(codes: dict[str, str]) -> None:
    with pytest.raises(triage.UnknownCodeError, match=next(iter(codes))):
        Answers.of(codes)


def section(text: str, title: str) -> list[list[str]]:
    """Cells of the first table after the line that holds `title`, without marks, header and rule."""
    after = text[text.index(title) :].splitlines()
    start = next(number for number, line in enumerate(after) if line.startswith("|"))
    table = list(itertools.takewhile(lambda line: line.startswith("|"), after[start:]))
    cells = [[cell.strip().replace("*", "").replace("`", "") for cell in row.strip("|").split("|")] for row in table]
    return [cells[0], *cells[2:]]


@pytest.mark.skipif(not CARE.exists(), reason="docs/care.md is not written yet")
def test_docs_care_says_what_the_code_does() -> None:
    text = CARE.read_text(encoding="utf-8")
    (_, *levels), *rows = section(text, "Floors")
    floors = {
        letter: {
            code: Level[level]
            for level, codes in zip(levels, cells, strict=True)
            for code in re.findall("[a-z]", codes)
        }
        for letter, *cells in rows
    }
    assert floors == triage.FLOORS
    raises = {rule: (then, condition) for rule, condition, then in section(text, "Raise rules")[1:]}
    assert list(raises) == list(dict.fromkeys(rule.rule for rule in triage.RAISES))
    for rule in triage.RAISES:
        then, condition = raises[rule.rule]
        assert Level[then] is rule.level
        assert set(re.findall(r"\b([SLWGP])\b", condition)) == {
            letter for other in triage.RAISES if other.rule == rule.rule for letter in other.when
        }


@pytest.mark.skipif(not CARE.exists(), reason="docs/care.md is not written yet")
def test_docs_care_raise_rules_hold_for_every_combination() -> None:
    """Reads each condition of the page and weighs it against every combination."""
    text = CARE.read_text(encoding="utf-8")
    rules = [(condition, Level[then]) for _, condition, then in section(text, "Raise rules")[1:]]
    for each in EVERY:
        codes = each.codes
        level = max(triage.FLOORS[letter][code] for letter, code in codes.items())
        met = [then for condition, then in rules if holds(condition, codes)]
        assert max([level, *met]) is assess(each).level, codes


def holds(condition: str, codes: dict[str, str]) -> bool:
    """Reads "S is c or q and L=u" and "G=a and (L=u or W=m)"."""
    condition = re.split(r"\(new|—", condition)[0]
    clauses = [clause.strip(" ()") for clause in re.split(r"\band\b", condition)]
    return all(any_of(clause, codes) for clause in clauses)


def any_of(clause: str, codes: dict[str, str]) -> bool:
    letter = ""
    for part in re.split(r"\bor\b", clause):
        if found := re.search(r"([SLWGP]) *(?:=|is) *([a-z])\b", part):
            letter, code = found.groups()
        else:
            code = part.strip(" ()")
        if codes[letter] == code:
            return True
    return False
