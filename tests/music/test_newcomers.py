"""What is put into a table while Tunesmith runs is offered everywhere, since nobody keeps a list of their own.

Each is one record: a rhythm is one file of the code, an instrument one, and a format two, its writer and the table.
"""

from __future__ import annotations

from contextlib import ExitStack
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from tunesmith.cli import app as command_line
from tunesmith.composing import Request
from tunesmith.composing.outlines import outline_of
from tunesmith.corpus.controls import label_in, lines_asked_for
from tunesmith.music.instruments import INSTRUMENTS, Hands, Instrument, Sound, Tuning
from tunesmith.music.rhythms import RHYTHMS, Rhythm
from tunesmith.notation import Tune
from tunesmith.rendering import FORMATS, Format, RenderOptions, render
from tunesmith.rendering.player import Playing, perform
from tunesmith.rendering.tempo import tempo_of
from tunesmith.studio.api.choices import choices
from tunesmith.studio.app import create_app
from tunesmith.studio.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GAVOTTE = "X:1\nR:Gavot\nM:2/2\nL:1/4\nK:G\nG A B c | d4 |]\n"


def notes(tunes: Sequence[Tune], _: RenderOptions) -> bytes:
    """The letters of the notes, a format for this test."""
    return " ".join(str(event.pitches[0]) for event in tunes[0].events()).encode()


@pytest.fixture(autouse=True)
def newcomers() -> Iterator[None]:
    """A rhythm, an instrument and a format more."""
    gavotte = Rhythm(
        name="gavotte", aliases=("gavot",), meters=("2/2", "4/4"), beat=Fraction(1, 2), rate=70, label="gavotte",
        accompaniment="cittern", favourite=10,
    )  # fmt: skip
    cittern = Instrument(
        name="cittern", aliases=("cither",), sound=Sound(25, "acoustic_guitar_steel", rings=True), range=(43, 79),
        hands=Hands(43, 55), tunings=(Tuning("cittern", "Cittern", ("G,", "D", "A", "d", "g"), "mandolin"),),
    )  # fmt: skip
    with ExitStack() as here:
        here.enter_context(RHYTHMS.having(gavotte))
        here.enter_context(INSTRUMENTS.having(cittern))
        here.enter_context(FORMATS.having(Format("midi-numbers", "MIDI numbers", "data", "text/plain", notes)))
        yield


def help_of(command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COLUMNS", "400")
    command_line([command, "--help"], result_action="return_value")
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("command", "names"),
    [
        ("compose", ["gavotte", "cittern", "midi-numbers"]),
        ("continue", ["gavotte", "cittern", "midi-numbers"]),
        ("vary", ["gavotte", "cittern", "midi-numbers"]),
        ("render", ["cittern", "midi-numbers"]),
    ],
)
def test_the_help_of_the_command_line_names_them(
    command: str, names: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = help_of(command, capsys, monkeypatch)
    assert [name for name in names if name not in words] == []


def enums(schema: Any) -> list[str]:
    """All words that a schema lists, however deep."""
    if isinstance(schema, dict):
        return [*schema.get("enum", []), *(word for part in schema.values() for word in enums(part))]
    return [word for part in schema for word in enums(part)] if isinstance(schema, list) else []


def test_the_description_of_the_service_lists_them() -> None:
    description = create_app(Settings()).openapi()
    bodies = description["components"]["schemas"]
    assert {"gavotte", "cittern", "cither"} <= set(enums(bodies["ComposeBody"]))
    assert {"gavotte", "cittern", "cither"} <= set(enums(bodies["VaryBody"]))
    assert {"cittern", "cither"} <= set(enums(bodies["RenderOptions"]))
    assert "midi-numbers" in enums(bodies["RenderBody"])
    assert "midi-numbers" in enums(description["paths"]["/api/v1/tunes/{tune_id}/render/{form}"])


def test_the_choices_of_the_page_have_them() -> None:
    offered = choices(Settings())
    assert offered.rhythms["gavotte"] == "2/2"
    assert offered.rhythm_meters["gavotte"] == ["2/2", "4/4"]
    assert offered.favourites[-1] == "gavotte"
    for listed in (offered.instruments, offered.ranges, offered.accompaniments, offered.tablatures):
        assert "cittern" in listed
    assert offered.aliases["cither"] == "cittern"
    assert offered.programs["cittern"] == 25
    assert offered.sounds[25].folder == "acoustic_guitar_steel"
    assert offered.tunings[-1].strings == ["G,", "D", "A", "d", "g"]
    assert offered.files[-1].title == "MIDI numbers"
    assert "midi-numbers" in offered.formats


def test_they_are_composed_learned_played_and_written() -> None:
    tune = Tune.parse(GAVOTTE)
    assert label_in(tune, "book") == "gavotte"
    assert lines_asked_for(Request(rhythm="gavotte"), {"rhythm"}) == "R:gavotte\n"
    outline = outline_of(Request(rhythm="gavotte", instrument="cither"), {})
    assert (outline.meters, outline.lowest, outline.highest) == ([(2, 2)], 43, 79)
    assert tempo_of(tune).rate == 70
    assert perform(tune, Playing("cittern")).chord_program == 25
    assert render(tune, "midi-numbers") == b"67 69 71 72 74"
