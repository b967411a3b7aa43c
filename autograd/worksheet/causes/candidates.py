"""What may have been left out of a formula: names, numbers, slopes, sums, derivatives, parts of other formulas."""

from collections.abc import Iterator, Sequence
from itertools import islice, permutations

from autograd.engine.codegen.python import Value
from autograd.worksheet.causes.slopes import makes_its_own_slope, slopes_by_result, slopes_of
from autograd.worksheet.evaluation.arrays import Array, entries, shape
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.language.edits import ONE, Path, entry, literal, named, over, times
from autograd.worksheet.language.tree import (
    Call,
    Derivative,
    Fold,
    Index,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    name_of,
    names_in,
    put_in,
)

MOST_PARTS = 24
"""Parts of other formulas that are tried in one place."""

MOST_LISTS = 8
"""Lists whose sums are tried."""


def alike(claim: Claim, node: Node, letters: Sequence[str]) -> Iterator[Node]:
    """Names and entries of the same shape that another may have been meant for."""
    floats = claim.samples.base.floats
    if isinstance(node, Name):
        found = floats.get(node.name)
        if isinstance(found, Array):
            for name, other in floats.items():
                if name != node.name and not isinstance(other, Layer) and shape(other) == shape(found):
                    yield named(name)
            return
    if isinstance(node, Index) and isinstance(node.parts[0], Name):
        for name, other in floats.items():
            if name != node.parts[0].name and isinstance(other, Array):
                same = isinstance(floats.get(node.parts[0].name), Array) and shape(other) == shape(
                    floats[node.parts[0].name]
                )
                if same:
                    yield node.with_parts(named(name), *node.parts[1:])
    for other_node in singles(claim, letters):
        if other_node != node:
            yield other_node


def singles(claim: Claim, letters: Sequence[str]) -> list[Node]:
    """Single numbers that formulas here may speak of: names, entries at index letters, derivatives in the formula."""
    found: list[Node] = []
    for name, value in claim.samples.base.floats.items():
        if isinstance(value, Layer):
            continue
        node = named(name)
        if not isinstance(value, Array):
            found.append(node)
        elif value.is_vector:
            row = () if value.columns == 1 else (literal(0),)
            found += [Index(node, (*row, named(letter))) for letter in letters]
        else:
            found += [entry(name, first, second) for first, second in permutations(letters, 2)]
    found += entries_seen(claim) if not letters else []
    return found + list(dict.fromkeys(slope for node in claim.formula.inside() for slope in _slopes(node, letters)))


def _slopes(node: Node, letters: Sequence[str]) -> Iterator[Node]:
    """A derivative, also at the other letters: df/da[i] where df/da[k] stands in a sum."""
    if isinstance(node, Derivative):
        yield node
        match node.bottom:
            case Index(name, (Name(),)):
                yield from (node.with_parts(node.top, Index(name, (named(letter),))) for letter in letters)


def entries_seen(claim: Claim) -> list[Node]:
    """All entries of the short lists of which formulas here speak entry by entry: y[0] is there where y[1] is."""
    floats = claim.samples.base.floats
    nodes = (node for formula in (claim.formula, *claim.seen) for node in formula.inside())
    names = dict.fromkeys(name_of(node) or "" for node in nodes if isinstance(node, Index) and len(node.places) == 1)
    lists = ((name, floats.get(name)) for name in names)
    found = (
        Index(named(name), (literal(place),))
        for name, value in lists
        if isinstance(value, Array) and value.columns == 1
        for place in range(value.rows)
    )
    return list(islice(found, MOST_PARTS))


def scope(claim: Claim, path: Path) -> list[str]:
    """The index letters that mean something at a place of the formula."""
    letters = dict.fromkeys(claim.chosen[0] if claim.chosen else ())
    node = claim.formula
    for place in path:
        if isinstance(node, Fold):
            letters[node.letter] = None
        node = node.parts[place]
    return list(letters)


def length_of(claim: Claim, node: Node, place: int) -> int:
    """How many entries an axis has that an index speaks of."""
    found = claim.samples.base.floats.get(node.parts[0].name) if isinstance(node.parts[0], Name) else None
    if not isinstance(found, Array):
        return 0
    return len(found.entries) if len(node.parts) == 2 else shape(found)[place - 1]


def counting(claim: Claim) -> list[Node]:
    """Names and numbers that count: what one divides by in a mean."""
    samples = claim.samples
    given = (each.name for each in samples.definitions if each.given and each.name not in samples.varied)
    names = [name for name in given if isinstance(samples.base.floats.get(name), float)]
    return [*(named(name) for name in names), *numbers_of(claim)[1:], *lengths(claim)]


