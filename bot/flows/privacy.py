"""What is kept and why, and the end of it."""

from collections.abc import Iterator, Sequence

from bot.domain.standing import STRANGERS, Hold
from bot.flows import d1, safety, stops
from bot.flows.stops import NOTHING, REASONS, Question
from bot.flows.talk import Ask, Button, Reply, Turn, Words, say, words
from bot.store import stops as counts

DELETE, KEEP = "delete", "keep"
CARD = "delete"
WITHDRAWING = (Button(words("label-pause-instead"), goes="pause"),)


async def show(_: Turn) -> Sequence[Reply]:
    text = (
        (words("privacy-title"),),
        (words("privacy-who"), words("privacy-what"), words("privacy-why")),
        (words("privacy-where"), words("privacy-share"), words("privacy-telegram")),
        (words("privacy-how-long"), words("privacy-rights")),
    )
    ways = (Button(words("label-export"), goes="export"), Button(words("label-delete"), goes="delete"))
    return (Reply(text=text, buttons=(ways, (Button(words("label-withdraw"), goes="withdraw"),))),)


async def delete(turn: Turn) -> Sequence[Reply]:
    why = NOTHING if turn.person.standing.stage in STRANGERS else await stops.question(turn, stops.DELETE)
    return await _sure(turn, words("delete-sure"), words("delete-what"), why=why)


async def why_delete(turn: Turn) -> Sequence[Reply]:
    """The same question with the reason in its button: only who taps that counts, when they are gone."""
    reason = turn.value if turn.value in REASONS else None
    noted: Question = (((words("why-noted"),),), ())
    return await _sure(
        turn, words("delete-sure"), words("delete-what"), why=noted if reason else NOTHING, reason=reason
    )


async def withdraw(turn: Turn) -> Sequence[Reply]:
    """As easy as it was given. Without it nothing may be kept; who only wants a rest can have one."""
    return await _sure(turn, words("withdraw-sure"), words("withdraw-what"), WITHDRAWING)


async def _sure(
    turn: Turn,
    asked: Words,
    what: Words,
    *others: tuple[Button, ...],
    why: Question = NOTHING,
    reason: str | None = None,
) -> Sequence[Reply]:
    if turn.person.standing.stage in STRANGERS:
        await turn.leave()
        return (say("delete-nothing"),)
    lines, rows = why
    buttons = (
        (Button(words("label-delete-all"), option=DELETE if reason is None else f"{DELETE}:{reason}"),),
        *others,
        (Button(words("label-keep"), option=KEEP),),
        *rows,
    )
    return (Reply(text=((asked, what), *lines), buttons=buttons, ask=Ask("delete"), card=CARD),)


async def deleted(turn: Turn) -> Sequence[Reply]:
    """Gone at once. Who is held sees the advice once more, as it is the last thing this chat can say to them."""
    wish, _, reason = turn.value.partition(":")
    if wish != DELETE:
        return (Reply(text=((words("delete-kept"),),), buttons=d1.ways_on(turn)),)
    advice = await safety.advice(turn) if turn.person.standing.held >= Hold.CLEAR_FIRST else ()
    country = turn.person.country
    await turn.leave()
    if reason in REASONS:
        await counts.count(turn.db, stops.DELETE, reason)
    return (*_without_buttons(advice, country), Reply(text=((words("delete-done"),),), country=country))


def _without_buttons(replies: Sequence[Reply], country: str | None) -> Iterator[Reply]:
    """Nothing could answer them any more."""
    for reply in replies:
        yield Reply(text=reply.text, kind=reply.kind, country=country)
