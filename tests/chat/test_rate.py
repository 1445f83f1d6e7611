import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.rate import Rate


@given(st.lists(st.floats(0, 0.2), min_size=60, max_size=200))
def test_no_sliding_second_holds_more_than_the_rate_and_one(stalls: list[float]) -> None:
    """However unevenly the computer lets us on."""
    rate, now, sent = Rate(per_second=25), 0.0, []
    for stall in stalls:
        now += max(rate.wait(now), rate.crowded(now), stall)
        rate.take(now)
        rate.leave(now)
        sent.append(now)
    assert all(sum(start <= at < start + 1 for at in sent) <= 26 for start in sent)


def test_many_leave_evenly() -> None:
    rate, now = Rate(per_second=25), 10.0
    for _ in range(600):
        now += max(rate.wait(now), 0)
        rate.take(now)
        rate.leave(now)
    assert 23.7 <= now - 10.0 <= 24.0


@pytest.mark.parametrize("per_second", [1, 25, 250, 1000])
def test_the_bounds_of_a_second_do_not_slow_the_average(per_second: int) -> None:
    rate, now = Rate(per_second=per_second), 10.0
    for _ in range(4 * per_second):
        now += max(rate.wait(now), rate.crowded(now), 0)
        rate.take(now)
        rate.leave(now)
    assert now - 10.0 <= 4.0 * 1.01


def test_what_a_busy_computer_lost_is_made_up_for() -> None:
    rate, now = Rate(per_second=25), 10.0
    for number in range(600):
        now += max(rate.wait(now), 0.3 if number == 100 else 0.0)
        rate.take(now)
        rate.leave(now)
    assert now - 10.0 <= 24.1


def test_a_chat_may_have_a_short_burst_and_then_one_a_second() -> None:
    rate = Rate()
    assert [rate.reserve_chat(1, 5.0, burst=4) for _ in range(6)] == [5.0, 5.0, 5.0, 5.0, 6.0, 7.0]


def test_a_nudge_has_no_burst() -> None:
    rate = Rate()
    assert [rate.reserve_chat(1, 5.0, burst=1) for _ in range(3)] == [5.0, 6.0, 7.0]


def test_chats_do_not_wait_for_each_other() -> None:
    rate = Rate()
    assert [rate.reserve_chat(chat, 5.0, burst=1) for chat in range(3)] == [5.0, 5.0, 5.0]


def test_too_many_requests_moves_everybody() -> None:
    rate = Rate()
    rate.hold(100.0)
    assert rate.wait(5.0) == 95.0


def test_what_may_be_left_out_goes_only_where_nobody_waits() -> None:
    rate = Rate(per_second=25)
    assert rate.spare(1, 5.0)
    assert rate.reserve_chat(1, 5.0, burst=1) == 5.0, "the next message of the chat is not put off for it"
    assert not rate.spare(1, 5.5), "a message has the chat's turn"
    assert rate.spare(1, 6.0)


def test_what_may_be_left_out_counts_among_all() -> None:
    rate = Rate(per_second=25)
    sent = sum(rate.spare(chat, 5.0) for chat in range(100))
    assert 1 <= sent <= 26
    assert rate.wait(5.0) <= 1 / 25, "and a message waits for one turn at most"
    rate.hold(100.0)
    assert not rate.spare(999, 50.0)
