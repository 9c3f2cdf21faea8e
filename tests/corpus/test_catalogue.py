from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tunesmith.corpus.catalogue import BENCHMARK, CATALOGUE, SourceRecord, rank_of, record_of
from tunesmith.corpus.sources import read_tunes

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("record", CATALOGUE, ids=lambda record: record.name)
def test_every_source_says_what_it_is_whom_to_name_and_why_its_terms_are_narrow(record: SourceRecord) -> None:
    assert record_of(record.name) is record
    assert record.title
    assert record.short
    assert record.licence
    assert record.attribution
    assert record.note or record.terms == "any"
    assert record.number is None or re.compile(record.number)


def test_names_are_unique_and_one_source_is_the_benchmark() -> None:
    assert len({record.name for record in CATALOGUE}) == len(CATALOGUE)
    assert [record.name for record in CATALOGUE if record.benchmark] == [BENCHMARK]


def test_sources_that_ask_for_research_or_give_no_licence_are_not_for_any_use() -> None:
    asked = ["irishman", "irishman_sample", "irishman_more", "melodyhub_leadsheets"]
    unlicensed = ["oneills1850", "ryansMammoth", "airdsAirs", "ns_session"]
    assert sorted(r.name for r in CATALOGUE if r.terms == "research") == sorted(asked + unlicensed)


def test_what_is_in_no_catalogue_is_its_owners_to_use_and_comes_last() -> None:
    record = record_of("mine")
    assert (record.terms, record.licence, record.later) == ("any", "not recorded", False)
    assert rank_of("mine") == len(CATALOGUE) > rank_of("litten") > rank_of("ceol_rince") == 0


def test_every_real_source_is_in_the_catalogue(corpus_folder: Path) -> None:
    names = {file.name.split(".")[0] for file in corpus_folder.iterdir() if file.suffix in (".gz", ".json")}
    assert names <= {record.name for record in CATALOGUE}
    assert {next(read_tunes(file)).source for file in corpus_folder.glob("*.json*")} == names
