"""`tunesmith studio`: the web page and the service under it."""

from __future__ import annotations

import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from cyclopts import App

from tunesmith.cli.studio_data import backup, export, import_, migrate, restore
from tunesmith.errors import MissingExtraError, RequestError
from tunesmith.model.checkpoint import Checkpoint

__all__ = ["studio"]

SECONDS_TO_FINISH = 30
MOST_CONNECTIONS = 2048
"""Of one worker; an idle one is closed after five seconds."""
SECONDS_TO_STIR = 60
"""A worker that does not stir for so long is replaced; compiling the kernel beside busy programs is no reason to be."""

studio = App(name="studio")
COMMANDS: dict[str, Callable[..., None]] = {
    "backup": backup, "restore": restore, "export": export, "import": import_, "migrate": migrate,
}  # fmt: skip
for place, (name, command) in enumerate(COMMANDS.items()):
    studio.command(command, name=name, sort_key=place)


@studio.default
def serve(*, host: str | None = None, port: int | None = None, workers: int | None = None) -> None:
    """Serve the studio; other settings come from the environment or `.env`.

    Parameters
    ----------
    host
        The address to listen on; by default only this machine can reach it (HOST).
    port
        The port to listen on (PORT, by default 5000).
    workers
        Processes that share the work (WORKERS, by default 1).
    """
    given = {"HOST": host, "PORT": port, "WORKERS": workers}
    os.environ |= {name: str(value) for name, value in given.items() if value is not None}
    try:
        import uvicorn

        from tunesmith.studio.limits import RateLimit
        from tunesmith.studio.logs import configure
        from tunesmith.studio.settings import read_settings
        from tunesmith.studio.store import connect
        from tunesmith.studio.store import migrate as bring_up_to_date
    except ModuleNotFoundError as error:
        raise MissingExtraError("studio", "the studio") from error
    settings = read_settings()
    if settings.redis_url and find_spec("limits") is None:
        raise MissingExtraError("hosts", "REDIS_URL")
    listen(settings.host, settings.port)
    configure(settings.log_level, settings.log_format)
    Checkpoint.load(settings.model_path)  # what is wrong with it is better said once than by every worker
    database = connect(settings.database_url)
    bring_up_to_date(database)  # once, before several workers would do it at the same time
    database.dispose()
    options: dict[str, Any] = {
        "host": settings.host,
        "port": settings.port,
        "workers": settings.workers,
        "factory": True,
        "http": "tunesmith.studio.protocol:Bounded",
        "limit_concurrency": MOST_CONNECTIONS,
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "timeout_graceful_shutdown": SECONDS_TO_FINISH,
        "timeout_worker_healthcheck": SECONDS_TO_STIR,
        "proxy_headers": bool(settings.trusted_proxies),
        "forwarded_allow_ips": settings.trusted_proxies,
    }
    with tempfile.TemporaryDirectory(prefix="tunesmith-workers-") as folder:
        RateLimit(settings.rate_limit, Path(folder))  # the same once, for the same two reasons
        if settings.workers > 1:
            os.environ |= {"WORKERS_FOLDER": folder, "PROMETHEUS_MULTIPROC_DIR": folder}
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # uvicorn raises it again when all is finished
        print(f"Tunesmith studio: http://{settings.host}:{settings.port}", file=sys.stderr)
        uvicorn.run("tunesmith.studio.app:serve", **options)


def listen(host: str, port: int) -> None:
    """Try whether this address is free, before anything is opened that serves there; RequestError if not."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        reason = (error.strerror or "no reason given").partition(" (")[0].lower()
        raise RequestError(f"--host {host} --port {port} cannot be listened on: {reason}; choose others") from error
