"""Soft shapes on a large sheet that is made small at the end, so that every edge is smooth."""

import io
import math
from collections.abc import Sequence

Point = tuple[float, float]
FINE = 4
"""Pixels of the sheet for each of the picture, both ways."""
STEPS = 16
"""Straight pieces of a curve."""
COLOURS = 128


class Brush:
    def __init__(self, width: int, height: int, ground: str) -> None:
        # Pillow takes a fifth of a second to load, and most runs never draw.
        from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415

        self._sheet = Image.new("RGB", (width * FINE, height * FINE), ground)
        self._draw = ImageDraw.Draw(self._sheet)
        self._font = ImageFont.load_default

    def fill(self, outline: Sequence[Point], colour: str) -> None:
        self._draw.polygon([(x * FINE, y * FINE) for x, y in outline], fill=colour)

    def dot(self, at: Point, radius: float, colour: str, *, flat: float = 1.0) -> None:
        """Round, or lower than wide where `flat` is less than 1."""
        x, y = at
        box = (x - radius, y - radius * flat, x + radius, y + radius * flat)
        self._draw.ellipse([each * FINE for each in box], fill=colour)

    def rounded(self, left: float, top: float, right: float, bottom: float, radius: float, colour: str) -> None:
        box = [each * FINE for each in (left, top, right, bottom)]
        self._draw.rounded_rectangle(box, radius * FINE, fill=colour)

    def taper(self, path: Sequence[Point], start: float, end: float, colour: str) -> None:
        """A line along `path`, `start` wide at first and `end` at last, with round ends."""
        last = len(path) - 1
        left, right = [], []
        for at, (x, y) in enumerate(path):
            half = (start + (end - start) * at / last) / 2
            turned = heading(path[max(at - 1, 0)], path[min(at + 1, last)]) + math.pi / 2
            left.append(moved((x, y), turned, half))
            right.append(moved((x, y), turned, -half))
        self.fill([*left, *reversed(right)], colour)
        self.dot(path[0], start / 2, colour)
        self.dot(path[-1], end / 2, colour)

    def write(self, text: str, at: Point, size: int, colour: str) -> None:
        x, y = at
        self._draw.text((x * FINE, y * FINE), text, fill=colour, font=self._font(size * FINE), anchor="mm")

    def png(self) -> bytes:
        out = io.BytesIO()
        # Few colours: a third of the size, and no eye sees it.
        self._sheet.reduce(FINE).quantize(COLOURS).save(out, "PNG")
        return out.getvalue()


def curve(start: Point, first: Point, second: Point, end: Point, steps: int = STEPS) -> list[Point]:
    """A cubic Bézier curve as points, both ends among them."""
    return [_between(start, first, second, end, step / steps) for step in range(steps + 1)]


def heading(start: Point, end: Point) -> float:
    """The direction from one point to another, as an angle."""
    return math.atan2(end[1] - start[1], end[0] - start[0])


def moved(point: Point, angle: float, length: float) -> Point:
    return point[0] + math.cos(angle) * length, point[1] + math.sin(angle) * length


def _between(start: Point, first: Point, second: Point, end: Point, t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    x, y = (sum(w * p[axis] for w, p in zip(weights, (start, first, second, end), strict=True)) for axis in (0, 1))
    return x, y
