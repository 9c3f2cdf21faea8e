"""What the measures of a MusicXML part hold: notes with their times, marks and changes, taken from the XML."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tunesmith.conversion.measures import NO_RATIO, Measure, Struck, Tone
from tunesmith.conversion.musicxml.lengths import Ratio
from tunesmith.conversion.musicxml.marks_read import marks_of, words_of
from tunesmith.conversion.musicxml.names import NOTE_TYPES
from tunesmith.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element as Xml

__all__ = ["Take"]

STEPS: Final = frozenset("CDEFGAB")


class Take:
    """Reads the measures of one part in order; `losses` are sentences on what could not be taken over."""

    def __init__(self, losses: dict[str, None]) -> None:
        self.divisions = 1
        self.losses = losses
        self.graces: list[tuple[Tone, Fraction, bool]] = []
        self.now = Fraction(0)
        self.measure = Measure("", implicit=False)
        self.last: dict[tuple[int, str], Struck] = {}

    def measures(self, part: Xml) -> Iterator[Measure]:
        """All measures of a part; RequestError for one that makes no sense, with its number."""
        for element in part.iter("measure"):
            number = element.get("number", "?")
            try:
                yield self.read(element, number)
            except (ValueError, ArithmeticError, KeyError, OverflowError) as error:
                raise RequestError(f"measure {number[:20]} cannot be read: {error}") from None

    def read(self, element: Xml, number: str) -> Measure:
        """One measure."""
        self.measure = Measure(number, element.get("implicit") == "yes")
        self.now, self.last = Fraction(0), {}
        for child in element:
            if child.tag == "note":
                self.note(child)
            elif child.tag in ("backup", "forward"):
                step = self.duration(child)
                self.move(-step if child.tag == "backup" else step)
            elif child.tag == "attributes":
                self.attributes(child)
            elif child.tag in ("direction", "harmony"):
                self.say(child)
            elif child.tag == "barline":
                self.barline(child)
            elif child.tag == "print":
                self.measure.new_line |= "yes" in (child.get("new-system"), child.get("new-page"))
        return self.measure

    def duration(self, element: Xml) -> Fraction:
        """The `<duration>` of an element, in whole notes."""
        return Fraction(element.findtext("duration", "0").strip()) / (4 * self.divisions)

    def move(self, step: Fraction) -> None:
        """Time goes on, or back to no earlier than the start of the measure."""
        self.now = max(Fraction(0), self.now + step)
        self.measure.length = max(self.measure.length, self.now)

    def attributes(self, element: Xml) -> None:
        """Divisions, and changes of key, meter, clef and transposition from here."""
        divisions = element.findtext("divisions")
        if divisions is not None:
            self.divisions = max(1, round(Fraction(divisions.strip())))
        rests = element.findtext("measure-style/multiple-rest")
        if rests is not None:
            self.measure.rests = int(rests)
        self.measure.changes.append((self.now, element))

    def say(self, element: Xml) -> None:
        """A direction or a chord symbol, at its offset."""
        offset = Fraction((element.findtext("offset") or "0").strip()) / (4 * self.divisions)
        staff = int(element.findtext("staff") or 0)
        for text in words_of(element):
            self.measure.said.append((max(Fraction(0), self.now + offset), staff, text))

    def barline(self, element: Xml) -> None:
        """A bar line at the left or right; one in the middle is read as the right one."""
        edge = self.measure.left if element.get("location") == "left" else self.measure.right
        edge.style = (element.findtext("bar-style") or "").strip() or edge.style
        repeat = element.find("repeat")
        if repeat is not None and repeat.get("direction") == "forward":
            edge.opens = 1
        elif repeat is not None:
            edge.closes = max(1, min(int(repeat.get("times") or 2), 8) - 1)
        ending = element.find("ending")
        if ending is not None and ending.get("type") == "start":
            edge.starts = ending.get("number") or ""
        elif ending is not None:
            edge.stops = True

    def note(self, element: Xml) -> None:
        """A note, rest, chord note or grace note; cues are left out."""
        if element.find("cue") is not None:
            return
        tone = self.tone(element)
        staff, voice = int(element.findtext("staff") or 1), (element.findtext("voice") or "1").strip()
        if element.find("grace") is not None:
            self.grace(element, tone)
            return
        duration = self.duration(element)
        place = staff, voice
        if element.find("chord") is not None and place in self.last:
            if tone is not None:
                self.last[place].tones.append(tone)
                self.marks(element, self.last[place])
            return
        struck = Struck(self.now, duration, [tone] if tone else [])
        if duration:
            self.described(element, struck)
            self.marks(element, struck)
            struck.graces, self.graces = self.graces, []
            self.measure.layers.setdefault(place, []).append(struck)
            self.last[place] = struck
        self.move(duration)

    def described(self, element: Xml, struck: Struck) -> None:
        """The tuplet, beam and words of a note."""
        change = element.find("time-modification")
        if change is not None:
            struck.ratio = Ratio(int(change.findtext("actual-notes", "1")), int(change.findtext("normal-notes", "1")))
            if min(struck.ratio) < 1 or max(struck.ratio) > 99:
                struck.ratio = NO_RATIO
        struck.invisible = element.get("print-object") == "no" and not struck.tones
        beam = element.find("beam")
        if beam is not None:
            self.measure.beams = True
            struck.joins_next = (beam.text or "").strip() in ("begin", "continue")
        for lyric in element.iterfind("lyric"):
            struck.words[lyric.get("number") or "1"] = sung_text(lyric)

    def marks(self, element: Xml, struck: Struck) -> None:
        """Tuplet brackets, slurs and decorations."""
        for notations in element.iterfind("notations"):
            kinds = [tuplet.get("type") for tuplet in notations.iterfind("tuplet")]
            struck.tuplet_starts |= "start" in kinds
            struck.tuplet_stops |= "stop" in kinds
            slurs = [slur.get("type") for slur in notations.iterfind("slur")]
            struck.opens += slurs.count("start")
            struck.closes += slurs.count("stop")
            struck.marks += [mark for mark in marks_of(notations) if mark not in struck.marks]

    def tone(self, element: Xml) -> Tone | None:
        """The pitch of a note, None for a rest; a note of a drum is where it is drawn."""
        rest = element.find("rest")
        if rest is not None:
            return None
        pitch = element.find("pitch")
        step = (element.findtext("pitch/step") or element.findtext("unpitched/display-step") or "B").strip().upper()
        octave = element.findtext("pitch/octave") or element.findtext("unpitched/display-octave") or "4"
        if step not in STEPS:
            raise ValueError(f"{step[:10]!r} is not a step, A to G")
        exact = Fraction((element.findtext("pitch/alter") or "0").strip()) if pitch is not None else Fraction(0)
        alter = max(-2, min(2, round(exact)))
        if alter != exact:
            self.losses["notes between the semitones, or altered by more than two, are at the nearest"] = None
        ties = {tie.get("type") for tie in element.iterfind("tie")} or {
            tie.get("type") for tie in element.iterfind("notations/tied")
        }
        duration = self.duration(element)
        signed = element.find("accidental") is not None
        return Tone(step, alter, int(octave), "start" in ties, "stop" in ties, duration, signed)

    def grace(self, element: Xml, tone: Tone | None) -> None:
        """A grace note, which belongs to the note after it."""
        grace = element.find("grace")
        length = NOTE_TYPES.get((element.findtext("type") or "eighth").strip(), Fraction(1, 8))
        if element.find("dot") is not None:
            length *= Fraction(3, 2)
        if tone is not None and grace is not None:
            self.graces.append((tone, length, grace.get("slash") == "yes"))


def sung_text(lyric: Xml) -> str:
    """A syllable as `w:` has it: with a hyphen where the word goes on, an underscore where it is held."""
    pieces: defaultdict[str, str] = defaultdict(str)
    for child in lyric:
        if child.tag in ("text", "elision"):
            pieces["text"] += child.text or ("~" if child.tag == "elision" else "")
    text = "~".join(pieces["text"].split())
    for sign in ("-", "_", "*", "|"):
        text = text.replace(sign, "\\-" if sign == "-" else "")
    text = text.replace("%", "\\%") or "*"
    if lyric.findtext("syllabic") in ("begin", "middle"):
        text += "-"
    return text + ("_" if lyric.find("extend") is not None else "")
