"""How each message ended, written down in one transaction with the card it shows and the slot it closes."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.chat import errors
from bot.chat.ledger import Ledger
from bot.chat.parcel import Parcel, is_safety
from bot.chat.turns import Turns
from bot.clock import Clock
from bot.domain.standing import NudgeKind
from bot.flows import unanswered
from bot.flows.hold import UNSAID
from bot.flows.talk import Kind
from bot.logs import logger, place
from bot.metrics import Metrics
from bot.store import cards, outbox, people, slots
from bot.store.cards import Card
from bot.store.engine import Database, Db
from bot.store.outage import is_outage
from bot.store.outbox import Post
from bot.store.people import Person
from bot.store.slots import Outcome, Slot

AMBIGUOUS_WAIT = timedelta(seconds=60)
NOT_SENT_WAIT = timedelta(seconds=5)
TOKEN_WAIT = 10.0
"""Seconds for which nobody is sent anything while it is asked whether the token still counts."""
TRIES = 5

log = logger("outcomes")


@dataclass(frozen=True, slots=True)
class Landed:
    """A parcel that Telegram has."""

    parcel: Parcel
    message_id: int
    media: bool

    def card(self, now: datetime) -> tuple[str, Card] | None:
        """The person's card that this message is from now on."""
        person, name = self.parcel.person, self.parcel.reply.card
        if person is None or name is None:
            return None
        return person.id, Card(name, self.message_id, self.media, self.parcel.shows, now)


