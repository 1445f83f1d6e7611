"""Row 52: somebody floods while everybody is due at nine. Nobody else waits for it, and what warns is heard."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.chat.flood import BURST, MOST
from bot.domain.standing import Hold
from tests.chat.talks import EMERGENCY
from tests.faults.rig import Child, Rig, promised

NINE = datetime(2026, 3, 2, 8, 59, 50, tzinfo=UTC)
MAL = 1
DUE, ASKING = 10_000, 1000
"""From these numbers on: whose reminder is due, and who writes in between."""
A_SECOND = 1000
OTHERS_A_SECOND = 10
"""Each of them once."""
BREATH = 10
FIRST = 10**6
HELD = f"SELECT 1 FROM people WHERE hold = {int(Hold.EMERGENCY)}"  # noqa: S608  (a number)
PATIENCE = 5.0
"""Seconds in which 99 of 100 have their answer."""
TOO_MANY = "That is more than I can read at once."
MEGABYTES = 60
"""By which a process may grow meanwhile."""

pytestmark = pytest.mark.fault


async def test_while_somebody_floods_the_others_are_answered(rig: Rig) -> None:
    await _flooded(rig, due=20, seconds=1)


@pytest.mark.soak
async def test_while_somebody_floods_at_nine_the_others_are_answered(either: Rig) -> None:
    await _flooded(either, due=1000, seconds=40)


@pytest.mark.soak
async def test_the_same_with_the_longest_messages_there_are(rig: Rig) -> None:
    await _flooded(rig, due=100, seconds=20, text="my back aches and I wonder what to do about it " * 85)


async def _flooded(rig: Rig, *, due: int, seconds: int, text: str = "hello") -> None:
    async with rig.tried(at=NINE, speed=10):
        everybody = promised(range(DUE, DUE + due), at="09:00")
        await rig.settles(*everybody, *promised([MAL], at="20:00"))
        rig.ran.flooding.add(MAL)
        async with rig.bot() as child:
            rig.asks(ASKING)
            await rig.until(rig.messages, ASKING)
            before = _megabytes(child)
            asked = await _flood(rig, seconds, text)
            await rig.until(_all_heard, rig, {*asked, *(each.chat_id for each in everybody)})
            grown = _megabytes(child) - before
        late = sorted(_answered(rig, chat) - at for chat, at in asked.items())
        p50, p99 = late[len(late) // 2], late[len(late) * 99 // 100]
        kept = (await rig.rows("SELECT count(*) FROM inbox"))[0][0] - len(asked) - 1
        print(f"{len(late)} others: p50 {p50:.2f} s, p99 {p99:.2f} s; {kept} kept of {A_SECOND * seconds}; +{grown} MB")  # noqa: T201  (the figures)
        assert p99 < PATIENCE
        assert kept <= MOST + BURST + 2 * seconds + 4
        assert grown < MEGABYTES
        assert _told(rig).count(TOO_MANY) == 1
        assert await rig.rows(HELD), "what warns is heard in a flood"


async def _flood(rig: Rig, seconds: int, text: str) -> dict[int, float]:
    """A thousand messages a second of one person, of which one warns; when each of the others wrote."""
    loop, asked = asyncio.get_running_loop(), dict[int, float]()
    person, chat, start = rig.telegram.chat(MAL).person(), rig.telegram.chat(MAL).api(), loop.time()
    for number in range(seconds * A_SECOND):
        said = "I can't pee" if number == seconds * A_SECOND * 3 // 4 else text
        raw = {"message_id": FIRST + number, "date": 1, "chat": chat, "from": person, "text": said}
        rig.updates.add("message", raw)
        if number % (A_SECOND // OTHERS_A_SECOND) == 0:
            asked[ASKING + len(asked) + 1] = loop.time()
            rig.asks(ASKING + len(asked))
        if number % BREATH == 0:
            await asyncio.sleep(max(0.0, start + number / A_SECOND - loop.time()))
    return asked


def _all_heard(rig: Rig, chats: set[int]) -> bool:
    """Everybody who wrote or is due; and who floods, that it warned, and that it is too much."""
    told = _told(rig)
    return chats <= {sent.chat_id for sent in rig.telegram.sent} and EMERGENCY in told and TOO_MANY in told


def _told(rig: Rig) -> str:
    return "\n".join(sent.text for sent in rig.telegram.sent if sent.chat_id == MAL)


def _answered(rig: Rig, chat: int) -> float:
    return next(sent.real for sent in rig.telegram.sent if sent.chat_id == chat and sent.method == "sendMessage")


def _megabytes(child: Child) -> int:
    status = Path(f"/proc/{child.pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) // 1024
