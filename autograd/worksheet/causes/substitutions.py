"""One name or index in place of another, undone: the other weight, z for a, row and column changed round."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from autograd.worksheet.causes.candidates import alike, length_of, scope, singles
from autograd.worksheet.evaluation.arrays import Array, shape
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.judging.cause import Cause, Thing
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.digits import is_zero
from autograd.worksheet.language.edits import above, literal, named, outside_masks, replaced, times
from autograd.worksheet.language.tree import (
    Call,
    Derivative,
    Index,
    Name,
    Node,
    Number,
    Product,
    Sum,
    name_of,
    names_in,
)

MOST_EXCHANGED = 8
"""Names of a formula, any two of which may stand in each other's place."""


def _put(kind: str, part: Node, meant: Node, fixed: Node) -> Cause:
    """The cause that one part of a formula is written where another belongs."""
    return Cause(kind, "one for another", {"part": part, "meant": meant}, fixed)


def find_wrong_masks(claim: Claim) -> Iterator[Cause]:
    """Another operand in a mask than that of the relu: which of its parts is wrong cannot be told."""
    known = {*claim.samples.base.floats, *claim.chosen[0]}
    operands = [
        node.parts[0]
        for definition in claim.samples.definitions
        for node in definition.formula.inside()
        if isinstance(node, Call) and node.function == "relu" and set(names_in(node)) <= known
    ]
    for path, node in outside_masks(claim.formula):
        if isinstance(node, Call) and node.function == "step":
            for operand in operands:
                fixed = node.with_parts(operand)
                yield _put("name", node, fixed, replaced(claim.formula, path, fixed))


def find_other_names(claim: Claim) -> Iterator[Cause]:
    """One name in place of another that is not made with it."""
    return (repair for sort, repair in put_in(claim) if sort == "other")


def find_names_made_of(claim: Claim) -> Iterator[Cause]:
    """One name in place of another that is made with it: where y = w*h, w for y may as well be a missing factor."""
    return (repair for sort, repair in put_in(claim) if sort == "made")


def find_factors_made_of(claim: Claim) -> Iterator[Cause]:
    """The same among the factors of a term, where one more missing factor is the plainer cause."""
    return (repair for sort, repair in put_in(claim) if sort == "factor")


def find_values_for_slopes(claim: Claim) -> Iterator[Cause]:
    """A derivative in place of a value."""
    return (repair for sort, repair in put_in(claim) if sort == "crossed")


def put_in(claim: Claim) -> Iterator[tuple[str, Cause]]:
    """One name in place of another, and whether the other is made with it, or is no derivative where the one is."""
    uses = {
        each.name: set(names_in(each.formula))
        for each in claim.samples.definitions
        if isinstance(each.formula, (Product, Sum))
    }
    for path, node in outside_masks(claim.formula):
        around, further = above(claim.formula, path), above(claim.formula, path[:-1])
        in_term = isinstance(around, Product) and isinstance(further, Sum)
        if isinstance(node, (Name, Derivative, Index)) and not isinstance(around, (Index, Derivative)):
            for other in alike(claim, node, scope(claim, path)):
                made = bool(path) and bool({*names_in(node)[:1]} & uses.get(names_in(other)[0], set()))
                sort = ("factor" if in_term else "made") if made else "other"
                if isinstance(node, Derivative) and not isinstance(other, Derivative):
                    sort = "crossed"
                yield sort, _put("name", node, other, replaced(claim.formula, path, other))


def find_missing_functions(claim: Claim) -> Iterator[Cause]:
    """Find a missing function: c for tanh(c), where the sheet takes the tanh of c."""
    calls = dict.fromkeys(
        part
        for definition in claim.samples.definitions
        for part in definition.formula.inside()
        if isinstance(part, Call) and len(part.parts) == 1 and part.function not in ("sum", "mean")
    )
    for path, node in outside_masks(claim.formula):
        fits = isinstance(node, (Name, Index)) and not isinstance(above(claim.formula, path), (Index, Derivative))
        for call in calls if fits else ():
            if call.parts[0] == node:
                yield _put("name", node, call, replaced(claim.formula, path, call))


def find_names_everywhere(claim: Claim) -> Iterator[Cause]:
    """One name in place of another wherever it stands: z (1 - z) for a (1 - a), Z[0] (1 - Z[0]) for A[0] (1 - A[0])."""
    floats = claim.samples.base.floats
    counted = Counter(part.name for part in claim.formula.inside() if isinstance(part, Name))
    for name, count in list(counted.items())[:MOST_EXCHANGED]:
        value = floats.get(name)
        if count < 2 or value is None or isinstance(value, Layer):
            continue
        for other, like in floats.items():
            if other != name and not isinstance(like, Layer) and shape(like) == shape(value):
                fixed = _called(claim.formula, name, other)
                yield _put("name", named(name), named(other), fixed)


def _called(node: Node, name: str, other: str) -> Node:
    """A formula with another name for one, in its indices, too; what is differentiated stays."""
    if isinstance(node, Name):
        return named(other) if node.name == name else node
    if isinstance(node, Derivative) or not node.parts:
        return node
    return node.with_parts(*(_called(part, name, other) for part in node.parts))


