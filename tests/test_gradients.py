"""grad, jacobian, hessian: gradients that are graphs."""

import math
import re

import numpy as np
import pytest

from autograd import (
    OPS,
    AnomalyError,
    GraphError,
    NoDerivativeError,
    Value,
    anomalies,
    grad,
    hessian,
    jacobian,
    no_grad,
)
from autograd.engine.graph import order
from tests.graphs import batch_norm, neuron, residual, softmax_cross_entropy


def exactly(message):
    return "^" + re.escape(message) + "$"


@pytest.mark.parametrize("make", [residual, neuron, softmax_cross_entropy, batch_norm])
def test_grad_is_what_backward_leaves(make):
    z = make()
    nodes = [node for node in order(z) if not node.is_constant]
    found = grad(z, nodes)
    assert not any(node.has_grad for node in order(z))  # .grad is not touched
    z.backward()
    # the same edges in the same order; folding numbers may move the last digit
    assert [node.data for node in found] == pytest.approx([node.grad for node in nodes], rel=1e-15, abs=0)


def test_shapes_of_question_and_answer():
    x, y, far = Value(2.0, "x"), Value(5.0, "y"), Value(1.0, "far")
    z = x * y + x
    assert grad(z, x).data == 6.0
    assert [node.data for node in grad(z, [x, y])] == [6.0, 2.0]
    assert [node.data for node in grad(z, (y, x, y))] == [2.0, 6.0, 2.0]
    assert [node.data for node in grad(z, (node for node in (far, x)))] == [0.0, 6.0]
    assert grad(z, []) == []
    assert grad(z, z).data == 1.0
    array = grad(z, np.array([[x, y]], dtype=object))
    assert (array.shape, array.dtype, array[0, 1].data) == ((1, 2), object, 2.0)
    assert [[e.data for e in row] for row in jacobian([z, y], [x, y])] == [[6.0, 2.0], [0.0, 1.0]]
    assert [e.data for e in jacobian([z, y], x)] == [6.0, 0.0]
    assert [e.data for e in jacobian(z, [x, y])] == [6.0, 2.0]
    assert [[e.data for e in row] for row in hessian(z, [x, y])] == [[0.0, 1.0], [1.0, 0.0]]
    assert hessian(z * x, x).data == 12.0


def test_by_something_in_between_and_what_it_is_made_of():
    x = Value(3.0)
    h = x * x
    z = h * x
    assert [node.data for node in grad(z, [h, x])] == [3.0, 27.0]
    assert grad(h, z).data == 0.0  # h does not depend on z


def test_constants_get_0():
    x, c = Value(3.0), Value(2.0).detach()
    assert [node.data for node in grad(x * c, [x, c])] == [2.0, 0.0]
    assert grad(c, x).data == grad(c, c).data == 0.0
    with no_grad():
        y = x * 3
    assert grad(y * 2, x).data == 0.0


def test_higher_derivatives():
    x = Value(0.7, "x")
    z = x.sin()
    expected = [math.cos(0.7), -math.sin(0.7), -math.cos(0.7), math.sin(0.7), math.cos(0.7)]
    for slope in expected:
        z = grad(z, x)
        assert z.data == pytest.approx(slope, rel=1e-15)
    x, y = Value(1.5, "x"), Value(-0.5, "y")
    rosenbrock = (1 - x) ** 2 + 100 * (y - x**2) ** 2
    matrix = [[e.data for e in row] for row in hessian(rosenbrock, [x, y])]
    assert matrix == [[2 - 400 * (y.data - 3 * x.data**2), -400 * x.data], [-400 * x.data, 200.0]]


def test_hessians_are_symmetric_and_those_of_differences():
    z = batch_norm()
    xs = [node for node in order(z) if not node.inputs and not node.is_constant]
    second = np.array([[e.data for e in row] for row in hessian(z, xs)])
    assert second == pytest.approx(second.T, rel=1e-12, abs=1e-15 * np.abs(second).max())  # sums in another order
    assert np.abs(second).max() > 1


def test_second_derivatives_of_relu_nets_exist():
    x = Value(1.0, "x")
    z = (x * 3).relu() ** 2 + abs(x - 1) * x
    assert grad(grad(z, x), x).data == 18.0


def test_gradients_can_be_trained_on():
    x, w = Value(0.3, "x"), Value(2.0, "w")
    penalty = grad((w * x).tanh(), x) ** 2
    penalty.backward()
    t = math.tanh(0.6)
    s = 1 - t * t
    assert w.grad == pytest.approx(2 * w.data * s * (s + w.data * -2 * t * s * 0.3), rel=1e-14)


def test_results_are_values_of_their_own():
    x, w = Value(3.0, "x"), Value(2.0, "w")
    slopes = grad(w * x, [w, x])
    slopes[0].named("dw").data = 100.0
    assert (x.name, x.data) == ("x", 3.0)
    one, other = grad((w + x) ** 2, [w, x])
    assert one is not other
    assert grad(one, w).data == grad(other, w).data == 2.0


