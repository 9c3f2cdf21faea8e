"""`tunesmith studio backup`, `restore`, `export`, `import` and `migrate`: what a studio keeps, as files and back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tunesmith.errors import MissingExtraError, RequestError
from tunesmith.files import write_atomically

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tunesmith.studio.store import StoredTune

__all__ = ["backup", "export", "import_", "migrate", "restore"]


@contextmanager
def database(*, as_it_is: bool = False) -> Iterator[Engine]:
    """The database of the settings, brought to its newest shape unless it is wanted as it is."""
    try:
        from tunesmith.studio.settings import read_settings
        from tunesmith.studio.store import connect, migrate
    except ModuleNotFoundError as error:
        raise MissingExtraError("studio", "the studio") from error
    engine = connect(read_settings().database_url)
    try:
        if not as_it_is:
            migrate(engine)
        yield engine
    finally:
        engine.dispose()


def backup(file: Path, /) -> None:
    """Write everything that the studio keeps to one file; it may run meanwhile.

    Parameters
    ----------
    file
        The file to write: an SQLite database.
    """
    with database(as_it_is=True) as engine:
        from tunesmith.studio.store.backups import backup as write

        write(engine, file)
    print(f"wrote {file}", file=sys.stderr)


def restore(file: Path, /) -> None:
    """Put back what `backup` wrote, in place of all that is there; what was there is kept in a file beside it.

    Parameters
    ----------
    file
        The backup, of this Tunesmith or an older one.
    """
    with database() as engine:
        from tunesmith.studio.store.backups import restore as put_back

        before = put_back(file, engine)
    print(f"restored {file}; what was there before is in {before}", file=sys.stderr)


def export(file: Path, /) -> None:
    """Write all tunes with their recipes, those that are deleted left out.

    Parameters
    ----------
    file
        The file to write: JSON lines if it ends in `.jsonl`, a book of ABC if it ends in `.abc`.
    """
    write, _ = form_of(file)
    with database() as engine:
        from tunesmith.studio.store.transfer import all_tunes

        lines = [write(tune) for tune in all_tunes(engine)]
    write_atomically(file, "".join(lines).encode())
    print(f"wrote {len(lines)} tunes to {file}", file=sys.stderr)


def import_(file: Path, /) -> None:
    """Bring in what `export` wrote; tunes that are there already are left as they are.

    Parameters
    ----------
    file
        The file to read: JSON lines if it ends in `.jsonl`, a book of ABC if it ends in `.abc`.
    """
    _, read = form_of(file)
    try:
        tunes = read(file.read_bytes().decode())  # as it is: line ends belong to the tunes
    except (OSError, UnicodeDecodeError) as error:
        raise RequestError(f"{file} cannot be read: {error}") from error
    except RequestError as error:
        raise RequestError(f"{file}: {error}") from error
    with database() as engine:
        from tunesmith.studio.store.transfer import put_in

        new = put_in(engine, tunes)
    print(f"{new} tunes are new, {len(tunes) - new} were there already", file=sys.stderr)


def migrate() -> None:
    """Bring the database to the newest shape, as every studio does when it starts; for a step before many start."""
    with database():
        print("the database has the newest shape", file=sys.stderr)


def form_of(file: Path) -> tuple[Callable[[StoredTune], str], Callable[[str], list[StoredTune]]]:
    """What writes and what reads a file of this ending; RequestError for any other."""
    try:
        from tunesmith.studio.store import exported
    except ModuleNotFoundError as error:
        raise MissingExtraError("studio", "the studio") from error
    forms = {
        ".jsonl": (exported.to_json_lines, exported.from_json_lines),
        ".abc": (exported.to_abc, exported.from_abc),
    }
    if file.suffix not in forms:
        raise RequestError(f"{file} must end in {' or '.join(forms)}")
    return forms[file.suffix]
