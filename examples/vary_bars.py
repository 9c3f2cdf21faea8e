"""Give bars 3 and 4 of a tune new notes and leave every other character as it is.

python examples/vary_bars.py
"""

from tunesmith import Composer
from tunesmith.composing import vary

TUNE = """X:1
T:A polka
R:polka
M:2/4
L:1/8
K:G
|: GB dB | ce dB | AB cA | GB AG | GB dB | ce dB | AB cA | G2 G2 :|
"""

composer = Composer("small")
for seed in (1, 2):
    varied = vary(composer, TUNE, (3, 4), seed=seed)
    print(f"seed {seed}: {varied.text.splitlines()[-1]}")
