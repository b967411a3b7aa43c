"""What programs written for other engines do with a Value: nodes made by hand, labels, attributes, single steps."""

import copy
import gc
import json
import pickle
import re
import tracemalloc

import pytest

import autograd
from autograd import (
    GraphError,
    NoDerivativeError,
    Steps,
    Value,
    draw,
    explain,
    grad,
    gradcheck,
    no_grad,
    play,
    steps,
    tanh,
)
from autograd.engine.arguments import ELSEWHERE


def by_gradients(p, q, r):
    return Value(0.5, (p, q, r), (2.0, -1.0, 0.25))


def by_function(p, q, r):
    out = Value(0.5, (p, q, r), "fused")

    def _backward():
        p.grad += 2.0 * out.grad
        q.grad -= out.grad
        r.grad += 0.25 * out.grad

    out._backward = _backward
    return out


def by_keywords(p, q, r):
    return Value(0.5, children=(p, q, r), local_grads=(2.0, -1.0, 0.25))


WAYS = [by_gradients, by_function, by_keywords]


@pytest.mark.parametrize("made", WAYS)
def test_a_node_made_by_hand_is_differentiated_shown_and_copied(made):
    leaves = p, q, r = Value(1.0, "p"), Value(2.0, "q"), Value(3.0, "r")
    n = made(p, q, r)
    z = (n * n + q).named("z")
    assert (n.data, n.inputs, n._prev, n._children, n._local_grads) == (0.5, leaves, leaves, leaves, (2.0, -1.0, 0.25))
    assert [x.data for x in grad(z, leaves)] == [2.0, 0.0, 0.25]
    assert not any(leaf.has_grad for leaf in leaves)  # looking at the slopes left nothing behind
    z.backward()
    z.backward()
    assert [leaf.grad for leaf in leaves] == [4.0, 0.0, 0.5]
    for other in (copy.deepcopy(z), pickle.loads(pickle.dumps(z))):
        other.zero_grad()
        other.backward()
        assert [leaf.grad for leaf in other.inputs[0].inputs[0].inputs] == [2.0, 0.0, 0.25]
    assert [leaf.grad for leaf in leaves] == [4.0, 0.0, 0.5]
    page = str(explain(z))
    assert f"t1 = {n.op}(p, q, r) = {n.op}(1, 2, 3) ≈ 0.5" in page  # only its result is known
    assert "∂z/∂q  = 1 + ∂z/∂t1 · ∂t1/∂q = 1 + 1·(−1) = 0" in page
    assert str(explain(Steps.from_json(steps(z).to_json()))) == page
    assert "q" in explain(z).latex.split("neuron")[-1]
    assert f">{n.op}<" in draw(z).svg or n.op in draw(z).svg
    assert n.op in play(z).html
    assert json.loads(steps(z, level="op").to_json())


@pytest.mark.parametrize("label", ["+", "ReLU", "a fused * node", "</script>"])
def test_any_label_can_be_written(label):
    x = Value(0.5, "x")
    y = (Value(0.25, (x,), label) * 2).named("y")
    y.backward()
    assert x.grad == 0.0  # without local gradients or _backward nothing is handed on, as in micrograd
    assert label in str(explain(y))
    assert "</script>" not in draw(y).svg
    assert explain(y).latex
    assert play(y).html.count("</script>") == play(x * 2).html.count("</script>")


def test_what_needs_more_than_numbers_refuses_a_node_made_by_hand():
    p, q, r = Value(1.0), Value(2.0), Value(3.0)
    z = (by_gradients(p, q, r) * p).named("z")
    with pytest.raises(NoDerivativeError) as caught:
        grad(grad(z, p), p)
    assert str(caught.value) == (
        "the gradient of node, which was made by hand, is only a number: it has no derivative of its own. "
        "Build it from operations, or define it with @op"
    )
    with pytest.raises(GraphError) as refused:
        autograd.compile(z)
    assert str(refused.value) == (
        "compile: node was made by hand: its number and its local gradients are known, what it computes is not. "
        "Build it from operations, or define it with @op"
    )
    assert gradcheck(lambda x: Value(x.data**2, (x,), (2 * x.data,)), [p])
    assert not gradcheck(lambda x: Value(x.data**2, (x,), (2.1 * x.data,)), [p])


