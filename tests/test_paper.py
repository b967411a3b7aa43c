"""Printed solutions put into a calculator: every line comes out, or says that it does so only about."""

import math
import random
from collections import Counter

import pytest

from autograd import Value, explain, nn, steps, worked
from autograd.formulas import figures as figures_module
from autograd.formulas.figures import Equation, Figures, settle
from autograd.formulas.symbols import symbol
from autograd.records import page as pages
from autograd.records.residues import zero_gradients, zero_values
from autograd.worksheet.evaluation.expression import expression
from tests.benchmarks.paper import UNBROKEN, of_formulas, of_worked
from tests.calculator import recomputed
from tests.graphs import EXAMPLES, random_graph


def kinds(verdicts):
    found = list(verdicts)
    assert [verdict for verdict in found if verdict.kind == "wrong"] == []
    return Counter(verdict.kind for verdict in found)


def test_every_line_of_the_worked_examples_comes_out():
    count = kinds(of_worked())
    assert count["right"] > 4000
    assert count["about"] < 0.05 * count["right"]


@pytest.mark.parametrize("digits", [1, 4, 9])
def test_every_line_of_random_formulas_comes_out(digits):
    count = kinds(of_formulas(60, seed=digits, digits=digits))
    assert count["right"] > 300
    assert count["about"] < 0.05 * count["right"]


@pytest.mark.parametrize("build", EXAMPLES[:5])
@pytest.mark.parametrize("level", ["name", "op"])
def test_every_line_of_the_examples_comes_out(build, level):
    assert kinds(recomputed(str(explain(build(), level=level, width=UNBROKEN))))["right"] > 5


@pytest.mark.parametrize("seed", range(5))
def test_every_line_of_random_graphs_comes_out(seed):
    assert kinds(recomputed(str(explain(random_graph(seed)[0], width=UNBROKEN))))["right"] > 10


def test_every_line_of_a_long_page_comes_out(monkeypatch):
    """There all numbers of a line that needs digits get them, not the one that weighs most."""
    monkeypatch.setattr(figures_module, "LONG", 0)
    count = kinds(of_formulas(30, seed=5))
    assert count["right"] > 150
    assert count["about"] < 0.05 * count["right"]


def test_the_calculator_finds_what_does_not_come_out(monkeypatch):
    monkeypatch.setattr(pages, "settle", lambda equations, figures: None)
    count = Counter(verdict.kind for verdict in of_formulas(60))
    assert count["wrong"] > 0.1 * count["right"]


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("Forward\n  y = 0.4200·2 = 0.8399", "wrong"),
        ("Forward\n  y = 0.41997·2 = 0.8399", "right"),
        ("Forward\n  y = 0.4200·2 ≈ 0.8399", "about"),
        ("Given\n  x = 2   w = −3\nForward\n  y  = w·x + 1 = −3·2 + 1 = −5", "right"),
        ("Given\n  x = 2   w = −3\nForward\n  y  = w·x = −3·2 + 1 = −5", "wrong"),
        ("Forward\n  y = tanh(0.5 + 0.5) = tanh(1) = 0.7616", "right"),
        ("Forward\n  y = tanh(0.5 + 0.6) = tanh(1) = 0.7616", "wrong"),
        ("Forward\n  y = e^(−0.5) = 0.6065", "right"),
        ("Forward\n  y = 2⁻¹ + |−3|/2 = 2", "right"),
        ("Backward\n  ∂y/∂x = ∂y/∂t1 · ∂t1/∂x = 2·3 = 6", "right"),
        ("Backward\n  ∂y/∂x = ∂y/∂t1 · ∂t1/∂x = 2·3 = 7", "wrong"),
        ("Backward\n  ∂y/∂x = 3   2·3 = 6 > 0", "right"),
        ("Backward\n  ∂y/∂x = 3   2·3 = 7 > 0", "wrong"),
    ],
)
def test_the_calculator(page, kind):
    assert kind in {verdict.kind for verdict in recomputed(page)}


def lines(root, **options):
    return [line.strip() for line in str(explain(root, **options)).splitlines()]


def test_the_first_example_of_the_readme():
    x, w, b = Value(1.0, "x"), Value(2.0, "w"), Value(-1.0, "b")
    y = (w * x + b).tanh().named("y")
    assert "∂y/∂x  = ∂y/∂t1 · ∂t1/∂x = 0.41997 · w = 0.41997·2 = 0.8399" in lines(y)


