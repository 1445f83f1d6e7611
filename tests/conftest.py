"""What every test stands on: zones from the pinned wheel, properties that try the same examples each time, PostgreSQL."""

import asyncio
import logging
import shutil
import sqlite3
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import structlog
from hypothesis import settings

from bot import logs
from bot.domain import schedule
from bot.store import schema
from bot.store.vault import Vault
from tests.engines import url
from tests.postgres import MASTER, Databases, databases

schedule.use_pinned_zones()
settings.register_profile("lumbar", derandomize=True, deadline=None)
settings.load_profile("lumbar")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Databases]:
    """A server, started for the first test that asks."""
    with databases() as made:
        yield made


@pytest.fixture(scope="session")
def postgres_template(postgres: Databases) -> Iterator[str]:
    """The name of a database that went through every migration, with nobody in it."""
    name = asyncio.run(postgres.make())
    asyncio.run(schema.migrate(postgres.address(name), Vault(MASTER)))
    yield name
    asyncio.run(postgres.drop(name))


@pytest.fixture
def postgres_address(postgres: Databases, postgres_template: str) -> Iterator[str]:
    name = asyncio.run(postgres.make(postgres_template))
    yield postgres.address(name)
    asyncio.run(postgres.drop(name))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file that went through every migration, with nobody in it."""
    file = tmp_path_factory.mktemp("template") / "lumbar.db"
    asyncio.run(schema.migrate(url(file), Vault(MASTER)))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


@pytest.fixture
def file(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(template, tmp_path / "lumbar.db"))


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> str:
    """Of a migrated database, once on each."""
    if request.param == "sqlite":
        return url(request.getfixturevalue("file"))
    found: str = request.getfixturevalue("postgres_address")
    return found


@pytest.fixture
def logging_as_it_was() -> Iterator[None]:
    """For tests that set up logging: all that it takes hold of is given back."""
    root = logging.getLogger()
    loggers = [logging.getLogger(name) for name in ("", *logs.TALKATIVE)]
    handlers, levels = root.handlers[:], [each.level for each in loggers]
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook, warnings.showwarning
    yield
    sys.excepthook, sys.unraisablehook, threading.excepthook, warnings.showwarning = hooks
    root.handlers = handlers
    for each, level in zip(loggers, levels, strict=True):
        each.setLevel(level)
    structlog.reset_defaults()
