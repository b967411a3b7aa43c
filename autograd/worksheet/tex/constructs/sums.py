r"""Sums and products over index letters: \sum_{i=1}^n, \prod_{k \neq i}, a sum without its letter."""

from collections.abc import Sequence
from dataclasses import replace

from autograd.worksheet.language.tokens import Token
from autograd.worksheet.tex.constructs.looks import extent
from autograd.worksheet.tex.constructs.naming import plain_name
from autograd.worksheet.tex.constructs.writer import OTHER_SUM, Writer
from autograd.worksheet.tex.names import indices_of, parts_of, raised_of
from autograd.worksheet.tex.nodes import (
    Accent,
    Digits,
    Fence,
    Group,
    Letter,
    Scripted,
    Sign,
    Space,
    Styled,
    TexNode,
    Words,
)
from autograd.worksheet.tex.rows import split_at, unwrapped
from autograd.worksheet.tex.survey import bound_letters


def put_sum(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    """A sum, or a product, with what it is taken of: the factors behind it."""
    node = nodes[place]
    sign, below, above, _ = parts_of(node)
    if not (isinstance(sign, Sign) and sign.text in _FOLDS):
        return 0
    fold, said = _FOLDS[sign.text]
    end = extent(nodes, place + 1)
    if end == place + 1:
        raise writer.wrong(f"nothing stands behind this {said}", node)
    body = nodes[place + 1 : end]
    letters = bound_letters(below)
    if not letters:
        letters = letters_in(writer, body)
        if not letters and below is None and above is None and fold == "sum" and _has_name(body):
            writer.call(fold, node, body, node.end, body[-1].end)
            return end - place
        if len(letters) > 1:  # z_j = \sum x_i w_{ij}: j is the place of z
            equals = next((place for place, token in enumerate(writer.out) if token.kind == "="), 0)
            left = {token.text for token in writer.out[:equals]}
            letters = [each for each in letters if each not in left]
        if len(letters) != 1:
            raise writer.wrong(f"this {said} does not say over what", node, f"{said}s that do not say over what")
    if len(letters) == 1:
        end = with_terms(writer, nodes, end, letters[0])
        body = nodes[place + 1 : end]
    other = excluded(writer, below, node, said)
    bound = length_of(writer, above)
    if bound and len(letters) == 1:
        writer.bounds[letters[0]] = bound
    writer.put("name", fold, node.start, node.end)
    writer.put("(", "(", node.end, node.end)
    for letter in letters[:-1]:
        bind(writer, letter, node)
        writer.put("name", fold, node.start, node.end)
        writer.put("(", "(", node.end, node.end)
    bind(writer, letters[-1], node)
    begun = len(writer.out)
    writer.row(body)
    if other is not None and fold == "prod":
        put_condition(writer, begun, letters[-1], other, body)
    elif other is not None:
        leave_out(writer, begun, letters[-1], other, body)
    for _ in letters:
        writer.close(body[-1].end)
    return end - place


def _has_name(nodes: Sequence[TexNode]) -> bool:
    """Whether nodes have a name in them: what is added up may be a list."""
    return any(isinstance(node, (Letter, Words, Accent, Styled)) for root in nodes for node in root.inside())


_FOLDS = {"∑": ("sum", "sum"), "∏": ("prod", "product")}
"""What signs over an index are called, in the language and in messages."""


def length_of(writer: Writer, above: Group | None) -> str:
    """How far a sum runs: a number, or the name of a length."""
    match unwrapped(above.parts) if above is not None else ():
        case (Digits(text),) if text.isdigit():
            return text
        case (Letter() | Scripted() as node,) if (name := plain_name(writer, node)) is not None:
            return name if isinstance(node, Letter) else ""
        case (Fence("|" | "‖", (Letter(text),), _),):
            return f"|{text}|"
    return ""


def bind(writer: Writer, letter: str, node: TexNode) -> None:
    writer.put("name", letter, node.start, node.end)
    writer.put(":", ":", node.end, node.end)


def excluded(writer: Writer, below: Group | None, node: TexNode, said: str) -> TexNode | None:
    r"""The place a sum or product leaves out: the i of \sum_{k \neq i}; None if none."""
    if below is None:
        return None
    groups = [unwrapped(part) for part in split_at(unwrapped(below.parts), [","])]
    found: TexNode | None = None
    for parts in groups:
        match [part for part in parts if not isinstance(part, Space)]:
            case [Letter()] | [Scripted(Letter(), None, None, _)]:
                pass
            case [Letter(), Sign("="), Digits("0" | "1")]:
                pass
            case [Letter(), Sign("="), _, Sign("…"), *_]:
                pass
            case [Letter(), Sign("≠"), Letter() | Digits() as other]:
                found = other
            case [Letter(), Sign("∈"), *_] | [Scripted(), Sign("∈"), *_] | [Fence("("), Sign("∈"), *_]:
                pass
            case [Letter(), *rest] if all(isinstance(each, Letter) for each in rest):
                pass
            case _:
                raise writer.wrong(f"a {said} with these bounds is not read", node, OTHER_SUM)
    return found


def with_terms(writer: Writer, nodes: Sequence[TexNode], end: int, letter: str) -> int:
    """Where a sum ends that has no brackets around its terms: behind those that speak of its letter, too.

    They do so in vain if it stands on the left of the first = as well, and have it from a sum of their own.
    """
    equals = next((place for place, token in enumerate(writer.out) if token.kind == "="), None)
    if equals is None or any(token.text == letter for token in writer.out[:equals]):
        return end
    while end < len(nodes) and isinstance(sign := nodes[end], Sign) and sign.text in ("+", "-"):
        behind = extent(nodes, end + 1)
        term = nodes[end + 1 : behind]
        bound = {each for root in term for node in root.inside() for each in _bound_by(node)}
        if letter in bound or letter not in letters_in(writer, term):
            break
        end = behind
    return end


def _bound_by(node: TexNode) -> list[str]:
    base, below, _, _ = parts_of(node)
    return bound_letters(below) if isinstance(base, Sign) and base.text in _FOLDS else []


def put_condition(writer: Writer, begun: int, letter: str, other: TexNode, body: Sequence[TexNode]) -> None:
    """Let the product written since then leave out a place: its factors are those with another letter."""
    writer.out.insert(begun, Token("(", "(", body[0].start, 0))
    end = body[-1].end
    writer.close(end)
    writer.put_all("if", letter, "!=", at=end)
    writer.row([other])


def leave_out(writer: Writer, begun: int, letter: str, other: TexNode, body: Sequence[TexNode]) -> None:
    """Take from the sum written since then what its body is at the place left out."""
    written = writer.out[begun:]
    if isinstance(other, Digits):
        there = Token("number", other.text, other.start, 1, float(other.text) - writer.survey.first)
    else:
        assert isinstance(other, Letter)
        there = Token("name", other.text, other.start, 1)
    indicator = [
        Token("name", "indicator", other.start, 0),
        Token("(", "(", other.start, 0),
        Token("name", letter, other.start, 0),
        Token("-", "-", other.start, 0),
        replace(there, length=0),
        Token(")", ")", other.start, 0),
    ]
    start, end = body[0].start, body[-1].end
    writer.out[begun:] = [
        Token("(", "(", start, 0),
        Token("number", "1", start, 0, 1.0),
        Token("-", "-", start, 0),
        *indicator,
        Token(")", ")", start, 0),
        Token("*", "", start, 0),
        Token("(", "(", start, 0),
        *written,
        Token(")", ")", end - 1, 1),
    ]


def letters_in(writer: Writer, nodes: Sequence[TexNode]) -> list[str]:
    """The index letters below names in nodes, in order."""
    found: dict[str, None] = {}
    for root in nodes:
        for node in root.inside():
            if not isinstance(node, Scripted):
                continue
            samples = raised_of(node.above)
            indices = [(each.kind, each.text) for each in indices_of(node.below)]
            for kind, text in [*indices, (samples.kind, samples.layer)]:
                if kind == "letter" and writer.survey.is_index(text):
                    found[text] = None
    return list(found)
