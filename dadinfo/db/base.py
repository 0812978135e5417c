"""The database: engines set up as each kind needs it, aware instants, and the base of every table."""

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    ColumnElement,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    String,
    bindparam,
    create_engine,
    event,
)
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
WAIT_SECONDS = 5  # for a lock or a connection: Twilio gives a webhook fifteen
NAP_SECONDS = 0.001  # between two asks for SQLite's lock; its own naps grow to 100 ms while others overtake
TAKE_LOCK = "BEGIN IMMEDIATE"


class Instant(TypeDecorator[datetime]):
    """An aware datetime in UTC, on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is not None and value.tzinfo is None:
            raise ValueError("an instant must be aware")
        return value.astimezone(UTC) if value is not None and value.tzinfo is not UTC else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class _Ids(TypeDecorator[Sequence[int]]):
    """A list of row ids as one value: an array on PostgreSQL, JSON on SQLite."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return ARRAY(BigInteger) if dialect.name == "postgresql" else String()

    def process_bind_param(self, value: Sequence[int] | None, dialect: Dialect) -> Any:
        return value if dialect.name == "postgresql" else json.dumps(value)


class _Among(FunctionElement[bool]):
    inherit_cache = True
    type = Boolean()


@compiles(_Among, "postgresql")
def _among_postgresql(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    column, ids = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} = ANY({ids})"


@compiles(_Among, "sqlite")
def _among_sqlite(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    column, ids = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608 - parts that SQLAlchemy has compiled


def among(column: ColumnElement[int], name: str) -> ColumnElement[bool]:
    """Whether the column is one of the ids bound as `name`. Unlike IN, one prepared statement serves any number."""
    return _Among(column, bindparam(name, type_=_Ids()))


Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite's own row id is INTEGER, and 64 bits wide


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: Instant}  # noqa: RUF012 - SQLAlchemy's own form


@dataclass(frozen=True, slots=True)
class Database:
    """Two ways in: `write` takes the writer's lock at once, `read` never waits for one."""

    write: Engine
    read: Engine

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A session that commits at the end, or rolls back."""
        with Session(self.write, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def look(self) -> Iterator[Session]:
        """A session that only reads."""
        with Session(self.read) as session:
            yield session

    def dispose(self) -> None:
        self.write.dispose()
        self.read.dispose()


def connect(url: str, *, pool_size: int = 10) -> Database:
    """Engines for `url`, SQLite or PostgreSQL; the folder of an SQLite file is made when it is missing."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(
            parsed,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=WAIT_SECONDS,
            pool_pre_ping=True,
            connect_args={
                "connect_timeout": WAIT_SECONDS,
                "options": f"-c lock_timeout={WAIT_SECONDS}s -c timezone=UTC",
            },
        )
        return Database(write=engine, read=engine)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    # One writer at a time is SQLite's rule: wait in line for the one connection, not in a race for the lock.
    return Database(
        write=_sqlite(url, TAKE_LOCK, connections=1, cache_mb=64),
        read=_sqlite(url, "BEGIN", connections=10, cache_mb=8),
    )


def _sqlite(url: str, begin: str, *, connections: int, cache_mb: int) -> Engine:
    engine = create_engine(
        url,
        connect_args={"timeout": WAIT_SECONDS, "check_same_thread": False},
        pool_size=connections,
        max_overflow=0,
        pool_timeout=WAIT_SECONDS,
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy begins and ends transactions, not the driver
        for pragma in (
            f"busy_timeout={WAIT_SECONDS * 1000}",
            "journal_mode=WAL",
            "foreign_keys=ON",
            "synchronous=FULL",
            f"cache_size={-cache_mb * 1024}",
            f"busy_timeout={0 if begin == TAKE_LOCK else WAIT_SECONDS * 1000}",  # _begin waits for the lock itself
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        driver: Any = connection.connection.dbapi_connection
        give_up = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < give_up:
            try:
                driver.execute(begin)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    break
                time.sleep(NAP_SECONDS)
            else:
                return
        connection.exec_driver_sql(begin)  # what still stands in the way is raised as SQLAlchemy's own error

    return engine
