from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tunesmith.errors import RequestError
from tunesmith.evaluation.report import report
from tunesmith.reporting.card import card
from tunesmith.reporting.readings import READINGS

if TYPE_CHECKING:
    from tunesmith.evaluation.report import EvaluationReport
    from tunesmith.evaluation.samples import Sample

RECORD = {
    "training": {"hidden": 256, "workers": 2, "rate": 0.005},
    "corpus": {
        "sources": {"session2021": {"found": 33_675, "kept": 33_657}, "mine": {"found": 5, "kept": 4}},
        "splits": {"train": {"tunes": 37_787, "families": 17_559, "variants": 172_897, "characters": 49_084_436}},
    },
    "progress": {"characters": 1_000_000, "seconds": 5400.0},
    "processes": 1,
    "versions": {"torch": "2.13.0"},
    "start": {"training": {"rate": 0.01}, "progress": {"characters": 7_000_000, "seconds": 3600.0}},
}


@pytest.fixture
def judged(whole: EvaluationReport) -> EvaluationReport:
    """A report on a model that knows how it was trained."""
    assert whole.model is not None
    return replace(whole, model=replace(whole.model, name="runs/small/model.safetensors", record=RECORD))


def test_a_card_names_data_licences_and_terms(judged: EvaluationReport) -> None:
    text = card(judged)
    assert text.startswith("# small\n")
    assert "| 33,675 | 33,657 | ODbL 1.0; contains information from The Session" in text
    assert "forbids training large language models" in " ".join(text.split())
    assert "| mine | 5 | 4 | not recorded |" in text
    assert "3.0 core hours (1.50 hours on 2 cores" in text
    assert (
        "began with the weights of an earlier run: 7,000,000 characters, 1.0 core hours (1.00 hours on 1 core of"
        in text
    )
    assert "candidates" not in text
    assert "| train | 37,787 | 17,559 | 172,897 | 49,084,436 |" in text
    assert "IrishMAN" not in text  # it was not trained on


def test_a_card_says_that_a_run_learned_from_candidates(judged: EvaluationReport) -> None:
    assert judged.model is not None
    record = {**RECORD, "training": {"strength": 0.5}, "progress": {"characters": 1, "candidates": 9600}}
    text = card(replace(judged, model=replace(judged.model, record=record)))
    assert "It also learned from 9,600 candidates that the network itself had composed, with the strength 0.5." in text
    assert text.count("candidates that the network") == 1


def test_a_card_names_the_sources_that_were_not_read(judged: EvaluationReport) -> None:
    assert judged.model is not None
    assert "did not learn from" not in card(judged)
    record = {**RECORD, "training": {"repeat": ["mine=0"]}, "start": {}}
    text = card(replace(judged, model=replace(judged.model, record=record)))
    assert "**This model is free for any use.**" in text
    assert "| 33,675 | 33,657 |" in text
    assert "| mine |" not in text
    assert "tunes that this model did not learn from: mine.\n\n| split |" in text


def test_a_card_says_once_what_holds_for_two_sources(judged: EvaluationReport) -> None:
    assert judged.model is not None
    sources = {"irishman": {"found": 9, "kept": 9}, "irishman_sample": {"found": 4, "kept": 4}}
    record = RECORD | {"corpus": {"sources": sources, "splits": {}}}
    text = card(replace(judged, model=replace(judged.model, record=record)))
    assert text.count("The card names the MIT licence and asks") == 1
    assert "split `test-irishman`" in text


def test_every_figure_has_its_command(judged: EvaluationReport) -> None:
    text = card(judged)
    command = "tunesmith report small --against twelve tunes --predict more tunes --count 12 --seed 3 --temperature 1"
    assert f"{command} --best-of 1\n" in text
    assert f"{command} --best-of 1 --like\n" in card(replace(judged, like=True))
    assert "as one of the real tunes is" in card(replace(judged, like=True))
    body = judged.likelihood[0].parts["body"].bits
    assert f"{body.value:.4f} ({body.low:.4f} to {body.high:.4f})" in text
    assert "clean by abc2midi" in text


def test_every_table_is_whole(judged: EvaluationReport) -> None:
    for block in re.findall(r"(?:^\|.*\n?)+", card(judged), re.MULTILINE):
        assert len({line.count("|") for line in block.strip().splitlines()}) == 1


def test_only_a_model_has_a_card(tunes: Sample) -> None:
    with pytest.raises(RequestError, match="needs a model"):
        card(report(tunes))


def test_what_was_read_in_one_model_is_not_said_of_another(judged: EvaluationReport) -> None:
    assert judged.model is not None
    assert not [words for words in READINGS.values() if words in card(judged)]
    for beginning, words in READINGS.items():
        of_that = card(replace(judged, model=replace(judged.model, fingerprint=beginning + "0" * 52)))
        assert [said for said in READINGS.values() if said in of_that] == [words]
