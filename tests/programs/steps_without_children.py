"""Functions on nodes that nobody is told the children of, hooks on weights, and labels of operations on leaves."""

from tests.programs.closures import Value

x, w = Value(3.0), Value(-0.5, _op="weight")
out = Value(x.data**2)


def _backward():
    x.grad += 2 * x.data * out.grad


out._backward = _backward
seen = []
w._backward = lambda: seen.append(w.grad)
y = out * w + 1.0
y.backward()
print(y.data, x.grad, w.grad, out.grad, seen, w._op, len(w._prev))
w.grad = x.grad = out.grad = 0.0
(out * w * w).backward()
print(x.grad, w.grad, seen)
