"""Machine code for this processor: compiled by numba once, kept on disk, and called without numba ever after.

Importing numba takes longer than composing a tune, so what it compiles is kept as an object file, which the LLVM
library beneath it loads by itself. A native function is called through ctypes, which sets the interpreter's lock free.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib
import logging
import os
import platform
import tempfile
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import llvmlite
import llvmlite.binding as llvm
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["Native", "cache_folder", "processor_features"]

COMPILED = ("arrays", "compiled", "compiling", "counter", "sampling", "activations", "simd", "kernel", "stepping")
GRAMMAR = Path(__file__).parents[1] / "grammar"
LISTENING = ("position_features", "repeat_features", "goal_features", "encoder", "readers")
FEATURES = [Path(__file__).parents[1] / "model" / f"{name}.py" for name in LISTENING]
NOTES = Path(__file__).parents[1] / "music" / "notes.py"
OWN = (Path(__file__).with_name(f"{name}.py") for name in COMPILED)
SOURCES = (NOTES, *FEATURES, *OWN, *sorted(GRAMMAR.glob("*.py")))
"""The sources of machine code: it is made anew when one of them changes."""
LOG = logging.getLogger(__name__)
LOADING = threading.Lock()


HWCAP, ASIMDDP = 16, 1 << 20
"""Linux's word on what an ARM processor can do, and the bit in it for dot products."""


@cache
def processor_features() -> frozenset[str]:
    """What this processor can do, by LLVM's names."""
    found = frozenset(name for name, present in llvm.get_host_cpu_features().items() if present)
    return found | {"dotprod"} if _dot_products() else found


def _dot_products() -> bool:
    """Say whether an ARM processor has dot products of bytes: LLVM, asked what it can do, leaves them out."""
    if platform.machine() == "aarch64":
        return bool(ctypes.CDLL(None).getauxval(HWCAP) & ASIMDDP)
    return platform.machine() == "arm64"  # Apple's, which all have them


@cache
def _build() -> str:
    """Twelve hexadecimal digits that change with the processor, with LLVM, and with any source that is compiled."""
    digest = hashlib.sha256(
        f"{llvm.get_host_cpu_name()} {sorted(processor_features())} {llvmlite.__version__}".encode()
    )
    for path in SOURCES:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _own(folder: Path) -> bool:
    """Say whether the folder, made if need be, can be written and is nobody else's: code is loaded from it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.access(folder, os.W_OK) and (os.name == "nt" or folder.stat().st_uid == os.getuid())
    except OSError:
        return False


def _folders() -> Iterator[Path]:
    yield Path(os.environ.get("TUNESMITH_CACHE") or Path(__file__).parent / "__pycache__")
    with suppress(RuntimeError):  # a service's user may have no home
        yield Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "tunesmith"


def cache_folder() -> Path:
    """Where machine code is kept: TUNESMITH_CACHE, else in the package, else in the user's cache, else for this day."""
    for folder in _folders():
        if _own(folder):
            return folder
    return Path(tempfile.mkdtemp(prefix="tunesmith-"))


class Native:
    """A function of `tunesmith.inference.kernel` by name, called with arrays, whole numbers and tuples of both.

    There is one compiled form for each combination of argument types. The function returns a whole number.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._forms: dict[str, Any] = {}

    def __call__(self, *arguments: Any) -> int:
        """Call it, loading its machine code first, or making it if this processor never did."""
        return self._run(self._form(arguments), _flat(arguments))

    def bound(self, *arguments: Any) -> Callable[[int], int]:
        """The function with all arguments but a last whole number, for a caller in whose hands only that changes.

        The arrays must stay where they are; what they hold may change.
        """
        function, flat = self._form((*arguments, 0)), tuple(_flat(arguments))

        def call(number: int, _alive: tuple[Any, ...] = arguments) -> int:
            return self._run(function, (*flat, ctypes.c_int64(number)))

        return call

    def _run(self, function: Any, flat: Iterable[Any]) -> int:
        result, failure = ctypes.c_int64(), ctypes.c_void_p()
        if function(ctypes.addressof(result), ctypes.addressof(failure), *flat):
            raise RuntimeError(f"{self.name} failed, which it never should")
        return result.value

    def _form(self, arguments: tuple[Any, ...]) -> Any:
        """The form for such arguments, loaded by the first thread that asks; numba is told how to compile for all."""
        kinds = " ".join(_kinds(arguments))
        if kinds in self._forms:
            return self._forms[kinds]
        with LOADING:
            if kinds not in self._forms:
                self._forms[kinds] = self._load(kinds, arguments)
            return self._forms[kinds]

    def _load(self, kinds: str, arguments: tuple[Any, ...]) -> Any:
        form = hashlib.sha256(kinds.encode()).hexdigest()[:8]
        path = cache_folder() / f"{self.name}-{form}-{_build()}.o"
        if not path.exists():
            _tell()
            symbol, code = importlib.import_module("tunesmith.inference.compiling").compiled(self.name, arguments)
            _keep(path, symbol.encode() + b"\n" + code)
        symbol, code = path.read_bytes().split(b"\n", 1)
        address = _engine(code).get_function_address(symbol.decode())
        return ctypes.CFUNCTYPE(
            ctypes.c_int32, *[type(value) for value in (ctypes.c_void_p(), ctypes.c_void_p(), *_flat(arguments))]
        )(address)


@cache
def _tell() -> None:
    """Say what takes so long, however many forms are compiled."""
    LOG.warning("compiling the composing kernel for this processor: once, and within 15 seconds")


def _keep(path: Path, content: bytes) -> None:
    """Write the code in one step, and drop what earlier sources left behind."""
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)
    for old in path.parent.glob(f"{path.name.rsplit('-', 1)[0]}-*.o"):
        if old != path:
            old.unlink(missing_ok=True)


ENGINES: list[Any] = []
"""The engines that hold the loaded code: it lives as long as the process."""


def _engine(code: bytes) -> Any:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_default_triple().create_target_machine(jit=True)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    ENGINES.append(engine)
    return engine


def _kinds(arguments: tuple[Any, ...]) -> Iterator[str]:
    for value in arguments:
        if isinstance(value, tuple):
            yield from _kinds(value)
        elif isinstance(value, np.ndarray):
            yield f"{value.dtype}{value.ndim}"
        else:
            yield "int"


def _flat(arguments: tuple[Any, ...]) -> Iterator[Any]:
    """Spell arguments as numba passes them: an array as owner, parent, size, item size, address, shape and strides."""
    for value in arguments:
        if isinstance(value, tuple):
            yield from _flat(value)
        elif isinstance(value, np.ndarray):
            yield ctypes.c_void_p(0)
            yield ctypes.c_void_p(0)
            yield ctypes.c_int64(value.size)
            yield ctypes.c_int64(value.itemsize)
            yield ctypes.c_void_p(value.ctypes.data)
            yield from map(ctypes.c_int64, value.shape)
            yield from map(ctypes.c_int64, value.strides)
        else:
            yield ctypes.c_int64(value)
