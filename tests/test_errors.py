from __future__ import annotations

import pickle

import pytest

from tunesmith.errors import AbcError, MissingExtraError, RequestError, TunesmithError


@pytest.mark.parametrize(
    "error",
    [
        AbcError("no music", 2, 3),
        RequestError("must be a key", field="key", limits={"longest": 40}),
        MissingExtraError("sound", "reading MIDI"),
    ],
)
def test_an_error_comes_whole_out_of_another_process(error: TunesmithError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), vars(again)) == (str(error), vars(error))


def test_a_text_is_wrong_at_a_place() -> None:
    assert str(AbcError("no music", 2, 3)) == "line 2, column 3: no music"


def test_a_field_is_called_as_its_reader_knows_it() -> None:
    error = RequestError("must be at least 2", field="bars")
    assert (str(error), error.calling("--bars")) == ("bars must be at least 2", "--bars must be at least 2")
    assert str(RequestError("nothing can be done")) == "nothing can be done"
