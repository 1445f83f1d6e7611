"""What an admin sees of the whole: figures, none of them about one person."""

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.triage import RULES_VERSION
from bot.flows import stops as reasons
from bot.flows.talk import Button, Line, Paragraph, Reply, Turn, Words, paragraph, words
from bot.library import Gap
from bot.store import audit, queues, stops, usage
from bot.store.usage import Active

CARD = "admin"
WINDOWS = (1, 30, 180, 365)
FEW = 3
"""Fewer would say too much of one person."""
GAPS, GAP_LENGTH = 10, 300
"""All of them are told by `lumbar check content`."""
ENDS = ("sent", "dead", "expired", "cancelled", "unknown")


async def show(turn: Turn) -> Sequence[Reply]:
    await audit.add(turn.db, turn.person.id, audit.ADMIN, turn.now)
    active = [_active(each) for each in await usage.active(turn.db, WINDOWS, turn.now)]
    text: tuple[Paragraph, ...] = (
        paragraph(words("admin-title"), words("admin-agreed", count=await usage.agreed(turn.db))),
        (words("admin-active"), *active),
        *await _stops(turn),
        await _deliveries(turn),
        (
            await _dead(turn),
            _backup(turn),
            words("admin-content", version=turn.library.fingerprint, rules=RULES_VERSION),
        ),
    )
    look, reload = Button(words("label-look-again"), goes="admin"), Button(words("label-reload"), goes="admin-reload")
    return (Reply(text=text, buttons=((Button(words("label-announce"), goes="announce"),), (look, reload)), card=CARD),)


async def reload(turn: Turn) -> Sequence[Reply]:
    await audit.add(turn.db, turn.person.id, audit.RELOAD, turn.now)
    turn.reloads = True
    return ()


def reloaded(fingerprint: str, *, is_new: bool) -> Reply:
    said = words("admin-reloaded" if is_new else "admin-reloaded-same", version=fingerprint)
    return Reply(text=(paragraph(said),))


def refused(gaps: Sequence[Gap]) -> Reply:
    """The content stays as it was; what is wrong with the new one, as far as it fits."""
    shown = [words("admin-gap", gap=str(gap)[:GAP_LENGTH]) for gap in gaps[:GAPS]]
    more = [words("admin-gaps-more", count=len(gaps) - GAPS)] if len(gaps) > GAPS else []
    return Reply(text=(paragraph(words("admin-refused")), (*shown, *more), paragraph(words("admin-refused-mend"))))


def _active(of: Active) -> Words:
    return words("admin-active-days", days=of.days, seen=of.seen, stayed=of.stayed, came=of.came)


async def _stops(turn: Turn) -> Sequence[Paragraph]:
    """For each of the two its reasons; nothing where nobody gave one."""
    found: list[Paragraph] = []
    for what in (reasons.PAUSE, reasons.DELETE):
        counts = await stops.of(turn.db, what)
        if counts:
            found.append((words(f"admin-why-{what}"), *(_reason(each, times) for each, times in counts.items())))
    return found


def _reason(reason: str, times: int) -> Line:
    label = words(f"label-why-{reason}")
    return words("admin-reason-few", reason=label) if times < FEW else words("admin-reason", reason=label, times=times)


async def _deliveries(turn: Turn) -> Paragraph:
    found = await usage.deliveries(turn.db, turn.now)
    ends = {end: found.by_state.get(end, 0) for end in ENDS}
    reminders = words(
        "admin-reminders", sent=found.reminders, late=found.late, minutes=round(found.latest / timedelta(minutes=1))
    )
    return (words("admin-deliveries"), words("admin-ends", **ends), reminders)


async def _dead(turn: Turn) -> Words:
    dead = await queues.dead(turn.db)
    return words("admin-dead", inbox=dead["inbox"], outbox=dead["outbox"])


def _backup(turn: Turn) -> Words:
    if turn.nightly is None or not turn.nightly.is_wanted:
        return words("admin-backup-not-wanted")
    made = turn.nightly.newest
    if made is None:
        return words("admin-backup-none")
    return words("admin-backup", hours=(turn.now - made) // timedelta(hours=1))
