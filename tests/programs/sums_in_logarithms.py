"""The forward algorithm and CTC-like sums in logarithms: own logsumexp, caches keyed by Values, memoised recursion."""

import math
from functools import lru_cache

from tests.programs.slots import Value


def logsumexp(vals):
    top = max(v.data for v in vals)
    return sum((v - top).exp() for v in vals).log() + top


def log_softmax(vals):
    z = logsumexp(vals)
    return [v - z for v in vals]


start = [Value(0.1 * i) for i in range(3)]
move = [[Value(math.cos(i + 2 * j)) for j in range(3)] for i in range(3)]
emit = [[Value(math.sin(1 + i * j)) for j in range(2)] for i in range(3)]
logs, logm, loge = log_softmax(start), [log_softmax(r) for r in move], [log_softmax(r) for r in emit]
seen = [0, 1, 1, 0, 1]


@lru_cache(maxsize=None)
def alpha(t, j):
    if t == 0:
        return logs[j] + loge[j][seen[0]]
    return logsumexp([alpha(t - 1, i) + logm[i][j] for i in range(3)]) + loge[j][seen[t]]


score = logsumexp([alpha(len(seen) - 1, j) for j in range(3)])
nll = -score
nll.backward()
names = {v: f"start{i}" for i, v in enumerate(start)}
names.update({v: f"move{i}{j}" for i, r in enumerate(move) for j, v in enumerate(r)})
print(nll.data)
for v, name in names.items():
    print(name, v.grad)
best = max(((i, j) for i in range(3) for j in range(3)), key=lambda ij: move[ij[0]][ij[1]].grad)
print(best, alpha.cache_info().currsize, start[0] in names, Value(0.0) in names)
