"""The LLVM engine beside the engine itself: any number of samples, lanes and threads, whatever the graph looks like."""

import ctypes
import itertools
import pickle
import random
import sys
import threading
import time

import numpy as np
import pytest

import autograd
from autograd import Value, anomalies, maximum, relu, softplus, tanh
from autograd.compiled import compile
from autograd.compiled.engines.llvm import engine as llvm_engine
from autograd.compiled.engines.llvm.plan import Layout, Plan
from autograd.compiled.llvm import arrays, jit
from autograd.compiled.llvm.threads import Helpers
from autograd.nn import MLP
from tests import optional

optional.package("llvmlite")

LANES = [1, 2, 4, 8]
CLOSE = 1e-13  # relative, of sums of some dozen terms that are not much smaller than their sum


def eager(output, inputs, wrt, X, theta):
    """Values and gradient of their mean, by recording once and computing anew for each sample."""
    outputs = output if isinstance(output, list) else [output]
    values, gradient = [], np.zeros(len(wrt))
    order = autograd.engine.graph.sorted_graph(*outputs)[1]
    for row in X:
        new = dict(zip(map(id, [*inputs, *wrt]), map(Value, [*row.tolist(), *theta.tolist()]), strict=True))
        parameters = [new[id(p)] for p in wrt]
        with anomalies("ignore"):
            for node in order:
                operands = [new.get(id(x), x) for x in node.inputs]
                new[id(node)] = autograd.OPS[node.op](*operands)
            sum((new.get(id(one), one) for one in outputs), Value(0.0)).backward()
        values.append([float(new.get(id(one), one).data) for one in outputs])
        gradient += [p.grad / len(outputs) for p in parameters]
    found = np.array(values)
    return (found if isinstance(output, list) else found[:, 0]), gradient / len(X)


def check(program, output, inputs, wrt, X, theta):
    """Both agree, and values alone are the same."""
    values, gradient = program.value_and_grad(X, theta)
    wanted_values, wanted_gradient = eager(output, inputs, wrt, X, theta)
    np.testing.assert_allclose(values, wanted_values, rtol=CLOSE, atol=CLOSE)
    np.testing.assert_allclose(gradient, wanted_gradient, rtol=CLOSE, atol=CLOSE * max(1, np.max(np.abs(gradient))))
    np.testing.assert_allclose(program.value(X, theta), values, rtol=CLOSE, atol=CLOSE)


def network():
    """A small network, its loss with a penalty, its inputs and parameters."""
    model = MLP(2, [5, 3, 1], rng=random.Random(0))
    x, y, label = Value(0.3, "x"), Value(-0.2, "y"), Value(1.0, "label")
    loss = relu(1 - label * model([x, y])) + 1e-2 * sum(p * p for p in model.parameters())
    return loss, [x, y, label], model.parameters()


def several_outputs():
    """Outputs of every kind: computed, an input, a parameter, a constant, one that no input reaches; shared weights."""
    a, b, w, v = Value(0.5, "a"), Value(2.0, "b"), Value(0.3, "w"), Value(-1.2, "v")
    state = tanh(w * a)
    for _ in range(5):
        state = tanh(w * state + v * b + state * state)
    return [state, a, w, Value(3.0) + 0 * a, w * v, maximum(state, a * b)], [a, b], [w, v]


def before_and_after():
    """Parameters that are transformed before use, so that the gradient goes on after the samples."""
    x, s, t, unused = Value(0.5, "x"), Value(0.7, "s"), Value(-0.4, "t"), Value(9.0, "unused")
    scale = softplus(s) * t.exp()
    return (scale * x + t).sin() * scale + unused * 0, [x], [s, t, unused]


