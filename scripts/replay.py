"""Two hundred recipes over all options, composed and written down: a change that keeps behaviour keeps this file.

    python scripts/replay.py OUT.json
    python scripts/replay.py OUT.json --against BEFORE.json

Each line of OUT is one recipe with its texts. With `--against`, exit with 1 and name each recipe that differs.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from tunesmith import Composer, Request
from tunesmith.composing import continue_tune, vary
from tunesmith.errors import RequestError

MODELS = ("small", "flagship")
REQUESTS: tuple[dict[str, Any], ...] = (
    {},
    {"meter": "6/8"},
    {"meter": "3/4", "key": "G"},
    {"key": "Ador"},
    {"rhythm": "reel"},
    {"rhythm": "jig", "key": "D"},
    {"rhythm": "slip jig", "parts": 2},
    {"rhythm": "waltz", "bars": 8},
    {"parts": 3, "bars": 8},
    {"form": "AABB", "bars": 8},
    {"form": "ABAC", "bars": 4},
    {"opening": "ABc"},
    {"meter": "4/4", "key": "Edor", "opening": "E2"},
    {"temperature": 0.0},
    {"temperature": 1.2},
    {"top_k": 5},
    {"top_p": 0.9},
    {"min_p": 0.05},
    {"top_k": 8, "top_p": 0.95, "min_p": 0.01, "temperature": 1.0},
    {"length": 300},
    {"unconstrained": True},
    {"unconstrained": True, "meter": "2/4", "key": "A"},
    {"instrument": "tin-whistle"},
    {"instrument": "fiddle", "rhythm": "hornpipe"},
    {"outside": 0.0},
    {"outside": 0.1, "key": "Gm"},
)
CHOSEN: tuple[dict[str, Any], ...] = (
    {"best_of": 4},
    {"best_of": 8, "form": "AABB", "bars": 8},
    {"best_of": 3, "rhythm": "polka"},
    {"original": True},
    {"original": True, "rhythm": "jig"},
    {"original": True, "best_of": 6, "key": "Em"},
)
GIVEN = (
    "X:1\nT:One\nR:reel\nM:4/4\nL:1/8\nK:D\n|: d2fd Adfd | e2ce Aece | d2fd Adfd |",
    "X:1\nT:Two\nR:jig\nM:6/8\nL:1/8\nK:G\nGBd gdB | cec BdB |",
    'X:1\nT:Three\nM:3/4\nL:1/8\nK:Am\n"Am" A2 c2 e2 | "E" e3 d B2 |',
    "X:1\nT:Four\nM:2/4\nL:1/8\nK:A\n|: e>c A>c | e2 a2 :|",
)
GOING_ON: tuple[dict[str, Any], ...] = ({}, {"bars": 8}, {"parts": 2}, {"best_of": 3}, {"temperature": 1.0})
WHOLE = (
    "X:1\nM:6/8\nL:1/8\nK:D\n|: dfa afd | gbg faf | ece gec | dfa d3 :|\n",
    "X:1\nM:4/4\nL:1/8\nK:Ador\nA2 | eAAB cBAG | EDEG A2AB | c2Bc dcde | ged2 A2 |]\n",
)
PASSAGES = ((1, 1), (2, 3), (2, 4))
TOGETHER = 4


def recipes() -> list[dict[str, Any]]:
    """The recipes, each with the way it is composed and a seed of its own."""
    found: list[dict[str, Any]] = []
    for model in MODELS:
        for asked in REQUESTS:
            found += [{"way": "alone", "wish": asked}, {"way": "batch", "wish": asked}]
        found += [{"way": "alone", "wish": asked} for asked in CHOSEN]
        found += [{"way": "batch", "wish": asked} for asked in CHOSEN]
        found += [{"way": "continue", "wish": asked, "tune": tune} for tune in GIVEN for asked in GOING_ON]
        found += [{"way": "vary", "wish": {}, "tune": tune, "bars": bars} for tune in WHOLE for bars in PASSAGES]
        found += [
            {"way": "vary", "wish": asked, "tune": WHOLE[0], "bars": (2, 3)}
            for asked in ({"temperature": 1.2}, {"instrument": "tin-whistle"}, {"outside": 0.2}, {"rhythm": "jig"})
        ]
        found += [
            {"way": "vary", "wish": {}, "tune": WHOLE[1], "bars": (1, 2), "candidates": n} for n in (1, 2, 4, 8, 32, 64)
        ]
        for one in found:
            one.setdefault("model", model)
    return [one | {"seed": 1000 * place} for place, one in enumerate(found)]


def composed(composer: Composer, recipe: dict[str, Any]) -> list[str]:
    """The texts of one recipe, or the error that it ends with."""
    asked, seed = Request(**recipe["wish"]), recipe["seed"]
    try:
        if recipe["way"] == "continue":
            return [continue_tune(composer, recipe["tune"], asked, seed=seed).text]
        if recipe["way"] == "vary":
            more = {"candidates": recipe["candidates"]} if "candidates" in recipe else {}
            return [vary(composer, recipe["tune"], recipe["bars"], asked, seed=seed, **more).text]
        count = TOGETHER if recipe["way"] == "batch" else 1
        return [one.text for one in composer.compose(asked, seed=seed, count=count)]
    except RequestError as error:
        return [f"RequestError: {error}"]


def main() -> None:
    """Compose all, write them, and compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("out", type=Path)
    parser.add_argument("--against", type=Path)
    options = parser.parse_args()
    composers = {model: Composer(model) for model in MODELS}
    lines = [
        json.dumps(recipe | {"texts": composed(composers[recipe["model"]], recipe)}, sort_keys=True)
        for recipe in recipes()
    ]
    options.out.write_text("".join(f"{line}\n" for line in lines))
    failed = sum("RequestError" in line for line in lines)
    print(f"{len(lines)} recipes, {failed} of them refused")
    if options.against is not None:
        before = options.against.read_text().splitlines()
        pairs = enumerate(zip(before, lines, strict=True))
        different = [place for place, (old, new) in pairs if old != new]
        if different:
            sys.exit(f"recipes that differ: {different}")
        print("all are the same")


if __name__ == "__main__":
    main()
