"""Shapes on a large sheet that is made small at the end, so that every edge is smooth."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import pairwise

from PIL import Image, ImageChops, ImageColor, ImageDraw

from tools.illustrations.camera import HEIGHT, WIDTH, Point

FINE = 4
"""Pixels of the sheet for each of the picture, both ways."""
EDGE = 1.1
"""Pixels of the darker rim that parts what lies in front from what lies behind."""

Disc = tuple[Point, float]


class Brush:
    def __init__(self, ground: str, size: tuple[int, int] = (WIDTH, HEIGHT)) -> None:
        self.sheet = Image.new("RGB", (size[0] * FINE, size[1] * FINE), ground)
        self._draw = ImageDraw.Draw(self.sheet)

    def fill(self, outline: Sequence[Point], colour: str) -> None:
        self._draw.polygon([(x * FINE, y * FINE) for x, y in outline], fill=colour)

    def disc(self, at: Point, radius: float, colour: str, *, flat: float = 1.0) -> None:
        x, y = at
        self._draw.ellipse([v * FINE for v in (x - radius, y - radius * flat, x + radius, y + radius * flat)], colour)

    def ring(
        self, at: Point, radius: float, width: float, colour: str, *, flat: float = 1.0, part: float = 1.0
    ) -> None:
        """Clockwise from the top, as far round as `part`."""
        x, y = at
        box = [v * FINE for v in (x - radius, y - radius * flat, x + radius, y + radius * flat)]
        self._draw.arc(box, -90, -90 + 360 * part, fill=colour, width=round(width * FINE))

    def rounded(self, box: tuple[float, float, float, float], radius: float, colour: str) -> None:
        self._draw.rounded_rectangle([v * FINE for v in box], radius * FINE, fill=colour)

    def line(self, start: Point, end: Point, width: float, colour: str) -> None:
        self.chain([(start, width / 2), (end, width / 2)], colour)

    def chain(self, discs: Sequence[Disc], colour: str, wider: float = 0.0) -> None:
        """A tapered limb: each disc and the hull of each with the next."""
        for outline in hulls(discs, wider):
            self.fill(outline, colour)
        for at, radius in discs:
            self.disc(at, radius + wider, colour)

    def glow(self, at: Point, radius: float, strength: float, colour: str, mask: "Mask") -> None:
        """Soft light, only where the mask is."""
        box = mask.box(at, radius)
        if box is None:
            return
        size = round(radius * FINE * 2)
        left, top = round((at[0] - radius) * FINE), round((at[1] - radius) * FINE)
        spot = _spot().resize((size, size)).crop((box[0] - left, box[1] - top, box[2] - left, box[3] - top))
        lit = ImageChops.multiply(spot, mask.crop(box)).point(lambda value: round(value * strength))
        self.sheet.paste(ImageColor.getrgb(colour), box, lit)

    @contextmanager
    def faint(self, strength: float) -> Iterator[None]:
        """What is painted meanwhile shows only as much."""
        before = self.sheet.copy()
        yield
        self.sheet = Image.blend(before, self.sheet, strength)
        self._draw = ImageDraw.Draw(self.sheet)

    def show(self, other: "Brush", at: Point, radius: float) -> None:
        """A round piece of another sheet."""
        left, top, right, bottom = (
            round(v * FINE) for v in (at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius)
        )
        box = left, top, right, bottom
        hole = Image.new("L", (box[2] - box[0], box[3] - box[1]))
        ImageDraw.Draw(hole).ellipse((0, 0, *hole.size), 255)
        self.sheet.paste(other.sheet.crop(box), box, hole)

    def done(self) -> Image.Image:
        return self.sheet.reduce(FINE)


class Mask:
    """What a part covers, for what may only lie on it."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._sheet = Image.new("L", size)
        self._draw = ImageDraw.Draw(self._sheet)

    def chain(self, discs: Sequence[Disc]) -> None:
        for outline in hulls(discs, 0.0):
            self._draw.polygon([(x * FINE, y * FINE) for x, y in outline], fill=255)
        for (x, y), radius in discs:
            self._draw.ellipse([v * FINE for v in (x - radius, y - radius, x + radius, y + radius)], 255)

    def fill(self, outline: Sequence[Point]) -> None:
        self._draw.polygon([(x * FINE, y * FINE) for x, y in outline], fill=255)

    def box(self, at: Point, radius: float) -> tuple[int, int, int, int] | None:
        width, height = self._sheet.size
        left, top = max(0, round((at[0] - radius) * FINE)), max(0, round((at[1] - radius) * FINE))
        right, bottom = min(width, round((at[0] + radius) * FINE)), min(height, round((at[1] + radius) * FINE))
        return (left, top, right, bottom) if left < right and top < bottom else None

    def crop(self, box: tuple[int, int, int, int]) -> Image.Image:
        return self._sheet.crop(box)


def hulls(discs: Sequence[Disc], wider: float) -> list[list[Point]]:
    """The straight flanks between each disc and the next."""
    found = []
    for (one, first), (two, second) in pairwise(discs):
        a, b = first + wider, second + wider
        x, y = two[0] - one[0], two[1] - one[1]
        far = math.hypot(x, y)
        if far <= abs(a - b):
            continue
        along = math.atan2(y, x)
        lean = math.acos((a - b) / far)
        found.append(
            [
                (at[0] + radius * math.cos(along + turn), at[1] + radius * math.sin(along + turn))
                for at, radius, turn in ((one, a, lean), (two, b, lean), (two, b, -lean), (one, a, -lean))
            ]
        )
    return found


def hull(points: Sequence[Point]) -> list[Point]:
    """The smallest outline without a dent around all of them."""
    ordered = sorted(set(points))
    if len(ordered) < 3:  # noqa: PLR2004  (a line)
        return ordered
    half = [_half(ordered), _half(ordered[::-1])]
    return [*half[0][:-1], *half[1][:-1]]


def _half(points: Sequence[Point]) -> list[Point]:
    found: list[Point] = []
    for x, y in points:
        while len(found) > 1:
            (ax, ay), (bx, by) = found[-2], found[-1]
            if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                break
            found.pop()
        found.append((x, y))
    return found


def mixed(one: str, two: str, part: float) -> str:
    a, b = ImageColor.getrgb(one), ImageColor.getrgb(two)
    red, green, blue = (round(x + (y - x) * part) for x, y in zip(a[:3], b[:3], strict=True))
    return f"#{red:02x}{green:02x}{blue:02x}"


@cache
def _spot() -> Image.Image:
    """White in the middle, nothing at the rim."""
    rim = Image.radial_gradient("L").getpixel((0, 128))
    assert isinstance(rim, int)
    return Image.radial_gradient("L").point(lambda value: min(255, max(0, round((rim - value) * 1.5 * 255 / rim))))
