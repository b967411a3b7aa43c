"""How large layers are and what they cost, in closed form: output sizes, parameters, multiplications.

Sizes along an axis and numbers of channels are plain whole numbers, so nothing here depends on the order in which
someone writes height, width and channels.
"""

from operator import index

from autograd.support.types import Any


def width(count: Any, where: str, what: str) -> int:
    """A number of inputs or neurons as an int; TypeError unless it is whole, ValueError unless it is positive."""
    try:
        found = index(count)
    except TypeError:
        raise TypeError(f"{where}: expected a whole number of {what}, got {count!r}") from None
    if found < 1:
        raise ValueError(f"{where}: expected at least one of its {what}, got {found}")
    return found


def window_positions(size: int, kernel: int, stride: int = 1, padding: int = 0) -> int:
    """How many places a window of `kernel` has along an axis of `size`: the size of what comes out.

    ValueError if it has none.

    >>> window_positions(100, 3), window_positions(96, 5, stride=2), window_positions(100, 5, padding=2)
    (98, 46, 100)
    """
    if kernel < 1 or stride < 1 or padding < 0:
        raise ValueError(f"kernel {kernel}, stride {stride}, padding {padding}: expected at least 1, 1 and 0")
    if kernel > size + 2 * padding:
        around = f" with {padding} on either side" if padding else ""
        raise ValueError(f"a kernel of {kernel} does not fit into {size}{around}")
    return (size + 2 * padding - kernel) // stride + 1


def dense_parameters(inputs: int, outputs: int, bias: bool = True) -> int:
    """The weights of a dense layer, and a bias for each output.

    >>> dense_parameters(10, 50) + dense_parameters(50, 3)
    703
    """
    return inputs * outputs + outputs * bias


def dense_multiplies(inputs: int, outputs: int) -> int:
    """The multiplications of a dense layer for one input: one for each weight."""
    return inputs * outputs


def convolution_parameters(channels: int, filters: int, kernel: tuple[int, int], bias: bool = True) -> int:
    """The weights of a convolution, each filter as deep as there are input channels, and a bias for each filter.

    >>> convolution_parameters(3, 100, (3, 3))
    2800
    """
    return kernel[0] * kernel[1] * channels * filters + filters * bias


def convolution_multiplies(channels: int, filters: int, kernel: tuple[int, int], places: tuple[int, int]) -> int:
    """The multiplications of a convolution for one image: its weights at each of the `places` of the output.

    >>> convolution_multiplies(3, 5, (3, 3), (98, 98))
    1296540
    """
    return convolution_parameters(channels, filters, kernel, bias=False) * places[0] * places[1]


def attention_multiplies(length: int, features: int, causal: bool = False) -> int:
    """The multiplications of self-attention over a sequence: four projections, the scores, the weighted values.

    The number of heads does not matter; a causal one scores only the pairs that look back.
    """
    pairs = length * (length + 1) // 2 if causal else length * length
    return length * dense_multiplies(features, 4 * features) + 2 * pairs * features
