"""Which modules Values came out of: noted when modules are called, for as long as what they returned lives.

Values carry no slot for it; pictures ask here, so that a network shows as boxes, one for each module.
"""

from collections import namedtuple
from collections.abc import Iterable
from contextvars import ContextVar
from weakref import ref

from autograd.engine.codegen.python import Value
from autograd.engine.naming import entries
from autograd.engine.native import core
from autograd.support.types import Any


class Call(namedtuple("Call", ("first", "module", "received", "returned"))):
    """One call of a module among those inside one outermost call, in the order in which they returned.

    The calls inside it are those from place `first` on, up to itself. In `returned`, what the outermost call returned
    is held weakly: `returned_values` are the Values themselves.
    """

    __slots__ = ()

    def received_values(self) -> list[Value]:
        """The Values it was called with, also in lists, tuples and arrays."""
        return [value for _, value in entries(self.received) if isinstance(value, Value)]

    def returned_values(self) -> list[Value]:
        """The Values it returned."""
        found = (value() if isinstance(value, ref) else value for _, value in entries(self.returned))
        return [value for value in found if isinstance(value, Value)]


Calls = list[tuple[int, Any, Any, Any]]

underway: ContextVar[Calls | None] = ContextVar("underway", default=None)
"""The calls inside the outermost one so far; None outside of any. Plain tuples: calls of neurons must cost nothing."""

_notes: dict[ref[Value], Calls] = {}  # a WeakKeyDictionary would take several times as long
_forget = _notes.__delitem__
_losses: dict[ref[Value], tuple[str, Any, Any]] = {}
_forget_loss = _losses.__delitem__
_VALUES = {Value}


def outermost(module: Any, inputs: tuple[Any, ...], options: dict[str, Any]) -> Any:
    """What a module's `forward` makes of its inputs; the calls inside are noted with the Values it returns."""
    calls: Calls = []
    token = underway.set(calls)
    try:
        result = module.forward(*inputs, **options)
    finally:
        underway.reset(token)
    calls.append((0, module, (inputs, *options.values()), result))
    returned_values = (result,) if type(result) is Value else [value for _, value in entries(result)]
    outputs = {id(value): value for value in returned_values if isinstance(value, Value) and value.rule}
    if outputs:
        may_return = range(len(calls)) if core is None else core.calls_returning(calls, list(outputs.values()))
        for place in may_return:
            first, inner, received, returned = calls[place]
            if type(returned) is Value:
                if id(returned) in outputs:  # what the notes are kept for must not be kept by them
                    calls[place] = first, inner, received, ref(returned)
            elif not (
                type(returned) is list
                and set(map(type, returned)) == _VALUES
                and outputs.keys().isdisjoint(map(id, returned))
            ):
                weak: Any = [ref(value) if id(value) in outputs else value for _, value in entries(returned)]
                calls[place] = first, inner, received, weak
        for value in outputs.values():
            _notes.setdefault(ref(value, _forget), calls)
    return result


def calls_among(values: Iterable[Value]) -> list[list[Call]]:
    """The calls inside each outermost call that returned one of these Values, itself last, a list for each."""
    if not _notes:
        return []
    found = (_notes.get(ref(value)) for value in values)
    return [[Call(*call) for call in calls] for calls in {id(calls): calls for calls in found if calls}.values()]


def note_loss(loss: Value, name: str, outputs: Any, targets: Any) -> None:
    """Keep what a loss was made of, for as long as it lives."""
    if loss.rule:
        _losses[ref(loss, _forget_loss)] = name, outputs, targets


def losses_among(values: Iterable[Value]) -> list[tuple[Value, str, Any, Any]]:
    """The losses among these Values: what each is called, its outputs and its targets."""
    if not _losses:
        return []
    found = ((value, _losses.get(ref(value))) for value in values)
    return [(value, *noted) for value, noted in found if noted]


def parameter_names(calls: Iterable[list[Call]]) -> dict[int, str]:
    """What pages call the parameters of modules, by identity: w¹₂₁ in layer 1 leads from input 1 to unit 2."""
    modules = {id(trace[-1].module): trace[-1].module for trace in calls}
    found: dict[int, str] = {}
    for module in modules.values():
        for identity, name in module.short_names().items():
            found.setdefault(identity, name)
    return found
