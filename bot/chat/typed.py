"""A typed answer → the option it means. Exact on purpose: what is not exact is read for warning signs next."""

from collections.abc import Callable
from string import punctuation

from bot.chat.render import options
from bot.flows.talk import Reply, Words


def chosen(asked: Reply, text: str, label: Callable[[Words], str]) -> str | None:
    """The option whose label, letter ("B" for "B: one leg"), words after it or figure was typed, else of that number."""
    said = bare(text)
    if not said:
        return None
    buttons = [button for button in options(asked) if button.option is not None]
    labels = [bare(label(button.label)) for button in buttons]
    letters = [name.partition(": ")[0] for name in labels]
    wordings = [name.rpartition(": ")[2] for name in labels]
    for names in (labels, letters, wordings):
        if names.count(said) == 1:
            return buttons[names.index(said)].option
    if said.isdecimal() and 1 <= int(said) <= len(buttons) and not any(name.isdecimal() for name in labels):
        return buttons[int(said) - 1].option
    return None


def bare(text: str) -> str:
    said = " ".join(text.casefold().replace("’", "'").replace("–", "-").split())
    # A sign before a figure is part of it: -1 is no answer on a scale from 0 to 10.
    return said if said[:1] in ("+", "-") and said[1:].isdecimal() else said.strip(punctuation + " ✓☐☑")
