"""A router that mixes the two best experts of three."""

from tests.programs.slots import Value

x = [Value(0.3), Value(-0.8)]
experts = [[Value(0.5 * i - 0.3), Value(0.2 + 0.1 * i)] for i in range(3)]
router = [[Value(0.1 * i), Value(-0.2 * i + 0.1)] for i in range(3)]
scores = [sum(r * xi for r, xi in zip(row, x, strict=True)) for row in router]
exps = [s.exp() for s in scores]
total = sum(exps)
gates = [e / total for e in exps]
best = sorted(range(3), key=lambda i: gates[i].data, reverse=True)[:2]
share = sum(gates[i] for i in best)
outs = [sum(w * xi for w, xi in zip(row, x, strict=True)).tanh() for row in experts]
y = sum(gates[i] / share * outs[i] for i in best)
loss = (y - 1) ** 2 + 0.01 * sum(g * g for g in gates)
loss.backward()
print(loss.data, best, [r.grad for row in router for r in row], [w.grad for row in experts for w in row])
