"""The tags of a file: what it is, and what makes a composed tune again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["COMPOSER", "Tags"]

COMPOSER: Final = "Tunesmith"


@dataclass(frozen=True, slots=True)
class Tags:
    """Title, composer, and the seed and model that a composed tune came from (None for any other tune)."""

    title: str = "Untitled"
    composer: str = COMPOSER
    seed: int | None = None
    model: str | None = None

    @property
    def comment(self) -> str:
        """Seed and model in one line, such as `seed=7 model=small-1f2e3d4c5b6a`; "" where there is neither."""
        known = {"seed": self.seed, "model": self.model}
        return " ".join(f"{name}={value}" for name, value in known.items() if value is not None)
