"""One step of a tiny transformer: embeddings, attention, an MLP, cross-entropy, Adam in plain lists."""

import random

from tests.programs.slots import Value

random.seed(42)
words, width, heads = 5, 4, 2


def matrix(rows, columns, std=0.3):
    return [[Value(random.gauss(0, std)) for _ in range(columns)] for _ in range(rows)]


def linear(x, w):
    return [sum(wi * xi for wi, xi in zip(row, x, strict=True)) for row in w]


def softmax(logits):
    biggest = max(v.data for v in logits)
    exps = [(v - biggest).exp() for v in logits]
    total = sum(exps)
    return [e / total for e in exps]


def rmsnorm(x):
    ms = sum(xi * xi for xi in x) / len(x)
    scale = (ms + 1e-5) ** -0.5
    return [xi * scale for xi in x]


state = {
    "wte": matrix(words, width),
    "wpe": matrix(4, width),
    "wq": matrix(width, width),
    "wk": matrix(width, width),
    "wv": matrix(width, width),
    "wo": matrix(width, width),
    "fc1": matrix(2 * width, width),
    "fc2": matrix(width, 2 * width),
    "head": matrix(words, width),
}
params = [p for mat in state.values() for row in mat for p in row]
m, v = [0.0] * len(params), [0.0] * len(params)


def gpt(token, pos, keys, values):
    x = rmsnorm([t + p for t, p in zip(state["wte"][token], state["wpe"][pos], strict=True)])
    residual = x
    q, k, val = (linear(x, state[name]) for name in ("wq", "wk", "wv"))
    keys.append(k)
    values.append(val)
    size = width // heads
    attended = []
    for h in range(heads):
        part = slice(h * size, (h + 1) * size)
        scores = [sum(a * b for a, b in zip(q[part], key[part], strict=True)) / size**0.5 for key in keys]
        weights = softmax(scores)
        attended += [sum(w * value[part][j] for w, value in zip(weights, values, strict=True)) for j in range(size)]
    x = [a + b for a, b in zip(linear(attended, state["wo"]), residual, strict=True)]
    residual = x
    x = [xi.relu() for xi in linear(rmsnorm(x), state["fc1"])]
    x = [a + b for a, b in zip(linear(x, state["fc2"]), residual, strict=True)]
    return linear(x, state["head"])


for step in range(3):
    tokens = [0, 3, 1, 4]
    keys, values, losses = [], [], []
    for pos in range(3):
        probs = softmax(gpt(tokens[pos], pos, keys, values))
        losses.append(-probs[tokens[pos + 1]].log())
    loss = (1 / len(losses)) * sum(losses)
    loss.backward()
    for i, p in enumerate(params):
        m[i] = 0.85 * m[i] + 0.15 * p.grad
        v[i] = 0.99 * v[i] + 0.01 * p.grad**2
        p.data -= 0.01 * (m[i] / (1 - 0.85 ** (step + 1))) / ((v[i] / (1 - 0.99 ** (step + 1))) ** 0.5 + 1e-8)
        p.grad = 0
    print(step, loss.data)
print(sum(p.data for p in params))
