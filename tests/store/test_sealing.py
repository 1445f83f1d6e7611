"""A sealed file opens whole or not at all."""

from io import BytesIO
from pathlib import Path

import pytest

from bot.store import sealing
from bot.store.sealing import MAGIC, OVERHEAD, PIECE, TornError
from bot.store.vault import Vault, VaultError, new_key

MASTER = new_key()
HEAD = len(MAGIC) + 32 + OVERHEAD
SEALED = PIECE + OVERHEAD


def sealed(plain: bytes) -> bytes:
    to, told = BytesIO(), list[int]()
    sealing.seal(BytesIO(plain), to, Vault(MASTER), told.append)
    assert sum(told) == len(plain)
    return to.getvalue()


def unsealed(file: bytes, master: bytes = MASTER) -> bytes:
    to = BytesIO()
    sealing.unseal(BytesIO(file), to, Vault(master), lambda _: None)
    return to.getvalue()


@pytest.mark.parametrize("length", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_was_sealed_comes_back(length: int) -> None:
    plain = bytes(range(251)) * (length // 251 + 1)
    assert unsealed(sealed(plain[:length])) == plain[:length]


def test_two_files_of_the_same_have_nothing_in_common_but_how_they_begin() -> None:
    one, other = sealed(bytes(1000)), sealed(bytes(1000))
    assert one[: len(MAGIC)] == other[: len(MAGIC)] == MAGIC
    assert not {one[at : at + 16] for at in range(16, 1000)} & {other[at : at + 16] for at in range(16, 1000)}


def test_another_key_is_told_from_damage() -> None:
    with pytest.raises(VaultError):
        unsealed(sealed(b"a back"), new_key())


def _pieces(file: bytes) -> list[bytes]:
    return [file[at : at + SEALED] for at in range(HEAD, len(file), SEALED)]


@pytest.mark.parametrize(
    "order",
    [(0, 1), (0, 2), (1, 0, 2), (0, 1, 1, 2), (0, 1, 2, 2), (2,), ()],
    ids=lambda order: "".join(map(str, order)),
)
def test_a_piece_that_is_left_out_moved_or_added_is_noticed(order: tuple[int, ...]) -> None:
    file = sealed(bytes(2 * PIECE + 7))
    pieces = _pieces(file)
    assert len(pieces) == 3
    with pytest.raises(TornError):
        unsealed(file[:HEAD] + b"".join(pieces[number] for number in order))


@pytest.mark.parametrize("at", [HEAD, HEAD + 20, -1])
def test_a_changed_bit_is_noticed(at: int) -> None:
    file = bytearray(sealed(b"a back that hurts"))
    file[at] ^= 1
    with pytest.raises(TornError):
        unsealed(bytes(file))


def test_a_piece_of_another_file_is_noticed() -> None:
    one, other = sealed(b"one"), sealed(b"two")
    with pytest.raises(TornError):
        unsealed(one[:HEAD] + other[HEAD:])


def test_a_sealed_file_is_known_by_its_beginning(tmp_path: Path) -> None:
    (tmp_path / "sealed").write_bytes(sealed(b""))
    (tmp_path / "plain").write_bytes(b"SQLite format 3\0")
    assert sealing.is_sealed(tmp_path / "sealed")
    assert not sealing.is_sealed(tmp_path / "plain")
