"""Logging: ids and codes only. No health text, and no token even where a library writes one."""

import logging
import re
import sys
from typing import Any

import structlog
from typing_extensions import override

LEVELS = {"": logging.INFO, "debug": logging.DEBUG, "quiet": logging.WARNING}
TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")


class Redacting(logging.Formatter):
    """Takes tokens out of the finished line, tracebacks included."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    @override
    def format(self, record: logging.LogRecord) -> str:
        return TOKEN.sub("<token>", self._inner.format(record))


def configure(style: str) -> None:
    """`style` is "console" or "json", with ":debug" behind it for more or ":quiet" for less."""
    form, _, level = style.partition(":")
    structlog.configure(
        processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting(_formatter(form)))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(LEVELS[level])
    # httpx writes the token into each line; PTB and aiosqlite write whole messages.
    for name in ("alembic", "httpx", "httpcore", "telegram", "aiosqlite", "sqlalchemy", "apscheduler"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("telegram").addFilter(_only_what_happened)


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
        structlog.processors.format_exc_info,
    ]


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
    """PTB puts raw updates, that is people's words, behind its message."""
    record.args = ()
    record.msg = str(record.msg).split("%", 1)[0].strip()
    return True