def test_steps_by_hand_on_ordinary_values():
    w, x = Value(-3.0), Value(2.0)
    n = w * x + 1
    y = n.tanh()
    y.grad = 1.0
    y._backward()
    n._backward()
    n.inputs[0]._backward()
    w._backward()  # a leaf hands nothing on
    by_step = (w.grad, x.grad)
    y.zero_grad()
    y.backward()
    assert by_step == (w.grad, x.grad)
    assert n.inputs[1].grad == 0.0  # the constant


def test_a_seed_scales_the_pass():
    x = Value(3.0)
    (x**2).backward(-0.5)
    assert x.grad == -3.0
    with pytest.raises(TypeError, match=r"^backward\('str'\): expected a real number\."):
        (x**2).backward("1")
    assert x.grad == -3.0


def test_labels_are_names():
    a = Value(2.0, label="a")
    b = Value(1.0)
    assert (a.name, a.label, b.name, b.label, "%s" % b.label) == ("a", "a", None, "", "")  # noqa: UP031
    b.label = "b"
    assert b.name == "b"
    assert repr(Value(2.0, "a")) == repr(a)
    with pytest.raises(TypeError, match=r"^name=3: expected a str$"):
        b.label = 3


def test_a_gradient_of_none_is_not_yet():
    x = Value(2.0)
    (x * x).backward()
    x.grad = None
    assert not x.has_grad
    assert (x.item(), x.grad) == (2.0, 0.0)


@pytest.mark.parametrize("how", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
def test_anything_can_be_hung_on_a_value(how):
    w = Value(2.0, "w")
    y = w * w
    w.m, y.colour = 0.5, "blue"
    assert (how(w).m, how(w).name, how(y).colour) == (0.5, "w", "blue")
    with pytest.raises(AttributeError, match=r"^'Value' object has no attribute 'v'$"):
        w.v  # noqa: B018
    del w.m
    assert not hasattr(w, "m")


@pytest.mark.parametrize("name", ELSEWHERE)
def test_names_of_other_engines_point_the_way(name):
    with pytest.raises(AttributeError) as caught:
        getattr(Value(1.0), name)
    assert str(caught.value) == f"'Value' object has no attribute {name!r}: {ELSEWHERE[name]}"
    assert name not in dir(Value(1.0))
    assert not hasattr(Value, name)
    x = Value(1.0)
    setattr(x, name, "one's own")
    assert getattr(x, name) == "one's own"


WRONG = [
    (lambda x: x.sigmod(), "'Value' object has no attribute 'sigmod'"),  # Python's traceback adds what was meant
    (lambda x: x.frobnicate, "'Value' object has no attribute 'frobnicate'"),
    (lambda x: Value(1.0, nam="x"), "Value(): there is no nam=. Did you mean name?"),
    (lambda x: Value(1.0, 5), "name=5: expected a str"),
    (
        lambda x: Value(1.0, (x, 2.0), "+"),
        "Value(…, children): 'float' is among the children; expected Values, and after them an operation's name, or a "
        "local gradient for each",
    ),
    (
        lambda x: Value(1.0, (x,), (1.0, 2.0)),
        "Value(…, children, gradients): 1 children and 2 local gradients; expected one for each",
    ),
    (lambda x: Value(1.0, (x,), ("a",)), "a local gradient('str'): expected a real number."),
    (
        lambda x: setattr(x * 2, "_backward", print),
        "_backward: Value(2.0) was computed by mul and knows how to hand its gradient on; a node of your own is made "
        "by Value(data, (operands), 'name')",
    ),
]


@pytest.mark.parametrize(("attempt", "message"), WRONG, ids=[message for _, message in WRONG])
def test_wrong_names_and_parts_are_refused(attempt, message):
    with pytest.raises((AttributeError, TypeError, ValueError)) as caught:
        attempt(Value(1.0))
    assert str(caught.value) == message


PARTS = [
    {"_prev": "children", "_op": "own", "_backward": "function"},
    {"_op": "own", "_backward": "function", "_children": "children"},
    {"_backward": "function", "_prev": "children", "_op": "own"},
    {"_local_grads": (3.0,), "_op": "own", "_children": "children"},
]


@pytest.mark.parametrize("parts", PARTS, ids=str)
def test_a_node_may_be_put_together_part_by_part(parts):
    """out = Value(t); out._prev = {self}; out._op = 'own'; out._backward = …, in any order."""
    x = Value(2.0)
    y = Value(6.0)

    def _backward():
        x.grad += 3 * y.grad

    given = {"children": {x}, "function": _backward}
    for name, part in parts.items():
        setattr(y, name, given.get(part, part) if isinstance(part, str) else part)
    assert (y.inputs, y.op, y._op, y._local_grads) == ((x,), "own", "own", (3.0,))
    z = y * 2
    z.backward()
    assert (x.grad, pickle.loads(pickle.dumps(z)).data, copy.deepcopy(z).data) == (6.0, 12.0, 12.0)
    y._prev = ()
    assert (y.inputs, y.op, y.data) == ((), "", 6.0)


def test_a_node_by_hand_is_of_the_same_type():
    x = Value(1.0)
    y = Value(2.0, (x,), (1.0,))
    assert isinstance(y, Value)
    assert type(y) == Value == type(y)  # noqa: E721  programs ask like this
    assert type(y) in (int, Value)
    assert type(y) in {Value}
    assert type(y) != int  # noqa: E721


def test_parts_of_leaves_constants_and_results():
    x = Value(2.0)
    x._backward, x._op = (lambda: None), "weight"
    assert (x.inputs, x.op, x._op, pickle.loads(pickle.dumps(x)).data, copy.copy(x)._op) == ((), "", "weight", 2.0, "")
    y = x * 3
    y.backward()
    assert x.grad == 3.0
    y._prev = set()
    assert (y.inputs, y.data, x.grad) == ((), 6.0, 3.0)
    with no_grad():
        z = Value(1.0) * 1
        z._op, z._prev, z._backward = "own", (x,), print
    assert (z.inputs, z.is_constant) == ((), True)
    with pytest.raises(AttributeError, match=r"^_op: Value\(4\.0\) was computed by mul and knows how to hand"):
        (x * 2)._op = "own"
    with pytest.raises(TypeError, match=r"^Value\(…, children\): 'float' is among the children"):
        x._prev = (1.0,)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"retain_graph": True}, 4.0),
        ({"gradient": 0.5}, 2.0),
        ({"gradient": None, "create_graph": False}, 4.0),
        ({"create_graph": True}, "backward(create_graph=True): grad(y, xs) gives gradients that can be differentiated"),
        ({"sed": 2.0}, "backward(): there is no sed=. Did you mean seed?"),
    ],
    ids=str,
)
def test_backward_in_the_words_of_pytorch(words, expected):
    x = Value(2.0)
    if isinstance(expected, str):
        with pytest.raises(TypeError, match="^" + re.escape(expected)):
            (x * x).backward(**words)
    else:
        (x * x).backward(**words)
        assert x.grad == expected


