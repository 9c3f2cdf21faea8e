"""Compressed MusicXML: archives that hold a score, and archives that are none."""

from __future__ import annotations

import io
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tunesmith.conversion.mxl import LARGEST, mxl_of, unpacked
from tunesmith.errors import RequestError


def archive(**files: bytes) -> bytes:
    data = io.BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return data.getvalue()


def test_a_score_comes_out_as_it_went_in() -> None:
    assert unpacked(mxl_of(b"<score-partwise/>")) == b"<score-partwise/>"


def test_the_type_comes_first_and_uncompressed_as_the_standard_asks() -> None:
    with ZipFile(io.BytesIO(mxl_of(b"<score-partwise/>"))) as made:
        first = made.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", 0)


def test_an_archive_without_a_container_has_its_score_found() -> None:
    assert unpacked(archive(a_xml=b"<score-partwise/>")) == b"<score-partwise/>"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (archive(readme=b"nothing"), "no score"),
        (archive(bomb_xml=bytes(LARGEST + 1)), "is larger than"),
        (archive(**{f"f{number}": b"" for number in range(1001)}), "more than 1,000 files"),
        (mxl_of(b"<score-partwise/>")[:80], "cannot be unpacked"),
        (archive(**{"META-INF__container_xml": b"<a", "s_xml": b"<b/>"}), "cannot be read"),
    ],
    ids=["no score", "bomb", "many files", "cut off", "bad container"],
)
def test_what_is_no_score_is_refused_in_words(data: bytes, sentence: str) -> None:
    with pytest.raises(RequestError, match=sentence):
        unpacked(data)
