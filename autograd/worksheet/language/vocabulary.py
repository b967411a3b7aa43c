"""The functions formulas can use: every operation of the table, names people use for them, and functions of lists."""

import math

from autograd.engine.codegen.python import OPS

FOLDS = ("sum", "mean", "max", "min")
"""Functions of all entries of a list, or over an index letter: sum(i: x[i])."""

CONSTANTS = {"e": math.e, "pi": math.pi}
"""Names that have a value everywhere."""

SLOPED = ("sigmoid", "tanh", "relu", "softplus", "exp", "log", "sqrt", "sin", "cos")
"""Functions whose slope may be written with a prime: σ'(z)."""

LISTS: dict[str, tuple[str, tuple[int, ...]]] = {
    "softmax": ("x", (1,)),
    "logsumexp": ("x", (1,)),
    "onehot": ("place, length", (2,)),
    "column": ("matrix, place", (2,)),
    "row": ("matrix, place", (2,)),
    "dot": ("x, y", (2,)),
    "zeros": ("rows, columns", (1, 2)),
    "ones": ("rows, columns", (1, 2)),
    "transpose": ("x", (1,)),
    "norm": ("x", (1,)),
    **{f"{name}′": ("x", (1,)) for name in SLOPED},
}
"""Functions that take or make lists: their operands, and how many there may be."""

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
    **{f"{name}′": f"{function}′" for name, function in _ALIASES.items() if function in SLOPED},
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
