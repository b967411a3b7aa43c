"""The functions formulas can use: every operation of the table, names people use for them, and functions of lists."""

from autograd.generated import OPS

FOLDS = ("sum", "mean", "max", "min")
"""Functions of all entries of a list, or over an index letter: sum(i: x[i])."""

LISTS = ("softmax", "logsumexp", "onehot", "column", "row", "dot", "zeros", "ones", "transpose")
"""Functions that take or make lists."""

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
}
"""The function each word stands for."""


def is_function(name: str) -> bool:
    """Whether a word can only be a function: not a single letter, not a Greek letter, which are names too."""
    return FUNCTIONS.get(name) == name
