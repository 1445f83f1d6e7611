"""Pages to read, and kind answers to what was not understood."""

import re
from collections.abc import Sequence

from bot.domain.standing import Hold, is_quiet
from bot.domain.symptoms import is_foreign
from bot.domain.triage import RULES_VERSION
from bot.flows import d1, doubt, harm, talk
from bot.flows.talk import Button, Paragraph, Reply, Turn, words
from bot.store import people

COMMANDS = (
    *("start", "today", "exercises", "walk", "checkin", "symptoms", "progress", "settings", "pause", "resume"),
    *("gethelp", "faq", "privacy", "about", "export", "delete", "help", "cancel"),
)
"""In the order of Telegram's menu. `command-<name>` says what each does."""

WITH_PAIN = "exercise-with-pain"
FAQ = (WITH_PAIN, "how-long", "plank", "brace", "worst-exercise", "supplements", "bend")
"""In this order; then what the operator has of their own."""
HABITS = ("sitting", "walking", "progression", "recovery", "nerves")
TIPS = range(1, 20)
FORGETTABLE = frozenset(
    {
        *("d1", "session-time", "walk-time", "zone", "zone-right", "pause", "walked", "delete"),
        *("set-session", "set-walk", "set-country", "pain", "effort", "checkin", "country", "consent", "harm"),
        *("skip", "skip-room", "hurt-joint", "suits", "yesterday-walked"),
        *("move", "setup", "weekly", "flare", "morning"),
        *("set-weekend", "quiet-hours", "breaks-hours", "announce", "announce-sure"),
    }
)
"""Open questions that /cancel may close. Every other one is about safety, and stays open."""

TYPED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), route)
    for pattern, route in (
        (r"(?:i'?m |all )?(?:done|finished)(?: it)?[.!]?|i did it[.!]?", "done"),
        (r"skip(?: it| this| this one)?[.!]?|next[.!]?", "skip"),
        (r"easier[.!]?|too hard[.!]?", "easier"),
        (r"(?:it|that|this) hurts?[.!]?|ouch[.!]?", "hurt"),
        (r"(?:it|that|this) hurt me[.!]?", "harm"),
        (r"(?:i )?walked(?: for)? (\d{1,3})(?: ?min(?:ute)?s?\.?)?[.!]?|(\d{1,3}) ?min(?:ute)?s? walk[.!]?", "walked"),
        (r"(?:i )?walked[.!]?|went for a walk[.!]?", "walk-done"),
        (r"walk[.!]?", "walk"),
        (r"tomorrow[.!]?|not today[.!]?|no[t]? now[.!]?", "not-today"),
        (r"today[.!]?|start(?: now)?[.!]?|let'?s go[.!]?|ready[.!]?|go[.!]?", "today"),
        (r"(?:one|1) minute[.!]?", "one-minute"),
        (r"((?:at )?\d{1,2}[:.]\d{2} ?(?:[ap]\.?m\.?)?|(?:at )?\d{1,2} ?[ap]\.?m\.?)", "time"),
        (r"change(?: today)?[.!]?", "today-change"),
        (r"(no floor|no band)(?: today)?[.!]?", "wish"),
        (r"swap(?: a move)?[.!]?", "swap"),
        (r"what (?:suits|doesn[’']?t suit) me[.!?]?", "suits"),
        (r"pause[.!]?", "pause"),
        (r"resume[.!]?", "resume"),
        (r"settings[.!]?", "settings"),
        (r"exercises[.!]?", "exercises"),
        (r"progress[.!]?", "progress"),
        (r"(?:i did (?:it|the session|a bit|some) )?yesterday[.!]?", "yesterday"),
        (r"cancel[.!]?", "cancel"),
        (r"help[.!?]?|menu[.!?]?|hi[.!]?|hello[.!]?|hey[.!]?", "help"),
        (r"thanks?(?: you)?[.!]*|ok(?:ay)?[.!]?|cheers[.!]?", "thanks"),
    )
)
"""Everyday words → the way they mean. Whole messages only, and only after the symptom reader has seen them."""


async def help_page(_: Turn) -> Sequence[Reply]:
    text: tuple[Paragraph, ...] = (
        (words("help-title"),),
        (words("help-today"), words("help-walk"), words("help-exercises"), words("help-progress")),
        (words("help-settings"), words("help-pause"), words("help-privacy")),
        (words("help-symptom"), words("help-typing")),
    )
    buttons = (
        (Button(words("label-faq"), goes="faq"), Button(words("label-habits"), goes="habits")),
        (Button(words("label-about"), goes="about"), Button(words("label-settings"), goes="settings")),
        *_safety(),
        harm.REPORT,
    )
    return (Reply(text=text, buttons=buttons),)


