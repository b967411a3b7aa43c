"""The functions formulas can use: every operation of the table, names people use for them, and functions of lists."""

from collections.abc import Callable
from functools import partial
from typing import Any

from autograd.generated import OPS
from autograd.worksheet import arrays

FOLDS = ("sum", "mean", "max", "min")
"""Functions of all entries of a list, or over an index letter: sum(i: x[i])."""

LISTS: dict[str, tuple[str, tuple[int, ...], Callable[..., Any]]] = {
    "softmax": ("x", (1,), arrays.softmax),
    "logsumexp": ("x", (1,), arrays.logsumexp),
    "onehot": ("place, length", (2,), arrays.onehot),
    "column": ("matrix, place", (2,), arrays.column),
    "row": ("matrix, place", (2,), arrays.row),
    "dot": ("x, y", (2,), arrays.dot),
    "zeros": ("rows, columns", (1, 2), lambda *sizes: arrays.filled(0.0, *sizes)),
    "ones": ("rows, columns", (1, 2), lambda *sizes: arrays.filled(1.0, *sizes)),
    "transpose": ("x", (1,), arrays.transpose),
    "norm": ("x", (1,), arrays.norm),
    **{f"{name}′": ("x", (1,), partial(arrays.mapped, slope)) for name, slope in arrays.SLOPE_OF.items()},
}
"""Functions that take or make lists: their operands, how many there may be, and what they compute."""

LAYERS = ("conv", "dense", "pool", "shape", "parameters", "multiplies")
"""Layers, and what is counted of them."""

_OPERATIONS = {name: name for name, rule in OPS.items() if rule.sign is None}

_ALIASES = {
    "sigma": "sigmoid",
    "logistic": "sigmoid",
    "R": "relu",
    "ReLU": "relu",
    "RELU": "relu",
    "Relu": "relu",
    "H": "step",
    "heaviside": "step",
    "Heaviside": "step",
    "ln": "log",
    "Log": "log",
    "Exp": "exp",
    "Tanh": "tanh",
    "th": "tanh",
    "Sigmoid": "sigmoid",
    "maximum": "max",
    "minimum": "min",
    "Sigma": "sum",
    "avg": "mean",
    "lse": "logsumexp",
    "LSE": "logsumexp",
    "one_hot": "onehot",
    "col": "column",
}

FUNCTIONS: dict[str, str] = {
    **_OPERATIONS,
    **{name: name for name in (*FOLDS, *LISTS, *LAYERS)},
    **_ALIASES,
    **{f"{name}′": f"{function}′" for name, function in _ALIASES.items() if function in arrays.SLOPE_OF},
}
"""The function each word stands for."""


BARE = {name for name in _OPERATIONS if len(OPS[name].letters) == 1} | {
    *("ln", "Log", "Exp", "Tanh", "Sigmoid", "ReLU", "RELU", "Relu")
}
"""Words for functions of one number, which may stand before a name without brackets: log p."""

POWERED = BARE - {"exp", "Exp"}
"""Those whose power is written between them and their operand: tanh²(u)."""


def is_function(name: str) -> bool:
    """Whether a word can only be a function: not a single letter, not a Greek letter, which are names too."""
    return FUNCTIONS.get(name) == name or name == "ln"
