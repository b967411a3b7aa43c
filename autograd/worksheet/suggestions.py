"""What was probably meant by a word that stands for nothing, and what is said of it.

>>> meant("wx", ["w", "x"]), meant("X", ["x"]), meant("x2", ["x"]), meant("q", ["x"])
(': for w times x write w*x', ': did you mean x?', ': did you mean x^2 or 2*x?', '')
"""

import difflib
import re
from collections.abc import Collection, Mapping

from autograd.errors import LanguageError
from autograd.worksheet.arrays import Array, is_matrix_product
from autograd.worksheet.functions import FUNCTIONS
from autograd.worksheet.nodes import Node
from autograd.worksheet.tokens import spelled

_ABSENT = {
    **dict.fromkeys(("log10", "log_10", "lg"), "log(…)/log(10)"),
    **dict.fromkeys(("log2", "log_2", "lb"), "log(…)/log(2)"),
    "pow": "x^2, or x**2",
    "square": "x^2, or x**2",
    "cbrt": "x^(1/3)",
    "tan": "sin(…)/cos(…)",
    "cot": "cos(…)/sin(…)",
    "sinh": "(exp(x) - exp(-x))/2",
    "cosh": "(exp(x) + exp(-x))/2",
    **dict.fromkeys(("leakyrelu", "lrelu"), "max(x, 0.01*x)"),
    "relu6": "min(6, max(0, x))",
    "elu": "max(0, x) + min(0, exp(x) - 1)",
    "selu": "1.0507*(max(0, x) + 1.6733*min(0, exp(x) - 1))",
    "gelu": "0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3))), which comes close",
    **dict.fromkeys(("silu", "swish"), "x*sigmoid(x)"),
    "mish": "x*tanh(softplus(x))",
    "softsign": "x/(1 + abs(x))",
    **dict.fromkeys(("hardtanh", "clip", "clamp"), "max(-1, min(1, x))"),
    "logsigmoid": "log(sigmoid(x))",
    "logsoftmax": "x - logsumexp(x)",
    **dict.fromkeys(("sign", "sgn", "signum"), "x/abs(x)"),
    "log1p": "log(1 + x)",
    "expm1": "exp(x) - 1",
    **dict.fromkeys(("asin", "acos", "atan", "arcsin", "arccos", "arctan", "asinh", "acosh", "atanh"), ""),
}
"""Functions there are none of, though others are called much alike, and what to write for them, if anything."""

_ENTRY = re.compile(r"(.*[^\W\d_])_?([0-9]{1,4}|(?<=_)[a-z])")
"""A name that an entry of a list might have been given."""

_BELOW = re.compile(r"\s*/\s*([d∂]\s*([^\W\d][\w′']*))")
"""What stands below the fraction bar of a derivative."""


def nearest(name: str, known: Collection[str], likeness: float = 0.6) -> str:
    """`: did you mean x1?` with the known name nearest to this one, or nothing."""
    found = difflib.get_close_matches(name, list(known)[:500], 1, likeness)
    folded = {_plain(each): each for each in known}.get(_plain(name))
    return f": did you mean {folded or found[0]}?" if folded or found else ""


def meant(name: str, known: Collection[str]) -> str:
    """What may have been meant by a name that stands for nothing, as the end of a message; or nothing."""
    if not any(_plain(name) == _plain(each) for each in known):
        factors = _factors(name, known)
        if len(factors) == 2 and isinstance(known, Mapping) and is_matrix_product(*map(known.get, factors)):
            return f": for {' times '.join(factors)} write {' @ '.join(factors)}"
        entry = _ENTRY.fullmatch(name)
        if entry and isinstance(known, Mapping) and isinstance(known.get(entry[1]), Array):
            return f": did you mean {entry[1]}[{entry[2]}]? The first entry is {entry[1]}[0]"
        if factors:
            return f": for {' times '.join(factors)} write {'*'.join(factors)}"
        if name[-1:] in "23456789" and name[:-1] in known:
            return f": did you mean {name[:-1]}^{name[-1]} or {name[-1]}*{name[:-1]}?"
    return nearest(name, known)


def no_function(name: str) -> str:
    """What is said of a word that is used as a function and is none."""
    if is_absent(name):
        instead = _ABSENT[name if name in _ABSENT else _plain(name)]
        return f"there is no function {name}" + (f": write {instead}" if instead else "")
    return f"there is no function {name}{nearest(name, FUNCTIONS)}"


def is_absent(name: str) -> bool:
    """Whether a word can only mean a function that is not there."""
    return name in _ABSENT or (len(name) > 2 and _plain(name) in _ABSENT)


def unvalued(text: str, node: Node, known: Collection[str], unused: Collection[str] = ()) -> LanguageError:
    """The error for a name that stands for nothing. Of the `known` names, `unused` ones are the likelier meant."""
    name = node.value
    typed, after = text[node.column : node.column + node.length], text[node.column + node.length :]
    below = _BELOW.match(after) if name.startswith("d") else None
    if below and name == "d":
        message = f"a derivative is written d…/d{spelled(below[2])}, with the name it is of behind the first d"
        return LanguageError(message, text, node.column, node.length + below.end(1))
    if name == "d" and after.startswith("("):
        message = "a derivative is one of a name: write y = … for what is in brackets, then dy/d…"
        return LanguageError(message, text, *_place(node))
    if below:
        if name[1:] in known:
            name = spelled(below[2])
            node = Node("name", (), name, node.column + node.length + below.start(2), len(below[2]))
        else:
            name = name[1:]
        said = f"this is no derivative, for {name} has no value"
    elif name in FUNCTIONS and spelled(typed) == name:
        return LanguageError(f"{name} has no value: if the function is meant, write {typed}(…)", text, *_place(node))
    elif is_absent(name):
        return LanguageError(no_function(name), text, *_place(node))
    elif name.startswith("d") and name[1:] in known:
        return LanguageError(f"{name} has no value: a derivative is written {name}/d…", text, *_place(node))
    else:
        said = f"{name} has no value" + (" and is no function" if after.startswith("(") else "")
    help_ = meant(name, known) or nearest(name, unused, 0.5) or f": add {name}=…"  # 0.5: two letters, one is right
    return LanguageError(said + help_, text, *_place(node))


def _place(node: Node) -> tuple[int, int]:
    return node.column, node.length


def _plain(name: str) -> str:
    """A name without what is easily mistaken: capitals and underscores."""
    return name.replace("_", "").lower()


def _factors(name: str, known: Collection[str]) -> list[str]:
    """The two or three known names that stand in a name side by side; none if it is not made of such."""
    ends = [end for end in range(1, len(name)) if name[:end] in known]
    for end in reversed(ends):
        if name[end:] in known:
            return [name[:end], name[end:]]
    for end in reversed(ends):
        for other in range(len(name) - 1, end, -1):
            if name[end:other] in known and name[other:] in known:
                return [name[:end], name[end:other], name[other:]]
    return []
