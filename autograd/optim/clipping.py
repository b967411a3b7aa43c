"""Gradients that are held within bounds before a step: by their norm, or each by itself."""

import math
from typing import Any

from autograd.engine.arguments import setting
from autograd.engine.bulk import gradients_of, set_gradients
from autograd.engine.codegen.python import Value
from autograd.optim.optimizers import Optimizer, distinct_parameters


def clip_grad_norm_(parameters: Any, max_norm: float, norm_type: float = 2.0) -> float:
    """Shorten the gradient, all of it together, to at most `max_norm`; gives the norm it had.

    `parameters` are Values, a module or an optimizer; those no gradient has reached are left out. As in PyTorch each
    gradient is multiplied by max_norm/(norm + 1e-6) where that is below 1. `norm_type` is 2, another number above 0, or
    inf for the largest one. ValueError for a negative `max_norm` and for a norm that is not finite: nothing is changed.

    >>> from autograd import Value
    >>> from autograd.optim import clip_grad_norm_
    >>> x, y = Value(0.0), Value(0.0)
    >>> (3 * x + 4 * y).backward()
    >>> clip_grad_norm_([x, y], max_norm=1.0)
    5.0
    >>> round(x.grad, 5), round(y.grad, 5)
    (0.6, 0.8)
    """
    most = setting(max_norm, "clip_grad_norm_", "max_norm")
    kind = math.inf if norm_type == math.inf else setting(norm_type, "clip_grad_norm_", "norm_type")
    if not kind:
        raise ValueError("clip_grad_norm_: expected norm_type above 0, got 0")
    values, slopes = _reached(parameters, "clip_grad_norm_")
    norm = _norm(slopes, kind)
    if not math.isfinite(norm):
        raise ValueError(f"clip_grad_norm_: the norm of the gradient is {norm}")
    factor = min(1.0, most / (norm + 1e-6))
    set_gradients(values, [slope * factor for slope in slopes])
    return norm


def clip_grad_value_(parameters: Any, clip_value: float) -> None:
    """Bring each gradient into the range from -`clip_value` to `clip_value`.

    `parameters` are Values, a module or an optimizer; those no gradient has reached are left out. ValueError for a
    negative `clip_value`.

    >>> from autograd import Value
    >>> from autograd.optim import clip_grad_value_
    >>> x, y = Value(0.0), Value(0.0)
    >>> (3 * x - 0.5 * y).backward()
    >>> clip_grad_value_([x, y], 1.0)
    >>> x.grad, y.grad
    (1.0, -0.5)
    """
    most = setting(clip_value, "clip_grad_value_", "clip_value")
    values, slopes = _reached(parameters, "clip_grad_value_")
    set_gradients(values, [slope if slope != slope else min(max(slope, -most), most) for slope in slopes])


def _norm(slopes: list[float], kind: float) -> float:
    if kind == 2 or not slopes:
        return math.hypot(*slopes)
    largest = max(map(abs, slopes))
    if kind == math.inf or not largest or not math.isfinite(largest):
        return math.nan if any(slope != slope for slope in slopes) else largest
    powers = math.fsum((abs(slope) / largest) ** kind for slope in slopes)
    return float(largest * powers ** (1 / kind))


def _reached(parameters: Any, where: str) -> tuple[list[Value], list[float]]:
    """The parameters that have a gradient, each once, and those gradients; TypeError for anything but Values."""
    held = [parameters] if isinstance(parameters, Value) else parameters
    values = distinct_parameters(held.parameters if isinstance(held, Optimizer) else held, where)
    for value in values:
        if not isinstance(value, Value):
            raise TypeError(f"{where}: expected Values as parameters, got {value!r}")
    found = [(value, slope) for value, slope in zip(values, gradients_of(values), strict=True) if slope is not None]
    return [value for value, _ in found], [slope for _, slope in found]
