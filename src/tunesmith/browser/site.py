"""The studio's page as a site without a server: a folder that any static host serves.

Names of files change with their content, but for a few, which the service worker asks for anew. What is large lies
there packed, and the page unpacks it: then it does not depend on the host whether it is compressed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tunesmith.browser.bodies import FORMATS_HERE
from tunesmith.model.checkpoint import models
from tunesmith.studio.security import PAGE_POLICY

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["build_site", "offered_here", "prepare_engine"]

OFFLINE = Path(__file__).with_name("offline.js")
CONTENT_POLICY = "; ".join((*PAGE_POLICY, "script-src 'self' 'wasm-unsafe-eval'"))
FOREVER = "public, max-age=31536000, immutable"
TOP = ("./", "icon.svg", "manifest.webmanifest")
USUAL_MODEL = "small"
LATER = ("known", *(name for name in models() if name != USUAL_MODEL))
"""The models that are not the usual one, and the index of known tunes: they are kept once they were asked for."""
USUAL_SAMPLES = ("acoustic_guitar_steel-mp3", "violin-mp3")
"""The sounds of melody and accompaniment that the page plays with if nobody asks for others."""


def build_site(folder: Path, engine: Path, page: Path, samples: Path) -> None:
    """Write the site.

    `engine` is what `prepare_engine` made, `page` what Vite did, `samples` are the notes of instruments.
    """
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(page, folder, ignore=shutil.ignore_patterns("sw.js", "index.html"))
    shutil.copytree(samples, folder / "samples")
    shutil.copytree(engine, folder, dirs_exist_ok=True)
    index = (page / "index.html").read_text(encoding="utf-8")
    policy = f'<meta http-equiv="Content-Security-Policy" content="{CONTENT_POLICY}" />'
    (folder / "index.html").write_text(index.replace("<head>", f"<head>\n    {policy}", 1), encoding="utf-8")
    (folder / "_headers").write_text(headers(), encoding="utf-8")
    paths = files_of(folder)
    version = hashlib.sha256(b"".join((folder / path).read_bytes() for path in paths)).hexdigest()[:12]
    site = {"version": version, "top": TOP, "files": [*TOP, *filter(kept_at_once, paths)]}
    offline = OFFLINE.read_text(encoding="utf-8")
    (folder / "sw.js").write_text(f"const SITE = {json.dumps(site)};\n\n{offline}", encoding="utf-8")


def kept_at_once(path: str) -> bool:
    """Whether every visitor needs a file."""
    if path.startswith("samples/"):
        return path.split("/")[1] in USUAL_SAMPLES
    if path.startswith("files/"):
        return Path(path).name.partition(".")[0] not in LATER
    return path not in ("index.html", "_headers", *TOP)


def headers() -> str:
    """Headers in the way of several hosts (`_headers`): other hosts do without them."""
    policy = f"Content-Security-Policy: {CONTENT_POLICY}; frame-ancestors 'none'"
    lines = ["/*", f"  {policy}", "  X-Content-Type-Options: nosniff"]
    for name in ("assets", "engine", "files", "pyodide", "samples"):
        lines += [f"/{name}/*", f"  Cache-Control: {FOREVER}"]
    return "\n".join(lines) + "\n"


def files_of(folder: Path) -> list[str]:
    """The paths of all files in a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def prepare_engine(engine: Path, folder: Path, answers: Mapping[str, Any]) -> str:
    """Lay out what `tunesmith.browser.building` wrote as the site has it; the path of the folder with the worker.

    `answers` are what the studio answers to `choices` and `models`.
    """
    shutil.rmtree(folder, ignore_errors=True)
    version = json.loads((engine / "pyodide" / "package.json").read_text())["version"]
    home = f"pyodide/{version}"
    (folder / home).mkdir(parents=True)
    for path in (*(engine / "pyodide").glob("*.mjs"), engine / "empty.zip"):
        shutil.copyfile(path, folder / home / path.name)
    large = [
        path for path in engine.iterdir() if path.suffix in (".bin", ".json", ".wasm") and path.name != "package.json"
    ]
    places = {path.name: packed(path, folder) for path in [*large, engine / "pyodide" / "pyodide.asm.wasm"]}
    places |= {"pyodide/": f"{home}/", "empty.zip": f"{home}/empty.zip"}
    scripts = {path.name: path.read_text(encoding="utf-8") for path in engine.glob("*.js")}
    above = {name: f"../../{place}" for name, place in places.items()}
    scripts["places.js"] = f"export const PLACES = {json.dumps(above)};\n"
    scripts["pyodide.js"] = f'export {{ loadPyodide }} from "../../{home}/pyodide.mjs";\n'
    scripts |= {f"{name}.json": json.dumps(answer) for name, answer in answers.items()}
    digest = hashlib.sha256(json.dumps(scripts, sort_keys=True).encode()).hexdigest()[:12]
    (folder / "engine" / digest).mkdir(parents=True)
    for name, text in scripts.items():
        (folder / "engine" / digest / name).write_text(text, encoding="utf-8")
    return f"engine/{digest}/"


def packed(path: Path, folder: Path) -> str:
    """Write a file compressed under a name that changes with its content; its path in the folder."""
    content = path.read_bytes()
    name = f"files/{path.stem}.{hashlib.sha256(content).hexdigest()[:12]}{path.suffix}.gz"
    (folder / "files").mkdir(exist_ok=True)
    (folder / name).write_bytes(gzip.compress(content, 9, mtime=0))
    return name


def offered_here(choices: dict[str, Any]) -> dict[str, Any]:
    """Of what a studio offers, what needs none: files that need no synthesizer and no printer."""
    files = [file for file in choices["files"] if file["name"] in FORMATS_HERE]
    return {**choices, "files": files, "formats": list(FORMATS_HERE)}
