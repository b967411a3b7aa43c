"""What machine code reads of NumPy's arrays by itself: asking Python takes as long as a small program runs."""

import ctypes
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numpy import ndarray

FLOAT64 = np.dtype(np.float64)

_WORD = 8

DIMENSIONS, SHAPE, STRIDES, KIND = _WORD, 2 * _WORD, 3 * _WORD, 5 * _WORD
"""Byte offsets, from the field that holds the data's address, of ndim, shape, strides and dtype: NumPy's binary
interface (PyArrayObject_fields)."""


def _where_arrays_keep_their_address() -> int:
    """The byte offset at which an array object keeps the address of its data; −1 if things are not as expected here.

    It is the first field after Python's own. Functions that read it run while no other thread of Python does.
    """
    if sys.implementation.name != "cpython" or not getattr(sys, "_is_gil_enabled", lambda: True)():
        return -1
    array, offset = np.empty((5, 3)), object.__basicsize__
    fields = id(array) + offset
    data, shape, strides, kind = (
        ctypes.c_void_p.from_address(fields + place).value for place in (0, SHAPE, STRIDES, KIND)
    )
    numbers = ctypes.c_ssize_t * 2
    as_expected = (
        data == array.ctypes.data
        and ctypes.c_int.from_address(fields + DIMENSIONS).value == array.ndim
        and shape
        and strides
        and (*numbers.from_address(shape), *numbers.from_address(strides)) == array.shape + array.strides
        and kind == id(FLOAT64)
        and ctypes.c_void_p.from_address(fields - _WORD).value == id(ndarray)
    )
    return offset if as_expected else -1


OFFSET = _where_arrays_keep_their_address()


def fitting(columns: int, parameters: int) -> Callable[[Any, Any], bool]:
    """A function of X and theta: whether both are arrays to be used as they are, of float64 without gaps.

    X has `columns` columns and at least one row, theta `parameters` numbers (−1: it never fits).
    """
    row = (_WORD * columns, _WORD)

    def fits(X: Any, theta: Any) -> bool:
        return (
            type(X) is type(theta) is ndarray
            and X.dtype is theta.dtype is FLOAT64
            and X.strides == row
            and theta.strides == (_WORD,)
            and X.shape[1] == columns
            and len(X) > 0
            and len(theta) == parameters
        )

    return fits


def fitting_in_machine_code(columns: int, parameters: int) -> Callable[[Any, Any], bool]:
    """The same function, several times as fast where machine code can read arrays."""
    if OFFSET < 0:
        return fitting(columns, parameters)
    found: Callable[[Any, Any], bool] = _machine().builtin("fits", np.array([columns, parameters]))
    return found


@cache
def _machine() -> Any:
    from autograd.compiled.llvm.jit import Machine

    return Machine([_fits()])


def _fits() -> Any:
    """What `fitting` says, in machine code; columns and parameters are the numbers of the array that is its `self`."""
    from autograd.compiled.llvm.ir import Function

    function = Function(1)

    def field(pointer: str, place: int, kind: str = "i64") -> str:
        address = function.emit(f"getelementptr i8, ptr {pointer}, i64 {place}")
        return function.emit(f"load {kind}, ptr {address}")

    def demand(relation: str, number: str, wanted: object, kind: str = "i64") -> None:
        holds = function.emit(f"icmp {relation} {kind} {number}, {wanted}")
        function.lines += [f"  br i1 {holds}, label %after{holds[1:]}, label %no", f"after{holds[1:]}:"]

    function.lines += ["define ptr @fits(ptr %self, ptr %arguments, i64 %count) {", "entry:"]
    counts = field("%self", OFFSET, "ptr")
    row = function.emit(f"mul i64 {field(counts, 0)}, {_WORD}")
    for place, dimensions, strides in ((0, 2, (row, _WORD)), (1, 1, (_WORD,))):
        array = field("%arguments", place * _WORD, "ptr")
        demand("eq", field(array, OFFSET - _WORD), id(ndarray))
        demand("eq", field(array, OFFSET + KIND), id(FLOAT64))
        demand("eq", field(array, OFFSET + DIMENSIONS, "i32"), dimensions, "i32")
        shape, steps = (field(array, OFFSET + what, "ptr") for what in (SHAPE, STRIDES))
        for axis, stride in enumerate(strides):
            demand("eq", field(steps, axis * _WORD), stride)
        demand("eq", field(shape, (dimensions - 1) * _WORD), field(counts, place * _WORD))
        if dimensions == 2:
            demand("sgt", field(shape, 0), 0)
    function.lines += answer("yes", True)
    function.lines += ["no:", *answer("no", False), "}"]
    return function


def answer(label: str, result: object) -> list[str]:
    """Instructions that give one of Python's own objects to Python, which counts who has it (3.12 on: not these)."""
    counting = [
        f"  %{label}_references = load i64, ptr %{label}_object",
        f"  %{label}_counted = add i64 %{label}_references, 1",
        f"  store i64 %{label}_counted, ptr %{label}_object",
    ]
    return [
        f"  %{label}_object = inttoptr i64 {id(result)} to ptr",
        *(counting if sys.version_info < (3, 12) else []),
        f"  ret ptr %{label}_object",
    ]
