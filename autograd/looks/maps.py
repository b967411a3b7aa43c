"""A colour map for numbers with a sign, in the project's colours."""

from typing import Any

from autograd.looks.palette import BACKWARD, FORWARD

MIDDLE = "#e9ebee"
"""The colour of 0: pale on light pages, and still a colour on dark ones."""


def diverging() -> Any:
    """A matplotlib colour map from orange (below 0) to blue (above): `imshow(a, cmap=diverging(), vmin=-1, vmax=1)`.

    `vmin` and `vmax` are to have the same size, or 0 is not in the middle. ImportError without matplotlib.
    """
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("autograd", [BACKWARD, MIDDLE, FORWARD])
