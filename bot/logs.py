"""Logging: ids and codes only. No health text, and no secret even where a library writes one.

What a library writes is kept and what it put into it is not: its own words say what happened, the rest may be anybody's.
"""

import faulthandler
import json
import logging
import re
import resource
import sys
import threading
import traceback
import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from types import TracebackType
from typing import Any, TextIO

import structlog
from typing_extensions import override

STANDARD_ERROR = 2
"""As the system counts: what Python calls so may be something in memory."""
LEVELS = {"": logging.INFO, "debug": logging.DEBUG, "quiet": logging.WARNING}
TOKEN = re.compile(r"\d{6,}(?::|%3[Aa])[A-Za-z0-9_-]{30,}")
TALKATIVE = ("aiohttp", "alembic", "httpx", "httpcore", "telegram", "aiosqlite", "sqlalchemy", "apscheduler", "uvicorn")
"""httpx writes the token into each line; python-telegram-bot and aiosqlite write whole messages."""
GAP = re.compile(r"%(?:\(\w+\))?[-#0 +]*[\d*]*(?:\.[\d*]+)?[a-zA-Z]")
"""Where a library's message takes a value."""
VALUE = re.compile(r"[\n(<\[{\":=%]|(?<!\w)'")
"""Where one begins that a library has put in itself: asyncio shows whole tasks and calls so."""


class Redacting(logging.Formatter):
    """Takes tokens out of the finished line, tracebacks included."""

    def __init__(self, inner: logging.Formatter, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._inner = inner
        forms = {form for secret in secrets if secret for form in _written(secret)}
        # The longest first: one secret may be the beginning of another.
        ordered = sorted(forms, key=lambda form: (-len(form), form))
        self._secret = re.compile("|".join([TOKEN.pattern, *map(re.escape, ordered)]))

    @override
    def format(self, record: logging.LogRecord) -> str:
        return self._secret.sub("<secret>", self._inner.format(record))


class Written(logging.StreamHandler[TextIO]):
    @override
    def handleError(self, record: logging.LogRecord) -> None:
        """The usual one shows the message and its arguments to explain why neither could be written."""
        # Where nobody reads the other end any more, there is nobody to tell.
        with suppress(OSError, ValueError):
            self.stream.write(f"A line of {record.name} could not be written: {place(sys.exc_info()[1])}\n")


def configure(style: str, secrets: Iterable[str] = ()) -> None:
    """`style` is "console" or "json", with ":debug" behind it for more or ":quiet" for less.

    From here on also what nobody caught, and what Python warns of, is a line of the log.
    """
    form, _, level = style.partition(":")
    structlog.configure(
        processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = Written(sys.stderr)
    handler.setFormatter(Redacting(_formatter(form), secrets))
    # Here and not on the logger: a logger's filter does not see what its children write.
    handler.addFilter(_only_what_happened)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(LEVELS[level])
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = _uncaught
    sys.unraisablehook = _unraisable
    threading.excepthook = _uncaught_in_thread
    warnings.showwarning = _warned


def die_discreetly() -> None:
    """A crash below Python says where, and leaves no copy of the memory, which holds keys and what people just wrote."""
    faulthandler.enable(STANDARD_ERROR)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def logger(name: str) -> Any:
    return structlog.get_logger(name)


def place(error: BaseException | None) -> str:
    """Type and place of an error: never its message, which may hold what somebody wrote."""
    if error is None:
        return "nothing raised"
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = "" if frame is None else f" at {frame.tb_frame.f_globals.get('__name__', '?')}:{frame.tb_lineno}"
    return type(error).__name__ + where


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logger("crash").critical("nobody caught an error", exc_info=error)


def _uncaught_in_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None:
        logger("crash").critical("nobody caught an error in a thread", exc_info=told.exc_value)


def _unraisable(told: "sys.UnraisableHookArgs") -> None:
    logger("crash").error("an error had nowhere to go", exc_info=told.exc_value)


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Its words may quote a value; where it comes from leads to them."""
    del message, file, line
    logger("warnings").warning("Python warns", category=category.__name__, at=f"{filename}:{lineno}")


def _written(secret: str) -> Iterator[str]:
    """As it is, and as JSON and `repr` write it."""
    yield secret
    yield json.dumps(secret)[1:-1]
    yield repr(secret)[1:-1]


def _shared() -> list[structlog.typing.Processor]:
    return [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _way_there,
    ]


def _way_there(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """The traceback of an error without its message, for the same reason as `place`."""
    error = event.pop("exc_info", None)
    if isinstance(error, tuple):
        error = error[1]
    elif error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["exception"] = "".join([*traceback.format_tb(error.__traceback__), type(error).__name__])
    return event


def _formatter(form: str) -> logging.Formatter:
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_shared(), processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last]
    )


def _only_what_happened(record: logging.LogRecord) -> bool:
    """Of a library's line its own words: what it puts into them, python-telegram-bot a whole update, is left out."""
    if isinstance(record.msg, dict):
        return True  # Ours: ids and codes by name.
    said = str(record.msg)
    record.msg = GAP.sub("…", said) if record.args else VALUE.split(said, maxsplit=1)[0].rstrip()
    record.args = ()
    return True
