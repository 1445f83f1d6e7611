"""Six silent months, one notice, 30 days, and everything is gone; one word in between keeps it."""

from datetime import timedelta

from bot.playground.phone import Bubble, Phone
from tests.chat.talks import goes, left_of_people, moved_in, one
from tests.chat.town import Town

SIX_MONTHS = timedelta(days=184)
MONTH = timedelta(days=31)
TWO_DAYS = timedelta(days=2)
NOTICE = "I have not heard from you for six months."


async def _tidied(lumbar: Town, phone: Phone, after: timedelta) -> list[Bubble]:
    """What the next days bring once the hourly tidying has been through."""
    await phone.passes(after)
    await lumbar.app.pulse._tidy()
    return [bubble for bubble in await phone.passes(TWO_DAYS) if NOTICE in bubble.text]


async def test_after_six_silent_months_one_notice_and_after_thirty_days_nothing_is_left(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    assert await _tidied(lumbar, ana, timedelta(days=150)) == []
    notice = one(await _tidied(lumbar, ana, timedelta(days=31)))
    assert notice.labels == ("Keep my data", "Delete it all")
    message = ana.chat.find(notice.id)
    assert message is not None
    assert f"{message.at:%H:%M}" == "09:00", "ten in the summer of London: nobody is woken by it"
    assert await _tidied(lumbar, ana, timedelta(days=20)) == []
    assert await left_of_people(lumbar) != {}
    assert await _tidied(lumbar, ana, timedelta(days=11)) == []
    assert await left_of_people(lumbar) == {}
    assert "Which country are you in?" in one(await ana.says("/start")).text


async def test_who_wants_to_keep_it_keeps_it_and_hears_no_more_for_six_months(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    one(await _tidied(lumbar, ana, SIX_MONTHS))
    assert one(await goes(ana, "Keep my data")).text.startswith("Good to hear from you.")
    assert await _tidied(lumbar, ana, MONTH) == []
    assert await _tidied(lumbar, ana, MONTH) == []
    assert (await left_of_people(lumbar))["people"] == 1
    one(await _tidied(lumbar, ana, SIX_MONTHS))


async def test_who_blocked_the_bot_goes_at_the_same_time_and_is_not_written_to(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    lumbar.telegram.blocks(ana.chat.id)
    await lumbar.settled()
    assert await _tidied(lumbar, ana, SIX_MONTHS) == []
    assert (await left_of_people(lumbar)).keys() <= {"people", "routines", "slots"}
    assert await _tidied(lumbar, ana, MONTH) == []
    assert await left_of_people(lumbar) == {}
