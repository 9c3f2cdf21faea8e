"""The pages whose Python is run from top to bottom: what they say holds."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LESSONS = sorted((ROOT / "docs" / "course").glob("*.md"))
PAGES = [ROOT / "docs" / "python.md", *LESSONS]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_line_of_a_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text, names = page.read_text(), dict[str, object]()
    blocks = list(re.finditer(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE))
    for block in blocks:
        line = text[: block.start(1)].count("\n")  # so that an error names the line of the page
        exec(compile("\n" * line + block[1], str(page), "exec"), names)
    assert blocks


def test_the_lessons_are_notebooks_too(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "scripts" / "notebooks.py", tmp_path], check=True)
    assert [path.stem for path in sorted(tmp_path.iterdir())] == [lesson.stem for lesson in LESSONS]
    for lesson in LESSONS:
        cells = json.loads((tmp_path / f"{lesson.stem}.ipynb").read_text())["cells"]
        assert len({cell["id"] for cell in cells}) == len(cells)
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        assert code == [part.strip("\n") for part in re.findall(r"```python\n(.*?)```", lesson.read_text(), re.DOTALL)]
