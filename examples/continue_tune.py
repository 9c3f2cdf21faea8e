"""Write four bars and let the network complete the tune.

python examples/continue_tune.py
"""

from tunesmith import Composer, Request
from tunesmith.composing import continue_tune

BEGINNING = """X:1
T:A beginning
R:reel
M:4/4
L:1/8
K:D
|: A2 FA DAFA | B2 GB EBGB | A2 FA DAFA | Bcde d2 cB |
"""

finished = continue_tune(Composer("small"), BEGINNING, Request(parts=2, bars=8, ending="home"), seed=1)
print(finished.text)
print("parts as played:", finished.tune.form.letters)
