"""Claimed posts → all that sending them needs, read together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.chat.parcel import Parcel, is_safety
from bot.chat.render import Rendered, Renderer
from bot.chat.shelf import Shelf
from bot.clock import Clock
from bot.flows import announcement, nudge, talk
from bot.flows.talk import Kind, Reply
from bot.library import MissingWords
from bot.logs import logger, place
from bot.store import announcements, cards, people, slots
from bot.store.cards import Card
from bot.store.engine import Database, Db
from bot.store.outbox import Post
from bot.store.people import Person
from bot.store.slots import Outcome, Slot

log = logger("packing")

Packed = Parcel | Outcome | Exception
"""For a nudge that is not to be sent, how its slot ends; for a post that cannot be read, why."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What several posts are about."""

    people: Mapping[str, Person] = field(repr=False)
    slots: Mapping[str, Slot]

    def person(self, post: Post) -> Person | None:
        return None if post.person_id is None else self.people.get(post.person_id)

    def slot(self, post: Post) -> Slot | None:
        return None if post.slot_id is None else self.slots.get(post.slot_id)

    def due(self, post: Post) -> Slot | None:
        """Its slot, while that is open and there is somebody to be reminded."""
        slot = self.slot(post)
        return None if slot is None or slot.outcome is not None or self.person(post) is None else slot


class Packer:
    def __init__(self, database: Database, shelf: Shelf, clock: Clock) -> None:
        self._database = database
        self._shelf = shelf
        self._clock = clock

    async def pack(self, posts: Sequence[Post]) -> Sequence[Packed]:
        """One for each post, in their order. Where one of them breaks the reading, each is read alone."""
        try:
            return await self._read(posts)
        except Exception as error:  # noqa: BLE001  (whatever it is, the courier counts it and tries again)
            if len(posts) == 1:
                return [error]
        return [packed for post in posts for packed in await self.pack([post])]

    async def _read(self, posts: Sequence[Post]) -> Sequence[Packed]:
        renderer = self._shelf.renderer
        async with self._database.reading() as db:
            known = _Known(
                people=await people.by_ids(db, {post.person_id for post in posts if post.person_id is not None}),
                slots=await slots.by_ids(db, {post.slot_id for post in posts if post.slot_id is not None}),
            )
            composed = await self._composed(db, posts, known, renderer)
            worded = [self._word(post, known.person(post), composed.get(post), renderer) for post in posts]
            wanted = {
                (post.person_id, named[0].card)
                for post, named in zip(posts, worded, strict=True)
                if isinstance(named, tuple) and post.person_id is not None and named[0].card is not None
            }
            shown = await cards.of_all(db, wanted)
        return [_parcel(post, named, known, shown) for post, named in zip(posts, worded, strict=True)]

    async def _composed(
        self, db: Db, posts: Sequence[Post], known: _Known, renderer: Renderer
    ) -> Mapping[Post, Reply | Outcome]:
        """The words of those that are composed only now."""
        nudges = {post: slot for post in posts if post.payload is None and (slot := known.due(post)) is not None}
        ready: dict[Post, Reply | Outcome] = {
            post: Outcome.CANCELLED for post in posts if post.payload is None and post not in nudges
        }
        ready |= await self._announced(db, [post for post in posts if post.announcement_id is not None], known)
        if not nudges:
            # A safety message must not hang on what only a reminder needs to read.
            return ready
        slots_ = list(nudges.values())
        found = await nudge.compose_all(db, self._clock.now(), slots_, known.people, renderer.library)
        return {**ready, **dict(zip(nudges, found, strict=True))}

    async def _announced(self, db: Db, posts: Sequence[Post], known: _Known) -> Mapping[Post, Reply | Outcome]:
        if not posts:
            return {}
        texts = await announcements.texts(db, {str(post.announcement_id) for post in posts})
        return {post: announcement.compose(known.person(post), texts.get(str(post.announcement_id))) for post in posts}

    def _word(
        self, post: Post, person: Person | None, composed: Reply | Outcome | None, renderer: Renderer
    ) -> tuple[Reply, Rendered] | Outcome | Exception:
        if isinstance(composed, Outcome):
            return composed
        try:
            return self._say(post, composed, person, renderer)
        except Exception as error:  # noqa: BLE001  (one post that cannot be read must not hold up the others)
            return error

    def _say(
        self, post: Post, composed: Reply | None, person: Person | None, renderer: Renderer
    ) -> tuple[Reply, Rendered]:
        """A safety message whose words or buttons fail is said without its form: no card then, and no question."""
        country, text_only = (None, False) if person is None else (person.country, person.text_only)
        try:
            reply = composed or talk.load(post.payload or "")
            return reply, self._rendered(reply, country, renderer, text_only=text_only)
        except Exception as error:
            if not is_safety(post, composed):
                raise
            log.error("a safety message is said without its form", post=post.seq, error=place(error))
            dumped = post.payload if composed is None else talk.dump(composed)
            return Reply(text=(), kind=Kind.SAFETY), renderer.bare(dumped, country)

    def _rendered(self, reply: Reply, country: str | None, renderer: Renderer, *, text_only: bool) -> Rendered:
        try:
            return renderer.render(reply, country, text_only=text_only)
        except MissingWords:
            # A text of the operator's own that was taken away while this waited to be sent.
            if (before := self._shelf.before) is None:
                raise
            return before.render(reply, country, text_only=text_only)


def _parcel(
    post: Post,
    worded: tuple[Reply, Rendered] | Outcome | Exception,
    known: _Known,
    shown: Mapping[tuple[str, str], Card],
) -> Packed:
    if not isinstance(worded, tuple):
        return worded
    reply, rendered = worded
    card = None if post.person_id is None or reply.card is None else shown.get((post.person_id, reply.card))
    return Parcel(post, reply, rendered, card, known.slot(post), known.person(post))
