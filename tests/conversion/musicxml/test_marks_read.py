from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from tunesmith.conversion.musicxml.directions import harmony
from tunesmith.conversion.musicxml.marks_read import chord_symbol, decoration, marks_of, quoted, tempo, words_of


def direction(kind: str, more: str = "", placement: str = "above") -> list[str]:
    element = fromstring(
        f'<direction placement="{placement}"><direction-type>{kind}</direction-type>{more}</direction>'
    )
    return list(words_of(element))


@pytest.mark.parametrize(
    ("xml", "marks"),
    [
        ("<ornaments><trill-mark/></ornaments>", ["trill"]),
        ('<ornaments><turn slash="yes"/></ornaments>', ["turnx"]),
        ("<articulations><staccato/><accent/></articulations>", ["staccato", "accent"]),
        ("<technical><fingering>3</fingering></technical>", ["3"]),
        ('<fermata type="inverted"/>', ["invertedfermata"]),
        ('<fermata type="upright"/>', ["fermata"]),
        ('<slur type="start"/><technical><hole/></technical>', []),
    ],
)
def test_notations_are_decorations(xml: str, marks: list[str]) -> None:
    assert list(marks_of(fromstring(f"<notations>{xml}</notations>"))) == marks


@pytest.mark.parametrize(("name", "text"), [("staccato", "."), ("trill", "T"), ("segno", "S"), ("fine", "!fine!")])
def test_a_decoration_is_one_character_where_it_has_one(name: str, text: str) -> None:
    assert decoration(name) == text


@pytest.mark.parametrize(
    ("words", "text"),
    [('say "la"', "\"^say ''la''\""), ("two\n lines", '"^two lines"'), (" ", ""), ("x" * 300, f'"^{"x" * 200}"')],
)
def test_quoted_words_hold_neither_quotes_nor_lines(words: str, text: str) -> None:
    assert quoted("^", words) == text


@pytest.mark.parametrize(
    ("kind", "more", "said"),
    [
        ("<words>softly</words>", "", ['"^softly"']),
        ("<words>D.C. al Fine</words>", '<sound dacapo="yes"/>', ["!D.C.alfine!"]),
        ("<words>Fine</words>", "", ['"^Fine"']),  # words alone are no jump
        ("<rehearsal>B [x]</rehearsal>", "", ["[P:B [x)]"]),
        ("<dynamics><mf/></dynamics>", "", ["!mf!"]),
        ("<segno/>", "", ["S"]),
        ('<wedge type="crescendo"/>', "", ["!crescendo(!"]),
        ('<pedal type="stop"/>', "", ["!ped-up!"]),
        ('<pedal type="change"/>', "", [""]),
        ("<words>Lively</words>", '<sound tempo="96"/>', ['[Q:"Lively" 1/4=96]', ""]),
    ],
)
def test_a_direction_says_what_it_can_in_abc(kind: str, more: str, said: list[str]) -> None:
    assert direction(kind, more) == said


def test_words_below_stay_below() -> None:
    assert direction("<words>slow</words>", placement="below") == ['"_slow"']


@pytest.mark.parametrize(
    ("xml", "stated"),
    [
        ("<metronome><beat-unit>quarter</beat-unit><beat-unit-dot/><per-minute>80</per-minute></metronome>", "3/8=80"),
        ("<metronome><beat-unit>half</beat-unit><per-minute>c. 60</per-minute></metronome>", ""),
        ("<metronome><beat-unit>half</beat-unit><per-minute>nan</per-minute></metronome>", ""),
        ("<words>slow</words>", ""),
    ],
)
def test_a_tempo_is_stated_in_figures(xml: str, stated: str) -> None:
    assert tempo(fromstring(f"<direction><direction-type>{xml}</direction-type></direction>")) == stated


@pytest.mark.parametrize("symbol", ["G", "Am7", "Bb/D", "F#m7b5", "N.C.", "(D7)", "Csus4"])
def test_a_chord_symbol_that_is_written_is_read_back(symbol: str) -> None:
    assert chord_symbol(harmony(symbol)) == symbol


@pytest.mark.parametrize(
    ("kind", "degrees", "symbol"),
    [
        ("minor-seventh", "", "Gm7"),
        ("dominant", "9 1 alter", "G7#9"),
        ("major", "9 0 add", "Gadd9"),
        ("dominant", "5 0 subtract", "G7no5"),
        ("unheard-of", "", "G"),
    ],
)
def test_a_kind_without_words_is_named_by_the_table_and_its_degrees(kind: str, degrees: str, symbol: str) -> None:
    value, alter, how = degrees.split() if degrees else ("", "", "")
    degree = (
        f"<degree><degree-value>{value}</degree-value><degree-alter>{alter}</degree-alter>"
        f"<degree-type>{how}</degree-type></degree>"
    )
    root = "<root><root-step>G</root-step></root>"
    element = fromstring(f"<harmony>{root}<kind>{kind}</kind>{degree if degrees else ''}</harmony>")
    assert chord_symbol(element) == symbol
