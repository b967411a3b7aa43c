"""Arrays of objects: products, masks, reshapes, broadcasting with floats, numbers of NumPy on the left."""

import numpy as np

from tests.programs.closures import Value

rng = np.random.default_rng(0)
box = np.vectorize(Value, otypes=[object])
X = rng.normal(size=(5, 3))
W, b = box(rng.normal(size=(3, 2))), box(np.zeros(2))
H = X @ W + b
T = np.vectorize(lambda v: v.tanh(), otypes=[object])(H)
loss = ((T - 0.5) ** 2).sum() / T.size + np.float64(0.01) * (W * W).sum() + 0.001 * (W[0] @ W[1])
loss.backward()
grads = np.vectorize(lambda v: v.grad)(W)
print(loss.data, grads.round(12).tolist(), [float(v.grad) for v in b])
for p in W.ravel():
    p.data -= 0.1 * p.grad
    p.grad = 0.0
T = np.vectorize(lambda v: v.tanh(), otypes=[object])(X @ W + b)
Y = np.concatenate([T.T.reshape(-1), W.flatten()])
print(Y.shape, Y.dtype, sum(v.data for v in Y[:4]), np.stack([T[:, 0], T[:, 1]], axis=1).shape)
mask = np.array([v.data > 0 for v in Y])
s = Y[mask].sum() * np.float64(2.0) - Y[~mask].sum() * (1 / 7)
s.backward()
print(s.data, [float(v.grad) for v in W.flat], int(mask.sum()), np.argmax([v.data for v in Y]))
outer = np.outer(W[:, 0], W[:, 1])
print(outer.trace().data, np.diag(outer).sum().data, np.cumsum(W[0])[-1].data)
