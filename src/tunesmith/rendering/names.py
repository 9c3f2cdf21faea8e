"""Names for the files of tunes, after their titles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["file_names", "numbered_names"]

LONGEST = 80  # characters of a name, so that no file system refuses it


def file_names(titles: Iterable[str]) -> list[str]:
    """A name for each title, without ending: its words joined by hyphens, and a number where names would be equal."""
    names: list[str] = []
    for title in titles:
        plain = re.sub(r"\W+", "-", title.replace("'", "").replace("’", "")).strip("-_")[:LONGEST] or "tune"
        names.append(free_name(plain, names))
    return names


def numbered_names(titles: Iterable[str]) -> list[str]:
    """The same names, each after its number in the order of the titles, so that they sort in this order."""
    names = file_names(titles)
    width = max(2, len(str(len(names))))
    return [f"{number:0{width}}-{name}" for number, name in enumerate(names, start=1)]


def free_name(name: str, taken: list[str]) -> str:
    """The name, or with the first number that makes it new; case does not count, as on some file systems."""
    used = {other.casefold() for other in taken}
    candidate, number = name, 1
    while candidate.casefold() in used:
        number += 1
        candidate = f"{name}-{number}"
    return candidate
