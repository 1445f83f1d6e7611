"""What each row of the fault matrix stands on, and the figures that all of them end in."""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

import pytest

from bot.store import schema
from bot.store.vault import Vault
from tests.faults.bot import KEY
from tests.faults.invariants import Figures
from tests.faults.nursery import Nursery
from tests.faults.rig import Rig

FIGURES = "fault figures"


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    with Nursery() as nursery:
        yield nursery


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database, made once and copied for each run."""
    file = tmp_path_factory.mktemp("empty") / "lumbar.sqlite"
    asyncio.run(schema.migrate(f"sqlite+aiosqlite:///{file}", Vault(KEY)))
    return file


@pytest.fixture
def rig(tmp_path: Path, empty: Path, nursery: Nursery, request: pytest.FixtureRequest) -> Iterator[Rig]:
    (tmp_path / "data").mkdir()
    file = shutil.copy(empty, tmp_path / "data" / "lumbar.sqlite")
    yield from _rig(tmp_path, f"sqlite+aiosqlite:///{file}", nursery, request)


@pytest.fixture
def shared(tmp_path: Path, postgres_address: str, nursery: Nursery, request: pytest.FixtureRequest) -> Iterator[Rig]:
    """On PostgreSQL, where several bots may run."""
    yield from _rig(tmp_path, postgres_address, nursery, request)


@pytest.fixture(params=["rig", "shared"], ids=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest) -> Rig:
    """Once on each database."""
    found: Rig = request.getfixturevalue(request.param)
    return found


def _rig(folder: Path, url: str, nursery: Nursery, request: pytest.FixtureRequest) -> Iterator[Rig]:
    rig = Rig(folder, url, nursery)
    yield rig
    request.node.user_properties.append((FIGURES, astuple(rig.figures)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Lost, doubled, unknown: of all runs, and with -v of each."""
    found = [
        (report.nodeid.rpartition("::")[2], Figures(*_four(value)))
        for reports in terminalreporter.stats.values()
        for report in reports
        if isinstance(report, pytest.TestReport) and report.when == "teardown"
        for name, value in report.user_properties
        if name == FIGURES
    ]
    if not found:
        return
    terminalreporter.section("faults: messages due or answered, lost, doubled, unknown")
    if terminalreporter.verbosity > 0:
        for name, each in found:
            terminalreporter.line(f"{each.messages:6} {each.lost:4} {each.doubled:4} {each.unknown:4}  {name}")
    each = sum((figures for _, figures in found), Figures())
    terminalreporter.line(f"{each.messages:6} {each.lost:4} {each.doubled:4} {each.unknown:4}  in {len(found)} runs")


def _four(value: object) -> tuple[int, ...]:
    """From another process they come as a list."""
    assert isinstance(value, list | tuple)
    return tuple(int(each) for each in value)
