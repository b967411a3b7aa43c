"""NumPy arrays whose entries are Values: products of matrices, sums, means, numbers and gradients taken out."""

import numpy as np

from tests.programs.closures import Value

rng = np.random.default_rng(0)
weights = np.array([[Value(float(w)) for w in row] for row in rng.normal(size=(3, 2))])
inputs = np.array([1.0, -2.0])
hidden = weights @ inputs
print(weights.dtype, weights.shape, [h.data for h in hidden])
loss = (hidden**2).sum() * 0.5
loss.backward()
print(np.vectorize(lambda w: w.grad)(weights).tolist())
numbers = np.array([w.data for w in weights.ravel()]).reshape(weights.shape)
print(numbers.sum(), float(np.abs(numbers).max()), (numbers @ inputs).tolist())
square = weights.T @ weights
print(square.shape, square[0, 1].data, np.dot(weights, inputs)[0].data, np.sum(weights).data)
print((weights[0, 0] * np.float64(2.0)).data, (weights[0, 0] + np.int64(1)).data)
for w in weights.flat:
    w.data -= 0.1 * w.grad
print([w.data for w in weights[0]], [h.data for h in weights @ inputs])
rows = [list(map(Value, row)) for row in np.array([[1.0, 2.0], [0.5, -1.0]])]
scores = [sum(w * x for w, x in zip(weights[0], row, strict=True)) for row in rows]
print([float(s.data) for s in scores], [bool((t > 0) == (s.data > 0)) for t, s in zip([1, -1], scores, strict=True)])