def every_operation():
    """Each operation of the table, applied where it is smooth and finite."""
    x, y, w = Value(0.5, "x"), Value(1.3, "y"), Value(0.8, "w")
    total = Value(0.0)
    for name, rule in autograd.OPS.items():
        if None not in rule.derivatives:
            operands = [(w * x).exp() + 0.5, w + y * y][: len(rule.letters)]
            total = total + autograd.OPS[name](*operands) * w
    return total, [x, y], [w]


GRAPHS = [network, several_outputs, before_and_after, every_operation]


@pytest.mark.parametrize("build", GRAPHS)
def test_agrees_with_eager_for_any_number_of_samples(build):
    output, inputs, wrt = build()
    program = compile(output, inputs, wrt, engine="llvm")
    rng = np.random.default_rng(5)
    theta = np.array([p.data for p in wrt]) + 0.1 * rng.normal(size=len(wrt))
    for n in (1, 2, 3, 7, 8, 9, 16, 17, 130):
        check(program, output, inputs, wrt, rng.normal(size=(n, len(inputs))), theta)


@pytest.mark.parametrize("lanes", LANES)
def test_any_number_of_lanes(lanes, monkeypatch):
    monkeypatch.setattr(llvm_engine, "lanes", lambda: lanes)
    monkeypatch.setattr(llvm_engine, "registers", lambda: 3 * lanes)  # tiles of other shapes too
    rng = np.random.default_rng(5)
    for build in (network, several_outputs):
        output, inputs, wrt = build()
        program = compile(output, inputs, wrt, engine="llvm")
        for n in (1, lanes, 2 * lanes + 1, 40):
            X = rng.normal(size=(n, len(inputs)))
            check(program, output, inputs, wrt, X, np.array([p.data for p in wrt]))


def test_chunks_and_threads_give_the_same_bits(monkeypatch):
    monkeypatch.setattr(llvm_engine, "SHARED", 0)
    output, inputs, wrt = network()
    one, three = (compile(output, inputs, wrt, engine="llvm", threads=threads) for threads in (1, 3))
    theta, rng = np.array([p.data for p in wrt]), np.random.default_rng(5)
    for n in (llvm_engine.CHUNK - 1, llvm_engine.CHUNK, llvm_engine.CHUNK + 1, 5 * llvm_engine.CHUNK + 3):
        X = rng.normal(size=(n, len(inputs)))
        values, gradient = one.value_and_grad(X, theta)
        for _ in range(3):
            again = three.value_and_grad(X, theta)
            np.testing.assert_array_equal(again[0], values)
            np.testing.assert_array_equal(again[1], gradient)
        parts = [one.value_and_grad(part, theta) for part in np.array_split(X, 4)]
        np.testing.assert_array_equal(np.concatenate([part[0] for part in parts]), values)
        mean = sum(len(part) * slope for part, (_, slope) in zip(np.array_split(X, 4), parts, strict=True)) / n
        np.testing.assert_allclose(gradient, mean, rtol=1e-12, atol=1e-12)  # sums of thousands, added differently


def test_a_result_does_not_depend_on_its_neighbours_in_the_lanes():
    output, inputs, wrt = several_outputs()
    program = compile(output, inputs, wrt, engine="llvm")
    X = np.random.default_rng(5).normal(size=(20, 2))
    X[7] = 1e300, -1e300
    values = program.value(X)
    for place, row in enumerate(X):
        np.testing.assert_array_equal(program.value(row[None])[0], values[place])


def test_what_is_not_finite_is_what_ieee_says():
    x, w = Value(1.0, "x"), Value(2.0, "w")
    output = (w * x).log() + (x / w).sqrt() + 1 / x
    program = compile(output, [x], [w], engine="llvm")
    X, theta = np.array([[0.0], [-1.0], [np.inf], [np.nan], [2.0]]), np.array([2.0])
    for row in X:
        values, gradient = program.value_and_grad(row[None], theta)
        wanted, slope = eager(output, [x], [w], row[None], theta)
        np.testing.assert_allclose(values, wanted, rtol=CLOSE)
        np.testing.assert_allclose(gradient, slope, rtol=CLOSE)
    values, gradient = program.value_and_grad(X, theta)
    assert np.isnan(gradient).all()
    assert np.isfinite(values[4])


