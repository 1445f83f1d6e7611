"""Messages on their way: pending → claimed → sending → sent | dead | expired | cancelled | unknown.

`seq` keeps the order of a chat and lane. At most one message of a chat is in flight, save those of lane SAFETY,
which wait for nothing but an earlier one of their own. A closed row keeps no payload.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from enum import IntEnum
from functools import cache

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    RowMapping,
    Select,
    Update,
    and_,
    bindparam,
    case,
    cast,
    delete,
    exists,
    extract,
    func,
    insert,
    literal,
    or_,
    select,
    tuple_,
    type_coerce,
    update,
)

from bot.domain.standing import NudgeKind
from bot.store import slots, tables
from bot.store.engine import Db
from bot.store.envelopes import Envelope, open_all, seal
from bot.store.people import Person
from bot.store.slots import Outcome, Slot
from bot.store.tables import ERROR_LENGTH, outbox, people
from bot.store.vault import new_id

IN_FLIGHT = ("claimed", "sending")
UNSENT = ("pending", "claimed")
CLAIMING = 5_117_283_942
"""Any number: a lock of PostgreSQL has no other name (bot.store.lock)."""


class Lane(IntEnum):
    """The smaller goes first."""

    SAFETY = 0
    REPLY = 1
    NUDGE = 2
    FRAME = 3
    ANNOUNCEMENT = 4


@dataclass(frozen=True, slots=True)
class Post:
    seq: int
    ref: str
    """Names the row for good: SQLite gives the `seq` of an erased person's last rows away again."""
    person_id: str | None
    chat_id: int
    lane: Lane
    kind: str
    slot_id: str | None
    payload: str | None = field(repr=False)
    """The dumped reply; None for a nudge, which is composed when it is sent."""
    attempts: int
    """Failures that count. A 429 does not."""
    fence: int
    """Grows with each claim: a step taken on an older claim finds no row."""
    twin: bool
    """True when an earlier attempt may have arrived."""
    created_at: datetime
    tried_at: datetime | None
    """When it was last on its way."""
    announcement_id: str | None = None
    """Of one that says what an admin tells everybody: it has no payload either."""


async def add(  # noqa: PLR0913  (one argument a column)
    db: Db,
    person: Person | None,
    chat_id: int,
    *,
    payload: str | None,
    lane: Lane,
    kind: str,
    now: datetime,
    not_before: datetime | None = None,
    slot_id: str | None = None,
) -> None:
    ref = new_id()
    await db.execute(
        insert(outbox),
        {
            "ref": ref,
            "person_id": None if person is None else person.id,
            "chat_hash": db.vault.chat_hash(chat_id),
            "lane": int(lane),
            "kind": str(kind),
            "state": "pending",
            "slot_id": slot_id,
            "payload": seal(db, ref, person, Envelope(chat_id, payload)),
            "created_at": now,
            "not_before": not_before or now,
            "attempts": 0,
            "fence": 0,
            "twin": False,
        },
    )


async def add_nudge(
    db: Db, slot: Slot, *, now: datetime, not_before: datetime | None = None, lane: Lane = Lane.NUDGE
) -> None:
    """A message that is composed when it is sent: it carries no words, only its slot."""
    await add_nudges(db, (slot,), now=now, not_before=not_before, lane=lane)


async def add_nudges(
    db: Db, new: Sequence[Slot], *, now: datetime, not_before: datetime | None = None, lane: Lane = Lane.NUDGE
) -> None:
    if not new:
        return
    columns = {
        # Random as well, and no longer than it is there: a nudge has no payload to be bound to it.
        "ref": tables.slots.c.id,
        "person_id": people.c.id,
        "chat_hash": people.c.chat_hash,
        "lane": literal(int(lane)),
        # Whether a hold forbids it is for its composer to say: it may be the request to finish the questions.
        "kind": literal("plain"),
        "state": literal("pending"),
        "slot_id": tables.slots.c.id,
        "created_at": literal(now, tables.UtcDateTime),
        "not_before": literal(not_before or now, tables.UtcDateTime),
        "attempts": literal(0),
        "fence": literal(0),
        "twin": literal(value=False),
    }
    theirs = select(*columns.values()).join_from(tables.slots, people)
    rows = theirs.where(tables.slots.c.id.in_([slot.id for slot in new])).order_by(
        tables.slots.c.due, tables.slots.c.id
    )
    await db.execute(insert(outbox).from_select(list(columns), rows))


