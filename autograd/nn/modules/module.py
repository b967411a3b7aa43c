"""What all parts of a network have in common: they are called, and they know their parameters by name."""

import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple, ParamSpec, Protocol, TypeVar

from autograd.engine.bulk import clear_gradients, distinct_leaves
from autograd.engine.codegen.python import Value
from autograd.engine.naming import entries
from autograd.nn.modules.holdings import (
    Shape,
    attributes,
    flat,
    is_container,
    is_of_values,
    is_parameter,
    items_of,
    joined,
    made_array,
    size,
)
from autograd.nn.modules.names import short_names
from autograd.nn.modules.states import load_into, read, state_of, write
from autograd.records.calls import outermost, underway

Draw = Callable[[random.Random], float]
Self = TypeVar("Self", bound="Module")
P = ParamSpec("P")
R = TypeVar("R", covariant=True)


class _Forward(Protocol[P, R]):
    """A module as type checkers see it: calling it takes and gives what its own `forward` does."""

    def forward(self, *inputs: P.args, **options: P.kwargs) -> R: ...


class Module:
    """A part of a network: call it on its inputs, ask it for its parameters.

    To make one, subclass it and write `forward`. Its parameters are the leaf Values among its attributes, by
    themselves or in lists, tuples, arrays and dictionaries, and those of the modules among its attributes, in the
    order in which the attributes were set. Attributes whose name starts with an underscore are left alone.
    `buffers` names the attributes that hold plain numbers which belong to the state, such as running means.
    `symbols` says what attributes are called on a page: ("weight", "γ"). `training` says how it behaves; see `train`.

    >>> from autograd import Value
    >>> from autograd.nn import Module
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

    training = True
    buffers: tuple[str, ...] = ()
    symbols: tuple[tuple[str, str], ...] = ()

    def __call__(self: "_Forward[P, R]", *inputs: P.args, **options: P.kwargs) -> R:
        """What `forward` makes of the inputs. All calls of modules go through here, and pictures know of them."""
        calls = underway.get()
        if calls is None:
            return outermost(self, inputs, options)  # type: ignore[no-any-return]
        first = len(calls)
        result = self.forward(*inputs, **options)
        calls.append((first, self, (inputs, *options.values()) if options else inputs, result))
        return result

    def forward(self, *inputs: Any, **options: Any) -> Any:
        """What the module makes of its inputs; every kind of module has its own."""
        raise NotImplementedError(f"{type(self).__name__} has no forward(): write what it makes of its inputs")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={module!r}' for name, module in self.children())})"

    def declare(self, rng: random.Random | None, **parameters: tuple[Shape, Draw] | None) -> None:
        """Announce parameters by name: a shape, and how to draw one number. They are made when first used.

        A parameter given as None there is none of: its attribute is None.

        Numbers come from a generator of the module's own, seeded here by `rng` (default: the module `random`): they
        depend on the order in which modules were made, not on the order in which they are used.
        """
        self._seed = (random if rng is None else rng).getrandbits(64)
        self._declared = {name: announced for name, announced in parameters.items() if announced is not None}
        for name in parameters:
            if name not in self._declared:
                setattr(self, name, None)

    def __getattr__(self, name: str) -> Any:
        declared = vars(self).get("_declared", {})
        if name not in declared:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        own = random.Random(self._seed)
        for announced, (shape, draw) in declared.items():
            made = made_array(shape, lambda: Value(draw(own)))  # noqa: B023  called at once
            vars(self).setdefault(announced, made)
        return vars(self)[name]

    def make(self) -> None:
        """Make the parameters that are only announced so far."""
        for name in vars(self).get("_declared", {}):
            getattr(self, name)

    def children(self) -> Iterator[tuple[str, "Module"]]:
        """The modules directly inside this one, by name, in the order in which they were set."""
        for attribute, held in attributes(self):
            for place, item in () if is_of_values(held) else entries(held):
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

    def own_parameters(self) -> Iterator[tuple[str, tuple[int, ...], Value]]:
        """The parameters held by the module itself: attribute, place in it, Value; made now if only announced."""
        self.make()
        for attribute, held in attributes(self):
            for place, item in entries(held):
                if is_parameter(item):
                    yield attribute, place, item

    def named_parameters(self) -> list[tuple[str, Value]]:
        """The parameters with their names, such as "layers.0.neurons.3.w[1]"; each once, under its first name."""
        found: dict[int, tuple[str, Value]] = {}
        for path, module in self.named_modules():
            for attribute, place, parameter in module.own_parameters():
                if id(parameter) not in found:
                    index = f"[{','.join(map(str, place))}]" if place else ""
                    found[id(parameter)] = joined(path, attribute) + index, parameter
        return list(found.values())

    def short_names(self) -> dict[int, str]:
        """What its parameters are called on a page, by identity: w¹₂₁ in layer 1 leads from input 1 to unit 2."""
        return short_names(self)

    def parameters(self) -> list[Value]:
        """The parameters, each once, in the order of `named_parameters`; frozen ones too."""
        items: list[Any] = []
        found: set[int] = set()
        todo: list[Module] = [self]
        while todo:
            module = todo.pop()
            if id(module) in found:
                continue
            found.add(id(module))
            module.make()
            inside = []
            for _, held in attributes(module):
                if isinstance(held, Module):
                    inside.append(held)
                elif (values := flat(held)) is not None:
                    items += values
                elif is_container(held):
                    items += (here := [item for _, item in entries(held)])
                    inside += [item for item in here if isinstance(item, Module)]
                else:
                    items.append(held)
            if type(module).children is not Module.children:
                inside = [child for _, child in module.children()]
            todo += reversed(inside)
        return distinct_leaves(items)

    def own_counts(self) -> dict[str, int]:
        """How many parameters the module itself has, by attribute; those only announced are not made for it."""
        counts = {name: size(shape) for name, (shape, _) in vars(self).get("_declared", {}).items()}
        for attribute, held in attributes(self):
            if here := list(filter(is_parameter, items_of(held))):
                counts[attribute] = len(here)
        return counts

    def zero_grad(self) -> None:
        """Set the gradients of all parameters back to "not yet"."""
        clear_gradients(self.parameters())

    def train(self: Self, training: bool = True) -> Self:
        """Let it, and all inside it, behave as in training (batch statistics), or not; gives itself."""
        for _, module in self.named_modules():
            module.training = training
        return self

    def eval(self: Self) -> Self:
        """Let it, and all inside it, behave as in use (running statistics); gives itself."""
        return self.train(False)

    def freeze(self: Self, frozen: bool = True) -> Self:
        """Make its parameters constants, which get no gradient and stay as they are; gives itself."""
        for parameter in self.parameters():
            parameter.is_constant = frozen
        return self

    def unfreeze(self: Self) -> Self:
        """Let its parameters learn again; gives itself."""
        return self.freeze(False)

    def state_dict(self) -> dict[str, Any]:
        """All parameters and buffers by name, as plain (nested lists of) floats."""
        return state_of(self)

    def load_state_dict(self, state: Any) -> None:
        """Take over parameters and buffers from a `state_dict`, also PyTorch's; ValueError unless all of it fits."""
        load_into(self, state)

    def save(self, path: Any) -> None:
        """Write the `state_dict` to a JSON file; a file that is there is replaced only when the new one is whole."""
        write(path, "model", self.state_dict())

    def load(self, path: Any) -> None:
        """Take over what `save` wrote; ValueError, and nothing changed, unless the file is whole and all fits."""
        self.load_state_dict(read(path, "model"))

    def output_shape(self, shape: Shape) -> Shape:
        """The shape it makes of one input of this shape, without computing anything; see `summary`."""
        raise NotImplementedError(f"{type(self).__name__} does not say its shapes: write output_shape(self, shape)")

    def multiplies(self, shape: Shape) -> int:
        """How many multiplications one input of this shape costs, in use (not in training)."""
        return 0

    def measured(self, shape: Shape) -> "tuple[list[Measured], Shape]":
        """The layers inside, as `summary` lists them, for one input of this shape, and the shape of the output."""
        result = self.output_shape(shape)
        return [Measured("", self, result, self.multiplies(shape))], result


