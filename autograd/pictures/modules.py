"""Pictures of large graphs: Values that stand by themselves, and boxes for modules and for what is hidden."""

from dataclasses import replace
from typing import Any

from autograd.formulas.notation import clipped, counted
from autograd.pictures.collapse import Group, Overview
from autograd.pictures.lettering import width
from autograd.pictures.picture import (
    SIZE,
    SMALL,
    WIDEST_LINE,
    Arrow,
    Line,
    Node,
    Picture,
    data_text,
    grad_text,
    pictured,
)
from autograd.records.statements import Part, shown_name, written
from autograd.records.steps import Steps, recorded

MOST_OPERATIONS = 40
"""With more of them beside the boxes, unnamed ones fold into formulas, as on paper."""


def pictured_overview(found: Overview, rankdir: str = "LR") -> Picture:
    """The picture of an overview; arrows between boxes say how many Values they stand for."""
    records, things = overview_records(found)
    picture = pictured(records, rankdir) if records else Picture([], [], "", 0, rankdir)
    boxes: dict[int, int] = {}  # the number of each thing's box in the picture
    nodes: list[Node] = []
    number_of: dict[int, int] = {}  # of each record's box: its new number
    for number, (node, thing) in enumerate(zip(picture.nodes, things, strict=True)):
        if thing not in boxes:
            boxes[thing] = len(nodes)
            nodes.append(node if thing < len(found.nodes) else group_node(found, thing - len(found.nodes)))
        number_of[number] = boxes[thing]
    for thing in found.needs:
        if thing >= len(found.nodes) and thing not in boxes:  # only others in boxes depend on it
            boxes[thing] = len(nodes)
            nodes.append(group_node(found, thing - len(found.nodes)))
    arrows = [
        replace(arrow, source=number_of[arrow.source], target=number_of[arrow.target]) for arrow in picture.arrows
    ]
    for thing, needed in found.needs.items():
        if thing >= len(found.nodes):
            for index, (source, places) in enumerate(needed.items()):
                many = len(set(places))
                label = f"{many} values" if many > 1 else ""
                arrows.append(Arrow(f"m{thing - len(found.nodes)}-{index}", boxes[source], boxes[thing], label))
    picture.nodes, picture.arrows = nodes, arrows
    picture.root = boxes[found.thing(len(found.nodes) - 1)]
    picture.title = f"The computation of {shown_name(found.nodes[-1].name or 'f')}: {len(found.nodes):,} Values"
    return picture


def overview_records(found: Overview) -> tuple[Steps | None, list[int]]:
    """The records of what stands by itself, and the thing that each forward record belongs to.

    What comes out of a box stands there as a leaf, and no gradient comes through boxes. None: all is in boxes.
    """
    parts, things = shown_parts(found)
    if not parts:
        return None, []
    level = "op" if sum(part.rule is not None for part in parts) <= MOST_OPERATIONS else "name"
    boxed = {source for thing, needed in found.needs.items() if thing >= len(found.nodes) for source in needed}
    kept = [index for index, thing in enumerate(things) if thing in boxed and parts[index].rule is not None]
    records = recorded(written(parts, level, kept), level)
    return records, [thing for part, thing in zip(parts, things, strict=True) if part.label or level == "op"]


def shown_parts(found: Overview) -> tuple[list[Part], list[int]]:
    """The Values that stand by themselves as parts, operands first, and the thing each part belongs to.

    Where an operand is in a box, a part without operands stands for it.
    """
    parts: list[Part] = []
    things: list[int] = []
    index_of: dict[int, int] = {}  # of a Value, by its place

    def stand_in(place: int) -> int:
        if place not in index_of:
            node = found.nodes[place]
            index_of[place] = len(parts)
            parts.append(Part(len(parts), node, None, (), node.result))
            parts[-1].label = found.names.get(id(node), "")
            things.append(found.thing(place))
        return index_of[place]

    for place, node in enumerate(found.nodes):
        if found.member[place] >= 0:
            continue
        operands = tuple(stand_in(inside) for inside in found.operands[place])
        if not operands:
            stand_in(place)
            continue
        index_of[place] = len(parts)
        parts.append(Part(len(parts), node, node.rule, operands, node.result))
        parts[-1].label = found.names.get(id(node), "")
        things.append(place)
        for operand, number in zip(operands, node.recorded, strict=True):
            if parts[operand].rule is None:
                parts[operand].number = number
    if found.member[-1] >= 0 and parts:
        stand_in(len(found.nodes) - 1)  # the last part is the output
    return parts, things


def group_node(found: Overview, number: int) -> Node:
    """The box of a module, or of what is hidden."""
    group = found.groups[number]
    size = counted(len(group.members), "Value")
    if not group.modules:
        lines = [Line("note", size, 0.0), Line("note", group.path, 0.0)]
        return Node(f"g{number}", "hidden", f"{size} {group.path}", roomy(lines), f"{size} {group.path}, not shown")
    parameters = len({id(value) for module in group.modules.values() for value in module.parameters()})
    kinds = dict.fromkeys(" ".join(repr(module).split()) for module in group.modules.values())
    kind = clipped(f"{len(group.modules)} × {next(iter(kinds))}".removeprefix("1 × "), WIDEST_LINE)
    heading = group.path + (f", call {group.call}" if group.call else "")
    lines = [Line("name", clipped(heading, WIDEST_LINE), 0.0)]
    if kind != group.path:
        lines.append(Line("note", kind if len(kinds) == 1 else f"{len(group.modules)} modules", 0.0))
    if parameters:
        lines.append(Line("note", counted(parameters, "parameter"), 0.0))
    times = group.calls // len(group.modules)
    lines.append(Line("note", size + (f", called {times:,} times" if times > 1 else ""), 0.0))
    lines += output_lines(found, group)
    return Node(f"g{number}", "module", group.path, roomy(lines), f"{group.path}: {kind}, {size}")


def output_lines(found: Overview, group: Group) -> list[Line]:
    """The number and the gradient of a box's output, where there is only one."""
    outputs = [found.nodes[place] for place in group.members if id(found.nodes[place]) in group.outputs]
    if len(outputs) != 1 or not outputs[0].inputs:
        return []
    output: Any = outputs[0]
    grad = output.grad if output.has_grad else None
    return [Line("data", data_text(output.result), 0.0), Line("grad", grad_text(grad), 0.0)]


def roomy(lines: list[Line]) -> tuple[Line, ...]:
    """The lines with the room their texts need."""
    return tuple(
        replace(line, room=width(line.text, SMALL if line.role == "note" else SIZE, line.role in ("data", "grad")))
        for line in lines
    )
