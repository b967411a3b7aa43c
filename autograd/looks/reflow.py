"""The panels of a figure below each other instead of side by side, for narrow windows."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from typing import Any

NARROW = 4.4
"""Inches of a figure that a telephone shows whole, its text readable."""

SHRUNK = 0.7
"""How much narrower a panel may become before there are fewer beside each other."""


def is_broad(figure: Any) -> bool:
    """Whether a figure is wider than what a telephone shows."""
    return bool(figure.get_figwidth() > 1.1 * NARROW)


def columns_for(inches: float, columns: int) -> int:
    """How many of the columns of a broad figure a narrow one has, so that its rows are about equally long.

    >>> [columns_for(9, 1), columns_for(9, 2), columns_for(9, 4), columns_for(8, 5), columns_for(8, 8)]
    [1, 1, 2, 3, 4]
    """
    fit = max(1, int(NARROW / (SHRUNK * inches / columns)))
    return ceil(columns / ceil(columns / fit))


@contextmanager
def reflowed(figure: Any) -> Iterator[None]:
    """While this lasts, a figure is narrow, and each row of its panels is as many rows as that needs."""
    panels = [axes for axes in figure.axes if axes.get_subplotspec() is not None]
    places = [axes.get_subplotspec() for axes in panels]
    wide, high = figure.get_size_inches()
    grids = {id(place.get_gridspec()) for place in places}
    if len(grids) != 1 or any(len(place.rowspan) > 1 or len(place.colspan) > 1 for place in places):
        grid, rows, columns, beside = None, 1, 1, 1  # no table of panels: it is shown smaller
    else:
        rows, columns = places[0].get_gridspec().get_geometry()
        beside = columns_for(wide, columns)
        grid = figure.add_gridspec(rows * ceil(columns / beside), beside)
    below = ceil(columns / beside)
    shrunk = min(1.0, (NARROW / beside) / (wide / columns))
    try:
        if grid is not None:
            for axes, place in zip(panels, places, strict=True):
                down, across = place.rowspan.start, place.colspan.start
                axes.set_subplotspec(grid[down * below + across // beside, across % beside])
        figure.set_size_inches(NARROW, high * below * shrunk)
        yield
    finally:
        for axes, place in zip(panels, places, strict=True):
            axes.set_subplotspec(place)
        figure.set_size_inches(wide, high)
