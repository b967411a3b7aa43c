"""A clipped policy step: ratios cut off on both sides, the smaller of two terms."""

from tests.programs.operations import Value

new = [Value(x) for x in (-0.3, -1.1, -2.0)]
old = (-0.9, -1.0, -1.8)
advantages = (1.0, -0.5, 2.0)
loss = Value(0.0)
for log_new, log_old, advantage in zip(new, old, advantages, strict=True):
    ratio = (log_new - log_old).exp()
    clipped = ratio.clip(0.8, 1.2)
    worse, better = ratio * advantage, clipped * advantage
    loss = loss - (worse if worse.data < better.data else better)
loss = loss / 3
loss.backward()
print(loss.data, [v.grad for v in new], (new[0] * 5).clamp(-1.0, 1.0).data)
