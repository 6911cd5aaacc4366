"""Framing, on readings made by hand: claims become issues, moves become positions, offers and answers."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sulh.framing import frame
from sulh.framing.actors import unite
from sulh.framing.casefile import read_case, write_case
from sulh.model.move import Act, Actor, Move, Reading, Term
from sulh.model.problem import Problem
from sulh.model.report import OffsetMap, Report

UNION, COMPANY, BOARD = "Loom Workers' Union", "Harrow Textiles", "Conciliation Board"


class Desk:
    """Makes readings from words alone: the report's text is the quotes, one below the other."""

    def __init__(self, name: str = "a.txt", published: str | None = "2024-02-15", **members: str) -> None:
        self.name, self.published, self.text = name, published, ""
        self.members = members
        self.moves: list[Move] = []

    def put(self, act: Act, by: str, quote: str, *terms: Mapping[str, object], **fields: object) -> Desk:
        """Add a move; each of *terms* is its fields, with ``text`` a part of *quote*."""
        start = len(self.text)
        self.text += quote + "\n"
        made = []
        for term in terms:
            at = start + quote.index(str(term["text"]))
            made.append(Term.model_validate({"start": at, "end": at + len(str(term["text"])), **term}))
        base: dict[str, object] = {
            "id": f"{self.name}-{len(self.moves)}",
            "report": self.name,
            "act": act,
            "speaker": by,
            "party": (by,),
            "reported": self.published,
            "confidence": 0.9,
            "quote": quote,
            "start": start,
            "end": start + len(quote),
            "terms": tuple(made),
        }
        self.moves.append(Move.model_validate({**base, **fields}))
        return self

    def done(self, *extra: Actor) -> Reading:
        """Return the reading; whoever moves is a party, but the board, which mediates."""
        names = dict.fromkeys(name for move in self.moves for name in (*move.party, move.speaker))
        actors = [
            Actor(name=n, kind="organisation", role="mediator" if n == BOARD else "party")
            for n in names
            if n not in {actor.name for actor in extra}
        ]
        report = Report(
            id=self.name, name=self.name, published=self.published, text=self.text, blocks=(), sentences=(),
            offsets=OffsetMap(runs=()),
        )  # fmt: skip
        return Reading(report=report, actors=(*actors, *extra), moves=tuple(self.moves), figures=(), times=())


def pay(text: str, quantity: str) -> dict[str, object]:
    return {"text": text, "action": "raise", "quantity": quantity, "unit": "%", "object": "pay"}


def truce(text: str, duration: str | None) -> dict[str, object]:
    return {"text": text, "object": "truce", "duration": duration}


def wants(problem: Problem) -> dict[str, str]:
    return {position.id: str(position.wants) for position in problem.positions}


def quarrel() -> Desk:
    return (
        Desk()
        .put(
            "demand", UNION, "The union demands a pay rise of 9 percent", pay("a pay rise of 9 percent", "9")
        )
        .put(
            "offer",
            COMPANY,
            "The company offered a pay rise of 3 percent",
            pay("a pay rise of 3 percent", "3"),
        )
    )


def test_a_demand_and_an_offer_are_a_ladder_with_two_sides() -> None:
    problem = frame([quarrel().done()], "Pay")
    (issue,) = problem.issues
    assert (issue.name, issue.ordered, issue.controller, issue.unit) == ("pay", True, (COMPANY,), "%")
    assert [option for option in issue.options if option not in issue.open_rungs] == ["0", "3", "9"]
    assert all(float(rung) > 3 and float(rung) < 9 for rung in issue.open_rungs)
    (position,) = problem.positions
    assert (position.party, str(position.wants), position.strength) == (UNION, 'pay >= "9"', "demand")
    (offer,) = problem.offers
    assert (offer.by, offer.to, offer.package) == (COMPANY, (UNION,), {"pay": "3"})
    assert problem.status_quo == {"pay": "0"}
    assert problem.title == "Pay"
    assert set(problem.parties) == {UNION, COMPANY}


def test_a_refusal_answers_the_offer_and_makes_no_position() -> None:
    desk = quarrel().put("reject", UNION, "The union rejected the offer", {"text": "the offer"})
    problem = frame([desk.done()])
    (offer,) = problem.offers
    assert offer.answers == {UNION: "reject"}
    assert offer.answered == {UNION: "2024-02-15"}
    assert [e.quote for e in offer.answer_evidence[UNION]] == ["The union rejected the offer"]
    assert len(problem.positions) == 1


