"""Why somebody pauses or leaves: asked once, answered or not, and kept as a count that nobody is linked to."""

from collections.abc import Sequence

from bot.domain.standing import Hold, is_quiet
from bot.flows.talk import Button, Paragraph, Reply, Turn, paragraph, say, words
from bot.store import audit, stops

PAUSE, DELETE = "pause", "delete"
WAYS = {PAUSE: "why-pause", DELETE: "why-delete"}
REASONS = ("better", "time", "hard", "reminders", "other")

Question = tuple[tuple[Paragraph, ...], tuple[tuple[Button, ...], ...]]
NOTHING: Question = ((), ())


async def question(turn: Turn, what: str) -> Question:
    """What stands below the answer, and its buttons: nothing for who was asked before, or has other worries."""
    is_worried = turn.person.standing.held >= Hold.CLEAR_FIRST or is_quiet(turn.person.standing, turn.now)
    if is_worried or await audit.last(turn.db, turn.person.id, audit.ASKED_WHY + what) is not None:
        return NOTHING
    await audit.add(turn.db, turn.person.id, audit.ASKED_WHY + what, turn.now)
    buttons = [Button(words(f"label-why-{each}"), goes=f"{WAYS[what]}:{each}") for each in REASONS]
    rows = (tuple(buttons[:2]), tuple(buttons[2:4]), tuple(buttons[4:]))
    return (paragraph(words("why-ask"), words("why-count")),), rows


async def why_pause(turn: Turn) -> Sequence[Reply]:
    """`turn.value` is the reason. Counted once."""
    told = audit.TOLD_WHY + PAUSE
    if turn.value in REASONS and await audit.last(turn.db, turn.person.id, told) is None:
        await audit.add(turn.db, turn.person.id, told, turn.now)
        await stops.count(turn.db, PAUSE, turn.value)
    return (say("why-thanks"),)
