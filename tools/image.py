"""Builds the image without a registry, and asks the bot in it for /today: `make image`, as root on Debian.

Needs buildah and debootstrap (`apt-get install -y --no-install-recommends buildah debootstrap`). Arguments go to `buildah build`.
"""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.clock import SystemClock
from bot.playground.api import bot_api
from bot.playground.telegram import Telegram
from bot.serving import listen, serving

SUITE = "bookworm"
PACKAGES = "python3,python3-venv,ca-certificates"
BASE = f"localhost/lumbar-base:{SUITE}"
IMAGE = "localhost/lumbar:built"
TOKEN = "123456:made-up-for-a-stand-in"  # noqa: S105  (of no bot)
SOMEBODY = 1
PATIENCE = 60
"""Seconds in which the bot has to start and to answer."""


def _said(*command: str) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()  # noqa: S603  (our own words)


def _base() -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder) / "root"
        _said("debootstrap", "--variant=minbase", f"--include={PACKAGES}", SUITE, str(root))
        container = _said("buildah", "from", "scratch")
        _said("buildah", "add", "-q", container, str(root), "/")
        _said("buildah", "commit", "-q", "--rm", container, BASE)


def _build(arguments: list[str]) -> None:
    revision = f"REVISION={_said('git', 'rev-parse', '--short', 'HEAD')}"
    build = ("buildah", "build", "--isolation", "chroot", "--pull-never", "--network", "host", *arguments)
    taken = ("--build-arg", f"BASE={BASE}", "--build-arg", revision, "-f", "deploy/Dockerfile", "-t", IMAGE)
    subprocess.run((*build, *taken, "."), check=True)  # noqa: S603  (our own words)


@asynccontextmanager
async def _running(address: str) -> AsyncIterator[None]:
    """The bot of the image, as the user of the image."""
    container = _said("buildah", "from", "--pull-never", IMAGE)
    run = ("buildah", "run", "--isolation", "chroot", "--network", "host")
    try:
        key = _said(*run, container, "--", "lumbar", "key", "new")
        settings = {"BOT_TOKEN": TOKEN, "DATA_KEY": key, "API_URL": address, "LISTEN": "127.0.0.1:8081"}
        told = [*run, *(f"--env=LUMBAR_{name}={value}" for name, value in settings.items()), container, "--", "lumbar"]
        _said(*told, "migrate")
        bot = await asyncio.create_subprocess_exec(*told, "run")
        try:
            yield
        finally:
            # Whatever it is told, buildah ends what it runs by force.
            if bot.returncode is None:
                bot.terminate()
                await bot.wait()
    finally:
        _said("buildah", "rm", container)


async def _answer() -> str:
    """What the bot says to somebody who wants to begin at once."""
    telegram = Telegram(SystemClock().now, token=TOKEN)
    telegram.open()
    async with serving(bot_api(telegram), listen(0), stopping=telegram.close) as address, _running(address):
        telegram.says(SOMEBODY, "/today")
        async with asyncio.timeout(PATIENCE):
            # The double tells nobody when it was called.
            while not telegram.chat(SOMEBODY).messages[-1].from_bot:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        return telegram.chat(SOMEBODY).messages[-1].text


def main() -> None:
    if not _said("buildah", "images", "--quiet", "--filter", f"reference={BASE}"):
        _base()
    _build(sys.argv[1:])
    print(f"/today: {asyncio.run(_answer())}")


if __name__ == "__main__":
    main()
