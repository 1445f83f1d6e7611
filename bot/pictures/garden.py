"""The garden of somebody's weeks: a plant in a pot, a branch a week, a leaf for each day kept, a bud for each walk."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.garden import WEEK, WEEKS, Branch, Garden
from bot.pictures.brush import Brush, Point, curve, heading, moved

WIDTH, HEIGHT = 900, 1200
MIDDLE = WIDTH / 2
SOIL = 1012.0
"""Where the stem leaves the pot."""
TOP = 96.0
APART = 70.0
"""From one branch to the next."""
LOWEST = SOIL - 82
LONGEST, SHORTEST = 352.0, 252.0
"""The lowest branch and the highest."""
LEAF = 62.0
MOST_BUDS = 3
"""That fit on the place of one day."""


@dataclass(frozen=True, slots=True)
class Palette:
    ground: str
    sun: str
    shadow: str
    stake: str
    mark: str
    ahead: str
    """Of weeks that are still to come."""
    stem: str
    stem_light: str
    leaves: tuple[tuple[str, str], ...]
    """Light half and shaded half."""
    rib: str
    bud: str
    bud_light: str
    pot: str
    pot_shade: str
    rim: str
    soil: str


LIGHT = Palette(
    ground="#f8f5ee",
    sun="#eef0e0",
    shadow="#e7e3d6",
    stake="#dcd3bd",
    mark="#8a8f7c",
    ahead="#c9c7b5",
    stem="#6d7d4f",
    stem_light="#8b9a68",
    leaves=(("#7fae74", "#689a62"), ("#93bb80", "#7aa86d"), ("#6fa27a", "#588c66"), ("#a3c184", "#8aae70")),
    rib="#dcead0",
    bud="#e48a6e",
    bud_light="#f3b59b",
    pot="#c97f60",
    pot_shade="#b36b4e",
    rim="#d89374",
    soil="#5e4a3d",
)
DARK = Palette(
    ground="#141b19",
    sun="#1b2623",
    shadow="#0f1513",
    stake="#33413a",
    mark="#94a598",
    ahead="#465149",
    stem="#74875a",
    stem_light="#8ea172",
    leaves=(("#86b97f", "#6ca06c"), ("#9cc78c", "#80b078"), ("#76ad88", "#5e9573"), ("#afcd92", "#94b67c")),
    rib="#31503a",
    bud="#f09a7e",
    bud_light="#ffc7b0",
    pot="#b06d52",
    pot_shade="#945741",
    rim="#c17f63",
    soil="#33271f",
)


def draw(garden: Garden, *, dark: bool) -> bytes:
    """A PNG. The same garden is always the same picture: what varies from leaf to leaf follows from its date."""
    colours = DARK if dark else LIGHT
    brush = Brush(WIDTH, HEIGHT, colours.ground)
    brush.dot((MIDDLE, 545), 430, colours.sun)
    brush.dot((MIDDLE, 1148), 250, colours.shadow, flat=0.09)
    _stake(brush, garden.branches, colours)
    stem = _stem(len(garden.branches))
    for place, branch in reversed(list(enumerate(garden.branches))):
        _branch(brush, _root(stem, place), place, branch, colours)
    brush.taper(stem, 19, 5, colours.stem)
    brush.taper([(x - 2.5, y) for x, y in stem], 5, 1.5, colours.stem_light)
    _drop(brush, stem[-1], -math.pi / 2, 22, 5.5, colours.stem_light)
    _pot(brush, colours)
    return brush.png()


def _height(place: int) -> float:
    """Of the branch at this place, from 0 at the foot."""
    return LOWEST - APART * place


def _sway(y: float) -> float:
    """How far the stem leans at this height."""
    return MIDDLE + 15 * math.sin((SOIL - y) / 165)


def _stem(branches: int) -> list[Point]:
    tip = _height(branches - 1) - 58
    steps = 6 * branches + 6
    return [(_sway(y), y) for y in (SOIL + 14 + (tip - SOIL - 14) * step / steps for step in range(steps + 1))]


def _root(stem: Sequence[Point], place: int) -> Point:
    return min(stem, key=lambda point: abs(point[1] - _height(place)))


def _stake(brush: Brush, branches: Sequence[Branch], colours: Palette) -> None:
    """What the plant climbs, with a mark for every week, also for those to come."""
    brush.taper([(MIDDLE + 2, SOIL), (MIDDLE + 2, TOP - 36)], 7, 6, colours.stake)
    first = branches[0].week
    for place in range(WEEKS):
        side = -_side(first + place)
        y = _height(place) + 3
        beside = max(MIDDLE, _sway(y)) if side > 0 else min(MIDDLE, _sway(y))
        brush.write(
            str(first + place), (beside + side * 31, y), 21, colours.mark if place < len(branches) else colours.ahead
        )


def _side(week: int) -> int:
    """Branches alternate, and stay on their side when older ones are no longer shown."""
    return 1 if week % 2 else -1


def _branch(brush: Brush, root: Point, place: int, branch: Branch, colours: Palette) -> None:
    side = _side(branch.week)
    length = LONGEST + (SHORTEST - LONGEST) * place / (WEEKS - 1)
    rise = 62 + 26 * _chance(branch.first.toordinal(), 1)
    x, y = root
    path = curve(
        (x, y + 20),
        (x + side * length * 0.16, y - 4),
        (x + side * length * 0.62, y - rise * 0.2),
        (x + side * length, y - rise),
        steps=42,
    )
    brush.taper(path if len(branch.leaves) == WEEK else path[: _at(len(branch.leaves))], 8.5, 2.5, colours.stem)
    for day, (leaf, walks) in enumerate(zip(branch.leaves, branch.walks, strict=True)):
        is_tip = day == WEEK - 1
        at = len(path) - 1 if is_tip else _at(day)
        date, along = branch.first.toordinal() + day, heading(path[at - 2], path[at])
        above = side if day % 2 else -side
        if walks:
            _buds(brush, path[at - 2 if is_tip else at + 2], along - above * 1.4, min(walks, MOST_BUDS), colours)
        if leaf:
            _leaf(brush, path[at], along + above * (0.2 if is_tip else 0.82), date, place, colours)


def _at(day: int) -> int:
    """Where on the path of a branch the leaf of this day sits."""
    return 11 + 5 * day


def _leaf(brush: Brush, at: Point, angle: float, date: int, place: int, colours: Palette) -> None:
    """Two halves and a rib, a little different each day."""
    angle += 0.26 * _chance(date, 2)
    length = (LEAF - 0.9 * place) * (1 + 0.13 * _chance(date, 3))
    width = length * (0.29 + 0.04 * _chance(date, 4))
    light, shade = colours.leaves[date * 7 // 3 % len(colours.leaves)]
    foot = moved(at, angle, 5)
    tip = moved(foot, angle + 0.1 * _chance(date, 5), length)
    brush.taper([at, foot], 3, 3, colours.stem)
    rib = curve(foot, moved(foot, angle + 0.08, length * 0.35), moved(foot, angle, length * 0.7), tip)
    for turn, colour in ((1, light), (-1, shade)):
        across = angle + turn * math.pi / 2
        edge = curve(
            foot,
            moved(moved(foot, angle, length * 0.12), across, width * 1.25),
            moved(moved(foot, angle, length * 0.66), across, width * 0.95),
            tip,
        )
        brush.fill([*edge, *reversed(rib)], colour)
    brush.taper(rib[: len(rib) - 2], 2.2, 0.8, colours.rib)


def _buds(brush: Brush, at: Point, angle: float, count: int, colours: Palette) -> None:
    for which in range(count):
        turned = angle + 0.62 * (which - (count - 1) / 2)
        neck = moved(at, turned, 20)
        brush.taper([at, neck], 3, 2.4, colours.stem)
        _drop(brush, neck, turned, 19, 7.6, colours.bud)
        _drop(brush, moved(neck, turned, 3), turned + 0.2, 12, 3.6, colours.bud_light)
        brush.dot(neck, 3.6, colours.stem)


def _drop(brush: Brush, foot: Point, angle: float, length: float, width: float, colour: str) -> None:
    tip = moved(foot, angle, length)
    sides = [
        curve(
            foot,
            moved(moved(foot, angle, length * 0.1), angle + turn * math.pi / 2, width * 1.5),
            moved(moved(foot, angle, length * 0.75), angle + turn * math.pi / 2, width),
            tip,
        )
        for turn in (1, -1)
    ]
    brush.fill([*sides[0], *reversed(sides[1])], colour)


def _pot(brush: Brush, colours: Palette) -> None:
    brush.dot((MIDDLE, SOIL + 12), 112, colours.soil, flat=0.17)
    body = [(MIDDLE - 112, 1038), (MIDDLE + 112, 1038), (MIDDLE + 84, 1140), (MIDDLE - 84, 1140)]
    brush.fill(body, colours.pot)
    brush.dot((MIDDLE, 1140), 84, colours.pot, flat=0.13)
    shade = curve((MIDDLE + 40, 1038), (MIDDLE + 52, 1080), (MIDDLE + 46, 1120), (MIDDLE + 30, 1150))
    brush.fill([*shade, (MIDDLE + 70, 1146), (MIDDLE + 84, 1140), (MIDDLE + 112, 1038)], colours.pot_shade)
    brush.rounded(MIDDLE - 126, 1016, MIDDLE + 126, 1054, 15, colours.rim)
    brush.rounded(MIDDLE + 44, 1016, MIDDLE + 126, 1054, 15, colours.pot)


def _chance(date: int, what: int) -> float:
    """From -1 to 1, always the same for a date and a trait: no chance, but to the eye."""
    mixed = (date * 2654435761 + what * 40503) & 0xFFFFFFFF
    mixed = ((mixed ^ mixed >> 15) * 2246822519) & 0xFFFFFFFF
    return (mixed >> 8 & 0xFFFF) / 0x7FFF - 1
