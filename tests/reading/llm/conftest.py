"""A server like those of large models, on this machine, that answers or misbehaves as a test wants."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest

Reply = Callable[[BaseHTTPRequestHandler], None]

QUARRY = """Quarry talks stall

HARROW, 14 May 2025 - The Stonecutters' Guild demanded a raise of 9 percent on Tuesday. Harrow Quarries
rejected the demand and offered 4 percent by 1 July, according to a company spokesman.

“We will never sell the north pit”, said Ada Quillon, who leads the Guild's delegation.
"""
"""An invented report, published on a Wednesday."""


class Stub:
    """The server. `replies` are used up one by one, the last one stays; `requests` is what it was asked."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.requests: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.keys: list[str | None] = []
        self.over = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def says(self, content: Any, **more: Any) -> None:
        """Let the model answer *content*: text, or an object that becomes JSON."""
        text = content if isinstance(content, str) or content is None else json.dumps(content)
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
        self.replies.append(sending(json.dumps({"choices": [choice | more]}).encode()))

    def close(self) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                data = self.rfile.read(int(self.headers["Content-Length"]))
                stub.requests.append(json.loads(data))
                stub.paths.append(self.path)
                stub.keys.append(self.headers["Authorization"])
                reply = stub.replies.pop(0) if len(stub.replies) > 1 else stub.replies[0]
                try:
                    reply(self)
                except OSError:
                    self.close_connection = True

            def do_GET(self) -> None:
                stub.paths.append(f"GET {self.path}")
                self.send_error(404)

            def log_message(self, *_: Any) -> None:
                pass

        return Handler


def sending(body: bytes, status: int = 200, **headers: str) -> Reply:
    """Return a reply of *body*."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in ({"Content_Length": str(len(body))} | headers).items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return reply


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stub]:
    monkeypatch.delenv("SULH_API_KEY", raising=False)
    server = Stub()
    yield server
    server.close()


@pytest.fixture
def send() -> Callable[..., Reply]:
    return sending


@pytest.fixture
def quarry() -> str:
    return QUARRY


@pytest.fixture
def said() -> Callable[..., dict[str, Any]]:
    """Return a maker of a move as a model says it: a true one of the report above, with changes."""

    def make(**changes: Any) -> dict[str, Any]:
        move = {
            "quote": "The Stonecutters' Guild demanded a raise of 9 percent on Tuesday",
            "act": "demand",
            "speaker": "The Stonecutters' Guild",
            "party": ["Stonecutters' Guild"],
            "sources": [],
            "addressee": None,
            "denied": False,
            "context": "actual",
            "when": "on Tuesday",
            "terms": [{"text": "a raise of 9 percent", "agent": "Harrow Quarries", "hedged": False}],
        }
        return move | changes

    return make
