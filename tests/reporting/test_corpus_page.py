from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from tunesmith.corpus.cleaning import Bounds
from tunesmith.corpus.preparing import prepare
from tunesmith.corpus.sources import read_tunes
from tunesmith.corpus.statistics import statistics_of
from tunesmith.reporting.corpus_page import page

if TYPE_CHECKING:
    from pathlib import Path

VOID = {"meta"}


class Outline(HTMLParser):
    """Collects headings, and tags that are closed in the wrong place."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.headings: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "h2":
            self.headings.append(data)


def test_the_page_is_whole_and_needs_nothing_from_elsewhere(book: Path) -> None:
    outline = Outline()
    text = page(statistics_of(prepare(list(read_tunes(book)), Bounds())), "my <book>")
    outline.feed(text)
    assert not re.search(r"@import|url\(|<script|<link", text)
    assert outline.wrong == outline.open == outline.addresses == []
    assert {"Sources", "Lengths", "Meters", "Keys", "Rhythms", "Forms", "Families", "Vocabulary"} < set(
        outline.headings
    )
    assert "my &lt;book&gt;" in text
    assert "prefers-color-scheme: dark" in text
    assert "60</b><span>tunes" in text


def test_a_corpus_of_one_tune_without_key_makes_a_page(tmp_path: Path) -> None:
    (tmp_path / "one.abc").write_text("X:1\nM:none\nL:1/8\nK:none\nGABc dedB | GABc dedB | GABc dedB | GABc dedB |\n")
    assert "1 tunes have no tonic" in page(statistics_of(prepare(list(read_tunes(tmp_path)), Bounds())), "one")
