"""The migrations make the tables that the models describe, on both databases, and take them away again."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import inspect, text

from dadinfo.db import schema
from dadinfo.db.base import Base, Database, connect
from tests.conftest import _admin, _named

TABLES = {"dads", "journeys", "told", "deliveries", "inbounds", "events", "marks", "throttles"}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with nothing in it, of each kind."""
    if request.param == "sqlite":
        made = connect(f"sqlite:///{tmp_path / 'new' / 'folder' / 'dadinfo.sqlite'}")
        yield made
        made.dispose()
        return
    postgres, name = request.getfixturevalue("postgres"), f"m_{uuid4().hex}"
    _admin(postgres, f"CREATE DATABASE {name}")
    made = connect(_named(postgres, name))
    yield made
    made.dispose()
    _admin(postgres, f"DROP DATABASE {name} WITH (FORCE)")


def tables(database: Database) -> set[str]:
    return set(inspect(database.write).get_table_names()) - {"alembic_version"}


def test_up_from_empty_makes_every_table_and_no_drift(empty: Database) -> None:
    assert not schema.is_current(empty.read)
    schema.upgrade(empty.write)
    assert tables(empty) == TABLES == set(Base.metadata.tables)
    assert schema.is_current(empty.read)
    assert schema.faults(empty.read) == []


def test_upgrading_twice_is_harmless(empty: Database) -> None:
    schema.upgrade(empty.write)
    schema.upgrade(empty.write)
    assert schema.faults(empty.read) == []


def test_down_leaves_nothing_and_up_again_works(empty: Database) -> None:
    schema.upgrade(empty.write)
    schema.downgrade(empty.write)
    assert tables(empty) == set()
    schema.upgrade(empty.write)
    assert schema.faults(empty.read) == []


def test_drift_is_named(empty: Database) -> None:
    schema.upgrade(empty.write)
    with empty.write.begin() as connection:
        connection.execute(text("ALTER TABLE dads ADD COLUMN shoe_size INTEGER"))
    assert any("shoe_size" in fault for fault in schema.faults(empty.read))


def test_the_indexes_of_the_hot_paths_exist_under_the_names_of_the_models(empty: Database) -> None:
    schema.upgrade(empty.write)
    for table in Base.metadata.sorted_tables:
        there = {
            index["name"]
            for index in inspect(empty.write).get_indexes(table.name)
            if not index.get("duplicates_constraint")
        }
        assert {index.name for index in table.indexes} == there, table.name


def test_a_row_that_leads_nowhere_is_found_on_sqlite(tmp_path: Path) -> None:
    made = connect(f"sqlite:///{tmp_path / 'dadinfo.sqlite'}")
    schema.upgrade(made.write)
    with made.write.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        connection.rollback()
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("INSERT INTO told (journey_id, step, told_on) VALUES (99, 1, '2026-11-22')")
    made.dispose()
    assert schema.faults(made.read) == ["row without its parent: told"]
    made.dispose()
