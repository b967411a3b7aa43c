"""A function told case by case, each in a line of its own: f(x) = x for x >= 0, f(x) = 0.1 x for x < 0."""

import re
from itertools import pairwise

from autograd.worksheet.language.notations.patterns import NAME
from autograd.worksheet.language.tokens import compared_by
from autograd.worksheet.language.tree import OPPOSITE
from autograd.worksheet.language.work import USUAL

_SIDE = r"[^<>=≤≥≠!;,\s](?:[^<>=≤≥≠!;,\n]{0,30}?[^<>=≤≥≠!;,\s])?"
_CASE = re.compile(
    rf"^(?P<left>[ \t]*(?:and[ \t]+)?(?P<target>(?![d∂]\w*\s?/){NAME}(?:\([^\W\d]\w?\))?)[ \t]*=[ \t]*)"
    r"(?P<formula>[^=;\n]{1,80}?)"
    r"[ \t]*,?[ \t]+(?:(?:for|if|when|falls|für|si|para|per|se)[ \t]+"
    rf"(?P<one>{_SIDE})[ \t]*(?P<sign>>=|<=|>|<|≥|≤)[ \t]*"
    rf"(?P<other>{_SIDE})|(?P<rest>otherwise|else|sonst))[ \t]*[.,;]?[ \t]*$",
    re.MULTILINE,
)


def with_cases_joined(text: str) -> str:
    r"""A text in which a function that two lines tell, each for one side of a condition, is told in the first.

    >>> print(with_cases_joined("f(x) = x for x >= 0\nf(x) = 0.1 x for x < 0\nf'(x) = 1 for x >= 0").rstrip())
    f(x) = (x if x >= 0 else 0.1 x)
    <BLANKLINE>
    f'(x) = 1 for x >= 0
    >>> with_cases_joined("a = z if z > 0\na = 2 z if z < 0")
    'a = z if z > 0\na = 2 z if z < 0'
    """
    if len(text) > USUAL:
        return text
    cases = list(_CASE.finditer(text))
    for first, last in reversed([*pairwise(cases)]):
        if _are_one(first, last, text):
            condition = f"{first['one']} {compared_by(first['sign'])} {first['other']}"
            told = f"{first['left']}({first['formula']} if {condition} else {last['formula']})"
            text = f"{text[: first.start()]}{told}{text[first.end() : last.start()]}{text[last.end() :]}"
    return text


def _are_one(first: re.Match[str], last: re.Match[str], text: str) -> bool:
    """Whether two lines, one below the other, tell a function on both sides of a condition, and no other line does."""
    if first["target"] != last["target"] or first["rest"] or text[first.end() : last.start()].strip():
        return False
    if not last["rest"] and (first["one"], first["other"]) != (last["one"], last["other"]):
        return False
    if not last["rest"] and OPPOSITE[compared_by(first["sign"])] != compared_by(last["sign"]):
        return False
    told = re.findall(rf"(?m)^[ \t]*(?:and[ \t]+)?{re.escape(first['target'])}[ \t]*=", text)
    return len(told) == len((first, last)) and "'" not in first["target"]
