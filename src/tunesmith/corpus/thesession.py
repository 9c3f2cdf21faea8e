"""The Session's own data: records in which meter, mode and type stand beside the ABC, which has no header.

`tunes.json` and `tunes.csv` of https://github.com/adactio/TheSession-data have one record for each setting of a tune.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FIELDS", "setting_text"]

FIELDS: Final = frozenset({"tune_id", "setting_id", "name", "type", "meter", "mode", "abc"})
HEADED: Final = re.compile(r"^K:", re.MULTILINE)


def setting_text(record: Mapping[str, object]) -> str | None:
    """The ABC of a setting with the header that its record holds; None for a record of another kind.

    The Session writes all tunes in eighths.
    """
    if not record.keys() >= FIELDS or HEADED.search(str(record["abc"])):
        return None
    music = "\n".join(line for line in re.split(r"\r\n|\r|\n", str(record["abc"])) if line.strip())
    head = {"X": "setting_id", "T": "name", "R": "type", "M": "meter"}
    lines = [f"{letter}:{' '.join(str(record[name]).split())}" for letter, name in head.items() if record[name]]
    return "\n".join([*lines, "L:1/8", f"K:{record['mode']}", music, ""])
