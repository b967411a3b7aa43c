r"""Dots between terms and entries: x_1 + x_2 + \dots + x_n is the sum of x_i, and (x_1, \dots, x_n) is x itself.

The term before the dots and the one behind them differ in their number only, and those before it count up to it.
"""

from collections.abc import Sequence
from dataclasses import replace

from autograd.worksheet.tex.names import base_of, parts_of
from autograd.worksheet.tex.nodes import (
    Digits,
    Fence,
    Group,
    Letter,
    Scripted,
    Sign,
    Space,
    Styled,
    Table,
    TexNode,
    Words,
)
from autograd.worksheet.tex.rewrites.walk import over_rows

_LETTERS = "ikqpuvrs"

Term = list[TexNode]


def without_dots(nodes: Sequence[TexNode]) -> tuple[TexNode, ...]:
    """Nodes with sums for terms with dots between them, and names for lists with dots between their entries."""
    if not any(isinstance(node, Sign) and node.text == "…" for root in nodes for node in root.inside()):
        return tuple(nodes)
    return over_rows(over_rows(nodes, _without_entries), _without_terms)


def _without_entries(row: list[TexNode]) -> list[TexNode]:
    r"""A row with x for what stands in brackets in (x_1, …, x_n); x = (x_1, …, x_n) tells the length of x, which
    x = (x_1, …, x_n) \in \mathbb{R}^n does by itself, and B = \{x_1, …, x_n\} says what the entries are of.
    """
    match row:
        case [
            name,
            Sign("="),
            (Fence() | Table() | Scripted((Fence() | Table()), None, Group((_,)), 0)) as entries,
            *rest,
        ]:
            at = {"start": entries.start, "end": entries.end}
            is_told = bool(rest) and isinstance(rest[0], Sign) and rest[0].text in ("∈", "⊂")
            if is_told and _are_listed(entries):
                return [name, *rest]
            if not rest and isinstance(entries, Fence) and entries.opening == "{" and _are_listed(entries):
                return [name, Sign("∈", **at), entries]
            if not rest and (length := _length_of(name, entries)) is not None:
                return [name, Sign("∈", **at), _reals((length,), at)]
            if not rest and (sizes := _sizes_of_own(name, entries)) is not None:
                return [name, Sign("∈", **at), _reals(sizes, at) if sizes else entries]
    return [_with_whole(node) for node in row]


def _reals(lengths: Sequence[TexNode], at: dict[str, int]) -> TexNode:
    r"""\mathbb{R}^{m \times n}, for a list with one length."""
    parts: Term = []
    for length in lengths:
        parts += [Sign("×", **at), length] if parts else [length]
    reals = Styled("mathbb", Group((Letter("R", **at),), **at), **at)
    return Scripted(reals, None, Group(tuple(parts), **at), 0, **at)


def _sizes_of_own(name: TexNode, entries: TexNode) -> Sequence[TexNode] | None:
    r"""The m and n of W = (w_{11} & \dots & w_{1n} \\ \vdots \\ w_{m1} & \dots & w_{mn}), nothing of what is open:
    \theta = [\theta_0, \theta_1, \dots]; None where other things than its own entries stand there.
    """
    kernel = entries.base if isinstance(entries, Scripted) else entries
    rows = [_cells(row) for row in kernel.rows] if isinstance(kernel, Table) else []
    if isinstance(kernel, Fence):
        rows = [[entry for term in _split(kernel.parts, (",",))[0] for entry in ([node] for node in term)]]
    terms = [term for row in rows for term in row]
    kept = [term for term in terms if not _is_dots(term)]
    spelled = base_of(parts_of(name)[0])
    if spelled is None or len(kept) == len(terms) or len(kept) < 2:
        return None
    for term in kept:
        base, below, above, _ = parts_of(term[0]) if len(term) == 1 else (None, None, None, 0)
        own = base_of(base) if base is not None and (below is not None or above is not None) else None
        if own is None or own.name.lower() != spelled.name.lower():
            return None
    match rows[-1][-1:]:
        case [[Scripted(_, Group((Letter() as down, Letter() as along)), None, 0)]] if len(rows) > 1 < len(rows[-1]):
            return down, along
    return ()


def _are_listed(entries: TexNode) -> bool:
    """Whether dots stand among the entries of a list, a row, a column or a matrix."""
    kernel = entries.base if isinstance(entries, Scripted) else entries
    match kernel:
        case Fence(_, parts, _):
            return any(map(_is_dots, _split(parts, (",",))[0]))
        case Table(_, rows):
            return any(_is_dots(term) for row in rows for term in _cells(row))
    return False


