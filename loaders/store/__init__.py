"""The parquet store: the only room that knows how the data folder is laid out (layout.py). These are its names for the others."""

from loaders.store.audit import at_the_terminal, note, noting
from loaders.store.folder import DEMO, dropped, home, local, remote
from loaders.store.history import KEEP_DAYS, MOST_OPEN, at, forget, keep_days, log_problem, publish, revisions, versions
from loaders.store.imports import importing, mappings, put_mapping
from loaders.store.layout import (
    COLUMNS,
    CROSSWALK_COLUMNS,
    KEYS,
    MISSING,
    NAME_COLUMNS,
    REVISION_COLUMNS,
    StoreError,
)
from loaders.store.mending import Damage
from loaders.store.reader import Store, divisions_of
from loaders.store.refresh import IMPORT, alone, refreshing, waits, working
from loaders.store.today import current, open_store
from loaders.store.verifying import verify
from loaders.store.whole import DamagedError, is_sound
from loaders.store.writing import KEEP_SECONDS, Writer, is_news, note_with_news, promote, rebase, writer

__all__ = [
    "COLUMNS",
    "CROSSWALK_COLUMNS",
    "DEMO",
    "IMPORT",
    "KEEP_DAYS",
    "KEEP_SECONDS",
    "KEYS",
    "MISSING",
    "MOST_OPEN",
    "NAME_COLUMNS",
    "REVISION_COLUMNS",
    "Damage",
    "DamagedError",
    "Store",
    "StoreError",
    "Writer",
    "alone",
    "at",
    "at_the_terminal",
    "current",
    "divisions_of",
    "dropped",
    "forget",
    "home",
    "importing",
    "is_news",
    "is_sound",
    "keep_days",
    "local",
    "log_problem",
    "mappings",
    "note",
    "note_with_news",
    "noting",
    "open_store",
    "promote",
    "publish",
    "put_mapping",
    "rebase",
    "refreshing",
    "remote",
    "revisions",
    "verify",
    "versions",
    "waits",
    "working",
    "writer",
]
