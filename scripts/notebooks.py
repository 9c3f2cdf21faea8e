"""The lessons of docs/course as notebooks: `python scripts/notebooks.py OUT`."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

LESSONS = Path(__file__).parents[1] / "docs" / "course"
CODE = re.compile(r"^```python\n(.*?)^```\n", re.DOTALL | re.MULTILINE)


def notebook(page: str) -> dict[str, Any]:
    """A page as a notebook of version 4.5, without results; each block of Python is a cell of its own."""
    cells: list[dict[str, Any]] = []
    for place, part in enumerate(CODE.split(page)):
        text = part.strip("\n")
        if not text:
            continue
        cell: dict[str, Any] = {"id": f"cell-{len(cells)}", "metadata": {}, "source": text.splitlines(keepends=True)}
        code: dict[str, Any] = {"cell_type": "code", "execution_count": None, "outputs": []}
        cells.append(cell | (code if place % 2 else {"cell_type": "markdown"}))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def main(out: str) -> None:
    """Write every lesson."""
    Path(out).mkdir(parents=True, exist_ok=True)
    for lesson in sorted(LESSONS.glob("*.md")):
        path = Path(out) / f"{lesson.stem}.ipynb"
        path.write_text(json.dumps(notebook(lesson.read_text(encoding="utf-8")), indent=1), encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
