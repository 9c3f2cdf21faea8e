from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tunesmith.evaluation.outside import MIDI_LINE, PAGE_LINE, by_line, kind

if TYPE_CHECKING:
    from collections.abc import Callable

TUNES = ["X:9\nK:D\nd2|]\n", "T:B\nK:D\nd2|]", "X:9\nX:9\nK:D\nd2|]"]
"""In one file these begin in lines 1, 5 and 10, each with one reference and an empty line behind it."""


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let any program say this."""

    def say(text: str) -> None:
        done = subprocess.CompletedProcess([], 0, stdout="", stderr=text)
        monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
        monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/program")

    return say


def test_a_complaint_belongs_to_the_tune_that_has_its_line(says: Callable[[str], None]) -> None:
    says("Error in line-char 5-2 : No title\nWarning in line-char 12-3 : Bad note\nWarning in line-char 4-0 : Late\n")
    assert by_line(TUNES, ["abc2midi"], MIDI_LINE) == [["Late"], ["No title"], ["Bad note"]]


def test_what_is_said_of_the_layout_is_no_complaint(says: Callable[[str], None]) -> None:
    says("tunes.abc:3:1: error: Bad character\ntunes.abc:7:0: error: Line too much shrunk 0.9\n")
    assert by_line(TUNES, ["abcm2ps"], PAGE_LINE) == [["Bad character"], [], []]


def test_a_program_that_is_not_installed_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert by_line(TUNES, ["abc2midi"], MIDI_LINE) is None


@pytest.mark.parametrize(
    ("words", "plain"),
    [("Bar 12 is 3/8  short", "Bar … is … short"), ('unknown "Xm" here', "unknown … here"), ("no key", "no key")],
)
def test_complaints_of_a_kind_are_alike(words: str, plain: str) -> None:
    assert kind(words) == plain
