"""`python -m tunesmith`: the same as the command `tunesmith`."""

from __future__ import annotations

from tunesmith.cli import main

main()
