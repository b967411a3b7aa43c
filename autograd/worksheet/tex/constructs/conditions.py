r"""Conditions: \mathbb{1}[k = i], [z > 0], \delta_{ij}, and for which indices a statement holds."""

from collections.abc import Sequence
from dataclasses import replace

from autograd.worksheet.language.tokens import Token
from autograd.worksheet.tex.constructs.looks import is_condition_in_brackets
from autograd.worksheet.tex.constructs.naming import put_raised
from autograd.worksheet.tex.constructs.writer import Writer
from autograd.worksheet.tex.names import Index, indices_of, parts_of, raised_of
from autograd.worksheet.tex.nodes import Digits, Fence, Group, Letter, Scripted, Sign, Styled, TexNode, Words
from autograd.worksheet.tex.rows import split_at, unwrapped

ONES = "ones·"
"""What the name of a list of ones begins with; each has its own length."""


def put_condition(writer: Writer, node: Fence) -> None:
    """1 where a condition in square brackets holds, else 0: [z > 0]."""
    sides = split_at(node.parts, [">", "<", "≥", "≤", "≠"])
    sign = next(part.text for part in node.parts if isinstance(part, Sign) and part.text in "><≥≤≠")
    if len(sides) != 2 or not all(sides):
        raise writer.wrong("this condition is not read", node, "indicators with other conditions")
    last = unwrapped(sides[1])
    if sign == "≠" and len(last) == 1 and isinstance(last[0], Words) and last[0].text.lower() == "nan":
        writer.call("notnan", node, sides[0], node.start, node.end)
        return
    if sign == "≠":
        if [getattr(part, "text", "") for part in last] != ["0"]:
            raise writer.wrong("this condition is not read", node, "indicators with other conditions")
        writer.call("nonzero", node, sides[0], node.start, node.end)
        return
    left, right = sides if sign in ">≤" else sides[::-1]
    writer.open(node.start)
    if sign in "≥≤":  # not the other way round
        writer.put("number", "1", node.start, node.start, number=1.0)
        writer.put("-", "-", node.start, node.start)
    writer.put("name", "mask", node.start, node.start)
    writer.put("(", "(", node.start, node.start)
    writer.row(left)
    writer.put("-", "-", node.start, node.start)
    writer.wrapped(right, node.start, node.end)
    writer.close(node.end)
    writer.close(node.end)


_ONE = Digits("1", start=0, end=0)


