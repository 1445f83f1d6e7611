"""Who writes far too much waits, and is told so once; who warns does not wait, and nobody else notices."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.chat.flood import (
    BURST,
    HEARD_SECONDS,
    MOST,
    READ_A_SECOND,
    READ_AT_ONCE,
    REMEMBERED,
    Flood,
    Queueing,
)
from bot.chat.incoming import text_of

ANA, BEN = "ana", "ben"


def _warnings(update: Mapping[str, Any]) -> Sequence[str]:
    return text_of(update).split()[:2]


def flood(interval: float = 1.0) -> Flood:
    return Flood(interval, warnings=_warnings)


def update(number: int, text: str = "") -> dict[str, Any]:
    return {"update_id": number, "message": {"text": text}}


def test_so_many_at_once_and_then_one_an_interval() -> None:
    bucket, handled = flood(), []
    now = 1000.0
    while now < 1010.05:
        if bucket.wait(ANA, now) <= 0:
            bucket.take(ANA, now)
            handled.append(now)
        else:
            now += 0.1
    assert handled.count(1000.0) == BURST
    assert BURST + 9 <= len(handled) <= BURST + 10
    assert bucket.wait(ANA, now) <= 1.0, "something may come meanwhile that does not wait"
    assert bucket.wait(BEN, now) <= 0


def test_a_pause_fills_the_bucket_and_no_more_than_that() -> None:
    bucket = flood()
    for at in (0.0, 10_000.0):
        for _ in range(BURST):
            assert bucket.wait(ANA, at) <= 0
            bucket.take(ANA, at)
        assert bucket.wait(ANA, at) > 0


def test_what_waits_far_behind_stays_in_the_database_and_what_is_too_much_is_dropped() -> None:
    bucket = flood()
    found = [
        bucket.queueing(ANA, update(number), waiting, 0.0)
        for number, waiting in enumerate((0, BURST - 1, BURST, MOST - 1, MOST))
    ]
    assert found == [Queueing.NEXT, Queueing.NEXT, Queueing.LATER, Queueing.LATER, Queueing.DROPPED]
    assert bucket.queueing(BEN, update(9), 0, 0.0) is Queueing.NEXT


def test_what_warns_is_handled_at_once_and_repeated_is_one_of_many() -> None:
    bucket = flood()
    assert bucket.queueing(ANA, update(1, "consult"), MOST, 0.0) is Queueing.AT_ONCE
    assert bucket.queueing(ANA, update(2, "consult"), MOST, 1.0) is Queueing.DROPPED
    assert bucket.queueing(ANA, update(3, "consult emergency"), MOST, 1.0) is Queueing.AT_ONCE, "it raises"
    assert bucket.queueing(BEN, update(4, "consult"), MOST, 1.0) is Queueing.AT_ONCE
    assert bucket.queueing(ANA, update(5, "consult"), MOST, HEARD_SECONDS + 1) is Queueing.AT_ONCE
    assert bucket.queueing(ANA, update(5, "consult"), MOST, HEARD_SECONDS + 2) is Queueing.AT_ONCE, "it came again"


def test_where_more_comes_than_can_be_read_it_is_said_so_and_what_is_kept_waits_its_turn() -> None:
    bucket, long = flood(), "consult " + "x" * 4000
    found = [bucket.queueing(ANA, update(number, long), MOST, 0.0) for number in range(100)]
    read = sum(each is not Queueing.UNREAD for each in found)
    assert read == READ_AT_ONCE // 4008
    assert found[:2] == [Queueing.AT_ONCE, Queueing.DROPPED]
    assert found[read:] == [Queueing.UNREAD] * (100 - read)
    assert bucket.queueing(BEN, update(200, long), 1, 0.0) is Queueing.NEXT, "it is read when it is handled"
    assert bucket.queueing(BEN, update(202, "emergency"), 1, 0.0) is Queueing.AT_ONCE, "a short one finds room"
    assert bucket.queueing(BEN, update(201, long), 1, 4008 / READ_A_SECOND + 0.1) is Queueing.AT_ONCE


def test_memory_is_bounded_whoever_comes() -> None:
    bucket = flood()
    for number in range(2 * REMEMBERED):
        bucket.take(str(number), number)
        bucket.queueing(str(number), update(number, "consult"), 1, number)
    assert len(bucket._free) == REMEMBERED
    assert len(bucket._heard) == REMEMBERED
