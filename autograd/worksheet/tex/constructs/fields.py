r"""What is said of functions of several letters: f_x(1, 2), \nabla f(1, 2), H(1, 2), \det H(1, 2).

The reader of the language knows their derivatives by one word each: ∇f, ∇2f, ∇f_x.
"""

from collections.abc import Sequence

from autograd.worksheet.language.forms.fields import NABLA, NABLA_TWICE
from autograd.worksheet.tex.constructs.derivatives import bottoms_of
from autograd.worksheet.tex.constructs.functions import put_behind
from autograd.worksheet.tex.constructs.looks import is_differential, is_second
from autograd.worksheet.tex.constructs.writer import Writer
from autograd.worksheet.tex.fields import letter_of
from autograd.worksheet.tex.names import base_of, parts_of
from autograd.worksheet.tex.nodes import Digits, Fence, Fraction, Group, Scripted, Sign, TexNode
from autograd.worksheet.tex.rows import split_at, unwrapped


def put_partial(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    r"""f_x, f_{xy}(1, 2), \frac{\partial f}{\partial x}(1, 2), of a function of several letters."""
    node = nodes[place]
    found = _slope_in(writer, node) if isinstance(node, Fraction) else writer.survey.fields.below(node)
    return _put_word(writer, f"{NABLA}{found[0]}_{found[1]}", found[0], nodes, place) if found is not None else 0


def _slope_in(writer: Writer, node: Fraction) -> tuple[str, str] | None:
    """The function and the letters of a derivative written as a fraction; None for what is anything else."""
    above, below = unwrapped(node.above.parts), unwrapped(node.below.parts)
    if len(above) != 2 or not is_differential(below) or not (is_second(above) or is_differential(above)):
        return None
    spelled = base_of(above[1])
    letters = writer.survey.fields.letters.get(spelled.name, ()) if spelled is not None else ()
    by = [letter_of([each]) for each in (bottoms_of(below) if is_second(above) else below[1:])]
    if not letters or spelled is None or len(by) != 1 + is_second(above) or not set(by) <= set(letters):
        return None
    return spelled.name, "".join(by)


def put_gradient_of(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    r"""\nabla f, \nabla f(1, 2) and \nabla^2 f(1, 2) of a function of several letters."""
    sign, below, above, _ = parts_of(nodes[place])
    if not (isinstance(sign, Sign) and sign.text == NABLA) or below is not None or place + 1 >= len(nodes):
        return 0
    spelled = base_of(nodes[place + 1])
    if spelled is None or spelled.name not in writer.survey.fields.letters:
        return 0
    if above is not None and above != _TWO:
        return 0
    word = f"{NABLA if above is None else NABLA_TWICE}{spelled.name}"
    return 1 + _put_word(writer, word, spelled.name, nodes, place + 1, nodes[place])


_TWO = Group((Digits("2", start=0, end=0),), start=0, end=0)


def put_hessian(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    """H(1, 2), H_f: the second derivatives of a function of several letters."""
    name = writer.survey.fields.is_hessian(nodes[place])
    if not name:
        return 0
    used = _put_word(writer, f"{NABLA_TWICE}{name}", name, nodes, place)
    match list(nodes[place + 1 : place + 2]):
        case [Fence("(", (vector,))] if used == 1 and base_of(vector) is not None:  # H(x) for all letters at once
            return 2
    return used


def put_determinant(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    r"""\det H(1, 2), of two letters, as f_{xx} f_{yy} - f_{xy}^2."""
    node = nodes[place]
    if getattr(node, "text", "") != "det" or place + 1 >= len(nodes):
        return 0
    behind: Sequence[TexNode] = nodes[place + 1 :]
    match behind[0]:
        case Fence("(", parts) if parts:
            behind, used = parts, 2
        case _:
            used = 0
    name = writer.survey.fields.is_hessian(behind[0])
    letters = writer.survey.fields.letters.get(name, ())
    if len(letters) != len("xy"):
        return 0
    point = _place_behind(behind, 0, len(letters))
    x, y = letters
    writer.open(node.start)
    for number, (one, other) in enumerate(((x, x), (y, y), (x, y))):
        writer.put("name", f"{NABLA}{name}_{one}{other}", node.start, behind[0].end)
        if point is not None:
            _put_place(writer, point)
        if number < 2:
            writer.put_all("*-"[number], at=node.start)
    writer.put_all("^", "2", at=node.start)
    writer.close(behind[1 if point is not None else 0].end)
    return used or 2 + (point is not None)


def _put_word(
    writer: Writer, word: str, name: str, nodes: Sequence[TexNode], place: int, first: TexNode | None = None
) -> int:
    """A slope as one word, with the place in brackets behind it; how many nodes these are."""
    node = nodes[place]
    writer.put("name", word, (first or node).start, node.end)
    point = _place_behind(nodes, place, len(writer.survey.fields.letters[name]))
    if point is None:
        return 1
    _put_place(writer, point)
    put_behind(writer, nodes[place + 1], point.end)
    return 2


def _place_behind(nodes: Sequence[TexNode], place: int, count: int) -> Fence | None:
    """The brackets with so many entries behind a node; None if none follow."""
    after = nodes[place + 1] if place + 1 < len(nodes) else None
    fence = after.base if isinstance(after, Scripted) else after
    is_place = isinstance(fence, Fence) and fence.opening == "(" and len(split_at(fence.parts, [","])) == count
    return fence if is_place and isinstance(fence, Fence) else None


def _put_place(writer: Writer, fence: Fence) -> None:
    """Numbers or letters in brackets."""
    writer.put("(", "(", fence.start, fence.start + 1)
    for number, entry in enumerate(split_at(fence.parts, [","])):
        if number:
            writer.put(",", ",", entry[0].start if entry else fence.start, entry[0].start if entry else fence.start)
        writer.row(entry)
    writer.close(fence.end)
