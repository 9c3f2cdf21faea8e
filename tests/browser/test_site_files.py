"""Which files of the site every visitor keeps at once."""

from __future__ import annotations

import pytest

from tunesmith.browser.site import kept_at_once


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("engine/0cd7af4d1f1f/known.js", True),
        ("engine/0cd7af4d1f1f/engraver.js", True),
        ("files/small.27cbcc0a07f1.bin.gz", True),
        ("files/known.bdab1fcc51dd.bin.gz", False),
        ("files/flagship.22ced34b5b60.json.gz", False),
        ("files/open.5cbf43bf2e53.bin.gz", False),
        ("samples/violin-mp3/60.mp3", True),
        ("samples/tuba-mp3/60.mp3", False),
        ("index.html", False),
    ],
)
def test_what_not_everybody_needs_waits_until_it_is_asked_for(path: str, kept: bool) -> None:
    assert kept_at_once(path) is kept