def put_indicator(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    r"""\mathbb{1}[k = i], \mathbf 1_{k=i}, 1(z > 0): how many nodes it takes; 0 if it is none."""
    node = nodes[place]
    base, below, _above, _ = parts_of(node)
    match base:
        case Styled(_, Group((Digits("1"),))) | Styled("mathbb", Group((Letter("I"),))):
            pass
        case Digits("1") if below is not None and any(_is_relation(part) for part in _bracketed(below.parts)):
            pass
        case Digits("1") if place + 1 < len(nodes) and is_condition_in_brackets(nodes[place + 1]):
            pass
        case _:
            return 0
    axes = split_at(below.parts, ["×"]) if below is not None else []
    if len(axes) == 1 and len(axes[0]) == 1 and isinstance(node, Scripted):
        match axes[0]:
            case [Letter(length) | Digits(length)]:
                return put_ones(writer, replace(node, below=None), length)
    if len(axes) == 2 and [_ONE] in axes:  # as many as fit
        return put_ones(writer, replace(node, below=None) if isinstance(node, Scripted) else node)
    after = nodes[place + 1] if place + 1 < len(nodes) else None
    condition: Sequence[TexNode] = ()
    used = 1
    if below is not None:
        condition = _bracketed(below.parts)
    elif isinstance(after, Fence):
        condition, used = after.parts, 2
    if not condition:
        return put_ones(writer, node)
    sides = [side for side in split_at(condition, ["=", ">", "<", "≥", "≤", "≠"]) if side]
    sign = next((each.text for each in condition if isinstance(each, Sign) and each.text in "=><≥≤≠"), "")
    if len(sides) != 2:
        raise writer.wrong("this condition is not read", node, "indicators with other conditions")
    end = nodes[place + used - 1].end
    if sign in "=≠":
        items = [indices_of(Group(tuple(side), start=node.start, end=end)) for side in sides]
        if not all(len(each) == 1 and each[0].text for each in items):
            raise writer.wrong("this condition is not read", node, "indicators with other conditions")
        if sign == "≠":
            writer.open(node.start)
            writer.put("number", "1", node.start, node.start, number=1.0)
            writer.put("-", "-", node.start, node.start)
        put_equal_indices(writer, [items[0][0], items[1][0]], Group((), start=node.start, end=end))
        if sign == "≠":
            writer.close(end)
        return used
    left, right = sides if sign in ">≥" else sides[::-1]
    writer.put("name", "step", node.start, node.start)
    writer.put("(", "(", node.start, node.start)
    writer.row(left)
    writer.put("-", "-", node.start, node.start)
    writer.wrapped(right, node.start, end)
    writer.close(end)
    return used


def put_ones(writer: Writer, node: TexNode, length: str = "") -> int:
    r"""\mathbf{1}: a list of ones, as long as it has to be where it stands, or as is told below: \mathbf{1}_m."""
    _, below, above, primes = parts_of(node)
    if below is not None or primes:
        raise writer.wrong("a vector of ones is not read", node, "vectors of ones")
    name = f"{ONES}{length or node.start}"
    if length:
        writer.survey.ones[name] = (length,)
    writer.survey.shown[name] = "1"
    writer.put("name", name, node.start, node.end)
    put_raised(writer, raised_of(above, writer.survey.is_t_a_name), node)
    return 1


def _bracketed(nodes: Sequence[TexNode]) -> Sequence[TexNode]:
    """The nodes without the brackets around all of them."""
    nodes = unwrapped(nodes)
    return nodes[0].parts if len(nodes) == 1 and isinstance(nodes[0], Fence) else nodes


def _is_relation(node: TexNode) -> bool:
    return isinstance(node, Sign) and node.text in "=≠><≥≤"


def put_kronecker(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    r"""\delta_{ij}, 1 where two indices are the same."""
    node = nodes[place]
    match node:
        case Scripted(Letter("delta"), Group() as below, Group() | None as above, _):
            indices = [*indices_of(below), *indices_of(above)]
            if above is not None and len(indices_of(above)) != 1:
                return 0
            known = [each.kind == "number" or writer.survey.is_index(each.text) for each in indices]
            if len(indices) == 2 and all(known) and all(each.kind in ("letter", "number") for each in indices):
                put_equal_indices(writer, indices, node)
                return 1
    return 0


def put_equal_indices(writer: Writer, indices: Sequence[Index], node: TexNode) -> None:
    """1 where two indices are the same, else 0."""
    if writer.after_name():
        writer.shield()
    writer.put("name", "indicator", node.start, node.start)
    writer.put("(", "(", node.start, node.start)
    for place, index in enumerate(indices):
        if place:
            writer.put("-", "-", node.start, node.start)
        if index.kind == "number":
            writer.put("number", index.text, node.start, node.start, number=float(index.text) - writer.survey.first)
        else:
            writer.put("name", index.text, node.start, node.start)
    writer.close(node.end)


def guard_of(writer: Writer, nodes: Sequence[TexNode]) -> list[Token]:
    """A condition on an index letter as tokens; none for what is no such condition."""
    match list(nodes):
        case [Letter(one) as left, Sign("=" | "≠" as sign) as middle, Letter() | Digits() as right]:
            if not writer.survey.is_index(one):
                return []
            kind = "=" if sign == "=" else "!="
            other = (
                Token("name", right.text, right.start, right.end - right.start)
                if isinstance(right, Letter)
                else Token("number", right.text, right.start, 1, float(right.text) - writer.survey.first)
            )
            return [
                Token("name", one, left.start, left.end - left.start),
                Token(kind, kind, middle.start, middle.end - middle.start),
                other,
            ]
    return []
