"""The language of hand work: what is read, as what, and what is said of the rest."""

import math

import pytest

from autograd import LanguageError, Value, check
from autograd.commands.subject import given_values
from autograd.errors import AnomalyError
from autograd.worksheet.evaluation.expression import expression
from autograd.worksheet.language.excerpt import pointed, shown
from autograd.worksheet.language.latex.commands import (
    ACCENTS,
    BRACES,
    DROPPED,
    FRACTIONS,
    FUNCTIONS,
    GREEK,
    ROOM,
    SIGNS,
    STACKED,
    STYLES,
    WORDS,
)
from autograd.worksheet.language.latex.plain import without_commands
from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.notations.rewriting import rewrite
from autograd.worksheet.language.notations.table import NOTATIONS
from autograd.worksheet.language.notations.whole.typography.pasted_latex import without_latex
from autograd.worksheet.language.statements import read_expression
from autograd.worksheet.language.suggestions import no_function
from autograd.worksheet.language.tokens import CLOSE, OPEN, tokens
from autograd.worksheet.language.tree import names_in
from tests import optional

GIVEN = {
    "x": 2.0,
    "y": -3.0,
    "w0": 0.5,
    "x0": 4.0,
    "a2": 0.25,
    "gamma": 1.5,
    "yhat": 0.75,
    "lambda": 0.1,
    "x′": 5.0,
    "x_0": 1.0,
}


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
    ("2x’", 10.0),
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
    ("ln x - log x", 0.0),
    ("y log x + exp x", -3 * math.log(2) + math.exp(2)),
    ("(tanh x) / |exp x|", math.tanh(2) / math.exp(2)),
    ("ReLU y + √x0 + √ x0", 4.0),
    ("1/√max(2, 4) + √relu(9)·2", 6.5),
    ("max(log x, y)", math.log(2)),
    ("√4 + √4/2 + 1/√4", 3.5),
    ("ln 2 - log(2)", 0.0),
    ("tanh²(x) + tanh^2 (x) - 2 tanh(x)^2", 0.0),
    ("cos²(x) + sin^2(x)", 1.0),
    ("e^{-x} - exp(-x)", 0.0),
    ("x^{2}y + 2^{x^{y + 4}}", -8.0),
    ("x^{x_{0}}", 2.0),
    ("σ'(x) - σ(x)(1 - σ(x))", 0.0),
    ("tanh’(y) + tanh(y)^2", 1.0),
    ("relu'(x) + relu'(y) + R′(x)", 2.0),
    ("exp'(x) - exp(x) + ln'(x) + sqrt'(x0)", 0.75),
    ("sin'(x) - cos(x) + cos'(x) + sin(x) + softplus'(x) - σ(x)", 0.0),
    ("x • y", -6.0),
    ("||y|| + ‖y‖ + 2||x||²", 14.0),
    ("norm([3, 4]) + ||[3, 4]||", 10.0),
    ("[1, 2]^T @ (3, 4)^T + (1, x)ᵀ[1]", 13.0),
    ("([3, 4]^T [1, 0]) + ([1, 0] [3, 4]^T)[0,1]", 7.0),
]


@pytest.mark.parametrize(("text", "number"), GOOD)
def test_reads(text, number):
    used = {name: GIVEN[name] for name in names_in(read_expression(text, GIVEN)) if name in GIVEN}
    # rel: pow and exp differ from each other by a few units of the last digit
    assert float(expression(text, used)) == pytest.approx(number, rel=1e-14, abs=1e-15)


MAXIMUM = "it takes two or more numbers as in maximum(0, x), a list, or an index letter as in maximum(i: x[i])"
NORM = "|| has no meaning here: write ||z|| for the length of z, abs(|z| - 1) for | inside |"

