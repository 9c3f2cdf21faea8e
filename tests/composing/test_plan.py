from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tunesmith.analysis.statistics import part_length
from tunesmith.composing.composer import Composer
from tunesmith.composing.outlines import outline_of
from tunesmith.composing.plan import opened, prepare
from tunesmith.composing.prompt import X_READ
from tunesmith.composing.request import Request
from tunesmith.errors import RequestError
from tunesmith.music.instruments import playable

if TYPE_CHECKING:
    from tunesmith.model.checkpoint import Checkpoint


@pytest.mark.parametrize(
    ("request_", "opening"),
    [
        (Request(), X_READ + "L:1/"),
        (Request(meter="6/8", key="Ador"), X_READ + "L:1/8\n"),
        (Request(opening="A2 BA GABd |", meter="4/4", key="G"), X_READ + "L:1/8\nM:4/4\nK:G\n A2 BA GABd |"),
        (Request(opening="L:1/16\nQ:1/4=90\nM:2/4\nK:D\nd4 c2B2"), X_READ + "L:1/16\nQ:1/4=90\nM:2/4\nK:D\n d4 c2B2 |"),
        (Request(opening="A2 B c", key="D"), X_READ + "L:1/8\nM:4/4\nK:D\n A2 Bc"),
        (Request(opening="ABc d2 e f2 g |", key="D"), X_READ + "L:1/8\nM:9/8\nK:D\n ABc d2 e f2 g |"),
    ],
)  # fmt: skip
def test_what_is_settled_before_the_first_character(request_: Request, opening: str) -> None:
    assert prepare(request_).opening.removesuffix(" ") == opening


def test_requests_that_differ_only_in_how_they_are_sampled_share_a_plan() -> None:
    assert prepare(Request(parts=2)).plan is prepare(Request(parts=2, temperature=0.3, top_k=5, best_of=8)).plan


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"key": "H"}, "key must be a tonic and a mode, such as D, Gmin or Ador, not 'H'"),
        ({"key": "none"}, "key must be a tonic and a mode"),
        ({"meter": "4/5"}, "meter must be a meter whose bars have at most two whole notes"),
        ({"meter": "none"}, "such as 6/8, 4/4 or 3/2, not 'none'"),
        ({"parts": 0}, "parts must be a whole number from 1 to 12, not 0"),
        ({"parts": 13}, "parts must be a whole number from 1 to 12, not 13"),
        ({"bars": 1}, "bars must be a whole number from 2 to 64, not 1"),
        ({"form": "aabb"}, "form must be a capital letter for each part"),
        ({"form": "AAAB"}, "each once or twice, not 'AAAB'"),
        ({"form": "AABB", "parts": 3}, "parts must fit the form AABB, which has 2, not 3"),
        ({"form": "ABCDEFGHIJKLM"}, "at most 12 parts"),
        ({"length": 40}, "for a tune as asked, not 40"),
        ({"length": 9999}, "length must be a whole number from 1 to 4000"),
        ({"parts": 12, "bars": 64}, "length must be at least"),
        ({"instrument": "theremin"}, "instrument must be one of accordion"),
        ({"instrument": "tin-whistle", "key": "Bb"}, "must be one that has all notes of the key Bb, not tin-whistle"),
        ({"outside": 1.5}, "outside must be a number from 0 to 1, not 1.5"),
        ({"opening": "hello?!", "meter": "4/4"}, "opening is not music in ABC"),
        ({"opening": "ABcdef gab |", "meter": "4/4"}, "it goes wrong at the end of 'ABcd efga b'"),
        ({"opening": "d8 | e8 | f8 | g8 | a8 |", "meter": "4/4", "bars": 4}, "it goes wrong"),
        ({"opening": "M:3/4\nd6", "meter": "4/4"}, "opening has M:3/4, but 4/4 is asked for"),
        ({"opening": "C4 D4", "meter": "4/4", "instrument": "tin-whistle"}, "goes wrong at the end of 'C'"),
        ({"opening": "L:1/32\nM:4/4\nd4"}, "opening has L:1/32"),
    ],
)
def test_bad_requests_end_in_one_clear_sentence(options: dict[str, Any], says: str) -> None:
    with pytest.raises(RequestError) as error:
        prepare(Request(**options))
    assert says in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("instrument", playable())
@pytest.mark.parametrize("outside", [None, 0.0])
def test_every_instrument_has_a_plan(instrument: str, outside: float | None) -> None:
    assert prepare(Request(instrument=instrument, outside=outside, form="ABA")).plan


def test_a_tune_without_a_key_is_in_one_that_the_instrument_has() -> None:
    keys = {name for name, _ in outline_of(Request(instrument="harmonica"), {}).keys}
    assert keys == {"C", "Amin", "Gmix", "Ddor", "Ephr", "Flyd"}
    assert len(outline_of(Request(instrument="fiddle"), {}).keys) == len(outline_of(Request(), {}).keys)


def test_where_nobody_says_how_many_bars_parts_have_whole_phrases(checkpoint: Checkpoint) -> None:
    composed = Composer(checkpoint).compose(Request(temperature=1.2), seed=0, count=12)
    sizes = [[part_length(one.tune, part) for part in one.tune.form.parts] for one in composed]
    assert all(size % 4 == 0 for sizes_of_tune in sizes for size in sizes_of_tune)
    assert len({tuple(sizes_of_tune) for sizes_of_tune in sizes}) > 1


@pytest.mark.parametrize(
    ("opening", "phrase"), [("|: A4 | B4 | c4 | d4 :| e4 |", 4), ("|: A4 | B4 | c4 | d4 | e4 :| f4 |", 1)]
)
def test_an_opening_that_is_of_no_whole_phrases_is_kept(opening: str, phrase: int) -> None:
    outline = outline_of(Request(meter="2/4", key="D"), {})
    assert {part.phrase for part in opened(outline, opening).parts} == {phrase}
