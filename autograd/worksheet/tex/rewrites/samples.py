r"""What is said of one sample with a function: h(x^{(i)}) = …, L(\hat{y}^{(i)}, y^{(i)}) = …, and \partial h.

A loss that is only ever taken of the entries with one index is a list itself; a function that is defined at x^{(i)} and
taken at x is defined for any x; and ∂h beside h(x^{(i)}) means ∂h(x^{(i)}).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from autograd.worksheet.language.vocabulary import function_called
from autograd.worksheet.tex.names import USUAL, base_of, indices_of, parts_of, raised_of
from autograd.worksheet.tex.nodes import Fence, Fraction, Group, Letter, Scripted, Sign, TexNode
from autograd.worksheet.tex.rewrites.arguments import EQUALS, is_sign_of_differential, moved
from autograd.worksheet.tex.rewrites.walk import over_rows
from autograd.worksheet.tex.rows import Statement, split_at, unwrapped

Calls = dict[TexNode, set[tuple[TexNode, ...]]]
"""What each function is called with."""


def with_samples(statements: Sequence[Statement]) -> list[Statement]:
    """The statements with names for losses of one sample, and functions that are told for any."""
    told = {name: (operands, each) for each in statements for name, operands in _told(each)}
    if not told:
        return list(statements)
    calls: Calls = defaultdict(set)
    alone: set[TexNode] = set()
    for each in statements:
        if each.like is None:
            _note_calls(each.nodes, told, calls, alone)
    found = list(statements)
    for name, (operands, head) in told.items():
        letters = letters_counting(operands)
        if len(letters) == 1 and calls[name] == {operands} and name not in alone and len(split_at(operands, [","])) > 1:
            found = _each_row(found, partial(_indexed, name=name, letter=letters.pop()))
        elif letters and letters == letters_counting([name]) and calls[name] == {operands}:
            found = _each_row(found, partial(_alone, name=name))
        elif len(operands) == 1 and letters and (parts_of(operands[0])[0],) in calls[name]:
            bare = parts_of(operands[0])[0]
            nodes = over_rows(head.nodes, partial(_for_any, at=operands[0], bare=bare))
            found = [replace(each, nodes=nodes) if each is head else each for each in found]
    return [_completed(each, told) for each in found]


def _told(statement: Statement) -> Iterator[tuple[TexNode, tuple[TexNode, ...]]]:
    """The function that a statement says how to compute, and its operands."""
    match statement.nodes[:3] if statement.like is None else ():
        case (name, Fence("(", parts), Sign(sign)) if sign in EQUALS and parts:
            base, _, above, primes = parts_of(name)
            spelled = base_of(base)
            if spelled is not None and above is None and not primes and function_called(spelled.name) is None:
                yield name, parts


def _note_calls(nodes: Sequence[TexNode], told: Iterable[TexNode], calls: Calls, alone: set[TexNode]) -> None:
    """Note what functions are called with, and which stand alone."""

    def rule(row: list[TexNode]) -> list[TexNode]:
        for place, node in enumerate(row):
            if node in told:
                after = row[place + 1] if place + 1 < len(row) else None
                fence = after.base if isinstance(after, Scripted) else after
                if isinstance(fence, Fence) and fence.opening == "(":
                    calls[node].add(fence.parts)
                else:
                    alone.add(node)
        return row

    over_rows(nodes, rule, in_names=False)


def letters_counting(nodes: Iterable[TexNode]) -> set[str]:
    """The letters that entries and samples have in nodes."""
    found: set[str] = set()
    for node in (inner for root in nodes for inner in root.inside()):
        _, below, above, _ = parts_of(node)
        raised = raised_of(above)
        found |= {raised.layer} if raised.kind == "letter" and raised.layer in (*USUAL, "n") else set()
        found |= {index.text for index in indices_of(below) if index.kind == "letter" and index.text in USUAL}
    return found


def _each_row(statements: Iterable[Statement], rule: Callable[[list[TexNode]], Sequence[TexNode]]) -> list[Statement]:
    """The statements with a rule applied to all of their rows; those like one before are like it still."""
    found: list[Statement] = []
    renewed: dict[int, Statement] = {}
    for each in statements:
        first = renewed.get(id(each.like)) if each.like is not None else None
        nodes = first.nodes if first is not None else over_rows(each.nodes, rule, in_names=False)
        renewed[id(each)] = replace(each, nodes=nodes, like=first)
        found.append(renewed[id(each)])
    return found


def _indexed(row: list[TexNode], name: TexNode, letter: str) -> list[TexNode]:
    """A row with an index for the operands of a function."""
    found: list[TexNode] = []
    for node in row:
        if isinstance(node, Fence) and found and found[-1] == name and node.opening == "(":
            index = Group((Letter(letter, start=node.start, end=node.start),), start=node.start, end=node.start)
            found[-1] = Scripted(found[-1], index, None, 0, start=found[-1].start, end=node.end)
        else:
            found.append(node)
    return found


def _alone(row: list[TexNode], name: TexNode) -> list[TexNode]:
    """A row without the operands of what has their index itself: y_i(z_i)."""
    pairs = zip([None, *row], row, strict=False)
    return [node for before, node in pairs if not (before == name and isinstance(node, Fence) and node.opening == "(")]


def _for_any(row: list[TexNode], at: TexNode, bare: TexNode) -> list[TexNode]:
    """A row with x for x^{(i)}."""
    return [replace(bare, start=node.start, end=node.end) if node == at else node for node in row]


def _completed(statement: Statement, told: Iterable[TexNode]) -> Statement:
    """A statement with the operand of a function behind ∂, where it calls that with one operand only."""
    calls: Calls = defaultdict(set)
    alone: set[TexNode] = set()
    if statement.like is not None:
        return statement
    _note_calls(statement.nodes, told, calls, alone)
    wanted = {name: next(iter(calls[name])) for name in alone if len(calls[name]) == 1}
    wanted = {name: operands for name, operands in wanted.items() if letters_counting(operands)}
    if not wanted:
        return statement

    def rule(row: list[TexNode]) -> list[TexNode]:
        return [_with_operand(node, wanted) for node in row]

    return replace(statement, nodes=over_rows(statement.nodes, rule, in_names=False))


def _with_operand(node: TexNode, wanted: dict[TexNode, tuple[TexNode, ...]]) -> TexNode:
    if not isinstance(node, Fraction):
        return node
    sides = []
    for side in (node.above, node.below):
        match unwrapped(side.parts):
            case (sign, name) if is_sign_of_differential([sign]) and name in wanted:
                at = tuple(moved(each, name.end) for each in wanted[name])
                fence = Fence("(", at, ")", start=name.end, end=name.end)
                side = replace(side, parts=(sign, name, fence))
        sides.append(side)
    return replace(node, above=sides[0], below=sides[1])
