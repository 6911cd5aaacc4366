"""Servers that misbehave: each way ends in an error that says what to do, and in nothing else."""

from __future__ import annotations

import json
import socket
import time
from http.server import BaseHTTPRequestHandler

import pytest

from sulh.model.errors import AnswerError, EndpointError, SulhError, UsageError
from sulh.reading.llm import client, endpoint
from sulh.reading.llm.client import Client
from sulh.reading.llm.endpoint import Endpoint
from sulh.reading.llm.schema import answer_schema

ASKED = [{"role": "user", "content": "…"}]


def ask(url: str, seconds: float = 10.0, model: str | None = None) -> str:
    return Client(Endpoint.parse(url), model, seconds).ask(ASKED, answer_schema())


def test_what_is_asked(stub) -> None:
    stub.says("{}")
    assert ask(stub.url, model="tiny") == "{}"
    (request,) = stub.requests
    assert stub.paths == ["/v1/chat/completions"] and stub.keys == [None]
    assert request["model"] == "tiny" and request["messages"] == ASKED and request["stream"] is False
    assert request["response_format"]["type"] == "json_schema"
    assert request["response_format"]["json_schema"]["schema"] == answer_schema()
    assert "tools" not in request


def test_a_server_without_schemas_is_asked_for_plain_json_and_that_is_remembered(stub, send) -> None:
    stub.replies.append(send(b'{"error": "response_format json_schema is not supported"}', 400))
    stub.says("{}")
    asking = Client(Endpoint.parse(stub.url), None, 10.0)
    assert asking.ask(ASKED, answer_schema()) == "{}"
    assert asking.ask(ASKED, answer_schema()) == "{}"
    forms = [request["response_format"]["type"] for request in stub.requests]
    assert forms == ["json_schema", "json_object", "json_object"]


def test_a_server_that_knows_no_form_at_all_is_asked_with_the_words_alone(stub, send) -> None:
    stub.replies += [send(b"", 422), send(b"", 422)]
    stub.says("{}")
    assert ask(stub.url) == "{}"
    assert stub.requests[-1] == {"messages": ASKED}


def test_the_key_comes_from_the_environment_and_is_never_repeated(
    stub, send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(endpoint.KEY, "sesame-77")
    stub.replies.append(send(b"the key sesame-77 is wrong", 401))
    with pytest.raises(EndpointError) as caught:
        ask(stub.url)
    assert stub.keys == ["Bearer sesame-77"]
    assert "the key … is wrong" in caught.value.message and "sesame" not in caught.value.message


def test_a_key_that_would_break_the_request_is_refused(stub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(endpoint.KEY, "one\nHost: elsewhere")
    with pytest.raises(UsageError, match="cannot be sent"):
        ask(stub.url)
    assert stub.requests == []


@pytest.mark.parametrize(
    ("status", "hint"),
    [
        (401, "SULH_API_KEY"),
        (403, "SULH_API_KEY"),
        (404, "--endpoint"),
        (429, "wait"),
        (400, "--model"),
        (500, "log"),
        (503, "log"),
    ],
)
def test_a_refusal_says_what_to_do(stub, send, status: int, hint: str) -> None:
    stub.replies.append(send(b'{"error": {"message": "no\x1b[31m\nway"}}', status))
    with pytest.raises(EndpointError, match=f"HTTP {status}") as caught:
        ask(stub.url)
    assert hint in caught.value.hint
    assert caught.value.exit_code == 2
    assert "way" in caught.value.message and caught.value.message.isprintable()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(stub, send, status: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0.2)
        place = f"http://127.0.0.1:{other.getsockname()[1]}/v1/chat/completions"
        stub.replies.append(send(b"", status, Location=place))
        with pytest.raises(EndpointError, match="sends us elsewhere") as caught:
            ask(stub.url)
        with pytest.raises(TimeoutError):
            other.accept()
    assert place in caught.value.message and "--endpoint" in caught.value.hint
    assert len(stub.requests) == 1


def test_no_proxy_of_the_environment_gets_the_report(stub, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    stub.says("{}")
    assert ask(stub.url) == "{}"


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"", "does not answer with JSON"),
        (b"<html>Sign in</html>", "does not answer with JSON – “<html>Sign in</html>”"),
        (b'{"choices": [', "does not answer with JSON"),
        (b"[" * 200_000, "does not answer with JSON"),
        (b"\xff\xfe\x00", "does not answer with JSON"),
    ],
)
def test_a_body_that_is_no_json(stub, send, body: bytes, what: str) -> None:
    stub.replies.append(send(body))
    with pytest.raises(EndpointError, match="does not answer with JSON") as caught:
        ask(stub.url)
    assert what in caught.value.message and "--endpoint" in caught.value.hint


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        ({}, "no choices"),
        ([], "no choices"),
        ({"choices": []}, "no choices"),
        ({"choices": {}}, "no choices"),
        ({"choices": ["x"]}, "empty"),
        ({"choices": [{}]}, "empty"),
        ({"choices": [{"message": {"content": " "}}]}, "empty"),
        ({"choices": [{"message": {"content": ["x"]}}]}, "empty"),
        ({"choices": [{"message": {"content": None, "tool_calls": [{"id": "1"}]}}]}, "asks for tools"),
        ({"choices": [{"message": {"content": "{"}, "finish_reason": "length"}]}, "cut off"),
    ],
)
def test_json_without_an_answer(stub, send, answer: object, what: str) -> None:
    stub.replies.append(send(json.dumps(answer).encode()))
    with pytest.raises(AnswerError, match=what) as caught:
        ask(stub.url)
    assert caught.value.hint and caught.value.exit_code == 2


