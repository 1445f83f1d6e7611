"""People who go everywhere: through each talk and command in turn, then to whatever has been tapped least.

What they type, send, share and are called carries a canary.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
from typing import Any

from typing_extensions import override

from bot.chat import routes
from bot.playground.chat import Chat
from bot.playground.keyboard import Button
from bot.playground.message import Message
from bot.playground.phone import PassesUntil, Phone, instant
from tests.chat.talks import NO_SIGNS, ONE_LEG, goes, has_practised, moved_in, on_course, settled_in, whole_session
from tests.chat.town import Town
from tests.faults.canaries import FIRST_CHAT, LATITUDE, LONGITUDE, SLUG, WORD

IN_REACH = 3
"""Of the bot's newest messages with buttons, how many are tapped."""
COMMANDS = (*routes.COMMANDS, *routes.ALIASES, "pause 3 days")
WELL = ("Usual or better", "Nothing new – start", "Start", "Nothing new – start")
BACK = ("I've been checked", "Physio", "Today")
TALKS: Sequence[tuple[str, ...]] = (
    ("/today", *WELL, "Easier", "It hurt", "Back only, still strong", "9", "Undo"),
    ("/today", *WELL, "It hurt", "Wrist, knee or shoulder", "Wrist", "Skip", "Not now", "Skip", "It hurts"),
    ("/today", *WELL, "Skip", "No room or kit", "No floor today", "That's enough today"),
    ("/today", *WELL, *["Done"] * 5, "4", "Bird dog", "Hard"),
    ("/today", "A lot more sore", *NO_SIGNS, "Easier week"),
    (
        "/today",
        "Change today",
        "Why these?",
        "Change today",
        "Ready for more?",
        "What suits me",
        "Kneeling hurts",
        "Ready",
    ),
    ("/today", "Change today", "Swap a move", "Bird dog", "Prone cobra", "Change today", "Sore day", *WELL),
    ("/today", "Change today", "One minute", *WELL, "Done"),
    ("/today", "Not today", "I'd like to after all"),
    ("/today", "Later", "1 hour"),
    ("/today", "Answer now", "Nothing new", "3", "3", "3", "Low back"),
    ("/checkin", "Nothing new", "6", "5", "3", "Below the knee"),
    ("/exercises", "Prone cobra", "Do this now", *WELL),
    ("/walk", "Start walk", "Stop", "20"),
    ("/walk", "Done", "5", "I walked again", "10"),
    ("/walk", "Not today"),
    ("/progress", "Dark picture", "Yesterday", "I did a bit"),
    ("/progress", "Yesterday", "I did the session"),
    ("/progress", "Yesterday", "A walk", "20"),
    ("/progress", "Yesterday", "Nothing after all"),
    ("/settings", "Session time", "07:30", "Walk time", "12:30", "Session days", "Sat: off", "Back"),
    ("/settings", "More", "Sitting breaks", "Switch on", "Every", "Hours", "09:00-17:00", "Switch off", "Switch on"),
    ("/settings", "More", "Quiet hours", "22:00-07:00", "More", "Weekend time", "10:00"),
    ("/settings", "More", "Remind me once more", "Text only", "Don't ask about my week"),
    ("/settings", "Country", "Spain", "Yes", "Time zone", "london", "Yes", "United Kingdom"),
    ("/faq", "Is the plank OK?", "/help", "Good habits", "/about", "This hurt me", "An exercise hurt me", "Not sure"),
    ("/symptoms", "None of these", *ONE_LEG, "Show my answers", "I'm getting help", "It's got worse", *ONE_LEG),
    (*BACK, "Yes, with limits", "Not sure which", *NO_SIGNS, "/exercises", "My limits have changed"),
    ("/symptoms", "Yes, one or more", "I tapped by mistake", *NO_SIGNS),
    (*BACK, "Yes", *NO_SIGNS),
    ("/symptoms", "None of these", "No", "A: one leg, a bit", "/today", "Finish the check", *NO_SIGNS),
    ("/pause", "3 days", "/resume", "/export", "/privacy", "thanks", "walked 20"),
)
"""What is not on the screen is passed over; what no button says is typed."""
REMINDED: Sequence[tuple[str, ...]] = (
    ("Later", "15 minutes"),
    ("Not today",),
    ("Same", "Yes"),
    ("Better", "Yes"),
    ("Not yet",),
    ("Keep them",),
    ("Start",),
    ("Done",),
)
"""What a reminder is met with."""
TYPED = {"07:30", "12:30", "10:00", "09:00-17:00", "22:00-07:00", "london", "thanks", "walked 20"}
TOLD = (
    WORD,
    f"/{SLUG} {WORD}",
    f"{WORD} " * 200,
    f"my left leg is tingling {WORD}",
    f"my groin {WORD}",
    f"no tingling, but I can't pee {WORD}",
    f"I want to die {WORD}",
)
"""The first three hold nothing that a warning sign could be read in."""
CALM = 3
SPANS = tuple(timedelta(hours=hours) for hours in (14, 9, 1, 24, 14, 6, 60, 14, 1, 500, 15, 9, 15, 24))


