"""A student's own formulas set for web pages, as MathML made from the source; what is wrong in them is marked."""

import re
from collections.abc import Sequence
from html import escape

from autograd.formulas.mathml import bracket, in_brackets
from autograd.worksheet.tex.names import shown_letter
from autograd.worksheet.tex.nodes import (
    Accent,
    Braced,
    Digits,
    Fence,
    Fraction,
    Group,
    Letter,
    Root,
    Scripted,
    Sign,
    Space,
    Styled,
    Table,
    TexNode,
    Words,
)

Places = Sequence[tuple[int, int]]
"""From where to where of the document something is wrong."""

_MARKS = {"hat": "^", "bar": "¯", "tilde": "~", "dot": "˙", "ddot": "¨", "check": "ˇ", "breve": "˘", "ring": "˚"}
_SHOWN = {"-": "−", "*": "∗", ":=": "≔", "<-": "←", "⇒": "⇒", ".": ".", "'": "′"}
_DOUBLE = {"R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ", "E": "𝔼", "1": "𝟙", "I": "𝕀", "P": "ℙ"}
_SCRIPT = {"L": "ℒ", "J": "𝒥", "D": "𝒟", "N": "𝒩", "E": "ℰ", "H": "ℋ", "F": "ℱ", "B": "ℬ", "R": "ℛ"}
_TABLES = {
    "pmatrix": "()",
    "bmatrix": "[]",
    "Bmatrix": "{}",
    "vmatrix": "||",
    "Vmatrix": "‖‖",
    "cases": "{ ",
    "dcases": "{ ",
    "rcases": " }",
}


def mathml(nodes: Sequence[TexNode], wrong: Places = (), display: bool = True) -> str:
    """Nodes as a <math> element.

    >>> from autograd.worksheet.tex.grouping import group
    >>> from autograd.worksheet.language.latex.scanning import scan
    >>> mathml(group(scan("x^2 + y"), ""), [(6, 7)], display=False)
    '<math><mrow><msup><mi>x</mi><mn>2</mn></msup><mo>+</mo><mrow class="fault"><mi>y</mi></mrow></mrow></math>'
    """
    block = ' display="block"' if display else ""
    return f"<math{block}>{_one(nodes, wrong)}</math>"


def _one(nodes: Sequence[TexNode], wrong: Places) -> str:
    """Nodes as one element."""
    if len(nodes) == 1 and not any(_is_in(nodes[0], place) for place in wrong):
        return _element(nodes[0], wrong)
    return f"<mrow>{_row(nodes, wrong)}</mrow>"


def _row(nodes: Sequence[TexNode], wrong: Places) -> str:
    """Nodes side by side; those of a place that is wrong in one element that says so."""
    parts: list[str] = []
    held: list[str] = []
    at: tuple[int, int] | None = None
    for node in nodes:
        place = next((each for each in wrong if _is_in(node, each)), None)
        if held and place != at:
            parts.append(f'<mrow class="fault">{"".join(held)}</mrow>')
            held = []
        at = place
        if place is not None:
            held.append(_element(node, ()))
        else:
            parts.append(_element(node, wrong))
    if held:
        parts.append(f'<mrow class="fault">{"".join(held)}</mrow>')
    return "".join(parts)


def _is_in(node: TexNode, place: tuple[int, int]) -> bool:
    end = node.end
    match node:
        case Braced(Group((*_, last)), _, _):  # what is noted at a brace is no part of what a verdict is about
            end = last.end
    return place[0] <= node.start and end <= place[1] and node.start < end


