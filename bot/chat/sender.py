"""A rendered reply on its way through the Bot API: a new message, or an edit of the card it belongs to."""

import asyncio
import hashlib
from dataclasses import dataclass

from telegram import Bot, InlineKeyboardMarkup, Message
from telegram.constants import ParseMode

from bot.chat import errors
from bot.chat.render import Rendered
from bot.flows.talk import Reply
from bot.logs import logger
from bot.store.cards import Card
from bot.store.outbox import Post
from bot.store.people import Person
from bot.store.slots import Slot

FRAME_SECONDS = 3.0
"""How long a frame of a timer may take: a message to its card waits for it."""
PNG = "picture.png"

log = logger("sender")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A claimed post with all that sending it needs."""

    post: Post
    reply: Reply
    rendered: Rendered
    card: Card | None
    slot: Slot | None = None
    person: Person | None = None

    @property
    def is_edit(self) -> bool:
        """A card changes in place while it stays a text, or goes on showing the same picture."""
        card, rendered = self.card, self.rendered
        if card is None or self.reply.anew:
            return False
        return card.media and card.shows == shows(rendered) if rendered.is_media else not card.media


class Sender:
    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._frames: dict[tuple[int, int], asyncio.Task[None]] = {}

    async def send(self, parcel: Parcel) -> tuple[int, bool]:
        """Message id and whether it is a picture. Edits the card where it may, else sends it anew."""
        card, rendered = parcel.card, parcel.rendered
        if card is not None and parcel.is_edit:
            await self._overtaken(parcel.post.chat_id, card)
            try:
                await self._edit(parcel.post.chat_id, card, rendered)
            except Exception as error:
                failure = errors.classify(error)
                if not isinstance(failure, errors.Unchanged | errors.Lost):
                    raise
                if isinstance(failure, errors.Unchanged):
                    return card.message_id, card.media
            else:
                return card.message_id, card.media
        message = await self.send_new(parcel)
        if card is not None:
            # Afterwards: nothing may come between the look whether this may be sent and the sending.
            await self._retire(parcel.post.chat_id, card)
        return message.message_id, rendered.is_media

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

    async def _overtaken(self, chat_id: int, card: Card) -> None:
        """A frame that left before this was decided must not land on top of it."""
        if (frame := self._frames.get((chat_id, card.message_id))) is not None:
            await asyncio.wait({frame})

    async def send_new(self, parcel: Parcel, *, parse_mode: ParseMode | None = ParseMode.HTML) -> Message:
        chat_id, rendered = parcel.post.chat_id, parcel.rendered
        text = rendered.text if parse_mode is not None else rendered.plain
        if rendered.drawn is not None:
            return await self._bot.send_photo(
                chat_id,
                rendered.drawn,
                caption=text,
                parse_mode=parse_mode,
                reply_markup=rendered.markup,
                filename=PNG,
            )
        if rendered.picture is None:
            return await self._bot.send_message(chat_id, text, parse_mode=parse_mode, reply_markup=rendered.markup)
        return await self._bot.send_animation(
            chat_id, rendered.picture, caption=text, parse_mode=parse_mode, reply_markup=rendered.markup
        )

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

    async def _retire(self, chat_id: int, card: Card) -> None:
        """Take the buttons off a card that a new one replaces. Best effort: an old button is answered kindly anyway."""
        await self._overtaken(chat_id, card)
        try:
            await self._bot.edit_message_reply_markup(chat_id=chat_id, message_id=card.message_id)
        except Exception as error:  # noqa: BLE001  (the new card matters more than the old one's buttons)
            failure = errors.classify(error)
            if not isinstance(failure, errors.Unchanged | errors.Lost):
                log.info("an old card kept its buttons", error=type(error).__name__)


def shows(rendered: Rendered) -> str:
    """What a card remembers of what it shows: the picture, and the words where there is none."""
    picture = None if rendered.picture is None else rendered.picture.name.encode()
    return hashlib.sha256(rendered.drawn or picture or rendered.text.encode()).hexdigest()
