"""How the kernel asks a filter of one's own, which is not compiled with it: by its address."""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import types
from numba.np.arrayobj import make_array as untyped_make_array

from tunesmith.inference.compiled import accepts
from tunesmith.inference.compiling import instruction, part
from tunesmith.inference.sampling import NEVER

__all__ = ["rule_out"]

make_array: Any = untyped_make_array
ADDRESS, LONG = ir.IntType(8).as_pointer(), ir.IntType(64)
FUNCTION = ir.FunctionType(ir.VoidType(), [ADDRESS, LONG, ADDRESS, LONG])
"""What a filter is to a processor, as `own_filter.SIGNATURE` says."""


@instruction
def _call(_: Any, address: Any, text: Any, mask: Any) -> Any:
    """Call the function at an address with the numbers of a text and with a mask."""

    def code(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        function = builder.inttoptr(values[0], FUNCTION.as_pointer())
        arguments = []
        for kind, value in zip(signature.args[1:], values[1:], strict=True):
            array = make_array(kind)(context, builder, value)
            arguments += [builder.bitcast(array.data, ADDRESS), array.nitems]
        builder.call(function, arguments)
        return context.get_dummy_value()

    return types.void(address, text, mask), code


@part
def rule_out(logits: Any, batch: Any, place: int, own: Any) -> None:
    """Rule out the `logits` (V,) of characters that the grammar would accept and the tune's own filter does not."""
    if own.addresses[place] == 0:
        return
    tune = batch.tunes[place]
    state, plan = batch.states[place], batch.plans[max(tune.plan, 0)]
    allowed, kept = own.masks[0], own.masks[1]
    for j in range(len(logits)):
        letter = batch.letters[j]
        allowed[j] = np.uint8(letter >= 0 and (tune.plan < 0 or accepts(state, plan, letter)))
        kept[j] = allowed[j]
    _call(own.addresses[place], batch.text[place, own.begins[place] : tune.length], kept)
    for j in range(len(logits)):
        if allowed[j] > kept[j]:
            logits[j] = NEVER
