from __future__ import annotations

import json
import re
from dataclasses import asdict
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from tunesmith.errors import RequestError
from tunesmith.evaluation.breakdown import breakdown
from tunesmith.evaluation.control import control
from tunesmith.evaluation.likelihood import likelihood
from tunesmith.evaluation.report import report
from tunesmith.evaluation.samples import Sample
from tunesmith.reporting.report_page import page
from tunesmith.reporting.summary import summary

if TYPE_CHECKING:
    from tunesmith.composing import Composer
    from tunesmith.evaluation.report import EvaluationReport

VOID = {"meta", "br"}


class Balanced(HTMLParser):
    """Fails on a tag that is closed but was not opened last."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_breakdown_agrees_with_the_likelihood(composer: Composer, tunes: Sample) -> None:
    found = breakdown(composer, tunes)
    same = likelihood(composer.checkpoint, tunes.texts)
    assert found.parts["body"].figures == same.body
    assert found.parts["all"].figures == same.all
    body = found.parts["body"]
    assert body.bits.low < body.bits.value < body.bits.high
    assert body.bits.value == pytest.approx(same.body.bits_per_character, rel=1e-5)
    assert list(found.rhythms) == ["jig"]
    assert found.rhythms["jig"].figures == found.meters["6/8"].figures == same.all


def test_a_model_is_judged_in_every_respect(whole: EvaluationReport) -> None:
    assert (whole.judged.tunes, whole.judged.name) == (12, "composed tunes")
    assert whole.judged.validity.readable.value == 1
    assert whole.real is not None
    assert whole.two_sample is not None
    assert [found.sample for found in whole.likelihood] == ["twelve tunes", "more tunes"]
    assert whole.model is not None
    assert whole.control["meter"].share.value == 1
    assert json.loads(json.dumps(asdict(whole)))["model"]["fingerprint"] == whole.model.fingerprint


def test_tunes_from_anywhere_are_judged_without_a_model(tunes: Sample) -> None:
    found = report(tunes)
    assert (found.model, found.real, found.two_sample) == (None, None, None)
    assert (found.likelihood, found.style, found.control) == ((), {}, {})
    assert found.judged.form.forms == {"AA": 1}
    assert "Control" not in page(found)


def test_too_few_tunes_are_refused(tunes: Sample) -> None:
    few = Sample("three tunes", tunes.texts[:3], tunes.rhythms[:3], tunes.families[:3])
    with pytest.raises(RequestError, match="three tunes: a report needs at least 10"):
        report(tunes, few)


def test_too_few_tunes_are_refused_before_they_are_composed(composer: Composer) -> None:
    with pytest.raises(RequestError, match="count must be at least 10, not 0"):
        report(composer, count=0)


def test_the_page_is_whole_and_asks_for_nothing(whole: EvaluationReport) -> None:
    text = page(whole)
    parser = Balanced()
    parser.feed(text)
    assert parser.open == []
    for title in ("Likelihood: twelve tunes", "Validity", "Form", "Distance in style", "Origin", "Control"):
        assert f"<h2>{title}</h2>" in text
    assert not re.search(r"(?:src=|@import|url\(|<script|<link)", text)
    assert "nan" not in re.sub(r"<[^>]*>", " ", text).lower().split()


def test_names_in_the_page_are_text(tunes: Sample) -> None:
    named = Sample("<i>mine</i>", tunes.texts, tunes.rhythms, tunes.families)
    assert "<i>mine" not in page(report(named))


def test_the_summary_has_both_samples_side_by_side(whole: EvaluationReport) -> None:
    table = summary(whole)
    assert [column.header for column in table.columns] == ["", "composed tunes", "twelve tunes"]
    names = list(table.columns[0].cells)
    assert {"clean by tunesmith check", "range in semitones", "bits per character, body"} <= set(names)


def test_control_counts_what_was_met(composer: Composer) -> None:
    found = control(composer, seed=1, each=2)
    assert found["form"].tunes == 8
    assert found["key"].share.value == 1
    assert set(found["bars in each part"].requests) >= {"2 parts, 8 bars", "2 parts, 16 bars"}
    assert found["key, by ear"].share.value < 0.5  # a network that knows nothing ends anywhere
    assert found["key, by ear, ending at home"].share.value > found["key, by ear"].share.value
