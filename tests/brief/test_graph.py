"""The drawing of the states of a small case."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from sulh.bargaining.stability import stability
from sulh.brief.graph import MOST_STATES, stability_graph
from sulh.model.findings import Stability
from sulh.model.problem import Issue, Problem


def drawn(finding):
    return ElementTree.fromstring(str(stability_graph(finding)))  # noqa: S314 - our own


def case(options=2, parties=("Red", "Blue"), name="x"):
    labels = tuple(f"<{i}>" for i in range(options))
    return Problem(
        parties=parties,
        issues=tuple(Issue(name=f"{name}{p}", options=labels, controller=(p,)) for p in parties),
        preferences=dict.fromkeys(parties, ()),
        status_quo={f"{name}{p}": labels[0] for p in parties},
        ranking={
            p: tuple(({f"{name}{parties[0]}": a, f"{name}{parties[1]}": b},) for a in labels for b in labels)
            for p in parties
        },
    )


def test_states_and_improvements_are_drawn_with_their_marks():
    finding = stability(case())
    svg = drawn(finding)
    groups = [g.get("class") or "" for g in svg.iter("g")]
    states = [
        g for g in svg.iter("g") if (g.get("class") or "").startswith("state") and g.find("title") is not None
    ]
    moves = [g for g in svg.iter("g") if "move" in (g.get("class") or "") and g.find("polygon") is not None]
    assert len(states) == 4
    assert len(moves) == sum(arrow.improves for arrow in finding.arrows) > 0
    assert "state nash" in groups
    assert any("party-0" in style for style in groups) and any("party-1" in style for style in groups)
    titles = [title.text or "" for title in svg.iter("title")]
    assert any("status quo" in title and "equilibrium: Nash" in title for title in titles)
    assert "style" not in svg.attrib and "fill" not in str(stability_graph(finding))


def test_names_are_escaped_and_cannot_steer():
    svg = drawn(stability(case(parties=("<b>\x1b[31m", "Blue"), name="&")))
    texts = " ".join(text.text or "" for text in svg.iter("text"))
    assert "<b> improves" in texts and "\x1b" not in texts


@pytest.mark.parametrize("options", [5, 9])
def test_many_states_are_not_drawn(options):
    assert options**2 > MOST_STATES
    assert stability_graph(stability(case(options))) == ""


def test_nothing_found_is_not_drawn():
    assert stability_graph(Stability(method="none")) == ""


def test_what_is_not_derivable_is_drawn_without_its_arrows():
    finding = stability(case()).model_copy(update={"equilibria": {}, "arrows": ()})
    assert "state loose" in str(stability_graph(finding))
    assert "polygon" not in str(stability_graph(finding))
