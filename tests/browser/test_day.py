"""A day with Lumbar, lived in a real Chromium through the real `lumbar try`."""

import asyncio
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from tests.browser.chromium import DESK, PHONE, in_a_browser
from tests.browser.trying import trying
from tests.browser.visit import NOT_A_DOUBLE_TAP, Visit, opened

pytestmark = in_a_browser

MOST_TAPS = 11
SAFE = ("None of these", "None of these", "No", "No", "None of these", "3", "Yes")
"""Answers to the safety check that hold nothing."""


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
    await visit.tap("More than 3 months ago")
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
    await visit.tap("Usual or better")
    await visit.see("new or worse")
    await visit.picture("13-today")
    await visit.page.set_viewport_size(PHONE)
    await visit.page.get_by_role("button", name="Clock and scenarios").click()
    await visit.photograph("14-sheet")


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
