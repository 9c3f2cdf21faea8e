from __future__ import annotations

import json
import math
from dataclasses import dataclass

from tunesmith.cli.records import json_fields
from tunesmith.evaluation.intervals import ConfidenceInterval


@dataclass
class Found:
    fixed: dict[str, int]
    bits: ConfidenceInterval


def test_fields_have_their_names_in_json_and_what_is_no_number_is_null() -> None:
    found = Found({"a": 1}, ConfidenceInterval(1.5, math.nan, math.nan))
    assert json.loads(json.dumps(json_fields(found), allow_nan=False)) == {
        "mended": {"a": 1},
        "bits": {"value": 1.5, "low": None, "high": None},
    }