UNREADABLE = [
    ("", "the formula ends too early: a number, a name or a bracket was expected here", 0, 1),
    ("x +", "the formula ends too early: a number, a name or a bracket was expected here", 3, 1),
    ("(x", "the bracket ( is never closed: a ) is missing", 0, 1),
    ("tanh(x", "the bracket ( is never closed: a ) is missing", 4, 1),
    ("x)", "this ) closes nothing: a bracket too many, or one missing before it", 1, 1),
    ("(x]", "unexpected ]: a ) or an operator was expected here", 2, 1),
    ("x ~ y", "unexpected '~': write = or ≈", 2, 1),
    ("∇x", "unexpected '∇': a derivative is written dL/dw", 0, 1),
    ("x^{(2)}", "a number in brackets is not an exponent: write the layer into the name, as in a1", 2, 1),
    ("x^{2", "the bracket { is never closed: a ) is missing", 2, 1),
    ("x^2}", "unexpected '}': use round brackets", 3, 1),
    ("x_{i,j}", "unexpected '{': use round brackets", 2, 1),
    (
        "x $ y",
        "unexpected '$': formulas stand without dollar signs; LaTeX is read from a file saved as .tex or .md",
        2,
        1,
    ),
    ("sin 30°", "unexpected '°': angles are in radians, 30° is 30*pi/180", 6, 1),
    ("50%", "unexpected '%': write a fraction, 50% is 50/100", 2, 1),
    ("∛x", "unexpected '∛': write x^(1/3)", 0, 1),
    (
        "\\frac{1}{2}",
        "unexpected '\\': formulas are typed as on a calculator, sigma(x), 1/2, x*y; LaTeX is read from a file "
        "saved as .tex or .md",
        0,
        1,
    ),
    ("“x”", "unexpected quotation mark “: text has no meaning in a formula", 0, 1),
    ("２x", "unexpected '２' (U+FF12): write 2", 0, 1),
    ("x + .２", "unexpected '.': after a dot only T can stand, as in x.T, the transpose", 4, 1),
    ("1.２", "unexpected '.': a decimal point stands between digits, as in 2.0", 1, 1),
    ("٣x", "unexpected '٣' (U+0663): write 3", 0, 1),
    ("（x)", "unexpected '（' (U+FF08): write (", 0, 1),
    ("x ≈ y", "unexpected '=': a formula stands alone, write what comes after the =", 2, 1),
    ("x → y", "unexpected '→': write =, or <- for a new value", 2, 1),
    ("x ⇒ y", "unexpected '⇒': write =, or <- for a new value", 2, 1),
    ("x -> y", "unexpected '->': write =, or <- for a new value", 2, 2),
    ("x => y", "unexpected '=>': write =, or <- for a new value", 2, 2),
    ("x ≤ y", "unexpected '≤': formulas are compared with = only", 2, 1),
    ("x + 2.", "unexpected '.': a decimal point stands between digits, as in 2.0", 5, 1),
    ("2.x", "unexpected '.': a decimal point stands between digits, as in 2.0", 1, 1),
    ("np.exp(x)", "unexpected '.': write exp(…) without np.", 2, 1),
    ("2 math.tanh (x)", "unexpected '.': write tanh(…) without math.", 6, 1),
    ("x + 2,5", "unexpected ',': write a decimal point, 2.5", 5, 1),
    ("(2,5 + x)", "unexpected ',': write a decimal point, 2.5", 2, 1),
    ("x, y", "unexpected ',': an operator was expected here", 1, 1),
    ("relu(2,5)", "relu(x) takes one operand, not two; for a decimal comma write a point, 2.5", 0, 9),
    ("x == y", "unexpected '=': an operator was expected here", 2, 1),
    ("x // y", "two / in a row: write one; comments begin with #", 2, 1),
    ("x < y", "unexpected '<': formulas are compared with = only", 2, 1),
    ("x 2", "an operator is missing before 2", 2, 1),
    ("2 3", "an operator is missing before 3", 2, 1),
    ("x * / y", "unexpected '/': a number, a name or a bracket was expected here", 4, 1),
    ("x = y", "unexpected '=': a formula stands alone, write what comes after the =", 2, 1),
    ("x^2 x=1", "unexpected '=': numbers are given after the formula and its quotation marks", 5, 1),
    ("tahn(x)", "there is no function tahn: did you mean tanh?", 0, 4),
    ("relu x y", "relu is a function: write relu(x)", 0, 4),
    ("relu x*y", "relu is a function: write relu(x)", 0, 4),
    ("log x[0] y", "log is a function: write log(x[0])", 0, 3),
    ("ln x^2", "ln is a function: write ln(x)", 0, 2),
    ("ln x²", "ln is a function: write ln(x)", 0, 2),
    ("ln x(y)", "ln is a function: write ln(x)", 0, 2),
    ("ln", "ln is a function: write ln(…)", 0, 2),
    ("log log x", "log is a function: write log(…)", 0, 3),
    ("log -x", "log is a function: write log(…)", 0, 3),
    ("sum x", "sum is a function: write sum(x)", 0, 3),
    ("√x y", "√ is a function: write √(x)", 0, 1),
    ("√4 x", "√ is a function: write √(4)", 0, 1),
    ("sin^-1(x)", "sin is a function: for its power write sin(…)^2", 0, 3),
    ("exp^2(x)", "exp is a function: write exp(2)", 0, 3),
    ("||x| - 1|", NORM, 0, 2),
    ("||x", NORM, 0, 2),
    ("‖x", NORM, 0, 1),
    ("(x, y)", "unexpected ',': a ) or an operator was expected here", 2, 1),
    ("(x, y).T", "unexpected ',': a ) or an operator was expected here", 2, 1),
    ("sqrt 4 x", "sqrt is a function: write sqrt(4)", 0, 4),
    ("exp^x", "exp is a function: write exp(x)", 0, 3),
    ("sin²x", "sin is a function: for its power write sin(…)^2", 0, 3),
    ("σ x", "sigma has no value: if the function is meant, write σ(…)", 0, 1),
    ("cot(x)", "there is no function cot: write cos(…)/sin(…)", 0, 3),
    ("lb x", "there is no function lb: write log2(…)", 0, 2),
    ("lg x", "there is no function lg: write log(…)/log(10)", 0, 2),
    ("log10(x)", "there is no function log10: write log(…)/log(10)", 0, 5),
    ("pow(x, 2)", "there is no function pow: write x^2, or x**2", 0, 3),
    ("mish(x)", "there is no function mish: write x*tanh(softplus(x))", 0, 4),
    ("SELU(x)", "there is no function SELU: write 1.0507*(max(0, x) + 1.6733*min(0, exp(x) - 1))", 0, 4),
    ("arcsin(x)", "there is no function arcsin", 0, 6),
    ("f(x)", "f has no value and is not a function: add f=…", 0, 1),
    ("tanh", "tanh is a function: write tanh(…)", 0, 4),
    ("w + x", "w has no value: add w=…", 0, 1),
    ("gamma x + gama", "gama has no value: did you mean gamma?", 10, 4),
    ("x + y + xy", "xy has no value: for x times y write x*y", 8, 2),
    ("y + x + gamma + 2xygamma", "xygamma has no value: for x times y times gamma write x*y*gamma", 17, 7),
    ("x + X", "X has no value: did you mean x?", 4, 1),
    ("gamma + gam_ma", "gam_ma has no value: did you mean gamma?", 8, 6),
    ("2x + x2", "x2 has no value: did you mean x^2 or 2*x?", 5, 2),
    ("x + dx", "dx has no value: a derivative is written dx/d…", 4, 2),
    ("x + dx/dw", "this is not a derivative, for w has no value: add w=…", 8, 1),
    ("x + ∂X / ∂ x", "this is not a derivative, for X has no value: did you mean x?", 4, 2),
    ("x + d/dx", "a derivative is written d…/dx, with the name it is of behind the first d", 4, 4),
    ("tanh(x, y)", "tanh(x) takes one operand, not two", 0, 10),
    ("tanh()", "tanh(x) takes one operand, not none", 0, 6),
    ("avg(x, y)", "avg(x) takes one list, not two operands: write avg([…]) with the list's brackets", 0, 9),
    ("maximum()", f"maximum() is empty: {MAXIMUM}", 0, 9),
    ("tanh(x=x)", "tanh takes nothing by name: leave out x=", 0, 9),
    ("zeros(1, 2, 3)", "zeros(rows, columns) takes one or two operands, not three", 0, 14),
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
    ("sum(x, y)", "sum(x) takes one list, not two operands: write sum([…]) with the list's brackets", 0, 9),
    ("1e999", "1e999 is too large a number", 0, 5),
    ("x²²²²²²²²²²²", "the exponent ²²²²²²²²²²² is not a whole number of at most nine digits", 1, 11),
    ("(" * 10_000, "more than 50 levels inside one another: too deep to be read", 50, 1),
    ("(" * 10_000 + "x" + ")" * 9_999, "more than 50 levels inside one another: too deep to be read", 50, 1),
    ("x^" * 5_000 + "x", "more than 50 levels inside one another: too deep to be read", 99, 1),
    ("tanh(" * 3_000, "more than 50 levels inside one another: too deep to be read", 250, 4),
    ("[" * 10_000, "more than 50 levels inside one another: too deep to be read", 50, 1),
    ("a" * 10_000, "a name of more than 100 letters: shorter ones can be read", 0, 10_000),
    ("9" * 10_000, "a number of more than 100 characters: shorter ones can be read", 0, 10_000),
    ("x+" * 10_001, "20002 characters are too many: at most 20000 can be read", 20_000, 1),
]