def call_each(modules: Sequence[Module], *inputs: Any) -> list[Any]:
    """What each of the modules makes of the same inputs: `[module(*inputs) for module in modules]`, in less time."""
    calls = underway.get()
    if calls is None:
        return [module(*inputs) for module in modules]
    results = []
    for module in modules:
        if type(module).__call__ is Module.__call__:
            first = len(calls)
            result = module.forward(*inputs)
            calls.append((first, module, inputs, result))
        else:
            result = module(*inputs)
        results.append(result)
    return results


class Measured(NamedTuple):
    """One layer of a module: its name in it, what it makes of the shape it gets, and what that costs."""

    name: str
    module: Module
    output_shape: Shape
    multiplies: int


class Container(Module):
    """A module of modules: its shape and its cost follow from theirs, which take one after the other what came."""

    def output_shape(self, shape: Shape) -> Shape:
        """What the last one gives."""
        return self.measured(shape)[1]

    def multiplies(self, shape: Shape) -> int:
        """Those of all."""
        return sum(layer.multiplies for layer in self.measured(shape)[0])

    def measured(self, shape: Shape) -> tuple[list[Measured], Shape]:
        """The layers of its modules."""
        layers: list[Measured] = []
        for name, module in self.children():
            inner, shape = module.measured(shape)
            layers += [layer._replace(name=joined(name, layer.name)) for layer in inner]
        return layers, shape


def uniform(bound: float) -> Draw:
    """A number between -bound and bound."""
    return partial(_uniform, bound)


def _uniform(bound: float, rng: random.Random) -> float:
    return rng.uniform(-bound, bound)


def zero(rng: random.Random) -> float:
    """Always 0."""
    return 0.0


def one(rng: random.Random) -> float:
    """Always 1."""
    return 1.0
