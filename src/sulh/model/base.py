"""What every value of sulh shares: frozen, strict about its fields, addressed by its content."""

from __future__ import annotations

import hashlib

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value. A correction is a new value; nothing is changed in place."""

    # Schemas are built on first use: a command pays for the values it makes, not for all of them.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def content_id(*fields: str | bytes) -> str:
    """Return the SHA-256 of *fields* as hex, each preceded by its length.

    The length prefixes keep ``("ab", "c")`` and ``("a", "bc")`` apart, so that two values have one id
    exactly when all their fields are the same.
    """
    digest = hashlib.sha256()
    for field in fields:
        data = field.encode() if isinstance(field, str) else field
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()
