"""What the page's form offers at once, before the studio answers, so that nothing of it moves when the answer comes.

    python scripts/form_choices.py > src/tunesmith/studio/web/lib/form-choices.json

`make` does so wherever it builds or checks the page.
"""

from __future__ import annotations

from tunesmith.studio.api.choices import choices
from tunesmith.studio.settings import Settings

SHOWN = {"rhythms", "favourites", "keys", "forms"}
"""The choices that the form shows without a click."""


def main() -> None:
    """Print them as JSON."""
    print(choices(Settings()).model_dump_json(include=SHOWN, indent=1))


if __name__ == "__main__":
    main()
