"""Sore days: two easy moves and a short walk, and a question at the third in a row."""

from datetime import date, timedelta

from bot.playground.phone import Bubble, Phone
from tests.chat.talks import exercise_in, goes, moved_in, one, texts
from tests.chat.town import Town

DAY = timedelta(days=1)


async def _sore_day(phone: Phone) -> list[Bubble]:
    await phone.says("/today")
    await goes(phone, "Change today")
    if not exercise_in(begun := await phone.taps("Sore day")) or "Nothing new – start" in begun[-1].labels:
        await goes(phone, "Nothing new – start")
    return await goes(phone, "Done", "Done")


async def test_a_sore_day_is_two_easy_moves_and_keeps_the_day(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    receipt = (await _sore_day(ana))[-1]
    assert receipt.text.startswith("Done: 2 moves")
    assert "That keeps your day." in receipt.text


async def test_the_third_in_a_row_asks_how_much_it_hurts(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    for _ in range(2):
        await _sore_day(ana)
        await ana.passes(DAY)
    await ana.says("/today")
    asked = one(await goes(ana, "Change today", "Sore day"))
    assert asked.text.startswith("That is the third sore day in a row. How much does your back hurt now?")
    told = one(await ana.taps("5"))
    assert "It's worth seeing a physio" in told.text
    assert exercise_in(await goes(ana, "Nothing new – start"))


async def test_eight_and_more_opens_the_whole_check(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    for _ in range(2):
        await _sore_day(ana)
        await ana.passes(DAY)
    await ana.says("/today")
    await goes(ana, "Change today", "Sore day")
    assert "Safety check · 1 of 6" in texts(await ana.taps("8"))
    assert not exercise_in(await ana.says("/today"))


async def test_a_day_in_between_begins_the_count_again(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    for days in (DAY, 2 * DAY):
        await _sore_day(ana)
        await ana.passes(days)
    assert lumbar.clock.now().date() == date(2026, 3, 5)
    await ana.says("/today")
    assert exercise_in(await goes(ana, "Change today", "Sore day", "Nothing new – start"))
