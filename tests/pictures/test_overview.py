"""A session at a glance: every move once, in the order of the list, each with its number."""

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from bot import pictures
from bot.pictures.overview import GROUND, TILE, draw

LARGEST = 150_000
COLOURS = ("#c02020", "#20c020", "#2020c0", "#c0c020", "#c020c0", "#20c0c0", "#806040")


@pytest.fixture
def stills(tmp_path: Path) -> tuple[Path, ...]:
    """One colour each."""
    files = []
    for number, colour in enumerate(COLOURS):
        files.append(tmp_path / f"{number}.jpg")
        Image.new("RGB", (480, 360), colour).save(files[-1])
    return tuple(files)


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def near(image: Image.Image, at: tuple[float, float], colour: str) -> bool:
    pixel = image.getpixel((round(at[0]), round(at[1])))
    assert isinstance(pixel, tuple)
    return all(abs(a - b) < 12 for a, b in zip(pixel, rgb(colour), strict=True))


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


@pytest.mark.parametrize(
    ("count", "rows"), [(1, (1,)), (2, (2,)), (3, (3,)), (4, (2, 2)), (5, (3, 2)), (6, (3, 3)), (7, (3, 3, 1))]
)
def test_moves_stand_in_rows_in_the_order_of_the_list(
    stills: tuple[Path, ...], count: int, rows: tuple[int, ...]
) -> None:
    image = opened(draw(stills[:count], dark=False))
    height = image.height / len(rows)
    number = 0
    for row, across in enumerate(rows):
        for place in range(across):
            middle = image.width / 2 + (place - (across - 1) / 2) * (TILE[0] + 12)
            assert near(image, (middle, (row + 0.5) * height), COLOURS[number])
            number += 1
    assert number == count


def test_each_has_its_number_and_no_two_the_same(stills: tuple[Path, ...]) -> None:
    image = opened(draw(stills[:1] * 5, dark=False))
    left = (image.width - 3 * TILE[0] - 24) // 2
    badges = [image.crop((left + place * 332 + 12, 24, left + place * 332 + 56, 68)).tobytes() for place in range(3)]
    assert len(set(badges)) == 3


@pytest.mark.parametrize("dark", [False, True])
def test_it_is_small_and_stands_on_the_ground_of_the_persons_choice(stills: tuple[Path, ...], *, dark: bool) -> None:
    png = draw(stills[:5], dark=dark)
    assert len(png) < LARGEST
    assert near(opened(png), (2, 2), GROUND[dark])


def test_it_is_drawn_once_for_all_who_have_the_same_plan(stills: tuple[Path, ...]) -> None:
    assert draw(stills[:4], dark=False) is draw(stills[:4], dark=False)


def test_a_still_that_was_saved_anew_is_drawn_anew(stills: tuple[Path, ...]) -> None:
    first = draw(stills[:2], dark=False)
    Image.new("RGB", (480, 360), "#ffffff").save(stills[0])
    os.utime(stills[0], (1, 1))
    assert draw(stills[:2], dark=False) != first


def test_it_is_found_by_its_kind_and_the_names_of_its_moves(stills: tuple[Path, ...]) -> None:
    named = {"first": stills[0], "second": stills[1]}
    shows = {"moves": ["first", "second"]}
    assert pictures.draw("overview", shows, named.__getitem__, dark=False) == draw(stills[:2], dark=False)
    with pytest.raises(KeyError):
        pictures.draw("overview", {"moves": ["third"]}, named.__getitem__, dark=False)
