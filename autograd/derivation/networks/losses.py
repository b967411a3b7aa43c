"""Losses of `nn` as statements: outputs z, targets t."""

from collections.abc import Sequence
from math import prod
from typing import Any

from autograd.derivation.networks.rows import array_of
from autograd.derivation.networks.sheet import NetworkSheet
from autograd.engine.codegen.python import Value
from autograd.errors import LanguageError

ENTRYWISE = {
    "mse": "({z} - {t})^2",
    "half_squared_error": "({z} - {t})^2",
    "binary_cross_entropy": "{t}*log({z}) + (1 - {t})*log(1 - {z})",
    "binary_cross_entropy_with_logits": "softplus({z}) - {t}*{z}",
    "hinge": "relu(1 - {t}*{z})",
}
"""What each loss is of one output."""

AROUND = {"half_squared_error": ("1/2*sum({})", "1/2*({})"), "binary_cross_entropy": ("-mean({})", "-({})")}
"""What is made of all of them, and of a single one; a mean where nothing is said."""


def located(sheet: NetworkSheet, outputs: Any) -> str | None:
    """The name of what a loss is of; None where it is not of what a network gave back."""
    values = list(array_of(outputs).flat)
    if not any(id(value) in sheet.at for value in values):
        return None
    try:
        places = sheet.located(values, "the loss")
    except LanguageError:
        return None
    shape = array_of(outputs).shape
    return sheet.whole(places, shape) or sheet.gathered(places, shape, "z")


def written(sheet: NetworkSheet, loss: str, z: str, targets: Any) -> str:
    """The formula of a loss; what it needs more is written before it."""
    if loss == "cross_entropy":
        return _cross_entropy(sheet, z, array_of(targets))
    numbers = [_number(each) for each in array_of(targets).flat]
    shape = sheet.shapes[z]
    t = sheet.give(_free(sheet, "T" if len(shape) == 2 else "t"), array_of(numbers).reshape(shape), fixed=True)
    many, one = AROUND.get(loss, ("mean({})", "{}"))
    formula = ENTRYWISE[loss].format(z=z, t=t)
    return (one if len(numbers) == 1 else many).format(formula)


def _cross_entropy(sheet: NetworkSheet, z: str, targets: Any) -> str:
    """−Σ y log p with p = softmax(z): of a batch the mean over its rows."""
    shape = sheet.shapes[z]
    rows = _shares(targets, shape)
    name = _free(sheet, "T" if len(shape) == 2 else "t")
    if len(shape) == 1 or shape[0] == 1:
        t = sheet.give(name, rows[0] if len(shape) == 1 else rows, fixed=True)
        p = sheet.define(sheet.called("p", shape), f"softmax({z})", shape)
        return f"-sum({t}*log({p}))"
    t = sheet.give(name, rows, fixed=True)
    p = sheet.define(f"{sheet.new('P')}[i,j]", f"exp({z}[i,j])/sum(k: exp({z}[i,k]))", shape)
    return f"-sum({t}*log({p}))/{shape[0]}"


def _shares(targets: Any, shape: Sequence[int]) -> list[list[float]]:
    """The share of each class, a row for each example."""
    classes = shape[-1]
    if targets.size * classes == prod(shape):
        return [[float(place == int(_number(each))) for place in range(classes)] for each in targets.flat]
    rows = [_number(each) for each in targets.flat]
    return [rows[at : at + classes] for at in range(0, len(rows), classes)]


def _number(x: Any) -> float:
    return x.data if isinstance(x, Value) else float(x)


def _free(sheet: NetworkSheet, name: str) -> str:
    return name if name not in sheet.shapes else sheet.new(name)
