"""Ten changes that people want to make, made in a copy of the code: which files each touches, and that it works.

`docs/decisions/ten-changes.md` has the files before the rooms were put in order, and these.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "decisions" / "ten-changes.md"
PACKAGE = ROOT / "src" / "tunesmith"
HEAVY = ("models", "rendering/assets", "studio/static")


@dataclass(frozen=True)
class Change:
    """New files, and texts of files that there are with what they become; `holds` is a program that then runs."""

    name: str
    edits: tuple[tuple[str, str, str], ...]  # file, text, what it becomes
    holds: str = ""
    new: tuple[tuple[str, str], ...] = ()

    @property
    def files(self) -> list[str]:
        """What it touches."""
        return sorted({file for file, *_ in (*self.new, *self.edits)})


RHYTHM = Change(
    "a rhythm",
    (
        (
            "music/rhythms.py",
            'Rhythm(\n            name="hornpipe",',
            'Rhythm(name="gavotte", meters=("2/2",), beat=HALF, rate=70, label="gavotte"),\n'
            '        Rhythm(\n            name="hornpipe",',
        ),
    ),
    """
assert Request(rhythm="gavotte").rhythm == "gavotte"
assert "gavotte" in offered.rhythms and "gavotte" in help_of("compose")
assert tempo_of(Tune.parse("X:1\\nR:Gavotte\\nM:2/2\\nL:1/4\\nK:G\\nGABc|")).rate == 70
""",
)
INSTRUMENT = Change(
    "an instrument",
    (
        (
            "music/instruments.py",
            'Instrument(\n            name="fiddle"',
            'Instrument(name="crumhorn", range=(50, 65)),\n        Instrument(\n            name="fiddle"',
        ),
    ),
    """
assert Request(instrument="crumhorn").instrument == "crumhorn"
assert "crumhorn" in offered.ranges and "crumhorn" in help_of("compose")
""",
)
FORMAT = Change(
    "an output format",
    (
        (
            "rendering/formats.py",
            "from tunesmith.music.table import Table",
            "from tunesmith.music.table import Table\nfrom tunesmith.rendering.numbers import numbers",
        ),
        (
            "rendering/formats.py",
            'Format("mid",',
            'Format("numbers", "MIDI numbers", "data", "text/plain", numbers),\n        Format("mid",',
        ),
    ),
    """
from tunesmith.rendering import render
assert render(Tune.parse("X:1\\nL:1/8\\nK:C\\nCG"), "numbers") == b"60 67"
assert "numbers" in offered.formats and "numbers" in help_of("render")
""",
    (
        (
            "rendering/numbers.py",
            "def numbers(tunes, _):\n"
            '    return " ".join(str(event.pitches[0]) for event in tunes[0].events()).encode()\n',
        ),
    ),
)
DEFAULT = Change(
    "a default",
    (("composing/request.py", "] = 0.8\n    top_k", "] = 0.9\n    top_k"),),
    """
assert Request().temperature == 0.9 and "0.9" in help_of("compose")
assert next(option.default for option in offered.options if option.name == "temperature") == 0.9
assert schema["components"]["schemas"]["ComposeBody"]["properties"]["temperature"]["default"] == 0.9
""",
)
OPTION = Change(
    "an option",
    (
        (
            "composing/request.py",
            "    outside: Annotated[",
            "    highest: Annotated[\n"
            '        int | None, Option("The highest note, as a MIDI number.", least=60, most=90, of=COMPOSE)\n'
            "    ] = None\n"
            "    outside: Annotated[",
        ),
        (
            "composing/outlines.py",
            '    source = "opening" if request.opening else "tune"',
            "    highest = min(highest, request.highest or highest)\n"
            '    source = "opening" if request.opening else "tune"',
        ),
    ),
    """
