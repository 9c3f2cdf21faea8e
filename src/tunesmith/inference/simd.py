"""The processor's dot products: four inputs of sixteen rows at once, as integers that are the same everywhere.

A *panel* holds sixteen rows of a weight matrix. Its bytes are interleaved so that one 64-byte block carries four
neighbouring inputs of all sixteen rows; a float32 panel carries one input of each in its block. The type of the panels
names the instructions, so that one kernel source serves every processor; inputs of 16 bits mean WebAssembly, whose
blocks carry two inputs, and whose weights stand two by two in words of 16 bits:

=========  ===========================  ==============================================================
type       instructions                 what makes the sum exact
=========  ===========================  ==============================================================
uint8      AVX-512 VNNI `vpdpbusd`      weights are stored plus 128; the sum starts at -128 x sum(inputs)
int8       AVX2 `vpmaddubsw`            |weight| x (input with the weight's sign): 2 x 127 x 127 < 2**15
int8       NEON `sdot`                  signed bytes times signed bytes
int8       WebAssembly `i32x4.dot`      256 x weight + other weight + 128; the sum starts at -128 x sum(inputs)
int8       any other processor          widened to 32 bits
float32    any processor                multiply, then add, rounded each time: nothing is fused
=========  ===========================  ==============================================================
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from llvmlite import ir
from numba.core import cgutils as untyped_cgutils
from numba.core import types

from tunesmith.inference.arrays import BLOCK, PANELS, ROWS
from tunesmith.inference.compiling import instruction
from tunesmith.inference.processor import processor_features

__all__ = ["SIMD", "Simd", "dot_four", "dot_one", "dot_product", "emit_dot", "simd_for"]

cgutils: Any = untyped_cgutils
Value = Any
Builder = Any
BITS = 8
"""Bits of a weight."""
Key = tuple[int, int]
"""Lane, and which of the vectors of sums of the four panels, one panel after another."""

BYTE, HALF, INT, LONG, FLOAT = ir.IntType(8), ir.IntType(16), ir.IntType(32), ir.IntType(64), ir.FloatType()


@dataclass(frozen=True, slots=True)
class Simd:
    """One way to multiply a block by its inputs and add: `lanes` rows at a time, on integers or on float32.

    A block carries `block` inputs. So many vectors of sums as `alone` stay in registers for one lane, and `each` for
    each of four. In a `paired` way, an element holds the weights of two vectors of sums: that of the first plus 128,
    and 256 times that of the second.
    """

    name: str
    lanes: int
    element: Any
    add_product: Callable[[Builder, Value, Value, Value], Value]
    alone: int
    each: int
    block: int = BLOCK
    paired: bool = False

    @property
    def sum_type(self) -> Any:
        """The vector that collects `lanes` sums."""
        return ir.VectorType(FLOAT if self.element is FLOAT else INT, self.lanes)

    @property
    def weight_type(self) -> Any:
        """The vector of weights that one `add_product` takes."""
        return ir.VectorType(self.element, self.block * self.lanes)

    @property
    def weight_bytes(self) -> int:
        """The size of that vector."""
        return self.block * self.lanes * (4 if self.element is FLOAT else self.element.width // 8)


def _everywhere(builder: Builder, value: Value, lanes: int) -> Value:
    vector = ir.VectorType(value.type, lanes)
    single = builder.insert_element(ir.Constant(vector, ir.Undefined), value, INT(0))
    return builder.shuffle_vector(single, single, ir.Constant(ir.VectorType(INT, lanes), [0] * lanes))


def _all(vector: Any, value: int) -> Value:
    return ir.Constant(vector, [value] * vector.count)


def _call(builder: Builder, name: str, result: Any, *values: Value) -> Value:
    signature = ir.FunctionType(result, [value.type for value in values])
    return builder.call(cgutils.get_or_insert_function(builder.module, signature, name), values)


def _vnni(builder: Builder, total: Value, weights: Value, inputs: Value) -> Value:
    spread = builder.bitcast(_everywhere(builder, inputs, ROWS), weights.type)
    return _call(builder, "llvm.x86.avx512.vpdpbusd.512", total.type, total, weights, spread)


def _avx2(builder: Builder, total: Value, weights: Value, inputs: Value) -> Value:
    words = ir.VectorType(ir.IntType(16), 16)
    spread = builder.bitcast(_everywhere(builder, inputs, 8), weights.type)
    signed = _call(builder, "llvm.x86.avx2.psign.b", weights.type, spread, weights)
    size = _call(builder, "llvm.abs.v32i8", weights.type, weights, ir.IntType(1)(0))
    pairs = _call(builder, "llvm.x86.avx2.pmadd.ub.sw", words, size, signed)
    fours = _call(builder, "llvm.x86.avx2.pmadd.wd", total.type, pairs, ir.Constant(words, [1] * 16))
    return builder.add(total, fours)


def _neon(builder: Builder, total: Value, weights: Value, inputs: Value) -> Value:
    spread = builder.bitcast(_everywhere(builder, inputs, 4), weights.type)
    return _call(builder, "llvm.aarch64.neon.sdot.v4i32.v16i8", total.type, total, weights, spread)


def _wasm(builder: Builder, total: Value, weights: Value, inputs: Value) -> Value:
    spread = builder.bitcast(_everywhere(builder, inputs, 4), weights.type)
    return builder.add(total, _call(builder, "llvm.wasm.dot", total.type, weights, spread))


def _widened(builder: Builder, total: Value, weights: Value, inputs: Value) -> Value:
    spread = builder.bitcast(_everywhere(builder, inputs, 4), weights.type)
    wide = ir.VectorType(INT, 16)
    products = builder.mul(builder.sext(weights, wide), builder.sext(spread, wide))
    for offset in range(BLOCK):
        picked = ir.Constant(ir.VectorType(INT, 4), list(range(offset, 16, BLOCK)))
        total = builder.add(total, builder.shuffle_vector(products, products, picked))
    return total


def _float32(builder: Builder, total: Value, weights: Value, inputs: Value) -> Value:
    return builder.fadd(total, builder.fmul(weights, _everywhere(builder, inputs, 8)))


SIMD: dict[str, Simd] = {
    way.name: way
    for way in (
        Simd("avx512-vnni", 16, BYTE, _vnni, alone=4, each=4),
        Simd("avx2", 8, BYTE, _avx2, alone=8, each=2),
        Simd("neon", 4, BYTE, _neon, alone=16, each=4),
        Simd("wasm", 4, HALF, _wasm, alone=8, each=2, block=2, paired=True),
        Simd("plain", 4, BYTE, _widened, alone=16, each=4),
        Simd("float32", 8, FLOAT, _float32, alone=8, each=2, block=1),
    )
}


def simd_for(panel_type: str, input_type: str = "int8") -> Simd:
    """What panels of this type are multiplied with on this processor, or in a browser."""
    if panel_type == "float32":
        return SIMD["float32"]
    if panel_type == "uint8":
        return SIMD["avx512-vnni"]
    if input_type == "int16":
        return SIMD["wasm"]
    return SIMD["avx2" if "avx2" in processor_features() else "neon" if "dotprod" in processor_features() else "plain"]


def _hidden(builder: Builder, address: Value) -> Value:
    """An address that LLVM does not know the origin of: it leaves the offsets from there within the instructions."""
    return builder.call(ir.InlineAsm(ir.FunctionType(address.type, [address.type]), "", "=r,0"), [address])


def _items(builder: Builder, values: Value) -> list[Value]:
    return list(cgutils.unpack_tuple(builder, values))


def emit_dot(builder: Builder, way: Simd, lanes: int, values: dict[str, Value]) -> None:
    """Write the loop: the sums of four panels times `lanes` input vectors, kept in registers all along."""
    together = way.alone if lanes == 1 else way.each
    for first in range(0, PANELS * ROWS // way.lanes, together):
        _emit_sums(builder, way, [(lane, first + place) for lane in range(lanes) for place in range(together)], values)


def _emit_sums(builder: Builder, way: Simd, keys: list[Key], values: dict[str, Value]) -> None:
    parts = ROWS // way.lanes
    totals = {key: cgutils.alloca_once(builder, way.sum_type) for key in keys}
    for (lane, vector), total in totals.items():
        start = builder.load(builder.gep(values["starts"], [LONG(lane)]))
        second = way.paired and vector % 2
        builder.store(way.sum_type([0] * way.lanes) if second else _everywhere(builder, start, way.lanes), total)
    _emit_loop(builder, way, totals, values)
    for (lane, vector), total in totals.items():
        panel, part = divmod(vector, parts)
        at = builder.add(
            builder.mul(values["panels apart"], LONG(panel)), builder.mul(values["sums apart"], LONG(lane))
        )
        at = builder.add(at, LONG(part * way.lanes))
        target = builder.bitcast(builder.gep(values["sums"], [at]), way.sum_type.as_pointer())
        found = builder.load(total)
        if way.paired and not vector % 2:
            found = builder.sub(found, builder.shl(builder.load(totals[lane, vector + 1]), _all(way.sum_type, BITS)))
        builder.store(found, target, align=4)


def _emit_loop(builder: Builder, way: Simd, totals: dict[Key, Value], values: dict[str, Value]) -> None:
    step = FLOAT if way.element is FLOAT else INT
    weights = builder.bitcast(values["weights"], way.weight_type.as_pointer())
    inputs = {
        lane: builder.gep(values["inputs"], [builder.mul(values["inputs apart"], LONG(lane))]) for lane, _ in totals
    }
    with cgutils.for_range(builder, builder.udiv(values["width"], LONG(way.block))) as loop:
        together = 2 if way.paired else 1
        first = builder.mul(loop.index, LONG(PANELS * ROWS // way.lanes // together))
        block = {
            lane: builder.load(builder.gep(builder.bitcast(start, step.as_pointer()), [loop.index]), align=4)
            for lane, start in inputs.items()
        }
        here = builder.gep(weights, [first])
        if way.paired:
            here = _hidden(builder, here)
        for (lane, vector), total in totals.items():
            at = builder.gep(here, [LONG(vector // together)], inbounds=True)
            weight = builder.load(at, align=way.weight_bytes)
            if way.paired and vector % 2:
                weight = builder.ashr(weight, _all(weight.type, BITS))
            builder.store(way.add_product(builder, builder.load(total), weight, block[lane]), total)


def dot_product(lanes: int, choose: Callable[[str, str], Simd] = simd_for) -> Any:
    """Make the function that multiplies four panels with the inputs of `lanes` lanes, by what `choose` says for the
    types of both.

    Its arguments: (weights, inputs, starts, sums); the place in each to begin at; how far apart are the inputs of two
    lanes, the sums of two lanes, and the sums of two panels; and how many inputs there are. The sums are set to
    starts + products.
    """

    @instruction
    def dot(_typing: Any, arrays: Any, places: Any, apart: Any, width: Any) -> Any:
        way = choose(str(arrays[0].dtype), str(arrays[1].dtype))

        def generate(context: Any, builder: Builder, _signature: Any, arguments: Any) -> Value:
            values = dict(
                zip(("inputs apart", "sums apart", "panels apart"), _items(builder, arguments[2]), strict=True)
            )
            values["width"] = arguments[3]
            names = ("weights", "inputs", "starts", "sums")
            parts = zip(names, arrays, _items(builder, arguments[0]), _items(builder, arguments[1]), strict=True)
            for name, kind, array, place in parts:
                values[name] = builder.gep(context.make_array(kind)(context, builder, array).data, [place])
            emit_dot(builder, way, lanes, values)
            return context.get_dummy_value()

        return types.void(arrays, places, apart, width), generate

    return dot


dot_one = dot_product(1)
dot_four = dot_product(4)
