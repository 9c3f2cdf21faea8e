"""Music in the formats of other programs: MusicXML, compressed and not, both ways, and MIDI in."""

from __future__ import annotations

from tunesmith.conversion.reading import ENDINGS, Taken, check_size, read

__all__ = ["ENDINGS", "Taken", "check_size", "read"]
