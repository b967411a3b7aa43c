"""Values among NumPy's numbers and arrays: NumPy does the shapes, Value does the calculus."""

import numpy as np
import pytest

import autograd
from autograd import Value
from tests import optional
from tests.test_value import OPERATORS, exactly


@pytest.mark.parametrize("name", OPERATORS)
def test_arrays_on_both_sides_give_arrays_of_values(name):
    apply, v, array = OPERATORS[name], Value(2.0), np.array([[1.0, 2.0, 3.0]])
    for made, expected in ((apply(v, array), apply(2.0, array)), (apply(array, v), apply(array, 2.0))):
        assert (type(made), made.dtype, made.shape) == (np.ndarray, object, (1, 3))
        assert all(type(entry) is Value for entry in made.flat)
        assert made.astype(float).tolist() == expected.tolist()


def test_object_arrays_do_linear_algebra():
    numbers = np.arange(6.0).reshape(2, 3)
    X, W, b = (np.vectorize(Value, otypes=[object])(part) for part in (numbers, numbers.T + 1, np.array([0.5, -20.0])))
    Y = X @ W + b
    assert Y.astype(float).tolist() == (numbers @ (numbers.T + 1) + np.array([0.5, -20.0])).tolist()
    loss = (autograd.relu(Y) ** 2).sum() + np.dot(X[0], W[:, 0]) + np.einsum("ij,ji->", X, W)
    loss.backward()
    R = np.maximum(Y.astype(float), 0)
    E = np.zeros((3, 2))
    E[:, 0] = numbers[0]
    expected = numbers.T @ (2 * R) + E + numbers.T
    assert np.array([[w.grad for w in row] for row in W]).tolist() == expected.tolist()
    assert [entry.grad for entry in b] == (2 * R).sum(axis=0).tolist()
    assert X.mean(axis=0)[0].data == 1.5
    assert np.exp(X)[0, 1].op == "exp"
    assert np.linalg.matrix_power(W[:2], 2)[0, 0].data == 1 * 1 + 4 * 2


def test_numpys_functions_on_one_value():
    v = Value(0.5)
    for ufunc, name in ((np.exp, "exp"), (np.tanh, "tanh"), (np.sqrt, "sqrt"), (np.abs, "abs"), (np.negative, "neg")):
        assert ufunc(v).op == name
    assert (np.maximum(v, 0.25).op, np.maximum(0.25, v).op, np.subtract(1, v).op) == ("maximum", "maximum", "sub")
    assert np.float64(0.25) < v
    assert not np.float64(0.75) < v
    assert (np.ones(2) > v).tolist() == [True, True]


def test_in_place_arithmetic_on_object_arrays():
    w = Value(2.0)
    array = np.array([w, w], dtype=object)
    array *= 3.0
    array += np.ones(2)
    assert [(entry.op, entry.data) for entry in array] == [("add", 7.0)] * 2


def test_arrays_of_text_are_refused():
    with pytest.raises(TypeError, match=exactly("Value * 'str': expected a number or a Value.")):
        Value(2.0) * np.array(["a"])


@pytest.mark.parametrize("axis", [None, 0, 1])
@pytest.mark.parametrize("name", ["var", "std", "mean", "sum"])
def test_spreads_of_arrays_of_values(name, axis):
    plain = np.array([[0.5, -1.0, 2.0], [3.0, 0.25, -0.75]])
    leaves = autograd.values(plain)
    found = getattr(np, name)(leaves, axis=axis)
    # the same sums, in another order
    np.testing.assert_allclose(autograd.numbers(found), getattr(np, name)(plain, axis=axis), rtol=1e-14)
    total = found if isinstance(found, Value) else found.sum()
    total.backward()
    h = 1e-6
    for place in np.ndindex(plain.shape):
        high, low = plain.copy(), plain.copy()
        high[place] += h
        low[place] -= h
        difference = (getattr(np, name)(high, axis=axis) - getattr(np, name)(low, axis=axis)).sum() / (2 * h)
        assert leaves[place].grad == pytest.approx(difference, rel=1e-6, abs=1e-9)  # central differences, good to 1e-10


def test_a_value_is_real():
    v = Value(2.0, "v")
    assert v.real is v
    assert v.conjugate() is v
    assert (v.imag.data, v.imag.is_constant) == (0.0, True)
    assert np.conjugate(autograd.values([1.0, 2.0]))[1].data == 2.0


def test_values_numbers_and_gradients():
    W = autograd.values(np.arange(6).reshape(2, 3), "W")
    assert (W.shape, W[1, 2].name, W[1, 2].data) == ((2, 3), "W[1,2]", 5.0)
    assert autograd.values(3, "w").item().name == "w"
    assert np.isnan(autograd.gradients(W)).all()
    (W * W).sum().backward()
    assert autograd.gradients(W).tolist() == (2 * np.arange(6.0).reshape(2, 3)).tolist()
    assert autograd.gradients(W.tolist()).tolist() == autograd.gradients(W).tolist()
    assert autograd.numbers(W).dtype == float
    assert autograd.numbers([W[0, 1], 2, np.float64(0.5)]).tolist() == [1.0, 2.0, 0.5]
    assert autograd.numbers(W[0, 1]).item() == 1.0
    assert autograd.numbers([]).shape == (0,)


@pytest.mark.parametrize(
    ("attempt", "error", "message"),
    [
        (lambda: autograd.values([[1.0], [1.0, 2.0]]), ValueError, "values: the rows have different lengths"),
        (lambda: autograd.numbers([[1.0], 2.0]), ValueError, "numbers: the rows have different lengths"),
        (lambda: autograd.numbers(["x"]), TypeError, "numbers('str'): expected a real number."),
        (lambda: autograd.gradients([1.0]), TypeError, "gradients('float'): expected a Value."),
        (lambda: autograd.values([1.0], 5), TypeError, "name=5: expected a str"),
    ],
)
def test_what_is_no_array_of_values(attempt, error, message):
    with pytest.raises(error) as caught:
        attempt()
    assert str(caught.value).startswith(message)


def test_pictures_of_values():
    matplotlib = optional.package("matplotlib")
    matplotlib.use("Agg")
    from matplotlib import pyplot

    W = autograd.values([[1.0, 2.0], [3.0, 4.0]])
    image = pyplot.imshow(autograd.numbers(W))
    assert image.get_array().tolist() == [[1.0, 2.0], [3.0, 4.0]]
    pyplot.close("all")
