"""What all parts of a network have in common: they are called, and they know their parameters by name."""

from collections.abc import Iterator
from typing import Any

from autograd.generated import Value
from autograd.maths import is_array


class Module:
    """A part of a network: call it on its inputs, ask it for its parameters.

    To make one, subclass it and write `forward`. Its parameters are the leaf Values among its attributes, by
    themselves or in lists, tuples and arrays, and those of the modules among its attributes, in the order in which
    the attributes were set. Attributes whose name starts with an underscore are left alone.

    >>> class Line(Module):
    ...     def __init__(self):
    ...         self.slope, self.offset = Value(2.0), Value(1.0)
    ...     def forward(self, x):
    ...         return self.slope * x + self.offset
    >>> line = Line()
    >>> line(3)
    Value(7.0)
    >>> line.named_parameters()
    [('slope', Value(2.0)), ('offset', Value(1.0))]
    """

    def __call__(self, *inputs: Any, **options: Any) -> Any:
        """What `forward` makes of the inputs. All calls of modules go through here."""
        return self.forward(*inputs, **options)

    def forward(self, *inputs: Any, **options: Any) -> Any:
        """What the module makes of its inputs; every kind of module has its own."""
        raise NotImplementedError(f"{type(self).__name__} has no forward(): write what it makes of its inputs")

    def children(self) -> Iterator[tuple[str, "Module"]]:
        """The modules directly inside this one, by name, in the order in which they were set."""
        for attribute, held in attributes(self):
            for place, item in entries(held):
                if isinstance(item, Module):
                    yield ".".join([attribute, *map(str, place)]), item

    def named_modules(self) -> list[tuple[str, "Module"]]:
        """The module itself (its name is "") and all those inside it, each once, outer ones first."""
        found: dict[int, tuple[str, Module]] = {}
        todo: list[tuple[str, Module]] = [("", self)]
        while todo:
            path, module = todo.pop()
            if id(module) not in found:
                found[id(module)] = path, module
                todo += reversed([(joined(path, name), child) for name, child in module.children()])
        return list(found.values())

    def named_parameters(self) -> list[tuple[str, Value]]:
        """The parameters with their names, such as "layers.0.neurons.3.w[1]"; each once, under its first name."""
        found: dict[int, tuple[str, Value]] = {}
        for path, module in self.named_modules():
            for attribute, held in attributes(module):
                for place, item in entries(held):
                    if isinstance(item, Value) and not item.inputs:
                        index = f"[{','.join(map(str, place))}]" if place else ""
                        found.setdefault(id(item), (joined(path, attribute) + index, item))
        return list(found.values())

    def parameters(self) -> list[Value]:
        """The parameters, each once, in the order of `named_parameters`."""
        return [parameter for _, parameter in self.named_parameters()]

    def zero_grad(self) -> None:
        """Set the gradients of all parameters back to "not yet"."""
        for parameter in self.parameters():
            parameter._grad = None


def attributes(module: Module) -> Iterator[tuple[str, Any]]:
    """What a module holds, by name, in the order in which it was set."""
    return ((name, held) for name, held in vars(module).items() if not name.startswith("_"))


def entries(held: Any) -> Iterator[tuple[tuple[int, ...], Any]]:
    """What is in lists, tuples and arrays inside one another, with its place; a single thing has the place ()."""
    todo: list[tuple[tuple[int, ...], Any]] = [((), held)]
    while todo:
        place, item = todo.pop()
        if isinstance(item, (list, tuple)) or (is_array(item) and item.dtype == object and item.ndim):
            todo += reversed([((*place, index), inner) for index, inner in enumerate(item)])
        else:
            yield place, item


def joined(path: str, name: str) -> str:
    """The name of something inside the module of that path."""
    return f"{path}.{name}" if path else name
