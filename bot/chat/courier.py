"""Outbox → Telegram: lanes, rate, retries, outcomes.

claimed   a lease; safe to repeat
sending   committed just before the call; from here on a crash leaves it unknown whether the message arrived
sent …    the outcome, with the card it shows and the slot it closes, in one transaction
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from telegram import Bot, InlineKeyboardMarkup, Message
from telegram.constants import ParseMode

from bot.chat import errors
from bot.chat.rate import CHAT_BURST, Rate
from bot.chat.render import Rendered, Renderer
from bot.clock import Clock
from bot.domain.standing import may_exercise
from bot.flows import nudge, talk
from bot.flows.talk import Kind, Reply
from bot.logs import logger, place
from bot.store import cards, outbox, people, slots
from bot.store.cards import Card
from bot.store.engine import Database, Db
from bot.store.outbox import Lane, Post
from bot.store.people import Person
from bot.store.slots import Outcome, Slot
from bot.store.vault import new_id

AHEAD = 6
"""How many messages may wait for their moment: enough to hide the database, few enough for a reply to overtake."""
SIDE_BY_SIDE = 48
LEASE = timedelta(seconds=90)
AMBIGUOUS_WAIT = timedelta(seconds=60)
TRIES = 5
BURST = {Lane.SAFETY: CHAT_BURST, Lane.REPLY: CHAT_BURST}

log = logger("courier")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A claimed post with all that sending it needs."""

    post: Post
    reply: Reply
    rendered: Rendered
    card: Card | None
    slot: Slot | None = None
    person: Person | None = None

    @property
    def is_edit(self) -> bool:
        """A card changes in place while it stays the same sort of message."""
        return self.card is not None and not self.reply.anew and self.card.media == (self.rendered.picture is not None)


