"""What the service takes and gives, as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from tunesmith.studio.tasks.reading import Check

__all__ = [
    "AbcBody",
    "AbcText",
    "ImportBody",
    "Phrase",
    "Strict",
    "Title",
    "Tune",
    "TuneChange",
    "TunePage",
    "TuneRecipe",
    "TuneVersion",
    "TuneVersions",
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


class Strict(BaseModel):
    """A body in which a misspelt field is refused rather than ignored."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class AbcBody(Strict):
    """Any ABC."""

    abc: AbcText


class ImportBody(AbcBody):
    """A tune to import and keep."""

    title: Title | None = None


class TuneRecipe(BaseModel):
    """All that is needed to make the tune again."""

    operation: Literal["compose", "continue", "vary", "edit", "mend", "transpose", "import"]
    parent: str | None = None
    model: str | None = None
    fingerprint: str | None = None
    seed: int | None = None
    options: dict[str, Any] = {}

    @property
    def kept(self) -> dict[str, Any]:
        """What is stored of it."""
        return self.model_dump(exclude_none=True)


class Tune(BaseModel):
    """A stored tune with its facts for a page."""

    id: str
    title: str
    abc: str
    created: datetime
    starred: bool
    recipe: TuneRecipe
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
    recipe: TuneRecipe


class TuneVersions(BaseModel):
    """What a tune was before each of its changes, the newest first."""

    versions: list[TuneVersion]


class TuneChange(Strict):
    """New values for a stored tune."""

    title: Title | None = None
    starred: bool | None = None
    abc: AbcText | None = None
