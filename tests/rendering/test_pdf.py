"""PDF pages, read back by pypdf."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from tunesmith.notation import Tune
from tunesmith.rendering import Paper
from tunesmith.rendering.pdf import natural_title, pdf_of
from tunesmith.rendering.tags import Tags


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


@pytest.fixture
def book(hard_tune: str, jig: str) -> list[Tune]:
    return [Tune.parse(text) for text in (hard_tune, jig, jig.replace("X:1", "X:2\nT:Banshee, The"))]


def test_one_tune_is_one_page_without_contents(hard_tune: str) -> None:
    pages = read(pdf_of([Tune.parse(hard_tune)])).pages
    assert len(pages) == 1
    assert "The Hard to Set" in pages[0].extract_text()


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_paper(jig: str, paper: str, size: tuple[int, int]) -> None:
    box = read(pdf_of([Tune.parse(jig)], paper=paper)).pages[0].mediabox  # type: ignore[arg-type]
    assert (round(box.width), round(box.height)) == size


def test_a_tunebook_has_contents_tunes_and_an_index(book: list[Tune]) -> None:
    reader = read(pdf_of(book, tags=Tags(title="Session")))
    contents, *_, index = [page.extract_text().splitlines() for page in reader.pages]
    assert contents[0] == "Session"
    assert [line.split(" .")[0] for line in contents[1:4]] == ["The Hard to Set Ador", "Tune 2 G", "The Banshee G"]
    assert [line.split(" .")[0] for line in index[1:4]] == ["The Banshee G", "The Hard to Set Ador", "Tune 2 G"]


def test_contents_name_the_page_of_each_tune(book: list[Tune]) -> None:
    reader = read(pdf_of(book * 5))
    titles = [line for line in reader.pages[0].extract_text().splitlines() if "Banshee" in line]
    for line in titles:
        assert "The Banshee" in reader.pages[int(line.split()[-1]) - 1].extract_text()


@pytest.mark.parametrize(("paper", "lines"), [("a4", 13), ("letter", 12)])
def test_a_tune_is_divided_only_where_a_page_cannot_hold_it(paper: Paper, lines: int) -> None:
    header, line = "X:1\nT:Long\nL:1/4\nM:4/4\nK:G\n", "GA,Bc | d'BAG | GABc | c'BAG |\n"
    fitting, longer = (Tune.parse(header + line * count) for count in (lines, lines + 1))
    pages = read(pdf_of([fitting, fitting, longer], paper=paper)).pages[1:-1]
    assert ["Long" in page.extract_text() for page in pages] == [True, True, True, False]


def test_bookmarks_lead_to_the_tunes(book: list[Tune]) -> None:
    outline = read(pdf_of(book)).outline
    titles = [None if isinstance(entry, list) else str(entry["/Title"]) for entry in outline]
    assert titles == ["The Hard to Set", "Tune 2", "The Banshee"]


def test_music_is_drawn_and_not_pictured(hard_tune: str) -> None:
    assert not read(pdf_of([Tune.parse(hard_tune)])).pages[0].images


def test_a_pdf_says_what_it_is(jig: str) -> None:
    tags = Tags(title="Ríl", seed=7, model="small-0123456789ab")
    found = read(pdf_of([Tune.parse(jig)], tags=tags)).metadata
    assert found is not None
    assert (found.title, found.author, str(found["/Keywords"])) == ("Ríl", "Tunesmith", tags.comment)


def test_the_same_tunes_give_the_same_bytes(book: list[Tune]) -> None:
    assert pdf_of(book) == pdf_of(book)


@pytest.mark.parametrize(
    ("written", "said"),
    [("Silver Spear, The", "The Silver Spear"), ("Lark, a Wren, The", "The Lark, a Wren"), ("Air", "Air")],
)
def test_titles_are_given_as_they_are_said(written: str, said: str) -> None:
    assert natural_title(written) == said
