"""Examples on several threads, asynchronous ones, generators as pipelines; contexts that put gradients back."""

import asyncio
import contextlib
import random
from concurrent.futures import ThreadPoolExecutor

from tests.programs.slots import Value

random.seed(0)
shared = [Value(random.gauss(0, 1)) for _ in range(6)]


@contextlib.contextmanager
def kept(params):
    before = [(p.data, p.grad) for p in params]
    try:
        yield params
    finally:
        for p, (data, grad) in zip(params, before):
            p.data, p.grad = data, grad


def batches():
    for i in range(4):
        yield [Value(0.1 * i + 0.2 * j) for j in range(3)], (-1) ** i


def loss_of(example):
    x, y = example
    h = [(shared[0] * xi + shared[1]).tanh() for xi in x]
    out = sum(w * hi for w, hi in zip(shared[2:], h)) + shared[5]
    return (1 - y * out).relu() ** 2


with ThreadPoolExecutor(3) as pool:
    losses = list(pool.map(loss_of, batches()))
total = sum(losses) / len(losses)
total.backward()
print(total.data, [p.grad for p in shared])
with kept(shared) as params:
    for p in params:
        p.data, p.grad = 0.0, 0
    print(sum(map(loss_of, batches())).data)
print([p.data for p in shared], [p.grad for p in shared])


async def slow(example):
    await asyncio.sleep(0)
    return loss_of(example)


async def main():
    return await asyncio.gather(*map(slow, batches()))


for p in shared:
    p.grad = 0
both = asyncio.run(main())
for each in both:
    each.backward()
print([p.grad for p in shared])
