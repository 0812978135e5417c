"""Run by Alembic: bring a database to the shape of the models."""

from typing import Any, Literal

from alembic import context

from dadinfo.db import events, messages, people  # noqa: F401 - their tables
from dadinfo.db.base import Base, Instant


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """A migration stands for itself: it names no type of ours."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Instant) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=_render,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
