"""A guided practice: the move one is at is counted along in its card, from getting ready to the last hold."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.guide import MORE, Guide
from bot.domain.sound import Sound
from bot.domain.standing import is_quiet, may_exercise
from bot.flows import hold, move, practice, sound
from bot.flows.day import Day, today
from bot.flows.listing import exercise_name
from bot.flows.talk import Button, Kind, Reply, Turn, Words, paragraph, words
from bot.library import Library
from bot.store import cards, timers
from bot.store.people import Person
from bot.store.practices import Item, Practice
from bot.store.timers import Move, Timer

CARD = move.CARD
SIDES = {1: "right", 2: "left"}


async def start(turn: Turn) -> Sequence[Reply]:
    """Count along, without a sound. Who never chose has chosen by that."""
    if turn.person.sound is None:
        await turn.become(sound=Sound.OFF)
    day = await today(turn)
    found = practice.current(turn, day)
    return practice.stale(day) if found is None else (await _begun(turn, day, *found),)


async def start_with_sound(turn: Turn) -> Sequence[Reply]:
    """The recording of the dose beneath the card, and a countdown in it unless that was not wished for."""
    if turn.person.sound != Sound.INSTEAD:
        await turn.become(sound=Sound.WITH)
    day = await today(turn)
    found = practice.current(turn, day)
    if found is None:
        return practice.stale(day)
    if not day.checked or (played := await sound.of_move(turn, day, found[1])) is None:
        return (await _begun(turn, day, *found),)
    if turn.person.sound == Sound.INSTEAD:
        return (move.card(day, found[0], words("guide-listen")), played)
    return (await _begun(turn, day, *found), played)


async def pause(turn: Turn) -> Sequence[Reply]:
    return await _changed(turn, lambda guide: guide.paused(turn.now))


async def go_on(turn: Turn) -> Sequence[Reply]:
    """A pause may outlast the check of today, which then comes first."""
    if not (await today(turn)).checked:
        return await stop(turn)
    return await _changed(turn, lambda guide: guide.resumed(turn.now))


async def longer(turn: Turn) -> Sequence[Reply]:
    return await _changed(turn, lambda guide: guide.longer(turn.now))


async def stop(turn: Turn) -> Sequence[Reply]:
    """The move is there as before: it can be begun again, or be done with."""
    day = await today(turn)
    found = practice.current(turn, day)
    if found is None:
        return practice.stale(day)
    await timers.stop(turn.db, turn.person.id, CARD)
    return (move.shown(day, found[0]),)


async def reached(turn: Turn) -> Sequence[Reply]:
    """The end of it, or of the patience with a pause. Nobody tapped: the clock got there."""
    timer, standing = await timers.of(turn.db, turn.person.id, CARD), turn.person.standing
    if timer is None or timer.move is None:
        return ()
    guide = run(timer)
    if guide.moment(timer.next_at, turn.now) is None:
        return ()
    await timers.stop(turn.db, turn.person.id, CARD)
    if not may_exercise(standing) or is_quiet(standing, turn.now) or standing.unreachable_since is not None:
        return ()
    day = await today(turn)
    if day.open is None or move.here(day.open) != _here(timer.move):
        return ()
    if guide.is_over(turn.now):
        name = _name(turn.library, timer.move)
        return (_card(timer.move, words("guide-over", name=name), move.buttons(day, day.open)),)
    # Nobody asked for the check of today that may be due by now: it comes with their next tap.
    return (move.card(day, day.open),) if day.checked else ()


async def on_offer(turn: Turn) -> Sequence[str]:
    """The ways that its card shows, where it is what words such as "pause" or "go on" are about."""
    newest = await cards.last(turn.db, turn.person.id)
    if newest is None or newest.card != CARD:
        return ()
    timer = await timers.of(turn.db, turn.person.id, CARD)
    if timer is None:
        return ("timer-start",)
    return ("timer-pause" if timer.paused_at is None else "timer-go", "timer-more", "timer-stop")


def run(timer: Timer) -> Guide:
    """What counts down, from its row."""
    assert timer.move is not None
    paused_for = timedelta(milliseconds=timer.paused_ms)
    return Guide(timer.move.dose, timer.started_at, timer.paused_at, paused_for, timer.move.added)


def running(timer: Timer, _: Person, library: Library, now: datetime) -> Reply:
    """The card while a move is counted. The words say what the dots show."""
    assert timer.move is not None
    at, guide = timer.move, run(timer)
    name = _name(library, at)
    if guide.paused_at is not None:
        first, line = Button(words("label-timer-go"), goes=f"timer-go:{_here(at)}"), words("guide-paused", name=name)
    else:
        first, line = Button(words("label-timer-pause"), goes=f"timer-pause:{_here(at)}"), _line(guide, name, now)
    return _card(at, line, _buttons(first, _here(at)))


async def _begun(turn: Turn, day: Day, open_one: Practice, item: Item) -> Reply:
    rung = day.rung(item)
    if not day.checked or not rung.dose.is_timed:
        return move.shown(day, open_one)
    timer = await timers.of(turn.db, turn.person.id, CARD)
    if timer is None or timer.move is None or _here(timer.move) != move.here(open_one):
        at = Move(open_one.id, item.position, item.exercise, rung.form, rung.dose)
        guide = Guide(at.dose, turn.now)
        seconds = guide.length // timedelta(seconds=1)
        timer = Timer(turn.person.id, CARD, seconds, turn.now, guide.next_at(turn.now), move=at)
        await timers.start(turn.db, timer)
        turn.notes.append(f"{item.exercise}: a timer of {seconds} seconds")
    return running(timer, turn.person, turn.library, turn.now)


async def _changed(turn: Turn, change: Callable[[Guide], Guide]) -> Sequence[Reply]:
    day = await today(turn)
    found = practice.current(turn, day)
    if found is None:
        return practice.stale(day)
    timer = await timers.of(turn.db, turn.person.id, CARD)
    if timer is None or timer.move is None or _here(timer.move) != move.here(found[0]):
        return (move.shown(day, found[0]),)
    guide = change(run(timer))
    timer = replace(
        timer,
        paused_at=guide.paused_at,
        paused_ms=guide.paused_for // timedelta(milliseconds=1),
        seconds=guide.length // timedelta(seconds=1),
        next_at=guide.next_at(turn.now),
        move=replace(timer.move, added=guide.added),
    )
    await timers.start(turn.db, timer)
    return (running(timer, turn.person, turn.library, turn.now),)


def _line(guide: Guide, name: Words, now: datetime) -> Words:
    frame = guide.frame(now)
    phase = frame.phase
    side = SIDES[phase.side] if guide.dose.sides > 1 else "none"
    return words(
        f"guide-{phase.part}",
        name=name,
        number=phase.number,
        of=phase.of,
        side=side,
        seconds=phase.seconds,
        more=guide.added.get(frame.at, 0),
        dots="●" * frame.filled + "○" * (phase.dots - frame.filled),
    )


def _card(at: Move, line: Words, buttons: tuple[tuple[Button, ...], ...]) -> Reply:
    return Reply(
        text=(paragraph(line), paragraph(words("exercise-stop"))),
        buttons=buttons,
        card=CARD,
        kind=Kind.EXERCISE,
        picture=move.picture(at.exercise, at.form),
    )


def _buttons(first: Button, here: str) -> tuple[tuple[Button, ...], ...]:
    return (
        (first, Button(words("label-timer-more", seconds=MORE), goes=f"timer-more:{here}")),
        (
            Button(words("label-timer-stop"), goes=f"timer-stop:{here}"),
            Button(words("label-hurt"), goes=f"hurt:{here}"),
        ),
        hold.NEW_SYMPTOM,
    )


def _name(library: Library, at: Move) -> Words:
    return exercise_name(library, library.exercises[at.exercise], at.form)


def _here(at: Move) -> str:
    """As `move.here` says it."""
    return f"{at.practice_id}:{at.position}"
