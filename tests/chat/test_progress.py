"""What somebody has done so far, in plain words, without blame."""

from datetime import timedelta

from tests.chat.talks import MOVES, exercising, goes, moved_in, one
from tests.chat.town import Town


async def test_nothing_yet_is_said_kindly(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    assert one(await ana.says("/progress")).text == "Nothing to show yet. Your first session will be here."


async def test_sessions_and_walks_of_this_week_and_in_all(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await exercising(ana)
    await goes(ana, *["Done"] * MOVES, "2", "OK")
    await ana.says("walked 20")
    shown = one(await ana.says("/progress")).text.splitlines()
    assert shown[:2] == ["How it's going", "Week 1."]
    assert "This week: 1 session, 1 walk." in shown
    assert "In all: 1 session, 1 walk." in shown
    await ana.passes(timedelta(days=7))
    shown = one(await ana.says("/progress")).text.splitlines()
    assert "This week: 0 sessions, 0 walks." in shown
    assert "In all: 1 session, 1 walk." in shown


async def test_before_consent_it_leads_to_the_way_in(lumbar: Town) -> None:
    ana = lumbar.phone()
    assert "Which country are you in?" in one(await ana.says("/progress")).text
