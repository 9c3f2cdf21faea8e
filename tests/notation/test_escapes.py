"""Text in fields: accents written with the keys of any keyboard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tunesmith.notation.escapes import decoded_text, uncommented


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"\`a\'e\^i\"o\~n\cc\,c", "àéîöñçç"),
        (r"\aa\AA\oA\ae\OE\ss\/o\DH\th", "åÅÅæŒßøÐþ"),
        (r"\vs\HO\=u\;e\ua", "šŐūęă"),
        (r"\u00e9\u0150\U0001F3BB", "éŐ🎻"),
        (r"\351", "é"),
        ("&eacute;&ouml;&#337;&#x151;&amp;", "éöőő&"),
        (r"50\% \& \\", "50% & \\"),
        (r"R&B; \q \'1 &nosuch; a\-b", r"R&B; \q \'1 &nosuch; a\-b"),
        (r"\ud800 \u0007", r"\ud800 \u0007"),
    ],
)
def test_escapes(written: str, read: str) -> None:
    assert decoded_text(written) == read


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert isinstance(decoded_text(text), str)


def test_an_escaped_percent_sign_begins_no_comment() -> None:
    assert uncommented(r" 50\% off % said he") == r"50\% off"
