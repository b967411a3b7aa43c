"""Functions of floats written in Python, for machine code to call."""

import ctypes
from functools import cache
from typing import Any

from autograd.compiled.ir.primitives import PRIMITIVES

_KEPT: list[Any] = []
"""What machine code has the address of: it may be called as long as Python runs."""


@cache
def symbol(number: int) -> str:
    """The name by which machine code calls the primitive of this number; a call takes Python's lock and about 1 µs."""
    import llvmlite.binding as llvm

    primitive = PRIMITIVES[number]
    callback = ctypes.CFUNCTYPE(ctypes.c_double, *[ctypes.c_double] * primitive.arity)(primitive.on_floats)
    _KEPT.append(callback)
    name = f"python_{number}"
    llvm.add_symbol(name, ctypes.cast(callback, ctypes.c_void_p).value)
    return name
