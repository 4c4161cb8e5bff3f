"""A reader without a browser: speaks Streamlit's own WebSocket, so that the time it measures is the server's."""

from __future__ import annotations

import random
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect

PATIENCE = 60  # seconds without any message: then the server is taken to have failed


class PageError(Exception):
    """The page showed an error, or the script did not end as it should."""


@dataclass(frozen=True)
class Rerun:
    """What one run of the script cost: seconds from asking to its last message, and bytes sent in between."""

    seconds: float
    sent: int


@dataclass(frozen=True)
class Control:
    """Something on the page that a reader can change: what it is called, and the states that it can be put in."""

    id: str
    label: str
    fragment: str
    states: tuple[tuple[str, Any], ...]


class Session:
    """One open page. Reruns follow each other at once, so what the server tidies up after a run is counted too.

    ``browser`` is what the reader's browser calls itself: the proxy in ``deploy/`` tells readers of one address apart by it.
    """

    def __init__(self, address: str, page: str = "", query: str = "", browser: str = "bench") -> None:
        self._socket = connect(
            f"{address.replace('http', 'ws', 1)}/_stcore/stream",
            max_size=None,
            compression=None,
            user_agent_header=browser,
            ssl=_unverified() if address.startswith("https") else None,
        )
        self._controls: dict[str, Control] = {}
        self._last: dict[str, Any] = {}
        self._known: dict[str, ForwardMsg] = {}
        self._query = query
        self._page = self._fragment = ""
        first = BackMsg()
        first.rerun_script.query_string = query
        first.rerun_script.page_name = page
        self.opening = self._run(first)

    def __enter__(self) -> Session:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Leave the page."""
        self._socket.close()

    @property
    def page(self) -> str:
        """Streamlit's own name of the page that is open now: a choice may lead to another page."""
        return self._page

    def controls(self) -> list[Control]:
        """What the page offers now, in the order of the page."""
        return list(self._controls.values())

    def options(self, label: str) -> list[str]:
        """The choices that the page offers under this label."""
        return [str(value) for _, value in self._named(label).states]

    def choose(self, label: str, option: str) -> Rerun:
        """Pick another option in the box with this label, as a reader would, and wait for the page."""
        control = self._named(label)
        return self.change(control, next(state for state in control.states if state[1] == option))

    def change_something(self, chance: random.Random) -> Rerun:
        """Put one control of the page in another state; run the page again as it is where it has none."""
        offered = [c for c in self.controls() if len(c.states) > 1]
        if not offered:
            return self.again()
        control = chance.choice(offered)
        return self.change(control, chance.choice([s for s in control.states if s[1] != self._last.get(control.id)]))

    def change(self, control: Control, state: tuple[str, Any]) -> Rerun:
        """Put a control in one of its states, and wait for the page."""
        message = self._message()
        message.rerun_script.fragment_id = control.fragment
        _put(message.rerun_script.widget_states.widgets.add(), control.id, *state)
        self._last[control.id] = state[1]
        try:
            return self._run(message)
        except PageError as error:
            raise PageError(f"{control.label} = {state[1]!r} at ?{self._query}: {error}") from error

    def again(self) -> Rerun:
        """Run the page once more with nothing changed."""
        return self._run(self._message())

    def _message(self) -> BackMsg:
        message = BackMsg()
        message.rerun_script.query_string = self._query
        message.rerun_script.page_script_hash = self._page
        return message

    def _named(self, label: str) -> Control:
        return next(c for c in self._controls.values() if c.label == label)

    def _run(self, message: BackMsg) -> Rerun:
        started, sent = time.perf_counter(), 0
        self._fragment = message.rerun_script.fragment_id
        self._socket.send(message.SerializeToString())
        while True:
            raw = self._socket.recv(timeout=PATIENCE)
            assert isinstance(raw, bytes)
            sent += len(raw)
            ended = self._take(self._whole(raw))
            if ended:
                return Rerun(time.perf_counter() - started, sent)

    def _whole(self, raw: bytes) -> ForwardMsg:
        """The message itself; the server sends only its hash when it sent the same before."""
        answer = ForwardMsg()
        answer.ParseFromString(raw)
        if answer.WhichOneof("type") == "ref_hash":
            return self._known[answer.ref_hash]
        if answer.metadata.cacheable:
            self._known[answer.hash] = answer
        return answer

    def _take(self, answer: ForwardMsg) -> bool:
        """Remember what a browser would; True when the run is over. Raises PageError."""
        kind = answer.WhichOneof("type")
        if kind == "navigation":
            # What a new session names is the script of all pages; only this says which page it led to.
            self._page = answer.navigation.page_script_hash
        elif kind == "new_session":
            self._controls = {id: c for id, c in self._controls.items() if self._fragment not in ("", c.fragment)}
            self._fragment = ""  # what follows a run that ended early is the whole page
        elif kind == "page_info_changed":
            self._query = answer.page_info_changed.query_string
        elif kind == "delta" and answer.delta.HasField("new_element"):
            element = answer.delta.new_element
            if element.HasField("exception"):
                raise PageError(element.exception.message[:500])
            for control in _controls(element, answer.delta.fragment_id):
                self._controls[control.id] = control
        elif kind == "script_finished":
            if answer.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                raise PageError("The script does not compile.")
            return answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        return False


def _unverified() -> ssl.SSLContext:
    """For a server on this machine, whose certificate nobody vouches for."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _put(widget: WidgetState, id: str, field: str, value: Any) -> None:
    widget.id = id
    if field == "string_array_value":
        widget.string_array_value.data.append(value)
    elif field == "double_array_value":
        widget.double_array_value.data.append(value)
    else:
        setattr(widget, field, value)


def _controls(element: Element, fragment: str) -> Iterator[Control]:
    """The element as something to change, where it is a choice; what takes a file, a text or a click is left alone."""
    kind = element.WhichOneof("type") or ""
    given = getattr(element, kind, None)
    if given is None or getattr(given, "disabled", False) or getattr(given, "form_id", ""):
        return
    states: list[tuple[str, Any]]
    match kind:
        case "selectbox" | "radio":
            states = [("string_value", option) for option in given.options]
        case "button_group" if given.click_mode == given.SINGLE_SELECT:
            states = [("string_array_value", option.content) for option in given.options]
        case "checkbox":
            states = [("bool_value", True), ("bool_value", False)]
        case "slider" if not given.options and len(given.default) == 1:
            steps = int((given.max - given.min) / given.step)
            states = [("double_array_value", given.min + given.step * (i * steps // 10)) for i in range(11)]
        case _:
            return
    yield Control(given.id, given.label, fragment, tuple(states))
