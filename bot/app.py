"""The composition root: knows every part and puts them together. Nothing happens on import."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager, nullcontext
from datetime import datetime
from typing import Any

from telegram import Bot
from telegram.ext import Application

from bot.chat import hook, introduction, token
from bot.chat.adapter import Adapter
from bot.chat.announcer import Announcer
from bot.chat.backlog import Backlog
from bot.chat.courier import Courier
from bot.chat.filing import Clerk
from bot.chat.flood import Flood
from bot.chat.frames import Frames
from bot.chat.gap import Gap
from bot.chat.hook import Hook, TakenError, Webhook
from bot.chat.intake import Intake, Ptb
from bot.chat.librarian import Librarian
from bot.chat.lifeline import Lifeline
from bot.chat.poller import Poller
from bot.chat.rate import Rate
from bot.chat.shelf import Refused, Reloaded, Shelf
from bot.chat.silence import Silence
from bot.chat.token import TokenRefusedError
from bot.clock import Movable, Since
from bot.domain import schedule
from bot.flows import screen, unanswered
from bot.flows.talk import Turn
from bot.library import Library
from bot.logs import logger, place
from bot.metrics import Metrics
from bot.parts import Parts
from bot.places import Places
from bot.pulse import Pulse
from bot.store import damage, due, instance, outbox, schema
from bot.store.engine import Database, Db, connect
from bot.store.journal import Journal
from bot.store.nightly import Nightly
from bot.store.outbox import Lane
from bot.store.people import Person
from bot.store.vault import Vault

STOP_SECONDS = 20

log = logger("app")


class App:
    def __init__(self, parts: Parts) -> None:
        schedule.use_pinned_zones()
        self.clock = parts.clock
        self.shelf = Shelf.of(parts.content, parts.own_content, parts.library, operator=parts.operator)
        self.places = Places.read(parts.content / "places")
        self._site = parts.site
        self._takeover = parts.takeover
        self.metrics = Metrics() if parts.site is None else parts.site.metrics
        self.database: Database = connect(parts.database_url, Vault(parts.data_key), self.metrics)
        self.bot = _bot(parts)
        self.ptb = _application(self.bot)
        self.journal = Journal(self.database, parts.folder)
        self._token_refused = asyncio.Event()
        self.lifeline = Lifeline(self.bot, self.shelf.library, parts.clock, parts.rate, waits=self._waits_for_safety)
        self.courier = self._courier(parts.rate)
        self.nightly = Nightly(self.database, parts.backups, parts.clock)
        self.adapter = Adapter(
            self.database,
            self.shelf,
            self.places,
            parts.clock,
            parts.access,
            self.nightly,
            wake=self.courier.wake,
            observe=parts.observe,
            erased=self.journal.erased,
            read_anew=Librarian(self.database, self.clock, self.reload).read_anew,
        )
        self.adapter.join(self.ptb)
        self.gap = Gap(self.database, parts.clock, wake=self.courier.wake)
        self.intake = self._intake(Flood(parts.rate.chat_interval, warnings=self.lifeline.warnings))
        self.hook = None if parts.webhook is None else self._hook(parts.webhook)
        self.poller = Poller(self.database, self.intake, self.bot, self.clock, heard=self.gap.heard)
        self.frames = self._frames(parts.rate)
        self.backlog = Backlog(self.database, parts.clock, per_second=parts.rate.per_second, metrics=self.metrics)
        self.silence = Silence(self.gap)
        self.heartbeat = Since(parts.clock)
        self.pulse = self._pulse()
        self.is_at_work = False
        self._introducing: asyncio.Task[None] | None = None

    @property
    def library(self) -> Library:
        return self.shelf.library

    async def reload(self) -> Reloaded | Refused:
        """Take the content as it stands in its folders now, or keep the one there is and say what is wrong."""
        outcome = await self.shelf.reload()
        if isinstance(outcome, Reloaded) and outcome.is_new:
            self.courier.sender.media.look_again()
            self._introducing = asyncio.create_task(introduction.introduce(self.bot, self.shelf.renderer))
        return outcome

    async def _reap(self) -> None:
        await self.courier.reap()
        await self.backlog.look()
        await self.journal.copy()
        await self.silence.look()

    async def _waits_for_safety(self, chat_id: int) -> bool:
        async with self.database.reading() as db:
            return await outbox.waits(db, chat_id, Lane.SAFETY, self.clock.now())

    async def _place_floor(self, db: Db, person: Person, told_at: datetime) -> None:
        turn = Turn(db=db, now=self.clock.now(), person=person, library=self.library, places=self.places)
        await screen.place_floor(turn, told_at)

    def _pulse(self) -> Pulse:
        wake, back_up, beaten = self.courier.wake, self.nightly.look, self.heartbeat.happened
        announce = Announcer(self.database, self.clock, self.shelf).step
        return Pulse(
            self.database, self.clock, wake=wake, reap=self._reap, back_up=back_up, announce=announce, beaten=beaten
        )

    def _courier(self, rate: Rate) -> Courier:
        return Courier(
            self.database,
            self.bot,
            self.shelf,
            self.clock,
            rate,
            stop_for_token=self._token_refused.set,
            rest=self._rest,
            place_floor=self._place_floor,
            lifeline=self.lifeline,
            clerk=Clerk(self.database, self.shelf, self.places, self.clock),
            metrics=self.metrics,
        )

    def _frames(self, rate: Rate) -> Frames:
        return Frames(
            self.database,
            self.shelf,
            self.places,
            self.clock,
            rate,
            self.courier.turns,
            self.courier.sender,
            wake=self.courier.wake,
        )

    async def _rest(self, db: Db, person: Person) -> None:
        await unanswered.rest(db, person, self.library, self.clock.now())

    def _intake(self, flood: Flood) -> Intake:
        return Intake(
            self.database,
            self.ptb,
            self.clock,
            trouble=self.adapter.trouble,
            committed=self.adapter.committed,
            lifeline=self.lifeline,
            flood=flood,
            give_up=self.adapter.give_up,
        )

    def _hook(self, webhook: Webhook) -> Hook:
        return Hook(
            self.database, self.intake, self.bot, self.clock, webhook, heard=self.gap.heard, metrics=self.metrics
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.Future[None]]:
        """Everything at work. The future ends only when a part fails for good, with its exception."""
        async with nullcontext() if self._site is None else self._site.serving(self), self._working() as failed:
            yield failed

    @asynccontextmanager
    async def _working(self) -> AsyncIterator[asyncio.Future[None]]:
        try:
            await self._open()
        except BaseException:
            await self.bot.request.shutdown()
            await self.database.close()
            raise
        works = (*self._taking_in(), self.courier.run(), self.frames.run(), self._watch_token())
        tasks = [asyncio.create_task(work) for work in works]
        failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        for task in tasks:
            task.add_done_callback(lambda done: _pass_on(done, failed))
        try:
            async with self.pulse.beating(), self.nightly.awake():
                self.is_at_work = True
                yield failed
        finally:
            self.is_at_work = False
            await self._close(tasks)

    def _taking_in(self) -> Sequence[Coroutine[Any, Any, None]]:
        return (self.poller.run(),) if self.hook is None else (self.hook.watch(), self.hook.sweep())

    async def settled(self) -> None:
        """Until every update that was fetched is handled and everything due is sent."""
        while not (self.intake.is_idle and self.courier.is_idle):
            await self.intake.settled()
            await self.courier.settled()
        await self.frames.settled()

    async def travel(self, clock: Movable, to: datetime, chat_id: int | None = None) -> None:
        """Let time pass: stop at each instant at which something is due, as a day that is lived would.

        With a chat, only its person lives each day so; what the others' routines bring comes at those stops together.
        """
        await self._catch_up()
        while (instant := await self._next_due(clock.now(), chat_id)) is not None and instant <= to:
            clock.move_to(instant)
            await self._catch_up()
        clock.move_to(to)
        await self._catch_up()

    async def _catch_up(self) -> None:
        await self.pulse.plan()
        await self.frames.tick()
        await self.settled()

    async def _next_due(self, after: datetime, chat_id: int | None) -> datetime | None:
        async with self.database.reading() as db:
            return await due.next_at(db, after, chat_id)

    async def _open(self) -> None:
        await schema.verify(self.database)
        await damage.look(self.database)
        await self.database.open()
        async with self.database.writing() as db:
            await instance.furnish(db)
        await self.journal.replay(self.clock.now())
        await self.pulse.replan()
        await token.reach(self.ptb.initialize, self.bot, self.clock)
        if self.hook is None:
            await hook.make_way(self.bot, takeover=self._takeover)
        await introduction.introduce(self.bot, self.shelf.renderer)

    async def _close(self, tasks: Sequence[asyncio.Task[None]]) -> None:
        # Each once: a second time, while the driver closes the connection of the first, leaves a task that never ends.
        # What the courier has not begun to send waits in the outbox for the next start.
        if self.hook is not None:
            await self.hook.close()
        for task in (*tasks, *(() if self._introducing is None else (self._introducing,))):
            task.cancel()
        await self.intake.stop()
        try:
            await asyncio.wait_for(self.courier.drain(), STOP_SECONDS)
        except Exception as error:  # noqa: BLE001  (a send that takes too long, a database that is away: the next start takes over)
            log.warning("not all that was on its way has arrived", error=place(error))
        await self.lifeline.stop()
        await self.frames.settled()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.ptb.shutdown()
        await self.database.close()

    async def _watch_token(self) -> None:
        while True:
            await self._token_refused.wait()
            await token.confirm(self.bot, self.clock)
            self._token_refused.clear()


def _application(bot: Bot) -> Ptb:
    builder = Application.builder().bot(bot).updater(None).job_queue(None)
    return builder.concurrent_updates(concurrent_updates=False).build()


def _bot(parts: Parts) -> Bot:
    request = parts.request()
    return Bot(parts.token, base_url=f"{parts.api_url}/bot", request=request, get_updates_request=request)


def _pass_on(task: asyncio.Task[None], failed: asyncio.Future[None]) -> None:
    if task.cancelled() or failed.done():
        return
    if (error := task.exception()) is not None:
        failed.set_exception(error)


__all__ = ["App", "Parts", "TakenError", "TokenRefusedError", "Webhook"]
