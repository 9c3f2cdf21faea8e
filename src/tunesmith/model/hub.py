"""Publishing a model in a repository of the Hugging Face hub."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tunesmith.errors import CheckpointError, MissingExtraError
from tunesmith.model.locating import MODEL

if TYPE_CHECKING:
    from tunesmith.model.checkpoint import Checkpoint

__all__ = ["push"]


def push(checkpoint: Checkpoint, repository: str, *, card: str | Path | None = None, private: bool = False) -> str:
    """Write a model, and its card if there is one, to the repository `user/name`, and return its address.

    The repository is made if there is none. `card` is Markdown, or a file of it, as `tunesmith report --card` writes.
    The token is the one that the library of the hub keeps. CheckpointError if the hub refuses.
    """
    try:
        from huggingface_hub import HfApi
    except ImportError as error:
        raise MissingExtraError("hub", "publishing a model on the Hugging Face hub") from error
    hub = HfApi()
    with TemporaryDirectory() as folder:
        checkpoint.save(Path(folder) / MODEL)
        if card is not None:
            text = card.read_text(encoding="utf-8") if isinstance(card, Path) else card
            (Path(folder) / "README.md").write_text(text, encoding="utf-8")
        try:
            address = str(hub.create_repo(repository, private=private, exist_ok=True))
            hub.upload_folder(repo_id=repository, folder_path=folder, commit_message="A model of Tunesmith")
        except (OSError, ValueError) as error:
            raise CheckpointError(f"{repository} cannot be written on the hub: {error}") from error
    return address
