"""Words for slopes by net inputs: d_o of o = σ(z), which has o (1 - o) in it and is used so, is the slope by z."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from autograd.worksheet.language.edits import with_each
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.roles import SQUASHES
from autograd.worksheet.language.tree import Call, Derivative, Name, Node
from autograd.worksheet.reporting.readings.tried import Tried
from autograd.worksheet.sheet.model import Definition, Sheet, Step, definition_of


def may_be_of_net_inputs(sheet: Sheet) -> bool:
    """Whether a word for a slope is of what is squashed, and no slope by that is written out."""
    return next(_squashed(sheet), None) is not None


def _squashed(sheet: Sheet) -> Iterator[tuple[str, Definition]]:
    """The words for slopes, each with the definition of what the slope is by, where that squashes something."""
    made = {each.name: each for each in sheet.definitions()}
    for word, (_, bottom) in sheet.short.items():
        definition = made.get(bottom)
        if definition is not None and not definition.letters and isinstance(definition.formula, Call):
            is_written_out = any(f"/{sign}{bottom}" in sheet.text for sign in "d∂")
            if definition.formula.function in SQUASHES and not is_written_out:
                yield word, definition


def with_net_inputs(tried: Tried) -> Tried | None:
    """The sheet with these words for slopes by what is squashed, of all that have a fault; None where none has."""
    sheet = tried.sheet
    faults = {each.line for each in tried.verdicts if each.is_fault}
    lines = {_bottom(step.target): step.line for step in sheet.steps}
    by_net = {each.name: each for _, each in _squashed(sheet) if lines.get(each.name) in faults}
    return tried.other(_by_net_inputs(sheet, by_net)) if by_net else None


def _bottom(target: Node) -> str:
    """The name that a derivative is by."""
    return target.bottom.name if isinstance(target, Derivative) and isinstance(target.bottom, Name) else ""


def _by_net_inputs(sheet: Sheet, squashed: Mapping[str, Definition]) -> Sheet:
    """The sheet with a name for each net input, and the slopes by what these make as slopes by them."""
    known = {each.name for each in sheet.definitions()}
    nets: dict[str, Name] = {}
    steps: list[Step] = []
    for step in sheet.steps:
        made = step.definition
        if made is not None and made.name in squashed and isinstance(made.formula, Call):
            (net,) = made.formula.operands
            nets[made.name] = net if isinstance(net, Name) else Name(f"({echo(net)})")
            if nets[made.name] != net:
                statement = replace(step.statement, parts=(nets[made.name], net), text="")
                steps.append(Step(step.line, statement, definition_of(statement, step.line, known), ()))
                step = step.defined_by(replace(made.formula, operands=(nets[made.name],)), known)
        parts = tuple(_renamed(part, nets) for part in step.statement.parts)
        claims = tuple(_renamed(claim, nets) for claim in step.claims)
        definition = step.definition
        if definition is not None:
            definition = replace(definition, formula=_renamed(definition.formula, nets))
        steps.append(
            replace(step, statement=replace(step.statement, parts=parts), claims=claims, definition=definition)
        )
    words = ", ".join(word for word, (_, bottom) in sheet.short.items() if bottom in squashed)
    return replace(sheet, steps=steps, said=[*sheet.said, f"took {words} as slopes by what is squashed"])


def _renamed(node: Node, nets: Mapping[str, Name]) -> Node:
    """A formula with slopes by net inputs."""
    if isinstance(node, Derivative) and _bottom(node) in nets:
        net, typed = nets[_bottom(node)], node.bottom
        return replace(node, bottom=replace(net, column=typed.column, length=typed.length))
    return with_each(node, lambda part: _renamed(part, nets))
