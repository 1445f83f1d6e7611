"""What the page of `lumbar try` may ask of the bot behind it: clock, next nudge, what just happened."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.app import App
from bot.chat.aftermath import Happened
from bot.clock import MovableClock
from bot.domain import schedule
from bot.playground.backstage import Backstage, Lines
from bot.playground.telegram import Telegram
from bot.store import outbox, people, routines

_ID = re.compile(r": [\w-]{22}$")
"""A random id says nothing to anybody."""
_RULES = re.compile(r" \((\d+\.[^()]*)\)$")
"""A section of docs/care.md at the end of a note."""


@dataclass(frozen=True, slots=True)
class Nudge:
    kind: str
    """session, walk, or later for one that is already on its way."""
    due: datetime
    zone: str


@dataclass(slots=True)
class Stage:
    """Keeps what happened last in each chat, and answers the page's questions about the bot."""

    last: dict[int, Happened] = field(default_factory=dict)

    def observe(self, happened: Happened) -> None:
        self.last[happened.chat_id] = happened

    def backstage(self, lumbar: App, clock: MovableClock, telegram: Telegram) -> Backstage:
        async def settled() -> None:
            await telegram.updates.emptied()
            await lumbar.settled()

        async def skip(by: timedelta, chat_id: int) -> None:
            await lumbar.travel(clock, clock.now() + by, chat_id)

        async def next_due(chat_id: int) -> datetime | None:
            nudge = await next_nudge(lumbar, chat_id)
            return None if nudge is None else nudge.due

        async def zone(chat_id: int) -> str | None:
            async with lumbar.database.reading() as db:
                person = await people.by_chat(db, chat_id)
            return None if person is None else person.zone

        async def happened(chat_id: int) -> Lines:
            last = self.last.get(chat_id)
            return {} if last is None else told(last, await next_nudge(lumbar, chat_id))

        return Backstage(
            now=clock.now,
            skip=skip,
            rest=lambda by: clock.move_to(clock.now() + by),
            next_nudge=next_due,
            zone=zone,
            happened=happened,
            settled=settled,
            help=lambda: lumbar.library.say("safety-when-to-get-help", lumbar.library.country(None).args),
        )


def told(happened: Happened, nudge: Nudge | None) -> Lines:
    """The flow with its argument, the decision with its rules, the rows on one line, the next nudge."""
    flow = next((note for note in happened.notes if note.startswith(f"{happened.route}:")), happened.route)
    decided = [note for note in happened.notes if note not in (flow, happened.route) and not note.startswith("next ")]
    rows = ", ".join(_counted(table, count) for table, count in happened.rows.items())
    return {
        "Flow": _ID.sub("", flow),
        "Decision": [_RULES.sub(r", rules \1", note) for note in decided] or "nothing to decide",
        "Rows written": rows or "none",
        "Next nudge": "none planned" if nudge is None else _said(nudge),
    }


async def next_nudge(lumbar: App, chat_id: int) -> Nudge | None:
    async with lumbar.database.reading() as db:
        person = await people.by_chat(db, chat_id)
        if person is None:
            return None
        wishes: Mapping[str, routines.Routine] = await routines.of(db, person.id)
        instants = {wish.kind: wish.next_due for wish in wishes.values()}
        instants["later"] = await outbox.next_of(db, person.id)
    nudges = [Nudge(kind, due, person.zone or "UTC") for kind, due in instants.items() if due is not None]
    return min(nudges, key=lambda nudge: nudge.due, default=None)


def _said(nudge: Nudge) -> str:
    local = nudge.due.astimezone(schedule.zone(nudge.zone))
    kind = "" if nudge.kind == "later" else f" · {nudge.kind}"
    return f"{local:%a} {local.day} {local:%b}, {local:%H:%M} {nudge.zone}{kind}"


def _counted(table: str, count: int) -> str:
    return table if count == 1 else f"{table} × {count}"
