"""One structured line for each event, with nothing in it that leads to a person."""

import logging
import re
import sys
from typing import Any

import structlog

_SID_OR_DIGITS = re.compile(r"(\b(?:SM|MM)[0-9a-f]{32}\b)|\+?\d(?:[\s()./\u2010-\u2015-]{0,3}\d){8,}")


def configure(*, json: bool = False) -> None:
    """Send every logger of the process through one formatter that hides anything like a phone number."""
    renderer: Any = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _only_the_kind_of_error,
        hide_numbers,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, hide_numbers, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for noisy in ("twilio", "urllib3", "aiohttp", "apscheduler", "alembic", "werkzeug", "sqlalchemy.engine"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def hide_numbers(_logger: Any, _method: str, event: Any) -> Any:
    """Replace whatever looks like a phone number in any value of a log event; ids of messages stay whole."""
    return {key: value if key == "timestamp" or key.startswith("_") else _hidden(value) for key, value in event.items()}


def _hidden(value: Any) -> Any:
    if isinstance(value, float):
        return value
    if isinstance(value, dict):
        return {_hidden(key): _hidden(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set):
        return [_hidden(one) for one in value]
    words = value if isinstance(value, str) else repr(value)
    hidden = _SID_OR_DIGITS.sub(lambda found: found[1] or "[number]", words)
    return value if hidden == words else hidden


def _only_the_kind_of_error(_logger: Any, _method: str, event: Any) -> Any:
    """An exception's message may quote a row; keep its type and where it was raised, never its words."""
    exc_info = event.pop("exc_info", None)
    if exc_info:
        _kind, error, trace = exc_info if isinstance(exc_info, tuple) else sys.exc_info()
        while trace and trace.tb_next:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "unknown"
        event["error"], event["at"] = type(error).__name__, place
    return event


def get_logger() -> Any:
    """The logger of the service: `log.info("event_name", count=3)`."""
    return structlog.get_logger("dadinfo")
