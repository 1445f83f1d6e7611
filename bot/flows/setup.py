"""Five questions that the plan follows, one after each of the first practices (docs/care.md 4.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from bot.domain.course import Began, Course
from bot.domain.easing import Weekly, weighed
from bot.domain.swaps import Swap
from bot.flows import d1, receipt, scale, timetable
from bot.flows.day import today
from bot.flows.receipt import Rows
from bot.flows.talk import Ask, Button, Reply, Turn, Words, words
from bot.store import check_ins, practices
from bot.store.check_ins import Answers, CheckIn, Topic
from bot.store.practices import Practice

ASK = Ask(Topic.SETUP)
SKIP = "skip"
READY = "ready"
QUESTION = "question"
"""In the answers: which of the five it is."""
WISH_SCORE = "wish-score"

PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "began": ("began",),
        "wish": ("wish", WISH_SCORE),
        "peg": scale.PEG,
        "walk": ("walk",),
        "kit": ("kit",),
    }
)
"""The five in the order they are put, and what each is made of."""
WISHES = ("picking-up", "sitting", "standing", "walking", "sleeping", "dressing", "housework", "playing")
WALKS: Mapping[str, int] = MappingProxyType({"little": 5, "some": 10, "much": 20})
"""How somebody walks now, and the minutes they begin with."""
KIT: Mapping[str, Swap] = MappingProxyType({"no-stick": Swap.NO_STICK, "no-band": Swap.NO_BAND, "knees": Swap.KNEES})


async def after(turn: Turn, practice: Practice) -> Sequence[Reply]:
    """The receipt, with the next of the five beneath it while there is one."""
    course = turn.person.course
    known = {"peg"} if course.weekly_on is not None else set()
    name = next((each for each in PARTS if each not in course.asked | known), None)
    if name is None:
        return await receipt.of(turn, practice)
    await check_ins.drop_open(turn.db, turn.person, Topic.SETUP)
    asked = await check_ins.start(
        turn.db, turn.person, Topic.SETUP, answers=((QUESTION, name),), practice_id=practice.id, now=turn.now
    )
    return (await _put(turn, asked, practice),)


async def answer(turn: Turn) -> Sequence[Reply]:
    asked = await check_ins.open_of(turn.db, turn.person, Topic.SETUP)
    practice = await practices.by_id(turn.db, asked.practice_id) if asked and asked.practice_id else None
    if asked is None or practice is None:
        return (Reply(text=((words("receipt-gone"),),), buttons=(d1.to_today(),)),)
    if turn.value == SKIP:
        return await _over(turn, asked, practice, turn.person.course)
    asked = replace(asked, answers=_with(asked.answers, _part(asked), turn.value))
    if _part(asked) is not None:
        await check_ins.save(turn.db, turn.person, asked)
        return (await _put(turn, asked, practice),)
    return await _over(turn, asked, practice, await _learned(turn, dict(asked.answers)))


def _part(asked: CheckIn) -> str | None:
    """What is asked next of this question; None where all of it is answered."""
    said = dict(asked.answers)
    return next((part for part in PARTS[said[QUESTION]] if part not in said), None)


def _with(answers: Answers, part: str | None, value: str) -> Answers:
    """Ticks are kept one by one, and taken back one by one, until they are ready."""
    if part != "kit":
        return (*answers, (part or "", value))
    ticked = [(tick, on) for tick, on in answers if tick not in (QUESTION, value)]
    if value == READY:
        return (answers[0], *ticked, ("kit", " ".join(tick for tick, _ in ticked)))
    was_on = (value, "on") in answers
    return (answers[0], *ticked, *(() if was_on else ((value, "on"),)))


async def _put(turn: Turn, asked: CheckIn, practice: Practice) -> Reply:
    part, said = _part(asked), dict(asked.answers)
    assert part is not None
    skip = (Button(words("label-skip-question"), option=SKIP),)
    if part in (*scale.PEG, WISH_SCORE):
        name = scale.WISH if part == WISH_SCORE else part
        text = scale.question(name, said.get("wish"))
        return await receipt.card(turn, practice, text, (*scale.scores(), skip), ASK)
    return await receipt.card(turn, practice, (words(f"setup-{part}"),), (*_rows(part, said), skip), ASK)


def _rows(part: str, said: Mapping[str, str]) -> Rows:
    if part == "began":
        return tuple((Button(words(f"label-began-{each}"), option=each),) for each in Began)
    if part == "wish":
        return tuple((Button(words(f"label-wish-{each}"), option=each),) for each in WISHES)
    if part == "walk":
        return tuple((Button(words(f"label-walks-{each}"), option=each),) for each in WALKS)
    ticks = tuple((Button(_tick(each, on=each in said), option=each),) for each in KIT)
    return (
        *ticks,
        (Button(words("label-ready" if said.keys() & KIT.keys() else "label-none-of-these"), option=READY),),
    )


def _tick(each: str, *, on: bool) -> Words:
    item = words(f"label-kit-{each}")
    return words("label-ticked", item=item) if on else item


async def _learned(turn: Turn, said: Mapping[str, str]) -> Course:
    """The course with what was answered."""
    course, today_is = turn.person.course, (await today(turn)).date
    match said[QUESTION]:
        case "began":
            return replace(course, began=Began(said["began"]))
        case "wish":
            return replace(course, wish=said["wish"])
        case "peg":
            return await _baseline(turn, said, today_is)
        case "walk":
            return replace(course, walk_minutes=WALKS[said["walk"]], walk_since=today_is)
        case _:
            return replace(course, swaps=course.swaps | {KIT[each] for each in said["kit"].split()})


async def _baseline(turn: Turn, said: Mapping[str, str], day: date) -> Course:
    """The first weekly answers, which later ones are compared with."""
    told = await check_ins.since(turn.db, turn.person, Topic.SETUP, turn.person.created_at)
    wished = next((score for each in told if (score := dict(each.answers).get(WISH_SCORE))), None)
    answers = tuple((part, said[part]) for part in scale.PEG)
    if wished is not None:
        answers = (*answers, (scale.WISH, wished))
    first = await check_ins.start(turn.db, turn.person, Topic.WEEKLY, answers=answers, now=turn.now)
    await check_ins.finish(turn.db, turn.person, first, turn.now)
    return weighed(turn.person.course, Weekly(*(int(said[part]) for part in scale.PEG)), day)[0]


async def _over(turn: Turn, asked: CheckIn, practice: Practice, course: Course) -> Sequence[Reply]:
    name = dict(asked.answers)[QUESTION]
    await check_ins.finish(turn.db, turn.person, asked, turn.now)
    await turn.become(course=replace(course, asked=course.asked | {name}))
    if name == "peg":
        await timetable.plan(turn)
    return await receipt.of(turn, practice)
