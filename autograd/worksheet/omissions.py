"""What may have been left out of a formula: factors, terms, divisions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograd.generated import Value
from autograd.worksheet.arrays import Array, entries
from autograd.worksheet.cases import Case
from autograd.worksheet.echo import echo
from autograd.worksheet.evaluation import Exhausted
from autograd.worksheet.language import Node, names_in
from autograd.worksheet.layers import Layer
from autograd.worksheet.readings import paths, replaced, whole
from autograd.worksheet.repairs import ONE, TWO, Repair, alike, at, scope, singles
from autograd.worksheet.settings import FAULTS

MOST_PARTS = 24
"""Parts of other formulas that are tried in one place."""

MOST_PAIRED = 40
"""Divisors whose products are tried."""

MOST_LISTS = 8
"""Lists whose sums are tried."""

ALL = ("sum", "fold", "call", "power", "product", "negative")
"""The kinds of formulas that may stand as a factor."""

SLOPES = {"exp": "exp", "softplus": "sigmoid", "sin": "cos", "relu": "step"}
"""Functions whose slope is another function of the same operand."""


def forgotten(case: Case) -> Iterator[Repair]:
    """A factor forgotten: of everything, of one term, inside a sum over an index or a product of matrices."""
    yield from scaled(case)
    for path, node in paths(case.formula):
        above = at(case.formula, path[:-1]) if path else None
        if above is not None and above.kind not in ("sum", "fold", "negative"):
            continue
        if above is not None and node.kind in ("fold", "negative", *(() if above.kind == "fold" else ("sum",))):
            continue
        where = f" at {echo(node)}" if path and above is not None and above.kind == "sum" else ""
        for kind, factor in factors(case, scope(case, path)) if path else ():
            cause = f"the factor {echo(factor, 3)} is forgotten{where}"
            yield Repair(kind, cause, replaced(case.formula, path, Node("product", (node, factor), "**")))
        for factor in counting(case):
            cause = f"the factor 1/{echo(factor, 3)} is forgotten{where}"
            yield Repair("mean", cause, replaced(case.formula, path, Node("product", (node, factor), "*/")))
    for path, node in paths(case.formula):
        if node.kind == "product" and "@" in node.value:
            for place, part in enumerate(node.parts):
                for kind, factor in arrays_of(case):
                    parts = (*node.parts[:place], Node("product", (part, factor), "**"), *node.parts[place + 1 :])
                    cause = f"the factor {echo(factor, 3)} is forgotten at {echo(part)}"
                    yield Repair(kind, cause, replaced(case.formula, path, node.with_parts(*parts)))


def scaled(case: Case) -> Iterator[Repair]:
    """A factor of everything forgotten, with its sign: one number of the claim tells which factors are worth a try."""
    entry = Entry.of(case)
    if entry is None:
        return
    letters = list(case.chosen[0])
    found = (*factors(case, letters), *(("factor", node) for node in (*parts_seen(case, ALL, letters), *sums(case))))
    names = [(node, entry.number(node)) for node in singles(case, letters)[:MOST_PAIRED] if node.kind != "derivative"]
    apart = (
        ("factor", Node("sum", (node, other), "+-"), x - y)
        for place, (node, x) in enumerate([(ONE, 1.0), *names])
        for other, y in names[place:]
        if x and y
    )
    for kind, factor, number in (*((kind, factor, entry.number(factor)) for kind, factor in found), *apart):
        if number and same(abs(entry.claim * number), abs(entry.truth)):
            lost = factor if entry.claim * number * entry.truth > 0 else Node("negative", (factor,))
            cause = f"the factor {echo(lost, 3)} is forgotten"
            yield Repair(kind, cause, Node("product", (case.formula, lost), "**"))


def undivided(case: Case) -> Iterator[Repair]:
    """A division forgotten: by a name, its powers, a product of two, by what other formulas divide by."""
    entry = Entry.of(case)
    letters = list(case.chosen[0])
    if entry is not None:
        numbers = [(node, entry.number(node)) for node in divisors(case, letters)]
        pairs = (
            (Node("product", (node, other), "**"), x * y)
            for place, (node, x) in enumerate(numbers[:MOST_PAIRED])
            for other, y in numbers[place + 1 : MOST_PAIRED]
        )
        for node, number in (*numbers, *pairs):
            if number and same(abs(entry.claim), abs(entry.truth * number)):
                sign = whole(-1) if entry.claim * entry.truth * number < 0 else ONE
                lost = Node("product", (sign, node), "*/")
                yield Repair(
                    "factor", f"the factor {echo(lost)} is forgotten", Node("product", (case.formula, lost), "**")
                )
    for path, node in paths(case.formula):
        if path and at(case.formula, path[:-1]).kind in ("sum", "fold"):
            for factor in divisors(case, scope(case, path)):
                cause = f"the factor 1/{echo(factor, 3)} is forgotten at {echo(node)}"
                yield Repair("factor", cause, replaced(case.formula, path, Node("product", (node, factor), "*/")))


@dataclass(frozen=True)
class Entry:
    """One number of a claim at the givens that is not 0, and the truth there."""

    case: Case
    letters: dict[str, int]
    place: int
    truth: float
    claim: float

    @staticmethod
    def of(case: Case) -> "Entry | None":
        """The first such number, if possible one that is wrong; a claim of one number stands for every entry."""
        base = case.setting.base
        try:
            pairs = zip(case.chosen, case.truths(base), case.claimed(base), strict=True)
        except Exhausted:
            raise
        except FAULTS:  # its shapes do not fit
            return None
        found = None
        for letters, truth, claim in pairs:
            truths, claims = entries(truth), entries(claim)
            if len(claims) not in (1, len(truths)):
                return None
            for place, x in enumerate(truths):
                y = claims[place % len(claims)]
                if x and y and (found is None or found.claim == found.truth):
                    found = Entry(case, letters, place, float(x), float(y))
        return found

    def number(self, node: Node) -> float:
        """What a formula is in that place; 0 where it has no value there."""
        try:
            found = entries(self.case.setting.base.formula(self.case.text, self.letters).value(node))
        except Exhausted:
            raise
        except FAULTS:
            return 0.0
        return float(found[self.place if len(found) > 1 else 0]) if self.place < len(found) or len(found) == 1 else 0.0


def same(x: float, y: float) -> bool:
    """Whether two numbers are worth a closer look."""
    return abs(x - y) <= 1e-6 * max(x, y)


def counting(case: Case) -> list[Node]:
    """Names and numbers that count: what one divides by in a mean."""
    setting = case.setting
    given = (each.name for each in setting.definitions if each.given and each.name not in setting.varied)
    names = [name for name in given if isinstance(setting.base.floats.get(name), float)]
    return [*(Node("name", (), name) for name in names), *numbers_of(case)[1:]]


def factors(case: Case, letters: Sequence[str]) -> Iterator[tuple[str, Node]]:
    """What may have been forgotten: names, slopes of activations, open or closed masks, gradients handed on."""
    for node in (*singles(case, letters), *numbers_of(case)):
        yield "factor", node
    for node in (
        *parts_seen(case, ("sum", "fold", "call", "power"), letters),
        *parts_seen(case, ("derivative",), letters),
    ):
        yield "factor", node
    for node in singles(case, letters):
        name = (node if node.kind == "name" else node.parts[0]).value if node.kind in ("name", "index") else ""
        yield from (("local", slope) for slope in slopes_by_result(node, operation_of(case, name)))
    yield from arrays_of(case)
    for definition in case.setting.definitions:
        if not definition.given:
            for node in definition.formula.inside():
                for slope in slopes_of(node):
                    if set(names_in(slope)) <= {*case.setting.base.floats, *letters}:
                        yield "local", slope
    base = case.setting.base
    if case.target.kind == "derivative":
        for name, value in base.graph.items():
            if isinstance(value, Value) and value.op and name not in names_in(case.target):
                yield "factor", Node("derivative", (Node("name", (), name), case.target.parts[1]))
    if case.target.kind == "derivative" and case.target.parts[0].kind == "name":
        for name, value in base.graph.items():
            top = case.target.parts[0].value
            if (
                isinstance(value, Value)
                and value.op
                and name != top
                and abs(base.slope((top, 0), (name, 0))) not in (0, 1)
            ):
                yield "factor", Node("derivative", (case.target.parts[0], Node("name", (), name)))
            if isinstance(value, Array) and value.is_vector and name != top:
                for letter in letters:
                    entry = Node("index", (Node("name", (), name), Node("name", (), letter)))
                    yield "factor", Node("derivative", (case.target.parts[0], entry))


def operation_of(case: Case, name: str) -> str:
    """The operation that gives a name its value."""
    graph = case.setting.base.graph
    return getattr(entries(graph[name])[0], "op", "") if name in graph and not isinstance(graph[name], Layer) else ""


def slopes_by_result(node: Node, operation: str) -> Iterator[Node]:
    """The slope of an activation, written with what it gives."""
    if operation == "sigmoid":
        yield Node("sum", (ONE, node), "+-")
        yield Node("product", (node, Node("sum", (ONE, node), "+-")), "**")
    elif operation == "tanh":
        yield Node("sum", (ONE, Node("power", (node, TWO))), "+-")


def slopes_of(node: Node) -> Iterator[Node]:
    """The slope of a function inside a definition's formula, or of a power."""
    if node.kind == "power" and node.parts[1].kind == "number":
        lower = Node("sum", (node.parts[1], ONE), "+-")
        yield Node("product", (node.parts[1], Node("power", (node.parts[0], lower))), "**")
    elif node.kind == "call" and len(node.parts) == 1:
        function, inside = node.value[0], node.parts[0]
        yield from slopes_by_result(node, function)
        if function in SLOPES:
            yield Node("call", (inside,), (SLOPES[function], ()))


