"""A single-file transformer: heads that share keys, a cache, rotary positions, tied embeddings, batches."""

import math
import random

from tests.programs.slots import Value

random.seed(42)
docs = ["anna", "bob", "eve"]
chars = sorted(set("".join(docs)))
BOS = len(chars)
vocab = len(chars) + 1
n_embd, n_head, block = 4, 2, 6
hd = n_embd // n_head
matrix = lambda nout, nin, std=0.08: [[Value(random.gauss(0, std)) for _ in range(nin)] for _ in range(nout)]
state = {"wte": matrix(vocab, n_embd)}
for name in ("wq", "wk", "wv", "wo"):
    state[f"layer0.{name}"] = matrix(n_embd if name in ("wq", "wo") else hd, n_embd)
state["layer0.fc1"], state["layer0.fc2"] = matrix(2 * n_embd, n_embd), matrix(n_embd, 2 * n_embd)
params = [p for mat in state.values() for row in mat for p in row]


def linear(x, w):
    return [sum(wi * xi for wi, xi in zip(wo, x)) for wo in w]


def softmax(logits):
    top = max(val.data for val in logits)
    exps = [(val - top).exp() for val in logits]
    total = sum(exps)
    return [e / total for e in exps]


def rmsnorm(x):
    ms = sum(xi * xi for xi in x) / len(x)
    return [xi * (ms + 1e-5) ** -0.5 for xi in x]


def rope(x, pos):
    c, s = math.cos(pos), math.sin(pos)
    return [x[0] * c - x[1] * s, x[0] * s + x[1] * c]


def gpt(token, pos, keys, vals):
    x = rmsnorm(state["wte"][token])
    res, x = x, rmsnorm(x)
    q = linear(x, state["layer0.wq"])
    keys.append(rope(linear(x, state["layer0.wk"]), pos))
    vals.append(linear(x, state["layer0.wv"]))
    out = []
    for h in range(n_head):
        qh = rope(q[h * hd : (h + 1) * hd], pos)
        att = softmax([sum(a * b for a, b in zip(qh, k)) / hd**0.5 for k in keys])
        out.extend(sum(w * v[j] for w, v in zip(att, vals)) for j in range(hd))
    x = [a + b for a, b in zip(linear(out, state["layer0.wo"]), res)]
    h = [xi.relu() ** 2 for xi in linear(rmsnorm(x), state["layer0.fc1"])]
    x = [a + b for a, b in zip(linear(h, state["layer0.fc2"]), x)]
    return linear(x, state["wte"])


m, v = [0.0] * len(params), [0.0] * len(params)
lr, b1, b2, eps = 1e-2, 0.9, 0.95, 1e-8
for step in range(4):
    for doc in docs:
        tokens = [BOS] + [chars.index(ch) for ch in doc] + [BOS]
        n = min(block, len(tokens) - 1)
        keys, vals, losses = [], [], []
        for pos in range(n):
            probs = softmax(gpt(tokens[pos], pos, keys, vals))
            losses.append(-probs[tokens[pos + 1]].log())
        loss = (1 / n) * sum(losses) / len(docs)
        loss.backward()
    norm = sum(p.grad**2 for p in params) ** 0.5
    rate = lr * min(1, (step + 1) / 2) * 0.5 * (1 + math.cos(math.pi * step / 4))
    for i, p in enumerate(params):
        g = p.grad * min(1.0, 1.0 / norm)
        m[i] = b1 * m[i] + (1 - b1) * g
        v[i] = b2 * v[i] + (1 - b2) * g**2
        p.data -= (
            rate * (m[i] / (1 - b1 ** (step + 1))) / ((v[i] / (1 - b2 ** (step + 1))) ** 0.5 + eps)
            + rate * 0.1 * p.data
        )
        p.grad = 0
    print(f"step {step + 1} loss {loss.data:.12f} norm {norm:.10f}")
for _ in range(2):
    token, keys, vals, said = BOS, [], [], []
    for pos in range(block):
        probs = softmax([l / 0.5 for l in gpt(token, pos, keys, vals)])
        token = random.choices(range(vocab), weights=[p.data for p in probs])[0]
        if token == BOS:
            break
        said.append(chars[token])
    print("".join(said))