@pytest.mark.parametrize(
    ("make", "size"),
    [
        (lambda x, w: x**2, 3),  # 2·x
        (lambda x, w: x * w, 3),  # 1·w
        (lambda x, w: (x * w).tanh(), 8),  # (1 − z·z)·w: x, w, x·w, z, z·z, 1, 1 − z·z, the product
        (lambda x, w: x + w, 1),
        (lambda x, w: 3 * x - w, 1),
        (lambda x, w: (x * 5 + 1) * 2, 1),
        (lambda x, w: x.exp(), 4),  # 1·z, z, 1, x
    ],
)
def test_graphs_of_gradients_are_small(make, size):
    x, w = Value(2.0, "x"), Value(3.0, "w")
    assert len(order(grad(make(x, w), x))) == size


def test_changed_data_is_refused_by_name():
    x, w = Value(2.0, "x"), Value(3.0, "w")
    z = (x * w).tanh()
    w.data = 3.0  # no change
    grad(z, x)
    w.data = 4.0
    advice = "Compute it again from the new numbers, or use backward(), which keeps to the old ones"
    with pytest.raises(GraphError, match=exactly(f"grad: w was 3 when this was computed and is 4 now. {advice}")):
        grad(z, x)
    y = Value(1.0) * 2
    y.inputs[0].data = 5.0
    message = f"grad: an unnamed leaf was 1 when this was computed and is 5 now. {advice}"
    with pytest.raises(GraphError, match=exactly(message)):
        grad(y, x)
    y = (x * 2).tanh()
    y.inputs[0].data = math.nan
    with pytest.raises(
        GraphError, match=exactly(f"grad: a result of mul was 4 when this was computed and is NaN now. {advice}")
    ):
        grad(y, x)
    y = x * 2
    y.named("y").data = 0.0
    with pytest.raises(GraphError, match=exactly(f"grad: y was 4 when this was computed and is 0 now. {advice}")):
        grad(y, x)
    grad(Value(math.nan) * x, x)  # NaN is not a change


def test_bad_arithmetic_as_in_backward():
    x = Value(0.0, "x")
    for make in (lambda: x.sqrt(), lambda: x**0.5 * 0, lambda: (x + 1e-320).log()):
        with pytest.raises(AnomalyError) as backward:
            make().backward()
        with pytest.raises(AnomalyError, match=exactly(str(backward.value))):
            grad(make(), x)
    with anomalies("ignore"):
        assert grad(x.sqrt(), x).data == math.inf
    with anomalies("warn"), pytest.warns(RuntimeWarning, match="^the derivative of sqrt") as caught:
        assert grad(x.sqrt(), x).data == math.inf
    assert [warning.filename for warning in caught] == [__file__]
    y = Value(2.0)
    assert grad(x.sqrt() + y, y).data == 1.0  # not asked for, not computed


def test_no_gradient_through_hard_decisions():
    x, y = Value(1.0), Value(2.0)
    z = OPS["step"](x) * y
    with pytest.raises(NoDerivativeError, match=r"^step has no derivative"):
        grad(z, x)
    assert grad(z, y).data == 1.0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda v: grad(3.0, v), "grad: y is 'float'; expected a Value"),
        (lambda v: grad(v, 3.0), "grad: xs is 'float'; expected a Value or a list of Values"),
        (lambda v: grad(v, "x"), "grad: xs is 'str'; expected a Value or a list of Values"),
        (lambda v: grad(v, {"x": v}), "grad: xs is 'dict'; expected a Value or a list of Values"),
        (lambda v: grad(v, [v, 1]), "grad: xs[1] is 'int'; expected a Value"),
        (lambda v: jacobian([v, None], v), "jacobian: ys[1] is 'NoneType'; expected a Value"),
        (lambda v: jacobian(3, v), "jacobian: ys is 'int'; expected a Value or a list of Values"),
        (lambda v: jacobian(v, 3), "jacobian: xs is 'int'; expected a Value or a list of Values"),
        (lambda v: jacobian([v], [v, 3]), "jacobian: xs[1] is 'int'; expected a Value"),
        (lambda v: hessian(None, v), "hessian: y is 'NoneType'; expected a Value"),
        (lambda v: hessian(None, [v]), "hessian: y is 'NoneType'; expected a Value"),
        (lambda v: hessian(v, [v, 3]), "hessian: xs[1] is 'int'; expected a Value"),
    ],
)
def test_what_is_no_value_is_refused(call, message):
    with pytest.raises(TypeError, match=exactly(message)):
        call(Value(1.0))


@pytest.mark.slow
def test_depth_does_not_matter():
    x = Value(1.0)
    y = x
    for _ in range(20_000):
        y = y * x
    slope = grad(y, x)
    assert slope.data == 20_001
    assert grad(slope, x).data == 20_001 * 20_000
