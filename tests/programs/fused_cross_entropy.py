"""Softmax and cross-entropy as one node: a loss with a local gradient for each logit."""

import math

from tests.programs.slots import Value


def cross_entropy(logits, target):
    biggest = max(v.data for v in logits)
    exps = [math.exp(v.data - biggest) for v in logits]
    total = sum(exps)
    grads = tuple(e / total - (i == target) for i, e in enumerate(exps))
    return Value(math.log(total) + biggest - logits[target].data, tuple(logits), grads)


w = [Value(0.1 * i - 0.2) for i in range(5)]
x = Value(1.7)
for target in (0, 3):
    loss = cross_entropy([wi * x + 0.1 * i for i, wi in enumerate(w)], target)
    loss.backward()
    print(loss.data, x.grad, [wi.grad for wi in w])