class Outcomes:
    def __init__(
        self,
        database: Database,
        ledger: Ledger,
        clock: Clock,
        turns: Turns,
        *,
        stop_for_token: Callable[[], None],
        rest: Callable[[Db, Person], Awaitable[None]],
    ) -> None:
        self._database = database
        self._ledger = ledger
        self._clock = clock
        self._turns = turns
        self._stop_for_token = stop_for_token
        self._rest = rest

    async def sent(self, parcel: Parcel, message_id: int, *, media: bool) -> None:
        await self._ledger.write(self._all_sent, Landed(parcel, message_id, media))

    async def _all_sent(self, db: Db, landed: Sequence[Landed]) -> Sequence[None]:
        now = self._clock.now()
        await self._lock(db, [each.parcel.post for each in landed])
        closed = await outbox.sent(db, {each.parcel.post: each.message_id for each in landed}, now)
        # A person may have been erased while it was on its way: nothing of them is written any more.
        here = [each for each in landed if each.parcel.post.ref in closed]
        parcels = [each.parcel for each in here]
        db.counts.extend(partial(_count_sent, parcel.post, now) for parcel in parcels)
        await slots.close_all(db, [parcel.slot.id for parcel in parcels if parcel.slot is not None], Outcome.SENT, now)
        for parcel in parcels:
            if parcel.slot is not None and parcel.person is not None and not parcel.post.twin:
                await unanswered.again(db, parcel.slot, parcel.person, now)
        await cards.put_all(db, [card for each in here if (card := each.card(now)) is not None])
        return [None] * len(landed)

    def hush(self, failure: errors.Failure) -> None:
        """Nobody sends for as long as Telegram or the token wants: at once, whenever that can be written down."""
        if (seconds := _silence(failure)) is not None:
            self._turns.hush(seconds)

    async def failed(self, parcel: Parcel, failure: errors.Failure, name: str) -> None:
        log.info("a message was not delivered", post=parcel.post.seq, failure=type(failure).__name__, error=name)
        await self._ledger.write(self._all_failed, (parcel, failure, name))

    async def _all_failed(self, db: Db, failed: Sequence[tuple[Parcel, errors.Failure, str]]) -> Sequence[None]:
        await self._lock(db, [parcel.post for parcel, _, _ in failed])
        for parcel, failure, name in failed:
            db.counts.append(partial(_count_failed, parcel.post, failure))
            await self._fail(db, parcel, failure, name)
        return [None] * len(failed)

    async def _fail(self, db: Db, parcel: Parcel, failure: errors.Failure, name: str) -> None:
        post, now = parcel.post, self._clock.now()
        if (seconds := _silence(failure)) is not None:
            await self._turns.spread(db, seconds)
        match failure:
            case errors.Later(seconds=seconds):
                await outbox.put_back(db, post, not_before=now + timedelta(seconds=seconds), counted=False)
            case errors.Unreachable() | errors.Moved():
                await self._unreachable(db, parcel, now)
            case errors.BadToken():
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
                await self._end(db, post, "dead", Outcome.UNDELIVERABLE, now, error=name)

    async def dropped(self, post: Post, outcome: Outcome) -> None:
        await self._ledger.write(self._all_dropped, (post, outcome))

    async def _all_dropped(self, db: Db, dropped: Sequence[tuple[Post, Outcome]]) -> Sequence[None]:
        now = self._clock.now()
        await self._lock(db, [post for post, _ in dropped])
        for post, outcome in dropped:
            state = "expired" if outcome is Outcome.EXPIRED else "cancelled"
            await self._end(db, post, state, outcome, now)
            if outcome is Outcome.CANCELLED and post.slot_id is not None and post.person_id is not None:
                person = await people.by_id(db, post.person_id)
                if person is not None:
                    await self._rest(db, person)
        return [None] * len(dropped)

    async def broken(self, post: Post, error: Exception) -> None:
        """It could not be made ready: a word is missing. Counted, and in the end given up, unless the database failed."""
        log.error("a message could not be made ready", post=post.seq, error=place(error))
        await self._ledger.write(self._all_broken, (post, error))

    async def _all_broken(self, db: Db, broken: Sequence[tuple[Post, Exception]]) -> Sequence[None]:
        now = self._clock.now()
        for post, error in broken:
            counted = not is_outage(error)
            if not counted or post.attempts + 1 < TRIES:
                wait = timedelta(seconds=2**post.attempts)
                await outbox.put_back(db, post, not_before=now + wait, counted=counted, error=place(error))
            else:
                await self._end(db, post, "dead", Outcome.UNDELIVERABLE, now, error=place(error))
        return [None] * len(broken)

    async def unknown(self, db: Db, post: Post, why: str) -> None:
        """It may have arrived. Safety goes again at once; a walk reminder, a break, a second reminder, a timer's word or news never.

        Another nudge goes once more after a minute. An answer to somebody goes again, each minute, as often as any
        failed message: better twice than not at all.
        """
        now = self._clock.now()
        slot = None if post.slot_id is None else await slots.by_id(db, post.slot_id)
        if is_safety(post):
            await outbox.put_back(db, post, not_before=now, counted=True, error=why)
        elif post.attempts + 1 >= TRIES or _is_once(post, slot):
            await self._end(db, post, "unknown", Outcome.UNKNOWN, now, error=why)
        else:
            await outbox.put_back(db, post, not_before=now + AMBIGUOUS_WAIT, counted=True, twin=True, error=why)

    async def _lock(self, db: Db, posts: Sequence[Post]) -> None:
        """The people first, as everywhere: others would wait for them with what we are about to ask for."""
        if self._database.is_shared:
            await people.by_ids(db, {post.person_id for post in posts if post.person_id is not None}, lock=True)

    async def _unreachable(self, db: Db, parcel: Parcel, now: datetime) -> None:
        """Blocked or gone: nothing more is sent until the person writes or lets the bot in again."""
        await self._end(db, parcel.post, "dead", Outcome.UNDELIVERABLE, now, error="unreachable")
        person = None if parcel.post.person_id is None else await people.by_id(db, parcel.post.person_id)
        if person is not None and person.standing.unreachable_since is None:
            person = replace(person, standing=replace(person.standing, unreachable_since=now))
            await people.save(db, person)
            await self._rest(db, person)

    async def _end(
        self, db: Db, post: Post, state: str, outcome: Outcome, now: datetime, *, error: str | None = None
    ) -> None:
        """The row and the slot it is about; neither where the row is not ours any more."""
        if not await outbox.close(db, post, state, now, error=error):
            return
        if state == "dead":
            db.counts.append(lambda metrics: metrics.given_up("outbox"))
        if post.slot_id is not None:
            await slots.close(db, post.slot_id, outcome, now)


def _count_sent(post: Post, now: datetime, metrics: Metrics) -> None:
    metrics.sent(post.lane.name.lower())
    if post.slot_id is None and post.kind != UNSAID:
        metrics.answered(post.lane.name.lower(), (now - post.created_at).total_seconds())


def _count_failed(post: Post, failure: errors.Failure, metrics: Metrics) -> None:
    metrics.not_sent(post.lane.name.lower(), type(failure).__name__.lower())
    if isinstance(failure, errors.Later):
        metrics.hushed(failure.seconds)


def _is_once(post: Post, slot: Slot | None) -> bool:
    if slot is None:
        return post.kind in (Kind.TIMED, Kind.NEWS)
    return post.twin or slot.kind in (NudgeKind.WALK, NudgeKind.BREAK) or slot.key.startswith(slots.AGAIN)


def _silence(failure: errors.Failure) -> float | None:
    """Seconds for which nobody sends because of it."""
    match failure:
        case errors.Later(seconds=seconds):
            return seconds
        case errors.BadToken():
            return TOKEN_WAIT
    return None
