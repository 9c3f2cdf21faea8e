"""Where a model is: a name, a file, a folder, an address, or a repository of the Hugging Face hub."""

from __future__ import annotations

import hashlib
import re
import urllib.error
import urllib.request
from contextlib import closing
from http.client import HTTPException
from pathlib import Path

from tunesmith.errors import CheckpointError, MissingExtraError
from tunesmith.files import write_atomically
from tunesmith.machine import cache_folder

__all__ = ["LARGEST", "MODEL", "locate", "models"]

LARGEST = 1 << 28  # bytes: twenty times the largest network that is worth composing with on one core
MODEL = "model.safetensors"
"""What a model is called in the folder of its run, and in a repository."""
SHIPPED = Path(__file__).parents[1] / "models"
NAME = re.compile(r"[a-z][a-z0-9_-]*")
HUB = re.compile(r"hf://(?P<repository>[\w.-]+/[\w.-]+?)(?:@(?P<revision>[\w.-]+))?(?:/(?P<file>.+))?")
SECONDS = 60.0  # without an answer


def models() -> tuple[str, ...]:
    """The names of the models that ship with the package, sorted."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.safetensors")))


def locate(model: str | Path) -> Path:
    """Find the file of a model, and fetch it into the cache if it is elsewhere.

    - a file, or a folder with a MODEL in it;
    - the name of a shipped model: a lower-case word without a dot or a slash that is no file;
    - `https://...`: a file, which is fetched once;
    - `hf://user/name`, `hf://user/name@revision`, `hf://user/name/file`: a repository of the Hugging Face hub.

    CheckpointError if there is none; MissingExtraError if the hub needs a library that is not installed.
    """
    if isinstance(model, str) and model.startswith("hf://"):
        return from_hub(model)
    if isinstance(model, str) and model.startswith(("https://", "http://")):
        return from_address(model)
    path = Path(model)
    if path.is_file():
        return path
    if path.is_dir() and (path / MODEL).is_file():
        return path / MODEL
    if isinstance(model, str) and NAME.fullmatch(model):
        shipped = SHIPPED / f"{model}.safetensors"
        if not shipped.is_file():
            raise CheckpointError(f"no model is called {model!r}: there is {', '.join(models()) or 'none'}")
        return shipped
    raise CheckpointError(f"{path} is no file, and no folder with a {MODEL}")


def from_address(address: str) -> Path:
    """The file behind an address, fetched into the cache unless it is there already."""
    path = cache_folder() / "models" / hashlib.sha256(address.encode()).hexdigest()[:16] / MODEL
    if path.is_file():
        return path
    try:
        with closing(urllib.request.urlopen(address, timeout=SECONDS)) as answer:
            content = answer.read(LARGEST + 1)
    except (urllib.error.URLError, HTTPException, TimeoutError, ValueError) as error:
        raise CheckpointError(f"{address} cannot be fetched: {getattr(error, 'reason', error)}") from error
    if len(content) > LARGEST:
        raise CheckpointError(f"{address} is too large for a model (more than {LARGEST:,} bytes)")
    write_atomically(path, content)
    return path


def from_hub(name: str) -> Path:
    """The file of a repository of the Hugging Face hub, which its own library fetches and keeps."""
    found = HUB.fullmatch(name)
    if found is None:
        raise CheckpointError(f"{name} is no repository of the hub: that would be hf://user/name")
    try:
        from huggingface_hub import hf_hub_download
    except ImportError as error:
        raise MissingExtraError("hub", "models of the Hugging Face hub") from error
    try:
        return Path(hf_hub_download(found["repository"], found["file"] or MODEL, revision=found["revision"]))
    except (OSError, ValueError) as error:  # every failure of the hub and of the way there is one
        raise CheckpointError(f"{name} cannot be fetched from the hub: {error}") from error