def test_an_acceptance_answers_the_offer() -> None:
    desk = quarrel().put("accept", UNION, "The union accepted the offer", {"text": "the offer"})
    assert frame([desk.done()]).offers[0].answers == {UNION: "accept"}


@pytest.mark.parametrize(
    ("fields", "counted"),
    [
        ({}, 1),
        ({"denied": True}, 0),
        ({"context": "hypothetical"}, 0),
        ({"context": "historical"}, 0),
        ({"context": "future"}, 1),
    ],
)
def test_what_did_not_happen_makes_no_position(fields: dict[str, object], counted: int) -> None:
    desk = Desk().put("offer", COMPANY, "3 percent pay", pay("3 percent pay", "3"))
    desk.put("demand", UNION, "9 percent pay", pay("9 percent pay", "9"), **fields)
    assert len(frame([desk.done()]).positions) == counted


@pytest.mark.parametrize("act", ["press", "meet", "threaten", "announce"])
def test_acts_that_take_no_stand_make_no_position(act: Act) -> None:
    desk = quarrel().put(act, UNION, "The union spoke of 7 percent pay", pay("7 percent pay", "7"))
    assert wants(frame([desk.done()])) == wants(frame([quarrel().done()]))


def test_a_refused_amount_says_not_which_way() -> None:
    desk = quarrel().put("reject", UNION, "The union rejected 7 percent", pay("7 percent", "7"))
    assert wants(frame([desk.done()])) == wants(frame([quarrel().done()]))


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("The union would not go below 7 percent", '>= "7"'),
        ("The union would not take less than 7 percent", '>= "7"'),
        ("The union would not go beyond 7 percent", '<= "7"'),
    ],
)
def test_limits_in_words(quote: str, expected: str) -> None:
    desk = quarrel().put("reject", UNION, quote, pay("7 percent", "7"))
    assert f"pay {expected}" in wants(frame([desk.done()])).values()


def test_saying_it_again_adds_evidence_and_no_position() -> None:
    quote = "The union again demands a pay rise of 9 percent"
    again = Desk("b.txt", "2024-02-20").put("demand", UNION, quote, pay("a pay rise of 9 percent", "9"))
    problem = frame([quarrel().done(), again.done()])
    (position,) = problem.positions
    assert [(e.report, e.published) for e in position.evidence] == [
        ("a.txt", "2024-02-15"),
        ("b.txt", "2024-02-20"),
    ]
    assert position.since == "2024-02-15"


def test_a_new_value_is_a_new_position() -> None:
    later = Desk("b.txt", "2024-02-20").put(
        "concede", UNION, "It wants 7 percent pay", pay("7 percent pay", "7")
    )
    found = frame([quarrel().done(), later.done()]).positions
    assert [(str(p.wants), p.since) for p in found] == [
        ('pay >= "9"', "2024-02-15"),
        ('pay >= "7"', "2024-02-20"),
    ]
    assert len({p.id for p in found}) == 2


def test_an_agreement_settles_what_was_asked_before() -> None:
    later = Desk("b.txt", "2024-02-20")
    later.put(
        "agree", UNION, "Both agreed on 6 percent pay", pay("6 percent pay", "6"), party=(UNION, COMPANY)
    )
    problem = frame([quarrel().done(), later.done()])
    by_wants = {(p.party, str(p.wants)): p for p in problem.positions}
    assert by_wants[UNION, 'pay >= "9"'].until == "2024-02-20"
    assert (UNION, 'pay >= "6"') in by_wants
    assert (COMPANY, 'pay <= "6"') in by_wants
    assert all(p.until is None for key, p in by_wants.items() if "6" in key[1])


def test_a_red_line_is_a_red_line() -> None:
    quote = "The cranes are a red line"
    desk = quarrel().put("red line", UNION, quote, {"text": "The cranes", "object": "cranes"})
    (line,) = [p for p in frame([desk.done()]).positions if p.strength == "red line"]
    assert str(line.wants) == "cranes = no"


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("a pay rise of 4 percent is out of the question", False),
        ("Less than a pay rise of 4 percent? No", True),
    ],
)
def test_an_amount_that_is_ruled_out_tells_no_wish(quote: str, stands: bool) -> None:
    desk = quarrel().put("red line", UNION, quote, pay("a pay rise of 4 percent", "4"))
    assert any(p.strength == "red line" for p in frame([desk.done()]).positions) == stands


