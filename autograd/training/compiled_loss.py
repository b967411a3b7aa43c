"""A loss and its gradient, compiled from the graph of one example: what `fit` runs in place of recording each batch.

This is right where the loss of a batch is the mean of the losses of its examples. Nobody says so beforehand: the first
batch is computed both ways, and compiled only if they agree.
"""

import math
import random
import warnings
from collections.abc import Callable
from typing import Any

from autograd.compiled import Program, compile
from autograd.engine.anomalies import anomalies
from autograd.engine.bulk import data_of
from autograd.engine.codegen.python import Value
from autograd.engine.graph import order
from autograd.engine.recording import recording
from autograd.errors import AutogradError
from autograd.maths import is_array
from autograd.nn.modules.module import Module
from autograd.support.lazy import np

MOST_KINDS = 32
"""Up to this many different targets are told apart by columns of their own."""

REL = 1e-9  # of the largest entry of a gradient: sums over a batch, added up in another order, differ by far less

MOST_CHECKED = 2_000_000
"""How many operations are recorded to see whether a batch has the loss its examples say, but for two examples."""

Loss = Callable[[Any, Any], Any]


class CompiledLoss:
    """`loss(model(inputs), targets)` and its gradient by the parameters, for any batch of these examples.

    Raises ValueError, which says why, if it cannot be compiled.
    """

    def __init__(self, model: Module, loss: Loss, inputs: Any, targets: Any, parameters: list[Value]) -> None:
        if any(module.buffers for _, module in model.named_modules()):
            raise ValueError("a module keeps statistics of the batches")
        if any(getattr(module, "draws", False) for _, module in model.named_modules()):
            raise ValueError("a module draws random numbers")
        self._rows, example = _numbers(inputs, "inputs")
        self._parameters = parameters
        state = random.getstate()
        try:
            with recording(), anomalies("ignore"):
                outputs = model(example)
                total, leaves = self._total(loss, outputs, targets)
            if random.getstate() != state:
                raise ValueError("it draws random numbers")
        except (AutogradError, TypeError, ValueError, IndexError, AttributeError) as refusal:
            raise ValueError(f"one example by itself cannot be recorded ({refusal})") from None
        finally:
            random.setstate(state)
        leaves = [*_leaves(example), *leaves]
        found = set(map(id, order(total)))
        self._columns = [place for place, leaf in enumerate(leaves) if id(leaf) in found]
        self._rows = np.ascontiguousarray(self._rows[:, self._columns])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parameters that have no part in the loss: their gradient is 0
            self.program: Program = compile(total, [leaves[place] for place in self._columns], parameters)

    def _total(self, loss: Loss, outputs: Any, targets: Any) -> tuple[Value, list[Value]]:
        """The loss of one example, and the leaves that tell its target; their columns go beside the inputs'."""
        kinds: dict[Any, int] = {}
        which = [kinds.setdefault(_key(target), len(kinds)) for target in targets]
        if len(kinds) <= MOST_KINDS:  # a column for each kind, 1 where it is that
            flags = [Value(float(kind == which[0])) for kind in range(len(kinds))]
            first = [which.index(kind) for kind in range(len(kinds))]
            batches = (targets[place : place + 1] for place in first)
            total = sum(flag * loss(outputs, target) for flag, target in zip(flags, batches, strict=True))
            columns = np.eye(len(kinds))[which]
        else:
            columns, target = _numbers(targets, "targets")
            flags, total = _leaves(target), loss(outputs, target)
        if not isinstance(total, Value):
            raise TypeError(f"the loss must be a Value made from the outputs, got {type(total).__name__}")
        self._rows = np.concatenate([self._rows, columns], axis=1)
        return total, flags

    def __call__(self, batch: list[int]) -> tuple[float, Any]:
        """The loss of the examples at these places, and its gradient."""
        theta = np.array(data_of(self._parameters))
        values, gradient = self.program.value_and_grad(self._rows[batch], theta)
        return float(values.mean()), gradient

    def told(self, seconds: float) -> str:
        """What compiling came to, on one line."""
        stats = self.program.stats
        return (
            f"{stats.nodes:,} operations of one example compiled in {seconds:.1f} s, engine {stats.engine}, "
            f"{stats.bytes / 1e6:.1f} MB: {', '.join(part.name for part in self.program.describe().parts)}"
        )

    def enough(self, batch: list[int]) -> list[int]:
        """As many examples of a batch as tell whether its loss is their mean: at least two."""
        return batch[: max(2, MOST_CHECKED // max(1, self.program.stats.nodes))]

    def agrees(self, batch: list[int], loss: float, gradient: list[float]) -> bool:
        """Whether a batch has this loss and this gradient, but for rounding."""
        found, slopes = self(batch)
        scale = max(map(abs, gradient), default=0.0)
        return math.isclose(found, loss, rel_tol=REL) and bool(
            np.allclose(slopes, gradient, rtol=REL, atol=REL * scale)
        )


def _numbers(examples: Any, what: str) -> tuple[Any, Any]:
    """The examples as rows of numbers, and the first one, of Values, as a batch of the kind that came."""
    try:
        array = np.array(examples, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"the {what} are not numbers in rows of one length") from None
    first: Any = np.empty(array[:1].size, dtype=object)
    first[:] = [Value(x) for x in array[:1].ravel()]
    first = first.reshape(array[:1].shape)
    return array.reshape(len(array), -1), first if is_array(examples) else first.tolist()


def _leaves(example: Any) -> list[Value]:
    """The Values of an example, in order."""
    found: list[Value] = np.array(example, dtype=object).ravel().tolist()
    return found


def _key(target: Any) -> Any:
    """Something to tell targets apart by."""
    return repr(np.asarray(target).tolist())
