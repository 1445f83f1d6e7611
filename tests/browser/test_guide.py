"""A guided practice before one's eyes: the picture moves, the dots fill, a restart does not end a hold."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.chromium import DESK, in_a_browser
from tests.browser.trying import trying
from tests.browser.visit import Visit, opened

pytestmark = in_a_browser

SOON = 15_000
"""Milliseconds in which a phase is over, with the longest before it."""


@pytest.mark.soak
async def test_dots_fill_under_a_picture_that_moves_and_a_restart_does_not_end_the_hold(
    browser: Browser, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    async with trying(folder) as first:
        visit = await _moving(browser, first.url)
        await _at_a_bridge(visit)
        video = visit.newest.locator("video")
        await expect(video).to_have_js_property("paused", value=False)
        await expect(video).to_have_js_property("muted", value=True)
        await expect(video).to_have_js_property("loop", value=True)
        await visit.tap("Start timer")
        await visit.see("Get ready.")
        await video.evaluate("video => { window.begun = video; }")
        await expect(visit.newest).to_contain_text("1 of 6. Hold.", timeout=SOON)
        await visit.press("+10 s")
        await expect(visit.newest).to_contain_text("1 of 6. Hold. +10 s. ●", timeout=SOON)
        assert await video.evaluate("video => video === window.begun && !video.paused"), (
            "its words change, and it plays on"
        )
        await visit.picture("31-holding")
        assert not visit.errors
        port = int(first.url.rpartition(":")[2])
        await first.kill()
    async with trying(folder, port=port):
        await expect(visit.newest).to_contain_text("1 of 6. Hold. +10 s. ●●", timeout=SOON)
        await expect(visit.newest).to_contain_text("2 of 6.", timeout=SOON)
        await visit.press("Pause")
        await visit.see("paused.")
        await visit.picture("32-paused")


@pytest.mark.soak
async def test_a_whole_move_is_counted_with_its_tones_beneath(browser: Browser, tmp_path: Path) -> None:
    async with trying(tmp_path / "data") as lumbar:
        visit = await _moving(browser, lumbar.url)
        await _at_a_bridge(visit)
        await visit.picture("30-held")
        await visit.press("Start with sound")
        audio = visit.newest.locator("audio")
        await expect(audio).to_be_visible()
        await visit.picture("34-sound")
        assert await audio.evaluate("audio => audio.play().then(() => audio.duration)") == pytest.approx(36, abs=0.2)
        card = visit.page.locator(".turn:not(.mine)", has=visit.page.locator("video")).last
        for number in range(1, 7):
            await expect(card).to_contain_text(f"{number} of 6. Hold.", timeout=SOON)
        await expect(card).to_contain_text("that was all of it", timeout=SOON)
        await visit.picture("35-over")
        await visit.tap("It hurt")
        await expect(card).to_contain_text("Where did you feel it?")
        await visit.picture("33-hurt")
        await visit.tap("Wrist, knee or shoulder")
        await visit.tap("Another joint")
        await visit.says("/today")
        await visit.tap("Usual or better")
        await visit.says("/today")
        await expect(visit.newest.locator("img.picture")).to_be_visible()
        await visit.see("Today:")
        await visit.picture("36-at-a-glance")
    assert not visit.errors


async def _moving(browser: Browser, url: str) -> Visit:
    """Somebody who minds no movement."""
    page, errors = await opened(browser, url)
    await page.emulate_media(reduced_motion="no-preference")
    return Visit(page, errors)


async def _at_a_bridge(visit: Visit) -> None:
    """From an ordinary morning to the card of one move that is held."""
    await visit.page.set_viewport_size(DESK)
    await visit.page.get_by_role("button", name="A normal day").click()
    await expect(visit.newest).to_contain_text("Ready for today", timeout=2 * SOON)
    await visit.says("/exercises")
    await visit.see("Glute bridge")
    await visit.tap("Glute bridge")
    await visit.tap("Do this now")
    await visit.tap("Nothing new – start")
    await visit.see("1 of 1 · Glute bridge")
