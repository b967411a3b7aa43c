"""Nodes with all rows in them rewritten, the innermost first."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from autograd.worksheet.tex.nodes import (
    Accent,
    Braced,
    Fence,
    Fraction,
    Group,
    Letter,
    Root,
    Scripted,
    Styled,
    Table,
    TexNode,
)

Rule = Callable[[list[TexNode]], Sequence[TexNode]]
"""What a row of nodes side by side is rewritten to; itself where there is nothing to be rewritten."""


def over_rows(nodes: Sequence[TexNode], rule: Rule) -> tuple[TexNode, ...]:
    """Nodes with the rule applied to every row in them."""
    return tuple(rule([_inside(node, rule) for node in nodes]))


def _inside(node: TexNode, rule: Rule) -> TexNode:
    match node:
        case Group(parts) | Fence(_, parts, _):
            return replace(node, parts=over_rows(parts, rule))
        case Fraction(above, below):
            return replace(node, above=_group(above, rule), below=_group(below, rule))
        case Root(content, _) | Accent(_, content) | Styled(_, content) | Braced(content, _, _):
            return replace(node, content=_group(content, rule))
        case Table(_, rows):
            return replace(node, rows=tuple(tuple(_group(cell, rule) for cell in row) for row in rows))
        case Scripted(base, below, above, _):
            kernel = base if isinstance(base, Letter) else _inside(base, rule)
            lowered = _group(below, rule) if below is not None else None
            raised = _group(above, rule) if above is not None else None
            return replace(node, base=kernel, below=lowered, above=raised)
    return node


def _group(group: Group, rule: Rule) -> Group:
    return replace(group, parts=over_rows(group.parts, rule))
