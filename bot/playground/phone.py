"""A person with a phone: the words in which tests and scenarios tell what someone does, and what they then see."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.playground.keyboard import Button, Rows
from bot.playground.message import Message
from bot.playground.telegram import Telegram

MOST_DAYS = 800
"""How far a step looks ahead."""


@dataclass(frozen=True, slots=True)
class Says:
    text: str
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Taps:
    """The newest button whose label is this, or begins with it."""

    label: str


@dataclass(frozen=True, slots=True)
class Sends:
    """photo, voice, sticker, video or document."""

    kind: str


@dataclass(frozen=True, slots=True)
class Shares:
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Passes:
    time: timedelta


@dataclass(frozen=True, slots=True)
class PassesUntil:
    """The next time a clock in `zone` shows `local`, after `days` more midnights there, on `weekday` (0 is Monday)."""

    local: str
    days: int = 0
    zone: str = "Europe/London"
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class PassesToClockChange:
    """`days` before the clocks next change in `zone`, when a clock there shows `local`."""

    local: str = "18:00"
    zone: str = "Europe/London"
    days: int = 1


Step = Says | Taps | Sends | Shares | Passes | PassesUntil | PassesToClockChange


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message of the bot as it stands on the screen."""

    id: int
    text: str
    html: str
    labels: tuple[str, ...]
    edited: bool
    media: str | None


class NotOnScreenError(LookupError):
    def __init__(self, label: str, labels: Sequence[str]) -> None:
        super().__init__(f"no button {label!r}; on screen: {', '.join(map(repr, labels)) or 'none'}")
        self.labels = tuple(labels)


async def _no_skip(by: timedelta) -> None:
    raise RuntimeError(f"this phone cannot let {by} pass: it was given no skip")


class Phone:
    """Acts, waits until the bot has settled, and returns the bubbles that are new or changed since.

    `settled` returns when the bot has handled all that came in and sent all that is due now; `skip` moves the clock.
    """

    def __init__(
        self,
        telegram: Telegram,
        chat_id: int,
        settled: Callable[[], Awaitable[None]],
        skip: Callable[[timedelta], Awaitable[None]] = _no_skip,
    ) -> None:
        self.telegram = telegram
        self.chat = telegram.chat(chat_id)
        self._settled = settled
        self._skip = skip

    async def says(self, text: str, *, forwarded: bool = False) -> list[Bubble]:
        return await self._after(lambda: self.telegram.says(self.chat.id, text, forwarded=forwarded))

    async def edits(self, message_id: int, text: str) -> list[Bubble]:
        """Changes a message of their own."""
        return await self._after(lambda: self.telegram.says(self.chat.id, text, edits=message_id))

    async def sends(self, kind: str) -> list[Bubble]:
        return await self._after(lambda: self.telegram.sends(self.chat.id, kind))

    async def shares(self, latitude: float, longitude: float) -> list[Bubble]:
        return await self._after(lambda: self.telegram.shares_location(self.chat.id, latitude, longitude))

    async def taps(self, label: str) -> list[Bubble]:
        """Raises NotOnScreenError with the labels there are."""
        message, button = self._find(label)
        if message is None:
            return await self.says(button.label)
        return await self.presses(message.id, button.data or "")

    async def presses(self, message_id: int, data: str) -> list[Bubble]:
        """A press on any message with any data, also one that no bubble shows any more."""
        return await self._after(lambda: self.telegram.taps(self.chat.id, message_id, data))

    async def passes(self, time: timedelta) -> list[Bubble]:
        seen = self.telegram.changed.count
        await self._skip(time)
        await self._settled()
        return self._since(seen)

    async def passes_until(self, at: datetime) -> list[Bubble]:
        return await self.passes(at - self.telegram.now())

    async def plays(self, steps: Sequence[Step]) -> list[Bubble]:
        """Every step in turn; returns what the last one brought."""
        bubbles: list[Bubble] = []
        for step in steps:
            bubbles = await self.play(step)
        return bubbles

    async def play(self, step: Step) -> list[Bubble]:
        match step:
            case Says(text, forwarded):
                return await self.says(text, forwarded=forwarded)
            case Taps(label):
                return await self.taps(label)
            case Sends(kind):
                return await self.sends(kind)
            case Shares(latitude, longitude):
                return await self.shares(latitude, longitude)
            case Passes(span):
                return await self.passes(span)
            case PassesUntil() | PassesToClockChange():
                return await self.passes_until(instant(step, self.telegram.now()))

    @property
    def screen(self) -> list[Bubble]:
        """All bubbles of the bot, oldest first."""
        return [_bubble(message) for message in self.chat.messages if message.from_bot]

    @property
    def labels(self) -> list[str]:
        """Every label that could be tapped now: the newest bubble's first, the persistent keyboard's last."""
        inline = [b.label for message in reversed(self.chat.messages) for row in message.buttons for b in row]
        return inline + [b.label for row in self.chat.keyboard.rows for b in row]

    @property
    def toast(self) -> str:
        """The text of the newest answer to a press that had one."""
        return self.chat.toasts[-1].text if self.chat.toasts else ""

    def _find(self, label: str) -> tuple[Message | None, Button]:
        """Newest bubble first, in it an exact label first. No message: a key of the persistent keyboard."""
        keyboards: list[tuple[Message | None, Rows]] = [(m, m.buttons) for m in reversed(self.chat.messages)]
        keyboards.append((None, self.chat.keyboard.rows))
        for message, rows in keyboards:
            buttons = [button for row in rows for button in row if button.data or message is None]
            like = [button for button in buttons if button.label.startswith(label)]
            if like:
                return message, next((button for button in like if button.label == label), like[0])
        raise NotOnScreenError(label, self.labels)

    async def _after(self, act: Callable[[], object]) -> list[Bubble]:
        seen = self.telegram.changed.count
        act()
        await self._settled()
        return self._since(seen)

    def _since(self, seen: int) -> list[Bubble]:
        return [_bubble(message) for message in self.chat.messages if message.from_bot and message.changed > seen]


def instant(step: PassesUntil | PassesToClockChange, now: datetime) -> datetime:
    """The instant (UTC) that a step waits for. Local times here are never in a gap; of an overlap, the first."""
    zone = ZoneInfo(step.zone)
    local = time.fromisoformat(step.local)
    today = now.astimezone(zone).date()

    def at(day: date) -> datetime:
        return datetime.combine(day, local, zone).astimezone(UTC)

    days = (today + timedelta(days=ahead) for ahead in range(step.days, MOST_DAYS))
    if isinstance(step, PassesToClockChange):
        eves = (day - timedelta(days=step.days) for day in days if _changes(day, zone))
        found = next((at(day) for day in eves if at(day) > now), None)
        if found is None:
            raise LookupError(f"the clocks of {step.zone} do not change")
        return found
    return next(at(day) for day in days if at(day) > now and step.weekday in {None, day.weekday()})


def _changes(day: date, zone: ZoneInfo) -> bool:
    noon = datetime.combine(day, time(12), zone)
    return noon.utcoffset() != (noon - timedelta(days=1)).utcoffset()


def _bubble(message: Message) -> Bubble:
    return Bubble(
        id=message.id,
        text=message.plain,
        html=message.text,
        labels=tuple(button.label for row in message.buttons for button in row),
        edited=message.edited_at is not None,
        media=message.media.kind if message.media else None,
    )
