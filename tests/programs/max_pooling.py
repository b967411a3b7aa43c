"""Convolution and max pooling over a row of numbers, pooled with max_with."""

from tests.programs.operations import Value

signal = [Value(x) for x in (0.2, -0.4, 0.9, 1.1, -0.3, 0.5)]
kernel = [Value(0.5), Value(-1.0), Value(0.25)]
features = [sum((k * signal[i + j] for j, k in enumerate(kernel)), Value(0.0)).relu() for i in range(4)]
pooled = [features[i].max_with(features[i + 1]) for i in (0, 2)]
loss = (pooled[0] - 1) ** 2 + (pooled[1] + 0.5) ** 2
loss.backward()
print(loss.data, [k.grad for k in kernel], [s.grad for s in signal])
