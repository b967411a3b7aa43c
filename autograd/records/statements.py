"""Which Values of a graph get a line of their own, what they are called, and which fold into another's formula.

A person writes x1 = relu(x0·w0 + b0) as one line, not three. So a named Value is a statement, and the unnamed ones
between fold into its formula, unless that makes the page worse: see `own_lines`.
"""

import itertools
from collections import Counter
from collections.abc import Collection, Iterator
from functools import lru_cache
from math import isnan

from autograd.engine.arguments import checked_name
from autograd.engine.graph import sorted_graph
from autograd.engine.operation import Op, teach
from autograd.formulas.names import operand_name
from autograd.formulas.notation import MOST_TERMS, clipped, figure
from autograd.formulas.symbols import NUMBER_NAMES, Symbol, named, rewritten, simplified, symbol
from autograd.records.calls import calls_among, parameter_names
from autograd.support.types import Any

WIDEST = 60
"""A formula wider than this (in characters, about) is cut into several statements."""

LONGEST_NAME = 30


class Part:
    """A place in the computation: one Value, or several unnamed ones that compute the same from the same.

    `operands` are indices of Parts, `numbers` their values and `number` the result, all as recorded.
    `label` is what the page calls it: "" for a part folded into another's formula and for a plain number.
    """

    __slots__ = (
        "formula",
        "index",
        "label",
        "node",
        "number",
        "numbers",
        "operands",
        "rule",
        "twins",
        "uses",
        "varies",
    )

    def __init__(self, index: int, node: Any, rule: Op | None, operands: tuple[int, ...], number: float) -> None:
        self.index = index
        self.node = node
        self.twins: list[Any] = []  # the other Values that compute the same
        self.rule = rule
        self.operands = operands
        self.numbers: tuple[float, ...] = node.recorded
        self.number = number
        self.label = ""
        self.uses = 0
        self.varies = not node.is_constant  # whether it depends on anything that does
        self.formula = symbol(number)

    @property
    def is_plain_number(self) -> bool:
        """Whether it is a constant without a name."""
        return self.rule is None and self.node.is_constant and not (self.node.name or self.label)

    @property
    def grad(self) -> float | None:
        """The gradient `backward` left here, over all Values of this part; None: not yet, or a constant."""
        nodes = [self.node, *self.twins]
        return sum(node.grad for node in nodes) if all(node.has_grad for node in nodes) else None

    def named(self, number: float) -> Symbol:
        """How formulas refer to it, where its number was that one."""
        return named(self.label, number) if self.label else self.formula


def parts(root: Any, merge: bool) -> list[Part]:
    """The graph below a Value as Parts, operands first; `merge` makes one of what is written alike."""
    leaves, interior = sorted_graph(root)
    names = parameter_names(calls_among(interior))
    found: list[Part] = []
    place: dict[int, int] = {}
    alike: dict[Any, int] = {}
    for node in leaves + interior:
        operands = tuple([place[id(operand)] for operand in node.inputs])
        name, is_constant, index = node.name, node.is_constant, len(found)
        if merge and not name and (operands or is_constant) and node is not root:
            numbers = node.recorded if operands else (node.data,)
            if isnan(sum(numbers)):  # a NaN is equal to no other, and to itself if that
                numbers = tuple("NaN" if number != number else number for number in numbers)
            index = alike.setdefault((node.rule, operands, numbers), index)
        place[id(node)] = index
        if index < len(found):
            found[index].twins.append(node)
            continue
        checked_name(name)  # the one that was set by assignment
        found.append(Part(index, node, node.rule, operands, node.result))
        if not name and is_constant:
            found[-1].label = NUMBER_NAMES.get(node.data, "")
        elif not name and not operands:
            found[-1].label = names.get(id(node), "")
    for part in found:
        part.varies = any(found[operand].varies for operand in part.operands) if part.rule else part.varies
        for operand, number in zip(part.operands, part.numbers, strict=True):
            found[operand].uses += 1
            if found[operand].rule is None:
                found[operand].number = number  # what a leaf was when used, whatever it is now
    return found


def own_lines(found: list[Part]) -> set[int]:
    """Which parts become statements, by index: the root, what has a name, and three kinds of unnamed parts.

    Those that would be written twice, in another's formula and in a derivative, say; those that make a formula too
    wide; and those that several operands are reached through, where the way there is a formula of its own:
    in tanh(w·x + b) the sum, since ∂/∂w, ∂/∂x and ∂/∂b would all begin with 1 − tanh(w·x + b)². What is made of
    numbers alone, such as log(10), is written where it is used.
    """
    bare = numeric(found)
    chosen = {part.index for part in found if part.rule and part.node.name} | {found[-1].index}
    written = Counter({part.index: part.uses for part in found})
    for part in found:
        for slot, operand in enumerate(part.operands):
            if part.rule is not None and found[operand].varies:
                for letter in mentioned(part.rule, slot):
                    written[part.index if letter == "z" else part.operands["xy".index(letter)]] += 1
    chosen |= {part.index for part in found if part.rule and written[part.index] > 1 and not bare[part.index]}
    _cut_wide(found, chosen)
    _cut_steep(found, chosen)
    return chosen


