from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.cases import cases
from tunesmith.corpus.cleaning import Bounds, CleanTune, clean
from tunesmith.corpus.dance_features import DANCE_FEATURES_SIZE, dance_features
from tunesmith.corpus.judges import OTHER, load_judges, verdict
from tunesmith.corpus.labels import Label, counted, features_of, labels_of, with_label
from tunesmith.corpus.outline import outline_of
from tunesmith.corpus.preparing import prepare
from tunesmith.corpus.sources import SourceTune
from tunesmith.corpus.tonality import TONALITY_SIZE, tonality
from tunesmith.corpus.votes import mode_votes, rhythm_votes, winner
from tunesmith.notation import Key, Tune

DORIAN = (
    "|: A2 eA cAeA | A2 cA GABG | A2 eA cAeA | dBGB A4 | A2 eA cAeA | A2 cA GABG | a2 ge dBGB | dBGB A4 :|"
    "|: a2 ea caea | g2 dg Bgdg | a2 ea caea | gedB A4 | a2 ea caea | g2 dg Bgdg | a2 ge dBGB | dBGB A4 :|"
)
"""A tune in A dorian: it rests on A over chords of A minor and G."""

MAJOR = (
    "|: G2 BG dGBG | GABc d2 cB | c2 ec B2 dB | ABAF DEFA | G2 BG dGBG | GABc d2 cB | c2 ec dBAF | AGGF G4 :|"
    "|: g2 dg BgdB | c2 ec B2 dB | ABcA BGBd | cAFA D2 DF | g2 dg BgdB | c2 ec B2 dB | ABcA dcAF | AGGF G4 :|"
)


def cleaned(source: str, number: int, music: str, key: str, fields: str = "M:4/4\n") -> CleanTune:
    abc = f"X:{number}\n{fields}L:1/8\nK:{key}\n{music}"
    tune = clean(SourceTune(f"{source}/{number}", f"{source}/{number}", abc, source), Bounds())
    assert isinstance(tune, CleanTune)
    return tune


def labelled(*tunes: CleanTune, clans: list[int] | None = None) -> list[Label]:
    return labels_of(tunes, clans or [0] * len(tunes), partial(map, features_of))


def test_a_tune_in_dorian_under_a_major_key_is_heard() -> None:
    [label] = labelled(cleaned("session2021", 1, DORIAN, "G"))
    assert (label.key, label.key_from) == ("Ador", "classifier")


def test_a_tune_that_is_in_its_key_stays_there() -> None:
    [label] = labelled(cleaned("session2021", 1, MAJOR, "G"))
    assert (label.key, label.key_from) == ("G", "classifier")


def test_a_player_is_believed_about_the_own_tune_and_about_a_setting_in_another_key() -> None:
    moved = Tune.parse(cleaned("etunebook2", 2, DORIAN, "Ador").text).transpose(5).text
    setting, book = labelled(
        cleaned("session2021", 1, DORIAN, "G"), cleaned("etunebook2", 2, moved.split("\n", 4)[4], "Ddor")
    )
    assert (setting.key, setting.key_from) == ("Ador", "family")
    assert (book.key, book.key_from) == ("Ddor", "own")


def test_settings_of_another_clan_have_no_vote() -> None:
    tunes = [cleaned("session2021", 1, DORIAN, "G"), cleaned("etunebook2", 2, DORIAN, "Ador")]
    assert labelled(*tunes, clans=[0, 1])[0].key_from == "classifier"


def test_who_asks_for_research_alone_has_no_vote_on_a_tune_for_any_use() -> None:
    tunes = [cleaned("session2021", 1, DORIAN, "G"), cleaned("oneills1850", 2, DORIAN, "Ador")]
    assert mode_votes(tunes, [0, 0], [0]) == {}


def test_a_vote_that_the_tune_itself_rules_out_does_not_count() -> None:
    [label, _] = labelled(cleaned("session2021", 1, MAJOR, "G"), cleaned("etunebook2", 2, MAJOR, "Bphr"))
    assert label.key == "G"


def test_keys_with_signs_of_their_own_and_tunes_of_other_sources_keep_theirs() -> None:
    labels = labelled(cleaned("session2021", 1, DORIAN, "G ^c"), cleaned("mine", 2, DORIAN, "G"), clans=[0, 1])
    assert [(label.key, label.key_from) for label in labels] == [("G ^c", "own"), ("G", "own")]


