"""Every scenario of the page, played through the real bot, ends where its title says."""

from pathlib import Path

import pytest

from bot.playground.scenarios import SCENARIOS, Scenario
from bot.store import schema
from bot.store.vault import Vault
from tests.chat.town import KEY, town

ENDS = {
    "new-person": "",
    "normal-day": "Ready for today",
    "week-3": "Today:",
    "leg-tingling": "Your exercises are paused until a GP, doctor or physio has checked this.",
    "an-emergency": "Please go to A&E now, or call 999.",
    "checked-and-back": "Today:",
    "five-days-away": "Today:",
    "clocks-change": "Ready for today",
}
SAYS = {
    "week-3": ("Week 3 of 12.", "Bird dog steps up: 10 seconds, 3 and 2 a side. Three good sessions in a row."),
    "five-days-away": ("Welcome back. It's been a few days. Life happens.", "nothing steps up."),
}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
async def test_it_ends_where_its_title_says(scenario: Scenario, tmp_path: Path) -> None:
    empty = tmp_path / "empty.sqlite"
    await schema.migrate(f"sqlite+aiosqlite:///{empty}", Vault(KEY))
    async with town(tmp_path, empty) as here:
        phone = here.phone(name=scenario.person)
        await phone.plays(scenario.steps)
        assert (phone.screen[-1].text if phone.screen else "").startswith(ENDS[scenario.name])
        for said in SAYS.get(scenario.name, ()):
            assert said in phone.screen[-1].text
