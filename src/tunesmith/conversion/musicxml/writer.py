"""A tune as a MusicXML score: one part for each voice."""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING

from tunesmith.conversion.musicxml.directions import tempo
from tunesmith.conversion.musicxml.heads import Head, note_element
from tunesmith.conversion.musicxml.layout import LaidBar, VoiceLayout
from tunesmith.conversion.musicxml.names import FIELD_PREFIX, FIELDS
from tunesmith.conversion.musicxml.signatures import Signature, clef_said
from tunesmith.conversion.musicxml.xml import add, document, node
from tunesmith.errors import RenderError
from tunesmith.notation import Field
from tunesmith.notation.as_drawn import as_drawn
from tunesmith.notation.voices import DEFAULT_VOICE, voice_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction
    from xml.etree.ElementTree import Element as Xml

    from tunesmith.conversion.musicxml.layout import Layer
    from tunesmith.notation import Bar, BarLine, Meter, Tune
    from tunesmith.notation.voices import Voice

__all__ = ["musicxml_of"]

STYLES = (("[|]", "none"), ("|]", "light-heavy"), ("[|", "heavy-light"), ("||", "light-light"))


def musicxml_of(tune: Tune) -> bytes:
    """The tune as an uncompressed MusicXML 4.0 file; RenderError for a length that has no sign, with its bar."""
    tune = as_drawn(tune)
    root = node("score-partwise", attributes={"version": "4.0"})
    add_head(root, tune)
    parts = add(root, "part-list")
    measures = [list(measures_of(tune, voice, first=place == 0)) for place, voice in enumerate(tune.voices)]
    longest = max(map(len, measures))
    for place, (voice, laid) in enumerate(zip(tune.voices, measures, strict=True), start=1):
        add_score_part(parts, voice, place, alone=len(tune.voices) == 1)
        part = add(root, "part", attributes={"id": f"P{place}"})
        part.extend(laid)
        for number in range(len(laid), longest):
            add(part, "measure", attributes={"number": f"X{number + 1}", "implicit": "yes"})
    return document(root)


def add_head(root: Xml, tune: Tune) -> None:
    """Title, composers, and the fields of the header that MusicXML has no element for."""
    titles = [one.value for one in tune.fields if one.letter == "T"]
    if titles:
        add(add(root, "work"), "work-title", titles[0])
    identification = add(root, "identification")
    for one in tune.fields:
        if one.letter == "C":
            add(identification, "creator", one.value, {"type": "composer"})
    add(add(identification, "encoding"), "software", "Tunesmith")
    extra = [("T", title) for title in titles[1:]]
    extra += [(one.letter, one.value) for one in tune.fields if one.letter in FIELDS]
    if (said := tune.setting("Q")) and tune.tempo is None:
        extra.append(("Q", said))
    extra += [("W", one.value) for one in tune.elements if isinstance(one, Field) and one.letter == "W"]
    if extra:
        miscellaneous = add(identification, "miscellaneous")
        for letter, value in extra:
            add(miscellaneous, "miscellaneous-field", value, {"name": FIELD_PREFIX + letter})


def add_score_part(parts: Xml, voice: Voice, place: int, *, alone: bool) -> None:
    """The name of a part, and its instrument if it asks for one."""
    part = add(parts, "score-part", attributes={"id": f"P{place}"})
    nameless = alone and voice.title == DEFAULT_VOICE
    add(part, "part-name", "Melody" if nameless else voice.title, {"print-object": "no"} if nameless else None)
    if voice.program is not None:
        instrument = f"P{place}-I1"
        add(add(part, "score-instrument", attributes={"id": instrument}), "instrument-name", voice.title)
        add(add(part, "midi-instrument", attributes={"id": instrument}), "midi-program", voice.program + 1)


def measures_of(tune: Tune, voice: Voice, *, first: bool) -> Iterator[Xml]:
    """The measures of a voice; a rest of several bars is as many measures."""
    said = [f.value for f in tune.fields if f.letter == "K" or (f.letter == "V" and voice_name(f.value) == voice.name)]
    clef = next(filter(None, map(clef_said, reversed(said))), None) or Signature(None).clef
    shift = voice.manner.shift
    signature = Signature(voice.manner.key, clef, shift.key + shift.voice + shift.midi)
    layout = VoiceLayout(voice, tune.unit, signature)
    laid = [named(layout, bar) for bar in voice.bars]
    divisions = resolution(laid)
    meter: Meter | None = None
    for place, bar in enumerate(laid):
        measure = measure_of(bar, before=laid[place - 1] if place else None)
        attributes = add(measure, "attributes")
        if not place:
            add(attributes, "divisions", divisions)
        change = bar.bar.meter if bar.bar.meter != meter else None
        meter = bar.bar.meter
        (signature if not place else Signature(None, None, None)).add_to(attributes, change)
        if bar.rests > 1:
            add(add(attributes, "measure-style"), "multiple-rest", bar.rests)
        if not len(attributes):
            measure.remove(attributes)
        if first and not place and tune.tempo:
            measure.append(tempo(tune.tempo))
        yield from filled(measure, bar, laid[place + 1] if place + 1 < len(laid) else None, divisions)


