"""Outbox → Telegram: lanes, rate, retries, outcomes.

claimed   a lease; safe to repeat
sending   committed just before the call; from here on a crash leaves it unknown whether the message arrived
sent …    the outcome, with the card it shows and the slot it closes, in one transaction
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram import Bot

from bot.chat import errors
from bot.chat.drawing import Draughtsman
from bot.chat.gate import MOVING, Gate, burst_of
from bot.chat.ledger import Ledger
from bot.chat.lifeline import Lifeline
from bot.chat.outcomes import TRIES, Outcomes
from bot.chat.packing import Packed, Packer, is_safety
from bot.chat.rate import Rate
from bot.chat.render import Renderer
from bot.chat.sender import Parcel, Sender
from bot.chat.turns import Turns
from bot.clock import Clock
from bot.flows.talk import Kind
from bot.logs import logger, place
from bot.store import outbox
from bot.store.engine import Database, Db
from bot.store.outbox import Post
from bot.store.people import Person
from bot.store.slots import Outcome
from bot.store.vault import new_id

AHEAD = 6
"""How many messages may wait for their moment: enough to hide the database, few enough for a reply to overtake."""
AHEAD_SECONDS = 0.1
"""Where the rate is high, so many as leave in this time."""
SIDE_BY_SIDE = 64
LEASE = timedelta(seconds=90)
RETRY_SECONDS = 1.0
OVERTAKE_SECONDS = 2.0
"""How long a safety message waits for an exercise or a walk that is on its way to the same chat."""

log = logger("courier")


class Courier:
    def __init__(  # noqa: PLR0913  (each part is handed in by the composition root)
        self,
        database: Database,
        bot: Bot,
        renderer: Renderer,
        clock: Clock,
        rate: Rate,
        *,
        stop_for_token: Callable[[], None],
        rest: Callable[[Db, Person], Awaitable[None]],
        place_floor: Callable[[Db, Person, datetime], Awaitable[None]],
        lifeline: Lifeline,
    ) -> None:
        self._database = database
        self._ledger = Ledger(database, clock)
        self.owner = new_id()
        self.sender = Sender(bot)
        self._packer = Packer(database, renderer, clock)
        self._draughtsman = Draughtsman()
        self._clock = clock
        self._rate = rate
        self._lifeline = lifeline
        self.turns = Turns(database, clock, rate)
        self._gate = Gate(database, self._ledger, clock, rate, self.turns, owner=self.owner, place_floor=place_floor)
        self._outcomes = Outcomes(database, self._ledger, clock, self.turns, stop_for_token=stop_for_token, rest=rest)
        self._ahead = max(AHEAD, int(rate.per_second * AHEAD_SECONDS))
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._in_flight: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._resting = False
        self._room = asyncio.Event()
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
            wanted = max(1, self._ahead - self._waiting)
            posts = await self._claim_or_wait(wanted)
            if posts:
                self._dispatch(posts)
            if len(posts) < wanted:
                await self._rest()
            else:
                await self._until_room()

    async def drain(self) -> None:
        """Let what is on its way arrive, and let go of what is not: another process need not wait for a lease."""
        while self._in_flight:
            await asyncio.gather(*self._in_flight, return_exceptions=True)
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
            await self._take_back(db, await outbox.reap(db, self._real_now()), "the lease ran out while sending")

    async def _take_back(self, db: Db, left: Sequence[Post], why: str) -> None:
        for post in left:
            await self._outcomes.unknown(db, post, why)

    async def _rest(self) -> None:
        self._resting = True
        self._look_whether_idle()
        await self._wake.wait()
        self._resting = False

    def _look_whether_idle(self) -> None:
        if self._resting and not self._in_flight and not self._wake.is_set():
            self._idle.set()

    async def _until_room(self) -> None:
        """Until half of those that may wait have left: to claim one at a time would cost each a statement."""
        while self._waiting > self._ahead // 2 or len(self._in_flight) - self._waiting >= SIDE_BY_SIDE:
            self._room.clear()
            await self._room.wait()

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
        now, real_now = self._clock.now(), self._real_now()
        return [
            await outbox.claim(db, owner=self.owner, now=now, real_now=real_now, lease=LEASE, limit=limit)
            for limit in limits
        ]

    def _dispatch(self, posts: Sequence[Post]) -> None:
        self._waiting += len(posts)
        self._start(self._deliver_all(posts))

    def _start(self, delivery: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(delivery)
        self._in_flight.add(task)
        task.add_done_callback(self._landed)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._in_flight.discard(task)
        self._room.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            # The row stays claimed or sending; its lease brings it back.
            log.error("a delivery broke off", error=place(error))
            self._wake.set()
        self._look_whether_idle()

    async def _deliver_all(self, posts: Sequence[Post]) -> None:
        for post, packed in zip(posts, await self._packer.pack(posts), strict=True):
            self._start(self._deliver(post, packed))

    async def _deliver(self, post: Post, packed: Packed) -> None:
        try:
            parcel = await self._admit(post, packed)
        except Exception as error:  # noqa: BLE001  (one post that cannot be read must not hold up its chat for ever)
            await self._broken(post, error)
            self._wake.set()
            return
        finally:
            self._waiting -= 1
            self._room.set()
        if parcel is not None:
            await self._attempt(parcel)
        else:
            self._wake.set()

    async def _attempt(self, parcel: Parcel) -> None:
        try:
            message_id, media = await self._call(parcel)
        except Exception as error:  # noqa: BLE001  (even a bug in the library must end in an outcome)
            await self._failed(parcel, error)
            self._wake.set()
        else:
            if not self._database.is_shared:
                # Before: what the chat's next message waits for and its claim then share a transaction.
                self._wake.set()
            await self._outcomes.sent(parcel, message_id, media=media)
            if self._database.is_shared:
                self._wake.set()

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
        ready = self._rate.reserve_chat(post.chat_id, self._clock.monotonic(), burst=burst_of(post.lane))
        await self.turns.wait(lambda now: ready - now)
        if post.kind == Kind.SAFETY and (other := self._moving.get(post.chat_id)) is not None:
            # It left before the hold was committed. It must not overtake the message that says stop.
            await asyncio.wait({other}, timeout=OVERTAKE_SECONDS)
        parcel = replace(packed, rendered=await self._draughtsman.drawn(packed.rendered, post.seq))
        return parcel if await self._gate.passed(parcel) else None

    async def _call(self, parcel: Parcel) -> tuple[int, bool]:
        if parcel.post.kind not in MOVING:
            return await self.sender.send(parcel)
        calling = asyncio.create_task(self.sender.send(parcel))
        self._moving[parcel.post.chat_id] = calling
        try:
            return await calling
        finally:
            del self._moving[parcel.post.chat_id]

    async def _failed(self, parcel: Parcel, error: Exception) -> None:
        failure = errors.classify(error)
        if isinstance(failure, errors.Unparsable):
            log.error("Telegram refuses our markup", post=parcel.post.seq)
            await self._send_plainly(parcel)
        elif isinstance(failure, errors.Refused) and parcel.rendered.drawn is not None:
            log.error("Telegram refuses a picture of ours", post=parcel.post.seq)
            await self._attempt(replace(parcel, rendered=replace(parcel.rendered, drawn=None)))
        elif isinstance(failure, errors.Refused) and is_safety(parcel.post, parcel.reply):
            log.error("Telegram refuses a safety message as it is", post=parcel.post.seq)
            await self._send_plainly(_without_buttons(parcel))
        else:
            await self._outcomes.failed(parcel, failure, type(error).__name__)

    async def _send_plainly(self, parcel: Parcel) -> None:
        try:
            message = await self.sender.send_new(parcel, parse_mode=None)
        except Exception as error:  # noqa: BLE001  (as in _deliver; only safety has a third way)
            failure = errors.classify(error)
            refused = isinstance(failure, errors.Unparsable | errors.Refused)
            if refused and parcel.rendered.markup is not None and is_safety(parcel.post, parcel.reply):
                await self._send_plainly(_without_buttons(parcel))
                return
            final = errors.Refused("markup") if isinstance(failure, errors.Unparsable) else failure
            await self._outcomes.failed(parcel, final, type(error).__name__)
        else:
            await self._outcomes.sent(parcel, message.message_id, media=parcel.rendered.is_media)

    def _real_now(self) -> datetime:
        """Leases run on real time, which the playground cannot move."""
        return datetime.fromtimestamp(self._clock.monotonic(), UTC)


def _without_buttons(parcel: Parcel) -> Parcel:
    return replace(parcel, rendered=replace(parcel.rendered, markup=None))
