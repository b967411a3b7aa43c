"""A bandit learned by policy gradient: probabilities drawn from, log p scaled by what came of it."""

import random

from tests.programs.slots import Value

random.seed(11)
theta = [Value(0.0) for _ in range(3)]
for step in range(8):
    exps = [t.exp() for t in theta]
    total = sum(exps)
    probs = [e / total for e in exps]
    action = random.choices(range(3), weights=[p.data for p in probs])[0]
    reward = (0.1, 1.0, 0.4)[action] - 0.5
    loss = -probs[action].log() * reward
    loss.backward()
    for t in theta:
        t.data -= 0.5 * t.grad
        t.grad = 0
    print(step, action, loss.data)
print([t.data for t in theta])
