"""Tones in the place of looking: how somebody likes to be timed, and the recording of a move."""

from collections.abc import Sequence

from bot.domain.sound import Sound
from bot.flows import bubble, move, settings
from bot.flows.day import Day
from bot.flows.listing import exercise_name
from bot.flows.talk import Button, Kind, Reply, Turn, words
from bot.store.practices import Item

CARD = "sound"


async def show(turn: Turn) -> Sequence[Reply]:
    """The question, or what was chosen: `turn.value`."""
    if turn.value in {*Sound}:
        await turn.become(sound=turn.value)
        return (await settings.card(turn, words("sound-saved")),)
    rows = tuple((Button(words(f"label-sound-{each}"), goes=f"sound:{each}"),) for each in Sound)
    return (Reply(text=((words("sound-which"),),), buttons=(*rows, settings.BACK), card=settings.CARD),)


async def of_move(turn: Turn, day: Day, item: Item) -> Reply | None:
    """The recording, beneath the card. None where its dose has none."""
    rung = day.rung(item)
    if (recording := day.library.sound(rung.dose)) is None:
        return None
    dose, figures = day.library.dose(rung.dose, item.exercise)
    name = exercise_name(day.library, day.library.exercises[item.exercise], rung.form)
    return Reply(
        text=((words("guide-sound", name=name, dose=words(dose, **figures)),),),
        card=CARD,
        kind=Kind.EXERCISE,
        sound=recording.stem,
        anew=await bubble.is_lower(turn, move.CARD, CARD),
    )
