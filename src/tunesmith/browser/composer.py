"""A composer whose network JavaScript steps: enough of `tunesmith.composing.Composer` to continue tunes with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from tunesmith.browser.composing import knowledge_of, odds_of, work_of
from tunesmith.composing.jobs import chosen_seed, chosen_text, jobs_for
from tunesmith.composing.recipes import recorded
from tunesmith.inference.job import JobResult

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tunesmith.composing.jobs import Knowledge
    from tunesmith.composing.recipes import Composition
    from tunesmith.composing.request import Request
    from tunesmith.inference.job import Job

__all__ = ["BrowserComposer", "Network", "ReadText"]


class Network(Protocol):
    """Steps the network of a model that was loaded (`worker/composer.js`); JSON goes in and comes out."""

    def run(self, model: str, work: str) -> str:
        """The results of work (see `work_of`)."""

    def read(self, model: str, texts: str) -> str:
        """What each character of texts, and the end of each, costs."""


@dataclass(frozen=True, slots=True)
class ReadText:
    """What each character of a text of n, and its end, costs given all before it: `nats` (n + 1)."""

    nats: Sequence[float]


@dataclass(frozen=True, slots=True)
class BrowserComposer:
    """Composes with the model of this name; `known` tells whether a text copies a known tune."""

    name: str
    description: dict[str, Any]
    network: Network
    known: Callable[[str], bool]

    @property
    def knowledge(self) -> Knowledge:
        """What the network knows of what may be asked."""
        return knowledge_of(self.description)

    def compose(self, request: Request, seed: int | None = None) -> Composition:
        """Compose a tune; RequestError if none can be as asked."""
        first = chosen_seed(seed)
        return self.composition(request, first, self.run(jobs_for(request, first, self.knowledge)))

    def run(self, jobs: Sequence[Job]) -> list[JobResult]:
        """Compose a tune for each job."""
        return [JobResult(**result) for result in json.loads(self.network.run(self.name, json.dumps(work_of(jobs))))]

    def score(self, texts: Sequence[str]) -> list[ReadText]:
        """What each character of these texts costs the network, as it composes."""
        return [ReadText(nats) for nats in json.loads(self.network.read(self.name, json.dumps(texts)))]

    def composition(self, request: Request, seed: int, results: Sequence[JobResult]) -> Composition:
        """Choose among the results of the jobs for this request and seed."""
        text = chosen_text(request, seed, results, self.known, odds_of(self.description))
        return self.recorded(request, seed, text)

    def recorded(self, request: Request, seed: int, text: str) -> Composition:
        """A tune with the recipe that composes it again."""
        return recorded(self.name, self.description["fingerprint"], request, seed, text)
