"""A rendered reply on its way through the Bot API: a new message, or an edit of the card it belongs to."""

import asyncio
from collections.abc import Mapping
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, InputMediaAnimation, InputMediaAudio, InputMediaPhoto, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.chat import errors
from bot.chat.media import Attachment, Kind, Media
from bot.chat.parcel import Parcel
from bot.chat.render import Rendered
from bot.domain import archive
from bot.logs import logger
from bot.store.cards import Card

FRAME_SECONDS = 3.0
"""How long a frame of a timer may take: a message to its card waits for it."""
TITLE = "Lumbar"
"""Of a recording, where one would see the name of its file."""
INPUTS: Mapping[Kind, Any] = {"animation": InputMediaAnimation, "audio": InputMediaAudio, "photo": InputMediaPhoto}

log = logger("sender")


class Sender:
    def __init__(self, bot: Bot, media: Media) -> None:
        self._bot = bot
        self.media = media
        self._frames: dict[tuple[int, int], asyncio.Task[None]] = {}

    async def send(self, parcel: Parcel) -> tuple[int, bool]:
        """Message id and whether it is a picture. Edits the card where it may, else sends it anew."""
        if parcel.card is not None and parcel.is_edit:
            return await self._change(parcel, parcel.card)
        message = await self._send_new(parcel)
        return message.message_id, parcel.rendered.is_media

    async def _change(self, parcel: Parcel, card: Card) -> tuple[int, bool]:
        await self._overtaken(parcel.post.chat_id, card)
        try:
            if parcel.keeps_picture or not card.media:
                await self._edit(parcel.post.chat_id, card, parcel.rendered)
            else:
                await self._edit_media(parcel.post.chat_id, card, parcel.rendered)
        except BadRequest as error:
            if not isinstance(errors.classify(error), errors.Unchanged):
                raise
        return card.message_id, card.media

    async def frame(self, chat_id: int, card: Card, rendered: Rendered) -> None:
        """An edit that nothing is lost without. Where the one before is still under way, this one is left out."""
        if (here := (chat_id, card.message_id)) in self._frames:
            return
        try:
            async with asyncio.timeout(FRAME_SECONDS):
                self._frames[here] = asyncio.create_task(self._edit(chat_id, card, rendered))
                await self._frames[here]
        finally:
            del self._frames[here]

    def is_busy(self, chat_id: int, card: Card) -> bool:
        """Whether a frame is still under way to this card."""
        return (chat_id, card.message_id) in self._frames

    async def _overtaken(self, chat_id: int, card: Card) -> None:
        """A frame that left before this was decided must not land on top of it."""
        if (frame := self._frames.get((chat_id, card.message_id))) is not None:
            await asyncio.wait({frame})

    async def _send_new(self, parcel: Parcel) -> Message:
        chat_id, rendered = parcel.post.chat_id, parcel.rendered
        text, parse_mode = (rendered.plain, None) if parcel.is_plain else (rendered.text, ParseMode.HTML)
        if rendered.written is not None:
            return await self._bot.send_document(
                chat_id,
                rendered.written,
                caption=text,
                parse_mode=parse_mode,
                reply_markup=rendered.markup,
                filename=archive.NAME,
                protect_content=True,
            )
        attachment = rendered.attachment
        if attachment is None:
            return await self._bot.send_message(chat_id, text, parse_mode=parse_mode, reply_markup=rendered.markup)
        words: dict[str, Any] = {"caption": text, "parse_mode": parse_mode, "reply_markup": rendered.markup}

        async def send(file: str | bytes) -> Message:
            match attachment.kind:
                case "photo":
                    return await self._bot.send_photo(chat_id, file, filename=attachment.filename, **words)
                case "audio":
                    return await self._bot.send_audio(chat_id, file, title=TITLE, filename=attachment.filename, **words)
            return await self._bot.send_animation(chat_id, file, filename=attachment.filename, **words)

        return await self.media.use(attachment, send)

    async def _edit_media(self, chat_id: int, card: Card, rendered: Rendered) -> None:
        attachment, markup = rendered.attachment, rendered.markup
        assert attachment is not None
        assert markup is None or isinstance(markup, InlineKeyboardMarkup)

        async def edit(file: str | bytes) -> Message:
            changed = await self._bot.edit_message_media(
                _input(attachment, file, rendered.text),
                chat_id,
                card.message_id,
                reply_markup=markup,
            )
            assert isinstance(changed, Message)
            return changed

        await self.media.use(attachment, edit)

    async def _edit(self, chat_id: int, card: Card, rendered: Rendered) -> None:
        assert rendered.markup is None or isinstance(rendered.markup, InlineKeyboardMarkup)
        if card.media:
            await self._bot.edit_message_caption(
                chat_id, card.message_id, caption=rendered.text, parse_mode=ParseMode.HTML, reply_markup=rendered.markup
            )
        else:
            await self._bot.edit_message_text(
                rendered.text, chat_id, card.message_id, parse_mode=ParseMode.HTML, reply_markup=rendered.markup
            )

    async def retire(self, parcel: Parcel) -> None:
        """Take the buttons off the card that it replaced. Best effort: an old button is answered kindly anyway."""
        if (card := parcel.card) is None:
            return
        chat_id = parcel.post.chat_id
        await self._overtaken(chat_id, card)
        try:
            await self._bot.edit_message_reply_markup(chat_id=chat_id, message_id=card.message_id)
        except Exception as error:  # noqa: BLE001  (the new card matters more than the old one's buttons)
            failure = errors.classify(error)
            if not isinstance(failure, errors.Unchanged | errors.Lost):
                log.info("an old card kept its buttons", error=type(error).__name__)


def _input(attachment: Attachment, file: str | bytes, caption: str) -> Any:
    given: dict[str, Any] = {"caption": caption, "parse_mode": ParseMode.HTML, "filename": attachment.filename}
    if attachment.kind == "audio":
        given["title"] = TITLE
    return INPUTS[attachment.kind](file, **given)
