"""Logs as lines of JSON on standard output, for machines: ``DSW_LOG=json``. What is logged: docs/running.md."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import streamlit.logger

# What a record may say besides its words; nothing else of it is written, so that no one's data come along by chance.
FIELDS = ("reference", "where", "action", "who", "import_id", "rows", "status")
_SERVERS = ("uvicorn", "uvicorn.error", "uvicorn.asgi", "websockets")
# At INFO these name the address of everyone who connects, and everything that is asked of a provider of logins.
_TALKERS = (*_SERVERS, "httpx", "httpcore")


# Signs that would begin a line of their own, or move the cursor of who reads it.
_CONTROL = {sign: f"\\x{sign:02x}" for sign in (*range(32), *range(127, 160), 0x2028, 0x2029)}


def in_one_line(make: Callable[..., logging.LogRecord]) -> Callable[..., logging.LogRecord]:
    """Records in which what comes from outside (an address, a name) cannot begin a line: nobody writes a line of ours."""

    def made(*given: Any, **named: Any) -> logging.LogRecord:
        record = make(*given, **named)
        if isinstance(record.args, tuple):
            record.args = tuple(one.translate(_CONTROL) if isinstance(one, str) else one for one in record.args)
        return record

    return made


class Json(logging.Formatter):
    """One line of JSON a record: time (UTC), level, logger, words, the FIELDS it has, and the traceback of an error."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **{name: value for name in FIELDS if (value := getattr(record, name, None)) is not None},
        }
        if record.exc_info and record.exc_info[0] is not None:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


def set_up() -> None:
    """Once, when the server starts: JSON on standard output where DSW_LOG asks for it, else as it was; a record is a line."""
    logging.setLogRecordFactory(in_one_line(logging.getLogRecordFactory()))
    if os.environ.get("DSW_LOG", "text") != "json":
        for room in ("ui", "web"):
            logging.getLogger(room).setLevel(logging.INFO)
        return
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(Json())
    root = logging.getLogger()
    root.handlers, root.level = [handler], logging.INFO

    def in_our_form(logger: logging.Logger) -> None:
        logger.handlers = [handler]

    # Streamlit gives each of its loggers a console of its own, in its own form: also those that it makes later.
    streamlit.logger.setup_formatter = in_our_form
    for name in _TALKERS:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] == "streamlit" or name in _SERVERS:
            own = logging.getLogger(name)
            own.handlers, own.propagate = [handler], False
