"""Q-learning with a target network made by deepcopy, soft updates, a replay buffer and the Huber loss."""

import copy
import random
from collections import deque, namedtuple

from tests.programs.slots import Value

random.seed(3)
Transition = namedtuple("Transition", "state action reward after done")


class Net:
    def __init__(self, *sizes):
        self.layers = [
            ([[Value(random.uniform(-1, 1)) for _ in range(a)] for _ in range(b)], [Value(0.0) for _ in range(b)])
            for a, b in zip(sizes, sizes[1:])
        ]

    def __call__(self, x):
        for i, (W, b) in enumerate(self.layers):
            x = [sum((w * xi for w, xi in zip(row, x)), bias) for row, bias in zip(W, b)]
            if i < len(self.layers) - 1:
                x = [xi.relu() for xi in x]
        return x

    def parameters(self):
        for W, b in self.layers:
            yield from (w for row in W for w in row)
            yield from b


online = Net(2, 5, 2)
target = copy.deepcopy(online)
assert all(a is not b and a.data == b.data for a, b in zip(online.parameters(), target.parameters()))
buffer = deque(maxlen=20)
state = [0.0, 1.0]
for t in range(30):
    q = online(state)
    action = random.randrange(2) if random.random() < 0.3 else max(range(2), key=lambda a: q[a].data)
    after = [state[1] * 0.5 + action, state[0] - 0.3 * action]
    buffer.append(Transition(state, action, 1.0 - abs(after[0]), after, t % 7 == 6))
    state = [0.0, 1.0] if t % 7 == 6 else after
    if len(buffer) < 8:
        continue
    loss = 0
    for s, a, r, s2, done in random.sample(list(buffer), 4):
        goal = r + (0.0 if done else 0.9 * max(v.data for v in target(s2)))
        error = online(s)[a] - goal
        loss = loss + (0.5 * error**2 if abs(error.data) <= 1 else (error if error.data > 0 else -error) - 0.5)
    (loss / 4).backward()
    for p in online.parameters():
        p.data -= 0.05 * p.grad
        p.grad = 0
    for p, s in zip(online.parameters(), target.parameters()):
        s.data = 0.1 * p.data + 0.9 * s.data
print(sum(p.data for p in online.parameters()), sum(p.data for p in target.parameters()))
print([round(v.data, 9) for v in online([0.0, 1.0])])