from tunesmith.composing.outlines import outline_of
assert outline_of(Request(highest=72), {}).highest == 72
assert "highest" in [option.name for option in offered.options] and "--highest" in help_of("compose")
assert "highest" in schema["components"]["schemas"]["ComposeBody"]["properties"]
""",
)
FEATURE = Change(
    "an input feature",
    (
        (
            "model/encoder.py",
            "from tunesmith.model.position_features",
            "from tunesmith.model.parity_features import encode_parity\nfrom tunesmith.model.position_features",
        ),
        (
            "model/encoder.py",
            '    InputFeature("position"',
            '    InputFeature("parity", 2, 1),\n    InputFeature("position"',
        ),
        ("model/encoder.py", "READS_GOALS, READS_POSITION =", "READS_GOALS, READS_PARITY, READS_POSITION ="),
        (
            "model/encoder.py",
            "    if reads[READS_POSITION]:\n        encode_position",
            "    if reads[READS_PARITY]:\n"
            "        encode_parity(at, first, symbols[place:])\n"
            "        first, place = first + 2, place + 1\n"
            "    if reads[READS_POSITION]:\n        encode_position",
        ),
    ),
    """
from tunesmith.inference.sources import modules_behind
from tunesmith.model.encoder import EncoderSpec, Memory, encode_all
from tunesmith.training.config import TrainingConfig
assert "tunesmith.model.parity_features" in modules_behind("tunesmith.model.encoder")
config = TrainingConfig().network(20)
assert config.features == ("goals", "parity", "position")
encoder = EncoderSpec.of(config, [chr(65 + place) for place in range(20)])
rows = np.zeros((6, encoder.width), np.int32)
encode_all(np.arange(6, dtype=np.uint8), encoder, Memory.create(6), rows)
column = rows[:, 1 + 2 * len(config.repeat_lags) + 4] - config.groups["repeats"] - config.groups["goals"]
assert column.tolist() == [0, 1, 0, 1, 0, 1]
""",
    (
        (
            "model/parity_features.py",
            "def encode_parity(at, first, symbols):\n    symbols[0] = first + at % 2\n",
        ),
    ),
)
CONTROL_LINE = Change(
    "a control line",
    (
        (
            "corpus/controls.py",
            '    ControlLine("chords"',
            "    ControlLine(\n"
            '        "mode",\n'
            '        lambda tune, *_: f"K:{tune.key.mode}\\n",\n'
            '        lambda request: f"K:{request.mode}\\n" if request.mode else "",\n'
            "    ),\n"
            '    ControlLine("chords"',
        ),
        (
            "composing/request.py",
            "    outside: Annotated[",
            '    mode: Annotated[str | None, Option("The mode.", choices=("major", "minor"), of=COMPOSE)] = None\n'
            "    outside: Annotated[",
        ),
    ),
    """
from tunesmith.corpus.controls import CONTROL_LINES, controls_of, lines_asked_for
assert [line.name for line in CONTROL_LINES] == ["rhythm", "form", "mode", "chords"]
tune = Tune.parse("X:1\\nL:1/8\\nK:Am\\nABc|")
assert controls_of(tune, tune.spelling(), None, "none")[2] == "K:minor\\n"
assert lines_asked_for(Request(mode="minor"), {"mode"}) == "K:minor\\n"
""",
)
SOURCE = Change(
    "a source",
    (
        (
            "corpus/catalogue.py",
            '    SourceRecord(\n        name="melodyhub_leadsheets"',
            '    SourceRecord("attic", "tunes of the attic", "the attic", "CC0", "nobody", "", "any", later=True),\n'
            '    SourceRecord(\n        name="melodyhub_leadsheets"',
        ),
    ),
    """
from tunesmith.corpus.catalogue import rank_of, record_of
assert record_of("attic").licence == "CC0" and rank_of("attic") == rank_of("melodyhub_leadsheets") - 1
""",
)
ENDPOINT = Change(
    "an endpoint",
    (
        ("studio/app.py", "    converting,\n", "    converting,\n    counting,\n"),
        ("studio/app.py", "checking, converting, origins", "checking, converting, counting, origins"),
    ),
    """
