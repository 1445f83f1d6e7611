import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.browser.chromium import chromium
from tests.browser.trying import Running, trying
from tests.browser.visit import Visit, opened


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest.fixture
async def lumbar(tmp_path: Path) -> AsyncIterator[Running]:
    async with trying(tmp_path / "data") as running:
        yield running


@pytest.fixture
async def visit(browser: Browser, lumbar: Running, tmp_path: Path) -> AsyncIterator[Visit]:
    page, errors = await opened(browser, lumbar.url)
    yield Visit(page, Path(os.getenv("PICTURES") or tmp_path))
    assert not errors
