"""Short names for the parameters of a network, as on paper: w¹₂₁ is in layer 1, from its input 1 to its unit 2.

Layers are counted where there are several with parameters. Places begin with 1.

>>> import random
>>> from autograd.nn import MLP
>>> network = MLP(2, [2, 1], rng=random.Random(0))
>>> list(network.short_names().values())
['w¹₁₁', 'w¹₁₂', 'b¹₁', 'w¹₂₁', 'w¹₂₂', 'b¹₂', 'w²₁₁', 'w²₁₂', 'b²₁']
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

SYMBOLS = {"weight": "w", "bias": "b"}
"""What parameters are called on paper, by their attribute; a module may say otherwise in its `symbols`."""

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_NEURON = re.compile(r"(?:^|(.*)\.)neurons\.(\d+)$")
"""A neuron is a row of its layer."""


_INNER = re.compile(r"(.+?)((?:_l\d+)?(?:_reverse)?)")
"""A recurrent network has its layers in the names of its attributes: weight_ih_l0."""


def short_names(network: Any) -> dict[int, str]:
    """What the parameters of a network are called on a page, by identity."""
    found: dict[int, tuple[str, str, tuple[int, ...]]] = {}
    for path, module in network.named_modules():
        neuron = _NEURON.search(path)
        layer = (neuron[1] or "") if neuron else path
        for attribute, place, parameter in module.own_parameters():
            row = (int(neuron[2]),) if neuron else ()
            stem, inner = _INNER.fullmatch(attribute).groups()  # type: ignore[union-attr]
            found.setdefault(id(parameter), (f"{layer}{inner}", symbol_of(stem, dict(module.symbols)), (*row, *place)))
    layers = list(dict.fromkeys(layer for layer, _, _ in found.values()))
    return {
        identity: symbol + (raised(layers.index(layer) + 1) if len(layers) > 1 else "") + lowered(place)
        for identity, (layer, symbol, place) in found.items()
    }


def symbol_of(attribute: str, symbols: Mapping[str, str]) -> str:
    """What a parameter is called on paper: its symbol, that of what stands before the first stroke, or its name."""
    stem = attribute.partition("_")[0]
    return symbols.get(attribute) or symbols.get(stem) or SYMBOLS.get(stem, attribute)


def raised(number: int | str) -> str:
    """A number in raised digits."""
    return str(number).translate(_RAISED)


def lowered(place: Iterable[int]) -> str:
    """A place in lowered digits, counted from 1; with commas where a number has two digits."""
    numbers = [str(each + 1) for each in place]
    return (", " if any(len(each) > 1 for each in numbers) else "").replace(" ", "").join(numbers).translate(_LOWERED)
