"""What is taken for a number or a name, and what is said of everything else."""

from collections.abc import Iterable
from typing import Any

from autograd.maths import is_array, real


def checked_name(name: Any) -> str | None:
    """A name for a Value; TypeError unless it is text or None."""
    if name is not None and not isinstance(name, str):
        raise TypeError(f"name={name!r}: expected a str")
    return name


def number(x: Any, where: str) -> float:
    """x as a float; TypeError that says what was wanted unless it is a real number."""
    try:
        found = real(x)
    except OverflowError as fault:
        raise OverflowError(f"{where}: {fault}") from None
    if found is None:
        raise TypeError(refusal(f"{where}({type(x).__name__!r})", x, "a real number"))
    return found


def refusal(attempt: str, x: Any, wanted: str = "a number or a Value") -> str:
    """The message for something that is not a number: what came, what was wanted, what to do."""
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
}
"""Names that Values have in other engines, and what to write here."""


def instead(name: str, known: Iterable[str]) -> str:
    """What to write for a name that is not there, as the end of a message; or nothing."""
    return f": {ELSEWHERE[name]}" if name in ELSEWHERE else closest(name, known)


def closest(name: str, known: Iterable[str]) -> str:
    """`. Did you mean x?` with the known name most like this one, or nothing."""
    from difflib import get_close_matches  # takes its time to import, and is needed only when something is wrong

    folded = {each.lower(): each for each in sorted(known, reverse=True) if not each.startswith("_")}
    found = get_close_matches(name.lower(), folded, 1, 0.7)
    return f". Did you mean {folded[found[0]]}?" if found else ""
