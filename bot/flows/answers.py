"""Show my answers: what a person told the last safety check, in plain sentences for whoever sees them."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.screening import BACK, CHECKED, READY, TICK
from bot.flows import d1, hold
from bot.flows.dates import month_words
from bot.flows.day import place_of
from bot.flows.talk import Kind, Paragraph, Reply, Turn, Words, words
from bot.store import check_ins
from bot.store.check_ins import CheckIn, Topic

TOLD = (
    *(
        "told-wrote-saddle",
        "told-wrote-bladder",
        "told-wrote-both-legs",
        "told-wrote-weakness-severe",
        "told-wrote-chest",
    ),
    *("told-wrote-weakness-mild", "told-wrote-nerve"),
    *("told-eligible-none", "told-eligible-pregnant", "told-eligible-surgery", "told-eligible-bone"),
    *("told-eligible-arthritis", "told-eligible-heart", "told-eligible-told-not", "told-eligible-first-over-55"),
    *("told-eligible-under-18", "told-cleared-yes", "told-cleared-limits", "told-cleared-no"),
    *("told-saddle-none", "told-saddle-yes", "told-saddle-unsure", "told-saddle-old"),
    *("told-saddle-ok-yes", "told-saddle-ok-no", "told-legs-ok-yes", "told-legs-ok-no"),
    *("told-strength-ok-yes", "told-strength-ok-no"),
    *("told-saddle-ok-again", "told-legs-ok-again", "told-strength-ok-again"),
    *("told-legs-none", "told-legs-ache", "told-legs-one", "told-legs-both", "told-legs-unsure", "told-legs-old"),
    *("told-strength-none", "told-strength-bit", "told-strength-worse", "told-strength-unsure", "told-strength-old"),
    *("told-general-none", "told-general-chest", "told-general-accident", "told-general-tummy"),
    *("told-general-others", "told-general-unsure", "told-general-ticks-none", "told-general-ticks-rest"),
    *("told-general-ticks-cough", "told-general-ticks-blades", "told-general-ticks-fever"),
    *("told-general-ticks-weight", "told-general-ticks-cancer", "told-general-ticks-immune"),
    *("told-general-ticks-bones", "told-general-ticks-lump"),
    *("told-function-yes", "told-function-difficulty", "told-function-no"),
)
"""One sentence for each category of words, and for each answer; the pain score has its own."""


async def show(turn: Turn) -> Sequence[Reply]:
    told = (*await _wrote(turn), *await _answered(turn))
    if told:
        return (Reply(text=told, kind=Kind.SAFETY),)
    return (Reply(text=((words("told-nothing"),),), buttons=(hold.NEW_SYMPTOM, d1.to_today()), kind=Kind.SAFETY),)


async def _answered(turn: Turn) -> tuple[Paragraph, ...]:
    last = await check_ins.open_of(turn.db, turn.person, Topic.SCREEN)
    if last is None or not _sentences(last):
        last = await check_ins.latest(turn.db, turn.person, Topic.SCREEN)
    if last is None:
        return ()
    unfinished = () if last.finished_at else (words("told-unfinished"),)
    title = _dated("told-title", last.finished_at or last.started_at, turn)
    return ((title,), (*_sentences(last), *unfinished))


def _dated(key: str, at: datetime, turn: Turn) -> Words:
    local = at.astimezone(place_of(turn.person, turn.library))
    return words(key, day=local.day, month=month_words(local.date()), time=f"{local:%H:%M}")


def _sentences(check: CheckIn) -> tuple[Words, ...]:
    return tuple(
        _sentence(question, option)
        for question, option in check.answers
        if question not in ("source", BACK) and option != READY
    )


def _sentence(question: str, option: str) -> Words:
    if question == "pain":
        return words("told-pain", score=option)
    item = words(f"told-{question}-{option.removeprefix(TICK).removeprefix(CHECKED)}")
    return words("told-checked", item=item) if option.startswith(CHECKED) else item


async def _wrote(turn: Turn) -> tuple[Paragraph, ...]:
    """What the messages were about that belong to what holds the person now, the last first. None of them was kept."""
    episode = turn.person.standing.episode
    events = [
        each
        for each in await check_ins.triage_of(turn.db, turn.person)
        if episode and each.detail["episode"] == episode and "categories" in each.detail
    ]
    return tuple(
        paragraph
        for each in reversed(events)
        for paragraph in (
            (_dated("told-wrote", each.at, turn),),
            (*(words(f"told-wrote-{category}") for category in each.detail["categories"]), words("told-not-kept")),
        )
    )
