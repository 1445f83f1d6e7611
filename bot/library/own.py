"""What an operator's own folder may hold, and how it is laid over the content of this version.

Words, doses, pictures, recordings and the lines of a country change; what decides about safety, and what people's
practices and progress refer to, does not. So no folder that is taken can leave a warning unsaid or a practice without its move.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.library.gaps import Gaps

Raw = dict[str, Any]

FIXED = "it belongs to this version. Take it out of your folder"
SAFETY = "it decides about safety and stays as this version has it (docs/care.md 6). Take it out of your folder"
LARGEST = 1_000_000
"""Bytes of a picture or a recording."""
STARTS = {
    ".mp4": (re.compile(rb"....ftyp", re.DOTALL), "MP4 film"),
    ".m4a": (re.compile(rb"....ftyp", re.DOTALL), "M4A recording"),
    ".jpg": (re.compile(rb"\xff\xd8\xff"), "JPEG picture"),
}
RECORDING = re.compile(r"\d+(-\d+)*x\d+(-sides)?-every-\d+(-rest-\d+)?")
"""What `domain.sound` calls a dose."""

LOCKED_FILES = {"safety.ftl", "check-in.ftl", "labels.ftl", "harm.ftl"}
LOCKED = re.compile(
    # The keyboard stays on people's phones, and what stands there is what they type.
    r"label-(today|walk|new-symptom|get-help)"
    # The questions about new symptoms and about what hurt, with their answers.
    r"|d1-.*|hurt-.*|flare-.*|soreness-.*|label-(hurt|joint)(-.*)?|label-(yes|back|score|start|nothing-new|yes-not-sure|it-hurts)"
    # What is said when something holds, warns or fails, and what Lumbar is and is not.
    r"|exercise-stop|habit-.*\.urgent.*|unknown-.*|apology|too-many|about-.*|welcome-program|help-symptom|consent-keyboard"
)


def is_locked(key: str, file: str) -> bool:
    """Whether the sentence with this key, in this file of the version, decides about safety."""
    return file in LOCKED_FILES or LOCKED.fullmatch(key) is not None


@dataclass(frozen=True, slots=True)
class Notes:
    """Gaps of one file."""

    file: str
    gaps: Gaps

    def note(self, key: str, problem: str) -> None:
        self.gaps.note(self.file, key, problem)


def lay_exercises(shipped: Raw, own: Raw, notes: Notes) -> Raw:
    """Exercises by their id. A rung is replaced as a whole, all but its form; so are kit, number of steps and pace."""
    exercises = {str(each["id"]): dict(each) for each in shipped.get("exercise", []) if isinstance(each, dict)}
    for name in own.keys() - {"exercise"}:
        notes.note(name, "is nothing that is read. An exercise begins with [[exercise]] and its id")
    for each in _tables(own.get("exercise", []), "exercise", notes):
        name = str(each.get("id", ""))
        if name in exercises:
            exercises[name] = _exercise(exercises[name], each, f"exercise.{name}", notes)
        else:
            notes.note(f"exercise.{name}", f"is none of {', '.join(exercises)}: none can be added or taken away here")
    return {**shipped, "exercise": list(exercises.values())}


def _exercise(base: Raw, own: Raw, at: str, notes: Notes) -> Raw:
    laid = dict(base)
    for name, value in own.items():
        if name in {"kit", "steps", "pace"}:
            laid[name] = value
        elif name == "first":
            laid[name] = _rung(base[name], value, f"{at}.{name}", notes)
        elif name == "rungs":
            laid[name] = _rungs(base[name], value, at, notes)
        elif value != base.get(name):
            notes.note(f"{at}.{name}", f"cannot be changed here: {FIXED}")
    return laid


def _rungs(base: list[Raw], own: Any, at: str, notes: Notes) -> list[Raw]:
    rungs = {rung["level"]: rung for rung in base}
    for each in _tables(own, f"{at}.rungs", notes):
        level = each.get("level")
        if isinstance(level, int) and level in rungs:
            rungs[level] = _rung(rungs[level], each, f"{at}.rungs.{level}", notes)
        else:
            notes.note(f"{at}.rungs.{level}", f"is none of the levels {[*rungs]}: none can be added or taken away here")
    return list(rungs.values())


def _rung(base: Raw, own: Any, at: str, notes: Notes) -> Raw:
    if not isinstance(own, dict):
        notes.note(at, "must be a line such as { level = 1, sets = [6], hold = 5 }")
        return base
    if own.get("form", base["form"]) != base["form"]:
        notes.note(f"{at}.form", f"must stay {base['form']!r}: pictures and words go by it")
    return {**own, **{name: base[name] for name in ("level", "form") if name in base}}


def lay_countries(shipped: Raw, own: Raw, notes: Notes) -> Raw:
    """Countries by their code: of one that is there what is given is replaced, and others are added."""
    laid = dict(shipped)
    for code, given in own.items():
        base = shipped.get(code)
        if not isinstance(base, dict) or not isinstance(given, dict):
            laid[code] = given
            continue
        for name, value in given.items():
            if value != base.get(name) and (code == "elsewhere" or name == "emergency"):
                notes.note(f"{code}.{name}", f"cannot be changed here: {SAFETY}")
        laid[code] = {**base, **given}
    return laid


def _tables(value: Any, at: str, notes: Notes) -> list[Raw]:
    if isinstance(value, list) and all(isinstance(each, dict) for each in value):
        return value
    notes.note(at, "must be a list of tables, as in content/exercises.toml")
    return []


LAID: Mapping[str, Callable[[Raw, Raw, Notes], Raw]] = {
    "exercises.toml": lay_exercises,
    "countries.toml": lay_countries,
}


def check_files(own: Path, shipped: Path, gaps: Gaps) -> None:
    """A file that would be read by nobody, or that must not differ, is named: it would seem to count and would not."""
    for file in sorted(each for each in own.rglob("*") if each.is_file()):
        name = file.relative_to(own).as_posix()
        if any(part.startswith(".") for part in Path(name).parts) or file.suffix == ".md":
            continue
        if problem := _problem(file, name, shipped):
            gaps.note(name, "-", problem)


def _problem(file: Path, name: str, shipped: Path) -> str | None:
    folder, _, _ = name.rpartition("/")
    theirs = shipped / name
    if name in LAID or (folder == "en" and file.suffix == ".ftl"):
        return None
    if theirs.is_file() and theirs.read_bytes() == file.read_bytes():
        return None
    if folder == "illustrations" and theirs.is_file() and file.suffix in STARTS:
        return _media(file)
    if folder == "sounds" and file.suffix == ".m4a" and RECORDING.fullmatch(file.stem):
        return _media(file)
    if theirs.is_file():
        return f"cannot be changed here: {SAFETY if folder.startswith('en') else FIXED}"
    return f"is read by nothing. {_WHERE.get(folder, _WHERE[''])}"


_WHERE = {
    "": "Words stand in en/NAME.ftl, doses in exercises.toml, numbers in countries.toml, pictures in illustrations/",
    "illustrations": "A picture is called as the one in content/illustrations/ that it takes the place of",
    "sounds": "A recording is called by its dose, as those in content/sounds/",
}


def _media(file: Path) -> str | None:
    start, kind = STARTS[file.suffix]
    content = file.read_bytes()
    if not start.match(content):
        return f"is no {kind}, or not a whole one. Save it again"
    return f"has {len(content)} bytes, {LARGEST} is the limit. Make it smaller" if len(content) > LARGEST else None
