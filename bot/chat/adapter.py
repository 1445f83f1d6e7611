"""Turns any flow into what python-telegram-bot calls: one transaction for each update, replies into the outbox.

BEGIN   lock the person · close the inbox row (one row, else stop) · gate · flow · outbox rows
COMMIT  then the direct calls: answer the tap, react, leave a group
"""

import json
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from telegram import Bot, Update
from telegram.error import TelegramError
from telegram.ext import Application, BaseHandler, TypeHandler

from bot.chat import admission, dead, late, routes
from bot.chat.access import Access
from bot.chat.aftermath import Aftermath, Happened
from bot.chat.choice import Choice, Chooser, open_question
from bot.chat.incoming import Blocked, Command, Elsewhere, Incoming, Location, Tap, Text, parse, private_chat
from bot.chat.posting import placed, post
from bot.chat.routes import Needs, Route
from bot.chat.shelf import Shelf
from bot.chat.signs import Signs
from bot.chat.stranger import Stranger
from bot.chat.taps import Way, decode
from bot.clock import Clock
from bot.domain.standing import is_quiet
from bot.flows import crisis, safety, talk, timetable, unanswered
from bot.flows.talk import Reply, Turn
from bot.logs import logger, place
from bot.places import Places
from bot.store import cards, inbox, people
from bot.store.engine import Database, Db
from bot.store.nightly import Nightly
from bot.store.people import Person

DOUBLE_TAP = timedelta(milliseconds=700)
REMEMBERED_TAPS = 1000
LONGEST = 1000
"""Characters of what somebody typed that any flow is given."""

log = logger("adapter")


