"""Numbers to begin with, by the names that PyTorch has for them."""

import math
import random
from collections.abc import Callable
from typing import Any

from autograd.engine.arguments import setting
from autograd.engine.codegen.python import Value
from autograd.nn.modules.holdings import attributes, is_parameter
from autograd.nn.modules.module import Module
from autograd.support.lazy import np

GAINS = {
    "linear": 1.0,
    "sigmoid": 1.0,
    "tanh": 5 / 3,
    "relu": math.sqrt(2),
    "leaky_relu": math.sqrt(2 / (1 + 0.01**2)),
    "selu": 3 / 4,
}
"""By how much larger weights are before an activation, so that numbers keep their spread, as in PyTorch."""

Rule = Callable[[Any, random.Random, float, str], Any]


def initialise(
    weights: Any, name: str, rng: random.Random | None = None, gain: float | str = 1.0, mode: str = "fan_in"
) -> None:
    """Give weights new numbers: an array of Values with two axes or more, or all such arrays of a module.

    `name` is "zeros", "ones", "xavier_uniform", "xavier_normal", "kaiming_uniform", "kaiming_normal" or "orthogonal".
    With fans of n inputs and m outputs (times the size of a kernel) Xavier's deviation is gain·√(2/(n + m)) and
    Kaiming's gain/√n, with the `mode` "fan_out" gain/√m; uniform numbers go to √3 times that. `gain` is a number or the
    name of an activation: "relu" stands for √2, "tanh" for 5/3. ValueError for other names and for arrays of fewer
    axes. Source: Glorot and Bengio (2010); He et al. (2015); Saxe et al. (2014).

    >>> import random
    >>> from autograd.nn import Linear, initialise
    >>> layer = Linear(100, 50)
    >>> initialise(layer, "kaiming_uniform", random.Random(0), gain="relu")
    >>> max(abs(w.data) for w in layer.weight.flat) < (6 / 100) ** 0.5
    True
    """
    if name not in RULES:
        raise ValueError(f"initialise: expected one of {', '.join(RULES)} as name, got {name!r}")
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(f'initialise: expected "fan_in" or "fan_out" as mode, got {mode!r}')
    if isinstance(gain, str) and gain not in GAINS:
        raise ValueError(f"initialise: expected a number or one of {', '.join(GAINS)} as gain, got {gain!r}")
    factor = GAINS[gain] if isinstance(gain, str) else setting(gain, "initialise", "gain")
    generator: Any = random if rng is None else rng
    arrays = _arrays(weights)
    made = [RULES[name](array, generator, factor, mode) for array in arrays]
    for array, numbers in zip(arrays, made, strict=True):
        for value, number in zip(array.flat, numbers.flat, strict=True):
            value.data = float(number)


def _arrays(weights: Any) -> list[Any]:
    """The arrays of two axes or more; ValueError if there are none, TypeError for what has no weights."""
    if isinstance(weights, Module):
        found = []
        for _, module in weights.named_modules():
            module.make()
            found += [held for _, held in attributes(module) if _is_matrix(held)]
        if not found:
            raise ValueError(f"initialise: {weights!r} has no array of weights with two axes or more")
        return found
    array = np.array(weights, dtype=object)
    if not all(isinstance(value, Value) and is_parameter(value) for value in array.flat):
        raise TypeError(f"initialise: expected a module or an array of leaf Values, got {type(weights).__name__}")
    if array.ndim < 2:
        raise ValueError(f"initialise: expected an array with two axes or more, got shape {array.shape}")
    return [array]


def _is_matrix(held: Any) -> bool:
    return isinstance(held, np.ndarray) and held.dtype == object and held.ndim > 1 and all(map(is_parameter, held.flat))


def fans(shape: tuple[int, ...]) -> tuple[int, int]:
    """How many inputs each output has, and how many outputs each input.

    >>> fans((50, 100)), fans((8, 3, 5, 5))
    ((100, 50), (75, 200))
    """
    kernel = math.prod(shape[2:])
    return shape[1] * kernel, shape[0] * kernel


def _xavier(gain: float, shape: tuple[int, ...], mode: str) -> float:
    return gain * math.sqrt(2 / sum(fans(shape)))


def _kaiming(gain: float, shape: tuple[int, ...], mode: str) -> float:
    return gain / math.sqrt(fans(shape)[mode == "fan_out"])


def _drawn(deviation: Callable[..., float], uniform: bool) -> Rule:
    def rule(array: Any, rng: random.Random, gain: float, mode: str) -> Any:
        size = deviation(gain, array.shape, mode)
        bound = math.sqrt(3) * size
        draws = range(array.size)
        return np.array([rng.uniform(-bound, bound) if uniform else rng.gauss(0.0, size) for _ in draws])

    return rule


def _orthogonal(array: Any, rng: random.Random, gain: float, mode: str) -> Any:
    """Rows (or columns, if there are more rows) that stand at right angles, of length `gain`."""
    rows, columns = array.shape[0], array.size // array.shape[0]
    drawn = np.array([rng.gauss(0.0, 1.0) for _ in range(array.size)]).reshape(max(rows, columns), min(rows, columns))
    q, r = np.linalg.qr(drawn)
    q = q * np.sign(np.diag(r))  # so that every direction is as likely
    return gain * (q if rows >= columns else q.T)


RULES: dict[str, Rule] = {
    "zeros": lambda array, rng, gain, mode: np.zeros(array.size),
    "ones": lambda array, rng, gain, mode: np.ones(array.size),
    "xavier_uniform": _drawn(_xavier, uniform=True),
    "xavier_normal": _drawn(_xavier, uniform=False),
    "kaiming_uniform": _drawn(_kaiming, uniform=True),
    "kaiming_normal": _drawn(_kaiming, uniform=False),
    "orthogonal": _orthogonal,
}
"""Numbers for an array of weights, by the name of the rule."""
