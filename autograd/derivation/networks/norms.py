"""Normalisation step by step: the mean, the variance, x̂, and γ x̂ + β.

| module    | over which numbers      | of one row       | of a batch                |
|-----------|-------------------------|------------------|---------------------------|
| LayerNorm | those of an input       | mu = mean(x)     | mu[i] = mean(j: X[i,j])   |
| RMSNorm   | the same, without mean  | q = mean(x^2)    | q[i] = mean(j: X[i,j]^2)  |
| BatchNorm | of a feature, a channel |                  | mu[j] = mean(i: X[i,j])   |
"""

from collections.abc import Sequence
from typing import Any

from autograd.derivation.networks.images import received
from autograd.derivation.networks.rows import array_of
from autograd.derivation.networks.sheet import NetworkSheet
from autograd.nn import RMSNorm


def layer_norm(sheet: NetworkSheet, module: Any, x: Any, values: Sequence[Any]) -> None:
    """Each row by itself."""
    name = sheet.received(x, repr(module))
    shape = sheet.shapes[name]
    numbers = _numbers(sheet, module)
    if len(shape) == 1 or shape[0] == 1:
        _whole(sheet, module, name, values, numbers, isinstance(module, RMSNorm))
    else:
        _lines(sheet, name, values, numbers, 0, "j", without_mean=isinstance(module, RMSNorm))


def batch_norm(sheet: NetworkSheet, module: Any, x: Any, values: Sequence[Any]) -> None:
    """Each feature over the batch, or each channel over all images."""
    numbers = _numbers(sheet, module)
    known = None if module.training else (module.running_mean, module.running_var)
    if array_of(x).ndim > 2:
        name, grid = received(sheet, module, x)
        rows = sheet.shapes[name][0]
        values = list(array_of(list(values)).reshape(grid.shape).swapaxes(0, 1).flat)
        if rows > 1:
            _lines(sheet, name, values, numbers, 0, "i", known)
        else:
            _whole(sheet, module, name, values, numbers, known=known)
        sheet.grids[next(reversed(sheet.shapes))] = sheet.grids[name]
        return
    name = sheet.received(x, repr(module))
    if sheet.shapes[name][-1] > 1:
        _lines(sheet, name, values, numbers, 1, "j", known)
    else:
        _whole(sheet, module, name, values, numbers, known=known)


Numbers = tuple[str, str, str]
"""The names of γ, β ("" where there is none) and ε."""


def _numbers(sheet: NetworkSheet, module: Any) -> Numbers:
    """The numbers of a norm, written when it is first used."""
    if id(module) not in sheet.parameters:
        number = sheet.new("gamma").removeprefix("gamma")
        gamma = sheet.give(f"gamma{number}", module.weight)
        beta = "" if isinstance(module, RMSNorm) else sheet.give(f"beta{number}", module.bias)
        eps = sheet.give(f"eps{number}", float(module.eps), fixed=True)
        sheet.parameters[id(module)] = gamma, beta, eps
    gamma, beta, eps = sheet.parameters[id(module)]
    return gamma, beta, eps


def _whole(
    sheet: NetworkSheet,
    module: Any,
    x: str,
    values: Sequence[Any],
    numbers: Numbers,
    without_mean: bool = False,
    known: Any = None,
) -> None:
    """All numbers of a name together."""
    gamma, beta, eps = numbers
    shape = sheet.shapes[x]
    if known is not None:
        mean = sheet.give(sheet.new("mu"), float(known[0][0]), fixed=True)
        spread = sheet.give(sheet.new("var"), float(known[1][0]), fixed=True)
        centred = f"({x} - {mean})"
    elif without_mean:
        spread, centred = sheet.define(sheet.new("q"), f"mean({x}^2)", ()), x
    else:
        mean = sheet.define(sheet.new("mu"), f"mean({x})", ())
        centred = f"({x} - {mean})"
        spread = sheet.define(sheet.new("var"), f"mean({centred}^2)", ())
    xhat = sheet.define(sheet.new("xhat"), f"{centred}/sqrt({spread} + {eps})", shape)
    scaled = f"{gamma}{'.T' if len(shape) == 2 and len(module.weight) > 1 else ''}*{xhat}"
    added = f" + {beta}{'.T' if len(shape) == 2 and len(module.weight) > 1 else ''}" if beta else ""
    sheet.define(sheet.called("n", shape), scaled + added, shape, values)


def _lines(
    sheet: NetworkSheet,
    x: str,
    values: Sequence[Any],
    numbers: Numbers,
    axis: int,
    scaled_by: str,
    known: Any = None,
    without_mean: bool = False,
) -> None:
    """The rows (axis 0) or columns (axis 1) of a matrix by themselves; γ and β go with the letter `scaled_by`."""
    gamma, beta, eps = numbers
    shape = sheet.shapes[x]
    own, other = ("i", "j") if axis == 0 else ("j", "i")
    length = (shape[axis],)
    if known is not None:
        mean = sheet.give(sheet.new("mu"), known[0], fixed=True)
        spread = sheet.give(sheet.new("var"), known[1], fixed=True)
        centred = f"({x}[i,j] - {mean}[{own}])"
    elif without_mean:
        spread = sheet.define(f"{sheet.new('q')}[{own}]", f"mean({other}: {x}[i,j]^2)", length)
        centred = f"{x}[i,j]"
    else:
        mean = sheet.define(f"{sheet.new('mu')}[{own}]", f"mean({other}: {x}[i,j])", length)
        centred = f"({x}[i,j] - {mean}[{own}])"
        spread = sheet.define(f"{sheet.new('var')}[{own}]", f"mean({other}: {centred}^2)", length)
    xhat = sheet.define(f"{sheet.new('Xhat')}[i,j]", f"{centred}/sqrt({spread}[{own}] + {eps})", shape)
    scale = f"[{scaled_by}]" if len(sheet.values[gamma]) > 1 else ""
    added = f" + {beta}{scale}" if beta else ""
    sheet.define(f"{sheet.called('n', shape)}[i,j]", f"{gamma}{scale}*{xhat}[i,j]{added}", shape, values)
