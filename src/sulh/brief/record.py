"""The record behind the verdict: positions, offers, timeline, figures, doubts, method, reports."""

from __future__ import annotations

from collections.abc import Iterable

from sulh.brief.amounts import amount
from sulh.brief.dates import in_words
from sulh.brief.page import Block, Footnotes, Items, Line, Para, Section, Table, dim, line, strong, warn
from sulh.brief.quotes import said_by
from sulh.brief.words import counted, label, listed, package, shorten
from sulh.model.brief import Agreement, Brief, Cell, ReportCard
from sulh.model.findings import Finding
from sulh.model.move import Figure
from sulh.model.problem import Evidence, Offer

FEW_COLUMNS, MOST_COLUMNS = 2, 4
_ANSWERS = {"accept": "accepted", "reject": "rejected", "none": "no answer known"}


def positions(brief: Brief, notes: Footnotes) -> Section | None:
    """Return the positions table: a column for each party, or a row where there are many."""
    silence = nothing_found(brief)
    if not brief.positions:
        words = Para(line(f"{silence.capitalize()}."))
        return Section("positions", "Positions", (words,)) if brief.parties else None
    short = (
        FEW_COLUMNS < len(brief.parties) <= MOST_COLUMNS
    )  # the same words in every field would hide the rest
    issues = {issue.name: issue for issue in brief.issues}
    cells = {(cell.issue, cell.party): cell for cell in brief.table}
    names = list(dict.fromkeys(cell.issue for cell in brief.table))
    if len(brief.parties) <= MOST_COLUMNS:
        head = (line("Issue"), *(line(strong(party)) for party in brief.parties))
        rows = [
            (
                line(label(issues.get(name), name)),
                *(_cell(cells.get((name, p)), "–" if short else silence, notes) for p in brief.parties),
            )
            for name in names
        ]
    else:
        head = (line("Issue"), line("Party"), line("Wants"))
        spoken = [cell for cell in brief.table if cell.positions]
        rows = [
            (line(label(issues.get(cell.issue), cell.issue)), line(cell.party), _cell(cell, silence, notes))
            for cell in spoken
        ]
    content: list[Block] = [Table("Positions", head, tuple(rows))]
    if short:
        content.append(Para(line(dim(f"–: {silence}."))))
    return Section("positions", "Positions", tuple(content))


def nothing_found(brief: Brief) -> str:
    """Return how to say that a party is silent: where it was looked for, too."""
    return (
        f"nothing found in {counted(len(brief.reports), 'report')}" if brief.reports else "nothing recorded"
    )


def _cell(cell: Cell | None, silence: str, notes: Footnotes) -> Line:
    if cell is None or not cell.positions:
        return line(dim(silence))
    said = cell.strength is not None and (cell.wants or "").startswith(cell.strength)
    strength = None if cell.hedged or said else cell.strength  # what is hedged or mixed says so in its words
    about: list[str] = ["agreed"] if cell.agreed else [strength] if strength else []
    about += [f"since {in_words(cell.since)}"] if cell.since else []
    if cell.reports:
        about.append(f"{counted(cell.reports, 'report')}, {counted(cell.sources, 'source')}")
    facts = line(" ", dim(f"({', '.join(about)})")) if about else ()
    return line(strong(cell.wants or ""), facts, notes.refs(cell.evidence))


def offers(brief: Brief, notes: Footnotes) -> Section | None:
    """Return the offers, each with the answers to it."""
    lines = [
        line(_offer(offer, brief), notes.refs(offer.evidence), _answers(offer, notes))
        for offer in brief.offers
    ]
    return Section("offers", "Offers and answers", (Items(tuple(lines)),)) if lines else None


def _offer(offer: Offer, brief: Brief) -> Line:
    issues = {issue.name: issue for issue in brief.issues}
    whom = f" to {listed(offer.to)}" if offer.to else ""
    since = f" ({in_words(offer.since)})" if offer.since else ""
    condition = f", on condition: {offer.condition}" if offer.condition else ""
    return line(
        strong(f"{offer.id}: {offer.by}{whom}"), f"{since}: {package(offer.package, issues)}{condition}"
    )


def _answers(offer: Offer, notes: Footnotes) -> Line:
    made: list[Line] = []
    for party, answer in offer.answers.items():
        when = f" ({in_words(offer.answered[party])})" if party in offer.answered else ""
        words = line(f" – {party}: ", strong(_ANSWERS[answer]), f"{when}")
        made.append(line(words, notes.refs(offer.answer_evidence.get(party, ()))))
    return line(*made) if made else line(dim(" – no answer known"))


def timeline(brief: Brief, notes: Footnotes) -> Section | None:
    """Return what happened, earliest first."""
    if not brief.timeline:
        return None
    rows = tuple(
        (
            line(in_words(event.when), *([dim(" (reported)")] if event.basis == "reported" else [])),
            line(event.text, notes.refs(event.evidence)),
        )
        for event in brief.timeline
    )
    content: list[Block] = [Table("Timeline", (line("When"), line("What")), rows)]
    if any(event.basis == "reported" for event in brief.timeline):
        content.append(Para(line(dim("reported: the day of the account; the act itself may be older."))))
    return Section("timeline", "Timeline", tuple(content))


