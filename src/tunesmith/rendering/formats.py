"""The formats that a tune can be rendered to: one function each, found by the name that is also the file's ending."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from tunesmith.music.table import Table

if TYPE_CHECKING:
    from tunesmith.notation import Tune
    from tunesmith.rendering.options import RenderOptions
    from tunesmith.rendering.performance import Performance

__all__ = ["FORMATS", "Format", "books"]

Kind: TypeAlias = Literal["score", "sound", "film", "data"]
Maker: TypeAlias = "Callable[[Sequence[Tune], RenderOptions], bytes]"


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file.

    - `name`: also the ending of its files; `title`: what a page calls it
    - `kind`: what it is for: a "score", a "sound", a "film", or "data" for other programs
    - `media_type`, `make`: its type on the web, and what makes its bytes
    - `extra`: the optional parts of Tunesmith that this needs
    - `book`: whether one file can hold several tunes
    """

    name: str
    title: str
    kind: Kind
    media_type: str
    make: Maker
    extra: str = ""
    book: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def long(self) -> bool:
        """Whether it takes long to make, however short the tune."""
        return self.kind in ("sound", "film")


# The rooms are imported when a format is first asked for: a score needs no synthesizer, and ABC needs neither.


def abc(tunes: Sequence[Tune], _: RenderOptions) -> bytes:
    """The text itself; tunes of one book that share a number, or have none, are numbered from 1 (section 3.1.1)."""
    numbers = [tune.reference for tune in tunes]
    plain = len(set(numbers)) == len(numbers) and None not in numbers
    texts = [tune.text if plain or len(tunes) == 1 else numbered(tune, n) for n, tune in enumerate(tunes, start=1)]
    return "\n".join(text.rstrip("\n") + "\n" for text in texts).encode()


def numbered(tune: Tune, number: int) -> str:
    """The text of a tune with another number."""
    rest = re.sub(r"^X:.*\n", "", tune.text, count=1, flags=re.MULTILINE)
    return f"X:{number}\n{rest}"


def svg(tunes: Sequence[Tune], options: RenderOptions) -> bytes:
    """The score as an SVG picture."""
    from tunesmith.rendering.score import engraved

    score = engraved(tunes[0], tablature=options.tablature, incipit=options.opening_line)
    return score.svg(options.tags_of(tunes)).encode()


def png(tunes: Sequence[Tune], options: RenderOptions) -> bytes:
    """The score as a PNG picture."""
    from tunesmith.rendering.png import png_of

    return png_of(svg(tunes, options).decode(), tags=options.tags_of(tunes))


def pdf(tunes: Sequence[Tune], options: RenderOptions) -> bytes:
    """The scores on pages."""
    from tunesmith.rendering.pdf import pdf_of

    return pdf_of(
        tunes,
        paper=options.paper,
        tags=options.tags_of(tunes),
        tablature=options.tablature,
        incipit=options.opening_line,
    )


def mid(tunes: Sequence[Tune], options: RenderOptions) -> bytes:
    """The performance as a MIDI file."""
    from tunesmith.rendering.costs import LONGEST_SET
    from tunesmith.rendering.midi import midi_file

    return midi_file(performed(tunes, options, LONGEST_SET), options.tags_of(tunes))


def performed(tunes: Sequence[Tune], options: RenderOptions, most: int) -> Performance:
    """The tunes as they are played, one after the other; RenderError where they last more than `most` seconds."""
    from tunesmith.rendering.costs import set_too_long
    from tunesmith.rendering.player import perform
    from tunesmith.rendering.sets import one_after_another

    performances: list[Performance] = []
    seconds = 0.0
    for tune in tunes:
        performances.append(perform(tune, options))
        seconds += performances[-1].duration
        if seconds > most:
            raise set_too_long(most)
    return one_after_another(performances)


def musicxml(tunes: Sequence[Tune], _: RenderOptions) -> bytes:
    """The notation for other programs, as MusicXML."""
    from tunesmith.conversion.musicxml.writer import musicxml_of

    return musicxml_of(tunes[0])


def mxl(tunes: Sequence[Tune], options: RenderOptions) -> bytes:
    """The same, compressed."""
    from tunesmith.conversion.mxl import mxl_of

    return mxl_of(musicxml(tunes, options))


def sound(kind: str) -> Maker:
    """The performance as a sound file of this kind."""

    def make(tunes: Sequence[Tune], options: RenderOptions) -> bytes:
        from tunesmith.rendering.costs import LONGEST_SECONDS
        from tunesmith.rendering.encoding import encode
        from tunesmith.rendering.sound import synthesize

        return encode(synthesize(performed(tunes, options, LONGEST_SECONDS)), kind, options.tags_of(tunes))

    return make


def mp4(tunes: Sequence[Tune], options: RenderOptions) -> bytes:
    """The score as a film, its notes lit as they sound."""
    from tunesmith.rendering.film import film_of
    from tunesmith.rendering.player import perform
    from tunesmith.rendering.score import engraved
    from tunesmith.rendering.sound import synthesize

    score = engraved(tunes[0], tablature=options.tablature)
    performance = perform(score.tune, options)
    return film_of(score, performance, synthesize(performance), options.tags_of(tunes))


FORMATS: Final = Table(
    [
        Format("abc", "ABC text", "data", "text/vnd.abc", abc, book=True),
        Format("pdf", "PDF, to print", "score", "application/pdf", pdf, "score", book=True),
        Format("png", "PNG picture", "score", "image/png", png, "score"),
        Format("svg", "SVG drawing", "score", "image/svg+xml", svg, "score"),
        Format("mp3", "MP3", "sound", "audio/mpeg", sound("mp3"), "sound", book=True),
        Format("m4a", "M4A", "sound", "audio/mp4", sound("m4a"), "sound", book=True),
        Format("ogg", "Ogg", "sound", "audio/ogg", sound("ogg"), "sound", book=True),
        Format("wav", "WAV", "sound", "audio/wav", sound("wav"), "sound", book=True),
        Format("flac", "FLAC", "sound", "audio/flac", sound("flac"), "sound", book=True),
        Format("mp4", "MP4, notes lit as they sound", "film", "video/mp4", mp4, "score,sound"),
        Format("mid", "MIDI", "data", "audio/midi", mid, "sound", book=True),
        Format("musicxml", "MusicXML", "data", "application/vnd.recordare.musicxml+xml", musicxml),
        Format("mxl", "MusicXML, compressed", "data", "application/vnd.recordare.musicxml", mxl),
    ]
)


def books() -> list[str]:
    """The names of the formats that hold several tunes in one file."""
    return [name for name, form in FORMATS.items() if form.book]