def test_memory_layout_of_arrays_does_not_matter():
    output, inputs, wrt = network()
    program = compile(output, inputs, wrt, engine="llvm")
    X, theta = np.random.default_rng(5).normal(size=(9, 3)), np.array([p.data for p in wrt])
    values, gradient = program.value_and_grad(X, theta)
    wide, fixed = np.zeros((18, 6)), X.copy()
    wide[::2, ::2] = X
    fixed.flags.writeable = False
    for same in (np.asfortranarray(X), wide[::2, ::2], fixed, X.tolist(), X.astype(">f8")):
        again = program.value_and_grad(same, theta)
        np.testing.assert_array_equal(again[0], values)
        np.testing.assert_array_equal(again[1], gradient)


def test_where_arrays_do_not_show_their_address_they_are_asked(monkeypatch):
    output, inputs, wrt = network()
    X, theta = np.random.default_rng(5).normal(size=(9, 3)), np.array([p.data for p in wrt])
    quick = compile(output, inputs, wrt, engine="llvm").value_and_grad(X, theta)
    for module in (llvm_engine, arrays):
        monkeypatch.setattr(module, "OFFSET", -1)
    asked = compile(output, inputs, wrt, engine="llvm").value_and_grad(X, theta)
    np.testing.assert_array_equal(quick[0], asked[0])
    np.testing.assert_array_equal(quick[1], asked[1])


class _Rows(np.ndarray):
    """An array that may behave in ways of its own."""


ROWS, NUMBERS = np.ones((4, 3)), np.ones(5)

FITTING = {
    "as wanted": (ROWS, NUMBERS, True),
    "part of the rows": (ROWS[1:3], NUMBERS, True),
    "read-only": (np.broadcast_to(ROWS, (4, 3)), NUMBERS, True),
    "no rows": (ROWS[:0], NUMBERS, False),
    "gaps between rows": (ROWS[::2], NUMBERS, False),
    "turned": (np.ones((3, 4)).T, NUMBERS, False),
    "too few columns": (np.ones((4, 2)), NUMBERS, False),
    "one dimension": (np.ones(3), NUMBERS, False),
    "three dimensions": (np.ones((4, 3, 1)), NUMBERS, False),
    "no dimension": (np.array(1.0), NUMBERS, False),
    "single precision": (ROWS.astype("f4"), NUMBERS, False),
    "whole numbers": (ROWS, NUMBERS.astype(int), False),
    "the other order of bytes": (ROWS, NUMBERS.astype(">f8"), False),
    "theta too long": (ROWS, np.ones(6), False),
    "theta of two dimensions": (ROWS, np.ones((1, 5)), False),
    "theta with gaps": (ROWS, np.ones(10)[::2], False),
    "a subclass": (ROWS.view(_Rows), NUMBERS, False),
    "lists": (ROWS.tolist(), NUMBERS.tolist(), False),
    "nothing": (None, None, False),
    "numbers": (0, 0.0, False),
}


@pytest.mark.parametrize("fitting", [arrays.fitting, arrays.fitting_in_machine_code])
@pytest.mark.parametrize("name", FITTING)
def test_what_is_taken_as_it_is(name, fitting):
    X, theta, wanted = FITTING[name]
    fits = fitting(3, 5)
    before = [sys.getrefcount(one) for one in (X, theta, wanted)]
    for _ in range(1000):
        assert fits(X, theta) is wanted
    after = [sys.getrefcount(one) for one in (X, theta, wanted)]
    assert all(abs(b - a) < 100 for a, b in zip(before, after, strict=True))  # none lost, none kept, but Python's own
    assert not fitting(3, -1)(X, theta)