def test_nothing_is_recorded_without_gradients():
    x = Value(1.0)
    with no_grad():
        y = by_function(x, x, x)
    assert (y.inputs, y.is_constant, y.data) == ((), True, 0.5)


def test_cycles_through_functions_and_attributes_are_collected():
    """Each result is kept alive by its own function: only the collector can free it."""
    x = Value(1.0)

    def cycle():
        out = Value(2.0, (x,), "own")

        def _backward():
            x.grad += out.grad

        out._backward = _backward
        out.itself = out

    def left_after(count):
        for _ in range(count):
            cycle()
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        before = left_after(1_000)
        assert left_after(20_000) < before + 100_000
    finally:
        tracemalloc.stop()


def test_results_of_operations_on_a_kind_of_ones_own_are_plain_values():
    class Weight(Value):
        pass

    y = Weight(2.0) * 3
    assert type(y) is type(tanh(y)) is Value


@pytest.mark.parametrize("name", ["numpy", "scipy", "core", "extend", "test_util"])
def test_modules_of_the_other_package_say_what_this_is(name):
    with pytest.raises(ImportError) as caught:
        __import__(f"autograd.{name}")
    assert str(caught.value) == (
        f"there is no autograd.{name} here: it belongs to the package that the index calls autograd. This one is "
        f"chalkgrad, which owns the same import name. The two cannot share an environment"
    )


@pytest.mark.parametrize("name", ["elementwise_grad", "value_and_grad", "make_vjp", "hessian_vector_product"])
def test_names_of_the_other_package_say_what_this_is(name):
    with pytest.raises(ImportError, match=f"^there is no autograd.{name} here: it belongs to the package"):
        exec(f"from autograd import {name}")
