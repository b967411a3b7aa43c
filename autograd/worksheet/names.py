"""One name or index in place of another, undone: the other weight, z for a, row and column changed round."""

from collections.abc import Iterator
from dataclasses import replace

from autograd.worksheet.arrays import Array, shape
from autograd.worksheet.cases import Case
from autograd.worksheet.echo import echo
from autograd.worksheet.nodes import Node, names_in
from autograd.worksheet.parts import kind_above, literal, named, outside_masks, replaced
from autograd.worksheet.repairs import Repair, alike, length_of, scope, singles


def masks(case: Case) -> Iterator[Repair]:
    """Another operand in a mask than that of the relu: which of its parts is wrong cannot be told."""
    known = {*case.setting.base.floats, *case.chosen[0]}
    operands = [
        node.parts[0]
        for definition in case.setting.definitions
        for node in definition.formula.inside()
        if node.kind == "call" and node.value[0] == "relu" and set(names_in(node)) <= known
    ]
    for path, node in outside_masks(case.formula):
        if node.kind == "call" and node.value[0] == "step":
            for operand in operands:
                fixed = node.with_parts(operand)
                cause = f"{echo(node)} stands for {echo(fixed)}"
                yield Repair("name", cause, replaced(case.formula, path, fixed))


def stand_ins(case: Case) -> Iterator[Repair]:
    """One name in place of another that is not made with it."""
    return (repair for sort, repair in put_in(case) if sort == "other")


def made_of(case: Case) -> Iterator[Repair]:
    """One name in place of another that is made with it: where y = w*h, w for y may as well be a factor forgotten."""
    return (repair for sort, repair in put_in(case) if sort == "made")


def crossed(case: Case) -> Iterator[Repair]:
    """A derivative in place of a value."""
    return (repair for sort, repair in put_in(case) if sort == "crossed")


def put_in(case: Case) -> Iterator[tuple[str, Repair]]:
    """One name in place of another, and whether the other is made with it, or is no derivative where the one is."""
    uses = {
        each.name: set(names_in(each.formula))
        for each in case.setting.definitions
        if each.formula.kind in ("product", "sum")
    }
    for path, node in outside_masks(case.formula):
        above = kind_above(case.formula, path)
        if node.kind in ("name", "derivative", "index") and above not in ("index", "derivative"):
            for other in alike(case, node, scope(case, path)):
                cause = f"{echo(node)} stands for {echo(other)}"
                made = bool(path) and bool({*names_in(node)[:1]} & uses.get(names_in(other)[0], set()))
                sort = "made" if made else "other"
                if node.kind == "derivative" and other.kind != "derivative":
                    sort = "crossed"
                yield sort, Repair("name", cause, replaced(case.formula, path, other))


def merged(case: Case) -> Iterator[Repair]:
    """Two factors in place of a name; 2·x in place of one would be no slip, nor the whole formula, nor the target."""
    top = case.target.parts[0] if case.target.kind == "derivative" else case.target
    for path, node in outside_masks(case.formula):
        if node.kind == "product":
            for place in range(len(node.parts) - 1):
                slice_ = node.parts[place : place + 2]
                if node.value[place + 1] not in "*_" or node.value[place] == "/":
                    continue
                if any(part.kind == "number" for part in slice_):
                    continue
                if not path and len(node.parts) == 2:
                    continue
                for other in singles(case, scope(case, path)):
                    if other == top:
                        continue
                    parts = (*node.parts[:place], other, *node.parts[place + 2 :])
                    value = node.value[: place + 1] + node.value[place + 2 :]
                    fixed = parts[0] if len(parts) == 1 else replace(node, parts=parts, value=value)
                    cause = f"{echo(Node('product', slice_, '**'))} stands for {echo(other)}"
                    yield Repair("name", cause, replaced(case.formula, path, fixed))


def indices(case: Case) -> Iterator[Repair]:
    """A wrong index: another letter, another place, row and column changed round."""
    for path, node in outside_masks(case.formula):
        if node.kind != "index":
            continue
        letters = scope(case, path)
        for place, part in enumerate(node.parts[1:], start=1):
            others = [named(letter) for letter in letters]
            if part.kind == "number":
                others += [literal(number) for number in range(min(12, length_of(case, node, place)))]
            for other in others:
                if other != part:
                    parts = (*node.parts[:place], other, *node.parts[place + 1 :])
                    fixed = node.with_parts(*parts)
                    cause = f"{echo(node)} stands for {echo(fixed)}"
                    yield Repair("index", cause, replaced(case.formula, path, fixed))
        if len(node.parts) == 3 and node.parts[1] != node.parts[2]:
            fixed = node.with_parts(node.parts[0], node.parts[2], node.parts[1])
            yield Repair("index", f"{echo(node)} stands for {echo(fixed)}", replaced(case.formula, path, fixed))


def others(case: Case) -> Iterator[Repair]:
    """The derivative by another name: the repair takes it off and adds the right one."""
    if case.target.kind != "derivative":
        return
    top, bottom = case.target.parts
    name = (bottom if bottom.kind == "name" else bottom.parts[0]).value
    floats = case.setting.base.floats
    found = [other for other in singles(case, list(case.chosen[0])) if other.kind in ("name", "index")]
    found += [
        named(other)
        for other, value in floats.items()
        if bottom.kind == "name" and isinstance(value, Array) and shape(value) == shape(floats[name])
    ]
    for other in found:
        if other not in (top, bottom):
            taken = Node("derivative", (top, other))
            fixed = Node("sum", (case.formula, taken, case.target), "+-+")
            yield Repair("other derivative", f"this is {echo(taken)}", fixed)
