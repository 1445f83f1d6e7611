"""Just checking: the question about words that may mean something new, and may not (docs/care.md 2.6).

It takes no other question's place: that one stays open. What is kept is the category and the time, never the words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.standing import Hold, Stage, may_exercise
from bot.flows import d1, hold, screen, talk
from bot.flows.finding import Reason
from bot.flows.talk import Button, Kind, Reply, Turn, words
from bot.store import check_ins
from bot.store.check_ins import CheckIn, Topic

YES, NO, UNSURE = "yes", "no", "unsure"
ANSWERS: Mapping[str, str] = {YES: "label-yes", NO: "label-no-fine", UNSURE: "label-not-sure"}


async def ask(turn: Turn, categories: Sequence[str], *, wonders: bool) -> Sequence[Reply]:
    """`wonders`: the message asks what a symptom would mean, so it is told where that is written."""
    before = await check_ins.open_of(turn.db, turn.person, Topic.DOUBT)
    holds = turn.person.standing.held is Hold.NONE or (before is not None and _holds(before))
    await check_ins.drop_open(turn.db, turn.person, Topic.DOUBT)
    if turn.person.standing.stage is not Stage.SCREENING:
        await hold.open_question(turn)
    answers = (("category", " ".join(categories)), ("holds", YES if holds else NO), ("put", turn.now.isoformat()))
    asked = await check_ins.start(turn.db, turn.person, Topic.DOUBT, answers=answers, now=turn.now)
    turn.notes.extend(f"words: {category} → ASK (2.6)" for category in categories)
    reply = _question(asked)
    return (replace(reply, buttons=(*reply.buttons, hold.GET_HELP)) if wonders else reply,)


async def again(turn: Turn) -> Sequence[Reply]:
    """The question, where it is what is open: a check that is open asks more than it does."""
    asked = await check_ins.open_of(turn.db, turn.person, Topic.DOUBT)
    if asked is None or await check_ins.open_of(turn.db, turn.person, Topic.SCREEN) is not None:
        return ()
    await _note(turn, asked, put=turn.now.isoformat())
    # Beneath the sentence that it comes with, which a message of the safety lane would overtake.
    return (replace(_question(asked), kind=Kind.PLAIN),)


async def put_at(turn: Turn) -> datetime | None:
    """When it was asked last, where it is open."""
    asked = await check_ins.open_of(turn.db, turn.person, Topic.DOUBT)
    return None if asked is None else datetime.fromisoformat(dict(asked.answers)["put"])


async def takes_over(turn: Turn) -> bool:
    """Whether it is open, and so holds on where another question that held has its answer."""
    asked = await check_ins.open_of(turn.db, turn.person, Topic.DOUBT)
    if asked is None:
        return False
    await _note(turn, asked, holds=YES)
    return True


async def answer(turn: Turn) -> Sequence[Reply]:
    """Yes and not sure lead to the full screen; no ends the question, and what was open before it comes again."""
    said, _, about = turn.value.partition(":")
    asked = await check_ins.open_of(turn.db, turn.person, Topic.DOUBT)
    if said != NO:
        return await screen.open_screen(turn, screen.said_anew(turn, Reason.WORDS))
    if asked is None:
        return _ended(turn)
    if about not in ("", asked.id):
        # The button of an earlier one says nothing about what was written since.
        return (_question(asked),)
    await check_ins.drop(turn.db, asked.id)
    reasons = [f"words: {category} → ASK, nothing new (2.6)" for category in dict(asked.answers)["category"].split()]
    if _holds(asked):
        await hold.question_answered(turn)
    await hold.record(turn, Hold.NONE, source=Topic.DOUBT, detail={"reasons": reasons})
    return noted(turn)


def noted(turn: Turn) -> Sequence[Reply]:
    """Nothing new, then. What was asked before is asked still."""
    person = turn.person
    asked = () if person.asked is None else (replace(talk.load(person.asked), anew=True),)
    waiting = tuple(each for each in asked if each.kind is not Kind.EXERCISE or may_exercise(person.standing))
    rows = () if waiting or not may_exercise(person.standing) else (d1.to_today(),)
    return (Reply(text=((words("doubt-noted"),),), buttons=rows), *waiting)


async def _note(turn: Turn, asked: CheckIn, **noted: str) -> None:
    answers = {**dict(asked.answers), **noted}
    await check_ins.save(turn.db, turn.person, replace(asked, answers=tuple(answers.items())))


def _question(asked: CheckIn) -> Reply:
    rows = tuple((Button(words(label), goes=f"doubt:{each}:{asked.id}"),) for each, label in ANSWERS.items())
    return Reply(text=((words("doubt-ask"),),), buttons=rows, kind=Kind.SAFETY)


def _ended(turn: Turn) -> Sequence[Reply]:
    """A button of an earlier time."""
    held = turn.person.standing.held
    if held is Hold.NONE:
        return (Reply(text=((words("held-no-longer"),),), buttons=(d1.to_today(),)),)
    return (hold.advice(held),) if held is Hold.OPEN_QUESTION else noted(turn)


def _holds(asked: CheckIn) -> bool:
    """Whether it is this question that holds the person, and its answer ends that."""
    return dict(asked.answers)["holds"] == YES
