"""Alive while the loop turns; ready while everything it stands on is there, and each thing that is not is named."""

import json
from pathlib import Path

import pytest

from bot.chat import silence
from bot.store import schema
from bot.web import health, probe
from tests.chat.outages import OUTAGES
from tests.engines import url
from tests.later import migrate_to_a_later_version
from tests.web.visitor import SECRET, Visitor, visited


@pytest.fixture(params=[True, False], ids=["webhook", "polling"])
def hooked(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


async def well(visitor: Visitor) -> None:
    """A moment after its start, once Telegram was heard and the pulse has beaten."""
    found = await visitor.is_told()
    while found:
        assert found.keys() <= {"telegram", "webhook", "pulse"}
        found = await visitor.is_told()


async def test_it_is_alive_and_soon_ready_in_either_mode(file: Path, *, hooked: bool) -> None:
    async with visited(url(file), hooked=hooked) as visitor:
        assert await visitor.reads("/healthz") == (200, "ok\n")
        await well(visitor)
        status, text = await visitor.reads("/readyz")
        checks = ("work", "database", "schema", "disk", "telegram", "webhook", "pulse")
        assert (status, json.loads(text)) == (
            200,
            {"ready": True, "checks": {name: {"state": "ok"} for name in checks}},
        )
        for path in ("/healthz", "/readyz", "/metrics"):
            text = (await visitor.reads(path))[1]
            assert SECRET not in text
            assert visitor.town.telegram.token not in text
        for path in ("/", "/telegram/", "/metrics/x", "/docs"):
            assert (await visitor.reads(path))[0] in (404, 405, 307)


@pytest.mark.parametrize("outage", ["locked", "read-only", "gone"])
async def test_a_database_that_is_away_is_named_and_it_stays_alive(
    visitor: Visitor, outage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probe, "PATIENCE", 0.5)
    await well(visitor)
    async with OUTAGES[outage](visitor.town):
        told = await visitor.is_told()
        assert told.keys() >= {"database"}
        assert await visitor.reads("/healthz") == (200, "ok\n")
        assert str(visitor.town.app.database.writer.url.database) not in json.dumps(told)
    await well(visitor)


async def test_tables_of_a_version_that_this_one_does_not_work_on_are_named(visitor: Visitor, tmp_path: Path) -> None:
    await well(visitor)
    (tmp_path / "later").mkdir()
    address = str(visitor.town.app.database.writer.url)
    await migrate_to_a_later_version(address, tmp_path / "later", works_with="9999")
    told = await visitor.is_told()
    assert told.keys() == {"schema"}
    assert f"this Lumbar knows version {schema.HEAD}" in told["schema"]


async def test_each_thing_that_is_amiss_is_named_and_nothing_else(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await well(visitor)
    for name, limit, says in (
        ("LEAST_FREE", 2**60, "disk"),
        ("PULSE_SECONDS", -1.0, "pulse"),
        ("SILENT", 0.0, "telegram"),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(health, name, limit)
            assert (await visitor.is_told()).keys() == {says}
    app = visitor.town.app
    assert app.hook is not None
    app.hook.trouble = "Telegram says: bad webhook"
    assert await visitor.is_told() == {"webhook": "Telegram says: bad webhook"}
    app.hook.trouble = None
    app.is_at_work = False
    assert await visitor.is_told() == {"work": "starting or stopping"}
    assert await visitor.reads("/healthz") == (200, "ok\n")


async def test_a_telegram_that_is_not_heard_is_said_once_and_so_is_its_end(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await well(visitor)
    app = visitor.town.app
    monkeypatch.setattr(silence, "SILENT", 0.0)
    await app.silence.look()
    await app.silence.look()
    monkeypatch.setattr(silence, "SILENT", 90.0)
    await app.silence.look()
    told = [line for line in capsys.readouterr().out.splitlines() if "heard" in line]
    assert len(told) == 2, told
