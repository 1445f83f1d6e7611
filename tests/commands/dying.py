"""`lumbar`, killed just before a commit: `python -m tests.commands.dying 3 key rotate` dies before the third."""

import os
import signal
import sys
from itertools import count

from sqlalchemy import Connection, Engine, event

from bot.commands import app


def main() -> None:
    last, words = int(sys.argv[1]), sys.argv[2:]
    commits = count(1)

    @event.listens_for(Engine, "commit")
    def on_commit(_: Connection) -> None:
        if next(commits) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    app(words, prog_name="lumbar")


if __name__ == "__main__":
    main()
