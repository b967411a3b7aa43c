"""The functions formulas can use: every operation of the table, names people use for them, and functions of lists."""

import math

from autograd.engine.codegen.python import OPS

FOLDS = ("sum", "mean", "max", "min", "prod")
"""Functions of all entries of a list, or over an index letter: sum(i: x[i])."""

CONSTANTS = {"e": math.e, "pi": math.pi}
"""Names that have a value everywhere."""

LOSSES = [
    *("L", "J", "E", "C", "l", "loss", "cost", "err", "error", "SSE", "MSE", "RMSE", "MAE", "BCE", "CE", "NLL"),
    *(
        "verlust",
        "kosten",
        "perte",
        "coût",
        "cout",
        "pérdida",
        "perdida",
        "coste",
        "costo",
        "perdita",
        "perda",
        "custo",
    ),
    *("verlies", "strata", "koszt", "förlust", "ztráta"),
]
"""Names of what one descends on, whatever it is made of; words also begin with a capital, acronyms may be small."""

PRIME = "′"
"""What the slope of a function is written with: σ′(z)."""

LISTS: dict[str, tuple[str, tuple[int, ...]]] = {
    "softmax": ("x", (1,)),
    "logsumexp": ("x", (1,)),
    "onehot": ("place, length", (2,)),
    "column": ("matrix, place", (2,)),
    "columns": ("matrix", (1,)),
    "concat": ("x, y", (2,)),
    "row": ("matrix, place", (2,)),
    "rows": ("matrix", (1,)),
    "dot": ("x, y", (2,)),
    "zeros": ("rows, columns", (1, 2)),
    "ones": ("rows, columns", (1, 2)),
    "transpose": ("x", (1,)),
    "norm": ("x", (1,)),
    "diag": ("x", (1,)),
    "eye": ("length", (1,)),
    "trace": ("matrix", (1,)),
    "det": ("matrix", (1,)),
    "inverse": ("matrix", (1,)),
    "convolve": ("matrix, kernel, stride", (2, 3)),
    "fullconv": ("matrix, kernel", (2,)),
    "maxpool": ("matrix, window, stride", (1, 2, 3)),
    "meanpool": ("matrix, window, stride", (1, 2, 3)),
    "pad": ("matrix, width", (1, 2)),
    "pick": ("matrix, places", (2,)),
    "rot180": ("matrix", (1,)),
}
"""Functions that take or make lists: their operands, and how many there may be."""

LAYERS = ("conv", "dense", "pool", "shape", "parameters", "multiplies")
"""Layers, and what is counted of them."""

_WORDS = {
    **{name: name for name in (*FOLDS, *LISTS, *LAYERS)},
    "sigma": "sigmoid",
    "logistic": "sigmoid",
    "Sig": "sigmoid",
    "sig": "sigmoid",
    "sigm": "sigmoid",
    "sgm": "sigmoid",
    "R": "relu",
    "ReLU": "relu",
    "RELU": "relu",
    "Relu": "relu",
    "H": "step",
    "heaviside": "step",
    "Heaviside": "step",
    "hardlim": "step",
    "ln": "log",
    "Log": "log",
    "Exp": "exp",
    "Tanh": "tanh",
    "th": "tanh",
    **dict.fromkeys(("tgh", "Th"), "tanh"),
    "máx": "max",
    "mín": "min",
    "méd": "mean",
    "sen": "sin",
    "senh": "sinh",
    "tg": "tan",
    "Tan": "tan",
    "arctan": "atan",
    "arctg": "atan",
    "Sinh": "sinh",
    "Cosh": "cosh",
    "log_2": "log2",
    "Sigmoid": "sigmoid",
    **dict.fromkeys(("LeakyReLU", "LeakyRelu", "leakyReLU", "leakyrelu", "lrelu", "LReLU"), "leaky_relu"),
    **dict.fromkeys(("ELU", "Elu"), "elu"),
    **dict.fromkeys(("GELU", "GeLU", "Gelu"), "gelu"),
    **dict.fromkeys(("SiLU", "SILU", "Silu", "swish", "Swish"), "silu"),
    **dict.fromkeys(("clamp", "hardtanh", "Hardtanh", "HardTanh"), "clip"),
    "maximum": "max",
    "minimum": "min",
    "Sigma": "sum",
    "avg": "mean",
    "lse": "logsumexp",
    "LSE": "logsumexp",
    "one_hot": "onehot",
    "col": "column",
    "inv": "inverse",
    **dict.fromkeys(("conv2d", "Conv2d", "Conv", "Convolution", "convolution", "correlate", "xcorr"), "convolve"),
    **dict.fromkeys(
        ("MaxPool", "maxPool", "max_pool", "MaxPool2d", "MaxPool2D", "max_pool2d", "maxpooling"), "maxpool"
    ),
    **dict.fromkeys(("AvgPool", "avgPool", "avg_pool", "avgpool", "AvgPool2d", "avg_pool2d", "mean_pool"), "meanpool"),
    **dict.fromkeys(("full_convolution", "full_conv", "fullConv", "conv_full", "conv2d_full"), "fullconv"),
    **dict.fromkeys(("rotate180", "rot_180", "rotate_180", "Rot180", "flip180"), "rot180"),
    **dict.fromkeys(("zeropad", "zero_pad", "Pad"), "pad"),
    "tr": "trace",
    "Tr": "trace",
    "identity": "eye",
    **dict.fromkeys(("sign", "sgn", "signum", "Sign"), f"abs{PRIME}"),
}
"""The functions that are not operations of the table, and other words for functions."""

