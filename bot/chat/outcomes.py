"""How each message ended, written down in one transaction with the card it shows and the slot it closes."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat import errors
from bot.chat.rate import Rate
from bot.chat.sender import Parcel, shows
from bot.clock import Clock
from bot.flows import unanswered
from bot.flows.talk import Kind
from bot.logs import logger, place
from bot.store import cards, outbox, people, slots
from bot.store.cards import Card
from bot.store.engine import Database, Db
from bot.store.outbox import Post
from bot.store.people import Person
from bot.store.slots import Outcome, Slot

AMBIGUOUS_WAIT = timedelta(seconds=60)
NOT_SENT_WAIT = timedelta(seconds=5)
TOKEN_WAIT = 10.0
"""Seconds for which nobody is sent anything while it is asked whether the token still counts."""
TRIES = 5

log = logger("outcomes")


class Outcomes:
    def __init__(
        self,
        database: Database,
        clock: Clock,
        rate: Rate,
        *,
        stop_for_token: Callable[[], None],
        rest: Callable[[Db, Person], Awaitable[None]],
    ) -> None:
        self._database = database
        self._clock = clock
        self._rate = rate
        self._stop_for_token = stop_for_token
        self._rest = rest

    async def sent(self, parcel: Parcel, message_id: int, *, media: bool) -> None:
        now = self._clock.now()
        async with self._database.writing() as db:
            if not await outbox.close(db, parcel.post, "sent", now, message_id=message_id):
                # The person was erased while it was on its way: nothing of them is written any more.
                return
            if parcel.slot is not None:
                await slots.close(db, parcel.slot.id, Outcome.SENT, now)
                if parcel.person is not None and not parcel.post.twin:
                    await unanswered.again(db, parcel.slot, parcel.person, now)
            if parcel.person is not None and parcel.reply.card is not None:
                card = Card(parcel.reply.card, message_id, media, shows(parcel.rendered), now)
                await cards.put(db, parcel.person.id, card)

    async def failed(self, parcel: Parcel, failure: errors.Failure, name: str) -> None:
        post, now = parcel.post, self._clock.now()
        log.info("a message was not delivered", post=post.seq, failure=type(failure).__name__, error=name)
        async with self._database.writing() as db:
            match failure:
                case errors.Later(seconds=seconds):
                    self._rate.hold(self._clock.monotonic() + seconds)
                    await outbox.put_back(db, post, not_before=now + timedelta(seconds=seconds), counted=False)
                case errors.Unreachable() | errors.Moved():
                    await self._unreachable(db, parcel, now)
                case errors.BadToken():
                    self._rate.hold(self._clock.monotonic() + TOKEN_WAIT)
                    await outbox.put_back(db, post, not_before=now, counted=False)
                    self._stop_for_token()
                case errors.NotSent():
                    await outbox.put_back(db, post, not_before=now + NOT_SENT_WAIT, counted=False, error=name)
                case errors.Ambiguous() if parcel.is_edit and post.attempts + 1 < TRIES:
                    await outbox.put_back(db, post, not_before=now, counted=True, error=name)
                case errors.Ambiguous():
                    await self.unknown(db, post, name)
                case _:
                    log.error("a message is dead", post=post.seq, error=name)
                    await outbox.close(db, post, "dead", now, error=name)
                    await self._close_slot(db, post, Outcome.UNDELIVERABLE, now)

    async def dropped(self, post: Post, outcome: Outcome) -> None:
        now = self._clock.now()
        async with self._database.writing() as db:
            await outbox.close(db, post, "expired" if outcome is Outcome.EXPIRED else "cancelled", now)
            await self._close_slot(db, post, outcome, now)
            person = None if post.person_id is None else await people.by_id(db, post.person_id)
            if outcome is Outcome.CANCELLED and person is not None:
                await self._rest(db, person)

    async def broken(self, post: Post, error: Exception) -> None:
        """It could not be made ready: a word is missing, the database failed. Counted, and in the end given up."""
        log.error("a message could not be made ready", post=post.seq, error=place(error))
        now = self._clock.now()
        async with self._database.writing() as db:
            if post.attempts + 1 < TRIES:
                wait = timedelta(seconds=2**post.attempts)
                await outbox.put_back(db, post, not_before=now + wait, counted=True, error=place(error))
            else:
                await outbox.close(db, post, "dead", now, error=place(error))
                await self._close_slot(db, post, Outcome.UNDELIVERABLE, now)

    async def unknown(self, db: Db, post: Post, why: str) -> None:
        """It may have arrived. Safety goes again at once, a walk reminder or a timer's word never.

        Another nudge goes once more after a minute. An answer to somebody goes again, each minute, as often as any
        failed message: better twice than not at all.
        """
        now = self._clock.now()
        slot = None if post.slot_id is None else await slots.by_id(db, post.slot_id)
        if post.kind == Kind.SAFETY:
            await outbox.put_back(db, post, not_before=now, counted=True, error=why)
        elif post.attempts + 1 >= TRIES or _is_once(post, slot):
            await outbox.close(db, post, "unknown", now, error=why)
            await self._close_slot(db, post, Outcome.UNKNOWN, now)
        else:
            await outbox.put_back(db, post, not_before=now + AMBIGUOUS_WAIT, counted=True, twin=True, error=why)

    async def _unreachable(self, db: Db, parcel: Parcel, now: datetime) -> None:
        """Blocked or gone: nothing more is sent until the person writes or lets the bot in again."""
        await outbox.close(db, parcel.post, "dead", now, error="unreachable")
        await self._close_slot(db, parcel.post, Outcome.UNDELIVERABLE, now)
        person = None if parcel.post.person_id is None else await people.by_id(db, parcel.post.person_id)
        if person is not None and person.standing.unreachable_since is None:
            person = replace(person, standing=replace(person.standing, unreachable_since=now))
            await people.save(db, person)
            await self._rest(db, person)

    async def _close_slot(self, db: Db, post: Post, outcome: Outcome, now: datetime) -> None:
        if post.slot_id is not None:
            await slots.close(db, post.slot_id, outcome, now)


def _is_once(post: Post, slot: Slot | None) -> bool:
    return post.kind == Kind.TIMED or (slot is not None and (post.twin or slot.kind == "walk"))
