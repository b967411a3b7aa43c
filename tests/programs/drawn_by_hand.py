"""The lecture's trace and draw_dot, written as a dot file by hand; a node for each operation."""

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


def draw_dot(root):
    nodes, edges = trace(root)
    number = {n: f"n{i}" for i, n in enumerate(sorted(nodes, key=lambda n: (n.data, n._op)))}
    lines = []
    for n in nodes:
        lines.append(f"{number[n]} {{ {n.label or '-'} | data {n.data:.4f} | grad {n.grad:.4f} }}")
        if n._op:
            lines.append(f"{number[n]}{n._op} -> {number[n]}")
    lines += [f"{number[n1]} -> {number[n2]}{n2._op}" for n1, n2 in edges]
    return sorted(lines)


x, w, b = Value(1.5, label="x"), Value(-2.0, label="w"), Value(4.5, label="b")
y = (x * w + b).relu()
y.label = "y"
y.backward()
print("\n".join(draw_dot(y)))
a = Value(3.0)
b = a + a
b.backward()
print(len(trace(b)[0]), len(trace(b)[1]), a.grad)
