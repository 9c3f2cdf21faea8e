"""A process that stores tunes until it is killed: `python storing.py URL`; prints each id once it is on disk."""

from __future__ import annotations

import sys

from tunesmith.studio.store import NewTune, TuneStore, connect

store = TuneStore(connect(sys.argv[1]))
while True:
    [tune] = store.add([NewTune("The Anvil", "X:1\nK:D\nA |]", "D", "none", None, {"seed": 7})])
    print(tune.id, flush=True)
