"""The known word nearest to an unknown one, and what is said of functions there are none of.

>>> nearest("X", ["x", "y"]), no_function("cot")
(': did you mean x?', 'there is no function cot: write cos(…)/sin(…)')
"""

from collections.abc import Collection
from functools import lru_cache
from itertools import islice

from autograd.engine.codegen.python import OPS
from autograd.engine.operation import Op, teach
from autograd.worksheet.language.vocabulary import words

_ABSENT = {
    **dict.fromkeys(("log10", "log_10", "lg"), "log(…)/log(10)"),
    "lb": "log2(…)",
    "pow": "x^2, or x**2",
    "square": "x^2, or x**2",
    "cbrt": "x^(1/3)",
    "cot": "cos(…)/sin(…)",
    "sec": "1/cos(…)",
    **dict.fromkeys(("csc", "cosec"), "1/sin(…)"),
    "sech": "1/cosh(…)",
    "csch": "1/sinh(…)",
    "coth": "cosh(…)/sinh(…)",
    "relu6": "min(6, max(0, x))",
    "selu": "1.0507*(max(0, x) + 1.6733*min(0, exp(x) - 1))",
    "mish": "x*tanh(softplus(x))",
    "softsign": "x/(1 + abs(x))",
    "logsigmoid": "log(sigmoid(x))",
    "logsoftmax": "x - logsumexp(x)",
    "log1p": "log(1 + x)",
    "expm1": "exp(x) - 1",
    **dict.fromkeys(("asin", "acos", "arcsin", "arccos", "asinh", "acosh", "atanh", "det"), ""),
}
"""Functions there are none of, though others are called much alike, and what to write for them, if anything.

An operation of the table that is called so comes first: see `_replacement`.
"""


def nearest(name: str, known: Collection[str], likeness: float = 0.6) -> str:
    """`: did you mean x1?` with the known name nearest to this one, or nothing."""
    found = _close(name, tuple(islice(known, 500)), likeness)
    folded = {folded_name(each): each for each in known}.get(folded_name(name))
    letters = sorted(name) if len(name) > 2 else []
    # tahn is tanh, not tan
    swapped = [each for each in known if len(each) == len(letters) and sorted(each) == letters]
    best = [*([folded] if folded else ()), *swapped, *found]
    return f": did you mean {best[0]}?" if best else ""


@lru_cache(maxsize=1024)  # a mistake is made again and again
def _close(name: str, known: tuple[str, ...], likeness: float) -> list[str]:
    """The known name most like this one, if any is."""
    import difflib  # here and not above: it takes its time to import, and most names are known

    return difflib.get_close_matches(name, known, 1, likeness)


def no_function(name: str) -> str:
    """What is said of a word that is used as a function and is none."""
    instead = _replacement(name)
    if instead is None:
        return f"there is no function {name}{_nearest_function(name)}"
    return f"there is no function {name}" + (f": write {instead}" if instead else "")


@lru_cache(maxsize=1024)
def _nearest_function(name: str) -> str:
    return nearest(name, words())


def _look_anew(rule: Op) -> None:
    """Forget what was suggested: an operation has come or gone."""
    _nearest_function.cache_clear()


teach(_look_anew, _look_anew)


def is_absent(name: str) -> bool:
    """Whether a word can only mean a function that is not there."""
    return _replacement(name) is not None


def _replacement(name: str) -> str | None:
    """What to write for a function that is not there, "" if there is nothing; None for other words."""
    folded = folded_name(name)
    instead = _ABSENT.get(name, _ABSENT.get(folded) if len(name) > 2 else None)
    there = {folded_name(name) for name, rule in OPS.items() if rule.sign is None} if instead is not None else ()
    return None if folded in there else instead


def folded_name(name: str) -> str:
    """A name without what is easily mistaken: capitals and underscores."""
    return name.replace("_", "").lower()
