"""`MODEL_PATH=best_model.pt`: the studio composes with a plain LSTM that PyTorch saved, for the first clients too."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

from tests.support.serving import client_of
from tunesmith.notation import check
from tunesmith.studio.settings import Settings

CHARACTERS = "XTMLKR: 123468/|[]ABCDEFGabcdefg\n"


def test_a_plain_network_of_pytorch_composes_what_is_valid(settings: Settings, tmp_path: Path) -> None:
    torch.manual_seed(1)
    parts = {
        "embedding": nn.Embedding(len(CHARACTERS), 16),
        "lstm": nn.LSTM(16, 24, num_layers=2),
        "fc": nn.Linear(24, len(CHARACTERS)),
    }
    path = tmp_path / "best_model.pt"
    char_to_idx = {character: number for number, character in enumerate(CHARACTERS)}
    torch.save({"model_state_dict": nn.ModuleDict(parts).state_dict(), "char_to_idx": char_to_idx}, path)
    changed = settings.model_copy(update={"model_path": str(path)})
    with client_of(changed) as client:
        answer = client.post("/api/generate", json={"length": 200, "temperature": 0.8, "seed": ""})
        assert answer.status_code == 200, answer.text
        assert check(answer.json()["abc_notation"]).ok
        assert client.get("/api/health").json() == {"status": "healthy", "model_loaded": True}
        assert client.get("/api/v1/models").json()["models"][0]["record"] == {"converted_from": "best_model.pt"}
