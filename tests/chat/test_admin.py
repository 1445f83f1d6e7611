"""An admin sees how the whole goes and tells everybody something: seen first, confirmed, once each, and stopped at will."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.chat.access import Access
from bot.domain.standing import Hold
from bot.domain.triage import RULES_VERSION
from bot.flows import announcement
from bot.flows.announcement import LONGEST
from bot.library.measure import utf16
from bot.playground.faults import Drop
from bot.playground.phone import Bubble, Phone
from bot.store import past, people
from bot.store.tables import audit, outbox
from tests.chat.talks import (
    ANSWERED,
    after_a_restart,
    consult,
    in_hand,
    moved_in,
    one,
    texts,
    two,
)
from tests.chat.town import MONDAY, StillClock, Town, town, town_at
from tests.faults import remains

ADMIN = 1001
"""The number of the first phone in a town."""
ADMINS = Access(admins=frozenset({ADMIN}))
NEWS = "We move house on Friday. <b>No</b> reminders & no walks from 12:00 to 13:00."
TITLE = "From the person who runs this bot"
LOOK = timedelta(seconds=6)


@pytest.fixture
async def lumbar(tmp_path: Path, empty: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, empty, access=ADMINS) as running:
        yield running


@pytest.fixture
async def ada(lumbar: Town) -> Phone:
    return await _admin(lumbar)


async def _admin(lumbar: Town) -> Phone:
    ada = lumbar.phone(name="Ada")
    assert ada.chat.id == ADMIN
    await moved_in(lumbar, ada)
    return ada


async def _neighbours(lumbar: Town, count: int = 3) -> list[Phone]:
    phones = [lumbar.phone(name=f"Ben {number}") for number in range(count)]
    for phone in phones:
        await moved_in(lumbar, phone)
    return phones


async def _beats(lumbar: Town, count: int = 3) -> None:
    """What the next beats of the pulse bring, each long enough after the last to be told of."""
    for _ in range(count):
        lumbar.clock.move_to(lumbar.clock.now() + LOOK)
        await lumbar.app.pulse.plan()
        await lumbar.settled()


async def _tells(ada: Phone, text: str = NEWS) -> list[Bubble]:
    await ada.says("/announce")
    await ada.says(text)
    return await ada.taps("Send it to everybody")


def _news(phone: Phone) -> list[Bubble]:
    return [bubble for bubble in phone.screen if bubble.text.startswith(TITLE)]


def _heard(phones: Sequence[Phone]) -> list[int]:
    return [len(_news(phone)) for phone in phones]


async def test_an_admin_tells_everybody_something(lumbar: Town, ada: Phone) -> None:
    ben, cem, dot = await _neighbours(lumbar)
    asked = one(await ada.says("/announce"))
    assert asked.text == (
        "What shall I tell everybody?\n"
        "Type it as one message of up to 4,000 characters. It goes out as plain text. You see it first."
    )
    assert asked.labels == ("Drop it",)
    preview, sure = two(await ada.says(NEWS))
    assert preview.text == f"{TITLE}\n\n{NEWS}"
    assert sure.text.startswith("Above is how it looks. 4 people get it.\nThat is everybody who agreed,")
    assert sure.labels == ("Send it to everybody", "Change it", "Drop it")
    assert _heard([ben, cem, dot]) == [0, 0, 0], "nothing goes out before it is confirmed"
    going = one(await ada.taps("Send it to everybody"))
    assert going.id == sure.id, "one bubble follows it"
    assert going.text == "On its way\n0 of 4 have it."
    assert going.labels == ("Stop",)
    await _beats(lumbar)
    for phone in (ben, cem, dot):
        assert one(_news(phone)).text == preview.text, "as it was seen"
    assert next(bubble.text for bubble in ada.screen if bubble.id == sure.id) == "Done\n4 of 4 have it."
    await _beats(lumbar)
    assert _heard([ben, cem, dot]) == [1, 1, 1]


async def test_it_can_be_changed_or_dropped(lumbar: Town, ada: Phone) -> None:
    (ben,) = await _neighbours(lumbar, 1)
    await ada.says("/announce")
    await ada.says("Frst try")
    assert one(await ada.taps("Change it")).text.startswith("What shall I tell everybody?")
    assert two(await ada.says("First try"))[0].text == f"{TITLE}\n\nFirst try"
    assert one(await ada.taps("Drop it")).text == "Nothing more is sent."
    await ada.says("/announce")
    assert "Nothing more is sent." in texts(await ada.taps("Drop it"))
    await ada.says("/announce")
    await ada.says("/cancel")
    assert TITLE not in texts(await ada.says("Just words"))
    await _beats(lumbar)
    assert _heard([ben]) == [0]


async def test_what_is_stopped_leaves_to_nobody_any_more(lumbar: Town, ada: Phone) -> None:
    phones = await _neighbours(lumbar)
    await _tells(ada)
    assert one(await ada.taps("Stop")).text == "Stopping\n0 of 4 have it."
    await _beats(lumbar)
    assert _heard(phones) == [0, 0, 0]
    assert "Stopped\n0 of 4 have it." in texts(ada.screen)
    await _tells(ada, "Another one")
    await _beats(lumbar)
    assert _heard(phones) == [1, 1, 1], "after it there is room for another"


async def test_stopped_in_the_night_it_does_not_leave_in_the_morning(tmp_path: Path, empty: Path) -> None:
    clock = StillClock(MONDAY.replace(hour=22))
    async with town(tmp_path, empty, clock=clock, access=ADMINS) as lumbar:
        ada = await _admin(lumbar)
        phones = await _neighbours(lumbar)
        await _tells(ada)
        await _beats(lumbar)
        assert await _waiting(lumbar) == 4, "planned, for the morning"
        await ada.taps("Stop")
        await _beats(lumbar)
        assert await _waiting(lumbar) == 0
        await ada.passes(timedelta(hours=14))
        assert _heard(phones) == [0, 0, 0]


async def _waiting(lumbar: Town) -> int:
    query = select(func.count()).select_from(outbox).where(outbox.c.state == "pending", outbox.c.kind == "news")
    async with lumbar.app.database.reading() as db:
        return (await db.execute(query)).scalar_one()


async def test_nobody_is_woken_by_it(tmp_path: Path, empty: Path) -> None:
    clock = StillClock(MONDAY.replace(hour=20))
    async with town(tmp_path, empty, clock=clock, access=ADMINS) as lumbar:
        ada = await _admin(lumbar)
        ben, quiet, crisis = await _neighbours(lumbar)
        far = lumbar.phone(name="Moana")
        await moved_in(lumbar, far, zone="Asia/Tokyo")
        async with lumbar.app.database.writing() as db:
            known = [await people.by_chat(db, phone.chat.id) for phone in (quiet, crisis)]
            assert known[0] is not None
            assert known[1] is not None
            await people.save(db, replace(known[0], quiet_hours="19:00-10:30"))
            until = replace(known[1].standing, quiet_until=clock.now() + timedelta(hours=30))
            await people.save(db, replace(known[1], standing=until))
        await _tells(ada)
        await _beats(lumbar)
        assert _heard([ben, far, quiet, crisis]) == [1, 0, 0, 0]
        await ada.passes(timedelta(hours=60))
        came = [next(m.at for m in phone.chat.messages if TITLE in m.plain) for phone in (far, quiet, crisis)]
        assert [f"{at:%d %H:%M}" for at in came] == ["02 23:00", "03 10:30", "04 08:00"], "eight in Tokyo"


async def test_who_gets_it(lumbar: Town, ada: Phone) -> None:
    paused, held, unfinished, blocked, gone, back, known = await _neighbours(lumbar, 7)
    await paused.says("/pause 3 days")
    await held.says("my left leg is tingling")
    await unfinished.says("/symptoms")
    lumbar.telegram.blocks(blocked.chat.id)
    for phone in (gone, back):
        await phone.says("/delete")
        await phone.taps("Delete everything")
    await back.says("/start")
    stranger = lumbar.phone(name="Eve")
    await stranger.says("/start")
    await ada.says("/announce")
    _, sure = two(await ada.says(NEWS))
    assert "4 people get it." in sure.text
    await ada.taps("Send it to everybody")
    late = lumbar.phone(name="Late")
    await moved_in(lumbar, late)
    await _beats(lumbar)
    assert _heard([paused, unfinished, known]) == [1, 1, 1], "a pause is one of reminders"
    assert _heard([held, blocked, gone, back, stranger, late]) == [0] * 6


async def test_who_is_held_erased_or_blocks_the_bot_while_it_waits_does_not_get_it(tmp_path: Path, empty: Path) -> None:
    clock = StillClock(MONDAY.replace(hour=22))
    async with town(tmp_path, empty, clock=clock, access=ADMINS) as lumbar:
        ada = await _admin(lumbar)
        held, gone, blocked, well = await _neighbours(lumbar, 4)
        await _tells(ada)
        await _beats(lumbar)
        assert await _waiting(lumbar) == 5
        await held.says("my left leg is tingling")
        await gone.says("/delete")
        await gone.taps("Delete everything")
        lumbar.telegram.blocks(blocked.chat.id)
        await lumbar.settled()
        await ada.passes(timedelta(hours=12))
        assert _heard([held, gone, blocked, well]) == [0, 0, 0, 1]
        assert "Done\n2 of 5 have it." in texts(ada.screen)


# Once each


async def test_a_restart_in_the_middle_loses_nobody_and_doubles_nobody(
    tmp_path: Path, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcement, "BATCH", 2)
    async with town(tmp_path, empty, access=ADMINS) as before:
        ada = await _admin(before)
        phones = await _neighbours(before, 6)
        await _tells(ada)
        await _beats(before, 2)
        assert sum(_heard(phones)) in (3, 4), "in the middle, the admin among those who have it or not"
    async with town(
        tmp_path, empty, clock=before.clock, access=ADMINS, telegram=after_a_restart(before.telegram)
    ) as after:
        phones = [in_hand(after, phone) for phone in phones]
        await _beats(after, 5)
        assert _heard(phones) == [1] * 6
        assert "Done\n7 of 7 have it." in texts(in_hand(after, ada).screen)


async def test_one_that_may_have_arrived_does_not_go_again(lumbar: Town, ada: Phone) -> None:
    (ben,) = await _neighbours(lumbar, 1)
    lumbar.telegram.fail_next("sendMessage", Drop(accepted=True), chat_id=ben.chat.id)
    await _tells(ada)
    await _beats(lumbar, 2)
    await ada.passes(timedelta(minutes=10))
    assert _heard([ben]) == [1], "it had arrived"
    assert "Done\n1 of 2 have it.\nNot reached, or not for sure: 1" in texts(ada.screen)


async def test_a_restored_backup_goes_on_with_nobody(lumbar: Town, ada: Phone) -> None:
    """Up to whom it was planned after the backup, nobody knows."""
    (ben,) = await _neighbours(lumbar, 1)
    await ada.says("/announce")
    await ada.says(NEWS)
    await ada.taps("Send it to everybody")
    async with lumbar.app.database.writing() as db:
        await past.close(db, lumbar.clock.now())
    await _beats(lumbar)
    assert _heard([ben]) == [0]
    assert "Stopped\n0 of 2 have it." in texts(ada.screen)


async def test_it_goes_to_each_once_on_postgres(postgres_address: str) -> None:
    async with town_at(postgres_address, access=ADMINS) as lumbar:
        ada = await _admin(lumbar)
        phones = await _neighbours(lumbar)
        await _tells(ada)
        await asyncio.gather(*(lumbar.app.pulse.announce() for _ in range(4)))
        await _beats(lumbar)
        assert _heard(phones) == [1, 1, 1]
        shown = one(await ada.says("/admin")).text
        assert "Messages: " in shown


# What is typed


async def test_of_the_longest_every_word_arrives(lumbar: Town, ada: Phone) -> None:
    (ben,) = await _neighbours(lumbar, 1)
    await ada.says("/announce")
    assert one(await ada.says("x" * (LONGEST + 1))).text.startswith("That is 4,001 characters long, and 4,000 fit.")
    longest = "<&>" + "🫖" * 1000 + " word" * 399 + "."
    longest += "y" * (LONGEST - utf16(longest))
    await ada.says(longest)
    await ada.taps("Send it to everybody")
    await _beats(lumbar)
    assert one(_news(ben)).text == f"{TITLE}\n\n{longest}"


async def test_an_announcement_may_speak_of_warning_signs(lumbar: Town, ada: Phone) -> None:
    (ben,) = await _neighbours(lumbar, 1)
    await ada.says("/announce")
    _, sure = two(await ada.says("If your leg goes numb, tap New symptom."))
    assert "If they are about you, tap below." in sure.text
    assert sure.labels[-2:] == ("New symptom", "Get help")
    assert await _hold(lumbar, ada) is Hold.NONE
    await ada.taps("Send it to everybody")
    await _beats(lumbar)
    assert _heard([ben]) == [1]


@pytest.mark.parametrize("said", ["my left leg is numb", "/admin my left leg is numb", "/announce my legs are numb"])
async def test_whatever_else_an_admin_types_is_read_for_warning_signs(lumbar: Town, ada: Phone, said: str) -> None:
    await ada.says(said)
    person = await lumbar.person(ada)
    assert person is not None
    assert person.standing.held >= Hold.CONSULT


async def test_words_long_after_the_question_are_read_for_warning_signs(ada: Phone) -> None:
    await ada.says("/announce")
    await ada.passes(timedelta(minutes=31))
    assert consult(await ada.says("my left leg is numb"))


async def test_its_words_stand_nowhere_in_the_clear(tmp_path: Path, empty: Path) -> None:
    async with town(tmp_path, empty, access=ADMINS) as lumbar:
        ada = await _admin(lumbar)
        await _neighbours(lumbar, 1)
        await _tells(ada, "canary-4711")
        await _beats(lumbar)
    assert [name for name, data in remains.files(tmp_path) if b"canary-4711" in data] == []


# Who is none


async def test_to_anybody_else_there_is_no_such_way(lumbar: Town) -> None:
    lumbar.phone(name="Ada")
    (ben,) = await _neighbours(lumbar, 1)
    unknown = one(await ben.says("/nosuchcommand"))
    for command in ("/admin", "/announce"):
        assert one(await ben.says(command)).text == unknown.text
    for way in ("/admin", "/announce", "/announce-stop"):
        assert not await ben.presses(unknown.id, way)
        assert ben.toast == ANSWERED
    assert consult(await ben.says("/admin my left leg is numb"))


async def test_who_is_no_admin_any_more_cannot_finish_what_they_began(tmp_path: Path, empty: Path) -> None:
    async with town(tmp_path, empty, access=ADMINS) as before:
        ada = await _admin(before)
        (ben,) = await _neighbours(before, 1)
        await ada.says("/announce")
    async with town(tmp_path, empty, clock=before.clock, telegram=after_a_restart(before.telegram)) as after:
        ada, ben = in_hand(after, ada), in_hand(after, ben)
        assert texts(await ada.says("Hello all")) == texts(await ben.says("Hello all"))
        await _beats(after)
        assert _heard([ben]) == [0]
        assert consult(await ada.says("my left leg is numb"))


async def _hold(lumbar: Town, phone: Phone) -> Hold:
    person = await lumbar.person(phone)
    assert person is not None
    return person.standing.held


# Figures


async def test_what_an_admin_sees(lumbar: Town, ada: Phone) -> None:
    phones = await _neighbours(lumbar, 5)
    await phones[0].says("my left leg is tingling")
    await phones[0].passes(timedelta(days=1))
    for phone, reason in zip(phones[1:], ("No time", "No time", "No time", "Too hard"), strict=True):
        await phone.says("/pause 3 days")
        await phone.taps(reason)
    shown = one(await ada.says("/admin"))
    assert shown.text == "\n".join(
        (
            "How it goes",
            "6 people use Lumbar.",
            "",
            "Who is here",
            "Last day: 5. Of 6 who came before it, 5 stayed a day.",
            "Last 30 days: 6. Of 0 who came before that, 0 stayed 30 days.",
            "Last 180 days: 6. Of 0 who came before that, 0 stayed 180 days.",
            "Last 365 days: 6. Of 0 who came before that, 0 stayed 365 days.",
            "",
            "Why people paused",
            "• No time: 3",
            "• Too hard: one or two",
            "",
            "The last 24 hours",
            "Messages: 14 sent, 0 given up, 0 too late to send, 0 no longer wanted, 0 unclear.",
            "Reminders: 6 sent, 0 of them more than a minute late, the latest by 0 min.",
            "",
            "Dead letters of two days: 0 that came in, 0 to go out.",
            "Last backup: none is made by itself.",
            f"Words and exercises: {lumbar.app.library.fingerprint}. Rules: {RULES_VERSION}.",
        )
    )
    assert shown.labels == ("Tell everybody", "Look again", "Reload content")
    assert one(await ada.taps("Look again")).id == shown.id


async def test_what_an_admin_does_is_written_down(lumbar: Town, ada: Phone) -> None:
    await ada.says("/admin")
    await _tells(ada)
    await ada.taps("Stop")
    async with lumbar.app.database.reading() as db:
        done = (await db.execute(select(audit.c.what).order_by(audit.c.at))).scalars().all()
    assert done == ["admin", "announce", "stop-announcement"]
