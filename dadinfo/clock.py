"""The one place where the machine's clock is read; every rule takes `now` as a parameter."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utcnow() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)
