"""What the documents name is there: links, files of the repository, commands, make targets, pages of the site."""

from __future__ import annotations

import re
import shlex
import subprocess
import tomllib
from fnmatch import fnmatch
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cyclopts import MissingArgumentError

from tunesmith.cli import app

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/README.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
GENERATED = ROOT / "docs" / "models"
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"(?<=\n\n)(?:    .*\n)+")
SPAN = re.compile(r"(`+)(.+?)\1", re.DOTALL)
FILE = re.compile(r"[\w.*/-]+\.(?:py|js|ts|svelte|typ|npz|toml|service|conf)(?!\w)")
MADE = {"OUT/settings.toml", "engraver.js", "mine.npz", "mine.toml", "settings.toml"}
"""Files that a run, its user or `make` writes."""


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def anchors(path: Path) -> set[str]:
    """The anchors of a page's headings, as the site and code hosts make them."""
    plain = (re.sub(r"[`*]|\]\(.*?\)|\[", "", heading) for heading in HEADING.findall(path.read_text()))
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in plain}


def blocks(text: str) -> Iterator[str]:
    """The lines of a document's code blocks, continued lines joined."""
    for found in (*FENCE.findall(text), *INDENTED.findall(FENCE.sub("", text))):
        yield from re.sub(r"\\\n\s*", "", found).splitlines()


def spans(text: str) -> Iterator[str]:
    """The code within a document's sentences."""
    for _, code in SPAN.findall(INDENTED.sub("", FENCE.sub("", text))):
        yield " ".join(code.split())


def commands(lines: Iterator[str]) -> list[list[str]]:
    """The arguments of every `tunesmith` command among these lines."""
    found = (re.match(r"\s*(?:\$ )?(?:\.venv/bin/)?tunesmith (.+)", line) for line in lines)
    words = (shlex.split(one[1], comments=True) for one in found if one)
    return [list(takewhile(lambda word: word not in ("|", "&&", ";"), one)) for one in words]


def parse(words: list[str]) -> None:
    app.parse_args(words, exit_on_error=False, print_error=False)


def accepted(command: str) -> set[str]:
    """The options of a command."""
    collection = app[command].assemble_argument_collection()
    return {name for argument in collection for name in argument.names}


@pytest.fixture(scope="module")
def files() -> set[str]:
    """The files of the repository and those that are built."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(listed.stdout.splitlines())


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_relative_link_leads_somewhere(path: Path) -> None:
    prose = SPAN.sub("", INDENTED.sub("", FENCE.sub("", path.read_text())))
    for link in re.findall(r"\]\(([^)\s]+)\)", prose):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        page = (path.parent / target).resolve() if target else path
        assert page.is_file(), link
        assert not anchor or anchor in anchors(page), link


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_command_in_a_code_block_can_be_run(path: Path) -> None:
    for words in commands(blocks(path.read_text())):
        parse(words)


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_command_in_a_sentence_has_only_options_that_there_are(path: Path) -> None:
    for words in commands(spans(path.read_text())):
        try:
            parse(words)
        except MissingArgumentError:
            options = {word.partition("=")[0] for word in words if word.startswith("--")}
            assert options <= accepted(words[0]), words


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if GENERATED not in path.parents], ids=name_of)
def test_every_file_that_is_named_is_there(path: Path, files: set[str]) -> None:
    text = path.read_text()
    for code in (*spans(text), *blocks(text)):
        for named in set(FILE.findall(code)) - MADE:
            assert any(fnmatch(f"/{file}", f"*/{named}") for file in files), named


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_make_target_is_there(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    code = (*blocks(path.read_text()), *spans(path.read_text()))
    assert {name for line in code for name in re.findall(r"^make ([a-z-]+)", line)} <= targets


def pages(item: Any) -> Iterator[str]:
    """The files that a part of the site's navigation names."""
    for entry in item if isinstance(item, list) else item.values():
        yield from [entry] if isinstance(entry, str) else pages(entry)


def test_the_site_has_every_document() -> None:
    settings = tomllib.loads((ROOT / "zensical.toml").read_text())
    assert sorted(pages(settings["project"]["nav"])) == sorted(map(name_of, DOCUMENTS))
