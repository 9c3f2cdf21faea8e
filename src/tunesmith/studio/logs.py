"""Logs for people or as JSON lines, on stderr."""

from __future__ import annotations

import json
import logging
import time
from collections import Counter
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Literal

__all__ = ["REQUEST", "JsonLines", "Seldom", "configure"]

A_MINUTE = 60.0

REQUEST: ContextVar[str] = ContextVar("request", default="-")
"""The id of the request that is being answered; threads that work for it know it too."""
EXTRA = ("request", "method", "path", "status", "seconds", "client", "tune")


class JsonLines(logging.Formatter):
    """One JSON object a record: time (ISO 8601, UTC), level, logger, message, and the request's fields."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of JSON."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in EXTRA if hasattr(record, name)}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class WithRequest(logging.Filter):
    """Lets every record say which request it belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add the id of the request that is being answered where the record is made."""
        record.request = REQUEST.get()
        return True


class Seldom:
    """Writes what goes wrong again and again once a minute, with how often it did."""

    def __init__(self, logger: logging.Logger) -> None:
        self._logger = logger
        self._times: Counter[str] = Counter()
        self._last: dict[str, float] = {}

    def error(self, message: str) -> None:
        """Log a message, unless it was logged within the last minute."""
        self._times[message] += 1
        now = time.monotonic()
        if now - self._last.get(message, -A_MINUTE) >= A_MINUTE:
            self._last[message] = now
            self._logger.error("%s (%d times so far)", message, self._times[message])


def configure(level: str, form: Literal["people", "json"]) -> None:
    """Send every log record to stderr in the wanted form."""
    handler = logging.StreamHandler()
    people = logging.Formatter("%(asctime)s %(levelname)-7s %(request)s %(message)s", datefmt="%H:%M:%S")
    handler.setFormatter(JsonLines() if form == "json" else people)
    handler.addFilter(WithRequest())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    logging.getLogger("uvicorn.access").disabled = True  # the studio logs requests itself, with their duration
    logging.getLogger("alembic").setLevel("WARNING")
