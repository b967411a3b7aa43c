r"""The table of constructs: what may stand in a formula, with an example and what puts it into tokens.

Of those that a node may be by its class the first that does not decline is taken: the order of the rows matters.
"""

from collections import defaultdict

from autograd.worksheet.tex.constructs.brackets import (
    put_bars,
    put_braces,
    put_fence,
    put_powered,
    put_root,
    put_styled,
)
from autograd.worksheet.tex.constructs.conditions import put_indicator, put_kronecker
from autograd.worksheet.tex.constructs.derivatives import (
    put_derivative,
    put_fraction,
    put_gradient,
    put_second,
    put_shorthand,
    put_slanted,
)
from autograd.worksheet.tex.constructs.fields import put_determinant, put_gradient_of, put_hessian, put_partial
from autograd.worksheet.tex.constructs.functions import put_exponential, put_function, put_without_arguments
from autograd.worksheet.tex.constructs.naming import put_name
from autograd.worksheet.tex.constructs.notes import put_braced
from autograd.worksheet.tex.constructs.operators import put_number, put_sign, put_unit
from autograd.worksheet.tex.constructs.sums import put_sum
from autograd.worksheet.tex.constructs.tables import put_cases, put_matrix
from autograd.worksheet.tex.constructs.writer import Construct
from autograd.worksheet.tex.nodes import (
    Accent,
    Braced,
    Digits,
    Fence,
    Fraction,
    Group,
    Letter,
    Root,
    Scripted,
    Sign,
    Styled,
    Table,
    TexNode,
    Words,
)

_ALL = (Accent, Braced, Digits, Fence, Fraction, Group, Letter, Root, Scripted, Sign, Styled, Table, Words)
_NAMES = (Letter, Words, Accent, Styled, Scripted)

_BARE = (Fence, Digits, Group, Fraction, Table, Braced, Root)

CONSTRUCTS = (
    Construct("sum over an index", r"\sum_{i=1}^{n} x_i", (Sign, Scripted), put_sum, (Sign,)),
    Construct("gradient of a function", r"\nabla f(1, 2)", (Sign, Scripted), put_gradient_of, (Sign,)),
    Construct("gradient", r"\nabla_w L", (Sign, Scripted), put_gradient, (Sign,)),
    Construct("slanted derivative", r"\partial L / \partial w", (Sign,), put_slanted),
    Construct("operator, relation", r"a \cdot b", (Sign,), put_sign),
    Construct("indicator", r"\mathbb{1}[k = i]", (Digits, Styled, Scripted), put_indicator, (Digits, Styled)),
    Construct("number", r"2 \cdot 10^{-3}", (Digits,), put_number),
    Construct("unit", r"0.5\ \text{nats}", (Words,), put_unit),
    Construct("braces", r"{a + b}", (Group,), put_braces),
    Construct("bold number", r"\mathbf{0.675}", (Styled,), put_styled),
    Construct("slope of a function", r"f_x(1, 2)", (Scripted, Fraction), put_partial, (Letter,)),
    Construct("second derivative", r"\frac{\partial^2 L}{\partial w^2}", (Fraction,), put_second),
    Construct("derivative", r"\frac{\partial L}{\partial w}", (Fraction,), put_derivative),
    Construct("fraction", r"\frac{a}{b}", (Fraction,), put_fraction),
    Construct("root", r"\sqrt[3]{a}", (Root,), put_root),
    Construct("cases", r"\begin{cases} a & a > b \\ b & a \le b \end{cases}", (Table, Fence), put_cases),
    Construct("size, length", r"\|a\|", (Fence,), put_bars),
    Construct("brackets, list", r"(a + b)", (Fence,), put_fence),
    Construct("matrix", r"\begin{pmatrix} a \\ b \end{pmatrix}", (Table,), put_matrix),
    Construct("note at a brace", r"\underbrace{a b}_{c}", (Braced,), put_braced),
    Construct("power of brackets", r"(a + b)^2", (Scripted,), put_powered, _BARE),
    Construct("power of e", r"e^{-a}", (Scripted,), put_exponential, (Letter,)),
    Construct("Kronecker's delta", r"\delta_{ij}", (Scripted,), put_kronecker, (Letter,)),
    Construct("determinant", r"\det H(1, 2)", (Words,), put_determinant),
    Construct("second derivatives", r"H(1, 2)", (Letter, Scripted), put_hessian, (Letter,)),
    Construct("name with its arguments", r"L(w, b)", _NAMES, put_without_arguments),
    Construct("function", r"\sigma(a)", _NAMES, put_function),
    Construct("differential", r"dz", (Letter,), put_shorthand),
    Construct("name", r"\hat{y}_i", _NAMES, put_name),
)
"""All of them, in the order in which they are tried."""


def _by_class() -> dict[tuple[type[TexNode], type[TexNode] | None], tuple[Construct, ...]]:
    found: defaultdict[tuple[type[TexNode], type[TexNode] | None], list[Construct]] = defaultdict(list)
    for construct in CONSTRUCTS:
        for each in construct.classes:
            for base in (construct.bases or _ALL) if each is Scripted else (None,):
                found[each, base].append(construct)
    return {key: tuple(constructs) for key, constructs in found.items()}


BY_CLASS = _by_class()
"""The same by the class of the node, and that of what has its scripts."""
