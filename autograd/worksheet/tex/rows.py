r"""Rows and statements: where one formula on a page ends and the next begins, and what stands between them.

A row that begins with = continues the one before it, one that begins with + or a times sign is joined to it. Remarks,
arrows, wide spaces and commas before another = separate statements; `if i \neq j` behind one is its condition.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from autograd.errors import LanguageError
from autograd.worksheet.language.latex.commands import DISPLAYS, ROOM, TABLES
from autograd.worksheet.language.latex.scanning import TexToken
from autograd.worksheet.tex.grouping import group
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

EQUALS = ("=", "≈", ":=", "<-")
"""Signs that make a statement of two formulas."""

BECAUSE = "∵"
"""What a row tells why behind: a formula besides those that the rows are of."""

OTHER_RELATIONS = ("<", ">", "≤", "≥", "≪", "≫", "≠", "∈", "∉", "∝", "∼", "→", "⊂", "∀", "⊥")
"""Signs that claim nothing that is judged."""

RELATIONS = frozenset((*EQUALS, *OTHER_RELATIONS))

_JOINS = ("+", "·", "×", "*", "/", "⊙", "∘")
_OPERATORS = (*_JOINS, "-", "±", "⊗")
_REMARKS = frozenset(
    [
        "and",
        "or",
        "where",
        "with",
        "so",
        "since",
        "because",
        "if",
        "for",
        "when",
        "then",
        "thus",
        "hence",
        "therefore",
        "otherwise",
        "let",
        "given",
        "by",
        "using",
        "as",
        "we",
        "is",
        "the",
        "else",
        "all",
        "that",
        "which",
        "from",
        "of",
        "in",
        "to",
        "i.e.",
        "e.g.",
        "chain",
        "rule",
        "now",
        "also",
        "but",
        "are",
        "this",
        "at",
        "on",
        "have",
        "get",
        "note",
        "here",
    ]
)


@dataclass
class Statement:
    """A statement of a document: its nodes, or why it cannot be read.

    `continues` says that it begins with = and goes on with the statement before; `guards` are its conditions, `given`
    that it is typed in the language of worksheets, `typed` are its nodes before words are joined and dots are sums. An
    `aside` tells only why: the rows below it go on with what stands before it. What is only
    `supposed` gives no name a number.
    One that stands in the document once more has the nodes of the first it is `like`, with the places of that.
    """

    start: int
    end: int
    nodes: tuple[TexNode, ...] = ()
    continues: bool = False
    guards: list[tuple[TexNode, ...]] = field(default_factory=list)
    error: LanguageError | None = None
    given: bool = False
    part: int = 0
    display: bool = True
    joins: bool = False
    typed: tuple[TexNode, ...] = ()
    like: "Statement | None" = None
    aside: bool = False
    supposed: str = ""

    @property
    def behind(self) -> int:
        """How far behind the places of its nodes it stands."""
        return self.start - self.like.start if self.like is not None else 0

    def again(self, by: int, part: int, display: bool) -> "Statement":
        """The same, so many characters further on."""
        start, end = self.start + by, self.end + by
        return replace(self, start=start, end=end, part=part, display=display, like=self.like or self)

    @property
    def relations(self) -> list[str]:
        """The relations between its formulas."""
        return [node.text for node in self.nodes if isinstance(node, Sign) and node.text in RELATIONS]


def rows_of(tokens: Sequence[TexToken], text: str) -> Iterator[tuple[list[TexToken], bool]]:
    r"""The rows of a formula, split where \\ stands outside of braces and matrices; and if one began with &.

    The environments that only align rows are left out. Where braces do not close, every \\ ends a row.
    """
    if tokens and _BREAKS.isdisjoint([token.text for token in tokens]):
        yield list(tokens), False
        return
    plain = list(_told_apart(list(_without_alignment(tokens))))
    depth, inside = 0, 0
    rows: list[list[TexToken]] = [[]]
    for token in plain:
        depth += (token.kind == "{") - (token.kind == "}")
        if token.kind == "command" and token.text in ("\\begin", "\\end"):
            inside += 1 if token.text == "\\begin" else -1
        if token.text == "\\\\" and token.kind == "command" and depth == 0 and inside <= 0:
            rows.append([])
        else:
            rows[-1].append(token)
    if depth and any(token.text == "\\\\" for token in plain):
        rows = [[]]
        for token in plain:
            if token.text == "\\\\" and token.kind == "command":
                rows.append([])
            else:
                rows[-1].append(token)
    for row in rows:
        row = _without_length(row)
        first = next((token for token in row if token.kind != "space"), None)
        kept = list(_in_columns(row))
        if first is not None and kept:
            yield kept, first.kind == "&"


_BETWEEN_ROWS = ("\\intertext", "\\shortintertext")
"""What sets text between two rows; its formulas are rows by themselves."""

_NEW_ROW = "\\\\"

_BREAKS = frozenset((*_BETWEEN_ROWS, _NEW_ROW, "&", "\\begin", "\\end"))
"""What a formula has none of that is one row."""


def _told_apart(tokens: list[TexToken]) -> Iterator[TexToken]:
    """The tokens with a new row wherever text stands between two, and of this text the formulas."""
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.kind != "command" or token.text not in _BETWEEN_ROWS:
            yield token
            place += 1
            continue
        end, is_formula = _behind_group(tokens, place + 1), False
        new_row = replace(token, text=_NEW_ROW)
        yield new_row
        for inner in tokens[place + 1 : end]:
            if inner.text == "$":
                is_formula = not is_formula
                yield new_row
            elif is_formula:
                yield inner
        yield new_row
        place = end


def _behind_group(tokens: Sequence[TexToken], place: int) -> int:
    """The place behind the braces that open next."""
    depth = 0
    while place < len(tokens):
        depth += (tokens[place].kind == "{") - (tokens[place].kind == "}")
        place += 1
        if not depth and tokens[place - 1].kind == "}":
            break
    return place


def _in_columns(row: list[TexToken]) -> Iterator[TexToken]:
    r"""A row without its &, but for those of matrices in it; every second one parts two equations: a &= b & c &= d."""
    inside, count = 0, 0
    before = ""
    for place, token in enumerate(row):
        if token.kind == "command" and token.text in ("\\begin", "\\end"):
            inside += 1 if token.text == "\\begin" else -1
        if token.kind != "&" or inside > 0:
            yield token
            before = token.text if token.kind != "space" else before
            continue
        count += 1
        after = next((each.text for each in row[place + 1 : place + 4] if each.kind != "space"), "")
        if count % 2 == 0 and not {before, after} & _SIGNS_IN_ROWS:
            yield replace(token, kind="command", text="\\quad")


_SIGNS_IN_ROWS = {"", "=", "+", "-", "&", "<", ">", "\\approx", "\\leftarrow", "\\cdot", "\\times", "\\quad"}
"""Signs beside which an & only aligns: a &=& b."""


def _without_length(row: list[TexToken]) -> list[TexToken]:
    r"""A row without the [0.5em] that stands behind \\ before it."""
    place = 0
    while place < len(row) and row[place].kind == "space":
        place += 1
    if place >= len(row) or row[place].text != "[":
        return row
    end = place
    while end < len(row) and row[end].text != "]":
        end += 1
    inside = "".join(token.text for token in row[place + 1 : end])
    return row[end + 1 :] if re.fullmatch(r"\s*-?[0-9.]+\s*(?:em|ex|pt|mm|cm|in)\s*", inside) else row


_FENCES = {"\\left": 1, "\\right": -1}
"""How many tables there are more behind these: what is aligned between them is one."""


def _without_alignment(tokens: Sequence[TexToken]) -> Iterator[TexToken]:
    r"""The tokens without \begin{align} and \end{align} and what these take, at any depth that is not a matrix; what
    \left\{ stands before are the rows of cases.
    """
    place, tables = 0, 0
    while place < len(tokens):
        token = tokens[place]
        if token.text in _FENCES:
            tables += _FENCES[token.text]
        elif token.kind == "command" and token.text in ("\\begin", "\\end"):
            name, after = _name_behind(tokens, place + 1)
            bare = name.strip().rstrip("*")
            if bare in TABLES:
                tables += 1 if token.text == "\\begin" else -1
            elif bare in DISPLAYS and tables <= 0:
                place = after
                if token.text == "\\begin":
                    place = _behind_options(tokens, place, bare)
                continue
        yield token
        place += 1


def _behind_options(tokens: Sequence[TexToken], place: int, name: str) -> int:
    """The place behind what an environment takes: [t], {2}."""
    for opening, closing in (("[", "]"), ("{", "}")) if name.startswith(("alignedat", "alignat")) else (("[", "]"),):
        start = place
        while start < len(tokens) and tokens[start].kind == "space":
            start += 1
        if start < len(tokens) and tokens[start].text == opening:
            end = start
            while end < len(tokens) and tokens[end].text != closing:
                end += 1
            if end - start <= 3:
                place = end + 1
    return place


def _name_behind(tokens: Sequence[TexToken], place: int) -> tuple[str, int]:
    r"""The name in the braces behind \begin, and the place behind them."""
    while place < len(tokens) and tokens[place].kind == "space":
        place += 1
    if place >= len(tokens) or tokens[place].kind != "{":
        return "", place
    end = place
    while end < len(tokens) and tokens[end].kind != "}":
        end += 1
    return "".join(token.text for token in tokens[place + 1 : end]), end + 1


def statements_of(tokens: Sequence[TexToken], text: str) -> list[Statement]:
    """The statements of a formula, in order."""
    found: list[Statement] = []
    for row, aligned in rows_of(tokens, text):
        start, end = row[0].start, row[-1].end
        bare = [token for token in row if token.kind != "space"]
        if bare:
            start, end = bare[0].start, bare[-1].end
        try:
            nodes = group(row, text)
        except LanguageError as error:
            found.append(Statement(start, end, error=error, continues=bool(bare) and bare[0].text in EQUALS))
            continue
        segments = [segment for each in _aligned(nodes) for segment in _segments(each)]
        place = next((place for place in range(len(found) - 1, -1, -1) if not found[place].aside), -1)
        before = found[place] if place >= 0 else None
        if segments and before is not None and _goes_on(segments[0], before, aligned):
            if before.error is None:
                joined = (*before.nodes, *segments[0].nodes)
                found[place] = replace(before, nodes=joined, end=segments[0].end, guards=segments[0].guards)
            segments = segments[1:]
        if not any(each.relations and not each.aside for each in found):  # there is nothing that they tell why of
            segments = [replace(each, aside=False) if each.aside else each for each in segments]
        found += segments
    return found


AMONG_OTHERS, SOLVED = "among others", "solved"
"""Why a name is only supposed to be a number: it is others beside that, or that is where an equation holds."""


def suppose(statements: Sequence[Statement]) -> None:
    r"""Note of the statements of one formula what names are only supposed to be: y = 1, p = 0 and below that y = 0,
    p = 1; and z = 0 below 0.5 = \sigma(z).
    """
    told: Counter[TexNode] = Counter()
    for each in statements:
        match each.nodes:
            case (name, Sign("="), Digits()):
                told[name] += 1
    is_solved = False
    for each in statements:
        match each.nodes:
            case (name, Sign("="), Digits()) if told[name] > 1:
                each.supposed = AMONG_OTHERS
            case (name, Sign("="), Digits()) if is_solved and not isinstance(name, Digits):
                each.supposed = SOLVED
            case (Digits(), Sign("="), formula, *_) if not isinstance(formula, Digits):
                is_solved = True


def _aligned(nodes: tuple[TexNode, ...]) -> Iterator[Sequence[TexNode]]:
    r"""The rows of an array that is all of a formula, where these have relations: it only aligns them."""
    match nodes:
        case (Table("array", rows),) if _has_relation(_opened(_row(rows[0]))):
            yield from map(_row, rows)
        case _:
            yield nodes


def _row(cells: Sequence[Group]) -> list[TexNode]:
    return [part for cell in cells for part in cell.parts]


def _goes_on(segment: Statement, before: Statement, aligned: bool) -> bool:
    """Whether a row is the rest of the row before: it begins with an operator, or that one ended with a sign."""
    first = segment.nodes[0] if segment.nodes else None
    last = before.nodes[-1] if before.nodes else None
    if isinstance(last, Sign) and (last.text in _OPERATORS or last.text in EQUALS):
        return True
    sign = first.text if isinstance(first, Sign) else ""
    if sign in _JOINS:
        return True
    return sign == "-" and (aligned or not segment.relations)


def _segments(nodes: Sequence[TexNode]) -> Iterator[Statement]:
    """The statements of a row."""
    pieces: list[tuple[list[TexNode], str]] = [([], "")]  # nodes, and the remark before them
    nodes = _without_label(_opened(nodes))
    if _is_implied(nodes):
        return
    for place, node in enumerate(nodes):
        sign = node.text if isinstance(node, Sign) else ""
        if isinstance(node, Space):
            if ROOM.get(node.text) and pieces[-1][0]:
                pieces.append(([], ""))
        elif sign == BECAUSE:
            pieces.append(([], BECAUSE))
        elif isinstance(node, Words) and is_remark(node, nodes, place):
            if pieces[-1][0]:
                pieces.append(([], node.text))
            else:
                pieces[-1] = (pieces[-1][0], f"{pieces[-1][1]} {node.text}")
        elif sign == "<-" and _are_words(nodes[place + 1 :]):
            break  # what the row before the arrow is called
        elif sign in ("⇒", ";"):
            if sign == "⇒" and not pieces[-1][0] and len(pieces) == 1:
                continue
            pieces.append(([], ""))
        elif not (isinstance(node, Group) and not node.parts):  # &{} - x is set with the room of an operator
            pieces[-1][0].append(node)
    found: list[Statement] = []
    for piece, remark in pieces:
        told = (each for row in _at_commas(_trimmed(_without_rest(piece))) for each in _one_by_one(row))
        for part in map(_trimmed, told):
            if all(isinstance(node, Sign) for node in part):  # an equation between words
                continue
            if found and found[-1].error is None and is_condition(part):
                found[-1].guards.append(tuple(part))
                continue
            first = part[0]
            continues = isinstance(first, Sign) and first.text in EQUALS
            joins = isinstance(first, Sign) and first.text in _OPERATORS
            is_aside = BECAUSE in remark
            if found and joins and not remark and not _has_relation(part):
                found[-1] = replace(found[-1], nodes=(*found[-1].nodes, *part), end=part[-1].end)
                continue
            if found and continues and not remark and found[-1].relations:
                found[-1] = replace(found[-1], nodes=(*found[-1].nodes, *part), end=part[-1].end)
                continue
            found.append(Statement(part[0].start, part[-1].end, tuple(part), continues, aside=is_aside))
    yield from found


def _one_by_one(nodes: list[TexNode]) -> Iterator[list[TexNode]]:
    """The parts of a row; of names in brackets that are numbers in brackets each: (a, b) = (1, 2)."""
    match nodes:
        case [Fence("(", names), Sign("=") as sign, Fence("(", numbers)]:
            pairs = list(zip(split_at(names, [","]), split_at(numbers, [","]), strict=False))
            counts = {len(split_at(names, [","])), len(split_at(numbers, [","]))}
            if len(pairs) > 1 == len(counts) and all(_is_given(*pair) for pair in pairs):
                yield from ([*name, sign, *number] for name, number in pairs)
                return
    yield nodes


def _is_given(name: Sequence[TexNode], number: Sequence[TexNode]) -> bool:
    """Whether a name stands on one side, and a number on the other."""
    match [node for node in number if not isinstance(node, Space)]:
        case [Digits()] | [Sign("-"), Digits()]:
            return len(name) == 1 and isinstance(name[0], (Letter, Scripted, Styled))
    return False


def _is_implied(nodes: Sequence[TexNode]) -> bool:
    r"""Whether a formula says what would be the same if another were some number: C = 0 \Rightarrow y = \hat{y}."""
    match [node for node in nodes if not isinstance(node, Space)]:
        case [_, Sign("="), Digits(), Sign("⇒"), one, Sign("="), other] | [
            _,
            Fence("("),
            Sign("="),
            Digits(),
            Sign("⇒"),
            one,
            Sign("="),
            other,
        ]:
            return not isinstance(one, Digits) and not isinstance(other, Digits)
    return False


def _are_words(nodes: Sequence[TexNode]) -> bool:
    r"""Whether nothing but words in a text follows: \leftarrow \text{the bias}."""
    said = [node for node in nodes if not isinstance(node, Space)]
    return bool(said) and all(isinstance(node, Words) and node.command != "operatorname" for node in said)


def _opened(nodes: Sequence[TexNode]) -> list[TexNode]:
    """The nodes with those of braces that hold a whole statement, as a box does."""
    found: list[TexNode] = []
    for node in nodes:
        if isinstance(node, Group) and _has_relation(node.parts):
            found += _opened(node.parts)
        else:
            found.append(node)
    return found


def _without_label(nodes: list[TexNode]) -> list[TexNode]:
    """The nodes without a word in brackets, or a number with a colon, before them: (Mean) μ = …, 1: y = …"""
    match nodes[:2]:
        case [Fence("(", parts, ")"), after] if not isinstance(after, Sign) or after.text not in EQUALS:
            letters = [part for part in parts if isinstance(part, (Letter, Words))]
            if len(letters) == len(parts) and sum(len(part.text) for part in letters) > 3:
                return nodes[1:]
        case [Digits(), Sign(":")] if not (len(nodes) > 2 and isinstance(nodes[2], Sign) and nodes[2].text in EQUALS):
            return nodes[2:]
    return nodes


def _trimmed(nodes: Sequence[TexNode]) -> list[TexNode]:
    """The nodes without the commas, full stops and blanks around them."""
    found = list(nodes)
    while found and isinstance(found[-1], Sign) and found[-1].text in (",", ".", ";", ":", "…", "□", "✓"):
        found.pop()
    while found and isinstance(found[0], Sign) and found[0].text in (",", ".", ";", ":"):
        found.pop(0)
    return found


def _without_rest(nodes: list[TexNode]) -> list[TexNode]:
    """The left side alone of what ends with dots: y = w x + …"""
    if [node.text for node in nodes[-2:] if isinstance(node, Sign)] not in (["+", "…"], ["-", "…"]):
        return nodes
    equals = next((place for place, node in enumerate(nodes) if isinstance(node, Sign) and node.text in EQUALS), None)
    return nodes if equals is None else nodes[:equals]


def _at_commas(nodes: list[TexNode]) -> Iterator[list[TexNode]]:
    """Parts of a row: a comma separates what has a relation of its own on both sides of it."""
    start, stop = 0, len(nodes)
    behind: list[list[TexNode]] = []
    begun = _range_at(nodes, stop)
    while True:
        end = _range_end(nodes, start, stop)
        if end is None and start <= begun:
            behind.append(nodes[begun:stop])
            stop = max(start, begun - 1)
            begun = _range_at(nodes, stop)
            continue
        end = _names_told_of(nodes, start, stop) if end is None else end
        if end is None:
            break
        yield nodes[start:end]
        start = end + 1
    yield from _related(nodes[start:stop])
    yield from reversed(behind)


def _related(nodes: list[TexNode]) -> Iterator[list[TexNode]]:
    """Parts of a row between commas, each with a relation of its own."""
    parts: list[list[TexNode]] = [[]]
    for node in nodes:
        if isinstance(node, Sign) and node.text == ",":
            parts.append([])
        else:
            parts[-1].append(node)
    joined: list[list[TexNode]] = []
    is_related = False  # the last of these has a relation
    for part in parts:
        if joined and not _has_relation(part) and part and not _is_bare_dots(part):
            if is_related and not _ends_openly(joined[-1]):
                joined.append(part)
                is_related = False
            else:
                joined[-1] += part
        elif part:
            joined.append(part)
            is_related = _has_relation(part)
    yield from (part for part in joined if part)


def _names_told_of(nodes: Sequence[TexNode], start: int, stop: int) -> int | None:
    r"""Where the beginning of a row ends that tells one thing of several names: w, x \in \mathbb{R}^n."""
    place = start + 1
    while place < stop - 1 and is_comma(nodes[place]) and not isinstance(nodes[place - 1], (Sign, Digits)):
        place += 2
    match nodes[place : min(place + 2, stop)] if place > start + 1 else ():
        case [Sign(">"), Digits("0")] | [Sign("∈"), Styled("mathbb") | Scripted(Styled("mathbb"))]:
            return next((at for at in range(place, stop) if is_comma(nodes[at])), stop)
    return None


def is_comma(node: TexNode) -> bool:
    """Whether a node is a comma."""
    return isinstance(node, Sign) and node.text == ","


def _range_end(nodes: Sequence[TexNode], start: int, stop: int) -> int | None:
    """Where what a row begins with ends, if that is how far a letter runs: i = 1, …, n, and more behind a comma."""
    match nodes[start : min(start + 8, stop)]:
        case [Letter(), Sign("="), Digits(), Sign(","), Sign("…"), Sign(","), last, Sign(",")] if stop > start + 8:
            return None if isinstance(last, Sign) else start + 7
    return None


def _range_at(nodes: Sequence[TexNode], stop: int) -> int:
    """Where a row begins to say how far a letter runs, at its end: i = 1, 2, …, n; -1 if it does not."""
    place = next((place for place in range(stop - 1, 0, -1) if is_relation(nodes[place])), 0) - 1
    is_begun = place <= 0 or is_comma(nodes[place - 1])
    return place if place >= 0 and is_begun and _is_range(nodes[place:stop]) else -1


def _is_range(nodes: Sequence[TexNode]) -> bool:
    """Whether nodes say how far a letter runs: i = 1, 2, …, n, or i = 1, 2, 3."""
    match list(nodes):
        case [Letter(), Sign("="), Digits(), Sign(","), *others, last]:
            signs = {each.text for each in others if isinstance(each, Sign)}
            are_numbers = all(isinstance(each, (Digits, Sign)) for each in (*others, last)) and signs <= {","}
            return not isinstance(last, Sign) and ("…" in signs or are_numbers)
    return False


def _is_bare_dots(part: list[TexNode]) -> bool:
    return all(isinstance(node, Sign) and node.text == "…" for node in part)


def _ends_openly(part: list[TexNode]) -> bool:
    last = part[-1] if part else None
    return isinstance(last, Sign) and last.text in (*EQUALS, *_OPERATORS)


def is_equality(node: TexNode) -> bool:
    """Whether a node is a sign of equality."""
    return isinstance(node, Sign) and node.text in EQUALS


def is_relation(node: TexNode) -> bool:
    """Whether a node is a sign of equality or of another relation."""
    return isinstance(node, Sign) and node.text in RELATIONS


def _has_relation(part: Sequence[TexNode]) -> bool:
    return any(map(is_relation, part))


def is_remark(node: Words, nodes: Sequence[TexNode], place: int) -> bool:
    """Whether words are a remark, not a name or a function."""
    said = node.text.strip()
    if node.command == "operatorname":
        return False
    if not re.fullmatch(r"[^\W\d][\w-]*", said):
        return True
    return said.lower() in _REMARKS


def is_condition(nodes: Sequence[TexNode]) -> bool:
    r"""Whether nodes are a condition on index letters: i \neq j, i = j, \forall i, i = 1, …, n."""
    if _is_range(nodes):
        return True
    match list(nodes):
        case [Sign("∀"), *_]:
            return True
        case [Letter(one), Sign("≠"), Letter() | Digits()]:
            return len(one) == 1
        case [Letter(one), Sign("="), Letter(other)]:
            return one in "ijklmnpq" and other in "ijklmnpq"
        case [Letter(one), Sign("∈"), *_]:
            return one in "ijklmnpqt"
    return False


def split_at(nodes: Sequence[TexNode], signs: Sequence[str]) -> list[list[TexNode]]:
    """The nodes in parts, separated by signs."""
    parts: list[list[TexNode]] = [[]]
    for node in nodes:
        if isinstance(node, Sign) and node.text in signs:
            parts.append([])
        else:
            parts[-1].append(node)
    return parts


def unwrapped(nodes: Sequence[TexNode]) -> tuple[TexNode, ...]:
    """The nodes without braces that hold all of them."""
    found = tuple(nodes)
    while len(found) == 1 and isinstance(found[0], Group):
        found = found[0].parts
    return found
