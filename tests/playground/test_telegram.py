"""The double is as strict as Telegram."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest

from bot.playground.faults import Drop, DroppedError, Gateway, Stall, StalledError
from bot.playground.params import Upload
from bot.playground.refusal import UNAUTHORIZED, too_many
from bot.playground.telegram import Telegram
from tests.playground.conftest import ANA, Hands

PHOTO = Upload("a.png", "image/png", b"png")
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def inline(*labels: str, data: str = "x") -> str:
    return json.dumps({"inline_keyboard": [[{"text": label, "callback_data": data} for label in labels]]})


def keys(*labels: str) -> str:
    return json.dumps({"keyboard": [list(labels)]})


async def send(telegram: Telegram, text: str = "Hello", **params: Any) -> int:
    answer = await telegram.call("sendMessage", {"chat_id": ANA, "text": text, **params})
    assert not isinstance(answer.body, str)
    assert answer.status == 200, answer.body
    message_id = answer.body["result"]["message_id"]
    assert isinstance(message_id, int)
    return message_id


async def refused(telegram: Telegram, method: str, **params: Any) -> tuple[int, str]:
    answer = await telegram.call(method, {"chat_id": ANA, **params})
    assert not isinstance(answer.body, str)
    assert answer.body["ok"] is False
    assert answer.body["error_code"] == answer.status
    return answer.status, answer.body["description"]


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n"}, "message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "🙂" * 2049}, "message is too long"),
        ({"text": "hi", "reply_markup": inline("Go", data="x" * 65)}, "BUTTON_DATA_INVALID"),
        ({"text": "hi", "reply_markup": inline("Go", data="é" * 33)}, "BUTTON_DATA_INVALID"),
        (
            {"text": "hi", "reply_markup": inline("Go", data="")},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "hi", "reply_markup": json.dumps({**json.loads(inline("a")), **json.loads(keys("b"))})},
            "inline keyboard and reply keyboard can't be used in one message",
        ),
        ({"text": "hi", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ({"text": "hi", "parse_mode": "MarkdownV2"}, "unsupported parse_mode"),
        (
            {"text": "<b>hi", "parse_mode": "HTML"},
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            {"text": "é<p>hi</p>", "parse_mode": "HTML"},
            'can\'t parse entities: Unsupported start tag "p" at byte offset 2',
        ),
        (
            {"text": "<b><i>hi</b></i>", "parse_mode": "HTML"},
            'can\'t parse entities: Unmatched end tag at byte offset 8, expected "</i>", found "</b>"',
        ),
        ({"text": "hi</b>", "parse_mode": "HTML"}, "can't parse entities: Unexpected end tag at byte offset 2"),
        ({"text": "1 < 2", "parse_mode": "HTML"}, "can't parse entities: Unclosed start tag at byte offset 2"),
    ],
)
async def test_a_message_is_refused_in_telegrams_words(
    telegram: Telegram, params: dict[str, Any], description: str
) -> None:
    assert await refused(telegram, "sendMessage", **params) == (400, f"Bad Request: {description}")
    assert not telegram.sent
    assert not telegram.chats[ANA].messages


async def test_length_is_counted_after_the_markup_is_read(telegram: Telegram) -> None:
    await send(telegram, "<b>" + "x" * 4096 + "</b>", parse_mode="HTML")
    await send(telegram, "&lt;" * 4096, parse_mode="HTML")
    assert [len(sent.text) for sent in telegram.sent] == [4096, 4096]


async def test_html_becomes_plain_text_with_entities(telegram: Telegram) -> None:
    await send(telegram, ' 🙂 <b>a &amp; <i>b</i></b> <a href="https://x.org/?a=1&amp;b=2">c</a> ', parse_mode="HTML")
    body = telegram.chats[ANA].messages[0].body
    assert body.plain == "🙂 a & b c"
    assert [(e.kind, e.offset, e.length, e.url) for e in body.entities] == [
        ("bold", 3, 5, None),
        ("italic", 7, 1, None),
        ("text_link", 9, 1, "https://x.org/?a=1&b=2"),
    ]


async def test_a_photo_is_as_strict_as_a_text_and_its_bytes_are_kept(telegram: Telegram) -> None:
    wish = {"chat_id": ANA, "caption": "<b>a</b>", "parse_mode": "HTML", "reply_markup": inline("Go")}
    assert (await telegram.call("sendPhoto", wish, {"photo": PHOTO})).status == 200
    sent = telegram.sent[-1]
    assert sent.media is not None
    assert (sent.text, sent.media.kind, telegram.files[sent.media.file_id]) == ("a", "photo", PHOTO)
    for broken in ({"caption": "<b>a"}, {"reply_markup": inline("Go", data="x" * 65)}, {"reply_markup": "{"}):
        assert (await telegram.call("sendPhoto", wish | broken, {"photo": PHOTO})).status == 400
    empty = await telegram.call("sendPhoto", wish, {"photo": Upload("a.png", "image/png", b"")})
    assert empty.body == {"ok": False, "error_code": 400, "description": "Bad Request: file must be non-empty"}


async def test_a_caption_is_shorter(telegram: Telegram) -> None:
    wish = {"chat_id": ANA, "caption": "x" * 1025}
    answer = await telegram.call("sendPhoto", wish, {"photo": PHOTO})
    assert answer.body == {"ok": False, "error_code": 400, "description": "Bad Request: message caption is too long"}
    assert (await telegram.call("sendPhoto", wish | {"caption": "x" * 1024}, {"photo": PHOTO})).status == 200


async def test_a_file_is_sent_again_by_its_id_but_never_fetched(telegram: Telegram) -> None:
    first = await telegram.call("sendAnimation", {"chat_id": ANA}, {"animation": PHOTO})
    assert not isinstance(first.body, str)
    file_id = first.body["result"]["animation"]["file_id"]
    assert (await telegram.call("sendAnimation", {"chat_id": ANA, "animation": file_id})).status == 200
    wrong = (400, "Bad Request: wrong file identifier/HTTP URL specified")
    assert await refused(telegram, "sendPhoto", photo=file_id) == wrong
    assert await refused(telegram, "sendPhoto", photo="https://example.org/a.png") == wrong
    assert await refused(telegram, "sendPhoto") == (400, "Bad Request: there is no photo in the request")


async def test_an_edit_must_change_something(telegram: Telegram) -> None:
    message_id = await send(telegram, "Hi", reply_markup=inline("Go"))
    same = {"message_id": message_id, "text": "Hi", "reply_markup": inline("Go")}
    assert await refused(telegram, "editMessageText", **same) == (400, NOT_MODIFIED)
    assert (await telegram.call("editMessageText", {"chat_id": ANA, **same, "reply_markup": ""})).status == 200
    assert telegram.chats[ANA].messages[0].buttons == ()
    assert telegram.chats[ANA].messages[0].edited_at is not None


async def test_an_edit_keeps_to_its_sort_of_message(telegram: Telegram) -> None:
    text = await send(telegram)
    await telegram.call("sendPhoto", {"chat_id": ANA, "caption": "a"}, {"photo": PHOTO})
    photo = telegram.sent[-1].message_id
    with_keyboard = await send(telegram, reply_markup=keys("Today"))
    mine = telegram.says(ANA, "hello").id

    async def edit(method: str, message_id: int | None, **more: Any) -> str:
        return (await refused(telegram, method, message_id=message_id, text="b", caption="b", **more))[1]

    assert await edit("editMessageText", photo) == "Bad Request: there is no text in the message to edit"
    assert await edit("editMessageCaption", text) == "Bad Request: there is no caption in the message to edit"
    assert await edit("editMessageText", text, reply_markup=keys("a")) == "Bad Request: inline keyboard expected"
    assert await edit("editMessageText", with_keyboard) == "Bad Request: message can't be edited"
    assert await edit("editMessageText", mine) == "Bad Request: message can't be edited"
    assert await edit("editMessageText", 999) == "Bad Request: message to edit not found"


async def test_media_is_exchanged_in_place(telegram: Telegram) -> None:
    await telegram.call("sendPhoto", {"chat_id": ANA, "caption": "a"}, {"photo": PHOTO})
    message_id = telegram.sent[-1].message_id
    media = json.dumps({"type": "animation", "media": "attach://f", "caption": "<b>b</b>", "parse_mode": "HTML"})
    wish = {"chat_id": ANA, "message_id": message_id, "media": media}
    answer = await telegram.call("editMessageMedia", wish, {"f": Upload("b.mp4", "video/mp4", b"mp4")})
    assert answer.status == 200
    message = telegram.chats[ANA].messages[0]
    assert message.media is not None
    assert (message.media.kind, message.plain) == ("animation", "b")


async def test_a_press_is_answered_once_within_150_seconds(telegram: Telegram, hands: Hands) -> None:
    message_id = await send(telegram, reply_markup=inline("Go"))

    async def answer(query: str) -> str:
        return (await refused(telegram, "answerCallbackQuery", callback_query_id=query))[1]

    query = telegram.taps(ANA, message_id, "x")
    wish = {"callback_query_id": query, "text": "Saved"}
    assert (await telegram.call("answerCallbackQuery", wish)).status == 200
    assert telegram.chats[ANA].toasts[-1].text == "Saved"
    assert await answer(query) == TOO_OLD
    late = telegram.taps(ANA, message_id, "x")
    hands.move(timedelta(seconds=150))
    assert await answer(late) == TOO_OLD
    assert await answer("forged") == TOO_OLD


async def test_who_may_be_written_to(telegram: Telegram) -> None:
    assert await refused(telegram, "sendMessage", chat_id=404) == (400, "Bad Request: chat not found")
    assert await refused(telegram, "sendMessage", chat_id="") == (400, "Bad Request: chat_id is empty")
    telegram.chat(8, started=False)
    cannot_begin = (403, "Forbidden: bot can't initiate conversation with a user")
    assert await refused(telegram, "sendMessage", chat_id=8, text="a") == cannot_begin
    telegram.blocks(ANA)
    blocked = (403, "Forbidden: bot was blocked by the user")
    assert await refused(telegram, "sendMessage", text="a") == blocked
    assert await refused(telegram, "sendChatAction", action="typing") == blocked
    telegram.unblocks(ANA)
    await send(telegram)


async def test_a_group_can_be_left(telegram: Telegram) -> None:
    telegram.adds_to_group(-5)
    assert telegram.updates.waiting[-1].kind == "my_chat_member"
    assert (await telegram.call("leaveChat", {"chat_id": -5})).status == 200
    answer = await refused(telegram, "sendMessage", chat_id=-5, text="a")
    assert answer == (403, "Forbidden: bot is not a member of the group chat")


async def test_an_unknown_method_is_not_found(telegram: Telegram) -> None:
    assert await refused(telegram, "sendPigeon") == (404, "Not Found: method not found")


async def test_deleting_has_its_time(telegram: Telegram, hands: Hands) -> None:
    message_id = await send(telegram)
    hands.move(timedelta(hours=48))
    too_late = (400, "Bad Request: message can't be deleted for everyone")
    assert await refused(telegram, "deleteMessage", message_id=message_id) == too_late
    message_id = await send(telegram)
    assert (await telegram.call("deleteMessage", {"chat_id": ANA, "message_id": message_id})).status == 200
    assert telegram.chats[ANA].find(message_id) is None


async def test_a_reaction_must_be_one_of_telegrams(telegram: Telegram) -> None:
    mine = telegram.says(ANA, "walked 25").id

    def reaction(emoji: str) -> dict[str, Any]:
        return {"message_id": mine, "reaction": json.dumps([{"type": "emoji", "emoji": emoji}])}

    assert await refused(telegram, "setMessageReaction", **reaction("🦴")) == (400, "Bad Request: REACTION_INVALID")
    assert (await telegram.call("setMessageReaction", {"chat_id": ANA, **reaction("👍")})).status == 200
    assert telegram.chats[ANA].messages[0].reactions == ("👍",)


async def test_the_persistent_keyboard_stays_until_removed(telegram: Telegram) -> None:
    await send(telegram, reply_markup=keys("Today", "Walk"))
    await send(telegram, "More")
    assert [b.label for b in telegram.chats[ANA].keyboard.rows[0]] == ["Today", "Walk"]
    await send(telegram, "Bye", reply_markup=json.dumps({"remove_keyboard": True}))
    assert telegram.chats[ANA].keyboard.rows == ()


async def test_commands_must_be_well_formed(telegram: Telegram) -> None:
    async def commands(name: str, description: str) -> str:
        wish = json.dumps([{"command": name, "description": description}])
        return (await refused(telegram, "setMyCommands", commands=wish))[1]

    assert await commands("Today", "a") == "Bad Request: BOT_COMMAND_INVALID"
    assert await commands("today", "") == "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"


# Faults to order


async def test_a_refusal_can_be_ordered_for_one_chat(telegram: Telegram) -> None:
    telegram.chat(8)
    telegram.fail_next("sendMessage", too_many(3), chat_id=8)
    await send(telegram)
    answer = await telegram.call("sendMessage", {"chat_id": 8, "text": "a"})
    assert answer.status == 429
    assert not isinstance(answer.body, str)
    assert answer.body["parameters"] == {"retry_after": 3}
    assert (await telegram.call("sendMessage", {"chat_id": 8, "text": "a"})).status == 200


async def test_an_answer_can_be_lost_before_or_after_the_message(telegram: Telegram) -> None:
    telegram.fail_next("sendMessage", Drop(accepted=False))
    with pytest.raises(DroppedError):
        await send(telegram)
    assert not telegram.sent
    telegram.fail_next("sendMessage", Stall())
    with pytest.raises(StalledError):
        await send(telegram)
    assert len(telegram.sent) == 1
    telegram.fail_next("*", Gateway(502), times=2)
    answers = [await telegram.call("getMe") for _ in range(3)]
    assert [answer.status for answer in answers] == [502, 502, 200]
    telegram.fail_next("getMe", UNAUTHORIZED)
    assert (await telegram.call("getMe")).status == 401


# The queue of updates


async def updates(telegram: Telegram, offset: int = 0, **params: Any) -> list[dict[str, Any]]:
    answer = await telegram.call("getUpdates", {"offset": offset, **params})
    assert not isinstance(answer.body, str)
    assert answer.body["ok"], answer.body
    result: list[dict[str, Any]] = answer.body["result"]
    return result


async def test_only_a_higher_offset_confirms(telegram: Telegram) -> None:
    for text in ("one", "two", "three"):
        telegram.says(ANA, text)
    first = [update["update_id"] for update in await updates(telegram)]
    assert [update["update_id"] for update in await updates(telegram)] == first
    assert [update["message"]["text"] for update in await updates(telegram, first[0] + 1, limit=1)] == ["two"]
    assert [update["message"]["text"] for update in await updates(telegram)] == ["two", "three"]
    assert await updates(telegram, first[-1] + 1) == []


async def test_an_offset_far_beyond_the_tail_forgets_nothing(telegram: Telegram) -> None:
    telegram.says(ANA, "one")
    assert len(await updates(telegram, 5000)) == 1
    telegram.says(ANA, "two")
    assert [update["message"]["text"] for update in await updates(telegram, -1)] == ["two"]


async def test_a_press_expires_sooner_than_a_message(telegram: Telegram, hands: Hands) -> None:
    message_id = await send(telegram, reply_markup=inline("Go"))
    telegram.says(ANA, "hello")
    telegram.taps(ANA, message_id, "x")
    hands.move(timedelta(seconds=149))
    assert len(await updates(telegram)) == 2
    hands.move(timedelta(seconds=1))
    assert [list(update)[1] for update in await updates(telegram)] == ["message"]
    hands.move(timedelta(hours=24))
    assert await updates(telegram) == []


async def test_a_long_poll_ends_with_the_message(telegram: Telegram) -> None:
    poll = asyncio.create_task(updates(telegram, timeout=50))
    await asyncio.sleep(0)
    telegram.says(ANA, "/start")
    (update,) = await poll
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_a_second_poll_ends_the_first(telegram: Telegram) -> None:
    first = asyncio.create_task(telegram.call("getUpdates", {"timeout": 50}))
    await asyncio.sleep(0)
    second = asyncio.create_task(updates(telegram, timeout=50))
    assert (await first).status == 409
    telegram.close()
    assert await second == []


async def test_only_allowed_kinds_are_kept(telegram: Telegram) -> None:
    await updates(telegram, allowed_updates=json.dumps(["message"]))
    mine = telegram.says(ANA, "one")
    telegram.says(ANA, "two", edits=mine.id)
    telegram.blocks(ANA)
    assert [list(update)[1] for update in await updates(telegram)] == ["message"]


async def test_a_webhook_and_a_poll_exclude_each_other(telegram: Telegram) -> None:
    await telegram.call("setWebhook", {"url": "https://example.org"})
    assert (await telegram.call("getUpdates", {})).status == 409
    await telegram.call("deleteWebhook")
    assert (await telegram.call("getUpdates", {})).status == 200
