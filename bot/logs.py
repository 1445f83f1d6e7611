"""Logging: ids and codes only. No health text, and no secret even where a library writes one."""

import logging
import re
import sys
import traceback
from collections.abc import Iterable
from typing import Any

import structlog
from typing_extensions import override

LEVELS = {"": logging.INFO, "debug": logging.DEBUG, "quiet": logging.WARNING}
TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")
TALKATIVE = ("aiohttp", "alembic", "httpx", "httpcore", "telegram", "aiosqlite", "sqlalchemy", "apscheduler")
"""httpx writes the token into each line; python-telegram-bot and aiosqlite write whole messages."""


class Redacting(logging.Formatter):
    """Takes tokens out of the finished line, tracebacks included."""

    def __init__(self, inner: logging.Formatter, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._inner = inner
        self._secret = re.compile("|".join([TOKEN.pattern, *(re.escape(secret) for secret in secrets if secret)]))

    @override
    def format(self, record: logging.LogRecord) -> str:
        return self._secret.sub("<secret>", self._inner.format(record))


def configure(style: str, secrets: Iterable[str] = ()) -> None:
    """`style` is "console" or "json", with ":debug" behind it for more or ":quiet" for less."""
    form, _, level = style.partition(":")
    structlog.configure(
        processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting(_formatter(form), secrets))
    # Here and not on the logger: a logger's filter does not see what its children write.
    handler.addFilter(_only_what_happened)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(LEVELS[level])
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


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
    """python-telegram-bot puts raw updates, that is people's words, behind its message."""
    if record.name.split(".")[0] == "telegram":
        record.args = ()
        record.msg = str(record.msg).split("%", 1)[0].strip()
    return True