@pytest.mark.parametrize(("text", "message", "column", "length"), UNREADABLE, ids=lambda part: str(part)[:30])
def test_says_what_cannot_be_read_and_where(text, message, column, length):
    used = {name: number for name, number in GIVEN.items() if name in ("x", "y", "gamma") and name in text}
    with pytest.raises(LanguageError) as caught:
        expression(text, used)
    assert str(caught.value) == message
    assert (caught.value.text, caught.value.column, caught.value.length) == (text, column, length)


CONTINUED = "a line that begins with = continues the statement before it: there is none to be read"

OLD_OR_NEW = "after a new value of x stand numbers: a formula could mean the old or the new one"

LONG = "what this line continues is long: give it a name, and write the name before the ="

TITLE = "{} is not part of the formula: leave it out, or write it after # on a line of its own"

GRADIENT = "{} would be a name of its own: for the derivative write dL/dw = …"

CHANGE = "{} would read as a change of {}: write {} = … for the derivative, or choose another name"

NEURON = "x = 2; w = 0.25; y = 1; z = w x; a = σ(z); L = -(y log a + (1 - y) log(1 - a))\n"

SHEETS = [
    ("x = = 3", "two = in a row: write one", 4, 1),
    ("x = 2; z = x^2; dz/dx =", "nothing comes after this =: a formula was expected", 22, 1),
    ("x = 2; z = x^2; dz/dx = ; 2 = 2", "nothing comes after this =: a formula was expected", 22, 1),
    ("x = 2; z = x^2; dz/dy = 4", "this is not a derivative, for y has no value: add y=…", 20, 1),
    ("x = 2; z = x^2; dZ/dx = 4", "this is not a derivative, for Z has no value: did you mean z?", 16, 2),
    ("x = 2; z = x^2; dz/dx = 2X", "X has no value: did you mean x?", 25, 1),
    ("x = 2; z = 3x^2.; dz/dx = 12", "unexpected '.': a decimal point stands between digits, as in 2.0", 15, 1),
    ("x = 2; z = x^2; dz/dx = 4..", "unexpected '.': a decimal point stands between digits, as in 2.0", 25, 1),
    ("x = 2.0; z = x^2; dz/dx = 4,0", "unexpected ',': write a decimal point, 4.0", 27, 1),
    ("x = 2; z = x^2 := 4", "unexpected ':=': write = alone", 15, 2),
    ("x = [2, 3]; x[0] := 4", "only a name can be given a new value with :=", 12, 1),
    ("x = 2; x *= 2", "unexpected '*=': write x <- x * …", 9, 2),
    ("x -= 1", "x is given a new value, but it has none yet: write x = …", 0, 1),
    ("x = 2; L = x^2\nx(1) = x - 0.1*4", "x(1) would be x times 1: for a new value write x <- …", 0, 4),
    ("x = 2; L = x^2\nL(x) = 4", "L(x) would be L times x: names stand without their arguments", 0, 4),
    ("x = 2; L = x^2\nx <- x - 0.1 dL/dx = x - 0.2x = 1.6", OLD_OR_NEW, 21, 1),
    ("x = 2; L = x^2\nx <- 3\n = 2 dL/dx", OLD_OR_NEW, 5, 5),
    ("= 3", CONTINUED, 0, 1),
    (f"x = 2; {'+'.join('x' * 200)} = 400\n = 400", LONG, 1, 1),
    ("x = 2; f = x^2\ndf/dx = f'(2)", "f' is not a derivative here: write df/d…", 8, 2),
    ("x = [1, 2]; L = Σ_i (x)", "nothing tells how far i runs: it must index something, as in x[i]", 16, 7),
    ("x = [1, 2]; L = ∑k x[0]^", "∑ has no meaning: write sum(k: …)", 16, 1),
    ("x = [1, 2]; L = sum_i x", "nothing tells how far i runs: it must index something, as in x[i]", 16, 7),
    ("x = [1, 2]; L = Σ_{i∈S} x", "unexpected '{': write sum(i: …)", 18, 1),
    ("x = 2; y = x^2 = 4 (ok)", "ok has no value; if this is a remark, write # before it", 19, 4),
    ("x = 2; y = 6 (ok)", "ok has no value; if this is a remark, write # before it", 13, 4),
    (
        "x = 2; L = x^2\nd³L/dx³ = 0",
        "a first or second derivative is written dL/dw or d²L/dw²: others are not judged",
        0,
        1,
    ),
    (
        "x = 2; L = x^2\nd3L/dx3 = 0",
        "a first or second derivative is written dL/dw or d²L/dw²: others are not judged",
        0,
        3,
    ),
    (
        "x = 2; L = x^2\nd^3L/dx^3 = 0",
        "a first or second derivative is written dL/dw or d²L/dw²: others are not judged",
        0,
        1,
    ),
    ("x = 2; L = x^2\nd²L/dx = 2", "a second derivative is by two names, or twice by one: d²L/dw², d²L/(dw db)", 7, 1),
    ("x = 2; L = x^2\nd²q/dx² = 2", "this is not a derivative, for q has no value: add q=…", 2, 1),
    (
        "x = 2; L = x^2\nd/dx x*x = 4",
        "what is differentiated may end here or go on: write d/d… (x) or all in brackets",
        6,
        1,
    ),
    ("x = 2; L = x^2\n (2) dL/dx = 4", TITLE.format("(2)"), 1, 3),
    ("x = 2; L = x^2\nPart (b) dL/dx = 4", TITLE.format("Part (b)"), 0, 8),
    ("x = 2; L = x^2\nL = 4,dL/dx = 4", "unexpected ',': statements on one line are separated by a semicolon", 5, 1),
    ("w = 2; L = w^2\ndL = 2w", CHANGE.format("dL", "L", "dL/d…"), 0, 2),
    ("y = w*x\ndw = x", CHANGE.format("dw", "w", "dy/dw"), 0, 2),
    (f"{NEURON}h = 0.01; dw = h", CHANGE.format("dw", "w", "dL/dw"), 10, 2),
    (f"{NEURON}dw = 0.01", CHANGE.format("dw", "w", "dL/dw"), 0, 2),
    (f"{NEURON}dw = -0.1 dL/dw", CHANGE.format("dw", "w", "dL/dw"), 0, 2),
    (f"{NEURON}eta = 0.1; dw = -eta (a - y) x", CHANGE.format("dw", "w", "dL/dw"), 11, 2),
    (f"{NEURON}L2 = 3 L; dw = (a - y) x", CHANGE.format("dw", "w", "dL2/dw"), 10, 2),
    (f"{NEURON}J = L/4; dz = a - y", CHANGE.format("dz", "z", "dJ/dz"), 9, 2),
    (f"{NEURON}dw = (a - y) x # a step: w + dw", CHANGE.format("dw", "w", "dL/dw"), 0, 2),
    ("a = [1, 2]; y = [1, 3]; L = mean((a - y)^2)\nda = 2(a - y)", CHANGE.format("da", "a", "dL/da"), 0, 2),
    ("w = 2; J = w; L = w^2\ngrad_w = 2w", GRADIENT.format("grad_w"), 0, 6),
    ("w = 2; L = w^2\ngradw = 4", GRADIENT.format("gradw"), 0, 5),
    ("w = 2; J = w; L = w^2\nw_grad = 2w", GRADIENT.format("w_grad"), 0, 6),
    ("a = 2; bdc = a^2; adb = a; c = 1\ndadbdc = 3", "dadbdc could be da/dbdc or dadb/dc: write it with its /", 0, 6),
    ("x = 2; z = x^2\nfind dz/dx\n  = 4", CONTINUED, 2, 1),
    ("x = 2; z = x^2 // a square", "two / in a row: write one; comments begin with #", 15, 1),
    ("w = 1; x = 2; z = wx", "wx has no value: for w times x write w*x", 18, 2),
    ("x = 2; z = relu(x, x)", "relu(x) takes one operand, not two", 11, 10),
    ("x = 4; z = √x 2", "√ is a function: write √(x)", 11, 1),
    ("x = 2; z = x^2, f(x=3), 4", "unexpected ',': an operator was expected here", 14, 1),
    ("x = 2; the loss is z = 4", "the has no value; if this is a remark, write # before it", 7, 3),
    ("x = 2; loss = x^2\nloss 4", "an operator is missing before 4", 5, 1),
    ("x = 2; L = x^2\ndL/dx 4", "an operator is missing before 4", 6, 1),
    ("x = 2; L = x^2\nnow dL/dx 4", "an operator is missing before 4; if this is a remark, write # before it", 10, 1),
    ("lr 0.1", "an operator is missing before 0.1", 3, 3),
    ("rate 0.1", "an operator is missing before 0.1; if this is a remark, write # before it", 5, 3),
    (
        "the hidden output: 4",
        "unexpected ':': an operator was expected here; if this is a remark, write # before it",
        17,
        1,
    ),
    ("here the loss is 4", "an operator is missing before 4; if this is a remark, write # before it", 17, 1),
    ("answer: 4", "unexpected ':': an operator was expected here; if this is a remark, write # before it", 6, 1),
    ("x = 2; L = x^2\nnot the losses L = 4", "not has no value; if this is a remark, write # before it", 0, 3),
    ("Given: x y", "unexpected ':': an operator was expected here; if this is a remark, write # before it", 5, 1),
    ("x = 2; z = x^2; z' = 4", "z′ is not a derivative here: write dz/d…, or choose another name", 16, 2),
    ("x = 2,5\nz = 0.5 x^2", "unexpected ',': write a decimal point, 2.5", 5, 1),
]


