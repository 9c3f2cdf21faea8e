"""Hostile bodies for every route of the studio that writes: none may be answered by an error of the studio's own.

Run `python -m tunesmith.benchmarks.hostile [--bodies 10000] [--seed 1] [--clients 4]`. The studio is started on
loopback. The bodies are broken, deep, long, of wrong types, or well-formed and mad; a seed sends the same ones again.
"""

from __future__ import annotations

import http.client
import json
import random
import string
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from cyclopts import App

from tunesmith.benchmarks.trial import STUDIO, free_port, resident, serving

__all__ = ["BOMBS", "SCRIPT", "hostile_body", "routes", "throw"]

Route = tuple[str, str]
Answers = Counter[int]
WRITING = ("post", "put", "patch", "delete")
SECONDS_TO_WAIT = 300
SCRIPT = "<script>alert(1)</script>"
BOMBS = [
    "X:1\nK:D\n" + "(" * 5000,
    "X:1\nK:D\n" + "[" * 5000 + "C",
    "X:1\nK:D\n" + "{" * 5000 + "C",
    "X:1\nL:1/999999999\nM:999999999/999999999\nK:D\nC99999999999999999999/99999999",
    "X:1\nM:4/4\nK:D\n" + "|:" * 3000 + "C" + ":|" * 3000,
    "X:1\nK:D\n(99:98:97" + "C" * 2000,
    "X:1\nK:D\nC" + ">" * 5000 + "D",
    f"X:1\nT:{SCRIPT}\nK:D\nCDEF|]",
    "X:1\nQ:1/4=0\nK:D\nC4|]",
    "X:1\nK:D\nZ999999999|]",
    "%%MIDI program ../../../etc/passwd\nX:1\nK:D\nC|]",
    "%abc-include /etc/passwd\nX:1\nK:D\nC|]",
    "\ud800",
    "\x00C",
]
"""Texts that are meant to cost much, or to reach where they should not; the last two cannot be kept."""
STRANGE = string.printable + "\x00é\u0301\u202e\u2028\ufeff\U0001f3bb\U0010ffff"
FIELDS = (
    "abc", "abc_notation", "format", "key", "meter", "rhythm", "form", "bars", "parts", "opening", "temperature",
    "seed", "length", "top_k", "top_p", "min_p", "instrument", "model", "title", "tunes", "options", "semitones",
    "__proto__",
)  # fmt: skip
NAMES = ("x", "%00", "..%2f..%2fetc%2fpasswd", "t_" + "a" * 300, "%F0%9F%8E%BB", "-1", "9" * 40)
"""What stands in an address where an id or a number should."""


def hostile_value(choice: random.Random, depth: int = 0) -> Any:
    """Something no client should send."""
    kinds: tuple[Callable[[], Any], ...] = (
        lambda: choice.choice(BOMBS),
        lambda: "".join(choice.choices(STRANGE, k=choice.choice((0, 3, 200, 20_000)))),
        lambda: choice.choice([0, -1, 10**400, 1e308, float("nan"), float("inf"), True, None, "", [], {}]),
        lambda: [hostile_value(choice, depth + 1) for _ in range(choice.randrange(4))] if depth < 4 else 0,
        lambda: {choice.choice(FIELDS): hostile_value(choice, depth + 1) for _ in range(3)} if depth < 4 else 0,
    )
    return choice.choice(kinds)()


def hostile_body(choice: random.Random) -> bytes:
    """A body that is broken, deep, or well-formed and mad."""
    body = json.dumps({name: hostile_value(choice) for name in choice.sample(FIELDS, choice.randrange(1, 6))})
    match choice.randrange(8):
        case 0:
            return body[: choice.randrange(len(body))].encode()
        case 1:
            return choice.choice((b"[", b'{"a":')) * 20_000
        case 2:
            return bytes(choice.randrange(256) for _ in range(200))
        case _:
            return body.encode()


def routes(port: int) -> list[Route]:
    """The methods and paths that write, as the studio describes itself."""
    _, answer = send(port, "GET", "/openapi.json")
    paths: dict[str, dict[str, Any]] = json.loads(answer)["paths"]
    return [(method.upper(), path) for path, methods in paths.items() for method in methods if method in WRITING]


def known(port: int) -> str:
    """The id of a tune that the studio has, until a hostile request deletes it."""
    _, answer = send(port, "POST", "/api/v1/tunes/import", json.dumps({"abc": "X:1\nK:D\nDEFG|]"}).encode())
    return str(json.loads(answer)["id"])


def throw(port: int, found: Sequence[Route], choice: random.Random, number: int) -> Answers:
    """Send so many hostile bodies: how often each status was the answer; AssertionError for an error of the studio."""
    answers: Answers = Counter()
    names = (*NAMES, known(port))
    for _ in range(number):
        method, path = choice.choice(found)
        address = "/".join(choice.choice(names) if part.startswith("{") else part for part in path.split("/"))
        body = hostile_body(choice)
        answer, text = send(port, method, address, body)
        right = answer.status < 500 or (answer.status == 503 and answer.headers["Retry-After"])
        assert right, (method, address, body[:300], answer.status, text[:300])
        answers[answer.status] += 1
    return answers


def send(port: int, method: str, address: str, body: bytes | None = None) -> tuple[http.client.HTTPResponse, bytes]:
    """One request over a connection of its own, and the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_WAIT)
    try:
        connection.request(method, address, body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


def main(*, bodies: int = 10_000, seed: int = 1, clients: int = 4) -> None:
    """Start a studio, throw the bodies at it, and say what it answered and whether it lives."""
    port = free_port()
    with (
        tempfile.TemporaryDirectory(prefix="tunesmith-hostile-") as folder,
        serving([*STUDIO, "--port", str(port)], port, Path(folder) / "studio.db") as process,
        ThreadPoolExecutor(clients) as pool,
    ):
        found = routes(port)
        shares = [bodies // clients + (n < bodies % clients) for n in range(clients)]
        thrown = [pool.submit(throw, port, found, random.Random(seed + n), share) for n, share in enumerate(shares)]
        answers: Answers = sum((one.result() for one in thrown), Counter())
        ready, _ = send(port, "GET", "/readyz")
        print(f"{answers.total()} bodies for {len(found)} routes; answers: {dict(sorted(answers.items()))}")
        print(f"ready afterwards: {ready.status}; resident: {resident(process) / 1e6:.0f} MB")
    assert ready.status == 200


if __name__ == "__main__":
    app = App(help=__doc__)
    app.default(main)
    app()
