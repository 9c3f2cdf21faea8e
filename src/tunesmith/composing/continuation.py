"""Go on with a tune from where it stops, in its key and meter, to a complete form.

What is given is kept note for note. The grammar reads it first, so that an unfinished bar is filled, an open repeat is
closed, and a part that was begun is ended. Where the given music has marks that the grammar does not compose with
(words, rare ornaments), the network and the grammar read it without them; in the tune they stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tunesmith.composing.composer import job_for, random_seed
from tunesmith.composing.plan import Prepared, outline_of, settle
from tunesmith.composing.prompt import HEARD, METERS, shown
from tunesmith.composing.request import Request
from tunesmith.composing.selection import candidate_seeds
from tunesmith.errors import RequestError
from tunesmith.grammar import advance, begin, state_size
from tunesmith.grammar.layout import BARS, ENDING, MAX_PARTS, PART
from tunesmith.grammar.plans import Outline, PartOutline, build_plan
from tunesmith.notation import Tune
from tunesmith.notation.key import MODES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tunesmith.composing.composer import Composer, Composition

__all__ = ["composable", "continue_tune", "rhythm_of", "unfit", "voice_of"]

ANY_PART = PartOutline(1, 64)
"""What is asked of the parts that are given: nothing."""
SETTLED = ("meter", "key", "form", "opening", "unconstrained", "original", "chords", "progression")
"""What the given tune settles, and nobody can ask for."""
BLANK = ord(" ")
ROOMY = 2000
"""More characters than any completion takes: while the given music is read, the limit must not be near."""
WORDS = re.compile(r'"[\^_<>@][^"]*"')
MARKS = re.compile(r'"[^"]*"|\{[^}]*\}|![^!]*!|[.~TuvPMLHSO]|\((?!\d)|\)')


@dataclass(frozen=True, slots=True)
class Beginning:
    """A tune as far as it is given: its canonical spelling, its other fields, and `start`, what is composed from."""

    spelling: str
    fields: str
    start: str
    prepared: Prepared


def continue_tune(
    composer: Composer, tune: Tune | str, request: Request | None = None, *, seed: int | None = None
) -> Composition:
    """Compose the rest of a tune; its `best_of` candidates are ranked as whole tunes.

    Of the request, the parts are those of the whole tune, the bars those of each part that is not finished yet. The
    music is spelt canonically, and all fields of the header are kept; of several voices, only the melody. RequestError
    if this tune cannot be continued as asked, AbcError if it holds no music.
    """
    given = tune if isinstance(tune, Tune) else Tune.parse(tune)
    unfit(request, SETTLED, "the given tune settles that")
    wish = replace(request or Request(), rhythm=rhythm_of(given, request))
    chosen = random_seed() if seed is None else seed
    beginning = _beginning(given, wish)
    drawn = composer.draw([job_for(wish, one, beginning.prepared) for one in candidate_seeds(chosen, wish.best_of)])
    made = composer.composition(wish, chosen, drawn)
    recipe = replace(made.recipe, options=made.recipe.options | {"continue": given.text} | voice_of(given))
    return replace(made, text=_joined(beginning, made.text), recipe=recipe)


def unfit(request: Request | None, names: tuple[str, ...], why: str) -> None:
    """Refuse a request that asks for what cannot be chosen here."""
    for name in names:
        if request is not None and getattr(request, name) != getattr(Request(), name):
            raise RequestError(f"{name} cannot be asked for: {why}")


def voice_of(tune: Tune) -> dict[str, str]:
    """Which of several voices was taken for the melody, as an option of the recipe; nothing for a tune of one voice."""
    return {"voice": tune.melody.name} if len(tune.voices) > 1 else {}


def rhythm_of(tune: Tune, request: Request | None) -> str | None:
    """The rhythm that is asked for, or that the tune names."""
    named = (tune.rhythm or "").lower()
    return (request and request.rhythm) or (named if named in METERS else None)


def composable(tune: Tune) -> None:
    """Refuse a tune that a composer of plain melodies has no words for: without a meter, or a key of a common mode."""
    if tune.meter.free:
        raise RequestError("the tune has no meter; write one in its header, such as M:4/4")
    if tune.key.mode not in MODES or tune.key.explicit:
        raise RequestError(f"the tune's key is {tune.key}; a tonic and a mode are wanted, such as K:D or K:Ador")


def _beginning(tune: Tune, request: Request) -> Beginning:
    composable(tune)
    spelling = re.sub(r"\|\]$", "||", tune.canonical())
    head, music = _parted(spelling)
    fields = dict(line.split(":", 1) for line in head.splitlines())
    asked = replace(outline_of(replace(request, parts=None), fields), tempo=fields.get("Q", ""), courtesy=True)
    start = re.sub(r"^X:.*\n", HEARD, head)
    for text in _spellings(tune, music):
        free = replace(asked, parts=[ANY_PART] * MAX_PARTS, least_parts=1, limit=len(text) + ROOMY, ending="any")
        read = _read(free, start + text)
        if isinstance(read, list):
            parts, least = _parts(request, asked.parts[0], read)
            outline = replace(asked, forced=text, parts=parts, least_parts=least)
            return Beginning(spelling, _other_fields(tune), start + text, _settled(outline, start + text))
        wrong = read
    raise RequestError(f"the tune cannot be continued: its bars go wrong at the end of {shown(wrong)[-40:]!r}")


def _parted(spelling: str) -> tuple[str, str]:
    """The header of a canonical spelling, and its music on one line."""
    head, key, rest = spelling.partition("\nK:")
    name, line, music = rest.partition("\n")
    return head + key + name + line, music.replace(" \n", "")


def _spellings(tune: Tune, music: str) -> Iterator[str]:
    """The music as it is, then grouped by beats and without words, then without anything but its notes."""
    yield music
    grouped = _parted(re.sub(r"\|\]$", "||", tune.canonical(beams="beat")))[1]
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
        raise RequestError(f"--parts {request.parts}: the tune has {done} already")
    if bars >= asked.most:
        if request.bars is not None:
            raise RequestError(f"--bars {request.bars}: the part that the tune stops in has {bars} already")
        asked = replace(asked, most=ANY_PART.most)
    open_part = replace(asked, phrase=1) if state[ENDING] else asked
    count = request.parts or max(done + 1, MAX_PARTS // 2)
    if count > MAX_PARTS or done == MAX_PARTS:
        raise RequestError(f"a tune can have {MAX_PARTS} parts at most")
    return [ANY_PART] * done + [open_part] + [asked] * (count - done - 1), request.parts or done + 1


def _settled(outline: Outline, given: str) -> Prepared:
    prepared = settle(outline)
    if not prepared.opening.startswith(given):
        if outline.ending != "any" and settle(replace(outline, ending="any")).opening.startswith(given):
            raise RequestError(f"the last bar leaves no room for the last note of --ending {outline.ending}")
        raise RequestError(f"--length {outline.limit} leaves no room to continue a tune of {len(given)} characters")
    return prepared


def _other_fields(tune: Tune) -> str:
    """The fields of the header that are no part of the canonical spelling, as they are written."""
    return "".join(f"{field.text}\n" for field in tune.fields if field.letter not in "XLQMKV+mU")


def _joined(beginning: Beginning, text: str) -> str:
    """The given tune, as it is spelt, and what was composed from its stop on."""
    whole = Tune.parse(beginning.spelling + text[len(shown(beginning.start)) :]).canonical()
    reference, _, rest = whole.partition("\n")
    return f"{reference}\n{beginning.fields}{rest}"
