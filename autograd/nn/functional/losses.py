"""How wrong outputs are, as one number: outputs and targets in, a Value out.

Outputs and targets are lists or arrays of the same shape unless said otherwise; a batch is the first axis. ValueError
for shapes that do not go together, empty batches and labels out of range.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, ParamSpec

from autograd.engine.codegen.python import OPS, Value
from autograd.formulas.notation import counted
from autograd.maths import real
from autograd.nn.functional.functions import logsumexp, mean, total
from autograd.nn.modules.arrays import array_of, shaped
from autograd.nn.modules.module import Module
from autograd.records.calls import note_loss
from autograd.support.lazy import np

P = ParamSpec("P")


def _noted(loss: Callable[P, Value]) -> Callable[P, Value]:
    """Note what a loss was made of, so that explanations can say it."""
    names = loss.__code__.co_varnames[:2]

    @wraps(loss)
    def computed(*inputs: P.args, **named: P.kwargs) -> Value:
        found = loss(*inputs, **named)
        outputs, targets = map({**dict(zip(names, inputs, strict=False)), **named}.__getitem__, names)
        note_loss(found, loss.__name__, outputs, targets)
        return found

    return computed


@_noted
def mse(outputs: Any, targets: Any) -> Value:
    """The mean of the squared differences, over all entries: for numbers that are to be hit.

    Outputs and targets are lists or arrays of the same shape; ValueError where the shapes differ or are empty.

    >>> from autograd.nn import mse
    >>> mse([1.0, 3.0], [1.0, 1.0])
    Value(2.0)
    """
    differences = _flat("mse", outputs, targets)
    return mean([d * d for d in differences])  # type: ignore[no-any-return]


@_noted
def half_squared_error(outputs: Any, targets: Any) -> Value:
    """½ Σ (output − target)², over all entries: its gradient by an output is output − target.

    Outputs and targets are lists or arrays of the same shape; ValueError where the shapes differ or are empty.

    >>> from autograd.nn import half_squared_error
    >>> half_squared_error([1.0, 3.0], [1.0, 1.0])
    Value(2.0)
    """
    return total([d * d for d in _flat("half_squared_error", outputs, targets)]) / 2  # type: ignore[no-any-return]


@_noted
def binary_cross_entropy(probabilities: Any, targets: Any) -> Value:
    """The mean of −t log p − (1 − t) log(1 − p): for probabilities p of yes, and targets t, 1 for yes and 0 for no.

    Targets may lie between; a term with factor 0 is left out. Both are lists or arrays of the same shape. ValueError
    for other shapes, and for targets and probabilities outside 0 to 1, AnomalyError for a p of 0 where the target is 1
    (and of 1 where it is 0).

    >>> from autograd.nn import binary_cross_entropy
    >>> binary_cross_entropy([0.5], [1])
    Value(0.6931471805599453)
    """
    terms = []
    for p, t in _pairs("binary_cross_entropy", probabilities, targets, 0, 1):
        if p.data < 0 or p.data > 1:  # NaN goes through, and shows in the loss
            raise ValueError(
                f"binary_cross_entropy: expected probabilities from 0 to 1, got {p.data!r}; "
                "for scores there is binary_cross_entropy_with_logits"
            )
        log = OPS["log"]
        terms.append(-log(p) if t == 1 else -log(1 - p) if t == 0 else -(t * log(p) + (1 - t) * log(1 - p)))
    return mean(terms)  # type: ignore[no-any-return]


@_noted
def binary_cross_entropy_with_logits(logits: Any, targets: Any) -> Value:
    """The mean of softplus(z) − t z: `binary_cross_entropy` of p = sigmoid(z), written so that nothing overflows.

    The logits z are scores, above 0 for yes; targets, shapes and errors are as there.

    >>> from autograd.nn import binary_cross_entropy_with_logits
    >>> binary_cross_entropy_with_logits([1000.0], [0])
    Value(1000.0)
    """
    softplus = OPS["softplus"]
    terms = []
    for z, t in _pairs("binary_cross_entropy_with_logits", logits, targets, 0, 1):
        terms.append(softplus(-z) if t == 1 else softplus(z) if t == 0 else softplus(z) - t * z)
    return mean(terms)  # type: ignore[no-any-return]


@_noted
def cross_entropy(logits: Any, targets: Any) -> Value:
    """The mean of −log softmax(logits)[t], as logsumexp(logits) − logits[t]: for scores of classes, t the right one.

    Logits are (batch, classes), or one row; targets are class numbers from 0, (batch,), or rows of shares that say how
    much of each class, (batch, classes). ValueError for other shapes and for class numbers out of range, TypeError for
    class numbers that are not whole numbers.

    >>> from autograd.nn import cross_entropy
    >>> cross_entropy([[0.0, 0.0]], [1])
    Value(0.6931471805599453)
    """
    rows = array_of(logits, "cross_entropy")
    wanted = np.array(targets, dtype=object)
    if rows.ndim == 1:
        rows, wanted = rows[None], wanted[None]
    if not rows.size:
        raise ValueError("cross_entropy: the batch is empty")
    if rows.ndim == 2 and wanted.shape == rows.shape:
        terms = [
            logsumexp(row) * _share(share) - total(list(row * share)) for row, share in zip(rows, wanted, strict=True)
        ]
    elif wanted.shape == rows.shape[:-1]:
        rows, wanted = rows.reshape(-1, rows.shape[-1]), wanted.reshape(-1)
        terms = [logsumexp(row) - row[_label(t, len(row))] for row, t in zip(rows, wanted, strict=True)]
    else:
        raise ValueError(
            f"cross_entropy: logits of shape {shaped(rows.shape)} want targets of shape {shaped(rows.shape[:-1])}, "
            f"got {shaped(wanted.shape)}"
        )
    return mean(terms)  # type: ignore[no-any-return]


@_noted
def hinge(scores: Any, labels: Any) -> Value:
    """The mean of relu(1 − label · score), labels −1 and 1: the max-margin loss of micrograd's demo.

    Scores and labels are lists or arrays of the same shape; ValueError for other shapes and other labels.

    >>> from autograd.nn import hinge
    >>> hinge([2.0, 0.5], [1, -1])
    Value(0.75)
    """
    terms = []
    for score, label in _pairs("hinge", scores, labels, -1, 1):
        if abs(label) != 1:
            raise ValueError(f"hinge: expected labels -1 and 1, got {label!r}")
        terms.append((1 - score if label == 1 else 1 + score).relu())
    return mean(terms)  # type: ignore[no-any-return]


def l2_penalty(parameters: Module | Iterable[Value], strength: float = 1.0) -> Value:
    """strength · Σ p² over the parameters of a module, or over those given: added to a loss, it keeps them small.

    >>> from autograd import Value
    >>> from autograd.nn import l2_penalty
    >>> l2_penalty([Value(3.0), Value(4.0)], 0.1)
    Value(2.5)
    """
    held = parameters.parameters() if isinstance(parameters, Module) else list(parameters)
    return total([p * p for p in held]) * strength  # type: ignore[no-any-return]


def _flat(name: str, outputs: Any, targets: Any) -> list[Any]:
    """Output minus target for each entry."""
    first, second = array_of(outputs, name), np.array(targets, dtype=object)
    _check(name, first, second)
    return list(first.reshape(-1) - second.reshape(-1))


def _pairs(name: str, outputs: Any, targets: Any, lowest: float, highest: float) -> list[tuple[Any, float]]:
    """Each output as a Value with its target as a number."""
    first, second = array_of(outputs, name), np.array(targets, dtype=object)
    _check(name, first, second)
    found = []
    for output, target in zip(first.flat, second.flat, strict=True):
        number = target.data if isinstance(target, Value) else real(target)
        if number is None:
            raise TypeError(f"{name}: expected targets from {lowest} to {highest}, got {target!r}")
        if not lowest <= number <= highest:
            raise ValueError(f"{name}: expected targets from {lowest} to {highest}, got {number!r}")
        found.append((output, number))
    return found


def _check(name: str, outputs: Any, targets: Any) -> None:
    if outputs.shape != targets.shape:
        raise ValueError(
            f"{name}: outputs have shape {shaped(outputs.shape)}, targets {shaped(targets.shape)}; they must be equal"
        )
    if not outputs.size:
        raise ValueError(f"{name}: the batch is empty")


def _label(target: Any, classes: int) -> int:
    """A target as a class number."""
    number = None if isinstance(target, Value) else real(target)
    if number is None or not number.is_integer():
        raise TypeError(f"cross_entropy: expected class numbers, got {target!r}")
    if not 0 <= number < classes:
        raise ValueError(
            f"cross_entropy: expected labels from 0 to {classes - 1} ({counted(classes, 'class')}), got {target}"
        )
    return int(number)


def _share(shares: Any) -> Any:
    """How much the shares of a row add up to; 1 exactly where they do but for rounding."""
    whole = total(list(shares))
    return 1.0 if abs(float(whole) - 1) < 1e-12 else whole
