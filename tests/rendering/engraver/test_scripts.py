"""The engraver's scripts as a module, for browsers: it draws what Python's own engine draws, and adds no globals."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tunesmith.rendering.engraver import engine
from tunesmith.rendering.engraver.scripts import engraver_module, options

DRAW = """
const { engrave } = await import(process.argv[1]);
const drawn = engrave(process.argv[2]);
console.log(JSON.stringify([drawn, [typeof document, typeof window]]));
"""


def test_a_browser_draws_what_python_draws(hard_tune: str, tmp_path: Path) -> None:
    if not shutil.which("node"):
        pytest.skip("no node is installed")
    module = tmp_path / "engraver.mjs"
    module.write_text(engraver_module(), encoding="utf-8")
    asked = json.dumps({"text": hard_tune, "options": options() | {"syllables": {}}})
    command = ["node", "--input-type=module", "--eval", DRAW, module.as_uri(), asked]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    drawn, left = json.loads(done.stdout)
    assert drawn == engine.run(asked)
    assert left == ["undefined", "undefined"], "it gave its world a document"
