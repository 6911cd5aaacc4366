"""One question to the server, one answer: no proxy, no redirect, no more bytes or time than agreed."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from ssl import SSLCertVerificationError
from threading import Event, Timer
from typing import Any

from sulh.model.errors import AnswerError, EndpointError
from sulh.reading.llm.endpoint import KEY, Endpoint, api_key

MOST_BYTES = 8_000_000
"""Bytes of one answer."""

_EXCERPT, _BLOCK = 200, 65_536
_NOT_UNDERSTOOD = frozenset({400, 415, 422, 501})
"""How servers say that they do not know a field of the request."""

Messages = list[dict[str, str]]


class Client:
    """Asks one server. It remembers, from one request to the next, how much of the form that server knows."""

    def __init__(self, endpoint: Endpoint, model: str | None, seconds: float) -> None:
        self.endpoint, self.seconds = endpoint, seconds
        self._model: dict[str, Any] = {"model": model} if model else {}
        self._form = 0

    def ask(self, messages: Messages, schema: dict[str, Any]) -> str:
        """Return what the model says to *messages*: JSON by *schema*, or by its own lights if it must.

        Raises EndpointError where the server cannot be used, AnswerError where this one answer cannot.
        """
        shaped = {"type": "json_schema", "json_schema": {"name": "moves", "strict": True, "schema": schema}}
        steady = {"temperature": 0, "stream": False}
        forms: list[dict[str, Any]] = [
            {**steady, "response_format": shaped},
            {**steady, "response_format": {"type": "json_object"}},
            {},
        ]
        while True:
            asked = {**self._model, "messages": messages, **forms[self._form]}
            status, headers, body = self._post(json.dumps(asked).encode())
            if status not in _NOT_UNDERSTOOD or self._form + 1 == len(forms):
                break
            self._form += 1
        if status != 200:
            raise self._refused(status, headers, body)
        return _content(self._json(body))

    def _post(self, data: bytes) -> tuple[int, str | None, bytes]:
        """Send *data*; return the status, where a redirect points to, and the body."""
        key = api_key()
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        with self._connected() as connection:
            connection.request("POST", self.endpoint.path, data, headers)
            response = connection.getresponse()
            return response.status, response.getheader("Location"), self._body(response)

    @contextmanager
    def _connected(self) -> Iterator[HTTPConnection]:
        """Give a connection that is cut when time is up; what breaks on it becomes an EndpointError."""
        end, over = self.endpoint, Event()
        make = HTTPSConnection if end.secure else HTTPConnection
        # Without a port the last group of an IPv6 address would be taken for one.
        connection = make(end.host, end.port or (443 if end.secure else 80), timeout=self.seconds)

        # Held here, since the connection lets go of a socket that has no other answer to give.
        lines: list[socket.socket] = []

        def cut() -> None:
            over.set()
            for line in lines:
                # Not the method of the TLS socket, which would tear down what the reading thread stands on.
                with suppress(OSError):  # the other side was quicker
                    socket.socket.shutdown(line, socket.SHUT_RDWR)

        timer = Timer(self.seconds, cut)
        timer.daemon = True
        timer.start()
        try:
            connection.connect()
            lines.append(connection.sock)
            yield connection
            if over.is_set():  # a connection that is cut reads like one that the other side closed
                raise self._late()
        except (OSError, HTTPException, UnicodeError) as error:
            late = over.is_set() or isinstance(error, TimeoutError)
            raise self._late() if late else self._broken(error) from error
        finally:
            timer.cancel()
            connection.close()

    def _body(self, response: HTTPResponse) -> bytes:
        """Return the body if it keeps within its bytes."""
        found = bytearray()
        while block := response.read1(_BLOCK):
            found += block
            if len(found) > MOST_BYTES:
                raise EndpointError(
                    f"{self.endpoint.name} sends more than {MOST_BYTES:,} bytes for one answer",
                    hint="check that it is the server of a model; limit the length of answers there",
                )
        if response.length:
            raise IncompleteRead(bytes(found), response.length)
        return bytes(found)

    def _late(self) -> EndpointError:
        return EndpointError(
            f"{self.endpoint.name} gave no whole answer within {self.seconds:g} seconds",
            hint="give it more time with --timeout, or use a smaller model",
        )

    def _broken(self, error: Exception) -> EndpointError:
        name = self.endpoint.name
        if isinstance(error, socket.gaierror | UnicodeError):
            return EndpointError(f"there is no server named {name}", hint="check --endpoint")
        if isinstance(error, ConnectionRefusedError):
            return EndpointError(f"nothing answers at {name}", hint="start the server, or check --endpoint")
        if isinstance(error, SSLCertVerificationError):
            return EndpointError(
                f"{name} has a certificate that cannot be trusted ({error.verify_message})",
                hint="check --endpoint; have the certificate trusted by this machine",
            )
        if isinstance(error, OSError):
            why = error.strerror or str(error) or type(error).__name__
            return EndpointError(
                f"the connection to {name} failed ({why})", hint="check the server; try again"
            )
        return EndpointError(
            f"{name} does not answer as a web server does ({type(error).__name__})",
            hint="check --endpoint: http or https, and the port",
        )

    def _refused(self, status: int, location: str | None, body: bytes) -> EndpointError:
        """Return the error for a *status* that is no answer, with what the server says of it."""
        name, said = self.endpoint.name, _excerpt(body)
        if 300 <= status < 400:
            to = f" to {_printable(location)}" if location else ""
            return EndpointError(
                f"{name} sends us elsewhere{to} (HTTP {status}); reports go only to the server that you name",
                hint="if that is the right server, name it with --endpoint",
            )
        hints = {
            401: f"put its key in the environment variable {KEY}",
            403: f"check the key in the environment variable {KEY}, and what it allows",
            404: "check --endpoint (most end in /v1) and --model",
            429: "wait, then try again",
        }
        other = "check the server's own log; try again" if status >= 500 else "check --model and the server"
        return EndpointError(
            f"{name} refuses the request: HTTP {status}{said}", hint=hints.get(status, other)
        )

    def _json(self, body: bytes) -> object:
        try:
            found: object = json.loads(body)
        except (ValueError, RecursionError):
            raise EndpointError(
                f"{self.endpoint.name} does not answer with JSON{_excerpt(body)}",
                hint="check --endpoint: it must be an interface like OpenAI's, and most end in /v1",
            ) from None
        return found


def _content(answer: object) -> str:
    """Return the text that the model wrote; AnswerError where there is none, or not the whole of it."""
    choices = answer.get("choices") if isinstance(answer, dict) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    content = message.get("content") if isinstance(message, dict) else None
    if first is None:
        raise AnswerError(
            "the model's server sent no answer (no choices)", hint="try again, or another model"
        )
    if isinstance(first, dict) and first.get("finish_reason") == "length":
        raise AnswerError(
            "the model's answer was cut off", hint="let the server give longer answers, or use another model"
        )
    if not isinstance(content, str) or not content.strip():
        tools = isinstance(message, dict) and message.get("tool_calls")
        why = "the model asks for tools, and there are none" if tools else "the model's answer is empty"
        raise AnswerError(why, hint="try again, or another model")
    return content


def _excerpt(body: bytes) -> str:
    """Return the start of what the server says, on one line and without the key, for an error message."""
    said = body.decode("utf-8", "replace")
    key = api_key()
    said = _printable((said.replace(key, "…") if key else said)[: 4 * _EXCERPT])
    return f" – “{said}”" if said else ""


def _printable(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:_EXCERPT]
