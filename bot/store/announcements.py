"""What admins tell everybody: draft → planning → sending → sent; at any time after the draft stopping → stopped.

Planned in the order of people's ids, a batch a transaction, with the last id kept in the same one: so nobody gets it
twice, whatever stops the bot in between. The words stand here alone, sealed for the admin; the messages name them.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, insert, or_, select, update

from bot.domain.standing import Hold
from bot.store.engine import Db
from bot.store.outbox import UNSENT, Lane, closed
from bot.store.people import AGREED, Person
from bot.store.tables import announcements, outbox, people
from bot.store.vault import Place, new_id


class State(StrEnum):
    DRAFT = "draft"
    PLANNING = "planning"
    SENDING = "sending"
    """Planned for everybody."""
    SENT = "sent"
    STOPPING = "stopping"
    STOPPED = "stopped"


UNDER_WAY = (State.PLANNING, State.SENDING, State.STOPPING)
GOING_OUT = (State.PLANNING, State.SENDING)


@dataclass(frozen=True, slots=True)
class Announcement:
    id: str
    person_id: str
    """The admin who wrote it."""
    state: State
    begun_at: datetime | None
    wanted: int
    """How many it was for when it began."""
    last_id: str
    """The last person for whom it is planned."""
    looked_at: datetime | None
    told: int


@dataclass(frozen=True, slots=True)
class Recipient:
    """Of a person, what says when they may be written to."""

    id: str
    chat_hash: str = field(repr=False)
    country: str | None
    zone: str | None
    quiet_hours: str | None
    quiet_until: datetime | None


async def draft(db: Db, person: Person, text: str, now: datetime) -> None:
    """In the place of one that was not sent."""
    await db.execute(delete(announcements).where(_draft_of(person)))
    this = new_id()
    sealed = db.vault.seal(_place(this, person.id), person.key, json.dumps(text))
    fresh = {"id": this, "person_id": person.id, "text": sealed, "state": State.DRAFT.value, "written_at": now}
    await db.execute(insert(announcements).values(**fresh, wanted=0, last_id="", told=0))


async def begin(db: Db, person: Person, now: datetime) -> bool:
    """Set the admin's draft going; False where there is none."""
    this = update(announcements).where(_draft_of(person))
    values = {"state": State.PLANNING.value, "begun_at": now, "looked_at": now, "wanted": await reach(db)}
    return await db.change(this.values(values)) == 1


async def stop(db: Db, now: datetime) -> None:
    """Nothing of what is under way leaves any more, but for what is on its way to Telegram."""
    going = announcements.c.state.in_([each.value for each in GOING_OUT])
    this = update(announcements).where(going).values(state=State.STOPPING.value).returning(announcements.c.id)
    ids = list((await db.execute(this)).scalars())
    claimed = update(outbox).where(outbox.c.announcement_id.in_(ids), outbox.c.state == "claimed")
    await db.execute(claimed.values(closed("cancelled", now)))


async def under_way(db: Db) -> Announcement | None:
    query = select(announcements).where(announcements.c.state.in_([each.value for each in UNDER_WAY]))
    return await _one(db, query.order_by(announcements.c.begun_at).limit(1))


async def take(db: Db, announcement_id: str) -> Announcement | None:
    """The same with its row locked; None where another process has it in hand."""
    query = select(announcements).where(announcements.c.id == announcement_id)
    return await _one(db, query.with_for_update(skip_locked=True))


async def reach(db: Db) -> int:
    """How many would get it now."""
    return (await db.execute(select(func.count()).select_from(people).where(*_wanted()))).scalar_one()


async def following(db: Db, this: Announcement, limit: int) -> Sequence[Recipient]:
    """The next for whom it is not planned yet. Who came after it began is not among them."""
    columns = [people.c[name] for name in Recipient.__dataclass_fields__]
    query = select(*columns).where(*_wanted(), people.c.id > this.last_id, people.c.created_at <= this.begun_at)
    rows = (await db.execute(query.order_by(people.c.id).limit(limit))).mappings().all()
    return [Recipient(**row) for row in rows]