WRITTEN_OUT = {
    "cot": "(cos{0}/sin{0})",
    "sec": "(1/cos{0})",
    **dict.fromkeys(("csc", "cosec"), "(1/sin{0})"),
    "sech": "(1/cosh{0})",
    "csch": "(1/sinh{0})",
    "coth": "(cosh{0}/sinh{0})",
    **dict.fromkeys(("log10", "lg"), "(log{0}/log(10))"),
    "log1p": "log(1 + {0})",
    "expm1": "(exp{0} - 1)",
    "cbrt": "({0}^(1/3))",
}
"""Functions that are others at their operand, in brackets."""

APPROXIMATED = ("gelu", "GELU", "GeLU", "Gelu")
"""Words for functions that are told by a formula that only comes near them, at times."""

SHORT_WORDS = ("R", "H")
"""Letters for functions that are other things, too: a risk R(w), an entropy H(p)."""

_CAPITALS = ("ln", "Log", "Exp", "Tanh", "Sigmoid", "ReLU", "RELU", "Relu", "tg", "arctan", "arctg", "log_2")
"""Other words that may stand before a name without brackets."""


def function_called(word: str) -> str | None:
    """The function a word stands for, the table of operations asked as it is now; None if there is none.

    >>> [function_called(word) for word in ("tanh", "σ", "sigma", "maximum", "sigma′", "step′", "add", "tg", "sgn")]
    ['tanh', None, 'sigmoid', 'max', 'sigmoid′', None, None, 'tan', 'abs′']
    """
    if not word.endswith(PRIME):
        return _unprimed(word)
    function = _unprimed(word[:-1])
    return f"{function}{PRIME}" if function is not None and function in OPS and OPS[function].has_slope else None


def _unprimed(word: str) -> str | None:
    found = _WORDS.get(word)
    if found in FOLDS or found in LAYERS:
        return found
    rule = OPS.get(word)
    return found if rule is None or rule.sign is not None else word


def words() -> list[str]:
    """Every word for a function there is now."""
    functions = [*(name for name, rule in OPS.items() if rule.sign is None), *_WORDS]
    return [*functions, *filter(function_called, (f"{name}{PRIME}" for name in functions))]


def is_function(name: str) -> bool:
    """Whether a word can only be a function: not a single letter, not a Greek letter, which are names too."""
    return function_called(name) == name or name == "ln"


def is_named_too(word: str) -> bool:
    """Whether a word for a function is a name on a sheet that does not call it: dot = w x + b, exp = e^z.

    >>> [word for word in ("dot", "conv", "exp", "sigmoid", "max", "add") if is_named_too(word)]
    ['dot', 'conv', 'exp', 'sigmoid']
    """
    return function_called(word) == word and word not in FOLDS


def is_bare(word: str) -> bool:
    """Whether a word for a function of one number may stand before a name without brackets: log p."""
    rule = OPS.get(word)
    return word in _CAPITALS or (rule is not None and rule.sign is None and len(rule.letters) == 1)


def is_powered(word: str) -> bool:
    """Whether the power of a function is written between its word and its operand: tanh²(u)."""
    return is_bare(word) and word not in ("exp", "Exp")
