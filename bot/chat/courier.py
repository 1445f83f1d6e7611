"""Outbox → Telegram: lanes, rate, retries, outcomes.

claimed   a lease; safe to repeat
sending   committed just before the call; from here on a crash leaves it unknown whether the message arrived
sent …    the outcome, with the card it shows and the slot it closes, in one transaction
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from telegram import Bot

from bot.chat import errors
from bot.chat.drawing import Draughtsman
from bot.chat.lifeline import Lifeline
from bot.chat.outcomes import TRIES, Outcomes
from bot.chat.packing import Packer, is_safety
from bot.chat.rate import CHAT_BURST, Rate
from bot.chat.render import Renderer
from bot.chat.sender import Parcel, Sender
from bot.clock import Clock
from bot.domain.standing import is_quiet, may_exercise
from bot.flows.hold import UNSAID
from bot.flows.talk import Kind
from bot.logs import logger, place
from bot.store import outbox, people, slots
from bot.store.engine import Database, Db
from bot.store.outbox import Lane, Post
from bot.store.people import Person
from bot.store.slots import Outcome
from bot.store.vault import new_id

AHEAD = 6
"""How many messages may wait for their moment: enough to hide the database, few enough for a reply to overtake."""
SIDE_BY_SIDE = 48
LEASE = timedelta(seconds=90)
RETRY_SECONDS = 1.0
OVERTAKE_SECONDS = 2.0
"""How long a safety message waits for an exercise that is on its way to the same chat."""
BURST = {Lane.SAFETY: CHAT_BURST, Lane.REPLY: CHAT_BURST}

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
        self.sender = Sender(bot)
        self._packer = Packer(renderer, clock)
        self._draughtsman = Draughtsman()
        self._clock = clock
        self._rate = rate
        self._lifeline = lifeline
        self._place_floor = place_floor
        self._outcomes = Outcomes(database, clock, rate, stop_for_token=stop_for_token, rest=rest)
        self.owner = new_id()
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._in_flight: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._room = asyncio.Event()
        self._gate = asyncio.Lock()
        self._exercises: dict[int, asyncio.Task[tuple[int, bool]]] = {}

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
            posts = await self._claim_or_wait()
            for post in posts:
                self._dispatch(post)
            if posts:
                await self._until_room()
            else:
                await self._rest()

    async def drain(self) -> None:
        """Let what is on its way arrive."""
        while self._in_flight:
            await asyncio.gather(*self._in_flight, return_exceptions=True)

    async def recover(self) -> None:
        """One process owns this database: whatever another one claimed or was sending, it left behind."""
        async with self._database.writing() as db:
            left = await outbox.release(db, self.owner)
            for post in left:
                await self._outcomes.unknown(db, post, "the process ended while sending")
        self.wake()

    async def reap(self) -> None:
        async with self._database.writing() as db:
            for post in await outbox.reap(db, self._real_now()):
                await self._outcomes.unknown(db, post, "the lease ran out while sending")

    async def _rest(self) -> None:
        if not self._in_flight and not self._wake.is_set():
            self._idle.set()
        await self._wake.wait()

    async def _until_room(self) -> None:
        while self._waiting >= AHEAD or len(self._in_flight) >= SIDE_BY_SIDE:
            self._room.clear()
            await self._room.wait()

    async def _claim_or_wait(self) -> Sequence[Post]:
        """A database that fails for a while stops nothing for good, nor leaves a warning sign without an answer."""
        unsent = self._lifeline.unsent()
        try:
            posts = await self._claim()
        except Exception as error:  # noqa: BLE001  (whatever it is, the messages are still there in a second)
            log.error("nothing could be claimed", error=place(error))
            await self._lifeline.warn(unsent)
            await self._clock.sleep(RETRY_SECONDS)
            self._wake.set()
            return ()
        self._lifeline.sent(unsent)
        return posts

    async def _claim(self) -> Sequence[Post]:
        async with self._database.writing() as db:
            return await outbox.claim(
                db,
                owner=self.owner,
                now=self._clock.now(),
                lease_until=self._real_now() + LEASE,
                limit=max(1, AHEAD - self._waiting),
            )

    def _dispatch(self, post: Post) -> None:
        self._waiting += 1
        task = asyncio.create_task(self._deliver(post))
        self._in_flight.add(task)
        task.add_done_callback(self._landed)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._in_flight.discard(task)
        self._room.set()
        self._wake.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            # The row stays claimed or sending; its lease brings it back.
            log.error("a delivery broke off", error=place(error))

    async def _deliver(self, post: Post) -> None:
        try:
            parcel = await self._admit(post)
        except Exception as error:  # noqa: BLE001  (one post that cannot be read must not hold up its chat for ever)
            await self._broken(post, error)
            return
        finally:
            self._waiting -= 1
            self._room.set()
        if parcel is not None:
            await self._attempt(parcel)

    async def _attempt(self, parcel: Parcel) -> None:
        try:
            message_id, media = await self._call(parcel)
        except Exception as error:  # noqa: BLE001  (even a bug in the library must end in an outcome)
            await self._failed(parcel, error)
        else:
            await self._outcomes.sent(parcel, message_id, media=media)

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

    async def _admit(self, post: Post) -> Parcel | None:
        """Wait for the chat's turn and for everybody's, and only then look whether it may still be sent.

        The step to sending and the call follow each other at once: a hold that comes while a message waits reaches it.
        """
        ready = self._rate.reserve_chat(post.chat_id, self._clock.monotonic(), burst=BURST.get(post.lane, 1))
        if (wait := ready - self._clock.monotonic()) > 0:
            await self._clock.sleep(wait)
        if post.kind == Kind.SAFETY and (exercise := self._exercises.get(post.chat_id)) is not None:
            # It left before the hold was committed. It must not overtake the message that says stop.
            await asyncio.wait({exercise}, timeout=OVERTAKE_SECONDS)
        async with self._database.reading() as db:
            parcel = await self._packer.pack(db, post)
        if isinstance(parcel, Outcome):
            await self._outcomes.dropped(post, parcel)
            return None
        parcel = replace(parcel, rendered=await self._draughtsman.drawn(parcel.rendered, post.seq))
        async with self._gate:
            # Asked again after each wait: Telegram may have said "too many requests" meanwhile.
            while (wait := self._rate.wait(self._clock.monotonic())) > 0:
                await self._clock.sleep(wait)
            if not await self._step_to_sending(parcel):
                return None
            self._rate.took(self._clock.monotonic())
        return parcel

    async def _step_to_sending(self, parcel: Parcel) -> bool:
        """Whether the message may still go, as it stands now: a hold cancels what is claimed, an answer closes a slot."""
        post, now = parcel.post, self._clock.now()
        async with self._database.writing() as db:
            known = post.person_id if post.kind in (Kind.EXERCISE, UNSAID) else None
            person = None if known is None else await people.by_id(db, known)
            if not await outbox.sending(db, [post], owner=self.owner, now=now):
                slot = None if post.slot_id is None else await slots.by_id(db, post.slot_id)
                if slot is not None and slot.outcome is not None:
                    await outbox.close(db, post, "cancelled", now)
                return False
            if post.kind == UNSAID and person is not None:
                await self._place_floor(db, person, post.created_at)
            if post.kind != Kind.EXERCISE:
                return True
            if person is not None and may_exercise(person.standing) and not is_quiet(person.standing, now):
                return True
            await outbox.close(db, post, "cancelled", now)
        return False

    async def _call(self, parcel: Parcel) -> tuple[int, bool]:
        if parcel.post.kind != Kind.EXERCISE:
            return await self.sender.send(parcel)
        calling = asyncio.create_task(self.sender.send(parcel))
        self._exercises[parcel.post.chat_id] = calling
        try:
            return await calling
        finally:
            del self._exercises[parcel.post.chat_id]

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
