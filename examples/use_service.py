"""Use the studio's REST API: compose a tune, check it, and download it as MIDI.

tunesmith studio
python examples/use_service.py http://127.0.0.1:5000 tune.mid

The service describes all that it offers at /docs and /openapi.json.
"""

import json
import sys
from pathlib import Path
from urllib.request import Request, urlopen


def post(url: str, body: dict[str, object]) -> bytes:
    """Send JSON and return the answer."""
    request = Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urlopen(request) as answer:
        data: bytes = answer.read()
    return data


api, file = f"{sys.argv[1]}/api/v1", Path(sys.argv[2])
tune = json.loads(post(f"{api}/tunes", {"rhythm": "jig", "key": "G", "form": "AABB", "bars": 8, "seed": 7}))
print(tune["abc"])
report = json.loads(post(f"{api}/check", {"abc": tune["abc"]}))
print("valid:", report["ok"])
file.write_bytes(post(f"{api}/render", {"abc": tune["abc"], "format": "mid"}))
print(f"{file}: {file.stat().st_size:,} bytes")
