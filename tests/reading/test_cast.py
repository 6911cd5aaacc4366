"""The cast: which mentions are the same actor, whom it speaks for, which role it has.

The words are marked as in the corpus, so that nothing here hangs on what a network learnt.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sulh.model.move import Actor, Move, Reading
from sulh.reading.entity import kinds_of_name, kinds_of_noun

Read = Callable[..., Reading]


def actors(reading: Reading) -> dict[str, Actor]:
    return {actor.name: actor for actor in reading.actors}


def only(reading: Reading, act: str) -> Move:
    (move,) = [move for move in reading.moves if move.act == act]
    return move


@pytest.mark.parametrize(
    ("text", "party"),
    [
        (
            "{@A|The Saffron Movement} met envoys. "
            "{@B s1|The movement} {m1 reject|rejected} {t1|a truce}.",
            "Saffron Movement",
        ),
        (
            "{@A|The Loom Workers' Union} voted. "
            "{@B s1|The union} {m1 reject|rejected} {t1|a cut}.",
            "Loom Workers' Union",
        ),
        (
            "{@A|Harrow Textiles} made a loss. "
            "{@A s1|The company} {m1 reject|rejected} {t1|a rise}.",
            "Harrow Textiles",
        ),
        (
            "{@A|The Port Dockers' Union} met. "
            "{@B s1|The Dockers' Union} {m1 reject|rejected} {t1|a cut}.",
            "Port Dockers' Union",
        ),
        (
            "{@S|Norvane} voted. "
            "{@B s1|The Norvanian government} {m1 reject|rejected} {t1|a truce}.",
            "Norvane",
        ),
        (
            "{@A|The Hill Alliance} met. "
            "{@B s1|The Alliance} {m1 reject|rejected} {t1|a truce}.",
            "Hill Alliance",
        ),
        (
            "{@A|The Free Miners' League} met. "
            "{@B s1|The FML} {m1 reject|rejected} {t1|a truce}.",
            "Free Miners' League",
        ),
        (
            "{@O|Dana Orel, {@O|whose} New Miners' League (NML) won ten seats,} left. "
            "{@B s1|The NML} {m1 reject|rejected} {t1|a truce}.",
            "New Miners' League",
        ),
        (
            "{@I|Iceland} sent envoys. "
            "{@B s1|The {@I|Icelandic} delegation} {m1 reject|rejected} {t1|a truce}.",
            "Iceland",
        ),
        (
            "{@P|Ewa Nowicka, who leads {@A|the Miners' Union},} met us. "
            "{@Q s1|Nowicka} {m1 reject|rejected} {t1|a cut}.",
            "Miners' Union",
        ),
        (
            "{@S|Temsana} sent envoys. "
            "{@B s1|{@S|Its} delegation} {m1 reject|rejected} {t1|a truce}.",
            "Temsana",
        ),
        (
            "{@P s1|The head of {@A|the Amber Front}, Salma Idrissi,} {m1 reject|rejected} {t1|a "
            "truce}.",
            "Amber Front",
        ),
        ("{@P s1|A spokesman for {@A|the Amber Front}} {m1 reject|rejected} {t1|a truce}.", "Amber Front"),
        ("{@P s1|Salma Idrissi} of {@A|the Amber Front} {m1 reject|rejected} {t1|a truce}.", "Amber Front"),
        (
            "{@A|The Amber Front} met. "
            "{@P s1|A front official} {m1 reject|rejected} {t1|a truce}.",
            "Amber Front",
        ),
        (
            "{@S|Norvane} and {@A|Volhin} met. "
            "{@B s1|{@S|Norvane}'s Volhin rebels} {m1 reject|rejected} {t1|a truce}.",
            "Volhin",
        ),
        (
            "{@A|The Amber Front} met. "
            "{@B s1|{@S|Norvane}'s last rebel group} {m1 reject|rejected} {t1|a truce}.",
            "Amber Front",
        ),
        (
            "{@S|Norvane} waits. Premier {@P|Dana Orel}'s office was shut. "
            "{@P s1|Orel} {m1 reject|rejected} {t1|a truce}.",
            "Norvane",
        ),
        (
            "{@S|Temsana} and {@I|Norvane} met. In {@I|Norvane}, said Premier {@P|Dana Orel}, all is well. "
            "{@P s1|Orel} {m1 reject|rejected} {t1|a truce}.",
            "Norvane",
        ),
        (
            "{@A|The Amber Front} met. {@P|Ana Ruiz, a former member of {@B|the Hill Front},} spoke. "
            "{@P s1|Ruiz of {@A|the Amber Front}} {m1 reject|rejected} {t1|a truce}.",
            "Amber Front",
        ),
        ("{@A s1|Oldtown-based Harrow Textiles} {m1 reject|rejected} {t1|a truce}.", "Harrow Textiles"),
        (
            "{@A|The Harrow Maritime League, or HML,} met. "
            "{@B s1|The HML} {m1 reject|rejected} {t1|a truce}.",
            "Harrow Maritime League",
        ),
        (
            "{@A|The RMX union} and {@B|the Rail Group} met. "
            "{@A s1|The union} {m1 reject|rejected} {t1|a truce}.",
            "RMX union",
        ),
        (
            "{@A|The Amber Front} met. {@P|Salma Idrissi} spoke. "
            "{@P s1|She} {m1 reject|rejected} {t1|a truce}. {@A|{@P|Her} movement} waits.",
            "Amber Front",
        ),
    ],
)  # fmt: skip
def test_an_act_is_that_of_the_right_actor(text: str, party: str, read_marks: Read) -> None:
    found = read_marks(text, P="person", Q="person", S="state", I="state")
    assert only(found, "reject").party == (party,)


def test_we_are_the_side_of_whoever_speaks(read_marks: Read) -> None:
    text = "{q1|“{@A s2|We} {m2 reject|reject} {t2|a truce},”} {c1|said} {@P s1|Jens Dahl of {@A|Orvale}}."
    move = only(read_marks(text, P="person"), "reject")
    assert move.party == ("Orvale",)
    assert move.speaker == "Jens Dahl"
    assert move.sources == ()


def test_a_person_has_a_title_and_a_side(read_marks: Read) -> None:
    text = (
        "{@P s1|The head of {@A|the Amber Front}, Salma Idrissi,} {m1 reject|rejected} {t1|a truce}. "
        "{@Q s2|Prime Minister Jens Dahl of {@O|Orvale}} {m2 demand|demanded} {t2|a truce}."
    )
    found = actors(read_marks(text, P="person", Q="person", O="state"))
    assert found["Salma Idrissi"].kind == "person"
    assert found["Salma Idrissi"].title == "head of the Amber Front"
    assert found["Salma Idrissi"].member_of == "Amber Front"
    assert found["Jens Dahl"].title == "Prime Minister"
    assert found["Jens Dahl"].member_of == "Orvale"


@pytest.mark.parametrize(
    ("person", "side"),
    [
        ("Ana Orel, travelling through Japan,", None),
        ("Ana Orel, a {@O|Orvalian} diplomat who chairs {@A|the Amber Group},", "Amber Group"),
        ("Ana Orel, who has talked with {@A|the Amber Group},", None),
        ("Ana Orel, who presides over {@A|the Amber Group},", "Amber Group"),
        ("Ana Orel, who speaks for Sorve,", "Sorve"),
    ],
)
def test_whom_a_person_speaks_for(person: str, side: str | None, read_marks: Read) -> None:
    text = (
        f"{{@P s1|{person}}} {{m1 reject|rejected}} {{t1|a truce}}. {{@S|Sorve}} met {{@A|the Amber Group}}."
    )
    found = actors(read_marks(text, P="person", S="state", A="organisation", O="state"))
    assert found["Ana Orel"].member_of == side


def test_a_trade_representative_is_of_the_state_before_her(read_marks: Read) -> None:
    text = (
        "{@U|U.S.} {@P s1|Trade Representative Ana Orel} {m1 reject|rejected} {t1|a truce}. "
        "{@W|The World Trade Organization} met."
    )
    assert actors(read_marks(text, P="person", U="state"))["Ana Orel"].member_of == "United States"


def test_her_government_is_her_own(read_marks: Read) -> None:
    text = (
        "{@P s1|Ana Orel, {@T|Temsana}'s minister,} {c1|said} {q1|that {@G s2|her government} "
        "{m2 reject|rejects} {t2|a truce}}. {@O|Orvale} met."
    )
    assert only(read_marks(text, P="person", T="state", G="state", O="state"), "reject").party == ("Temsana",)


def test_its_rival_is_another(read_marks: Read) -> None:
    text = (
        "{@T|Temsana} waits while {@R s1|its rival} {m1 reject|rejects} {t1|a truce}. "
        "{@O s2|Orvale} {m2 accept|accepted} {t2|it}."
    )
    assert only(read_marks(text, T="state", R="state", O="state"), "reject").party != ("Temsana",)


def test_a_name_in_another_language_has_its_own_letters(read_marks: Read) -> None:
    text = (
        "{@A s1|The Free Forces of Volhar}, or VLS, {m1 reject|rejected} {t1|a truce}. "
        "{@A s2|VLS} {m2 demand|demands} {t2|a hill}."
    )
    assert {move.party for move in read_marks(text).moves} == {("Free Forces of Volhar",)}


@pytest.mark.parametrize("name", ["Latin America", "the Gulf", "the Harbour Financing Act"])
def test_a_region_and_a_law_are_nobody(name: str, read_marks: Read) -> None:
    text = f"{{@A s1|Temsana}} {{m1 reject|rejected}} {{t1|a truce}}. {{@B|{name}}} is calm."
    assert set(actors(read_marks(text, A="state"))) == {"Temsana"}


@pytest.mark.parametrize(
    ("other", "party"), [("{@U|U.S.} envoys met.", "United States"), ("", "White House")]
)
def test_a_house_stands_for_its_state_where_that_is_named(other: str, party: str, read_marks: Read) -> None:
    text = "{@W s1|The White House} {m1 reject|rejected} {t1|a cut}. " + other
    assert only(read_marks(text, W="organisation", U="state"), "reject").party == (party,)


def test_an_office_and_the_name_that_follows_are_one_person(read_marks: Read) -> None:
    text = "{@P s1|The chief negotiator} {m1 reject|rejected} {t1|a truce}. {@P|Dana Orel} left at noon."
    assert only(read_marks(text, P="person"), "reject").speaker == "Dana Orel"


def test_persons_of_one_surname_are_two(read_marks: Read) -> None:
    text = (
        "{@P s1|Tal Barak} {m1 reject|rejected} {t1|a truce}. {@Q s2|Ido Barak} {m2 demand|demands} {t2|one}."
    )
    assert {move.speaker for move in read_marks(text, P="person", Q="person").moves} == {
        "Tal Barak",
        "Ido Barak",
    }


def test_aliases_and_mentions_are_kept(read_marks: Read) -> None:
    reading = read_marks(
        "{@A s1|The Port Dockers' Union} {m1 reject|rejected} {t1|a cut}. {@A|The union} met. "
        "{@A|The Dockers' Union} stays."
    )
    union = actors(reading)["Port Dockers' Union"]
    assert {"union", "Dockers' Union"} <= set(union.aliases)
    words = {reading.report.text[start:end] for _, start, end in union.mentions}
    assert words == {"The Port Dockers' Union", "The union", "The Dockers' Union"}
    assert union.name not in union.aliases


TALKS = "{@T s1|Temsana} {m1 reject|rejected} {t1|a truce}. {@O s2|Orvale} {m2 demand|demands} {t2|a truce}. "


@pytest.mark.parametrize(
    ("text", "mediators"),
    [
        (
            "{@E s3|Egypt} and {@Q s3|Qatar} {m3 press|urged} {@B a3|both sides} to {t3|go on}.",
            {"Egypt", "Qatar"},
        ),
        ("{@U s3|Upper Lusk}, which is hosting talks, {m3 press|urged} {t3|calm}.", {"Upper Lusk"}),
        ("{@J s3|Judge Ana Lusk} {m3 offer|gave} {@B a3|both sides} {t3|a draft}.", {"Ana Lusk"}),
        ("{@U|Upper Lusk}'s envoys left.", set()),
        ("{@E s3|Egypt} {m3 press|urged} {@T a3|Temsana} to {t3|go on}.", set()),  # once, and one of them
        ("{@W s3|Lusk's fruit growers} {m3 press|urged} {@B a3|both sides} to {t3|go on}.", set()),
        ("{@J s3|{@U|United Nations} envoy Ana Lusk} {m3 press|urged} {@T a3|Temsana} to {t3|go on}.",
         {"United Nations"}),
    ],
)  # fmt: skip
def test_roles(text: str, mediators: set[str], read_marks: Read) -> None:
    kinds: dict[str, str] = {"T": "state", "O": "state", "B": "group", "J": "person", "W": "organisation"}
    found = read_marks(TALKS + text, **kinds, U="organisation" if "United" in text else "state").actors
    assert {actor.name for actor in found if actor.role == "party"} == {"Temsana", "Orvale"}
    assert {actor.name for actor in found if actor.role == "mediator"} == mediators


def test_who_is_only_asked_for_something_stands_by(read_marks: Read) -> None:
    text = (
        "{@S s1|Orvale} {m1 demand|asked} {@T a1|Temsana} for {t1|a bridge}. "
        "{@U s2|Velan} {m2 reject|rejected} {t2|the bridge}."
    )
    found = read_marks(text, S="state", T="state", U="state")
    assert {name for name, actor in actors(found).items() if actor.role == "party"} == {"Orvale", "Velan"}


def test_whom_two_ask_is_the_other_side(read_marks: Read) -> None:
    text = (
        "{@S s1|The Dockers} {m1 demand|asked} {@T a1|Harrow Ports} for {t1|a rise}. "
        "{@U s2|The Drivers} {m2 demand|asked} {@T a2|Harrow Ports} for {t2|a bridge}."
    )
    roles = {name: actor.role for name, actor in actors(read_marks(text)).items()}
    assert roles["Harrow Ports"] == "party"


def test_both_sides_are_the_parties(read_marks: Read) -> None:
    reading = read_marks(TALKS + "{@B s3|Both sides} {m3 accept|accepted} {t3|the map}.", B="group")
    move = only(reading, "agree")
    assert move.speaker == "both sides"
    assert set(move.party) == {"Temsana", "Orvale"}


def test_an_addressee_is_the_only_other_party(read_marks: Read) -> None:
    moves = read_marks(TALKS).moves
    assert [(m.speaker, m.addressee) for m in moves] == [("Temsana", "Orvale"), ("Orvale", "Temsana")]


@pytest.mark.parametrize(
    ("name", "noun"),
    [
        ("Port Dockers' Union", "union"),
        ("Saffron Movement", "movement"),
        ("Meridane Terminals", "company"),
        ("Federation of Harbour Pilots", "federation"),
    ],
)
def test_a_name_says_which_nouns_may_stand_for_it(name: str, noun: str) -> None:
    assert kinds_of_name(name) & kinds_of_noun(noun) or not kinds_of_name(name)


def test_a_noun_that_stands_for_nobody_has_no_kind() -> None:
    assert kinds_of_noun("umbrella") == frozenset()
    assert kinds_of_name("Umbrella") == frozenset()


def test_neither_side_is_both_of_them(read_marks: Read) -> None:
    text = (
        "{@A s1|The Loom Workers' Union} {m1 demand|wants} {t1|more pay}. "
        "{@B s2|Harrow Textiles} {m2 reject|refused} {t2|a rise}. "
        "{@C s3|Neither side} {m3 reject|would take} {t3|a court}."
    )
    move = read_marks(text).moves[-1]
    assert move.speaker == "both sides"
    assert set(move.party) == {"Loom Workers' Union", "Harrow Textiles"}


def test_a_board_that_conciliates_by_its_name_mediates(read_marks: Read) -> None:
    text = (
        "{@A s1|The Loom Workers' Union} {m1 demand|wants} {t1|more pay}. "
        "{@H s2|Dana Orel, {@H|who} chairs {@B|the State Conciliation Board},} "
        "{m2 offer|proposed} {t2|a pause}."
    )
    found = actors(read_marks(text, H="person", B="body"))
    assert found["State Conciliation Board"].role == "mediator"


def test_an_office_is_told_without_whose_it_is(read_marks: Read) -> None:
    text = (
        "{@B|The Harbour Board} met. {c1|According to} {@H s1|{@B|the board's} chair, Dana Orel,} "
        "{q1|{@A s2|the Loom Workers' Union} {m2 demand|wants} {t2|more pay}}."
    )
    assert actors(read_marks(text, H="person", B="body"))["Dana Orel"].title == "chair"


def test_whose_they_are_is_no_name(read_marks: Read) -> None:
    text = (
        "{@A|The Loom Workers' Union} voted. {@A s1|{@A|Its} delegation} {m1 reject|rejected} {t1|a cut}. "
        "{@B s2|Harrow Textiles} {m2 offer|offered} {t2|a cut}."
    )
    assert actors(read_marks(text))["Loom Workers' Union"].aliases == ()


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("{@P s1|Managing director Ola Prym} {m1 reject|rejected} {t1|a rise}.", "Harrow Foods"),
        ("{@P s1|Branch secretary Ola Prym} {m1 reject|rejected} {t1|a cut}.", "Loom Workers' Union"),
        ("{@P s1|Ola Prym, the union organiser,} {m1 reject|rejected} {t1|a cut}.", "Loom Workers' Union"),
        ("{@P s1|Ola Prym, an economist,} {m1 reject|rejected} {t1|a cut}.", None),
    ],
)
def test_an_office_tells_the_side_where_there_is_one_of_its_kind(
    text: str, side: str | None, read_marks: Read
) -> None:
    talks = (
        "{@U s8|The Loom Workers' Union} {m8 demand to=H|wants} {t8|a rise} from {@H|Harrow Foods}. "
        "{@H s9|Harrow Foods} {m9 offer to=U|offers} {t9|three percent}. "
    )
    assert actors(read_marks(talks + text, P="person"))["Ola Prym"].member_of == side


def test_a_government_is_no_movement(read_marks: Read) -> None:
    text = (
        "{@M s1|The Army of the Poor and the Land (APL)} {m1 demand|wants} {t1|a truce}. "
        "{@P|President Ines de la Roca} was in Rome. "
        "{@G s3|{@P|Her} government} {m3 reject|would refuse} {t3|a truce}. "
        "{@P s4|De la Roca} {m4 threaten|would} {t4|send troops}. {@M s5|The APL} {m5 meet|left}."
    )
    reading = read_marks(text, P="person", G="state")
    assert {move.party for move in reading.moves if move.act in {"reject", "threaten"}} == {("government",)}
    assert actors(reading)["Army of the Poor and the Land"].aliases == ("APL",)


def test_an_adjective_names_nobody(read_marks: Read) -> None:
    text = "{@G s1|The Karsovian government} {m1 reject|rejected} {t1|the plan}."
    assert only(read_marks(text, G="state"), "reject").party == ("Karsovian government",)


@pytest.mark.parametrize(
    ("text", "party"),
    [
        (
            "{@A s1|The {@P|People's} Committee of {@D|the Delta}} {m1 reject|rejected} {t1|a truce}.",
            "People's Committee of the Delta",
        ),
        (
            "{@A s1|The Movement for a New Constitution} {m1 reject|rejected} {t1|a truce}.",
            "Movement for a New Constitution",
        ),
        (
            "{@A s1|The Farmers and Smallholders Movement} {m1 reject|rejected} {t1|it}.",
            "Farmers and Smallholders Movement",
        ),
        ("{@A|A Sharevi envoy} came. {@A s1|Sharev} {m1 reject|rejected} {t1|a truce}.", "Sharev"),
    ],
)
def test_a_name_made_of_common_words_is_one_name(text: str, party: str, read_marks: Read) -> None:
    assert only(read_marks(text, A="body"), "reject").party == (party,)


def test_two_unions_are_two(read_marks: Read) -> None:
    text = "{@A s1|{@B|The Union of Teachers} and {@C|the Union of Nurses}} {m1 demand|demand} {t1|5%}."
    assert only(read_marks(text, A="group"), "demand").party == ("Union of Teachers", "Union of Nurses")


def test_a_president_is_of_the_state_behind_her_name(read_marks: Read) -> None:
    text = "{@H s1|President Dana Orel of the Velan Islands} {m1 reject|rejected} {t1|a truce}."
    assert only(read_marks(text, H="person"), "reject").party == ("Velan Islands",)


def test_a_minister_belongs_to_no_company(read_marks: Read) -> None:
    text = (
        "{@C|Velan Petroleum} pumps. {@S|Orvale} waits, as {@S|Orvale} does. "
        "{@H s1|Petroleum Minister Dana Orel} {m1 reject|rejected} {t1|a tax}."
    )
    assert only(read_marks(text, H="person", S="state"), "reject").party == ("Orvale",)


def test_the_army_is_not_that_of_a_state_named_once(read_marks: Read) -> None:
    text = "{@S|Orvale} was silent. {@A s1|The army} {m1 reject|rejected} {t1|a truce}."
    assert only(read_marks(text, S="state"), "reject").speaker == "army"


def test_the_army_is_that_of_the_official_who_speaks_of_it(read_marks: Read) -> None:
    text = (
        "{@S|Orvale} waits, and {@T|Temsana} does. {@P s1|An {@S|Orvalan} official} {c1|said} "
        "{q1|{@A s2|the army} {m2 reject|rejected} {t2|a truce}}."
    )
    assert only(read_marks(text, S="state", T="state", P="source"), "reject").party == ("Orvale",)


def test_who_speaks_goes_on_as_the_first_pronoun(read_marks: Read) -> None:
    text = (
        "{@P s1|{@S|Orvale} negotiators} {c1|told} {@T|Temsana}'s envoy, {@Q|Dana Orel of {@T|Temsana}}, "
        "{q1|that {s2|they} {m2 offer|would free} {t2|ten men}}."
    )
    kinds = {"P": "person", "S": "state", "T": "state", "Q": "person"}
    assert only(read_marks(text, **kinds), "offer").party == ("Orvale",)


def test_a_country_in_capitals_is_no_pronoun(read_marks: Read) -> None:
    text = "{@P|Dana Orel} spoke. {@U s1|The US} {m1 reject|rejected} {t1|a truce}."
    assert only(read_marks(text, P="person", U="state"), "reject").party == ("United States",)


def test_who_comments_takes_no_position(read_marks: Read) -> None:
    text = "{@P s1|Dana Orel, an analyst,} {m1 reject|rejected} {t1|a truce}."
    assert not read_marks(text, P="person").moves


@pytest.mark.parametrize(
    "who",
    [
        "{@P s1|A spokesman for {@U|the University of Harlow}}",
        "{@P s1|Professor Dana Orel, chief negotiator of {@U|the University of Harlow},}",
    ],
)
def test_who_holds_an_office_in_the_talks_comments_on_nothing(who: str, read_marks: Read) -> None:
    text = who + " {m1 reject|rejected} {t1|a truce}."
    assert only(read_marks(text, P="person"), "reject").party == ("University of Harlow",)


def test_who_stands_in_a_dateline_is_nobody(read_marks: Read) -> None:
    text = "{@N|NORVANE CITY} (AP) — {@S s1|Orvale} {m1 reject|rejected} {t1|a truce}."
    assert set(actors(read_marks(text, N="state", S="state"))) == {"Orvale"}


def test_two_that_share_a_noun_are_two(read_marks: Read) -> None:
    text = (
        "{@F s1|The Free Democrats} {m1 reject|rejected} {t1|a tax}. "
        "{@S s2|The Social Democrats} {m2 demand|demand} {t2|a cap}."
    )
    moves = read_marks(text).moves
    assert [move.party for move in moves] == [("Free Democrats",), ("Social Democrats",)]
