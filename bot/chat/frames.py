"""Live timers: what a card shows while something counts down, and what is said at half-time and at the end.

A frame is an edit that nothing waits for: it follows from a row and the clock, is never stored, and is left out where
the rate has no room. What is said goes through the outbox, in the transaction that saves it.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.chat import errors
from bot.chat.posting import post
from bot.chat.rate import Rate
from bot.chat.render import Rendered
from bot.chat.sender import Sender
from bot.chat.shelf import Shelf
from bot.chat.turns import Turns
from bot.clock import Clock
from bot.domain.timer import Countdown, Moment, Urgency
from bot.flows import guide, walk
from bot.flows.talk import Flow, Reply, Turn
from bot.library import Library
from bot.logs import logger, place
from bot.places import Places
from bot.store import cards, people, timers
from bot.store.cards import Card
from bot.store.engine import Database, Db
from bot.store.people import Person
from bot.store.timers import Timer

BATCH = 500
"""Of timers that are due, those that one tick looks at."""
HANDFUL = 8
"""Frames that are drawn at once, while the rate has room."""
SOONEST, LATEST = 0.1, 1.0
"""Seconds from one tick to the next. A hold ends at its second, and not at the next beat of a pulse."""

log = logger("frames")


class Run(Protocol):
    """What counts down, as it follows from its row."""

    def moment(self, since: datetime, now: datetime) -> Moment | None: ...

    def urgency(self, since: datetime, now: datetime) -> Urgency: ...

    def next_at(self, now: datetime, *, shown: bool = True) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Timed:
    """What runs on a card."""

    run: Callable[[Timer], Run]
    shows: Callable[[Timer, Person, Library, datetime], Reply]
    reached: Flow
    """Half-time, or the end."""


CARDS: Mapping[str, Timed] = {
    walk.CARD: Timed(lambda timer: Countdown(timer.seconds, timer.started_at), walk.running, walk.reached),
    guide.CARD: Timed(guide.run, guide.running, guide.reached),
}


@dataclass(frozen=True, slots=True)
class Frame:
    chat_id: int
    card: Card
    rendered: Rendered


class Frames:
    def __init__(
        self,
        database: Database,
        shelf: Shelf,
        places: Places,
        clock: Clock,
        rate: Rate,
        turns: Turns,
        sender: Sender,
        *,
        wake: Callable[[], None],
    ) -> None:
        self._database = database
        self._shelf = shelf
        self._places = places
        self._clock = clock
        self._rate = rate
        self._turns = turns
        self._sender = sender
        self._wake = wake
        self._ticking = asyncio.Lock()
        self._in_flight: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Tick whenever something is due, until cancelled."""
        while True:
            pause = LATEST
            try:
                pause = SOONEST if await self.tick() else await self._pause()
            except Exception as error:  # noqa: BLE001  (a database that is away; what is due is still due then)
                log.error("a tick failed", error=place(error))
            await self._clock.sleep(pause)

    async def _pause(self) -> float:
        now = self._clock.now()
        async with self._database.reading() as db:
            due = await timers.next_at(db, now)
        return LATEST if due is None else min(max((due - now).total_seconds(), SOONEST), LATEST)

    async def tick(self) -> bool:
        """Say and show what is due; whether something was left for which the rate had no room.

        A timer that fails holds up no other; it is tried again at the next tick.
        """
        async with self._ticking:
            now = self._clock.now()
            async with self._database.reading() as db:
                due = await timers.due(db, now, limit=BATCH)
            runs = [(timer, CARDS[timer.card].run(timer)) for timer in due]
            silent = []
            for timer, run in runs:
                if run.moment(timer.next_at, now) is None:
                    silent.append((run.urgency(timer.next_at, now), timer.next_at, timer))
                    continue
                try:
                    await self._say(timer, now)
                except Exception as error:  # noqa: BLE001  (whatever it is, the others are still due)
                    log.error("a timer could not say what it reached", error=place(error))
            silent.sort(key=lambda each: each[:2])
            return await self._show_all([timer for _, _, timer in silent], now)

    async def settled(self) -> None:
        """Until every frame that was sent has landed."""
        while self._in_flight:
            await asyncio.gather(*self._in_flight)

    async def _say(self, timer: Timer, now: datetime) -> None:
        async with self._database.writing() as db:
            person = await people.by_id(db, timer.person_id)
            if person is None:
                return
            turn = Turn(db=db, now=now, person=person, library=self._shelf.library, places=self._places)
            await post(db, person, person.chat_id, await CARDS[timer.card].reached(turn), now)
        self._wake()

    async def _show_all(self, due: Sequence[Timer], now: datetime) -> bool:
        """The most urgent first, while there is room. What is left stays due: it is drawn as it is then."""
        shown = 0
        while shown < len(due) and self._rate.has_room(self._clock.monotonic()):
            await self._show(due[shown : shown + HANDFUL], now)
            shown += HANDFUL
        return bool(due) and not self._rate.has_room(self._clock.monotonic())

    async def _show(self, due: Sequence[Timer], now: datetime) -> None:
        """A timer that was stopped since it was read shows nothing more."""
        async with self._database.reading() as db:
            known = await people.by_ids(db, {timer.person_id for timer in due})
            shown = await cards.of_all(db, {(timer.person_id, timer.card) for timer in due})
        drawn = []
        for timer in due:
            person, card = known.get(timer.person_id), shown.get((timer.person_id, timer.card))
            if person is not None and card is not None and self._sender.is_busy(person.chat_id, card):
                continue
            drawn.append((timer, self._draw(timer, person, card, now)))
        # Before: while the rate that all share is written, all wait.
        frames = [(timer, frame if frame is not None and await self._turns.spare() else None) for timer, frame in drawn]
        async with self._database.writing() as db:
            kept = [await self._kept(db, timer, frame, now) for timer, frame in frames]
        for frame in kept:
            if frame is not None:
                task = asyncio.create_task(self._send(frame))
                self._in_flight.add(task)
                task.add_done_callback(self._in_flight.discard)

    async def _kept(self, db: Db, timer: Timer, frame: Frame | None, now: datetime) -> Frame | None:
        if frame is None and not self._rate.has_room(self._clock.monotonic()):
            return None
        run = CARDS[timer.card].run(timer)
        still_runs = await timers.move(db, timer, run.next_at(now, shown=frame is not None))
        return frame if still_runs else None

    def _draw(self, timer: Timer, person: Person | None, card: Card | None, now: datetime) -> Frame | None:
        """None where there is no card yet, or no room for it now."""
        if person is None or person.standing.unreachable_since is not None or card is None:
            return None
        if not self._rate.spare(person.chat_id, self._clock.monotonic()):
            return None
        renderer = self._shelf.renderer
        reply = CARDS[timer.card].shows(timer, person, renderer.library, now)
        return Frame(person.chat_id, card, renderer.render(reply, person.country, text_only=person.text_only))

    async def _send(self, frame: Frame) -> None:
        try:
            await self._sender.frame(frame.chat_id, frame.card, frame.rendered)
        except Exception as error:  # noqa: BLE001  (the next frame is as good)
            failure = errors.classify(error)
            if isinstance(failure, errors.Later):
                # Other processes hear it from the next message that meets it.
                self._rate.hold(self._clock.monotonic() + failure.seconds)
            log.info("a frame was not shown", error=type(error).__name__)
