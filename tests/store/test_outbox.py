import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.store import outbox, people, slots, tables
from bot.store.engine import Database, Db
from bot.store.outbox import Lane, Post
from bot.store.people import Person
from bot.store.slots import Outcome, Slot

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ANN, BEN = 101, 202


@pytest.fixture
async def db(database: Database) -> AsyncIterator[Db]:
    async with database.writing() as db:
        yield db


@pytest.fixture
async def ann(db: Db) -> Person:
    return await people.register(db, ANN, language="en", now=NOW)


async def add(
    db: Db,
    text: str,
    *,
    to: Person | None = None,
    chat: int = ANN,
    lane: Lane = Lane.REPLY,
    kind: str = "plain",
    at: datetime = NOW,
) -> None:
    await outbox.add(db, to, chat, payload=text, lane=lane, kind=kind, now=NOW, not_before=at)


async def claim(db: Db, at: datetime = NOW, *, owner: str = "me", limit: int = 25) -> list[Post]:
    return await outbox.claim(db, owner=owner, now=at, real_now=at, lease=MINUTE, limit=limit)


async def texts(db: Db, at: datetime = NOW) -> list[str | None]:
    return [post.payload for post in await claim(db, at)]


async def deliver(db: Db, at: datetime = NOW) -> list[str | None]:
    """Claim and send until nothing more is due; what was sent, in order."""
    sent: list[str | None] = []
    while posts := await claim(db, at):
        await outbox.sending(db, posts, owner="me", now=at, real_now=NOW, lease=MINUTE)
        for post in posts:
            assert await outbox.sent(db, {post: 1}, at)
            sent.append(post.payload)
    return sent


async def let_leases_run_out(db: Db) -> None:
    """On PostgreSQL it is the server's clock that they run on, and nobody moves that."""
    await db.execute(update(tables.outbox).values(lease_until=NOW - MINUTE))


async def state(db: Db, seq: int) -> str:
    found: str = (await db.execute(select(tables.outbox.c.state).where(tables.outbox.c.seq == seq))).scalar_one()
    return found


async def nudge(db: Db, person: Person, kind: str = "session", at: datetime = NOW) -> Slot:
    slot = await slots.add(
        db, key=f"{kind}:{at}", person_id=person.id, routine_id=None, kind=kind, due=at, date=at.date(), now=NOW
    )
    assert slot is not None
    await outbox.add_nudge(db, slot, lane=Lane.NUDGE, now=NOW, not_before=at)
    return slot


async def test_a_claimed_post_brings_all_that_sending_needs(db: Db, ann: Person) -> None:
    await add(db, "for ann", to=ann, kind="exercise")
    (post,) = await claim(db)
    assert (post.person_id, post.chat_id, post.payload) == (ann.id, ANN, "for ann")
    assert (post.lane, post.kind, post.slot_id) == (Lane.REPLY, "exercise", None)
    assert (post.attempts, post.fence, post.twin, post.created_at) == (0, 1, False, NOW)


async def test_mail_to_a_stranger_carries_its_chat(db: Db) -> None:
    await add(db, "welcome", chat=BEN)
    (post,) = await claim(db)
    assert (post.person_id, post.chat_id, post.payload) == (None, BEN, "welcome")


async def test_a_nudge_has_no_payload_and_finds_its_chat(db: Db, ann: Person) -> None:
    await nudge(db, ann)
    (post,) = await claim(db)
    assert post.payload is None
    assert post.chat_id == ANN
    slot = await slots.by_id(db, post.slot_id or "")
    assert slot is not None
    assert slot.person_id == ann.id


async def test_one_chat_has_one_message_in_flight(db: Db) -> None:
    await add(db, "first")
    await add(db, "second")
    await add(db, "to ben", chat=BEN)
    assert await texts(db) == ["first", "to ben"]
    assert await texts(db) == []


async def test_one_chat_has_one_message_in_flight_whatever_its_lanes(db: Db) -> None:
    await add(db, "announcement", lane=Lane.ANNOUNCEMENT)
    await add(db, "nudge", lane=Lane.NUDGE)
    await add(db, "reply")
    assert await texts(db) == ["reply"]
    assert await texts(db) == []


async def test_a_chat_gets_its_messages_by_lane_and_in_order(db: Db) -> None:
    for lane in (Lane.ANNOUNCEMENT, Lane.NUDGE, Lane.REPLY, Lane.SAFETY):
        await add(db, f"{lane.name} 1", lane=lane)
        await add(db, f"{lane.name} 2", lane=lane)
    assert await deliver(db) == [f"{lane} {n}" for lane in ("SAFETY", "REPLY", "NUDGE", "ANNOUNCEMENT") for n in (1, 2)]


