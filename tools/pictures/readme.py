"""The README's pictures, made from scenarios: `python -m tools.pictures.readme`. Prettiest with fonts-roboto installed."""

import asyncio
import base64
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.browser.chromium import chromium
from tests.browser.trying import trying

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
WIDE = ViewportSize(width=1280, height=770)
TALL = ViewportSize(width=1280, height=900)
STRIP = ViewportSize(width=1330, height=872)
LARGEST = 300_000
"""Bytes: a README is read on phones too."""
NOT_A_DOUBLE_TAP = 0.75
FRAME = """<body style="margin:0;height:100vh;display:flex;gap:28px;align-items:center;justify-content:center;
background:#eef2ef">{}</body>"""


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with trying(Path(folder)) as lumbar, chromium() as browser:
            await save(await visit(browser, lumbar.url, "leg-tingling", WIDE), "playground.png")
            phones = [
                *await practice(await visit(browser, lumbar.url, "normal-day", TALL, scale=2)),
                await consult(await visit(browser, lumbar.url, "leg-tingling", TALL, scale=2)),
            ]
            await strip(browser, phones)


async def visit(browser: Browser, url: str, scenario: str, size: ViewportSize, *, scale: float = 1) -> Page:
    """The page with a scenario played, at rest."""
    context = await browser.new_context(viewport=size, reduced_motion="reduce", device_scale_factor=scale)
    page = await context.new_page()
    await page.goto(f"{url}/?scenario={scenario}")
    await expect(page.locator('#scenarios [aria-current="true"]')).to_be_visible(timeout=20_000)
    await expect(page.locator("#happened dt")).not_to_have_count(0)
    return page


async def practice(page: Page) -> tuple[bytes, bytes]:
    """Today's card, and one of its exercises."""
    await tap(page, "Usual or better")
    await expect(page.locator(".turn").last).to_contain_text("new or worse")
    today = await phone(page)
    await tap(page, "Nothing new – start")
    for number in (1, 2):
        await expect(page.locator(".turn").last).to_contain_text(f"{number} of 5")
        await tap(page, "Done")
    await expect(page.locator(".turn").last).to_contain_text("3 of 5")
    return today, await phone(page)


async def consult(page: Page) -> bytes:
    """The message after a warning sign, with the words that brought it."""
    await page.get_by_role("button", name="Keyboard").click()
    await page.get_by_text("my left foot is tingling").evaluate(
        "node => document.getElementById('log').scrollTo({top: node.closest('.turn').offsetTop - 12})"
    )
    return await phone(page)


async def tap(page: Page, label: str) -> None:
    await asyncio.sleep(NOT_A_DOUBLE_TAP)
    await page.locator(".phone").get_by_role("button", name=label, exact=True).last.click()


async def phone(page: Page) -> bytes:
    """The phone alone, with its quick replies put away: they take the room of what there is to read."""
    keyboard = page.get_by_role("button", name="Keyboard")
    if await keyboard.get_attribute("aria-expanded") == "true":
        await keyboard.click()
    await page.evaluate("document.activeElement.blur()")
    await page.mouse.move(0, 0)
    await asyncio.sleep(NOT_A_DOUBLE_TAP)
    return await page.locator(".phone").screenshot(animations="disabled")


async def strip(browser: Browser, phones: list[bytes]) -> None:
    context = await browser.new_context(viewport=STRIP, device_scale_factor=1)
    page = await context.new_page()
    sources = (base64.b64encode(phone).decode() for phone in phones)
    await page.set_content(
        FRAME.format(
            "".join(f'<img width="408" style="border-radius:46px" src="data:image/png;base64,{s}">' for s in sources)
        )
    )
    await save(page, "day.png")


async def save(page: Page, name: str) -> None:
    await page.evaluate("document.activeElement.blur()")
    await page.mouse.move(0, 0)
    await asyncio.sleep(NOT_A_DOUBLE_TAP)
    size = len(await page.screenshot(path=PICTURES / name, animations="disabled"))
    print(f"{name}: {size:,} bytes")
    if size > LARGEST:
        raise SystemExit(f"{name} is over {LARGEST:,} bytes")


if __name__ == "__main__":
    asyncio.run(main())
