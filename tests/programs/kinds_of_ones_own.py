"""Subclasses: parameters that know how to update themselves, and a class whose results are of its own kind."""

from tests.programs.closures import Value

LOG = []


class Parameter(Value):
    count = 0

    def __init__(self, data, tag="", frozen=False):
        super().__init__(data)
        self.tag, self.frozen = tag, frozen
        Parameter.count += 1

    def update(self, rate):
        if not self.frozen:
            self.data -= rate * self.grad
        self.grad = 0.0


class Traced(Value):
    log = LOG

    def __init__(self, data, _children=(), _op="", label=""):
        Value.__init__(self, data, _children, _op, label)
        self.is_leaf = not _children

    def __add__(self, other):
        other = other if isinstance(other, Value) else Traced(other)
        out = Traced(self.data + other.data, (self, other), "+")
        Traced.log.append("+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Traced(other)
        out = Traced(self.data * other.data, (self, other), "*")
        Traced.log.append("*")

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    __radd__, __rmul__ = __add__, __mul__

    def backward(self):
        Traced.log.append("back")
        super().backward()


w, b = Parameter(0.5, "w"), Parameter(0.25, "b", frozen=True)
for _ in range(4):
    loss = (w * 2.0 + b - 3.0) ** 2
    loss.backward()
    print(loss.data, w.grad, b.grad)
    for p in (w, b):
        p.update(0.05)
print([(p.tag, p.data) for p in (w, b)], Parameter.count, isinstance(loss, Value), isinstance(w, Value))

p, q = Traced(1.5, label="p"), Traced(-2.0, label="q")
r = 2 * (p * q + p) + 3.0
r.backward()
print(type(r).__name__, r.data, p.grad, q.grad, p.is_leaf, r.is_leaf, p.label, r._op, Traced.log)
