"""Compose three jigs, and compose the second one again from its seed.

python examples/compose_tunes.py
"""

from tunesmith import Composer, Request

composer = Composer("small")
request = Request(rhythm="jig", key="Ador", form="AABB", bars=8, ending="home", best_of=8)
tunes = composer.compose(request, seed=7, count=3)
for tune in tunes:
    print(f"seed {tune.seed}, played {tune.tune.form.letters}")
    print(tune.text, end="\n\n")

# The n-th tune has the seed 7 + n, and is the same tune when it is composed alone.
[again] = composer.compose(request, seed=8)
assert again.text == tunes[1].text
