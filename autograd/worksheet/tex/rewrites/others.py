"""Signs that stand for others: δ for ∂ where nothing else is called so, a bold product for that of bold names."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from autograd.worksheet.tex.names import CHANGE, base_of, parts_of
from autograd.worksheet.tex.nodes import (
    Accent,
    Digits,
    Fence,
    Fraction,
    Group,
    Letter,
    Scripted,
    Sign,
    Styled,
    TexNode,
    Words,
)
from autograd.worksheet.tex.rewrites.walk import over_rows


def with_partials(nodes: Sequence[TexNode]) -> tuple[TexNode, ...]:
    r"""Nodes with ∂ for the δ of \frac{\delta L}{\delta w}."""
    if not any(_is_slope(node) for root in nodes for node in root.inside()):
        return tuple(nodes)
    return over_rows(nodes, lambda row: [_with_partial(node) for node in row])


def with_inverses_transposed(nodes: Sequence[TexNode]) -> tuple[TexNode, ...]:
    r"""Nodes with (X^{-1})^T for X^{-T}."""
    return over_rows(nodes, lambda row: [_with_inverse(node) for node in row], in_names=False)


def _with_inverse(node: TexNode) -> TexNode:
    match node:
        case Scripted(base, below, Group((Sign("-" | "−") as minus, (Letter("T") | Sign("⊤")) as raised)) as above, 0):
            one = replace(above, parts=(minus, Digits("1", start=raised.start, end=raised.end)))
            inverse = Scripted(base, below, one, 0, start=node.start, end=node.end)
            whole = Fence("(", (inverse,), ")", start=node.start, end=node.end)
            return Scripted(whole, None, replace(above, parts=(raised,)), 0, start=node.start, end=node.end)
    return node


def names_delta(nodes: Iterable[TexNode]) -> bool:
    """Whether δ is the name of something: it has something below or above it, or stands before a sign of equality."""
    match list(nodes):
        case [Letter("delta"), Sign("="), *_]:
            return True
    found = (node for root in nodes for node in root.inside())
    return any(isinstance(node, Scripted) and node.base == Letter("delta", start=0, end=0) for node in found)


def _is_slope(node: TexNode) -> bool:
    match node:
        case Fraction(Group((Letter("delta"), *_)), Group((Letter("delta"), _, *_))):
            return True
    return False


def _with_partial(node: TexNode) -> TexNode:
    if not (isinstance(node, Fraction) and _is_slope(node)):
        return node
    sides = []
    for side in (node.above, node.below):
        first, *rest = side.parts
        sides.append(Group((Sign("∂", start=first.start, end=first.end), *rest), start=side.start, end=side.end))
    return Fraction(*sides, start=node.start, end=node.end)


def with_changes(rows: Sequence[tuple[TexNode, ...]]) -> list[tuple[TexNode, ...]]:
    r"""The rows with one name for \Delta w, unless Δ is the name of something by itself."""
    if any(_is_named(row) for row in rows):
        return list(rows)
    return [over_rows(row, _with_changes, in_names=False) for row in rows]


def _is_named(row: Sequence[TexNode]) -> bool:
    match row[:2]:
        case (Letter("Delta") | Scripted(Letter("Delta")), Sign("=")):
            return True
    return False


def _with_changes(row: list[TexNode]) -> list[TexNode]:
    found: list[TexNode] = []
    for node in row:
        base = node.base if isinstance(node, Scripted) else node
        if found and found[-1] == _DELTA and isinstance(base, (Letter, Accent, Styled)) and base_of(base) is not None:
            start = found.pop().start
            base = Accent(CHANGE, Group((base,), start=base.start, end=base.end), start=start, end=base.end)
            node = replace(node, base=base, start=start) if isinstance(node, Scripted) else base
        found.append(node)
    return found


_DELTA = Letter("Delta", start=0, end=0)


def with_numbers_below(nodes: Sequence[TexNode]) -> tuple[TexNode, ...]:
    """Nodes with w_1 for w1, a letter and a number without room between them: nobody writes w times 1 so."""
    return over_rows(nodes, _numbered, in_names=False)


def _numbered(row: list[TexNode]) -> list[TexNode]:
    found: list[TexNode] = []
    for node in row:
        before = found[-1] if found else None
        number = node.base if isinstance(node, Scripted) and node.below is None else node
        is_letter = isinstance(before, Letter) and len(before.text) == 1 and before.end == number.start
        if before is None or not (is_letter and isinstance(number, Digits) and number.text.isdigit()):
            found.append(node)
            continue
        below = Group((number,), start=number.start, end=number.end)
        above, primes = (node.above, node.primes) if isinstance(node, Scripted) else (None, 0)
        found[-1] = Scripted(before, below, above, primes, start=before.start, end=node.end)
    return found


def with_products(nodes: Sequence[TexNode], alone: set[str]) -> tuple[TexNode, ...]:
    r"""Nodes with \mathbf{W} \mathbf{x} for \mathbf{Wx}, where each stands `alone` elsewhere; and for sums in bold."""
    return over_rows(nodes, lambda row: [each for node in row for each in _apart(node, alone)])


def bold_alone(nodes: Iterable[TexNode]) -> set[str]:
    """The letters that stand alone in bold."""
    found = set()
    for node in (inner for root in nodes for inner in root.inside()):
        match node:
            case Styled(_, Group((Letter(text),))):
                found.add(text)
    return found


def _apart(node: TexNode, alone: set[str]) -> list[TexNode]:
    kernel = node.base if isinstance(node, Scripted) else node
    match kernel:
        case Styled(_, Group((_, _, *_) as parts)) if not isinstance(node, Scripted):
            letters = [part for part in parts if isinstance(part, Letter)]
            is_sum = any(isinstance(part, Sign) for part in parts)
            is_product = len(letters) == len(parts) and {letter.text for letter in letters} <= alone
            has_index = any(isinstance(part, Scripted) for part in parts) and not any(
                isinstance(part, Words) for part in parts
            )
            if is_sum or is_product or has_index:
                return list(parts)
    return [node]


def with_times(nodes: Sequence[TexNode]) -> tuple[TexNode, ...]:
    r"""Nodes with \cdot for the full stop between two factors: \frac{dL}{dz} . \frac{dz}{dw}."""
    return over_rows(nodes, _with_times, in_names=False)


def _with_times(row: list[TexNode]) -> list[TexNode]:
    """A row with products for stops, but where a statement ends there: a name and = follow."""
    found = list(row)
    for place in range(1, len(row) - 1):
        before, node, after = row[place - 1 : place + 2]
        if not (isinstance(node, Sign) and node.text == ".") or isinstance(before, Sign) or isinstance(after, Sign):
            continue
        behind = row[place + 2] if place + 2 < len(row) else None
        is_told = isinstance(behind, Sign) and behind.text in ("=", "≈", ":=", "<-")
        if not (is_told and before.end == node.start and base_of(parts_of(after)[0]) is not None):
            found[place] = replace(node, text="·")
    return found
