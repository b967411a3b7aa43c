"""Bridges to SymPy, NetworkX and pandas: numbers and slopes as they are here, everything there, errors said."""

import math
import random
import re
from importlib import import_module

import pytest

from autograd import OPS, Value, forget, grad, maths, op, steps
from autograd.engine.operation import Op
from autograd.interchange import from_sympy, to_dataframe, to_networkx, to_sympy
from autograd.support import lazy
from autograd.training import History
from tests import optional

# -------------------------------------------------------------------------------------------------------------- SymPy


def operands_of(op: Op) -> list[Value]:
    return [Value(number, name) for number, name in zip((0.7, 1.6), op.letters, strict=False)]


def evaluated(expression, values):
    return float(expression.subs({each: values[each.name].data for each in expression.free_symbols}).evalf(20))


@pytest.mark.parametrize("name", list(OPS))
def test_every_operation_goes_to_sympy_with_its_slope(name):
    """Every row of the table, and what is defined later: value and slope as SymPy has them."""
    sympy = optional.package("sympy")
    op = OPS[name]
    operands = operands_of(op)
    z = op(*operands)
    values = {operand.name: operand for operand in operands}
    expression = to_sympy(z)
    assert evaluated(expression, values) == pytest.approx(z.data, rel=1e-12, abs=1e-300)  # SymPy rounds a few functions
    for operand, derivative in zip(operands, op.derivatives, strict=True):
        if derivative is not None:
            symbol = sympy.Symbol(operand.name, real=True)
            slope = evaluated(sympy.diff(expression, symbol), values)
            assert slope == pytest.approx(grad(z, operand).data, rel=1e-12, abs=1e-300)


SOURCES = [
    "x**2 - 1/y",
    "(x + y)*(x - y)/(x*y + 3)",
    "exp(-x**2/2)/sqrt(2*pi)",
    "log(x) + tanh(y)**3 - 2*x",
    "Max(x, y, 1) - Min(x, 2*y)",
    "Abs(x - y) + sin(x)*cos(y) + tan(x)*atan(y)",
    "sinh(x)/cosh(y) + erf(x)",
    "x**y + 2**x - x**(-2)",
    "3/4*x - E",
    "-x",
    "-(x + y)",
    "1/(1 + exp(-x))",
    "sign(x - y)*x + Heaviside(y)*y - erfc(x)",
    "sec(x) + csc(x) - cot(y)*sech(x)/csch(y) + coth(x)",
    "asin(y/2) - acos(y/3) + asinh(x)*atanh(y/2) + acosh(x + 1)",
    "5",
]


@pytest.mark.parametrize("source", SOURCES)
def test_an_expression_of_sympy_becomes_values(source):
    sympy = optional.package("sympy")
    symbols = sympy.symbols("x y", real=True)
    expression = sympy.sympify(source, locals=dict(zip("xy", symbols, strict=True)))
    x, y = Value(1.3, "x"), Value(0.8, "y")
    z = from_sympy(expression, {"x": x, "y": y})
    z.backward()
    values = {"x": x, "y": y}
    assert z.data == pytest.approx(evaluated(expression, values), rel=1e-13)
    for symbol, value in zip(symbols, (x, y), strict=True):
        assert value.grad == pytest.approx(evaluated(sympy.diff(expression, symbol), values), rel=1e-12, abs=1e-15)


def test_differences_and_quotients_stay_what_they_are():
    sympy = optional.package("sympy")
    x, y = Value(2.0, "x"), Value(4.0, "y")
    given = {"x": x, "y": y}
    a, b = sympy.symbols("x y")
    assert from_sympy(a / b, given)._op == "/"
    assert from_sympy(sympy.sqrt(a), given)._op == "sqrt"
    assert "**" not in {node._op for node in (from_sympy(a - b / a, given), *from_sympy(a - b / a, given).inputs)}