assert schema["paths"]["/api/v1/count"]["post"]["summary"] == "Count"
assert "application/problem+json" in str(schema["paths"]["/api/v1/count"])
""",
    (
        (
            "studio/api/counting.py",
            "from fastapi import APIRouter\n"
            "from tunesmith.studio.api.schemas import AbcBody\n"
            'router = APIRouter(prefix="/api/v1", tags=["abc"])\n\n'
            '@router.post("/count")\n'
            "async def count(body: AbcBody) -> int:\n"
            "    return len(body.abc)\n",
        ),
    ),
)
PANEL = Change(
    "a panel",
    (
        (
            "studio/web/components/Workbench.svelte",
            "  import Editor from",
            '  import CountPanel from "./CountPanel.svelte";\n  import Editor from',
        ),
        ("studio/web/components/Workbench.svelte", "<OriginPanel />", "<CountPanel />\n          <OriginPanel />"),
    ),
    new=(
        (
            "studio/web/components/CountPanel.svelte",
            '<script lang="ts">\n  let count = $state(0);\n</script>\n\n<p>{count}</p>\n',
        ),
    ),
)
CHANGES = (RHYTHM, INSTRUMENT, FORMAT, DEFAULT, OPTION, FEATURE, CONTROL_LINE, SOURCE, ENDPOINT, PANEL)

PREPARED = """
import io
from contextlib import redirect_stdout
import numpy as np
from tunesmith.cli import app as command_line
from tunesmith.composing import Request
from tunesmith.notation import Tune
from tunesmith.rendering.tempo import tempo_of
from tunesmith.studio.api.choices import choices
from tunesmith.studio.app import create_app
from tunesmith.studio.settings import Settings

def help_of(command):
    with redirect_stdout(io.StringIO()) as shown:
        command_line([command, "--help"], result_action="return_value")
    return shown.getvalue()

offered, schema = choices(Settings()), create_app(Settings()).openapi()
"""
COMPILE = """
import { readFileSync } from "node:fs";
import { compile } from "svelte/compiler";
for (const file of process.argv.slice(1)) console.log(compile(readFileSync(file, "utf8"), { filename: file }).js.code);
"""


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package in which all the changes are made."""
    package = tmp_path_factory.mktemp("changed") / "tunesmith"
    shutil.copytree(PACKAGE, package, ignore=lambda folder, names: [*left_out(Path(folder), names), "__pycache__"])
    for folder in HEAVY:
        if (PACKAGE / folder).is_dir():
            (package / folder).symlink_to(PACKAGE / folder)
    for change in CHANGES:
        make(change, package)
    return package


def left_out(folder: Path, names: list[str]) -> list[str]:
    """What of a folder is not worth a copy."""
    return [name for name in names if (folder / name).relative_to(PACKAGE).as_posix() in HEAVY]


def make(change: Change, package: Path) -> None:
    """Make a change in a copy; each text must be there once."""
    for file, text in change.new:
        assert not (package / file).exists()
        (package / file).write_text(text)
    for file, text, becomes in change.edits:
        whole = (package / file).read_text()
        assert whole.count(text) == 1, (change.name, file, text)
        (package / file).write_text(whole.replace(text, becomes))


def test_a_change_touches_as_few_files_as_the_document_says() -> None:
    said = dict(re.findall(r"^\| (an? [a-z ]+) \|.*\| ([^|]+) \|$", DOCUMENT.read_text(), re.MULTILINE))
    assert {name: files.split(", ") for name, files in said.items()} == {
        change.name: change.files for change in CHANGES
    }
    ones = {"a rhythm", "an instrument", "a default", "a source"}
    assert {change.name for change in CHANGES if len(change.files) == 1} == ones
    assert max(len(change.files) for change in CHANGES) == 2


def test_all_that_is_changed_is_there(changed: Path) -> None:
    program = PREPARED + "".join(change.holds for change in CHANGES)
    environment = {**os.environ, "PYTHONPATH": str(changed.parent), "COLUMNS": "400"}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_panel_is_on_the_page(changed: Path) -> None:
    if not (ROOT / "node_modules" / "svelte").is_dir():
        pytest.skip("Svelte is not installed (make studio)")
    files = [changed / file for file in PANEL.files]
    done = subprocess.run(
        ["node", "--input-type=module", "-e", COMPILE, *files], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "CountPanel($$anchor" in done.stdout
    assert re.search(r"CountPanel\(node\w*, \{\}\)", done.stdout)
