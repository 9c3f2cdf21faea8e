"""abcjs, the browser's engraver, run inside Python: one tune's ABC text in, one drawing out."""

from __future__ import annotations

from tunesmith.rendering.engraver.engraving import Block, Engraving, Syllables, engrave

__all__ = ["Block", "Engraving", "Syllables", "engrave"]
