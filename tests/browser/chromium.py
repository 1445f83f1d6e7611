"""Chromium for the tests and for the README's pictures."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESK = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)
SIZES = {"desk": DESK, "phone": PHONE}

in_a_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not Path(CHROMIUM).exists() and os.getenv("CI") != "true",
        reason="no Chromium: apt-get install -y --no-install-recommends chromium fonts-noto-color-emoji",
    ),
]
"""Where Chromium is missing: on a person's machine a skip that names the remedy, in CI a failure."""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


async def nothing_cut_off(page: Page) -> None:
    """No sideways scroll anywhere, no words that run out of their button, no bubble that leaves the chat."""
    cut = await page.evaluate(
        """[...document.querySelectorAll('html, button, dd, .log, .bubble')].filter(node => node.checkVisibility({visibilityProperty: true})
           && (node.matches('.bubble') ? node.getBoundingClientRect().right > innerWidth - 8
               : node.scrollWidth > node.clientWidth + 1))
           .map(node => node.outerHTML.slice(0, 60))"""
    )
    assert not cut, "\n".join(cut)