async def test_safety_does_not_wait_for_what_is_in_flight(db: Db) -> None:
    await add(db, "card")
    posts = await claim(db)
    await outbox.sending(db, posts, owner="me", now=NOW, real_now=NOW, lease=MINUTE)
    await add(db, "go to hospital", lane=Lane.SAFETY)
    await add(db, "and stop", lane=Lane.SAFETY)
    assert await texts(db) == ["go to hospital"]
    assert await texts(db) == ["and stop"]


async def test_what_goes_out_later_waits_for_its_time(db: Db) -> None:
    await add(db, "later", lane=Lane.NUDGE, at=NOW + MINUTE)
    assert await outbox.next_at(db, NOW) == NOW + MINUTE
    assert await texts(db) == []
    assert await texts(db, NOW + MINUTE) == ["later"]


async def test_a_snoozed_nudge_does_not_keep_the_walk_waiting(db: Db) -> None:
    await add(db, "snoozed", lane=Lane.NUDGE, at=NOW + 15 * MINUTE)
    await add(db, "walk", lane=Lane.NUDGE)
    assert await texts(db) == ["walk"]


async def test_a_reply_put_back_is_not_overtaken_by_the_next(db: Db) -> None:
    await add(db, "first")
    await add(db, "second")
    (post,) = await claim(db)
    assert await outbox.put_back(db, post, not_before=NOW + MINUTE, counted=False)
    assert await texts(db) == []
    assert await deliver(db, NOW + MINUTE) == ["first", "second"]


async def test_a_nudge_that_was_tried_is_not_overtaken(db: Db) -> None:
    await add(db, "first", lane=Lane.NUDGE)
    await add(db, "second", lane=Lane.NUDGE)
    posts = await claim(db)
    await outbox.sending(db, posts, owner="me", now=NOW, real_now=NOW, lease=MINUTE)
    await outbox.put_back(db, posts[0], not_before=NOW + MINUTE, counted=True)
    assert await texts(db) == []
    assert await deliver(db, NOW + MINUTE) == ["first", "second"]


async def test_what_is_put_back_keeps_what_is_known_of_it(db: Db) -> None:
    await add(db, "words")
    (post,) = await claim(db)
    await outbox.sending(db, [post], owner="me", now=NOW, real_now=NOW, lease=MINUTE)
    await outbox.put_back(db, post, not_before=NOW, counted=True, twin=True, error="TimedOut " * 50)
    (again,) = await claim(db)
    assert (again.attempts, again.twin, again.fence, again.tried_at) == (1, True, 2, NOW)
    assert not await outbox.put_back(db, post, not_before=NOW, counted=False), "that claim is over"
    assert not await outbox.close(db, post, "dead", NOW)
    await outbox.put_back(db, again, not_before=NOW, counted=False)
    (once_more,) = await claim(db)
    assert (once_more.attempts, once_more.twin, once_more.payload) == (1, True, "words")


async def test_only_the_owner_of_the_newest_claim_may_send(db: Db) -> None:
    await add(db, "words")
    (old,) = await claim(db)
    await let_leases_run_out(db)
    assert await outbox.reap(db, NOW, spare=()) == []
    (new,) = await claim(db)
    assert await outbox.sending(db, [old], owner="me", now=NOW, real_now=NOW, lease=MINUTE) == set()
    assert await outbox.sending(db, [new], owner="another", now=NOW, real_now=NOW, lease=MINUTE) == set()
    assert await outbox.sending(db, [new], owner="me", now=NOW, real_now=NOW, lease=MINUTE) == {new.ref}
    assert await outbox.sending(db, [new], owner="me", now=NOW, real_now=NOW, lease=MINUTE) == set()
    assert await outbox.sending(db, [], owner="me", now=NOW, real_now=NOW, lease=MINUTE) == set()


async def test_a_cancellation_reaches_pending_and_claimed_but_not_what_is_being_sent(db: Db, ann: Person) -> None:
    await add(db, "on its way", to=ann, kind="exercise", lane=Lane.SAFETY)
    (on_its_way,) = await claim(db)
    await outbox.sending(db, [on_its_way], owner="me", now=NOW, real_now=NOW, lease=MINUTE)
    await add(db, "claimed", to=ann, kind="exercise", lane=Lane.SAFETY)
    (claimed,) = await claim(db)
    await add(db, "pending", to=ann, kind="exercise")
    await add(db, "plain", to=ann)
    assert await outbox.cancel(db, ann.id, NOW, kinds=["exercise"]) == 2
    assert await outbox.sending(db, [claimed], owner="me", now=NOW, real_now=NOW, lease=MINUTE) == set()
    assert await state(db, claimed.seq) == "cancelled"
    assert await state(db, on_its_way.seq) == "sending"
    await outbox.sent(db, {on_its_way: 1}, NOW)
    assert await deliver(db) == ["plain"]


