"""All films, by name, as content/illustrations/ tells them. What a film leaves out is as its file says for all."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tools.illustrations.build import Build, read_cast
from tools.illustrations.camera import Camera
from tools.illustrations.film import Film
from tools.illustrations.key import SHARED, read_key
from tools.illustrations.mark import Arrow, Guide
from tools.illustrations.pose import Pose, read_poses

FOLDER = Path(__file__).parents[2] / "content" / "illustrations"
CAST = "cast.toml"
TOLD = SHARED | {
    *("name", "view", "inset", "props", "keys", "arrows", "guides"),
    *("feel", "still", "poster", "heights", "places", "repeat"),
}
THINGS = {"mat", "chair", "wall", "post", "path", "cushion", "stick", "band", "cup", "book"}


@cache
def films() -> Mapping[str, Film]:
    cast = read_cast(FOLDER / CAST)
    files = sorted(file for file in FOLDER.glob("*.toml") if file.name != CAST)
    found = [film for file in files for film in _read(file, cast)]
    names = [film.name for film in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"told more than once: {', '.join(sorted(twice))}")
    return dict(zip(names, found, strict=True))


def _read(file: Path, cast: Mapping[str, Build]) -> list[Film]:
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    try:
        poses, build = read_poses(raw.pop("pose")), cast[raw.pop("cast")]
        return [_film(raw | told, poses, build) for told in raw.pop("film")]
    except (KeyError, TypeError) as error:
        raise ValueError(f"{file.name}: {error}") from error


def _film(told: Mapping[str, Any], poses: Mapping[str, Pose], build: Build) -> Film:
    if unknown := told.keys() - TOLD:
        raise KeyError(f"unknown in {told['name']}: {', '.join(sorted(unknown))}")
    props = told.get("props", [])
    if strange := {thing["kind"] for thing in props} - THINGS:
        raise KeyError(f"nobody can draw this in {told['name']}: {', '.join(sorted(strange))}")
    return Film(
        name=told["name"],
        build=build,
        keys=tuple(read_key(each, told, poses) for each in told["keys"]),
        view=Camera(**told.get("view", {})),
        inset=Camera(**told["inset"]) if "inset" in told else None,
        props=props,
        arrows=tuple(Arrow(**_hashable(each)) for each in told.get("arrows", [])),
        guides=tuple(Guide(**_hashable(each)) for each in told.get("guides", [])),
        feel=tuple(told.get("feel", ())),
        still=tuple(told.get("still", ())),
        poster=told.get("poster", 1),
        heights=told.get("heights", {}),
        places={name: (float(x), float(y), float(z)) for name, (x, y, z) in told.get("places", {}).items()},
        repeat=told.get("repeat", 1),
    )


def _hashable(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
