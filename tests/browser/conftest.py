from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.chromium import chromium
from tests.browser.trying import Running, on_a_monday, trying
from tests.browser.visit import Visit, opened

PATIENCE = 30_000
"""Milliseconds until what should be on the page is missed: a scenario takes a busy computer several seconds."""
expect.set_options(timeout=PATIENCE)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest.fixture
async def lumbar(tmp_path: Path) -> AsyncIterator[Running]:
    on_a_monday(tmp_path / "data")
    async with trying(tmp_path / "data") as running:
        yield running


@pytest.fixture
async def visit(browser: Browser, lumbar: Running) -> AsyncIterator[Visit]:
    page, errors = await opened(browser, lumbar.url)
    yield Visit(page)
    assert not errors
