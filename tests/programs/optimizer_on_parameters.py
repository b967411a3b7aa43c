"""An AdamW that keeps its averages on the parameters themselves."""

import random

from tests.programs.closures import Value

random.seed(3)


class AdamW:
    def __init__(self, parameters, lr=0.05, betas=(0.9, 0.95), eps=1e-8, weight_decay=0.01):
        self.parameters, self.lr, self.betas, self.eps, self.weight_decay = parameters, lr, betas, eps, weight_decay
        self.t = 0
        for p in self.parameters:
            p.m = 0.0
            p.v = 0.0

    def step(self):
        self.t += 1
        for p in self.parameters:
            p.m = self.betas[0] * p.m + (1 - self.betas[0]) * p.grad
            p.v = self.betas[1] * p.v + (1 - self.betas[1]) * p.grad**2
            m_hat = p.m / (1 - self.betas[0] ** self.t)
            v_hat = p.v / (1 - self.betas[1] ** self.t)
            p.data -= self.lr * (m_hat / (v_hat**0.5 + self.eps) + self.weight_decay * p.data)

    def zero_grad(self):
        for p in self.parameters:
            p.grad = 0.0


w = [Value(random.gauss(0, 1)) for _ in range(3)]
optimizer = AdamW(w)
for _ in range(10):
    loss = (w[0] * w[1] - 1) ** 2 + (w[1] * w[2] + 0.5) ** 2
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(loss.data)
print([p.data for p in w], [p.m for p in w], hasattr(w[0], "no_such_thing"))
