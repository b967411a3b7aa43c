"""Genetic search beside gradients, heaps and bisection of Values' numbers, string formats, pattern of exceptions."""

import bisect
import heapq
import random

from tests.programs.closures import Value

random.seed(2)
pop = [[Value(random.uniform(-2, 2)) for _ in range(2)] for _ in range(6)]


def fitness(ind):
    x, y = ind
    return (1 - x) ** 2 + 5 * (y - x**2) ** 2


for gen in range(4):
    scored = []
    for n, ind in enumerate(pop):
        f = fitness(ind)
        for v in ind:
            v.grad = 0.0
        f.backward()
        for v in ind:
            v.data -= 0.01 * max(-5.0, min(5.0, v.grad))
        heapq.heappush(scored, (f.data, n, ind))
    best = [heapq.heappop(scored)[2] for _ in range(3)]
    pop = best + [
        [Value(a.data * 0.5 + b.data * 0.5 + random.gauss(0, 0.1)) for a, b in zip(p, q)]
        for p, q in zip(best, best[1:] + best[:1])
    ]
    print(f"gen {gen}: {fitness(best[0]).data:10.6f} {best[0][0].data:+.4e} {best[0][1].data!r:>25}")
levels = sorted(v.data for ind in pop for v in ind)
print(bisect.bisect(levels, 0.0), levels[0], levels[-1])
try:
    Value(1.0) + [1]
except Exception:
    print("refused")
try:
    Value(2.0) ** "x"
except Exception:
    print("refused")
