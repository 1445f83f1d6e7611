from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.engines import url
from tests.web.visitor import Visitor, visited


@pytest.fixture
async def visitor(file: Path) -> AsyncIterator[Visitor]:
    async with visited(url(file)) as found:
        yield found
