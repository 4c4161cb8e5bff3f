"""A reader without a browser: speaks Streamlit's own WebSocket, so that the time it measures is the server's."""

from __future__ import annotations

import time
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Selectbox_pb2 import Selectbox
from websockets.sync.client import connect


@dataclass(frozen=True)
class Rerun:
    """What one run of the script cost: seconds from asking to its last message, and bytes sent in between."""

    seconds: float
    sent: int


class Session:
    """One open page. Reruns follow each other at once, so what the server tidies up after a run is counted too."""

    def __init__(self, address: str, page: str = "", query: str = "") -> None:
        self._socket = connect(
            f"ws://{address.removeprefix('http://')}/_stcore/stream", max_size=None, compression=None
        )
        self._boxes: dict[str, tuple[Selectbox, str]] = {}
        self._query = query
        self._page = ""
        first = BackMsg()
        first.rerun_script.query_string = query
        first.rerun_script.page_name = page
        self.opening = self._run(first)

    def close(self) -> None:
        """Leave the page."""
        self._socket.close()

    def options(self, label: str) -> list[str]:
        """The choices that the page offers under this label."""
        return list(self._boxes[label][0].options)

    def choose(self, label: str, option: str) -> Rerun:
        """Pick another option in the box with this label, as a reader would, and wait for the page."""
        box, fragment = self._boxes[label]
        message = BackMsg()
        message.rerun_script.query_string = self._query
        message.rerun_script.page_script_hash = self._page
        message.rerun_script.fragment_id = fragment
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.string_value = box.id, option
        return self._run(message)

    def _run(self, message: BackMsg) -> Rerun:
        started, sent = time.perf_counter(), 0
        self._socket.send(message.SerializeToString())
        while True:
            raw = self._socket.recv(timeout=120)
            assert isinstance(raw, bytes)
            sent += len(raw)
            answer = ForwardMsg()
            answer.ParseFromString(raw)
            kind = answer.WhichOneof("type")
            if kind == "new_session":
                self._page = answer.new_session.page_script_hash
            elif kind == "page_info_changed":
                self._query = answer.page_info_changed.query_string
            elif kind == "delta" and answer.delta.new_element.WhichOneof("type") == "selectbox":
                box = answer.delta.new_element.selectbox
                self._boxes[box.label] = (box, answer.delta.fragment_id)
            elif kind == "script_finished":
                return Rerun(time.perf_counter() - started, sent)
