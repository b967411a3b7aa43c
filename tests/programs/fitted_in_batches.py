"""A line fitted in batches: momentum by name, a cosine schedule, clipping by norm, early stopping, the best kept."""

import math
import random

from tests.programs.closures import Value

random.seed(1)
data = [(x / 10, 3 * x / 10 - 1) for x in range(-10, 10)]
params = {"w": Value(random.random()), "b": Value(0)}
speed = dict.fromkeys(params, 0.0)
history, best, wait = [], (float("inf"), {}), 0
for epoch in range(30):
    random.shuffle(data)
    total = 0.0
    for start in range(0, len(data), 5):
        batch = data[start : start + 5]
        loss = sum((params["w"] * x + params["b"] - y) ** 2 for x, y in batch) / len(batch)
        for p in params.values():
            p.grad = 0
        loss.backward()
        norm = math.sqrt(sum(p.grad**2 for p in params.values()))
        for p in params.values():
            p.grad *= min(1.0, 1.0 / (norm + 1e-12))
        rate = 0.05 * (1 + math.cos(math.pi * epoch / 30)) / 2
        for name, p in params.items():
            speed[name] = 0.9 * speed[name] + p.grad
            p.data -= rate * speed[name]
        total += loss.data
    history.append(total)
    if total < best[0]:
        best, wait = (total, {name: p.data for name, p in params.items()}), 0
    elif (wait := wait + 1) > 5:
        break
print(epoch, best, history[-1], [p.data for p in params.values()])
size = sum((p if p.data > 0 else -p) for p in params.values())
size.backward()
print(
    size.data,
    round(size.data, 3),
    f"{size.data:.3f} {size.data:8.2e}",
    int(size.data),
    abs(size.data),
    math.exp(size.data),
)
