"""To PyTorch: the same model, made of PyTorch's modules, with the same numbers in double precision.

The other way round needs nothing: `model.load_state_dict(torch_model.state_dict())`.
"""

from collections.abc import Callable
from typing import Any

from autograd.engine.codegen.python import OPS
from autograd.nn.layers import (
    activations,
    attention,
    containers,
    convolution,
    dense,
    dropout,
    normalisation,
    perceptron,
    recurrent,
)
from autograd.nn.modules.module import Module

MAKERS: dict[type[Module], Callable[[Any, Any], Any]] = {}
"""How each kind of module is made with PyTorch: from our module and `torch.nn`."""

MODULES = {
    "relu": "ReLU",
    "tanh": "Tanh",
    "sigmoid": "Sigmoid",
    "softplus": "Softplus",
    "leaky_relu": "LeakyReLU",
    "elu": "ELU",
    "silu": "SiLU",
    "gelu": "GELU",
}
"""Operations that PyTorch has as modules, which take the operation's settings in the same order."""

FUNCTIONS = (
    *("neg", "exp", "log", "log2", "sqrt", "sin", "cos", "tan", "atan", "sinh", "cosh", "erf", "abs"),
    "clip",  # Hardtanh is another: flat at its ends
)
"""Operations that PyTorch has as functions of the same name and the same meaning; a name alone says little."""


def to_torch(model: Module) -> Any:
    """The model as a `torch.nn.Module` in double precision, with the same state; TypeError for what PyTorch lacks.

    The state dicts of both have the same names; an `MLP` becomes a `Sequential` of dense layers. Needs PyTorch and
    raises ImportError, with what to do instead, where there is none.

    >>> import torch
    >>> from autograd.nn import Linear, to_torch
    >>> ours = Linear(2, 1)
    >>> theirs = to_torch(ours)
    >>> theirs.weight.tolist() == ours.state_dict()["weight"]
    True
    >>> theirs(torch.ones(1, 2, dtype=torch.float64)).shape
    torch.Size([1, 1])
    """
    try:
        import torch
    except ImportError:
        raise ImportError(
            "to_torch needs PyTorch: pip install torch; without it, state_dict() gives all numbers as plain lists"
        ) from None
    made = converted(model, torch.nn).double()
    if not isinstance(model, perceptron.MLP):
        kinds = {name: tensor.dtype for name, tensor in made.state_dict().items()}
        ours = model.state_dict()
        made.load_state_dict({name: torch.tensor(ours[name], dtype=kind) for name, kind in kinds.items()})
    return made.train(model.training)


def converted(module: Module, nn: Any) -> Any:
    """PyTorch's module for one of ours, with numbers of its own."""
    for kind in type(module).__mro__:
        if kind in MAKERS:
            return MAKERS[kind](module, nn)
    raise TypeError(f"to_torch: PyTorch has no module for {module!r}")


