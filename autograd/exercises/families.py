"""The families of exercises: what each is about, what varies in it, and its template.

A template is written in the language of worksheets, see autograd.exercises.template; what its numbers are is found by
search. A new family is one row.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograd.errors import LanguageError
from autograd.support.likeness import most_alike


@dataclass(frozen=True)
class Family:
    """A family of exercises: its name, what it is about, what is to be done, and what varies from one to the next.

    `template` makes the template for one choice of what varies; `draws` are so many draws of numbers, of which the
    kindest are taken.
    """

    name: str
    title: str
    task: str
    template: Callable[..., str]
    varies: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    draws: int = 40


def _lines(*parts: str | list[str]) -> str:
    """A template from its parts, each with one row or several."""
    found: list[str] = []
    for part in parts:
        found += part.splitlines() if isinstance(part, str) else part
    return "\n".join(line.strip() for line in found)


def _neuron(function: str) -> str:
    slope = {"tanh": "1 - y^2", "sigmoid": "y*(1 - y)", "relu": "H(u)"}[function]
    return f"""
    x1 x2 ~ units
    w1 w2 b ~ fifths
    u = w1*x1 + w2*x2 + b ? 1
    y = {function}(u) ? 1
    dy/du = {slope} ? 2
    dy/dw1 = dy/du*x1 ? 1
    dy/dw2 = dy/du*x2 ? 1
    dy/db = dy/du ? 1
    dy/dx1 = dy/du*w1 ? 1
    """


def _residual(depth: int) -> str:
    """x is x0; each block of the inner path is relu(x*w + b), and what comes out is added to x0."""
    inner = range(depth)
    back = []
    for k in reversed(inner):
        out = f"dz/dx{k + 1}"
        back += [
            f"dz/du{k} = {out}*H(u{k}) ? 1",
            f"dz/dw{k} = dz/du{k}*x{k} ? 2",
            f"dz/db{k} = dz/du{k} ? 1",
            f"dz/dx{k} = {'dz/ds + ' if k == 0 else ''}dz/du{k}*w{k} ? {2 if k == 0 else 1}",
        ]
    return _lines(
        "x0 ~ units",
        [f"w{k} b{k} ~ fifths" for k in range(depth + 1)],
        [line for k in inner for line in (f"u{k} = x{k}*w{k} + b{k} ? 1", f"x{k + 1} = relu(u{k}) ? 1")],
        f"y = x{depth}*w{depth} + b{depth} ? 1",
        "s = y + x0 ? 1",
        "z = relu(s) ? 1",
        "dz/ds = H(s) ? 1",
        "dz/dy = dz/ds ? 1",
        f"dz/dw{depth} = dz/dy*x{depth} ? 2",
        f"dz/db{depth} = dz/dy ? 1",
        f"dz/dx{depth} = dz/dy*w{depth} ? 1",
        back,
    )


def _sigmoid_chain(length: int) -> str:
    last = length
    forward = [
        line
        for k in range(1, length + 1)
        for line in (f"z{k} = w{k}*{'x' if k == 1 else f'a{k - 1}'} ? 1", f"a{k} = σ(z{k}) ? 1")
    ]
    back = []
    for k in range(length, 0, -1):
        if k < last:
            back.append(f"dL/da{k} = dL/dz{k + 1}*w{k + 1} ? 1")
        back.append(f"dL/dz{k} = dL/da{k}*a{k}*(1 - a{k}) ? 2")
        back.append(f"dL/dw{k} = dL/dz{k}*{'x' if k == 1 else f'a{k - 1}'} ? 1")
    return _lines(
        "x ~ units",
        f"{' '.join(f'w{k}' for k in range(1, length + 1))} ~ fifths",
        "t ~ parts",
        forward,
        f"L = 1/2*(a{last} - t)^2 ? 1",
        f"dL/da{last} = a{last} - t ? 1",
        back,
    )


FAMILIES = (
    Family(
        "neuron",
        "A neuron",
        "Compute what comes out of the neuron, and how it depends on weights, bias and input.",
        _neuron,
        {"function": ("tanh", "sigmoid", "relu")},
    ),
    Family(
        "residual",
        "A residual block",
        "Compute the values from x0 to z, then the derivatives of z from the output back. H is the step function: "
        "H(u) = 1 where u > 0, else 0.",
        _residual,
        {"depth": (1, 1, 2, 3)},
    ),
    Family(
        "sigmoid-chain",
        "A chain of sigmoids",
        "Compute the values forward and the derivatives of the loss L back along the chain. σ'(z) = σ(z)(1 − σ(z)).",
        _sigmoid_chain,
        {"length": (1, 2, 2, 3)},
    ),
)
"""The families there are."""


def names() -> list[str]:
    """The names of the families, in order."""
    return [each.name for each in FAMILIES]


def family(name: str) -> Family:
    """The family of this name; LanguageError for an unknown one, the nearest suggested."""
    found = next((each for each in FAMILIES if each.name == name), None)
    if found is None:
        near = most_alike(name, names())
        known = f": did you mean {near}?" if near else f": there are {', '.join(names())}"
        raise LanguageError(f"there is no family of exercises {name}{known}", name, 0, max(1, len(name)))
    return found
