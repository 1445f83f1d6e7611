"""Updates → inbox → the bot, in order for each chat and chats side by side.

An update is stored and committed before Telegram is told to forget it (poller.py). `Application.process_update` never raises, so
whether an update was handled is read from its inbox row, which the adapter closes in its own transaction.
"""

import asyncio
import json
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any

from telegram import Update
from telegram.ext import Application

from bot.chat.arrival import chat_id
from bot.chat.flood import BURST, Flood, Queueing
from bot.chat.keeping import keep
from bot.chat.rescue import Rescue
from bot.clock import Clock
from bot.logs import logger, place
from bot.store import inbox
from bot.store.engine import Database
from bot.store.outage import is_outage

BACK_OFF = (1.0, 5.0, 30.0)
"""Seconds after each failure of an update; with the last failure it is given up."""
PATIENCE = 8.0
"""Seconds that a warning sign waits for its answer: longer than the two attempts after the first."""
SIDE_BY_SIDE = 16
DROPPED = (Queueing.DROPPED, Queueing.UNREAD)

log = logger("intake")

Ptb = Application[Any, Any, Any, Any, Any, Any]


class Intake:
    """`give_up` is called for an update that failed for good; `trouble` hands over what process_update swallowed.

    `committed` tells of an update whose closing was seen to be committed: its row need not be read again.
    """

    def __init__(  # noqa: PLR0913  (whom it works with)
        self,
        database: Database,
        ptb: Ptb,
        clock: Clock,
        *,
        trouble: Callable[[int], Exception | None],
        committed: Callable[[int], bool],
        lifeline: Rescue,
        flood: Flood,
        give_up: Callable[[int, str | None], Awaitable[None]],
        back_off: Sequence[float] = BACK_OFF,
    ) -> None:
        self._database = database
        self._ptb = ptb
        self._clock = clock
        self._trouble = trouble
        self._committed = committed
        self._give_up = give_up
        self._lifeline = lifeline
        self._flood = flood
        self._back_off = back_off
        self._patience = PATIENCE
        self._open: dict[int, Mapping[str, Any]] = {}
        """As they came: while the database is away nothing can be read from it."""
        self._attempts: dict[int, int] = {}
        self._broken_off: set[int] = set()
        """Those that the database has interrupted once."""
        self._watches: list[asyncio.TimerHandle] = []
        self._warnings: set[asyncio.Task[None]] = set()
        self._chats: dict[str, deque[int]] = {}
        self._urgent: dict[str, set[int]] = {}
        """Updates before which nothing of their chat waits for its pace."""
        self._broke_off = False
        """Whether a worker left updates behind."""
        self._workers: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(SIDE_BY_SIDE)
        self._idle = asyncio.Event()
        self._idle.set()

    async def accept(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Store each update once; what was stored is handled soon after."""
        queued = self._queued(updates)
        dropped = [update for update, queueing in queued if queueing in DROPPED]
        kept = [update for update, queueing in queued if queueing not in DROPPED]
        near = [update for update, queueing in queued if queueing in (Queueing.NEXT, Queueing.AT_ONCE)]
        given = {update["update_id"]: update for update in near}
        self._open.update(given)
        loop = asyncio.get_running_loop()
        self._watches = [watch for watch in self._watches if watch.when() > loop.time()]
        self._watches.append(loop.call_later(self._patience, self._lose_patience, near))
        try:
            letters = await self._store(kept) if kept else ()
        except Exception:
            # The offset stays where it is, so all of these come again; a warning sign is not left waiting for that.
            self._forget(given)
            await self._lifeline.answer(updates)
            raise
        self._forget(given.keys() - {letter.update_id for letter in letters})
        self._take_up(letters, {update["update_id"] for update, queueing in queued if queueing is Queueing.AT_ONCE})
        await self._lifeline.too_many(dropped)
        await self._lifeline.unread([update for update, queueing in queued if queueing is Queueing.UNREAD])

    def _queued(self, updates: Sequence[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], Queueing]]:
        now, waiting = self._clock.monotonic(), Counter({chat: len(queue) for chat, queue in self._chats.items()})
        queued = []
        for update in updates:
            chat = self._chat(update)
            queueing = Queueing.NEXT if chat is None else self._flood.queueing(chat, update, waiting[chat], now)
            waiting[chat or ""] += queueing not in DROPPED
            queued.append((update, queueing))
        return queued

    def _chat(self, update: Mapping[str, Any]) -> str | None:
        number = chat_id(update)
        return None if number is None else self._database.vault.chat_hash(number)

    def _forget(self, update_ids: Iterable[int]) -> None:
        for update_id in update_ids:
            self._open.pop(update_id, None)

    def _lose_patience(self, updates: Sequence[Mapping[str, Any]]) -> None:
        late = [update for update in updates if update["update_id"] in self._open]
        if late:
            task = asyncio.create_task(self._lifeline.warn(late))
            self._warnings.add(task)
            task.add_done_callback(self._warnings.discard)

    async def _store(self, updates: Sequence[Mapping[str, Any]]) -> Sequence[inbox.Letter]:
        letters, unkept = await keep(self._database, updates, self._clock.now(), only_these=not self._broke_off)
        self._broke_off = False
        await self._lifeline.answer(unkept)
        return letters

    async def resume(self, among: Collection[int] | None = None) -> set[int]:
        """Take up what waits and is not in hand, all or of these, at no pace, as it may warn; the numbers of all that waits."""
        async with self._database.reading() as db:
            letters = await inbox.waiting(db)
        waiting = {letter.update_id for letter in letters}
        wanted = waiting if among is None else waiting & set(among)
        self._take_up([letter for letter in letters if letter.update_id in wanted], wanted)
        return waiting

    async def settled(self) -> None:
        await self._idle.wait()

    @property
    def is_idle(self) -> bool:
        return self._idle.is_set()

    async def stop(self) -> None:
        for watch in self._watches:
            watch.cancel()
        tasks = (*self._workers, *self._warnings)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _take_up(self, letters: Sequence[inbox.Letter], urgent: Collection[int]) -> None:
        for letter in letters:
            self._attempts.setdefault(letter.update_id, letter.attempts)
            chat = letter.chat_hash or f"update {letter.update_id}"
            queue = self._chats.get(chat)
            if queue is not None and letter.update_id in queue:
                continue
            if letter.update_id in urgent:
                self._urgent.setdefault(chat, set()).add(letter.update_id)
            if queue is None:
                self._chats[chat] = deque([letter.update_id])
                self._start(chat)
            elif letter.update_id in urgent and len(queue) >= BURST:
                # Behind the one under way: in so long a queue a warning sign comes first, and its hold is there for the rest.
                queue.insert(1, letter.update_id)
            else:
                queue.append(letter.update_id)

    def _start(self, chat: str) -> None:
        self._idle.clear()
        worker = asyncio.create_task(self._work(chat))
        self._workers.add(worker)
        worker.add_done_callback(self._finished)

    def _finished(self, worker: asyncio.Task[None]) -> None:
        self._workers.discard(worker)
        if not self._workers:
            self._idle.set()
        if not worker.cancelled() and (error := worker.exception()) is not None:
            log.error("a chat's worker broke off", error=place(error))
            self._broke_off = True

    async def _work(self, chat: str) -> None:
        """Handle one chat's updates one after another. The head stays in the queue until it is closed."""
        queue = self._chats[chat]
        try:
            while queue:
                # Asked each time: something may have come meanwhile that does not wait.
                if chat not in self._urgent and (pause := self._flood.wait(chat, self._clock.monotonic())) > 0:
                    await self._clock.sleep(pause)
                    continue
                async with self._places:
                    wait = await self._tried(queue[0], None if chat.startswith("update ") else chat)
                if wait is None:
                    self._closed(chat, queue.popleft())
                else:
                    await self._clock.sleep(wait)
        finally:
            del self._chats[chat]
            self._urgent.pop(chat, None)

    def _closed(self, chat: str, update_id: int) -> None:
        self._flood.take(chat, self._clock.monotonic())
        if (urgent := self._urgent.get(chat)) is not None:
            urgent.discard(update_id)
            if not urgent:
                del self._urgent[chat]
        self._broken_off.discard(update_id)
        self._attempts.pop(update_id, None)
        if (update := self._open.pop(update_id, None)) is not None:
            self._lifeline.closed(update)

    async def _tried(self, update_id: int, chat_hash: str | None) -> float | None:
        """As `_handle`, also while the database fails: then nothing is counted, and it is tried again."""
        try:
            return await self._handle(update_id, chat_hash)
        except Exception as error:  # noqa: BLE001  (the update is kept; to leave it would be to lose its place)
            log.error("an update waits", update=update_id, error=place(error))
            if (update := self._open.get(update_id)) is not None:
                await self._lifeline.answer((update,))
            return self._back_off[0]

    async def _handle(self, update_id: int, chat_hash: str | None) -> float | None:
        """Seconds to wait before another attempt; None when the update is closed."""
        if chat_hash is not None and await self._is_behind(update_id, chat_hash):
            return 0.0
        if update_id not in self._open:
            async with self._database.reading() as db:
                raw = await inbox.read(db, update_id)
            if raw is None:
                return None
            self._open[update_id] = json.loads(raw)
        error = await self._process(update_id, self._open[update_id])
        if self._committed(update_id):
            return None
        async with self._database.reading() as db:
            if await inbox.state(db, update_id) != "new":
                return None
        if is_outage(error):
            return self._interrupted(update_id, error)
        return await self._failed(update_id, chat_hash, error)

    async def _is_behind(self, update_id: int, chat_hash: str) -> bool:
        """Whether another process stored what comes before: that is first, then, and whoever gets to it handles it."""
        if not self._database.is_shared or update_id in self._urgent.get(chat_hash, ()):
            return False
        async with self._database.reading() as db:
            earlier = await inbox.ahead(db, chat_hash, update_id)
        queue = self._chats[chat_hash]
        foreign = [letter for letter in earlier if letter.update_id not in queue]
        for letter in foreign:
            self._attempts.setdefault(letter.update_id, letter.attempts)
        queue.extendleft(letter.update_id for letter in reversed(foreign))
        return bool(foreign)

    def _interrupted(self, update_id: int, error: Exception | None) -> float:
        """The database failed, not the update: nothing is counted. Raises when it fails for the second time."""
        if error is not None and update_id in self._broken_off:
            raise error
        # A lost connection, or two who waited for each other: the next attempt finds a sound one.
        self._broken_off.add(update_id)
        return 0.0

    async def _process(self, update_id: int, raw: Mapping[str, Any]) -> Exception | None:
        try:
            # The library takes apart what it is given.
            update = Update.de_json(deepcopy(dict(raw)), self._ptb.bot)
        except Exception as error:  # noqa: BLE001  (whatever a malformed update breaks, it must not stop the next one)
            return error
        await self._ptb.process_update(update)
        return self._trouble(update_id)

    async def _failed(self, update_id: int, chat_hash: str | None, error: Exception | None) -> float | None:
        where, known = place(error), self._attempts[update_id]
        async with self._database.writing() as db:
            attempts = self._attempts[update_id] = await inbox.failed(db, update_id, where, known=known)
        if not attempts:
            return None  # another process has closed it meanwhile
        log.error("an update failed", update=update_id, attempt=attempts, error=where)
        if attempts < len(self._back_off):
            return self._back_off[attempts - 1]
        await self._give_up(update_id, chat_hash)
        return None
