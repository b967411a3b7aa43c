"""A variational autoencoder: reparametrised samples, KL in closed form, moving averages of the weights."""

import random
from dataclasses import dataclass, field
from functools import reduce
from operator import add, mul

from tests.programs.closures import Value

rng = random.Random(7)


@dataclass
class Dense:
    nin: int
    nout: int
    act: str = "none"
    w: list = field(init=False)
    b: list = field(init=False)

    def __post_init__(self):
        self.w = [[Value(rng.uniform(-0.5, 0.5), label=f"w{i}{j}") for j in range(self.nin)] for i in range(self.nout)]
        self.b = [Value(0, label=f"b{i}") for i in range(self.nout)]

    def __call__(self, xs):
        outs = [reduce(add, map(mul, row, xs), bias) for row, bias in zip(self.w, self.b, strict=True)]
        return [o.tanh() for o in outs] if self.act == "tanh" else outs

    def parameters(self):
        return [*(w for row in self.w for w in row), *self.b]


enc, mean, logvar, dec = Dense(3, 4, "tanh"), Dense(4, 2), Dense(4, 2), Dense(2, 3)
params = [p for layer in (enc, mean, logvar, dec) for p in layer.parameters()]
ema = {id(p): p.data for p in params}
data = [[rng.gauss(0, 1) for _ in range(3)] for _ in range(4)]
for epoch in range(5):
    total = Value(0)
    for x in data:
        h = enc(x)
        mu, lv = mean(h), logvar(h)
        z = [m + (0.5 * s).exp() * rng.gauss(0, 1) for m, s in zip(mu, lv)]
        recon = sum((a - b) ** 2 for a, b in zip(dec(z), x))
        kl = -0.5 * sum(1 + s - m**2 - s.exp() for m, s in zip(mu, lv))
        total += recon + kl * 0.1
    total /= len(data)
    for p in params:
        p.grad = 0.0
    total.backward()
    for p in params:
        p.data += -0.1 * p.grad
        ema[id(p)] = 0.9 * ema[id(p)] + 0.1 * p.data
    print(epoch, total.data, sum(ema.values()))
print(enc.w[0][0].label, [b.grad for b in dec.b])
