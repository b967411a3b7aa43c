r"""Derivatives: \frac{\partial L}{\partial w}, \frac{d}{dx}(…), \partial L / \partial w, dz."""

from collections.abc import Sequence
from dataclasses import replace

from autograd.worksheet.tex.constructs.functions import has_arguments
from autograd.worksheet.tex.constructs.looks import extent, is_differential, is_second
from autograd.worksheet.tex.constructs.naming import plain_name, put_name
from autograd.worksheet.tex.constructs.writer import DIFFERENTIATED, Writer
from autograd.worksheet.tex.names import parts_of
from autograd.worksheet.tex.nodes import Accent, Fence, Fraction, Group, Letter, Scripted, Sign, TexNode
from autograd.worksheet.tex.rows import unwrapped


def put_fraction(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    """A fraction."""
    node = nodes[place]
    assert isinstance(node, Fraction)
    if is_second(unwrapped(node.above.parts)):
        raise writer.wrong("second derivatives are not read", node, "second derivatives")
    last = writer.out[-1] if writer.out else None
    apart = last is not None and (last.text == "/" or last.kind == "^")
    if apart or (last is not None and last.kind == "name"):
        writer.open(node.start)
        apart = True
    writer.wrapped(node.above.parts, node.start, node.above.end)
    middle = node.above.end
    writer.put("/", "/", middle, max(middle, node.below.start))
    writer.wrapped(node.below.parts, node.below.start, node.end)
    if apart:
        writer.close(node.end)
    return 1


def put_derivative(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    """A derivative written as a fraction; of the operator d/dx what stands behind it is differentiated."""
    node = nodes[place]
    assert isinstance(node, Fraction)
    above, below = list(unwrapped(node.above.parts)), list(unwrapped(node.below.parts))
    if not (is_differential(above, alone=True) and is_differential(below)):
        return 0
    top, bottom, end, behind = above[1:], below[1:], node.end, place + 1
    if not top:
        behind = operand_end(nodes, place + 1)
        top = list(nodes[place + 1 : behind])
        if not top:
            raise writer.wrong("nothing stands behind this derivative", node)
        end = top[-1].end
    put_slope(writer, top, bottom, node, end)
    return behind - place


def operand_end(nodes: Sequence[TexNode], place: int) -> int:
    """Where what an operator d/dx acts on ends: behind brackets, or the product."""
    if place < len(nodes) and isinstance(nodes[place], Fence):
        return place + 1
    return extent(nodes, place, at_dots=True)


def put_slope(writer: Writer, top: list[TexNode], bottom: list[TexNode], node: TexNode, end: int) -> None:
    """A derivative of nodes by nodes."""
    top, bottom = list(unwrapped(top)), list(unwrapped(bottom))
    if len(bottom) > 1 and isinstance(bottom[-1], Fence):
        raise writer.wrong("a derivative is one by a name", node, DIFFERENTIATED)
    if len(bottom) != 1:
        raise writer.wrong("a derivative is one by a name", node, DIFFERENTIATED)
    writer.open(node.start)
    if len(top) == 2 and isinstance(top[1], Fence) and has_arguments(writer, top[0], top[1]):
        top = top[:1]
    name = plain_name(writer, top[0]) if len(top) == 1 else None
    if name is None:
        parts = top
        if len(top) == 1 and isinstance(top[0], Fence) and top[0].opening in "([":
            parts = list(top[0].parts)
            if len(parts) == 1 and (name := plain_name(writer, parts[0])) is not None:
                top = parts
    if name is not None:
        put_differential(writer, top[0], node.start)
    else:
        writer.put("name", "d", node.start, node.start)
        writer.put("(", "(", top[0].start, top[0].start)
        writer.row(parts)
        writer.close(top[-1].end)
    writer.put("/", "/", top[-1].end, top[-1].end)
    if plain_name(writer, bottom[0]) is None:
        raise writer.wrong("a derivative is one by a name", node, DIFFERENTIATED)
    put_differential(writer, bottom[0], bottom[0].start)
    writer.close(end)


def put_differential(writer: Writer, node: TexNode, start: int) -> None:
    """∂ of a name with its indices."""
    begun = len(writer.out)
    put_name(writer, [node], 0)
    token = writer.out[begun]
    writer.out[begun] = replace(token, text=f"d{token.text}", column=start, length=token.column + token.length - start)


def put_slanted(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    r"""\partial J / \partial w, slanted; \nabla_w J."""
    node = nodes[place]
    sign = parts_of(node)[0]
    if not (isinstance(sign, Sign) and sign.text in ("∂", "∇")):
        return 0
    match list(nodes[place : place + 5]):
        case [Sign("∂"), top, Sign("/"), Sign("∂"), bottom]:
            at = Group((), start=node.start, end=bottom.end)
            put_slope(writer, [top], [bottom], at, bottom.end)
            return 5
    match list(nodes[place : place + 2]):
        case [Scripted(Sign("∇"), Group(parts), None, 0), top] if plain_name(writer, top) is not None:
            at = Group((), start=node.start, end=top.end)
            put_slope(writer, [top], list(parts), at, top.end)
            return 2
    if (isinstance(node, Sign) and node.text == "∇") or isinstance(node, Scripted):
        raise writer.wrong("this operator is not read", node, "∇ alone")
    raise writer.wrong("∂ stands in a fraction, ∂…/∂…", node, DIFFERENTIATED)


def put_shorthand(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    """dz, or dL/dw typed slanted."""
    match list(nodes[place : place + 2]):
        case [Letter("d") as node, Letter() | Scripted() | Accent() as name] if name.start == node.end:
            if plain_name(writer, name) is None or "d" in writer.survey.given:
                return 0
        case _:
            return 0
    match list(nodes[place + 2 : place + 5]):
        case [Sign("/"), Letter("d"), bottom] if plain_name(writer, bottom) is not None:
            at = Group((), start=node.start, end=bottom.end)
            put_slope(writer, [name], [bottom], at, bottom.end)
            return 5
    put_differential(writer, name, node.start)
    return 2
