"""A program that runs the backward pass itself, over children and local gradients."""

from tests.programs.slots import Value

x, y = Value(1.5), Value(-0.7)
z = (x * y + x.exp()).tanh() * 2 - y
order, seen = [], set()


def visit(node):
    if id(node) not in seen:
        seen.add(id(node))
        for child in node._children:
            visit(child)
        order.append(node)


visit(z)
grads = {id(node): 0.0 for node in order}
grads[id(z)] = 1.0
for node in reversed(order):
    for child, local in zip(node._children, node._local_grads, strict=True):
        grads[id(child)] += local * grads[id(node)]
print(z.data, grads[id(x)], grads[id(y)])
z.backward()
print(x.grad, y.grad)
