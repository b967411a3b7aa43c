"""Networks copied and kept: the best weights so far, a slow copy as in reinforcement learning, states in a file."""

import copy
import json
import pickle

from tests.programs.closures import Value


class Net:
    def __init__(self):
        self.rows = [[Value(0.1 * i - 0.2 * j) for i in range(2)] for j in range(2)]
        self.bias = [Value(0.05)] * 2

    def __call__(self, x):
        for row in self.rows:
            x = [sum(w * xi for w, xi in zip(row, x, strict=True)) + b for b in self.bias]
        return x

    def parameters(self):
        return [w for row in self.rows for w in row] + list({id(b): b for b in self.bias}.values())


net = Net()
slow, best = copy.deepcopy(net), None
print(slow.bias[0] is slow.bias[1], slow.rows[0][0] is net.rows[0][0])
for step in range(5):
    loss = sum((out - 1.0) ** 2 for out in net([1.0, -2.0]))
    if best is None or loss.data < best[0]:
        best = loss.data, [p.data for p in net.parameters()], copy.deepcopy(net.bias[0])
    for p in net.parameters():
        p.grad = 0.0
    loss.backward()
    for p, q in zip(net.parameters(), slow.parameters(), strict=True):
        p.data -= 0.05 * p.grad
        q.data = 0.9 * q.data + 0.1 * p.data
    print(step, loss.data, [q.data for q in slow.parameters()])
print(best[:2], best[2].data, best[2].grad)
state = {f"p{i}": p.data for i, p in enumerate(net.parameters())}
for copied in (json.loads(json.dumps(state)), pickle.loads(pickle.dumps(state))):
    for p, data in zip(slow.parameters(), copied.values(), strict=True):
        p.data = data
    print([out.data for out in slow([1.0, -2.0])] == [out.data for out in net([1.0, -2.0])])
one = copy.copy(net.rows[0][0])
one.data = 9.0
print(one.data, net.rows[0][0].data)
