"""The three scenarios of safety, each opened by a click and gone on with as somebody new would."""

from playwright.async_api import expect

from tests.browser.chromium import DESK, in_a_browser
from tests.browser.visit import Visit

pytestmark = in_a_browser


async def test_leg_tingling_ends_in_the_consult_message_and_today_is_refused(visit: Visit) -> None:
    await visit.page.set_viewport_size(DESK)
    await visit.page.get_by_role("button", name="Leg tingling").click()
    await visit.see("Your exercises are paused until a GP, doctor or physio has checked this.")
    log = visit.page.locator("#log")
    await expect(log).to_contain_text("my left foot is tingling")
    await expect(log).to_contain_text("I've paused your exercises.")
    await expect(visit.page.locator("#happened")).to_contain_text("refused: held at CONSULT, rules 3.1")
    await expect(visit.page.locator("#happened")).to_contain_text("09:00")
    await visit.picture("20-leg-tingling")
    await visit.says("/today")
    await visit.see("Your exercises are paused")
    await expect(visit.page.get_by_role("button", name="Nothing new – start")).to_have_count(0)


async def test_an_emergency_by_words_is_said_at_once_and_nothing_goes_on(visit: Visit) -> None:
    await visit.page.set_viewport_size(DESK)
    await visit.page.get_by_role("button", name="An emergency").click()
    await visit.see("Please go to A&E now, or call 999.")
    log = visit.page.locator("#log")
    await expect(log).to_contain_text("no tingling, but I can't pee")
    await expect(log).to_contain_text("Stop exercising and get medical help now.")
    await visit.picture("21-emergency")
    await visit.tap("I'm getting help")
    await visit.see("Take this chat with you")
    await visit.tap("Show my answers")
    await visit.see("A problem with peeing, pooing or sex.")
    await visit.picture("22-answers")
    await visit.page.set_viewport_size(DESK)
    await visit.page.get_by_role("button", name="Skip to the next nudge").click()
    await visit.see("Have you been able to get help?")
    await visit.tap("Not yet")
    await visit.see("Stop exercising and get medical help now.")
    await visit.picture("23-not-yet")
    await visit.says("my calf is a bit sore")
    await visit.see("Just checking.")
    await visit.picture("24-just-checking")


async def test_checked_and_back_comes_to_a_gentle_session(visit: Visit) -> None:
    await visit.page.set_viewport_size(DESK)
    await visit.page.get_by_role("button", name="Checked, and back").click()
    await visit.see("Today: 3 moves")
    await visit.picture("25-back")
    await visit.tap("Start")
    await visit.see("1 of")
    await visit.picture("26-first-card")
    await visit.tap("It hurt")
    await visit.tap("Into my bum or leg")
    await visit.see("1 of")
    await visit.picture("27-it-hurt")


async def test_a_message_about_a_symptom_is_asked_about(visit: Visit) -> None:
    await visit.page.set_viewport_size(DESK)
    await visit.page.get_by_role("button", name="A normal day").click()
    await visit.see("Ready for today")
    await visit.says("had a fever last night")
    await visit.see("Just checking. Is this a new symptom for you, today?")
    await visit.picture("28-doubt")
    await visit.tap("No, I'm fine")
    await visit.see("Good, noted.")
    await visit.says("feeling suicidal")
    await visit.see("I'm really sorry it feels this hard.")
    await visit.picture("29-crisis")
