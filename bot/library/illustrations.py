"""content/illustrations.toml → which picture shows which form of an exercise, and which a habit."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.domain.exercise import Exercise
from bot.library.table import Table

Find = Callable[[str], Path]
"""The file of that name, such as "illustrations/walking.mp4"."""
HABITS = "habits"
"""The table of what is not an exercise."""


@dataclass(frozen=True, slots=True)
class Illustration:
    """A picture: one that moves, and one that stands still for who wants no motion and for overviews."""

    name: str
    film: Path
    """MP4 without sound, 480 × 360."""
    still: Path
    """JPEG of the same size, with every arrow."""

    @property
    def description(self) -> str:
        """Key of the words that say what one sees."""
        return f"illustration-{self.name}"


def read_illustrations(root: Table, find: Find, exercises: Iterable[Exercise]) -> Mapping[str, Illustration]:
    """By exercise and form, such as "bird-dog-squares", and by habit. Forms that look alike share one."""
    found: dict[str, Illustration] = {}
    for exercise in exercises:
        table = root.table(exercise.id)
        for form in exercise.forms:
            found[f"{exercise.id}-{form}"] = _illustration(table, form, find)
        table.finish()
    habits = root.table(HABITS)
    for habit in habits.names():
        found[habit] = _illustration(habits, habit, find)
    root.finish()
    return found


def _illustration(table: Table, form: str, find: Find) -> Illustration:
    name = table.text(form)
    files = find(f"illustrations/{name}.mp4"), find(f"illustrations/{name}.jpg")
    for file in files:
        if name and not file.is_file():
            table.note(form, f"{file.name} is not among the illustrations")
    return Illustration(name, *files)
