"""What the worker asks of Python: it has to run where there is nothing but Python's own library."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tunesmith.browser.composing import chosen, prepared, work_of
from tunesmith.composing import Composer, Request
from tunesmith.errors import RequestError

ABSENT = ("fastapi", "llvmlite", "numba", "numpy", "pydantic", "rapidfuzz", "safetensors", "sqlalchemy", "cyclopts")
ALONE = f"import sys\nfor name in {ABSENT}: sys.modules[name] = None\nimport tunesmith.browser.routes"
KNOWN = json.dumps(
    {
        "characters": [*map(chr, range(32, 127)), "\n"],
        "control_lines": ["rhythm"],
        "goals": False,
        "fingerprint": "",
    }
)


def test_it_needs_nothing_but_python() -> None:
    subprocess.run([sys.executable, "-c", ALONE], check=True)


def test_candidates_that_share_a_plan_name_the_same_one(composer: Composer) -> None:
    work = work_of(composer.jobs(Request(form="AB", bars=4, best_of=3, ending="home"), 5))
    assert len(work["entries"]) == 3
    assert {entry["numbers"]["plan"] for entry in work["entries"]} == set(range(len(work["plans"])))


def test_a_tune_without_a_plan_names_none() -> None:
    work = json.loads(prepared({"unconstrained": True, "seed": 4}, KNOWN))
    assert work["seed"] == "4"
    assert work["plans"] == []
    assert work["entries"][0]["numbers"]["plan"] == -1


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"bars": 1}, "bars"),
        ({"colour": "red"}, "colour"),
        ({"length": 3001}, "length"),
    ],
)
def test_what_cannot_be_composed_is_said_with_its_field(options: dict[str, object], field: str) -> None:
    with pytest.raises(RequestError) as refused:
        prepared(options, KNOWN)
    assert refused.value.field == field


def test_the_only_candidate_is_the_tune() -> None:
    results = json.dumps([{"text": "X:1\nK:D\nd4|]", "ending": "ended"}])
    assert chosen({}, "7", results, KNOWN, lambda _: True) == "X:1\nK:D\nd4|]"


def test_a_known_candidate_is_not_chosen_where_the_tune_is_to_be_original() -> None:
    texts = ["X:1\nK:D\nd4|]", "X:1\nK:D\ne4|]"]
    results = json.dumps([{"text": text, "ending": "ended"} for text in texts])
    assert chosen({"original": True}, "7", results, KNOWN, texts[0].__eq__) == texts[1]
    with pytest.raises(RequestError, match="of a known tune"):
        chosen({"original": True}, "7", results, KNOWN, lambda _: True)