async def claim(db: Db, *, owner: str, now: datetime, real_now: datetime, lease: timedelta, limit: int) -> list[Post]:
    """Take up to `limit` due messages for the length of the lease. `now` is calendar time; a lease is real time."""
    if db.dialect == "postgresql":
        # What another process has claimed and not committed still looks pending, and one chat would have two in flight.
        await db.execute(select(func.pg_advisory_xact_lock(CLAIMING)))
    wanted = {"me": owner, "at": now, "until": _until(db, real_now, lease), "most": limit}
    rows = (await db.execute(_claiming(db.dialect), wanted)).mappings().all()
    posts, spoilt = await _opened(db, sorted(rows, key=lambda row: (row["lane"], row["not_before"], row["seq"])))
    if spoilt:
        dead = closed("dead", now, error="the payload does not open")
        await db.execute(update(outbox).where(outbox.c.seq.in_(spoilt)).values(dead))
        about = [row["slot_id"] for row in rows if row["seq"] in spoilt and row["slot_id"] is not None]
        await slots.close_all(db, about, Outcome.UNDELIVERABLE, now)
    return posts


async def sending(
    db: Db, posts: Sequence[Post], *, owner: str, now: datetime, real_now: datetime, lease: timedelta
) -> set[str]:
    """The step from claimed to sending, with a lease of its own: the refs. What is not in the answer was taken away meanwhile and must not be sent.

    Neither is what belongs to a slot that was closed since: answered, skipped, held.
    """
    claims = [(post.seq, post.ref, post.fence) for post in posts]
    step = {"claims": claims, "me": owner, "at": now, "until": _until(db, real_now, lease)}
    return set((await db.execute(_stepping(db.dialect), step)).scalars())


async def sent(db: Db, arrived: Mapping[Post, int], now: datetime) -> set[str]:
    """Telegram has these posts, as the messages with these ids. The refs of those that were not closed before.

    Whoever holds a row by now, and whatever is planned for it: it must not be sent again.
    """
    here = {"these": [(post.seq, post.ref) for post in arrived], **closed("sent", now)}
    for number, (post, message_id) in enumerate(arrived.items()):
        here |= {f"ref_{number}": post.ref, f"message_{number}": message_id}
    return set((await db.execute(_arriving(len(arrived)), here)).scalars())


async def close(db: Db, post: Post, state: str, now: datetime, *, error: str | None = None) -> bool:
    """End a claimed or sending row as dead, expired, cancelled or unknown; False when it was not in flight."""
    return await db.change(_in_flight(post).values(closed(state, now, error=error))) == 1


async def put_back(
    db: Db, post: Post, *, not_before: datetime, counted: bool, twin: bool = False, error: str | None = None
) -> bool:
    """Return a claimed or sending row to the queue; `counted` adds to its attempts. False when it was not in flight."""
    values = {
        "state": "pending",
        "not_before": not_before,
        "attempts": outbox.c.attempts + int(counted),
        "error": _cut(error),
        "owner": None,
        "lease_until": None,
        **({"twin": True} if twin else {}),
    }
    return await db.change(_in_flight(post).values(values)) == 1


async def postpone(db: Db, slot_id: str, not_before: datetime) -> bool:
    """Another instant for the waiting message of a slot; False when it does not wait any more."""
    this = update(outbox).where(outbox.c.slot_id == slot_id, outbox.c.state == "pending")
    return await db.change(this.values(not_before=not_before)) == 1


async def cancel(db: Db, person_id: str, now: datetime, *, kinds: Collection[str], slots: bool = False) -> int:
    """Cancel what is not yet being sent of these kinds; with `slots` every open nudge too, save follow-ups of a hold."""
    reach: ColumnElement[bool] = outbox.c.kind.in_([str(kind) for kind in kinds])
    if slots:
        reach = or_(reach, outbox.c.slot_id.in_(_nudge_slots(person_id)))
    statement = (
        update(outbox)
        .where(outbox.c.person_id == person_id, outbox.c.state.in_(UNSENT), reach)
        .values(state="cancelled", closed_at=now, payload=None, owner=None, lease_until=None)
    )
    return await db.change(statement)


async def let_go(db: Db, owner: str) -> None:
    """What `owner` claimed and has not begun to send waits for anybody."""
    mine = update(outbox).where(outbox.c.owner == owner, outbox.c.state == "claimed")
    await db.execute(mine.values(state="pending", owner=None, lease_until=None))


