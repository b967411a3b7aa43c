"""Results that programs have in remarks: y = w*x  # 6.0 says that y is 6.0."""

import re
from itertools import pairwise

from autograd.worksheet.language.notations.patterns import NUMBER

_NAMED = re.compile(r"[ \t]*[^\W\d]\w*[ \t]*=(?!=)([^=]*[ \t])")
_WORKED_OUT = re.compile(r"[-+*/(]")
_RESULT = re.compile(rf"[ \t]*({NUMBER}|\[\s*{NUMBER}(?:\s*,\s*{NUMBER})*\s*,?\s*\])[ \t]*")

LEAST = 3
"""Results that a text must have so: one number behind # may be anything."""


def with_results_in_remarks(text: str) -> str:
    r"""A text with = before results that stand in remarks: most of the remarks behind its formulas are such.

    >>> with_results_in_remarks("a = 2*3  # 6.0\nb = a + 1 # 7.0\nc = [a*b, 0.5*b]  # [42, 3.5]")
    'a = 2*3  = 6.0\nb = a + 1 = 7.0\nc = [a*b, 0.5*b]  = [42, 3.5]'
    >>> with_results_in_remarks("a = 2*3  # 1\nb = a + 1  # 2\nc = a*b  # 3").count("#")
    3
    """
    if text.count("#") < LEAST:
        return text
    lines = text.split("\n")
    remarks = 0
    found: dict[int, str] = {}
    for at, line in enumerate(lines):
        formula, mark, remark = line.partition("#")
        if not mark or "=" not in formula:
            continue
        remarks += 1
        named, result = _NAMED.fullmatch(formula), _RESULT.fullmatch(remark)
        if named and result and _WORKED_OUT.search(named[1]):
            found[at] = result[1]
    if len(found) < LEAST or 2 * len(found) < remarks or _counts([*found.values()]):
        return text
    for at in found:
        lines[at] = lines[at].replace("#", "=", 1)
    return "\n".join(lines)


def _counts(shown: list[str]) -> bool:
    """Whether numbers go up by the same step: they number equations, 2.1, 2.2, 2.3."""
    if any("[" in each for each in shown):
        return False
    numbers = [float(each.replace("−", "-")) for each in shown]
    steps = {round(after - before, 9) for before, after in pairwise(numbers)}
    return len(steps) == 1 and steps <= {1.0, 0.1, 0.01}
