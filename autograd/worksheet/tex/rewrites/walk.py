"""Nodes with all rows in them rewritten, the innermost first."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import is_

from autograd.worksheet.tex.nodes import (
    Accent,
    Braced,
    Digits,
    Fence,
    Fraction,
    Group,
    Letter,
    Root,
    Scripted,
    Sign,
    Styled,
    Table,
    TexNode,
)

Rule = Callable[[list[TexNode]], Sequence[TexNode]]
"""What a row of nodes side by side is rewritten to; itself where there is nothing to be rewritten."""


def over_rows(nodes: Sequence[TexNode], rule: Rule, in_names: bool = True) -> tuple[TexNode, ...]:
    """Nodes with the rule applied to every row in them, with that below names if `in_names`: the reg of J_{reg} is no
    formula; the same nodes where that changes nothing.
    """
    return tuple(rule([_inside(node, rule, in_names) for node in nodes]))


def _inside(node: TexNode, rule: Rule, in_names: bool) -> TexNode:
    match node:
        case Letter() | Digits() | Sign():
            return node
        case Group():
            return _group(node, rule, in_names)
        case Fence(_, parts, _):
            rewritten = over_rows(parts, rule, in_names)
            return node if _are_same(rewritten, parts) else replace(node, parts=rewritten)
        case Fraction(above, below):
            over, under = _group(above, rule, in_names), _group(below, rule, in_names)
            return node if over is above and under is below else replace(node, above=over, below=under)
        case Root(content, _) | Accent(_, content) | Styled(_, content) | Braced(content, _, _):
            inner = _group(content, rule, in_names)
            return node if inner is content else replace(node, content=inner)
        case Table(_, rows):
            return replace(node, rows=tuple(tuple(_group(cell, rule, in_names) for cell in row) for row in rows))
        case Scripted(base, below, above, _):
            kernel = base if isinstance(base, Letter) else _inside(base, rule, in_names)
            is_formula = below is not None and (in_names or isinstance(base, Sign))
            lowered = _group(below, rule, in_names) if below is not None and is_formula else below
            raised = _group(above, rule, in_names) if above is not None else None
            if kernel is base and lowered is below and raised is above:
                return node
            return replace(node, base=kernel, below=lowered, above=raised)
    return node


def _group(group: Group, rule: Rule, in_names: bool) -> Group:
    parts = over_rows(group.parts, rule, in_names)
    return group if _are_same(parts, group.parts) else replace(group, parts=parts)


def _are_same(one: Sequence[TexNode], other: Sequence[TexNode]) -> bool:
    """Whether two rows are made of the very same nodes."""
    return len(one) == len(other) and all(map(is_, one, other))
