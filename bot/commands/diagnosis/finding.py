"""One line of `lumbar check`."""

from dataclasses import dataclass
from typing import Literal

from bot.commands.exits import Exit, code_of, told

Verdict = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Found:
    what: str
    verdict: Verdict
    says: str
    """What is so; unless it is well, what to do about it too."""
    code: Exit = Exit.OK
    """What `lumbar run` would end with because of it."""


def ok(what: str, says: str) -> Found:
    return Found(what, "ok", says)


def warn(what: str, says: str) -> Found:
    return Found(what, "warn", says)


def fail(what: str, says: str, code: Exit = Exit.CONFIGURATION) -> Found:
    return Found(what, "fail", says, code)


def failed(what: str, error: Exception) -> Found:
    """Because of what `lumbar run` would say in its last line."""
    return fail(what, told(error), code_of(error))
