"""The LLVM engine: a form as machine code, samples in SIMD lanes."""

import ctypes
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from autograd.compiled.form import Form
from autograd.compiled.kernel import Kernel

Array = Any


@cache
def _machine() -> Any:
    """LLVM for this machine: a pair of what makes code, and the length of its vectors in doubles."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    features = llvm.get_host_cpu_features()
    lanes = 8 if features.get("avx512f") else 4 if features.get("avx") else 2
    target = llvm.Target.from_default_triple()

    def make(level: int) -> Any:
        return target.create_target_machine(
            cpu=llvm.get_host_cpu_name(), features=features.flatten(), opt=level, codemodel="jitdefault"
        )

    return make, lanes


class LlvmEngine:
    """Runs a form; `width` is the number of columns of X."""

    def __init__(self, form: Form, width: int, *, lanes: int = 0, block: int = 0, level: int = 2, registers=0) -> None:
        import llvmlite.binding as llvm

        make, widest = _machine()
        lanes = lanes or widest
        started = time.perf_counter()
        self.kernel = Kernel(form, width, lanes, registers or (24 if widest == 8 else 12), block or 8)
        text = self.kernel.text()
        self.text = text
        t1 = time.perf_counter()
        parsed = llvm.parse_assembly(text)
        parsed.verify()
        t2 = time.perf_counter()
        self._engine = llvm.create_mcjit_compiler(parsed, make(level))
        self._engine.finalize_object()
        self.times = (t1 - started, t2 - t1, time.perf_counter() - t2)
        address = self._engine.get_function_address("run_objects")
        objects = [ctypes.py_object] * 4
        self._quick = ctypes.PYFUNCTYPE(None, ctypes.c_int64, *objects, ctypes.c_void_p)(address)
        self._run = ctypes.CFUNCTYPE(None, ctypes.c_int64, *objects, ctypes.c_void_p)(address)
        self._local = threading.local()
        self._outputs, self._parameters = len(form.values), len(form.gradient)

    def _function(self, name: str, numbers: int, pointers: int) -> Callable[..., None]:
        kind = ctypes.CFUNCTYPE(None, *[ctypes.c_int64] * numbers, *[ctypes.c_void_p] * pointers)
        return kind(self._engine.get_function_address(name))

    def value_and_grad(self, X: Array, theta: Array) -> tuple[Array, Array]:
        n = len(X)
        values, gradient = empty(n if self._outputs == 1 else (n, self._outputs)), empty(self._parameters)
        local = self._local
        if getattr(local, "samples", -1) < n:
            self._allocate(n)
        (self._quick if n < QUICK else self._run)(n, X, theta, values, gradient, local.work)
        return values, gradient

    def _allocate(self, n: int) -> None:
        local = self._local
        local.memory = np.empty(self.kernel.memory(n) + 8)
        local.work = local.memory.ctypes.data
        local.work += -local.work % 64
        local.samples = n


empty = np.empty
QUICK=1000
_NO_BYTES = ctypes.c_char * 0


def address(array: Array) -> int:
    """Where the data of an array is; the quick way wants a writable one."""
    try:
        return ctypes.addressof(_NO_BYTES.from_buffer(array))
    except (TypeError, ValueError):
        return int(array.ctypes.data)
