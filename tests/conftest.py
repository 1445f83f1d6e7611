"""What every test stands on: zones from the pinned wheel, properties that try the same examples each time, PostgreSQL."""

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import settings

from bot.domain import schedule
from bot.store import schema
from bot.store.vault import Vault
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
