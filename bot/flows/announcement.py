"""An admin tells everybody: typed, seen as people will get it, confirmed, then on its way a few at a time.

It goes to all who agreed, also while they pause reminders; not to who blocked the bot or has a warning sign to see to.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta

from bot.domain import schedule, symptoms
from bot.domain.lexicon import Result
from bot.domain.quiet import QuietHours
from bot.domain.schedule import EVERY_DAY
from bot.domain.standing import Hold
from bot.flows import d1, talk
from bot.flows.talk import Ask, Button, Kind, Line, Reply, Turn, paragraph, words
from bot.library import Library
from bot.library.measure import utf16
from bot.logs import logger
from bot.store import announcements, audit, outbox, people
from bot.store.announcements import Announcement, Recipient, State
from bot.store.engine import Db
from bot.store.outbox import IN_FLIGHT, UNSENT, Lane
from bot.store.people import Person
from bot.store.slots import Outcome

LONGEST = 4000
"""As Telegram counts. With its title it fits into one message."""
CARD = "announcement"
SEND, CHANGE, DROP = "send", "change", "drop"
NIGHT = QuietHours(time(21, 30), time(8))
"""For who has set no quiet hours: nobody is woken by it."""
BATCH = 500
"""People for whom it is planned in one transaction."""
AHEAD = 1000
"""So many waiting are enough: what is planned late meets people as they are by then."""
CALLED_BACK = 5000
LOOK = timedelta(seconds=5)
"""So often the admin's bubble follows."""

log = logger("announcement")


async def announce(turn: Turn) -> Sequence[Reply]:
    """One at a time: two would overtake each other."""
    under_way = await announcements.under_way(turn.db)
    if under_way is not None:
        return (_progress(under_way, await announcements.tally(turn.db, under_way)),)
    return (_question(),)


async def written(turn: Turn) -> Sequence[Reply]:
    """The words as people will get them, and what is left to say."""
    if turn.value == DROP:
        return (_dropped(),)
    if (length := utf16(turn.value)) > LONGEST:
        return (_question(words("announce-too-long", length=length, limit=LONGEST)),)
    await announcements.draft(turn.db, turn.person, turn.value, turn.now)
    return (_worded(turn.value, Kind.PLAIN), await _sure(turn))


async def confirmed(turn: Turn) -> Sequence[Reply]:
    if turn.value == CHANGE:
        return (_question(),)
    if turn.value != SEND or not await announcements.begin(turn.db, turn.person, turn.now):
        return (_dropped(),)
    await audit.add(turn.db, turn.person.id, audit.ANNOUNCE, turn.now)
    log.info("an admin tells everybody something", person=turn.person.id)
    return await announce(turn)


async def stop(turn: Turn) -> Sequence[Reply]:
    await announcements.stop(turn.db, turn.now)
    await audit.add(turn.db, turn.person.id, audit.STOP_ANNOUNCEMENT, turn.now)
    log.info("an admin stopped it", person=turn.person.id)
    under_way = await announcements.under_way(turn.db)
    return (
        (_dropped(),) if under_way is None else (_progress(under_way, await announcements.tally(turn.db, under_way)),)
    )


def compose(person: Person | None, text: str | None) -> Reply | Outcome:
    """Called when its moment is near. No text: it was stopped, or its admin is gone."""
    if person is None or text is None:
        return Outcome.CANCELLED
    return Outcome.HELD if person.standing.held >= Hold.CONSULT else _worded(text, Kind.NEWS)


async def go_on(db: Db, now: datetime, library: Library) -> None:
    """The next step of what is under way, and what its admin is to see of it."""
    under_way = await announcements.under_way(db)
    author = None if under_way is None else await people.by_id(db, under_way.person_id)
    this = None if under_way is None else await announcements.take(db, under_way.id)
    if this is None or author is None:
        return
    if this.state is State.STOPPING:
        await announcements.call_back(db, this, CALLED_BACK, now)
    elif this.state is State.PLANNING and await announcements.waiting(db, now) < AHEAD:
        batch = await announcements.following(db, this, BATCH)
        await announcements.plan(db, this, {each: _instant(each, library, now) for each in batch}, Kind.NEWS, now)
    if this.looked_at is None or now - this.looked_at >= LOOK:
        await _look(db, this, author, now)


