"""Walks over a graph: printed as an expression, counted, evaluated anew, sorted and passed back by hand."""

from collections import Counter

from tests.programs.closures import Value

a, b, c = Value(2.0, label="a"), Value(-3.0, label="b"), Value(10.0, label="c")
d = a * b
d.label = "d"
e = d + c
e.label = "e"
f = e * d + a
f.label = "f"


def text(v):
    match v._op, [*v._prev]:
        case "", []:
            return v.label
        case op, [x, y]:
            return f"({text(x)} {op} {text(y)})"
        case op, [x]:
            return f"{op}({text(x)})"


def again(v, at):
    if v in at:
        return at[v]
    args = [again(p, at) for p in v._prev]
    return {"+": sum, "*": lambda xs: xs[0] * xs[-1]}[v._op](args)


topo, visited = [], set()


def build_topo(v):
    if v not in visited:
        visited.add(v)
        for child in v._prev:
            build_topo(child)
        topo.append(v)


build_topo(f)
f.grad = 1.0
for node in reversed(topo):
    node._backward()
print(text(f))
print([(n.label, n.data, n.grad) for n in topo])
print(Counter(n._op for n in topo), again(f, {a: 3.0, b: 1.0, c: 0.5}))
nodes, edges = set(), set()


def build(v):
    nodes.add(v)
    for child in v._prev:
        edges.add((child, v))
        build(child)


build(f)
print(len(nodes), len(edges))
for n in nodes:
    n.grad = 0.0
f.backward()
print(a.grad, b.grad, c.grad)
