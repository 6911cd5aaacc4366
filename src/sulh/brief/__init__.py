"""The brief and its renderings: terminal, HTML, Markdown, JSON."""

from sulh.brief.assemble import Findings, assemble

__all__ = ["Findings", "assemble"]
