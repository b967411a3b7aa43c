"""A recurrent cell with gates, over a few letters; the sigmoid written out."""

import math
import random

from tests.programs.closures import Value

random.seed(5)


def sigmoid(x):
    return 1 / (1 + (-x).exp())


size = 2
gates = {name: [[Value(random.gauss(0, 0.5)) for _ in range(size + 2)] for _ in range(size)] for name in "fioc"}
h, c = [Value(0.0) for _ in range(size)], [Value(0.0) for _ in range(size)]
loss = Value(0.0)
for x in (1.0, 0.0, -1.0):
    z = [*h, Value(x), Value(1.0)]
    raw = {name: [sum(w * zi for w, zi in zip(row, z, strict=True)) for row in rows] for name, rows in gates.items()}
    f, i, o = ([sigmoid(v) for v in raw[name]] for name in "fio")
    c = [fi * ci + ii * g.tanh() for fi, ci, ii, g in zip(f, c, i, raw["c"], strict=True)]
    h = [oi * ci.tanh() for oi, ci in zip(o, c, strict=True)]
    loss = loss + (h[0] - 0.5 * x) ** 2 + h[1] ** 2
loss.backward()
norm = math.sqrt(sum(w.grad**2 for rows in gates.values() for row in rows for w in row))
print(loss.data, norm, gates["f"][0][0].grad)