def deadlines(brief: Brief, notes: Footnotes) -> Section | None:
    """Return what is due when."""
    lines = [
        line(
            strong(in_words(item.due) if item.due else "no date"),
            f" (“{shorten(item.said)}”): {item.what}",
            notes.refs(item.evidence),
        )
        for item in brief.deadlines
    ]
    return Section("deadlines", "Deadlines", (Items(tuple(lines)),)) if lines else None


def figures(brief: Brief, notes: Footnotes) -> Section | None:
    """Return the figures with what they count and who says so."""
    if not brief.figures:
        return None
    reports = {card.id: card for card in brief.reports}
    rows = tuple(_figure(figure, reports.get(figure.report), notes) for figure in brief.figures)
    head = (line("Figure"), line("Of what"), line("According to"))
    return Section("figures", "Figures", (Table("Figures", head, rows),))


def _figure(figure: Figure, card: ReportCard | None, notes: Footnotes) -> tuple[Line, ...]:
    evidence = Evidence(
        quote=figure.text,
        report=card.name if card else None,
        start=figure.start,
        end=figure.end,
        sources=figure.according_to,
        published=card.published if card else None,
    )
    said = (figure.qualifier or "").lower()
    value = amount(figure.value, figure.unit)
    if said.endswith("ed"):  # "believed", "estimated" tell how the figure came about, not how near it is
        value, said = f"{value} ({said})", ""
    return (
        line(strong(f"{said} {value}".strip())),
        line(figure.of or dim(f"“{shorten(figure.text)}”"), notes.refs([evidence])),
        line(said_by(evidence) if figure.according_to else dim("the report itself")),
    )


def agreements(brief: Brief, notes: Footnotes) -> Section | None:
    """Return what was agreed: in these talks, and before them."""
    content: list[Block] = []
    for past, words in ((False, "Agreed in these talks"), (True, "Before these talks")):
        found = [item for item in brief.agreements if item.past is past]
        if found:
            content.append(Para(line(dim(words))))
            content.append(Items(tuple(_agreement(item, notes) for item in found)))
    return Section("agreements", "Agreements", tuple(content)) if content else None


def _agreement(item: Agreement, notes: Footnotes) -> Line:
    return line(
        strong(in_words(item.when) if item.when else "undated"), f" {item.what}", notes.refs(item.evidence)
    )


def contradictions(brief: Brief, notes: Footnotes) -> Section | None:
    """Return the accounts that cannot all be right, side by side."""
    lines = tuple(line(item.what) for item in brief.contradictions)
    under = tuple(tuple(_side(side, notes) for side in item.sides) for item in brief.contradictions)
    return Section("contradictions", "Contradictions", (Items(lines, under=under),)) if lines else None


def _side(side: Evidence, notes: Footnotes) -> Line:
    return line(f"“{shorten(side.quote)}” ", dim(f"({said_by(side)})"), notes.refs([side]))


def unsure(brief: Brief, notes: Footnotes) -> Section | None:
    """Return what the reader was not sure of."""
    lines = [line(item.why, notes.refs(item.evidence)) for item in brief.unsure]
    return Section("unsure", "Not sure", (Items(tuple(lines)),)) if lines else None


def method(brief: Brief, _: Footnotes) -> Section | None:
    """Return how the findings were computed, and the conventions they use."""
    asked: dict[str, Finding | None] = {
        "Obstacles": brief.obstacles if brief.positions else None,
        "Openings": brief.openings if brief.positions else None,
        "Movement frontier": brief.frontier if brief.positions else None,
        "Packages": brief.packages,
        "Stability": brief.stability,
        "Fragility": brief.fragility,
    }
    found = {name: item for name, item in asked.items() if item is not None}
    if not found:
        return None
    lines = [line(strong(name), f": {item.method}, {_completeness(item)}.") for name, item in found.items()]
    assumptions = dict.fromkeys(text for item in found.values() for text in item.assumptions)
    lines += [line(dim("Convention: "), text) for text in assumptions]
    return Section("method", "How this was computed", (Items(tuple(lines)),))


def _completeness(item: Finding) -> str:
    words = {True: "complete", False: "not complete", "unknown": "not known"}[item.complete]
    return f"{words} ({item.why})" if item.why else words


def reports(brief: Brief, _: Footnotes) -> Section | None:
    """Return the reports read, with what was set aside in each."""
    lines: list[Line] = []
    for number, card in enumerate(brief.reports, 1):
        lines.append(line(strong(f"r{number}"), " ", *_about(card)))
        lines += [
            line(dim(f"r{number} set aside, {piece.reason}: "), f"“{shorten(piece.text)}”")
            for piece in card.set_aside
        ]
        lines += [line(dim(f"r{number} note: "), note) for note in card.notes]
    lines += [line(warn("not read "), f"{item.name}: {item.why}") for item in brief.unread]
    return Section("reports", "Reports", (Items(tuple(lines)),)) if lines else None


def _about(card: ReportCard) -> Iterable[str]:
    title = f", “{shorten(card.title)}”" if card.title and card.title != card.name else ""
    publisher = f", {card.publisher}" if card.publisher else ""
    basis = {"given": " (given)", "metadata": "", "inferred": " (inferred from its text)", "unknown": ""}
    date = f"{in_words(card.published)}{basis[card.published_basis]}" if card.published else "no date"
    yield f"{card.name}{title}{publisher}; {date}; {counted(card.moves, 'move')}"