async def _look(db: Db, this: Announcement, author: Person, now: datetime) -> None:
    tally = await announcements.tally(db, this)
    is_over = this.state is not State.PLANNING and not _left(tally)
    if is_over:
        await announcements.end(db, this, now)
    sent = tally.get("sent", 0)
    if is_over or sent != this.told:
        reply = _ended(this, tally) if is_over else _progress(this, tally)
        dumped = talk.dump(reply)
        await outbox.add(db, author, author.chat_id, payload=dumped, lane=Lane.REPLY, kind=Kind.PLAIN, now=now)
    await announcements.looked(db, this, sent, now)


def _instant(person: Recipient, library: Library, now: datetime) -> datetime:
    """Now, or after the quiet hours that are by the person's clock, and after a day of crisis words."""
    zones = library.country(person.country).zones
    place = schedule.zone(person.zone or (zones[0] if zones else "UTC"))
    hours = NIGHT if person.quiet_hours is None else QuietHours.of(person.quiet_hours)
    at = max(now, person.quiet_until or now)
    if not hours.cover(at.astimezone(place).time()):
        return at
    due = schedule.next_due(hours.last, EVERY_DAY, place, at)
    return at if due is None else due.utc.astimezone(UTC)


def _worded(text: str, kind: Kind) -> Reply:
    return Reply(text=(paragraph(words("announce-title")),), note=text, kind=kind)


def _question(*notes: Line) -> Reply:
    lines = (words("announce-what"), words("announce-plain", limit=LONGEST))
    cancel = (Button(words("label-announce-drop"), option=DROP),)
    text = (notes, lines) if notes else (lines,)
    return Reply(text=text, buttons=(cancel,), ask=Ask("announce", typed=True), card=CARD)


async def _sure(turn: Turn) -> Reply:
    count = await announcements.reach(turn.db)
    reading = symptoms.read(turn.value, turn.library.lexicon)
    warns = reading.asks or reading.result >= Result.CONSULT
    lines = (words("announce-sure", count=count), words("announce-whom"))
    rows = (
        (Button(words("label-announce-send"), option=SEND),),
        (Button(words("label-announce-change"), option=CHANGE), Button(words("label-announce-drop"), option=DROP)),
        *((d1.SAFETY,) if warns else ()),
    )
    text = (lines, paragraph(words("announce-warns"))) if warns else (lines,)
    return Reply(text=text, buttons=rows, ask=Ask("announce-sure"), card=CARD, anew=True)


def _dropped() -> Reply:
    return Reply(text=(paragraph(words("announce-dropped")),), card=CARD)


def _progress(this: Announcement, tally: Mapping[str, int]) -> Reply:
    head = words("announce-stopping") if this.state is State.STOPPING else words("announce-going")
    buttons = () if this.state is State.STOPPING else ((Button(words("label-announce-stop"), goes="announce-stop"),),)
    return Reply(text=((head, *_figures(this, tally)),), buttons=buttons, card=CARD)


def _ended(this: Announcement, tally: Mapping[str, int]) -> Reply:
    head = words("announce-stopped") if this.state is State.STOPPING else words("announce-done")
    return Reply(text=((head, *_figures(this, tally)),), card=CARD)


def _figures(this: Announcement, tally: Mapping[str, int]) -> Sequence[Line]:
    lost = sum(tally.get(state, 0) for state in ("dead", "unknown"))
    figures = words("announce-figures", sent=tally.get("sent", 0), wanted=this.wanted)
    return (figures, words("announce-lost", count=lost)) if lost else (figures,)


def _left(tally: Mapping[str, int]) -> int:
    return sum(tally.get(state, 0) for state in {*UNSENT, *IN_FLIGHT})
