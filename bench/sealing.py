"""Sealing: what it adds to an update and to a reminder, against the same bot with nothing sealed and no chat hashed.

Both live in one process and take turns, so that whatever else the computer does hits both. Time is that of the processor: the
disk would only hide the difference. Every person is somebody new, whose key has to be unwrapped first.
"""

import statistics
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from typing_extensions import override

from bench import lumbar, stub, updates
from bench.child import cpu_seconds
from bench.goal import Line, at_least
from bench.runner import Runner
from bot.app import App
from bot.chat.gate import LEASE
from bot.chat.packing import Packer
from bot.chat.parcel import Parcel
from bot.store import instance, outbox
from bot.store.vault import Place, Vault

SAID = ("/today", "/symptoms", "none of these")
"""By each person: the day, a question, and an answer to it."""
FIFTEEN_PERCENT = 1 / 1.15
GROUP = 25
"""Reminders that are claimed and composed together, as the courier does it."""


class Bare(Vault):
    """Writes everything down as it is."""

    @override
    def wrap(self, key: bytes, owner: str) -> bytes:
        return key

    @override
    def unwrap(self, wrapped: bytes, owner: str) -> bytes:
        return wrapped

    @override
    def chat_hash(self, chat_id: int) -> str:
        return str(chat_id)

    @override
    def seal(self, place: Place, wrapped: bytes, text: str) -> bytes:
        return text.encode()

    @override
    def open(self, place: Place, wrapped: bytes, sealed: bytes) -> str:
        return sealed.decode()

    @override
    def seal_post(self, place: Place, text: str) -> bytes:
        return text.encode()

    @override
    def open_post(self, place: Place, sealed: bytes) -> str:
        return sealed.decode()


def measure(bench: Runner) -> Iterator[Line]:
    name = "with nothing sealed"
    figures = (("an update", handled, 600), ("a reminder, planned and composed", composed, 3_000))
    for what, function, quick in figures:
        count = bench.size(quick, 10_000)
        sealed, bare = bench.people(count, count), bench.people(count, count, vault=Bare)
        found = bench.median(function, sealed=sealed, bare=bare, count=count)
        yield Line(
            "sealing",
            f"{what}, of one core",
            found["sealed"],
            "ms",
            None,
            name,
            found["bare"],
            at_least(FIFTEEN_PERCENT),
            smaller=True,
        )


async def handled(sealed: str, bare: str, count: int) -> dict[str, float]:
    """From the raw update to the commit of what it leads to."""
    async with stub.serving() as address, _both(sealed, bare, address) as apps:
        took: dict[str, list[float]] = {name: [] for name in apps}
        number = 0
        for chat in range(1, count + 1):
            for words in SAID:
                number += 1
                for name in _in_turn(apps, chat):
                    start = cpu_seconds()
                    await apps[name].intake.accept([updates.message(number, chat, words)])
                    await apps[name].intake.settled()
                    took[name].append(cpu_seconds() - start)
    return {name: statistics.median(each) * 1000 for name, each in took.items()}


async def composed(sealed: str, bare: str, count: int) -> dict[str, float]:
    """From a routine that is due to the words that leave."""
    async with stub.serving() as address, _both(sealed, bare, address) as apps:
        planning, took = {}, {name: list[float]() for name in apps}
        for name, app in apps.items():
            start = cpu_seconds()
            assert await app.pulse.plan() == count
            planning[name] = (cpu_seconds() - start) / count
        packers = {name: Packer(app.database, app.shelf, app.clock) for name, app in apps.items()}
        for group in range(count // GROUP):
            for name in _in_turn(apps, group):
                start = cpu_seconds()
                await _compose(apps[name], packers[name])
                took[name].append((cpu_seconds() - start) / GROUP)
    return {name: (planning[name] + statistics.median(each)) * 1000 for name, each in took.items()}


async def _compose(app: App, packer: Packer) -> None:
    now = app.clock.now()
    async with app.database.writing() as db:
        posts = await outbox.claim(db, owner="bench", now=now, real_now=now, lease=LEASE, limit=GROUP)
    packed = await packer.pack(posts)
    assert len(packed) == GROUP
    assert all(isinstance(each, Parcel) for each in packed)


def _in_turn(apps: dict[str, App], number: int) -> list[str]:
    names = list(apps)
    return names if number % 2 else names[::-1]


@asynccontextmanager
async def _both(sealed: str, bare: str, address: str) -> AsyncIterator[dict[str, App]]:
    """Open, and nothing of them at work by itself."""
    with lumbar.copied(sealed) as one, lumbar.copied(bare) as other:
        apps = {"sealed": lumbar.app(one, address), "bare": lumbar.app(other, address)}
        # The vault that everything of this bot holds: the product has no switch for it.
        apps["bare"].database.vault.__class__ = Bare
        for app in apps.values():
            async with app.database.writing() as db:
                await instance.furnish(db)
            await app.ptb.initialize()
        yield apps
        for app in apps.values():
            await app.intake.stop()
            await app.ptb.shutdown()
            await app.database.close()
