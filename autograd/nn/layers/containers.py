"""Modules made of modules."""

from collections.abc import Callable, Iterator
from typing import Any

from autograd.nn.layers.perceptron import Activation, function, written
from autograd.nn.modules.arrays import array_of, given_back, shaped
from autograd.nn.modules.calls import OfModules
from autograd.nn.modules.holdings import Shape
from autograd.nn.modules.module import Measured, Module


class Sequential(OfModules):
    """Modules one after the other: each takes what the one before it gave. Their names are 0, 1, 2 …

    TypeError for anything but modules.

    >>> from autograd.nn import Linear, ReLU, Sequential
    >>> model = Sequential(Linear(2, 3), ReLU(), Linear(3, 1))
    >>> len(model.parameters()), model[0]
    (13, Linear(2, 3))
    """

    def __init__(self, *modules: Module) -> None:
        for module in modules:
            if not isinstance(module, Module):
                hint = f" Write {module.__name__}() for the class." if isinstance(module, type) else ""
                raise TypeError(f"Sequential: expected modules, got {module!r}.{hint}")
        self._modules = modules

    def forward(self, x: Any) -> Any:
        """What the last one makes of what the others made."""
        for module in self._modules:
            x = module(x)
        return x

    def children(self) -> Iterator[tuple[str, Module]]:
        """The modules, by their numbers."""
        return ((str(place), module) for place, module in enumerate(self._modules))

    def __getitem__(self, place: int) -> Module:
        return self._modules[place]

    def __len__(self) -> int:
        return len(self._modules)

    def __iter__(self) -> Iterator[Module]:
        return iter(self._modules)

    def __repr__(self) -> str:
        return f"Sequential({', '.join(map(repr, self._modules))})"


class Residual(OfModules):
    """activation(inner(x) + x): what `inner` learns is the difference to its input. activation=None leaves it out.

    ValueError where `inner` changes the shape: only equal shapes can be added.

    >>> from autograd.nn import ReLU, Residual
    >>> Residual(ReLU(), activation=None)([3.0, -3.0])
    [Value(6.0), Value(-3.0)]
    """

    def __init__(self, inner: Module, activation: Activation = "relu") -> None:
        self.inner = inner
        self.activation: Callable[[Any], Any] | None = function(activation)

    def forward(self, x: Any) -> Any:
        """The sum of both ways, through the activation."""
        start = array_of(x, self)
        change = array_of(self.inner(start), self)
        self._check(start.shape, change.shape)
        added = change + start
        return given_back(added if self.activation is None else self.activation(added), x)

    def _check(self, before: Shape, after: Shape) -> None:
        if before != after:
            raise ValueError(
                f"{self!r}: the inner module turns shape {shaped(before)} into {shaped(after)}; "
                "only equal shapes can be added"
            )

    def measured(self, shape: Shape) -> tuple[list[Measured], Shape]:
        """The layers of the inner module, and those of the activation if it is a module too."""
        layers, after = super().measured(shape)
        self._check(shape, after)
        return layers, after

    def __repr__(self) -> str:
        return f"Residual({self.inner!r}, {written(self.activation)})"