def _length_of(name: TexNode, entries: TexNode) -> TexNode | None:
    """The n of x = (x_1, …, x_n), of a row or a column; None where that is not what is said."""
    kernel = entries.base if isinstance(entries, Scripted) else entries
    match kernel:
        case Fence():
            terms = _split(kernel.parts, (",",))[0]
        case Table(_, rows):
            terms = [term for row in rows for term in _cells(row)] if min(len(rows), len(rows[0])) == 1 else []
    if not terms or _of_all(terms) != [name]:
        return None
    last = terms[-1]
    return _leaf(last, last, "") or next(leaf for node in reversed(last) for leaf in reversed(_leaves(node)))


def _with_whole(node: TexNode) -> TexNode:
    """A node with the name whose entries stand in it with dots between them: (x_1, …, x_n), a column, a matrix."""
    match node:
        case Fence():
            return _whole(node)
        case Table():
            return _whole_table(node)
        case Scripted(Table() as table, below, above, _) if (whole := _whole_table(table)) is not table:
            is_size = below is not None and above is None and any(part == _TIMES for part in below.parts)
            return whole if is_size else replace(node, base=whole)
    return node


def _cells(row: Sequence[Group]) -> list[Term]:
    """The entries of a row of a matrix; in a single cell they may stand with commas between them."""
    return _split(row[0].parts, (",",))[0] if len(row) == 1 else [list(cell.parts) for cell in row]


def _whole_table(table: Table) -> TexNode:
    """A row or column, or a matrix, of which dots leave out the middle, as what it is of; itself if it is none."""
    rows = [_cells(row) for row in table.rows]
    at = {"start": table.start, "end": table.end}
    if len(rows) == 1 or {len(row) for row in rows} == {1}:
        terms = rows[0] if len(rows) == 1 else [row[0] for row in rows]
        whole = _of_all(terms)
        if not whole:
            return table
        column = Fence("(", tuple(whole), ")", **at)
        return column if len(rows) > 1 else Scripted(column, None, Group((Sign("⊤", **at),), **at), 0, **at)
    if (diagonal := _diagonal_of(rows)) is not None:
        return Group((Words("diag", "operatorname", **at), Fence("(", tuple(diagonal), ")", **at)), **at)
    corners = [term for row in rows for term in row if not _is_dots(term)]
    names = {_name_of_entry(term) for term in corners}
    has_dots = any(_is_dots(term) for row in rows for term in row)
    if has_dots and len(names) == 1 and (name := names.pop()) is not None:
        return Fence("(", (replace(name, **at),), ")", **at)
    return table


def _diagonal_of(rows: Sequence[Sequence[Term]]) -> Term | None:
    """What stands on the diagonal of a matrix that has nothing but 0 and dots beside it; None for what is none."""
    if len(rows) < 3 or any(len(row) != len(rows) for row in rows):
        return None
    beside = [term for down, row in enumerate(rows) for along, term in enumerate(row) if down != along]
    is_empty = all(not term or _is_dots(term) or term == [_ZERO] for term in beside)
    return (_of_all([row[place] for place, row in enumerate(rows)]) or None) if is_empty else None


_TIMES = Sign("×", start=0, end=0)
_ZERO = Digits("0", start=0, end=0)


def _name_of_entry(term: Term) -> TexNode | None:
    """The w of w_{12}; None for what is no entry of a matrix."""
    match term:
        case [Scripted(Letter() | Styled() as base, Group(below), None, 0)] if below:
            return replace(base, start=0, end=0)
    return None


def _of_all(terms: Sequence[Term]) -> Term:
    """What terms with dots before the last are entries of, one by one; none if they are not."""
    place = next((place for place, term in enumerate(terms) if _is_dots(term)), 0)
    if not 0 < place == len(terms) - 2:
        return []
    template = _template(terms[place - 1], terms[place + 1], "i")
    if not template or not _counts_up(terms[:place], template, "i"):
        return []
    whole = over_rows(template, lambda row: [_without_index(node) for node in row])
    indexed = sum(isinstance(leaf, Letter) and leaf.text == "i" for node in template for leaf in _leaves(node))
    if indexed == 1:
        return list(whole)
    if not all(isinstance(node, (Scripted, Letter, Digits)) for node in template):
        return []
    product: Term = []
    for node in whole:
        product += [Sign("⊙", start=node.start, end=node.start), node] if product else [node]
    return product


def _without_index(node: TexNode) -> TexNode:
    match node:
        case Scripted(base, Group((Letter("i"),)), above, primes):
            return replace(node, below=None) if above is not None or primes else base
    return node


def _whole(node: Fence) -> TexNode:
    """Brackets with the name whose entries, with dots between them, stand in them."""
    whole = _of_all(_split(node.parts, (",",))[0]) if node.opening in "([" else []
    return replace(node, parts=tuple(whole)) if whole else node


