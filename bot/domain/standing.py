"""What a person may do now, and every transition between such states (docs/care.md, sections 2 and 3).

The state is a handful of independent facts, never one enum: somebody can be paused, restricted and held at once.
A hold only rises, except through the gate (`clear`) and the one "tapped by mistake" of an episode (`withdraw`).
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum


class Stage(StrEnum):
    NEW = "new"
    CONSENTING = "consenting"
    SCREENING = "screening"
    PLACING = "placing"
    ACTIVE = "active"


STRANGERS = (Stage.NEW, Stage.CONSENTING)
"""Stages of those who never agreed to anything."""


class Hold(IntEnum):
    """Ordered: a higher hold always wins."""

    NONE = 0
    OPEN_QUESTION = 1
    CLEAR_FIRST = 2
    CONSULT = 3
    URGENT = 4
    EMERGENCY = 5


class NudgeKind(StrEnum):
    SESSION = "session"
    WALK = "walk"
    FOLLOW_UP = "follow_up"
    BREAK = "break"
    """From sitting."""
    WEEKLY = "weekly"
    """The questions about the week, in the place of a rest day's reminder."""


DEFAULT = frozenset({NudgeKind.SESSION, NudgeKind.WALK, NudgeKind.WEEKLY})
"""What we start to send without being asked for it, two a day at most (docs/care.md 4.4)."""
UNASKED = DEFAULT | {NudgeKind.BREAK}
"""All but what follows a hold."""


@dataclass(frozen=True, slots=True)
class Standing:
    stage: Stage = Stage.NEW
    hold: Hold = Hold.NONE
    floor: Hold = Hold.NONE
    """The highest floor of the screen that is still open: it holds at once, and only Back or the end moves it."""
    episode: str | None = None
    """Names the hold, or the floor, from its start to the gate; follow-ups and "tapped by mistake" belong to it."""
    held_since: datetime | None = None
    uncleared: bool = False
    """A condition of the first check that no clinician has said yes to: it outlives a hold that rises above it."""
    mistaken: bool = False
    """True once "I tapped by mistake" was used in this episode (T7)."""
    walks: bool = False
    """Walking feels OK, said while held at CONSULT: walking reminders come although exercise rests."""
    restricted: frozenset[str] = frozenset()
    """Exercises withheld after a clearance; they come back one at a time."""
    restricted_since: datetime | None = None
    """The clearance, or when the last of them came back."""
    left_out: frozenset[str] = frozenset()
    """Exercises that a clinician said to leave out; only a clinician brings them back."""
    paused_until: date | None = None
    """First local day on which reminders come again; `date.max` when no end was set."""
    quiet_until: datetime | None = None
    """No nudges before this instant (after crisis words)."""
    easy_until: date | None = None
    unreachable_since: datetime | None = None

    @property
    def held(self) -> Hold:
        """What holds the person now: the episode's hold, or the floor of an unfinished screen if that is higher."""
        return max(self.hold, self.floor)


def may_exercise(standing: Standing) -> bool:
    """Whether exercises may be shown at all. A D1 of today is asked for on top of this."""
    return standing.stage in (Stage.PLACING, Stage.ACTIVE) and standing.held is Hold.NONE


def is_quiet(standing: Standing, now: datetime) -> bool:
    """The quiet day after words of crisis: no reminders, no exercise (docs/care.md 2.6)."""
    return standing.quiet_until is not None and now < standing.quiet_until


def may_walk(standing: Standing) -> bool:
    """Walking stays open below URGENT (docs/care.md 2.5)."""
    return standing.stage in (Stage.PLACING, Stage.ACTIVE) and standing.held < Hold.URGENT


def is_paused(standing: Standing, today: date) -> bool:
    return standing.paused_until is not None and today < standing.paused_until


def may_nudge(standing: Standing, kind: NudgeKind, *, now: datetime, today: date) -> bool:
    """Whether a push of this kind may go out.

    Follow-ups belong to a hold and go out because of it; a session nudge to somebody with an open question becomes
    the request to finish it, which `flows.nudge` words.
    """
    if standing.unreachable_since is not None:
        return False
    if kind is NudgeKind.FOLLOW_UP:
        return standing.held >= Hold.CONSULT
    if standing.stage is not Stage.ACTIVE or is_quiet(standing, now) or is_paused(standing, today):
        return False
    return reminders_open(standing, kind)


