"""The description of the studio's service (OpenAPI), out of which the types of its page are made.

    python scripts/openapi.py | node_modules/.bin/openapi-typescript --output src/tunesmith/studio/web/lib/service.d.ts

`make` does so wherever it builds or checks the page.
"""

from __future__ import annotations

import json

from tunesmith.studio.app import create_app
from tunesmith.studio.settings import Settings


def main() -> None:
    """Print the description as JSON."""
    print(json.dumps(create_app(Settings()).openapi(), indent=1))


if __name__ == "__main__":
    main()
