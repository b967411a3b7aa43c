"""The walk over `_prev` that draws the lecture's graphs, as text."""

from tests.programs.closures import Value


def trace(root):
    nodes, edges = set(), set()

    def build(v):
        if v not in nodes:
            nodes.add(v)
            for child in v._prev:
                edges.add((child, v))
                build(child)

    build(root)
    return nodes, edges


a = Value(2.0, label="a")
b = Value(-3.0, label="b")
c = Value(10.0, label="c")
e = a * b
e.label = "e"
d = e + c
d.label = "d"
f = Value(-2.0, label="f")
L = d * f
L.label = "L"
L.backward()
nodes, edges = trace(L)
for node in sorted(nodes, key=lambda node: node.label):
    print(f"{{ {node.label} | data {node.data:.4f} | grad {node.grad:.4f} }}", node._op)
for start, end in sorted(edges, key=lambda edge: (edge[0].label, edge[1].label)):
    print(start.label, "->", end.label + end._op)
