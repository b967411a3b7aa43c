"""Training: `fit` a model to data, and the `History` of what happened.

>>> import random
>>> from autograd.nn import Linear, mse
>>> from autograd.optim import SGD
>>> from autograd.training import fit
>>> model = Linear(1, 1, rng=random.Random(0))
>>> X, y = [[0.0], [1.0], [2.0]], [[1.0], [3.0], [5.0]]
>>> history = fit(model, mse, X, y, SGD(model, lr=0.2), epochs=200, progress=False)
>>> round(model.weight[0, 0].data, 3), round(model.bias[0].data, 3)
(2.0, 1.0)
"""

from autograd.training.history import History as History
from autograd.training.loop import fit as fit
from autograd.training.plots import plot_decision_boundary as plot_decision_boundary

__all__ = ["History", "fit", "plot_decision_boundary"]
