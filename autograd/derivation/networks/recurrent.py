"""Recurrent layers, unrolled: a statement for each gate at each step of one sequence.

| module | a step                                                                              |
|--------|-------------------------------------------------------------------------------------|
| RNN    | h1 = tanh(W1@x1 + b1 + U1@h0 + bh1)                                                 |
| LSTM   | i1, f1, o1 = σ(…), g1 = tanh(…), c1 = f1*c0 + i1*g1, h1 = o1*tanh(c1)               |
| GRU    | r1, z1 = σ(…), n1 = tanh(Wn1@x1 + bn1 + r1*(Un1@h0 + bhn1)), h1 = (1 - z1)*n1 + z1*h0 |
"""

from collections.abc import Sequence
from typing import Any

from autograd.derivation.networks.rows import array_of
from autograd.derivation.networks.sheet import NetworkSheet
from autograd.errors import LanguageError
from autograd.support.lazy import np

GATES = {"RNN": ("",), "LSTM": ("i", "f", "g", "o"), "GRU": ("r", "z", "n")}
"""What the gates are called, in the order in which their weights lie below one another."""

WAYS = (("W", "ih"), ("U", "hh"))
"""What the weights of the input and of the state are called here and in the module."""

Gate = tuple[str, tuple[str, ...], str, tuple[str, ...]]
"""The weights of the input and its bias, those of the state and its bias."""


def recurrent(sheet: NetworkSheet, module: Any, x: Any, values: Sequence[Any], state: Any = None) -> None:
    """All layers and directions over one sequence."""
    array = array_of(x)
    if array.ndim == 3:
        array = np.swapaxes(array, 0, 1) if not module.batch_first else array
        if len(array) > 1:
            raise LanguageError(f"{module!r} of a batch is not written in matrices here: call it on one sequence")
        array = array[0]
    if module.draws:
        raise LanguageError(f"{module!r} drops numbers at random: explain what it does in use, after eval()")
    who, hidden, length = repr(module), module.hidden_size, len(array)
    inputs = [sheet.received(row, who, numbered=True) for row in array]
    starts = _starts(sheet, module, state)
    width = hidden * len(module._directions)
    rows = [list(values[at : at + width]) for at in range(0, length * width, width)]
    walks = [(layer, direction) for layer in range(module.num_layers) for direction in module._directions]
    outputs: list[list[str]] = [[] for _ in range(length)]
    for place, (layer, direction) in enumerate(walks):
        if place and layer != walks[place - 1][0]:
            inputs = [_side_by_side(sheet, names) for names in outputs]
            outputs = [[] for _ in range(length)]
        gates = _gates(sheet, module, f"l{layer}{direction}")
        carried = starts[place]
        steps = reversed(range(length)) if direction else range(length)
        for step in steps:
            offset = hidden if direction else 0
            own = rows[step][offset : offset + hidden] if layer == module.num_layers - 1 else None
            carried = STEPS[type(module).__name__](sheet, module, gates, inputs[step], carried, own)
            outputs[step].append(carried[0])
    _hold_cell(sheet, module, values[length * width :], walks, carried)


def _hold_cell(
    sheet: NetworkSheet, module: Any, values: Sequence[Any], walks: Sequence[Any], carried: tuple[str, ...]
) -> None:
    """The cell at the end of the last walk, which is given back too."""
    if len(carried) < 2 or len(walks) > 1:
        return
    cells = list(values[module.hidden_size :])
    sheet.values[carried[1]] = cells
    for place, value in enumerate(cells):
        if value is not None:
            sheet.at.setdefault(id(value), (carried[1], place))


def _starts(sheet: NetworkSheet, module: Any, state: Any) -> list[tuple[str, ...]]:
    """The states that each walk begins with; zeros where nobody gives them."""
    hidden, kinds = module.hidden_size, "hc"[: module.carried]
    count = module.num_layers * len(module._directions)
    if state is None:
        names = []
        for kind in kinds:
            first = f"{kind}0"
            known = first in sheet.shapes and sheet.shapes[first] == (hidden,)
            free = first if first not in sheet.shapes else sheet.new(f"{kind}s")
            names.append(first if known else sheet.give(free, [0.0] * hidden, fixed=True))
        return [tuple(names)] * count
    given = [array_of(each).reshape(count, -1) for each in ((state,) if module.carried == 1 else tuple(state))]
    found = []
    for place in range(count):
        names = []
        for kind, array in zip(kinds, given, strict=True):
            places = sheet.located(array[place], repr(module))
            name = sheet.whole(places, (hidden,))
            if name is None and any(isinstance(each, tuple) for each in places):
                name = sheet.gathered(places, (hidden,), f"{kind}s")
            if name is None:
                free = f"{kind}0" if f"{kind}0" not in sheet.shapes else sheet.new(f"{kind}s")
                name = sheet.give(free, array[place])
            names.append(name)
        found.append(tuple(names))
    return found