async def test_a_cancellation_reaches_open_nudges_but_not_follow_ups_of_a_hold(db: Db, ann: Person) -> None:
    ben = await people.register(db, BEN, language="en", now=NOW)
    await nudge(db, ann)
    await nudge(db, ann, "walk", NOW + MINUTE)
    await nudge(db, ann, "follow_up", NOW + 2 * MINUTE)
    await nudge(db, ben, "walk", NOW + 3 * MINUTE)
    assert await outbox.cancel(db, ann.id, NOW, kinds=["exercise"]) == 0
    assert await outbox.cancel(db, ann.id, NOW, kinds=["exercise"], slots=True) == 2
    assert len(await deliver(db, NOW + 5 * MINUTE)) == 2


async def test_the_outcome_of_an_erased_persons_message_is_not_that_of_the_next(on_sqlite: Database) -> None:
    async with on_sqlite.writing() as db:
        ann = await people.register(db, ANN, language="en", now=NOW)
        await add(db, "hers", to=ann)
        (hers,) = await claim(db)
        await people.erase(db, ann, NOW)
        await add(db, "goodbye")
        (goodbye,) = await claim(db)
        assert goodbye.seq == hers.seq, "SQLite numbers it the same"
        both = [hers, goodbye]
        assert await outbox.sending(db, both, owner="me", now=NOW, real_now=NOW, lease=MINUTE) == {goodbye.ref}
        assert not await outbox.put_back(db, hers, not_before=NOW, counted=True)
        assert await outbox.sent(db, {hers: 1, goodbye: 2}, NOW) == {goodbye.ref}
        assert (await db.execute(select(tables.outbox.c.message_id))).scalars().all() == [2]


async def test_a_closed_row_keeps_no_words_and_does_not_move_again(db: Db) -> None:
    await add(db, "words")
    (post,) = await claim(db)
    assert await outbox.sent(db, {post: 77}, NOW)
    assert not await outbox.close(db, post, "unknown", NOW)
    assert not await outbox.put_back(db, post, not_before=NOW, counted=True)
    row = (await db.execute(select(tables.outbox).where(tables.outbox.c.seq == post.seq))).mappings().one()
    assert (row["state"], row["message_id"], row["payload"]) == ("sent", 77, None)


async def test_after_a_start_the_claims_of_the_dead_are_free_and_their_sends_are_told(db: Db) -> None:
    await add(db, "sent perhaps")
    await add(db, "claimed", chat=BEN)
    posts = await claim(db, owner="dead")
    await outbox.sending(db, posts[:1], owner="dead", now=NOW, real_now=NOW, lease=MINUTE)
    await add(db, "mine", chat=303)
    (mine,) = await claim(db, owner="me")
    (left,) = await outbox.release(db, "me")
    assert (left.payload, left.tried_at) == ("sent perhaps", NOW)
    assert await state(db, left.seq) == "sending"
    assert await state(db, mine.seq) == "claimed"
    assert await texts(db) == ["claimed"]


async def test_an_expired_lease_is_taken_back_and_a_living_one_is_not(db: Db) -> None:
    await add(db, "sent perhaps")
    await add(db, "claimed", chat=BEN)
    posts = await claim(db)
    await outbox.sending(db, posts[:1], owner="me", now=NOW, real_now=NOW, lease=MINUTE)
    assert await outbox.reap(db, NOW + MINUTE, spare=()) == []
    assert await texts(db) == []
    await let_leases_run_out(db)
    (left,) = await outbox.reap(db, NOW, spare=())
    assert left.payload == "sent perhaps"
    assert await texts(db) == ["claimed"]


async def test_idle_means_nothing_due_and_nothing_in_flight(db: Db) -> None:
    assert await outbox.idle(db, NOW)
    assert await outbox.next_at(db, NOW) is None
    await add(db, "words", at=NOW + MINUTE)
    assert await outbox.idle(db, NOW)
    assert not await outbox.idle(db, NOW + MINUTE)
    (post,) = await claim(db, NOW + MINUTE)
    assert not await outbox.idle(db, NOW)
    await outbox.close(db, post, "dead", NOW)
    assert await outbox.idle(db, NOW + MINUTE)


