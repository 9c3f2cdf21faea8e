"""Train a tiny network and let it compose.

python examples/train_tiny.py FOLDER OUT [EPOCHS]

FOLDER holds a packed corpus (see `examples/own_tunes.py`). Of a few hundred tunes, 20 epochs take about a minute. The
network has one small layer: it learns how ABC looks, not how music sounds. `tunesmith train FOLDER --out OUT` trains
one that is worth listening to.

Needs `pip install '.[train]'`.
"""

import sys
from pathlib import Path

from tunesmith import Composer, Request
from tunesmith.training.config import TrainingConfig
from tunesmith.training.loop import train

folder, out = Path(sys.argv[1]), Path(sys.argv[2])
epochs = float(sys.argv[3]) if len(sys.argv) > 3 else 20.0
config = TrainingConfig(embedding=16, hidden=64, layers=1, dropout=0.0, batch=16, rate=0.01, epochs=epochs)
model = train(folder, config, out)
[tune] = Composer(model).compose(Request(meter="4/4", key="G", parts=2, bars=8), seed=1)
print(tune.text)
