"""Random expression graphs, made by hypothesis, against PyTorch where it is installed, else against complex steps."""

import cmath
import math

import pytest
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from autograd import OPS, Value, grad, gradcheck
from autograd.engine.graph import order
from tests import optional

try:
    import torch
except ImportError:
    torch = None

# Both sides compute in the same order to half a unit in the last place each, and no sum below has more than some
# hundred terms: 1e-12 of the largest number met on the way is far above what rounding does, far below a wrong formula.
REL = 1e-12

UNARY = ["neg", "relu", "exp", "log", "tanh", "sigmoid", "sqrt", "sin", "cos", "abs", "softplus", "leaky_relu", "clip"]
UNARY += ["log2", "tan", "atan", "sinh", "cosh", "erf", "elu", "silu", "gelu"]
BINARY = ["add", "sub", "mul", "div", "pow", "maximum", "minimum"]

numbers = st.one_of(
    st.floats(-3, 3),
    st.sampled_from([0.0, 1.0, -1.0, 0.5, 2.0]),
)
steps_of_a_program = st.lists(
    st.tuples(st.sampled_from([*UNARY, *BINARY]), st.integers(0, 1000), st.integers(0, 1000)), min_size=1, max_size=25
)
programs = st.tuples(st.lists(numbers, min_size=1, max_size=4), steps_of_a_program)
"""Leaves, and operations on what there is already (numbers modulo how much there is)."""


def test_the_programs_use_the_whole_table():
    smooth = {name for name, rule in OPS.items() if None not in rule.derivatives and not rule.gate}
    assert smooth == {*UNARY, *BINARY}, "a new operation: add it above, and to both arithmetics below"


def domain(name, x, y):
    """Whether an operation is well behaved there: no fault, nothing huge, no kink too close to call."""
    if name in ("log", "log2", "sqrt"):
        return x > 1e-3
    if name == "exp":
        return x < 20
    if name in ("sinh", "cosh"):
        return abs(x) < 20
    if name == "tan":
        return abs(math.cos(x)) > 0.05
    if name in ("erf", "gelu"):
        return -2 < x < 5  # torch's 1 + erf cancels on the left; the series below is good up to 5
    if name == "clip":
        return abs(abs(x) - 1) > 1e-6
    if name == "div":
        return abs(y) > 1e-3
    if name == "pow":
        return 1e-3 < x < 20 and 0 < abs(y) < 5  # torch's mixed second derivative is 0 at y = 0, where it is 1/x
    if name in ("relu", "leaky_relu", "elu", "abs"):
        return abs(x) > 1e-6
    if name in ("maximum", "minimum"):
        return abs(x - y) > 1e-6
    return True


def run(program, arithmetic, leaves):
    """What a program computes in some arithmetic; operations outside their domain are left out."""
    starts, lines = program
    known = list(zip(leaves, starts, strict=True))
    for name, i, j in lines:
        (first, x), (second, y) = known[i % len(known)], known[j % len(known)]
        if not domain(name, x, y):
            continue
        unary = name in UNARY
        number = OPS[name](x) if unary else OPS[name](x, y)
        if not 1e-6 < abs(number) < 1e6:
            continue
        known.append((arithmetic(name, first) if unary else arithmetic(name, first, second), number))
    assume(len(known) > len(starts))
    total, *others = [node for node, _ in known[len(starts) :]][-3:]
    for other in others:
        total = arithmetic("add", total, other)
    return total


def ours(name, *operands):
    return OPS[name](*operands)


IN_TORCH = {"div": "true_divide"}


def with_torch(name, *operands):
    if name == "softplus":
        return torch.logaddexp(operands[0], torch.zeros((), dtype=torch.float64))  # its own softplus takes short cuts
    if name == "clip":
        return torch.clip(*operands, -1, 1)
    place = torch if hasattr(torch, IN_TORCH.get(name, name)) else torch.nn.functional
    return getattr(place, IN_TORCH.get(name, name))(*operands)


def complex_erf(x):
    """2x/√π·exp(−x²)·Σ (2x²)ⁿ/(2n + 1)!!, whose terms have one sign: nothing cancels."""
    term = total = 1
    for n in range(1, 150):
        term = term * 2 * x * x / (2 * n + 1)
        total += term
    return 2 * x / math.sqrt(math.pi) * cmath.exp(-x * x) * total


def complex_elu(x):
    t = cmath.tanh(x / 2)
    return x if x.real > 0 else 2 * t / (1 - t)  # exp(x) − 1, to all digits