@dataclass(slots=True)
class Named(Chat):
    """With all the names that Telegram may tell of somebody."""

    @override
    def api(self) -> dict[str, Any]:
        return {**Chat.api(self), "last_name": WORD, "username": SLUG}

    @override
    def person(self) -> dict[str, Any]:
        return {**Chat.person(self), "last_name": WORD, "username": SLUG}


class Wanderer:
    def __init__(self, phone: Phone, number: int, tapped: Counter[str]) -> None:
        """`tapped` is shared by all: one goes where another has not been."""
        self.phone = phone
        self._tapped = tapped
        self._number = number
        first = number * 5 % len(TALKS)
        self._talks = cycle((*TALKS[first:], *TALKS[:first]))
        self._reminded = islice(cycle(REMINDED), number, None)
        self._told = cycle(TOLD[: len(TOLD) if number % 3 == 2 else CALM])

    async def goes(self, turn: int) -> None:
        if not turn:
            await settled_in(self.phone, walk="12:00")
            return
        match (turn + self._number) % 4:
            case 0:
                await self._talks_of(next(self._reminded))
                await whole_session(self.phone)
            case 1:
                await self._tells(turn, next(self._told))
                await self._commands()
            case _:
                await self._talks_of(next(self._talks))
        await self._wanders()

    async def _talks_of(self, talk: Sequence[str]) -> None:
        for label in talk:
            if label.startswith("/") or label in TYPED:
                await self.phone.says(label)
            elif (
                found := next((each for each in self._in_reach() if each[1].label.startswith(label)), None)
            ) is not None:
                await self.phone.presses(found[0].id, found[1].data or "")

    async def _wanders(self) -> None:
        if reach := list(self._in_reach()):
            message, button = min(reach, key=lambda each: self._tapped[name(each[1])])
            self._tapped[name(button)] += 1
            await self.phone.presses(message.id, button.data or "")

    def _in_reach(self) -> Iterator[tuple[Message, Button]]:
        shown = [message for message in reversed(self.phone.chat.messages) if message.buttons][:IN_REACH]
        return ((message, button) for message in shown for row in message.buttons for button in row if button.data)

    async def _commands(self) -> None:
        command = min(COMMANDS, key=lambda each: self._tapped[each])
        self._tapped[command] += 1
        await self.phone.says(f"/{command}")

    async def _tells(self, turn: int, words: str) -> None:
        telegram, chat = self.phone.telegram, self.phone.chat
        match turn // 4 % 4:
            case 0:
                await self.phone.says(words)
            case 1:
                await self.phone.says(words, forwarded=True)
                await self.phone.shares(LATITUDE, LONGITUDE)
            case 2:
                mine = next(message.id for message in reversed(chat.messages) if not message.from_bot)
                await self.phone.edits(mine, words)
            case _:
                telegram.sends(chat.id, "photo", caption=words[:1000])
                await self.phone.sends("voice")


def name(button: Button) -> str:
    """A way by its name, an answer by its words."""
    data = button.data or ""
    return data.partition(":")[0] if data.startswith("/") else button.label


def arrive(town: Town, count: int) -> list[Wanderer]:
    tapped: Counter[str] = Counter()
    wanderers = []
    for number in range(count):
        chat = Named(FIRST_CHAT + number, f"{WORD} {number}", started=False)
        town.telegram.chats[chat.id] = chat
        wanderers.append(Wanderer(Phone(town.telegram, chat.id, town.settled, town.skip), number, tapped))
    return wanderers