@pytest.mark.parametrize("name", ["relu6", "selu", "mish", "softsign"])
def test_what_is_to_be_written_for_a_function_is_that_function(name):
    torch = optional.package("torch")
    functional = torch.nn.functional

    instead = no_function(name).partition(": write ")[2]
    for x in (-2.5, -0.7, 0.3, 3.5):
        expected = getattr(functional, name)(torch.tensor(x, dtype=torch.float64)).item()
        # 1e-3: selu's factors are printed with five digits
        assert float(expression(instead, {"x": x})) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize(("text", "message", "column", "length"), SHEETS)
def test_a_sheet_says_the_same(text, message, column, length):
    (verdict,) = (each for each in check(text).verdicts if each.verdict == "can't be read")
    assert (verdict.cause, verdict.column, verdict.length) == (message, column, length)


def test_what_has_no_value_names_the_line_where_all_began():
    unread = check("x = 2,5; w = 3.0\ny = x^2\nz = w*y\ndz/dx = 30; dz/dw = 4")
    said = [(verdict.line, verdict.cause) for verdict in unread.verdicts][1:]
    assert said == [(4, "z has no value, as x could not be read in line 1")] * 2
    listed = check("Given: x = 2,w = 3 3\nL(w) = w x\nx = 2; w = 3; L = 6").verdicts
    said = [f"{name} could not be read in line {line}" for name, line in (("x", 1), ("w", 1))]
    assert [verdict.cause for verdict in listed][1:] == said
    broken = check("w = 2\nu = 1/(w - 2)\nv = u + 1\nv = 3; u = 2")
    said = [(verdict.line, verdict.cause) for verdict in broken.verdicts][1:]
    assert said == [
        (4, "v has no value, as u could not be computed in line 2"),
        (4, "u could not be computed in line 2"),
    ]


