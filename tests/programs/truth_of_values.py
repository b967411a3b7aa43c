"""Values where something is there or is not: optional ones, defaults, filters, assertions, loops until it is enough."""

from tests.programs.closures import Value


def neuron(x, w, bias=None, scale=None):
    out = w * x
    if bias:
        out = out + bias
    scale = scale or Value(2.0)
    return scale and out * scale


print(
    neuron(1.5, Value(2.0)).data,
    neuron(1.5, Value(2.0), Value(-0.5)).data,
    neuron(1.0, Value(1.0), None, Value(3.0)).data,
)
found = [v.data for v in filter(None, [Value(1.0), None, Value(-2.0)])]
print(found, all([Value(1.0), Value(2.0)]), any([None, Value(-1.0)]), not Value(4.0), bool(Value(0.5)))
x, steps = Value(3.0), 0
error = Value(1.0)
while error and steps < 4:
    gap = x * x - 2.0
    x.grad = 0.0
    gap.backward()
    error = Value(gap.data / x.grad)
    x.data -= error.data
    steps += 1
assert x, "there is one"
print(steps, x.data, error.data)