class Adapter:
    def __init__(  # noqa: PLR0913  (each part is handed in by the composition root)
        self,
        database: Database,
        shelf: Shelf,
        places: Places,
        clock: Clock,
        access: Access,
        nightly: Nightly,
        *,
        wake: Callable[[], None],
        observe: Callable[[Happened], None],
        erased: Callable[[], Awaitable[None]],
        read_anew: Callable[[int], Awaitable[None]],
    ) -> None:
        self._database = database
        self._shelf = shelf
        self._places = places
        self._clock = clock
        self._access = access
        self._nightly = nightly
        self._wake = wake
        self._observe = observe
        self._erased = erased
        self._read_anew = read_anew
        # These go by words that are the same in every content.
        self._chooser = Chooser(shelf.library, shelf.renderer, access.admins)
        self._signs = Signs(shelf.library)
        self._stranger = Stranger(shelf.library, shelf.renderer)
        self._errors: dict[int, Exception] = {}
        self._committed: set[int] = set()
        self._answered: deque[str] = deque(maxlen=REMEMBERED_TAPS)

    def join(self, ptb: Application[Any, Any, Any, Any, Any, Any]) -> None:
        handler: BaseHandler[Update, Any, None] = TypeHandler(Update, self.handle)
        ptb.add_handler(handler)
        ptb.add_error_handler(self._keep_error)

    def trouble(self, update_id: int) -> Exception | None:
        """The exception that python-telegram-bot swallowed while it handled this update."""
        return self._errors.pop(update_id, None)

    def committed(self, update_id: int) -> bool:
        """Whether the transaction that closes this update was seen to be committed. Asked once."""
        if update_id not in self._committed:
            return False
        self._committed.discard(update_id)
        return True

    async def handle(self, update: Update, context: Any) -> None:
        incoming = parse(update)
        if incoming is None:
            async with self._database.writing() as db:
                await inbox.finish(db, update.update_id, self._clock.now())
            self._committed.add(update.update_id)
            return
        after = Aftermath()
        try:
            async with self._database.writing() as db:
                await self._turn(db, incoming, self._clock.now(), after)
        except Exception:
            await self._direct(context.bot, incoming, Aftermath())
            raise
        self._committed.add(update.update_id)
        if not after.is_ours:
            return
        self._wake()
        if after.happened is not None:
            self._observe(after.happened)
        await self._direct(context.bot, incoming, after)
        if after.erased:
            await self._erased()
        if after.reloads:
            await self._read_anew(incoming.chat_id)
            self._wake()

    async def give_up(self, update_id: int, chat_hash: str | None) -> None:
        """Put an update aside for good, and tell its person so. Words in it that warn still hold."""
        try:
            async with self._database.writing() as db:
                await self._give_up(db, update_id, chat_hash, holds=True)
        except Exception as error:  # noqa: BLE001  (what failed three times may fail here too; the message must go out)
            log.error("a hold could not be placed", update=update_id, error=place(error))
            async with self._database.writing() as db:
                await self._give_up(db, update_id, chat_hash, holds=False)
        self._wake()

    async def _give_up(self, db: Db, update_id: int, chat_hash: str | None, *, holds: bool) -> None:
        now = self._clock.now()
        person = None if chat_hash is None else await people.by_chat_hash(db, chat_hash)
        update = json.loads(await inbox.read(db, update_id) or "{}")
        if not await inbox.bury(db, update_id, now=now):
            return
        if person is None:
            if (chat_id := private_chat(update)) is not None:
                await post(db, None, chat_id, dead.to_unknown(update, self._shelf.library), now)
            return
        turn = Turn(db=db, now=now, person=person, library=self._shelf.library, places=self._places)
        replies = await dead.last_words(turn, update, self._signs, holds=holds)
        await post(db, turn.person, person.chat_id, replies, now)

    async def _keep_error(self, update: object, context: Any) -> None:
        if isinstance(update, Update) and isinstance(context.error, Exception):
            self._errors[update.update_id] = context.error

    async def _turn(self, db: Db, incoming: Incoming, now: datetime, after: Aftermath) -> None:
        person = await people.by_chat(db, incoming.chat_id)
        after.is_ours = await inbox.finish(db, incoming.update_id, now)
        if not after.is_ours:
            return
        if isinstance(incoming.deed, Elsewhere):
            after.toast = self._shelf.library.say("toast-already-answered")
            return
        if person is None:
            if isinstance(incoming.deed, Blocked):
                return
            if not await self._access.admits(db, incoming, now):
                await self._refuse(db, incoming, now, after)
                return
            if await late.is_late(db, incoming, self._signs):
                after.toast = self._shelf.library.say("toast-deleted")
                after.happened = Happened(incoming.chat_id, now, "from before the erasure", (), db.written)
                return
            person = await people.register(db, incoming.chat_id, language=incoming.language, now=now)
        library = self._shelf.library
        turn = Turn(db=db, now=now, person=person, library=library, places=self._places, nightly=self._nightly)
        if isinstance(incoming.deed, Blocked):
            await self._block(turn, blocked=incoming.deed.blocked)
            return
        await self._greet(turn)
        replies, name = await self._answer(turn, incoming, after)
        await self._reply(turn, replies, incoming, after)
        after.erased, after.reloads = turn.gone, turn.reloads
        after.happened = Happened(incoming.chat_id, now, name, tuple(turn.notes), db.written)

    async def _refuse(self, db: Db, incoming: Incoming, now: datetime, after: Aftermath) -> None:
        after.toast = self._shelf.library.say("toast-already-answered")
        await post(db, None, incoming.chat_id, await self._stranger.answer(db, incoming, now), now)

    async def _block(self, turn: Turn, *, blocked: bool) -> None:
        if not blocked:
            await self._greet(turn)
            return
        await turn.become(standing=replace(turn.person.standing, unreachable_since=turn.now))
        await timetable.plan(turn)

    async def _greet(self, turn: Turn) -> None:
        """Somebody who writes, or lets the bot in again, is there."""
        was_away = unanswered.may_have_rested(turn.person, turn.now)
        turn.person = await people.greet(turn.db, turn.person, turn.now)
        if was_away:
            await timetable.plan(turn)

    async def _answer(self, turn: Turn, incoming: Incoming, after: Aftermath) -> tuple[Sequence[Reply], str]:
        match incoming.deed:
            case Tap(data=data):
                turn.tapped = True
                return await self._tapped(turn, data, incoming.message_id, after)
            case Command() as command:
                return await self._follow(turn, self._chooser.command(turn.person, command))
            case Text() as text:
                choice = await self._chooser.text(turn, text)
                return ((), "read for symptoms") if choice is None else await self._follow(turn, choice)
            case Location(latitude=latitude, longitude=longitude) if turn.person.question in routes.PLACED:
                turn.location = (latitude, longitude)
                return await self._follow(turn, open_question(turn.person, "", typed=True))
            case _:
                return await self._follow(turn, Choice("unreadable", routes.UNREADABLE))

    async def _tapped(
        self, turn: Turn, data: str, message_id: int | None, after: Aftermath
    ) -> tuple[Sequence[Reply], str]:
        tap = decode(data)
        if isinstance(tap, Way):
            if not self._is_open(turn.person, routes.WAYS[tap.name]):
                return await self._stale(turn, message_id, after), "no such way"
            if tap.name in routes.STEPS and await self._is_double_tap(turn, message_id):
                return (), "double tap"
            return await self._follow(turn, Choice(tap.name, routes.WAYS[tap.name], tap.value))
        if not tap.answers(turn.person):
            return await self._stale(turn, message_id, after), "already answered"
        if await self._is_double_tap(turn, message_id):
            return (), "double tap"
        return await self._follow(turn, open_question(turn.person, tap.option))

    def _is_open(self, person: Person, route: Route) -> bool:
        return route.needs is not Needs.ADMIN or person.chat_id in self._access.admins

    async def _stale(self, turn: Turn, message_id: int | None, after: Aftermath) -> Sequence[Reply]:
        """An old button, or one that never was: the same words, and the question that is open, unless it stands there."""
        after.toast = self._shelf.library.say("toast-already-answered")
        if turn.person.asked is None:
            return ()
        shown = None if message_id is None else await cards.by_message(turn.db, turn.person.id, message_id)
        asked = talk.load(turn.person.asked)
        return () if shown is not None and shown.card == asked.card else (replace(asked, anew=True),)

    async def _is_double_tap(self, turn: Turn, message_id: int | None) -> bool:
        """Whether the bubble has only just changed under the finger."""
        shown = None if message_id is None else await cards.by_message(turn.db, turn.person.id, message_id)
        # A clock that was put back shows what was shown in the future: to ignore taps until then would be silence.
        return shown is not None and timedelta(0) <= turn.now - shown.shown_at < DOUBLE_TAP

    async def _follow(self, turn: Turn, choice: Choice) -> tuple[Sequence[Reply], str]:
        if not self._is_open(turn.person, choice.route):
            # Asked while they were an admin.
            turn.person = await people.settle(turn.db, turn.person)
            choice = Choice("unknown", routes.UNKNOWN, choice.value, typed=True)
        # What was tapped is one of our own codes; what was typed is nobody's business.
        turn.notes.append(f"{choice.name}: {choice.value}" if choice.value and turn.tapped else choice.name)
        if not admission.met(choice.route.needs, turn.person):
            turn.notes.append(admission.why_refused(turn.person))
            return await safety.refusal(turn), choice.name
        quiet = is_quiet(turn.person.standing, turn.now)
        if quiet and (choice.route.needs is Needs.CLEAR or choice.name in routes.RESTS):
            turn.notes.append("refused: words of crisis today (2.6)")
            return (crisis.rest(),), choice.name
        if choice.answers:
            turn.person = await people.settle(turn.db, turn.person)
        # It was read for warning signs as a whole; nothing that is asked for is so long.
        whole = choice.name in routes.DICTATED
        turn.value, turn.typed = choice.value if whole else choice.value[:LONGEST], choice.typed
        before = turn.person
        replies = await admission.allowed(turn, await choice.route.flow(turn))
        return (*await admission.advised(turn, choice.route, before), *replies), choice.name

    async def _reply(self, turn: Turn, replies: Sequence[Reply], incoming: Incoming, after: Aftermath) -> None:
        person = None if turn.gone else turn.person
        for reply in replies:
            after.reaction = after.reaction or reply.reaction
        bubbles = [placed(reply, tapped=isinstance(incoming.deed, Tap)) for reply in replies if reply.text]
        await post(turn.db, person, incoming.chat_id, bubbles, turn.now)

    async def _direct(self, bot: Bot, incoming: Incoming, after: Aftermath) -> None:
        """Nothing here may undo what is committed, and nothing here is about anybody's health."""
        match incoming.deed:
            case Tap(callback_id=str(tap)) | Elsewhere(callback_id=str(tap)) if tap not in self._answered:
                self._answered.append(tap)
                await _best_effort(bot.answer_callback_query(tap, text=after.toast))
        if after.reaction is not None and incoming.message_id is not None:
            await _best_effort(bot.set_message_reaction(incoming.chat_id, incoming.message_id, after.reaction))
        match incoming.deed:
            case Elsewhere(joined=True, is_channel=is_channel):
                if not is_channel:
                    await _best_effort(bot.send_message(incoming.chat_id, self._shelf.library.say("only-in-private")))
                await _best_effort(bot.leave_chat(incoming.chat_id))


async def _best_effort(call: Awaitable[object]) -> None:
    try:
        await call
    except TelegramError as error:
        log.info("a direct call failed", error=type(error).__name__)
