"""The derivative of a logarithm, grad log p(x; θ) = grad p(x; θ) / p(x; θ), of a function that is told nowhere."""

import re

from autograd.worksheet.language.notations.patterns import NAME
from autograd.worksheet.language.notations.told.slopes import GIVES_NUMBER
from autograd.worksheet.language.work import USUAL

_WORD = re.compile(rf"(?<![\w.])grad(?:ient)?(?=[ \t]+(?:log[ \t(]|{NAME}\())(?![ \t]+of\b)")
_FUNCTION, _ARGUMENTS = r"[^\W\d]\w{0,9}", r"[^\W\d]\w*(?:\s*[,;|]\s*[^\W\d]\w*)*"
_CALL = rf"({_FUNCTION})\(({_ARGUMENTS})\)"
_CALLED = re.compile(_CALL)
_NABLA = r"∇(?:_\{?(\w+)\}?)?\s*"
_OF_LOG = re.compile(rf"{_NABLA}(?:log|ln)\s+{_CALL}")
_GRADIENT = re.compile(rf"{_NABLA}((?:log|ln)\s+)?{_CALL}")
_PART = rf"(?:∇(?:_\{{?\w+\}}?)?\s*)?(?:(?:log|ln)\s+)?{_FUNCTION}\({_ARGUMENTS}\)"
_ONLY_THESE = re.compile(rf"[\s=>⇒→]*{_PART}(?:\s*[=*·/]?\s*{_PART})+[\s.,;]*(?:#.*)?")
"""A line of nothing but such functions and their gradients."""


def with_log_derivatives(text: str) -> str:
    r"""A text with ∇ for grad, and derivatives by the last argument in lines that say what the gradient of a log is.

    >>> print(with_log_derivatives("grad log f(x) = grad f(x) / f(x)\n=> grad f(x) = f(x) * grad log f(x)"))
    log_f = log(abs(f(x))); dlog_f/dx = df/dx / f(x)
    => df/dx = f(x) * dlog_f/dx
    >>> with_log_derivatives("∇ log q(x)q(x) = ∇ q(x)").partition("; ")[2]
    'dlog_q/dx q(x) = dq/dx'
    """
    if len(text) > USUAL or ("grad" not in text and "∇" not in text):
        return text
    text = _WORD.sub("∇", text)
    arguments: dict[str, str] = {}
    for found in _OF_LOG.finditer(text):
        arguments.setdefault(found[2], re.split(r"\s*[,;|]\s*", found[3])[-1] if not found[1] else found[1])
    for function in list(arguments):
        if re.search(rf"(?:^|[;,:])[ \t]*{function}\([^()\n]*\)[ \t]*=|log_{function}", text, re.MULTILINE):
            del arguments[function]
    return "\n".join(_with_derivatives(text.split("\n"), arguments)) if arguments else text


def _told(function: str, argument: str, others: str) -> str:
    """What the logarithm of a function is, and any number for what only that is of, beside other numbers."""
    is_alone = others and re.search(rf"(?<![\w∂]){argument}(?!\w)", others) is None
    return f"{f'{argument} = 0.7; ' if is_alone else ''}log_{function} = log(abs({function}({argument}))); "


def _with_derivatives(lines: list[str], arguments: dict[str, str]) -> list[str]:
    """The lines, those that say nothing else with the derivatives of the functions by their arguments."""

    def slope(found: re.Match[str]) -> str:
        behind = " " if found.string[found.end() :][:1].isalnum() else ""  # a factor
        return f"d{'log_' if found[2] else ''}{found[3]}/d{arguments[found[3]]}{behind}"

    told: set[str] = set()
    made: list[str] = []
    others = "\n".join(line for line in lines if not ("∇" in line and _ONLY_THESE.fullmatch(line)))
    given = "" if not GIVES_NUMBER.search(others) else others
    for line in lines:
        called = {found[1] for found in _CALLED.finditer(line)} if "∇" in line else set()
        if called and called <= arguments.keys() and _ONLY_THESE.fullmatch(line):
            line = _GRADIENT.sub(slope, line)
            line = _CALLED.sub(lambda found: f"{found[1]}({arguments[found[1]]})", line)
            logs = (_told(each, arguments[each], given) for each in sorted(called - told))
            line = "".join(logs) + line.lstrip()
            told |= called
        made.append(line)
    return made
