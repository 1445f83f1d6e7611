"""What a figure ought to be, and how it stands to that and to its rival."""

from dataclasses import asdict, dataclass
from typing import Any

from typing_extensions import override


@dataclass(frozen=True, slots=True)
class Goal:
    bound: float
    is_least: bool
    """Else it is the most."""

    def verdict(self, value: float) -> str:
        short = self.bound - value if self.is_least else value - self.bound
        return "met" if short <= 0 else f"missed by {short / self.bound:.0%}" if self.bound else "missed"

    @override
    def __str__(self) -> str:
        return f"{'≥' if self.is_least else '≤'} {number(self.bound)}"


def at_least(bound: float) -> Goal:
    return Goal(bound, is_least=True)


def at_most(bound: float) -> Goal:
    return Goal(bound, is_least=False)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure. `times` is how many times better than the rival it ought to be, whichever way is better."""

    figure: str
    what: str
    ours: float
    unit: str
    goal: Goal | None = None
    rival: str = ""
    rivals: float | None = None
    times: Goal | None = None
    smaller: bool = False
    """The smaller, the better."""

    @property
    def ratio(self) -> float | None:
        if self.rivals is None:
            return None
        better, worse = (self.rivals, self.ours) if self.smaller else (self.ours, self.rivals)
        return better / worse if worse else None

    @property
    def verdict(self) -> str:
        verdicts = []
        if self.goal is not None:
            verdicts.append(self.goal.verdict(self.ours))
        if self.times is not None:
            verdicts.append("beyond measure" if self.ratio is None else self.times.verdict(self.ratio))
        missed = [each for each in verdicts if each.startswith("missed")]
        return ", ".join(missed) or ("met" if verdicts else "")

    def as_json(self) -> dict[str, Any]:
        goals = {"goal": self.goal and str(self.goal), "times": self.times and str(self.times)}
        return {**asdict(self), **goals, "ratio": self.ratio, "verdict": self.verdict}

    def in_words(self) -> str:
        words = f"  {self.figure}  {self.what}: {number(self.ours)} {self.unit}"
        words += f" (goal {self.goal})" if self.goal else ""
        if self.rivals is not None:
            words += f"; {self.rival}: {number(self.rivals)}"
        if self.ratio is not None:
            words += f", {number(self.ratio)} times better" + (f" (goal {self.times})" if self.times else "")
        return f"{words}  {self.verdict}"

    def in_table(self) -> str:
        instead = "" if self.rivals is None else f"{number(self.rivals)}: {self.rival}"
        ratio = "" if self.ratio is None else f"{number(self.ratio)} ×"
        cells = (
            self.figure,
            self.what,
            f"{number(self.ours)} {self.unit}".strip(),
            str(self.goal or ""),
            instead,
            ratio,
            str(self.times or ""),
            self.verdict,
        )
        return f"| {' | '.join(cells)} |"


WHOLE = 100
"""From here on no places behind the point."""
HEAD = "| | figure | Lumbar | goal | instead | times better | goal | |\n|---|---|---|---|---|---|---|---|"


def number(value: float) -> str:
    """Three places that count."""
    if value == 0 or abs(value) >= WHOLE:
        return f"{value:,.0f}"
    return f"{value:.3g}"
