"""What a figure is drawn from: pieces of one colour, put together to parts that lie before or behind one another."""

from collections.abc import Sequence
from dataclasses import dataclass

from tools.illustrations.brush import EDGE, Brush, Disc, Mask, mixed
from tools.illustrations.camera import Point

RIM = "#26323a"
"""What the rim of a part is darkened with."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Discs and what lies between them."""

    discs: tuple[Disc, ...]
    colour: str
    rimmed: bool = True

    def paint(self, brush: Brush, colour: str, wider: float = 0.0) -> None:
        brush.chain(self.discs, colour, wider)

    def cover(self, mask: Mask) -> None:
        mask.chain(self.discs)


@dataclass(frozen=True, slots=True)
class Patch:
    """Outlines side by side."""

    outlines: tuple[Sequence[Point], ...]
    colour: str
    rimmed: bool = True

    def paint(self, brush: Brush, colour: str, wider: float = 0.0) -> None:
        for outline in self.outlines:
            if wider:
                brush.chain([(point, wider) for point in [*outline, outline[0]]], colour)
            brush.fill(outline, colour)

    def cover(self, mask: Mask) -> None:
        for outline in self.outlines:
            mask.fill(outline)


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    pieces: tuple[Chain | Patch, ...]
    depth: float

    def paint(self, brush: Brush, shade: float) -> None:
        """`shade` from 0 to 1 darkens what lies behind."""
        colours = [mixed(piece.colour, SHADOW, shade * DARKEST) for piece in self.pieces]
        for piece, colour in zip(self.pieces, colours, strict=True):
            if piece.rimmed:
                piece.paint(brush, mixed(colour, RIM, 0.26), EDGE)
        for piece, colour in zip(self.pieces, colours, strict=True):
            piece.paint(brush, colour)

    def mask(self, brush: Brush) -> Mask:
        mask = Mask(brush.sheet.size)
        for piece in self.pieces:
            piece.cover(mask)
        return mask


SHADOW = "#2d4254"
DARKEST = 0.30
