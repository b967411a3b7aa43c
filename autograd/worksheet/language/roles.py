"""What a name tells of its role: what people call a loss, a learning rate, a new value. Everybody asks this table.

Names are in the spelling of the language: η is eta, E_{total} is E_total.
"""

import re
from collections.abc import Iterable

from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.language.tree import Call, Name, Node, Product, Transpose
from autograd.worksheet.language.vocabulary import LOSSES

AT_TIMES_LOSSES = ("f",)
"""Names of what is differentiated where nothing is called a loss: of much else, too."""

OF_LOSSES = r"_?(?:total|tot|reg|mean|avg)|[\d_]*"
"""What may follow the name of a loss: L1, C_0, E_total."""

CLIMBED = r"l+|ll?[\d_]*|log.*|lik.*|ell|elbo|ELBO|[RQUV]|.*(?:[Rr]eward|[Rr]eturn|[Uu]tility|[Oo]bjective)"
"""Names of what one ascends on at times: a likelihood, a reward."""

RESULTS = r"(?:a|h|o|p|s|z|u|y|net|out|yhat|pred|prob|act|hidden|output|score|logit)_?[\dA-Za-z]{0,3}"
"""Names of what is computed on the way, which some sheets give as numbers: a1 = 0.731."""

SQUASHES = ("sigmoid", "tanh", "relu", "softmax")
"""Functions that make outputs of net inputs."""

RATES = ["eta", "lr", "alpha", "rate", "learning_rate", "learningrate", "step_size", "stepsize"]
"""Names of the factor a gradient descends with."""

AT_TIMES_RATES = ["epsilon", "lambda", "nu"]
"""Names of a rate where there is none of the others; of much else, too."""

SMALL = ("epsilon", "eps")
"""Names of what is added so that nothing is divided by 0."""

SETTINGS = ["m", "n", "N", "eps", "lambda_", *RATES, *AT_TIMES_RATES]
"""Names that are given a number where nothing else is: how many examples there are, rates, small constants."""

NEW = ["new", "_new", "_next", "_neu", "_updated", "_after", "′", "^+", "_1", "_2"]
"""What is written behind a name for its new value."""


def _spellings(name: str) -> set[str]:
    typed = {name, name.lower(), name.capitalize()} if len(name) > 1 else {name}
    return typed | set(map(spelled, typed))  # the û of Coût is a u with a hat


_LOSS = re.compile(
    f"(?:{'|'.join(form for name in LOSSES for form in sorted(_spellings(name)))})(?:{OF_LOSSES})"
    "|(?:[a-zA-Z]+_)+(?:loss|cost)"
)
_CLIMBED = re.compile(CLIMBED)
_RESULT = re.compile(RESULTS)


def is_called_loss(name: str) -> bool:
    """Whether a loss is called so.

    >>> [name for name in ("L", "E_total", "C_0", "mse", "Loss", "z", "E_o1", "total_loss") if is_called_loss(name)]
    ['L', 'E_total', 'C_0', 'mse', 'Loss', 'total_loss']
    """
    return _LOSS.fullmatch(name) is not None


def loss_called(letter: str, defined: Iterable[str]) -> str:
    """The one loss that dL/dw can be about where nothing is called L: Loss, or else the only one; "" if there is none.
    Of several whose names end with a word like loss, the total one.

    >>> loss_called("L", ["w", "Loss"]), loss_called("L", ["L", "Loss"]), loss_called("w", ["weights"])
    ('Loss', '', '')
    >>> loss_called("L", ["w", "BCE"]), loss_called("L", ["BCE", "MSE"]), loss_called("A", ["w", "BCE"])
    ('BCE', '', '')
    >>> loss_called("loss", ["kl_loss", "total_loss"]), loss_called("loss", ["kl_loss", "mse_loss"])
    ('total_loss', '')
    """
    names = list(defined)
    is_word = letter in ("loss", "cost")
    if letter in names or not (letter.isupper() or is_word):
        return ""
    losses = [name for name in names if len(name) > 1 and is_called_loss(name)]
    of_letter = [name for name in losses if (name.endswith(letter) if is_word else name[0].upper() == letter)]
    found = of_letter or (losses if is_called_loss(letter) else [])
    total = [name for name in found if name.startswith(("total", "full", "overall"))] if len(found) > 1 else found
    return total[0] if len(total) == 1 else ""


def is_called_gain(name: str) -> bool:
    """Whether what one climbs is called so: a likelihood, a reward."""
    return _CLIMBED.fullmatch(name) is not None


def is_called_result(name: str) -> bool:
    """Whether what is computed on the way is called so: an activation, an output.

    >>> is_called_result("a1"), is_called_result("yhat"), is_called_result("w1"), is_called_result("x")
    (True, True, False, False)
    """
    return _RESULT.fullmatch(name) is not None


def rates_among(names: Iterable[str]) -> list[str]:
    """The names a learning rate is called by: the usual ones, or else those that are a rate at times.

    >>> rates_among(["w", "eta", "epsilon"]), rates_among(["w", "epsilon"])
    (['eta'], ['epsilon'])
    """
    found = list(names)
    return [name for name in found if name in RATES] or [name for name in found if name in AT_TIMES_RATES]


def is_new_value_of(name: str, old: str) -> bool:
    """Whether a name is another's with a word for its new value: w_new, w′."""
    return name in {old + ending for ending in NEW}


def old_names_of(name: str) -> list[str]:
    """The names whose new value a name may be, whether they are defined or not.

    >>> old_names_of("w_new"), old_names_of("w")
    (['w_', 'w'], [])
    """
    return [name.removesuffix(ending) for ending in NEW if name.endswith(ending) and name != ending]


WEIGHTS = r"(?:[wWbBUVa]_?[\da-z]{0,2}|(?:theta|Theta|phi|omega|weight|bias)_?[\da-z]{0,2})"
"""Names of what is trained; some of them are of much else, too."""

_WEIGHT = re.compile(WEIGHTS)


def is_called_weight(name: str) -> bool:
    """Whether what is trained is called so, where anything beside it is.

    >>> [name for name in ("w1", "b", "theta_0", "W_hh", "x", "eta", "target") if is_called_weight(name)]
    ['w1', 'b', 'theta_0', 'W_hh']
    """
    return _WEIGHT.fullmatch(name) is not None


_WEIGHTS = "WUVΘ"


def has_samples_in_rows(product: Node) -> bool:
    """Whether a product is X W, whose rows are samples, not W X: a list beside it has an entry for each column.

    Only where the product is square does anything else not decide it.
    """
    match product:
        case Product((left, _)) | Call("dot", (left, _)):
            pass
        case _:
            return False
    left = left.operand if isinstance(left, Transpose) else left
    return isinstance(left, Name) and left.name[0] not in _WEIGHTS
