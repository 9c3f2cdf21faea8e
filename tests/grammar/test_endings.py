"""How a tune ends: at home on the tonic and at rest, or open on another degree."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.endings import ends_as_asked, key_of_last_note
from tests.support.scribe import Scribe, any_orders, any_short_outline
from tests.support.subset import departures
from tunesmith.grammar.outlines import Fragment, PartOutline
from tunesmith.grammar.plans import build_plan
from tunesmith.notation.check import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from tunesmith.grammar.outlines import Ending, Outline

TWO_BARS = [PartOutline(2, 2)]
REPEATED = [PartOutline(2, 2, repeated=True)]


def choices_after(scribe: Callable[..., Scribe], text: str, **changes: Any) -> str:
    one = scribe(parts=TWO_BARS, **changes)
    assert one.write(text) == ""
    return one.choices()


def test_the_last_note_of_the_last_bar_must_be_the_tonic(scribe: Callable[..., Scribe]) -> None:
    letters = set(choices_after(scribe, " d8 | A6 ", least_total=2, ending="home")) & set("ABCDEFGabcdefgz[(")
    assert letters == set("Dd")


@pytest.mark.parametrize(
    ("body", "ends"),
    [
        (" d8 | A6 d2 |]", True), (" d8 | d8 |]", True), (" d8 | A4 d4 |]", True), (" d8 | A4{e} d4 |]", True),
        (" d8 | A7 d |]", False), (" d8 | A6 e2 |]", False), (" d8 | A6 ^d2 |]", False), (" d8 | A6 z2 |]", False),
        (" d8 | A6 [df]2 |]", False), (" d8 | d6 de |]", False), (" d8 | A4 d2 (3efe |]", False),
        (" d8 | A2 ^d4 =d2 |]", True), (" d8 | A4\"D\" d4 |]", True),
        (" d8- | d8 |]", True), (" A8 | A6- d2 |]", False),
        (" d8 | (A6 d2) |]", True), (" d8 | A4 (d2 d2) |]", True), (" d8 | A6 (d2) |]", False),
        (" d8 | A4 d2- d2 |]", True), (" d8 | A4 A2- d2 |]", False), (" d8 | A4 ^d2- d2 |]", False),
        (" d8 | A6 ~d2 |]", True), (" d8 | A6 Td2 |]", True), (" d8 | A6!f! d2 |]", True),
    ],
)  # fmt: skip
def test_at_home(scribe: Callable[..., Scribe], body: str, ends: bool) -> None:
    one = scribe(parts=TWO_BARS, least_total=2, ending="home")
    assert (one.write(body) == "" and one.end()) == ends


@pytest.mark.parametrize(
    ("body", "ends"),
    [
        (" d8 | A6 d2 |]", False), (" d8 | A6 e2 |]", True), (" d8 | A6 z2 |]", False), (" d8 | A6 [ce]2 |]", False),
        (" d8 | d6 (3ede |]", True), (" d8 | d6 (3edd |]", False),
        (" d8 | d6 d>e |]", True), (" d8 | d6 e>d |]", False),
    ],
)  # fmt: skip
def test_open(scribe: Callable[..., Scribe], body: str, ends: bool) -> None:
    one = scribe(parts=TWO_BARS, least_total=2, ending="open")
    assert (one.write(body) == "" and one.end()) == ends


@pytest.mark.parametrize(
    ("body", "share", "ends"),
    [
        (" d8 | A4 d4 |]", 36, True), (" d8 | A6 d2 |]", 36, False), (" d8 | d8 |]", 36, True),
        (" d8 | d8 |]", 72, True), (" d8 | A2 d6 |]", 72, False), (" d8 | A2 d6 |]", 54, True),
        (" d8 | A6 d2 |]", 9, True), (" d8 | A7 d |]", 9, False),
    ],
)  # fmt: skip
def test_the_last_note_has_its_share_of_the_bar(
    scribe: Callable[..., Scribe], body: str, share: int, ends: bool
) -> None:
    one = scribe(parts=TWO_BARS, least_total=2, ending="home", last_shares=[share])
    assert (one.write(body) == "" and one.end()) == ends


def test_a_last_note_of_a_whole_bar_fills_a_bar_that_the_pickup_shortens(scribe: Callable[..., Scribe]) -> None:
    changes = {"meters": [(3, 4)], "pickup": Fraction(1, 4), "least_total": 2, "ending": "home", "last_shares": [72]}
    one = scribe(parts=REPEATED, **changes)
    assert one.write(" A2 | d6 | d4 :|") == ""
    assert one.end()
    assert scribe(parts=REPEATED, **changes).write(" A2 | d6 | A2 d2 :|") == "A2 d2 :|"


@pytest.mark.parametrize(("last", "ends"), [("A3 d2", True), ("A2 d3", True), ("A2 B2 d", False), ("A4 d", False)])
def test_a_last_note_begins_no_later_in_a_bar_that_the_pickup_shortens(
    scribe: Callable[..., Scribe], last: str, ends: bool
) -> None:
    changes = {"meters": [(6, 8)], "pickup": Fraction(1, 8), "least_total": 2, "ending": "home", "last_shares": [36]}
    one = scribe(parts=REPEATED, **changes)
    assert (one.write(f" A | d6 | {last} :|") == "" and one.end()) == ends


def test_an_open_end_has_its_share_too(scribe: Callable[..., Scribe]) -> None:
    changes = {"parts": TWO_BARS, "least_total": 2, "ending": "open", "last_shares": [36]}
    one = scribe(**changes)
    assert one.write(" d8 | A4 e4 |]") == ""
    assert one.end()
    assert scribe(**changes).write(" d8 | A6 e2 |]") != ""


def test_a_bar_shortened_by_the_pickup_is_filled(scribe: Callable[..., Scribe]) -> None:
    changes = {"meters": [(3, 8)], "pickup": Fraction(1, 4), "least_total": 2, "ending": "home"}
    one = scribe(parts=REPEATED, **changes)
    assert one.write(" A2 | d3 | d :|") == ""
    assert one.end()
    assert scribe(parts=REPEATED, **changes).write(" A2 | d3 | e :|") == "e :|"


def test_only_the_last_ending_need_be_home(scribe: Callable[..., Scribe]) -> None:
    one = scribe(parts=[PartOutline(2, 2, repeated=True)], least_total=2, ending="home")
    assert one.write("|: d8 |1 e8 :|2 d8 ||") == ""
    assert one.end()


def test_a_part_that_may_be_followed_by_another_may_end_anywhere(scribe: Callable[..., Scribe]) -> None:
    one = scribe(parts=[PartOutline(2, 2)] * 2, least_parts=1, least_total=2, ending="home")
    assert one.write(" d8 | e8 |") == ""
    assert not one.end()
    assert one.write("| d8 | d8 |]") == ""
    assert one.end()


def test_a_part_that_comes_back_at_the_end_ends_at_home_at_once(scribe: Callable[..., Scribe]) -> None:
    parts = [PartOutline(2, 2, False), PartOutline(2, 2, False), PartOutline(2, 2, False, 0)]
    one = scribe(parts=parts, least_parts=3, ending="home")
    assert one.write(" d8 | e8 |") == "8 |"  # there must be room for the tonic
    assert one.write("6 d2 || e8 | f8 || d8 | e6 d2 |]") == ""
    assert one.end()


@pytest.mark.parametrize("last", ["A4 d2- d2", "(A6 d2)", "A6 ~d2", "A6{e} d2"])
def test_a_part_comes_back_as_it_was_though_it_may_not_go_on_now(scribe: Callable[..., Scribe], last: str) -> None:
    parts = [PartOutline(2, 4, False), PartOutline(2, 2, False), PartOutline(2, 4, False, 0)]
    one = scribe(parts=parts, least_parts=3, ending="home", limit=2000)
    assert one.write(f" d8 | {last} || e8 | f8 || d8 | {last} |]") == ""
    assert one.end()


def test_a_tie_does_not_lead_into_a_bar_with_room_for_the_last_note_alone(scribe: Callable[..., Scribe]) -> None:
    changes = {"meters": [(2, 4)], "pickup": Fraction(1, 4), "least_total": 2, "parts": REPEATED}
    assert scribe(ending="any", **changes).write(" A2 | e4- |") == ""
    assert scribe(ending="home", **changes).write(" A2 | e4- |") == "- |"
    assert scribe(ending="home", **changes).write(" A2 | d4- | d2 :|") == ""


@pytest.mark.parametrize(
    ("last", "ends"), [("A4 d4", True), ("d8", True), ("A4 d3", True), ("d7", True), ("d6 e", False)]
)
def test_the_last_bar_may_complete_the_pickup_of_the_part_or_of_the_tune(
    scribe: Callable[..., Scribe], last: str, ends: bool
) -> None:
    parts = [PartOutline(2, 2, True), PartOutline(2, 2, False)]
    one = scribe(parts=parts, least_parts=2, least_total=4, ending="home", limit=2000)
    assert (one.write(f" A |: d8 | d8 :| e8 | {last} |]") == "" and one.end()) == ends


def test_a_fragment_ends_as_asked(scribe: Callable[..., Scribe]) -> None:
    one = scribe(header=False, fragment=Fragment(1, Fraction(1)), ending="home")
    assert one.write(" A6 d2 ") == ""
    assert one.end()
    assert scribe(header=False, fragment=Fragment(1, Fraction(1)), ending="home").write(" A6 e2 ") == "e2 "


def test_a_range_without_the_tonic_is_refused(outline: Outline) -> None:
    with pytest.raises(ValueError, match="tonic"):
        build_plan(replace(outline, lowest=63, highest=70, ending="home"))


@pytest.mark.parametrize("seed", [*range(60), 5156])  # the 6 forms of parts, 3 endings, 10 lengths; one that got stuck
def test_a_walk_whose_end_is_always_near_ends_as_asked(seed: int) -> None:
    chance = random.Random(seed)
    outline = any_short_outline(chance)
    scribe = Scribe(outline)
    text = scribe.follow(any_orders(chance))
    assert scribe.ended, f"nothing may follow {text[-40:]!r}"
    assert len(text) <= outline.limit
    assert check(text).findings == ()
    assert departures(text) == []
    assert ends_as_asked(text, outline.ending, *outline.last_shares)


@pytest.mark.parametrize("seed", range(300, 340))
def test_of_all_tunes_those_are_written_that_end_as_asked_and_no_others(seed: int) -> None:
    chance = random.Random(seed)
    outline = replace(any_short_outline(chance), ending="any", limit=3000)
    text = Scribe(outline).follow(any_orders(chance))
    [(name, alterations)] = outline.keys
    key = key_of_last_note(text) or name
    ends: tuple[tuple[Ending, str], ...] = (("open", name), ("home", key))
    for ending, heard in ends:
        tune = text.replace(f"K:{name}\n", f"K:{heard}\n")
        one = Scribe(replace(outline, keys=[(heard, alterations)], ending=ending))
        assert (one.write(tune) == "" and one.end()) == ends_as_asked(tune, ending, *outline.last_shares)


def test_a_part_that_need_not_be_the_last_leaves_open_what_its_own_pickup_brings(scribe: Callable[..., Scribe]) -> None:
    """It could end the tune by the tune's shorter pickup, but only on a note that may come too late."""
    parts = [PartOutline(2, 2), PartOutline(2, 2), PartOutline(2, 2)]
    changes = {"parts": parts, "least_parts": 2, "least_total": 2, "ending": "home"}
    until = " d |: d8 |1 e8 :|2 e6 || A2 | d8 | "
    one = scribe(**changes)
    assert one.write(until + "e6 || A2 | d8 | A4 d2 |]") == ""
    assert one.end()
    assert scribe(**changes).write(until + "e6 f || ") == "f || "
    assert scribe(**changes).write(until + "e4 d3 |]") == " |]"
