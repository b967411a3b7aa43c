"""A neuron as one node with as many operands as it has inputs, as a fused recurrent net writes it."""

from tests.programs.closures import Value


def neuron(weights, inputs, bias):
    total = bias.data + sum(w.data * x.data for w, x in zip(weights, inputs, strict=True))
    out = Value(total, (*weights, *inputs, bias), "neuron")

    def _backward():
        for w, x in zip(weights, inputs, strict=True):
            w.grad += x.data * out.grad
            x.grad += w.data * out.grad
        bias.grad += out.grad

    out._backward = _backward
    return out


xs = [Value(x) for x in (1.0, -2.0, 0.5)]
ws = [[Value(0.1 * (i + 1) * (-1) ** j) for j in range(3)] for i in range(3)]
bs = [Value(0.01 * i) for i in range(3)]
for _ in range(4):
    hidden = [neuron(row, xs, b).tanh() for row, b in zip(ws, bs, strict=True)]
    loss = sum((h - 0.3) ** 2 for h in hidden)
    for p in (*xs, *(w for row in ws for w in row), *bs):
        p.grad = 0.0
    loss.backward()
    for p in (*(w for row in ws for w in row), *bs):
        p.data -= 0.1 * p.grad
    print(loss.data, [x.grad for x in xs], len(hidden[0]._prev[0]._prev))
