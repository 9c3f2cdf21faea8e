"""What the tests of the service send, and how they read what it answers."""

from __future__ import annotations

from typing import Any

from tunesmith.notation import Tune

JIG = {"rhythm": "jig", "meter": "6/8", "key": "Ador", "form": "AABB", "bars": 8}
REAL = "X:1\nT:A Trial\nL:1/8\nM:6/8\nK:D\n|: ABA d2 f | edc d3 :|\n"


def problem(answer: Any, status: int) -> dict[str, Any]:
    """The problem document that an answer must be."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    assert body["detail"]
    return body


def bars_of(abc: str) -> list[str]:
    return ["".join(element.text for element in bar.elements).strip() for bar in Tune.parse(abc).bars]
