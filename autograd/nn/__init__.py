"""Networks built from single numbers; `MLP` and its parts are those of micrograd.

>>> import random
>>> from autograd.nn import MLP
>>> model = MLP(2, [16, 16, 1], rng=random.Random(0))
>>> len(model.parameters())
337
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograd.nn.module import Module as Module
    from autograd.nn.perceptron import MLP as MLP, Layer as Layer, Neuron as Neuron

_HOMES = {
    "module": "Module",
    "perceptron": "MLP Layer Neuron",
}
"""Which module each public name is from."""

_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}

__all__ = ["MLP", "Layer", "Module", "Neuron"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'autograd.nn' has no attribute {name!r}")
    found = getattr(import_module(f"autograd.nn.{_HOME[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
