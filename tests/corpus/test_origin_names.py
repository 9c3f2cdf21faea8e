from __future__ import annotations

import pytest

from tunesmith.analysis.known_tunes import KnownTune
from tunesmith.corpus.origin_names import known_tune, titled
from tunesmith.corpus.sources import SourceTune


def test_a_setting_of_the_session_has_a_link() -> None:
    tune = SourceTune("session2021/setting-40099", "session2021/tune-55", "X:40099\nT:Kesh, The\nK:G\n", "session2021")
    assert known_tune(tune) == KnownTune(
        "The Kesh", "The Session", "https://thesession.org/tunes/55#setting40099"
    )  # as the site itself links to a setting


@pytest.mark.parametrize(
    ("source", "abc", "place"),
    [
        ("oneills1850", "X: 101\nT: If All the Young Ladies\n", "O'Neill's Music of Ireland 101"),
        ("airdsAirs", "X:0401\nT:The Job of Journey Work.\n", "Aird's Airs 401"),
        ("ceol_rince", "X:19\nT:Bonnie Kate\nB:CRE1.174 (gan ainm)\n", "Ceol Rince na hÉireann 1.174"),
        ("ryansMammoth", "X: 1\nT: THE REEL\n", "Ryan's Mammoth Collection"),
        ("irishman_sample", "X:0\nL:1/8\n", "IrishMAN"),
        ("mine", "X:7\nT:Mine\n", "mine 7"),
    ],
)
def test_other_tunes_have_a_book_and_a_number(source: str, abc: str, place: str) -> None:
    found = known_tune(SourceTune(f"{source}/1", f"{source}/1", abc, source))
    assert (found.source, found.link) == (place, None)


def test_a_title_has_its_article_in_front_and_no_remarks() -> None:
    assert titled("Merry Blacksmith (reel), The  ") == "The Merry Blacksmith"
    assert titled("Miss Geraldine's Jig*") == "Miss Geraldine's Jig"
    assert titled("(no name)") == "(no name)"
