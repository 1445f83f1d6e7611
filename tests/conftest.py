"""What every test stands on: zones from the pinned wheel, properties that try the same examples each time, PostgreSQL."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from bot.domain import schedule
from tests.postgres import Databases, databases

schedule.use_pinned_zones()
settings.register_profile("lumbar", derandomize=True, deadline=None)
settings.load_profile("lumbar")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Databases]:
    """A server, started for the first test that asks."""
    with databases() as made:
        yield made
