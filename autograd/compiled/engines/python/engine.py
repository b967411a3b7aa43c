"""The engine that needs nothing: the program's own Python source, run."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import Any

from autograd.compiled.engines.engine import Engine, Lowered
from autograd.compiled.engines.python.source import namespace, source
from autograd.compiled.ir.form import Form
from autograd.compiled.ir.primitives import PRIMITIVES
from autograd.compiled.ir.tape import Tape
from autograd.engine.ieee import FAULTS
from autograd.support.lazy import np


def program_source(form: Form, tape: Tape) -> str:
    """The form as Python source, with the names of the tape's leaves and outputs."""
    names = [leaf.name for leaf in tape.inputs], [leaf.name for leaf in tape.theta]
    return source(form, *names, [tape.names.get(output) for output in tape.outputs])


class PythonEngine:
    """Runs `program.source`; where Python's floats raise, once more in IEEE arithmetic, which has a result."""

    nbytes = 0

    def __init__(self, forms: Lowered) -> None:
        self._tape = forms.tape
        self._forms = forms
        if not forms.refusal:
            _ = self._both  # compiled now, as programs say

    @cached_property
    def _both(self) -> tuple[Any, Any]:
        return self._functions(gradient=True)

    @cached_property
    def _forward(self) -> tuple[Any, Any]:
        return self._functions(gradient=False)

    def _functions(self, gradient: bool) -> tuple[Any, Any]:
        text = program_source(self._forms.form(gradient), self._tape)
        plain, ieee = (namespace(text, "<program>") for _ in range(2))
        for primitive in PRIMITIVES.values():
            if primitive.name in ieee or primitive.name == "abs":
                known = isinstance(primitive.numpy, np.ufunc)  # mask and indicator are none, and would give bools
                ieee[primitive.name] = primitive.numpy if known else partial(_numpy_number, primitive.on_floats)
            if primitive.numpy is None:  # a function that was taken in: it may need more than its own source
                plain[primitive.name] = primitive.function
                ieee[primitive.name] = partial(_numpy_number, primitive.on_floats)
        return plain["value_and_grad"], ieee["value_and_grad"]

    def value(self, X: Any, theta: Any) -> Any:
        """The outputs for each sample."""
        return self._run(self._forward, X, theta)[0]

    def value_and_grad(self, X: Any, theta: Any) -> tuple[Any, Any]:
        """The outputs for each sample, and the gradient of their mean."""
        return self._run(self._both, X, theta)

    def _run(self, functions: tuple[Any, Any], X: Any, theta: Any) -> tuple[Any, Any]:
        plain, ieee = functions
        inputs = [] if not self._tape.inputs else [X.tolist()]
        try:
            values, gradient = plain(*inputs, theta.tolist())
        except FAULTS:
            with np.errstate(all="ignore"):
                values, gradient = ieee(*[X][: len(inputs)], theta)  # NumPy's numbers take what floats refuse
        if not inputs:
            values = [values] * len(X)
        return np.array(values, dtype=float).reshape(self._forms.shape(len(X))), np.array(gradient, dtype=float)


def _numpy_number(function: Callable[..., float], *operands: Any) -> Any:
    """What a function of floats gives, as NumPy's number, which can be divided by 0."""
    return np.float64(function(*operands))


def start(forms: Lowered, threads: int) -> Engine:
    """The engine, ready to run; it has one thread."""
    return PythonEngine(forms)
