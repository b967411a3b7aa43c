"""What compile takes for outputs, inputs and arrays, and what it says of everything else."""

import warnings
from collections.abc import Sequence
from typing import Any

from autograd.compiled.ir.tape import Tape
from autograd.engine.graph import order
from autograd.engine.pickling import duplicate
from autograd.engine.value import Value
from autograd.support.lazy import np


def called(leaf: Value) -> str:
    """What to call a leaf in a message."""
    return leaf.name or f"Value({leaf.data:.6g})"


def listed(what: str, given: Any) -> tuple[Value, ...]:
    """Several Values as a tuple; TypeError for anything else."""
    if isinstance(given, Value):
        raise TypeError(f"{what}: expected a list of Values, got one Value: write [{called(given)}]")
    try:
        found = tuple(given.ravel() if isinstance(given, np.ndarray) else given)
    except TypeError:
        found = (given,)
    for value in found:
        if not isinstance(value, Value):
            raise TypeError(f"{what}: expected Values, got {type(value).__name__!r}")
    return found


def leaves(what: str, given: Any) -> tuple[Value, ...]:
    """Several leaves, each once, as a tuple."""
    found = listed(what, given)
    first: dict[int, int] = {}
    for place, leaf in enumerate(found):
        if leaf.inputs or leaf.is_constant:
            kind = "computed, not a leaf" if leaf.inputs else "a constant"
            raise ValueError(f"{what}[{place}] ({called(leaf)}) is {kind}: expected Values that are made, not computed")
        if id(leaf) in first:
            raise ValueError(f"{what}[{place}] ({called(leaf)}) is {what}[{first[id(leaf)]}] again")
        first[id(leaf)] = place
    return found


def check_apart(inputs: Sequence[Value], wrt: Sequence[Value]) -> None:
    """Refuse what is to vary and to have one gradient at once."""
    columns = set(map(id, inputs))
    for place, leaf in enumerate(wrt):
        if id(leaf) in columns:
            raise ValueError(
                f"wrt[{place}] ({called(leaf)}) is one of the inputs: it varies, so it has no one gradient"
            )


def check_found(tape: Tape) -> None:
    """Refuse inputs that are not in the graph; warn of wrt that are not."""
    inputs, wrt = tape.found
    for place, found in enumerate(inputs):
        if not found:
            raise ValueError(
                f"inputs[{place}] ({called(tape.inputs[place])}) is not in the graph: the output does not depend on it"
            )
    lost = [called(leaf) for leaf, found in zip(tape.wrt, wrt, strict=True) if not found]
    if lost:
        shown = ", ".join(lost if len(lost) <= 8 else [*lost[:3], "…", lost[-1]])
        warnings.warn(f"the output does not depend on {shown}: the gradient there is 0", stacklevel=4)


def as_floats(what: str, given: Any) -> Any:
    """A float64 array of what is given; TypeError unless it is real numbers."""
    try:
        array = np.asarray(given)
    except ValueError:
        raise TypeError(f"{what}: expected an array of real numbers, got rows of different lengths") from None
    if array.dtype.kind not in "biuf":
        hint = " Give numbers: .data of each Value." if array.dtype.kind == "O" else ""
        raise TypeError(f"{what}: expected an array of real numbers, got dtype {array.dtype}.{hint}")
    return np.array(array, dtype=np.float64, order="C", ndmin=array.ndim)


def recompute(outputs: Sequence[Value]) -> None:
    """Compute the outputs and their gradients anew, from the leaves' current data, on Values that are thrown away.

    Raises AnomalyError where that meets bad arithmetic, or warns, as `anomalies` says.
    """
    new: dict[int, Any] = {}
    for node in order(*outputs):
        copy = node.rule(*(new[id(operand)] for operand in node.inputs)) if node.rule else duplicate(node)
        copy.name = node.name
        new[id(node)] = copy
    for output in outputs:
        new[id(output)].backward()
