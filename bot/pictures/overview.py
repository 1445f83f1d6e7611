"""A session at a glance: the still of each move, with the number it has in the list."""

import io
from functools import lru_cache
from pathlib import Path
from typing import Any

TILE = (320, 240)
GAP = 12
EDGE = 18
"""Of the rounded corners."""
BADGE = 44
MOST_IN_A_ROW = 3
FINE = 4
"""Times larger, while what is round is drawn."""
COLOURS = 128
KEPT = 32
"""Drawings that are kept in memory: many people have the same plan on a day."""
GROUND = {False: "#f8f5ee", True: "#141b19"}
INK, PAPER = "#2f5d46", "#ffffff"


def draw(stills: tuple[Path, ...], *, dark: bool) -> bytes:
    """As a PNG."""
    return drawn(tuple((still, still.stat().st_mtime_ns) for still in stills), dark=dark)


@lru_cache(maxsize=KEPT)
def drawn(stills: tuple[tuple[Path, int], ...], *, dark: bool) -> bytes:
    """Each still comes with the time it was saved: one that was saved anew is another."""
    # Pillow takes a fifth of a second to load, and most runs never draw.
    from PIL import Image  # noqa: PLC0415

    across = _across(len(stills))
    rows = [stills[at : at + across] for at in range(0, len(stills), across)]
    width, height = (GAP + count * (side + GAP) for count, side in zip((across, len(rows)), TILE, strict=True))
    sheet = Image.new("RGB", (width, height), GROUND[dark])
    number = 0
    for place, row in enumerate(rows):
        # A last row that is not full stands in the middle.
        left = (width - len(row) * (TILE[0] + GAP) + GAP) // 2
        for each, _ in row:
            number += 1
            top = GAP + place * (TILE[1] + GAP)
            with Image.open(each) as still:
                sheet.paste(still.convert("RGB").resize(TILE), (left, top), _rounded(TILE, EDGE))
            sheet.paste(_badge(number), (left + GAP, top + GAP), _rounded((BADGE, BADGE), BADGE // 2))
            left += TILE[0] + GAP
    out = io.BytesIO()
    sheet.quantize(COLOURS).save(out, "PNG")
    return out.getvalue()


def _across(count: int) -> int:
    """As many in a row as leave the last one fullest; of two ways the wider one."""
    return max(range(2, MOST_IN_A_ROW + 1), key=lambda each: ((count - 1) % each, each)) if count > 1 else 1


def _badge(number: int) -> Any:
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415

    side = BADGE * FINE
    badge = Image.new("RGB", (side, side), INK)
    font = ImageFont.load_default(side * 0.6)
    ImageDraw.Draw(badge).text((side / 2, side / 2), str(number), fill=PAPER, font=font, anchor="mm")
    return badge.reduce(FINE)


def _rounded(size: tuple[int, int], radius: int) -> Any:
    """A mask."""
    from PIL import Image, ImageDraw  # noqa: PLC0415

    width, height = (side * FINE for side in size)
    mask = Image.new("L", (width, height))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, width - 1, height - 1), radius * FINE, fill=255)
    return mask.reduce(FINE)
