from __future__ import annotations

from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from tunesmith.analysis.harmony import ChordChange, add_chords, chord_changes, without_chords
from tunesmith.corpus.sources import read_tunes
from tunesmith.notation import Tune

if TYPE_CHECKING:
    from pathlib import Path


def chords(music: str, key: str, meter: str = "6/8") -> list[str]:
    tune = Tune.parse(f"X:1\nM:{meter}\nL:1/8\nK:{key}\n{music}\n")
    return [change.chord.text if change.chord else "N.C." for bar in chord_changes(tune) for change in bar]


def test_a_tune_is_given_the_primary_chords_of_its_mode() -> None:
    assert chords("GBd gdB | AFD DFA | GBd edB | G6 |]", "G") == ["G", "D", "G"]
    assert chords("EGB eBG | DFA dAF | EGB eBG | E6 |]", "Edor") == ["Em", "D", "Em"]
    assert chords("AcA AcA | GBG GBG | AcA AcA | A6 |]", "Amix") == ["A", "G", "A"]


def test_a_part_ends_on_the_tonic_even_where_the_melody_does_not_say_so() -> None:
    assert chords("DFA dAF | D6 | BGB BGB | D6 |]", "D")[-1] == "D"


def test_the_tunes_own_chords_go_before_any_found() -> None:
    assert chords('"Em"GBd gdB | "Am"AFD DFA | "words"GBd edB | "C"G6 |]', "G") == ["Em", "Am", "C"]


def test_an_own_chord_stands_at_its_place_in_the_bar() -> None:
    tune = Tune.parse('X:1\nM:4/4\nL:1/8\nK:G\n"G"GABc "D"(3dcd "C"e2e2 |]\n')
    assert [change.offset for change in chord_changes(tune)[0]] == [Fraction(0), Fraction(1, 2), Fraction(3, 4)]


def test_chords_are_written_before_what_belongs_to_the_note() -> None:
    text = add_chords(Tune.parse("X:1\nM:6/8\nL:1/8\nK:G\nD | {c}(GBd gdB) | ~A3 (3DFA D2 | .G6 |]\n"))
    assert text.endswith('D | "G"{c}(GBd gdB) | "D"~A3 (3DFA D2 | "G".G6 |]\n')


@pytest.mark.parametrize("last", ["E2 D6", "E3 D5", "e2A D5", "EGAc D4"])
def test_a_cadence_has_its_chord_even_where_no_note_begins_with_it(last: str) -> None:
    tune = Tune.parse(f"X:1\nL:1/8\nM:4/4\nK:D\nD2FA d2AF|E2Ac e2cA|{last}|]\n")
    written = Tune.parse(add_chords(tune))
    assert last_chord(written) == last_chord(tune) == "D"


def test_chords_of_real_cadences_are_written_as_they_are_found(real_tunes: list[str]) -> None:
    tunes = [Tune.parse(without_chords(Tune.parse(text))) for text in real_tunes[:200]]
    assert sum(last_chord(Tune.parse(add_chords(tune))) != last_chord(tune) for tune in tunes) == 0


def last_chord(tune: Tune) -> str | None:
    """The chord in which a tune ends."""
    changes = [change.chord.text if change.chord else "N.C." for bar in chord_changes(tune) for change in bar]
    return changes[-1] if changes else None


def test_chords_are_taken_away_and_written_anew() -> None:
    tune = Tune.parse('X:1\nL:1/8\nM:4/4\nK:G\n|:"Em"GABc "Bm7"d4|"^slow""Am"A2 "N.C."G6:|\n')
    bare = without_chords(tune)
    assert bare.endswith('|:GABc d4|"^slow"A2 G6:|\n')
    assert '"G"GABc' in add_chords(Tune.parse(bare))


def test_a_tune_with_chords_stays_as_it_is() -> None:
    text = 'X:1\nK:G\n"G"GABc |]\n'
    assert add_chords(Tune.parse(text)) == text


@pytest.mark.parametrize("key", ["none", "HP", "C#", "Dloc", "Ephr", "Flyd", "D exp _b ^f"])
def test_every_key_has_chords(key: str) -> None:
    assert chords("DFAF | EGEG | FAFA | D4 |]", key, "2/4")


def test_added_chords_change_no_note_of_real_tunes(real_tunes: list[str]) -> None:
    for text in real_tunes:
        tune = Tune.parse(text)
        sounds = [(event.onset, event.duration, event.pitches) for event in tune.events() if event.pitches]
        harmonized = Tune.parse(add_chords(tune))
        events = [event for event in harmonized.events() if event.pitches]
        assert [(event.onset, event.duration, event.pitches) for event in events] == sounds
        assert any(chord_changes(harmonized))


def test_found_chords_agree_with_those_people_wrote_more_often_than_the_tonic_would(corpus_folder: Path) -> None:
    """Root by root at the start of each bar, on the tunes of the sample that have a chord in nearly every bar."""
    ours = tonic = total = 0
    for source in islice(read_tunes(corpus_folder / "irishman_sample.json"), 200):
        tune = Tune.parse(source.abc)
        written = chord_changes(tune)
        if sum(map(bool, written)) < max(8, len(tune.bars) * 0.8) or not tune.key.tonic:
            continue
        bare = Tune.parse("\n".join(line if line[1:2] == ":" else unchorded(line) for line in tune.text.split("\n")))
        roots, found = bar_roots(written), bar_roots(chord_changes(bare))
        home = tune.key.pitch(1, 4).midi % 12
        pairs = [(own, other) for own, other in zip(roots, found, strict=True) if own is not None]
        total += len(pairs)
        ours += sum(own == other for own, other in pairs)
        tonic += sum(own == home for own, _ in pairs)
    assert total > 300  # bars, so that a share is known to 5%
    assert ours / total > 0.65 > tonic / total


def unchorded(line: str) -> str:
    """A line of music without anything in quotes."""
    return "".join(line.split('"')[::2])


def bar_roots(changes: tuple[tuple[ChordChange, ...], ...]) -> list[int | None]:
    """The root in force at the end of each bar."""
    roots: list[int | None] = []
    for bar in changes:
        if bar:
            roots.append(bar[-1].chord.root if bar[-1].chord else None)
        else:
            roots.append(roots[-1] if roots else None)
    return roots
