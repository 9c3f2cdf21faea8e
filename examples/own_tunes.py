"""Add tunes of your own: pack a file of ABC into a corpus and see what became of each tune.

python examples/own_tunes.py TUNES FOLDER

TUNES is a file or folder that `tunesmith explore` can read. FOLDER gets the packed corpus, which
`tunesmith train FOLDER` and `examples/train_tiny.py FOLDER` learn from.
"""

import sys
from pathlib import Path

from tunesmith.corpus.building import build
from tunesmith.corpus.packed import PackedCorpus

source, folder = Path(sys.argv[1]), Path(sys.argv[2])
report = build([source], folder)
print("fixed:", report.fixed)
print("left out:", report.dropped)
for split in report.splits:
    corpus = PackedCorpus.open(folder, split)
    print(f"{split}: {len(corpus.tunes)} tunes")