@pytest.mark.parametrize(
    ("text", "fields", "label"),
    [
        ("written guarantees from Volhar", {"object": "Volhar"}, "written guarantees from Volhar"),
        ("the cranes of Volhar", {"object": "cranes"}, "cranes"),
        (
            "a one-off payment of 300 crowns",
            {"object": "crowns", "quantity": "300", "unit": "crowns"},
            "one-off payment",
        ),
    ],
)
def test_an_issue_is_called_by_what_it_is_about(text: str, fields: dict[str, object], label: str) -> None:
    desk = quarrel().put("demand", UNION, text, {"text": text, **fields})
    assert label in {issue.label or issue.name for issue in frame([desk.done()]).issues}


@pytest.mark.parametrize(
    ("text", "wants"),
    [("the union dropped its objection to the cranes", "cranes = yes"), ("drop the cranes", "cranes = no")],
)
def test_to_drop_an_objection_is_to_take_it(text: str, wants: str) -> None:
    desk = quarrel().put("condition", COMPANY, text, {"text": text, "object": "cranes"})
    assert wants in {str(position.wants) for position in frame([desk.done()]).positions}


def test_a_payment_is_not_the_last_thing_counted_in_its_unit() -> None:
    price = {"text": "a price of 20 crowns", "object": "price", "quantity": "20", "unit": "crowns"}
    paid = {
        "text": "a one-off payment of 300 crowns",
        "object": "crowns",
        "quantity": "300",
        "unit": "crowns",
    }
    desk = quarrel().put("demand", UNION, "a price of 20 crowns", price)
    desk.put("offer", COMPANY, "a one-off payment of 300 crowns", paid)
    labels = {issue.label or issue.name for issue in frame([desk.done()]).issues}
    assert {"price", "one-off payment"} <= labels


def test_reservations_are_hedged() -> None:
    term = {"text": "a truce", "object": "truce", "extent": "full", "hedged": True}
    desk = quarrel().put("reject", COMPANY, "The company has reservations about a truce", term)
    assert [p.hedged for p in frame([desk.done()]).positions if p.party == COMPANY] == [True]


@pytest.mark.parametrize(
    ("sources", "own"), [((), True), (("Echo", "a source"), False), (("Harrow Textiles",), False)]
)
def test_whose_voice(sources: tuple[str, ...], own: bool) -> None:
    desk = Desk().put("offer", COMPANY, "3 percent pay", pay("3 percent pay", "3"))
    desk.put("demand", UNION, "9 percent pay", pay("9 percent pay", "9"), sources=sources)
    (position,) = frame([desk.done()]).positions
    assert position.own_voice is own
    assert position.evidence[0].sources == sources


def test_a_pause_is_a_ladder_by_length_held_by_both() -> None:
    desk = (
        Desk()
        .put("offer", COMPANY, "a three-month truce", truce("a three-month truce", "P3M"))
        .put("offer", UNION, "a truce of six weeks", truce("a truce of six weeks", "P6W"))
        .put("demand", UNION, "a permanent truce", truce("a permanent truce", None))
    )
    (issue,) = frame([desk.done()]).issues
    named = [option for option in issue.options if option not in issue.open_rungs]
    assert named == ["goes on", "pauses 6 weeks", "pauses 3 months", "ends"]
    assert len(issue.controller) == 2


def release(text: str, **fields: object) -> dict[str, object]:
    return {"text": text, "action": "release", "object": "prisoners", **fields}


def test_all_of_them_is_more_than_any_number_and_holds_for_the_named_one() -> None:
    desk = Desk()
    desk.put(
        "offer", COMPANY, "1,500 prisoners", release("1,500 prisoners", quantity="1500", unit="prisoners")
    )
    desk.put("demand", UNION, "all prisoners", release("all prisoners", extent="all"))
    named = release("releasing Tarik Mansa", object="Tarik Mansa")
    desk.put("red line", COMPANY, "releasing Tarik Mansa", named)
    problem = frame([desk.done()])
    options = problem.by_name["prisoners"].options
    assert (options[0], options[-1]) == ("0", "all")
    assert "1500" in options
    assert [str(link) for link in problem.links] == ["prisoners = all implies mansa = freed"]
    assert {str(p.wants) for p in problem.positions} == {"prisoners >= all", "mansa = held"}


