from __future__ import annotations

import pytest

from tunesmith.errors import AbcError
from tunesmith.notation.encoding import decoded, encoding_of

TEXT = "X:1\nT:Port na bPúcaí\nK:D\nd\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_every_encoding_that_abc_is_written_in(encoding: str) -> None:
    assert decoded(TEXT.encode(encoding)) == TEXT


def test_what_is_no_text_says_where() -> None:
    with pytest.raises(AbcError, match="line 2, column 3: a NUL character"):
        decoded(b"X:1\nT:\0")


@pytest.mark.parametrize(
    ("encoding", "declared", "title"),
    [
        ("cp1252", "", "Paddy’s Trip – “fast” €5"),
        ("cp1252", "%%abc-charset iso-8859-1\n", "Paddy’s Trip"),
        ("iso-8859-2", "%%abc-charset iso-8859-2\n", "Őszi tánc, štyri"),
        ("koi8-r", "I:abc-charset koi8-r\n", "Барыня"),
        ("shift-jis", "%%abc-charset shift_jis\n", "荒城の月"),
        ("iso-2022-jp", "%%abc-charset iso-2022-jp\n", "荒城の月"),
        ("utf-8", "%%abc-charset iso-8859-1\n", "Ríl"),
        ("utf-16-le", "", "Ríl"),
        ("utf-16-be", "", "Ríl"),
        ("utf-32", "", "Ríl"),
    ],
)
def test_the_encoding_is_what_the_file_says_or_shows(encoding: str, declared: str, title: str) -> None:
    text = f"{declared}X:1\nT:{title}\nK:D\nd\n"
    data = text.encode(encoding)
    assert decoded(data) == text
    assert encoding_of(data).encode(text) == data


def test_an_encoding_that_nobody_knows_is_no_obstacle() -> None:
    assert decoded(b"%%abc-charset no-such\nX:1\nT:\xe9\x81\nK:D\n").endswith("T:é\x81\nK:D\n")
