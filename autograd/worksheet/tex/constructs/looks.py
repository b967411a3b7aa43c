r"""What nodes look like, asked before anything is put into tokens."""

from collections.abc import Sequence

from autograd.worksheet.tex.nodes import Fence, Group, Letter, Scripted, Sign, Space, Styled, TexNode, Words
from autograd.worksheet.tex.rows import RELATIONS

TIMES = {"·": "*", "×": "*", "*": "*", "⊙": "*", "∘": "*", "⊗": "*", "∙": "*"}
"""Signs of products."""

_ENDS = RELATIONS | {",", ";", ":", "±"}
"""Signs at which a formula ends."""


def extent(nodes: Sequence[TexNode], place: int, at_dots: bool = False) -> int:
    """Where the product that begins at a place ends: at + and −, a relation; with `at_dots` at a times sign too."""
    start = place
    while place < len(nodes):
        node = nodes[place]
        if isinstance(node, Sign):
            if node.text in _ENDS:
                break
            if node.text in ("+", "-") and place > start:
                before = nodes[place - 1]
                if not (isinstance(before, Sign) and before.text in (*TIMES, "/")):
                    break
            if at_dots and node.text in (*TIMES, "/", "+"):
                break
        place += 1
    return place


def is_differential(parts: Sequence[TexNode], alone: bool = False) -> bool:
    r"""Whether nodes begin with ∂ or an upright or slanted d: \partial L, dw; `alone` it may be the sign only."""
    if not parts or (len(parts) == 1 and not alone):
        return False
    match parts[0]:
        case Sign("∂"):
            return True
        case Letter("d") | Words("d") | Styled(_, Group((Letter("d"),))):
            return len(parts) == 1 or not isinstance(parts[1], Sign)
    return False


def is_condition_in_brackets(node: TexNode) -> bool:
    """Whether brackets hold a condition: (k = i), [z > 0]."""
    return isinstance(node, Fence) and any(isinstance(part, Sign) and part.text in "=≠><≥≤" for part in node.parts)


def is_sign(nodes: Sequence[TexNode], place: int, text: str) -> bool:
    """Whether a sign stands at a place."""
    node = nodes[place] if place < len(nodes) else None
    return isinstance(node, Sign) and node.text == text


def is_second(parts: Sequence[TexNode]) -> bool:
    match list(parts):
        case [Scripted(Sign("∂") | Letter("d") | Words("d"), None, Group(), 0), *_]:
            return True
        case [Scripted(Styled(_, Group((Letter("d"),))), None, Group(), 0), *_]:
            return True
    return False


def without_stops(nodes: Sequence[TexNode]) -> list[TexNode]:
    found = [node for node in nodes if not isinstance(node, Space)]
    while found and isinstance(found[-1], Sign) and found[-1].text in (",", ".", ";", ":"):
        found.pop()
    while found and isinstance(found[0], Sign) and found[0].text in (",", ";", ":"):
        found.pop(0)
    return found


def is_same(one: Sequence[TexNode], other: Sequence[TexNode]) -> bool:
    return tuple(one) == tuple(other)
