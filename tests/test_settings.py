from pathlib import Path

import pytest

from bot import settings
from bot.settings import SettingsError


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in settings.known():
        monkeypatch.delenv(name, raising=False)


def test_everything_has_a_default_but_the_token_and_the_key() -> None:
    chosen = settings.from_environment()
    assert chosen.rate == 25
    assert chosen.database == "sqlite+aiosqlite:///.lumbar/lumbar.sqlite"
    assert chosen.bot_token is None


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("LUMBAR_RATE", "fast", "LUMBAR_RATE should be a whole number of messages a second"),
        ("LUMBAR_RATE", "0", "LUMBAR_RATE should be a whole number of messages a second"),
        ("LUMBAR_API_URL", "telegram.org", "LUMBAR_API_URL should be an address like https://"),
        ("LUMBAR_LOG", "loud", "LUMBAR_LOG should be console or json"),
        ("LUMBAR_MODE", "pigeon", "LUMBAR_MODE should be polling"),
        ("LUMBAR_ACCESS", "closed", "LUMBAR_ACCESS should be open or invite"),
        ("LUMBAR_ADMINS", "12, @ana", "LUMBAR_ADMINS should be numbers of Telegram users with commas between them"),
        ("LUMBAR_ADMINS", "-5", "LUMBAR_ADMINS should be numbers of Telegram users with commas between them"),
        ("LUMBAR_TOKEN", "1:a", "LUMBAR_TOKEN is not a setting. Did you mean LUMBAR_BOT_TOKEN?"),
    ],
)
def test_a_wrong_variable_is_named_with_what_it_should_be(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=says.replace("?", r"\?").replace(".", r"\.")):
        settings.from_environment()


@pytest.mark.parametrize(
    ("value", "admins"), [("", set()), ("7", {7}), (" 123456789 , 987654321,", {123456789, 987654321})]
)
def test_admins_are_numbers(monkeypatch: pytest.MonkeyPatch, value: str, admins: set[int]) -> None:
    monkeypatch.setenv("LUMBAR_ADMINS", value)
    assert settings.from_environment().admins == admins


def test_a_wrong_token_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUMBAR_BOT_TOKEN", "s3cret-without-a-number")
    with pytest.raises(SettingsError) as raised:
        settings.from_environment()
    assert "LUMBAR_BOT_TOKEN should be the token" in str(raised.value)
    assert "s3cret" not in str(raised.value)


def test_a_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("123456:from-a-file\n", encoding="ascii")
    monkeypatch.setenv("LUMBAR_BOT_TOKEN_FILE", str(file))
    token = settings.from_environment().bot_token
    assert token is not None
    assert token.get_secret_value() == "123456:from-a-file"


def test_every_secret_is_known_with_the_password_in_the_address(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "key"
    file.write_text("the-key\n", encoding="ascii")
    monkeypatch.setenv("LUMBAR_DATA_KEY_FILE", str(file))
    monkeypatch.setenv("LUMBAR_BOT_TOKEN", "123456:the-token")
    address = "postgresql+asyncpg://lumbar:pass%40word@db.example.org/lumbar"
    monkeypatch.setenv("LUMBAR_DATABASE_URL", address)
    secrets = settings.from_environment().secrets
    assert {"123456:the-token", "the-key", address, "pass%40word", "pass@word"} <= set(secrets)


def test_without_secrets_there_is_nothing_to_hide() -> None:
    assert settings.from_environment().secrets == []


def test_a_secret_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUMBAR_DATA_KEY_FILE", "/nowhere/key")
    with pytest.raises(SettingsError, match="/nowhere/key"):
        settings.from_environment()


def test_every_wrong_variable_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUMBAR_RATE", "fast")
    monkeypatch.setenv("LUMBAR_MODE", "pigeon")
    with pytest.raises(SettingsError) as raised:
        settings.from_environment()
    assert len(str(raised.value).splitlines()) == 2
