"""LLVM, through llvmlite: IR text becomes functions that can be called with addresses and sizes."""

import ctypes
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from autograd.compiled.llvm import vector_math
from autograd.compiled.llvm.ir import Function, module


@cache
def _started() -> tuple[str, str]:
    """The name and the features of the machine we run on, once LLVM is ready."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()


@cache
def lanes() -> int:
    """How many doubles to compute with at once on this machine."""
    return 8 if "+avx512f" in _started()[1] else 4


@cache
def registers() -> int:
    """How many sums to keep in registers at once on this machine: the rest is for what is added to them."""
    return 24 if "+avx512f" in _started()[1] else 12


class Machine:
    """Machine code and the memory it is in."""

    def __init__(self, functions: Iterable[Function]) -> None:
        import llvmlite.binding as llvm

        written = list(functions)
        called = dict.fromkeys((name, function.lanes) for function in written for name in function.calls)
        text = module([*written, *(vector_math.definition(name, width) for name, width in called)])
        assembled = llvm.parse_assembly(text)
        assembled.verify()
        name, features = _started()
        target = llvm.Target.from_default_triple().create_target_machine(cpu=name, features=features, opt=1, jit=True)
        self.nbytes = 0
        self._engine = llvm.create_mcjit_compiler(assembled, target)
        self._engine.set_object_cache(self._measure)
        self._engine.finalize_object()
        self._definitions: dict[str, _MethodDef] = {}

    def _measure(self, module: Any, code: bytes) -> None:
        self.nbytes = len(code)

    def function(self, name: str, pointers: int, sizes: int = 1) -> Callable[..., None]:
        """A function of `pointers` addresses, then `sizes` whole numbers; other threads run while it does."""
        signature = [ctypes.c_void_p] * pointers + [ctypes.c_int64] * sizes
        return ctypes.CFUNCTYPE(None, *signature)(self._engine.get_function_address(name))

    def builtin(self, name: str, state: object = None) -> Callable[..., Any]:
        """A function that Python calls as its own, with objects: ten times as fast, and other threads wait.

        It gets `state` as its first argument, and keeps this machine code alive.
        """
        if name not in self._definitions:
            address = self._engine.get_function_address(name)
            self._definitions[name] = _MethodDef(name.encode(), address, _FASTCALL, None)
        make = ctypes.pythonapi.PyCFunction_NewEx
        make.restype, make.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.py_object, ctypes.py_object]
        found: Callable[..., Any] = make(ctypes.addressof(self._definitions[name]), state, self)
        return found


class _MethodDef(ctypes.Structure):
    """PyMethodDef: how Python describes a function written in C."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("function", ctypes.c_void_p),
        ("flags", ctypes.c_int),
        ("documentation", ctypes.c_char_p),
    )


_FASTCALL = 0x80
"""METH_FASTCALL: arguments come as an array."""
