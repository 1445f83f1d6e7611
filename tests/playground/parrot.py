"""A tiny bot for the page's own tests: enough of Lumbar's manners to fill a screen, none of its rules."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.playground.backstage import Backstage
from bot.playground.changes import Changes
from bot.playground.params import Upload
from bot.playground.telegram import Telegram

LONDON = ZoneInfo("Europe/London")
KEYBOARD = [["Today", "Walk"], ["New symptom", "Get help"]]
COMMANDS = {
    "today": "Today's routine",
    "exercises": "Every exercise, to read",
    "walk": "Log a walk",
    "checkin": "A quick check of how your back is",
    "symptoms": "Something new or worse",
    "settings": "Times, weekdays, country",
    "gethelp": "When to get help",
}
TODAY = """<b>Today: 5 moves, about 7 minutes</b>
Week 1 of 12. On a mat or carpet.

1. Cat-camel: 5 slow rounds
2. Draw-in: 10 seconds, 10 times
3. Glute bridge: 2 seconds at the top, 6 times
4. Bird dog: 8 seconds a side, 2 each
5. Hip-flexor stretch: 30 seconds a side

Before we start: anything <b>new or worse</b> since last time?
• tingling or numbness
• pain below the knee
• a weak leg or foot"""
CARD = """<b>3 of 5 · Glute bridge</b>
2 seconds at the top, 6 times

1. Lie on your back, knees bent, feet flat.
2. Squeeze your buttocks.
3. Lift your hips until thighs and body make one line.
4. Hold for 2 seconds, keep breathing, lower slowly.

Stop for sharp pain, leg symptoms, dizziness or chest pain."""
DRAWING = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 360"><rect width="480" height="360" fill="#f4f7f5"/>
<path d="M40 300h400" stroke="#9db8ae" stroke-width="6"/><path d="M90 282l110-84 90 10 60 74" fill="none"
stroke="#0c6a74" stroke-width="26" stroke-linecap="round" stroke-linejoin="round"/><circle cx="70" cy="270" r="24"
fill="#e2a37c"/></svg>"""
SCREENS: Mapping[str, tuple[str, Sequence[Sequence[str]]]] = {
    "/start": (
        "<b>Hello, I'm Lumbar.</b>\nA few minutes a day for a sore lower back.\n\nWhere do you live?",
        [["United Kingdom", "Ireland"], ["United States", "Australia"], ["Another country"]],
    ),
    "/today": (TODAY, [["Nothing new - start"], ["Yes or not sure"], ["Change today", "Not today"]]),
    "Yes or not sure": (
        "<b>2 of 7.</b> Is there tingling or numbness in a leg?\nA: ache in my bum or thigh only. B: one leg. C: both.",
        [["No"], ["A: ache only, no tingling"], ["B: one leg"], ["Both legs"], ["Old, checked, not changed"]],
    ),
}


