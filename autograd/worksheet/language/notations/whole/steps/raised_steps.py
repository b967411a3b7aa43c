"""Steps in the place of powers, of names that are also written without: w = 3, then w^1 = w - 0.1 g, w^2 = w^1 - 0.1 g.

Above its first step a name may well be squared; below, what is raised by the number of the latest step is its value.
"""

import re
from dataclasses import dataclass

from autograd.worksheet.language.notations.patterns import NAME, NUMBER
from autograd.worksheet.language.work import USUAL

_RAISED = rf"(?<![\w.])({NAME})(?:\^\{{?([0-9])\}}?(?![\w.])|([⁰¹²³]))"
_TOLD = re.compile(rf"(?:^|(?<=[;,]))[ \t]*{_RAISED}[ \t]*=(?!=)([^;\n#]*)", re.MULTILINE)
_ANY = re.compile(_RAISED)
_SMALL = "⁰¹²³"

MOST_NAMES = 40
"""Names with steps in one sheet: the text is gone through for each."""


@dataclass(frozen=True)
class _Step:
    """Where a step of a name is told, and where its formula stands."""

    number: int
    start: int
    formula: int
    end: int


def with_raised_steps(text: str) -> str:
    r"""A text in which these steps are new values of the name.

    >>> print(with_raised_steps("f = w^2; w = 3\nw^1 = w - 0.1 df/dw = 2.4\nw^2 = w^1 - 0.1 df/dw = 1.92\nu = w^2"))
    f = w^2; w = 3
    w = w - 0.1 df/dw = 2.4
    w = w - 0.1 df/dw = 1.92
    u = w
    >>> with_raised_steps("f(x) = x^2; x^0 = 4\nx^1 = x^0 - 0.5 f'(x^0)")
    "f(x) = x^2; x = 4\nx = x - 0.5 f'(x)"
    >>> with_raised_steps("x = 3; a^1 = w^1 x; a^2 = w^2 a^1"), with_raised_steps("x = 3; y = x^2; x^2 = 9")
    ('x = 3; a^1 = w^1 x; a^2 = w^2 a^1', 'x = 3; y = x^2; x^2 = 9')
    """
    if len(text) > USUAL or not re.search(r"\^\{?1|¹", text):
        return text
    told: dict[str, list[_Step]] = {}
    for match in _TOLD.finditer(text):
        told.setdefault(match[1], []).append(_Step(_number(match), match.start(1), match.start(4), match.end()))
    if len(told) > MOST_NAMES:
        return text
    names = {name: _given(name, steps, text) for name, steps in told.items()}

    def without(match: re.Match[str]) -> str:
        name = names.get(match[1], "")
        return name if name and match.start() >= told[match[1]][0].start else match[0]

    return _ANY.sub(without, text) if any(names.values()) else text


def _number(match: re.Match[str]) -> int:
    return int(match[2]) if match[2] else _SMALL.index(match[3])


def _given(name: str, steps: list[_Step], text: str) -> str:
    """The name as it is given, w1 for w_1, where what is told of it, raised, is one new value after another, each made
    of the one before; else "".
    """
    first, later, above = steps[0], steps[1:], text[: steps[0].start]
    alone = rf"(?<![\w.])({_spelled(name)})(?![\w^⁰¹²³'’′({{]|\s*_)"
    given = None
    if [step.number for step in steps] != list(range(first.number, first.number + len(steps))):
        return ""
    if first.number == 0:
        is_given = re.fullmatch(rf"\s*{NUMBER}\s*", text[first.formula : first.end].partition(",")[0])
        given = re.search(alone, text) if is_given and later else None
    elif first.number == 1 and re.search(alone, text[first.formula : first.end]):
        given = re.search(rf"{alone}[ \t]*=[ \t]*{NUMBER}", above)
    are_steps = all(_names_last(step, name, text) for step in later) and _are_latest(name, steps, text)
    return given[1] if given and are_steps else ""


def _spelled(name: str) -> str:
    """The ways to write a name: w_1, w1, as a pattern."""
    return re.sub(r"_?(?=[0-9])", "_?", re.escape(name), count=1)


def _names_last(step: _Step, name: str, text: str) -> bool:
    """Whether a step is made of the one before."""
    return any(
        match[1] == name and _number(match) == step.number - 1 for match in _ANY.finditer(text, step.formula, step.end)
    )


def _are_latest(name: str, steps: list[_Step], text: str) -> bool:
    """Whether each step that is spoken of is the latest there, or the one that a new one is made of."""
    for match in _ANY.finditer(text, steps[0].start):
        if match[1] != name:
            continue
        latest = max((step for step in steps if step.start <= match.start()), key=lambda step: step.start)
        is_made_of = latest.formula <= match.start() < latest.end
        if match.start() != latest.start and _number(match) != latest.number - is_made_of:
            return False
    return True
