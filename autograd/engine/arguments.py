"""What is taken for a number or a name, and what is said of everything else."""

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