def test_quoted_lines_and_prompts_are_read():
    assert check("> x = 2\n> > y = x^2\n>>> dy/dx = 4\n\t> dy/dx = 2x").exit_code == 0
    (verdict,) = check("> x = 2; y = x^2; dy/dx = 5").verdicts
    assert verdict.column == len("> x = 2; y = x^2; dy/dx = ")
    assert check("x = 2; w = 3\nw' = w - 0.5*x = 2").exit_code == 0


AROUND = [
    "Step 1: dL/dx = 4",
    "Given: dL/dx = 4, L = 4",
    "a) dL/dx = 4",
    "Part a) dL/dx = 4",
    "(ii) dL/dx = 4",
    "12) dL/dx = 4",
    "1. dL/dx = 4",
    "• dL/dx = 4",
    "* L <- 4",
    "=> dL/dx = 4",
    "∴ dL/dx = 4",
    "so, dL/dx = 4",
    "thus dL/dx = 4 ✓",
    "dL/dx = 4,",
    "L = x^2 = 4, dL/dx = 4, x = 2",
    "Backward pass:\ndL/dx = 4\n------",
    "Backward pass (by hand):\ndL/dx = 4\n======",
    "- dL/dx = 4\n- L = x^2 = 4",
    "> - dL/dx = 4\n> – L <- 5",
    "Given dL/dx = 4",
    "Now, dL/dx = 4\nwe get L = 4",
    "dL/dx = 4 and L = 4",
    "// dL/dx = 5\ndL/dx = 4",
    "% dL/dx = 5\ndL/dx = 4",
    "- dL/dx = 4",
    "− dL/dx = 4",
    "- [x] dL/dx = 4",
    "- (a) dL/dx = 4",
    "- the slope is dL/dx = 4",
    "1 - dL/dx = 4",
    "1 – dL/dx = 4\n2 – L <- 4",
    "(1) dL/dx = 4\n(2) L <- 4",
    "1.1 dL/dx = 4\n1.2 L <- 4",
    "iv. dL/dx = 4",
    "1a)dL/dx = 4",
    "2.1. dL/dx = 4",
    "► dL/dx = 4",
    "-> dL/dx = 4",
    "Q1 dL/dx = 4",
]


@pytest.mark.parametrize("text", AROUND)
def test_what_is_around_formulas_on_paper_is_read_over(text):
    report = check(f"x = 2; L = x^2\n{text}")
    assert report.exit_code == 0
    assert "<-" in text or report.verdicts


REMARKS = """
    Exercise 3|Ex 3: backprop|Problem 2: two layer net (1 hidden, tanh)|Question 1.|Q1|1.|(a)|forward:|forward pass
    Backward|=== backward ===|**Backward**|== Step 2 ==|Given:|given values|Solution|Chain rule exercises|Hidden layer
    Softmax + cross entropy, 3 classes|Triplet loss with margin 0.5|1-D convolution (valid), kernel (w1,w2,w3)
    Two-sample BCE with mean|KL divergence between p and softmax q|MLP for XOR, relu hidden layer. input (1,0), target 1
    vanishing gradients: 4 sigmoids in a row|LayerNorm|leaky ReLU slope 0.01, 2 layers|tanh version:|step 1|Iteration 2
    Now the gradients|now backprop|/* comment */|-- comment|let's compute dL/dw|by the chain rule|which is negative|QED
    Let sigma be the sigmoid|the gradient of L with respect to w|Name: Max Muster|Matrikelnr. 1234567|- forward pass
    2. Activation|3) Output layer|a) Vorwärtsschritt|(ii) Backward.
"""


