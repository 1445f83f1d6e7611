"""The real python-telegram-bot against the double: in memory, and through a real port."""

import asyncio
import socket
from datetime import timedelta

import aiohttp
import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, ReplyKeyboardMarkup, Update
from telegram.constants import ParseMode, ReactionEmoji
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.chat.wire import Wire
from bot.playground.api import bot_api
from bot.playground.faults import Drop, Gateway, Stall
from bot.playground.refusal import NOT_FOUND, too_many
from bot.playground.telegram import Telegram
from bot.serving import listen, serving
from tests.playground.conftest import ANA, Hands

GO = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="step:go")]])


async def test_a_day_of_the_real_bot(bot: Bot, telegram: Telegram) -> None:
    assert bot.username == "lumbar_bot"
    sent = await bot.send_message(ANA, "<b>Ready?</b>", parse_mode=ParseMode.HTML, reply_markup=GO)
    assert sent.text_html == "<b>Ready?</b>"
    edited = await bot.edit_message_text("Go!", ANA, sent.message_id)
    assert isinstance(edited, type(sent))
    assert edited.edit_date
    await bot.send_message(ANA, "Keys", reply_markup=ReplyKeyboardMarkup([["Today", "Walk"]], is_persistent=True))
    card = await bot.send_photo(ANA, b"a picture", caption="One", reply_markup=GO)
    await bot.edit_message_media(InputMediaPhoto(b"another", caption="Two"), ANA, card.message_id)
    await bot.send_chat_action(ANA, "typing")
    await bot.set_my_commands([("today", "Today's routine")])
    assert [command.command for command in await bot.get_my_commands()] == ["today"]
    mine = telegram.says(ANA, "walked 25")
    await bot.set_message_reaction(ANA, mine.id, ReactionEmoji.THUMBS_UP)
    file = await bot.get_file(card.photo[0].file_id)
    assert file.file_size == len(b"a picture")
    assert [message.plain for message in telegram.chats[ANA].messages] == ["Go!", "Keys", "Two", "walked 25"]


async def test_raw_updates_become_ptb_updates(bot: Bot, telegram: Telegram) -> None:
    message = await bot.send_message(ANA, "Ready?", reply_markup=GO)
    telegram.says(ANA, "/start")
    telegram.taps(ANA, message.message_id, "step:go")
    telegram.sends(ANA, "voice")
    telegram.shares_location(ANA, 51.5, -0.1)
    telegram.blocks(ANA)
    raw = await bot.do_api_request("getupdates", {"timeout": 0, "allowed_updates": []}, read_timeout=20)
    assert isinstance(raw, list)
    start, tap, voice, place, block = (Update.de_json(one, bot) for one in raw)
    assert start.message
    assert start.message.parse_entities() == {start.message.entities[0]: "/start"}
    assert tap.callback_query
    assert tap.callback_query.data == "step:go"
    assert await tap.callback_query.answer()
    assert voice.message
    assert voice.message.voice
    assert place.message
    assert place.message.location
    assert place.message.location.latitude == 51.5
    assert block.my_chat_member
    assert block.my_chat_member.new_chat_member.status == "kicked"


async def test_refusals_become_ptb_errors(bot: Bot, telegram: Telegram, hands: Hands) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(404, "a")
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text("a", ANA, (await bot.send_message(ANA, "a")).message_id)
    query = telegram.taps(ANA, telegram.sent[-1].message_id or 0, "x")
    hands.move(timedelta(seconds=151))
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(query)
    telegram.blocks(ANA)
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(ANA, "a")


async def test_faults_become_ptb_errors(bot: Bot, telegram: Telegram) -> None:
    telegram.fail_next("sendMessage", too_many(7))
    with pytest.raises(RetryAfter, match="7"):
        await bot.send_message(ANA, "a")
    telegram.fail_next("sendMessage", Stall())
    with pytest.raises(TimedOut) as timed_out:
        await bot.send_message(ANA, "a")
    assert isinstance(timed_out.value.__cause__, aiohttp.SocketTimeoutError)
    telegram.fail_next("sendMessage", Drop())
    with pytest.raises(NetworkError) as dropped:
        await bot.send_message(ANA, "a")
    assert isinstance(dropped.value.__cause__, (aiohttp.ServerDisconnectedError, aiohttp.ClientPayloadError))
    telegram.fail_next("sendMessage", Gateway())
    with pytest.raises(NetworkError):
        await bot.send_message(ANA, "a")
    telegram.fail_next("sendMessage", NOT_FOUND)
    with pytest.raises(InvalidToken):
        await bot.send_message(ANA, "a")
    assert len(telegram.sent) == 1


async def test_a_wrong_token_is_refused(telegram: Telegram) -> None:
    transport = httpx.ASGITransport(bot_api(telegram))
    async with httpx.AsyncClient(transport=transport, base_url="http://telegram") as client:
        assert (await client.post("/bot1:wrong/getMe")).status_code == 401
        assert (await client.post("/botwrong/getMe")).status_code == 404


async def test_through_a_real_port(telegram: Telegram) -> None:
    port = listen(0)
    async with serving(bot_api(telegram), port, stopping=telegram.close) as url:
        request = Wire(read_seconds=0.2)
        async with Bot(telegram.token, f"{url}/bot", request=request) as bot:
            sent = await bot.send_message(ANA, "Ready?", reply_markup=GO)
            await bot.edit_message_text("Go!", ANA, sent.message_id)
            await bot.send_photo(ANA, b"a picture", caption="One")
            telegram.says(ANA, "/start")
            raw = await bot.do_api_request("getupdates", {"timeout": 0}, read_timeout=10)
            telegram.fail_next("sendMessage", Drop(accepted=True))
            with pytest.raises(NetworkError) as dropped:
                await bot.send_message(ANA, "a")
            telegram.fail_next("sendMessage", Stall(seconds=0.5))
            with pytest.raises(TimedOut):
                await bot.send_message(ANA, "b")
    assert isinstance(raw, list)
    assert len(raw) == 1
    assert isinstance(dropped.value.__cause__, (aiohttp.ServerDisconnectedError, aiohttp.ClientPayloadError))
    assert [message.plain for message in telegram.chats[ANA].messages] == ["Go!", "One", "/start", "a", "b"]


async def test_an_open_long_poll_does_not_hold_up_the_stop(telegram: Telegram) -> None:
    port = listen(0)
    async with httpx.AsyncClient() as client:
        async with serving(bot_api(telegram), port, stopping=telegram.close) as url:
            streamed = client.build_request("GET", f"{url}/bot{telegram.token}/getUpdates?timeout=50")
            poll = asyncio.create_task(client.send(streamed))
            await asyncio.sleep(0.05)
        answer = await poll
    assert answer.json() == {"ok": True, "result": []}


def test_the_socket_sends_without_delay() -> None:
    port = listen(0)
    with port:
        assert port.proto == socket.IPPROTO_TCP
        assert port.getsockname()[0] == "127.0.0.1"
