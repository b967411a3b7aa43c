r"""Softmax by another name: σ, S, f where a document says \sigma(z)_i = e^{z_i} / \sum_j e^{z_j} of them.

Without this σ would be the logistic function, and what is said of the softmax wrong.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from autograd.worksheet.language.vocabulary import function_called
from autograd.worksheet.tex.names import base_of, parts_of
from autograd.worksheet.tex.nodes import Fence, Fraction, Group, Letter, Scripted, Sign, Space, TexNode, Words
from autograd.worksheet.tex.rewrites.arguments import moved
from autograd.worksheet.tex.rewrites.walk import over_rows
from autograd.worksheet.tex.rows import EQUALS, split_at, unwrapped


@dataclass(frozen=True)
class _Call:
    """A function, what it is taken of, and the index of the entry that is meant."""

    function: str
    argument: TexNode
    index: TexNode | None


def with_softmax(rows: Sequence[tuple[TexNode, ...]]) -> list[tuple[TexNode, ...]]:
    """The rows with softmax for what is said to be that."""
    found = _defined(rows)
    if not found:
        return list(rows)
    return [over_rows(row, lambda nodes: list(_renamed(nodes, found)), in_names=False) for row in rows]


def _defined(rows: Sequence[Sequence[TexNode]]) -> Mapping[str, TexNode]:
    """The functions that are said to be the softmax and nothing else, each with its argument."""
    found: dict[str, TexNode] = {}
    others: set[str] = set()
    for row in rows:
        for left, right in pairwise(split_at(row, EQUALS)):
            call = _call(left)
            if call is None or function_called(call.function) == "softmax":
                continue
            if _is_softmax(right, call):
                found.setdefault(call.function, call.argument)
            elif call.index is not None and isinstance(right[0] if right else None, Fraction):
                others.add(call.function)
    return {name: argument for name, argument in found.items() if name not in others}


def _call(nodes: Sequence[TexNode]) -> _Call | None:
    r"""What \sigma(z)_i, \sigma(z_i) or \sigma_i(z) calls; None for what is none of these."""
    match [node for node in nodes if not isinstance(node, Space)]:
        case [(Letter() | Words()) as name, Scripted(Fence("(", (argument,)), Group((index,)), None, 0)]:
            pass
        case [(Letter() | Words()) as name, Fence("(", (Scripted(argument, Group((index,)), None, 0),))]:
            pass
        case [Scripted((Letter() | Words()) as name, Group((index,)), None, 0), Fence("(", (argument,))]:
            pass
        case _:
            return None
    return _Call(name.text.strip(), argument, index) if base_of(argument) is not None else None


def _is_softmax(nodes: Sequence[TexNode], call: _Call) -> bool:
    """Whether a formula is the softmax of the argument of a call, at its index."""
    match [node for node in nodes if not isinstance(node, Space)]:
        case [Fraction(above, below)]:
            top, bottom = _exponent(unwrapped(above.parts)), list(unwrapped(below.parts))
        case _:
            return False
    if not bottom or parts_of(bottom[0])[0] != Sign("∑", start=0, end=0):
        return False
    inside = _exponent(bottom[1:])
    if top is None or inside is None:
        return False
    (base, index, _, _), (other, _, _, _) = parts_of(top), parts_of(inside)
    is_same = base_of(base) == base_of(other) == base_of(call.argument)
    return is_same and index is not None and index.parts == (call.index,)


def _is_operand(node: TexNode, is_alone: bool) -> bool:
    """Whether brackets behind a function hold what it is taken of; those behind σ_i do if a name stands in them."""
    if not isinstance(node, Fence):
        return False
    return is_alone or (len(node.parts) == 1 and base_of(parts_of(node.parts[0])[0]) is not None)


def _exponent(nodes: Sequence[TexNode]) -> TexNode | None:
    r"""The z_i of e^{z_i} and \exp(z_i)."""
    match [node for node in nodes if not isinstance(node, Space)]:
        case [Scripted(Letter("e"), None, Group((inside,)), 0)]:
            return inside
        case [Words("exp"), Fence(_, (inside,)) | (Scripted() as inside)]:
            return inside
    return None


def _renamed(row: Sequence[TexNode], functions: Mapping[str, TexNode]) -> Iterator[TexNode]:
    """A row with softmax for such functions; of σ_i alone the argument is put in."""
    place = 0
    while place < len(row):
        node = row[place]
        base, below, above, primes = parts_of(node)
        name = base.text.strip() if isinstance(base, (Letter, Words)) else ""
        place += 1
        if name not in functions or above is not None or primes:
            yield node
            continue
        after = row[place] if place < len(row) else None
        word = Words("softmax", "operatorname", start=base.start, end=base.end)
        if after is not None and _is_operand(parts_of(after)[0], is_alone=below is None):
            yield word
            if below is not None and isinstance(after, Fence):
                yield Scripted(after, below, None, 0, start=after.start, end=after.end)
                place += 1
        elif below is not None:
            at = {"start": node.end, "end": node.end}
            argument = Fence("(", (moved(functions[name], node.end),), ")", **at)
            lowered = replace(below, start=node.end, end=node.end)
            yield from (word, Scripted(argument, lowered, None, 0, **at))
        else:
            yield node
