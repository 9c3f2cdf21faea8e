"""Judge a tune: is it valid, what is it like, how likely is it, and does it copy a known tune?

python examples/judge_tune.py
"""

import math

from tunesmith import Composer, Tune, check, compose, origin
from tunesmith.analysis.statistics import statistics_of

[composed] = compose(rhythm="reel", key="D", ending="home", seed=3)
text = composed.text

report = check(text)
print("valid:", report.ok)
for finding in report.findings:
    print(" ", finding)

for name, value in statistics_of(Tune.parse(text)).items():
    print(f"{name}: {value:.2f}")

[score] = Composer("small").score([text])
print(f"bits per character: {score.nats.mean() / math.log(2):.2f}")
print(f"right at the first guess: {(score.ranks == 0).mean():.0%}")

print(origin(text).words)
