"""A day with Lumbar, lived in a real Chromium through the real `lumbar try`."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.chromium import DESK, PHONE, SIZES, chromium, in_a_browser, nothing_cut_off
from tests.browser.trying import Running, trying

pytestmark = in_a_browser

NOT_A_DOUBLE_TAP = 0.75
"""Seconds after which a second tap is meant."""
MOST_TAPS = 11
SAFE = ("None of these", "None of these", "No", "No", "None of these", "3", "Yes")
"""Answers to the safety check that hold nothing."""


class Visit:
    """A person before the page, who counts their taps, and whose screen is photographed."""

    def __init__(self, page: Page, pictures: Path) -> None:
        self.page = page
        self.pictures = pictures
        self.taps = 0

    @property
    def newest(self) -> Locator:
        return self.page.locator(".turn:not(.mine)").last

    async def tap(self, label: str) -> None:
        """The newest button of that name in the phone, once its message has stood there for a moment."""
        button = self.page.locator(".phone").get_by_role("button", name=label, exact=True).last
        await expect(button).to_be_visible()
        await asyncio.sleep(NOT_A_DOUBLE_TAP)
        before = await self.page.locator(".log").inner_html()
        await button.click()
        self.taps += 1
        await expect(self.page.locator(".log")).not_to_have_js_property("innerHTML", before)
        await expect(self.page.locator('[aria-busy="true"]')).to_have_count(0)

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
                file = self.pictures / f"{name}-{size}-{theme}.png"
                await self.page.screenshot(path=file, animations="disabled")


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


async def opened(browser: Browser, url: str) -> tuple[Page, Sequence[str]]:
    """The page, and what it complains of."""
    sharp = 2 if os.getenv("PICTURES") else 1
    context = await browser.new_context(viewport=PHONE, reduced_motion="reduce", device_scale_factor=sharp)
    page = await context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    await page.goto(url)
    return page, errors


async def test_the_first_day_and_the_next_morning(visit: Visit) -> None:
    await expect(visit.page.get_by_role("button", name="START", exact=True)).to_be_visible()
    await visit.picture("01-new")
    await visit.tap("START")
    await visit.see("Which country")
    await visit.picture("02-welcome")
    await visit.tap("United Kingdom")
    await visit.picture("03-consent")
    await visit.tap("I'm 18 or over and I agree")
    await visit.see("of 7")
    await visit.picture("04-check")
    for answer in SAFE:
        await visit.tap(answer)
    await visit.see("Your first routine", "No warning signs")
    await visit.picture("05-receipt")
    await visit.tap("Start now")
    await visit.see("1 of 5")
    assert visit.taps <= MOST_TAPS
    await visit.picture("06-first-card")

    await visit.says("/today")
    await visit.see("Carry on")
    await visit.picture("07-left-half-way")
    await visit.tap("Carry on")
    for _ in range(5):
        await visit.tap("Done")
    await visit.tap("2")
    await visit.tap("OK")
    await expect(visit.page.locator("#log")).to_contain_text("Saved")
    await visit.picture("08-saved")
    await visit.tap("Yes")
    await visit.picture("09-reminders")
    await visit.tap("No walk reminders")
    await visit.tap("Yes")
    await visit.picture("10-placed")
    await visit.says("/today")
    await visit.see("Done for today")
    await visit.picture("11-done")

    await visit.page.set_viewport_size(DESK)
    await visit.page.get_by_role("button", name="Skip to the next nudge").click()
    await visit.see("Ready for today")
    await expect(visit.newest).to_be_in_viewport(ratio=1)
    await visit.picture("12-nudge")
    await visit.tap("Start")
    await visit.see("new or worse")
    await visit.picture("13-today")
    await visit.page.set_viewport_size(PHONE)
    await visit.page.get_by_role("button", name="Clock and scenarios").click()
    await visit.page.screenshot(path=visit.pictures / "14-sheet.png", animations="disabled")


async def test_leg_tingling_ends_in_the_consult_message_and_today_is_refused(visit: Visit) -> None:
    await visit.page.set_viewport_size(DESK)
    await visit.page.get_by_role("button", name="Leg tingling").click()
    await visit.see("Your exercises are paused until a GP, doctor or physio has checked this.")
    log = visit.page.locator("#log")
    await expect(log).to_contain_text("my left foot is tingling")
    await expect(log).to_contain_text("I've paused your exercises.")
    await expect(visit.page.locator("#happened")).to_contain_text("refused: held at CONSULT, rules 3.1")
    await expect(visit.page.locator("#happened")).to_contain_text("none planned")
    await visit.picture("20-leg-tingling")
    await visit.says("/today")
    await visit.see("Your exercises are paused")
    await expect(visit.page.get_by_role("button", name="Nothing new – start")).to_have_count(0)


async def test_from_start_to_consent_by_keyboard_alone(visit: Visit) -> None:
    await visit.page.set_viewport_size(DESK)
    await expect(visit.page.get_by_role("button", name="START", exact=True)).to_be_visible()
    for label in ("START", "United Kingdom", "I'm 18 or over and I agree"):
        button = visit.page.get_by_role("button", name=label, exact=True)
        await expect(button).to_be_visible()
        await asyncio.sleep(NOT_A_DOUBLE_TAP)
        await walk_to(visit.page, label)
        await visit.page.keyboard.press("Enter")
    await visit.see("1 of 7")
    await walk_to(visit.page, "None of these")
    await expect(visit.page.locator(":focus")).to_be_in_viewport(ratio=1)


async def walk_to(page: Page, label: str) -> None:
    """Tab until the button has the focus, and not more often than a patient person would."""
    for _ in range(60):
        if await page.evaluate("document.activeElement.textContent.trim()") == label:
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reached {label!r}")


async def test_the_chat_is_there_again_after_a_restart_and_after_a_kill(browser: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    async with trying(folder) as first:
        page, _ = await opened(browser, first.url)
        await page.get_by_role("button", name="START", exact=True).click()
        await expect(page.locator(".turn:not(.mine)").last).to_contain_text("Which country")
        port = int(first.url.rpartition(":")[2])
        assert await first.stop() == 0
    async with trying(folder, port=port) as second:
        await page.goto(second.url)
        await expect(page.locator(".turn:not(.mine)").last).to_contain_text("Which country")
        await asyncio.sleep(NOT_A_DOUBLE_TAP)
        await page.get_by_role("button", name="United Kingdom").click()
        await expect(page.locator(".turn:not(.mine)").last).to_contain_text("18 or over")
        # A reply whose outcome is not written yet would come again, a minute later, ahead of the next one.
        await asyncio.sleep(NOT_A_DOUBLE_TAP)
        await second.kill()
    async with trying(folder, port=port) as third:
        await page.goto(third.url)
        await expect(page.locator(".turn.mine")).to_contain_text("/start")
        await page.locator("#text").fill("/about")
        await page.locator("#text").press("Enter")
        await expect(page.locator(".turn:not(.mine)").last).to_contain_text("About Lumbar")
