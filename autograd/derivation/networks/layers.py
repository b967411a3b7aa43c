"""The layers that a graph came out of, written as a worksheet: a statement for each call of a module, or several."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from autograd.derivation.networks import attention, dense, images, norms, recurrent
from autograd.derivation.networks.sheet import NetworkSheet, held
from autograd.engine.naming import entries
from autograd.errors import LanguageError
from autograd.nn import (
    GRU,
    LSTM,
    RNN,
    Activation,
    Attention,
    AvgPool2d,
    BatchNorm,
    Conv2d,
    Dropout,
    Embedding,
    Flatten,
    Layer,
    LayerNorm,
    Linear,
    MaxPool2d,
    Neuron,
    Residual,
    RMSNorm,
    Softmax,
)
from autograd.records.calls import Call

Writer = Callable[..., None]

WRITERS: dict[type, Writer] = {
    Linear: dense.dense,
    Layer: dense.dense,
    Neuron: dense.dense,
    Softmax: dense.softmax,
    Residual: dense.residual,
    Dropout: dense.dropout,
    Flatten: dense.flatten,
    Embedding: dense.embedding,
    Activation: dense.elementwise,
    Conv2d: images.convolution,
    MaxPool2d: images.pooling,
    AvgPool2d: images.pooling,
    BatchNorm: norms.batch_norm,
    RMSNorm: norms.layer_norm,
    LayerNorm: norms.layer_norm,
    Attention: attention.attention,
    RNN: recurrent.recurrent,
    LSTM: recurrent.recurrent,
    GRU: recurrent.recurrent,
}
"""How a kind of module is written."""

WHOLE = (Layer, Neuron, Linear, Attention)
"""Modules that are one statement with what is called inside them."""


def write_calls(sheet: NetworkSheet, traces: Iterable[Sequence[Call]]) -> None:
    """Write the calls inside outermost calls; LanguageError for a module that has no such form."""
    for calls in traces:
        for call in _outer(calls):
            kind = next((kind for kind in WRITERS if isinstance(call.module, kind)), None)
            if kind is None:
                raise LanguageError(f"{call.module!r} is not written in matrices here: explain it by name or operation")
            received = _received(call, call is calls[-1])
            values = held(value for _, value in entries(call.returned))
            WRITERS[kind](sheet, call.module, received[0], values, *received[1:])


def _received(call: Call, is_outermost: bool) -> tuple[Any, ...]:
    """What a module was called with, argument by argument."""
    if is_outermost:
        return (*call.received[0], *call.received[1:])
    first = call.received[0]
    return (*first, *call.received[1:]) if isinstance(first, tuple) and len(call.received) > 1 else call.received


def _outer(calls: Sequence[Call]) -> list[Call]:
    """The calls that are statements: not those inside them, nor modules that only call others."""
    found: list[tuple[int, Call]] = []
    for place, call in enumerate(calls):
        if isinstance(call.module, WHOLE):
            found = [each for each in found if each[0] < call.first]
        elif call.first < place and not isinstance(call.module, Residual):
            continue
        found.append((place, call))
    return [call for _, call in found]
