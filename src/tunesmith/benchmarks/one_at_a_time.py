"""The plain way to serve tunes: one request at a time. It is here to be measured against (see `load`).

Run as `python -m tunesmith.benchmarks.one_at_a_time PORT`, with the settings of the studio.
"""

from __future__ import annotations

import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

from tunesmith.composing.composer import Composer
from tunesmith.studio.api.answers import tune_answer
from tunesmith.studio.api.requests import ComposeBody, request_of, task_of
from tunesmith.studio.api.tunes import composed
from tunesmith.studio.settings import read_settings
from tunesmith.studio.store import TuneStore, connect, migrate
from tunesmith.studio.tasks.reading import facts_of

__all__ = ["serve"]


class Server(HTTPServer):
    """Lets many clients wait for their turn."""

    request_queue_size = 512


def serve(port: int) -> None:
    """Compose, check, store and answer, one tune after the other."""
    settings = read_settings()
    composer = Composer(settings.model_path, threads=1)
    database = connect(settings.database_url)
    migrate(database)
    store = TuneStore(database)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = ComposeBody.model_validate_json(self.rfile.read(int(self.headers["Content-Length"])))
            [composition] = composer.compose(request_of(body, "compose", settings), seed=task_of(body).seed)
            [stored] = store.add([composed(body, composition)])
            answer = tune_answer(stored, json.loads(facts_of(stored.abc))).model_dump_json().encode()
            self.send_response(201)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    Server(("127.0.0.1", port), Handler).serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