def lengths(claim: Claim) -> list[Node]:
    """How many entries there are, where letters have no numbers: the name of a length, or n."""
    samples = claim.samples
    if not samples.free:
        return []
    floats = samples.base.floats
    known = (floats[name] for name in names_in(claim.target) if name in floats)
    sizes = [shape(found) for found in known if not isinstance(found, Layer)]
    found = dict.fromkeys(float(length) for size in sizes for length in size if length > 1)
    names = {floats[name]: name for name in samples.counts}
    return [named(names[each]) if each in names else Number(each, 0.0, "n") for each in found]


def single_factors(claim: Claim, letters: Sequence[str]) -> list[Node]:
    """Single numbers that may be factors: a derivative has no factor of what it is of, unless that makes its slope."""
    top = claim.target.parts[0] if isinstance(claim.target, Derivative) and not is_own_slope(claim) else None
    return [node for node in singles(claim, letters) if node != top]


def is_own_slope(claim: Claim) -> bool:
    """Whether what a derivative is of is made of factors one of which makes its own slope, such as an exp."""
    graph = claim.samples.base.graph
    top = name_of(claim.target.parts[0])
    todo = list(entries(graph[top])[:1]) if top in graph else []
    seen: set[int] = set()
    while todo:
        node = todo.pop()
        if isinstance(node, Value) and id(node) not in seen:
            claim.samples.base.work.spend(1)
            seen.add(id(node))
            if makes_its_own_slope(node):
                return True
            todo += node.inputs if node.op in ("mul", "div", "neg") else ()
    return False


