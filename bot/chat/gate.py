"""The last step before a message leaves: everybody's rate, and a look whether it may still be sent."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot.chat.ledger import Ledger
from bot.chat.parcel import Parcel
from bot.chat.rate import CHAT_BURST, Rate
from bot.chat.turns import Turns
from bot.clock import Clock
from bot.domain.standing import Standing, is_quiet, may_exercise, may_walk
from bot.flows import walk
from bot.flows.hold import UNSAID
from bot.flows.talk import Kind
from bot.store import outbox, paces, people, slots, timers
from bot.store.engine import Database, Db
from bot.store.outbox import Lane, Post
from bot.store.people import Person

MOVING: Mapping[str, Callable[[Standing], bool]] = {
    Kind.EXERCISE: may_exercise,
    Kind.WALK: may_walk,
    Kind.TIMED: may_walk,
}
"""What sets somebody moving, and who may."""

LEASE = timedelta(seconds=90)
"""How long a claim lasts, and again the sending."""
BURST = {Lane.SAFETY: CHAT_BURST, Lane.REPLY: CHAT_BURST}


def burst_of(lane: Lane) -> int:
    """How many messages of the lane a chat may have at once."""
    return BURST.get(lane, 1)


def real_now(clock: Clock) -> datetime:
    """Leases run on real time, which the playground cannot move."""
    return datetime.fromtimestamp(clock.monotonic(), UTC)


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

    async def passed(self, parcel: Parcel, turn: float) -> bool:
        """Now that it has its turn, look whether it may be sent. True: it is `sending`, and has to be sent now.

        The step to sending and the call follow each other at once: a hold that comes while a message waits reaches it.
        """
        if not await self._ledger.write(self._all_to_sending, parcel):
            return False
        if await self._turns.leave(turn):
            return True
        await self._ledger.write(self._all_back, (parcel.post, self._rate.held(self._clock.monotonic())))
        return False

    async def still(self, parcel: Parcel) -> bool:
        """Whether what is `sending` may be sent, now that some time has passed."""
        return await self._ledger.write(self._all_still, parcel)

    async def _all_still(self, db: Db, parcels: Sequence[Parcel]) -> Sequence[bool]:
        known = await self._known(db, parcels)
        now = self._clock.now()
        return [await self._may_go(db, parcel, known, now) for parcel in parcels]

    async def _all_to_sending(self, db: Db, parcels: Sequence[Parcel]) -> Sequence[bool]:
        """Whether each may still go as it stands now: a hold cancels what is claimed, an answer closes a slot."""
        now = self._clock.now()
        known = await self._known(db, parcels)
        early = await self._too_early(db, parcels)
        changed = {parcel.post: 0.0 for parcel in parcels if _is_outdated(parcel, known)}
        await self._all_back(db, list({**early, **changed}.items()))
        on_time = [parcel.post for parcel in parcels if parcel.post not in early and parcel.post not in changed]
        stepped = await outbox.sending(
            db, on_time, owner=self._owner, now=now, real_now=real_now(self._clock), lease=LEASE
        )
        return [
            await self._may_go(db, parcel, known, now)
            if parcel.post.ref in stepped
            else await self._left(db, parcel.post, now)
            for parcel in parcels
        ]

    async def _known(self, db: Db, parcels: Sequence[Parcel]) -> dict[str, Person]:
        """Those whose standing decides, as it is from now on until the transaction ends."""
        posts = [parcel.post for parcel in parcels if parcel.post.kind in (*MOVING, UNSAID) or is_nudge(parcel.post)]
        return await people.by_ids(db, {post.person_id for post in posts if post.person_id is not None}, lock=True)

    async def _too_early(self, db: Db, parcels: Sequence[Parcel]) -> Mapping[Post, float]:
        """Those whose chats have had their measure from another process, and by how many seconds."""
        if not self._database.is_shared:
            return {}
        hashes = {parcel.post: db.vault.chat_hash(parcel.post.chat_id) for parcel in parcels}
        bursts: dict[str, int] = {}
        for post, name in hashes.items():
            # Of several for one chat the most urgent decides: what is for safety need not wait with a reminder.
            bursts[name] = max(burst_of(post.lane), bursts.get(name, 0))
        early = await paces.too_early(db, bursts, self._rate.chat_interval)
        return {post: early[name] for post, name in hashes.items() if name in early}

    async def _left(self, db: Db, post: Post, now: datetime) -> bool:
        """It was taken away meanwhile; or its slot was closed, and so is it."""
        slot = None if post.slot_id is None else await slots.by_id(db, post.slot_id)
        if slot is not None and slot.outcome is not None:
            await outbox.close(db, post, "cancelled", now)
        return False

    async def _may_go(self, db: Db, parcel: Parcel, known: dict[str, Person], now: datetime) -> bool:
        post = parcel.post
        person = None if post.person_id is None else known.get(post.person_id)
        if post.kind == UNSAID and person is not None:
            await self._place_floor(db, person, post.created_at)
            known |= await people.by_ids(db, {person.id})
        if post.kind not in MOVING or (person is not None and await _may_move(db, post, person.standing, now)):
            return True
        await outbox.close(db, post, "cancelled", now)
        return False

    async def _all_back(self, db: Db, held: Sequence[tuple[Post, float]]) -> Sequence[None]:
        """Telegram wants silence since: what is not on its way waits in the queue, where a hold can reach it."""
        now = self._clock.now()
        for post, seconds in held:
            await outbox.put_back(db, post, not_before=now + timedelta(seconds=seconds), counted=False)
        return [None] * len(held)


def is_nudge(post: Post) -> bool:
    """Whether it is composed when it is sent."""
    return post.payload is None


def _is_outdated(parcel: Parcel, known: Mapping[str, Person]) -> bool:
    """Whether a nudge was composed for somebody who was held otherwise than they are now."""
    if not is_nudge(parcel.post) or parcel.person is None:
        return False
    person = known.get(parcel.person.id)
    return person is None or person.standing.held is not parcel.person.standing.held


async def _may_move(db: Db, post: Post, standing: Standing, now: datetime) -> bool:
    if not MOVING[post.kind](standing) or is_quiet(standing, now):
        return False
    # Somebody who stopped, or was told to, hears no "half way" of it.
    return post.kind != Kind.TIMED or await timers.ran(db, str(post.person_id), walk.CARD, post.created_at)
