"""What the commands share that work on one tune in a file: writing what became of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tunesmith.cli.writing import rendered
from tunesmith.files import write_atomically
from tunesmith.notation import Tune

if TYPE_CHECKING:
    from pathlib import Path

    from tunesmith.cli.options import Delivery
    from tunesmith.composing.composer import Composition

__all__ = ["deliver", "melody_of"]


def melody_of(text: str, voice: str | None) -> Tune:
    """The tune whose melody is that of the voice asked for; of several, says on standard error which is taken."""
    tune = Tune.parse(text).led_by(voice)
    if len(tune.voices) > 1:
        why = "carries the melody" if voice is None else "is taken"
        print(f"Of {len(tune.voices)} voices, {tune.melody.name} {why}.", file=sys.stderr)
    return tune


def deliver(composition: Composition, file: Path, delivery: Delivery, formats: list[str]) -> None:
    """Print a tune, or write it to a file, or into a folder under the name of the file that it came from."""
    if delivery.out is None:
        print(composition.text, end="" if composition.text.endswith("\n") else "\n")
    elif delivery.file is not None:
        write_atomically(delivery.file, _content(composition, delivery.file.suffix[1:]))
    else:
        made = {delivery.out / f"{file.stem}.{form}": _content(composition, form) for form in formats}
        for path, content in made.items():
            write_atomically(path, content)


def _content(composition: Composition, form: str) -> bytes:
    if form == "abc":
        return composition.text.encode() if composition.text.endswith("\n") else f"{composition.text}\n".encode()
    return rendered([composition], form)
