"""A `Form` as JavaScript, for pages that compute by themselves: straight-line code, the same rows in the same order.

>>> form = Form()
>>> x = form.append(INPUT, 0)
>>> form.values = [form.append(CODES["mul"], x, form.constant(2.0))]
>>> print(javascript(form))
(x) => {
  const r0 = x[0], r2 = r0 * 2.0;
  return [r2];
}
"""

import math
from importlib.resources import files

from autograd.compiled.ir.form import Form
from autograd.compiled.ir.primitives import CODES, CONSTANT, INPUT, PRIMITIVES

OWN = ("maximum", "minimum", "mask", "indicator", "notnan", "pow", "erf", "erfc")
"""Functions written by hand, in functions.js; the others are those of JavaScript's Math."""

_MATH = (
    "exp log log1p log2 expm1 sqrt tanh sinh cosh sin cos tan atan abs".split()  # noqa: SIM905
)
_ON_A_LINE = 8

_WRITTEN = {
    **{CODES[name]: PRIMITIVES[CODES[name]].source for name in ("add", "sub", "mul", "div", "neg")},
    **{CODES[name]: PRIMITIVES[CODES[name]].source for name in OWN},
    **{CODES[name]: f"Math.{name}({{x}})" for name in _MATH},
}


def javascript(form: Form) -> str:
    """A function of the inputs that gives the form's values, as source; it needs `functions`.

    Raises ValueError for a function that a user has taken in: JavaScript has no word for it.
    """
    names: list[str] = []
    rows = []
    for place, (kind, first, second) in enumerate(form.rows()):
        if kind == CONSTANT:
            names.append(number(form.constants[first]))
            continue
        names.append(f"r{place}")
        if kind == INPUT:
            rows.append(f"r{place} = x[{first}]")
        elif kind in _WRITTEN:
            y = names[second] if second >= 0 else ""
            rows.append(f"r{place} = {_WRITTEN[kind].format(x=names[first], y=y)}")
        else:
            raise ValueError(f"JavaScript has no function {PRIMITIVES[kind].name}" if kind in PRIMITIVES else "no row")
    lines = [", ".join(rows[at : at + _ON_A_LINE]) for at in range(0, len(rows), _ON_A_LINE)]
    body = "".join(f"  const {line};\n" for line in lines)
    return f"(x) => {{\n{body}  return [{', '.join(names[place] for place in form.values)}];\n}}"


def number(x: float) -> str:
    """A number as JavaScript reads it; negative ones in brackets.

    >>> number(-0.5), number(float("inf")), number(1e-7)
    ('(-0.5)', 'Infinity', '1e-07')
    """
    if x != x:
        return "NaN"
    written = repr(abs(x)) if math.isfinite(x) else "Infinity"
    return f"(-{written})" if math.copysign(1, x) < 0 else written


def functions() -> str:
    """The functions that programs may call."""
    return (files("autograd.compiled") / "functions.js").read_text(encoding="utf-8")
