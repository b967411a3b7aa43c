"""What is accepted as a number or a name, and the messages for everything else."""

import math
from collections.abc import Iterable
from operator import index

from autograd.maths import is_array, real
from autograd.support.likeness import most_alike
from autograd.support.types import Any


def checked_name(name: Any) -> str | None:
    """A name for a Value; TypeError unless it is text or None."""
    if name is not None and not isinstance(name, str):
        raise TypeError(f"name={name!r}: expected a str")
    return name


def number(x: Any, where: str) -> float:
    """x as a float; raises TypeError, which says what was expected, unless it is a real number."""
    try:
        found = real(x)
    except OverflowError as fault:
        raise OverflowError(f"{where}: {fault}") from None
    if found is None:
        raise TypeError(refusal(f"{where}({type(x).__name__!r})", x, "a real number"))
    return found


def setting(x: Any, where: str, what: str, least: float = 0.0, most: float = math.inf) -> float:
    """A setting as a float; TypeError unless it is a real number, ValueError unless it is finite and in its range.

    >>> setting(0.9, "SGD", "momentum")
    0.9
    >>> setting(1.5, "Dropout", "p", most=1.0)
    Traceback (most recent call last):
    ValueError: Dropout: expected p from 0 to 1, got 1.5
    """
    try:
        found = None if isinstance(x, bool) else real(x)
    except OverflowError:
        found = math.inf
    if found is None:
        raise TypeError(f"{where}: expected a number as {what}, got {x!r}")
    if least > -math.inf and not least <= found <= most:
        wanted = f"from {least:g} to {most:g}" if math.isfinite(most) else f"of at least {least:g}"
        raise ValueError(f"{where}: expected {what} {wanted}, got {x!r}")
    if not math.isfinite(found):
        raise ValueError(f"{where}: expected a finite {what}, got {found!r}")
    return found


def whole_setting(x: Any, where: str, what: str, least: int = 1) -> int:
    """A setting as an int; TypeError unless it is a whole number, ValueError if it is less than `least`."""
    try:
        found = index(x) if not isinstance(x, bool) else None
    except TypeError:
        found = None
    if found is None:
        raise TypeError(f"{where}: expected a whole number as {what}, got {x!r}")
    if found < least:
        raise ValueError(f"{where}: expected {what} of at least {least}, got {found}")
    return found


def refusal(attempt: str, x: Any, wanted: str = "a number or a Value") -> str:
    """The message for something that is not a number: what was given, what was expected, what to do."""
    hint = ""
    if isinstance(x, str):
        try:
            float(x)
            hint = f" Did you mean float({x[:20]!r})?"
        except ValueError:
            hint = " A name goes second: Value(0.5, 'w')." if x.isidentifier() and attempt.startswith("Value(") else ""
    elif isinstance(x, complex):
        hint = " Values are real: take .real, or abs()."
    elif isinstance(x, (list, tuple)) or is_array(x):
        hint = " Make a Value of each entry; NumPy object arrays of Values can be computed with."
    elif hasattr(x, "of_op"):
        hint = " It is a Value already; .detach() gives a constant copy."
    elif x is None:
        hint = " Does a function lack its return?"
    return f"{attempt}: expected {wanted}.{hint}"


ELSEWHERE = {
    "requires_grad": "every Value has a gradient but a constant: see is_constant, detach() and no_grad()",
    "requires_grad_": "every Value has a gradient but a constant: see is_constant, detach() and no_grad()",
    "is_leaf": "write not v.inputs",
    "grad_fn": "v.op is the operation's name, v.inputs are its operands",
    "retain_grad": "every Value in between keeps its gradient",
    "softmax": "one number has none: softmax([…]) is in autograd.nn",
    "log_softmax": "one number has none: log_softmax([…]) is in autograd.nn",
    "cross_entropy": "cross_entropy([…], place) is in autograd.nn",
    "numpy": "float(v) is the number, and NumPy takes Values in object arrays",
    "tolist": "float(v) is the number",
    "cpu": "float(v) is the number",
    "clone": "copy.copy(v) is a copy, v.detach() a constant one",
    "zero_": "write v.data = 0",
    "shape": "a Value is a single number: NumPy object arrays of Values have shapes",
    "sum": "a Value is a single number: sum([…]) adds Values",
    "mean": "a Value is a single number: sum([…])/n is the mean of Values",
    "dot": "sum(x*y for x, y in zip(xs, ys)) is the dot product of lists of Values",
    "gradient": "v.grad is the gradient",
    "value": "v.data is the number",
    "val": "v.data is the number",
    "children": "v.inputs are the operands",
    "parents": "v.inputs are the operands",
    "prev": "v.inputs are the operands",
    "local_grads": "v.rule.local(place, v.recorded, v.result) is the slope for an operand",
    "square": "write v**2",
    "reciprocal": "write 1/v",
    "rsqrt": "write v**-0.5",
    "swish": "it is called silu here",
    "logistic": "it is called sigmoid here",
    "lrelu": "it is called leaky_relu here",
    "relu6": "write v.clip(0, 6)",
    "log10": "write v.log()/math.log(10)",
    "exp2": "write 2**v",
    "sign": "write 2*v.step() - 1, which no gradient passes through",
    "max": "maximum(x, y) is the larger of two, max([…]) of many",
    "min": "minimum(x, y) is the smaller of two, min([…]) of many",
    "mse": "mse([…], targets) is in autograd.nn",
    "T": "a Value is a single number: NumPy object arrays of Values have shapes",
}
"""Names that Values have in other engines, and what to write here."""


def words_of_torch(seed: Any, words: dict[str, Any]) -> Any:
    """The seed of a backward pass that was asked for in PyTorch's words; TypeError for one that means nothing here."""
    for word, given in words.items():
        if word == "gradient":
            seed = 1.0 if given is None else given
        elif word == "create_graph" and given:
            raise TypeError("backward(create_graph=True): grad(y, xs) gives gradients that can be differentiated again")
        elif word not in ("retain_graph", "create_graph"):  # graphs stay as long as anybody holds them
            raise TypeError(f"backward(): there is no {word}={closest(word, ('seed', 'gradient'))}")
    return seed


class Absent:
    """Stands in for a name that does not exist: using it raises an error that says what to write."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, node: Any, kind: type) -> Any:
        raise AttributeError(f"{kind.__name__!r} object has no attribute {self.name!r}: {ELSEWHERE[self.name]}")


def closest(name: str, known: Iterable[str]) -> str:
    """`. Did you mean x?` with the known name most like this one, or nothing."""
    public = (each for each in sorted(known, reverse=True) if not each.startswith("_"))
    found = most_alike(name, public, 0.7)
    return f". Did you mean {found}?" if found else ""
