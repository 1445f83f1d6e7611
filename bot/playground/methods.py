"""The methods of the Bot API that Lumbar uses, as strict as Telegram's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.playground import keyboard
from bot.playground.chat import Chat, Toast
from bot.playground.keyboard import Rows
from bot.playground.markup import NO_FORMAT, Formatted, parse, units
from bot.playground.message import Media, Message, Sent
from bot.playground.params import Params, Upload
from bot.playground.refusal import NO_CHAT, NOT_MODIFIED, QUERY_TOO_OLD, RefusedError, bad_request
from bot.playground.world import World

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LONGEST_TOAST = 200
DELETABLE_FOR = timedelta(hours=48)

Method = Callable[[World, Params], Any]


def send_message(world: World, params: Params) -> Any:
    chat = _chat(world, params)
    body = _text(params)
    markup = keyboard.parse(params.raw.get("reply_markup"))
    message = world.post(chat, body, None, markup, silent=params.flag("disable_notification"))
    return _record(world, "sendMessage", message, params)


def _send(kind: str) -> Method:
    def send(world: World, params: Params) -> Any:
        chat = _chat(world, params)
        body = _caption(params.text("caption"), params.text("parse_mode"))
        markup = keyboard.parse(params.raw.get("reply_markup"))
        media = _media(world, kind, params.files.get(kind) or params.text(kind), params)
        message = world.post(chat, body, media, markup, silent=params.flag("disable_notification"))
        return _record(world, f"send{kind.capitalize()}", message, params)

    return send


def edit_message_text(world: World, params: Params) -> Any:
    chat, message = _own(world, params)
    body = _text(params)
    if message.media:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, "editMessageText", chat, message, (body, None), params)


def edit_message_caption(world: World, params: Params) -> Any:
    chat, message = _own(world, params)
    body = _caption(params.text("caption"), params.text("parse_mode"))
    if not message.media:
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, "editMessageCaption", chat, message, (body, message.media), params)


def edit_message_media(world: World, params: Params) -> Any:
    chat, message = _own(world, params)
    wish = params.json("media")
    if not isinstance(wish, dict):
        raise bad_request("media is not specified")
    body = _caption(str(wish.get("caption") or ""), wish.get("parse_mode"))
    media = _media(world, str(wish.get("type")), str(wish.get("media") or ""), params)
    return _edit(world, "editMessageMedia", chat, message, (body, media), params)


def edit_message_reply_markup(world: World, params: Params) -> Any:
    chat, message = _own(world, params)
    return _edit(world, "editMessageReplyMarkup", chat, message, (message.body, message.media), params)


def delete_message(world: World, params: Params) -> Any:
    chat = _chat(world, params)
    message = chat.find(params.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if world.now() - message.at >= DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone")
    chat.messages.remove(message)
    world.changed.happened()
    world.sent.append(Sent(world.now(), "deleteMessage", chat.id, message.id))
    return True


def answer_callback_query(world: World, params: Params) -> Any:
    query = world.query(params.text("callback_query_id"))
    if query is None:
        raise RefusedError(QUERY_TOO_OLD)
    text = params.text("text")
    if units(text) > LONGEST_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    chat = world.chats[query.chat_id]
    del chat.unanswered[query.id]
    if text:
        chat.toasts.append(Toast(world.now(), text, params.flag("show_alert")))
    world.changed.happened()
    world.sent.append(Sent(world.now(), "answerCallbackQuery", chat.id, query.message_id, text))
    return True


def send_chat_action(world: World, params: Params) -> Any:
    chat = _chat(world, params)
    action = params.text("action")
    if action not in {"typing", "upload_photo", "upload_video", "upload_voice", "upload_document", "find_location"}:
        raise bad_request("wrong parameter action in request")
    chat.action, chat.action_at = action, world.now()
    world.changed.happened()
    return True


def set_message_reaction(world: World, params: Params) -> Any:
    chat = _chat(world, params)
    wishes = params.json("reaction") or []
    emoji = tuple(str(wish.get("emoji")) for wish in wishes if isinstance(wish, dict))
    if any(one not in REACTIONS for one in emoji):
        raise bad_request("REACTION_INVALID")
    if not chat.react(params.integer("message_id"), emoji):
        raise bad_request("message to react not found")
    world.changed.happened()
    sent = Sent(world.now(), "setMessageReaction", chat.id, params.integer("message_id"), " ".join(emoji))
    world.sent.append(sent)
    return True


def get_chat(world: World, params: Params) -> Any:
    chat = world.chats.get(params.integer("chat_id"))
    if chat is None:
        raise RefusedError(NO_CHAT)
    return chat.api() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}


def leave_chat(world: World, params: Params) -> Any:
    chat = _chat(world, params)
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    chat.member = False
    world.changed.happened()
    world.sent.append(Sent(world.now(), "leaveChat", chat.id))
    return True


def get_file(world: World, params: Params) -> Any:
    file_id = params.text("file_id")
    if file_id not in world.files:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    size = len(world.files[file_id].content)
    return {"file_id": file_id, "file_unique_id": file_id[-16:], "file_size": size, "file_path": f"files/{file_id}"}


def _chat(world: World, params: Params) -> Chat:
    if not params.text("chat_id"):
        raise bad_request("chat_id is empty")
    return world.reachable(params.integer("chat_id"))


def _own(world: World, params: Params) -> tuple[Chat, Message]:
    """The message to edit, which must be one of ours."""
    chat = _chat(world, params)
    if not params.integer("message_id"):
        raise bad_request("message identifier is not specified")
    message = chat.find(params.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot or message.brought_keyboard:
        raise bad_request("message can't be edited")
    return chat, message


def _text(params: Params) -> Formatted:
    body = parse(params.text("text"), params.text("parse_mode"))
    if not body.plain:
        raise bad_request("message text is empty")
    if units(body.plain) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return body


def _caption(caption: str, mode: str | None) -> Formatted:
    body = parse(caption, mode) if caption else NO_FORMAT
    if units(body.plain) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return body


def _media(world: World, kind: str, source: Upload | str, params: Params) -> Media:
    """An upload, `attach://name`, or the id of a file that Telegram already has. Nothing is fetched from the net."""
    if isinstance(source, str) and source.startswith("attach://"):
        source = params.files.get(source.removeprefix("attach://")) or ""
    if isinstance(source, Upload):
        if not source.content:
            raise bad_request("file must be non-empty")
        return world.keep(kind, source)
    if not source:
        raise bad_request(f"there is no {kind} in the request")
    known = world.media.get(source)
    if known is None or known.kind != kind:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return known


def _edit(
    world: World, method: str, chat: Chat, old: Message, content: tuple[Formatted, Media | None], params: Params
) -> Any:
    buttons: Rows = keyboard.for_edit(params.raw.get("reply_markup"))
    body, media = content
    if old.same(body, media, buttons):
        raise RefusedError(NOT_MODIFIED)
    return _record(world, method, world.revise(chat, old, old.edited(world.now(), body, media, buttons)), params)


def _record(world: World, method: str, message: Message, params: Params) -> dict[str, Any]:
    world.sent.append(
        Sent(
            at=world.now(),
            method=method,
            chat_id=message.chat_id,
            message_id=message.id,
            text=message.plain,
            buttons=message.buttons,
            media=message.media,
            params=dict(params.raw),
        )
    )
    return world.api(replace(message))


_NO_GIFTS = dict.fromkeys(
    (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    ),
    False,
)
REACTIONS = frozenset(
    "👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾😡"
)
"""What Telegram lets a bot react with."""

METHODS: Mapping[str, Method] = {
    "sendMessage": send_message,
    **{f"send{kind.capitalize()}": _send(kind) for kind in ("photo", "animation", "audio", "document", "voice")},
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback_query,
    "sendChatAction": send_chat_action,
    "setMessageReaction": set_message_reaction,
    "getChat": get_chat,
    "leaveChat": leave_chat,
    "getFile": get_file,
}
