"""Line searches and finite differences on .data: gradients are asked again and again, parameters put back."""

import math

from tests.programs.closures import Value

points = [(0.1 * i, math.sin(0.3 * i)) for i in range(10)]
theta = [Value(t, label=n) for t, n in ((0.1, "a"), (-0.2, "b"), (0.3, "c"))]


def loss_of():
    a, b, c = theta
    return sum([(a * x * x + b * x + c - y) ** 2 for x, y in points], Value(0.0)) / len(points)


def gradient():
    for t in theta:
        t.grad = 0.0
    out = loss_of()
    out.backward()
    return out.data, [t.grad for t in theta]


def numeric(t, h=1e-6):
    keep = t.data
    t.data = keep + h
    up = loss_of().data
    t.data = keep - h
    down = loss_of().data
    t.data = keep
    return (up - down) / (2 * h)


f0, g0 = gradient()
print(all(abs(numeric(t) - g) < 1e-6 for t, g in zip(theta, g0)))
direction, history = [-g for g in g0], []
for it in range(6):
    start, slope, step = [t.data for t in theta], sum(d * g for d, g in zip(direction, g0)), 1.0
    while True:
        for t, s, d in zip(theta, start, direction):
            t.data = s + step * d
        if loss_of().data <= f0 + 1e-4 * step * slope:
            break
        step *= 0.5
    f1, g1 = gradient()
    beta = max(0.0, sum(b * (b - a) for a, b in zip(g0, g1)) / sum(a * a for a in g0))
    direction = [-g + beta * d for g, d in zip(g1, direction)]
    f0, g0 = f1, g1
    history.append((step, f1))
print(history)
print({t.label: t.data for t in theta})