def _element(node: TexNode, wrong: Places) -> str:
    """A node as an element."""
    match node:
        case Letter(text):
            return f"<mi>{escape(shown_letter(text))}</mi>"
        case Digits(text):
            return f"<mn>{escape(text.replace('{,}', ','))}</mn>"
        case Sign(text):
            if text.startswith("\\"):
                return f"<mi>{escape(text[1:])}</mi>"
            return bracket(text) or f"<mo>{escape(_SHOWN.get(text, text))}</mo>"
        case Words(text, command):
            shown = escape(text)
            if text != text.strip():  # blanks at its ends would not be set
                shown = re.sub(r"^ | $", "\N{NO-BREAK SPACE}", shown)
            return f"<mi>{shown}</mi>" if command == "operatorname" else f"<mtext>{shown}</mtext>"
        case Space():
            return '<mspace width="1em"></mspace>'
        case Group(parts):
            return _one(parts, wrong)
        case Fraction(above, below):
            return f"<mfrac>{_one(above.parts, wrong)}{_one(below.parts, wrong)}</mfrac>"
        case Root(content, None):
            return f"<msqrt>{_row(content.parts, wrong)}</msqrt>"
        case Root(content, Group() as degree):
            return f"<mroot>{_one(content.parts, wrong)}{_one(degree.parts, wrong)}</mroot>"
        case Accent(mark, content):
            inside = _one(content.parts, wrong)
            return f'<mover accent="true">{inside}<mo stretchy="false">{_MARKS.get(mark, "^")}</mo></mover>'
        case Styled(style, content):
            return _styled(style, content, wrong)
        case Fence(opening, parts, closing):
            return in_brackets(_shown(opening), _one(parts, wrong), _shown(closing))
        case Braced(content, note, over):
            return _braced(content, note, over, wrong)
        case Table(name, rows):
            return _table(name, rows, wrong)
        case Scripted():
            return _scripted(node, wrong)
    return ""


def _shown(bracket: str) -> str:
    return "" if bracket in (".", " ") else bracket


def _styled(style: str, content: Group, wrong: Places) -> str:
    """Something in another face: bold by its style, double-struck and script letters by their own signs."""
    table = _DOUBLE if style == "mathbb" else _SCRIPT if style in ("mathcal", "mathscr") else {}
    match content.parts:
        case (Letter(text) | Digits(text),) if text in table:
            return f"<mi>{table[text]}</mi>"
    inside = _one(content.parts, wrong)
    bold = style in ("mathbf", "boldsymbol", "bm", "pmb", "bold", "symbf")
    return f'<mrow style="font-weight: bold">{inside}</mrow>' if bold else inside


def _braced(content: Group, note: Group | None, over: bool, wrong: Places) -> str:
    tag, sign = ("mover", "⏞") if over else ("munder", "⏟")
    inside = f'<{tag}>{_one(content.parts, wrong)}<mo stretchy="true">{sign}</mo></{tag}>'
    return f"<{tag}>{inside}{_one(note.parts, wrong)}</{tag}>" if note is not None else inside


def _table(name: str, rows: Sequence[Sequence[Group]], wrong: Places) -> str:
    cells = "".join(f"<mtr>{''.join(f'<mtd>{_row(cell.parts, wrong)}</mtd>' for cell in row)}</mtr>" for row in rows)
    opening, closing = map(_shown, _TABLES.get(name, "  "))
    return in_brackets(opening, f"<mtable>{cells}</mtable>", closing)


def _scripted(node: Scripted, wrong: Places) -> str:
    """Something with what stands below and above it."""
    base = _one((node.base,), wrong)
    is_sum = isinstance(node.base, Sign) and node.base.text in "∑∏"
    below = _one(node.below.parts, wrong) if node.below is not None else ""
    above = _one(node.above.parts, wrong) if node.above is not None else ""
    if node.primes:
        primes = f"<mo>{'′' * node.primes}</mo>"
        above = f"<mrow>{primes}{above}</mrow>" if above else primes
    names = ("munder", "mover", "munderover") if is_sum else ("msub", "msup", "msubsup")
    if below and above:
        return f"<{names[2]}>{base}{below}{above}</{names[2]}>"
    if not (below or above):
        return base
    tag = names[0] if below else names[1]
    return f"<{tag}>{base}{below or above}</{tag}>"
