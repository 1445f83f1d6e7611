"""Flesch-Kincaid grade. textstat fetches its syllable dictionary from the internet at the first call, so it is not used."""

import html
import re

_WORD = re.compile(r"[A-Za-z]+(?:[''-][A-Za-z]+)*|\d+")
_SENTENCE = re.compile(r"[.!?:;]+(?=\s|$)|\n+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(r"(?:[^laeiouy]es?|[^aeioutdy]ed|[aeiouy]le|[aeiouy]les)$")


def grade(text: str) -> float:
    plain = html.unescape(re.sub(r"<[^>]+>", "", text))
    words = _WORD.findall(plain)
    sentences = [part for part in _SENTENCE.split(plain) if _WORD.search(part)]
    if not words:
        return 0.0
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """Groups of vowels, less a silent e at the end: "move" 1, "exercise" 3, "notice" 2, "table" 2."""
    if word.isdigit():
        return 1
    return sum(_part(part) for part in re.split(r"[''-]", word.lower()) if len(part) > 1) or 1


def _part(word: str) -> int:
    groups = len(_VOWELS.findall(word))
    if groups > 1 and _SILENT_E.search(word) and not word.endswith(("ches", "shes", "ses", "xes", "zes", "ges", "ces")):
        groups -= 1
    return max(groups, 1)
