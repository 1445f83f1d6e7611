"""Replies → rows of the outbox, in the transaction that made them. A question gets its id here."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.flows import talk
from bot.flows.talk import Kind, Reply
from bot.store import outbox, people
from bot.store.engine import Db
from bot.store.outbox import Lane
from bot.store.people import Person
from bot.store.vault import new_id


async def post(db: Db, person: Person | None, chat_id: int, replies: Sequence[Reply], now: datetime) -> None:
    for reply in replies:
        sent = reply
        if reply.ask is not None and person is not None:
            step = new_id()
            sent = replace(reply, step=step)
            dumped = talk.dump(replace(sent, anew=False))
            person = await people.ask(db, person, step=step, question=reply.ask.name, asked=dumped, now=now)
        await put(db, person, chat_id, sent, now)


async def put(db: Db, person: Person | None, chat_id: int, reply: Reply, now: datetime) -> None:
    """As it is, in its lane."""
    lane = Lane.SAFETY if reply.kind is Kind.SAFETY else Lane.REPLY
    await outbox.add(db, person, chat_id, payload=talk.dump(reply), lane=lane, kind=reply.kind.value, now=now)


def placed(reply: Reply, *, tapped: bool) -> Reply:
    """A card is edited where it was tapped; after a typed message it moves to the foot of the chat.

    Where a reaction answers that message already, the flow says which.
    """
    stays = tapped or reply.card is None or reply.reaction is not None
    return reply if stays else replace(reply, anew=True)
