"""Continue a tune from where it stops, in its key and meter, to a complete form.

What is given is kept note for note. The grammar reads it first, so that an unfinished bar is filled, an open repeat is
closed, and a part that was begun is ended. Where the given music has marks that the grammar does not compose with
(words, rare ornaments), the network and the grammar read it without them; in the tune they stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

from tunesmith.composing.forms import goals_in, goals_of, sample_ends, sample_last_shares, sample_shapes, way_of
from tunesmith.composing.jobs import chosen_seed, job_for
from tunesmith.composing.outlines import asked_meter, outline_of
from tunesmith.composing.plan import PreparedPlan, settle
from tunesmith.composing.prompt import X_READ, shown
from tunesmith.composing.request import Request
from tunesmith.composing.selection import candidate_seeds
from tunesmith.errors import RequestError
from tunesmith.grammar import advance, begin, state_size
from tunesmith.grammar.layout import BARS, ENDING, MAX_PARTS, PART
from tunesmith.grammar.outlines import Outline, PartOutline
from tunesmith.grammar.plans import build_plan
from tunesmith.model.goal_features import FIELDS
from tunesmith.music.fields import letters
from tunesmith.music.rhythms import label_of
from tunesmith.notation import Tune, Unknown
from tunesmith.notation.elements import BrokenRhythm, Ending, LineBreak, Space
from tunesmith.notation.key import MODES
from tunesmith.options import options_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tunesmith.composing.composer import Composer
    from tunesmith.composing.forms import Shape
    from tunesmith.composing.recipes import Composition

__all__ = ["asked_rhythm", "composable", "continue_tune", "unfit", "voice_of"]

ANY_PART = PartOutline(1, 64)
"""What is asked of the parts that are given: nothing."""
BLANK = ord(" ")
REPEAT = ":|"
"""Left to the grammar at the end of what is given: it writes `::` if the next part is repeated too."""
SPELT_ANEW = letters("spelt") | letters("defines") | {"V"}
ROOMY = 2000
"""More characters than any completion takes: while the given music is read, the limit must not be near."""
WORDS = re.compile(r'"[\^_<>@][^"]*"')
MARKS = re.compile(r'"[^"]*"|\{[^}]*\}|![^!]*!|[.~TuvPMLHSO]|\((?!\d)|\)')


@dataclass(frozen=True, slots=True)
class Beginning:
    """A tune as far as it is given: its canonical spelling, its other fields, and `start`, what is composed from.

    `header` has the fields of its canonical spelling. `outline` is what is asked of the whole. `goals` are what its
    finished parts came to, `begun` says how many bars of the next one there are, `ends` whether these are in endings.
    """

    spelling: str
    fields: str
    start: str
    header: dict[str, str]
    outline: Outline
    goals: list[int]
    begun: int
    ends: bool
    prepared: PreparedPlan

    @property
    def done(self) -> int:
        """How many parts are finished."""
        return len(self.goals) // FIELDS

    def plan(self, request: Request, seed: int, *, told: bool) -> PreparedPlan:
        """How to go on: for a network with goals (`told`), what is open of the form and the ends is sampled."""
        generator = Random(f"plan {seed}")
        for shape in self.shapes(request, generator) if told else ():
            sampled = sample_ends(request, shape, self.header["K"], generator)
            ends = self.goals[2::FIELDS] + sampled[self.done :]
            outline = replace(self.outline, parts=self.parts(shape), least_parts=len(shape), ending=way_of(ends[-1]))
            try:
                prepared = _settled(outline, self.start)
            except RequestError:
                continue
            if len(shape) > self.done + 1 or (not self.ends and shape[-1][0] > self.begun + 1):
                meter = asked_meter(request, self.header)
                prepared = prepared.landing_on(sample_last_shares(request, meter, ends[-1], generator))
            goals = goals_of(shape, ends)
            if self.ends:
                goals[FIELDS * self.done] = 0
            return replace(prepared, goals=tuple(goals))
        return self.prepared

    def shapes(self, request: Request, generator: Random) -> Iterator[Shape]:
        """Forms of the whole tune that go on from what there is, in a random order."""
        shapes = zip(self.goals[::FIELDS], self.goals[1::FIELDS], strict=True)
        given = tuple((bars, said % 3 == 2) for bars, said in shapes)
        asked = replace(request, parts=request.parts or max(self.done + 1, 2))
        wanted = self.outline.parts[self.done].repeated
        for way in dict.fromkeys((request, asked)):
            for shape in sample_shapes(way, asked_meter(request, self.header), generator):
                rest = tuple((bars, usual if wanted is None else wanted) for bars, usual in shape[self.done :])
                if rest and (self.ends or rest[0][0] > self.begun):
                    yield given + rest

    def parts(self, shape: Shape) -> list[PartOutline]:
        """The outlines of the parts of a tune of this shape."""
        first = self.done + self.ends
        return [*self.outline.parts[:first], *(PartOutline(bars, bars, repeated) for bars, repeated in shape[first:])]


def continue_tune(
    composer: Composer, tune: Tune | str, request: Request | None = None, *,
    seed: int | None = None, repeated: bool | None = None, endings: bool = True,
) -> Composition:  # fmt: skip
    """Compose the rest of a tune; its `best_of` candidates are ranked as whole tunes.

    `repeated` says whether the parts that are not finished are repeated, where None leaves it open, and `endings`
    whether there may be first and second endings. Of the request, the parts are those of the whole tune, the bars those
    of each part that is not finished yet. The music is spelt canonically, and all fields of the header are kept; of
    several voices, only the melody. RequestError if this tune cannot be continued as asked, AbcError if it holds no
    music.
    """
    given = tune if isinstance(tune, Tune) else Tune.parse(tune)
    unfit(request, "continue")
    asked = replace(request or Request(), rhythm=asked_rhythm(given, request))
    chosen = chosen_seed(seed)
    beginning = _beginning(given, asked, repeated, endings)
    known = composer.knowledge
    jobs = [
        job_for(asked, one, beginning.plan(asked, one, told=known.goals), control_lines=known.control_lines)
        for one in candidate_seeds(chosen, asked.best_of)
    ]
    results = composer.run(jobs)
    made = composer.composition(asked, chosen, results)
    recipe = replace(made.recipe, options=made.recipe.options | {"continue": given.text} | voice_of(given))
    return replace(made, text=_joined(beginning, made.text), recipe=recipe)


def unfit(request: Request | None, operation: str) -> None:
    """Refuse a request with options that this operation lacks, because the given tune settles them."""
    for name in options_of(Request).keys() - options_of(Request, operation).keys():
        if request is not None and getattr(request, name) != getattr(Request(), name):
            raise RequestError("cannot be chosen here: the given tune settles it", field=name)


def voice_of(tune: Tune) -> dict[str, str]:
    """Which of several voices was taken for the melody, as an option of the recipe; nothing for a tune of one voice."""
    return {"voice": tune.melody.name} if len(tune.voices) > 1 else {}


def asked_rhythm(tune: Tune, request: Request | None) -> str | None:
    """The rhythm that is asked for, or that the tune names."""
    return (request and request.rhythm) or label_of(tune.rhythm)


def composable(tune: Tune) -> None:
    """Refuse a tune that cannot be composed like: one without a meter, or in no key of a common mode."""
    if tune.meter.free:
        raise RequestError("has no meter; write one in its header, such as M:4/4", field="tune")
    if tune.key.mode not in MODES or tune.key.explicit:
        problem = f"has the key {tune.key}; it must be a tonic and a mode, such as K:D or K:Ador"
        raise RequestError(problem, field="tune")


def quote_closed(tune: Tune) -> None:
    """Refuse a tune that stops within a quote: what stands in it cannot be told from music."""
    last = max((e.position for e in tune.elements if isinstance(e, Unknown) and '"' in e.text), default=None)
    if last and last.line == tune.elements[-1].position.line:
        raise RequestError(f"has a quote in line {last.line}, column {last.column} that is not closed", field="tune")


def _beginning(tune: Tune, request: Request, repeated: bool | None, endings: bool) -> Beginning:
    composable(tune)
    quote_closed(tune)
    tune, mark = _open_mark(tune)
    spelling = re.sub(r"\|\]$", "||", tune.canonical()) + mark
    head, music = _parted(spelling)
    fields = dict(line.split(":", 1) for line in head.splitlines())
    asked = replace(
        outline_of(replace(request, parts=None), fields), tempo=fields.get("Q", ""), courtesy=True, endings=endings
    )
    start = re.sub(r"^X:.*\n", X_READ, head)
    for text in _spellings(tune, music, mark):
        free = replace(asked, parts=[ANY_PART] * MAX_PARTS, least_parts=1, limit=len(text) + ROOMY, ending="any")
        read = _read(free, start + text)
        if isinstance(read, list):
            parts, least = _parts(request, replace(asked.parts[0], repeated=repeated), read)
            goals = goals_in(start + text)[: FIELDS * read[PART]]
            if text.endswith(REPEAT) and goals and not read[ENDING]:
                bars = goals[-FIELDS]
                parts[read[PART] - 1] = PartOutline(bars, bars, repeated=True)
                text, spelling = text.removesuffix(REPEAT), spelling.removesuffix(REPEAT)
            outline, given = replace(asked, forced=text, parts=parts, least_parts=least), start + text
            where, settled = (goals, read[BARS], bool(read[ENDING])), _settled(outline, given)
            return Beginning(spelling, _other_fields(tune), given, fields, outline, *where, settled)
        wrong = read
    raise RequestError(f"cannot be continued: its bars go wrong at the end of {shown(wrong)[-40:]!r}", field="tune")


def _parted(spelling: str) -> tuple[str, str]:
    """The header of a canonical spelling, and its music on one line."""
    head, key, rest = spelling.partition("\nK:")
    name, line, music = rest.partition("\n")
    return head + key + name + line, music.replace(" \n", "")


def _open_mark(tune: Tune) -> tuple[Tune, str]:
    """The tune without a mark at its end that is about what follows, and that mark: `>`, `<`, an ending's number."""
    last = next((one for one in reversed(tune.elements) if not isinstance(one, Space | LineBreak)), None)
    if isinstance(last, Ending):
        return tune, last.text.removeprefix("[")
    if isinstance(last, BrokenRhythm) and tune.text.rstrip().endswith(last.text):
        return Tune.parse(tune.text.rstrip().removesuffix(last.text)), last.text
    return tune, ""


