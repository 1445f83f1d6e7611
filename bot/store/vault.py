"""Seals and opens fields: AES-256-GCM under a key of each person's own, itself wrapped by the operator's master key.

The associated data binds a sealed value to its table, column, row and person, so that a value moved elsewhere does
not open. Chats are found by a keyed hash whose key belongs to the instance, so that rotating the master key never
changes a hash.
"""

import base64
import hashlib
import hmac
import secrets
from collections import OrderedDict
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
REMEMBERED_KEYS = 4096
VERSION = b"\x01"


class VaultError(Exception):
    """A sealed value does not open: the wrong key, or a value that was moved or changed."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value stands."""

    table: str
    column: str
    row: str
    person: str = ""

    @property
    def bound(self) -> bytes:
        return f"{self.table}|{self.column}|{self.row}|{self.person}".encode()


def new_id() -> str:
    """128 random bits in 22 letters that are safe in a URL and in a button."""
    return secrets.token_urlsafe(16)


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def parse_key(text: str) -> bytes:
    """The master key from its written form, as `lumbar key new` prints it. Raises ValueError."""
    try:
        key = base64.urlsafe_b64decode(text.strip() + "==")
    except ValueError as error:
        raise ValueError("it is not base64") from error
    if len(key) != KEY_BYTES:
        raise ValueError(f"it holds {len(key)} bytes, not {KEY_BYTES}")
    return key


def write_key(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).rstrip(b"=").decode()


def seal(key: bytes, place: Place, plain: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plain, place.bound)


def unseal(key: bytes, place: Place, sealed: bytes) -> bytes:
    if sealed[:1] != VERSION:
        raise VaultError(f"{place.table}.{place.column}: sealed by an unknown version")
    nonce, rest = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, rest, place.bound)
    except InvalidTag:
        raise VaultError(f"{place.table}.{place.column} does not open with this key") from None


class Vault:
    """Holds the master key; hands out sealing under a person's key. Unwrapped keys live in a bounded memory."""

    def __init__(self, master: bytes) -> None:
        self._master = master
        self._keys: OrderedDict[str, bytes] = OrderedDict()
        self._chat_key = b""
        self._post_key = b""

    def furnish(self, chat_key: bytes, post_key: bytes) -> None:
        """Give the instance's own unwrapped keys: one for chat hashes, one for mail that belongs to no person yet."""
        self._chat_key, self._post_key = chat_key, post_key

    def wrap(self, key: bytes, owner: str) -> bytes:
        return seal(self._master, Place("keys", "key", owner), key)

    def unwrap(self, wrapped: bytes, owner: str) -> bytes:
        return unseal(self._master, Place("keys", "key", owner), wrapped)

    def chat_hash(self, chat_id: int) -> str:
        digest = hmac.new(self._chat_key, str(chat_id).encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def seal(self, place: Place, wrapped: bytes, text: str) -> bytes:
        """Under the key of `place.person`, given in its wrapped form."""
        return seal(self._person_key(place.person, wrapped), place, text.encode())

    def open(self, place: Place, wrapped: bytes, sealed: bytes) -> str:
        return unseal(self._person_key(place.person, wrapped), place, sealed).decode()

    def seal_post(self, place: Place, text: str) -> bytes:
        """Under the instance's key, for what belongs to no person: raw updates, mail to strangers."""
        return seal(self._post_key, place, text.encode())

    def open_post(self, place: Place, sealed: bytes) -> str:
        return unseal(self._post_key, place, sealed).decode()

    def forget(self, person: str) -> None:
        self._keys.pop(person, None)

    def _person_key(self, person: str, wrapped: bytes) -> bytes:
        if (key := self._keys.get(person)) is None:
            key = self.unwrap(wrapped, person)
            if len(self._keys) >= REMEMBERED_KEYS:
                self._keys.popitem(last=False)
            self._keys[person] = key
        else:
            self._keys.move_to_end(person)
        return key
