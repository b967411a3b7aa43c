"""Pictures of training, drawn by matplotlib."""

from typing import Any

from autograd.engine.codegen.python import no_grad
from autograd.looks.maps import diverging
from autograd.looks.palette import BACKWARD, FORWARD, LIGHT
from autograd.looks.plots import pyplot
from autograd.nn.modules.module import Module
from autograd.support.lazy import np

WITHOUT = "the numbers are in the lists of the History"


def history_figure(history: Any) -> Any:
    """A figure of loss and gradient norm by epoch."""
    figure, axes = pyplot("History.plot", WITHOUT).subplots(1, 2, figsize=(9, 3.2), layout="constrained")
    epochs = range(1, history.epochs + 1)
    for axis, name, numbers in (
        (axes[0], "loss", history.loss),
        (axes[1], "gradient norm", history.gradient_norm),
    ):
        axis.plot(epochs, numbers, color=FORWARD if name == "loss" else BACKWARD)
        axis.set(xlabel="epoch", ylabel=name)
        if numbers and min(numbers) > 0:
            axis.set_yscale("log")
    return figure


def plot_decision_boundary(model: Module, X: Any, y: Any, resolution: int = 60) -> Any:
    """A matplotlib figure of the points X (two numbers each), coloured by label y, over what the model says around.

    The model gives one score, whose sign decides, or one score for each class; it is run on resolution² points.
    ValueError for points of any other shape; ImportError, with what to install, without matplotlib.

    >>> import matplotlib
    >>> from autograd.nn import MLP
    >>> from autograd.training import plot_decision_boundary
    >>> points, labels = [[0.0, 0.0], [1.0, 1.0]], [-1, 1]
    >>> figure = plot_decision_boundary(MLP(2, [4, 1]), points, labels, resolution=5)
    >>> figure.axes[0].collections[-1].get_offsets().tolist()  # figure.savefig keeps it all
    [[0.0, 0.0], [1.0, 1.0]]
    """
    points = np.array(X, dtype=float)
    if points.ndim != 2 or points.shape[1] != 2:
        raise ValueError(f"plot_decision_boundary: expected points of two numbers each, got shape {points.shape}")
    figure, axis = pyplot("plot_decision_boundary", WITHOUT).subplots(figsize=(4.4, 3.6), layout="constrained")
    low, high = points.min(axis=0), points.max(axis=0)
    margin = 0.15 * np.maximum(high - low, 1e-9)
    across, up = (np.linspace(low[k] - margin[k], high[k] + margin[k], resolution) for k in (0, 1))
    grid = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    with no_grad():
        scores = np.array(np.vectorize(float, otypes=[float])(np.array(model(grid), dtype=object)))
    scores = scores.reshape(len(grid), -1)
    decided = scores[:, 0] > 0 if scores.shape[1] == 1 else scores.argmax(axis=1)
    axis.contourf(across, up, decided.reshape(resolution, resolution).astype(float), cmap=diverging(), alpha=0.35)
    labels = np.array(y, dtype=float).reshape(-1)
    # The edge is a grey that is seen on light pages and on dark ones: black vanishes on these.
    axis.scatter(points[:, 0], points[:, 1], c=labels, cmap=diverging(), edgecolors=LIGHT["line"])
    return figure
