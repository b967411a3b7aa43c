"""The lecture's exercise: logits, softmax, negative log likelihood, each operation its own."""

from tests.programs.closures import Value


def softmax(logits):
    counts = [logit.exp() for logit in logits]
    denominator = sum(counts)
    return [c / denominator for c in counts]


logits = [Value(0.0), Value(3.0), Value(-2.0), Value(1.0)]
probs = softmax(logits)
loss = -probs[3].log()
loss.backward()
print(loss.data)
ans = [0.041772570515350445, 0.8390245074625319, 0.005653302662216329, -0.8864503806400986]
for dim in range(4):
    print("OK" if abs(ans[dim] - logits[dim].grad) < 1e-5 else "WRONG", logits[dim].grad)
