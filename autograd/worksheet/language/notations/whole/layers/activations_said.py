"""Activations by a letter that words tell: where σ is tanh, f = ReLU."""

import re

from autograd.worksheet.language.work import USUAL

_FUNCTIONS = {"hyperbolic tangent": "tanh", "logistic": "sigmoid"}
_SAID = re.compile(
    r"(?<![\w.'’′])([^\W\d_])(?:\([^\W\d]\w?\))?\s*(?P<sign>=|:=|\bis\b|\bbe\b|\bdenotes\b|\bist\b|\best\b|\bes\b|è|é)\s*"
    r"(?:(?:the|a|an|die|der|la|le|el|il|o)\s+)?(?:function\s+|función\s+|fonction\s+|Funktion\s+|funzione\s+)?"
    r"(tanh|hyperbolic tangent|[Rr]e[Ll][Uu]|sigmoid|logistic|softplus)(?!\w)"
    r"(?!\s*(?:\(|[,/]?\s*(?:or|oder|ou|o|y|and)\b))"
)
"""σ is the tanh function; not one of several."""


def with_activations(text: str) -> str:
    r"""A text with the function for the letter, where that is called, and defined nowhere.

    >>> with_activations("where f is the ReLU\na = f(z); da/dz = f'(z)")
    "where f is the ReLU\na = ReLU(z); da/dz = ReLU'(z)"
    >>> with_activations("σ = tanh\nh = σ(w x)"), with_activations("σ is tanh or ReLU\nh = σ(z)")
    ('# σ = tanh\nh = tanh(w x)', 'σ is tanh or ReLU\nh = σ(z)')
    """
    if len(text) > USUAL:
        return text
    told: dict[str, set[str]] = {}
    for match in _SAID.finditer(text):
        told.setdefault(match[1], set()).add(_FUNCTIONS.get(match[3], match[3]))
    for letter, functions in told.items():
        call = rf"(?<![\w.]){letter}(['’′]?)(?=\()"
        is_defined = re.search(rf"(?:^|[;,:])[ \t]*{letter}\([^()=\n]*\)\s*:?=(?!=)", text, re.MULTILINE) is not None
        if len(functions) > 1 or is_defined or re.search(call, text) is None:
            continue
        function = functions.pop()
        text = re.sub(rf"^([ \t]*{letter}\s*:?=\s*{function}[ \t]*)$", r"# \1", text, flags=re.MULTILINE)
        text = re.sub(call, rf"{function}\1", text)
    return text
