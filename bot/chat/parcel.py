"""A claimed post with all that sending it needs, and the simpler forms that it may be sent in."""

import hashlib
from dataclasses import dataclass, replace

from bot.chat import errors
from bot.chat.render import Rendered
from bot.flows import bubble, move
from bot.flows.hold import UNSAID
from bot.flows.talk import Kind, Reply
from bot.store.cards import Card
from bot.store.outbox import Post
from bot.store.people import Person
from bot.store.slots import Slot

PICTURED = frozenset({move.CARD, bubble.CARD})
"""Cards that go on showing their picture when what is asked next has none: so they stay one bubble."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A claimed post with all that sending it needs."""

    post: Post
    reply: Reply
    rendered: Rendered
    card: Card | None
    slot: Slot | None = None
    person: Person | None = None
    is_plain: bool = False
    """Without our markup, which Telegram refused."""

    @property
    def is_edit(self) -> bool:
        """A card changes in place while it stays a text, or stays a picture."""
        if self.card is None or self.reply.anew:
            return False
        return self.keeps_picture or self.card.media == self.rendered.is_media

    @property
    def stays_words(self) -> bool:
        """Whether a card that is shown in words goes on so: a picture beside them is not worth another bubble."""
        card = self.card
        return card is not None and not card.media and not self.reply.anew and card.card in PICTURED

    @property
    def keeps_picture(self) -> bool:
        """Whether only the words beneath the picture that the card shows are changed."""
        card, rendered = self.card, self.rendered
        if card is None or not card.media or (self.person is not None and self.person.text_only):
            return False
        if rendered.is_media:
            return card.shows == shows(rendered)
        return card.card in PICTURED and rendered.fits_caption

    @property
    def shows(self) -> str:
        """What its card shows once it has arrived."""
        if self.card is not None and self.is_edit and self.keeps_picture:
            return self.card.shows
        return shows(self.rendered)

    @property
    def replaces(self) -> bool:
        """Whether a card stays behind, older than the one that this is."""
        return self.card is not None and not self.is_edit

    @property
    def is_safety(self) -> bool:
        return is_safety(self.post, self.reply)


def simpler(parcel: Parcel, failure: errors.Failure) -> Parcel | None:
    """What may be sent in its place, because Telegram certainly did not take it; None: nothing."""
    rendered = parcel.rendered
    match failure:
        case errors.Lost() if parcel.is_edit:
            return _anew(parcel)
        case errors.Refused() | errors.UnknownFile() if rendered.is_media:
            return replace(parcel, rendered=replace(rendered, drawn=None, picture=None, sound=None))
        case errors.Unparsable() if not parcel.is_plain:
            return replace(_anew(parcel), is_plain=True)
        case errors.Refused() | errors.Unparsable() if parcel.is_safety and rendered.markup is not None:
            return replace(_anew(parcel), rendered=replace(rendered, markup=None), is_plain=True)
    return None


def is_safety(post: Post, reply: Reply | None = None) -> bool:
    return post.kind in (Kind.SAFETY, UNSAID) or (reply is not None and reply.kind is Kind.SAFETY)


def _anew(parcel: Parcel) -> Parcel:
    return replace(parcel, reply=replace(parcel.reply, anew=True))


def shows(rendered: Rendered) -> str:
    """What a card remembers of what it shows: its picture, and nothing of words, which could be guessed from a hash."""
    file = rendered.picture or rendered.sound
    shown = rendered.drawn or (None if file is None else file.name.encode())
    return "" if shown is None else hashlib.sha256(shown).hexdigest()
