"""Formulas that cannot be judged, whatever the text says: probabilities, expectations, and where something is least."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from autograd.worksheet.tex.names import parts_of
from autograd.worksheet.tex.nodes import Fence, Group, Letter, Scripted, Sign, Styled, TexNode, Words, all_rows
from autograd.worksheet.tex.rows import EQUALS, Statement

_CHANCE = ("P", "Q", "p", "q", "Pr", "Prob")
"""What the chance of something is called."""


def speaks_of_chance(nodes: Sequence[TexNode]) -> bool:
    """Whether nodes speak of the chance of something, or what is expected: P(Y = 1), -log Q(y | x), E[x]."""
    for row in all_rows(nodes):
        for name, after in pairwise(row):
            fence = after.base if isinstance(after, Scripted) else after
            if isinstance(fence, Fence) and (_is_chance(name, fence) or _is_expectation(name, fence)):
                return True
    return False


def _is_chance(name: TexNode, fence: Fence) -> bool:
    """Whether the chance of something stands there: P(Y = 1 | x)."""
    match parts_of(name)[0], fence:
        case ((Letter(text) | Words(text)), Fence("(" | "[", parts, _)) if text in _CHANCE:
            return any(isinstance(part, Sign) and part.text in ("=", "|", "\\mid", "∼") for part in parts)
    return False


def _is_expectation(name: TexNode, fence: Fence) -> bool:
    r"""Whether what is expected of something stands there, or how it varies: E[x], \operatorname{Var}[x]."""
    match parts_of(name)[0], fence:
        case Styled("mathbb", Group((Letter("E"),))), Fence("(" | "["):
            return True
        case ((Letter(text) | Words(text)), Fence("[")):
            return text in ("E", "Var", "Cov", "Std", "var", "Variance")
    return False


def _asks_where_least(nodes: Sequence[TexNode]) -> bool:
    r"""Whether a formula asks where another is least or largest: \arg\min_\theta L(\theta)."""
    words = [base.text for node in nodes[:2] if isinstance(base := parts_of(node)[0], Words)]
    return words[:1] in (["argmin"], ["argmax"]) or words in (["arg", "min"], ["arg", "max"])


def without_chance(statement: Statement) -> Statement | None:
    """A chain without its formulas that speak of chances, or ask where something is least: of these no text can be
    judged; None if nothing is left.
    """
    starts = [place for place, node in enumerate(statement.nodes) if isinstance(node, Sign) and node.text in EQUALS]
    spans = list(pairwise([0, *starts, len(statement.nodes)]))
    formulas = {span: statement.nodes[slice(*span)] for span in spans}
    kept = [span for span, nodes in formulas.items() if not (speaks_of_chance(nodes) or _asks_where_least(nodes[1:]))]
    if len(kept) == len(spans):
        return statement
    if not kept or kept[0] != spans[0] or len(kept) < 2 - statement.continues:
        return None
    return replace(statement, nodes=tuple(node for span in kept for node in statement.nodes[slice(*span)]))