@pytest.mark.parametrize("seed", range(25))
def test_there_and_back_over_random_graphs(seed):
    optional.package("sympy")
    draw = random.Random(seed)
    leaves = [Value(draw.uniform(0.5, 2.0), f"x{i}") for i in range(3)]
    nodes: list[Value] = list(leaves)
    for _ in range(12):
        one, other = draw.choice(nodes), draw.choice(nodes)
        kinds = [one + other, one - other, one * other, one / (other * other + 1), one.tanh(), one.sigmoid(), one * 0.5]
        nodes.append(draw.choice(kinds))
    z = nodes[-1] + sum(leaves[1:], leaves[0])
    back = from_sympy(to_sympy(z), {leaf.name: leaf for leaf in leaves})
    assert back.data == pytest.approx(z.data, rel=1e-12)
    for one, other in zip(grad(back, leaves), grad(z, leaves), strict=True):
        assert one.data == pytest.approx(other.data, rel=1e-9, abs=1e-12)  # SymPy may cancel and reorder


def test_unnamed_leaves_and_constants_go_to_sympy():
    optional.package("sympy")
    x = Value(1.5)
    assert str(to_sympy(x * x * 2 + 0.25)) == "2*v1**2 + 0.25"
    assert str(to_sympy(math.pi * x)) in ("pi*v1", "3.14159265358979*v1")
    twice = Value(1.0, "a") * Value(2.0, "a")
    assert len(to_sympy(twice).free_symbols) == 2  # two leaves of one name are two symbols


def test_a_large_number_is_no_integer():
    optional.package("sympy")
    assert str(to_sympy(Value(2.0, "x") * 1e300 + 2.0**52)) == "1.0e+300*x + 4503599627370496"


def test_the_slope_of_relu_comes_back_from_sympy():
    sympy = optional.package("sympy")
    w, x = Value(0.5, "w"), Value(2.0, "x")
    z = (w * x).relu() * abs(w)
    slope = sympy.diff(to_sympy(z), sympy.Symbol("w", real=True))
    assert from_sympy(slope, {"w": w, "x": x}).data == grad(z, w).data


def test_a_function_that_sympy_does_not_have_goes_there_and_back_by_its_name():
    optional.package("sympy")
    log_gamma = maths.over_any_number(math.lgamma)

    @op(dx=lambda x: x)
    def log_gamma_of(x):
        """Its logarithm."""
        return log_gamma(x)

    try:
        x = Value(3.5, "x")
        expression = to_sympy(log_gamma_of(x) + 1)
        assert str(expression).endswith("gamma(x) + 1")
    finally:
        forget("log_gamma_of")
    sympy = optional.package("sympy")
    assert from_sympy(sympy.Function("softplus")(sympy.Symbol("x")), {"x": x}).data == x.softplus().data


def test_symbols_may_stand_for_themselves():
    sympy = optional.package("sympy")
    x = sympy.Symbol("x")
    assert from_sympy(x**2, {x: Value(3.0)}).data == 9


def test_a_long_chain_goes_to_sympy_without_recursion():
    optional.package("sympy")
    x = Value(1.0, "x")
    z = x
    for _ in range(300):
        z = z * 1 + x
    assert str(to_sympy(z)) == "301*x"


def test_what_sympy_is_refused():
    sympy = optional.package("sympy")
    x = sympy.Symbol("x")
    with pytest.raises(KeyError, match=r"no value for x; did you mean x1\?|no value for x"):
        from_sympy(x, {"x1": Value(1.0)})
    with pytest.raises(TypeError, match=r"no operation computes Integral: Integral\(exp\(x\*\*3\), x\)"):
        from_sympy(sympy.Integral(sympy.exp(x**3), x), {"x": Value(1.0)})
    with pytest.raises(TypeError, match="I is no real number"):
        from_sympy(x * sympy.I, {"x": Value(1.0)})
    hostile = "__import__('os').abort()"
    for expression, values, said in [
        (hostile, {}, f"from_sympy({hostile!r}): expected an expression, not a text; sympy.sympify reads one"),
        (None, {}, "from_sympy('NoneType'): expected a SymPy expression of a number"),
        (sympy.Matrix([x, 1]), {"x": 1.0}, "from_sympy('MutableDenseMatrix'): expected a SymPy expression of a number"),
        (sympy.Eq(x, 1), {"x": 1.0}, "from_sympy('Equality'): expected a SymPy expression of a number"),
        (x, [Value(1.0)], "from_sympy(expression, 'list'): expected a Value for each symbol, {'x': x}"),
        (x, {"x": "3"}, "from_sympy: for x stands '3'; expected a Value or a number"),
        (sympy.Function("f")(x), {"x": 1.0}, "no operation computes f: f(x)"),
    ]:
        with pytest.raises(TypeError, match=re.escape(said)):
            from_sympy(expression, values)
    with pytest.raises(TypeError, match="to_sympy\\('int'\\): expected a Value"):
        to_sympy(3)


