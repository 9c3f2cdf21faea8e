"""Whose address counts behind a proxy: what a trusted one says, and nobody else."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path

import pytest

from tests.support.serving import studio

PEOPLE = 10


def asked(url: str, number: int) -> int:
    request = urllib.request.Request(f"{url}/api/v1/tunes", headers={"X-Forwarded-For": f"203.0.113.{number}"})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


@pytest.mark.parametrize(
    ("trusted", "answers"),
    [("", {200: 5, 429: 5}), ("203.0.113.0/24", {200: 5, 429: 5}), ("127.0.0.0/8", {200: PEOPLE})],
    ids=["nobody is trusted", "another is trusted", "the proxy is trusted"],
)
def test_people_behind_a_proxy_have_an_allowance_each_only_if_it_is_trusted(
    trusted: str, answers: dict[int, int], tmp_path: Path
) -> None:
    with studio(tmp_path, RATE_LIMIT="5/day", TRUSTED_PROXIES=trusted) as server:
        assert Counter(asked(server.url, number) for number in range(PEOPLE)) == answers
