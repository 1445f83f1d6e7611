"""Guided: as many people as may be at once in a timed hold, each tapping now and then: who waits, and for what."""

import statistics
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select

from bench import lumbar, stub, updates
from bench.goal import Line, at_least, at_most
from bench.runner import Runner
from bench.stub import Heard
from bot.app import App
from bot.chat import parcel
from bot.chat.rate import OVERALL
from bot.chat.render import Rendered
from bot.clock import SystemClock
from bot.domain.exercise import Dose
from bot.domain.guide import Guide, Part, phases_of
from bot.store import cards, people, practices
from bot.store.cards import Card
from bot.store.practices import Item
from bot.store.tables import outbox

PEOPLE = 300
EVERY = 30
"""Seconds from one tap of somebody to their next."""
EXERCISE = "draw-in"
MORE = "+10 s."
"""What the card says after the tap, and did not say before."""
SECOND_ONE = "2 of 10"
"""Who reads this is out of the first hold."""
PATIENCE = 5
CLOCK = SystemClock()


def measure(bench: Runner) -> Iterator[Line]:
    rounds = bench.size(2, 4)
    found = bench.median(ours, runs=1, people=bench.people(PEOPLE, 0), rounds=rounds)
    what = f"{PEOPLE} in a timed hold, each taps every {EVERY} s, {OVERALL}/s"
    yield Line("guided", f"{what}: tap to answer, median", found["p50"], "ms", at_most(1000), smaller=True)
    yield Line("guided", "the slowest of a hundred", found["p99"], "ms", smaller=True)
    yield Line("guided", "taps answered", found["answered"], "%", at_least(100))
    yield Line("guided", "messages that failed, or are left", found["lost"], "", at_most(0), smaller=True)
    yield Line("guided", "frames shown of those there would be room for in a chat of its own", found["shown"], "%")
    yield Line("guided", "the end of a hold is shown after, median", found["late"], "ms", smaller=True)


async def ours(people: str, rounds: int) -> dict[str, float]:
    with lumbar.copied(people) as url:
        async with stub.serving(keeps=True) as address:
            app = lumbar.app(url, address)
            async with app.running():
                here = await _in_practice(app)
                started = await _each(address, {chat: f"/timer-start:{at}" for chat, at in here.items()}, 1)
                taps = [
                    await _each(address, {chat: f"/timer-more:{at}" for chat, at in here.items()}, number)
                    for number in range(2, rounds + 2)
                ]
                await CLOCK.sleep(PATIENCE)
                heard = await stub.heard(address)
                lost = await _unsent(app)
                dose = app.library.exercises[EXERCISE].first.dose
    messages = _by_chat(heard)
    waits = [_wait(messages[chat], at) for each in taps for chat, at in each.items()]
    answered = [wait for wait in waits if wait is not None]
    until = max(at for at, _, _ in heard)
    return {
        "p50": statistics.median(answered),
        "p99": statistics.quantiles(answered, n=100)[98],
        "answered": 100 * len(answered) / len(waits),
        "lost": lost,
        "shown": 100 * len(heard) / (len(waits) + len(here) + _wanted(dose, started, until)),
        "late": statistics.median(_lateness(dose, messages, started)),
    }


async def _in_practice(app: App) -> Mapping[int, str]:
    """All of them at the same move of an open practice; by chat, what the buttons of its card carry."""
    here, now = {}, app.clock.now()
    exercise = app.library.exercises[EXERCISE]
    film = app.library.picture(f"{EXERCISE}-{exercise.first.form}")
    shows = parcel.shows(Rendered("", None, film))
    async with app.database.writing() as db:
        for chat in range(1, PEOPLE + 1):
            person = await people.by_chat(db, chat)
            assert person is not None
            item = Item(0, EXERCISE, 1, first=True, form=exercise.first.form, sets=exercise.first.dose.sets)
            practice = await practices.add(
                db, person.id, day=now.date(), kind="full", week=1, letter="A", minutes=9, items=[item], now=now
            )
            card = Card(practices.CARD, updates.BUBBLE, film is not None, shows, now - timedelta(minutes=1))
            await cards.put(db, person.id, card)
            await people.save(db, replace(person, checked_at=now))
            here[chat] = f"{practice.id}:0"
    return here


async def _each(address: str, data: Mapping[int, str], number: int) -> dict[int, float]:
    """Everybody taps once, evenly over the time between two taps; by chat, when."""
    tapped: dict[int, float] = {}
    begun = CLOCK.monotonic()
    for place, (chat, each) in enumerate(data.items()):
        await CLOCK.sleep(max(0.0, begun + place * EVERY / len(data) - CLOCK.monotonic()))
        tapped[chat] = CLOCK.monotonic()
        await stub.feed(address, [updates.tap(number * PEOPLE + chat, chat, each)])
    await CLOCK.sleep(max(0.0, begun + EVERY - CLOCK.monotonic()))
    return tapped


async def _unsent(app: App) -> int:
    async with app.database.reading() as db:
        left = select(func.count()).select_from(outbox).where(outbox.c.state != "sent")
        found: int = (await db.execute(left)).scalar_one()
    return found


def _by_chat(heard: Sequence[Heard]) -> Mapping[int, list[Heard]]:
    found: dict[int, list[Heard]] = defaultdict(list)
    for each in heard:
        found[each[1]].append(each)
    return found


def _wait(messages: Sequence[Heard], tapped: float) -> float | None:
    """Milliseconds until the card says what it was tapped for; a frame may say it as well as the answer itself."""
    return next((1000 * (at - tapped) for at, _, text in messages if at > tapped and MORE in text), None)


def _wanted(dose: Dose, started: Mapping[int, float], until: float) -> int:
    """Frames of all of them, were each alone."""
    count, now = 0, CLOCK.now()
    guide = Guide(dose, now)
    at = []
    while not guide.is_over(now):
        now = guide.next_at(now)
        at.append((now - guide.started_at).total_seconds())
    for begun in started.values():
        count += sum(begun + each <= until for each in at)
    return count


def _lateness(dose: Dose, messages: Mapping[int, Sequence[Heard]], started: Mapping[int, float]) -> Iterator[float]:
    """Milliseconds from the end of the first hold, counted from the tap, until that is to be seen."""
    phases = phases_of(dose)
    first = next(at for at, phase in enumerate(phases) if phase.part is Part.HOLD)
    seconds = sum(phase.seconds for phase in phases[: first + 1])
    for chat, tapped in started.items():
        seen = next((at for at, _, text in messages[chat] if SECOND_ONE in text), None)
        assert seen is not None, "a hold that never ended"
        yield 1000 * (seen - tapped - seconds)
