"""What somebody sent before all about them was erased, and what comes after it: to answer would be to begin again."""

from bot.chat import routes
from bot.chat.incoming import Command, Incoming, Tap, Text
from bot.chat.routes import Needs
from bot.chat.signs import Signs
from bot.chat.taps import Way, decode
from bot.store import erasures
from bot.store.engine import Db


async def is_late(db: Db, incoming: Incoming, signs: Signs) -> bool:
    """Not so what may be a call for help: words that warn, a button beside the exercises. Nor Start: it means to begin again."""
    if incoming.sent_at is None or _may_be_help(incoming, signs):
        return False
    erased_at = await erasures.last(db, incoming.chat_id)
    # Telegram tells no more than the second.
    return erased_at is not None and incoming.sent_at < erased_at.replace(microsecond=0)


def _may_be_help(incoming: Incoming, signs: Signs) -> bool:
    match incoming.deed:
        case Command(name=name):
            return name in ("start", "gethelp", "symptoms")
        case Text(text=text, forwarded=forwarded):
            return signs.warn(text, forwarded=forwarded)
        case Tap(data=data):
            # When a button was tapped nobody tells: the message on which it stands may be of last year.
            way = decode(data)
            return isinstance(way, Way) and routes.WAYS[way.name].needs is not Needs.CLEAR
    return False
