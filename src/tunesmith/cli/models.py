"""`tunesmith models`: the models that ship with Tunesmith."""

from __future__ import annotations

import json
from typing import Annotated, Any

from cyclopts import Parameter

from tunesmith.composing.request import DEFAULT_MODEL
from tunesmith.corpus.catalogue import record_of
from tunesmith.corpus.terms import TERMS, learned_from, terms_of
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.model.checkpoint import models as shipped

__all__ = ["models"]


def models(*, as_json: Annotated[bool, Parameter("--json", negative="")] = False) -> None:
    """List the models that ship: their size, what they learned from, and on which terms they are offered.

    Parameters
    ----------
    as_json
        Print the list as JSON.
    """
    found = {name: Checkpoint.load(name) for name in shipped()}
    rows = [described(name, checkpoint) for name, checkpoint in found.items()]
    if as_json:
        print(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    for row in rows:
        usual = ", the usual one" if row["usual"] else ""
        print(f"{row['name']}{usual}: {TERMS[row['terms']] if row['terms'] else 'terms not known'}")
        print(f"    {row['parameters']:,} weights, fingerprint {row['fingerprint']}")
        print(f"    learned from {', '.join(row['learned_from'])}")


def described(name: str, checkpoint: Checkpoint) -> dict[str, Any]:
    """What is told of a model, as JSON has it."""
    return {
        "name": name,
        "usual": name == DEFAULT_MODEL,
        "parameters": checkpoint.config.parameters,
        "terms": terms_of(checkpoint.record),
        "learned_from": list(dict.fromkeys(record_of(source).short for source in learned_from(checkpoint.record))),
        "fingerprint": checkpoint.fingerprint[:12],
    }
