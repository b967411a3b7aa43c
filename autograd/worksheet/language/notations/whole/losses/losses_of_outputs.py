"""Losses told of any output: L(a, y) = -(y log a + …) below a = σ(z), or a1 and a2, of which the last is meant."""

import re

from autograd.worksheet.language.notations.patterns import NAME
from autograd.worksheet.language.work import USUAL

_TOLD = re.compile(
    rf"^[ \t]*((?:[LJEC]|ℒ|[Ll]oss|[Cc]ost)[ \t]*\([ \t]*({NAME}(?:[ \t]*,[ \t]*{NAME}){{0,3}})[ \t]*\))[ \t]*=(?!=)",
    re.MULTILINE,
)
"""L(a, y) = …"""


def with_losses_of_outputs(text: str) -> str:
    r"""A text with the loss itself in the place of the function that it is of what is computed above.

    >>> with_losses_of_outputs("a = σ(z)\nL(a, y) = -(y log a + (1-y) log(1-a))\n∂L(a, y)/∂a = 1")
    'a = σ(z)\nL = -(y log a + (1-y) log(1-a))\n∂L/∂a = 1'
    >>> with_losses_of_outputs("a1 = tanh(z1); a2 = σ(z2)\nL(a, y) = (a - y)^2")
    'a1 = tanh(z1); a2 = σ(z2)\nL = (a2 - y)^2'
    >>> with_losses_of_outputs("a = σ(z)\nL(a, y) = (a - y)^2\nL(0.5, 1) = 0.25").split("\n")[1]
    'L(a, y) = (a - y)^2'
    >>> with_losses_of_outputs("J(w) = (w - 1)^2; w1 = w0 - r J'(w0)"), with_losses_of_outputs("w = 2\nL(w) = w^2")
    ("J(w) = (w - 1)^2; w1 = w0 - r J'(w0)", 'w = 2\nL(w) = w^2')
    """
    if len(text) > USUAL:
        return text
    found = _TOLD.findall(text)
    if len(found) != 1:
        return text
    head, arguments = found[0]
    name: str = head.partition("(")[0].strip()
    if len(re.findall(rf"(?<!\w){re.escape(name)}[ \t]*\(", text)) != text.count(head):
        return text
    start = text.index(head)
    outputs = {each: _output(each, text[:start]) for each in re.split(r"[ \t]*,[ \t]*", arguments)}
    if not any(outputs.values()):
        return text
    end = text.find("\n", start)
    line, rest = (text[start:], "") if end < 0 else (text[start:end], text[end:])
    for argument, output in outputs.items():
        if output and output != argument:
            line = re.sub(rf"(?<!\w){re.escape(argument)}(?![\w(])", output, line)
    return text[:start] + name + line[line.index(")") + 1 :] + rest.replace(head, name)


def _output(name: str, above: str) -> str:
    """What an argument is computed as: the name itself, or that with the number of the last layer; "" for none."""
    bare = re.escape(name)
    told = re.findall(rf"(?<![\w∂/]){bare}(_?[1-9]|)[ \t]*=(?!=)[ \t]*(?=[^\n;=]*[^\W\d_])", above)
    if "" in told:
        return name if set(told) == {""} else ""
    return f"{name}{max(told)}" if told else ""
