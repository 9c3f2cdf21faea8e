"""Tunes with their recipes as text that other programs read, and back: JSON lines, or one book of ABC.

A tune of the book comes after a comment that says what ABC has no field for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tunesmith.errors import RequestError
from tunesmith.studio.store.records import StoredTune

__all__ = ["from_abc", "from_json_lines", "to_abc", "to_json_lines"]

COMMENT = "%tunesmith "
ID = re.compile(r"t_[\w-]{1,30}", re.ASCII)
BESIDE = ("id", "created", "title", "starred", "rhythm", "key", "meter", "recipe", "version")


def to_json_lines(kept: StoredTune) -> str:
    """A tune as one line."""
    return json.dumps({**beside(kept), "abc": kept.abc}, ensure_ascii=False) + "\n"


def to_abc(kept: StoredTune) -> str:
    """A tune as it stands in a book: after a comment that also counts its lines, before an empty line."""
    comment = {**beside(kept), "lines": 1 + kept.abc.count("\n")}
    return f"{COMMENT}{json.dumps(comment, ensure_ascii=False)}\n{kept.abc}\n\n"


def beside(kept: StoredTune) -> dict[str, Any]:
    """What there is of a tune beside its text."""
    return {name: getattr(kept, name) for name in BESIDE} | {"created": kept.created.isoformat()}


def from_json_lines(text: str) -> list[StoredTune]:
    """The tunes of JSON lines; RequestError names the first line that is none."""
    return [read(line, number, None) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def from_abc(text: str) -> list[StoredTune]:
    """The tunes of a book that `to_abc` wrote; RequestError names the first line that is none of it."""
    lines, at = text.split("\n"), 0
    found = []
    while at < len(lines):
        if lines[at]:
            comment = lines[at].removeprefix(COMMENT)
            count = lines_after(comment, at + 1)
            found.append(read(comment, at + 1, "\n".join(lines[at + 1 : at + 1 + count])))
            at += count
        at += 1
    return found


def lines_after(comment: str, line: int) -> int:
    """How many lines the tune after a comment has; RequestError names the line if that is no comment of the studio."""
    try:
        return max(0, int(json.loads(comment)["lines"]))
    except (KeyError, RecursionError, TypeError, ValueError, OverflowError) as error:
        raise no_tune(line) from error


def no_tune(line: int) -> RequestError:
    """What to say of a line that is none of an exported file."""
    return RequestError(f"line {line}: is no tune as the studio exports it")


def read(text: str, line: int, abc: str | None) -> StoredTune:
    """A tune out of JSON, with its ABC beside it or in it; RequestError names the line if it is none."""
    try:
        given = json.loads(text)
        values = {**given, "abc": abc if abc is not None else given["abc"]}
        return checked(values)
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise no_tune(line) from error


def checked(given: Mapping[str, Any]) -> StoredTune:
    """A tune of these values; KeyError, TypeError or ValueError if they are none."""
    kept = StoredTune(
        **{
            name: given[name]
            for name in ("id", "title", "abc", "starred", "rhythm", "key", "meter", "recipe", "version")
        },
        created=datetime.fromisoformat(given["created"]).astimezone(UTC),
    )
    texts = [(kept.title, 200), (kept.abc, 100_000), (kept.key, 40), (kept.meter, 20), (kept.rhythm or "", 40)]
    if not ID.fullmatch(kept.id) or not all(isinstance(text, str) and len(text) <= most for text, most in texts):
        raise ValueError
    if (
        not isinstance(kept.recipe, dict)
        or type(kept.starred) is not bool
        or type(kept.version) is not int
        or kept.version < 1
    ):
        raise ValueError
    json.dumps(given, ensure_ascii=False).encode()  # half a character cannot be stored
    if any("\0" in text for text, _ in texts):
        raise ValueError
    return kept