def test_an_offer_in_exchange_asks_of_the_other_side() -> None:
    term = {
        "text": "40 prisoners in exchange for all those detained", "action": "release", "object": "prisoners",
        "quantity": "40", "unit": "prisoners", "exchange": "all those detained",
    }  # fmt: skip
    desk = Desk().put("offer", COMPANY, "It offered 40 prisoners in exchange for all those detained", term)
    desk.put("reject", UNION, "The union rejected the offer", {"text": "the offer"})
    problem = frame([desk.done()])
    (offer,) = problem.offers
    controllers = {problem.by_name[name].controller[0]: option for name, option in offer.package.items()}
    assert controllers == {COMPANY: "40", UNION: "all"}


def test_terms_on_the_talks_themselves_make_no_issue() -> None:
    desk = quarrel().put("demand", UNION, "The union wants a deal", {"text": "a deal", "object": "deal"})
    assert [issue.name for issue in frame([desk.done()]).issues] == ["pay"]


def test_actors_are_united_across_reports() -> None:
    first = quarrel().done()
    quote = "The dockers want 8 percent pay"
    second = Desk("b.txt", "2024-02-20").put("concede", "Workers' Union", quote, pay("8 percent pay", "8"))
    actors = unite([first, second.done()])
    assert set(actors.parties) == {UNION, COMPANY}
    assert actors.name("Workers' Union") == UNION
    assert {p.party for p in frame([first, second.done()]).positions} == {UNION}


def test_an_official_speaks_for_the_side_it_is_a_member_of() -> None:
    official = Actor(name="Ottoline Marsh", kind="person", title="president", member_of=UNION)
    desk = quarrel().put(
        "demand",
        UNION,
        "We want a raise of 8 percent",
        pay("a raise of 8 percent", "8"),
        speaker="Ottoline Marsh",
    )
    reading = desk.done(official)
    assert unite([reading]).top("Ottoline Marsh") == UNION
    assert "Ottoline Marsh" not in frame([reading]).parties


def test_a_mediator_is_no_party_and_wants_nothing() -> None:
    desk = quarrel().put(
        "press", BOARD, "The board urged a pay rise of 5 percent", pay("a pay rise of 5 percent", "5")
    )
    problem = frame([desk.done()])
    assert BOARD in problem.mediators
    assert BOARD not in problem.parties
    assert BOARD not in {p.party for p in problem.positions}


def test_the_order_of_the_reports_given_does_not_matter() -> None:
    later = (
        Desk("b.txt", "2024-02-20").put("concede", UNION, "7 percent pay", pay("7 percent pay", "7")).done()
    )
    assert frame([quarrel().done(), later]) == frame([later, quarrel().done()])


def test_nothing_read_gives_an_empty_case() -> None:
    problem = frame([])
    assert (problem.parties, problem.issues, problem.positions, problem.offers) == ((), (), (), ())


def test_positions_and_issues_have_names_of_their_own() -> None:
    desk = quarrel()
    for thing in ("canteen", "parking", "creche", "showers"):
        desk.put("demand", UNION, f"a new {thing}", {"text": f"a new {thing}", "object": thing})
    problem = frame([desk.done()])
    assert len(problem.issues) == 5
    assert len({p.id for p in problem.positions} | {o.id for o in problem.offers}) == 6


def test_a_framed_case_is_a_case_file_and_back() -> None:
    desk = quarrel().put("reject", UNION, "The union rejected the offer", {"text": "the offer"})
    desk.put("red line", UNION, "The cranes are a red line", {"text": "The cranes", "object": "cranes"})
    problem = frame([desk.done()], "Pay")
    assert read_case(write_case(problem)) == problem


@pytest.mark.parametrize("key", ["id", "evidence"])
def test_every_position_has(key: str) -> None:
    assert all(getattr(position, key) for position in frame([quarrel().done()]).positions)