async def test_a_payload_that_does_not_open_ends_its_row_and_stops_no_other(db: Db) -> None:
    await add(db, "spoilt")
    await add(db, "sound", chat=BEN)
    await db.execute(update(tables.outbox).where(tables.outbox.c.seq == 1).values(ref="moved"))
    assert await texts(db) == ["sound"]
    assert await state(db, 1) == "dead"


async def test_so_does_its_slot(db: Db, ann: Person) -> None:
    slot = await nudge(db, ann)
    await db.execute(update(tables.outbox).values(ref="moved", payload=b"spoilt"))
    assert await claim(db) == []
    found = await slots.by_id(db, slot.id)
    assert found is not None
    assert found.outcome is Outcome.UNDELIVERABLE


async def test_many_who_claim_at_once_never_get_the_same_row(database: Database) -> None:
    async with database.writing() as db:
        for chat in range(40):
            await add(db, str(chat), chat=chat)

    async def work() -> list[int]:
        async with database.writing() as db:
            return [post.seq for post in await claim(db, limit=7)]

    claimed = [seq for seqs in await asyncio.gather(*(work() for _ in range(8))) for seq in seqs]
    assert sorted(claimed) == list(range(1, 41))


async def test_purging_removes_old_closed_rows_and_never_a_waiting_one(db: Db) -> None:
    await add(db, "old")
    (old,) = await claim(db)
    await outbox.sent(db, {old: 1}, NOW)
    await add(db, "waiting")
    assert await outbox.purge(db, NOW) == 0
    assert await outbox.purge(db, NOW + MINUTE) == 1
    assert await texts(db) == ["waiting"]


async def test_the_next_nudge_of_a_person_is_the_earliest_that_waits(db: Db, ann: Person) -> None:
    assert await outbox.next_of(db, ann.id) is None
    await nudge(db, ann, "walk", NOW + 2 * MINUTE)
    await nudge(db, ann, "session", NOW + MINUTE)
    await add(db, "a reply is no nudge", to=ann)
    assert await outbox.next_of(db, ann.id) == NOW + MINUTE


async def test_what_arrived_after_all_is_not_sent_again(db: Db) -> None:
    """Its lease ran out, it was taken back, somebody else has it: then the first hears that Telegram has it."""
    await add(db, "words")
    (first,) = await claim(db)
    await outbox.sending(db, [first], owner="me", now=NOW, real_now=NOW, lease=MINUTE)
    await let_leases_run_out(db)
    (left,) = await outbox.reap(db, NOW, spare=())
    await outbox.put_back(db, left, not_before=NOW, counted=True, twin=True)
    (second,) = await claim(db, owner="another")
    assert await outbox.sent(db, {first: 7}, NOW) == {first.ref}
    assert await outbox.sending(db, [second], owner="another", now=NOW, real_now=NOW, lease=MINUTE) == set()
    assert await outbox.sent(db, {second: 8}, NOW) == set()


async def test_several_arrive_at_once_each_as_a_message_of_its_own(db: Db) -> None:
    for number in range(3):
        await add(db, "words", chat=number + 1)
    posts = await claim(db)
    await outbox.sending(db, posts, owner="me", now=NOW, real_now=NOW, lease=MINUTE)
    assert await outbox.sent(db, {post: 70 + number for number, post in enumerate(posts)}, NOW) == {
        post.ref for post in posts
    }
    rows = (
        await db.execute(select(tables.outbox.c.state, tables.outbox.c.message_id).order_by(tables.outbox.c.seq))
    ).all()
    assert [tuple(row) for row in rows] == [("sent", 70), ("sent", 71), ("sent", 72)]


async def test_what_a_process_that_ends_has_claimed_waits_for_anybody(db: Db) -> None:
    await add(db, "first")
    await add(db, "second", chat=BEN)
    on_its_way, claimed = await claim(db)
    await outbox.sending(db, [on_its_way], owner="me", now=NOW, real_now=NOW, lease=MINUTE)
    await outbox.let_go(db, "another")
    assert await claim(db, owner="another") == []
    await outbox.let_go(db, "me")
    assert [post.ref for post in await claim(db, owner="another")] == [claimed.ref]


async def test_what_was_said_to_a_chat_is_known_by_its_kind_and_its_time(db: Db) -> None:
    await add(db, "not invited", kind="stranger")
    (post,) = await claim(db)
    await outbox.close(db, post, "dead", NOW)
    assert await outbox.said(db, ANN, "stranger", NOW - MINUTE)
    assert not await outbox.said(db, ANN, "stranger", NOW)
    assert not await outbox.said(db, ANN, "plain", NOW - MINUTE)
    assert not await outbox.said(db, BEN, "stranger", NOW - MINUTE)
