"""A claimed post → all that sending it needs."""

from bot.chat.render import Rendered, Renderer
from bot.chat.sender import Parcel
from bot.clock import Clock
from bot.flows import nudge, talk
from bot.flows.hold import UNSAID
from bot.flows.talk import Kind, Reply
from bot.logs import logger, place
from bot.store import cards, people, slots
from bot.store.engine import Db
from bot.store.outbox import Post
from bot.store.people import Person
from bot.store.slots import Outcome, Slot

log = logger("packing")


class Packer:
    def __init__(self, renderer: Renderer, clock: Clock) -> None:
        self._renderer = renderer
        self._clock = clock

    async def pack(self, db: Db, post: Post) -> Parcel | Outcome:
        """For a nudge that is not to be sent, how its slot ends."""
        person = None if post.person_id is None else await people.by_id(db, post.person_id)
        slot = None if post.slot_id is None else await slots.by_id(db, post.slot_id)
        composed = None if post.payload is not None else await self._compose(db, slot, person)
        if isinstance(composed, Outcome):
            return composed
        reply, rendered = self._word(post, composed, person)
        card = None if person is None or reply.card is None else await cards.of(db, person.id, reply.card)
        return Parcel(post, reply, rendered, card, slot, person)

    async def _compose(self, db: Db, slot: Slot | None, person: Person | None) -> Reply | Outcome:
        if slot is None or person is None or slot.outcome is not None:
            return Outcome.CANCELLED
        return await nudge.compose(db, self._clock.now(), slot, person, self._renderer.library)

    def _word(self, post: Post, composed: Reply | None, person: Person | None) -> tuple[Reply, Rendered]:
        """A safety message whose words or buttons fail is said without its form: no card then, and no question."""
        country, text_only = (None, False) if person is None else (person.country, person.text_only)
        dumped = post.payload if composed is None else talk.dump(composed)
        try:
            reply = composed or talk.load(post.payload or "")
            return reply, self._renderer.render(reply, country, text_only=text_only)
        except Exception as error:
            if not is_safety(post, composed):
                raise
            log.error("a safety message is said without its form", post=post.seq, error=place(error))
            return Reply(text=(), kind=Kind.SAFETY), self._renderer.bare(dumped, country)


def is_safety(post: Post, reply: Reply | None = None) -> bool:
    return post.kind in (Kind.SAFETY, UNSAID) or (reply is not None and reply.kind is Kind.SAFETY)
