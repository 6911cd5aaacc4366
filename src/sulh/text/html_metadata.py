"""What a web page says about itself, in the places where publishers put it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sulh.text.draft import Metadata
from sulh.text.html_page import Page
from sulh.text.metadata import parse_date

# fmt: off
_DATE_NAMES = (
    "article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
    "pubdate", "publishdate", "publish_date", "publish-date", "dc.date.issued", "dcterms.issued",
    "dc.date", "dcterms.date", "citation_publication_date", "date",
)
# fmt: on
_TITLE_NAMES = ("og:title", "twitter:title", "headline", "dc.title")
_PUBLISHER_NAMES = ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name")
_MOST_LINKED = 500_000
_MOST_NODES = 10_000


def page_metadata(page: Page) -> Metadata:
    """Return title, publisher and date of *page*, the most explicit statement of each."""
    metas: dict[str, str] = {}
    for key, value in page.metas:
        metas.setdefault(key, " ".join(value.split()))
    linked = list(_linked_nodes(page.linked_data))
    dates = [metas[name] for name in _DATE_NAMES if name in metas]
    dates[1:1] = [str(node["datePublished"]) for node in linked if "datePublished" in node]
    dates += page.times
    read = [day for stamp in dates if (day := parse_date(stamp))]
    titles = [metas[name] for name in _TITLE_NAMES if name in metas]
    titles += [node["headline"] for node in linked if isinstance(node.get("headline"), str)]
    titles += [" ".join(block.text.text.split()) for block in page.blocks if block.kind == "heading"][:1]
    publishers = [metas[name] for name in _PUBLISHER_NAMES if name in metas] + list(_publishers(linked))
    notes: tuple[str, ...] = ()
    stated = sorted({day for stamp in dates[: len(dates) - len(page.times)] if (day := parse_date(stamp))})
    if len(stated) > 1:
        notes = (f"the page states more than one date of publication ({', '.join(stated)}); took {read[0]}",)
    return Metadata(
        title=next(filter(None, [*titles, page.title]), None),
        publisher=next(filter(None, publishers), None),
        published=read[0] if read else None,
        notes=notes,
    )


def _publishers(nodes: list[dict[str, Any]]) -> Iterator[str]:
    for node in nodes:
        publisher = node.get("publisher")
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        if isinstance(name, str):
            yield name.strip()


def _linked_nodes(scripts: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Yield the objects of a page's JSON-LD that could be its article; a broken script has none."""
    for script in scripts:
        if len(script) > _MOST_LINKED:
            continue
        try:
            waiting: list[Any] = [json.loads(script, strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(_MOST_NODES):
            if not waiting:
                break
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting += node
            elif isinstance(node, dict):
                if "datePublished" in node or "headline" in node:
                    yield node
                waiting += [value for value in node.values() if isinstance(value, (dict, list))]
