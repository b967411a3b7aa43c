"""A graph attention layer over dictionaries of nodes; layer norm, residuals, gates, label smoothing, top-k routing."""

import math
import random

from tests.programs.slots import Value

random.seed(9)
graph = {"a": ["b", "c"], "b": ["a"], "c": ["a", "d"], "d": ["c"]}
feat = {n: [Value(random.gauss(0, 1)) for _ in range(3)] for n in graph}
W = [[Value(random.gauss(0, 0.5)) for _ in range(3)] for _ in range(3)]
att = [Value(random.gauss(0, 0.5)) for _ in range(6)]
gain, shift = [Value(1.0) for _ in range(3)], [Value(0.0) for _ in range(3)]


def leaky(x, slope=0.2):
    return x.relu() - slope * (-x).relu()


def norm(x):
    mu = sum(x) / len(x)
    var = sum((xi - mu) ** 2 for xi in x) / len(x)
    return [g * (xi - mu) / (var + 1e-5) ** 0.5 + s for g, s, xi in zip(gain, shift, x)]


def layer(h):
    proj = {n: [sum(w * xi for w, xi in zip(row, x)) for row in W] for n, x in h.items()}
    out = {}
    for n, near in graph.items():
        near = [n, *near]
        scores = [leaky(sum(a * v for a, v in zip(att, proj[n] + proj[m]))) for m in near]
        top = max(scores, key=lambda v: v.data)
        ex = [(s - top.data).exp() for s in scores]
        z = sum(ex)
        mixed = [sum(e / z * proj[m][i] for e, m in zip(ex, near)) for i in range(3)]
        out[n] = norm([m + x for m, x in zip(mixed, h[n])])
    return out


h = layer(layer(feat))
eps = 0.1
loss = Value(0.0)
for i, (n, x) in enumerate(sorted(h.items())):
    z = sum(xi.exp() for xi in x).log()
    target = [eps / 3 + (1 - eps) * (j == i % 3) for j in range(3)]
    loss = loss - sum(t * (xi - z) for t, xi in zip(target, x))
picked = sorted(((v.data, k, v) for k, v in enumerate(att)), reverse=True)[:2]
loss = loss + 0.01 * sum(v * v for _, _, v in picked)
loss.backward()
print(loss.data)
print([p.grad for p in att], [p.grad for row in W for p in row], [p.grad for p in gain + shift])
print(math.sqrt(sum(p.grad**2 for x in feat.values() for p in x)))