def test_a_raised_bid_is_an_offer_and_a_lowered_demand_a_position() -> None:
    desk = (
        Desk()
        .put("concede", COMPANY, "Harrow raised its pay offer to 4 percent", pay("4 percent", "4"))
        .put("concede", UNION, "The union lowered its pay demand to 9 percent", pay("9 percent", "9"))
    )
    problem = frame([desk.done()])
    assert [(offer.by, offer.package) for offer in problem.offers] == [(COMPANY, {"pay": "4"})]
    assert [position.party for position in problem.positions] == [UNION]


def test_an_offer_put_again_is_no_second_offer() -> None:
    desk = (
        Desk()
        .put("offer", COMPANY, "Harrow offered 4 percent on pay", pay("4 percent", "4"))
        .put("offer", COMPANY, "Harrow stayed at 4 percent on pay", pay("4 percent", "4"))
    )
    (offer,) = frame([desk.done()]).offers
    assert [found.quote for found in offer.evidence] == [
        "Harrow offered 4 percent on pay",
        "Harrow stayed at 4 percent on pay",
    ]


def test_a_refused_amount_answers_the_offer_of_it() -> None:
    desk = (
        Desk()
        .put("offer", COMPANY, "Harrow offered 3 percent on pay", pay("3 percent", "3"))
        .put("offer", COMPANY, "Harrow offered 4 percent on pay", pay("4 percent", "4"))
        .put("reject", UNION, "Three percent on pay does not cover the rent", pay("Three percent", "3"))
    )
    problem = frame([desk.done()])
    assert [offer.answers for offer in problem.offers] == [{UNION: "reject"}, {}]
    assert not problem.positions


def test_saying_no_again_does_not_make_it_later() -> None:
    first = Desk("a.txt", "2024-02-15")
    first.put("offer", COMPANY, "Harrow offered 3 percent on pay", pay("3 percent", "3"))
    first.put("reject", UNION, "The union refused 3 percent on pay", pay("3 percent", "3"), when="2024-02-13")
    first.put("reject", UNION, "It called 3 percent on pay an insult", pay("3 percent", "3"))
    (offer,) = frame([first.done()]).offers
    assert (offer.answered, offer.since) == ({UNION: "2024-02-13"}, "2024-02-13")


@pytest.mark.parametrize(
    ("act", "quote", "text", "option"),
    [
        ("demand", "Harrow must shelve the driverless looms", "shelve the driverless looms", "no"),
        ("reject", "The union will not shelve the driverless looms", "shelve the driverless looms", "yes"),
        ("red line", "It would never give up the driverless looms", "give up the driverless looms", "yes"),
        ("red line", "It would never give up the driverless looms", "the driverless looms", "yes"),
        ("red line", "The driverless looms are a red line", "The driverless looms", "no"),
    ],
)
def test_what_a_term_gives_up_is_not_wanted(act: Act, quote: str, text: str, option: str) -> None:
    desk = quarrel().put(act, UNION, quote, {"text": text, "object": "driverless looms"})
    assert any(value.endswith(f"looms = {option}") for value in wants(frame([desk.done()])).values())


def test_a_claim_without_its_amount_adds_nothing_to_the_amount() -> None:
    desk = (
        Desk()
        .put(
            "condition",
            UNION,
            "unless its pay claim is met",
            {"text": "its pay claim is met", "action": "pay"},
        )
        .put("demand", UNION, "The union asks for 12 percent on pay", pay("12 percent", "12"))
        .put("offer", COMPANY, "Harrow offered 3 percent on pay", pay("3 percent", "3"))
    )
    assert list(wants(frame([desk.done()])).values()) == ['pay >= "12"']


def test_who_only_was_there_is_no_party() -> None:
    talks = ("Norland", "Sudmark", "Ostia")
    desk = Desk().put("agree", "Norland", "a draft by the three", {"text": "a draft"}, party=talks)
    assert set(unite([desk.done(*_states(*talks))]).parties) == set(talks)
    desk.put("demand", "Norland", "wants the port", {"text": "the port"})
    desk.put("reject", "Sudmark", "no port", {"text": "port"})
    assert set(unite([desk.done(*_states(*talks))]).parties) == {"Norland", "Sudmark"}
    desk.put("demand", "Norland", "asks for coal", {"text": "coal"}, addressee="Ostia")
    assert set(unite([desk.done(*_states(*talks))]).parties) == set(talks)


def _states(*names: str) -> list[Actor]:
    return [Actor(name=name, kind="state", role="party") for name in names]
