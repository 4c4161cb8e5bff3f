"""Answers kept in memory, compressed and within a limit: what was asked for last stays."""

from __future__ import annotations

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

GZIP_LEVEL = 6


class Compressed:
    """Gzipped bytes by key, the least recently asked for dropped first. Safe to share between threads."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._held: OrderedDict[Hashable, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """The gzipped bytes under this key; ``make`` gives the plain bytes when they are not held. Its errors pass."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        body = gzip.compress(make(), GZIP_LEVEL, mtime=0)
        with self._lock:
            if key not in self._held:
                self._held[key] = body
                self._bytes += len(body)
            while self._bytes > self.limit and len(self._held) > 1:
                self._bytes -= len(self._held.popitem(last=False)[1])
        return body