def _settled(town: Town, number: int) -> Phone:
    """Of one more person, whose chat comes after those of `arrive`."""
    chat = Named(FIRST_CHAT + 200 + number, f"{WORD} of old", started=False)
    town.telegram.chats[chat.id] = chat
    return Phone(town.telegram, chat.id, town.settled, town.skip)


async def takes_rare_ways(town: Town) -> None:
    """Where one comes only after weeks, or at a certain time of day."""
    ana, ben, chloe, dev = (_settled(town, number) for number in range(4))
    for phone in (ana, ben, chloe, dev):
        await moved_in(town, phone, walk="17:00")
    await _is_particular(dev)
    await _sore_days(town, ana)
    await _waits_for_a_physio(town, chloe)
    await _sits_and_travels(town, dev)
    await _gets_no_better(town, ben)
    await _holds(ana)
    await _stays_away(town, chloe)


async def _until(town: Town, phone: Phone, local: str) -> None:
    await phone.passes_until(instant(PassesUntil(local), town.clock.now()))


async def _is_particular(dev: Phone) -> None:
    await dev.says("08:15")
    await dev.says("/today")
    await goes(dev, "Start", "It hurt", "Wrist, knee or shoulder", "Wrist", "Skip", "No room or kit")


async def _sore_days(town: Town, ana: Phone) -> None:
    """Three in a row, and the reminder after them put off."""
    for day in range(3):
        await ana.says("/today")
        await goes(ana, "Change today", "Sore day")
        if day == 2:
            await ana.taps("5")
        for label in ("Nothing new – start", "Done", "Done"):
            if label in ana.labels:
                await ana.taps(label)
        await _until(town, ana, "08:01")
    await goes(ana, "Later", "15 minutes")


async def _waits_for_a_physio(town: Town, chloe: Phone) -> None:
    await chloe.says(f"my left leg is tingling {WORD}")
    await chloe.passes(timedelta(days=1))
    await _until(town, chloe, "10:05")
    await goes(chloe, "Same", "Yes")
    await chloe.passes(timedelta(days=2))
    await chloe.taps("Better")


async def _sits_and_travels(town: Town, dev: Phone) -> None:
    await dev.says("/settings")
    await goes(dev, "More", "Sitting breaks", "Switch on")
    for answer in ("Done", "Not today"):
        await _until(town, dev, "10:05")
        await dev.taps(answer)
    await dev.says("/today")
    await goes(dev, "Change today", "No floor")
    await dev.says("/settings")
    await goes(dev, "Time zone")
    await dev.says("New York")
    await goes(dev, "Yes", "United States")
    await dev.says(f"my groin {WORD}")
    await dev.taps("No, I'm fine")
    await dev.presses(dev.screen[-1].id, "/remind")


async def _gets_no_better(town: Town, ben: Phone) -> None:
    """Weeks that are as bad as those before, until an easier one is offered."""
    began = town.clock.now().date()
    await on_course(town, ben, week=6, usual=None, weekly_on=None, wish="picking-up", week_began=began)
    for _ in range(2):
        await ben.passes(timedelta(days=7))
        await has_practised(town, ben, town.clock.now().date() - timedelta(days=1))
        await ben.says("/checkin")
        await goes(ben, "Nothing new", "4", "4", "4", "Low back")
        if "5" in ben.labels:
            await ben.taps("5")
    await ben.taps("Easier week")


async def _holds(ana: Phone) -> None:
    """A move that is counted along, and interrupted."""
    await ana.says("/today")
    while "Start timer" not in ana.labels:
        await ana.taps(next(label for label in (*WELL, "Done") if label in ana.labels))
    await goes(ana, "Start timer", "Pause", "Go on", "Stop")


async def _stays_away(town: Town, chloe: Phone) -> None:
    """So long that all would be forgotten."""
    await chloe.passes(timedelta(days=184))
    await town.app.pulse._tidy()
    await chloe.passes(timedelta(days=2))
    await chloe.taps("Keep my data")


async def wander(town: Town, wanderers: Sequence[Wanderer], turns: int) -> None:
    """So many turns of each, with time between them."""
    spans = cycle(SPANS)
    for turn in range(turns):
        for each in wanderers:
            await each.goes(turn)
        await town.skip(next(spans))
        await town.settled()
