"""Run the commands of docs/first-hour.md, one after the other, and print how long each took.

    python scripts/first_hour.py FOLDER

FOLDER gets what the commands write. They are those between ```shell and ```; installing is left out.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
import time
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "first-hour.md"
BLOCK = re.compile(r"^```shell\n(.*?)^```", re.DOTALL | re.MULTILINE)


def commands() -> list[list[str]]:
    """The words of each command of the page, without `tunesmith`."""
    lines = "".join(BLOCK.findall(PAGE.read_text(encoding="utf-8"))).splitlines()
    words = [shlex.split(line) for line in lines]
    assert all(one[0] == "tunesmith" for one in words), "a command of the page is not one of Tunesmith"
    return [one[1:] for one in words]


def run(words: list[str], folder: Path) -> tuple[float, float]:
    """Run a command in a folder: seconds on the clock and of the processor; CalledProcessError if it fails."""
    began, spent = time.perf_counter(), sum(os.times()[2:4])
    subprocess.run([sys.executable, "-m", "tunesmith", *words], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began, sum(os.times()[2:4]) - spent


def main() -> None:
    """Print a line for each command, with its times, and their sum."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="an empty folder")
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    total = [0.0, 0.0]
    for words in commands():
        times = run(words, folder)
        total = [sum(pair) for pair in zip(total, times, strict=True)]
        print(f"{times[0]:7.1f} s, of the processor {times[1]:7.1f} s: tunesmith {shlex.join(words)}", flush=True)
    print(f"{total[0]:7.1f} s, of the processor {total[1]:7.1f} s in all")


if __name__ == "__main__":
    main()
