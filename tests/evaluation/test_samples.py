from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tunesmith.composing import Request
from tunesmith.corpus.building import Options, build
from tunesmith.errors import CorpusError, RequestError
from tunesmith.evaluation.samples import Sample, composed_sample, read_sample, requests_like
from tunesmith.notation import Tune

if TYPE_CHECKING:
    from pathlib import Path

    from tunesmith.composing import Composer

JIG = "X:1\nT:A Jig\nR:jig\nL:1/8\nM:6/8\nK:D\n|: dfa afd | gfe fed | cea gec | dfa afa | bag fga | gfe dBA :|\n"
REEL = "X:2\nR:reel\nL:1/8\nM:4/4\nK:G\nGABc dedB | dedB dedB | c2ec B2dB | A2cA G2BG | GABc dedB | dedB cAFA |\n"


def test_a_file_of_tunes_is_read_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "mine.abc").write_text(f"{JIG}\n{REEL}\nX:3\nK:C\n")
    found = read_sample(str(tmp_path / "mine.abc"))
    assert (found.name, len(found), found.rhythms) == ("mine.abc", 3, ("jig", "reel", None))
    assert [str(tune.meter) for tune in found.tunes] == ["6/8", "4/4"]


def test_a_file_of_tunes_is_brought_into_canonical_spelling_where_asked(tmp_path: Path) -> None:
    (tmp_path / "mine.abc").write_text(f"{JIG}\nX:3\nK:C\n")
    found = read_sample(str(tmp_path / "mine.abc"), canonical=True)
    assert found.texts == (Tune.parse(JIG).canonical(beams="beat"), "X:3\nK:C")
    assert found.rhythms == ("jig", None)


def test_of_a_family_one_tune_is_distinct() -> None:
    found = Sample("settings", (JIG, REEL, JIG.replace("A Jig", "Again")), (None,) * 3, ("a", "b", "a"))
    assert sorted(tune.title or "" for tune in found.distinct) == ["", "A Jig"]


def test_a_split_of_a_packed_corpus_is_named_after_a_colon(tmp_path: Path) -> None:
    records = [{"id": str(number), "abc": text} for number, text in enumerate((JIG, REEL))]
    (tmp_path / "mine.json").write_text(json.dumps(records))
    build([tmp_path / "mine.json"], tmp_path / "packed", Options(transpositions=0))
    found = read_sample(f"{tmp_path}/packed:train")
    assert found.name == "packed:train"
    assert 1 <= len(found) <= 2
    assert set(found.rhythms) <= {"jig", "reel"}
    assert all(text.startswith("X:") for text in found.texts)
    with pytest.raises(CorpusError, match="no split"):
        read_sample(f"{tmp_path}/packed:best")
    with pytest.raises(CorpusError, match="no such file"):
        read_sample(f"{tmp_path}/nothing")


def test_tunes_are_asked_for_as_real_ones_are() -> None:
    part = "dfa afd | gfe fed | cea gec | d3 d3"
    real = Sample("two parts", (f"X:1\nL:1/8\nM:6/8\nK:D\n|: {part} :| {part.upper()} |]",), ("jig",), ("a",))
    asked = Request(meter="6/8", key="D", rhythm="jig", form="AAB", bars=4, best_of=3)
    assert requests_like(real, Request(best_of=3), 2, seed=1) == [asked, asked]
    settings = Sample("settings", (*real.texts, *real.texts * 9), ("jig", *["reel"] * 9), ("a",) * 10)
    assert requests_like(settings, Request(best_of=3), 2, seed=1) == [asked, asked]
    uneven = Sample("uneven", (real.texts[0].replace("|]", "| d6 |]"),), (None,), ("a",))
    [found] = requests_like(uneven, Request(), 1, seed=1)
    assert (found.form, found.bars) == ("AAB", None)
    with pytest.raises(RequestError, match="no tune that can be asked for"):
        requests_like(Sample("free", ("X:1\nM:none\nK:D\ndfa |]",), (None,), ("a",)), Request(), 1, seed=1)


def test_a_composed_sample_is_what_composing_each_alone_would_give(composer: Composer) -> None:
    request = Request(meter="2/4", key="G", parts=2, bars=4, best_of=2)
    found = composed_sample(composer, request, 2, seed=5)
    assert found.texts == tuple(one.text for one in composer.compose(request, seed=5, count=2))
    real = Sample("real", found.texts, (None, None), ("a", "b"))
    like = composed_sample(composer, Request(), 3, seed=5, like=real)
    assert {(str(tune.meter), str(tune.key)) for tune in like.tunes} == {("2/4", "G")}
