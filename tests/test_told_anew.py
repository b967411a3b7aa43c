"""Functions told anew on a sheet are examples of their own."""

from time import perf_counter

import pytest

from autograd import check
from autograd.worksheet.reporting.readings.anew.told_anew import examples

NOTES = """\
x = -2; y = 5; z = -4
q = x + y # q becomes 3
f = q * z # f becomes -12
dfdx = z = -4
f(x,y) = xy → ∂f/∂x = y, ∂f/∂y = x
∇f = [∂f/∂x, ∂f/∂y] = [y, x]
f(x) = 1/x → df/dx = -1/x^2
f_c(x) = c + x → df/dx = 1
f(x) = e^x -> df/dx = e^x
f_a(x) = a x ⇒ f'(x) = a
dfdy = z = -4"""

ANEW = [
    # a sheet, what is right on its last line and a mistake there
    (NOTES, "-4", "-3"),
    (NOTES.rpartition("\n")[0], "= a", "= x"),
    ("x = 3\nf = x^2 = 9\nf(x) = 1/x → df/dx = -1/x^2", "-1/x^2", "1/x^2"),
    ("f_c(x) = c + x → df/dx = 1", "= 1", "= 2"),
    ("f(x) = (x + 2)^2\ng(x) = 3x\nh(x) = f(g(x))\nf(x, y) = x^2 y + y^3\n∇f(1, 2) = (4, 13)", "13", "12"),
    ("f(x, y) = x y\n∂f/∂x = y\nf(x, y) = max(x, y)\n∂f/∂x = 1 if x > y", "= 1", "= 2"),
    ("y = g(x), z = f(g(x)) = f(y)\n6.5.3\ny = f(x), z = f(y)\n∂z/∂x = f'(y) f'(x)", "f'(x)", "f(x)"),
    ("x = a * b\nda = b * dx\nx = a + b\nda = 1.0 * dx\nq = a + b\nx = q + c\nda = 1.0 * dx", "1.0", "2.0"),
    ("x = a * a\nda = 2 * a * dx\nx = a*a + b*b\ndb = 2*b*dx", "2*b", "b"),
    ("1. $f(x, y) = x^2 - y$\n$df/dx = 2x$\n\n2. $f(x, y) = x^4 + y$\n$df/dx = 4x^3$", "4x^3", "3x^3"),
    ("k = 3\nf(x) = x^2\nf'(x) = 2x\nf(x) = k x^3\nf'(2) = 36", "36", "12"),
]


@pytest.mark.parametrize(("text", "right", "wrong"), ANEW)
def test_a_function_told_anew_is_judged_by_itself(text, right, wrong):
    report = check(text)
    assert report, report
    assert report.verdicts[-1].verdict == "right"
    head, _, tail = text.rpartition(right)
    last = [verdict for verdict in check(f"{head}{wrong}{tail}").verdicts if verdict.line == text.count("\n") + 1]
    assert any(verdict.is_fault for verdict in last)


ONE = [
    "x = -2; y = 5; z = -4\nq = x + y\nf = q z\nf(x, y, z) = (x + y) z\ndf/dq = z = -4\ndf/dx = z = -4",
    "f(x) = x^2\nx = 3\nf(x) = 9\nf'(x) = 6",
    "f(x) = x^2\nf(x) = x^2 = x x\nf'(x) = 2x",
]


@pytest.mark.parametrize("text", ONE)
def test_the_same_function_told_once_more_is_no_other(text):
    assert check(text), check(text)


def test_an_example_is_told_the_numbers_and_functions_it_uses():
    text = "a = 2; x = 1\ng(x) = a x\ny = g(x)\nf = y\nf(x, y) = a x y + g(y)\nf(x, y) = y → df/dy = 1\nz = y"
    assert examples(text)[0] == [
        "a = 2; x = 1\ng(x) = a x\ny = g(x)\nf = y\n\n\nz = y",
        "a = 2;      \ng(x) = a x\n\n\nf(x, y) = a x y + g(y)\n\n",
        "\n\n\n\n\nf(x, y) = y → df/dy = 1\n",
    ]


def test_many_examples_take_little_time():
    text = "\n".join(f"f(x) = x^{n} → df/dx = {n} x^{n - 1}" for n in range(2, 400))
    assert examples(text) == ([text], True)


def test_many_names_take_time_that_grows_with_them():
    text = "\n".join(f"x{n} = x{n - 1} + 1" for n in range(1, 20_000))
    begun = perf_counter()
    assert examples(text) == ([text], True)
    assert perf_counter() - begun < 5  # half a second; it was 13 when names were counted one by one


PARAMETERS = [
    # letters beside that of the function, and a mistake on the last line
    ("f(x) = ax^2 + bx + c\nf'(x) = 2ax + b", "b", "c"),
    ("f(x, y) = axy + by\n∂f/∂x = ay", "ay", "y"),
]


@pytest.mark.parametrize(("text", "right", "wrong"), PARAMETERS)
def test_letters_beside_that_of_a_function_are_parameters(text, right, wrong):
    assert check(text), check(text)
    head, _, tail = text.rpartition(right)
    assert any(verdict.is_fault for verdict in check(f"{head}{wrong}{tail}").verdicts)
