"""The class is changed while it runs: operators counted and put back, methods and properties of its own."""

import functools
import math
from collections import Counter

from tests.programs.closures import Value

counts = Counter()


def counted(name):
    plain = getattr(Value, name)

    @functools.wraps(plain)
    def wrapper(self, *args):
        counts[name] += 1
        return plain(self, *args)

    setattr(Value, name, wrapper)
    return plain


kept = {name: counted(name) for name in ("__add__", "__mul__", "tanh")}
x, w, b = Value(0.5), Value(-1.5), Value(0.1)
y = (x * w + b).tanh() + 1.0 + x * 2
print(counts["__mul__"], counts["tanh"], counts["__add__"], y.data)
for name, plain in kept.items():
    setattr(Value, name, plain)
z = x * w
print(counts["__mul__"])


def sigmoid(self):
    s = 1 / (1 + math.exp(-self.data))
    out = Value(s, (self,), "sigmoid")

    def _backward():
        self.grad += s * (1 - s) * out.grad

    out._backward = _backward
    return out


Value.logistic = sigmoid
Value.__len__ = lambda self: 1
Value.square = property(lambda self: self * self)
out = z.logistic() + x.square
out.backward()
print(out.data, x.grad, w.grad, len(out), out._prev and "+" in out._op)
del Value.logistic, Value.__len__, Value.square
print(hasattr(Value, "logistic"), hasattr(z, "square"))
