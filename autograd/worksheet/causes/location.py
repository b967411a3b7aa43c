"""Where a mistake is: the part of the formula that a repair changes, and what it speaks of in the graph."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograd.engine.codegen.python import Value
from autograd.engine.graph import order
from autograd.worksheet.judging.cause import Cause
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.language.tree import DOT, Derivative, Index, Name, Node, Number, Product, Sum, name_of

MOST_NAMES = 3
"""Names that a mistake is about; one that is about more is about the whole."""

_LISTS = (Sum, Product)


@dataclass(frozen=True)
class Difference:
    """The smallest parts of a written formula and a fixed one that differ, and what is `around` them as written.

    Of what is left out or too many, one side is empty.
    """

    written: tuple[Node, ...]
    fixed: tuple[Node, ...]
    around: Node


def difference(written: Node, fixed: Node) -> Difference:
    """Where two formulas differ.

    >>> from autograd.worksheet.language.statements import read_expression
    >>> found = difference(read_expression("2*(a + b)*x"), read_expression("2*(a + c)*x"))
    >>> [part.name for part in found.written + found.fixed]
    ['b', 'c']
    """
    while True:
        if isinstance(fixed, _LISTS) and written in fixed.parts:
            return Difference((), _others(fixed, written), written)
        if isinstance(written, _LISTS) and fixed in written.parts:
            return Difference(_others(written, fixed), (), written)
        if isinstance(written, _LISTS) and isinstance(fixed, type(written)):
            here, there = _stripped(_members(written), _members(fixed))
            if len(here) != 1 or len(there) != 1 or here[0][0] != there[0][0]:
                return Difference(tuple(part for _, part in here), tuple(part for _, part in there), written)
            (_, written), (_, fixed) = here[0], there[0]
            continue
        pairs: list[tuple[Node, Node]] = []
        if written.is_like(fixed):
            pairs = [pair for pair in zip(written.parts, fixed.parts, strict=True) if pair[0] != pair[1]]
        if len(pairs) != 1 or isinstance(written, (Index, Derivative)):  # x[i] for x[j] is about x
            return Difference((written,), (fixed,), written)
        written, fixed = pairs[0]


def _others(whole: Node, part: Node) -> tuple[Node, ...]:
    place = whole.parts.index(part)
    return whole.parts[:place] + whole.parts[place + 1 :]


Member = tuple[str, Node]


def _members(node: Sum | Product) -> list[Member]:
    return list(zip(node.signs.replace("_", "*").replace(DOT, "*"), node.parts, strict=True))


def _stripped(here: list[Member], there: list[Member]) -> tuple[list[Member], list[Member]]:
    """Two lists without what they begin and end with in common."""
    while here and there and here[0] == there[0]:
        here, there = here[1:], there[1:]
    while here and there and here[-1] == there[-1]:
        here, there = here[:-1], there[:-1]
    return here, there


def differing_part(claim: Claim, cause: Cause) -> tuple[int, int] | None:
    """The column and length of what the formula without the mistake changes, takes away or adds to."""
    if cause.fixed is None:
        return None
    found = difference(claim.formula, cause.fixed)
    here = found.written or (found.around,)
    start, end = min(part.column for part in here), max(part.column + part.length for part in here)
    inside = claim.formula.column <= start and end <= claim.formula.column + claim.formula.length
    return (start, end - start) if inside and start < end else None  # what stands on a line before has no place in this


def meant(claim: Claim, cause: Cause, root: Value) -> tuple[str, ...]:
    """The names in a graph that the cause of a mistake speaks of; none where it speaks of no few."""
    known = [node.name for node in order(root) if node.name]
    if cause.fixed is not None:
        found = difference(claim.formula, cause.fixed)
        if found.written == (claim.formula,) and not isinstance(claim.formula, (Name, Index, Derivative)):
            return ()  # the sign of a whole formula, say
        return _labels(list(_spoken_of(found.fixed)), known) or _labels(list(_spoken_of(found.written)), known)
    match cause.about:
        case {"kink": int(place)}:
            return _labels([_statement(claim.samples.base.kinks()[place][0], root)], known)
        case {"through": tuple(names)}:
            return _labels([str(name) for name in names], known)
        case {"term": Node() as term}:
            return _labels(list(_spoken_of([term])), known)
        case {"part": (Name() | Index()) as part} if cause.sentence == "name's value wrong":
            return _labels(list(_spoken_of([part])), known)
    return ()


def _spoken_of(parts: Sequence[Node]) -> Iterator[str]:
    """The names in formulas, with their indices where these are numbers; of dz/dw what it is by."""
    todo = list(reversed(parts))
    while todo:
        node = todo.pop()
        if isinstance(node, Derivative):
            todo.append(node.parts[1])
        elif isinstance(node, Index) and (name := name_of(node)):
            places = [part.number for part in node.parts[1:] if isinstance(part, Number)]
            whole = len(places) == len(node.parts) - 1
            yield f"{name}[{','.join(f'{place:g}' for place in places)}]" if whole else name
        elif isinstance(node, Name):
            yield node.name
        else:
            todo.extend(reversed(node.parts))


def _labels(names: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """The nodes that names stand for: all entries of a list."""
    found = list(dict.fromkeys(name for name in names if any(_is_of(label, name) for label in known)))
    if not 0 < len(found) <= MOST_NAMES:
        return ()
    return tuple(label for label in dict.fromkeys(known) if any(_is_of(label, name) for name in found))


def _is_of(label: str, name: str) -> bool:
    return label == name or label.startswith(f"{name}[")


def _statement(node: Value, root: Value) -> str:
    """The name of the statement that a node is part of."""
    uses: dict[int, Value] = {}
    for user in order(root):
        for operand in user.inputs:
            uses.setdefault(id(operand), user)
    while node.name is None and id(node) in uses:
        node = uses[id(node)]
    return node.name or ""
