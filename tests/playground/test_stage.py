"""What `lumbar try` tells about the bot behind the page, and how it lets time pass."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.chat.aftermath import Happened
from bot.commands.stage import Nudge, next_nudge, told
from bot.playground.phone import PassesUntil, Taps
from bot.playground.scenarios import ONBOARDING, SETTLED
from bot.store import schema
from bot.store.slots import Outcome
from bot.store.vault import Vault
from tests.chat.town import KEY, StillClock, Town, town

AT = datetime(2026, 3, 30, 7, 0, tzinfo=UTC)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("empty") / "lumbar.sqlite"
    await schema.migrate(f"sqlite+aiosqlite:///{file}", Vault(KEY))
    return file


def test_flow_decision_rule_rows_and_next_nudge_are_told() -> None:
    notes = (
        "screen: u",
        "L=u → CONSULT (2.1 A)",
        "start: CONSULT, held at CONSULT",
        "next session: 2026-03-30 07:00 UTC",
    )
    happened = Happened(7, AT, "screen", notes, {"people": 2, "outbox": 1})
    assert told(happened, Nudge("session", AT, "Europe/London")) == {
        "Flow": "screen: u",
        "Decision": ["L=u → CONSULT, rules 2.1 A", "start: CONSULT, held at CONSULT"],
        "Rows written": "people × 2, outbox",
        "Next nudge": "Mon 30 Mar, 08:00 Europe/London · session",
    }


def test_a_random_id_is_not_told_and_nothing_is_said_to_be_nothing() -> None:
    happened = Happened(7, AT, "nudge-start", ("nudge-start: TG-VwpQ-6fsuXrZgGIJ0rA", "nudge-start"), {})
    assert told(happened, None) == {
        "Flow": "nudge-start",
        "Decision": "nothing to decide",
        "Rows written": "none",
        "Next nudge": "none planned",
    }


async def test_a_refusal_names_what_holds(tmp_path: Path, empty: Path) -> None:
    async with town(tmp_path, empty) as here:
        phone = here.phone()
        await phone.plays(SETTLED)
        await phone.says("my left foot is tingling")
        await phone.says("/today")
        assert "refused: held at CONSULT (3.1)" in here.happened[-1].notes
        # No session, no walk: the question how it is, next morning.
        nudge = await next_nudge(here.app, phone.chat.id)
        assert nudge is not None
        assert (nudge.kind, nudge.due.hour) == ("later", 9)


async def days(here: Town, *, whose: int) -> tuple[int, int]:
    """A week passes for one of two people. How many nudges each of them got."""
    phones = [here.phone(), here.phone()]
    for phone in phones:
        await phone.plays(SETTLED)
    await here.app.travel(here.clock, here.clock.now() + timedelta(days=7), phones[whose].chat.id)
    sent = [[one for one in (await here.outcomes(phone)).values() if one is not Outcome.SUPERSEDED] for phone in phones]
    return len(sent[0]), len(sent[1])


async def test_a_week_is_lived_by_the_person_who_travels(tmp_path: Path, empty: Path) -> None:
    async with town(tmp_path, empty) as here:
        mine, theirs = await days(here, whose=0)
        assert mine == 5, "five sessions; the week's questions come on the second Saturday"
        assert 1 <= theirs <= mine


async def test_time_passes_for_a_stranger_too(tmp_path: Path, empty: Path) -> None:
    async with town(tmp_path, empty) as here:
        later = here.clock.now() + timedelta(days=1)
        await here.app.travel(here.clock, later, 404)
        assert here.clock.now() == later
        phone = here.phone()
        await phone.plays((*SETTLED, PassesUntil("08:00", days=1)))
        assert phone.screen[-1].text.startswith("Ready for today")


STARTS = (
    datetime(2026, 3, 4, 9, 0, tzinfo=UTC),
    datetime(2026, 3, 5, 23, 53, tzinfo=UTC),
    datetime(2026, 3, 6, 19, 45, tzinfo=UTC),
    datetime(2026, 3, 8, 2, 53, tzinfo=UTC),
    datetime(2026, 3, 8, 23, 53, tzinfo=UTC),
)
"""On working days and before free ones, and both sides of midnight and of 03:00."""


@pytest.mark.parametrize("start", STARTS, ids=lambda start: f"{start:%a-%H:%M}")
async def test_what_is_said_to_come_next_comes_whenever_one_began(start: datetime, tmp_path: Path, empty: Path) -> None:
    async with town(tmp_path, empty, clock=StillClock(start)) as here:
        phone = here.phone()
        await phone.plays((*ONBOARDING, Taps("One minute"), Taps("Done"), Taps("Yes"), Taps("No walk reminders")))
        await phone.taps("Yes")
        kinds: list[str] = []
        while "weekly" not in kinds:
            assert len(kinds) < 10
            nudge = await next_nudge(here.app, phone.chat.id)
            assert nudge is not None
            came = await phone.passes_until(nudge.due)
            expected = "A few short questions about your week" if nudge.kind == "weekly" else "Ready for today"
            assert any(expected in bubble.text for bubble in came), (nudge, came)
            kinds.append(nudge.kind)
            if "Not today" in phone.labels:
                await phone.taps("Not today")
        assert len(kinds) >= 3
