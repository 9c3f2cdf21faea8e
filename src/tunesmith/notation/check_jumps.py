"""Checking da capo and dal segno: jumps whose sign is missing, and signs that no jump leads to.

Source: the ABC standard 2.1, section 4.14 (decorations).
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from tunesmith.notation.findings import Finding
from tunesmith.notation.jumps import JUMPS, read_signs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tunesmith.notation.bars import Bar
    from tunesmith.notation.jumps import Sign, Signs

__all__ = ["jumps"]


def jumps(bars: Sequence[Bar]) -> Iterator[Finding]:
    """Find jumps that lack their segno, fine or coda, and signs without a jump, which are drawn but change nothing."""
    signs = read_signs(bars)
    for jump in signs.jumps:
        yield from _missing(signs, jump)
    kinds = [JUMPS[mark.name] for mark, _ in signs.jumps]
    if not any(target for target, _, _ in kinds):
        yield from _idle("segno", "D.S.", signs.segnos)
    if not any(fine for _, fine, _ in kinds):
        yield from _idle("fine", "D.C. or D.S.", signs.fines)
    if not any(coda for _, _, coda in kinds):
        yield from _idle("coda", "D.C. or D.S.", chain(signs.leaves, signs.codas))


def _missing(signs: Signs, jump: Sign) -> Iterator[Finding]:
    """Find what a jump needs and does not have."""
    mark = jump[0]
    start = signs.target(jump)
    _, fine, coda = JUMPS[mark.name]
    if start is None:
        yield Finding("segno-missing", "warning", f"there is no segno before this {mark.name}, so it is not played",
                      *mark.position, "write !segno! where it goes back to")  # fmt: skip
    elif not coda and signs.end(jump, start) is None:
        yield Finding("fine-missing", "warning", f"there is no fine for this {mark.name} to end at", *mark.position,
                      "write !fine! at the last bar")  # fmt: skip
    elif not fine and signs.coda(jump, start) is None:
        yield Finding("coda-missing", "warning", f"this {mark.name} leads to no coda", *mark.position,
                      "write !coda! where playing leaves for it, and again where it begins")  # fmt: skip


def _idle(name: str, jump: str, signs: Iterable[Sign]) -> Iterator[Finding]:
    """Find signs that no jump uses."""
    for mark, _ in signs:
        yield Finding(f"{name}-without-jump", "notice", f"there is no {jump} for this {name}", *mark.position)