@pytest.mark.parametrize("text", [each.strip() for line in REMARKS.strip().split("\n") for each in line.split("|")])
def test_headings_and_sentences_are_read_over(text):
    (verdict,) = check(f"{text}\nw = 3; L = w^2\n{text}\ndL/dw = 6").verdicts
    assert verdict.verdict == "right"


TITLES = [
    "Huber loss, delta = 2",
    "Contrastive (InfoNCE) delta = 2.0",
    "Adam, first step (t=1, delta=2)",
    "SGD w/ momentum, L = (w x - y)^2\ndelta = 2",
    "GELU (sigmoid approximation): y = x σ(1.702 x)\ndelta = 2",
    "Gradient descent on L(x, d) = x^2 d, true class = 2 (index 1)\ndelta = 2",
    "Huber loss, delta = 3\ndelta = 2",
]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_gives_only_numbers_that_are_given_nowhere_else(title):
    assert check(f"{title}\nx = 3; L = x^2 delta\ndL/dx = 12").exit_code == 0
    assert check(f"x = 3\n{title}").exit_code == 2  # among formulas it could be one


def test_a_title_with_what_is_needed_is_no_title():
    for sentence in ("the input x = [1, 2]", "the input was x = [1, 2]"):
        (verdict,) = check(f"{sentence}\nL = sum(x)\nL = 3").verdicts
        assert verdict.verdict == "right"


WRITTEN = """
    (∂L)/(∂w) = 12x|(∂L)/∂w = 24|d/dw L = 24|∇_w L = 24|(dL)/(dw) = 12x|L = 36 ~ 36.0|L ~ 36.0|L ~= 36.0
    w_{new} = w - 0.1*24|dL/dw = 2 z x = 24 and dL/dx = 36
"""


@pytest.mark.parametrize("text", [each.strip() for line in WRITTEN.strip().split("\n") for each in line.split("|")])
def test_what_is_written_on_paper_is_read(text):
    assert check(f"x = 2; w = 3; z = w x; L = z^2\n{text}").exit_code == 0


SHORT = [
    ("dz = a - y = -0.3775\ndw = x dz = -0.7551\ndx = dz w\nw <- w - 0.1 dw = 0.3255", "dz, dw, dx"),
    ("da = -y/a\ndz = da*a*(1 - a); dz = da σ'(z)", "da, dz"),
    ("da = dL/da = -y/a = -1.6065\ndL/dz = da a (1 - a)", "da"),
    ("dw := (a - y) x = -0.7551", "dw"),
    ("dz = a - y\ndy = log(1 - a) - log(a) = -0.5\ndz/dw = x; w -= 0.1 dz x = 0.3255", "dz, dy"),
]


@pytest.mark.parametrize(("text", "short"), SHORT)
def test_dw_stands_for_the_slope_of_the_only_loss(text, short):
    report = check(NEURON + text)
    assert report.exit_code == 0
    assert len(report.verdicts) > text.count("\n")
    slopes = ", ".join(f"dL/{word}" for word in short.split(", "))
    assert str(report).splitlines()[-1] == f"read {short} as {slopes}"
    assert f"<p>read {short} as {slopes}</p></section>" in report._repr_html_()
    (wrong,) = (each for each in check(f"{NEURON}dz = a - y\ndw = dz w").verdicts if not each.is_fine)
    assert (wrong.claim, wrong.cause) == ("dw = dz w", "w is written where x belongs")


def test_a_key_tells_which_loss_dw_is_about():
    report = check("Solution\ndz = a - y\ndw = dz x\n", NEURON + "find dL/dw")
    assert (report.exit_code, [each.verdict for each in report.verdicts]) == (0, ["right", "right"])


def test_entries_of_a_slope_in_one_word():
    text = "z = [0.5, 1]; y = [0, 1]; p = softmax(z); L = -sum(y*log(p))\ndz[i] = p[i] - y[i]\ndz[1] = p[1]\ndz = p - y"
    assert [each.verdict for each in check(text).verdicts] == ["right", "wrong", "right"]


def test_names_with_digits_stand_side_by_side():
    given = "w1 = 3; x1 = 2; w12 = 5\n"
    assert check(f"{given}y = w1x1 + 2w12x1 = 26\ndy/dx1 = w1 + 2w12; 2w1x1 = 12").exit_code == 0
    assert check(f"{given}w1x1 = w1 x1 = 6, y = w1x1 = 6").exit_code == 0
    assert check(f"{given}y = w1x2").verdicts[0].verdict == "can't be read"


def test_messages_know_lists():
    said = [
        ("p = [1, 2]\nL = log(p1)", "p1 has no value: did you mean p[1]? The first entry is p[0]"),
        ("p = [1, 2]\nL = log(p_{i})", "p_i has no value: did you mean p[i]? The first entry is p[0]"),
    ]
    for text, message in said:
        assert check(text).verdicts[0].cause == message
    assert check("x = 2; y = x^2\nx = 5").verdicts[0].cause == "x has its value already: for a new one write x <- 5"
    assert check("x = 2; y = x^2\nx <- x - 0.1 dy/dx = 5").first().cause == ""


def test_names_made_from_derivatives_are_differentiated_again():
    report = check("w = 2; f = w^3\ng = df/dw = 3w^2 = 12\nH = dg/dw = 6w = 12; q = 2H = 24; dq/dw = 12")
    assert [each.verdict for each in report.verdicts] == ["right"] * 6
    stepped = check("w = 2; L = w^2; w2 = w - 0.1 dL/dw; L2 = w2^2\ndL2/dw2 = 3.2; dL2/dw = 1.6 w2")
    assert [each.verdict for each in stepped.verdicts] == ["right", "right"]