def test_a_server_that_never_answers(stub) -> None:
    stub.replies.append(lambda _: stub.over.wait(20) and None)
    began = time.monotonic()
    with pytest.raises(EndpointError, match=r"within 0\.3 seconds") as caught:
        ask(stub.url, seconds=0.3)
    assert time.monotonic() - began < 5
    assert "--timeout" in caught.value.hint


def drip(head: bytes, drop: bytes, stub) -> object:
    """Return a reply that begins with *head* and goes on with one *drop* after the other."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        while not stub.over.wait(0.02):
            handler.wfile.write(drop)

    return reply


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", b" "),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b" "),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Endless: ", b"x"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["body", "length", "chunks", "header", "continue"],
)
def test_a_server_that_drips_is_cut_off_in_time(stub, head: bytes, drop: bytes) -> None:
    stub.replies.append(drip(head, drop, stub))
    began = time.monotonic()
    with pytest.raises(EndpointError, match=r"within 0\.5 seconds"):
        ask(stub.url, seconds=0.5)
    assert time.monotonic() - began < 5


def test_an_endless_body_is_cut_off(stub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "MOST_BYTES", 300_000)
    written = []

    def flood(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not stub.over.is_set():
            handler.wfile.write(b" " * 65_536)
            written.append(65_536)

    stub.replies.append(flood)
    with pytest.raises(EndpointError, match="sends more than 300,000 bytes"):
        ask(stub.url)
    stub.over.wait(0.2)
    assert sum(written) < 50_000_000


def test_a_body_that_breaks_off(stub, send) -> None:
    stub.replies.append(send(b'{"choices": []}', Content_Length="4000"))
    with pytest.raises(EndpointError, match=r"as a web server does [(]IncompleteRead[)]"):
        ask(stub.url)


def test_a_server_that_hangs_up_or_speaks_something_else(stub) -> None:
    stub.replies.append(lambda handler: handler.connection.close() or None)
    with pytest.raises(EndpointError) as caught:
        ask(stub.url)
    assert caught.value.hint
    stub.replies[:] = [lambda handler: handler.wfile.write(b"220 mail.example ready\r\n") and None]
    with pytest.raises(EndpointError, match="does not answer as a web server does"):
        ask(stub.url)


def test_nothing_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(EndpointError, match=f"nothing answers at 127.0.0.1:{port}") as caught:
        ask(f"http://127.0.0.1:{port}/v1")
    assert "start the server" in caught.value.hint


def test_a_server_without_encryption_at_an_https_address(stub) -> None:
    stub.says("{}")
    with pytest.raises(EndpointError, match="the connection to"):
        ask(stub.url.replace("http:", "https:"))
    assert stub.requests == []


def test_no_such_server(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_: object, **__: object) -> object:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    with pytest.raises(EndpointError, match=r"there is no server named model[.]example"):
        ask("http://model.example/v1")


@pytest.mark.parametrize(
    ("url", "name", "path"),
    [
        ("http://localhost:11434/v1", "localhost:11434", "/v1/chat/completions"),
        ("https://model.example/v1/", "model.example", "/v1/chat/completions"),
        ("http://[::1]:8080", "[::1]:8080", "/chat/completions"),
        ("http://localhost/v1/chat/completions", "localhost", "/v1/chat/completions"),
    ],
)
def test_an_address(url: str, name: str, path: str) -> None:
    found = Endpoint.parse(url)
    assert (found.name, found.path) == (name, path)


@pytest.mark.parametrize(
    "url",
    [
        "", "localhost:11434", "file:///etc/hostname", "ftp://model.example/v1", "http://", "http:///v1",
        "http://localhost:port/v1", "http://localhost:99999/v1", "http://localhost/v1?key=1",
        "http://localhost/v1#x", "http://local host/v1", "http://localhost/v1\r\nX: y", "http://lócalhost/v1",
        "http://[::1/v1", "http://user:sesame@localhost/v1", "http://user:sesame@localhost:port/v1",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_meant(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        Endpoint.parse(url)
    assert caught.value.hint and "sesame" not in str(caught.value)
    assert issubclass(UsageError, SulhError)