async def about(_: Turn) -> Sequence[Reply]:
    text: tuple[Paragraph, ...] = (
        (words("about-title"),),
        (words("about-purpose"), words("about-not")),
        (words("about-review"), words("about-rules", version=RULES_VERSION)),
        (words("about-source"),),
    )
    ways = (Button(words("label-what-it-does"), goes="habit:about"), Button(words("label-privacy"), goes="privacy"))
    return (Reply(text=text, buttons=(ways, harm.REPORT)),)


async def faq(turn: Turn) -> Sequence[Reply]:
    """The list, or the answer to the one named by `turn.value`. To exercise with pain is no advice while a sign holds."""
    held = turn.person.standing.held >= Hold.CONSULT
    own = (each for each in turn.library.questions if each not in FAQ)
    open_to = [each for each in (*FAQ, *own) if not (held and each == WITH_PAIN)]
    if turn.value not in open_to:
        rows = tuple((Button(words(f"label-faq-{each}"), goes=f"faq:{each}"),) for each in open_to)
        questions = tuple(words("questions-line", question=words(f"faq-{each}")) for each in open_to)
        return (Reply(text=((words("questions-title"),), questions), buttons=rows),)
    key = f"faq-{turn.value}"
    text: tuple[Paragraph, ...] = (
        (words("questions-one", question=words(key)),),
        (words(f"{key}.answer"),),
        (words("page-source", source=words(f"{key}.source")),),
    )
    return (Reply(text=text, buttons=((Button(words("label-all-questions"), goes="faq"),), *_safety())),)


async def habits(_: Turn) -> Sequence[Reply]:
    rows = tuple((Button(words(f"habit-{each}"), goes=f"habit:{each}"),) for each in HABITS)
    return (Reply(text=((words("habits-title"),),), buttons=rows),)


async def habit(turn: Turn) -> Sequence[Reply]:
    """One page, named by `turn.value`."""
    name = turn.value
    if name not in (*HABITS, "about"):
        return await habits(turn)
    key, library = f"habit-{name}", turn.library
    tips = tuple(words("page-point", text=words(f"{key}.tip-{n}")) for n in TIPS if library.has(f"{key}.tip-{n}"))
    urgent = tuple(
        words("page-point", text=words(f"{key}.urgent-{n}")) for n in TIPS if library.has(f"{key}.urgent-{n}")
    )
    text: tuple[Paragraph, ...] = (
        (words("page-title", title=words(key)),),
        (words(f"{key}.intro"),),
        tips,
        *(((words(f"{key}.urgent"), *urgent),) if urgent else ()),
        *(((words(f"{key}.product"),),) if library.has(f"{key}.product") else ()),
        (words("page-source", source=words(f"{key}.source")),),
    )
    return (Reply(text=text, buttons=((Button(words("label-habits"), goes="habits"),), *_safety())),)


async def cancel(turn: Turn) -> Sequence[Reply]:
    """Close the open question, unless it is one about safety."""
    if turn.person.question is None and (asked := await doubt.again(turn)):
        return (Reply(text=((words("cancel-safety"),),)), *asked)
    if turn.person.question is None:
        return (Reply(text=((words("cancel-nothing"),),), buttons=d1.ways_on(turn)),)
    if turn.person.question not in FORGETTABLE:
        return (Reply(text=((words("cancel-safety"),),)), *_open_question(turn))
    turn.person = await people.settle(turn.db, turn.person)
    return (Reply(text=((words("cancel-done"),),), buttons=d1.ways_on(turn)),)


async def thanks(_: Turn) -> Sequence[Reply]:
    return (Reply(text=(), reaction="👍"),)


async def unknown(turn: Turn) -> Sequence[Reply]:
    """Words that were not understood: the open question again, or what would help."""
    asked = await doubt.again(turn) or _open_question(turn)
    emergency = ((words("unknown-foreign"),),) if is_foreign(turn.value, turn.library.lexicon) else ()
    if asked:
        return (Reply(text=((words("unknown-with-question"),), *emergency), buttons=_safety()), *asked)
    if _rests(turn):
        return (Reply(text=((words("unknown-rests"), words("unknown-symptom")), *emergency), buttons=_safety()),)
    text = ((words("unknown-text"), words("unknown-symptom")), *emergency)
    return (Reply(text=text, buttons=(d1.to_today(), *_safety(), (Button(words("label-help"), goes="help"),))),)


async def unreadable(turn: Turn) -> Sequence[Reply]:
    """A voice message, a photo, a sticker."""
    asked = await doubt.again(turn) or _open_question(turn)
    return (Reply(text=((words("unreadable"),),), buttons=_safety()), *asked)


def _open_question(turn: Turn) -> tuple[Reply, ...]:
    return () if turn.person.asked is None else (talk.load(turn.person.asked),)


def _rests(turn: Turn) -> bool:
    """Held, or a quiet day: the short words that are offered else would be refused."""
    standing = turn.person.standing
    return standing.held is not Hold.NONE or is_quiet(standing, turn.now)


def _safety() -> tuple[tuple[Button, ...], ...]:
    return (d1.SAFETY,)
