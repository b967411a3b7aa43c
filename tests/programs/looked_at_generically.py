"""Constructors as various sources spell them, class references through instances, attributes looked at generically."""

import math

from tests.programs.closures import Value

v = Value(data=2.0)
u = Value(3.0, _children=(), _op="")
t = Value(1.5, (), "", "t")
s = v.__class__(4.0, label="s")
print(type(s) is Value, isinstance(u, Value), [k.label for k in (v, u, t, s)], u._op == "")
for name in ("data", "grad"):
    print(name, getattr(t, name))
    setattr(t, name, getattr(t, name) + 0.5)
print(t.data, t.grad, hasattr(t, "_backward"), callable(t._backward), hasattr(t, "nonsense"))
t.grad = 0.0
out = v * u + t * s
out.label = "out"
out.grad = 1
queue = [out]
seen = set()
order = []
while queue:
    node = queue.pop(0)
    if id(node) in seen:
        continue
    seen.add(id(node))
    order.append(node)
    queue.extend(node._prev)
for node in order:
    node._backward()
print([(n._op, n.data, n.grad) for n in order])
saved = {f"{i}": {"data": n.data, "grad": n.grad, "op": n._op} for i, n in enumerate(order)}
print(sum(item["data"] for item in saved.values()), math.fsum(n.grad for n in order))
leaf = Value(1.0)
leaf._backward()
leaf.backward()
print(leaf.grad, leaf._prev == () or leaf._prev == set() or not leaf._prev)