def test_what_nearly_cancels_gets_the_digits_it_takes():
    assert "∂f/∂x = 1 − f² = 1 − 0.99998771² = 2.458e-5" in lines(Value(6.0, "x").tanh())


def test_what_no_twelve_digits_show_comes_out_about():
    assert "∂f/∂x = 1 − f² = 1 − 0.999999999924² ≈ 1.510e-10" in lines(Value(12.0, "x").tanh())
    assert r"\approx 1.510 \times 10^{-10}" in explain(Value(12.0, "x").tanh()).latex


def test_a_name_has_one_value_on_a_page():
    """Its digits are the same where it is given, computed, and used."""
    third = Value(1 / 3, "x")
    page = str(explain(((third * 3 - 1) * 1000 + third).named("y")))
    printed = {word for word in page.replace("·", " ").split() if word.startswith("0.33")}
    assert len(printed) == 1


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("e^(-x)", ["f = e⁻ˣ = e^(−0.5) = 0.6065", "∂f/∂x = −f = −0.6065"]),
        ("e^x", ["f = eˣ = e^0.5 = 1.649", "∂f/∂x = f = 1.649"]),
        ("e^(2x)", ["f = e^(2·x) = e^(2·0.5) = 2.7183", "∂f/∂x = f·2 = 2.7183·2 = 5.437"]),
        ("log(x)/log(10)", ["f = log(x)/log(10) = log(0.5)/log(10) = −0.3010"]),
        ("2*pi*x", ["f = 2·pi·x = 2·pi·0.5 = 3.142", "∂f/∂x = 2·pi = 6.283"]),
        ("x^pi", ["f = x^pi = 0.5^pi = 0.1133"]),
        ("x*sqrt(2)", ["f = x·sqrt(2) = 0.5·sqrt(2) = 0.7071", "∂f/∂x = sqrt(2) = 1.414"]),
        ("x*2^3/4", ["f = x·8/4 = 0.5·8/4 = 1"]),
    ],
)
def test_e_and_pi_and_functions_of_numbers_stay_what_they_are(formula, expected):
    found = lines(expression(formula, {"x": 0.5}))
    assert [line for line in expected if line not in found] == []
    assert found[:2] == ["Given", "x = 0.5"]


def test_e_and_pi_are_known_wherever_they_come_from():
    x = Value(0.5, "x")
    assert "t1 = eˣ = e^0.5 = 1.6487" in lines(math.e**x * math.pi)
    assert "f  = t1·pi = 1.6487·pi = 5.180" in lines(math.e**x * math.pi)
    assert [record.label for record in steps(math.e**x).forward] == ["e", "x", "f"]
    found = lines(math.e ** Value(2.0, "e"))
    assert found[1] == "e′ = 2.7183   e = 2"  # the name is taken
    assert found[3] == "f = e′^e = 2.7183² = 7.389"


def test_latex_of_powers_of_e():
    page = explain(expression("e^(-x)", {"x": 0.5})).latex
    assert r"f &= e^{-x} = e^{-0.5} = 0.6065" in page


@pytest.mark.parametrize("formula", ["2 + 3", "pi", "log(10)", "e^2"])
def test_formulas_of_numbers_alone_come_to_a_float(formula):
    assert isinstance(expression(formula, {}), float)


def test_what_is_only_rounding_is_zero():
    a, b, c, x = (Value(number, name) for number, name in ((0.1, "a"), (0.2, "b"), (0.3, "c"), (3.0, "x")))
    d = (a + b - c).named("d")
    assert zero_values(steps(((d * x / 7).named("p") + (-d).named("q")).named("y"))) == {"d", "p", "q", "y"}
    assert "p = d·x/7 = 0·3/7 = 0" in lines((d * x / 7).named("p"))
    assert zero_values(steps((x * 1e-17).named("y"))) == set()


def test_a_gradient_that_cancels_is_zero_though_its_parts_were_rounded_before():
    """What is normalised has mean 0: nothing depends on the mean but in what the variance takes back again."""
    output = nn.LayerNorm(3)([Value(number) for number in (-1.1, -1.6, -0.4)])
    records = steps(sum(each**2 for each in output).named("y"))
    arrived = {}
    for record in records.backward[1:]:
        arrived.setdefault(record.operand, []).append(record)
    left = {operand: uses[-1].so_far for operand, uses in arrived.items()}
    nothing = {operand for operand, number in left.items() if 0 < abs(number) < 1e-12}
    parts = [abs(use.contribution) for operand in nothing for use in arrived[operand]]
    assert max(abs(left[operand]) for operand in nothing) > 1e-13 * max(parts)  # more than a sum's own rounding
    assert (
        nothing <= set(zero_gradients(records, zero_values(records))) <= {*nothing, *(n for n in left if not left[n])}
    )