def find_swapped_names(claim: Claim) -> Iterator[Cause]:
    """Two names in each other's place; all those with numbers one too far on or back: h1, h2, h3 for h0, h1, h2."""
    found = list(dict.fromkeys(_terms_of(claim.formula)))[:MOST_EXCHANGED]
    for place, one in enumerate(found):
        for other in found[place + 1 :]:
            fixed = _renamed(claim.formula, {one: other, other: one})
            yield Cause("name", "swapped", {"part": one, "meant": other}, fixed)
    numbered: dict[str, list[Name]] = {}
    for node in found:
        stem = node.name.rstrip("0123456789") if isinstance(node, Name) else ""
        if isinstance(node, Name) and stem not in ("", node.name):
            numbered.setdefault(stem, []).append(node)
    for nodes in numbered.values():
        turned: dict[Node, Node] = dict(zip(nodes, reversed(nodes), strict=True))
        if len(nodes) > 3 and list(turned) != list(turned.values()):  # a filter that is to be turned
            exchanged: dict[str, Thing] = {"part": tuple(turned), "meant": tuple(turned.values())}
            yield Cause("index", "some for others", exchanged, _renamed(claim.formula, turned))
    for stem, nodes in numbered.items():
        for step in (-1, 1) if len(nodes) > 1 else ():
            moved: dict[Node, Name] = {
                node: replace(node, name=f"{stem}{int(node.name[len(stem) :]) + step}") for node in nodes
            }
            if all(other.name in claim.samples.base.floats for other in moved.values()):
                about: dict[str, Thing] = {"part": tuple(moved), "meant": tuple(moved.values())}
                yield Cause("index", "some for others", about, _renamed(claim.formula, moved))


def _terms_of(node: Node) -> Iterator[Node]:
    """The names, entries and derivatives a formula is made of."""
    if isinstance(node, (Name, Index, Derivative)):
        yield node
    else:
        for part in node.parts:
            yield from _terms_of(part)


def _renamed(node: Node, names: Mapping[Node, Node]) -> Node:
    """A formula with others in the place of names, entries and derivatives."""
    if node in names or isinstance(node, (Name, Index, Derivative)):
        return names.get(node, node)
    return node.with_parts(*(_renamed(part, names) for part in node.parts)) if node.parts else node


def find_misfits(claim: Claim) -> Iterator[Cause]:
    """A name in place of one of another shape."""
    floats = claim.samples.base.floats
    for path, node in outside_masks(claim.formula):
        around = above(claim.formula, path)
        if not isinstance(node, Name) or isinstance(around, (Index, Derivative)):
            continue
        own = shape(floats.get(node.name, 0.0))
        for name, value in floats.items():
            if not isinstance(value, Layer) and shape(value) != own:
                other = named(name)
                yield _put("name", node, other, replaced(claim.formula, path, other))


def find_merged_factors(claim: Claim) -> Iterator[Cause]:
    """Two factors in place of a name; 2·x in place of one would be no slip, nor the whole formula, nor the target."""
    top = claim.target.parts[0] if isinstance(claim.target, Derivative) else claim.target
    for path, node in outside_masks(claim.formula):
        if isinstance(node, Product):
            for place in range(len(node.parts) - 1):
                slice_ = node.parts[place : place + 2]
                if node.signs[place + 1] not in "*_·" or node.signs[place] == "/":
                    continue
                if any(isinstance(part, Number) for part in slice_):
                    continue
                if not path and len(node.parts) == 2:
                    continue
                for other in singles(claim, scope(claim, path)):
                    if other == top:
                        continue
                    parts = (*node.parts[:place], other, *node.parts[place + 2 :])
                    signs = node.signs[: place + 1] + node.signs[place + 2 :]
                    fixed = parts[0] if len(parts) == 1 else replace(node, factors=parts, signs=signs)
                    yield _put("name", times(*slice_), other, replaced(claim.formula, path, fixed))


def find_wrong_indices(claim: Claim) -> Iterator[Cause]:
    """A wrong index: another letter, another place, row and column changed round."""
    for path, node in outside_masks(claim.formula):
        if not isinstance(node, Index):
            continue
        letters = scope(claim, path)
        for place, part in enumerate(node.parts[1:], start=1):
            others = [named(letter) for letter in letters]
            if isinstance(part, Number):
                others += [literal(number) for number in range(min(12, length_of(claim, node, place)))]
            for other in others:
                if other != part:
                    parts = (*node.parts[:place], other, *node.parts[place + 1 :])
                    fixed = node.with_parts(*parts)
                    yield _put("index", node, fixed, replaced(claim.formula, path, fixed))
        if len(node.parts) == 3 and node.parts[1] != node.parts[2]:
            fixed = node.with_parts(node.parts[0], node.parts[2], node.parts[1])
            yield _put("index", node, fixed, replaced(claim.formula, path, fixed))


def find_other_derivatives(claim: Claim) -> Iterator[Cause]:
    """The derivative by another name: the repair takes it off and adds the right one."""
    if not isinstance(claim.target, Derivative):
        return
    top, bottom = claim.target.top, claim.target.bottom
    name = name_of(bottom) or ""
    if (name_of(top) or "").startswith("("):  # a derivative itself, or a formula: nobody means another of that
        return
    if is_zero(claim.formula):  # it is that by everything it does not depend on
        return
    floats = claim.samples.base.floats
    found: list[Node] = [other for other in singles(claim, list(claim.chosen[0])) if isinstance(other, (Name, Index))]
    found += [
        named(other)
        for other, value in floats.items()
        if isinstance(bottom, Name) and isinstance(value, Array) and shape(value) == shape(floats[name])
    ]
    for other in found:
        if other not in (top, bottom) and name_of(other) not in claim.samples.counts:
            taken = Derivative(top, other)
            fixed = Sum((claim.formula, taken, claim.target), "+-+")
            yield Cause("other derivative", "other derivative", {"part": taken}, fixed)