def maker(kind: type[Module]) -> Callable[[Callable[[Any, Any], Any]], Callable[[Any, Any], Any]]:
    """Register how a kind of module is made."""

    def register(make: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        MAKERS[kind] = make
        return make

    return register


def applied(nn: Any, activation: Any) -> Any:
    """An activation function as PyTorch's module."""
    if activation is None:
        return nn.Identity()
    if isinstance(activation, Module):
        return converted(activation, nn)
    name = getattr(activation, "name", "")
    rule = getattr(activation, "base", activation)
    ours = OPS.get(name) is rule and rule.__module__ == "autograd.engine.ops"  # not a user's, of the same name
    settings = tuple(activation.parameters.values()) if ours else ()
    if ours and name in MODULES:
        return getattr(nn, MODULES[name])(*settings)
    if not ours or name not in FUNCTIONS:
        raise TypeError(f"to_torch: PyTorch has no function {perceptron.written(activation)!r}")

    import torch

    class Applied(nn.Module):  # type: ignore[misc]
        def forward(self, x: Any) -> Any:
            return getattr(torch, name)(x, *settings)

    return Applied()


MAKERS[activations.Activation] = lambda ours, nn: applied(nn, ours.operation)
MAKERS[activations.Softmax] = lambda ours, nn: nn.Softmax(ours.dim)
MAKERS[activations.LogSoftmax] = lambda ours, nn: nn.LogSoftmax(ours.dim)
MAKERS[containers.Sequential] = lambda ours, nn: nn.Sequential(*(converted(module, nn) for module in ours))
MAKERS[dense.Linear] = lambda ours, nn: nn.Linear(ours.in_features, ours.out_features, bias=ours.bias is not None)
MAKERS[dense.Flatten] = lambda ours, nn: nn.Flatten()
MAKERS[dense.Embedding] = lambda ours, nn: nn.Embedding(ours.num_embeddings, ours.embedding_dim)
MAKERS[normalisation.LayerNorm] = lambda ours, nn: nn.LayerNorm(ours.normalized_shape, eps=ours.eps)
MAKERS[normalisation.RMSNorm] = lambda ours, nn: nn.RMSNorm(ours.normalized_shape, eps=ours.eps)
MAKERS[convolution.MaxPool2d] = lambda ours, nn: nn.MaxPool2d(ours.kernel_size, ours.stride)
MAKERS[convolution.AvgPool2d] = lambda ours, nn: nn.AvgPool2d(ours.kernel_size, ours.stride)


MAKERS[dropout.Dropout] = lambda ours, nn: nn.Dropout(ours.p)


@maker(recurrent.RNN)
@maker(recurrent.LSTM)
@maker(recurrent.GRU)
def _recurrent(ours: Any, nn: Any) -> Any:
    names = ("num_layers", "bias", "batch_first", "dropout", "bidirectional", "nonlinearity")
    options = {name: getattr(ours, name) for name in names if hasattr(ours, name)}
    kind = next(kind.__name__ for kind in type(ours).__mro__ if kind in MAKERS)
    return getattr(nn, kind)(ours.input_size, ours.hidden_size, **options)


@maker(convolution.Conv2d)
def _conv(ours: Any, nn: Any) -> Any:
    return nn.Conv2d(
        ours.in_channels, ours.out_channels, ours.kernel_size, ours.stride, ours.padding, bias=ours.bias is not None
    )


@maker(normalisation.BatchNorm)
def _batch_norm(ours: Any, nn: Any) -> Any:
    class BatchNorm(nn.modules.batchnorm._BatchNorm):  # type: ignore[misc]
        def _check_input_dim(self, x: Any) -> None:
            """Rows and images alike, as ours."""

    return BatchNorm(ours.num_features, eps=ours.eps, momentum=ours.momentum)


@maker(containers.Residual)
def _residual(ours: Any, nn: Any) -> Any:
    class Residual(nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.inner = converted(ours.inner, nn)
            self.activation = applied(nn, ours.activation)

        def forward(self, x: Any) -> Any:
            return self.activation(self.inner(x) + x)

    return Residual()


@maker(attention.Attention)
def _attention(ours: Any, nn: Any) -> Any:
    import torch

    class Attention(nn.MultiheadAttention):  # type: ignore[misc]
        def forward(self, x: Any) -> Any:
            length = x.shape[-2]
            hidden = torch.ones(length, length, dtype=torch.bool).triu(1) if ours.causal else None
            return super().forward(x, x, x, need_weights=False, attn_mask=hidden)[0]

    return Attention(ours.embed_dim, ours.num_heads, bias=ours.in_proj_bias is not None, batch_first=True)


@maker(perceptron.MLP)
def _mlp(ours: Any, nn: Any) -> Any:
    import torch

    class Alone(nn.Module):  # type: ignore[misc]
        def forward(self, x: Any) -> Any:
            return x.squeeze(-1) if x.shape[-1] == 1 else x

    made = []
    for layer in ours.layers:
        dense_layer = nn.Linear(layer.neurons[0].nin, len(layer.neurons)).double()
        with torch.no_grad():
            for place, neuron in enumerate(layer.neurons):
                dense_layer.weight[place] = torch.tensor([w.data for w in neuron.w], dtype=torch.float64)
                dense_layer.bias[place] = neuron.b.data
        made += [dense_layer, applied(nn, layer.neurons[0].activation)]
    return nn.Sequential(*made, Alone())
