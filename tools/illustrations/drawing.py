"""One frame of a film."""

from functools import cache

from PIL import Image

from tools.illustrations import furniture, hint, prop, room
from tools.illustrations.brush import Brush
from tools.illustrations.camera import HEIGHT, WIDTH, Camera
from tools.illustrations.figure import parts
from tools.illustrations.film import Film
from tools.illustrations.part import Part
from tools.illustrations.site import sites
from tools.illustrations.skeleton import Skeleton
from tools.illustrations.space import Vector
from tools.illustrations.surface import surface

BOX = (34.0, 26.0, WIDTH - 34.0, HEIGHT - 34.0)
"""Where the figure has to stay."""
INSET = (70.0, 66.0, 52.0)
"""Middle and radius of the second view."""
WINDOW = "#f3f7f6"
GLOW = "#f2603c"
FULL = 0.85
GHOST = 0.26
"""How much of where one starts shows in a still picture."""
BEHIND = 3.0
"""Centimetres behind the trunk from which a limb counts as a far one."""


def poster(film: Film) -> Image.Image:
    """The still picture."""
    return draw(film, film.start_of(film.poster), still=True)


def draw(film: Film, frame: int, *, still: bool = False) -> Image.Image:
    """`still` shows the arrows that led to this frame, and faintly where one started."""
    camera = fitted(film)
    body = film.body(frame)
    brush = Brush(room.WALL)
    room.ground(brush, camera)
    furniture.furniture(brush, camera, film, frame)
    floor = furniture.floor(film)
    room.shadow(brush, camera, body, floor)
    hint.touches(brush, camera, film, frame, floor)
    furniture.cushions(brush, camera, film)
    if still:
        with brush.faint(GHOST):
            _figure(brush, camera, film, 0, film.body(0))
    _figure(brush, camera, film, frame, body)
    if film.inset:
        _second(brush, film, frame, body)
    hint.guides(brush, camera, film, frame)
    hint.arrows(brush, camera, film, None if still else frame)
    hint.hold(brush, film, frame, full=still)
    return brush.done()


def _figure(brush: Brush, camera: Camera, film: Film, frame: int, body: Skeleton) -> None:
    found = [*parts(body, camera), *prop.props(film, body, camera, frame)]
    trunk = next(part.depth for part in found if part.name == "trunk")
    strength = strength_at(film, frame)
    for part in sorted(found, key=lambda each: each.depth):
        is_limb = part.name.endswith(("_arm", "_leg"))
        part.paint(brush, min(1.0, max(0.0, trunk - part.depth - BEHIND) / 8.0) if is_limb else 0.0)
        _shine(brush, camera, film, body, part, strength)


def _second(brush: Brush, film: Film, frame: int, body: Skeleton) -> None:
    """The same moment from another side, in a round window."""
    x, y, radius = INSET
    window = Brush(WINDOW)
    _figure(window, _through_window(film), film, frame, body)
    brush.disc((x, y), radius + 3, room.PLASTER)
    brush.show(window, (x, y), radius)


@cache
def _through_window(film: Film) -> Camera:
    assert film.inset is not None
    x, y, radius = INSET
    reach = radius * 0.8
    box = (x - reach, y - reach, x + reach, y + reach)
    places = [(place, size) for frame in range(0, film.round, 8) for _, place, size in surface(film.body(frame))]
    return film.inset.fitted(places, box)


def _shine(brush: Brush, camera: Camera, film: Film, body: Skeleton, part: Part, strength: float) -> None:
    lit = [site for name in film.feel for site in sites(body, name) if part.name in site.parts]
    if not lit or strength <= 0:
        return
    mask = part.mask(brush)
    for site in lit:
        brush.glow(camera.point(site.place), site.radius * camera.scale, FULL * strength, GLOW, mask)


def strength_at(film: Film, frame: int) -> float:
    moment = film.moment(frame)
    before, after = film.keys[moment.before].feel, film.keys[moment.after].feel
    return before + (after - before) * (0.0 if moment.stays else moment.way)


@cache
def fitted(film: Film) -> Camera:
    """The film's view, so that nothing ever leaves the box."""
    places: list[tuple[Vector, float]] = []
    for frame in range(0, film.round, 4):
        places += [(place, radius) for _, place, radius in surface(film.body(frame))]
    return film.view.fitted([*places, *furniture.extent(film), *prop.extent(film)], BOX)
