"""A typed answer → the option it means. Exact on purpose: what is not exact is read for warning signs next."""

import re
from collections.abc import Callable, Sequence
from math import ceil
from string import punctuation

from bot.chat.render import options
from bot.flows.talk import Button, Reply, Words
from bot.library.answers import LONGEST, Answers, Spoken, phrase

PLACE = "#"
"""Before the place of an option in the row, for options that are other ones every day."""
WORST = 10
"""The end of the scale of pain."""
SCALE = {str(each) for each in range(WORST + 1)}
FIGURE = re.compile(r"\d{1,3}(?:\.\d*)?")


def chosen(asked: Reply, text: str, label: Callable[[Words], str], answers: Answers) -> str | None:
    """The option whose label, letter ("B" for "B: one leg"), words after it, number or synonym was typed."""
    said = bare(text)
    if not said:
        return None
    buttons = [button for button in options(asked) if button.option is not None]
    spoken = [answers.questions[name] for name in _names(asked) if name in answers.questions]
    found = _named(buttons, said, label, spoken) or _numbered(buttons, said, label, answers)
    return found or next((option for each in spoken if (option := _meant(buttons, said, each))), None)


def bare(text: str) -> str:
    said = " ".join(text.casefold().replace("’", "'").replace("–", "-").split())
    # A sign before a figure is part of it: -1 is no answer on a scale from 0 to 10.
    return said if said[:1] in ("+", "-") and said[1:].isdecimal() else said.strip(punctuation + " ✓☐☑")


def score(said: str, answers: Answers) -> int | None:
    """Of "8/10", "eight", "7 or 8" or "8.5": the higher, and never rounded down. Beyond the scale is its end."""
    if said[:1] in ("+", "-") or len(said) > LONGEST:
        return None
    tail = next((each for each in answers.score_of if said.endswith(each)), "")
    words = phrase(said.removesuffix(tail).replace(",", ".").replace("-", " ")).split()
    figures = [_figure(word, answers) for word in words if word not in answers.score_around]
    known = [figure for figure in figures if figure is not None]
    if not known or len(known) < len(figures):
        return None
    return min(max(known), WORST) if tail else max(known)


def _names(asked: Reply) -> list[str]:
    """Of a question: its own, and the keys of the words that put it."""
    own = [] if asked.ask is None else [asked.ask.name]
    return [*own, *(line.key for lines in asked.text for line in lines)]


def _named(buttons: Sequence[Button], said: str, label: Callable[[Words], str], spoken: Sequence[Spoken]) -> str | None:
    labels = [phrase(bare(label(button.label))) for button in buttons]
    letters = [name.partition(": ")[0] for name in labels]
    wordings = [name.rpartition(": ")[2] for name in labels]
    cores = dict.fromkeys(core for each in spoken for core in each.cores(phrase(said)))
    for core in cores or (phrase(said),):
        for names in (labels, letters, wordings):
            if names.count(core) == 1:
                return buttons[names.index(core)].option
    return None


def _numbered(buttons: Sequence[Button], said: str, label: Callable[[Words], str], answers: Answers) -> str | None:
    """Where figures are on offer, a number is that figure and never the place in the row."""
    offered = [button.option or "" for button in buttons]
    if {*offered} >= SCALE:
        found = str(score(said, answers))
        return found if found in offered else None
    if not said.isdecimal():
        return None
    if any(each.isdecimal() for each in (*offered, *(bare(label(button.label)) for button in buttons))):
        return said if said in offered else None
    return offered[int(said) - 1] if 1 <= int(said) <= len(offered) else None


def _meant(buttons: Sequence[Button], said: str, spoken: Spoken) -> str | None:
    """The option that a synonym stands for; what an option carries behind a colon is its own affair."""
    offered = [button.option or "" for button in buttons]
    for meant in spoken.options(phrase(said)):
        if meant.startswith(PLACE):
            return dict(enumerate(offered, start=1)).get(int(meant.removeprefix(PLACE)))
        found = next((option for option in offered if meant in (option, option.partition(":")[0])), None)
        if found is not None:
            return found
    return None


def _figure(word: str, answers: Answers) -> int | None:
    if FIGURE.fullmatch(word):
        return ceil(float(word))
    return answers.numbers.get(word)
