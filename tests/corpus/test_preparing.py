from __future__ import annotations

from tunesmith.corpus.cleaning import Bounds
from tunesmith.corpus.preparing import DUPLICATE, prepare
from tunesmith.corpus.sources import SourceTune
from tunesmith.workers.processes import Processes
from tunesmith.workers.sharing import SHARE

MUSIC = "GABc dedB | dedB dedB | c2 ec B2 dB | A2 F2 G4 | " * 4
OTHER = "A2 FA DAFA | BAFA B2 AF | dfef dBAF | E2 FE D4 | " * 4


def found(name: str, music: str, key: str = "G", group: str = "") -> SourceTune:
    abc = f"X:{len(name)}\nL:1/8\nM:4/4\nK:{key}\n{music.strip()}"
    return SourceTune(f"book/{name}", f"book/{group or name}", abc, "book")


def test_tunes_are_cleaned_duplicates_set_apart_and_families_numbered() -> None:
    prepared = prepare(
        [
            found("one", MUSIC),
            found("the same again", MUSIC),
            found("another", OTHER, "D"),
            found("a setting", MUSIC.replace("A2 F2", "A2 AF")),
            found("too short", "GABc |"),
        ],
        Bounds(),
    )
    assert [tune.id for tune in prepared.tunes] == ["book/one", "book/another", "book/a setting"]
    assert prepared.families == (0, 1, 0)
    assert [(tune.id, tune.reason) for tune in prepared.dropped] == [
        ("book/the same again", DUPLICATE),
        ("book/too short", "too few bars"),
    ]


def of(source: str, name: str) -> SourceTune:
    return SourceTune(f"{source}/{name}", f"{source}/{name}", found("x", MUSIC).abc, source)


def test_of_two_copies_the_older_source_keeps_its_own() -> None:
    prepared = prepare([of("etunebook2", "1"), of("mine", "1"), of("ceol_rince", "1")], Bounds())
    assert [tune.id for tune in prepared.tunes] == ["ceol_rince/1"]


def test_many_processes_give_what_one_gives() -> None:
    tunes = [found(str(number), MUSIC.replace("e", "abcdefg"[number % 7])) for number in range(3 * SHARE)]
    one, two = prepare(tunes, Bounds()), prepare(tunes, Bounds(), Processes(2))
    assert [tune.text for tune in two.tunes] == [tune.text for tune in one.tunes]
    assert (two.families, two.clans, two.dropped, two.labels) == (one.families, one.clans, one.dropped, one.labels)