def test_a_step_is_written_with_its_sign_before_the_equals_sign():
    given = "w = 2; L = w^2\n"
    for short, long in [
        ("w -= 0.1 w = 1.8", "w <- w - 0.1 w = 1.8"),
        ("w += 0.1 dL/dw = 2.4", "w <- w + 0.1 dL/dw = 2.4"),
    ]:
        one, other = check(given + short).verdicts, check(given + long).verdicts
        assert [(each.verdict, each.cause) for each in one] == [(each.verdict, each.cause) for each in other]
        assert (one[0].verdict, one[0].claim) == ("wrong", short.rpartition(" = ")[0])
    assert check(f"{given}w -= 0.1 dL/dw = 1.6").exit_code == 0


def test_one_dash_is_a_minus_where_that_is_right():
    assert check("x = 2; L = x^2\n- dL/dx = -4").exit_code == 0
    assert check("x = 2; L = x^2\n1 - L = -3").exit_code == 0
    key = "x = 2; L = x^2\ndL/dx = 2*x  # 2 points"
    assert (check("- dL/dx = 4", key).points, check("-dL/dx = 4", key).points) == ((2, 2), (0, 2))


def test_a_label_that_is_a_name_is_a_factor():
    assert check("a = 3; x = 2; L = x^2\n(a) dL/dx = 12").exit_code == 0
    assert check("so = 3; x = 2; L = x^2\nso dL/dx = 12").exit_code == 0
    (verdict,) = check("x = 2; L = x^2\nb) dL/dx = 5").verdicts
    assert (verdict.verdict, verdict.column) == ("wrong", len("b) dL/dx = "))


def test_a_comma_parts_statements_but_no_lists_and_guards():
    text = "x = [1, 2], y = onehot(1, 2), L = sum(x*y)\ndL/dx[i] = 0 for i != 1, i = 0\nfind dL/dx, L"
    assert [verdict.verdict for verdict in check(text).verdicts] == ["right", "not attempted", "not attempted"]


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
        ("2w=3", "2w is not a name"),
        ("w=", "w= is without its number: write one, such as w=2, without blanks"),
        ("w=v", "v is not a number: w=… takes a number, such as 2, -0.5 or 1/3"),
        ("w=[1, 2]", "[1, 2] is not a number: w=… takes a number, such as 2, -0.5 or 1/3"),
        ("w=1 x=2", "w=1 x=2 is more than one name and its number: give each by itself"),
        ("w=relu(1, 3)", "relu(x) takes one operand, not two"),
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


TYPED_WITH_COMMANDS = [
    (r"\mathcal{L} = \frac{1}{2}(o - \hat{y})^2", "L = (1/2)(o - yhat)^2"),
    (r"x = \frac12, y = \frac{a+b}{c}", "x = 1/2, y = (a+b)/c"),
    (r"-\tfrac{x_1}{2} + \sqrt2 + \sqrt[3]{8}", "-x_1/2 + sqrt(2) + (8)^(1/3)"),
    (r"\frac{\partial \mathcal{L}}{\partial \mathbf{W}_{ij}} = \delta_i x_j", "∂L/∂W_{ij} = δ_i x_j"),
    (r"\frac{\mathrm{d}L}{\mathrm{d}w} = \dv{L}{z} \pdv{z}{w}", "dL/dw = dL/dz ∂z/∂w"),
    (r"\nabla_\theta J = 2\alpha\beta X^\top r", "∇_θ J = 2 α β Xᵀ r"),
    (r"f^{\prime}(x) = x_\text{out} y^{\mathsf{T}}", "f′(x) = x_{out} y^{T}"),
    (r"h = \tanh\left( W x + \frac{u}{2} \right)", "h = tanh( W x + u/2 )"),
    (r"m = \max_j r_{ij}, \quad s = \sum_{p,q} k_{pq}", "m = max_j r_{ij}, s = ∑_{p,q} k_{pq}"),
    (r"a = 2 \quad b = 3 \qquad (1)", "a = 2 ; b = 3 (1)"),
    (r"a = 2 \quad \text{if } z > 0", "a = 2 if z > 0"),
    (r"\hat{\mathbf{y}}_i = \hat{x_i} + \bar x", "yhat_i = xhat_i + xbar"),
    (r"A = \begin{pmatrix} 1 & -2 \\ 0 & 4 \end{pmatrix}", "A = [[1, -2], [0, 4]]"),
    (r"x = \left[\begin{array}{c} 1 \\ 2 \end{array}\right]", "x = [1, 2]"),
    (r"\begin{cases} z & \text{if } z > 0 \\ 0 & \text{otherwise} \end{cases}", "(z if z > 0 else 0)"),
    (r"\underbrace{a b}_{\text{note}} c \odot \boxed{d}", "(a b) c ⊙ d"),
    (r"\color{red}{x} + \textcolor{blue}{y}", "x + y"),
    (r"\softmax(z) \not= \relu(z)", "softmax(z) ≠ relu(z)"),
    (r"print(a \n b \t", r"print(a \n b \t"),
    (r"\frac{a", r"\frac{a"),
]
"""Lines with commands of LaTeX, and how they are typed without."""


@pytest.mark.parametrize(("typed", "plain"), TYPED_WITH_COMMANDS)
def test_commands_of_latex_are_typed_without(typed, plain):
    assert without_commands(typed) == plain


ALL_COMMANDS = [
    *((name, "") for table in (GREEK, FUNCTIONS, ROOM, SIGNS.keys() - {"#", "{", "}"}) for name in sorted(table)),
    *((name, "{x}") for table in (ACCENTS, STYLES, WORDS) for name in table),
    *((name, "{x}{y}") for table in (FRACTIONS, STACKED, DROPPED) for name in table),
    *((name, "{x}_{y}") for name in BRACES),
]


