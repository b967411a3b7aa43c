"""Formulas written out as they were read: every product with its sign, every bracket that is needed.

>>> from autograd.worksheet.language.statements import read_expression
>>> echo(read_expression("1/2 (a − t)² · 2x"))
'1/2*(a - t)^2*2*x'
"""

from collections.abc import Callable

from autograd.worksheet.language.tree import Node

_BINDS = {"sum": 1, "product": 2, "negative": 3, "power": 4}


def echo(node: Node, binding: int = 0) -> str:
    """The formula in plain signs, in brackets unless it binds as tightly as asked."""
    written = _WRITERS[node.kind](node)
    return f"({written})" if _BINDS.get(node.kind, 9) < binding else written


def _sum(node: Node) -> str:
    first, *rest = node.parts
    terms = "".join(f" {sign} {echo(part, 2)}" for sign, part in zip(node.value[1:], rest, strict=True))
    return ("-" if node.value[0] == "-" else "") + echo(first, 2) + terms


def _product(node: Node) -> str:
    first, *rest = node.parts
    signs = node.value.replace("_", "*")
    return echo(first, 3) + "".join(f"{sign}{echo(part, 4)}" for sign, part in zip(signs[1:], rest, strict=True))


def _call(node: Node) -> str:
    function, names = node.value
    ordered = len(node.parts) - len(names)
    operands = [echo(part) for part in node.parts[:ordered]]
    operands += [f"{name}={echo(part)}" for name, part in zip(names, node.parts[ordered:], strict=True)]
    return f"{function}({', '.join(operands)})"


_WRITERS: dict[str, Callable[[Node], str]] = {
    "number": lambda node: node.value[2],
    "name": lambda node: node.value,
    "index": lambda node: f"{echo(node.parts[0], 9)}[{','.join(map(echo, node.parts[1:]))}]",
    "derivative": lambda node: f"d{echo(node.parts[0])}/d{echo(node.parts[1])}",
    "sum": _sum,
    "product": _product,
    "negative": lambda node: f"-{echo(node.parts[0], 3)}",
    "power": lambda node: f"{echo(node.parts[0], 5)}^{echo(node.parts[1], 4)}",
    "transpose": lambda node: f"{echo(node.parts[0], 5)}.T",
    "call": _call,
    "fold": lambda node: f"{node.value[0]}({node.value[1]}: {echo(node.parts[0])})",
    "list": lambda node: f"[{', '.join(map(echo, node.parts))}]",
}
