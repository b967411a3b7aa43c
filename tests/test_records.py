"""steps: the records agree with backward, add up, and survive JSON."""

import json
import math
from collections import defaultdict

import pytest

from autograd import GraphError, Steps, Value, explain, steps
from autograd.engine.graph import order
from autograd.formulas.notation import Writer
from autograd.records.statements import labels, statements
from tests.benchmarks import depth
from tests.graphs import EXAMPLES, random_graph, residual

REL = 1e-12  # the same few dozen roundings in another order


def named_gradients(root: Value) -> dict[str, float]:
    root.backward()
    return {node.name: node.grad for node in order(root) if node.name and not node.is_constant}


@pytest.mark.parametrize("level", ["name", "op"])
@pytest.mark.parametrize("seed", range(30))
def test_the_records_are_the_backward_pass(seed, level):
    root, _ = random_graph(seed)
    records = steps(root, level)
    final = {record.operand: record.so_far for record in records.backward if not record.uses_left}
    for name, grad in named_gradients(root).items():
        if level == "op":
            assert final[name] == grad  # the same operations in the same order: not one bit differs
        else:
            assert final[name] == pytest.approx(grad, rel=1e-9, abs=1e-12)  # merged parts add in another order


@pytest.mark.parametrize("build", EXAMPLES)
@pytest.mark.parametrize("level", ["name", "op"])
def test_contributions_add_up(build, level):
    records = steps(build(), level)
    arrived = defaultdict(list)
    for record in records.backward:
        assert record.contribution == pytest.approx(record.upstream * record.local, rel=REL)
        arrived[record.operand].append(record)
        assert record.so_far == pytest.approx(
            math.fsum(r.contribution for r in arrived[record.operand]), rel=REL, abs=1e-300
        )
    for uses in arrived.values():
        assert [use.uses_left for use in uses] == list(range(len(uses)))[::-1]
    complete = [record.operand for record in records.backward if not record.uses_left]
    for record in records.backward[1:]:
        if not record.uses_left and record.operand in complete:
            assert complete.index(record.source) < complete.index(
                record.operand
            )  # upstream is complete before it is used


@pytest.mark.parametrize("build", EXAMPLES)
@pytest.mark.parametrize("level", ["name", "op"])
def test_formulas_compute_what_they_stand_for(build, level):
    records = steps(build(), level)
    values = {record.label: record.value for record in records.forward}
    for record in records.forward:
        for part in record.formula.parts():
            assert part.name is None or part.number == values[part.name]
        if record.kind == "statement" and record.formula.rule is not None:
            record.formula.number = None
            assert record.formula.value() == pytest.approx(record.value, rel=REL)
    for record in records.backward:
        record.local_formula.number = None if record.local_formula.rule else record.local_formula.number
        assert record.local_formula.value() == pytest.approx(record.local, rel=1e-11)


@pytest.mark.parametrize("build", EXAMPLES)
@pytest.mark.parametrize("level", ["name", "op"])
def test_json_there_and_back(build, level):
    records = steps(build(), level)
    text = records.to_json()
    again = Steps.from_json(text)
    assert again.to_json() == text
    assert str(explain(again)) == str(explain(records))
    assert explain(again).latex == explain(records).latex
    json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


@pytest.mark.slow
def test_json_of_a_long_sum():
    depth.json_of_a_sum(3_000)


def test_json_of_what_is_not_finite():
    records = steps(Value(float("inf"), "x") * Value(float("nan"), "y"))
    again = Steps.from_json(records.to_json())
    assert again.forward[0].value == math.inf
    assert math.isnan(again.forward[-1].value)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"forward": 3, "backward": []}', "null", '{"forward": [{}], "backward": []}']
)
def test_json_that_is_none_of_ours(text):
    with pytest.raises(GraphError, match=r"^this is not JSON that Steps\.to_json wrote: "):
        Steps.from_json(text)


def test_steps_is_pure():
    z = residual()
    steps(z)
    steps(z, "op")
    assert not any(node.has_grad for node in order(z))


def test_one_record_for_each_use():
    x = Value(3.0, "x")
    by_name, by_op = steps((x * x).named("y")), steps((x * x).named("y"), "op")
    assert [(record.local, record.uses_left) for record in by_name.backward[1:]] == [(6.0, 0)]
    assert [(record.local, record.slot, record.uses_left) for record in by_op.backward[1:]] == [
        (3.0, 0, 1),
        (3.0, 1, 0),
    ]


