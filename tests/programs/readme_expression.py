"""The expression that shows off an engine: powers, relu, a += and divisions on both sides."""

from tests.programs.closures import Value

a = Value(-4.0)
b = Value(2.0)
c = a + b
d = a * b + b**3
c += c + 1
c += 1 + c + (-a)
d += d * 2 + (b + a).relu()
d += 3 * d + (b - a).relu()
e = c - d
f = e**2
g = f / 2.0
g += 10.0 / f
g.backward()
print(f"{g.data:.4f}", f"{a.grad:.4f}", f"{b.grad:.4f}", g.data, a.grad, b.grad)
