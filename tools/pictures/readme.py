"""The README's pictures, made from scenarios: `python -m tools.pictures.readme`. Prettiest with fonts-roboto installed."""

import asyncio
import base64
import io
import tempfile
from datetime import date, timedelta
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Page, ViewportSize, expect

from bot.domain.garden import grown
from bot.pictures.garden import draw
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


BEGAN = date(2026, 3, 2)
TWELVE_WEEKS = 84


async def main() -> None:
    garden()
    with tempfile.TemporaryDirectory() as folder:
        async with trying(Path(folder)) as lumbar, chromium() as browser:
            await save(await visit(browser, lumbar.url, "leg-tingling", WIDE), "playground.png")
            phones = [
                *await practice(await visit(browser, lumbar.url, "normal-day", TALL, scale=2)),
                await consult(await visit(browser, lumbar.url, "leg-tingling", TALL, scale=2)),
            ]
            await strip(browser, phones)


def garden() -> None:
    """Twelve weeks of somebody who missed a day now and then, light and dark."""
    days = [BEGAN + timedelta(days=each) for each in range(TWELVE_WEEKS)]
    kept = [day for number, day in enumerate(days) if number % 9 not in (4, 7)]
    plant = grown(BEGAN, days[-1], kept, [day for day in days if day.isoweekday() in (2, 4, 6)])
    both = [Image.open(io.BytesIO(draw(plant, dark=dark))) for dark in (False, True)]
    wide = Image.new("RGB", (sum(each.width for each in both), both[0].height))
    wide.paste(both[0], (0, 0))
    wide.paste(both[1], (both[0].width, 0))
    file = PICTURES / "garden.png"
    wide.resize((wide.width // 2, wide.height // 2), Image.Resampling.LANCZOS).save(file, optimize=True)
    _weigh(file.name, file.stat().st_size)


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
    _weigh(name, len(await page.screenshot(path=PICTURES / name, animations="disabled")))


def _weigh(name: str, size: int) -> None:
    print(f"{name}: {size:,} bytes")
    if size > LARGEST:
        raise SystemExit(f"{name} is over {LARGEST:,} bytes")


if __name__ == "__main__":
    asyncio.run(main())