class Courier:
    def __init__(
        self,
        database: Database,
        bot: Bot,
        renderer: Renderer,
        clock: Clock,
        rate: Rate,
        *,
        stop_for_token: Callable[[], None],
        replan: Callable[[Db, Person], Awaitable[None]],
    ) -> None:
        self._database = database
        self._bot = bot
        self._renderer = renderer
        self._clock = clock
        self._rate = rate
        self._stop_for_token = stop_for_token
        self._replan = replan
        self.owner = new_id()
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._in_flight: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._room = asyncio.Event()
        self._gate = asyncio.Lock()

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
            posts = await self._claim()
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
                await self._unknown(db, post, "the process ended while sending")
        self.wake()

    async def reap(self) -> None:
        async with self._database.writing() as db:
            for post in await outbox.reap(db, self._real_now()):
                await self._unknown(db, post, "the lease ran out while sending")

    async def _rest(self) -> None:
        if not self._in_flight and not self._wake.is_set():
            self._idle.set()
        await self._wake.wait()

    async def _until_room(self) -> None:
        while self._waiting >= AHEAD or len(self._in_flight) >= SIDE_BY_SIDE:
            self._room.clear()
            await self._room.wait()

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
            await self._chat_moment(post)
            async with self._database.writing() as db:
                parcel = await self._pack(db, post)
            if parcel is None:
                return
            await self._moment()
        finally:
            self._waiting -= 1
            self._room.set()
        try:
            message_id, media = await self._send(parcel)
        except Exception as error:  # noqa: BLE001  (even a bug in the library must end in an outcome)
            await self._failed(parcel, errors.classify(error), type(error).__name__)
        else:
            await self._sent(parcel, message_id, media=media)

    async def _chat_moment(self, post: Post) -> None:
        ready = self._rate.reserve_chat(post.chat_id, self._clock.monotonic(), burst=BURST.get(post.lane, 1))
        if (wait := ready - self._clock.monotonic()) > 0:
            await self._clock.sleep(wait)

    async def _moment(self) -> None:
        """Everybody's turn: the last thing before the call, so that nothing slow can gather messages into a burst."""
        async with self._gate:
            # Asked again after each wait: Telegram may have said "too many requests" meanwhile.
            while (wait := self._rate.wait(self._clock.monotonic())) > 0:
                await self._clock.sleep(wait)
            self._rate.took(self._clock.monotonic())

    async def _pack(self, db: Db, post: Post) -> Parcel | None:
        """Step from claimed to sending, or the reason why not. Nothing is sent to somebody who has been held since."""
        now = self._clock.now()
        person = None if post.person_id is None else await people.by_id(db, post.person_id)
        if not await outbox.sending(db, [post], owner=self.owner, now=now):
            return None
        if post.kind == Kind.EXERCISE and (person is None or not may_exercise(person.standing)):
            await outbox.close(db, post.seq, "cancelled", now)
            return None
        slot = None if post.slot_id is None else await slots.by_id(db, post.slot_id)
        reply = await self._reply(db, post, slot, person, now)
        if reply is None:
            return None
        country, text_only = (None, False) if person is None else (person.country, person.text_only)
        rendered = self._renderer.render(reply, country, text_only=text_only)
        card = None if person is None or reply.card is None else await cards.of(db, person.id, reply.card)
        return Parcel(post, reply, rendered, card, slot, person)

    async def _reply(self, db: Db, post: Post, slot: Slot | None, person: Person | None, now: datetime) -> Reply | None:
        if post.payload is not None:
            return talk.load(post.payload)
        if slot is None or person is None or slot.outcome is not None:
            await outbox.close(db, post.seq, "cancelled", now)
            return None
        composed = await nudge.compose(db, now, slot, person, self._renderer.library)
        if isinstance(composed, Outcome):
            await slots.close(db, slot.id, composed, now)
            await outbox.close(db, post.seq, "expired" if composed is Outcome.EXPIRED else "cancelled", now)
            return None
        return composed if composed.ask is None else await self._asked(db, person, composed, now)

    async def _asked(self, db: Db, person: Person, reply: Reply, now: datetime) -> Reply:
        assert reply.ask is not None
        step = new_id()
        asked = replace(reply, step=step)
        dumped = talk.dump(replace(asked, anew=False))
        await people.ask(db, person, step=step, question=reply.ask.name, asked=dumped, now=now)
        return asked

    async def _send(self, parcel: Parcel) -> tuple[int, bool]:
        """Message id and whether it is a picture. Edits the card where it may, else sends it anew."""
        card, rendered = parcel.card, parcel.rendered
        if card is not None and parcel.is_edit:
            try:
                await self._edit(parcel.post.chat_id, card, rendered)
            except Exception as error:
                failure = errors.classify(error)
                if not isinstance(failure, errors.Unchanged | errors.Lost):
                    raise
                if isinstance(failure, errors.Unchanged):
                    return card.message_id, card.media
            else:
                return card.message_id, card.media
        if card is not None:
            await self._retire(parcel.post.chat_id, card)
        message = await self._send_new(parcel.post.chat_id, rendered, parse_mode=ParseMode.HTML)
        return message.message_id, rendered.picture is not None

    async def _send_new(self, chat_id: int, rendered: Rendered, *, parse_mode: ParseMode | None) -> Message:
        text = rendered.text if parse_mode is not None else rendered.plain
        if rendered.picture is None:
            return await self._bot.send_message(chat_id, text, parse_mode=parse_mode, reply_markup=rendered.markup)
        return await self._bot.send_animation(
            chat_id, rendered.picture, caption=text, parse_mode=parse_mode, reply_markup=rendered.markup
        )

    async def _edit(self, chat_id: int, card: Card, rendered: Rendered) -> None:
        assert rendered.markup is None or isinstance(rendered.markup, InlineKeyboardMarkup)
        if card.media:
            await self._bot.edit_message_caption(
                chat_id, card.message_id, caption=rendered.text, parse_mode=ParseMode.HTML, reply_markup=rendered.markup
            )
        else:
            await self._bot.edit_message_text(
                rendered.text, chat_id, card.message_id, parse_mode=ParseMode.HTML, reply_markup=rendered.markup
            )

    async def _retire(self, chat_id: int, card: Card) -> None:
        """Take the buttons off a card that a new one replaces. Best effort: an old button is answered kindly anyway."""
        try:
            await self._bot.edit_message_reply_markup(chat_id=chat_id, message_id=card.message_id)
        except Exception as error:  # noqa: BLE001  (the new card matters more than the old one's buttons)
            failure = errors.classify(error)
            if not isinstance(failure, errors.Unchanged | errors.Lost):
                log.info("an old card kept its buttons", error=type(error).__name__)

    async def _sent(self, parcel: Parcel, message_id: int, *, media: bool) -> None:
        now = self._clock.now()
        async with self._database.writing() as db:
            await outbox.close(db, parcel.post.seq, "sent", now, message_id=message_id)
            if parcel.slot is not None:
                await slots.close(db, parcel.slot.id, Outcome.SENT, now)
            if parcel.person is not None and parcel.reply.card is not None:
                card = Card(parcel.reply.card, message_id, media, _shows(parcel.rendered), now)
                await cards.put(db, parcel.person.id, card)

    async def _failed(self, parcel: Parcel, failure: errors.Failure, name: str) -> None:
        post, now = parcel.post, self._clock.now()
        log.info("a message was not delivered", post=post.seq, failure=type(failure).__name__, error=name)
        if isinstance(failure, errors.Unparsable):
            log.error("Telegram refuses our markup", post=post.seq)
            await self._send_plainly(parcel)
            return
        async with self._database.writing() as db:
            match failure:
                case errors.Later(seconds=seconds):
                    self._rate.hold(self._clock.monotonic() + seconds)
                    await outbox.put_back(db, post.seq, not_before=now + timedelta(seconds=seconds), counted=False)
                case errors.Unreachable() | errors.Moved():
                    await self._unreachable(db, parcel, now)
                case errors.BadToken():
                    await outbox.put_back(db, post.seq, not_before=now, counted=False)
                    self._stop_for_token()
                case errors.NotSent() if post.attempts + 1 < TRIES or parcel.reply.kind is Kind.SAFETY:
                    wait = timedelta(seconds=min(2**post.attempts, 60))
                    await outbox.put_back(db, post.seq, not_before=now + wait, counted=True, error=name)
                case errors.Ambiguous() if parcel.is_edit and post.attempts + 1 < TRIES:
                    await outbox.put_back(db, post.seq, not_before=now, counted=True, error=name)
                case errors.Ambiguous():
                    await self._unknown(db, post, name)
                case _:
                    log.error("a message is dead", post=post.seq, error=name)
                    await outbox.close(db, post.seq, "dead", now, error=name)
                    await self._close_slot(db, post, Outcome.UNDELIVERABLE, now)

    async def _send_plainly(self, parcel: Parcel) -> None:
        try:
            message = await self._send_new(parcel.post.chat_id, parcel.rendered, parse_mode=None)
        except Exception as error:  # noqa: BLE001  (as in _deliver; this time there is no third way)
            failure = errors.classify(error)
            final = errors.Refused("markup") if isinstance(failure, errors.Unparsable) else failure
            await self._failed(parcel, final, type(error).__name__)
        else:
            await self._sent(parcel, message.message_id, media=parcel.rendered.picture is not None)

    async def _unreachable(self, db: Db, parcel: Parcel, now: datetime) -> None:
        """Blocked or gone: nothing more is sent until the person writes or lets the bot in again."""
        await outbox.close(db, parcel.post.seq, "dead", now, error="unreachable")
        await self._close_slot(db, parcel.post, Outcome.UNDELIVERABLE, now)
        person = None if parcel.post.person_id is None else await people.by_id(db, parcel.post.person_id)
        if person is not None and person.standing.unreachable_since is None:
            person = replace(person, standing=replace(person.standing, unreachable_since=now))
            await people.save(db, person)
            await self._replan(db, person)

    async def _unknown(self, db: Db, post: Post, why: str) -> None:
        """It may have arrived. Safety goes again at once, a walk reminder never, another nudge once more after a minute.

        An answer to somebody goes again, each minute, as often as any failed message: better twice than not at all.
        """
        now = self._clock.now()
        slot = None if post.slot_id is None else await slots.by_id(db, post.slot_id)
        if post.kind == Kind.SAFETY:
            await outbox.put_back(db, post.seq, not_before=now, counted=True, error=why)
        elif post.attempts + 1 >= TRIES or (slot is not None and (post.twin or slot.kind == "walk")):
            await outbox.close(db, post.seq, "unknown", now, error=why)
            await self._close_slot(db, post, Outcome.UNKNOWN, now)
        else:
            await outbox.put_back(db, post.seq, not_before=now + AMBIGUOUS_WAIT, counted=True, twin=True, error=why)

    async def _close_slot(self, db: Db, post: Post, outcome: Outcome, now: datetime) -> None:
        if post.slot_id is not None:
            await slots.close(db, post.slot_id, outcome, now)

    def _real_now(self) -> datetime:
        """Leases run on real time, which the playground cannot move."""
        return datetime.fromtimestamp(self._clock.monotonic(), UTC)


def _shows(rendered: Rendered) -> str:
    return hashlib.sha256(rendered.text.encode()).hexdigest()