def arrays_of(case: Case) -> Iterator[tuple[str, Node]]:
    """Whole arrays that may have been forgotten in a formula without index letters, and slopes of activations."""
    floats = case.setting.base.floats
    if case.chosen[0]:
        return
    for name, value in floats.items():
        if isinstance(value, Array):
            node = Node("name", (), name)
            yield "factor", node
            yield from (("local", slope) for slope in slopes_by_result(node, operation_of(case, name)))
            if case.target.kind == "derivative" and name not in names_in(case.target):
                yield "factor", Node("derivative", (case.target.parts[0], node))


def sums(case: Case) -> Iterator[Node]:
    """Sums over a list, and over the products of two, that a formula without index letters may need."""
    floats = case.setting.base.floats
    letter = next((letter for letter in "ijkn" if letter not in floats), None)
    if letter is None or case.chosen[0]:
        return
    lists = [(name, x) for name, x in floats.items() if isinstance(x, Array) and x.columns == 1][:MOST_LISTS]
    for node in parts_seen(case, ("sum",), [letter]):
        if letter in names_in(node):
            yield Node("fold", (node,), ("sum", letter))
            for name, _ in lists:
                second = Node("index", (Node("name", (), name), Node("name", (), letter)))
                yield Node("fold", (Node("product", (node, second), "**"),), ("sum", letter))
    for place, (name, x) in enumerate(lists):
        first = Node("index", (Node("name", (), name), Node("name", (), letter)))
        yield Node("fold", (first,), ("sum", letter))
        for other, y in lists[place:]:
            if x.rows == y.rows:
                second = Node("index", (Node("name", (), other), Node("name", (), letter)))
                yield Node("fold", (Node("product", (first, second), "**"),), ("sum", letter))


