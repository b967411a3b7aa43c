"""name_all: names from variables."""

import re

import numpy as np
import pytest

from autograd import Value, name_all


def test_variables_name_their_values():
    x, y, _hidden = Value(1.0), Value(2.0, "given"), Value(3.0)
    z = x * y
    also = z
    number, text, nothing = 1.0, "x", None
    assert name_all(locals()) is None
    assert (x.name, y.name, z.name, _hidden.name) == ("x", "given", "z", None)
    assert also is z
    assert (number, text, nothing) == (1.0, "x", None)
    assert z.inputs[0] is x


def test_the_first_name_stays():
    v = Value(1.0)
    name_all({"a": v, "b": v})
    name_all({"c": v})
    assert v.name == "a"


def test_lists_tuples_and_arrays_give_indices():
    w = [Value(0.0), 1.0, Value(2.0)]
    nested = ([Value(0.0), Value(1.0)], (Value(2.0),))
    W = np.array([[Value(0.0), Value(1.0)], [Value(2.0), 5.0]], dtype=object)
    scalar = np.empty((), dtype=object)
    scalar[()] = Value(1.0)
    rows = [np.array([Value(0.0), Value(1.0)], dtype=object)]
    name_all({"w": w, "nested": nested, "W": W, "s": scalar, "rows": rows, "numbers": np.ones(3)})
    assert [w[0].name, w[2].name] == ["w[0]", "w[2]"]
    assert [nested[0][0].name, nested[0][1].name, nested[1][0].name] == ["nested[0,0]", "nested[0,1]", "nested[1,0]"]
    assert [W[0, 0].name, W[0, 1].name, W[1, 0].name] == ["W[0,0]", "W[0,1]", "W[1,0]"]
    assert scalar[()].name == "s"
    assert [rows[0][0].name, rows[0][1].name] == ["rows[0,0]", "rows[0,1]"]


def test_every_entry_of_a_large_array_is_named():
    W = np.vectorize(Value, otypes=[object])(np.zeros((40, 30)))
    name_all({"W": W})
    assert [node.name for node in W.flat] == [f"W[{i},{j}]" for i in range(40) for j in range(30)]


def test_what_holds_itself_and_what_is_deep_ends():
    loop = [Value(1.0)]
    loop.append(loop)
    deep = leaf = []
    for _ in range(5000):
        leaf.append([])
        leaf = leaf[0]
    leaf.append(Value(2.0))
    name_all({"loop": loop, "deep": deep})
    assert loop[0].name == "loop[0]"
    assert leaf[0].name.startswith("deep[0,0,0,")


def test_keys_must_be_names():
    message = "name_all: 1 is not a name; expected a mapping of str to Values, such as locals()"
    with pytest.raises(TypeError, match="^" + re.escape(message) + "$"):
        name_all({1: Value(1.0)})
