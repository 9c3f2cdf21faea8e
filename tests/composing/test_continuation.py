from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.composing.conftest import chance_checkpoint
from tests.support.endings import ends_as_asked, last_share_of
from tunesmith.analysis.loops import melody
from tunesmith.analysis.statistics import part_length
from tunesmith.composing.composer import Composer
from tunesmith.composing.continuation import continue_tune
from tunesmith.composing.forms import goals_in, way_of
from tunesmith.composing.request import Request
from tunesmith.corpus.sources import read_tunes
from tunesmith.errors import AbcError, RequestError
from tunesmith.model.goal_features import FIELDS
from tunesmith.notation import Tune, check

BEGUN = "X:1\nL:1/8\nM:4/4\nK:G\n|: G4 B4 | A4 "
FULL_UP = "X:1\nL:1/8\nM:4/4\nK:G\nG8 | B8 | A8 | A4 BABc/"

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tunesmith.grammar.outlines import Ending
    from tunesmith.inference.job import Job, JobResult
    from tunesmith.model.checkpoint import Checkpoint

KESH = """X:7
T:The Kesh
R:jig
M:6/8
L:1/8
K:G
|: GAG GAB | ABA ABd | edd gdd | edB dBA |
GAG GAB | ABA ABd | edd gdB | AGF G3 :|
|: B2B dBd | ege dBA | B2B dBG | ABA AGA |
"""
HALF = "X:1\nL:1/8\nM:6/8\nK:G\n GAG GAB | ABA ABd | edd gdB | AGF G3 |]"
SHORT = Request(bars=8, length=900)


@pytest.fixture(scope="module")
def composer(checkpoint: Checkpoint) -> Composer:
    return Composer(checkpoint, threads=1)


