"""Every setting of the service, from environment variables that start with DADINFO_."""

import base64
import binascii
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
MAKE_SECRET = "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"  # noqa: S105 - advice
MAKE_DATA_KEY = (
    "make one with: "
    "python3 -c 'import base64, secrets; print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())'"
)


class SettingsFault(Exception):
    """Settings that the service must not start with; the message names each variable and what to do."""


class Settings(BaseSettings):
    """Read once at the start and passed on; nothing else reads the environment."""

    model_config = SettingsConfigDict(env_prefix="DADINFO_", frozen=True, extra="ignore")

    secret_key: str
    data_keys: Annotated[tuple[str, ...], NoDecode]
    lookup_keys: Annotated[tuple[str, ...], NoDecode]
    public_url: str
    database_url: str = f"sqlite:///{ROOT / 'instance' / 'dadinfo.sqlite'}"
    stop_journal: Path = ROOT / "instance" / "stops.journal"
    service_name: str = "DadInfo"
    content_dir: Path = ROOT / "content"
    timezone: str = "Europe/London"

    gateway: Literal["twilio", "console"] = "console"
    twilio_account_sid: str = ""
    twilio_auth_token: str = ""
    twilio_messaging_service_sid: str = ""
    twilio_from: str = ""
    twilio_api_url: str = "https://api.twilio.com"
    twilio_fallback_url: str = ""
    send_rate: float = Field(default=10.0, gt=0)
    send_concurrency: int = Field(default=64, ge=1, le=1000)

    job_engine: Literal["embedded"] = "embedded"
    allow_test_numbers: bool = False
    alert_email: str = ""
    alert_url: str = ""
    demo: bool = False
    require_approval: bool | None = None  # left out: on outside the demo once anything is approved

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def live(self) -> bool:
        """Whether texts can reach real people: any gateway but the console and one on this machine."""
        return self.gateway != "console" and urlsplit(self.twilio_api_url).hostname not in {"127.0.0.1", "localhost"}

    @property
    def stop_address(self) -> str:
        """The page where anyone can stop a number, as it stands in a text."""
        return f"{self.public_url}/stop"

    @field_validator("data_keys", "lookup_keys", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("public_url", "twilio_api_url")
    @classmethod
    def _plain_url(cls, value: str) -> str:
        if urlsplit(value).scheme not in {"http", "https"}:
            raise ValueError("must start with https:// (or http:// on this machine)")
        return value.rstrip("/")

    @field_validator("secret_key")
    @classmethod
    def _strong_secret(cls, value: str) -> str:
        return _strong(value)

    @field_validator("lookup_keys")
    @classmethod
    def _strong_lookup_keys(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_strong(key) for key in value) or _missing(MAKE_SECRET)

    @field_validator("data_keys")
    @classmethod
    def _whole_keys(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for key in value:
            try:
                good = len(base64.urlsafe_b64decode(key)) == 32 and len(set(key)) > 8
            except (binascii.Error, ValueError):
                good = False
            if not good:
                raise ValueError(f"each key must be 32 random bytes in base64; {MAKE_DATA_KEY}")
        return value or _missing(MAKE_DATA_KEY)

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("no such time zone; write it like Europe/London") from None
        return value

    @model_validator(mode="after")
    def _whole(self) -> "Settings":
        faults = []
        if self.gateway == "twilio":
            faults += [f"{name} is missing; copy it from the Twilio console" for name in self._missing_twilio()]
        if self.live and not self.public_url.startswith("https://"):
            faults.append("DADINFO_PUBLIC_URL must start with https:// when texts reach real people")
        if self.live and self.allow_test_numbers:
            faults.append("DADINFO_ALLOW_TEST_NUMBERS must be off on a live gateway; remove it")
        if not self.demo and not (self.alert_email or self.alert_url):
            faults.append("DADINFO_ALERT_EMAIL or DADINFO_ALERT_URL is missing; say where alarms go")
        if faults:
            raise ValueError("\n".join(faults))
        return self

    def _missing_twilio(self) -> list[str]:
        names = [n for n in ("twilio_account_sid", "twilio_auth_token") if not getattr(self, n)]
        if not (self.twilio_messaging_service_sid or self.twilio_from):
            names.append("twilio_messaging_service_sid or twilio_from")
        return [" or ".join(f"DADINFO_{part.upper()}" for part in name.split(" or ")) for name in names]


def load() -> Settings:
    """Settings from the environment. Raises SettingsFault naming every variable that is missing or weak."""
    try:
        return Settings()  # filled from the environment
    except ValidationError as error:
        raise SettingsFault("\n".join(_sentence(dict(fault)) for fault in error.errors())) from None


def _sentence(fault: dict[str, object]) -> str:
    place = fault["loc"]
    name = f"DADINFO_{str(place[0]).upper()}" if isinstance(place, tuple) and place else ""
    if fault["type"] == "missing":
        advice = {
            "DADINFO_DATA_KEYS": MAKE_DATA_KEY,
            "DADINFO_PUBLIC_URL": "set the address that Twilio and dads reach",
        }
        return f"{name} is missing; {advice.get(name, MAKE_SECRET)}"
    message = str(fault["msg"]).removeprefix("Value error, ")
    return f"{name}: {message}" if name else message


def _strong(value: str) -> str:
    if len(value) < 32 or len(set(value)) < 12:
        raise ValueError(f"too weak: at least 32 random characters; {MAKE_SECRET}")
    return value


def _missing(advice: str) -> tuple[str, ...]:
    raise ValueError(f"is empty; {advice}")
