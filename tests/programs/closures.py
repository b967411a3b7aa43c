"""A reference engine in the idiom of the lecture: each result has a function that hands its gradient on."""

import math


class Value:
    """A number with a gradient; `label` names it, `_backward` hands its gradient on to `_prev`."""

    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0.0
        self._backward = lambda: None
        self._prev = tuple(_children)
        self._op = _op
        self.label = label

    @staticmethod
    def lifted(other):
        return other if isinstance(other, Value) else Value(other)

    def made(self, data, others, op, *slopes):
        out = Value(data, (self, *others), op)

        def _backward():
            for operand, slope in zip((self, *others), slopes, strict=True):
                operand.grad = (operand.grad or 0.0) + slope * out.grad

        out._backward = _backward
        return out

    def __add__(self, other):
        other = self.lifted(other)
        return self.made(self.data + other.data, (other,), "+", 1.0, 1.0)

    def __mul__(self, other):
        other = self.lifted(other)
        return self.made(self.data * other.data, (other,), "*", other.data, self.data)

    def __pow__(self, other):
        return self.made(self.data**other, (), f"**{other}", other * self.data ** (other - 1))

    def exp(self):
        e = math.exp(self.data)
        return self.made(e, (), "exp", e)

    def log(self):
        return self.made(math.log(self.data), (), "log", 1 / self.data)

    def tanh(self):
        t = math.tanh(self.data)
        return self.made(t, (), "tanh", 1 - t * t)

    def relu(self):
        return self.made(max(0.0, self.data), (), "ReLU", float(self.data > 0))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -self.lifted(other)

    def __rsub__(self, other):
        return -self + other

    def __truediv__(self, other):
        return self * self.lifted(other) ** -1

    def __rtruediv__(self, other):
        return self.lifted(other) * self**-1

    __radd__ = __add__
    __rmul__ = __mul__

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for child in node._prev:
                    visit(child)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            node._backward()