def told_to(composer: Composer, monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """All jobs that the composer runs from now on."""
    told: list[Job] = []
    run = composer.run

    def runs(jobs: Sequence[Job]) -> list[JobResult]:
        told.extend(jobs)
        return run(jobs)

    monkeypatch.setattr(composer, "run", runs)
    return told


def melodies(text: str) -> list[tuple[object, ...]]:
    return [melody(bar) for bar in Tune.parse(text).bars]


@pytest.mark.parametrize("stop", ["gdd | edB dBA |", "GAG G", "AGF G3 :|", "ABA ", "ABA AGA |\n"])
def test_the_given_bars_are_kept_and_the_rest_is_whole(composer: Composer, stop: str) -> None:
    given = KESH[: KESH.rindex(stop) + len(stop)]
    made = continue_tune(composer, given, SHORT, seed=3)
    notes = [note for bar in melodies(given) for note in bar]
    assert [note for bar in melodies(made.text) for note in bar][: len(notes)] == notes
    assert check(made.text).ok
    closing = made.tune.bars[-1].closing
    assert closing is not None
    assert closing.double
    assert all(part.last_bar - part.first_bar + 1 >= 8 for part in made.tune.form.parts)


def test_what_is_added_has_whole_phrases(composer: Composer) -> None:
    for given, asked in (
        ("GAG GAB | ABA ABd |", Request(parts=2)),
        ("|: GAG GAB | ABA ABd | edd gdd |1 edB G3 |", Request()),
    ):
        made = continue_tune(composer, f"X:1\nL:1/8\nM:6/8\nK:G\n{given}", asked, seed=5)
        sizes = [part_length(made.tune, part) for part in made.tune.form.parts]
        assert all(size % 4 == 0 for size in sizes[given.count("1") :])  # where an ending has begun, it decides


@pytest.mark.parametrize(
    ("mark", "becomes"),
    [
        ("edd g>", r"edd g>[a-gA-G^_={~(]"),
        ("edd g<", r"edd g<[a-gA-G^_={~(]"),
        ("edd gdB |1 ", r"edd gdB \|1 .*:\|2"),
        ("edd gdB |[1", r"edd gdB \|1 .*:\|2"),
        ("edd gdB |1 AGF G3 :|2", r"edd gdB \|1 AGF G3 :\|2"),
    ],
)
def test_a_mark_at_the_end_is_about_what_is_added(composer: Composer, mark: str, becomes: str) -> None:
    header = KESH[: KESH.index("|:")]
    one = continue_tune(composer, f"{header}|: GAG GAB | ABA ABd | {mark}", Request(bars=4, length=900), seed=4)
    assert re.search(becomes, one.text.replace(" \n", ""))
    assert check(one.text).ok


def test_a_part_in_its_endings_may_be_short(composer: Composer) -> None:
    begun = "X:1\nL:1/8\nM:4/4\nK:G\n|: GABc defg |1 G8 :|2 "
    one = continue_tune(composer, begun, Request(length=900), seed=1)
    assert one.text.replace(" \n ", " ").startswith(begun.rstrip())
    assert check(one.text).ok


@pytest.mark.parametrize("ending", ["home", "open"])
def test_the_tune_ends_as_asked(composer: Composer, ending: Ending) -> None:
    for seed in range(5):
        made = continue_tune(composer, BEGUN, Request(parts=2, bars=4, ending=ending), seed=seed)
        assert ends_as_asked(made.text, ending)


def test_a_last_bar_without_room_for_the_tonic_is_refused(composer: Composer) -> None:
    with pytest.raises(RequestError, match="tune leaves no room in its last bar for the ending"):
        continue_tune(composer, FULL_UP, Request(parts=1, bars=4, ending="home"), seed=1)


def test_header_fields_stay(composer: Composer) -> None:
    text = continue_tune(composer, KESH, SHORT, seed=1).text
    assert text.startswith("X:7\nT:The Kesh\nR:jig\nL:1/8\nM:6/8\nK:G\n")


def test_parts_as_asked_in_all(composer: Composer) -> None:
    made = continue_tune(composer, KESH, Request(parts=3, bars=8, length=1200), seed=5)
    assert len(made.tune.form.parts) == 3
    for part in made.tune.form.parts[1:]:
        assert sum(bar.endings in ((), (1,)) for bar in made.tune.bars[part.first_bar : part.last_bar + 1]) in (8, 9)


@pytest.mark.parametrize(("whole", "parts"), [(KESH.replace("AGA |\n", "G3 :|"), 2), (HALF, 1)])
def test_a_complete_tune_gets_another_part(composer: Composer, whole: str, parts: int) -> None:
    assert len(Tune.parse(whole).form.parts) == parts
    assert len(continue_tune(composer, whole, SHORT, seed=2).tune.form.parts) > parts


def test_words_and_rare_marks_stay_in_the_given_bars(composer: Composer) -> None:
    marked = KESH.replace("|: GAG", '|: "^Slowly" !fermata!(GA)G').replace("edd gdd", "edd {a}gdd")
    text = continue_tune(composer, marked, SHORT, seed=2).text
    assert '"^Slowly"' in text
    assert "!fermata!" in text
    assert "{a}" in text


def test_the_seed_gives_the_tune_again(composer: Composer) -> None:
    made = continue_tune(composer, KESH, Request(length=900, best_of=3), seed=9)
    assert made == continue_tune(composer, Tune.parse(KESH), Request(length=900, best_of=3), seed=9)
    assert made.recipe.options == {"length": 900, "best_of": 3, "rhythm": "jig", "continue": KESH, "ending": "any"}
    assert made.text != continue_tune(composer, KESH, SHORT, seed=10).text


def test_of_several_voices_the_melody_is_continued(composer: Composer) -> None:
    head, music = KESH.split("K:G\n")
    made = continue_tune(composer, f"{head}K:G\nV:B\n{'G,6 | ' * 12}\nV:T\n{music}", SHORT, seed=9)
    assert made.text == continue_tune(composer, KESH, SHORT, seed=9).text
    assert made.recipe.options["voice"] == "T"


@pytest.mark.parametrize(
    ("text", "request_", "says"),
    [
        (KESH, Request(parts=1), "parts must be at least 2, as the tune has 1 already, not 1"),
        (KESH.replace("M:6/8\n", "M:none\n"), SHORT, "no meter"),
        (KESH.replace("K:G", "K:none"), SHORT, "tune has the key none"),
        (KESH.replace("ege dBA", "ege dBAB"), SHORT, "go wrong at the end of"),
        (KESH.replace("ege dBA", 'ege "G'), SHORT, "tune has a quote in line .* that is not closed"),
        (KESH, Request(key="D"), "key cannot be chosen here: the given tune settles it"),
        (KESH, Request(length=130), "length of 130 leaves no room"),
        (
            KESH[:-30] + "ABA AGA | ABA AGA | ABA AGA |",
            Request(bars=3),
            "the part that the tune stops in has",
        ),
    ],
)
def test_what_cannot_be_continued_is_refused(composer: Composer, text: str, request_: Request, says: str) -> None:
    with pytest.raises(RequestError, match=says):
        continue_tune(composer, text, request_)


def test_no_music_is_no_tune(composer: Composer) -> None:
    with pytest.raises(AbcError, match="no note"):
        continue_tune(composer, "X:1\nK:D\n")


def test_real_tunes_cut_in_the_middle(composer: Composer, corpus_folder: Path) -> None:
    continued = 0
    for number, source in enumerate(read_tunes(corpus_folder / "irishman_sample.json")):
        tune = Tune.parse(source.abc)
        if number % 24 or len(tune.bars) < 8 or not check(tune.canonical()).ok:
            continue
        middle = tune.bars[len(tune.bars) // 2].closing
        assert middle is not None
        line, column = middle.position.line, middle.position.column
        given = "\n".join([*source.abc.split("\n")[: line - 1], source.abc.split("\n")[line - 1][:column]])
        try:
            made = continue_tune(composer, given, Request(length=4000), seed=number)
        except RequestError:
            continue
        continued += 1
        assert melodies(made.text)[: len(tune.bars) // 2] == melodies(given)[: len(tune.bars) // 2]
        assert check(made.text).ok
    assert continued >= 5


def test_a_refusal_shows_the_tune_as_it_was_given(composer: Composer) -> None:
    with pytest.raises(RequestError, match=r"'X:1\\nL:1/8"):
        continue_tune(composer, "X:1\nL:1/8\nM:4/4\nK:D\nA999/7 B|]")


def test_after_a_repeated_part_the_next_may_be_repeated_too(composer: Composer) -> None:
    given = KESH[: KESH.index(":|") + 2]
    made = [continue_tune(composer, given, Request(bars=8, parts=2), seed=seed).text for seed in range(8)]
    assert all(check(text).ok for text in made)
    assert {Tune.parse(text).form.parts[1].repeated for text in made} == {True, False}
    alone = continue_tune(composer, given, Request(bars=8, parts=2), seed=1, repeated=False).text
    assert ":| " in alone
    assert [part.repeated for part in Tune.parse(alone).form.parts] == [True, False]


@pytest.mark.parametrize("stop", ["gdd | edB dBA |", "AGF G3 :|", "dBG | ABA AGA |\n"])
@pytest.mark.parametrize("request_", [Request(), Request(ending="home"), Request(parts=3, bars=8)])
def test_a_network_with_goals_is_told_where_the_tune_goes(
    stop: str, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    composer = Composer(chance_checkpoint(hidden=40, layers=1, goals=True), threads=1)
    told = told_to(composer, monkeypatch)
    given = KESH[: KESH.rindex(stop) + len(stop)]
    made = continue_tune(composer, given, request_, seed=2, endings=False)
    goals, came = list(told[0].goals), goals_in(made.text)
    assert [said for said in goals if said]
    whole = [place for place in range(len(goals)) if place % FIELDS < 2]
    assert [goals[place] for place in whole] == [came[place] for place in whole]
    last = max(place for place in range(0, len(goals), FIELDS) if goals[place])
    assert ends_as_asked(made.text, way_of(goals[last + 2]), last_share_of(told[0].plan or (), "6/8"))
    if given.count(":|"):
        assert goals[:FIELDS] == [8, 5, 2]


def test_where_a_tune_stops_in_its_endings_the_bars_are_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    composer = Composer(chance_checkpoint(hidden=40, layers=1, goals=True), threads=1)
    told = told_to(composer, monkeypatch)
    given = KESH[: KESH.index("AGF G3")] + "|1 AGF G3 :|2"
    assert check(continue_tune(composer, given, Request(ending="home"), seed=2).text).ok
    assert told[0].goals[0] == 0
    assert told[0].goals[1] % 3 == 2
