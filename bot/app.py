"""The composition root: knows every part and puts them together. Nothing happens on import."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application
from telegram.request import BaseRequest

from bot.chat import introduction
from bot.chat.access import Access
from bot.chat.adapter import Adapter, Happened
from bot.chat.backlog import Backlog
from bot.chat.courier import Courier
from bot.chat.filing import Clerk
from bot.chat.flood import Flood
from bot.chat.frames import Frames
from bot.chat.gap import Gap
from bot.chat.intake import Intake
from bot.chat.lifeline import Lifeline
from bot.chat.poller import Poller, TokenRefusedError
from bot.chat.rate import Rate
from bot.chat.render import Renderer
from bot.chat.wire import Wire
from bot.clock import Clock, Movable
from bot.domain import schedule
from bot.flows import screen, unanswered
from bot.flows.talk import Turn
from bot.library import Library
from bot.logs import logger, place
from bot.places import Places
from bot.pulse import Pulse
from bot.store import instance, outbox, people, routines, schema, timers
from bot.store.engine import Database, Db, connect
from bot.store.journal import Journal
from bot.store.outbox import Lane
from bot.store.people import Person
from bot.store.vault import Vault

STOP_SECONDS = 20
LONGEST_PAUSE = 30.0

log = logger("app")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a Lumbar is made of. Plain values: only `commands` reads settings."""

    token: str
    database_url: str
    data_key: bytes
    clock: Clock
    content: Path
    library: Library | None = None
    """What stands in `content`, where it was read before: many bots in one process need it once."""
    api_url: str = "https://api.telegram.org"
    operator: str = ""
    access: Access = field(default_factory=Access)
    folder: Path | None = None
    """Where it is noted beside the database who was erased. Without one a restored backup brings them back."""
    rate: Rate = field(default_factory=Rate)
    observe: Callable[[Happened], None] = lambda _: None
    request: Callable[[], BaseRequest] = Wire
    """The way to Telegram; tests give one that stays in the process."""


class App:
    def __init__(self, parts: Parts) -> None:
        schedule.use_pinned_zones()
        self.clock = parts.clock
        self.library = parts.library or Library.read(parts.content)
        self.places = Places.read(parts.content / "places")
        self.database: Database = connect(parts.database_url, Vault(parts.data_key))
        self.renderer = Renderer(self.library, operator=parts.operator)
        self.bot = _bot(parts)
        self.ptb = (
            Application.builder()
            .bot(self.bot)
            .updater(None)
            .job_queue(None)
            .concurrent_updates(concurrent_updates=False)
            .build()
        )
        self.journal = Journal(self.database, parts.folder)
        self._token_refused = asyncio.Event()
        self.lifeline = Lifeline(self.bot, self.library, parts.clock, parts.rate, waits=self._waits_for_safety)
        self.courier = self._courier(parts.rate)
        self.adapter = Adapter(
            self.database,
            self.library,
            self.places,
            self.renderer,
            parts.clock,
            parts.access,
            wake=self.courier.wake,
            observe=parts.observe,
            erased=self.journal.erased,
        )
        self.adapter.join(self.ptb)
        self.intake = self._intake(Flood(parts.rate.chat_interval, warnings=self.lifeline.warnings))
        self.poller = self._poller()
        self.frames = self._frames(parts.rate)
        self.backlog = Backlog(self.database, parts.clock, per_second=parts.rate.per_second)
        self.pulse = Pulse(self.database, parts.clock, wake=self.courier.wake, reap=self._reap)

    async def _reap(self) -> None:
        await self.courier.reap()
        await self.backlog.look()
        await self.journal.copy()

    async def _waits_for_safety(self, chat_id: int) -> bool:
        async with self.database.reading() as db:
            return await outbox.waits(db, chat_id, Lane.SAFETY, self.clock.now())

    async def _place_floor(self, db: Db, person: Person, told_at: datetime) -> None:
        turn = Turn(db=db, now=self.clock.now(), person=person, library=self.library, places=self.places)
        await screen.place_floor(turn, told_at)

    def _courier(self, rate: Rate) -> Courier:
        return Courier(
            self.database,
            self.bot,
            self.renderer,
            self.clock,
            rate,
            stop_for_token=self._token_refused.set,
            rest=self._rest,
            place_floor=self._place_floor,
            lifeline=self.lifeline,
            clerk=Clerk(self.database, self.renderer, self.places, self.clock),
        )

    def _frames(self, rate: Rate) -> Frames:
        return Frames(
            self.database,
            self.renderer,
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

    def _poller(self) -> Poller:
        gap = Gap(self.database, self.clock, wake=self.courier.wake)
        return Poller(self.database, self.intake, self.bot, self.clock, heard=gap.heard)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.Future[None]]:
        """Everything at work. The future ends only when a part fails for good, with its exception."""
        try:
            await self._open()
        except BaseException:
            await self.bot.request.shutdown()
            await self.database.close()
            raise
        tasks = [asyncio.create_task(self.poller.run()), asyncio.create_task(self.courier.run())]
        tasks += [asyncio.create_task(self._watch_token()), asyncio.create_task(self.frames.run())]
        failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        for task in tasks:
            task.add_done_callback(lambda done: _pass_on(done, failed))
        try:
            async with self.pulse.beating():
                yield failed
        finally:
            await self._close(tasks)

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
        while (due := await self._next_due(clock.now(), chat_id)) is not None and due <= to:
            clock.move_to(due)
            await self._catch_up()
        clock.move_to(to)
        await self._catch_up()

    async def _catch_up(self) -> None:
        await self.pulse.plan()
        await self.frames.tick()
        await self.settled()

    async def _next_due(self, after: datetime, chat_id: int | None) -> datetime | None:
        async with self.database.reading() as db:
            person = None if chat_id is None else await people.by_chat(db, chat_id)
            if chat_id is None:
                instants = [await routines.next_at(db, after)]
            else:
                instants = (
                    [] if person is None else [one.next_due for one in (await routines.of(db, person.id)).values()]
                )
            instants += [await outbox.next_at(db, after), await timers.next_at(db, after)]
        return min((instant for instant in instants if instant is not None and instant > after), default=None)

    async def _open(self) -> None:
        await schema.verify(self.database)
        await self.database.open()
        async with self.database.writing() as db:
            await instance.furnish(db)
        await self.journal.replay(self.clock.now())
        await self.pulse.replan()
        await self._reach_telegram()
        await introduction.introduce(self.bot, self.renderer)

    async def _reach_telegram(self) -> None:
        """A computer that has just started may have no network yet. Raises TokenRefusedError."""
        pause = 1.0
        while True:
            try:
                await self.ptb.initialize()
            except InvalidToken:
                await self.poller.confirm_token()
            except TelegramError as error:
                log.warning("Telegram is not reached", error=type(error).__name__, wait=pause)
                await self.clock.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                return

    async def _close(self, tasks: Sequence[asyncio.Task[None]]) -> None:
        # Each once: a second time, while the driver closes the connection of the first, leaves a task that never ends.
        # What the courier has not begun to send waits in the outbox for the next start.
        for task in tasks:
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
            await self.poller.confirm_token()
            self._token_refused.clear()


def _bot(parts: Parts) -> Bot:
    request = parts.request()
    return Bot(parts.token, base_url=f"{parts.api_url}/bot", request=request, get_updates_request=request)


def _pass_on(task: asyncio.Task[None], failed: asyncio.Future[None]) -> None:
    if task.cancelled() or failed.done():
        return
    if (error := task.exception()) is not None:
        failed.set_exception(error)


__all__ = ["App", "Parts", "TokenRefusedError"]