def _side_by_side(sheet: NetworkSheet, names: Sequence[str]) -> str:
    """What both directions gave at a step."""
    if len(names) == 1:
        return names[0]
    places = [(name, place) for name in names for place in range(sheet.shapes[name][0])]
    return sheet.gathered(places, (len(places),), "x")


def _gates(sheet: NetworkSheet, module: Any, place: str) -> list[Gate]:
    """The parameters of a layer in one direction, gate by gate, written when they are first used."""
    key = id(module), place
    if key in sheet.parameters:
        return list(sheet.parameters[key])
    hidden, kind = module.hidden_size, type(module).__name__
    first = f"W{GATES[kind][0]}"
    number = sheet.new(first).removeprefix(first)
    found: list[Gate] = []
    for at, gate in enumerate(GATES[kind]):
        rows = slice(at * hidden, (at + 1) * hidden)
        w, u = (
            sheet.give(f"{letter}{gate}{number}", getattr(module, f"weight_{way}_{place}")[rows])
            for letter, way in WAYS
        )
        biases: list[tuple[str, ...]] = [(), ()]
        if module.bias:
            biases = [
                (sheet.give(f"{letter}{gate}{number}", getattr(module, f"bias_{way}_{place}")[rows]),)
                for letter, way in (("b", "ih"), ("bh", "hh"))
            ]
        found.append((w, biases[0], u, biases[1]))
    sheet.parameters[key] = tuple(found)
    return found


def _from_input(gate: Gate, x: str) -> str:
    return " + ".join([f"{gate[0]}@{x}", *gate[1]])


def _from_state(gate: Gate, h: str) -> str:
    return " + ".join([f"{gate[2]}@{h}", *gate[3]])


def _rnn(
    sheet: NetworkSheet, module: Any, gates: Sequence[Gate], x: str, carried: tuple[str, ...], own: Any
) -> tuple[str, ...]:
    inner = f"{_from_input(gates[0], x)} + {_from_state(gates[0], carried[0])}"
    return (sheet.define(sheet.new("h"), f"{module.nonlinearity}({inner})", (module.hidden_size,), own),)


def _lstm(
    sheet: NetworkSheet, module: Any, gates: Sequence[Gate], x: str, carried: tuple[str, ...], own: Any
) -> tuple[str, ...]:
    shape = (module.hidden_size,)
    h, c = carried
    made = []
    for letter, gate in zip(GATES["LSTM"], gates, strict=True):
        function = "tanh" if letter == "g" else "sigmoid"
        made.append(
            sheet.define(sheet.new(letter), f"{function}({_from_input(gate, x)} + {_from_state(gate, h)})", shape)
        )
    take, keep, new, show = made
    cell = sheet.define(sheet.new("c"), f"{keep}*{c} + {take}*{new}", shape)
    return sheet.define(sheet.new("h"), f"{show}*tanh({cell})", shape, own), cell


def _gru(
    sheet: NetworkSheet, module: Any, gates: Sequence[Gate], x: str, carried: tuple[str, ...], own: Any
) -> tuple[str, ...]:
    shape = (module.hidden_size,)
    (h,) = carried
    reset, keep = (
        sheet.define(sheet.new(letter), f"sigmoid({_from_input(gate, x)} + {_from_state(gate, h)})", shape)
        for letter, gate in zip("rz", gates[:2], strict=True)
    )
    inner = f"{_from_input(gates[2], x)} + {reset}*({_from_state(gates[2], h)})"
    new = sheet.define(sheet.new("n"), f"tanh({inner})", shape)
    return (sheet.define(sheet.new("h"), f"(1 - {keep})*{new} + {keep}*{h}", shape, own),)


STEPS = {"RNN": _rnn, "LSTM": _lstm, "GRU": _gru}
"""A step of each kind."""