def reminders_open(standing: Standing, kind: NudgeKind) -> bool:
    """Whether no hold stands against reminders of this kind.

    At CONSULT those to walk come only if asked for (docs/care.md 2.5); a break from sitting and the week's
    questions wait until nothing holds.
    """
    if kind is NudgeKind.WALK:
        return standing.held is Hold.NONE or (standing.walks and standing.held is Hold.CONSULT)
    if kind in (NudgeKind.BREAK, NudgeKind.WEEKLY):
        return standing.held is Hold.NONE
    return standing.held <= Hold.OPEN_QUESTION


def raised(standing: Standing, to: Hold, *, now: datetime, episode: str) -> Standing:
    """`standing` held at `to` or higher, since `now` if that is a rise: a check before it clears nothing.

    A new episode begins where no warning sign held before: an open question or a condition to clear is none.
    """
    standing = replace(standing, uncleared=standing.uncleared or to is Hold.CLEAR_FIRST)
    if to <= standing.hold:
        return standing
    if standing.hold < Hold.CONSULT:
        return replace(standing, hold=to, episode=episode, held_since=now, mistaken=False, walks=False)
    return replace(standing, hold=to, held_since=now, walks=False)


def floored(standing: Standing, floor: Hold, *, episode: str) -> Standing:
    """The highest floor of the check that is open. From CONSULT on it has an episode, as a hold has."""
    if floor >= Hold.CONSULT:
        return replace(standing, floor=floor, episode=standing.episode or episode)
    return replace(standing, floor=floor, episode=None if standing.hold is Hold.NONE else standing.episode)


def screened(standing: Standing, found: Hold, *, now: datetime, episode: str) -> Standing:
    """After the last answer of a full screen: the floor ends, the finding holds, an open question is settled."""
    return raised(answered(replace(standing, floor=Hold.NONE)), found, now=now, episode=episode)


def answered(standing: Standing) -> Standing:
    """The open question has its answer. Any other hold stays."""
    if standing.hold is not Hold.OPEN_QUESTION:
        return standing
    return replace(standing, hold=Hold.NONE, episode=None, held_since=None)


def cleared(
    standing: Standing,
    restricted: frozenset[str],
    *,
    left_out: frozenset[str] = frozenset(),
    now: datetime,
    today: date,
) -> Standing:
    """Through the gate of docs/care.md 3: the hold ends, the first seven days are easy, a clinician's limits win."""
    return replace(
        standing,
        hold=Hold.NONE,
        floor=Hold.NONE,
        episode=None,
        held_since=None,
        uncleared=False,
        mistaken=False,
        walks=False,
        restricted=restricted,
        restricted_since=now if restricted else None,
        left_out=left_out,
        easy_until=today + timedelta(days=7),
    )


def brought_back(standing: Standing, exercise: str, *, now: datetime) -> Standing:
    """One withheld exercise no longer waits; the count to the next begins (docs/care.md 3.3)."""
    return replace(standing, restricted=standing.restricted - {exercise}, restricted_since=now)


def withheld_again(standing: Standing, exercises: frozenset[str], *, now: datetime) -> Standing:
    """They brought on leg symptoms, or may have: they wait again, and the count begins anew (docs/care.md 3.3)."""
    return replace(standing, restricted=standing.restricted | exercises, restricted_since=now)


def withdrawn(standing: Standing, remains: Hold = Hold.NONE) -> Standing:
    """T7: tapped by mistake, and a whole screen has since been answered OK. Once in an episode.

    `remains` is what else the episode found; a condition to clear first is not withdrawn either.
    """
    remains = max(remains, Hold.CLEAR_FIRST if standing.uncleared else Hold.NONE)
    after = replace(standing, hold=remains, floor=Hold.NONE, mistaken=True, walks=False)
    return after if remains > Hold.NONE else replace(after, episode=None, held_since=None)
