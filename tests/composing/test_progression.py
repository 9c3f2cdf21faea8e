"""Chords that a tune is composed to: read, laid out over its parts, kept to the last."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.support.charts import numbered, symbols_of
from tunesmith.composing import Composer, Request
from tunesmith.composing.jobs import job_for
from tunesmith.composing.outlines import outline_of
from tunesmith.composing.progression import PICKUPS, Section, charted, names_in, sampled_pickup, sections_of
from tunesmith.errors import RequestError
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.notation.check import check

JIG = Request(progression="D | G A | D | A7 :|", rhythm="jig", key="D", bars=8)


def bars_of(text: str) -> list[tuple[str | None, ...]]:
    [section] = sections_of(text)
    return list(section.bars)


def test_bars_stand_between_bar_lines_and_chords_between_spaces() -> None:
    assert bars_of("D | G A | % | A7 . D") == [("D",), ("G", "A"), (None,), ("A7", None, "D")]
    assert bars_of("| D | G |") == bars_of("D|G") == bars_of("D | G |]")


@pytest.mark.parametrize("text", ["D | G || Em | A", "D | G\nEm | A", "D | G |\n| Em | A |]"])
def test_parts_stand_between_double_bar_lines_or_on_lines(text: str) -> None:
    plain = Section((("D",), ("G",)), repeated=False), Section((("Em",), ("A",)), repeated=False)
    assert sections_of(text) == plain


@pytest.mark.parametrize("text", ["|: D | G :| Em | A |]", "D | G :: Em | A", "D | G :|: Em | A", "D | G :|\nEm | A"])
def test_a_repeat_sign_ends_a_part_that_is_played_twice(text: str) -> None:
    first, _ = sections_of(text)
    assert first == Section((("D",), ("G",)), repeated=True)


@pytest.mark.parametrize(
    ("progression", "why"),
    [
        ("D | H | X", "must have chord symbols such as G, Em7 or D/F#, not 'X'"),
        ("D | C° | D", "must have chord symbols"),
        ("D | | G", "has no chord in bar 2 of a part"),
        ("% | D", "has a part that begins with %"),
        ("|", "has no chords"),
        ("  \n", "has no chords"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(progression: str, why: str) -> None:
    with pytest.raises(RequestError, match="progression") as refused:
        Request(progression=progression)
    assert refused.value.field == "progression"
    assert why in str(refused.value)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (
            {"rhythm": "jig", "progression": "D G A"},
            "has 3 chords in bar 1 of a part; a bar of 6/8 takes 2",
        ),
        ({"progression": "D || G || A", "form": "AABB"}, "has 3 parts, but the tune is asked to have 2"),
        ({"progression": "D | G | A | D", "bars": 2}, "has 4 bars in part 1, but a part of the tune has at most 2"),
        ({"progression": "D | G :|", "form": "AB"}, "progression repeats its part 1"),
        ({"progression": "D", "meter": "3/2"}, "meter must be one that takes chord symbols"),
        ({"progression": "D", "opening": "ABc"}, "progression cannot be asked for together with an opening"),
        ({"progression": "D", "unconstrained": True}, "progression cannot be kept by an unconstrained tune"),
        ({"progression": "D", "chords": False}, "progression has chords, but the option chords asks for none"),
        ({"chords": "many"}, "chords must be one of written, found, none, not 'many'"),
    ],
)
def test_what_does_not_go_together_is_refused(asked: dict[str, object], why: str) -> None:
    with pytest.raises(RequestError) as refused:
        job_for(Request(**asked), 0)  # type: ignore[arg-type]
    assert why in str(refused.value)
    assert refused.value.field in ("progression", "meter", "chords")


def test_a_part_takes_the_chords_round_in_whole_turns() -> None:
    def spans(progression: str, **more: object) -> list[tuple[int, int, int]]:
        asked = Request(progression=progression, **more)  # type: ignore[arg-type]
        return [(part.least, part.most, part.phrase) for part in charted(outline_of(asked, {}), asked, None).parts]

    assert spans("D | G")[0] == (4, 16, 4)
    assert spans("D | G | A")[0] == (6, 15, 3)
    assert spans(" | ".join(["D"] * 8))[0] == (8, 16, 8)
    assert spans(" | ".join(["D"] * 20))[0] == (20, 20, 20)
    assert spans("D | G || A") == [(4, 16, 4)] * 2
    assert spans("D | G", bars=6, parts=2) == [(6, 6, 1)] * 2


def test_the_beats_of_a_bar_are_shared_out_and_a_point_keeps_the_chord() -> None:
    asked = Request(progression="D G A | D . . A", meter="4/4", parts=1, bars=2)
    chart = charted(outline_of(asked, {}), asked, None).chart
    assert chart is not None
    names = [chord.symbol for chord in chart.chords]
    written = [[names[chord] if new else "" for chord, new in bar] for bar in chart.parts[0]]
    assert written == [["D", "", "G", "A"], ["D", "", "", "A"]]
    assert names_in(asked.progression) == names


def test_upbeats_are_sampled_with_the_seed_as_often_as_lead_sheets_have_them() -> None:
    drawn = [sampled_pickup(JIG, seed) for seed in range(400)]
    length, share = PICKUPS[(6, 8)]
    assert set(drawn) == {Fraction(0), length}
    assert drawn.count(length) / 400 == pytest.approx(share, abs=0.08)
    assert sampled_pickup(Request(rhythm="jig"), 1) is None


@pytest.mark.parametrize(
    "asked",
    [
        {"progression": "D | G A | D | A7 :|", "rhythm": "jig", "key": "D", "bars": 8},
        {"progression": "Am . . E7 | F | % G\nC | G | Am | E", "meter": "4/4", "key": "Am", "ending": "home"},
        {"progression": "Em | D", "form": "ABAC", "bars": 4, "rhythm": "waltz", "ending": "home"},
        {"progression": "F#m7b5 | B7", "meter": "2/4", "key": "Em", "parts": 1, "outside": 0.0, "best_of": 2},
        {"progression": "Dm | Eb | Dm | C", "key": "Ddor", "instrument": "recorder", "length": 400},
    ],
    ids=["jig", "two parts", "returning", "foreign chords", "short"],
)
def test_composed_tunes_have_all_the_chords_at_their_places(checkpoint: Checkpoint, asked: dict[str, object]) -> None:
    request = Request(temperature=0.5, **asked)  # type: ignore[arg-type]
    sections = sections_of(request.progression)
    made = Composer(checkpoint, threads=1).compose(request, seed=5, count=4)
    for one in made:
        assert check(one.text).findings == ()
        for part, number, bar in numbered(one.tune):
            if number is None:
                assert symbols_of(bar) == []
            elif request.form != "ABAC" or part != 2:
                chords = sections[part % len(sections)].bars
                assert [name for _, name in symbols_of(bar)] == [name for name in chords[number % len(chords)] if name]


def test_a_tune_to_a_progression_is_made_again_from_its_recipe(checkpoint: Checkpoint) -> None:
    composer = Composer(checkpoint, threads=1)
    one, two = composer.compose(JIG, seed=40, count=2)
    assert one.recipe.options["progression"] == JIG.progression
    [again] = composer.compose(Request(**two.recipe.options), seed=two.seed)
    assert again.text == two.text != one.text


def test_a_lead_sheet_begins_with_a_chord_and_a_plain_tune_has_none(checkpoint: Checkpoint) -> None:
    composer = Composer(checkpoint, threads=1)
    for chords in (True, "found"):
        for one in composer.compose(Request(chords=chords, meter="6/8", length=500), seed=1, count=4):
            [first, *_] = [bar for bar in one.tune.bars if bar.fill != "anacrusis"]
            assert [place for place, _ in symbols_of(first)][:1] == [0]
            assert check(one.text).findings == ()
    for one in composer.compose(Request(chords=False, length=500), seed=1, count=4):
        assert not any(symbols_of(bar) for bar in one.tune.bars)


def test_only_a_network_that_knows_chords_is_told_of_them(checkpoint: Checkpoint) -> None:
    knowing = Checkpoint(
        checkpoint.config, checkpoint.vocabulary, checkpoint.weights, {"corpus": {"controls": ["rhythm", "chords"]}}
    )
    assert "chords" in knowing.control_lines
    assert checkpoint.control_lines == ("rhythm", "form")
    for model, line in ((knowing, "C:written\n"), (checkpoint, "")):
        [job] = Composer(model).jobs(JIG, 1)
        assert job.preface == f"R:jig\n{line}"
    [job] = Composer(knowing).jobs(Request(chords="none"), 1)
    assert job.preface == "C:none\n"
