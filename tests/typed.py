"""A program as a user writes it: after `#:` stands what type checkers are to say of the name at the line's beginning.

It also runs: tests/test_types.py looks at what the names hold then.
"""

import random
from fractions import Fraction

import numpy as np

import autograd
from autograd import (
    Value,
    anomalies,
    check,
    clip,
    compile,
    explain,
    grad,
    gradients,
    hessian,
    jacobian,
    leaky_relu,
    maximum,
    no_grad,
    numbers,
    op,
    pow,
    relu,
    steps,
    tanh,
    values,
)
from autograd.nn import MLP, Dropout, Embedding, Linear, Module, Neuron, ReLU, Sequential, Softmax, mse, softmax
from autograd.optim import Adam

x = Value(2.0, "x")  #: Value
w = Value(Fraction(1, 2), name="w")  #: Value

# operators, from both sides
added = x + 1  #: Value
radded = 1 + x  #: Value
quotient = 2 / x - w * Fraction(1, 3)  #: Value
power = 2**x  #: Value
squared = x**2  #: Value
negative = -abs(x)  #: Value

# methods and functions
squashed = x.tanh()  #: Value
leaky = x.leaky_relu(0.2)  #: Value
named_setting = x.leaky_relu(slope=0.2)  #: Value
cut = x.clip(0.0, 1.0)  #: Value
larger = x.maximum(3)  #: Value
chained = (x * w + 1).tanh().exp().log().named("y")  #: Value
of_value = tanh(x)  #: Value
of_float = tanh(0.5)  #: float
of_whole = relu(-1)  #: float
of_array = tanh(np.array([0.0, 1.0]))  #: NDArray[Any]
two_values = maximum(x, w)  #: Value
mixed = maximum(1.0, x)  #: Value
two_floats = maximum(1.0, 2.0)  #: float
raised = pow(x, 2)  #: Value
with_setting = leaky_relu(-1.0, slope=0.5)  #: float
value_with_setting = clip(x, 0.0, 1.0)  #: Value


@op(dx=lambda x: 3 * x * x)
def cube(x):  # type: ignore[no-untyped-def]
    """The third power."""
    return x * x * x


own = cube(x)  #: Value
own_float = cube(2.0)  #: float

# what a Value knows
number = x.data  #: float
slope = x.grad  #: float
label = x.name  #: str | None
operands = squashed.inputs  #: tuple[Value, ...]
smaller = x < 3  #: bool
plain = float(x)  #: float

# derivatives
squashed.backward()
first = grad(x**3, x)  #: Value
several = grad(x * w, [x, w])  #: list[Value]
rows = jacobian([x * w, x + w], [x, w])  #: list[list[Value]]
second = hessian(x * x * w, [x, w])  #: list[list[Value]]
entries = values([[1.0, 2.0], [3.0, 4.0]], "W")  #: NDArray[Any]
floats = numbers(entries)  #: NDArray[float64]
slopes = gradients(entries)  #: NDArray[float64]
program = compile(x * w, inputs=[x])  #: Program
samples = program.value([[1.0], [2.0]])  #: NDArray[float64]

# what shows and checks
records = steps(chained)  #: Steps
solution = explain(chained)  #: Explanation
report = check("x = 2.0; y = x^2 = 4")  #: Report
told = report.summary()  #: str
with no_grad(), anomalies("ignore"):
    quiet = x * 2  #: Value

# networks
rng = random.Random(0)
model = MLP(2, [4, 1], rng=rng)  #: MLP
predicted = model([1.0, 2.0])  #: Value | list[Value]
neuron = Neuron(2, rng=rng)([1.0, x])  #: Value
row = Linear(2, 3, rng=rng)([1.0, 2.0])  #: list[Value]
batch = Linear(2, 3, rng=rng)([[1.0, 2.0]])  #: list[list[Value]]
array = Linear(2, 3, rng=rng)(np.ones((4, 2)))  #: NDArray[Any]
single = ReLU()(x)  #: Value
shares = Softmax()([x, w])  #: list[Value]
same = softmax([x, w])  #: list[Value]
kept = Dropout(0.5)([[x, w]])  #: list[list[Value]]
looked_up = Embedding(5, 2, rng=rng)(3)  #: list[Value]
outputs = Sequential(Linear(2, 2, rng=rng), ReLU())(np.ones((1, 2)))  #: NDArray[Any]
loss = mse(row, [0.0, 1.0, 2.0])  #: Value
parameters = model.parameters()  #: list[Value]
optimizer = Adam(model, lr=0.1)  #: Adam


class Line(Module):
    """A module of one's own: calling it gives what its forward gives."""

    def forward(self, x: Value, times: float = 1.0) -> Value:
        return w * x * times


mine = Line()(x, times=2.0)  #: Value
version = autograd.__version__  #: str
