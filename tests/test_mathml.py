"""Formulas as MathML: what LaTeX says, sound markup, nothing of a name's own."""

import re
from xml.etree import ElementTree

import pytest

from autograd import OPS, steps
from autograd.formulas.mathml import mathml, mathml_inside
from autograd.formulas.names import is_one_name, latex_name
from autograd.formulas.notation import LatexWriter, Writer
from autograd.formulas.symbols import Symbol, named, symbol
from tests.graphs import EXAMPLES

MATHML_CORE = {
    *("math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "msub", "msup", "msubsup", "mover"),
}
CHILDREN = {"mfrac": 2, "msub": 2, "msup": 2, "msubsup": 3, "mover": 2}


def sound(markup):
    """The parsed markup, every element known and with as many children as it must have."""
    root = ElementTree.fromstring(markup)
    for element in root.iter():
        assert element.tag in MATHML_CORE
        assert len(element) == CHILDREN.get(element.tag, len(element)), ElementTree.tostring(element, "unicode")
        assert not element.text or element.tag in ("mi", "mn", "mo", "mtext"), "text stands in tokens only"
    return root


def text(markup):
    return "".join(sound(markup).itertext())


@pytest.mark.parametrize(
    ("latex", "inside"),
    [
        ("x", "<mi>x</mi>"),
        ("-2", '<mrow><mo form="prefix">−</mo><mn>2</mn></mrow>'),
        ("a - 2", "<mrow><mi>a</mi><mo>−</mo><mn>2</mn></mrow>"),
        (r"\frac{a}{b}", "<mrow><mfrac><mi>a</mi><mi>b</mi></mfrac></mrow>"),
        (r"\sqrt{x}", "<mrow><msqrt><mi>x</mi></msqrt></mrow>"),
        ("x_{1}^{2}", "<mrow><msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup></mrow>"),
        ("x^2", "<mrow><msup><mi>x</mi><mn>2</mn></msup></mrow>"),
        (
            r"\left(-x\right)",
            '<mrow><mrow><mo form="prefix" stretchy="false">(</mo><mrow><mo form="prefix">−</mo><mi>x</mi></mrow>'
            '<mo form="postfix" stretchy="false">)</mo></mrow></mrow>',
        ),
        (  # brackets grow where letters are not high enough
            r"\left(\frac{a}{b}\right)",
            '<mrow><mrow><mo form="prefix">(</mo><mrow><mfrac><mi>a</mi><mi>b</mi></mfrac></mrow>'
            '<mo form="postfix">)</mo></mrow></mrow>',
        ),
        (  # and a minus after them is no sign
            "f(x)-1",
            '<mrow><mi>f</mi><mo form="prefix" stretchy="false">(</mo><mi>x</mi>'
            '<mo form="postfix" stretchy="false">)</mo><mo>−</mo><mn>1</mn></mrow>',
        ),
        (
            r"\left.x\right|",
            '<mrow><mrow><mrow><mi>x</mi></mrow><mo form="postfix" stretchy="false">|</mo></mrow></mrow>',
        ),
        (r"\text{through $t$, and}", "<mrow><mtext>through\u00a0</mtext><mi>t</mi><mtext>, and</mtext></mrow>"),
        (r"\tanh x", '<mrow><mi>tanh</mi><mspace width="0.17em"></mspace><mi>x</mi></mrow>'),
        (r"\Gamma", "<mi>Γ</mi>"),
        (r"\lambda", "<mi>λ</mi>"),
        (r"x''", "<mrow><msup><mi>x</mi><mo>′′</mo></msup></mrow>"),
        (r"\unheard", "<mi>unheard</mi>"),
        (r"\text{a\_b <i>}", "<mrow><mtext>a_b &lt;i&gt;</mtext></mrow>"),
    ],
)
def test_latex_as_mathml(latex, inside):
    assert mathml_inside(latex) == inside
    sound(mathml(latex))


@pytest.mark.parametrize(
    "broken", ["{", "}", "\\", "x_", "^", "\\frac", "\\frac{1}", "\\left(", "\\text{a", "_^_", "", "\\right"]
)
def test_broken_latex_is_still_sound(broken):
    sound(mathml(broken))


@pytest.mark.parametrize("rule", OPS.values(), ids=lambda rule: rule.name)
def test_every_operation_is_written(rule):
    letters = [named(letter, 0.75) for letter in rule.letters]
    written = text(mathml(LatexWriter()(Symbol(rule, tuple(letters)))))
    assert all(letter in written for letter in rule.letters)
    sound(mathml(LatexWriter(numbers=True)(Symbol(rule, (Symbol(rule, tuple(letters)),) * len(letters)))))


@pytest.mark.parametrize("build", EXAMPLES, ids=lambda build: build.__name__)
def test_the_examples_are_written_as_in_text(build):
    """Letter by letter what the plain writer has, but for what MathML shows by place: fractions, powers, roots."""
    for record in steps(build(), "op").forward:
        formula = record.formula
        sound(mathml(LatexWriter()(formula)))
        if record.op in ("add", "sub", "mul"):
            plain = Writer(numbers=True)(formula).replace(" ", "")
            assert text(mathml(LatexWriter(numbers=True)(formula))).replace(" ", "") == plain


@pytest.mark.parametrize("number", [0.0, -1.5, 1e-7, -2.5e30, float("inf"), float("-inf"), float("nan")])
def test_numbers(number):
    written = text(mathml(LatexWriter()(symbol(number))))
    plain = Writer()(symbol(number))
    assert written == re.sub("e(.*)", lambda exponent: "×10" + exponent[1].replace("-", "−"), plain)


HOSTILE = [
    "<script>alert(1)</script>",
    "a&b;",
    "\"'",
    "{x}_{y}^{z}",
    "\\frac",
    "$%#~",
    "]]>",
    "<!--",
    "שלום",
    "🧮",
    "x" * 500,
]


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_text(name):
    assert text(mathml(latex_name(name))) == name
    touched = name if is_one_name(name) else f"({name})"
    assert text(mathml(LatexWriter()(named(name, 1.0) + symbol(2)))) == f"{touched}+2"
