"""Every engine against eager on random graphs: every operation, shared parts, constants, several outputs, extremes."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings, strategies as st

from autograd import NoDerivativeError, Value, anomalies, compile, grad
from autograd.compiled.engines.engine import ENGINES, installed
from autograd.compiled.ir.lowering import Templates
from autograd.compiled.ir.primitives import INDICATOR, MASK
from autograd.engine.graph import order
from autograd.engine.operation import OPS

# Both sides do the same operations in the same order but for some roundings; one of an ulp in a node v changes the
# result by |∂y/∂v · v| ulp, and 1e-12 is a few thousand ulp of the sum of these.
REL = 1e-12

ENGINES_HERE = [name for name in ENGINES if installed(name)]
NAMES = sorted(OPS)
EXTREMES = [0.0, -0.0, 1.0, -1.0, 0.5, 2.0, 3.0, 1e-300, -1e300, 1e160, 700.0, -750.0, math.inf, -math.inf, math.nan]

ordinary = st.floats(-3, 3).map(lambda x: round(x, 3))
anything = st.one_of(ordinary, st.sampled_from(EXTREMES))
lines = st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=14)


def recipes(numbers):
    """Data of three samples of two inputs, of two parameters, of two constants; operations; how many outputs."""
    rows = st.lists(st.tuples(numbers, numbers), min_size=3, max_size=3)
    pair = st.tuples(numbers, numbers)
    return st.tuples(rows, pair, pair, lines, st.integers(1, 3))


def build(recipe, sample, fixed=False):
    """The outputs, inputs and parameters of a recipe at one of its samples; `fixed` inputs are constants."""
    rows, theta, constants, operations, k = recipe
    inputs, parameters = [Value(x) for x in rows[sample]], [Value(w) for w in theta]
    leaves = [x.detach() for x in inputs] if fixed else inputs
    known = [*leaves, *parameters, *(Value(c).detach() for c in constants)]
    for name, i, j in operations:
        # mostly what is new, so that graphs get deep
        operands = [known[-1 - i % len(known)], known[-1 - (j % len(known)) // 2]]
        known.append(OPS[name](*operands[: len(OPS[name].letters)]))
    return known[-k:], inputs, parameters


def close(found, exact, graph):
    """Whether a number is the exact one, to REL times what a rounding in each node of its graph could do."""
    if not math.isfinite(exact):
        return found == exact or (found != found and exact != exact)
    return abs(found - exact) <= REL * spread(graph, exact) + 1e-300


def spread(graph, exact):
    """The sum of |∂y/∂v · v| over the nodes v of a graph; infinite where that cannot be said."""
    if graph is None or graph.data != exact:
        return math.inf
    nodes = order(graph)
    try:
        for node in nodes:
            node._grad = None
        graph.backward()
    except NoDerivativeError:
        return math.inf
    total = sum(abs(node.grad * node.data) for node in nodes) + abs(exact)
    return math.inf if total != total else total


def decides(name):
    """Whether an operation or its derivative jumps somewhere."""
    templates = Templates(OPS[name])
    local = [templates.local(slot).rows for slot, rule in enumerate(OPS[name].derivatives) if rule is not None]
    return any(code in (MASK, INDICATOR) for rows in (templates.forward.rows, *local) for code, _, _ in rows)


DECIDE = {name for name in NAMES if decides(name)}


def near_a_jump(outputs):
    """Whether an operation that jumps has an operand, or a difference of operands, that rounding could take across."""
    for node in order(*outputs):
        if node.op in DECIDE and node.inputs:
            numbers = node.recorded
            computed = any(x.inputs for x in node.inputs)
            distances = [*numbers, numbers[0] - numbers[-1]] if len(numbers) == 2 else numbers
            scale = max(map(abs, numbers))
            if computed and any(abs(x) <= 1e-9 * min(scale, 1e300) or abs(x) < 1e-12 for x in distances):
                return True
    return False


def compiled(recipe, engine):
    """The program of a recipe's first sample; what it does not depend on is left out of its inputs."""
    outputs, inputs, parameters = build(recipe, 0)
    found = set(map(id, order(*outputs)))
    columns = [place for place, x in enumerate(inputs) if id(x) in found]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parameters that the outputs do not depend on
        program = compile(outputs, [inputs[place] for place in columns], parameters, engine=engine)
    return program, np.array(recipe[0], dtype=float)[:, columns]


def check(recipe, engine):
    """Values and gradients of a program against eager, sample by sample."""
    with anomalies("ignore"):
        eager = [build(recipe, sample, fixed=True) for sample in range(3)]
        assume(not any(near_a_jump(outputs) for outputs, _, _ in eager))
        program, X = compiled(recipe, engine)
        theta = np.array(recipe[1], dtype=float)
        values = program.value(X, theta)
        for row, (outputs, _, _) in zip(values.tolist(), eager, strict=True):
            assert all(close(x, output.data, output) for x, output in zip(row, outputs, strict=True)), (row, outputs)
        for sample, (outputs, _, parameters) in enumerate(eager):
            total = sum(outputs[1:], outputs[0])
            try:
                graphs = grad(total, parameters)
                total.zero_grad()
                total.backward()
            except NoDerivativeError:
                return
            exact = [p.grad for p in parameters]
            _, gradient = program.value_and_grad(X[sample : sample + 1], theta)
            for x, slope, graph in zip((gradient * len(outputs)).tolist(), exact, graphs, strict=True):
                assert close(x, slope, graph), (x, slope)


every_engine = pytest.mark.parametrize("engine", ENGINES_HERE)
a_few = settings(
    max_examples=30,  # each is compiled: 0.1 s
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # graphs are small; shrinking them would take minutes
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.slow
@every_engine
@a_few
@given(recipes(ordinary))
def test_ordinary_numbers(engine, recipe):
    check(recipe, engine)


@pytest.mark.slow
@every_engine
@a_few
@given(recipes(anything))
def test_extremes(engine, recipe):
    check(recipe, engine)
