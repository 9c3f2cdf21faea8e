"""What a browser composes with, as a folder of files: python scripts/browser.py [FOLDER]."""

from __future__ import annotations

import sys
from pathlib import Path

from tunesmith.browser.building import build

ROOT = Path(__file__).parents[1]

if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "browser", ROOT / "node_modules" / "pyodide")
