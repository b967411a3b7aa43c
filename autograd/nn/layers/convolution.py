"""Layers on images: channels × height × width, or a batch of those."""

import math
import random
from functools import reduce
from operator import index
from typing import Any

from autograd.engine.codegen.python import OPS
from autograd.engine.value import constant
from autograd.nn.counts.counting import convolution_multiplies, width, window_positions
from autograd.nn.functional.functions import total
from autograd.nn.modules.arrays import on_arrays, refused
from autograd.nn.modules.calls import OnLists
from autograd.nn.modules.holdings import Shape, size
from autograd.nn.modules.module import uniform
from autograd.support.lazy import np

Pair = tuple[int, int]


class _Window(OnLists):
    """What slides over an image: the sizes of its window and of what comes out."""

    kernel_size: Pair
    stride: Pair
    padding: Pair

    def channels_out(self, channels: int) -> int:
        return channels

    def output_shape(self, shape: Shape) -> Shape:
        """(channels, height, width) of what comes out."""
        if len(shape) not in (3, 4):
            raise refused(self, "(channels, height, width)", shape)
        *batch, channels, height, wide = shape
        try:
            sizes = [
                window_positions(*along)
                for along in zip((height, wide), self.kernel_size, self.stride, self.padding, strict=True)
            ]
        except ValueError as error:
            raise ValueError(f"{self!r} on an image of {height} × {wide}: {error}") from None
        return (*batch, self.channels_out(channels), *sizes)

    def windows(self, x: Any) -> Any:
        """What the window sees: (…, channels, rows, columns, kernel height, kernel width)."""
        if any(self.padding):
            around = [(0, 0)] * (x.ndim - 2) + [(pad, pad) for pad in self.padding]
            zero: Any = constant(0.0)  # NumPy does not declare that objects can stand around an array
            x = np.pad(x, around, constant_values=zero)
        slide: Any = np.lib.stride_tricks.sliding_window_view  # older NumPys do not declare that axis may be two
        seen = slide(x, self.kernel_size, axis=(-2, -1))
        return seen[..., :: self.stride[0], :: self.stride[1], :, :]

    def _text(self, *first: Any) -> str:
        same = {
            "kernel_size": self.kernel_size,
            **({"stride": self.stride} if self.stride != self._default_stride() else {}),
            **({"padding": self.padding} if any(self.padding) else {}),
        }
        named = [f"{name}={pair[0] if pair[0] == pair[1] else pair}" for name, pair in same.items()]
        return f"{type(self).__name__}({', '.join([*map(str, first), *named])})"

    def _default_stride(self) -> Pair:
        return (1, 1)


