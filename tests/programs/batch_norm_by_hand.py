"""Batch norm and a residual connection over four numbers, and gradients that are checked numerically."""

from tests.programs.closures import Value


def loss_of(numbers):
    x = [Value(n) for n in numbers]
    mean = sum(x) / len(x)
    var = sum((xi - mean) ** 2 for xi in x) / len(x)
    normed = [(xi - mean) / (var + 1e-5) ** 0.5 for xi in x]
    out = [(1.3 * n + 0.1).relu() + xi for n, xi in zip(normed, x, strict=True)]
    return sum(o * o * (i + 1) for i, o in enumerate(out)), x


numbers = [0.3, -1.2, 0.8, 2.0]
loss, x = loss_of(numbers)
loss.backward()
print(loss.data, [xi.grad for xi in x])
h = 1e-6
for i in range(4):
    more, less = ([n + s * h * (i == j) for j, n in enumerate(numbers)] for s in (1, -1))
    slope = (loss_of(more)[0].data - loss_of(less)[0].data) / (2 * h)
    print(i, abs(slope - x[i].grad) < 1e-5)
