"""Compiled programs: a recorded graph, frozen, to be run again and again.

>>> from autograd import Value
>>> x, w, b = Value(0.0, "x"), Value(0.5, "w"), Value(0.1, "b")
>>> program = compile((w * x + b).tanh(), inputs=[x])
>>> values, gradient = program.value_and_grad([[1.0], [2.0], [3.0]])
>>> values.round(4), gradient.round(4)
(array([0.537 , 0.8005, 0.9217]), array([0.6272, 0.4071]))
"""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from autograd.compiled.arguments import as_floats, called, check_apart, check_found, leaves, listed, recompute
from autograd.compiled.engines.engine import ENGINES, FORMER, Lowered, candidates, check, started
from autograd.compiled.ir.tape import Tape
from autograd.engine.bulk import add_gradients, data_of
from autograd.engine.value import Value
from autograd.errors import NoDerivativeError
from autograd.support.lazy import np

if TYPE_CHECKING:
    from autograd.compiled.ir.description import Description
    from autograd.engine.codegen.methods import Floats


class Stats(NamedTuple):
    """What compiling came to.

    `nodes` operations were recorded; written out in primitives, forward and backward, they were `before` the passes
    and `after` them (0 where the engine works on the nodes as they are). `seconds` is what compiling took, `bytes`
    the memory the program holds beside the recorded graph.
    """

    nodes: int
    before: int
    after: int
    engine: str
    seconds: float
    bytes: int


class Program:
    """A recorded graph, frozen: made by `compile`, run by `value_and_grad`, by `value`, or by calling it.

    `outputs` are what it computes, `inputs` the leaves that vary from sample to sample, `wrt` those whose gradient is
    wanted, `engine` the name of what runs it, `stats` what compiling came to. Programs pickle (they are compiled again
    on load) and may be called from several threads at once. Arithmetic is that of IEEE 754: where recording raises an
    AnomalyError, a program gives inf or NaN (but see `__call__`).

    >>> from autograd import Value, compile
    >>> w, x = Value(2.0, "w"), Value(3.0, "x")
    >>> program = compile((w * x - 1) ** 2, inputs=[x])
    >>> program.value([[1.0], [2.0], [3.0]]).tolist()  # three samples of x
    [1.0, 9.0, 25.0]
    >>> program.value([[1.0], [2.0], [3.0]], theta=[0.0]).tolist()  # with another w
    [1.0, 1.0, 1.0]
    >>> program(), w.grad  # on the numbers the leaves have, as backward() would
    (25.0, 30.0)
    """

    def __init__(self, output: Any, inputs: Any, wrt: Any, engine: str, threads: int) -> None:
        start = time.perf_counter()
        engine = FORMER.get(engine, engine)
        self._made_with = output, inputs, wrt, engine, threads
        self._single = isinstance(output, Value)
        self.outputs = (output,) if self._single else listed("output", output)
        self.inputs = () if inputs is None else leaves("inputs", inputs)
        wanted = None if wrt is None else leaves("wrt", wrt)
        check_apart(self.inputs, wanted or ())
        if not self.outputs or threads < 1:
            raise ValueError("compile: expected at least one output and one thread")
        self._tape = Tape(self.outputs, self.inputs, wanted)
        self.wrt = tuple(self._tape.wrt)
        check_found(self._tape)
        candidates(engine, len(self._tape))  # an unknown or missing one is refused before anything else
        self._width = len(self.inputs)
        forms = Lowered(self._tape, self._single)
        self._refusal = forms.refusal
        from autograd.compiled.llvm.arrays import fitting, fitting_in_machine_code  # they look into NumPy when loaded

        self.engine, self._engine = started(engine, forms, threads)
        quick = fitting_in_machine_code if ENGINES[self.engine].needs == "llvmlite" else fitting
        self._fits = quick(self._width, -1 if self._tape.others or self._refusal else len(self.wrt))
        forms.forget()
        self._replayed: Program | None = None
        seconds, size = time.perf_counter() - start, self._tape.nbytes + self._engine.nbytes
        self.stats = Stats(len(self._tape), forms.before, forms.after, self.engine, seconds, size)

    def value(self, X: Any = None, theta: Any = None) -> "Floats":
        """The output for each row of X, as an array (n,), or (n, k) for k outputs.

        X is (n, len(inputs)); None stands for one sample of the inputs' current data. theta is (len(wrt),); None
        stands for the current data of `wrt`.
        """
        return self._engine.value(self._samples(X), self._parameters(theta))  # type: ignore[no-any-return]

    def value_and_grad(self, X: Any = None, theta: Any = None) -> "tuple[Floats, Floats]":
        """The outputs as `value` gives them, and the gradient (len(wrt),) of their mean; arguments as there.

        Raises NoDerivativeError if the graph has an operation on the way that has no derivative, and ValueError if
        X has no rows.
        """
        if not self._fits(X, theta):  # what is as wanted is taken as it is: small programs take a microsecond
            X, theta = self._samples(X), self._parameters(theta)
            if self._refusal or not len(X):
                self._refuse()
        return self._engine.value_and_grad(X, theta)

    def __call__(self) -> float | list[float]:
        """Run on the leaves' current data, as computing the output anew and calling `backward()` would.

        Gives the output's number (a list for several, with the gradient of their mean), sets the outputs' `.data` and
        adds to the leaves' `.grad`: to that of every leaf, or of `wrt` if it was given. Values in between stay as
        they are. If the output or a gradient is not finite, bad arithmetic is answered as `anomalies` says.
        """
        if self._replayed is None:
            _, _, wrt, engine, threads = self._made_with
            self._replayed = Program(self._made_with[0], None, wrt, engine, threads) if self.inputs else self
        program = self._replayed
        values, gradient = program.value_and_grad()
        numbers: list[float] = values.ravel().tolist()
        if not (np.isfinite(values).all() and np.isfinite(gradient).all()):
            recompute(self.outputs)  # which raises, or warns, where it began
        for output, number in zip(self.outputs, numbers, strict=True):
            output.data = number
        add_gradients(program.wrt, gradient.tolist())
        return numbers[0] if self._single else numbers

    @property
    def source(self) -> str:
        """The program as Python source that runs by itself, forward and backward, with the names of the graph."""
        from autograd.compiled.engines.python.engine import program_source

        check("python", len(self._tape))
        return program_source(Lowered(self._tape, self._single).form(gradient=not self._refusal), self._tape)

    def describe(self) -> "Description":
        """What the program consists of: the layers found in its graph, and what comes between them.

        The text is one line; printed, it has a table of the parts below. Whatever runs the program, what is described
        is the graph.

        >>> import random
        >>> from autograd import Value, compile
        >>> from autograd.nn import Linear, ReLU, Sequential, cross_entropy
        >>> model = Sequential(Linear(20, 8, rng=random.Random(0)), ReLU(), Linear(8, 4, rng=random.Random(1)))
        >>> inputs = [Value(0.1 * i) for i in range(20)]
        >>> program = compile(cross_entropy(model([inputs]), [2]), inputs)
        >>> program.describe() == "dense 20→8, relu, dense 8→4, softmax cross-entropy"
        True
        >>> print(program.describe())
        dense 20→8, relu, dense 8→4, softmax cross-entropy
          part                   numbers  parameters  multiplications
          dense 20→8                   8         168              160
          relu                         8           0                0
          dense 8→4                    4          36               32
          softmax cross-entropy        1           0                0
        """
        from autograd.compiled.ir.description import described
        from autograd.compiled.ir.products import Products

        return described(Products(self._tape))

    def _refuse(self) -> None:
        if self._refusal:
            raise NoDerivativeError(self._refusal)
        raise ValueError("X has no rows: the mean over no samples has no gradient")

    def _samples(self, X: Any) -> Any:
        if X is None:
            return np.array([data_of(self.inputs)], dtype=float)
        X = as_floats("X", X)
        if X.ndim != 2 or X.shape[1] != self._width:
            wanted = f"(n, {self._width}), a row for each sample and {self._columns}"
            raise ValueError(f"X has shape {X.shape}: expected {wanted}")
        return X

    @property
    def _columns(self) -> str:
        names = [called(leaf) for leaf in self.inputs]
        shown = ", ".join(names if len(names) <= 8 else [*names[:3], "…", names[-1]])
        return f"a column for each of {shown}" if names else "no columns, as there are no inputs"

    def _parameters(self, theta: Any) -> Any:
        if theta is None:
            return np.array(data_of(self._tape.theta), dtype=float)
        theta = as_floats("theta", theta)
        if theta.shape != (len(self.wrt),):
            raise ValueError(f"theta has shape {theta.shape}: expected ({len(self.wrt)},), a number for each of wrt")
        return np.concatenate([theta, data_of(self._tape.others)])

    def __reduce__(self) -> Any:
        return Program, self._made_with

    def __repr__(self) -> str:
        return f"<Program of {self.stats.nodes:,} operations, {len(self.inputs)} inputs, engine {self.engine}>"


