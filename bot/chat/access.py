"""Who may come in: anybody, or by invitation only. Whoever is known stays, whatever is set later."""

from dataclasses import dataclass
from datetime import datetime

from bot.chat.incoming import Command, Incoming
from bot.store import invites
from bot.store.engine import Db


@dataclass(frozen=True, slots=True)
class Access:
    by_invite: bool = False
    admins: frozenset[int] = frozenset()
    """Telegram's numbers of those who need no invite, and may use /admin: a name may be somebody else's tomorrow."""

    async def admits(self, db: Db, incoming: Incoming, now: datetime) -> bool:
        """Whether somebody who is not known comes in with this. It uses up the invite they bring."""
        if not self.by_invite or incoming.chat_id in self.admins:
            return True
        match incoming.deed:
            case Command(name="start", rest=code):
                return await invites.use(db, code, now)
        return False
