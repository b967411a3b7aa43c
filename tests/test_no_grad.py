"""What is not recorded, and passes in several threads."""

import math
import sys
import threading

import pytest

from autograd import Value, explain, no_grad, play
from autograd.engine.codegen import python as generated


@pytest.fixture(autouse=True)
def _threads_take_turns_often():
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # what can be interleaved will be
    yield
    sys.setswitchinterval(before)


def test_inside_no_grad_nothing_is_recorded():
    w = Value(2.0)
    with no_grad():
        y = w * 3 + w.tanh()
        with no_grad():
            assert (w + 1).inputs == ()
        assert (w + 1).inputs == ()
    assert (y.data, y.inputs, y.is_constant) == (6.0 + math.tanh(2.0), (), True)
    (w * y).backward()
    assert w.grad == y.data
    with pytest.raises(ZeroDivisionError), no_grad():
        raise ZeroDivisionError
    assert (w * 3).inputs


def test_a_number_alone_is_shown():
    with no_grad():
        y = Value(3.0) * 2
    assert str(explain(y)) == "f = 6"
    assert play(y).html


def test_no_grad_holds_for_its_own_thread_only():
    w = Value(2.0)
    found, muted, checked = [], threading.Event(), threading.Event()

    def silent():
        with no_grad():
            muted.set()
            checked.wait(10)
            found.append((w * 3).inputs)

    thread = threading.Thread(target=silent)
    thread.start()
    assert muted.wait(10)
    assert len((w * 3).inputs) == 2
    checked.set()
    thread.join()
    assert found == [()]


def test_many_threads_open_and_close_no_grad():
    w, wrong = Value(2.0), []

    def work():
        for _ in range(300):
            with no_grad():
                if (w * 3).inputs:
                    wrong.append("recorded inside")
            if not (w * 3).inputs:
                wrong.append("not recorded outside")

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert generated._NAMES["muted"] == 0


def test_threads_that_share_leaves_add_to_their_gradients():
    shared = [Value(float(i)) for i in range(50)]

    def work():
        for _ in range(40):
            sum(leaf * leaf for leaf in shared).backward()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [leaf.grad for leaf in shared] == [2.0 * i * 40 * 6 for i in range(50)]