@pytest.mark.parametrize(("name", "arguments"), ALL_COMMANDS)
def test_each_command_that_documents_have_is_read_in_plain_lines(name, arguments):
    typed = rf"a = \{name}{arguments} b"
    assert without_commands(typed) != typed


K = "K = [[1, 2], [3, 4]]; X = [[1, 0, 2], [3, 1, 1]]\n"
BY_ENTRIES = [
    # a sheet of matrices told entry by entry, and what its last claim comes to
    ("Z = [[1, -2], [3, 4]]\nr_{ij} = max(0, z_{ij})\nr_12", "0"),
    ("z = [[1, -2], [3, 4]]\nr_ij = max(0, z_ij)\nm_i = max_j r_{ij}\nm_2", "4"),
    (f"{K}y_{{ij}} = Σ_{{p,q}} k_{{pq}} x_{{i+p-1,j+q-1}}\ny_{{12}}", "11"),
    (f"{K}y_ij = Σ_p Σ_q K_pq X_{{i+p-1,j+q-1}}\nL = 2 y_11\ndL/dk_{{22}}", "2"),
    (f"{K}y = 2 k_{{12}} + x_{{13}}", "6"),
    ("x = [1, 2, 4]; w = [1, -1]\ny_i = Σ_p w_p x_{i+p-1}\ny_2", "-2"),
    ("s = v_1 + 2 v_2, v = (3, 4), c = 1\ns", "11"),
    ("m = 2.5 (at 12), n = 2 m", "5"),
    ("w = (0.5, -1)^⊤, x = (1, 2), m = w^{⊤} x", "-1.5"),
]


@pytest.mark.parametrize(("sheet", "result"), BY_ENTRIES)
def test_matrices_may_be_told_entry_by_entry(sheet, result):
    assert check(f"{sheet} = {result}").verdicts[-1].verdict == "right"
    assert check(f"{sheet} = {float(result) + 1:g}").verdicts[-1].is_fault


OF_THEIR_OWN = [
    "K = [[1, 2], [3, 4]]; k_{12} = 5; y = k_{12} = 2",
    "x = [1, 2, 4]; w = [1, -1]\ny_i = Σ_{p=0}^{1} w_p x_{i+p-1}\ny_2 = -2",
]


@pytest.mark.parametrize("sheet", OF_THEIR_OWN)
def test_what_has_numbers_of_its_own_is_no_entry(sheet):
    assert check(sheet).verdicts[-1].verdict != "right"


def test_verdicts_on_lines_of_latex_point_at_what_is_typed():
    line = r"\frac{\partial \mathcal{L}}{\partial w} = 2 \hat{y} x + 1 = 18 % by hand"
    verdicts = check(f"x = 2, w = 3\n\\hat{{y}} = w x\n\\mathcal{{L}} = \\hat{{y}}^2 = 36\n{line}").verdicts
    assert [(each.text[each.column :][: each.length], each.verdict) for each in verdicts[:1]] == [("36", "right")]
    assert verdicts[1].text == line
    assert line[verdicts[1].column :].startswith(r"2 \hat{y} x + 1")


def test_macros_of_a_plain_text_are_written_out():
    macros = "\\newcommand{\\pd}[2]{\\frac{\\partial #1}{\\partial #2}}\\newcommand{\\sq}[1][2]{^{#1}}\n"
    operator = "\\DeclareMathOperator{\\relu}{relu}\n"
    plain = without_latex(f"{macros}{operator}h = \\relu(z)\nL = (h - t)\\sq\n\\pd{{L}}{{h}} = 2 (h - t)")
    assert plain.split("\n")[2:] == ["h = relu(z)", "L = (h - t)^{2}", "∂L/∂h = 2 (h - t)"]


def test_a_percent_begins_a_remark_only_among_commands():
    assert without_latex("x = 2 % given\n\\alpha = 3") == "x = 2 # given\nα = 3"
    assert without_latex("x = 2 % given") == "x = 2 % given"
    assert without_latex("\\alpha = 50 % of 2") == "α = 50 % of 2"


@pytest.mark.parametrize("row", NOTATIONS, ids=lambda row: row.typed)
def test_each_notation_is_read_as_the_table_says(row):
    read = row.read.replace("‹", OPEN).replace("›", CLOSE)
    typed = rewrite(row.typed, Document(row.typed, row.key))
    assert row in typed.used
    said = [(token.kind, token.text) for token in tokens(typed.text)]
    assert said == [(token.kind, token.text) for token in tokens(read)]


def test_no_row_reads_a_line_without_its_signs():
    lines = {line for row in NOTATIONS[::3] for line in (row.typed, row.read)}
    for line in lines:
        possible = NOTATIONS.possible(line)
        for place, row in enumerate(NOTATIONS):
            if row.matcher.search(line) and not row.words:
                assert possible >> place & 1, (row.typed, line)


def test_a_pattern_of_the_beginning_matches_nowhere_else():
    rows = [row for row in NOTATIONS if row.pattern.startswith("^")]
    assert not [row.typed for row in rows for place in range(1, 40) if row.matcher.match(row.typed * 3, place)]


def test_what_is_rewritten_keeps_its_columns():
    line = r"y = \frac{a + b}{c} since it is so"
    found = rewrite(line, Document(line))
    assert found.text == "y = ((a + b)/c)"
    assert [line[found.starts[place]] for place in map(found.text.index, "abc")] == ["a", "b", "c"]
    assert all(0 <= start < end <= len(line) for start, end in zip(found.starts, found.ends, strict=True))
