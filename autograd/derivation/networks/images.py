"""Layers on images: a row for each channel, and the windows that a filter sees side by side, a column each.

So a convolution is a matrix product, Z = W@P + b, and ∂L/∂W = ∂L/∂Z Pᵀ; each entry of the image gets the sum over all
places at which it stands in P.
"""

from collections.abc import Sequence
from typing import Any

from autograd.derivation.networks.rows import array_of, filled
from autograd.derivation.networks.sheet import NetworkSheet
from autograd.support.lazy import np


def received(sheet: NetworkSheet, module: Any, x: Any) -> tuple[str, Any]:
    """The name of an image, or a batch of them, and which entry stands where in it."""
    array = array_of(x)
    if array.ndim == 3:
        array = array[None]
    batch, channels, height, width = array.shape
    rows = np.moveaxis(array, 1, 0).reshape(channels, -1)
    places = sheet.located(rows.flat, repr(module))
    if any(isinstance(place, tuple) for place in places):
        name = sheet.whole(places, rows.shape) or sheet.gathered(places, rows.shape, "x")
    else:
        name = sheet.given(rows, "x")
    sheet.grids[name] = batch, channels, height, width
    own = filled(rows.shape, [(name, place) for place in range(rows.size)])
    return name, np.moveaxis(own.reshape(channels, batch, height, width), 0, 1)


def convolution(sheet: NetworkSheet, module: Any, x: Any, values: Sequence[Any]) -> None:
    """The windows, each a column, times the filters, each a row."""
    name, grid = received(sheet, module, x)
    windows = _windows(module, grid)  # batch, channels, rows, columns, kernel height, kernel width
    columns = np.transpose(windows, (1, 4, 5, 0, 2, 3)).reshape(-1, windows.shape[0] * prod_of(windows.shape[2:4]))
    patches = sheet.gathered(list(columns.flat), columns.shape, "p")
    sheet.told[patches] = f"the windows of {name}, a column each"
    filters = module.out_channels
    if id(module) not in sheet.parameters:
        number = sheet.new("W").removeprefix("W")
        names = [sheet.give(f"W{number}", module.weight.reshape(filters, -1))]
        names += [sheet.give(f"b{number}", module.bias)] if module.bias is not None else []
        sheet.parameters[id(module)] = tuple(names)
    weight, *bias = sheet.parameters[id(module)]
    image(sheet, " + ".join([f"{weight}@{patches}", *bias]), grid.shape[0], windows.shape[2:4], filters, values, "z")


def prod_of(sizes: Sequence[int]) -> int:
    """Rows times columns."""
    return int(sizes[0]) * int(sizes[1])


def _windows(module: Any, grid: Any) -> Any:
    """What each window sees; round the image stand zeros."""
    plain = np.empty(grid.shape, dtype=int)
    plain.flat[:] = range(grid.size)
    pads = [(0, 0), (0, 0), *((pad, pad) for pad in module.padding)]
    slide: Any = np.lib.stride_tricks.sliding_window_view
    seen = slide(np.pad(plain, pads, constant_values=-1), module.kernel_size, axis=(-2, -1))
    seen = seen[..., :: module.stride[0], :: module.stride[1], :, :]
    entries = list(grid.flat)
    return filled(seen.shape, [entries[place] if place >= 0 else 0.0 for place in seen.flat])


def image(
    sheet: NetworkSheet,
    formula: str,
    batch: int,
    size: Sequence[int],
    channels: int,
    values: Sequence[Any],
    letter: str,
) -> str:
    """A statement that makes an image."""
    shape = channels, batch * prod_of(size)
    own = array_of(list(values)).reshape(batch, channels, -1)
    rows = np.moveaxis(own, 1, 0).reshape(-1)
    name = sheet.define(sheet.called(letter, shape), formula, shape, list(rows))
    sheet.grids[name] = batch, channels, int(size[0]), int(size[1])
    return name


def pooling(sheet: NetworkSheet, module: Any, x: Any, values: Sequence[Any]) -> None:
    """The largest or the mean of each window, entry by entry."""
    name, grid = received(sheet, module, x)
    windows = _windows(module, grid)
    batch, channels, *size = windows.shape[:4]
    function = "max" if type(module).__name__ == "MaxPool2d" else "mean"
    rows = []
    for channel in range(channels):
        written = []
        for sample in range(batch):
            for window in windows[sample, channel].reshape(prod_of(size), -1):
                seen = [sheet.entry(*place) for place in window]
                written.append(_pooled(function, seen))
        rows.append(f"[{', '.join(written)}]")
    pooled = image(sheet, f"[{', '.join(rows)}]", batch, size, channels, values, "h")
    sheet.told[pooled] = f"the {'largest' if function == 'max' else 'mean'} of each window of {name}"


def _pooled(function: str, seen: Sequence[str]) -> str:
    if len(seen) == 1:
        return seen[0]
    return f"max({', '.join(seen)})" if function == "max" else f"({' + '.join(seen)})/{len(seen)}"
