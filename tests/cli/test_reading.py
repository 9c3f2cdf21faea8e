from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tunesmith.cli.reading import naming, read_text, read_tune, tunes_of
from tunesmith.errors import AbcError, RequestError

if TYPE_CHECKING:
    from pathlib import Path

TUNE = "X:1\nT:Été\nK:D\nd2|]\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "tune.abc"


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_file_is_read_to_the_character(file: Path, encoding: str) -> None:
    file.write_bytes(TUNE.encode(encoding))
    assert read_text(file) == read_tune(file) == TUNE


def test_a_file_that_is_not_there_is_named_with_the_reason(file: Path) -> None:
    with pytest.raises(RequestError, match=r"tune\.abc cannot be read: no such file or directory"):
        read_text(file)


def test_where_one_tune_is_wanted_there_is_one(file: Path) -> None:
    file.write_text(f"{TUNE}\n{TUNE}")
    with pytest.raises(RequestError, match="holds 2 tunes; it must hold one"):
        read_tune(file)


def test_a_file_is_cut_into_its_tunes_and_a_text_without_a_number_is_one() -> None:
    assert len(tunes_of(f"{TUNE}\n{TUNE}")) == 2
    [only] = tunes_of("K:D\nd2|]")
    assert (only.text, only.start, only.end) == ("K:D\nd2|]", 0, 8)


def test_what_is_wrong_with_a_text_says_in_which_tune() -> None:
    with pytest.raises(RequestError, match=r"^tune 3: "), naming("tune 3"):
        raise AbcError("there is no music", 1, 1)
    with pytest.raises(RequestError, match=r"^tune 3 is too long$"), naming("tune 3"):
        raise RequestError("is too long", field="tune")


def test_what_is_wrong_with_an_option_is_said_of_the_option() -> None:
    with pytest.raises(RequestError) as caught, naming("tune 3"):
        raise RequestError("must be a key", field="key")
    assert caught.value.field == "key"
