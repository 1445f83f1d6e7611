"""Where the database is: an SQLAlchemy address, of SQLite or of PostgreSQL. It may hold a password, and is in no message."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

DRIVERS = ("sqlite+aiosqlite", "postgresql+asyncpg")


class AddressError(Exception):
    """The database's address cannot be used; completes a sentence that begins with the name of its setting."""


def address(url: str | URL) -> URL:
    """Raises AddressError."""
    try:
        found = make_url(url)
    except (ArgumentError, ValueError):
        raise AddressError(
            "should be an address like sqlite+aiosqlite:////var/lib/lumbar/lumbar.sqlite"
            " or postgresql+asyncpg://user:password@host:5432/lumbar."
        ) from None
    if found.drivername not in DRIVERS:
        begins = " or ".join(f"{driver}://" for driver in DRIVERS)
        raise AddressError(f"names a driver that cannot be used here: it should begin with {begins}.")
    if "sslmode" in found.query:
        raise AddressError("says sslmode=…, which asyncpg calls ssl=….")
    return found


def is_sqlite(url: str | URL) -> bool:
    """Raises AddressError."""
    return address(url).get_backend_name() == "sqlite"


def file_of(url: str | URL) -> Path:
    """Of a SQLite database."""
    return Path(address(url).database or "")


def for_tools(url: str | URL) -> str:
    """The address as PostgreSQL's own programs read it, without the password."""
    found = address(url)
    return URL.create("postgresql", found.username, None, found.host, found.port, found.database).render_as_string()


def place_of(url: URL) -> str:
    """The server, without the user and the password."""
    host = url.host or url.query.get("host") or "this computer"
    return f"{host}:{url.port}" if url.port else str(host)