COMPLEX = {
    "add": lambda x, y: x + y,
    "sub": lambda x, y: x - y,
    "mul": lambda x, y: x * y,
    "div": lambda x, y: x / y,
    "pow": lambda x, y: cmath.exp(y * cmath.log(x)),
    "maximum": lambda x, y: x if x.real > y.real else y,
    "minimum": lambda x, y: x if x.real < y.real else y,
    "neg": lambda x: -x,
    "relu": lambda x: x if x.real > 0 else 0j,
    "abs": lambda x: x if x.real > 0 else -x,
    "exp": cmath.exp,
    "log": cmath.log,
    "tanh": cmath.tanh,
    "sigmoid": lambda x: 1 / (1 + cmath.exp(-x)) if x.real > 0 else cmath.exp(x) / (1 + cmath.exp(x)),
    "sqrt": cmath.sqrt,
    "sin": cmath.sin,
    "cos": cmath.cos,
    "leaky_relu": lambda x: x if x.real > 0 else 0.01 * x,
    "clip": lambda x: x if abs(x.real) < 1 else complex(math.copysign(1.0, x.real)),
    "log2": lambda x: cmath.log(x) / math.log(2),
    "tan": cmath.tan,
    "atan": cmath.atan,
    "sinh": cmath.sinh,
    "cosh": cmath.cosh,
    "erf": complex_erf,
    "elu": complex_elu,
    "silu": lambda x: x / (1 + cmath.exp(-x)) if x.real > 0 else x * cmath.exp(x) / (1 + cmath.exp(x)),
    "gelu": lambda x: x * (1 + complex_erf(x / math.sqrt(2))) / 2,
    "softplus": lambda x: x + cmath.log(1 + cmath.exp(-x)) if x.real > 0 else cmath.log(1 + cmath.exp(x)),
}
"""The operations on complex numbers: the imaginary part of f(x + ih)/h is the derivative, with nothing to cancel."""


def agree(got, expected, nodes):
    """Whether numbers agree to REL of the largest contribution any of them was summed from."""
    largest = max((abs(node.grad) * max(1.0, *map(abs, node.recorded)) for node in nodes if node.inputs), default=1.0)
    for x, y in zip(got, expected, strict=True):
        assert math.isclose(x, y, rel_tol=REL, abs_tol=REL * largest), (x, y, largest)


@pytest.mark.slow
@settings(max_examples=1000, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(programs)
def test_values_and_gradients_are_those_of_torch(program):
    optional.package("torch")
    leaves = [Value(x) for x in program[0]]
    z = run(program, ours, leaves)
    theirs = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in program[0]]
    expected = run(program, with_torch, theirs)
    z.backward()
    expected.backward()
    nodes = order(z)
    assert math.isclose(z.data, expected.item(), rel_tol=REL, abs_tol=REL * max(abs(n.data) for n in nodes))
    agree([leaf.grad for leaf in leaves], [0.0 if x.grad is None else x.grad.item() for x in theirs], nodes)


@pytest.mark.slow
@settings(max_examples=500, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(programs)
def test_values_and_gradients_are_those_of_complex_steps(program):
    leaves = [Value(x) for x in program[0]]
    z = run(program, ours, leaves)
    z.backward()
    h = 1e-150  # its square is nothing beside 1, and nothing is subtracted
    slopes = []
    for place in range(len(leaves)):
        moved = [complex(x, h if i == place else 0.0) for i, x in enumerate(program[0])]
        slopes.append(run(program, lambda name, *xs: COMPLEX[name](*xs), moved).imag / h)
    agree([leaf.grad for leaf in leaves], slopes, order(z))


@pytest.mark.slow
@settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(programs)
def test_second_derivatives_are_those_of_torch(program):
    optional.package("torch")
    leaves = [Value(x) for x in program[0]]
    z = run(program, ours, leaves)
    theirs = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in program[0]]
    expected = run(program, with_torch, theirs)
    ours_first = grad(z, leaves)
    theirs_first = torch.autograd.grad(expected, theirs, create_graph=True, allow_unused=True)
    for slope, other in zip(ours_first, theirs_first, strict=True):
        if other is None or not other.requires_grad:
            continue
        second = torch.autograd.grad(other, theirs, retain_graph=True, allow_unused=True)
        for leaf in leaves:
            leaf.zero_grad()
        slope.backward()
        agree([leaf.grad for leaf in leaves], [0.0 if x is None else x.item() for x in second], order(slope))


@pytest.mark.slow
@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(programs)
def test_grad_is_backward_and_the_same_program_gives_the_same_bits(program):
    leaves, again = ([Value(x) for x in program[0]] for _ in range(2))
    z, same = run(program, ours, leaves), run(program, ours, again)
    z.backward()
    same.backward()
    bits = [node.grad.hex() for node in order(z)]
    assert [node.grad.hex() for node in order(same)] == bits
    assert [node.data.hex() for node in order(same)] == [node.data.hex() for node in order(z)]
    agree([slope.data for slope in grad(z, leaves)], [leaf.grad for leaf in leaves], order(z))


@pytest.mark.slow
@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(programs)
def test_gradcheck_confirms_every_one(program):
    starts, lines = program

    def f(*leaves):
        return run((starts, lines), ours, leaves)

    report = gradcheck(f, starts)
    assert not [entry for entry in report.checked if entry.verdict == "wrong"], str(report)
