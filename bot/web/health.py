"""/healthz: the loop turns. /readyz: everything that the bot stands on is there, check by check."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.chat.silence import SILENT
from bot.logs import place
from bot.parts import Lumbar
from bot.store import schema
from bot.store.address import is_sqlite
from bot.web.probe import Probe

LEAST_FREE = 64 * 2**20
"""Bytes on the disk of an SQLite database: enough for a while, and too few to go on without a thought."""
PULSE_SECONDS = 15.0
"""Without a beat. One comes each second, unless what is planned takes long."""

Check = Callable[[], Awaitable[str | None]]
"""What is wrong; None where nothing is."""


class Health:
    def __init__(self, lumbar: Lumbar) -> None:
        self._lumbar = lumbar
        self._opens = Probe(self._opened)
        self._silence = Probe(lumbar.gap.silence)
        self._checks: Mapping[str, Check] = {
            "work": self._work,
            "database": self._database,
            "schema": self._schema,
            "disk": self._disk,
            "telegram": self._telegram,
            "webhook": self._webhook,
            "pulse": self._pulse,
        }

    async def alive(self, request: Request) -> Response:
        del request
        return PlainTextResponse("ok\n")

    async def ready(self, request: Request) -> Response:
        del request
        # Together: those that ask the database then ask it once.
        found = await asyncio.gather(*(check() for check in self._checks.values()))
        wrong = dict(zip(self._checks, found, strict=True))
        checks = {
            name: {"state": "ok"} if why is None else {"state": "fail", "why": why} for name, why in wrong.items()
        }
        is_ready = not any(wrong.values())
        status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
        return JSONResponse({"ready": is_ready, "checks": checks}, status)

    async def close(self) -> None:
        await self._opens.close()
        await self._silence.close()

    async def _work(self) -> str | None:
        return None if self._lumbar.is_at_work else "starting or stopping"

    async def _opened(self) -> None:
        """Raises what is wrong: with the version of the tables, with reading or with writing."""
        await schema.verify(self._lumbar.database)
        async with self._lumbar.database.writing():
            pass

    async def _database(self) -> str | None:
        with suppress(schema.SchemaError):
            return await _why(self._opens)
        return None

    async def _schema(self) -> str | None:
        try:
            return None if await _why(self._opens) is None else "nobody knows while the database fails"
        except schema.SchemaError as error:
            return str(error)

    async def _disk(self) -> str | None:
        url = self._lumbar.database.reader.url
        if not is_sqlite(url):
            return None
        try:
            free = shutil.disk_usage(Path(url.database or "").parent).free
        except OSError as error:
            return f"it cannot be looked at: {error.strerror}"
        return None if free >= LEAST_FREE else f"only {free // 2**20} MB are free"

    async def _telegram(self) -> str | None:
        try:
            seconds = await self._silence()
        except Exception as error:  # noqa: BLE001  (of the other processes the database knows)
            return f"not heard here, and of others nobody knows: {place(error)}"
        return None if seconds <= SILENT else f"not heard for {seconds:.0f} s"

    async def _webhook(self) -> str | None:
        return None if self._lumbar.hook is None else self._lumbar.hook.trouble

    async def _pulse(self) -> str | None:
        seconds = self._lumbar.heartbeat.seconds
        return None if seconds <= PULSE_SECONDS else f"no beat for {seconds:.0f} s"


async def _why(opens: Probe[None]) -> str | None:
    """Type and place of what is wrong with the database, never its words: they may name more than an outsider needs."""
    try:
        await opens()
    except schema.SchemaError:
        raise
    except Exception as error:  # noqa: BLE001  (whatever it is, that is the answer)
        return place(error.__cause__ or error)
    return None
