"""A denoising model: sinusoidal times, SiLU by its formula, weight decay, cosine noise, samples; state as JSON."""

import json
import math
import random

from tests.programs.slots import Value

random.seed(5)
T = 8
abar = [math.cos((t / T + 0.008) / 1.008 * math.pi / 2) ** 2 for t in range(T + 1)]


def silu(x):
    return x / (1 + (-x).exp())


def times(t):
    return [f(t / 10**k) for k in range(2) for f in (math.sin, math.cos)]


class Module:
    def parameters(self):
        found = []
        for value in vars(self).values():
            todo = [value]
            while todo:
                item = todo.pop()
                if isinstance(item, Value):
                    found.append(item)
                elif isinstance(item, Module):
                    found.extend(item.parameters())
                elif isinstance(item, (list, tuple)):
                    todo.extend(reversed(item))
        return found

    def state_dict(self):
        return [p.data for p in self.parameters()]


class Linear(Module):
    def __init__(self, nin, nout):
        k = nin**-0.5
        self.weight = [[Value(random.uniform(-k, k)) for _ in range(nin)] for _ in range(nout)]
        self.bias = [Value(random.uniform(-k, k)) for _ in range(nout)]

    def __call__(self, x):
        return [sum([w * xi for w, xi in zip(row, x)], b) for row, b in zip(self.weight, self.bias)]


class Denoiser(Module):
    def __init__(self):
        self.inner, self.out = Linear(6, 5), Linear(5, 2)

    def __call__(self, x, t):
        return self.out([silu(h) for h in self.inner([*x, *times(t)])])


model = Denoiser()
data = [(math.cos(k), math.sin(k)) for k in range(6)]
for epoch in range(6):
    loss = Value(0)
    for x in data:
        t = random.randint(1, T - 1)
        eps = [random.gauss(0, 1) for _ in x]
        noisy = [abar[t] ** 0.5 * xi + (1 - abar[t]) ** 0.5 * e for xi, e in zip(x, eps)]
        loss += sum((p - e) ** 2 for p, e in zip(model(noisy, t), eps)) * (1 / len(data))
    for p in model.parameters():
        p.grad = 0
    loss.backward()
    for p in model.parameters():
        p.data = p.data * (1 - 0.1 * 1e-2) - 0.1 * p.grad
    print(f"{epoch} {loss.data:.10f}")
x = [random.gauss(0, 1) for _ in range(2)]
for t in range(T - 1, 0, -1):
    e = [v.data for v in model(x, t)]
    x = [
        (xi - (1 - abar[t]) ** 0.5 * ei) / abar[t] ** 0.5 * abar[t - 1] ** 0.5 + (1 - abar[t - 1]) ** 0.5 * ei
        for xi, ei in zip(x, e)
    ]
print(x)
again = json.loads(json.dumps(model.state_dict()))
for p, number in zip(model.parameters(), again):
    p.data = number
print(len(again), sum(again), sum(v.data for v in model(x, 1)))
