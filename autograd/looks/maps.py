"""A colour map for numbers with a sign, in the project's colours."""

from typing import Any

from autograd.looks.palette import BACKWARD, FORWARD

MIDDLE = "#e9ebee"
"""The colour of 0: pale on light pages, and still a colour on dark ones."""


def diverging() -> Any:
    """A matplotlib colour map from orange (below 0) to blue (above); give `vmin` and `vmax` the same size.

    ImportError without matplotlib.

    >>> from autograd.looks.maps import diverging
    >>> from matplotlib.colors import to_hex
    >>> colours = diverging()
    >>> to_hex(colours(0.0)), to_hex(colours(1.0))
    ('#b34700', '#0072b2')
    """
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("autograd", [BACKWARD, MIDDLE, FORWARD])
