"""The webhook is set as it should be, seen to stay, and never taken from anybody by a bot that polls."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from telegram import Bot

from bot.app import App, TakenError, TokenRefusedError
from bot.chat import hook
from bot.chat.arrival import ALLOWED_UPDATES
from bot.chat.hook import Hook, Webhook
from bot.metrics import Metrics
from bot.playground.refusal import NOT_FOUND, UNAUTHORIZED, Refusal
from bot.playground.telegram import Telegram
from bot.playground.webhook import Webhook as Set
from tests.chat.test_intake import PatientClock
from tests.chat.town import MONDAY, QUICK, StillClock, parts
from tests.patience import PATIENCE
from tests.wire import InProcess

OURS = Webhook("https://bot.example.org/telegram", "a-secret-of-more-than-thirty-two-letters")
OTHERS = "https://other.example.net/hook/with-a-secret-path"


class Watch:
    """A hook that looks as often as the test lets it, and the Telegram it looks at."""

    def __init__(self, telegram: Telegram, bot: Bot, clock: PatientClock) -> None:
        self.telegram, self.clock = telegram, clock
        self.heard = 0
        # What comes in is another test's matter.
        self.hook = Hook(None, None, bot, clock, OURS, heard=self._heard, metrics=Metrics())  # type: ignore[arg-type]

    async def _heard(self) -> None:
        self.heard += 1

    @property
    def stands(self) -> Set:
        assert self.telegram.webhook is not None
        return self.telegram.webhook

    async def until(self, ready: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not ready():  # noqa: ASYNC110  (the clock lets everybody on at once)
                await asyncio.sleep(0)

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.hook.watch())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
async def watch() -> AsyncIterator[Watch]:
    clock = PatientClock()
    telegram = Telegram(clock.now)
    request = InProcess(telegram)
    async with Bot(telegram.token, "http://telegram/bot", request=request, get_updates_request=request) as bot:
        yield Watch(telegram, bot, clock)


async def test_it_is_set_with_its_secret_and_what_waits_is_kept(watch: Watch) -> None:
    watch.telegram.says(7, "my left leg is tingling")
    async with watch.watching():
        await watch.until(lambda: watch.heard >= 3)
    assert (watch.stands.url, watch.stands.secret) == (OURS.url, OURS.secret)
    assert watch.telegram.updates.allowed == set(ALLOWED_UPDATES)
    assert len(watch.telegram.updates.waiting) == 1
    assert watch.hook.trouble is None
    assert set(watch.clock.slept) == {hook.LOOK_SECONDS}, "row 27: far less than a minute"


@pytest.mark.parametrize(
    ("change", "because"),
    [
        (None, "it was deleted"),
        (Set(OTHERS), "it led to other.example.net"),
    ],
    ids=["deleted", "another"],
)
async def test_what_somebody_else_did_to_it_is_told_and_undone(
    watch: Watch, change: Set | None, because: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Row 27."""
    async with watch.watching():
        await watch.until(lambda: watch.heard)
        watch.telegram.webhook = change
        await watch.until(lambda: watch.telegram.webhook and watch.stands.url == OURS.url)
        heard = watch.heard
        await watch.until(lambda: watch.heard > heard + 2)
    told = [line for line in capsys.readouterr().out.splitlines() if "the webhook is set again" in line]
    assert len(told) == 1
    assert because in told[0]
    assert "secret-path" not in told[0]


async def test_other_updates_than_ours_are_put_right(watch: Watch) -> None:
    async with watch.watching():
        await watch.until(lambda: watch.heard)
        watch.telegram.updates.allowed = frozenset({"message"})
        await watch.until(lambda: watch.telegram.updates.allowed == set(ALLOWED_UPDATES))


async def test_another_secret_shows_in_deliveries_that_are_refused(watch: Watch) -> None:
    async with watch.watching():
        await watch.until(lambda: watch.heard)
        theirs = Set(OURS.url, "another", failed_at=MONDAY, why="Wrong response from the webhook: 403 Forbidden")
        watch.telegram.webhook = theirs
        await watch.until(lambda: watch.stands.secret == OURS.secret)
        watch.stands.failed_at, watch.stands.why = MONDAY, theirs.why
        heard = watch.heard
        standing = watch.stands
        await watch.until(lambda: watch.heard > heard + 2)
        assert watch.stands is standing, "the same failure is told of once"


@pytest.mark.parametrize(
    "refusal", [Refusal(400, "Bad Request: bad webhook: Failed to resolve host"), Refusal(429, "Too Many Requests")]
)
async def test_while_it_cannot_be_set_that_is_known_and_tried_again(watch: Watch, refusal: Refusal) -> None:
    watch.telegram.fail_next("setWebhook", refusal, times=2)
    async with watch.watching():
        await watch.until(lambda: watch.clock.slept)
        assert watch.hook.trouble is not None
        assert watch.heard == 0
        await watch.until(lambda: watch.heard)
    assert watch.hook.trouble is None


@pytest.mark.parametrize("refusal", [UNAUTHORIZED, NOT_FOUND])
async def test_a_token_that_is_refused_again_and_again_ends_it(watch: Watch, refusal: Refusal) -> None:
    watch.telegram.fail_next("*", refusal, times=100)
    with pytest.raises(TokenRefusedError):
        await watch.hook.watch()


async def test_a_bot_that_polls_leaves_a_webhook_alone_unless_it_is_told_to_take_over(
    tmp_path: Path, empty: Path
) -> None:
    file = shutil.copy(empty, tmp_path / "lumbar.sqlite")
    clock = StillClock()
    telegram = Telegram(clock.now)
    telegram.webhook = Set(OTHERS)
    telegram.says(7, "/help")
    made = parts(f"sqlite+aiosqlite:///{file}", telegram, clock, [], QUICK)
    with pytest.raises(TakenError, match="lumbar run --takeover") as refused:
        async with App(made).running():
            pass
    assert "other.example.net" in str(refused.value)
    assert "secret-path" not in str(refused.value)
    assert telegram.webhook is not None
    app = App(replace(made, takeover=True))
    async with app.running(), asyncio.timeout(PATIENCE):
        await telegram.updates.emptied()
        await app.settled()
        telegram.close()
    assert telegram.webhook is None
    assert any(sent.chat_id == 7 for sent in telegram.sent), "and what waited there is answered"
