"""`make bench`: each figure beside what one would use instead, as one JSON line and in words.

`make bench ARGS="--only sending --count 10000"` takes one of them, and more.
"""

import argparse
import asyncio
import json
import logging
from collections.abc import Callable

from bench import planning, reading, sending, stub


def _planning(count: int) -> None:
    print(f"{count} people due in the same minute …")
    ours, rival = asyncio.run(planning.ours(count)), asyncio.run(planning.rival(count))
    print(json.dumps({"figure": "due at once", "people": count, "lumbar": ours, "run_daily": rival}))
    print(f"  planned by Lumbar   {ours['planned']:>8.0f} of {count}, {ours['rows_per_second']:.0f} a second, durable")
    print(f"  delivered by jobs   {rival['delivered']:>8.0f} of {count} (python-telegram-bot, run_daily, defaults)")
    print(f"  a tick with nothing due takes {ours['idle_tick_ms']:.2f} ms")


def _reading(_: int) -> None:
    ours, rival = reading.ours(), reading.rival()
    print(json.dumps({"figure": "reading a message", "lumbar": ours, "list of words": rival}))
    for name, found in (("Lumbar", ours), ("a list of words", rival)):
        print(
            f"  {name:<16} median {found['median_ms']:.3f} ms, slowest of 4,096 characters {found['slowest_ms']:.1f} ms,"
            f" {found['exact']:.0f} of {found['phrases']:.0f} phrases exact,"
            f" {found['symptoms_passed_over']:.0f} symptoms passed over"
        )


def _sending(count: int) -> None:
    where = "one core" if stub.one_core(0) else "as many cores as there are"
    print(f"{count} messages on {where} …")
    rounds = [asyncio.run(_three_ways(count)) for _ in range(3)]
    as_it_comes, bare, ours = (sorted(each)[1] for each in zip(*rounds, strict=True))
    figures = {"lumbar": ours, "send_message": as_it_comes, "send_message on aiohttp": bare}
    print(json.dumps({"figure": "sending", "messages": count, **figures}))
    print(f"  Lumbar, all of it durable      {ours:>6.0f} a second")
    print(
        f"  a bare loop of send_message    {as_it_comes:>6.0f} a second, as it comes ({ours / as_it_comes:.1f} times)"
    )
    print(f"  the same on our request layer  {bare:>6.0f} a second ({ours / bare:.2f} times)")


async def _three_ways(count: int) -> tuple[float, float, float]:
    return await sending.httpx_loop(count), await sending.wire_loop(count), await sending.ours(count)


FIGURES: dict[str, Callable[[int], None]] = {"reading": _reading, "planning": _planning, "sending": _sending}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000, help="people due at once, messages to send")
    parser.add_argument("--only", choices=FIGURES, help="one figure")
    # The rival writes a line for each job it drops.
    logging.disable(logging.WARNING)
    given = parser.parse_args()
    for name in [given.only] if given.only else FIGURES:
        FIGURES[name](given.count)


if __name__ == "__main__":
    main()