async def plan(db: Db, this: Announcement, batch: Mapping[Recipient, datetime], kind: str, now: datetime) -> None:
    """A message for each of these, not before their instant; with none left it is planned for everybody."""
    if not batch:
        await _set(db, this.id, state=State.SENDING.value)
        return
    rows = [
        {
            "ref": new_id(),
            "person_id": each.id,
            "chat_hash": each.chat_hash,
            "lane": int(Lane.ANNOUNCEMENT),
            "kind": kind,
            "state": "pending",
            "created_at": now,
            "not_before": not_before,
            "attempts": 0,
            "fence": 0,
            "twin": False,
            "announcement_id": this.id,
        }
        for each, not_before in batch.items()
    ]
    await db.execute(insert(outbox), rows)
    # In the order of the database, which knows letters that Python puts elsewhere.
    await _set(db, this.id, last_id=list(batch)[-1].id)


async def waiting(db: Db, now: datetime) -> int:
    """Messages of the lane that could leave now."""
    due = (outbox.c.state == "pending", outbox.c.lane == int(Lane.ANNOUNCEMENT), outbox.c.not_before <= now)
    return (await db.execute(select(func.count()).select_from(outbox).where(*due))).scalar_one()


async def call_back(db: Db, this: Announcement, limit: int, now: datetime) -> None:
    """Cancel the next few that wait."""
    mine = (outbox.c.announcement_id == this.id, outbox.c.state.in_(UNSENT))
    some = select(outbox.c.seq).where(*mine).limit(limit)
    await db.execute(
        update(outbox).where(outbox.c.seq.in_(some), outbox.c.state.in_(UNSENT)).values(closed("cancelled", now))
    )


async def tally(db: Db, this: Announcement) -> Mapping[str, int]:
    """How many messages are in each state."""
    query = select(outbox.c.state, func.count()).where(outbox.c.announcement_id == this.id).group_by(outbox.c.state)
    return dict(iter(await db.execute(query)))


async def looked(db: Db, this: Announcement, told: int, now: datetime) -> None:
    await _set(db, this.id, looked_at=now, told=told)


async def end(db: Db, this: Announcement, now: datetime) -> None:
    state = State.STOPPED if this.state is State.STOPPING else State.SENT
    await _set(db, this.id, state=state.value, ended_at=now)


async def texts(db: Db, ids: Collection[str]) -> Mapping[str, str]:
    """The words of those of them that still go out."""
    query = (
        select(announcements.c.id, announcements.c.text, people.c.id.label("person_id"), people.c.data_key)
        .join_from(announcements, people)
        .where(announcements.c.id.in_(ids), announcements.c.state.in_([each.value for each in GOING_OUT]))
    )
    rows = (await db.execute(query)).mappings().all()
    return {
        row["id"]: json.loads(db.vault.open(_place(row["id"], row["person_id"]), row["data_key"], row["text"]))
        for row in rows
    }


async def purge(db: Db, before: datetime) -> None:
    """Remove drafts that nobody sent, and what ended before this instant."""
    forgotten = (announcements.c.state == State.DRAFT.value) & (announcements.c.written_at < before)
    await db.execute(delete(announcements).where(or_(forgotten, announcements.c.ended_at < before)))


def _wanted() -> Sequence[ColumnElement[bool]]:
    """Who agreed and can be reached. Somebody with a warning sign must not have its advice pushed off the screen."""
    return (
        AGREED,
        people.c.unreachable_since.is_(None),
        people.c.hold < int(Hold.CONSULT),
        people.c.floor < int(Hold.CONSULT),
    )


def _draft_of(person: Person) -> ColumnElement[bool]:
    return (announcements.c.person_id == person.id) & (announcements.c.state == State.DRAFT.value)


def _place(announcement_id: str, person_id: str) -> Place:
    return Place("announcements", "text", announcement_id, person_id)


async def _set(db: Db, announcement_id: str, **values: object) -> None:
    await db.execute(update(announcements).where(announcements.c.id == announcement_id).values(**values))


async def _one(db: Db, query: Select[Any]) -> Announcement | None:
    row = (await db.execute(query)).mappings().one_or_none()
    if row is None:
        return None
    plain = {name: row[name] for name in Announcement.__dataclass_fields__ if name != "state"}
    return Announcement(**plain, state=State(row["state"]))
