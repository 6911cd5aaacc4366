"""What is taken of a model's answer: what stands in the report; offsets, times and figures are sulh's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sulh.brief.json import dumps
from sulh.case import Case, Options
from sulh.model.errors import AnswerError, EndpointError, UsageError
from sulh.model.move import Reading
from sulh.reading import read
from sulh.reading.llm import LargeModel
from sulh.text import read_report


def actor(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "kind": "organisation", "role": "party", "member_of": None, "aliases": []} | more


def reading_of(text: str, stub, *answers: Any, **more: Any) -> Reading:
    for answer in answers:
        stub.says(answer)
    return LargeModel(stub.url, **more)(read_report(text.encode(), name="quarry.txt"))


def reasons(reading: Reading, what: str) -> dict[str, int]:
    return {item.why: item.count for item in reading.refused if item.what == what}


def test_a_move_gets_its_offsets_time_and_term_from_sulh(stub, quarry, said) -> None:
    reading = reading_of(quarry, stub, {"actors": [actor("Stonecutters' Guild")], "moves": [said()]})
    (move,) = reading.moves
    text = reading.report.text
    assert text[move.start : move.end] == move.quote == said()["quote"]
    assert (move.act, move.speaker, move.party) == ("demand", "Stonecutters' Guild", ("Stonecutters' Guild",))
    assert (move.when, move.reported) == ("2025-05-13", "2025-05-14")
    (term,) = move.terms
    assert text[term.start : term.end] == term.text == "a raise of 9 percent"
    assert (term.quantity, term.unit, term.agent) == ("9", "%", "Harrow Quarries")
    assert reading.refused == ()


def test_times_and_figures_are_those_of_the_built_in_reader(stub, quarry, said) -> None:
    reading = reading_of(quarry, stub, {"actors": [], "moves": [said()]})
    own = read(read_report(quarry.encode(), name="quarry.txt"))
    assert reading.times == own.times and reading.times
    assert [f.text for f in reading.figures] == [f.text for f in own.figures] == ["9 percent", "4 percent"]


def test_a_figure_has_the_sources_of_the_move_that_tells_it(stub, quarry, said) -> None:
    offer = said(
        quote="offered 4 percent by 1 July, according to a company spokesman",
        act="offer",
        speaker="Harrow Quarries",
        party=["Harrow Quarries"],
        sources=["a company spokesman"],
        terms=[],
    )
    reading = reading_of(quarry, stub, {"actors": [], "moves": [offer]})
    assert {f.text: f.according_to for f in reading.figures} == {
        "9 percent": (),
        "4 percent": ("company spokesman",),
    }


def test_white_space_and_the_shape_of_marks_do_not_matter_but_the_report_s_own_are_kept(
    stub, quarry, said
) -> None:
    line = said(
        quote='"We will never  sell the north pit", said Ada Quillon',
        act="red line",
        speaker="Ada Quillon",
        party=["Stonecutters’ Guild"],
        terms=[{"text": "sell the\nnorth pit", "agent": None, "hedged": False}],
        when=None,
    )
    (move,) = reading_of(quarry, stub, {"moves": [line]}).moves
    assert move.quote == "“We will never sell the north pit”, said Ada Quillon"
    assert move.party == ("Stonecutters' Guild",)
    assert [term.text for term in move.terms] == ["sell the north pit"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (
            {"quote": "The Stonecutters' Guild demanded a raise of 90 percent"},
            "the quote is not in the report",
        ),
        ({"quote": "he Stonecutters' Guild demanded a raise"}, "the quote is not in the report"),
        ({"quote": "the stonecutters' guild demanded a raise"}, "the quote is not in the report"),
        ({"quote": "Quarry talks stall HARROW, 14 May 2025"}, "the quote is not in the report"),
        ({"quote": "demanded"}, "the quote is too short to tell an act"),
        ({"quote": "— —"}, "the quote is not in the report"),
        ({"quote": "x" * 2001}, "not in the form asked for"),
        ({"speaker": "The Masons' Guild"}, "the speaker is not named so in the report"),
        ({"speaker": "They"}, "the speaker is not named so in the report"),
        ({"speaker": ""}, "the speaker is not named so in the report"),
        ({"party": ["Stonecutters' Guild", "Masons"]}, "a side is not named so in the report"),
        ({"sources": ["a Guild official"]}, "a source is not named so in the report"),
        ({"act": "surrender"}, "not in the form asked for"),
        ({"context": "certain"}, "not in the form asked for"),
        ({"denied": "yes"}, "not in the form asked for"),
        ({"terms": "a raise"}, "not in the form asked for"),
    ],
)
def test_a_move_that_the_report_does_not_bear_is_refused(stub, quarry, said, changes, why) -> None:
    reading = reading_of(quarry, stub, {"actors": [], "moves": [said(**changes)]})
    assert reading.moves == () and reading.actors == ()
    assert reasons(reading, "move") == {why: 1}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"addressee": "the Masons"}, "an addressee not named so in the report"),
        ({"when": "on Friday"}, "a time that is not in the paragraph"),
        ({"when": "a raise"}, "a time that names no day"),
        (
            {"terms": [{"text": "a raise of 90 percent", "agent": None, "hedged": False}]},
            "a term that is not in the paragraph",
        ),
        (
            {"terms": [{"text": "the north pit", "agent": None, "hedged": False}]},
            "a term that is not in the paragraph",
        ),
        ({"start": 0, "end": 3}, "a field that was not asked for"),
    ],
)
def test_a_detail_that_the_report_does_not_bear_is_left_out(stub, quarry, said, changes, why) -> None:
    reading = reading_of(quarry, stub, {"actors": [], "moves": [said(**changes)]})
    (move,) = reading.moves
    assert reading.report.text[move.start : move.end] == said()["quote"]
    assert move.addressee is None
    assert ("when" in changes) == (move.when is None)
    assert ("terms" in changes) == (not move.terms)
    assert reasons(reading, "detail") == {why: 2 if "start" in changes else 1}


def test_what_was_set_aside_is_neither_sent_nor_quoted(stub, quarry, said) -> None:
    text = quarry + "\nRead also: The Stonecutters' Guild wants to talk to Harrow Quarries\n"
    report = read_report(text.encode(), name="quarry.txt")
    assert [piece.text for piece in report.set_aside if "Read also" in piece.text]
    stub.says({"actors": [], "moves": [said(quote="The Stonecutters' Guild wants to talk", terms=[])]})
    reading = LargeModel(stub.url)(report)
    assert "Read also" not in stub.requests[0]["messages"][1]["content"]
    assert reasons(reading, "move") == {"the quote is not in the report": 1}


def test_of_a_quote_that_stands_twice_each_place_is_one_move(stub, said) -> None:
    text = "The talks went on.\n\n" + "\n\n".join(
        f"The Guild rejected the offer of Harrow Quarries {when}."
        for when in ("on Monday", "again on Friday")
    )
    again = said(quote="The Guild rejected the offer", act="reject", speaker="The Guild", party=[], terms=[])
    first, second = again | {"when": "on Monday"}, again | {"quote": "The Guild rejected the offer of Harrow"}
    reading = reading_of(text, stub, {"moves": [first, second, again]})
    assert [reading.report.text[: move.start].count("\n\n") for move in reading.moves] == [1, 1]
    assert reasons(reading, "move") == {"the same move twice": 1}


def test_actors_are_those_of_the_moves_with_their_roles_and_mentions(stub, quarry, said) -> None:
    actors = [
        actor("Stonecutters' Guild", aliases=["the Guild", "the Masons"]),
        actor("Ada Quillon", kind="person", role="other", member_of="the Guild"),
        actor("Harrow"),
        actor("The Masons"),
    ]
    line = said(
        quote="We will never sell the north pit",
        act="red line",
        speaker="Ada Quillon",
        party=[],
        terms=[],
        when=None,
    )
    reading = reading_of(quarry, stub, {"actors": actors, "moves": [line]})
    assert reading.moves[0].party == ("Stonecutters' Guild",)
    guild, quillon = sorted(reading.actors, key=lambda one: -len(one.name))
    assert (guild.name, guild.role, guild.aliases) == ("Stonecutters' Guild", "party", ("Guild",))
    assert (quillon.name, quillon.kind, quillon.member_of) == ("Ada Quillon", "person", "Stonecutters' Guild")
    text = reading.report.text
    assert {text[start:end] for _, start, end in guild.mentions} == {"Stonecutters' Guild", "Guild"}
    assert reasons(reading, "detail") == {
        "another name of an actor that is not in the report": 1,
        "an actor whose name is not in the report": 1,
    }


def test_nobody_is_made_the_same_as_somebody_else(stub, quarry, said) -> None:
    actors = [actor("Stonecutters' Guild", aliases=["Harrow Quarries"]), actor("Harrow Quarries")]
    moves = [
        said(),
        said(quote="Harrow Quarries rejected the demand", act="reject", speaker="Harrow Quarries"),
    ]
    reading = reading_of(quarry, stub, {"actors": actors, "moves": moves})
    assert {move.speaker for move in reading.moves} == {"Stonecutters' Guild", "Harrow Quarries"}
    assert reasons(reading, "detail")["another name of an actor that somebody else has"] == 1


def test_a_long_report_is_sent_in_parts_of_whole_sentences(stub, said) -> None:
    filler = " ".join(f"The weather stayed fine on day {day} of the talks." for day in range(300))
    text = f"{filler}\n\nThe Guild rejected the offer.\n\n{filler}"
    stub.says(
        {"moves": [said(quote="The Guild rejected the offer", act="reject", speaker="Guild", party=[])]}
    )
    reading = LargeModel(stub.url)(read_report(text.encode(), name="long.txt"))
    sent = [request["messages"][1]["content"] for request in stub.requests]
    assert len(sent) > 2 and all(len(one) < 13_000 for one in sent)
    assert sum(one.count("The weather stayed fine") for one in sent) == 600
    assert sum("The Guild rejected the offer" in one for one in sent) == 1
    # the model says it of every part, and it is true of one
    assert len(reading.moves) == 1
    assert reasons(reading, "move") == {"the quote is not in the report": len(sent) - 1}


def test_the_user_is_told_how_many_were_refused_and_why(stub, tmp_path: Path, quarry, said) -> None:
    stub.says(
        {"moves": [said(), said(quote="words of nobody"), said(speaker="Nobody"), said(when="at dawn")]}
    )
    path = tmp_path / "quarry.txt"
    path.write_text(quarry, "utf-8")
    case = Case.open([path], Options(reader=LargeModel(stub.url, "tiny")))
    told = (
        "1 move kept, 3 refused (1: the quote is not in the report; 1: the speaker is not named so in the "
        "report; 1: the same move twice); left out of what was kept: 1 (1: a time that is not in the "
        "paragraph)"
    )
    assert case.notes == (f"large model: {told}",)
    server = stub.url.removeprefix("http://").removesuffix("/v1")
    assert f"read by tiny at {server}, not by sulh's own reader: {told}" in dumps(case.brief())


def test_the_brief_of_such_a_reading_is_like_any_other(stub, tmp_path: Path, quarry, said) -> None:
    path = tmp_path / "quarry.txt"
    path.write_text(quarry, "utf-8")
    parties = [actor("Stonecutters' Guild"), actor("Harrow Quarries")]
    refusal = said(
        quote="Harrow Quarries\nrejected the demand",
        act="reject",
        speaker="Harrow Quarries",
        party=["Harrow Quarries"],
        terms=[{"text": "a raise of 9 percent", "agent": None, "hedged": False}],
        when=None,
    )
    stub.says({"actors": parties, "moves": [said(), refusal]})
    case = Case.open([path], Options(reader=LargeModel(stub.url)))
    assert set(case.problem.parties) == {"Stonecutters' Guild", "Harrow Quarries"}
    assert case.obstacles().obstacles


def test_a_report_in_another_language_is_not_sent(stub, tmp_path: Path) -> None:
    path = tmp_path / "fr.txt"
    path.write_text(
        "Les négociations sur un échange de prisonniers se sont achevées mardi sans résultat. Le mouvement a "
        "refusé une offre de libérer des prisonniers, et il demande la fin de la guerre.\n",
        "utf-8",
    )
    stub.says({"moves": []})
    case = Case.open([path], Options(reader=LargeModel(stub.url)))
    assert case.moves() == () and stub.requests == []


def test_one_bad_answer_of_several_leaves_out_one_report(stub, tmp_path: Path, quarry, said) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"{quarry}\nThe talks of {name} go on.\n", "utf-8")
    stub.says("no JSON")
    stub.says({"moves": [said()]})
    case = Case.open([tmp_path], Options(skip=True, reader=LargeModel(stub.url)))
    assert [reading.report.name for reading in case.readings] == ["b.txt"]
    assert [item.why for item in case.unread] == ["a.txt: the model's answer is not JSON"]
    stub.replies.clear()
    stub.says("no JSON")
    with pytest.raises(AnswerError, match="not JSON"):
        Case.open([tmp_path], Options(skip=True, reader=LargeModel(stub.url)))


def test_a_server_that_fails_ends_it_whatever_was_read_before(
    stub, send, tmp_path: Path, quarry, said
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"{quarry}\nThe talks of {name} go on.\n", "utf-8")
    stub.says({"moves": [said()]})
    stub.replies.append(send(b"", 500))
    with pytest.raises(EndpointError, match="HTTP 500"):
        Case.open([tmp_path], Options(skip=True, reader=LargeModel(stub.url)))


@pytest.mark.parametrize("seconds", [0, -1, float("nan")])
def test_no_time_is_no_way_to_read(seconds: float) -> None:
    with pytest.raises(UsageError, match="seconds"):
        LargeModel("http://localhost/v1", seconds=seconds)