def compile(
    output: Any,
    inputs: Sequence[Value] | None = None,
    wrt: Sequence[Value] | None = None,
    engine: str = "auto",
    *,
    threads: int = 1,
) -> Program:
    """A program that computes `output` (a Value or several) and its gradient again, without rebuilding the graph.

    `inputs` are the leaves that vary from sample to sample, in the order of the columns; `wrt` those whose gradient
    is wanted (default: every leaf that is neither constant nor an input, in the order of the graph). `engine`: "llvm"
    (machine code, straight through), "products" (matrix products, for large graphs made of layers), "tape" (machine
    code, a loop over the graph, for other large ones), "python", or "auto", the fastest that is installed and suits
    the graph. `threads` share out large batches, where the engine can.

    Branches taken while the graph was built are frozen: `if x > 0:` was decided then and is not asked again; use
    maximum, minimum, relu. Inside `with recording():` such a comparison raises.

    Raises ValueError for an input that is not in the graph, is computed, or is in `wrt` too, and for a graph that is
    too large for the engine asked for or does not suit it; ImportError if that engine is not installed. Warns of `wrt`
    the output does not depend on.

    >>> from autograd import Value, compile
    >>> x, w = Value(3.0, "x"), Value(2.0, "w")
    >>> program = compile(w * x * x, inputs=[x])
    >>> values, gradient = program.value_and_grad([[1.0], [2.0]], [10.0])
    >>> values.tolist(), gradient.tolist()
    ([10.0, 40.0], [2.5])
    """
    return Program(output, inputs, wrt, engine, threads)
