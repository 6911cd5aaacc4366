"""The address that the user named, checked before anything is sent."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from sulh.model.errors import UsageError

KEY = "SULH_API_KEY"
"""The environment variable that may hold the key: given in no other way, so that no history keeps it."""

_PATH = "/chat/completions"
_LIKE = "write it like http://localhost:11434/v1"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server: where requests go, in the pieces that a connection needs. `port` None: the scheme's own."""

    secure: bool
    host: str
    port: int | None
    path: str

    @property
    def name(self) -> str:
        """The server as it is named to the user."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port is None else f"{host}:{self.port}"

    @classmethod
    def parse(cls, url: str) -> Endpoint:
        """Return the endpoint at *url*, the base of the interface; UsageError where it cannot be meant."""
        if not (url.isascii() and url.isprintable()) or " " in url:
            raise UsageError("the address of the model has spaces, control or other letters", hint=_LIKE)
        if "@" in url:  # no message repeats it: it may hold a password
            raise UsageError("the address of the model holds a user or password", hint=f"put a key in {KEY}")
        try:
            found = urlsplit(url)
            host, port = found.hostname, found.port
        except ValueError as error:
            raise UsageError(f"{url!r} is not the address of a server ({error})", hint=_LIKE) from None
        if found.scheme not in ("http", "https") or not host:
            raise UsageError(f"{url!r} is not the address of a server", hint=_LIKE)
        if found.query or found.fragment:
            raise UsageError(f"{url!r} has more than a path", hint=f"{_LIKE}; put a key in {KEY}")
        path = found.path.rstrip("/").removesuffix(_PATH) + _PATH
        return cls(found.scheme == "https", host, port, path)


def api_key() -> str | None:
    """Return the key in the environment, if there is one; UsageError where it cannot be sent."""
    key = os.environ.get(KEY, "").strip()
    if not (key.isascii() and key.isprintable()):
        raise UsageError(f"the key in {KEY} has letters that cannot be sent", hint="copy it again")
    return key or None
