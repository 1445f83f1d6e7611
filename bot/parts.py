"""What a Lumbar is made of, and what of it is looked at from outside."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from telegram.request import BaseRequest

from bot.chat.access import Access
from bot.chat.aftermath import Happened
from bot.chat.gap import Gap
from bot.chat.hook import Hook, Webhook
from bot.chat.rate import Rate
from bot.chat.wire import Wire
from bot.clock import Clock, Since
from bot.library import Library
from bot.metrics import Metrics
from bot.store.engine import Database
from bot.store.nightly import Nightly


class Lumbar(Protocol):
    """Of the bot at work, what is looked at from outside (bot.app)."""

    @property
    def clock(self) -> Clock: ...
    @property
    def database(self) -> Database: ...
    @property
    def gap(self) -> Gap: ...
    @property
    def heartbeat(self) -> Since: ...
    @property
    def hook(self) -> Hook | None: ...
    @property
    def nightly(self) -> Nightly: ...
    @property
    def is_at_work(self) -> bool: ...


class Site(Protocol):
    """Who tells others how the bot is, counts for it, and hands it what comes in (bot.web.site)."""

    @property
    def metrics(self) -> Metrics: ...

    def serving(self, lumbar: Lumbar, /) -> AbstractAsyncContextManager[object]: ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What a Lumbar is made of. Plain values: only `commands` reads settings."""

    token: str
    database_url: str
    data_key: bytes
    clock: Clock
    content: Path
    own_content: Path | None = None
    """A folder that is laid over `content`."""
    library: Library | None = None
    """What stands in both, where it was read before: many bots in one process need it once."""
    api_url: str = "https://api.telegram.org"
    operator: str = ""
    access: Access = field(default_factory=Access)
    folder: Path | None = None
    """Where it is noted beside the database who was erased. Without one a restored backup brings them back."""
    backups: Path | None = None
    """Where a backup is kept each night."""
    rate: Rate = field(default_factory=Rate)
    observe: Callable[[Happened], None] = lambda _: None
    request: Callable[[], BaseRequest] = Wire
    """The way to Telegram; tests give one that stays in the process."""
    webhook: Webhook | None = None
    """Where Telegram sends updates to; none: it is asked for them."""
    takeover: bool = False
    """Whether to poll where a webhook is set."""
    site: Site | None = None
