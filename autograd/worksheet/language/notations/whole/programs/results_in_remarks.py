"""Results that programs have in remarks: y = w*x  # 6.0 says that y is 6.0."""

import re
from itertools import pairwise

from autograd.worksheet.language.notations.patterns import NUMBER

_MARK = re.compile(r"#|;?[ \t]*//")
_NAMED = re.compile(
    r"[ \t]*(?:(?:var|let|const|double|float)[ \t]+)?[^\W\d]\w*(?:\.grad)?[ \t]*[-+*/]?=(?!=)([^=]*)(?<=[\w)\] \t])"
)
_WORKED_OUT = re.compile(r"[-+*/(]")
_LIST = rf"\[\s*{NUMBER}(?:\s*,\s*{NUMBER})*\s*,?\s*\]"
_ARROW = re.compile("[-=]+>|→")
_RESULT = re.compile(
    rf"(?:[-−+*/^().0-9 \t]*(?:{_ARROW.pattern}|[=≈]))?"
    rf"[ \t]*({NUMBER}|{_LIST}|\[\s*{_LIST}(?:\s*,\s*{_LIST})*\s*\])[ \t]*"
)
"""A result, perhaps behind an arrow, or behind what is worked out in numbers."""

LEAST = 3
"""Results that a text must have so: one number behind # may be anything."""


def with_results_in_remarks(text: str) -> str:
    r"""A text with = before results that stand in remarks: most of the remarks behind its formulas are such.

    >>> with_results_in_remarks("a = 2*3  # 6.0\nb = a + 1 # 7.0\nc = [a*b, 0.5*b]  # [42, 3.5]")
    'a = 2*3  = 6.0\nb = a + 1 = 7.0\nc = [a*b, 0.5*b]  = [42, 3.5]'
    >>> with_results_in_remarks("var a = 2*b; // 6\nvar c = f(a); // 7.5\na += 2*c; // 21")
    'var a = 2*b = 6\nvar c = f(a) = 7.5\na += 2*c = 21'
    >>> with_results_in_remarks("a = w*x  # -> 6\nb = a/4  # 6/4 = 1.5\nc = 2*b  # 2*1.5 -> 3").split("\n")
    ['a = w*x  =    6', 'b = a/4  = 6/4 = 1.5', 'c = 2*b  = 2*1.5 =  3']
    >>> with_results_in_remarks("a = 2*3  # 1\nb = a + 1  # 2\nc = a*b  # 3").count("#")
    3
    """
    if text.count("#") + text.count("//") < LEAST:
        return text
    lines = text.split("\n")
    remarks = 0
    found: dict[int, tuple[str, str]] = {}
    for at, line in enumerate(lines):
        mark = _MARK.search(line)
        if mark is None or "=" not in line[: mark.start()]:
            continue
        remarks += 1
        formula, remark = line[: mark.start()], line[mark.end() :]
        named, result = _NAMED.fullmatch(formula), _RESULT.fullmatch(remark)
        if named and result and _WORKED_OUT.search(named[1]):
            remark = _ARROW.sub(lambda arrow: "=".ljust(len(arrow[0])), remark)
            remark = re.sub(r"\A([ \t]*)[=≈]", r"\1 ", remark)  # which stands in place of the mark
            found[at] = result[1], f"{formula}={remark}" if mark[0] == "#" else f"{formula} ={remark}"
    if len(found) < LEAST or 2 * len(found) < remarks or _counts([result for result, _ in found.values()]):
        return text
    for at, (_, line) in found.items():
        lines[at] = line
    return "\n".join(lines)


def _counts(shown: list[str]) -> bool:
    """Whether numbers go up by the same step: they number equations, 2.1, 2.2, 2.3."""
    if any("[" in each for each in shown):
        return False
    numbers = [float(each.replace("−", "-")) for each in shown]
    steps = {round(after - before, 9) for before, after in pairwise(numbers)}
    return len(steps) == 1 and steps <= {1.0, 0.1, 0.01}