def test_helpers_come_when_asked_and_go_with_their_owner():
    before, met = set(threading.enumerate()), threading.Barrier(3)
    helpers = Helpers(2)
    assert set(threading.enumerate()) == before  # nobody waits before there is something to do
    for _ in range(3):
        helpers.ask(met.wait)
        met.wait(timeout=30)  # all three at once
    mine = set(threading.enumerate()) - before
    assert len(mine) == 2
    del helpers
    for thread in mine:
        thread.join(timeout=30)
        assert not thread.is_alive()


def test_a_helper_that_comes_late_or_never_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(llvm_engine, "SHARED", 0)
    output, inputs, wrt = network()
    one, two = (compile(output, inputs, wrt, engine="llvm", threads=threads) for threads in (1, 2))
    late = []
    monkeypatch.setattr(two._engine._helpers, "ask", late.append)
    X, theta = np.random.default_rng(5).normal(size=(2000, 3)), np.array([p.data for p in wrt])
    wanted = one.value_and_grad(X, theta)
    found = two.value_and_grad(X, theta)
    (task,) = late
    task()  # finds that all chunks are taken
    for ours, theirs in zip(found, wanted, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_a_helper_that_is_slow_is_waited_for(monkeypatch):
    monkeypatch.setattr(llvm_engine, "SHARED", 0)
    monkeypatch.setattr(llvm_engine, "PATIENCE", 0)
    output, inputs, wrt = network()
    one, two = (compile(output, inputs, wrt, engine="llvm", threads=threads) for threads in (1, 2))
    code, slept = two._engine._codes[True], []
    taken = threading.Event()
    share = code.share

    def slowly(*arguments):
        if threading.current_thread() is threading.main_thread():
            assert taken.wait(timeout=30)
            share(*arguments)
            return
        counts = np.ctypeslib.as_array((ctypes.c_int64 * (2 * llvm_engine.APART)).from_address(arguments[5]))
        counts[0] += 1  # takes the first chunk, and is not done with it
        taken.set()
        while not slept:
            time.sleep(1e-3)
        anew = np.zeros_like(counts)
        share(*arguments[:5], anew.ctypes.data, arguments[6], llvm_engine.CHUNK)  # that chunk
        counts[llvm_engine.APART] += 1

    def sleep(seconds):
        slept.append(seconds)
        time.sleep(seconds)

    monkeypatch.setattr(code, "share", slowly)
    monkeypatch.setattr(llvm_engine, "time", type("", (), {"sleep": staticmethod(sleep)}))
    X, theta = np.random.default_rng(5).normal(size=(2000, 3)), np.array([p.data for p in wrt])
    for ours, theirs in zip(two.value_and_grad(X, theta), one.value_and_grad(X, theta), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert slept


def test_pickles():
    output, inputs, wrt = network()
    program = compile(output, inputs, wrt, engine="llvm")
    again = pickle.loads(pickle.dumps(program))
    X = np.random.default_rng(5).normal(size=(9, 3))
    for one, other in zip(program.value_and_grad(X), again.value_and_grad(X), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_layer_s_weights_are_summed_in_tiles():
    """The plan finds the matrix products: every product of a mean is absorbed, in tiles as large as the registers."""
    output, inputs, wrt = network()
    forms = llvm_engine.Lowered(autograd.compiled.program.Tape([output], inputs, wrt), True)
    plan = Plan(forms.form(True), 24)
    assert len(plan.sums) == len(wrt) == 37
    assert sorted(itertools.chain.from_iterable(plan.tiles)) == sorted(plan.sums)
    assert max(map(len, plan.tiles)) <= 24
    assert len(plan.tiles) <= 4
    layout = Layout(plan, 3, 8)
    assert layout.means == 40
    assert len(plan.slots) == 3 + 5 + 3 + 5 + 3 + 1 + 1  # inputs, outputs and gradients of both layers, score, value


def test_lanes_of_this_machine_are_known():
    assert jit.lanes() in LANES
