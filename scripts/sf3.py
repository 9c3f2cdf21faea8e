"""Soundfonts of the SF3 kind, read into presets, instruments and samples and written again; modulators are left out.

Source: the SoundFont technical specification 2.04, sections 4 to 8; SF3 keeps each sample as an Ogg Vorbis stream, with
its start and end in bytes.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Font", "Group", "Sample", "Zone", "signed"]

PRESET: Final = struct.Struct("<20sHHHIII")
INSTRUMENT: Final = struct.Struct("<20sH")
BAG: Final = struct.Struct("<HH")
GENERATOR: Final = struct.Struct("<HH")
SAMPLE: Final = struct.Struct("<20sIIIIIBbHH")
NO_MODULATORS: Final = bytes(10)
MONO_COMPRESSED: Final = 0x11

Zone = list[tuple[int, int]]
"""Settings as (generator, 16 bits of value), in the order that the format asks for."""


@dataclass(frozen=True)
class Sample:
    """A sample's header and its Ogg Vorbis stream."""

    header: tuple[bytes, int, int, int, int, int, int, int, int, int]
    stream: bytes

    @property
    def root_key(self) -> int:
        """The MIDI number at which the sample plays as it was recorded."""
        return self.header[6]

    def rooted(self, key: int) -> Sample:
        """The same sample with another root key."""
        return replace(self, header=(*self.header[:6], key, *self.header[7:]))


@dataclass(frozen=True)
class Group:
    """A preset or an instrument: its name and its zones; presets have a program and a bank."""

    name: bytes
    zones: tuple[Zone, ...]
    program: int = 0
    bank: int = 0


@dataclass(frozen=True)
class Font:
    """A soundfont; zones of presets count the instruments, and zones of instruments the samples, from 0."""

    info: bytes
    presets: tuple[Group, ...]
    instruments: tuple[Group, ...]
    samples: tuple[Sample, ...]

    @classmethod
    def read(cls, data: bytes) -> Font:
        """Read the bytes of a file."""
        tables = dict(pieces(data))
        headers = list(SAMPLE.iter_unpack(tables[b"shdr"]))[:-1]
        samples = tuple(Sample(header, tables[b"smpl"][header[1] : header[2]]) for header in headers)
        instruments = read_groups(tables, b"inst", INSTRUMENT, b"ibag", b"igen")
        return cls(tables[b"INFO"], read_groups(tables, b"phdr", PRESET, b"pbag", b"pgen"), instruments, samples)

    def write(self) -> bytes:
        """The bytes of a file."""
        pool, places = pooled(self.samples)
        headers = [
            (sample.header[0], *places[sample.stream], *sample.header[3:8], 0, MONO_COMPRESSED)
            for sample in self.samples
        ]
        preset_bags, preset_settings = laid_out(self.presets)
        bags, settings = laid_out(self.instruments)
        presets = [
            (preset.name, preset.program, preset.bank, bag, 0, 0, 0)
            for preset, bag in zip(self.presets, first_bags(self.presets), strict=True)
        ]
        instruments = zip((group.name for group in self.instruments), first_bags(self.instruments), strict=True)
        data = (
            (b"phdr", packed(PRESET, [*presets, (b"EOP", 0, 0, len(preset_bags) - 1, 0, 0, 0)])),
            (b"pbag", packed(BAG, preset_bags)),
            (b"pmod", NO_MODULATORS),
            (b"pgen", packed(GENERATOR, preset_settings)),
            (b"inst", packed(INSTRUMENT, [*instruments, (b"EOI", len(bags) - 1)])),
            (b"ibag", packed(BAG, bags)),
            (b"imod", NO_MODULATORS),
            (b"igen", packed(GENERATOR, settings)),
            (b"shdr", packed(SAMPLE, [*headers, (b"EOS", *[0] * 9)])),
        )
        lists = (self.info, b"sdta" + chunk(b"smpl", pool), b"pdta" + b"".join(chunk(*entry) for entry in data))
        return chunk(b"RIFF", b"sfbk" + b"".join(chunk(b"LIST", content) for content in lists))


def signed(value: int) -> int:
    """A generator's 16 bits as a number in two's complement."""
    return value - 0x10000 if value & 0x8000 else value


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


def read_groups(
    tables: dict[bytes, bytes], table: bytes, record: struct.Struct, bags: bytes, generators: bytes
) -> tuple[Group, ...]:
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
    return tuple(result)


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
