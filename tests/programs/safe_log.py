"""A logarithm that is cut off: a node with its local gradient, as single-file programs write it."""

import math

from tests.programs.slots import Value


def safe_log(prob):
    clamped = max(prob.data, 1e-10)
    return Value(math.log(clamped), (prob,), (1.0 / clamped,))


logits = [Value(x) for x in (0.5, -1.2, 2.0, -40.0)]
biggest = max(v.data for v in logits)
exps = [(v - biggest).exp() for v in logits]
total = sum(exps)
probs = [e / total for e in exps]
loss = -safe_log(probs[1]) - 0.1 * safe_log(probs[3])
loss.backward()
print(loss.data, [v.grad for v in logits], [p.grad for p in probs])
