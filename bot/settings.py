"""Settings from the environment. A bad value stops the start with the variable's name and what it should be."""

import difflib
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import unquote, urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict
from typing_extensions import override

PREFIX = "LUMBAR_"
SECRETS = ("bot_token", "data_key", "new_data_key", "database_url", "webhook_secret")
CREDENTIALS = "CREDENTIALS_DIRECTORY"
"""Where systemd puts what LoadCredential= names."""
WEBHOOK = re.compile(r"(https://[^/?#@]+|http://(127\.0\.0\.1|localhost)(:[0-9]+)?)/[A-Za-z0-9._~/-]+")
"""Over plain http only to this computer, where a Bot API server of one's own may run."""
SECRET = re.compile("[A-Za-z0-9_-]{32,256}")
ADDRESS = re.compile(r"(?:(?P<host>[^:\s]+|\[[0-9a-fA-F:]+\]):)?(?P<port>[0-9]{1,5})")
LOOPBACK, USUAL_PORT, HIGHEST_PORT = "127.0.0.1", "8080", 65535
OWN_PATHS = ("/healthz", "/readyz", "/metrics")


class SettingsError(Exception):
    """What is wrong with the environment, a line for each variable."""


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, hide_input_in_errors=True)

    bot_token: SecretStr | None = Field(default=None, description="the token that BotFather gave you, like 123456:ABC…")
    data_key: SecretStr | None = Field(default=None, description="the key that `lumbar key new` printed")
    new_data_key: SecretStr | None = Field(
        default=None, description="the key to change to, as `lumbar key new` printed it; for `lumbar key rotate` alone"
    )
    database_url: SecretStr | None = Field(
        default=None, description="an SQLAlchemy address; SQLite in the data folder if unset"
    )
    data_dir: Path = Field(default=Path(".lumbar"), description="a folder that the bot may write to")
    backup_dir: Path | None = Field(default=None, description="a folder for a backup each night")
    content_dir: Path | None = Field(default=None, description="a folder with words and exercises of your own")
    api_url: str = Field(default="https://api.telegram.org", description="an address like https://api.telegram.org")
    mode: Literal["polling", "webhook"] = Field(default="polling", description="polling or webhook")
    webhook_url: str | None = Field(
        default=None,
        description="an address like https://bot.example.org/telegram, which leads to where Lumbar listens",
    )
    webhook_secret: SecretStr | None = Field(
        default=None, description="32 to 256 letters, digits, _ and -, such as `lumbar key new` prints"
    )
    listen: str | None = Field(
        default=None, description="a port of this computer like 8080, or an address like 0.0.0.0:8080"
    )
    operator: str = Field(default="", description="who runs this bot and how to reach them, shown in /privacy")
    access: Literal["open", "invite"] = Field(default="open", description="open or invite")
    admins: Annotated[frozenset[int], NoDecode] = Field(
        default=frozenset(),
        description="numbers of Telegram users with commas between them, such as 123456789,987654321",
    )
    rate: int = Field(default=25, ge=1, le=1000, description="a whole number of messages a second, 1 to 1000")
    log: Literal["console", "json", "console:debug", "json:debug"] = Field(
        default="console", description="console or json, with :debug for more"
    )

    @field_validator("bot_token")
    @classmethod
    def _token_has_two_parts(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None:
            number, _, secret = token.get_secret_value().partition(":")
            if not number.isdecimal() or not secret:
                raise ValueError("no number and colon at its start")
        return token

    @field_validator("admins", mode="before")
    @classmethod
    def _admins_are_numbers(cls, admins: object) -> object:
        parts = [part.strip() for part in admins.split(",")] if isinstance(admins, str) else admins
        if isinstance(parts, list) and not all(part.isdecimal() for part in parts if part):
            raise ValueError("a name may be somebody else's tomorrow")
        return [part for part in parts if part] if isinstance(parts, list) else parts

    @field_validator("api_url")
    @classmethod
    def _address_has_a_scheme(cls, address: str) -> str:
        if not address.startswith(("http://", "https://")):
            raise ValueError("no http:// or https:// at its start")
        return address.rstrip("/")

    @field_validator("webhook_url")
    @classmethod
    def _webhook_is_an_address(cls, url: str | None) -> str | None:
        if url is None:
            return None
        if not WEBHOOK.fullmatch(url):
            raise ValueError("no https://, a host and a path")
        if urlsplit(url).path in OWN_PATHS:
            raise ValueError("its path is Lumbar's own")
        return url

    @field_validator("webhook_secret")
    @classmethod
    def _secret_is_one(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not SECRET.fullmatch(secret.get_secret_value()):
            raise ValueError("too short, or with other characters")
        return secret

    @field_validator("listen")
    @classmethod
    def _listens_somewhere(cls, address: str | None) -> str | None:
        if address is not None and ((found := ADDRESS.fullmatch(address)) is None or int(found["port"]) > HIGHEST_PORT):
            raise ValueError("no port")
        return address

    @property
    def listens_at(self) -> tuple[str, int] | None:
        """Host and port. Nowhere unless it is asked for, or updates are to come in."""
        listen = self.listen or (USUAL_PORT if self.mode == "webhook" else None)
        found = None if listen is None else ADDRESS.fullmatch(listen)
        return None if found is None else ((found["host"] or LOOPBACK).strip("[]"), int(found["port"]))

    @property
    def database(self) -> str:
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite+aiosqlite:///{self.data_dir / 'lumbar.sqlite'}"

    @property
    def secrets(self) -> list[str]:
        """All that no line of a log may show: each secret as it was given, and the password in the database's address."""
        values = [getattr(self, name) for name in type(self).model_fields]
        given = [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
        password = urlsplit(self.database).password or ""
        return [each for each in (*given, password, unquote(password)) if each]

    @classmethod
    @override
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, FromFiles(settings_cls), env_settings


class FromFiles(PydanticBaseSettingsSource):
    """Secrets in a file that the variable with _FILE at its end names, or that systemd brings as a credential."""

    @override
    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        path = _file_of(field_name) if field_name in SECRETS else None
        found = None if path is None else path.read_text(encoding="utf-8").strip()
        return found, field_name, False

    @override
    def __call__(self) -> dict[str, Any]:
        found = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in found.items() if value is not None}


def _file_of(secret: str) -> Path | None:
    if named := os.environ.get(_variable(secret) + "_FILE"):  # noqa: TID251  (this is the one place)
        return Path(named)
    if folder := os.environ.get(CREDENTIALS):  # noqa: TID251  (this is the one place)
        credential = Path(folder) / _variable(secret).lower()
        return credential if credential.exists() else None
    return None


def from_environment() -> Settings:
    """Raises SettingsError, which names every variable that is wrong and never shows its value."""
    try:
        settings = Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"A file that holds a secret cannot be read: {error}") from None
    except ValidationError as error:
        lines = [_complaint(str(problem["loc"][0]), problem["msg"]) for problem in error.errors(include_input=False)]
        raise SettingsError("\n".join(lines)) from None
    if strangers := list(_strangers(os.environ)):  # noqa: TID251  (this is the one place)
        raise SettingsError("\n".join(strangers))
    return settings


def known() -> list[str]:
    """Every variable there is."""
    return [_variable(field) for field in Settings.model_fields] + [_variable(field) + "_FILE" for field in SECRETS]


def secret_files() -> dict[str, Path]:
    """The files that hold secrets, by variable."""
    named = {variable: os.environ.get(variable) for variable in known() if variable.endswith("_FILE")}  # noqa: TID251  (as above)
    return {variable: Path(path) for variable, path in named.items() if path}


def _variable(field: str) -> str:
    return PREFIX + field.upper()


def _complaint(field: str, problem: str) -> str:
    problem = problem.removeprefix("Value error, ")
    return f"{_variable(field)} should be {Settings.model_fields[field].description} ({problem})."


def _strangers(names: Iterable[str]) -> Iterable[str]:
    for name in sorted(names):
        if name.startswith(PREFIX) and name not in known():
            nearest = difflib.get_close_matches(name, known(), n=1)
            yield f"{name} is not a setting." + (f" Did you mean {nearest[0]}?" if nearest else "")
