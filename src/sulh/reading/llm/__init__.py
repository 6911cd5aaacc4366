"""The optional reader by a large model: off unless the user names a server that speaks as OpenAI's does.

The model proposes; sulh takes only what it finds verbatim in the report, and computes every offset, time and
figure itself. Nothing is sent but the text of the report, and to nobody but the server that was named.
"""

from __future__ import annotations

from sulh.reading.llm.reader import LargeModel, summary

__all__ = ["LargeModel", "summary"]
