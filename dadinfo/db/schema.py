"""The shape of the database: bring it up to date, and say where it differs from the models."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from dadinfo.db import events, messages, people  # noqa: F401 - their tables
from dadinfo.db.base import Base

HERE = Path(__file__).resolve().parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    return config


def upgrade(engine: Engine, *, to: str = "head") -> None:
    """Run every migration that this database lacks."""
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def downgrade(engine: Engine, *, to: str = "base") -> None:
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, to)


def is_current(engine: Engine) -> bool:
    """Whether every migration has run."""
    with engine.connect() as connection:
        return (
            MigrationContext.configure(connection).get_current_revision()
            == ScriptDirectory.from_config(_config()).get_current_head()
        )


def faults(engine: Engine) -> list[str]:
    """What is wrong with the database: drift from the models, damaged files, rows that lead nowhere."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = [f"differs from the models: {_words(change)}" for change in compare_metadata(context, Base.metadata)]
        if engine.dialect.name == "sqlite":
            found += [
                f"integrity: {row[0]}" for row in connection.execute(text("PRAGMA integrity_check")) if row[0] != "ok"
            ]
            found += [
                f"row without its parent: {row[0]}" for row in connection.execute(text("PRAGMA foreign_key_check"))
            ]
    return found


def _words(change: Any) -> str:
    """One difference: what a migration would have to do, and to what."""
    kind, *parts = change[0] if isinstance(change, list) else change
    names = [getattr(part, "name", part) for part in parts if part is not None]
    return f"{kind.replace('_', ' ')} {' '.join(map(str, names[:3]))}; run dadinfo db upgrade"
