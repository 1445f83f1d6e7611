"""What a person's standing makes of an answer: refused, without exercise, or beneath the short advice."""

from collections.abc import Sequence

from bot.chat.routes import Needs, Route
from bot.domain.standing import Hold, Stage, is_quiet, may_exercise
from bot.flows import crisis, safety
from bot.flows.talk import Kind, Reply, Turn
from bot.store.people import Person


def met(needs: Needs, person: Person) -> bool:
    match needs:
        case Needs.ANYONE | Needs.ADMIN:
            return True
        case Needs.CONSENTED:
            return person.standing.stage not in (Stage.NEW, Stage.CONSENTING)
        case Needs.CLEAR:
            return may_exercise(person.standing)


def why_refused(person: Person) -> str:
    """For the notes: what stands before this route."""
    if (held := person.standing.held) is not Hold.NONE:
        return f"refused: held at {held.name} (3.1)"
    return f"refused: {person.standing.stage.value} comes first (1.1)"


async def allowed(turn: Turn, replies: Sequence[Reply]) -> Sequence[Reply]:
    """What a flow says about exercise although it may not be shown: on its way it would be dropped in silence."""
    if turn.gone or all(reply.kind is not Kind.EXERCISE for reply in replies):
        return replies
    if not may_exercise(turn.person.standing):
        plain = [reply for reply in replies if reply.kind is not Kind.EXERCISE]
        return (*plain, *await safety.refusal(turn))
    return crisis.without_exercise(replies) if is_quiet(turn.person.standing, turn.now) else replies


async def advised(turn: Turn, route: Route, before: Person) -> Sequence[Reply]:
    """What is said first to somebody who was held already: the advice, or all of it where its numbers are new ones."""
    held = before.standing.held
    if turn.gone or held < Hold.CLEAR_FIRST:
        return ()
    if held >= Hold.CONSULT and turn.person.country != before.country:
        return await safety.not_yet(turn)
    return await safety.advice(turn) if route.beneath is not None and held >= route.beneath else ()
