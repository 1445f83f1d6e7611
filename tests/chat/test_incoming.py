"""Only a person in a chat of their own is heard. Everything else is left, or left alone (fault row 54)."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from telegram import Update

from bot.chat.incoming import Blocked, Command, Elsewhere, Tap, Text, parse
from bot.playground.refusal import Refusal
from tests.chat.talks import CONSULT, moved_in, texts
from tests.chat.town import Town, town_at

ANA = {"id": 7, "is_bot": False, "first_name": "Ana"}
ROBOT = {"id": 8, "is_bot": True, "first_name": "Robot"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Ana"}
GROUP = {"id": -5, "type": "supergroup", "title": "Back pain club"}
CHANNEL = {"id": -6, "type": "channel", "title": "Backs"}
FORWARDED: dict[str, Any] = {"forward_origin": {"type": "hidden_user", "sender_user_name": "Ben", "date": 1}}
ONLY_IN_PRIVATE = "I only work in a private chat, as this is about your health. Please message me there."


def message(sender: dict[str, Any] | None, chat: dict[str, Any], text: str = "/erase", **more: Any) -> dict[str, Any]:
    return {"message_id": 1, "date": 1, "chat": chat, "text": text, **({"from": sender} if sender else {}), **more}


def tap(sender: dict[str, Any], chat: dict[str, Any]) -> dict[str, Any]:
    on = message(ROBOT, chat, "a question")
    return {"id": "9", "from": sender, "chat_instance": "1", "data": "/delete", "message": on}


ADMIN = {"status": "administrator", "can_be_edited": False} | dict.fromkeys(
    (
        *("is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members"),
        *("can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories"),
        "can_delete_stories",
    ),
    True,
)
STATUS = {"kicked": {"status": "kicked", "until_date": 0}, "administrator": ADMIN}


def member(sender: dict[str, Any], chat: dict[str, Any], status: str) -> dict[str, Any]:
    before, after = {"status": "left"}, STATUS.get(status, {"status": status})
    changes = {"old_chat_member": before | {"user": ROBOT}, "new_chat_member": after | {"user": ROBOT}}
    return {"chat": chat, "from": sender, "date": 1, **changes}


HERE = Elsewhere(joined=False)
THERE = Elsewhere(joined=True)
CASES = {
    "a person": ("message", message(ANA, PRIVATE), Command("erase", "")),
    "an edited command": ("edited_message", message(ANA, PRIVATE), "edited"),
    "a forwarded command": ("message", message(ANA, PRIVATE, **FORWARDED), Text("/erase", forwarded=True)),
    "another bot": ("message", message(ROBOT, PRIVATE | {"id": 8}), HERE),
    "nobody": ("message", message(None, PRIVATE), HERE),
    "somebody in another's chat": ("message", message(ANA | {"id": 9}, PRIVATE), HERE),
    "a group": ("message", message(ANA, GROUP), THERE),
    "an anonymous admin": ("message", message(ANONYMOUS, GROUP, sender_chat=GROUP), THERE),
    "an anonymous admin who edits": ("edited_message", message(ANONYMOUS, GROUP, sender_chat=GROUP), THERE),
    "a channel in the name of itself": ("message", message(None, PRIVATE, sender_chat=CHANNEL), HERE),
    "a channel's post": ("channel_post", message(None, CHANNEL, sender_chat=CHANNEL), None),
    "an edited post": ("edited_channel_post", message(None, CHANNEL, sender_chat=CHANNEL), None),
    "a tap": ("callback_query", tap(ANA, PRIVATE), Tap("9", "/delete")),
    "a tap in another's chat": ("callback_query", tap(ANA | {"id": 9}, PRIVATE), replace(HERE, callback_id="9")),
    "a tap of a bot": ("callback_query", tap(ROBOT, PRIVATE | {"id": 8}), replace(HERE, callback_id="9")),
    "a tap in a group": ("callback_query", tap(ANA, GROUP), replace(THERE, callback_id="9")),
    "blocked": ("my_chat_member", member(ANA, PRIVATE, "kicked"), Blocked(blocked=True)),
    "let in again": ("my_chat_member", member(ANA, PRIVATE, "member"), Blocked(blocked=False)),
    "added to a group": ("my_chat_member", member(ANA, GROUP, "member"), THERE),
    "put out of a group": ("my_chat_member", member(ANA, GROUP, "kicked"), HERE),
    "added to a channel": ("my_chat_member", member(ANA, CHANNEL, "administrator"), replace(THERE, is_channel=True)),
}


def read(kind: str, payload: dict[str, Any]) -> Any:
    update = Update.de_json({"update_id": 1, kind: payload}, None)
    found = parse(update)
    return None if found is None else found.deed


@pytest.mark.parametrize("name", CASES)
def test_who_is_heard(name: str) -> None:
    kind, payload, meant = CASES[name]
    found = read(kind, payload)
    if meant == "edited":
        assert isinstance(found, Text)
        assert found.edits is not None
    else:
        assert found == meant


@pytest.fixture
async def lumbar(address: str) -> AsyncIterator[Town]:
    async with town_at(address) as running:
        yield running


async def test_an_edited_or_a_forwarded_command_to_delete_is_read_for_symptoms_and_does_nothing(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("hello")
    own = ana.chat.messages[-2].id
    before = await lumbar.person(ana)
    for command in ("/erase", "/delete", "/erase now", "/cancel"):
        assert not await ana.says(command, forwarded=True)
        assert not await ana.edits(own, command)
    after = await lumbar.person(ana)
    assert before is not None
    assert after is not None
    assert replace(after, seen_at=before.seen_at) == before
    assert CONSULT in texts(await ana.edits(own, "/erase my left leg is tingling"))


async def test_who_is_no_person_in_their_own_chat_changes_nothing_and_hears_nothing(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    before = await lumbar.person(ana)
    own = ana.chat.api()
    sent = len(lumbar.telegram.sent)
    for kind, payload in (
        ("message", message(ROBOT, own)),
        ("message", message(None, own)),
        ("message", message(ANA, own)),
        ("message", message(None, own, sender_chat=CHANNEL)),
        ("edited_message", message(ANONYMOUS, own, sender_chat=GROUP)),
        ("my_chat_member", member(ANA, own, "kicked")),
    ):
        assert lumbar.telegram.updates.add(kind, payload) is not None
    await lumbar.settled()
    assert lumbar.telegram.updates.add("channel_post", message(None, CHANNEL)) is None, "it never asks for these"
    assert await lumbar.person(ana) == before
    assert len(lumbar.telegram.sent) == sent


async def test_a_group_is_told_where_it_works_and_left_also_where_it_may_not_speak(lumbar: Town) -> None:
    for mute in (False, True):
        club = lumbar.telegram.adds_to_group(-7 if mute else -5)
        if mute:
            lumbar.telegram.fail_next("sendMessage", Refusal(403, "Forbidden: not enough rights"), chat_id=club.id)
        await lumbar.settled()
        assert not club.member
        assert [each.plain for each in club.messages if each.from_bot] == ([] if mute else [ONLY_IN_PRIVATE])


async def test_an_anonymous_admin_s_command_makes_it_leave_and_nothing_else(lumbar: Town) -> None:
    club = lumbar.telegram.chat(-5, "Back pain club")
    for said in ("/erase", "/start", "my left leg is tingling"):
        lumbar.telegram.updates.add("message", message(ANONYMOUS, club.api(), said, sender_chat=club.api()))
    await lumbar.settled()
    assert not club.member
    assert {each.plain for each in club.messages if each.from_bot} == {ONLY_IN_PRIVATE}


async def test_a_channel_is_left_without_a_word(lumbar: Town) -> None:
    channel = lumbar.telegram.chat(-6, "Backs")
    lumbar.telegram.updates.add("my_chat_member", member(ANA, CHANNEL, "administrator"))
    await lumbar.settled()
    assert not channel.member
    assert not channel.messages
