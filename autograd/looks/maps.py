"""Colour maps for numbers, in the project's colours, and what they are on dark pages."""

from typing import Any

from autograd.looks.palette import BACKWARD, BACKWARD_DARK, DARK, FORWARD, FORWARD_DARK

MIDDLE, MIDDLE_DARK = "#e9ebee", "#2a313a"
"""The colour of 0: pale on light pages and dull on dark ones, and on both it can be told from the page."""


def diverging() -> Any:
    """A matplotlib colour map from orange (below 0) to blue (above): `imshow(a, cmap=diverging(), vmin=-1, vmax=1)`.

    `vmin` and `vmax` are to have the same size, or 0 is not in the middle. ImportError without matplotlib.
    """
    return _map(BACKWARD, MIDDLE, FORWARD)


def _map(*colours: str) -> Any:
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("autograd", colours)


def counterparts() -> dict[str, str]:
    """What a colour of `diverging()`, or of the map `Blues` of plots, is on dark pages."""
    from matplotlib import colormaps
    from matplotlib.colors import to_hex

    pairs = (
        (diverging(), _map(BACKWARD_DARK, MIDDLE_DARK, FORWARD_DARK)),
        (colormaps["Blues"], _map(DARK["soft"], FORWARD_DARK)),
    )
    return {to_hex(light(place)): to_hex(dark(place)) for light, dark in pairs for place in range(light.N)}