@pytest.mark.parametrize(
    ("votes", "elected"),
    [
        ({}, None),
        ({"reel": 0.5}, "reel"),
        ({"reel": 0.9, "hornpipe": 0.3}, "reel"),
        ({"reel": 0.5, "hornpipe": 0.5}, None),
        ({"": 1.0}, None),
    ],
)
def test_three_quarters_of_the_votes_elect(votes: dict[str, float], elected: str | None) -> None:
    assert winner(votes) == elected


def test_a_setting_tells_the_dance_in_the_same_meter_alone() -> None:
    tunes = [
        cleaned("session2021", 1, MAJOR, "G"),
        cleaned("ceol_rince", 2, MAJOR, "G", "M:C|\nR:hornpipe\n"),
        replace(cleaned("mine", 3, MAJOR, "G"), meter="2/4", rhythm="polka"),
    ]
    assert set(rhythm_votes(tunes, [0, 0, 0], [0])[0]) == {"hornpipe"}
    assert (labelled(*tunes)[0].rhythm, labelled(*tunes)[0].rhythm_from) == ("hornpipe", "family")


def test_a_reel_of_a_source_of_dances_is_heard_and_no_song_is() -> None:
    reel, song = labelled(cleaned("session2021", 1, MAJOR, "G"), cleaned("mine", 2, DORIAN, "G"), clans=[0, 1])
    assert (reel.rhythm, reel.rhythm_from) == ("reel", "classifier")
    assert (song.rhythm, song.rhythm_from) == (None, "kept")


def test_a_judge_that_is_not_sure_or_has_no_name_says_nothing() -> None:
    judge = load_judges()["dance"]
    for name in judge.classes:
        chances = np.array([0.9 if other == name else 0.05 for other in judge.classes])
        assert verdict(judge, chances) == (None if name == OTHER else name)
    assert verdict(judge, np.full(len(judge.classes), 1 / len(judge.classes))) is None


@cases(25)
@given(st.sampled_from(["C", "D", "Emin", "Ador", "Gmix", "Bb", "F#min"]), st.sampled_from([MAJOR, DORIAN]), st.data())
def test_another_label_changes_no_note(key: str, music: str, data: st.DataObject) -> None:
    tune = cleaned("session2021", 1, music, key)
    modes = ["lydian", "major", "mixolydian", "dorian", "minor", "phrygian"]
    goal = str(Key.parse(tune.key).relative(data.draw(st.sampled_from(modes))))
    changed = with_label((tune, Label(goal, "reel", "family", "family")))
    before, after = Tune.parse(tune.text), Tune.parse(changed.text)
    assert str(after.key) == changed.key == goal
    assert after.events() == before.events()
    assert changed.controls == ("R:reel\n", *tune.controls[1:])


@pytest.mark.parametrize("semitones", [0, 2, -3, 5])
def test_what_is_heard_of_a_tune_does_not_depend_on_its_key(semitones: int) -> None:
    tune = Tune.parse(cleaned("mine", 1, DORIAN, "Ador").text)
    one, other = outline_of(tune), outline_of(tune.transpose(semitones))
    np.testing.assert_allclose(tonality(one), tonality(other))
    np.testing.assert_allclose(dance_features(one), dance_features(other))
    assert tonality(one).shape == (TONALITY_SIZE,)
    assert dance_features(one).shape == (DANCE_FEATURES_SIZE,)


def test_the_outline_knows_upbeats_parts_and_phrases() -> None:
    outline = outline_of(
        Tune.parse(cleaned("mine", 1, "GA |: " + "B2 d2 g2 d2 | " * 8 + ":| " + "g8 | " * 4, "G").text)
    )
    assert outline.upbeats == {0}
    assert outline.firsts == (1, 9)
    assert outline.lasts == (8, 12)
    assert outline.phrases == (4, 8, 12)
    assert outline.offsets[:3].tolist() == [0.0, 0.125, 0.0]


def test_changes_are_counted() -> None:
    tunes = [cleaned("session2021", 1, DORIAN, "G"), cleaned("mine", 2, MAJOR, "G")]
    counts = counted(tunes, labelled(*tunes, clans=[0, 1]))
    assert counts.changes == {"major to dorian": 1}
    assert counts.modes == {"classifier": 1, "own": 1}


def test_prepared_tunes_bear_their_labels() -> None:
    abc = f"X:1\nM:4/4\nL:1/8\nK:G\n{DORIAN}"
    prepared = prepare([SourceTune("session2021/1", "session2021/1", abc, "session2021")], Bounds())
    assert prepared.tunes[0].key == "Ador"
    assert "\nK:Ador\n" in prepared.tunes[0].text
    assert prepared.labels.changes == {"major to dorian": 1}
