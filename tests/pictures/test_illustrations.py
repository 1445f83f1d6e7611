"""The pictures of the exercises: what no frame may do, and that the committed films are what the poses draw."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from PIL import Image, ImageChops, ImageStat

from tools.illustrations.drawing import draw, poster
from tools.illustrations.encoding import LARGEST, decode
from tools.illustrations.film import Film
from tools.illustrations.key import Key
from tools.illustrations.limits import faults
from tools.illustrations.pose import Heading
from tools.illustrations.reel import FOLDER, films

FILMS = films()
FEW = ("bird-dog-full", "pallof-press-press")
"""Compared in `make test`; `make soak` compares all."""
ALIKE = 5.0
"""Mean difference of a channel, of 255, that encoding makes. Another moment of the same film differs by more."""
CLOSE = 0.012
"""Share of pixels that may be far off: the rims, which x264 softens."""
FAR_OFF = 40
ALL_TOGETHER = 2_500_000


def apart(one: Image.Image, two: Image.Image) -> tuple[float, float]:
    """Mean difference of the worst channel, and the share of pixels that are far off."""
    difference = ImageChops.difference(one.convert("RGB"), two.convert("RGB"))
    far = difference.convert("L").point(lambda value: 255 * (value > FAR_OFF))
    return max(ImageStat.Stat(difference).mean), ImageStat.Stat(far).mean[0] / 255


def alike(one: Image.Image, two: Image.Image) -> bool:
    mean, far = apart(one, two)
    return mean < ALIKE and far < CLOSE


def four(film: Film) -> list[int]:
    return [film.frames * quarter // 4 + 3 for quarter in range(4)]


def compare(film: Film, shown: Sequence[Image.Image]) -> None:
    assert len(shown) == film.frames
    for frame in four(film):
        assert alike(draw(film, frame), shown[frame]), (film.name, frame, apart(draw(film, frame), shown[frame]))


@pytest.mark.parametrize("name", FILMS)
def test_every_frame_is_a_body_that_holds_together_and_stays_in_the_picture(name: str) -> None:
    assert faults(FILMS[name]) == []


@pytest.mark.parametrize("name", FEW)
def test_the_committed_film_is_what_the_poses_draw(name: str) -> None:
    compare(FILMS[name], decode(FOLDER / f"{name}.mp4"))


@pytest.mark.soak
@pytest.mark.parametrize("name", FILMS)
def test_every_committed_film_and_still_is_what_the_poses_draw(name: str) -> None:
    compare(FILMS[name], decode(FOLDER / f"{name}.mp4"))
    assert alike(poster(FILMS[name]), Image.open(FOLDER / f"{name}.jpg"))


def test_the_comparison_tells_one_moment_from_another() -> None:
    film = FILMS["glute-bridge-full"]
    down, up = draw(film, 0), draw(film, film.start_of(1))
    assert alike(down, down)
    assert not alike(down, up)


def test_the_still_is_one_of_the_film_with_its_arrows() -> None:
    film = FILMS["glute-bridge-half"]
    still = Image.open(FOLDER / f"{film.name}.jpg")
    assert alike(poster(film), still)
    assert apart(draw(film, film.start_of(film.poster)), poster(film))[1] > 0


def test_pictures_are_small() -> None:
    sizes = {file.name: file.stat().st_size for file in FOLDER.iterdir() if file.suffix in (".mp4", ".jpg")}
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}
    assert sum(sizes.values()) < ALL_TOGETHER


def test_an_angle_goes_the_short_way_round() -> None:
    assert Heading(350).towards(Heading(10), 0.5).angle == pytest.approx(360)
    assert Heading(10).towards(Heading(350), 0.5).angle == pytest.approx(0)


def broken(film: Film, number: int, **angles: object) -> Film:
    """With another pose at one key."""
    keys = list(film.keys)
    changed: Key = replace(keys[number], pose=replace(keys[number].pose, **angles))  # type: ignore[arg-type]
    keys[number] = changed
    return replace(film, keys=tuple(keys))


def bones(*angles: float) -> tuple[Heading, ...]:
    return tuple(Heading(angle) for angle in angles)


@pytest.mark.parametrize(
    ("name", "number", "angles", "fault"),
    [
        ("dead-bug-opposite", 1, {"left_leg": bones(42, 80, 120)}, "left knee is bent"),
        ("dead-bug-opposite", 1, {"right_arm": bones(166, 80, 80)}, "right elbow is bent"),
        ("dead-bug-opposite", 1, {"right_arm": bones(190, 190, 190)}, "below the floor"),
        ("dead-bug-opposite", 1, {"spine": bones(180, 180, 200)}, "should be still"),
        ("bird-dog-full", 1, {"spine": bones(40, 40, 40)}, "hand is"),
        ("cat-camel-full", 1, {"spine": bones(80, 0, -80)}, "lower back is bent"),
    ],
)
def test_what_a_body_cannot_do_is_found(name: str, number: int, angles: dict[str, object], fault: str) -> None:
    assert any(fault in each for each in faults(broken(FILMS[name], number, **angles))), faults(
        broken(FILMS[name], number, **angles)
    )


def test_a_leap_is_found() -> None:
    film = FILMS["dead-bug-opposite"]
    hasty = replace(film, keys=(film.keys[0], replace(film.keys[1], move=0.1), *film.keys[2:]))
    assert any("jumps" in each for each in faults(hasty))


def test_a_contact_that_is_not_kept_is_found() -> None:
    film = FILMS["glute-bridge-full"]
    far = replace(film, places={"left_foot": (160.0, 5.8, 0.0)})
    assert any("left_foot is" in each for each in faults(far))
