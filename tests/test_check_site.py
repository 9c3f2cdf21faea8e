"""`scripts/check_site.py`: a link that leads nowhere and a thing from another host are faults, and nothing else is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "scripts" / "check_site.py"


@pytest.mark.parametrize(
    ("element", "fault"),
    [
        ('<a href="other.html#there">', None),
        ('<a href="#here">', None),
        ('<a href="https://example.org/">', None),
        ('<link rel="stylesheet" href="style.css">', None),
        ('<a href="gone.html">', "index.html: gone.html leads nowhere"),
        ('<a href="other.html#gone">', "index.html: other.html#gone leads nowhere"),
        ('<a href="folder/">', "index.html: folder/ leads nowhere"),
        ('<script src="https://example.org/a.js">', "index.html: loads https://example.org/a.js"),
        ('<link rel="stylesheet" href="//example.org/a.css">', "index.html: loads //example.org/a.css"),
    ],
)
def test_a_page_is_checked(tmp_path: Path, element: str, fault: str | None) -> None:
    (tmp_path / "index.html").write_text(f'<p id="here">{element}')
    (tmp_path / "other.html").write_text('<p id="there">')
    (tmp_path / "style.css").touch()
    (tmp_path / "folder").mkdir()
    done = subprocess.run([sys.executable, SCRIPT, tmp_path], capture_output=True, text=True, check=False)
    assert done.returncode == (0 if fault is None else 1)
    assert fault is None or done.stdout.splitlines()[0] == fault