class Conv2d(_Window):
    """`out_channels` learned windows over an image of `in_channels`, each with a bias: filters.

    Takes (in_channels, height, width) or a batch of those and gives (out_channels, …, …), with (size + 2·padding −
    kernel)/stride + 1 numbers along each axis, rounded down. `weight` has the shape (out_channels, in_channels, height,
    width); it and `bias` are drawn from ±1/√(numbers seen). `padding` zeros are put around the image. ValueError for
    an image of other channels, or too small for the window.

    >>> from autograd.nn import Conv2d
    >>> layer = Conv2d(3, 5, kernel_size=3)
    >>> layer.output_shape((3, 100, 100)), layer.weight.shape
    ((5, 98, 98), (5, 3, 3, 3))
    """

    weight: Any
    bias: Any

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int | Pair,
        stride: int | Pair = 1,
        padding: int | Pair = 0,
        bias: bool = True,
        rng: random.Random | None = None,
    ) -> None:
        self.in_channels = width(in_channels, "Conv2d", "channels")
        self.out_channels = width(out_channels, "Conv2d", "filters")
        self.kernel_size = pair(kernel_size, "Conv2d", "kernel_size")
        self.stride = pair(stride, "Conv2d", "stride")
        self.padding = pair(padding, "Conv2d", "padding", least=0)
        draw = uniform(1 / math.sqrt(in_channels * self.kernel_size[0] * self.kernel_size[1]))
        shape = out_channels, in_channels, *self.kernel_size
        self.declare(rng, weight=(shape, draw), bias=((out_channels,), draw) if bias else None)

    def channels_out(self, channels: int) -> int:
        """One for each filter."""
        return self.out_channels

    def output_shape(self, shape: Shape) -> Shape:
        """(filters, height, width) of what comes out."""
        if len(shape) not in (3, 4) or shape[-3] != self.in_channels:
            raise refused(self, f"({self.in_channels}, height, width)", shape)
        return super().output_shape(shape)

    @on_arrays
    def forward(self, x: Any) -> Any:
        """The filtered image, or batch of them."""
        *batch, filters, rows, columns = self.output_shape(x.shape)
        seen = np.moveaxis(self.windows(x), -5, -3)  # (…, rows, columns, channels, kernel, kernel)
        weights = self.weight.reshape(filters, -1)
        filtered = seen.reshape(*batch, rows, columns, -1) @ weights.T
        return np.moveaxis(filtered if self.bias is None else filtered + self.bias, -1, -3)

    def multiplies(self, shape: Shape) -> int:
        """Each weight at each place."""
        *batch, filters, rows, columns = self.output_shape(shape)
        one = convolution_multiplies(self.in_channels, filters, self.kernel_size, (rows, columns))
        return size(tuple(batch)) * one

    def __repr__(self) -> str:
        return self._text(self.in_channels, self.out_channels)


class MaxPool2d(_Window):
    """The largest number in each window; equal ones share the gradient. The stride is the window by default.

    Takes images (channels, height, width) or a batch of those; the channels stay apart.

    >>> from autograd.nn import MaxPool2d
    >>> MaxPool2d(2)([[[1.0, 2.0, 0.0, 0.0], [3.0, 4.0, 0.0, 5.0]]])  # one channel, 2 × 4
    [[[Value(4.0), Value(5.0)]]]
    """

    def __init__(self, kernel_size: int | Pair, stride: int | Pair | None = None) -> None:
        where = type(self).__name__
        self.kernel_size, self.padding = pair(kernel_size, where, "kernel_size"), (0, 0)
        self.stride = self.kernel_size if stride is None else pair(stride, where, "stride")

    @on_arrays
    def forward(self, x: Any) -> Any:
        """The pooled image, or batch of them."""
        result = np.empty(self.output_shape(x.shape), dtype=object)
        seen = self.windows(x).reshape(result.size, -1)
        result.flat[:] = [self._pooled(list(window)) for window in seen]
        return result

    def _pooled(self, window: list[Any]) -> Any:
        return reduce(OPS["maximum"], window)

    def _default_stride(self) -> Pair:
        return self.kernel_size

    def __repr__(self) -> str:
        return self._text()


class AvgPool2d(MaxPool2d):
    """The mean of each window. The stride is the window by default.

    Takes images (channels, height, width) or a batch of those; the channels stay apart.

    >>> from autograd.nn import AvgPool2d
    >>> AvgPool2d(2)([[[1.0, 2.0, 0.0, 0.0], [3.0, 4.0, 0.0, 5.0]]])  # one channel, 2 × 4
    [[[Value(2.5), Value(1.25)]]]
    """

    def _pooled(self, window: list[Any]) -> Any:
        return total(window) / len(window)


def pair(sizes: Any, where: str, what: str, least: int = 1) -> Pair:
    """A size for both axes, given as one number or as two; TypeError unless whole, ValueError below the least."""
    try:
        high, wide = map(index, sizes if hasattr(sizes, "__len__") else (sizes, sizes))
    except (TypeError, ValueError):
        raise TypeError(f"{where}: expected a whole number for {what}, or two of them, got {sizes!r}") from None
    if min(high, wide) < least:
        raise ValueError(f"{where}: expected a {what} of at least {least}, got {sizes!r}")
    return high, wide
