"""A person's course as text, and back: what is sealed with the person. A field that is not there has its default."""

import json
from datetime import date
from typing import Any

from bot.domain.course import Began, Course, Today
from bot.domain.swaps import Swap

DATES = ("week_began", "resumed_on", "weekly_on", "easy_day", "easy_from", "walk_since")


def dump(course: Course) -> str:
    fresh = Course()
    changed = {
        name: getattr(course, name) for name in course.__slots__ if getattr(course, name) != getattr(fresh, name)
    }
    return json.dumps(changed, default=_plain)


def load(dumped: str) -> Course:
    raw: dict[str, Any] = json.loads(dumped)
    for name in DATES:
        if name in raw:
            raw[name] = date.fromisoformat(raw[name])
    if "asked" in raw:
        raw["asked"] = frozenset(raw["asked"])
    if "swaps" in raw:
        raw["swaps"] = _swaps(raw["swaps"])
    if "began" in raw:
        raw["began"] = Began(raw["began"])
    if "physio_on" in raw:
        raw["physio_on"] = tuple(date.fromisoformat(day) for day in raw["physio_on"])
    if "today" in raw:
        today = raw["today"]
        raw["today"] = Today(date.fromisoformat(today["date"]), _swaps(today["swaps"]), today["moves"])
    return Course(**raw)


def _plain(value: object) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    assert isinstance(value, Today)
    return {"date": value.date, "swaps": value.swaps, "moves": dict(value.moves)}


def _swaps(names: list[str]) -> frozenset[Swap]:
    return frozenset(Swap(name) for name in names)
