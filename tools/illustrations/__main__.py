"""Draws the illustrations: `make illustrations`, or for a few of them `python -m tools.illustrations render NAME …`.

`check` says what is wrong with the poses, without drawing. `sheet FOLDER` writes contact sheets, to be looked at.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from pathlib import Path

from rich.progress import Progress

from tools.illustrations.drawing import draw, poster
from tools.illustrations.encoding import encode
from tools.illustrations.limits import faults
from tools.illustrations.reel import FOLDER, films
from tools.illustrations.sheet import sheet

STILL = 86
"""Quality of the JPEG."""


def render(name: str) -> None:
    film = films()[name]
    encode((draw(film, frame) for frame in range(film.frames)), FOLDER / f"{name}.mp4")
    poster(film).save(FOLDER / f"{name}.jpg", quality=STILL, optimize=True)


def lay_out(folder: Path, name: str) -> None:
    sheet(films()[name]).save(folder / f"{name}.png")


def check(names: Sequence[str]) -> list[str]:
    return [fault for name in names for fault in faults(films()[name])]


def side_by_side(names: Sequence[str], work: Callable[[str], None]) -> None:
    """On every core, with a bar that shows how far it is."""
    with ProcessPoolExecutor() as pool, Progress() as progress:
        bar = progress.add_task("Drawing", total=len(names))
        for done in as_completed([pool.submit(work, name) for name in names]):
            done.result()
            progress.advance(bar)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.illustrations", description=__doc__)
    parser.add_argument("what", choices=("render", "check", "sheet"))
    parser.add_argument("names", nargs="*", metavar="NAME", help="which, instead of all")
    parser.add_argument("--folder", type=Path, help="where contact sheets go")
    told = parser.parse_args()
    names = told.names or [*films()]
    if unknown := set(names) - films().keys():
        parser.error(f"no such picture: {', '.join(sorted(unknown))}. There are {', '.join(films())}")
    if wrong := check(names):
        print("\n".join(wrong), file=sys.stderr)
    match told.what:
        case "render" if not wrong:
            side_by_side(names, render)
        case "sheet":
            if told.folder is None:
                parser.error("sheet needs --folder FOLDER")
            told.folder.mkdir(parents=True, exist_ok=True)
            side_by_side(names, partial(lay_out, told.folder))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
