"""What the service takes and gives, as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from tunesmith.composing.request import Chords
from tunesmith.grammar.plans import Ending
from tunesmith.model.checkpoint import NAME

__all__ = [
    "AbcBody",
    "AbcText",
    "BestOf",
    "Check",
    "ComposeBody",
    "Finding",
    "ImportBody",
    "ModelName",
    "Phrase",
    "Recipe",
    "Seed",
    "Strict",
    "Title",
    "Tune",
    "TuneChange",
    "TunePage",
    "TuneVersion",
    "TuneVersions",
    "Wish",
    "Word",
]


def _printable(text: str) -> str:
    if any(ord(c) < 32 and c not in "\n\r\t" for c in text):
        raise ValueError("must not hold control characters")
    return text


Title = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_printable)
]
AbcText = Annotated[str, StringConstraints(min_length=1, max_length=100_000), AfterValidator(_printable)]
Word = Annotated[str, StringConstraints(max_length=40), AfterValidator(_printable)]
Phrase = Annotated[str, StringConstraints(max_length=200), AfterValidator(_printable)]
Progression = Annotated[str, StringConstraints(max_length=1000), AfterValidator(_printable)]
ModelName = Annotated[str, StringConstraints(pattern=f"^{NAME.pattern}$", max_length=40)]
Seed = Annotated[int, Field(ge=0, lt=2**53)]  # what a JavaScript number holds exactly
BestOf = Annotated[int, Field(ge=1, le=64)]


class Strict(BaseModel):
    """A body in which a misspelt field is refused rather than ignored."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class Wish(Strict):
    """How new notes are drawn; every field means what the option of that name means on the command line."""

    rhythm: Word | None = None
    instrument: Word | None = None
    temperature: Annotated[float, Field(ge=0, le=5)] = 0.8
    top_k: Annotated[int, Field(ge=0, le=1000)] | None = None
    top_p: Annotated[float, Field(gt=0, le=1)] | None = None
    min_p: Annotated[float, Field(ge=0, lt=1)] | None = None
    seed: Seed | None = None
    model: ModelName | None = None


class ComposeBody(Wish):
    """What to compose; every field but the title means what the option of that name means on the command line."""

    title: Title | None = None
    meter: Word | None = None
    key: Word | None = None
    parts: Annotated[int, Field(ge=1, le=12)] | None = None
    bars: Annotated[int, Field(ge=1, le=64)] | None = None
    form: Word | None = None
    opening: AbcText | None = None
    outside: Annotated[float, Field(ge=0, le=1)] | None = None
    ending: Ending = "home"
    chords: Chords | bool | None = None
    progression: Progression | None = None
    length: Annotated[int, Field(ge=1)] | None = None
    best_of: BestOf = 1
    original: bool = False
    unconstrained: bool = False


class AbcBody(Strict):
    """Any ABC."""

    abc: AbcText


class ImportBody(AbcBody):
    """A tune brought along, to be kept."""

    title: Title | None = None


class Finding(BaseModel):
    """One thing a strict reader would object to."""

    code: str
    severity: str
    message: str
    line: int
    column: int
    mend: str | None


class Check(BaseModel):
    """The validity report of a tune; `more` is how many findings there are beyond those listed."""

    ok: bool
    findings: list[Finding]
    more: int = 0


class Recipe(BaseModel):
    """All that is needed to make the tune again."""

    operation: Literal["compose", "continue", "vary", "edit", "mend", "transpose", "import"]
    parent: str | None = None
    model: str | None = None
    fingerprint: str | None = None
    seed: int | None = None
    options: dict[str, Any] = {}


class Tune(BaseModel):
    """A stored tune with what a page wants to know about it."""

    id: str
    title: str
    abc: str
    created: datetime
    starred: bool
    recipe: Recipe
    meter: str
    key: str
    rhythm: str | None
    form: str
    bars: int
    seconds: float
    check: Check
    version: int
    deleted: datetime | None


class TunePage(BaseModel):
    """A page of tunes, newest first; `next` is the cursor of the following page."""

    tunes: list[Tune]
    next: str | None


class TuneVersion(BaseModel):
    """What a tune was until it was replaced."""

    version: int
    replaced: datetime
    title: str
    abc: str
    recipe: Recipe


class TuneVersions(BaseModel):
    """What a tune was before each of its changes, the newest first."""

    versions: list[TuneVersion]


class TuneChange(Strict):
    """New values for a stored tune."""

    title: Title | None = None
    starred: bool | None = None
    abc: AbcText | None = None
