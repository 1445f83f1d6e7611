"""Somebody before the page of `lumbar try`."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.chromium import PHONE, SIZES, nothing_cut_off

NOT_A_DOUBLE_TAP = 0.75
"""Seconds after which a second tap is meant."""


PICTURES = os.getenv("PICTURES")
"""The folder for what is to be looked at by people. Without it nothing is photographed, and all is measured."""


class Visit:
    """A person before the page, who counts their taps."""

    def __init__(self, page: Page, errors: Sequence[str] = ()) -> None:
        self.page = page
        self.errors = errors
        self.taps = 0

    @property
    def _log(self) -> Locator:
        return self.page.locator(".log")

    @property
    def newest(self) -> Locator:
        return self.page.locator(".turn:not(.mine)").last

    async def tap(self, label: str) -> None:
        """The newest button of that name in the phone, once all that is shown has stood there for a moment."""
        button = self.page.locator(".phone").get_by_role("button", name=label, exact=True).last
        await expect(button).to_be_visible()
        before = await self._stood()
        await button.click()
        self.taps += 1
        # By its words: that the button is busy changes the page too, long before the answer comes.
        await expect(self._log).not_to_have_js_property("innerText", before)
        await expect(self.page.locator('[aria-busy="true"]')).to_have_count(0)

    async def press(self, label: str) -> None:
        """At once, in a chat that changes by itself."""
        await self.page.locator(".phone").get_by_role("button", name=label, exact=True).last.click()

    async def _stood(self) -> str:
        """What is shown, once it has not changed for as long as the bot takes a second tap for a double one."""
        while True:
            before = await self._log.inner_text()
            await asyncio.sleep(NOT_A_DOUBLE_TAP)
            if await self._log.inner_text() == before:
                return before

    async def says(self, text: str) -> None:
        await self.page.locator("#text").fill(text)
        await self.page.locator("#text").press("Enter")

    async def see(self, *words: str) -> None:
        for each in words:
            await expect(self.newest).to_contain_text(each)

    async def picture(self, name: str) -> None:
        """At both sizes, light and dark; nothing may be cut off in any of them."""
        await self.page.mouse.move(0, 0)
        for size, viewport in SIZES.items():
            await self.page.set_viewport_size(viewport)
            for theme in ("light", "dark"):
                await self.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
                await expect(self.page.locator(f'html[data-theme="{theme}"]')).to_be_attached()
                await asyncio.sleep(0.1)
                await nothing_cut_off(self.page)
                await self.photograph(f"{name}-{size}-{theme}")

    async def photograph(self, name: str) -> None:
        if PICTURES:
            await self.page.screenshot(path=Path(PICTURES) / f"{name}.png", animations="disabled")


async def opened(browser: Browser, url: str) -> tuple[Page, Sequence[str]]:
    """The page, and what it complains of."""
    sharp = 2 if PICTURES else 1
    context = await browser.new_context(viewport=PHONE, reduced_motion="reduce", device_scale_factor=sharp)
    page = await context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    await page.goto(url)
    return page, errors
