"""What a Program asks of whatever runs it, and which engines there are.

All give the same numbers; `engine=` of `compile` chooses one.

    auto      the fastest that is installed and fits: llvm for small graphs, for large ones
              products, else tape; without llvmlite products, else python
    llvm      machine code, the graph written straight down, samples in SIMD lanes (extra `fast`)
    products  the layers of a large network are found and run as NumPy's matrix products, with
              machine code in between, or NumPy too where there is none
    tape      machine code, a loop over the graph: compiles in linear time (extra `fast`)
    python    the program's own source, as `program.source` shows it: to be read

What each is best at, measured: llvm is fastest up to its size; products is up to 40 times as fast as tape where there
are layers, and compiles as fast; tape is 2 to 10 times as fast as the rest where there are none; without llvmlite
python is faster than NumPy on such graphs, ten times so for single samples.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple, Protocol

from autograd.compiled.ir.form import Form
from autograd.compiled.ir.lowering import lowered
from autograd.compiled.ir.passes import optimized
from autograd.compiled.ir.tape import Tape
from autograd.errors import NoDerivativeError


class Engine(Protocol):
    """Runs a tape.

    X is (n, inputs), theta has a number for each of the tape's theta; both are float64 and contiguous. Outputs come
    as `Lowered.shape` says.
    """

    nbytes: int
    """The memory it holds between calls."""

    def value(self, X: Any, theta: Any) -> Any:
        """The outputs for each sample."""

    def value_and_grad(self, X: Any, theta: Any) -> tuple[Any, Any]:
        """The outputs for each sample, and the gradient of their mean by wrt; n > 0."""


class Lowered:
    """A tape, and its forms, made when first asked for.

    `single`: there is one output, and values come without a second dimension.
    `refusal` says why there is no gradient ("": there is one); `before` and `after` count the operations of the last
    form before and after the passes.
    """

    def __init__(self, tape: Tape, single: bool) -> None:
        self.tape = tape
        self.single = single
        self.refusal = undifferentiable(tape)
        self.before = self.after = 0
        self._forms: dict[bool, Form] = {}

    def shape(self, n: int) -> int | tuple[int, int]:
        """The shape of the outputs for n samples."""
        return n if self.single else (n, len(self.tape.outputs))

    def form(self, gradient: bool) -> Form:
        """The form with its backward pass or without."""
        if gradient not in self._forms:
            form = lowered(self.tape, gradient)
            self._forms[gradient] = optimized(form)
            self.before, self.after = form.operations, self._forms[gradient].operations
        return self._forms[gradient]

    def forget(self) -> None:
        """Let go of the forms: engines need them once."""
        self._forms.clear()


def undifferentiable(tape: Tape) -> str:
    """Why no gradient can flow through the tape; "" if one can."""
    for code, rule in enumerate(tape.rules):
        for slot, (formula, operands) in enumerate(zip(rule.derivatives, (tape.first, tape.second), strict=False)):
            if formula is None:
                active = tape.active()
                if any(active[operand] for operand in operands[tape.codes == code].tolist()):
                    try:
                        rule.local(slot, (), None)
                    except NoDerivativeError as error:
                        return str(error)
    return ""


class Unsuitable(ValueError):
    """A graph is not of the kind that an engine is for; the message says what does not fit."""


class Kind(NamedTuple):
    """An engine as listed: what it needs, and how many rows it takes."""

    needs: str | None
    most: int
    why: str


ENGINES = {
    "llvm": Kind("llvmlite", 25_000, "straight-line machine code takes too long to compile"),
    "products": Kind(None, 2**31 - 1, "operands are numbered with 32 bits"),
    "tape": Kind("llvmlite", 2**31 - 1, "operands are numbered with 32 bits"),
    "python": Kind(None, 200_000, "Python's own compiler takes too long"),
}
"""The engines by name; `most` counts recorded operations."""

FORMER = {"levels": "auto"}
"""What stands for an engine of an earlier version, which programs pickled there name."""

LARGE = 10_000
"""From so many recorded operations on "auto" looks for matrix products."""

STRAIGHT = 8_000
"""The most recorded operations for which "auto" takes straight-line code, which runs fastest; others compile faster."""


def installed(name: str) -> bool:
    """Whether what an engine needs is there."""
    needs = ENGINES[name].needs
    return needs is None or find_spec(needs) is not None


def candidates(name: str, nodes: int) -> list[str]:
    """The engines to try for this number of recorded operations; of "auto" the fastest that are installed come first.

    Raises ValueError for an unknown engine or too large a graph, ImportError for one that is not installed.
    """
    if name == "auto":
        if not installed("llvm"):
            return ["products", "python"] if nodes <= ENGINES["python"].most else ["products"]
        return ["products", "tape"] if nodes >= LARGE else ["llvm" if nodes <= STRAIGHT else "tape"]
    check(name, nodes)
    return [name]


def check(name: str, nodes: int) -> None:
    """Raise ValueError for an unknown engine or too large a graph, ImportError for one that is not installed."""
    if name not in ENGINES:
        raise ValueError(f"engine={name!r}: expected {', '.join(map(repr, ['auto', *ENGINES]))}")
    kind = ENGINES[name]
    if not installed(name):
        raise ImportError(
            f"engine={name!r} needs {kind.needs}, which is not installed: pip install 'chalkgrad[fast]'. "
            f"Without it, engine='auto' takes one that needs nothing more and computes the same"
        )
    if nodes > kind.most:
        others = "build the computation from smaller ones" if kind.most > 2**30 else "engine='auto' takes one that does"
        raise ValueError(
            f"engine={name!r}: {nodes:,} operations are more than the {kind.most:,} it takes ({kind.why}); {others}"
        )


def started(name: str, forms: Lowered, threads: int) -> tuple[str, Engine]:
    """The engine of this name, or for "auto" the first that the graph suits, and its name, ready to run.

    Raises Unsuitable, a ValueError, if it does not suit the one asked for; and what `candidates` raises.
    """
    names = candidates(name, len(forms.tape))
    for number, candidate in enumerate(names, 1):
        try:
            engine = _start(candidate, forms, threads, name == "auto" and number == len(names))
        except Unsuitable:
            if number == len(names):
                raise
            continue
        return candidate, engine
    raise AssertionError("there is always an engine that takes any graph")


def _start(name: str, forms: Lowered, threads: int, any_graph: bool = False) -> Any:
    """An engine; `any_graph`: even if it is not for graphs of this kind."""
    module = import_module(f"autograd.compiled.engines.{name}.engine")
    return module.start(forms, any_graph) if name == "products" else module.start(forms, threads)
