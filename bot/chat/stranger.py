"""What somebody hears whom nobody invited: one line a day, and what their words warn of all the same (docs/care.md 2.6).

The line is the same whatever they bring: no invite, a used one, one that never was. Nothing is kept of them but
messages until they are sent.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.chat import routes
from bot.chat.incoming import Command, Deed, Incoming, Tap, Text
from bot.chat.render import Renderer
from bot.domain import symptoms
from bot.flows import safety, warning
from bot.flows.talk import Kind, Reply, words
from bot.library import Library
from bot.store import outbox
from bot.store.engine import Db

A_DAY = timedelta(days=1)
HELP = frozenset({"gethelp", "symptoms"})
"""Ways on which somebody looks for help: the keyboard stays on the phone of a person who was erased."""


class Stranger:
    def __init__(self, library: Library, renderer: Renderer) -> None:
        self._lexicon = library.lexicon
        self._keyboard: Mapping[str, str] = {label: routes.KEYBOARD[key] for label, key in renderer.keyboard().items()}

    async def answer(self, db: Db, incoming: Incoming, now: datetime) -> Sequence[Reply]:
        told = self._warned(incoming.deed)
        if await outbox.said(db, incoming.chat_id, Kind.STRANGER, now - A_DAY):
            return told
        return (*told, Reply(text=((words("access-refused"),),), kind=Kind.STRANGER))

    def _warned(self, deed: Deed) -> Sequence[Reply]:
        match deed:
            case Command(name=name, rest=rest) as command:
                wanted, said, another = name, f"{name} {rest}", command.is_linked
            case Text(text=text, forwarded=forwarded):
                wanted, said, another = self._keyboard.get(text.strip(), ""), text, forwarded
            case Tap(data=data):
                wanted, said, another = data.removeprefix("/"), "", False
            case _:
                return ()
        reading = symptoms.read(said, self._lexicon, another=another)
        looks_for_help = wanted in HELP or reading.asks
        return warning.for_unknown(reading) or ((safety.when_to_get_help(None),) if looks_for_help else ())
