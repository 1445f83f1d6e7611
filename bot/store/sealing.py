"""A whole file under the master key, piece by piece, so that its size does not matter.

The file begins with MAGIC and with a key of its own, wrapped by the vault. Pieces of a mebibyte follow, each sealed as a
field is, and bound to its number and to whether it is the last: none can be left out, moved or put behind.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from bot.store import vault
from bot.store.vault import KEY_BYTES, Place, Vault, VaultError, new_key

MAGIC = b"lumbar backup 1\n"
OWNER = "backup"
PIECE = 2**20
OVERHEAD = len(vault.seal(bytes(KEY_BYTES), Place("", "", ""), b""))

Told = Callable[[int], None]
"""Is told how many bytes more are done."""


class TornError(Exception):
    """A piece is missing, in another place, or changed."""


def is_sealed(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(MAGIC)) == MAGIC


def seal(source: BinaryIO, to: BinaryIO, master: Vault, told: Told) -> None:
    key = new_key()
    to.write(MAGIC + master.wrap(key, OWNER))
    for place, piece in _pieces(source, PIECE):
        to.write(vault.seal(key, place, piece))
        told(len(piece))


def unseal(source: BinaryIO, to: BinaryIO, master: Vault, told: Told) -> None:
    """Raises VaultError for another key, TornError for a file that is not whole. What was written until then is to be thrown away."""
    source.seek(len(MAGIC))
    key = master.unwrap(source.read(KEY_BYTES + OVERHEAD), OWNER)
    for place, piece in _pieces(source, PIECE + OVERHEAD):
        try:
            to.write(vault.unseal(key, place, piece))
        except VaultError:
            raise TornError(f"piece {place.row} does not open") from None
        told(len(piece))


def _pieces(source: BinaryIO, size: int) -> Iterator[tuple[Place, bytes]]:
    number, piece = 0, source.read(size)
    while following := source.read(size):
        yield Place("backup", "piece", str(number)), piece
        number, piece = number + 1, following
    yield Place("backup", "last piece", str(number)), piece