async def release(db: Db, owner: str) -> list[Post]:
    """After a start: take over what others than `owner` left.

    Claimed rows are pending again. Those that were being sent are returned, still `sending`, for the policy on
    ambiguous sends to put back or close in this transaction.
    """
    return await _left(db, or_(outbox.c.owner.is_(None), outbox.c.owner != owner))


async def reap(db: Db, real_now: datetime, *, spare: Collection[Post]) -> list[Post]:
    """The same for expired leases, but for those of which this process still hopes to hear."""
    here = outbox.c.ref.in_([post.ref for post in spare])
    return await _left(db, and_(outbox.c.lease_until < _leased(db.dialect), ~here), until=_until(db, real_now))


async def idle(db: Db, now: datetime) -> bool:
    """Whether nothing is due or in flight."""
    due = and_(outbox.c.state == "pending", outbox.c.not_before <= now)
    busy = exists().where(or_(due, outbox.c.state.in_(IN_FLIGHT)))
    return not (await db.execute(select(busy))).scalar_one()


async def waits(db: Db, chat_id: int, lane: Lane, now: datetime) -> bool:
    """Whether a message of this chat and lane could have gone out by now, and is not on its way."""
    mine = (outbox.c.chat_hash == db.vault.chat_hash(chat_id), outbox.c.lane == lane)
    query = select(exists().where(*mine, outbox.c.state.in_(UNSENT), outbox.c.not_before <= now))
    found: bool = (await db.execute(query)).scalar_one()
    return found


async def said(db: Db, chat_id: int, kind: str, since: datetime) -> bool:
    """Whether a message of this kind was written to the chat since then, however it ended."""
    mine = (outbox.c.chat_hash == db.vault.chat_hash(chat_id), outbox.c.kind == kind)
    found: bool = (await db.execute(select(exists().where(*mine, outbox.c.created_at > since)))).scalar_one()
    return found


async def overdue(db: Db, before: datetime) -> int:
    """How many could have gone out before this instant and still wait."""
    due = (outbox.c.state == "pending", outbox.c.not_before < before)
    return (await db.execute(select(func.count()).select_from(outbox).where(*due))).scalar_one()


async def next_at(db: Db, after: datetime) -> datetime | None:
    """The earliest instant after `after` at which a pending message may go out."""
    query = select(func.min(outbox.c.not_before)).where(outbox.c.state == "pending", outbox.c.not_before > after)
    earliest: datetime | None = (await db.execute(query)).scalar_one()
    return earliest


async def next_of(db: Db, person_id: str) -> datetime | None:
    """When the person's earliest waiting nudge may go out."""
    waiting = (outbox.c.person_id == person_id, outbox.c.state == "pending", outbox.c.slot_id.is_not(None))
    earliest: datetime | None = (await db.execute(select(func.min(outbox.c.not_before)).where(*waiting))).scalar_one()
    return earliest


async def last_slot(db: Db, person_id: str) -> str | None:
    """The slot of the message that reached the person last; None where that was no nudge."""
    mine = (outbox.c.person_id == person_id) & (outbox.c.state == "sent")
    query = select(outbox.c.slot_id).where(mine).order_by(outbox.c.closed_at.desc(), outbox.c.seq.desc()).limit(1)
    return (await db.execute(query)).scalar_one_or_none()


async def purge(db: Db, before: datetime) -> int:
    """Remove rows closed before this instant."""
    return await db.change(delete(outbox).where(outbox.c.closed_at < before))


_NOW = bindparam("at", type_=tables.UtcDateTime)


def _waits(candidate: FromClause) -> ColumnElement[bool]:
    """Whether another message of the chat must be done with first."""
    mine = candidate.c
    other = outbox.alias("other").c
    is_due = other.not_before <= _NOW
    in_flight = and_(mine.lane != Lane.SAFETY, other.state.in_(IN_FLIGHT))
    before_in_lane = and_(
        other.state == "pending",
        other.lane == mine.lane,
        other.seq < mine.seq,
        or_(is_due, other.tried_at.is_not(None), other.lane <= Lane.REPLY),
    )
    lane_first = and_(other.state == "pending", other.lane < mine.lane, is_due)
    return exists().where(
        other.chat_hash == mine.chat_hash, other.seq != mine.seq, or_(in_flight, before_in_lane, lane_first)
    )


def _leased(dialect: str) -> ColumnElement[datetime]:
    """The end of a lease that begins now: where several processes share it, by the clock they have in common."""
    if dialect == "sqlite":
        return bindparam("until", type_=tables.UtcDateTime)
    milliseconds = cast(extract("epoch", func.clock_timestamp()) * 1000, BigInteger)
    return type_coerce(milliseconds + bindparam("until", type_=BigInteger), tables.UtcDateTime)


