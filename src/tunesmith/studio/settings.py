"""The settings of the studio, from its environment or a `.env` file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from tunesmith.composing.request import DEFAULT_MODEL
from tunesmith.errors import RequestError

__all__ = ["Settings", "data_folder", "read_settings"]

LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]


def data_folder() -> Path:
    """Where the studio keeps its database by default (XDG base directories)."""
    return Path.home() / ".local" / "share" / "tunesmith"


class Settings(BaseSettings):
    """Every setting of the studio; each is an environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 5000
    workers: Annotated[int, Field(ge=1, le=64)] = 1
    log_level: LogLevel = "INFO"
    log_format: Literal["people", "json"] = "people"

    model_path: str = DEFAULT_MODEL
    """A shipped model's name or the path of a model file."""

    database_url: str = Field(default_factory=lambda: f"sqlite:///{data_folder() / 'studio.db'}")
    """An SQLAlchemy URL: SQLite or PostgreSQL."""

    redis_url: SecretStr | None = None
    """Where several hosts count requests together and share rendered files: `redis://`, `rediss://` or `unix://`."""

    api_key: SecretStr | None = None
    """When set, every request that writes must carry it as `Authorization: Bearer KEY`."""

    key_for_reading: bool = False
    """Whether requests that read tunes must carry the key as well."""

    wrong_key_limit: str = "10/minute"
    """Wrong keys of one client in a second, minute, hour or day; then it is refused, whatever it brings."""

    trusted_hosts: str = "localhost,127.0.0.1,[::1]"
    """The names by which browsers may call the studio, separated by commas; `*.example.org` and `*` are possible."""

    trusted_proxies: str = ""
    """Addresses or networks of proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed."""

    max_body_bytes: Annotated[int, Field(ge=1024)] = 256 * 1024
    max_length: Annotated[int, Field(ge=100, le=20_000)] = 3000
    """The longest tune that may be asked for, in characters."""

    rate_limit: str = "600/minute"
    """Requests of one client in a second, minute, hour or day."""

    workers_folder: Path | None = None
    """Where several workers count together; `tunesmith studio` makes one for them."""

    queue_limit: Annotated[int, Field(ge=1)] = 512
    """Tunes, and as many files, that may wait or be made at once; one more is answered with 503."""

    render_limit: Annotated[int, Field(ge=1)] = 2
    """Long pieces of work (sound, film, long texts) that one worker does at once; the others wait."""

    piece_seconds: Annotated[float, Field(gt=0)] = 60
    """How long one piece of work may take."""

    piece_bytes: Annotated[int, Field(ge=64 * 2**20)] = 512 * 2**20
    """How much memory one piece of work may ask for."""

    cache_bytes: Annotated[int, Field(ge=0)] = 64 * 1024 * 1024
    """Rendered files kept on disk."""

    @field_validator("redis_url")
    @classmethod
    def _is_redis(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not url.get_secret_value().startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("write it like redis://:password@host:6379/0")
        return url

    @property
    def hosts(self) -> frozenset[str]:
        """The trusted hosts in lower case, and the address that is listened on."""
        named = {name.strip().lower() for name in self.trusted_hosts.split(",") if name.strip()}
        return frozenset(named | {f"[{self.host}]" if ":" in self.host else self.host.lower()})


def read_settings() -> Settings:
    """The settings of the environment; RequestError names the first that is wrong, and what it accepts."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = error.errors()[0]
        raise RequestError(f"{'.'.join(map(str, wrong['loc'])).upper()}: {wrong['msg'].lower()}") from error