# ------------------------------------------------------------------------------------------------------------ NetworkX


def test_a_graph_goes_to_networkx_whole():
    networkx = optional.package("networkx")
    x = Value(3.0, "x")
    c = Value(2.0).detach()
    z = (x * x + c * x).named("z")
    z.backward()
    graph = to_networkx(z)
    assert networkx.is_directed_acyclic_graph(graph)
    assert list(networkx.topological_sort(graph))[-1] == graph.graph["output"] == max(graph)
    rows = {attributes["label"]: attributes for _, attributes in graph.nodes(data=True)}
    assert (rows["x"]["data"], rows["x"]["grad"], rows["x"]["op"]) == (3.0, 8.0, "")
    assert rows["z"]["op"] == "add"
    assert ("name" in rows["x"], "name" in graph.nodes[graph.graph["output"] - 1]) == (True, False)
    assert list(networkx.generate_graphml(graph))  # whose values are never None
    assert [attributes["is_constant"] for _, attributes in graph.nodes(data=True)].count(True) == 1
    square = next(node for node in graph if graph.number_of_edges(0, node) == 2)
    assert sorted(edge["slot"] for edge in graph.get_edge_data(0, square).values()) == [0, 1]


def test_a_deep_graph_goes_to_networkx():
    optional.package("networkx")
    z = Value(1.0)
    for _ in range(5_000):
        z = z + 1
    assert to_networkx(z).number_of_nodes() == 10_001
    assert to_networkx(Value(1.0, "x")).number_of_edges() == 0


# -------------------------------------------------------------------------------------------------------------- pandas


def test_steps_go_to_a_table():
    optional.package("pandas")
    w, x = Value(2.0, "w"), Value(3.0, "x")
    records = steps((w * x + w).named("z"))
    back, forward = to_dataframe(records), to_dataframe(records, "forward")
    assert list(back["contribution"]) == [record.contribution for record in records.backward]
    assert list(forward["label"]) == ["w", "x", "z"]
    assert forward["formula"].iloc[-1] == "w·x + w"
    assert back.groupby("operand")["contribution"].sum()["w"] == 4.0
    assert to_dataframe(steps(w.relu()))["conditions"].iloc[-1] == ("w",)


def test_a_history_goes_to_a_table():
    optional.package("pandas")
    history = History(loss=[0.5, 0.25], gradient_norm=[1.0, 0.7], learning_rate=[0.1, 0.1])
    table = to_dataframe(history)
    assert list(table.index) == [1, 2]
    assert list(table.columns) == ["loss", "gradient_norm", "learning_rate"]
    assert table["loss"].loc[2] == 0.25
    assert len(to_dataframe(History())) == 0
    uneven = to_dataframe(History(loss=[0.5, 0.25], gradient_norm=[1.0]))
    assert list(uneven["gradient_norm"].isna()) == [False, True]


def test_what_is_no_table():
    with pytest.raises(TypeError, match=r"to_dataframe\('Value'\): expected steps\(z\), or the History"):
        to_dataframe(Value(1.0))
    with pytest.raises(ValueError, match='part=\'middle\': expected "forward" or "backward"'):
        to_dataframe(steps(Value(1.0, "x") * 2), "middle")


@pytest.mark.parametrize(
    ("call", "package"),
    [(to_sympy, "sympy"), (to_networkx, "networkx"), (lambda z: to_dataframe(steps(z)), "pandas")],
)
def test_what_is_missing_is_said(monkeypatch, call, package):
    module = {"sympy": "algebra", "networkx": "networks", "pandas": "tables"}[package]
    held = import_module(f"autograd.interchange.{module}")
    monkeypatch.setattr(held, package, lazy.Lazy(f"{package}_not_there", package, "things"))
    with pytest.raises(ImportError, match=f"things need {package}, which is not installed here: pip install {package}"):
        call(Value(2.0, "x") * 3)
