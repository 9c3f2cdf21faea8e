"""The command line: one module a command, each loaded only when it is called."""

from __future__ import annotations

import sys

from cyclopts import App, CycloptsError

from tunesmith.errors import RequestError, TunesmithError

__all__ = ["STDIN", "app", "flag", "main"]

STDIN = "/dev/stdin"
"""The file that `-` stands for."""

COMMANDS = (
    "compose", "continue", "vary", "check", "origin", "render", "convert", "explore",
    "pack", "index", "estimate", "train", "evaluate", "report", "benchmark", "models", "export", "bench", "studio",
)  # fmt: skip
OVERVIEW: tuple[list[str], ...] = ([], ["-h"], ["--help"])

app = App(name="tunesmith", help="Compose folk tunes, and learn, judge, show and play them.")
for place, name in enumerate(COMMANDS):
    function = "continue_" if name == "continue" else name
    app.command(f"tunesmith.cli.{function}:{function}", name=name, sort_key=place)


def flag(name: str) -> str:
    """What the command line calls an option."""
    return f"--{name.replace('_', '-')}"


def main() -> None:
    """Run one command; bad input ends with status 2 and one sentence, Ctrl-C with 130."""
    words = [STDIN if word == "-" else word for word in sys.argv[1:]]
    try:
        if words in OVERVIEW:
            for name in COMMANDS:  # each command has its help text once it is loaded
                app[name]
        app(words, exit_on_error=False, print_error=False)
    except RequestError as error:
        print(f"tunesmith: {error.calling(error.field and flag(error.field))}", file=sys.stderr)
        sys.exit(2)
    except (TunesmithError, CycloptsError) as error:
        print(f"tunesmith: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("tunesmith: interrupted", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)
    except OSError as error:  # files that are read or written say so themselves, as a TunesmithError
        print(f"tunesmith: cannot go on: {error}", file=sys.stderr)
        sys.exit(2)
