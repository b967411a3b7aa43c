r"""What stands in brackets or between bars, below a root, and what is raised behind it."""

from collections.abc import Sequence

from autograd.worksheet.tex.constructs.conditions import put_condition
from autograd.worksheet.tex.constructs.looks import is_sign
from autograd.worksheet.tex.constructs.naming import entry_of_name, put_index, put_raised
from autograd.worksheet.tex.constructs.tables import put_list
from autograd.worksheet.tex.constructs.writer import WORD_OPENINGS, Writer
from autograd.worksheet.tex.names import base_of, indices_of, parts_of, raised_of
from autograd.worksheet.tex.nodes import (
    Braced,
    Digits,
    Fence,
    Fraction,
    Group,
    Letter,
    Root,
    Sign,
    Styled,
    Table,
    TexNode,
    Words,
)
from autograd.worksheet.tex.rows import split_at


def put_root(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    """A root."""
    node = nodes[place]
    assert isinstance(node, Root)
    content, degree = node.content, node.degree
    if degree is not None:
        writer.wrapped(content.parts, content.start, content.end)
        writer.put("^", "^", node.start, node.start)
        writer.put("(", "(", node.start, node.start)
        writer.put("number", "1", node.start, node.start, number=1.0)
        writer.put("/", "/", node.start, node.start)
        writer.single(degree)
        writer.close(node.end)
        return 1
    writer.call("sqrt", node, content.parts, content.start, node.end)
    return 1


def put_braces(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    """What stands in braces, as if they were not there."""
    node = nodes[place]
    assert isinstance(node, Group)
    writer.row(node.parts)
    return 1


def put_styled(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    r"""What is set in bold and is no name: \mathbf{0.675}, \mathbf{-2 x}."""
    match nodes[place]:
        case Styled(style, content) as node if style != "mathbb" and base_of(node) is None:
            writer.row(content.parts)
            return 1
    return 0


def put_bars(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    """Bars: the size of a number, the length of a list."""
    match nodes[place]:
        case Fence("|" | "‖" as bar, parts, _) as node:
            is_length = bar == "‖" or is_sign(parts, 0, "∇")  # |∇f(1, 2)|
            writer.call("norm" if is_length else "abs", node, parts, node.start, node.end)
            return 1
    return 0


def put_fence(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    """Brackets; of what has commas in it a list."""
    node = nodes[place]
    assert isinstance(node, Fence)
    parts = list(node.parts)
    if node.opening == "⟨" and node.closing == "⟩" and len(split_at(parts, [",", "|"])) == 2:
        comma = [Sign(",", start=part.start, end=part.end) if is_sign([part], 0, "|") else part for part in parts]
        writer.call("dot", node, comma, node.start, node.end)
        return 1
    if node.opening not in ("(", "[", "{", ".") or node.closing not in (")", "]", "}", "."):
        raise writer.wrong(f"{node.opening} … {node.closing} has no meaning here", node)
    if node.closing == "." or node.opening == ".":
        raise writer.wrong("what is evaluated at a place is not read", node, "evaluated at a place")
    if any(isinstance(part, Sign) and part.text == "," for part in parts):
        if node.opening == "{":
            raise writer.wrong("a set is not read", node, "sets")
        if writer.after_name() and writer.out[-1].text not in WORD_OPENINGS:
            raise writer.wrong("this function is defined nowhere", node, "functions that are defined nowhere")
        put_list(writer, list(split_at(parts, [","])), node)
        return 1
    if not parts:
        raise writer.wrong("nothing stands in these brackets", node)
    if node.opening == "[" and any(isinstance(part, Sign) and part.text in "><≥≤≠" for part in parts):
        put_condition(writer, node)
        return 1
    writer.wrapped(parts, node.start, node.end)
    return 1


def put_powered(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    """Brackets, a number, a fraction with what is raised behind them."""
    node = nodes[place]
    base, below, above, primes = parts_of(node)
    is_bare = isinstance(base, (Group, Fraction, Table, Braced, Root)) and base_of(base) is None
    if not (isinstance(base, (Fence, Digits)) or is_bare):
        return 0
    if primes:
        raise writer.wrong("the derivative of what is in brackets does not say by what", node, "primes")
    norm = isinstance(base, Fence) and base.opening in ("‖", "|")
    if below is not None and isinstance(base, Table) and _is_size(below):
        below = None
    if below is not None and not (
        norm and [part.text for part in below.parts if isinstance(part, (Digits, Letter, Words))] in (["2"], ["F"])
    ):
        if (isinstance(base, Fence) and base.opening in "([") or norm or entry_of_name(node) is not None:
            put_entry(writer, node, base, below, above)
            return 1
        raise writer.wrong("an index behind brackets is not read", node, "indices behind brackets")
    raised = raised_of(above, writer.survey.is_t_a_name)
    match raised.power.parts if raised.power is not None else ():
        case (Letter("t"),) if not (
            writer.survey.alone["t"] or "t" in writer.survey.given or writer.survey.is_index("t")
        ):
            raised = raised._replace(power=None, transposed=True)
    if isinstance(base, (Digits, Fence)):
        writer.row([base])
    else:
        writer.wrapped([base], base.start, base.end)
    put_raised(writer, raised, node)
    return 1


def _is_size(below: Group) -> bool:
    r"""Whether a size stands below a matrix: A_{m \times n}."""
    axes = split_at(below.parts, ["×"])
    return len(axes) == 2 and all(len(axis) == 1 for axis in axes)


def put_entry(writer: Writer, node: TexNode, base: TexNode, below: Group, above: Group | None) -> None:
    """(W x)_i, an entry of what is in brackets."""
    assert isinstance(base, (Fence, Group))
    if isinstance(base, Fence) and base.opening in ("‖", "|"):
        raise writer.wrong("this norm is not read", node, "other norms")
    indices = indices_of(below)
    if not indices or any(each.kind not in ("letter", "number") for each in indices):
        raise writer.wrong("an index behind brackets is not read", node, "indices behind brackets")
    writer.wrapped(base.parts, base.start, base.end)
    put_index(writer, indices, below.start, below.end)
    put_raised(writer, raised_of(above, writer.survey.is_t_a_name), node)
