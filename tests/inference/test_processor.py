from __future__ import annotations

import ctypes
import platform
from types import SimpleNamespace

import llvmlite.binding as llvm
import pytest

from tunesmith.inference import processor
from tunesmith.inference.processor import ASIMDDP, processor_features


@pytest.mark.parametrize(
    ("machine", "word", "dots"),
    [("aarch64", ASIMDDP, True), ("aarch64", ASIMDDP - 1, False), ("arm64", 0, True), ("x86_64", ASIMDDP, False)],
)
def test_dot_products_are_what_linux_says_and_what_apple_has(
    monkeypatch: pytest.MonkeyPatch, machine: str, word: int, dots: bool
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace(getauxval=lambda _: word))
    monkeypatch.setattr(llvm, "get_host_cpu_features", lambda: {"neon": True, "sve": False})
    assert processor_features.__wrapped__() == ({"neon", "dotprod"} if dots else {"neon"})


def test_a_processor_is_asked_once() -> None:
    assert processor_features() is processor.processor_features()
