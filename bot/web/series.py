"""The series of /metrics. Each is told of in docs/operations.md."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Literal

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from typing_extensions import override

from bot.metrics import Metrics, Work
from bot.store.queues import Queue

QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15)
SLOW = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600, 10800)


class Series(Metrics):
    """In a registry of its own: two bots in one process do not count together."""

    def __init__(self) -> None:
        # When each series began is of no use to anybody.
        disable_created_metrics()  # type: ignore[no-untyped-call]  # it has no types
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._info = Info("lumbar", "Versions of Lumbar and of what it stands on.", registry=self.registry)
        self._arrived = self._counter("updates", "Updates taken in.", "kind")
        self._handled = self._histogram("update_seconds", "From taking an update in to closing it.", SLOW)
        self._given_up = self._counter("dead_letters", "Updates and messages given up.", "queue")
        self._sent = self._counter("messages_sent", "Messages and edits that Telegram has.", "lane")
        self._answered = self._histogram("reply_seconds", "From writing a reply to Telegram having it.", SLOW, "lane")
        self._not_sent = self._counter("messages_failed", "Attempts to send that failed.", "lane", "why")
        self._nudges = self._counter("nudges", "Reminders and follow-ups by how they ended.", "kind", "outcome")
        self._late = self._histogram("nudge_late_seconds", "From due to sent.", SLOW, "kind")
        self._triage = self._counter("triage_events", "Answers and words that were weighed.", "level")
        self._waited = self._histogram("rate_wait_seconds", "What a message waited for its turn.", QUICK)
        self._hushed = self._counter("rate_limited", "Times Telegram said: too many requests.")
        self._hushed_for = self._counter("rate_limited_seconds", "Seconds of silence that Telegram wanted.")
        self._overdue = self._gauge("messages_late", "Messages that could have left a minute ago.")
        self._webhook = self._counter("webhook_requests", "Requests to the webhook by their answer.", "status")
        self._webhook_set = self._counter("webhook_set", "Times the webhook was set.")
        self._transactions = self._histogram("transaction_seconds", "Transactions, waiting included.", QUICK, "work")
        self._depth = self._gauge("queue_depth", "Rows that wait and could be taken.", "queue", "lane")
        self._age = self._gauge("queue_age_seconds", "Age of the oldest of them.", "queue", "lane")
        self._dead = self._gauge("queue_dead", "Dead rows of the last two days.", "queue")
        self._up = self._gauge("database_up", "Whether the database answered just now.")
        self._silence = self._gauge("telegram_silence_seconds", "Since Telegram was last heard.")
        self._pulse = self._gauge("pulse_silence_seconds", "Since the pulse last beat.")
        self._backup = self._gauge("backup_age_seconds", "Since the newest backup was made.")

    def exposed(self) -> bytes:
        return generate_latest(self.registry)

    def versions(self, **versions: str) -> None:
        self._info.info(versions)

    def queues(self, queues: Mapping[tuple[str, str], Queue], dead: Mapping[str, int]) -> None:
        """By name and lane, as they stand now."""
        self._up.set(1)
        for (queue, lane), now in queues.items():
            self._depth.labels(queue, lane).set(now.depth)
            self._age.labels(queue, lane).set(now.age.total_seconds())
        for queue, count in dead.items():
            self._dead.labels(queue).set(count)

    def away(self) -> None:
        """Of a database that does not answer nothing old is told."""
        self._up.set(0)
        for gauge in (self._depth, self._age, self._dead):
            gauge.clear()

    def telegram(self, silence: float) -> None:
        self._silence.set(silence)

    def pulse(self, silence: float) -> None:
        self._pulse.set(silence)

    def backup(self, age: float) -> None:
        self._backup.set(age)

    @override
    def arrived(self, kind: str) -> None:
        self._arrived.labels(kind).inc()

    @override
    def handled(self, seconds: float) -> None:
        self._handled.observe(seconds)

    @override
    def given_up(self, queue: Literal["inbox", "outbox"]) -> None:
        self._given_up.labels(queue).inc()

    @override
    def sent(self, lane: str) -> None:
        self._sent.labels(lane).inc()

    @override
    def answered(self, lane: str, seconds: float) -> None:
        self._answered.labels(lane).observe(seconds)

    @override
    def not_sent(self, lane: str, why: str) -> None:
        self._not_sent.labels(lane, why).inc()

    @override
    def nudge(self, kind: str, outcome: str, late: float | None = None) -> None:
        self._nudges.labels(kind, outcome).inc()
        if late is not None:
            self._late.labels(kind).observe(late)

    @override
    def triage(self, level: str) -> None:
        self._triage.labels(level).inc()

    @override
    def waited(self, seconds: float) -> None:
        self._waited.observe(seconds)

    @override
    def hushed(self, seconds: float) -> None:
        self._hushed.inc()
        self._hushed_for.inc(seconds)

    @override
    def late(self, messages: int) -> None:
        self._overdue.set(messages)

    @override
    def webhook_answered(self, status: int) -> None:
        self._webhook.labels(str(status)).inc()

    @override
    def webhook_set(self) -> None:
        self._webhook_set.inc()

    @override
    def transaction(self, work: Work) -> AbstractContextManager[object]:
        return self._transactions.labels(work).time()

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(f"lumbar_{name}", what, labels, registry=self.registry)

    def _gauge(self, name: str, what: str, *labels: str) -> Gauge:
        return Gauge(f"lumbar_{name}", what, labels, registry=self.registry)

    def _histogram(self, name: str, what: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(f"lumbar_{name}", what, labels, registry=self.registry, buckets=buckets)
