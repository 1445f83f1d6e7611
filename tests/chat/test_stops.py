"""Why somebody pauses or leaves is asked once, and what stays is a count."""

from collections.abc import Mapping

from bot.store import stops
from tests.chat.talks import exported, left_of_people, moved_in, one, texts
from tests.chat.town import Town


async def test_why_somebody_pauses_is_asked_once_and_is_a_count(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    asked = one(await ana.says("/pause 3 days"))
    assert asked.text.endswith("If you like, tell me why. You need not.\nI keep only a count, and not that it was you.")
    assert asked.labels == ("Resume now", "Back is better", "No time", "Too hard", "The reminders", "Something else")
    for _ in range(2):
        assert one(await ana.taps("Too hard")).text == "Thanks for telling me."
    assert await _counted(lumbar, "pause") == {"hard": 1}, "once"
    await ana.says("/resume")
    assert one(await ana.says("/pause 3 days")).labels == ("Resume now",)
    assert "hard" not in await exported(ana)


async def test_why_somebody_leaves_is_all_that_stays_and_not_whose_it_was(lumbar: Town) -> None:
    ana, ben = lumbar.phone(), lumbar.phone(name="Ben")
    for phone in (ana, ben):
        await moved_in(lumbar, phone)
    asked = one(await ana.says("/delete"))
    assert asked.labels[:3] == ("Delete everything", "Keep it", "Back is better")
    noted = one(await ana.taps("The reminders"))
    assert noted.id == asked.id
    assert noted.labels == ("Delete everything", "Keep it")
    assert await _counted(lumbar, "delete") == {}, "it counts only if they go"
    await ana.taps("Delete everything")
    await ben.says("/delete")
    await ben.taps("Delete everything")
    assert await _counted(lumbar, "delete") == {"reminders": 1}, "who says nothing goes all the same"
    assert await left_of_people(lumbar) == {}


async def test_who_keeps_it_all_after_all_counts_for_nothing(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("/delete")
    await ana.taps("The reminders")
    await ana.taps("Keep it")
    assert await _counted(lumbar, "delete") == {}
    assert one(await ana.says("/delete")).labels == ("Delete everything", "Keep it"), "asked once"


async def test_who_has_a_warning_sign_is_not_asked_why(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("my left leg is tingling")
    assert "tell me why" not in texts(await ana.says("/pause 3 days"))
    assert "tell me why" not in texts(await ana.says("/delete"))


async def _counted(lumbar: Town, what: str) -> Mapping[str, int]:
    async with lumbar.app.database.reading() as db:
        return await stops.of(db, what)