def _until(db: Db, real_now: datetime, later: timedelta = timedelta(0)) -> datetime | int:
    """What `_leased` asks for."""
    return real_now + later if db.dialect == "sqlite" else later // timedelta(milliseconds=1)


# Put together once: they are asked for every second and with every message.


@cache
def _claiming(dialect: str) -> Update:
    candidate = outbox.alias("candidate")
    chosen = (
        select(candidate.c.seq)
        .where(candidate.c.state == "pending", candidate.c.not_before <= _NOW, ~_waits(candidate))
        .order_by(candidate.c.lane, candidate.c.not_before, candidate.c.seq)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True, of=candidate)
    )
    this = update(outbox).where(outbox.c.seq.in_(chosen))
    claimed = {"state": "claimed", "fence": outbox.c.fence + 1, "owner": bindparam("me")}
    return this.values(**claimed, lease_until=_leased(dialect)).returning(outbox)


@cache
def _stepping(dialect: str) -> Update:
    closed = exists().where(tables.slots.c.id == outbox.c.slot_id, tables.slots.c.outcome.is_not(None))
    mine = update(outbox).where(
        tuple_(outbox.c.seq, outbox.c.ref, outbox.c.fence).in_(bindparam("claims", expanding=True)),
        outbox.c.owner == bindparam("me"),
        outbox.c.state == "claimed",
        ~closed,
    )
    return mine.values(state="sending", tried_at=_NOW, lease_until=_leased(dialect)).returning(outbox.c.ref)


@cache
def _arriving(count: int) -> Update:
    """For so many messages at once."""
    these = tuple_(outbox.c.seq, outbox.c.ref).in_(bindparam("these", expanding=True))
    ids = [(outbox.c.ref == bindparam(f"ref_{n}"), bindparam(f"message_{n}", type_=BigInteger)) for n in range(count)]
    open_ones = update(outbox).where(these, outbox.c.closed_at.is_(None))
    return open_ones.values(message_id=case(*ids)).returning(outbox.c.ref)


def closed(state: str, now: datetime, *, error: str | None = None) -> Mapping[str, object]:
    return {
        "state": state,
        "closed_at": now,
        "error": _cut(error),
        "payload": None,
        "owner": None,
        "lease_until": None,
    }


def _in_flight(post: Post) -> Update:
    """The row as long as it is ours: after a lease that ran out somebody else may be sending it."""
    mine = (outbox.c.seq == post.seq, outbox.c.ref == post.ref, outbox.c.fence == post.fence)
    return update(outbox).where(*mine, outbox.c.state.in_(IN_FLIGHT))


def _nudge_slots(person_id: str) -> Select[str]:
    return select(tables.slots.c.id).where(
        tables.slots.c.person_id == person_id, tables.slots.c.kind != NudgeKind.FOLLOW_UP.value
    )


async def _left(db: Db, condition: ColumnElement[bool], **wanted: datetime | int) -> list[Post]:
    free = {"state": "pending", "owner": None, "lease_until": None}
    await db.execute(update(outbox).where(condition, outbox.c.state == "claimed").values(free), wanted)
    query = select(outbox).where(condition, outbox.c.state == "sending").order_by(outbox.c.seq)
    rows = (await db.execute(query.with_for_update(skip_locked=True), wanted)).mappings().all()
    posts, spoilt = await _opened(db, rows)
    if spoilt:
        # The next claim finds that these do not open, and ends them.
        await db.execute(update(outbox).where(outbox.c.seq.in_(spoilt)).values(free))
    return posts


async def _opened(db: Db, rows: Sequence[RowMapping]) -> tuple[list[Post], list[int]]:
    """The rows as posts, and the numbers of those that do not open."""
    envelopes = await open_all(db, rows)
    spoilt = [row["seq"] for row in rows if row["seq"] not in envelopes]
    return [_post(row, envelopes[row["seq"]]) for row in rows if row["seq"] in envelopes], spoilt


def _post(row: RowMapping, envelope: Envelope) -> Post:
    plain = {name: row[name] for name in _PLAIN}
    return Post(**plain, lane=Lane(row["lane"]), chat_id=envelope.chat_id, payload=envelope.payload)


def _cut(error: str | None) -> str | None:
    return None if error is None else error[:ERROR_LENGTH]


_PLAIN = [f.name for f in fields(Post) if f.name not in ("chat_id", "lane", "payload")]
