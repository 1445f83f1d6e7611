"""By invitation only: one invite lets one person in, and a stranger hears one line a day, and what may save a life."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from typing_extensions import override

from bot.chat.access import Access
from bot.playground.phone import Bubble
from bot.store import invites
from tests.chat.talks import ANSWERED, after_a_restart, in_hand, left_of_people, moved_in, one, texts, two
from tests.chat.town import StillClock, Town, town, town_at

REFUSED = "This bot is by invitation only. If you have an invitation, open its link."
NUMBERS = "112, 999 or 911"
NERVE = "can be a sign that nerves in your lower back need urgent care"
DAY = timedelta(days=1)
ADMIN = 1001
"""The number of the first phone in a town."""
BY_INVITE = Access(by_invite=True)


class PatientClock(StillClock):
    """The seconds between two attempts are over at once."""

    @override
    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)


@pytest.fixture
async def lumbar(tmp_path: Path, empty: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, empty, clock=PatientClock(), access=BY_INVITE) as running:
        yield running


async def invited(lumbar: Town, *, expires: timedelta = 7 * DAY) -> str:
    code, now = invites.new_code(), lumbar.clock.now()
    async with lumbar.app.database.writing() as db:
        await invites.add(db, [code], now=now, expires_at=now + expires)
    return code


def is_in(bubbles: list[Bubble]) -> bool:
    return "Which country are you in?" in texts(bubbles)


async def test_an_invite_lets_one_person_in_and_nobody_after_them(lumbar: Town) -> None:
    ana, ben = lumbar.phone(), lumbar.phone(name="Ben")
    code = await invited(lumbar)
    assert is_in(await ana.says(f"/start {code}"))
    assert one(await ben.says(f"/start {code}")).text == REFUSED
    assert is_in(await ana.says(f"/start {code}")), "who is in, is in"
    assert await lumbar.person(ben) is None


async def test_the_same_words_meet_whoever_is_not_invited_once_a_day(lumbar: Town) -> None:
    used, late = await invited(lumbar), await invited(lumbar, expires=timedelta(hours=1))
    await lumbar.phone().says(f"/start {used}")
    lumbar.clock.move_to(lumbar.clock.now() + timedelta(hours=2))
    tried = ("/start", f"/start {used}", f"/start {late}", "/start " + "A" * 64, "hello", "/today", "Today", "/delete")
    for said in tried:
        mal = lumbar.phone(name="Mal")
        assert one(await mal.says(said)).text == REFUSED, said
        assert await lumbar.person(mal) is None
    for again in (*tried, "/start again"):
        assert not await mal.says(again), again
    assert not await mal.sends("photo")
    lumbar.clock.move_to(lumbar.clock.now() + timedelta(hours=23))
    assert not await mal.says("hello")
    lumbar.clock.move_to(lumbar.clock.now() + timedelta(hours=1))
    assert one(await mal.says("hello")).text == REFUSED


async def test_the_line_of_the_day_is_remembered_over_a_restart(tmp_path: Path, empty: Path) -> None:
    async with town(tmp_path, empty, access=BY_INVITE) as before:
        mal = before.phone(name="Mal")
        one(await mal.says("hello"))
    async with town(tmp_path, empty, access=BY_INVITE, telegram=after_a_restart(before.telegram)) as after:
        assert not await in_hand(after, mal).says("hello")


WARNS = {
    "I can't pee and my legs are numb": NERVE,
    "/start I can't pee": NERVE,
    "/cantpee I can't pee": NERVE,
    "/start my_legs_are_numb": "When to get help",
    "I have chest pain": "Call 112, 999 or 911 now.",
    "my left leg is tingling": "book to see a GP, doctor or physio in the next few days",
    "I want to die": "If you might act on this, call 112, 999 or 911.",
    "my bladder": "When to get help",
    "/gethelp": "When to get help",
    "Get help": "When to get help",
    "New symptom": "When to get help",
}


async def test_a_stranger_with_a_warning_sign_is_told_what_to_do_and_nothing_is_kept(lumbar: Town) -> None:
    for said, hears in WARNS.items():
        mal = lumbar.phone(name="Mal")
        told, refused = two(await mal.says(said))
        assert hears in told.text, said
        assert NUMBERS in told.text
        assert refused.text == REFUSED
        assert hears in one(await mal.says(said)).text, "as often as they say it"
    assert await left_of_people(lumbar) == {}


async def test_the_button_below_words_of_crisis_leads_to_help(lumbar: Town) -> None:
    mal = lumbar.phone(name="Mal")
    await mal.says("I want to die")
    assert "When to get help" in one(await mal.taps("Get help")).text


async def test_what_a_stranger_forwards_is_somebody_else_s(lumbar: Town) -> None:
    mal = lumbar.phone(name="Mal")
    told, _ = two(await mal.says("I can't pee", forwarded=True))
    assert told.text.startswith("When to get help")


async def test_an_update_of_a_stranger_that_cannot_be_read_is_put_aside_in_silence_unless_it_warns(
    lumbar: Town,
) -> None:
    mal = lumbar.phone(name="Mal")
    for said in ("hello", "I can't pee"):
        mal.telegram.says(mal.chat.id, said)
        mal.telegram.updates.waiting[-1].payload["date"] = "yesterday"
        await lumbar.settled()
    assert NERVE in texts(mal.screen)


async def test_an_admin_needs_no_invite(tmp_path: Path, empty: Path) -> None:
    async with town(tmp_path, empty, access=replace(BY_INVITE, admins=frozenset({ADMIN}))) as lumbar:
        admin, mal = lumbar.phone(), lumbar.phone(name=str(ADMIN))
        assert admin.chat.id == ADMIN
        assert is_in(await admin.says("/start"))
        assert one(await mal.says(f"/start {ADMIN}")).text == REFUSED


async def test_who_was_here_before_it_became_by_invitation_stays(tmp_path: Path, empty: Path) -> None:
    async with town(tmp_path, empty) as open_to_all:
        ana = open_to_all.phone()
        await moved_in(open_to_all, ana)
    async with town(tmp_path, empty, access=BY_INVITE, telegram=after_a_restart(open_to_all.telegram)) as lumbar:
        assert "Today: 5 moves" in texts(await in_hand(lumbar, ana).says("/today"))


async def test_who_was_erased_needs_a_new_invite(lumbar: Town) -> None:
    ana = lumbar.phone()
    code = await invited(lumbar)
    await ana.says(f"/start {code}")
    await ana.taps("United Kingdom")
    await ana.taps("I'm 18 or over and I agree")
    await ana.says("/delete")
    await ana.taps("Delete everything")
    assert one(await ana.says(f"/start {code}")).text == REFUSED
    old = next(message.id for message in ana.chat.messages if message.from_bot and message.buttons)
    assert not await ana.presses(old, "x:y")
    assert ana.toast == ANSWERED
    assert is_in(await ana.says(f"/start {await invited(lumbar)}"))


async def test_where_anybody_may_come_in_an_invite_is_not_used_up(tmp_path: Path, empty: Path) -> None:
    async with town(tmp_path, empty) as lumbar:
        code = await invited(lumbar)
        assert is_in(await lumbar.phone().says(f"/start {code}"))
        async with lumbar.app.database.writing() as db:
            assert await invites.use(db, code, lumbar.clock.now())


async def test_of_two_who_race_with_one_invite_one_is_in(lumbar: Town) -> None:
    await _race(lumbar)


async def test_of_two_who_race_with_one_invite_one_is_in_on_postgres(postgres_address: str) -> None:
    async with town_at(postgres_address, access=BY_INVITE) as lumbar:
        await _race(lumbar)


async def _race(lumbar: Town) -> None:
    phones = [lumbar.phone() for _ in range(8)]
    code = await invited(lumbar)
    for phone in phones:
        phone.telegram.says(phone.chat.id, f"/start {code}")
    await lumbar.settled()
    assert sorted(is_in(phone.screen) for phone in phones) == [False] * 7 + [True]
    people = [await lumbar.person(phone) for phone in phones]
    assert sum(person is not None for person in people) == 1


async def test_what_stands_in_a_link_is_not_what_somebody_says(tmp_path: Path, empty: Path) -> None:
    """Whoever makes a link cannot put a hold on whoever opens it."""
    async with town(tmp_path, empty) as lumbar:
        ana = lumbar.phone()
        await moved_in(lumbar, ana)
        assert "Is this a new symptom for you, today?" in texts(await ana.says("/start i_cant_pee"))
        await ana.taps("No")
        assert "5 moves" in texts(await ana.says("/today"))
