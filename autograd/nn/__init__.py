"""Networks built from single numbers; `MLP` and its parts are those of micrograd.

>>> import random
>>> from autograd.nn import MLP
>>> model = MLP(2, [16, 16, 1], rng=random.Random(0))
>>> len(model.parameters())
337
"""

from importlib import import_module

from autograd.support.types import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograd.nn.counts.tables import Summary as Summary, summary as summary
    from autograd.nn.exchange.interchange import to_torch as to_torch
    from autograd.nn.functional.functions import log_softmax as log_softmax, logsumexp as logsumexp, softmax as softmax
    from autograd.nn.functional.initialisation import initialise as initialise
    from autograd.nn.functional.losses import (
        binary_cross_entropy as binary_cross_entropy,
        binary_cross_entropy_with_logits as binary_cross_entropy_with_logits,
        cross_entropy as cross_entropy,
        half_squared_error as half_squared_error,
        hinge as hinge,
        l2_penalty as l2_penalty,
        mse as mse,
    )
    from autograd.nn.layers.activations import (
        ELU as ELU,
        GELU as GELU,
        Activation as Activation,
        LeakyReLU as LeakyReLU,
        LogSoftmax as LogSoftmax,
        ReLU as ReLU,
        Sigmoid as Sigmoid,
        SiLU as SiLU,
        Softmax as Softmax,
        Softplus as Softplus,
        Tanh as Tanh,
    )
    from autograd.nn.layers.attention import Attention as Attention
    from autograd.nn.layers.containers import Residual as Residual, Sequential as Sequential
    from autograd.nn.layers.convolution import AvgPool2d as AvgPool2d, Conv2d as Conv2d, MaxPool2d as MaxPool2d
    from autograd.nn.layers.dense import Embedding as Embedding, Flatten as Flatten, Linear as Linear
    from autograd.nn.layers.dropout import Dropout as Dropout
    from autograd.nn.layers.normalisation import BatchNorm as BatchNorm, LayerNorm as LayerNorm, RMSNorm as RMSNorm
    from autograd.nn.layers.perceptron import MLP as MLP, Layer as Layer, Neuron as Neuron
    from autograd.nn.layers.recurrent import GRU as GRU, LSTM as LSTM, RNN as RNN
    from autograd.nn.modules.module import Module as Module

_HOMES = {
    "layers.activations": "Activation ELU GELU LeakyReLU LogSoftmax ReLU SiLU Sigmoid Softmax Softplus Tanh",
    "layers.attention": "Attention",
    "layers.containers": "Residual Sequential",
    "layers.convolution": "AvgPool2d Conv2d MaxPool2d",
    "layers.dense": "Embedding Flatten Linear",
    "layers.dropout": "Dropout",
    "functional.initialisation": "initialise",
    "functional.functions": "log_softmax logsumexp softmax",
    "functional.losses": "binary_cross_entropy binary_cross_entropy_with_logits cross_entropy half_squared_error hinge"
    " l2_penalty mse",
    "exchange.interchange": "to_torch",
    "modules.module": "Module",
    "layers.normalisation": "BatchNorm LayerNorm RMSNorm",
    "layers.perceptron": "MLP Layer Neuron",
    "layers.recurrent": "GRU LSTM RNN",
    "counts.tables": "Summary summary",
}
"""Which module each public name is from: the one list of them, which a test holds the imports above against."""

_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}

__all__ = sorted(_HOME, key=lambda name: (not name.isupper(), name))


if not TYPE_CHECKING:  # to type checkers, what is not named above is not there

    def __getattr__(name: str) -> Any:
        if name not in _HOME:
            raise AttributeError(f"module 'autograd.nn' has no attribute {name!r}")
        found = getattr(import_module(f"autograd.nn.{_HOME[name]}"), name)
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    """The public names: what a tab key offers."""
    return sorted({*_HOME, "__all__"})
