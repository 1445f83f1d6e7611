"""Zero to ten: the buttons, and the three weekly scales of PEG (docs/care.md 4.1)."""

from bot.flows.talk import Button, Paragraph, words

PEG = ("pain", "enjoyment", "activity")
"""Average pain, how much it got in the way of enjoying life, and of everyday activity, in the last week."""
WISH = "wish"
"""How easily the one thing goes that they want to do more easily."""


def scores() -> tuple[tuple[Button, ...], ...]:
    """0 to 10, in two rows."""
    return tuple(
        tuple(Button(words("label-score", score=score), option=str(score)) for score in row)
        for row in (range(6), range(6, 11))
    )


def question(name: str, wish: str | None) -> Paragraph:
    """Of one of the scales, with what its ends mean. `wish` names the one thing."""
    if name == WISH:
        return (words("scale-wish", wish=words(f"label-wish-{wish}")), words("scale-wish-ends"))
    return (words(f"scale-{name}"), words("scale-pain-ends" if name == "pain" else "scale-way-ends"))