def test_zeros_that_would_make_a_line_false_are_shown_as_they_are():
    a, b, c = (Value(number, name) for number, name in ((0.1, "a"), (0.2, "b"), (0.3, "c")))
    d = (a + b - c).named("d")
    found = lines(d.log().named("y"))
    assert "d = a + b − c = 0.1 + 0.2 − 0.3 ≈ 5.551e-17" in found
    assert "y = log(d) = log(5.551e-17) = −37.43" in found


def test_work_is_linear(monkeypatch):
    """Looks at equations per line do not grow with the page."""

    def looks(length):
        count = 0
        is_near = pages.settle.__globals__["_Line"].is_near

        def counted(line, *given):
            nonlocal count
            count += 1
            return is_near(line, *given)

        with monkeypatch.context() as patched:
            patched.setattr(pages.settle.__globals__["_Line"], "is_near", counted)
            x, y = Value(0.3, "x"), Value(1.1, "y")
            for _ in range(length):
                y = (y * x + 0.7).sin()
            pages.Page(steps(y), 4)
        return count / length

    assert looks(800) < 1.3 * looks(100)


def test_floats_tell_what_decimals_tell(monkeypatch):
    """Pages are the same, letter by letter, whether lines that are alike are compiled or computed with decimals."""

    def page(length):
        x, y = Value(0.3, "x"), Value(1.1, "y")
        for step in range(length):
            y = (y * x + 0.7).tanh() / (1 + x**2) if step % 3 else (y - 0.2).exp().softplus() * 1e-3 + x
        return str(explain(y))

    with_floats = page(150)
    told = []
    monkeypatch.setattr(figures_module.Floats, "is_less", lambda floats, a, b: told.append(a) or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        page(150)
    monkeypatch.setattr(figures_module, "_MANY", 10**9)
    told.clear()
    assert page(150) == with_floats
    assert told == []


def test_digits_are_not_raised_for_what_comes_out():
    figures = Figures()
    settle([Equation(symbol(0.419974) * symbol(2), 0.839948)], figures)
    assert figures(0.419974) == "0.41997"  # 0.4200·2 is 0.8400
    figures = Figures()
    settle([Equation(symbol(1 / 3) * symbol(1), 1 / 3)], figures)
    assert figures(1 / 3) == "0.3333"


def test_random_numbers_are_no_more_than_twelve_digits_wide():
    rng = random.Random(0)
    for _ in range(200):
        figures = Figures()
        x, y = rng.uniform(-9, 9), rng.uniform(-9, 9)
        settle([Equation(symbol(x) * symbol(y), x * y)], figures)
        assert len(figures(x).lstrip("−0.").replace(".", "")) <= 12


def test_a_page_of_nothing_but_a_number():
    assert lines(Value(1 / 3, "x")) == ["x = 0.3333"]


@pytest.mark.parametrize("number", [1e-300, 3.7e-310, 5e-324, 1.2345678e300])
def test_numbers_at_the_ends_of_floats(number):
    x = Value(number, "x")
    for y in ((x * 0.7).named("y"), (x * x).named("y"), (x + 1 / 3).tanh(), ((x * 0.3).named("a") * 0.7).named("y")):
        assert "Backward" in str(explain(y))


def test_gradients_that_vanish():
    y = Value(1.1, "y")
    for _ in range(1200):
        y = y.tanh() * 0.5
    assert "∂f/∂y" in str(explain(y))


def test_functions_of_numbers_keep_their_form_in_a_sheet():
    sheet = "x = sqrt(9)\ny = log(x)/log(10)\nz = 2*pi*y + x*exp(2)"
    written = str(explain(worked.last_value(sheet)))
    assert "  y = log(x)/log(10) = log(3)/log(10) = 0.477" in written
    assert "2·pi·y + x·exp(2)" in written
    assert written.startswith("Given\n  x = 3\n")  # a number that is given stays one: derivatives are asked for by it
