"""Write a tune as a score, as MIDI and as sound.

python examples/render_files.py FOLDER

Needs `pip install '.[score,sound]'`.
"""

import sys
from pathlib import Path

from tunesmith import Tune, render

TUNE = """X:1
T:A short waltz
R:waltz
M:3/4
L:1/8
K:D
|: "D" F2 A2 d2 | "G" B4 AG | "A7" F2 E2 G2 | "D" F4 z2 :|
"""

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
tune = Tune.parse(TUNE)
(folder / "waltz.svg").write_bytes(render(tune, "svg", tablature="whistle"))
(folder / "waltz.mid").write_bytes(render(tune, "mid", instrument="flute", tempo=96))
(folder / "waltz.wav").write_bytes(render(tune, "wav", instrument="fiddle", accompaniment="guitar"))
for path in sorted(folder.glob("waltz.*")):
    print(f"{path.name}: {path.stat().st_size:,} bytes")