def _spellings(tune: Tune, music: str, mark: str) -> Iterator[str]:
    """The music as it is, then grouped by beats and without words, then without anything but its notes."""
    yield music
    grouped = _parted(re.sub(r"\|\]$", "||", tune.canonical(beams="beat")) + mark)[1]
    yield WORDS.sub("", grouped)
    yield MARKS.sub("", grouped)


def _read(outline: Outline, text: str) -> list[int] | str:
    """The grammar's state after a text, or the text up to the first character that cannot stand there."""
    state, plan = [0] * state_size(outline.limit), build_plan(outline)
    begin(state, plan)
    for place, character in enumerate(text):
        if not advance(state, plan, ord(character)):
            return text[: place + 1]
    advance(state, plan, BLANK)  # where the text ends with a bar line, this tells what it is
    return state


def _parts(request: Request, asked: PartOutline, state: list[int]) -> tuple[list[PartOutline], int]:
    """What is asked of the parts of a tune that the grammar has read so far, and how many there must be."""
    done, bars = state[PART], state[BARS]
    if request.parts is not None and request.parts <= done:
        problem = f"must be at least {done + 1}, as the tune has {done} already, not {request.parts}"
        raise RequestError(problem, field="parts", limits={"least": done + 1, "most": MAX_PARTS})
    if bars >= asked.most:
        if request.bars is not None:
            why = f"the part that the tune stops in has {bars} already"
            problem = f"must be at least {bars + 1}, as {why}, not {request.bars}"
            raise RequestError(problem, field="bars", limits={"least": bars + 1})
        asked = replace(asked, most=ANY_PART.most)
    least = asked.least if request.bars else 1  # a part in its endings is as long as it is
    open_part = replace(asked, least=least, phrase=1) if state[ENDING] else asked
    count = request.parts or max(done + 1, MAX_PARTS // 2)
    if count > MAX_PARTS or done == MAX_PARTS:
        raise RequestError(f"has {done} parts, and a tune can have {MAX_PARTS} at most", field="tune")
    return [ANY_PART] * done + [open_part] + [asked] * (count - done - 1), request.parts or done + 1


def _settled(outline: Outline, given: str) -> PreparedPlan:
    prepared = settle(outline)
    if not prepared.opening.startswith(given):
        if outline.ending != "any" and settle(replace(outline, ending="any")).opening.startswith(given):
            raise RequestError(f"leaves no room in its last bar for the ending {outline.ending}", field="tune")
        problem = f"of {outline.limit} leaves no room to continue a tune of {len(given)} characters"
        raise RequestError(problem, field="length", limits={"least": len(given) + 1})
    return prepared


def _other_fields(tune: Tune) -> str:
    """The fields of the header that are no part of the canonical spelling, as they are written."""
    return "".join(f"{field.text}\n" for field in tune.fields if field.letter not in SPELT_ANEW)


def _joined(beginning: Beginning, text: str) -> str:
    """The given tune, as it is spelt, and what was composed from its stop on."""
    whole = Tune.parse(beginning.spelling + text[len(shown(beginning.start)) :]).canonical()
    reference, _, rest = whole.partition("\n")
    return f"{reference}\n{beginning.fields}{rest}"
