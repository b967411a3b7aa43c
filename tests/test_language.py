"""The language of hand work: what is read, as what, and what is said of the rest."""

import math

import pytest

from autograd import LanguageError, Value
from autograd.errors import AnomalyError
from autograd.worksheet.evaluation import expression, given_values
from autograd.worksheet.language import names_in, read_expression
from autograd.worksheet.places import pointed, shown

GIVEN = {"x": 2.0, "y": -3.0, "w0": 0.5, "x0": 4.0, "a2": 0.25, "gamma": 1.5, "yhat": 0.75, "lambda": 0.1, "x′": 5.0}


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


GOOD = [
    ("2x", 4.0),
    ("2 x y", -12.0),
    ("w0 x0", 2.0),
    ("(x)(y)", -6.0),
    ("a2(1 - a2)", 0.1875),
    ("x·y", -6.0),
    ("x × y ⋅ 2", -12.0),
    ("x − y", 5.0),
    ("x - -y", -1.0),
    ("x--y", -1.0),
    ("-x^2", -4.0),
    ("(-x)^2", 4.0),
    ("x^-1", 0.5),
    ("x**2**3", 256.0),
    ("x²", 4.0),
    ("x⁻²", 0.25),
    ("2x²y", -24.0),
    ("1/2 (x - y)^2", 12.5),
    ("1/2x", 1.0),
    ("6/3/2", 1.0),
    ("½ x", 1.0),
    ("γ·x", 3.0),
    ("ŷ + y\u0302", 1.5),
    ("λ x", 0.2),
    ("x₀·w₀", 2.0),
    ("x' - x′", 0.0),
    ("σ(x)", sigmoid(2)),
    ("sigmoid(x)", sigmoid(2)),
    ("R(y) + ReLU(x) + relu(y)", 2.0),
    ("H(y) + H(x)", 1.0),
    ("ln(x) - log(x)", 0.0),
    ("max(x, y, 7) - min(x, y)", 10.0),
    ("|y| + |x - 5|", 6.0),
    ("2|y|", 6.0),
    ("√(x0)", 2.0),
    ("e^x - exp(x)", 0.0),
    ("cos(π)", -1.0),
    ("1.5e-3 x", 0.003),
    (".5x", 1.0),
    ("1,323,135 - 1,000", 1322135.0),
    ("  x  +\ty ", -1.0),
    ("softplus(y) - ln(1 + exp(y))", 0.0),
    ("+x", 2.0),
    ("x/(y)", -2 / 3),
]


@pytest.mark.parametrize(("text", "number"), GOOD)
def test_reads(text, number):
    used = {name: GIVEN[name] for name in names_in(read_expression(text, GIVEN)) if name in GIVEN}
    # rel: pow and exp differ from each other by a few units of the last digit
    assert float(expression(text, used)) == pytest.approx(number, rel=1e-14, abs=1e-15)


UNREADABLE = [
    ("", "the formula ends too early: a number, a name or a bracket was expected here", 0, 1),
    ("x +", "the formula ends too early: a number, a name or a bracket was expected here", 3, 1),
    ("(x", "the bracket ( is never closed: a ) is missing", 0, 1),
    ("tanh(x", "the bracket ( is never closed: a ) is missing", 4, 1),
    ("x)", "this ) closes nothing: a bracket too many, or one missing before it", 1, 1),
    ("(x]", "unexpected ]: a ) or an operator was expected here", 2, 1),
    ("x $ y", "unexpected character '$'", 2, 1),
    ("x < y", "unexpected '<': formulas are compared with = only", 2, 1),
    ("x 2", "an operator is missing before 2", 2, 1),
    ("2 3", "an operator is missing before 3", 2, 1),
    ("x * / y", "unexpected '/': a number, a name or a bracket was expected here", 4, 1),
    ("x = y", "unexpected '=': an operator was expected here", 2, 1),
    ("tahn(x)", "there is no function tahn: did you mean tanh?", 0, 4),
    ("relu x", "relu is a function: write relu(…)", 0, 4),
    ("tanh", "tanh is a function: write tanh(…)", 0, 4),
    ("w + x", "w has no value: add w=…", 0, 1),
    ("gamma x + gama", "gama has no value: did you mean gamma?", 10, 4),
    ("x + y + xy", "xy has no value: for x times y write x*y", 8, 2),
    ("tanh(x, y)", "tanh(x) takes 1, not 2", 0, 10),
    ("tanh()", "tanh(x) takes 1, not 0", 0, 6),
    ("x.data", "unexpected '.': after a dot only T can stand, as in x.T, the transpose", 1, 1),
    ("x.__class__", "unexpected '.': after a dot only T can stand, as in x.T, the transpose", 1, 1),
    ("__import__('os')", "unexpected quotation mark ': text has no meaning in a formula", 11, 1),
    ("__import__(x)", "there is no function __import__", 0, 10),
    ("x\0y", "unexpected invisible character U+0000 (a control character): delete it", 1, 1),
    ("x\u202ey", "unexpected invisible character U+202E (RIGHT-TO-LEFT OVERRIDE): delete it", 1, 1),
    ("x\ud800", "unexpected invisible character U+D800 (a control character): delete it", 1, 1),
    ("{x}", "unexpected '{': use round brackets", 0, 1),
    ("lambda: x", "unexpected ':': an operator was expected here", 6, 1),
    ("[x, y]", "the formula comes to a list: a single number was expected", 0, 6),
    ("sum(x, y)", "sum(x) takes one list, not 2 operands", 0, 9),
    ("1e999", "1e999 is too large a number", 0, 5),
    ("x²²²²²²²²²²²", "the exponent ²²²²²²²²²²² is no whole number of at most nine digits", 1, 11),
    ("(" * 10_000, "more than 50 levels inside one another: too deep to be read", 50, 1),
    ("(" * 10_000 + "x" + ")" * 9_999, "more than 50 levels inside one another: too deep to be read", 50, 1),
    ("x^" * 5_000 + "x", "more than 50 levels inside one another: too deep to be read", 99, 1),
    ("tanh(" * 3_000, "more than 50 levels inside one another: too deep to be read", 250, 4),
    ("[" * 10_000, "more than 50 levels inside one another: too deep to be read", 50, 1),
    ("a" * 10_000, "a name of 10000 letters: at most 100 can be read", 0, 10_000),
    ("9" * 10_000, "a number of 10000 characters: at most 100 can be read", 0, 10_000),
    ("x+" * 10_001, "20002 characters are too many: at most 20000 can be read", 20_000, 1),
]


