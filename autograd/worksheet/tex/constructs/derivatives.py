r"""Derivatives: \frac{\partial L}{\partial w}, \frac{d}{dx}(…), \partial L / \partial w, dz."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from autograd.worksheet.tex.constructs.functions import has_arguments
from autograd.worksheet.tex.constructs.looks import extent, is_differential, is_second, is_sign
from autograd.worksheet.tex.constructs.naming import entry_of_name, plain_name, put_index, put_name
from autograd.worksheet.tex.constructs.sums import with_terms
from autograd.worksheet.tex.constructs.writer import DIFFERENTIATED, Writer
from autograd.worksheet.tex.names import base_of, parts_of
from autograd.worksheet.tex.nodes import (
    Accent,
    Digits,
    Fence,
    Fraction,
    Group,
    Letter,
    Scripted,
    Sign,
    Space,
    Styled,
    TexNode,
    Words,
)
from autograd.worksheet.tex.rows import unwrapped
from autograd.worksheet.tex.survey import bound_letters


def put_fraction(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    """A fraction."""
    node = nodes[place]
    assert isinstance(node, Fraction)
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


_ONE = [Digits("1", start=0, end=0)]


def put_derivative(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    """A derivative written as a fraction; of the operator d/dx what stands behind it is differentiated."""
    node = nodes[place]
    assert isinstance(node, Fraction)
    above, below = list(unwrapped(node.above.parts)), list(unwrapped(node.below.parts))
    if is_sign(above, 0, "∂") and len(below) == 1 and plain_name(writer, below[0]) is not None:
        below = [above[0], *below]  # the ∂ below is forgotten: ∂L/w is nothing else
    if above == _ONE and is_sign(below, 0, "∂") and isinstance((*nodes, None)[place + 1], Fence):
        above = [below[0]]  # the ∂ above is forgotten: 1/∂w before brackets is nothing else
    if not (is_differential(above, alone=True) and is_differential(below)):
        return 0
    top, bottom, end, behind = above[1:], below[1:], node.end, place + 1
    if not top:
        behind = operand_end(writer, nodes, place + 1)
        top = list(nodes[place + 1 : behind])
        if not top:
            raise writer.wrong("nothing stands behind this derivative", node)
        end = top[-1].end
    elif _is_at_itself(writer, bottom, nodes[behind : behind + 1]):
        end, behind = nodes[behind].end, behind + 1
    put_slope(writer, top, bottom, node, end)
    return behind - place


def _is_at_itself(writer: Writer, bottom: Sequence[TexNode], after: Sequence[TexNode]) -> bool:
    r"""Whether brackets behind a derivative say only that it is taken at what it is taken by: \frac{df}{dx}(x)."""
    match list(bottom), list(after):
        case [name], [Fence("(", (argument,), _)]:
            return plain_name(writer, name) is not None and name == argument
    return False


def operand_end(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    """Where what an operator d/dx acts on ends: behind brackets, the product, a sum with all of its terms."""
    if place < len(nodes) and isinstance(nodes[place], Fence):
        return place + 1
    end = extent(nodes, place, at_dots=True)
    if end < len(nodes) and all(isinstance(node, Digits) for node in nodes[place:end]):
        return extent_of_sum(nodes, end)  # (d/dz 1 + e^z): nobody differentiates a number
    if place < end:
        sign, below, _above, _ = parts_of(nodes[place])
        letters = bound_letters(below) if isinstance(sign, Sign) and sign.text == "∑" else []
        end = with_terms(writer, nodes, end, letters[0]) if len(letters) == 1 else end
    return end


def extent_of_sum(nodes: Sequence[TexNode], place: int) -> int:
    """Where a sum ends, of which the first term ends at a place: at a relation."""
    while place < len(nodes) and is_plus(nodes[place]):
        place = extent(nodes, place + 1)
    return place


def is_plus(node: TexNode) -> bool:
    """Whether a node is + or -."""
    return isinstance(node, Sign) and node.text in ("+", "-")


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
    name, indices = entry_of_name(node) or (node, ())
    put_name(writer, [name], 0)
    token = writer.out[begun]
    writer.out[begun] = replace(token, text=f"d{token.text}", column=start, length=token.column + token.length - start)
    if indices:
        put_index(writer, indices, name.end, node.end)


def put_second(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    r"""A second derivative: \frac{\partial^2 L}{\partial w \partial b}, \frac{d^2}{dx^2} (…)."""
    node = nodes[place]
    assert isinstance(node, Fraction)
    above, below = unwrapped(node.above.parts), unwrapped(node.below.parts)
    if not is_second(above) or not is_differential(below):
        return 0
    bottoms = bottoms_of(below)
    if len(bottoms) != 2:
        raise writer.wrong("a second derivative is one by two names, or twice by one", node, "higher derivatives")
    top, end, used = list(above[1:]), node.end, 1
    if not top:
        behind = operand_end(writer, nodes, place + 1)
        top = list(nodes[place + 1 : behind])
        if not top:
            raise writer.wrong("nothing stands behind this derivative", node)
        end, used = top[-1].end, behind - place
    put_slope(writer, [_slope_of(top, bottoms[1], node)], [bottoms[0]], node, end)
    return used


def _slope_of(top: Sequence[TexNode], bottom: TexNode, at: TexNode) -> Fraction:
    """The derivative of nodes by a name, as nodes."""
    sign = Sign("∂", start=at.start, end=at.start)
    above, below = (Group((sign, *parts), start=at.start, end=at.end) for parts in (top, (bottom,)))
    return Fraction(above, below, start=at.start, end=at.end)


def bottoms_of(parts: Sequence[TexNode]) -> list[TexNode]:
    r"""The names of \partial w \partial b, of \partial w^2 twice the same."""
    found: list[TexNode] = []
    for node in parts:
        match node:
            case Sign("∂") | Letter("d") | Words("d") | Styled(_, Group((Letter("d"),))) | Space():
                continue
            case Scripted(base, below, Group((Digits("2"),)), 0):
                bare = Scripted(base, below, None, 0, start=node.start, end=node.end) if below else base
                found += [bare, bare]
            case _:
                found.append(node)
    return found


def put_gradient(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    r"""\nabla_w L, \nabla L by all that L is of, and the Hessian \nabla^2 L."""
    node = nodes[place]
    sign, below, above, _ = parts_of(node)
    if not (isinstance(sign, Sign) and sign.text == "∇"):
        return 0
    is_twice = above is not None and [getattr(part, "text", "") for part in above.parts] == ["2"]
    if above is not None and not is_twice:
        raise writer.wrong("this operator is not read", node, "∇ with something raised")
    behind = _operand_behind(writer, nodes, place + 1)
    top = list(nodes[place + 1 : behind])
    if not top:
        raise writer.wrong("nothing stands behind this ∇", node)
    bottoms = _operands(writer, top[0]) if below is None else [[_last_layer(writer, unwrapped(below.parts))]]
    if not bottoms:
        raise writer.wrong("by what this gradient is taken is not said", node, "∇ without what it is taken by")
    end = top[-1].end
    tops: list[list[TexNode]] = [top]
    if is_twice:
        tops = [[_slope_of(top, bottom[-1], node)] for bottom in bottoms]
    _put_each(writer, tops, lambda row: put_slopes(writer, list(row), bottoms, node, end), node, end)
    return behind - place


def _last_layer(writer: Writer, parts: Sequence[TexNode]) -> TexNode:
    r"""What \nabla is taken by: the a of \nabla_a C is a^L, where all others have layers."""
    node = parts[0] if len(parts) == 1 else Group(tuple(parts), start=parts[0].start, end=parts[-1].end)
    base, below, above, _ = parts_of(node)
    spelled = base_of(base)
    if spelled is None or below is not None or above is not None or spelled.name not in writer.survey.counted.above:
        return node
    last = Fence("(", (Letter("L", start=node.end, end=node.end),), ")", start=node.end, end=node.end)
    raised = Group((last,), start=node.end, end=node.end)
    return Scripted(node, None, raised, 0, start=node.start, end=node.end)


def put_slopes(writer: Writer, top: list[TexNode], bottoms: Sequence[list[TexNode]], node: TexNode, end: int) -> None:
    """The derivative by one name, or the list of those by several."""
    _put_each(writer, bottoms, lambda bottom: put_slope(writer, list(top), bottom, node, end), node, end)


def _put_each(
    writer: Writer,
    things: Sequence[list[TexNode]],
    put: Callable[[list[TexNode]], object],
    node: TexNode,
    end: int,
) -> None:
    """What is put for one thing, or the list of that for several."""
    if len(things) == 1:
        put(things[0])
        return
    writer.put("[", "[", node.start, node.start, spaced=True)
    for number, thing in enumerate(things):
        if number:
            writer.put(",", ",", node.start, node.start)
        put(thing)
    writer.put("]", "]", end - 1, end)


def _operand_behind(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    """Where what ∇ is taken of ends: behind a name and its arguments, or behind brackets."""
    if place >= len(nodes) or isinstance(nodes[place], Sign):
        return place
    after = nodes[place + 1] if place + 1 < len(nodes) else None
    if (name := plain_name(writer, nodes[place])) is None or not isinstance(after, Fence):
        return place + 1
    if has_arguments(writer, nodes[place], after) or tuple(after.parts) == writer.survey.arguments.get(name):
        return place + 2
    if writer.survey.is_called(name):
        raise writer.wrong("the gradient at another place is not read", after, "evaluated at a place")
    return place + 1


def _operands(writer: Writer, top: TexNode) -> list[list[TexNode]]:
    """What a name is said to be of, or the only name it is differentiated by."""
    name = plain_name(writer, top) or ""
    if arguments := writer.survey.arguments.get(name, ()):
        return [[each] for each in arguments]
    bottoms = writer.survey.bottoms.get(name, {})
    return [[next(iter(bottoms.values()))]] if len(bottoms) == 1 else []


def put_slanted(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    r"""\partial J / \partial w, slanted."""
    node = nodes[place]
    if not is_sign(nodes, place, "∂"):
        return 0
    match list(nodes[place : place + 5]):
        case [Sign("∂"), top, Sign("/"), Sign("∂"), bottom]:
            at = Group((), start=node.start, end=bottom.end)
            put_slope(writer, [top], [bottom], at, bottom.end)
            return 5
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