def numeric(found: list[Part]) -> list[bool]:
    """Of each part whether it is made of numbers alone, e and pi among them."""
    bare: list[bool] = []
    for part in found:
        is_number = part.node.is_constant and not part.node.name
        bare.append(all(bare[operand] for operand in part.operands) if part.rule else is_number)
    return bare


@lru_cache(maxsize=1024)
def mentioned(rule: Op, slot: int) -> frozenset[str]:
    """The letters among x, y, z that a local derivative mentions outside of its gates."""
    if rule.derivatives[slot] is None:
        return frozenset()
    formula, _ = ungated(symbol(rule.local(slot, tuple(_letter(x) for x in rule.letters), _letter("z"))))
    return frozenset(part.name for part in simplified(formula).parts() if part.name)


teach(lambda rule: None, lambda rule: mentioned.cache_clear())  # or it would keep what is forgotten


def _letter(letter: str) -> Symbol:
    return named(letter, 0.75)  # any number will do, but for the gates' sake not 0


def local_symbol(rule: Any, slot: int, operands: tuple[Symbol, ...], result: Symbol) -> Symbol:
    """The local derivative on symbols; that of a sum or a product is a number or an operand, and is not computed.

    Raises NoDerivativeError where there is none.
    """
    formula = rule.local_formula(slot)[0] if isinstance(rule, Op) else None
    if formula is None or formula.rule is not None:
        return symbol(rule.local(slot, operands, result))
    if formula.name is None:
        return formula
    return result if formula.name == "z" else operands[rule.letters.index(formula.name)]


def open_slope(rule: Any, slot: int, operands: tuple[Symbol, ...], result: Symbol) -> Symbol | None:
    """The local derivative, simplified, where it looks the same for all operands that are names; else None."""
    template = _slope_in_letters(rule, slot) if isinstance(rule, Op) else None
    if template is None or template.rule is None:  # an operand as it is needs nothing
        return None
    named_as: dict[str | None, Symbol] = {"z": result, **dict(zip(rule.letters, operands, strict=True))}
    names = {part.name for part in named_as.values()}
    if len(names) < len(named_as) or not names.isdisjoint(_NO_LETTERS):
        return None
    return _with_letters(template, named_as)


_NO_LETTERS = {None, *NUMBER_NAMES.values()}


@lru_cache(maxsize=1024)
def _slope_in_letters(rule: Op, slot: int) -> Symbol | None:
    """The simplified local derivative of an operation in its letters; None if it has none, or gates."""
    if rule.derivatives[slot] is None:
        return None
    formula, _ = rule.local_formula(slot)
    return None if any(getattr(part.rule, "gate", None) for part in formula.parts()) else simplified(formula)


teach(lambda rule: None, lambda rule: _slope_in_letters.cache_clear())


def _with_letters(template: Symbol, letters: dict[str | None, Symbol]) -> Symbol:
    if template.rule is None:
        return template if template.name is None else letters[template.name]
    return Symbol(template.rule, tuple([_with_letters(part, letters) for part in template.operands]))


def ungated(formula: Symbol) -> tuple[Symbol, list[Symbol]]:
    """A derivative with each gate replaced by its number, and what the noted ones depend on (for shallow formulas)."""
    if formula.rule is None:
        return formula, []
    gate = getattr(formula.rule, "gate", None)
    if gate:
        (condition,) = formula.operands
        condition = condition.operands[0] if condition.sign == "neg" else condition
        return symbol(formula.value()), [condition] if gate == "noted" else []
    inside = [ungated(operand) for operand in formula.operands]
    return Symbol(formula.rule, tuple(operand for operand, _ in inside)), [
        note for _, notes in inside for note in notes
    ]


def without_quiet_gates(formula: Symbol) -> Symbol:
    """A derivative with its quiet gates open, as it is but for special points (for shallow formulas)."""
    if getattr(formula.rule, "gate", None) == "quiet":
        return symbol(1)
    return Symbol(formula.rule, tuple(map(without_quiet_gates, formula.operands)), formula.name, formula.number)


def _cut_wide(found: list[Part], chosen: set[int]) -> None:
    """Choose what would make a formula too wide; widths are estimates, in characters."""
    widths: list[tuple[int, int, int]] = []  # of a part: in all, of its widest term, and how many terms
    for part in found:
        if part.rule is None:
            width = len(part.node.name or figure(part.number))
            widths.append((width, width, 1))
            continue
        inside = [(2, 2, 1) if operand in chosen else widths[operand] for operand in part.operands]
        if part.rule.sign == "-" and inside[1][2] > 1:  # a sum taken away stands in brackets, as one term
            inside[1] = (inside[1][0] + 2, inside[1][0] + 2, 1)
        total, widest, terms = sum(width for width, _, _ in inside), max(widest for _, widest, _ in inside), 1
        if part.rule.sign in ("+", "-"):
            terms = sum(count for _, _, count in inside)
            total = total + 3 if terms <= MOST_TERMS else MOST_TERMS * (widest + 3)
        else:
            total += 1 if part.rule.sign else len(part.rule.name) + 2
            widest = total
        if total > WIDEST:
            chosen.add(part.index)
        widths.append((total, widest, terms))


