"""Outbox → Telegram: lanes, rate, retries, outcomes.

claimed   a lease; safe to repeat
sending   committed just before the call; from here on a crash leaves it unknown whether the message arrived
sent …    the outcome, with the card it shows and the slot it closes, in one transaction
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime

from telegram import Bot

from bot.chat import errors
from bot.chat.drawing import Draughtsman
from bot.chat.filing import Clerk
from bot.chat.flights import Flights
from bot.chat.gate import LEASE, MOVING, Gate, burst_of, real_now
from bot.chat.ledger import Ledger
from bot.chat.lifeline import Lifeline
from bot.chat.media import Media
from bot.chat.outcomes import TRIES, Outcomes
from bot.chat.packing import Packed, Packer
from bot.chat.parcel import Parcel, is_safety, simpler
from bot.chat.rate import Rate
from bot.chat.sender import Sender
from bot.chat.shelf import Shelf
from bot.chat.turns import Turns
from bot.clock import Clock
from bot.flows.talk import Kind
from bot.logs import logger, place
from bot.metrics import Metrics
from bot.store import outbox
from bot.store.engine import Database, Db
from bot.store.outage import is_outage
from bot.store.outbox import Post
from bot.store.people import Person
from bot.store.slots import Outcome
from bot.store.vault import new_id

RETRY_SECONDS = 1.0
OVERTAKE_SECONDS = 2.0
"""How long a safety message waits for an exercise or a walk that is on its way to the same chat."""

log = logger("courier")


class Courier:
    def __init__(  # noqa: PLR0913  (each part is handed in by the composition root)
        self,
        database: Database,
        bot: Bot,
        shelf: Shelf,
        clock: Clock,
        rate: Rate,
        *,
        stop_for_token: Callable[[], None],
        rest: Callable[[Db, Person], Awaitable[None]],
        place_floor: Callable[[Db, Person, datetime], Awaitable[None]],
        lifeline: Lifeline,
        clerk: Clerk,
        metrics: Metrics,
    ) -> None:
        self._database = database
        self._ledger = Ledger(database, clock)
        self.owner = new_id()
        self.sender = Sender(bot, Media(database))
        self._packer = Packer(database, shelf, clock)
        self._draughtsman = Draughtsman(shelf)
        self._clerk = clerk
        self._clock = clock
        self._rate = rate
        self._lifeline = lifeline
        self.turns = Turns(database, clock, rate, metrics)
        self._gate = Gate(database, self._ledger, clock, rate, self.turns, owner=self.owner, place_floor=place_floor)
        self._outcomes = Outcomes(database, self._ledger, clock, self.turns, stop_for_token=stop_for_token, rest=rest)
        self._flights = Flights(rate.per_second, landed=self._landed)
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._resting = False
        self._moving: dict[int, asyncio.Task[tuple[int, bool]]] = {}

    def wake(self) -> None:
        self._idle.clear()
        self._wake.set()

    async def settled(self) -> None:
        await self._idle.wait()

    @property
    def is_idle(self) -> bool:
        return self._idle.is_set()

    async def run(self) -> None:
        """Send until cancelled."""
        await self.recover()
        while True:
            self._wake.clear()
            wanted = self._flights.wanted
            posts = await self._claim_or_wait(wanted)
            if posts:
                self._dispatch(posts)
            if len(posts) < wanted:
                await self._rest()
            else:
                await self._flights.room()

    async def drain(self) -> None:
        """Let what is on its way arrive, and let go of what is not: another process need not wait for a lease."""
        self._flights.revoke()
        await self._flights.settled()
        await self._ledger.settled()
        async with self._database.writing() as db:
            await outbox.let_go(db, self.owner)

    async def recover(self) -> None:
        """Where one process owns the database: whatever another one claimed or was sending, it left behind."""
        if not self._database.is_shared:
            async with self._database.writing() as db:
                await self._take_back(db, await outbox.release(db, self.owner), "the process ended while sending")
        self.wake()

    async def reap(self) -> None:
        async with self._database.writing() as db:
            left = await outbox.reap(db, real_now(self._clock), spare=self._flights.posts)
            await self._take_back(db, left, "the lease ran out while sending")

    async def _take_back(self, db: Db, left: Sequence[Post], why: str) -> None:
        for post in left:
            await self._outcomes.unknown(db, post, why)

    async def _rest(self) -> None:
        self._resting = True
        self._look_whether_idle()
        await self._wake.wait()
        self._resting = False

    def _look_whether_idle(self) -> None:
        if self._resting and not self._flights and not self._wake.is_set():
            self._idle.set()

    async def _claim_or_wait(self, wanted: int) -> Sequence[Post]:
        """A database that fails for a while stops nothing for good, nor leaves a warning sign without an answer."""
        unsent = self._lifeline.unsent()
        try:
            posts = await self._claim(wanted)
        except Exception as error:  # noqa: BLE001  (whatever it is, the messages are still there in a second)
            log.error("nothing could be claimed", error=place(error))
            await self._lifeline.warn(unsent)
            await self._clock.sleep(RETRY_SECONDS)
            self._wake.set()
            return ()
        self._lifeline.sent(unsent)
        return posts

    async def _claim(self, wanted: int) -> Sequence[Post]:
        if not self._database.is_shared:
            return await self._ledger.write(self._claimed, wanted)
        # By itself: the other processes wait until it is committed.
        async with self._database.writing() as db:
            (posts,) = await self._claimed(db, (wanted,))
        return posts

    async def _claimed(self, db: Db, limits: Sequence[int]) -> Sequence[Sequence[Post]]:
        now, at = self._clock.now(), real_now(self._clock)
        return [
            await outbox.claim(db, owner=self.owner, now=now, real_now=at, lease=LEASE, limit=limit) for limit in limits
        ]

    def _dispatch(self, posts: Sequence[Post]) -> None:
        self._flights.wait(len(posts))
        self._flights.start(self._deliver_all(posts), posts)

    def _landed(self, broke_off: bool) -> None:  # noqa: FBT001  (the only thing that is told)
        if broke_off:
            self._wake.set()
        self._look_whether_idle()

    async def _deliver_all(self, posts: Sequence[Post]) -> None:
        for post, packed in zip(posts, await self._packer.pack(posts), strict=True):
            self._flights.start(self._deliver(post, packed), (post,))

    async def _deliver(self, post: Post, packed: Packed) -> None:
        try:
            parcel = await self._admitted(post, packed)
        except Exception as error:  # noqa: BLE001  (one post that cannot be read must not hold up its chat for ever)
            await self._broken(post, error)
            self._wake.set()
            return
        if parcel is not None:
            await self._attempt(parcel)
        else:
            self._wake.set()

    async def _admitted(self, post: Post, packed: Packed) -> Parcel | None:
        try:
            return await self._admit(post, packed)
        finally:
            # Before an outcome is written: while the database is away, others must be claimed, or found not to be.
            self._flights.leave()

    async def _attempt(self, parcel: Parcel) -> None:
        try:
            message_id, media = await self._call(parcel)
        except Exception as error:  # noqa: BLE001  (even a bug in the library must end in an outcome)
            await self._failed(parcel, error)
            self._wake.set()
        else:
            await self._arrived(parcel, message_id, media=media)

    async def _arrived(self, parcel: Parcel, message_id: int, *, media: bool) -> None:
        if not self._database.is_shared:
            # Before: what the chat's next message waits for and its claim then share a transaction.
            self._wake.set()
        await self._written(lambda: self._outcomes.sent(parcel, message_id, media=media))
        if self._database.is_shared:
            self._wake.set()
        if parcel.replaces and not self._flights.is_crowded:
            await self._retire(parcel)

    async def _written(self, write: Callable[[], Awaitable[None]]) -> None:
        """What is known of a message is not forgotten because the database is away: it is written when that is back."""
        while True:
            try:
                return await write()
            except Exception as error:
                if not is_outage(error):
                    raise
                log.error("an outcome waits to be written", error=place(error))
                await self._clock.sleep(RETRY_SECONDS)

    async def _broken(self, post: Post, error: Exception) -> None:
        """Counted and tried again. Safety is said from memory where that fails too, and where it was the last time."""
        is_lost = post.attempts + 1 >= TRIES
        try:
            await self._outcomes.broken(post, error)
        except Exception:
            is_lost = True
            raise
        finally:
            if is_lost and is_safety(post):
                await self._lifeline.stand_in(post)

    async def _admit(self, post: Post, packed: Packed) -> Parcel | None:
        """Wait for the chat's turn and for everybody's. None: it is not to be sent now."""
        if isinstance(packed, Exception):
            raise packed
        if isinstance(packed, Outcome):
            await self._outcomes.dropped(post, packed)
            return None
        with self._flights.revocable():
            await self._own_turn(post)
            parcel = packed if packed.stays_words else await self._drawn(packed)
            parcel = await self._clerk.filed(parcel)
            turn = await self.turns.take()
        return parcel if await self._gate.passed(parcel, turn) else None

    async def _drawn(self, parcel: Parcel) -> Parcel:
        return replace(parcel, rendered=await self._draughtsman.drawn(parcel.rendered, parcel.post.seq))

    async def _own_turn(self, post: Post) -> None:
        """Wait for the chat's: that holds up no other chat."""
        ready = self._rate.reserve_chat(post.chat_id, self._clock.monotonic(), burst=burst_of(post.lane))
        if ready > self._clock.monotonic():
            with self._flights.aside():
                await self.turns.wait(lambda now: ready - now)

    async def _call(self, parcel: Parcel) -> tuple[int, bool]:
        post = parcel.post
        if post.kind == Kind.SAFETY and (other := self._moving.get(post.chat_id)) is not None:
            # It left before the hold was committed. It must not overtake the message that says stop.
            await asyncio.wait({other}, timeout=OVERTAKE_SECONDS)
        if post.kind not in MOVING:
            return await self.sender.send(parcel)
        calling = asyncio.create_task(self.sender.send(parcel))
        self._moving[post.chat_id] = calling
        try:
            return await calling
        finally:
            del self._moving[post.chat_id]

    async def _retire(self, parcel: Parcel) -> None:
        """A call like any other, and the first to be left out."""
        with self._flights.revocable():
            turn = await self.turns.take()
        if await self.turns.leave(turn):
            await self.sender.retire(parcel)

    async def _failed(self, parcel: Parcel, error: Exception) -> None:
        failure, name = errors.classify(error), type(error).__name__
        if (another := simpler(parcel, failure)) is not None:
            log.warning("Telegram does not take it as it is", post=parcel.post.seq, failure=type(failure).__name__)
            if await self._gate.still(another):
                await self._attempt(another)
            return
        self._outcomes.hush(failure)
        await self._written(lambda: self._outcomes.failed(parcel, failure, name))
        if parcel.is_safety and isinstance(failure, errors.Refused | errors.Unparsable):  # another text may be taken
            await self._lifeline.stand_in(parcel.post)