def factors(claim: Claim, letters: Sequence[str]) -> Iterator[tuple[str, Node]]:
    """Yields the factors that may be missing: names, numbers, parts of other formulas, slopes of functions."""
    for node in (*single_factors(claim, letters), *numbers_of(claim)):
        yield "factor", node
    for node in parts_seen(claim, (Sum, Fold, Call, Power), letters):
        yield "factor", node
        if isinstance(node, Sum):
            yield from (("factor", each) for each in _entries_of(node, claim, letters))
    for node in singles(claim, letters):
        yield from (("local", slope) for slope in slopes_by_result(node, operation_of(claim, name_of(node) or "")))
    yield from arrays_of(claim)
    for definition in claim.samples.definitions:
        if not definition.given:
            claim.samples.base.work.spend(1 + definition.formula.length // 8)
            for node in definition.formula.inside():
                for slope in slopes_of(node):
                    if _speaks_of(slope, {*claim.samples.base.floats, *letters}, claim):
                        yield "local", slope


def _entries_of(node: Node, claim: Claim, letters: Sequence[str]) -> Iterator[Node]:
    """A formula of lists, entry by entry: x[i] - mu where x - mu is seen."""
    floats = claim.samples.base.floats
    lists = [name for name in names_in(node) if isinstance(value := floats.get(name), Array) and value.columns == 1]
    if lists and not node.has(Index, Fold, Call):
        yield from (put_in(node, {name: entry(name, letter) for name in lists}) for letter in letters)


def handed_on(claim: Claim, letters: Sequence[str]) -> Iterator[Node]:
    """Yields the derivatives that may be missing: those in other formulas, and those on the way from top to bottom."""
    base = claim.samples.base
    yield from (node for node in parts_seen(claim, (Derivative,), letters) if node != claim.target)
    if isinstance(claim.target, Derivative):
        for name, value in base.graph.items():
            if isinstance(value, Value) and value.op and name not in names_in(claim.target):
                yield Derivative(named(name), claim.target.parts[1])
    if isinstance(claim.target, Derivative) and isinstance(claim.target.parts[0], Name):
        for name, value in base.graph.items():
            top = claim.target.parts[0].name
            if (
                isinstance(value, Value)
                and value.op
                and name != top
                and abs(base.slope((top, 0), (name, 0))) not in (0, 1)
            ):
                yield Derivative(claim.target.parts[0], named(name))
            if isinstance(value, Array) and value.is_vector and name != top:
                for letter in letters:
                    yield Derivative(claim.target.parts[0], entry(name, letter))


def operation_of(claim: Claim, name: str) -> str:
    """The operation that gives a name its value; a sigmoid may be written out."""
    graph = claim.samples.base.graph
    found = getattr(entries(graph[name])[0], "op", "") if name in graph and not isinstance(graph[name], Layer) else ""
    if found == "div" and any(is_sigmoid(each.formula) for each in claim.samples.definitions if each.name == name):
        return "sigmoid"
    if any(is_softmax(each.formula) for each in claim.samples.definitions if each.name == name):
        return "softmax"
    return found


def is_softmax(node: Node) -> bool:
    """Whether a formula is softmax(z), or exp(z[i])/sum(k: exp(z[k]))."""
    match node:
        case Call(function):
            return function == "softmax"
        case Product((above, Call("sum", (below, *_)) | Fold("sum", _, below)), "*/"):
            return _is_exp(above) and _is_exp(below)
    return False


def _is_exp(node: Node) -> bool:
    return isinstance(node, Call) and node.function == "exp"


def is_sigmoid(node: Node) -> bool:
    """Whether a formula is 1/(1 + exp(-z)), with any z."""
    match node:
        case Product((one, Sum(terms, "++")), "*/") if one == ONE and ONE in terms:
            power = terms[1 - terms.index(ONE)]
        case _:
            return False
    match power:
        case Call("exp", (exponent, *_)) | Power(Name("e"), exponent):
            return isinstance(exponent.factors[0] if isinstance(exponent, Product) else exponent, Negative)
    return False


def arrays_of(claim: Claim) -> Iterator[tuple[str, Node]]:
    """Yields whole arrays that may be missing from a formula without index letters, and slopes of activations."""
    floats = claim.samples.base.floats
    if claim.chosen[0]:
        return
    for name, value in floats.items():
        if isinstance(value, Array):
            node = named(name)
            yield "factor", node
            yield from (("local", slope) for slope in slopes_by_result(node, operation_of(claim, name)))
            if isinstance(claim.target, Derivative) and name not in names_in(claim.target):
                yield "factor", Derivative(claim.target.parts[0], node)


def sums(claim: Claim) -> Iterator[Node]:
    """Sums over a list, and over the products of two, that a formula without index letters may need."""
    floats = claim.samples.base.floats
    letter = next((letter for letter in "ijkn" if letter not in floats), None)
    if letter is None or claim.chosen[0]:
        return
    lists = [(name, x) for name, x in floats.items() if isinstance(x, Array) and x.columns == 1][:MOST_LISTS]
    for name, x in floats.items():
        if isinstance(x, Array):
            yield Call("sum", (named(name),))
    for node in parts_seen(claim, (Sum, Power), [letter]):
        if letter in names_in(node):
            yield Fold("sum", letter, node)
            for name, _ in lists:
                yield Fold("sum", letter, times(node, entry(name, letter)))
    for place, (name, x) in enumerate(lists):
        first = entry(name, letter)
        yield Fold("sum", letter, first)
        for other, y in lists[place:]:
            if x.rows == y.rows:
                yield Fold("sum", letter, times(first, entry(other, letter)))


def numbers_of(claim: Claim) -> list[Node]:
    """The numbers that stand in the formulas of the sheet's definitions, and 1."""
    found = {ONE: None}
    for definition in claim.samples.definitions:
        if not definition.given:
            found.update((node, None) for node in definition.formula.inside() if isinstance(node, Number))
    return list(found)[:12]


def parts_seen(claim: Claim, kinds: tuple[type[Node], ...], letters: Sequence[str]) -> list[Node]:
    """Parts of the sheet's right formulas that may be missing here."""
    found: dict[Node, None] = {}
    known = {*claim.samples.base.floats, *letters}
    for node in _inside_right_formulas(claim):
        if isinstance(node, kinds) and node != claim.formula and _speaks_of(node, known, claim):
            found[node] = None
    return list(found)[:MOST_PARTS]


def _inside_right_formulas(claim: Claim) -> Iterator[Node]:
    """The parts of the sheet's right formulas, the latest formula first."""
    for formula in reversed(claim.seen):
        claim.samples.base.work.spend(1 + formula.length // 8)
        yield from formula.inside()


def divisors(claim: Claim, letters: Sequence[str]) -> list[Node]:
    """What may be divided by: names, what right formulas of the sheet divide by, squares and cubes of names."""
    found: dict[Node, None] = dict.fromkeys(single_factors(claim, letters))
    names = [node for node in found if isinstance(node, (Name, Index))]
    found.update(dict.fromkeys(divided_by(claim, letters)))
    for node in names:
        found.update(dict.fromkeys(slopes_by_result(node, operation_of(claim, names_in(node)[0]))))
    found = dict.fromkeys([*names[:MOST_PARTS], *list(found)[: 2 * MOST_PARTS]])
    found.update((Power(node, literal(power)), None) for power in (2, 3) for node in names[:MOST_PARTS])
    return list(found)


def divided_by(claim: Claim, letters: Sequence[str]) -> Iterator[Node]:
    """What right formulas of the sheet divide by, and what the slopes of such a root divide by."""
    known = {*claim.samples.base.floats, *letters}
    for node in _inside_right_formulas(claim):
        if isinstance(node, Product):
            for sign, part in zip(node.signs, node.parts, strict=True):
                if sign == "/" and _speaks_of(part, known, claim):
                    yield from (part, *_powers_of_root(part))


def _powers_of_root(node: Node) -> Iterator[Node]:
    """Of what is divided by, a root: what it is of, and the power that the slope of 1/root divides by."""
    match node:
        case Call("sqrt", (inside,)):
            yield inside
            yield Power(inside, over(literal(3), literal(2)))


def _speaks_of(node: Node, known: set[str], claim: Claim) -> bool:
    """Whether a formula speaks of known names only; reading it takes time in proportion to its characters."""
    claim.samples.base.work.spend(1 + node.length // 8)
    return set(names_in(node)) <= known
