"""The page in a real Chromium, with a tiny bot behind it."""

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

from bot.playground import server
from bot.playground.params import Upload
from bot.playground.serving import listen, serving
from bot.playground.telegram import Telegram
from tests.browser.chromium import DESK, PHONE, chromium, in_a_browser, nothing_cut_off
from tests.playground.conftest import Hands
from tests.playground.parrot import Parrot

pytestmark = in_a_browser


@dataclass(frozen=True, slots=True)
class Site:
    url: str
    telegram: Telegram
    parrot: Parrot
    browser: Browser
    pictures: Path
    errors: list[str]


@pytest.fixture
async def site(hands: Hands, tmp_path: Path) -> AsyncIterator[Site]:
    parrot = Parrot(Telegram(hands.now), hands.now())
    parrot.telegram.now = lambda: parrot.at
    running = asyncio.create_task(parrot.run())
    page = server.Page(parrot.telegram, parrot.backstage())
    pictures = Path(os.getenv("PICTURES") or tmp_path)
    errors: list[str] = []
    async with serving(server.playground(page), listen(0), stopping=page.close) as url, chromium() as browser:
        yield Site(url, parrot.telegram, parrot, browser, pictures, errors)
    running.cancel()
    assert not errors


async def visit(site: Site, size: ViewportSize, theme: str = "light") -> Page:
    context = await site.browser.new_context(
        viewport=size,
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
        device_scale_factor=2,
    )
    page = await context.new_page()
    page.on("pageerror", lambda error: site.errors.append(str(error)))
    page.on("console", lambda said: site.errors.append(said.text) if said.type == "error" else None)
    await page.goto(site.url)
    return page


def newest(page: Page) -> Locator:
    return page.locator(".turn:not(.mine)").last


async def onboarded(page: Page) -> None:
    await page.get_by_role("button", name="START", exact=True).click()
    await page.get_by_role("button", name="United Kingdom").click()
    await expect(page.locator("#keys")).to_be_visible()


async def picture(site: Site, page: Page, name: str) -> None:
    await nothing_cut_off(page)
    await page.screenshot(path=site.pictures / f"{name}.png", animations="disabled")


@pytest.mark.parametrize(
    ("name", "size", "theme"),
    [
        ("desk", DESK, "light"),
        ("phone", PHONE, "dark"),
        pytest.param("desk", DESK, "dark", marks=pytest.mark.soak),
        pytest.param("phone", PHONE, "light", marks=pytest.mark.soak),
    ],
)
async def test_a_walk_through_the_page(site: Site, name: str, size: ViewportSize, theme: str) -> None:
    page = await visit(site, size, theme)
    await expect(page.get_by_role("button", name="START", exact=True)).to_be_visible()
    await picture(site, page, f"{name}-{theme}-1-new")
    await onboarded(page)
    await page.locator("#text").fill("/to")
    await expect(page.get_by_role("option")).to_have_count(1)
    await page.locator("#text").fill("/")
    await picture(site, page, f"{name}-{theme}-2-commands")
    await page.locator("#text").press("Enter")
    await expect(newest(page)).to_contain_text("Today: 5 moves")
    await picture(site, page, f"{name}-{theme}-3-today")
    await page.get_by_role("button", name="Yes or not sure").click()
    await expect(newest(page)).to_contain_text("2 of 7.")
    await expect(newest(page)).to_contain_text("edited")
    await expect(page.locator(".toast").last).to_have_text("Saved")
    await page.locator("#text").fill("walked 25")
    await page.locator("#text").press("Enter")
    await expect(page.locator(".reactions")).to_have_text("👍")
    await page.locator("#keys").get_by_role("button", name="Today", exact=True).click()
    await page.get_by_role("button", name="Nothing new - start").last.click()
    await expect(page.locator("img.picture")).to_be_visible()
    await picture(site, page, f"{name}-{theme}-4-card")
    if name == "phone":
        await page.get_by_role("button", name="Clock and scenarios").click()
        await picture(site, page, f"{name}-{theme}-5-side")
    await page.get_by_role("button", name="Skip to the next nudge").click()
    await expect(newest(page)).to_contain_text("Ready for today's routine?")
    await expect(newest(page)).to_be_in_viewport(ratio=1)
    await expect(page.locator("#clock")).to_have_text("Tue 3 Mar, 08:00")
    await page.get_by_role("button", name="When to get help").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Call 999 straight away")
    await picture(site, page, f"{name}-{theme}-6-help")


async def test_by_keyboard_alone(site: Site) -> None:
    page = await visit(site, DESK)
    start = page.get_by_role("button", name="START", exact=True)
    await start.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#text")).to_be_focused()
    await page.keyboard.type("/")
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("option", selected=True)).to_contain_text("/exercises")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Yes or not sure").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="No", exact=True)).to_be_focused()
    await page.locator("#attach").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem", name="Location: London")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator("#attach")).to_be_focused()


async def test_large_type_fits(site: Site) -> None:
    page = await visit(site, PHONE)
    await page.evaluate("document.documentElement.setAttribute('class', 'large')")
    await page.evaluate(
        """(() => { const sheet = new CSSStyleSheet(); sheet.replaceSync('html { font-size: 130% }');
           document.adoptedStyleSheets = [sheet]; })()"""
    )
    await onboarded(page)
    await page.get_by_role("button", name="Today", exact=True).click()
    await page.get_by_role("button", name="Yes or not sure").click()
    await expect(newest(page)).to_contain_text("2 of 7.")
    await picture(site, page, "phone-large")


async def test_a_document_is_a_bubble_that_can_be_saved(site: Site) -> None:
    page = await visit(site, PHONE)
    await onboarded(page)
    (chat_id,) = site.telegram.chats
    document = Upload("lumbar-data.zip", "application/zip", b"PK of somebody's own")
    await site.telegram.call("sendDocument", {"chat_id": str(chat_id), "caption": "All of it"}, {"document": document})
    link = newest(page).get_by_role("link", name=document.name)
    await expect(newest(page)).to_contain_text("All of it")
    await picture(site, page, "document")
    async with page.expect_download() as saved:
        await link.click()
    download = await saved.value
    assert download.suggested_filename == document.name
    assert (await download.path()).read_bytes() == document.content


async def test_the_chat_is_still_there_after_a_reload(site: Site) -> None:
    page = await visit(site, DESK)
    await onboarded(page)
    await page.goto(site.url)
    await expect(newest(page)).to_contain_text("I can't examine you")
    await page.get_by_role("button", name="Dark colours").click()
    await page.reload()
    await expect(page.get_by_role("button", name="Light colours")).to_be_visible()


async def test_a_new_person_is_one_click(site: Site) -> None:
    page = await visit(site, DESK)
    await onboarded(page)
    await page.get_by_role("button", name="A new person").click()
    await expect(page.get_by_role("button", name="START", exact=True)).to_be_visible()
    await expect(page.locator(".turn")).to_have_count(0)
