"""What signs are in a document, decided once for all of it: index letters, names, calls, squares that are names.

The same letter may be an index here and a name there; who reads one formula alone cannot tell. So all formulas are
looked through before the first is read, and the report says how signs were read.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from autograd.worksheet.language.vocabulary import PRIME, function_called
from autograd.worksheet.tex.fields import NABLA_SIGN, NONE, Fields, fields_in
from autograd.worksheet.tex.layers import Counted, counted_in
from autograd.worksheet.tex.names import INDEX_PRIME, USUAL, Index, Spelled, base_of, indices_of, parts_of, raised_of
from autograd.worksheet.tex.nodes import (
    Digits,
    Fence,
    Fraction,
    Group,
    Letter,
    Scripted,
    Sign,
    Styled,
    Table,
    TexNode,
    Words,
    rows_in,
)
from autograd.worksheet.tex.rewrites.arguments import primed_in
from autograd.worksheet.tex.rewrites.table import rewritten
from autograd.worksheet.tex.rows import EQUALS, Statement, unwrapped

STEPS = ("t", "l", "L", "T", "tau")
"""Letters of layers and time steps."""


_PRIMES = re.compile(r"['′’]|\\prime")

_BARS = re.compile(r"\||vert|\\(?:eval|mid)")
"""What a document has that says with a bar where something is evaluated."""

_OUTER = re.compile(r"\\odot|\\circ|⊙|\b(?:outer|tensor|dyadic|Kronecker)\b", re.IGNORECASE)
"""What a document has that takes ⊗ for the outer product: another sign for that of entries, or a word for it."""

_FROM_0 = re.compile(r"\b(?:entries|indices|rows)\b[^.$\\]{,40}\bfrom (?:0|zero)\b", re.IGNORECASE)
"""What a document has that says so: entries are counted from 0."""


FACTORS = ("alpha", "beta", "epsilon", "varepsilon", "eta", "gamma", "lambda", "mu")
"""Letters that are rates and constants: before a sum in brackets a factor, though they stand nowhere else."""


@dataclass
class Survey:
    """What is known of the signs of a document; `shown` is how each name of the language is written for people,
    `ones` how long lists of ones are.
    """

    letters: set[str] = field(default_factory=set)
    bound: set[str] = field(default_factory=set)
    compared: set[str] = field(default_factory=set)
    lowered: Counter[str] = field(default_factory=Counter)
    alone: Counter[str] = field(default_factory=Counter)
    axes: dict[str, int] = field(default_factory=dict)
    squared: set[str] = field(default_factory=set)
    squares: set[str] = field(default_factory=set)
    differentiated: set[str] = field(default_factory=set)
    called: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    arguments: dict[str, tuple[TexNode, ...]] = field(default_factory=dict)
    bottoms: dict[str, dict[str, TexNode]] = field(default_factory=lambda: defaultdict(dict))
    given: set[str] = field(default_factory=set)
    raised: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    numbered: set[tuple[int, str]] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)
    listed: set[tuple[int, str]] = field(default_factory=set)
    part: int = 0
    has_numbers: bool = False
    begun: set[str] = field(default_factory=set)
    samples: set[str] = field(default_factory=set)
    is_outer: bool = False
    has_bars: bool = False
    is_from_0: bool = False
    primed: set[str] = field(default_factory=set)
    tops: Counter[str] = field(default_factory=Counter)
    slopes: Counter[str] = field(default_factory=Counter)
    heads: set[str] = field(default_factory=set)
    has_rows_for_lists: bool = False
    shown: dict[str, str] = field(default_factory=dict)
    counted: Counted = field(default_factory=Counted)
    fields: Fields = NONE
    ones: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_t_a_name(self) -> bool:
        """Whether T is given a value: then x^T is a power."""
        return "T" in self.given

    @property
    def first(self) -> int:
        """The index of the first entry."""
        return 0 if self.is_from_0 or any(self.axes.get(name) for name in self.begun) else 1

    def is_index(self, letter: str) -> bool:
        """Whether a letter is an index."""
        return letter in self.letters

    def is_called(self, name: str) -> bool:
        """Whether a name always stands before brackets: a function."""
        if name in self.fields.letters:
            return True
        used = self.alone[name] - (self.tops[name] if name in self.primed else 0)
        if name in self.heads and len(self.called[name]) > 1 and used == self.slopes[name]:
            used = 0  # f(x) = …, f(u), and df/dx: of what it is, a derivative does not repeat
        if used or name not in self.called:
            return False
        return name not in FACTORS or not any(set(each) & set("+-") for each in self.called[name])

    def divides(self, name: str) -> bool:
        """Whether anything is differentiated by a name."""
        return any(name in bottoms for bottoms in self.bottoms.values())

    def arguments_dropped(self, name: str) -> bool:
        """Whether what is in the brackets behind a name only tells what it depends on: L(w, b) everywhere."""
        called = self.called.get(name, ())
        if not called or name in self.fields.letters or f"{name}_1" in self.called:  # one of several functions
            return False
        return name in self.given and name not in self.primed and _is_of_all(called)


_LISTED = re.compile(r"\s*([^\W\d_]+)\s*=\s*(\[ ?\[?)")
"""A list, or a list of rows, among givens."""


def survey(statements: Iterable[Statement], text: str) -> Survey:
    """The survey of all statements of a document."""
    found = Survey()
    every = [statement for statement in statements if statement.error is None]
    statements = [statement for statement in every if statement.like is None]
    for statement, nodes in zip(
        statements, rewritten([(each.nodes, text[each.start : each.end]) for each in statements], text), strict=True
    ):
        statement.typed, statement.nodes = statement.nodes, nodes
    for statement in every:
        if statement.like is not None:
            statement.typed, statement.nodes = statement.like.typed, statement.like.nodes
    found.has_bars = bool(_BARS.search(text))
    found.is_from_0 = bool(_FROM_0.search(text))
    found.is_outer = bool(_OUTER.search(text)) and "otimes" in text
    found.primed = primed_in(each.nodes for each in statements) if _PRIMES.search(text) else set()
    for statement in statements:
        _compare(found, statement)
        for node in statement.nodes:
            _collect_indices(found, node)
    found.compared |= _like_bound(statements, found.bound)
    _choose_letters(found, {name for each in statements if (name := _letter_defined(each.nodes))})
    found.counted = counted_in(statements, found.bound, text)
    found.letters -= set(found.counted.last) & (set(STEPS) | (set(found.counted.last) - set(USUAL)))
    for statement in every:
        if statement.given and (listed := _LISTED.match(text, statement.start, statement.end)):
            found.axes[listed[1]] = max(found.axes.get(listed[1], 0), len(listed[2].replace(" ", "")))
        _define(found, statement, text)
        if len(statement.nodes) > 1 and statement.like is None:  # what a text speaks of is not used
            _walk(found, statement.nodes, text)
    found.has_rows_for_lists = _are_lists(statements)
    found.fields = fields_in(statements, found.alone, text)
    found.squares |= found.squared - found.given
    found.axes = {name: axes for name, axes in found.axes.items() if axes}
    return found


def _are_lists(statements: Iterable[Statement]) -> bool:
    """Whether rows of numbers are lists: one that is given so stands behind a matrix, W x, and none before one, x W."""
    given: set[str] = set()
    before: set[str] = set()
    behind: set[str] = set()
    statements = list(statements)
    for statement in statements:
        match statement.nodes:
            case (name, Sign("="), Table(rows=((_, _, *_),))):
                spelled = base_of(parts_of(name)[0])
                given |= {spelled.name} if spelled is not None and spelled.name[0].islower() else set()
    for statement in statements if given else ():
        for one, other in (pair for row in rows_in(statement.nodes) for pair in pairwise(row)):
            names = [base_of(parts_of(node)[0]) for node in (one, other) if not isinstance(node, Sign)]
            if len(names) == 2 and names[0] is not None and names[1] is not None:
                if names[0].name[0].isupper() and names[1].name[0].islower():
                    behind |= {names[1].name} if not raised_of(parts_of(one)[2]).transposed else set()
                elif names[0].name[0].islower() and names[1].name[0].isupper():
                    before.add(names[0].name)
    return bool(given & behind) and not given & before


def _compare(found: Survey, statement: Statement) -> None:
    """Note the letters that conditions compare."""
    for guard in statement.guards:
        found.compared |= {node.text for node in guard if isinstance(node, Letter)}


def _collect_indices(found: Survey, root: TexNode) -> None:
    """Note what stands below names, and what sums run over."""
    for node in root.inside():
        match node:
            case Scripted(Sign("∑" | "∏"), below, _, _) | Scripted(
                Words("max" | "min" | "argmax" | "softmax"), below, _, _
            ):
                found.bound |= set(bound_letters(below))
            case Scripted(Letter("delta"), Group((Letter(one), Letter(other))), None, 0):
                found.compared |= {one, other}
                found.lowered.update((one, other))
            case Scripted(_, below, _, _) if below is not None:
                for index in indices_of(below):
                    found.lowered.update(index.letters)
        match node:
            case Scripted(_, _, above, _) if above is not None:
                raised = raised_of(above)
                if raised.kind in ("letter", "step"):
                    found.lowered[raised.layer] += raised.layer in USUAL


def _unprimed(node: TexNode) -> TexNode:
    """An index letter with its primes as one letter."""
    match node:
        case Scripted(Letter(text), None, None, primes) if primes:
            return Letter(text + INDEX_PRIME * primes, start=node.start, end=node.end)
    return node


def bound_letters(below: Group | None) -> list[str]:
    r"""The letters a sum runs over: \sum_{i=1}, \sum_{i,j}, \sum_{k \neq i}, \sum_{w \in V}."""
    if below is None:
        return []
    parts = [_unprimed(part) for part in unwrapped(below.parts)]
    match parts:
        case [Scripted(_, Group((Letter(text),)), None, 0), Sign("∈"), *_]:  # x_i in a set
            return [text]
        case [Fence("(", (Scripted(_, Group((Letter(text),)), None, 0), *_)), Sign("∈"), *_]:
            return [text]
        case [Letter(text), Sign("=" | "≠" | "∈" | "≤" | "<" | ">"), *_]:
            return [text]
    return [part.text for part in parts if isinstance(part, Letter)]


def _letter_defined(nodes: Sequence[TexNode]) -> str:
    r"""The letter that a statement defines by a formula, as no index is: the gate i of i_t = …, of i = \sigma(W x).

    "" if it defines none.
    """
    match nodes[:2]:
        case (Scripted(Letter(text), below, _, 0), Sign(sign)) if below is not None and sign in EQUALS:
            return text
        case (Letter(text), Sign(sign)) if sign in EQUALS and any(
            isinstance(node, (Fence, Words, Fraction)) for node in nodes[2:]
        ):
            return text
    return ""


def _like_bound(statements: Iterable[Statement], bound: Collection[str]) -> set[str]:
    r"""The letters of definitions that index what a letter of a sum does: the w of p_w = z_w / \sum_v z_v."""
    if not bound:
        return set()
    rows = [[list(_indexed(node)) for root in each.nodes for node in root.inside()] for each in statements]
    listed = {name for row in rows for pairs in row for name, letter in pairs if letter in bound}
    found: set[str] = set()
    for statement, row in zip(statements, rows, strict=True):
        heads = list(_indexed(statement.nodes[0])) if len(statement.nodes) > 2 else []
        used = {letter for pairs in row for name, letter in pairs if name in listed and name not in dict(heads)}
        found |= used & {letter for _, letter in heads}
    return found


def _indexed(node: TexNode) -> Iterator[tuple[str, str]]:
    """A name with each of its index letters."""
    base, below, _, _ = parts_of(node)
    if below is not None and not isinstance(base, Sign) and (spelled := base_of(base)) is not None:
        for index in indices_of(below):
            if index.kind == "letter":
                yield spelled.name, index.text


def _choose_letters(found: Survey, names: set[str]) -> None:
    """Choose which letters are indices; of those in use for that, a text may have `names` for something else."""
    for letter in found.lowered:
        is_usual = letter.rstrip(INDEX_PRIME) in USUAL and letter not in names
        if letter in found.bound or letter in found.compared or is_usual:
            found.letters.add(letter)
    found.letters |= found.bound


def _define(found: Survey, statement: Statement, text: str) -> None:
    """Note what a statement defines: its first name before a sign of equality."""
    nodes = list(statement.nodes)
    if len(nodes) < 2:
        return
    first = nodes[0]
    after = nodes[1]
    if isinstance(after, Fence) and len(nodes) > 2:
        after = nodes[2]
    if not (isinstance(after, Sign) and after.text in EQUALS):
        return
    match nodes:
        case [_, Sign("="), Digits()] | [_, Sign("="), Sign("-"), Digits()]:
            found.has_numbers = True
    match first:
        case Scripted(base, _, None, 1) if nodes[1] is after and (spelled := base_of(base)) is not None:
            found.given.add(spelled.name + PRIME)
        case Scripted(base, below, above, 0) if (spelled := base_of(base)) is not None:
            _, raised = found.counted.raised(spelled.name, raised_of(above))
            match raised.power:
                case Group((Digits("2"),)) if nodes[1] is after:
                    found.squared.add(name_with(spelled, indices_of(below), found).name)
                    return
            named = name_with(spelled, indices_of(below), found).name
            found.given |= {spelled.name, named}
            found.heads |= {named} if after is not nodes[1] else set()
            if raised.kind == "number":
                found.given.add(f"{spelled.name}^({raised.layer})")
            if (indices := found.counted.lowered(spelled.name, indices_of(below))[1]) and all(
                index.kind == "number" for index in indices
            ):
                if (statement.part, spelled.name) not in found.listed:  # else y_1 is an entry of the y_i said before
                    found.numbered.add((statement.part, spelled.name))
            else:
                if indices and all(each.kind == "letter" and found.is_index(each.text) for each in indices):
                    found.listed.add((statement.part, spelled.name))
                found.whole.add(spelled.name)
        case _ if (spelled := base_of(first)) is not None and not (
            after is not nodes[1] and len(spelled.name) > 1 and is_known_function(spelled.name)
        ):
            found.given.add(spelled.name)
            found.whole.add(spelled.name)
            match nodes[nodes.index(after) + 1 :]:
                case [Table(rows=rows) | Fence(parts=(Table(rows=rows),)), *_] if spelled.name not in found.axes:
                    found.axes[spelled.name] = 2 if len(rows) > 1 < len(rows[0]) else 1
                case [Fence("(" | "[", parts), *_] if spelled.name not in found.axes and _are_numbers(parts):
                    found.axes[spelled.name] = 1


def _are_numbers(parts: Sequence[TexNode]) -> bool:
    """Whether nodes are a list of numbers: 1, -2, 0.5."""
    signs = [part.text for part in parts if isinstance(part, Sign)]
    return "," in signs and all(
        isinstance(part, Digits) or (isinstance(part, Sign) and part.text in ",-") for part in parts
    )


def name_with(base: Spelled, indices: Sequence[Index], found: Survey) -> Spelled:
    """A name with what belongs to it below: W_h, E_total; what are index letters does not."""
    indices = found.counted.lowered(base.name, indices)[1] if indices else ()
    words = [index for index in indices if not ((letters := index.letters) and found.letters.issuperset(letters))]
    kinds = {index.kind for index in words}
    if not words or len(words) < len(indices) or kinds & {"other", "step", "sum"}:
        return base
    numbers = kinds == {"number"}
    end = "".join(index.text for index in words)
    is_given = (found.part, base.name) in found.numbered or (
        f"{base.name}_{end}" in found.given and base.name not in found.whole
    )
    if numbers and found.axes.get(base.name) and not is_given:
        return base
    return Spelled(f"{base.name}_{end}", f"{base.shown}_{end}")


def _walk(found: Survey, nodes: Sequence[TexNode], text: str) -> None:
    """Note how names are used."""
    todo: list[Sequence[TexNode]] = [nodes]
    while todo:
        row = list(todo.pop())
        for place, node in enumerate(row):
            after = row[place + 1] if place + 1 < len(row) else None
            _note(found, node, after, text)
            top = base_of(parts_of(after)[0]) if after is not None and parts_of(node)[0] == NABLA_SIGN else None
            if top is not None:
                found.differentiated.add(top.name)
            match node:
                case Scripted(base, below, above, _):
                    todo.append((base,) if not isinstance(base, (Letter, Words)) else ())
                    raised = raised_of(above)
                    if raised.power is not None:
                        todo.append(raised.power.parts)
                case Fraction(above, below):
                    _differentiate(found, above, below)
                    todo += [above.parts, below.parts]
                case Styled() | Letter():
                    pass
                case _:
                    todo += [(child,) if not isinstance(child, Group) else child.parts for child in _rows(node)]


def _rows(node: TexNode) -> list[TexNode]:
    """What is inside a node, rows as groups."""
    match node:
        case Fence(_, parts, _) | Group(parts):
            return [Group(tuple(parts), start=node.start, end=node.end)]
    return list(node.children)


def _note(found: Survey, node: TexNode, after: TexNode | None, text: str) -> None:
    """Note one name."""
    base, below, above, _primes = node, None, None, 0
    if isinstance(node, Scripted):
        base, below, above, _primes = node.base, node.below, node.above, node.primes
    spelled = base_of(base)
    if spelled is None or isinstance(base, Sign):
        return
    indices, raised = indices_of(below), raised_of(above)
    is_layer = found.counted.raised(spelled.name, raised)[0] is not None
    indices = found.counted.lowered(spelled.name, indices)[1]
    letters = [index for index in indices if (each := index.letters) and found.letters.issuperset(each)]
    numbers = [index for index in indices if index.kind == "number"]
    if any(index.text == "0" for index in numbers):
        found.begun.add(spelled.name)
    samples = (
        not is_layer
        and raised.kind == "letter"
        and found.is_index(raised.layer)
        and raised.layer in (*USUAL, *found.bound)
    )
    if samples:
        found.samples.add(spelled.name)
    if letters or samples:
        axes = len(indices) + samples
        if len(letters) + len(numbers) == len(indices):
            found.axes[spelled.name] = max(found.axes.get(spelled.name, 0), axes)
    name = name_with(spelled, indices, found).name
    behind = after.base if isinstance(after, Scripted) else after  # f(x)^2 calls f, too
    is_fence = isinstance(behind, Fence) and behind.opening == "("
    if after is not behind and name not in found.called:
        is_fence = False
    after = behind
    if is_fence and isinstance(after, Fence) and raised.power is None:
        found.called[name].add("".join(text[after.start : after.end].split()))
        operands = [part for part in after.parts if not (isinstance(part, Sign) and part.text in (",", ";"))]
        if all(base_of(parts_of(part)[0]) is not None for part in operands):
            found.arguments.setdefault(name, tuple(operands))
    elif not (below or above) or not is_fence:
        found.alone[name] += 1


def _differentiate(found: Survey, above: Group, below: Group) -> None:
    """Note what a fraction differentiates."""
    if above.parts and isinstance(above.parts[0], Scripted):
        return  # a second derivative
    for row in (unwrapped(above.parts), unwrapped(below.parts)):
        match row:
            case [Sign("∂") | Letter("d") | Words("d"), Scripted(base, lower, None, 0)]:
                if (spelled := base_of(base)) is not None:
                    found.slopes[name_with(spelled, indices_of(lower), found).name] += 1
    bottom = _base_names(below)
    for parts, is_top in ((unwrapped(above.parts), True), (unwrapped(below.parts), False)):
        match parts:
            case [Sign("∂") | Letter("d") | Words("d"), Scripted(base, lower, Group((Digits("2"),)), 0)]:
                if (spelled := base_of(base)) is not None:
                    found.squares.add(name_with(spelled, indices_of(lower), found).name)
            case [Letter("d") | Words("d"), (Letter() | Words()) as base, *_] if is_top and len(parts) == 2:
                if (spelled := base_of(base)) is not None and spelled.name in found.primed:
                    found.tops[spelled.name] += 1
                    found.differentiated.add(spelled.name)
            case [Sign("∂"), Scripted(base, _, _, _) | ((Letter() | Styled()) as base), *_] if is_top:
                if (spelled := base_of(base)) is not None and spelled.name not in bottom:
                    found.tops[spelled.name] += 1
                    found.differentiated |= {
                        spelled.name,
                        name_with(spelled, indices_of(parts_of(parts[1])[1]), found).name,
                    }
                    for name in bottom:
                        found.bottoms[spelled.name][name] = unwrapped(below.parts)[-1]


def _is_of_all(called: Collection[str]) -> bool:
    """Whether brackets behind a name say the same everywhere, or one of them all that the others do: f(x), f(x, y)."""
    if len(called) == 1:
        return True
    if not all("," in each for each in called):
        return False
    arguments = sorted((set(each[1:-1].split(",")) for each in called), key=len)
    return all(one < other for one, other in pairwise(arguments))


def _base_names(group: Group) -> set[str]:
    """The names in braces, without their indices."""
    bases = (part.base if isinstance(part, Scripted) else part for part in unwrapped(group.parts))
    return {spelled.name for base in bases if (spelled := base_of(base)) is not None}


def is_known_function(name: str) -> bool:
    """Whether a word is a function of the language."""
    return function_called(name) is not None
