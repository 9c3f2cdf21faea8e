from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import torch

from tunesmith.machine import usable_cores
from tunesmith.training import machine
from tunesmith.training.machine import has_bf16, in_bf16, peak, set_up

if TYPE_CHECKING:
    from tunesmith.training.config import TrainingConfig


@pytest.mark.parametrize(
    ("able", "native"),
    [({"avx2": True}, False), ({"avx512_bf16": True}, True), ({"amx_bf16": True}, True), ({"bf16": True}, True)],
)
def test_bf16_is_native_only_where_the_processor_says_so(
    able: dict[str, bool], native: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: able)
    assert has_bf16() is native


def test_a_run_computes_in_what_it_was_told_to(config: TrainingConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "has_bf16", lambda: False)
    asked = {name: in_bf16(config.changed(precision=name)) for name in ("auto", "bf16", "fp32")}
    assert asked == {"auto": False, "bf16": True, "fp32": False}


@pytest.mark.parametrize(("precision", "computed"), [("bf16", torch.bfloat16), ("fp32", torch.float32)])
def test_the_precision_reaches_the_products(config: TrainingConfig, precision: str, computed: torch.dtype) -> None:
    fabric = set_up(config.changed(precision=precision))
    with fabric.autocast():
        assert (torch.ones(2, 2) @ torch.ones(2, 2)).dtype == computed


def test_one_process_is_alone(config: TrainingConfig) -> None:
    fabric = set_up(config)
    assert (fabric.world_size, fabric.global_rank) == (1, 0)
    assert torch.get_num_threads() == 1
    assert usable_cores() >= 1


@pytest.mark.parametrize(
    ("name", "most"), [("NVIDIA H100 80GB HBM3", 989e12), ("NVIDIA H100 PCIe", 756e12), ("Some other GPU", None)]
)
def test_peaks_are_known_by_name(name: str, most: float | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda _: name)
    assert peak(torch.device("cuda")) == most
    assert peak(torch.device("cpu")) is None


@pytest.mark.parametrize(("version", "native"), [(91_300, True), (91_002, False), (None, False)])
def test_bf16_on_a_gpu_needs_a_cudnn_that_has_it(
    version: int | None, native: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda **_: True)
    monkeypatch.setattr(torch.backends.cudnn, "version", lambda: version)
    assert has_bf16() is native
