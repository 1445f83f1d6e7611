"""What somebody sent before all about them was erased, and what comes after it: to answer would be to begin again."""

from bot.chat.incoming import Command, Incoming, Text
from bot.chat.signs import Signs
from bot.store import erasures
from bot.store.engine import Db


async def is_late(db: Db, incoming: Incoming, signs: Signs) -> bool:
    """A warning in it counts all the same, and whoever taps Start means to begin again."""
    deed, sent_at = incoming.deed, incoming.sent_at
    if sent_at is None or (isinstance(deed, Command) and deed.name == "start"):
        return False
    erased_at = await erasures.last(db, incoming.chat_id)
    # Telegram tells no more than the second.
    if erased_at is None or sent_at >= erased_at.replace(microsecond=0):
        return False
    return not (isinstance(deed, Text) and signs.warn(deed.text, forwarded=deed.forwarded))