class Parrot:
    def __init__(self, telegram: Telegram, start: datetime) -> None:
        self.telegram = telegram
        self.at = start
        self.notes: dict[int, str] = {}
        self.busy = False
        self.rested = Changes()

    def backstage(self) -> Backstage:
        return Backstage(
            now=lambda: self.at,
            skip=self.skip,
            rest=self.rest,
            next_nudge=self.next_nudge,
            zone=self.zone,
            happened=self.happened,
            settled=self.settled,
            help=lambda: "Call <b>999</b> straight away for:\n• numbness around your genitals\n• trouble peeing",
        )

    async def zone(self, chat_id: int) -> str | None:
        return "Europe/London" if self.telegram.chat(chat_id).keyboard.rows else None

    def rest(self, by: timedelta) -> None:
        self.at += by

    async def skip(self, by: timedelta, chat_id: int) -> None:
        del chat_id  # here all wake at eight
        self.at += by
        local = self.at.astimezone(LONDON).time()
        if local == time(8):
            for chat_id in self.notes:
                await self.send(chat_id, "Ready for today's routine? 7 minutes, 5 moves.", [["/today"]])

    async def next_nudge(self, chat_id: int) -> datetime | None:
        if chat_id not in self.notes:
            return None
        local = self.at.astimezone(LONDON)
        eight = datetime.combine(local.date(), time(8), LONDON)
        return (eight if eight > local else eight + timedelta(days=1)).astimezone(UTC)

    async def happened(self, chat_id: int) -> Mapping[str, str | Sequence[str]]:
        note = self.notes.get(chat_id)
        rows = ["check_ins +1", "outbox +1"]
        return {"Flow": "today", "Decision": f"{note}: L=u → CONSULT, docs/care.md 1.4 A", "Rows": rows} if note else {}

    async def settled(self) -> None:
        while self.busy or self.telegram.updates.waiting:
            await self.rested.after(self.rested.count)

    async def run(self) -> None:
        commands = [{"command": name, "description": text} for name, text in COMMANDS.items()]
        await self.telegram.call("setMyCommands", {"commands": json.dumps(commands)})
        offset = 0
        while True:
            answer = await self.telegram.call("getUpdates", {"offset": offset, "timeout": 50})
            assert not isinstance(answer.body, str)
            self.busy = True
            for update in answer.body["result"]:
                offset = update["update_id"] + 1
                await self.handle(update)
            await self.telegram.call("getUpdates", {"offset": offset})
            self.busy = False
            self.rested.happened()

    async def handle(self, update: Mapping[str, Any]) -> None:
        if query := update.get("callback_query"):
            await self.tapped(query)
        elif message := update.get("message"):
            await self.said(message["chat"]["id"], message["message_id"], message.get("text", ""))

    async def said(self, chat_id: int, message_id: int, text: str) -> None:
        self.notes[chat_id] = text
        if text.startswith("walked"):
            reaction = json.dumps([{"type": "emoji", "emoji": "👍"}])
            await self.call("setMessageReaction", chat_id, message_id=message_id, reaction=reaction)
        elif text in {"/today", "Today"}:
            await self.send(chat_id, *SCREENS["/today"])
        else:
            await self.send(chat_id, *SCREENS.get(text, ("I can't read that. Try /today.", [])))

    async def tapped(self, query: Mapping[str, Any]) -> None:
        chat_id, message_id, data = query["message"]["chat"]["id"], query["message"]["message_id"], query["data"]
        if data in {"United Kingdom", "Ireland"}:
            text = "Thanks. I can't examine you, so if anything changes, tap <b>New symptom</b>."
            await self.call("sendMessage", chat_id, text=text, parse_mode="HTML", keyboard=KEYBOARD)
        elif data == "Nothing new - start":
            await self.card(chat_id)
        else:
            text, rows = SCREENS.get(data, (f"Noted: {data}", []))
            await self.call(
                "editMessageText", chat_id, message_id=message_id, text=text, parse_mode="HTML", inline=rows
            )
        await self.telegram.call("answerCallbackQuery", {"callback_query_id": query["id"], "text": "Saved"})

    async def card(self, chat_id: int) -> None:
        rows = [["Start timer"], ["Done", "Easier"], ["Skip", "It hurt"], ["New symptom"]]
        params = {"chat_id": chat_id, "caption": CARD, "parse_mode": "HTML", "reply_markup": inline(rows)}
        await self.telegram.call("sendPhoto", params, {"photo": Upload("bridge.svg", "image/svg+xml", DRAWING)})

    async def send(self, chat_id: int, text: str, rows: Sequence[Sequence[str]]) -> None:
        await self.call("sendMessage", chat_id, text=text, parse_mode="HTML", inline=rows)

    async def call(self, method: str, chat_id: int, **params: Any) -> None:
        if rows := params.pop("inline", None):
            params["reply_markup"] = inline(rows)
        if rows := params.pop("keyboard", None):
            params["reply_markup"] = json.dumps({"keyboard": rows})
        answer = await self.telegram.call(method, {"chat_id": chat_id, **params})
        assert answer.status == 200, answer.body


def inline(rows: Sequence[Sequence[str]]) -> str:
    return json.dumps({"inline_keyboard": [[{"text": one, "callback_data": one} for one in row] for row in rows]})
