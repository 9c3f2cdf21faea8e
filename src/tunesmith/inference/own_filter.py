"""A filter of one's own: a function that the kernel calls before it samples a character, to rule some characters out.

It is a Python function, or machine code that numba makes with `numba.cfunc(SIGNATURE)`.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = ["SIGNATURE", "OwnFilter"]

SIGNATURE: Final = "void(CPointer(uint8), int64, CPointer(uint8), int64)"
"""What numba compiles a filter to: of the numbers of the tune's characters so far and how many they are, and of a mask,
1 for each character that may follow, and how many there are. It sets to 0 what it rules out."""
FUNCTION: Any = ctypes.CFUNCTYPE(
    None, ctypes.POINTER(ctypes.c_uint8), ctypes.c_int64, ctypes.POINTER(ctypes.c_uint8), ctypes.c_int64
)


class OwnFilter:
    """A filter as the kernel calls it, at `address`; what a Python function raises is in `error`, and ends its tunes.

    `given` has an `address` if it is compiled. Else it is called with the text so far and with the characters that may
    follow, as a mask (V,) over the vocabulary that it may change, and returns such a mask.
    """

    def __init__(self, given: Any, decode: Callable[[NDArray[np.uint8]], str]) -> None:
        """Make one of `given`; `decode` turns the numbers of characters into text."""
        self.error: BaseException | None = None
        compiled = hasattr(given, "address")
        self._function = given if compiled else FUNCTION(self._called(given, decode))  # its machine code stays with it
        self.address: int = given.address if compiled else ctypes.cast(self._function, ctypes.c_void_p).value or 0

    def _called(
        self,
        given: Callable[[str, NDArray[np.bool_]], NDArray[np.bool_]],
        decode: Callable[[NDArray[np.uint8]], str],
    ) -> Callable[[Any, int, Any, int], None]:
        def call(numbers: Any, length: int, mask: Any, size: int) -> None:
            allowed = np.ctypeslib.as_array(mask, (size,)).view(np.bool_)
            try:
                text = decode(np.ctypeslib.as_array(numbers, (length,)))
                kept = np.asarray(given(text, allowed.copy()), np.bool_) if self.error is None else np.False_
                allowed &= kept
            except BaseException as error:  # raised again by the engine, since no error passes through machine code
                self.error = error
                allowed[:] = False

        return call

    def check(self) -> None:
        """Raise what the Python function raised."""
        if self.error is not None:
            raise self.error
