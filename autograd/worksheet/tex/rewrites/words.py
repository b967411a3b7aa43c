r"""Letters side by side that are one word: Loss, net_1, softmax(z); wx is a product where w and x stand alone too."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from autograd.worksheet.language.vocabulary import function_called
from autograd.worksheet.tex.nodes import (
    Accent,
    Braced,
    Fence,
    Fraction,
    Group,
    Letter,
    Root,
    Scripted,
    Sign,
    Styled,
    Table,
    TexNode,
    Words,
    rows_in,
)

SHORTEST = 3
"""Letters of a word; two are a product, or a differential."""

LONGEST_WORD = 40
"""Letters of a word at most."""

SHORT = ("ln",)
"""Words that are shorter."""


def join_words(rows: Sequence[Sequence[TexNode]]) -> list[tuple[TexNode, ...]]:
    """The rows of a document with the letters of words joined."""
    alone = {letter for row in rows for letter in _alone(row)}
    letters = Letters(alone, {*SHORT, *_called(rows, alone), *_differentiated_by(rows)})
    return [tuple(_joined(row, letters)) for row in rows]


class Letters(set[str]):
    """The letters that stand alone, and words that are short."""

    def __init__(self, alone: Iterable[str], short: Iterable[str]) -> None:
        super().__init__(alone)
        self.short = frozenset(short)


def _called(rows: Iterable[Sequence[TexNode]], alone: set[str]) -> set[str]:
    """Two capital letters before brackets, as in CE(y, p), that do not both stand alone elsewhere."""
    found = set()
    for row in (inner for each in rows for inner in rows_in(each)):
        for one, other, after in zip(row, row[1:], row[2:], strict=False):
            match one, other, after:
                case Letter(first), Letter(last), Fence("(", _, _) if one.end == other.start:
                    if (first + last).isupper() and len(first + last) == 2 and not {first, last} <= alone:
                        found.add(first + last)
    return found


def _differentiated_by(rows: Sequence[Sequence[TexNode]]) -> set[str]:
    r"""Two letters by which one differentiates, \frac{\partial L}{\partial kt}, that do not both begin a name."""
    found = set()
    for node in (inner for row in rows for root in row for inner in root.inside()):
        match node:
            case Fraction(Group((Sign("∂"), *_)), Group((Sign("∂"), *bottom))) if len(bottom) == 2:
                text = _text(_run(bottom, 0))
                found |= {text} if len(text) == 2 else set()
    first = {letter for row in rows for inner in rows_in(row) for letter in _first(inner)} if found else set()
    return {text for text in found if not set(text) <= first}


def _first(row: Sequence[TexNode]) -> Iterator[str]:
    """The letters of a row with no other letter right before them, and no word behind."""
    place = 0
    while place < len(row):
        run = _run(row, place)
        if 0 < len(run) < SHORTEST:
            yield _text(run)[0]
        place += max(1, len(run))


def _alone(row: Sequence[TexNode]) -> Iterable[str]:
    """The letters of a row that stand in no run long enough for a word."""
    todo: list[Sequence[TexNode]] = [row]
    while todo:
        nodes = todo.pop()
        place = 0
        while place < len(nodes):
            run = _run(nodes, place)
            if _is_called_pair(nodes, place, run):
                place += 2
                continue
            if len(run) < SHORTEST and _text(run) not in SHORT:
                yield from (letter.text for letter in map(_letter, run[:1]) if letter is not None)
            for node in nodes[place : place + max(1, len(run) if len(run) >= SHORTEST else 1)]:
                todo += [(child,) if not isinstance(child, Group) else child.parts for child in _below(node)]
            place += len(run) if len(run) >= SHORTEST else 1


def _is_called_pair(nodes: Sequence[TexNode], place: int, run: Sequence[TexNode]) -> bool:
    """Whether two capital letters stand before brackets, as in CE(y, p), or behind the ∂ of ∂CE/∂p."""
    behind = nodes[place + 2 : place + 3]
    text = _text(run)
    is_differentiated = place == 1 and nodes[0] == _PARTIAL and not behind
    return len(text) == 2 and text.isupper() and (is_differentiated or isinstance(next(iter(behind), None), Fence))


_PARTIAL = Sign("∂", start=0, end=0)


def _below(node: TexNode) -> Iterable[TexNode]:
    """What stands inside a node, but not below and above a name."""
    match node:
        case Scripted(base, _, above, _):
            return [part for part in (base, above) if part is not None and not isinstance(part, Letter)]
        case Fence(_, parts, _):
            return [Group(parts, start=node.start, end=node.end)]
        case Group(parts):
            return parts
    return node.children


def _letter(node: TexNode) -> Letter | None:
    kernel = node.base if isinstance(node, Scripted) else node
    return kernel if isinstance(kernel, Letter) and len(kernel.text) == 1 else None


def _run(nodes: Sequence[TexNode], place: int) -> list[TexNode]:
    """The letters side by side from a place on; the last may have something below and above."""
    found: list[TexNode] = []
    for at in range(place, min(place + LONGEST_WORD, len(nodes))):
        node = nodes[at]
        if _letter(node) is None or (found and node.start != found[-1].end):
            break
        found.append(node)
        if isinstance(node, Scripted):
            break
    return found


def _text(run: Sequence[TexNode]) -> str:
    return "".join(letter.text for letter in map(_letter, run) if letter is not None)


def _is_word(text: str, alone: Letters) -> bool:
    if text in alone.short:
        return True
    return len(text) >= SHORTEST and (function_called(text) is not None or not set(text) <= alone)


def _joined(nodes: Sequence[TexNode], alone: Letters) -> list[TexNode]:
    """Nodes with their words joined, at any depth."""
    found: list[TexNode] = []
    place = 0
    while place < len(nodes):
        run = _run(nodes, place)
        text = _text(run)
        skipped = 1 if text.startswith("d") and _is_word(text[1:], alone) and function_called(text) is None else 0
        if _is_word(text[skipped:], alone):
            found += run[:skipped]
            first, last = run[skipped], run[-1]
            end = last.base.end if isinstance(last, Scripted) else last.end
            word: TexNode = Words(text[skipped:], "operatorname", start=first.start, end=end)
            if isinstance(last, Scripted):
                word = replace(last, base=word, start=first.start)
            found.append(word)
            place += len(run)
        else:
            found.append(_inside(nodes[place], alone))
            place += 1
    return found


def _inside(node: TexNode, alone: Letters) -> TexNode:
    """A node with the words in it joined; what stands below a name is a word by itself."""
    match node:
        case Group(parts):
            return replace(node, parts=tuple(_joined(parts, alone)))
        case Fence(_, parts, _):
            return replace(node, parts=tuple(_joined(parts, alone)))
        case Fraction(above, below):
            return replace(node, above=_group(above, alone), below=_group(below, alone))
        case Root(content, _) | Accent(_, content) | Styled(_, content):
            return node if isinstance(node, (Accent, Styled)) else replace(node, content=_group(content, alone))
        case Braced(content, _, _):
            return replace(node, content=_group(content, alone))
        case Table(_, rows):
            return replace(node, rows=tuple(tuple(_group(cell, alone) for cell in row) for row in rows))
        case Scripted(base, _, above, _):
            raised = _group(above, alone) if above is not None else None
            return replace(node, base=_inside(base, alone), above=raised)
    return node


def _group(group: Group, alone: Letters) -> Group:
    return replace(group, parts=tuple(_joined(group.parts, alone)))