def _without_terms(row: list[TexNode]) -> list[TexNode]:
    """A row with a sum for terms with dots between them."""
    terms, signs = _split(row, ("+", "-", "=", "≈", "≤", "≥", "<", ">", ",", ";"))
    for place in range(1, len(terms) - 1):
        if not _is_dots(terms[place]) or signs[place - 1] != "+" or signs[place] != "+":
            continue
        begun = place - 1
        while begun and signs[begun - 1] == "+":
            begun -= 1
        used = {node.text for root in row for node in root.inside() if isinstance(node, Letter)}
        letter = next(each for each in _LETTERS if each not in used)
        template = _template(terms[place - 1], terms[place + 1], letter)
        while template and begun < place and not _counts_up(terms[begun:place], template, letter):
            begun += 1
        if not template or begun == place:
            continue
        first, last = terms[begun], terms[place + 1]
        start, end = first[0].start, last[-1].end
        number, bound = _leaf(first, template, letter), _leaf(last, template, letter)
        if number is None or bound is None:
            continue
        from_first = (Letter(letter, start=start, end=start), Sign("=", start=start, end=start), number)
        below = Group(from_first, start=start, end=start)
        sign: TexNode = Sign("∑", start=start, end=start + 1)
        sign = Scripted(sign, below, Group((bound,), start=bound.start, end=bound.end), 0, start=start, end=start + 1)
        at = _place(row, terms, begun)
        behind = _place(row, terms, place + 1) + len(last)
        body = Group(tuple(template), start=first[0].start, end=end)
        return _without_terms([*row[:at], sign, body, *row[behind:]])
    return row


def _split(nodes: Sequence[TexNode], at: Sequence[str]) -> tuple[list[Term], list[str]]:
    """The terms of a row, and the signs between them."""
    terms: list[Term] = [[]]
    signs: list[str] = []
    for node in nodes:
        if isinstance(node, Sign) and node.text in at:
            signs.append(node.text)
            terms.append([])
        else:
            terms[-1].append(node)
    return terms, signs


def _place(row: Sequence[TexNode], terms: Sequence[Term], number: int) -> int:
    """Where a term begins in its row: each has one sign behind it."""
    return sum(len(term) + 1 for term in terms[:number])


def _is_dots(term: Term) -> bool:
    found = [node for node in term if not isinstance(node, Space)]
    return len(found) == 1 and isinstance(found[0], Sign) and found[0].text == "…"


def _leaves(node: TexNode) -> list[TexNode]:
    return [each for each in node.inside() if not each.children]


def _template(one: Term, other: Term, letter: str) -> Term:
    """A term with a letter where two differ; none where they differ otherwise than in one number."""
    first = [leaf for node in one for leaf in _leaves(node)]
    last = [leaf for node in other for leaf in _leaves(node)]
    if len(first) != len(last) or len(one) != len(other):
        return []
    pairs = [(a, b) for a, b in zip(first, last, strict=True) if a != b]
    numbers, ends = {a.text for a, _ in pairs if isinstance(a, Digits)}, {getattr(b, "text", "") for _, b in pairs}
    if not pairs or len(numbers) != 1 or len(ends) != 1 or not all(isinstance(a, Digits) for a, _ in pairs):
        return []
    places = {(a.start, a.end) for a, _ in pairs}
    template = [_with(node, places, letter) for node in one]
    return template if [_shape(node) for node in template] == [_shape(node) for node in other] else []


def _shape(node: TexNode) -> list[str]:
    """The classes of a node and all in it: a number and a letter may stand in the same place."""
    return ["leaf" if isinstance(each, (Digits, Letter)) else type(each).__name__ for each in node.inside()]


def _with(node: TexNode, places: set[tuple[int, int]], letter: str) -> TexNode:
    """A node with a letter at some places."""

    def rule(row: list[TexNode]) -> list[TexNode]:
        return [
            Letter(letter, start=each.start, end=each.end)
            if isinstance(each, Digits) and (each.start, each.end) in places
            else each
            for each in row
        ]

    return over_rows([node], rule)[0]


def _leaf(term: Term, template: Term, letter: str) -> TexNode | None:
    """What a term has where the template has its letter."""
    pairs = zip(
        (leaf for node in term for leaf in _leaves(node)),
        (leaf for node in template for leaf in _leaves(node)),
        strict=False,
    )
    return next((leaf for leaf, other in pairs if isinstance(other, Letter) and other.text == letter), None)


def _counts_up(terms: Sequence[Term], template: Term, letter: str) -> bool:
    """Whether terms are the template at one number after another."""
    numbers = []
    for term in terms:
        leaf = _leaf(term, template, letter)
        same = _template(term, template, letter) == template
        if not isinstance(leaf, Digits) or not leaf.text.isdecimal() or not same:
            return False
        numbers.append(int(leaf.text))
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))
