"""`make bench`: one JSON line for each figure, and the same in words. `make bench ARGS="--count 10000"` for more."""

import argparse
import asyncio
import json
import logging

from bench import planning, reading


async def _measure(count: int) -> None:
    print(f"{count} people due in the same minute …")
    ours, rival = await planning.ours(count), await planning.rival(count)
    print(json.dumps({"figure": "due at once", "people": count, "lumbar": ours, "run_daily": rival}))
    print(f"  planned by Lumbar   {ours['planned']:>8.0f} of {count}, {ours['rows_per_second']:.0f} a second, durable")
    print(f"  delivered by jobs   {rival['delivered']:>8.0f} of {count} (python-telegram-bot, run_daily, defaults)")
    print(f"  a tick with nothing due takes {ours['idle_tick_ms']:.2f} ms")


def _read() -> None:
    ours, rival = reading.ours(), reading.rival()
    print(json.dumps({"figure": "reading a message", "lumbar": ours, "list of words": rival}))
    for name, found in (("Lumbar", ours), ("a list of words", rival)):
        print(
            f"  {name:<16} median {found['median_ms']:.3f} ms, slowest of 4,096 characters {found['slowest_ms']:.1f} ms,"
            f" {found['exact']:.0f} of {found['phrases']:.0f} phrases exact,"
            f" {found['symptoms_passed_over']:.0f} symptoms passed over"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000, help="people due at once")
    # The rival writes a line for each job it drops.
    logging.disable(logging.WARNING)
    count = parser.parse_args().count
    _read()
    asyncio.run(_measure(count))


if __name__ == "__main__":
    main()
