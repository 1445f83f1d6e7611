"""What /metrics tells is what happened, is all written down, and is about nobody."""

import math
import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.metrics import MetricWrapperBase
from prometheus_client.parser import text_string_to_metric_families

from bot.playground.refusal import BLOCKED, too_many
from bot.store import inbox
from bot.store.inbox import Arrival
from bot.web import probe
from bot.web.series import Series
from tests.chat.outages import locked
from tests.chat.talks import moved_in, screened
from tests.chat.town import ROOT
from tests.engines import url
from tests.web.visitor import Visitor, message, visited

VERSIONS = ("version", "tzdata", "database", "sqlite")
DAY = timedelta(days=1)
TOLD = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `((?:lumbar|process)_\w+)` \| ?([^|]*?) ?\|", re.MULTILINE)

Samples = Mapping[tuple[str, frozenset[str]], float]


async def scraped(visitor: Visitor) -> Samples:
    """By name and values of labels."""
    status, text = await visitor.reads("/metrics")
    assert status == 200
    families = list(text_string_to_metric_families(text))
    return {(each.name, frozenset(each.labels.values())): each.value for one in families for each in one.samples}


def of(samples: Samples, name: str, *labels: str) -> float:
    return samples.get((f"lumbar_{name}", frozenset(labels)), 0.0)


def test_every_series_is_told_of_with_its_labels() -> None:
    series = Series()
    endings = {"counter": "_total", "info": "_info"}
    labels = {each._name: each._labelnames for each in vars(series).values() if isinstance(each, MetricWrapperBase)}
    there = {each.name + endings.get(each.type, ""): labels.get(each.name, ()) for each in series.registry.collect()}
    there["lumbar_info"] = tuple(VERSIONS)
    assert {name: tuple(told.split(", ")) if told else () for name, told in ROW.findall(TOLD)} == there


async def test_every_sample_belongs_to_a_series_that_is_told_of(visitor: Visitor) -> None:
    told = {name for name, _ in ROW.findall(TOLD)}
    parts = re.compile("_(bucket|count|sum)$")
    assert {parts.sub("", name) for name, _ in await scraped(visitor)} <= told


async def test_a_conversation_and_a_day_are_counted(file: Path) -> None:
    async with visited(url(file), hooked=False) as visitor:
        ana, ben = visitor.town.phone(), visitor.town.phone()
        await screened(ana)
        await ana.says("my left leg is tingling")
        await moved_in(visitor.town, ben)
        await ben.passes(DAY)
        found = await scraped(visitor)
        assert of(found, "updates_total", "message") >= 2
        assert of(found, "updates_total", "callback_query") >= 5
        taken = of(found, "updates_total", "message") + of(found, "updates_total", "callback_query")
        assert of(found, "update_seconds_count") == taken
        assert of(found, "nudges_total", "session", "sent") == 1
        assert of(found, "nudge_late_seconds_count", "session") == 1
        assert of(found, "nudge_late_seconds_bucket", "session", "60.0") == 1
        assert of(found, "triage_events_total", "consult") == 1
        assert of(found, "messages_sent_total", "safety") >= 1
        assert of(found, "reply_seconds_count", "reply") >= 5
        assert of(found, "rate_wait_seconds_count") >= 6
        assert of(found, "transaction_seconds_count", "write") > taken
        assert of(found, "transaction_seconds_count", "read") > 0
        assert of(found, "database_up") == 1
        assert 0 <= of(found, "telegram_silence_seconds") < 60
        assert of(found, "pulse_silence_seconds") >= 0, "infinite before the first beat"
        labels = {label for _, values in found for label in values}
        assert not labels & {str(phone.chat.id) for phone in (ana, ben)}
        assert "tingling" not in (await visitor.reads("/metrics"))[1]


async def test_what_waits_and_what_is_dead_is_looked_up(visitor: Visitor) -> None:
    app = visitor.town.app
    now = app.clock.now()
    async with app.database.writing() as db:
        for number in (5, 6, 7):
            await inbox.store(db, [Arrival(number, number, "{}")], now - timedelta(seconds=10 * number))
        await inbox.bury(db, 7, "KeyError", now=now)
    found = await scraped(visitor)
    assert of(found, "queue_depth", "inbox", "") == 2
    assert of(found, "queue_age_seconds", "inbox", "") == 60
    assert of(found, "queue_dead", "inbox") == 1
    assert of(found, "dead_letters_total", "inbox") == 1
    assert of(found, "queue_depth", "outbox", "safety") == 0


async def test_how_old_the_newest_backup_is(visitor: Visitor) -> None:
    app = visitor.town.app
    assert math.isnan(of(await scraped(visitor), "backup_age_seconds")), "none is wanted"
    app.nightly.newest = app.clock.now() - timedelta(hours=3)
    assert of(await scraped(visitor), "backup_age_seconds") == 10_800


async def test_what_fails_is_counted_by_why(visitor: Visitor) -> None:
    telegram = visitor.town.telegram
    telegram.chat(1)
    telegram.fail_next("sendMessage", too_many(1))
    telegram.fail_next("sendMessage", BLOCKED)
    await visitor.brings(message(5, 1, "/help"))
    await visitor.town.app.settled()
    visitor.town.clock.move_to(visitor.town.clock.now() + timedelta(seconds=2))
    visitor.town.app.courier.wake()
    await visitor.town.app.settled()
    found = await scraped(visitor)
    assert of(found, "messages_failed_total", "reply", "later") == 1
    assert of(found, "messages_failed_total", "reply", "unreachable") == 1
    assert of(found, "rate_limited_total") == 1
    assert of(found, "rate_limited_seconds_total") == 1
    assert of(found, "dead_letters_total", "outbox") == 1


async def test_requests_to_the_webhook_are_counted_by_their_answer(visitor: Visitor) -> None:
    await visitor.brings(message(5, 1, "/help"))
    await visitor.brings(message(6, 1, "/help"), secret="wrong")
    found = await scraped(visitor)
    assert of(found, "webhook_requests_total", "200") == 1
    assert of(found, "webhook_requests_total", "403") == 1
    assert of(found, "webhook_set_total") == 1


async def test_while_the_database_is_away_the_rest_is_told(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing old of the queues."""
    monkeypatch.setattr(probe, "PATIENCE", 0.5)
    await scraped(visitor)
    database = visitor.town.app.database
    async with locked(visitor.town), database.reading(), database.reading(), database.reading(), database.reading():
        found = await scraped(visitor)
    assert of(found, "database_up") == 0
    assert not any(name.startswith("lumbar_queue") for name, _ in found)
    assert of(found, "webhook_set_total") == 1
    assert of(await scraped(visitor), "database_up") == 1
