"""Machine code for this processor: numba compiles it once, it is kept on disk, and later processes do without numba.

Importing numba takes longer than composing a tune. So what it compiles is kept as an object file, which LLVM loads
without numba. A native function is called through ctypes, which releases the interpreter's lock.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import logging
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import llvmlite
import llvmlite.binding as llvm
import numpy as np

from tunesmith.files import locked, write_atomically
from tunesmith.inference.processor import processor_features
from tunesmith.inference.sources import modules_behind, path_of
from tunesmith.machine import code_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["Native", "digest_of"]

CODE = Path(__file__).parent / "__pycache__"
KERNEL = "tunesmith.inference.kernel"
LOG = logging.getLogger(__name__)
LOADING = threading.Lock()


@cache
def _processor() -> str:
    """Twelve hexadecimal digits that change with the processor and with LLVM."""
    named = f"{llvm.get_host_cpu_name()} {sorted(processor_features())} {llvmlite.__version__}"
    return hashlib.sha256(named.encode()).hexdigest()[:12]


@cache
def digest_of(sources: tuple[str, ...]) -> str | None:
    """Twelve hexadecimal digits that change with any of these modules; None if one of them is gone."""
    digest = hashlib.sha256()
    for name in sources:
        try:
            digest.update(path_of(name).read_bytes())
        except OSError:
            return None
    return digest.hexdigest()[:12]


class Native:
    """A function of `tunesmith.inference.kernel` by name, called with arrays, whole numbers and tuples of both.

    There is one compiled form for each combination of argument types. The function returns a whole number.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._forms: dict[str, Any] = {}

    def __call__(self, *arguments: Any) -> int:
        """Call it; the first call loads its machine code, or compiles it if there is none for this processor."""
        return self._run(self._form(arguments), _flat(arguments))

    def bound(self, *arguments: Any) -> Callable[[int], int]:
        """The function with all arguments but a last whole number, for a caller that changes only that number.

        The arrays must stay where they are; their contents may change.
        """
        function, flat = self._form((*arguments, 0)), tuple(_flat(arguments))

        def call(number: int, _alive: tuple[Any, ...] = arguments) -> int:
            return self._run(function, (*flat, ctypes.c_int64(number)))

        return call

    def _run(self, function: Any, flat: Iterable[Any]) -> int:
        result, failure = ctypes.c_int64(), ctypes.c_void_p()
        if function(ctypes.addressof(result), ctypes.addressof(failure), *flat):
            raise RuntimeError(f"{self.name} failed: this is a fault of Tunesmith")
        return result.value

    def _form(self, arguments: tuple[Any, ...]) -> Any:
        """The form for such arguments, loaded by the first thread that asks; numba's settings hold for all threads."""
        kinds = " ".join(_kinds(arguments))
        if kinds in self._forms:
            return self._forms[kinds]
        with LOADING:
            if kinds not in self._forms:
                self._forms[kinds] = self._load(kinds, arguments)
            return self._forms[kinds]

    def _load(self, kinds: str, arguments: tuple[Any, ...]) -> Any:
        form = hashlib.sha256(kinds.encode()).hexdigest()[:8]
        path = code_folder(CODE) / f"{self.name}-{form}-{_processor()}.o"
        symbol, code = _kept(path) or self._made(path, arguments)
        address = _engine(code).get_function_address(symbol)
        return ctypes.CFUNCTYPE(
            ctypes.c_int32, *[type(value) for value in (ctypes.c_void_p(), ctypes.c_void_p(), *_flat(arguments))]
        )(address)

    def _made(self, path: Path, arguments: tuple[Any, ...]) -> tuple[str, bytes]:
        """Compile the function, unless another process is at it: then wait, and take what it kept."""
        with locked(path.with_suffix(".lock")):
            return _kept(path) or self._compile(path, arguments)

    def _compile(self, path: Path, arguments: tuple[Any, ...]) -> tuple[str, bytes]:
        """Compile the function and keep it with the names and the digest of its sources; this imports numba."""
        from tunesmith.inference import compiling, kernel

        _tell()
        symbol, code = compiling.compiled(getattr(kernel, self.name), arguments)
        sources = tuple(modules_behind(KERNEL))
        record = json.dumps({"symbol": symbol, "sources": sources, "digest": digest_of(sources)})
        _keep(path, record.encode() + b"\n" + code)
        return symbol, code


def _kept(path: Path) -> tuple[str, bytes] | None:
    """The symbol and the code that an earlier process kept; None if there is none, or if its sources have changed."""
    try:
        record, code = path.read_bytes().split(b"\n", 1)
    except FileNotFoundError:
        return None
    what = json.loads(record)
    return (what["symbol"], code) if digest_of(tuple(what["sources"])) == what["digest"] else None


@cache
def _tell() -> None:
    """Say once what takes so long, however many forms are compiled."""
    LOG.warning("compiling the composing kernel for this processor: once, for up to a minute")


def _keep(path: Path, content: bytes) -> None:
    """Write the code in one step, and remove the files of other processors."""
    write_atomically(path, content)
    for old in path.parent.glob(f"{path.name.rsplit('-', 1)[0]}-*.o"):
        if old != path:
            old.unlink(missing_ok=True)


ENGINES: list[Any] = []
"""The engines that hold the loaded code until the process ends."""


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
    """The arguments as numba passes them: an array as owner, parent, size, item size, address, shape and strides."""
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
