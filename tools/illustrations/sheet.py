"""Contact sheets: the frames of a film side by side, to be looked at."""

from PIL import Image

from tools.illustrations.camera import HEIGHT, WIDTH
from tools.illustrations.drawing import draw, poster
from tools.illustrations.film import Film

COLUMNS = 4


def moments(film: Film) -> list[int]:
    """The middle of each stay and of each move, in order."""
    found, at = [], 0.0
    for number, key in enumerate(film.keys):
        following = film.keys[(number + 1) % len(film.keys)]
        for span in (key.stay, following.move):
            if span:
                found.append(round((at + span * 0.5) * 20))
            at += span
    return found


def sheet(film: Film, scale: float = 1.0) -> Image.Image:
    frames = moments(film)
    pictures = [poster(film), *(draw(film, frame) for frame in frames)]
    rows = -(-len(pictures) // COLUMNS)
    size = round(WIDTH * scale), round(HEIGHT * scale)
    whole = Image.new("RGB", (COLUMNS * (size[0] + 6), rows * (size[1] + 6)), "#101418")
    for at, picture in enumerate(pictures):
        left, top = at % COLUMNS * (size[0] + 6) + 3, at // COLUMNS * (size[1] + 6) + 3
        whole.paste(picture.resize(size) if scale != 1.0 else picture, (left, top))
    return whole
