"""The last step before a message leaves: everybody's rate, and a look whether it may still be sent."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.chat.ledger import Ledger
from bot.chat.rate import CHAT_BURST, Rate
from bot.chat.sender import Parcel
from bot.chat.turns import Turns
from bot.clock import Clock
from bot.domain.standing import Standing, is_quiet, may_exercise, may_walk
from bot.flows.hold import UNSAID
from bot.flows.talk import Kind
from bot.store import outbox, paces, people, slots
from bot.store.engine import Database, Db
from bot.store.outbox import Lane, Post
from bot.store.people import Person

MOVING: Mapping[str, Callable[[Standing], bool]] = {Kind.EXERCISE: may_exercise, Kind.WALK: may_walk}
"""What sets somebody moving, and who may."""

BURST = {Lane.SAFETY: CHAT_BURST, Lane.REPLY: CHAT_BURST}


def burst_of(lane: Lane) -> int:
    """How many messages of the lane a chat may have at once."""
    return BURST.get(lane, 1)


class Gate:
    def __init__(
        self,
        database: Database,
        ledger: Ledger,
        clock: Clock,
        rate: Rate,
        turns: Turns,
        *,
        owner: str,
        place_floor: Callable[[Db, Person, datetime], Awaitable[None]],
    ) -> None:
        self._database = database
        self._ledger = ledger
        self._clock = clock
        self._rate = rate
        self._turns = turns
        self._owner = owner
        self._place_floor = place_floor
        self._door = asyncio.Lock()

    async def passed(self, parcel: Parcel) -> bool:
        """Wait for its turn, and only then look whether it may be sent. True: it is `sending`, and has to be sent now.

        The step to sending and the call follow each other at once: a hold that comes while a message waits reaches it.
        """
        turn = await self._turns.take()
        if not await self._ledger.write(self._all_to_sending, parcel):
            return False
        async with self._door:
            if await self._turns.leave(turn):
                return True
        await self._ledger.write(self._all_back, (parcel.post, self._rate.held(self._clock.monotonic())))
        return False

    async def _all_to_sending(self, db: Db, parcels: Sequence[Parcel]) -> Sequence[bool]:
        """Whether each may still go as it stands now: a hold cancels what is claimed, an answer closes a slot."""
        now = self._clock.now()
        posts = [parcel.post for parcel in parcels if parcel.post.kind in (*MOVING, UNSAID)]
        known = await people.by_ids(db, {post.person_id for post in posts if post.person_id is not None}, lock=True)
        early = await self._too_early(db, parcels)
        await self._all_back(db, list(early.items()))
        on_time = [parcel.post for parcel in parcels if parcel.post not in early]
        stepped = await outbox.sending(db, on_time, owner=self._owner, now=now)
        return [await self._may_go(db, parcel.post, stepped, known, now) for parcel in parcels]

    async def _too_early(self, db: Db, parcels: Sequence[Parcel]) -> Mapping[Post, float]:
        """Those whose chats have had their measure from another process, and by how many seconds."""
        if not self._database.is_shared:
            return {}
        hashes = {parcel.post: db.vault.chat_hash(parcel.post.chat_id) for parcel in parcels}
        bursts = {hashes[post]: burst_of(post.lane) for post in hashes}
        early = await paces.too_early(db, bursts, self._rate.chat_interval)
        return {post: early[name] for post, name in hashes.items() if name in early}

    async def _may_go(self, db: Db, post: Post, stepped: set[int], known: dict[str, Person], now: datetime) -> bool:
        person = None if post.person_id is None else known.get(post.person_id)
        if post.seq not in stepped:
            slot = None if post.slot_id is None else await slots.by_id(db, post.slot_id)
            if slot is not None and slot.outcome is not None:
                await outbox.close(db, post, "cancelled", now)
            return False
        if post.kind == UNSAID and person is not None:
            await self._place_floor(db, person, post.created_at)
            known |= await people.by_ids(db, {person.id})
        allowed = MOVING.get(post.kind)
        if allowed is None or (person is not None and allowed(person.standing) and not is_quiet(person.standing, now)):
            return True
        await outbox.close(db, post, "cancelled", now)
        return False

    async def _all_back(self, db: Db, held: Sequence[tuple[Post, float]]) -> Sequence[None]:
        """Telegram wants silence since: what is not on its way waits in the queue, where a hold can reach it."""
        now = self._clock.now()
        for post, seconds in held:
            await outbox.put_back(db, post, not_before=now + timedelta(seconds=seconds), counted=False)
        return [None] * len(held)
