"""A selective state space: softplus and a decay made as nodes with local gradients."""

import math

from tests.programs.slots import Value


def softplus(d):
    return Value(math.log1p(math.exp(d.data)), (d,), (1 / (1 + math.exp(-d.data)),))


def decay(a):
    e = math.exp(a.data)
    return Value(-e, (a,), (-e,))


a, b, c, d = (Value(x) for x in (0.1, 0.7, -0.4, 0.3))
state = Value(0.0)
loss = Value(0.0)
for x in (1.0, -0.5, 0.25, 2.0):
    delta = softplus(d * x)
    state = (delta * decay(a)).exp() * state + delta * b * x
    loss = loss + (c * state - x) ** 2
loss.backward()
print(loss.data, a.grad, b.grad, c.grad, d.grad)
