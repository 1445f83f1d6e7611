"""The picture of a garden: one size, the same each time, and greener the more days were kept."""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image

from bot import pictures
from bot.domain.garden import Garden, grown
from bot.pictures import UnknownDrawingError
from bot.pictures.garden import DARK, HEIGHT, LIGHT, WIDTH, draw

FIRST = date(2026, 3, 2)
LARGEST = 150_000
GREENS = {colour for pair in (*LIGHT.leaves, *DARK.leaves) for colour in pair}
BUDS = {LIGHT.bud, LIGHT.bud_light}


def garden(days: int, *, every: int = 1, walks: int = 0) -> Garden:
    """`days` from the first, of which each `every`-th was kept, with so many walks on each."""
    all_days = [FIRST + timedelta(days=each) for each in range(days)]
    return grown(FIRST, all_days[-1], all_days[::every], all_days * walks)


def pixels(png: bytes, colours: set[str]) -> int:
    """How many are nearer to one of these than the eye can tell."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    wanted = [tuple(int(each[at : at + 2], 16) for at in (1, 3, 5)) for each in colours]
    counted = image.getcolors(WIDTH * HEIGHT) or []
    return sum(
        count
        for count, pixel in counted
        if isinstance(pixel, tuple)
        and any(max(abs(a - b) for a, b in zip(pixel, each, strict=True)) < 6 for each in wanted)
    )


@pytest.mark.parametrize("days", [1, 40, 84, 200])
@pytest.mark.parametrize("dark", [False, True])
def test_it_is_a_small_png_of_one_size(days: int, dark: bool) -> None:  # noqa: FBT001
    png = draw(garden(days, walks=3), dark=dark)
    image = Image.open(io.BytesIO(png))
    assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
    assert len(png) < LARGEST


def test_the_same_weeks_are_the_same_picture() -> None:
    assert draw(garden(30), dark=False) == draw(garden(30), dark=False)
    assert draw(garden(30), dark=False) != draw(garden(30, every=2), dark=False)


def test_light_and_dark_differ_in_their_ground() -> None:
    light, dark = (Image.open(io.BytesIO(draw(garden(8), dark=each))).convert("L") for each in (False, True))
    assert light.getpixel((5, 5)) > 200  # type: ignore[operator]  # a grey pixel is one number
    assert dark.getpixel((5, 5)) < 60  # type: ignore[operator]


@pytest.mark.parametrize("dark", [False, True])
def test_more_days_kept_are_more_leaves(dark: bool) -> None:  # noqa: FBT001
    greens = [pixels(draw(garden(84, every=every), dark=dark), GREENS) for every in (100, 7, 3, 2, 1)]
    assert greens == sorted(set(greens))
    assert greens[-1] > 20 * max(greens[0], 1)


def test_each_walk_of_a_day_is_a_bud_up_to_three() -> None:
    buds = [pixels(draw(garden(28, walks=walks), dark=False), BUDS) for walks in (0, 1, 2, 3, 4)]
    assert buds[:4] == sorted(set(buds[:4]))
    assert buds[3] == buds[4]


def test_what_was_stored_is_drawn_as_it_was() -> None:
    grown_so_far = garden(30, every=3, walks=1)
    assert pictures.draw("garden", grown_so_far.dump(), Path, dark=True) == draw(grown_so_far, dark=True)


def test_a_kind_that_nobody_draws_is_refused() -> None:
    with pytest.raises(UnknownDrawingError):
        pictures.draw("castle", {}, Path, dark=False)
