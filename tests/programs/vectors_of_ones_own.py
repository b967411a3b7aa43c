"""A class of vectors on top of Values, with operators, indexing, iteration and a decorator for layers."""

import functools
import random

from tests.programs.closures import Value


class Vec:
    def __init__(self, items):
        self.items = [i if isinstance(i, Value) else Value(i) for i in items]

    def __len__(self):
        return len(self.items)

    def __iter__(self):
        return iter(self.items)

    def __getitem__(self, i):
        return Vec(self.items[i]) if isinstance(i, slice) else self.items[i]

    def _zip(self, other, f):
        other = other if isinstance(other, Vec) else Vec([other] * len(self))
        return Vec(f(a, b) for a, b in zip(self, other, strict=True))

    def __add__(self, other):
        return self._zip(other, lambda a, b: a + b)

    def __sub__(self, other):
        return self._zip(other, lambda a, b: a - b)

    def __mul__(self, other):
        return self._zip(other, lambda a, b: a * b)

    __rmul__ = __mul__

    def __matmul__(self, other):
        return sum(self * other)

    def map(self, f):
        return Vec(map(f, self))

    @property
    def grad(self):
        return [v.grad for v in self]


def layer(func):
    calls = 0

    @functools.wraps(func)
    def wrapped(*args):
        nonlocal calls
        calls += 1
        out = func(*args)
        for v in out:
            v.label = f"{func.__name__}{calls}"
        return out

    return wrapped


@layer
def dense(rows, x):
    return Vec(row @ x for row in rows)


@layer
def squash(x):
    return x.map(Value.tanh)


random.seed(1)
W1 = [Vec(random.random() for _ in range(3)) for _ in range(4)]
W2 = [Vec(random.random() for _ in range(4)) for _ in range(2)]
x = Vec([0.5, -1, 2])
h = squash(dense(W1, x))
y = 2 * dense(W2, h) - h[1:3] * 0.5
loss = y @ y
loss.backward()
print(loss.data, x.grad, W1[0].grad, W2[1].grad)
print(h[0].label, sorted({v.label for v in h}), len(loss._prev))
print(
    sum(1 for v in W1[0] if isinstance(v, Value)),
    max(y, key=lambda v: v.data).data,
    [v.data for v in sorted(y, key=lambda v: -v.data)],
)
