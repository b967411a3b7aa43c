"""Products and sums that only words tell: y is the product of w and x, 出力 y は w と x の積."""

import re
from functools import partial

from autograd.worksheet.language.work import USUAL

_NAME = r"([A-Za-zα-ωŷ][\u0302]?(?:_\{?[A-Za-z0-9]{1,3}\}?|[0-9])?)"
_BEGUN, _ENDED = r"(?<![A-Za-z0-9_])", r"(?![A-Za-z0-9_^=(])"
_SAID = tuple(
    (re.compile(_BEGUN + pattern.format(_NAME, _NAME, _NAME) + _ENDED), sign)
    for pattern, sign in (
        (r"{} is (?:the )?product of {} and {}", "·"),
        (r"{} is (?:the )?sum of {} and {}", "+"),
        (r"{} ist das Produkt (?:aus|von) {} und {}", "·"),
        (r"{} ist die Summe (?:aus|von) {} und {}", "+"),
        (r"{} est le produit de {} (?:et(?: de)?|par) {}", "·"),
        (r"{} est la somme de {} et(?: de)? {}", "+"),
        (r"{} es el producto de {} (?:y|por) {}", "·"),
        (r"{} è il prodotto di {} (?:e|per) {}", "·"),
        (r"{} é o produto de {} (?:e|por) {}", "·"),
        (r"{}\s?[는은이가] {}\s?[와과] {}의 곱(?:으로|이다|이며|이고|이므로)?", "·"),
        (r"{}\s?[는은이가] {}\s?[와과] {}의 합(?:으로|이다|이며|이고|이므로)?", "+"),
        (r"{}\s?(?:是|等于|為|为)\s?{}\s?(?:与|和|與|跟)\s?{}\s?的(?:乘积|积|乘積|積)", "·"),
        (r"{}\s?は\s?{}\s?と\s?{}\s?の積", "·"),
        (r"{}\s?は\s?{}\s?と\s?{}\s?の和", "+"),
    )
)
"""How it is said, and the sign for it."""

_WORDS = re.compile(r"[Pp]rodu[ck]t|produit|prodotto|produto|[Ss]um(?:me)? |somme|곱|합|积|積|和")
_TOLD = r"(?<![A-Za-z0-9_/∂])(?<!d){}\s*:?=(?!=)"


def with_products_said(text: str) -> str:
    r"""A text with formulas for what is said so of names that nothing else tells.

    >>> with_products_said("The net input z is the product of w and x.\ndz/dw = x")
    'The net input z = w · x.\ndz/dw = x'
    >>> with_products_said("ŷ는 h와 W_2의 곱으로 표현된다."), with_products_said("y 是 w 与 x 的乘积")
    ('ŷ = W_2 · h 표현된다.', 'y = w · x')
    >>> with_products_said("y is the product of w and x\ny = w + x")
    'y is the product of w and x\ny = w + x'
    """
    if len(text) > USUAL or not _WORDS.search(text):
        return text
    told: dict[str, bool] = {}
    for pattern, sign in _SAID:
        text = pattern.sub(partial(_formula, sign, text, told), text)
    return text


def _formula(sign: str, text: str, told: dict[str, bool], found: re.Match[str]) -> str:
    """What is said as a formula, a matrix before a list; as it stands where something else tells the name."""
    name, one, other = found.groups()
    if name not in told:
        told[name] = re.search(_TOLD.format(re.escape(name)), text) is not None
    if told[name] or name in (one, other):
        return found[0]
    if sign == "·" and other[0].isupper() and one[0].islower():
        one, other = other, one
    return f"{name} = {one} {sign} {other}"
