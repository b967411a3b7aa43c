"""The backward pass by hand: a topological sort, seeds, each node's step; and walks that count and clear."""

from collections import Counter

from tests.programs.closures import Value

a, b, c, f = Value(2.0, label="a"), Value(-3.0, label="b"), Value(10.0, label="c"), Value(-2.0, label="f")


def forward():
    e = a * b
    e.label = "e"
    d = e + c
    d.label = "d"
    return (d * f).tanh() if d.data > 5 else d * f


def topological(root):
    order, visited = [], set()

    def build(v):
        if v not in visited:
            visited.add(v)
            for child in v._prev:
                build(child)
            order.append(v)

    build(root)
    return order


loss = forward()
order = topological(loss)
loss.grad = 1.0
for node in reversed(order):
    node._backward()
print(len(order), order[-1] is loss, [(n.label, n.grad) for n in sorted(order, key=lambda n: (n.label, n.data))])
for n in order:
    n.grad = 0.0
loss.backward()
print([n.grad for n in (a, b, c, f)])
for p in (a, b, c, f):
    p.data += 0.01 * p.grad
print(forward().data)


def walk(root):
    seen, stack = set(), [root]
    while stack:
        node = stack.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            stack.extend(node._prev)


print(sorted(Counter(n._op for n in walk(loss)).items()))
for n in walk(loss):
    n.grad = 0
print({n.grad for n in walk(loss)})


def depth(node):
    return 1 + max(map(depth, node._prev), default=0)


print(depth(loss), depth(a))
