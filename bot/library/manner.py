"""How it is said: nothing that frightens, blames or promises, plain words, markup that Telegram takes (docs/care.md 6)."""

import re

from bot.library.countries import COUNTRY_WORDS
from bot.library.gaps import Gaps
from bot.library.measure import units
from bot.library.reading import grade
from bot.library.speech import SAFETY, Speech

FORBIDDEN = (
    # What frightens (docs/care.md 6). "Dangerous" is allowed only where it is denied.
    *(r"unstable", r"out of place", r"damage", r"wear and tear", r"slipped", r"crumbl", r"dormant", r"never bend"),
    *(
        r"\bdanger\b",
        r"protect your (spine|back)",
        r"(?<!aren't )dangerous",
        r"weak(ness)? (back|spine|core)",
        r"no pain,? no gain",
    ),
    *(
        r"shuts? down",
        r"amnesia",
        r"inhibited",
        r"corset",
        r"shear",
        r"compress",
        r"wake up",
        r"nerve floss",
        r"mckenzie",
    ),
    # What blames.
    *(r"you failed", r"you missed", r"broke your", r"your streak", r"great job"),
    # What comforts falsely or names a condition.
    *(r"don.t worry", r"you.re fine", r"you have (sciatica|a )", r"low risk", r"this is (sciatica|a slipped)"),
    # What promises, or sounds medical.
    *(
        r"\btreats?\b",
        r"\bcures?\b",
        r"\bheals?\b",
        r"\bprevents?\b",
        r"diagnos",
        r"clinically proven",
        r"monitors? your",
    ),
    *(r"safe for every", r"prescri", r"protocol", r"clinical form", r"metabolic", r"botanical"),
)
HIGHEST = 6.0
"""Grade of reading."""
READ_OFTEN = ("exercise-", "habit-", "faq-")
"""What is held to that grade, all parts of a message together."""
WANTED = {"habit-": ("….source",), "faq-": ("….answer", "….source", "label-…")}
"""What belongs to a message whose key begins so."""
SENTENCE, PAGE = 2000, 3600
"""UTF-16 units of one text, and of all parts of a message: a page holds 4,096 with what stands around them."""
_FORBIDDEN = re.compile("|".join(FORBIDDEN), re.IGNORECASE)
_EMOJI = re.compile(r"[\U0001F300-\U0001FAFF]")
_TAG = re.compile(r"<(/?)([a-z]+)>")
_ENTITY = re.compile(r"&(amp|lt|gt|quot);")


def check_manner(speech: Speech, gaps: Gaps) -> None:
    for key, text in speech.texts.items():
        for problem in _problems(text, is_label=key.startswith("label-")):
            gaps.note(speech.files[key], key, problem)
    _check_pages(speech, gaps)
    labels = {key: text.casefold().strip() for key, text in speech.texts.items() if key.startswith("label-")}
    for key in sorted(speech.own & labels.keys()):
        if twins := sorted(each for each in labels if labels[each] == labels[key] != "" and each != key):
            gaps.note(speech.files[key], key, f"says what {twins[0]} says: one could not tell which is meant")
    for key in sorted(speech.messages):
        for each in next((keys for begins, keys in WANTED.items() if key.startswith(begins)), ()):
            wanted = each.replace("…", key)
            if wanted not in speech.keys:
                gaps.note(speech.files[key], wanted, "missing")


def _problems(text: str, *, is_label: bool) -> list[str]:
    found = []
    if bad := _FORBIDDEN.search(text):
        found.append(f"says {bad[0]!r}: that frightens, blames or promises (docs/care.md 6). Say it another way")
    if len(_EMOJI.findall(text)) > 1:
        found.append("has more than one emoji. Keep one at most")
    if not _is_sound(text):
        found.append("has markup that Telegram refuses: <b>…</b> and <i>…</i> only, &amp; for & and &lt; for <")
    if is_label and "<" in text:
        found.append("is a button, which takes no markup")
    if units(text) > SENTENCE:
        found.append(f"has {units(text)} characters, {SENTENCE} is the limit")
    return found


def _is_sound(text: str) -> bool:
    opened: list[str] = []
    for closes, tag in _TAG.findall(text):
        if tag not in {"b", "i"} or (closes and (not opened or opened.pop() != tag)):
            return False
        if not closes:
            opened.append(tag)
    rest = _ENTITY.sub("", _TAG.sub("", text))
    return not opened and "<" not in rest and "&" not in rest


def _check_pages(speech: Speech, gaps: Gaps) -> None:
    pages: dict[str, list[str]] = {}
    for key, text in speech.texts.items():
        if not (key.startswith(SAFETY) or key.endswith((".source", ".section")) or speech.needs[key] - COUNTRY_WORDS):
            pages.setdefault(key.partition(".")[0], []).append(text)
    for key, texts in pages.items():
        length = sum(units(text) for text in texts)
        if length > PAGE:
            gaps.note(speech.files[key], key, f"has {length} characters with all its parts, {PAGE} is the limit")
        found = grade("\n".join(texts)) if key.startswith(READ_OFTEN) else 0.0
        if found > HIGHEST:
            says = f"reads like grade {found:.1f}, {HIGHEST} is the limit: shorter sentences, shorter words"
            gaps.note(speech.files[key], key, says)
