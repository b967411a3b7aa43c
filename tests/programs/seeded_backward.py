"""Backward from a gradient that comes from elsewhere, and the numbers taken out with item()."""

from tests.programs.operations import Value

x, w = Value(1.2), Value(-0.4)
y = (x * w).tanh() + w**2
y.backward(2.5)
print(y.item(), x.grad, w.grad)
for p in (x, w):
    p.grad = None
y = (x * w).tanh() + w**2
y.backward()
print(x.grad, w.grad)
