"""What a restart of `lumbar try` must not forget."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.playground import memory
from bot.playground.memory import Memory, UnreadableError, ahead_of
from bot.playground.params import Upload
from bot.playground.telegram import Telegram
from tests.playground.conftest import ANA, Hands

KEYBOARD = json.dumps({"keyboard": [["Today", "Walk"]], "input_field_placeholder": "Ask"})
BUTTONS = json.dumps(
    {"inline_keyboard": [[{"text": "Done", "callback_data": "x:1"}], [{"text": "A", "url": "tg://a"}]]}
)


async def lived(telegram: Telegram) -> None:
    """A bit of everything that a chat may hold."""
    telegram.says(ANA, "/start please")
    telegram.shares_location(ANA, 51.5, -0.1)
    telegram.sends(ANA, "voice", caption="hear this")
    await telegram.call("setMyCommands", {"commands": json.dumps([{"command": "today", "description": "Today"}])})
    await telegram.call("setMyDescription", {"description": "A few minutes a day"})
    html = {"chat_id": ANA, "parse_mode": "HTML"}
    await telegram.call("sendMessage", {**html, "text": "<b>Hi</b> 👋 <a href='https://a.example'>there</a>"})
    await telegram.call("sendMessage", {**html, "text": "Keys", "reply_markup": KEYBOARD})
    await telegram.call("sendPhoto", html, {"photo": Upload("a.png", "image/png", b"picture")})
    await telegram.call("sendMessage", {**html, "text": "Card", "reply_markup": BUTTONS})
    card = telegram.sent[-1].message_id
    await telegram.call("editMessageText", {**html, "message_id": card, "text": "Card 2", "reply_markup": BUTTONS})
    reaction = json.dumps([{"type": "emoji", "emoji": "👍"}])
    await telegram.call("setMessageReaction", {**html, "message_id": card, "reaction": reaction})


async def test_everything_of_a_chat_comes_back(telegram: Telegram, hands: Hands, tmp_path: Path) -> None:
    await lived(telegram)
    here = Memory(tmp_path)
    here.write(telegram, timedelta(days=3))
    again = Telegram(hands.now)
    raw = here.read()
    here.restore(again, raw)
    assert ahead_of(raw) == timedelta(days=3)
    before, after = telegram.chats[ANA], again.chats[ANA]
    assert [again.api(one) for one in after.messages] == [telegram.api(one) for one in before.messages]
    assert [one.reactions for one in after.messages] == [one.reactions for one in before.messages]
    assert after.keyboard == before.keyboard
    assert again.commands == telegram.commands
    assert again.about == telegram.about
    assert again.files == telegram.files
    assert again.media == telegram.media
    assert [one.api() for one in again.updates.waiting] == [one.api() for one in telegram.updates.waiting]


async def test_no_id_is_given_twice(telegram: Telegram, hands: Hands, tmp_path: Path) -> None:
    await lived(telegram)
    here = Memory(tmp_path)
    here.write(telegram, timedelta(0))
    again = Telegram(hands.now)
    here.restore(again, here.read())
    message = again.says(ANA, "still here")
    assert message.id > max(one.id for one in telegram.chats[ANA].messages)
    assert again.updates.waiting[-1].id > telegram.updates.waiting[-1].id


async def test_changes_are_written_when_it_is_quiet_and_at_the_end(
    telegram: Telegram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "QUIET_SECONDS", 0.02)
    here = Memory(tmp_path)
    async with here.keeping(telegram, lambda: timedelta(0)):
        telegram.says(ANA, "one")
        await asyncio.sleep(0.5)
        assert "one" in (tmp_path / "telegram.json").read_text("utf-8")
        telegram.says(ANA, "two")
    assert "two" in (tmp_path / "telegram.json").read_text("utf-8")


def test_nothing_kept_yet_is_no_error(tmp_path: Path) -> None:
    assert Memory(tmp_path).read() == {}
    assert ahead_of({}) == timedelta(0)


@pytest.mark.parametrize("text", ["{", "[]", '{"version": 0}'])
def test_another_file_is_refused_with_the_remedy(tmp_path: Path, text: str) -> None:
    (tmp_path / "telegram.json").write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableError, match="--fresh"):
        Memory(tmp_path).read()
