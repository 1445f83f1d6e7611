import pytest

from bot.store import instance
from bot.store.engine import Database, connect
from bot.store.vault import Place, Vault, VaultError, new_key, parse_key, write_key

PLACE = Place("check_ins", "answers", "row", "person")


@pytest.fixture
def vault() -> Vault:
    return Vault(new_key())


def test_what_was_sealed_opens_in_its_place(vault: Vault) -> None:
    wrapped = vault.wrap(new_key(), "person")
    assert vault.open(PLACE, wrapped, vault.seal(PLACE, wrapped, "numb toes")) == "numb toes"


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place("triage_events", "answers", "row", "person"),
        Place("check_ins", "detail", "row", "person"),
        Place("check_ins", "answers", "another", "person"),
    ],
)
def test_a_sealed_value_that_was_moved_does_not_open(vault: Vault, elsewhere: Place) -> None:
    wrapped = vault.wrap(new_key(), "person")
    sealed = vault.seal(PLACE, wrapped, "numb toes")
    with pytest.raises(VaultError):
        vault.open(elsewhere, wrapped, sealed)


def test_a_sealed_value_does_not_open_for_another_person(vault: Vault) -> None:
    mine, yours = vault.wrap(new_key(), "person"), vault.wrap(new_key(), "other")
    sealed = vault.seal(PLACE, mine, "numb toes")
    with pytest.raises(VaultError):
        vault.open(Place("check_ins", "answers", "row", "other"), yours, sealed)


def test_a_key_that_was_given_to_another_person_does_not_unwrap(vault: Vault) -> None:
    with pytest.raises(VaultError):
        vault.unwrap(vault.wrap(new_key(), "person"), "other")


def test_a_sealed_value_with_one_bit_changed_does_not_open(vault: Vault) -> None:
    wrapped = vault.wrap(new_key(), "person")
    sealed = vault.seal(PLACE, wrapped, "numb toes")
    with pytest.raises(VaultError):
        vault.open(PLACE, wrapped, sealed[:-1] + bytes([sealed[-1] ^ 1]))


def test_the_same_text_is_sealed_differently_each_time(vault: Vault) -> None:
    wrapped = vault.wrap(new_key(), "person")
    assert vault.seal(PLACE, wrapped, "no") != vault.seal(PLACE, wrapped, "no")


def test_a_written_key_is_read_back() -> None:
    key = new_key()
    assert parse_key(write_key(key)) == key


def test_a_key_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        parse_key(write_key(bytes(16)))


async def test_another_master_key_is_refused(address: str) -> None:
    stranger = connect(address, Vault(new_key()))
    try:
        async with stranger.writing() as db:
            with pytest.raises(VaultError):
                await instance.furnish(db)
    finally:
        await stranger.close()


async def test_a_chat_has_the_same_hash_after_a_restart(database: Database, address: str) -> None:
    before = database.vault.chat_hash(42)
    again = connect(address, Vault(bytes(range(32))))
    try:
        async with again.writing() as db:
            await instance.furnish(db)
        assert again.vault.chat_hash(42) == before
    finally:
        await again.close()
