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
    from autograd.nn.activations import (
        Activation as Activation,
        LogSoftmax as LogSoftmax,
        ReLU as ReLU,
        Sigmoid as Sigmoid,
        Softmax as Softmax,
        Softplus as Softplus,
        Tanh as Tanh,
    )
    from autograd.nn.attention import Attention as Attention
    from autograd.nn.containers import Residual as Residual, Sequential as Sequential
    from autograd.nn.convolution import AvgPool2d as AvgPool2d, Conv2d as Conv2d, MaxPool2d as MaxPool2d
    from autograd.nn.dense import Embedding as Embedding, Flatten as Flatten, Linear as Linear
    from autograd.nn.functions import log_softmax as log_softmax, logsumexp as logsumexp, softmax as softmax
    from autograd.nn.interchange import to_torch as to_torch
    from autograd.nn.losses import (
        binary_cross_entropy as binary_cross_entropy,
        binary_cross_entropy_with_logits as binary_cross_entropy_with_logits,
        cross_entropy as cross_entropy,
        half_squared_error as half_squared_error,
        hinge as hinge,
        l2_penalty as l2_penalty,
        mse as mse,
    )
    from autograd.nn.module import Module as Module
    from autograd.nn.normalisation import BatchNorm as BatchNorm, LayerNorm as LayerNorm, RMSNorm as RMSNorm
    from autograd.nn.perceptron import MLP as MLP, Layer as Layer, Neuron as Neuron
    from autograd.nn.tables import Summary as Summary, summary as summary

_HOMES = {
    "activations": "Activation LogSoftmax ReLU Sigmoid Softmax Softplus Tanh",
    "attention": "Attention",
    "containers": "Residual Sequential",
    "convolution": "AvgPool2d Conv2d MaxPool2d",
    "dense": "Embedding Flatten Linear",
    "functions": "log_softmax logsumexp softmax",
    "losses": "binary_cross_entropy binary_cross_entropy_with_logits cross_entropy half_squared_error hinge l2_penalty"
    " mse",
    "interchange": "to_torch",
    "module": "Module",
    "normalisation": "BatchNorm LayerNorm RMSNorm",
    "perceptron": "MLP Layer Neuron",
    "tables": "Summary summary",
}
"""Which module each public name is from."""

_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}

__all__ = [
    "MLP",
    "Activation",
    "Attention",
    "AvgPool2d",
    "BatchNorm",
    "Conv2d",
    "Embedding",
    "Flatten",
    "Layer",
    "LayerNorm",
    "Linear",
    "LogSoftmax",
    "MaxPool2d",
    "Module",
    "Neuron",
    "RMSNorm",
    "ReLU",
    "Residual",
    "Sequential",
    "Sigmoid",
    "Softmax",
    "Softplus",
    "Summary",
    "Tanh",
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "cross_entropy",
    "half_squared_error",
    "hinge",
    "l2_penalty",
    "log_softmax",
    "logsumexp",
    "mse",
    "softmax",
    "summary",
    "to_torch",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'autograd.nn' has no attribute {name!r}")
    found = getattr(import_module(f"autograd.nn.{_HOME[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