def terms(case: Case) -> Iterator[Repair]:
    """A term forgotten: a name, or a product of two."""
    for path, node in paths(case.formula):
        above = at(case.formula, path[:-1]) if path else None
        if node.kind not in ("name", "index", "derivative") or (above and above.kind in ("index", "derivative", "sum")):
            continue
        for other in alike(case, node, scope(case, path)):
            for sign in "+-":
                fixed = Node("sum", (node, other), "+" + sign)
                yield Repair(
                    "term",
                    f"the term {echo(other)} is forgotten beside {echo(node)}",
                    replaced(case.formula, path, fixed),
                )
    for path, node in paths(case.formula):
        inside = path and at(case.formula, path[:-1]).kind in ("call", "negative", "product", "power")
        if node.kind == "sum" or (inside and node.kind in ("product", "negative", "call")):
            for other in singles(case, scope(case, path)):
                for sign in "+-":
                    fixed = Node("sum", (node, other), "+" + sign)
                    yield Repair("term", f"the term {echo(other)} is forgotten", replaced(case.formula, path, fixed))
    nodes = singles(case, list(case.chosen[0]))
    added = [*nodes, *numbers_of(case), *parts_seen(case, ("product", "power", "call", "fold"), list(case.chosen[0]))]
    added += [Node("product", (x, y), "**") for i, x in enumerate(nodes) for y in nodes[i:]] if len(nodes) <= 16 else []
    for node in added:
        for sign in "+-":
            fixed = Node("sum", (case.formula, node), "+" + sign)
            yield Repair("term", f"the term {echo(node)} is forgotten", fixed)


def numbers_of(case: Case) -> list[Node]:
    """The numbers that stand in the formulas of the sheet's definitions, and 1."""
    found = {ONE: None}
    for definition in case.setting.definitions:
        if not definition.given:
            found.update((node, None) for node in definition.formula.inside() if node.kind == "number")
    return list(found)[:12]


def parts_seen(case: Case, kinds: Sequence[str], letters: Sequence[str]) -> list[Node]:
    """Parts of the sheet's right formulas that may have been forgotten here."""
    found: dict[Node, None] = {}
    known = {*case.setting.base.floats, *letters}
    for formula in reversed(case.seen):
        case.setting.base.work.spend(1 + formula.length // 8)
        for _, node in paths(formula):
            if node.kind in kinds and node != case.formula and _speaks_of(node, known, case):
                found[node] = None
    return list(found)[:MOST_PARTS]


def divisors(case: Case, letters: Sequence[str]) -> list[Node]:
    """What may be divided by: names, what right formulas of the sheet divide by, squares and cubes of names."""
    found: dict[Node, None] = dict.fromkeys(singles(case, letters))
    names = [node for node in found if node.kind in ("name", "index")]
    known = {*case.setting.base.floats, *letters}
    for formula in reversed(case.seen):
        case.setting.base.work.spend(1 + formula.length // 8)
        for _, node in paths(formula):
            if node.kind == "product":
                for sign, part in zip(node.value, node.parts, strict=True):
                    if sign == "/" and _speaks_of(part, known, case):
                        found[part] = None
    for node in names:
        found.update(dict.fromkeys(slopes_by_result(node, operation_of(case, names_in(node)[0]))))
    found = dict.fromkeys([*names[:MOST_PARTS], *list(found)[: 2 * MOST_PARTS]])
    found.update((Node("power", (node, whole(power))), None) for power in (2, 3) for node in names[:MOST_PARTS])
    return list(found)