def named(layout: VoiceLayout, bar: Bar) -> LaidBar:
    """A bar laid out; an error says which bar."""
    try:
        return layout.lay(bar)
    except RenderError as error:
        raise RenderError(f"bar {bar.number}: {error}") from None


def resolution(laid: Sequence[LaidBar]) -> int:
    """The parts of a quarter note that measure all durations."""
    heads = (head for bar in laid for layer in bar.layers for head in layer.heads())
    lengths = {head.duration * 4 for head in heads} | {4 * bar.bar.duration for bar in laid}
    lengths |= {4 * layer.duration for bar in laid for layer in bar.layers} | {4 * bar.bar.capacity for bar in laid}
    return lcm(*{length.denominator for length in lengths})


def measure_of(bar: LaidBar, before: LaidBar | None) -> Xml:
    """A measure with what stands at its left."""
    short = bar.bar.fill in ("anacrusis", "completion", "short")
    measure = node("measure", attributes={"number": str(bar.bar.number)} | ({"implicit": "yes"} if short else {}))
    if bar.new_line and before is not None:
        add(measure, "print", attributes={"new-system": "yes"})
    line = bar.bar.opening
    starts = bool(bar.bar.endings) and (bar.starts_ending or before is None or before.bar.endings != bar.bar.endings)
    style = style_of(line) if before is None else ""
    if (line and line.opens) or starts or style:
        left = add(measure, "barline", attributes={"location": "left"})
        if line and line.opens:
            add(left, "bar-style", "heavy-light")
        elif style:
            add(left, "bar-style", style)
        if starts:
            numbers = ",".join(map(str, bar.bar.endings))
            add(left, "ending", attributes={"number": numbers, "type": "start"})
        if line and line.opens:
            add(left, "repeat", attributes={"direction": "forward"})
    return measure


def filled(measure: Xml, bar: LaidBar, after: LaidBar | None, divisions: int) -> Iterator[Xml]:
    """The measure with its music and what stands at its right, and those after it of a rest of several bars."""
    if not bar.rests:
        add_layers(measure, bar.layers, divisions)
    for number in range(bar.rests):
        if number:
            yield measure
            measure = node("measure", attributes={"number": f"X{bar.bar.number}.{number}", "implicit": "yes"})
        length = bar.bar.duration / bar.rests
        measure.append(note_element(Head(length, "", 0, whole_bar=True), divisions, 1))
    add_right(measure, bar, after)
    yield measure


def add_layers(measure: Xml, layers: Sequence[Layer], divisions: int) -> None:
    """The music of a bar, one layer after another, each from the start of the bar."""
    passed: Fraction | None = None
    for voice, layer in enumerate(layers, start=1):
        if passed:
            add(add(measure, "backup"), "duration", int(passed * 4 * divisions))
        for item in layer.items:
            if isinstance(item, Head):
                measure.append(note_element(item, divisions, voice))
            elif isinstance(item, Signature):
                item.add_to(add(measure, "attributes"))
            else:
                measure.append(item)
        passed = layer.duration


def add_right(measure: Xml, bar: LaidBar, after: LaidBar | None) -> None:
    """The bar line at the right: its style, the end of an ending, a repeat."""
    line = bar.bar.closing
    endings = bar.bar.endings
    stops = bool(endings) and (after is None or after.starts_ending or after.bar.endings != endings)
    style = "light-heavy" if line and line.closes else style_of(line)
    if line and line.opens and not line.closes:
        style = "light-light" if stops else ""
    if not (stops or style):
        return
    right = add(measure, "barline", attributes={"location": "right"})
    if style:
        add(right, "bar-style", style)
    if stops:
        kind = "stop" if line and (line.closes or line.double) else "discontinue"
        add(right, "ending", attributes={"number": ",".join(map(str, endings)), "type": kind})
    if line and line.closes:
        times = {"times": str(line.closes + 1)} if line.closes > 1 else {}
        add(right, "repeat", attributes={"direction": "backward", **times})


def style_of(line: BarLine | None) -> str:
    """The style of a bar line without repeats, "" for a plain one."""
    if line is None or line.closes or line.opens:
        return ""
    if line.invisible:
        return "none"
    if line.dotted:
        return "dotted"
    if not line.double:  # two plain lines, the end of a line of text and the start of the next
        return ""
    return next((style for text, style in STYLES if text in line.text), "")
