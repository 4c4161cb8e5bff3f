"""The server's own routes behind a real server on loopback, and a client that asks exactly what it is told."""

import contextlib
import http.client
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import anyio
import uvicorn
from starlette.applications import Starlette

from web import server


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)


class Client:
    """Asks for a path exactly as it is written: nothing tidies it on the way."""

    def __init__(self, port):
        self.port = port

    def ask(self, path, method="GET", encoding="identity", body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, headers={"Accept-Encoding": encoding, **named})
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read())
        finally:
            connection.close()


def in_a_loop(work):
    """Run an asynchronous function to its end, in a thread: the browser tests leave a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(anyio.run, work).result()


@contextlib.contextmanager
def serving(app=None):
    """A client of the routes (or of another app), as long as the block lasts."""
    config = uvicorn.Config(app or Starlette(routes=server.ROUTES), host="127.0.0.1", port=0, log_level="critical")
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    try:
        yield Client(running.servers[0].sockets[0].getsockname()[1])
    finally:
        running.should_exit = True
        thread.join()
