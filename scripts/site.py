"""The studio's page as a site without a server: python scripts/site.py [FOLDER], after scripts/browser.py.

Vite builds the page for it; the studio's own functions say what a page may offer.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tunesmith.browser.site import build_site, offered_here, prepare_engine
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.rendering.resources import ASSETS
from tunesmith.studio.api.choices import choices
from tunesmith.studio.api.system import model_answer
from tunesmith.studio.settings import Settings

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build"
WEB = ROOT / "src" / "tunesmith" / "studio" / "web"
MODELS = ("small", "open", "flagship")


def main(folder: Path) -> None:
    """Write the site."""
    answers = {
        "choices": offered_here(choices(Settings()).model_dump(mode="json")),
        "models": {"models": [model_answer(name, Checkpoint.load(name)).model_dump(mode="json") for name in MODELS]},
    }
    engine = prepare_engine(BUILD / "browser", BUILD / "engine", answers)
    program, config = ROOT / "node_modules" / ".bin" / "vite", WEB / "vite.config.ts"
    vite: list[str | Path] = [program, "build", "--config", config, "--mode", "site"]
    subprocess.run([*vite, "--logLevel", "warn"], check=True, env={**os.environ, "VITE_ENGINE": engine})
    build_site(folder, BUILD / "engine", BUILD / "page", ASSETS / "samples")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else BUILD / "site")