@pytest.mark.parametrize(("text", "message", "column", "length"), UNREADABLE, ids=lambda part: str(part)[:30])
def test_says_what_cannot_be_read_and_where(text, message, column, length):
    used = {name: number for name, number in GIVEN.items() if name in ("x", "y", "gamma") and name in text}
    with pytest.raises(LanguageError) as caught:
        expression(text, used)
    assert str(caught.value) == message
    assert (caught.value.text, caught.value.column, caught.value.length) == (text, column, length)


def test_long_sums_and_products_are_no_deeper_than_short_ones():
    assert float(expression("+".join(["x"] * 9_000), {"x": 1})) == 9_000
    assert float(expression("x*" * 9_000 + "x", {"x": -1})) == -1
    assert float(expression("-" * 9_999 + "x", {"x": 1})) == -1


def test_a_tower_of_powers_is_an_anomaly_not_a_hang():
    with pytest.raises(AnomalyError):
        expression("9**9**9**9", {})


def test_names_become_values_and_numbers_stay_numbers():
    z = expression("w*x + 1", {"w": 2, "x": 3})
    assert isinstance(z, Value)
    assert z.name is None
    assert [(leaf.name, leaf.data) for leaf in z.inputs[0].inputs] == [("w", 2.0), ("x", 3.0)]
    assert z.inputs[1].is_constant
    assert expression("1/4", {}) == 0.25
    shared = Value(2.0, "w")
    expression("w^2", {"w": shared}).backward()
    assert shared.grad == 4.0


def test_a_value_the_formula_does_not_use_is_refused():
    with pytest.raises(LanguageError, match=r"^ganma has a value, but the formula has no ganma: did you mean gamma\?$"):
        expression("gamma x", {"gamma": 1, "x": 2, "ganma": 3})


def test_given_values():
    assert given_values(["w=2", "b=-1/2", "λ=.1"]) == {"w": 2.0, "b": -0.5, "lambda": 0.1}


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("w", "expected a name and its value, such as w=2"),
        ("2w=3", "2w is no name"),
        ("w=", "the formula ends too early: a number, a name or a bracket was expected here"),
        ("w=v", "v has no value: add v=…"),
    ],
)
def test_given_values_that_cannot_be_read(argument, message):
    with pytest.raises(LanguageError) as caught:
        given_values([argument])
    assert str(caught.value) == message


def test_a_value_given_twice():
    with pytest.raises(LanguageError, match=r"^w is given twice$"):
        given_values(["w=1", "w=2"])


def test_an_error_is_shown_with_its_line_and_carets():
    with pytest.raises(LanguageError) as caught:
        expression("σ(w·x) + tahn(x)", {"w": 1, "x": 2})
    assert shown(caught.value) == ("there is no function tahn: did you mean tanh?\n  σ(w·x) + tahn(x)\n           ^^^^")
    assert shown(LanguageError("without text")) == "without text"


@pytest.mark.parametrize(
    ("text", "column", "length", "lines"),
    [
        ("値 + y", 4, 1, ("値 + y", "     ^")),
        ("x\u0302 + y", 5, 1, ("x\u0302 + y", "    ^")),
        ("\tx $", 3, 1, ("    x $", "      ^")),
        ("x\u202ey", 1, 1, ("x�y", " ^")),
        ("one\ntwo $\nthree", 8, 1, ("two $", "    ^")),
        ("x +", 3, 1, ("x +", "   ^")),
        ("a" * 300, 150, 300, ("…" + "a" * 100 + "…", " " * 51 + "^" * 50)),
    ],
)
def test_places(text, column, length, lines):
    assert pointed(text, column, length, indent="") == "\n".join(lines)