def _cut_steep(found: list[Part], chosen: set[int]) -> None:
    below = [0] * len(found)  # how many named things a part's derivative leads to
    for part in found:
        below[part.index] = sum(
            below[operand] if found[operand].rule and operand not in chosen else found[operand].varies
            for operand in part.operands
        )
    way: dict[int, Symbol] = {}
    for part in reversed(found):
        if part.rule is None:
            continue
        if part.index in way and below[part.index] > 1 and not _is_short(way[part.index]):
            chosen.add(part.index)
        folded = [
            (slot, operand)
            for slot, operand in enumerate(part.operands)
            if found[operand].rule and found[operand].varies and operand not in chosen
        ]
        if not folded:
            continue
        here: Any = symbol(1) if part.index in chosen else way.get(part.index, symbol(1))
        letters = tuple(
            named(f"part {operand}", number) for operand, number in zip(part.operands, part.numbers, strict=True)
        )
        for slot, operand in folded:
            if part.rule.derivatives[slot] is not None:
                slope, _ = ungated(local_symbol(part.rule, slot, letters, named(f"part {part.index}", part.number)))
                way[operand] = chained(here, slope)


def is_one(formula: Symbol) -> bool:
    """Whether it is the number 1."""
    return formula.number == 1 and formula.is_number


def chained(way: Symbol, slope: Symbol) -> Symbol:
    """The product of two formulas, simplified, the first of which is so already; that is nothing to do for most."""
    if slope.rule is None:
        if is_one(slope):
            return way
        if is_one(way):
            return slope
    return simplified(way * slope)


def _is_short(formula: Symbol) -> bool:
    inside = list(formula.parts())
    return sum(part.rule is not None for part in inside) <= 1 and sum(part.name is not None for part in inside) <= 1


def labelled(found: list[Part], chosen: set[int]) -> None:
    """Give the parts their labels: names made unique with ′, f for the output, v1, v2 … and t1, t2 … for the rest."""
    taken: set[str] = set()
    count: Counter[str] = Counter()

    def free(name: str) -> str:
        label = name
        while label in taken:
            count[name] += 1
            label = operand_name(name) + ("′" * count[name] if count[name] < 4 else f"({count[name] + 1})")
        taken.add(label)
        return label

    def numbered(letter: str) -> Iterator[str]:
        return (f"{letter}{number}" for number in itertools.count(1) if f"{letter}{number}" not in taken)

    for part in sorted(found, key=lambda part: bool(part.node.is_constant)):  # a detached copy of x is x′
        if name := part.node.name or part.label:  # a label there already is a proposal
            part.label = free(shown_name(name))
    leaf, statement = numbered("v"), numbered("t")
    for part in found:
        if not part.label and (part is found[-1] or not part.is_plain_number):
            if part is found[-1]:
                part.label = free("f")
            elif part.rule is None or part.index in chosen:
                part.label = next(leaf if part.rule is None else statement)


def shown_name(name: str) -> str:
    """A name as it can stand on a page: in one line, without control characters, not too long."""
    shown = "".join(letter if letter.isprintable() else "�" for letter in " ".join(name.split()))
    return clipped(shown, LONGEST_NAME)


def statements(root: Any, level: str) -> list[Part]:
    """The parts of a graph, operands first, labelled, and with the formula each statement is written with.

    level "name": as on paper; "op": every operation a statement of its own. What has a line on paper is called the same
    at both levels.
    """
    if level == "name":
        return written(parts(root, merge=True), level)
    label = labels(root)
    found = parts(root, merge=False)
    for part in found:
        part.label = label.get(id(part.node), part.label)
    return written(found, level)


def labels(root: Any) -> dict[int, str]:
    """What the page calls the Values of a graph that have a line on it, or are given, by identity.

    Values that are written as one line, since they compute the same, have one label.
    """
    found = parts(root, merge=True)
    labelled(found, own_lines(found))
    return {id(node): part.label for part in found if part.label for node in (part.node, *part.twins)}


def written(found: list[Part], level: str, kept: Collection[int] = ()) -> list[Part]:
    """Parts, operands first, with the labels and formulas they are shown with; `kept` ones never fold, by index."""
    chosen = own_lines(found) if level == "name" else {part.index for part in found if part.rule}
    labelled(found, chosen.union(kept))
    for part in found:
        if part.rule is not None:
            operands = tuple(
                found[operand].named(number) for operand, number in zip(part.operands, part.numbers, strict=True)
            )
            part.formula = Symbol(part.rule, operands, number=part.number)
            if level == "name":
                part.formula = rewritten(part.formula)
                if part.formula.rule is not None:
                    part.formula.number = part.number
    return found