def test_constants_are_drawn_but_get_no_gradient():
    y = (Value(3.0, "x") * 2 + 2).named("y")
    constants = [record for record in steps(y, "op").forward if record.kind == "constant"]
    assert [record.value for record in constants] == [2.0, 2.0]
    assert [record.operand for record in steps(y, "op").backward if record.operand not in ("y", "t1", "x")] == []
    assert all(record.kind != "constant" for record in steps(y).forward)


def test_a_named_constant_keeps_its_name():
    epsilon = Value(0.01, "eps").detach()
    records = steps((Value(1.0, "v") + epsilon).named("y"))
    assert [(record.label, record.kind) for record in records.forward] == [
        ("v", "leaf"),
        ("eps", "constant"),
        ("y", "statement"),
    ]
    assert [record.operand for record in records.backward] == ["y", "v"]


def test_changed_leaves_are_marked_and_the_recording_stands():
    w, x = Value(0.5, "w"), Value(2.0, "x")
    y = (w * x).named("y")
    w.data = 0.48
    records = steps(y)
    assert [(record.label, record.value, record.now) for record in records.forward] == [
        ("w", 0.5, 0.48),
        ("x", 2.0, None),
        ("y", 1.0, None),
    ]
    assert {record.operand: record.so_far for record in records.backward} == {"y": 1.0, "w": 2.0, "x": 0.5}
    assert "w was 0.5 when this was computed; it is 0.48 now" in str(explain(y))


def test_no_backward_through_a_step():
    records = steps((Value(2.0, "x").step() * 3).named("y"))
    assert records.backward == []
    assert records.refusal.startswith("step has no derivative")


def test_a_leaf_alone():
    records = steps(Value(3.0, "x"))
    assert [record.label for record in records.forward] == ["x"]
    assert [(record.source, record.operand, record.so_far) for record in records.backward] == [("", "x", 1.0)]


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((3.0,), TypeError, "steps('float'): expected a Value, the output of a computation"),
        ((Value(1.0), "line"), ValueError, 'level=\'line\': expected "name" or "op"'),
    ],
)
def test_bad_input(arguments, error, message):
    with pytest.raises(error) as caught:
        steps(*arguments)
    assert str(caught.value) == message


def test_a_name_that_is_no_text_is_refused_also_where_it_was_assigned():
    x = Value(1.0)
    x.name = 3
    with pytest.raises(TypeError) as caught:
        steps(x * 2)
    assert str(caught.value) == "name=3: expected a str"


@pytest.mark.slow
def test_a_deep_graph_needs_no_recursion():
    depth.deep_graph(3_000)


@pytest.mark.parametrize("level", ["name", "op"])
def test_forward_records_hold_the_gradient_there_is(level):
    x = Value(3.0, "x")
    z = (x * x + (x + 1) * (x + 1)).named("z")  # at level "name" x + 1 is one part, made of two Values
    assert all(record.grad is None for record in steps(z, level).forward)
    z.backward()
    z.backward()
    records = steps(z, level)
    final = {record.operand: record.so_far for record in records.backward if not record.uses_left}
    grads = {record.label: record.grad for record in records.forward}
    assert grads["x"] == 2 * final["x"] == 28.0  # leaves add up
    assert all(grads[label] == grad for label, grad in final.items() if label != "x")
    assert Steps.from_json(records.to_json()).forward[0].grad == records.forward[0].grad


@pytest.mark.parametrize("build", EXAMPLES)
def test_a_thing_has_one_name_at_both_levels(build):
    root = build()
    label = labels(root)
    by_op = {id(part.node): part.label for part in statements(root, "op")}
    for identity, name in label.items():
        if identity in by_op:
            assert by_op[identity].rstrip("′").partition("(")[0] in (name.rstrip("′"), name.partition("(")[0])
    assert len(set(filter(None, by_op.values()))) == sum(map(bool, by_op.values()))


def test_draw_and_explain_number_alike():
    a, b = Value(2.0, "a"), Value(3.0, "b")
    z = ((a + b + 1) * (a + b + 1)).tanh()  # t1 on paper is the whole sum, not its first half
    formula = {record.label: record.formula for record in steps(z).forward}
    by_op = {record.label: record for record in steps(z, "op").forward}
    assert Writer()(formula["t1"]) == "a + b + 1"
    assert by_op["t1"].value == 6.0
    assert Writer()(by_op["t1"].formula) == "t3 + 1"
