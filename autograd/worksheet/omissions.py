"""What may have been left out of a formula: factors, terms, divisions."""

from collections.abc import Iterator, Sequence

from autograd.generated import Value
from autograd.worksheet.arrays import entries
from autograd.worksheet.cases import Case
from autograd.worksheet.echo import echo
from autograd.worksheet.language import Node, names_in
from autograd.worksheet.readings import paths, replaced
from autograd.worksheet.repairs import ONE, TWO, Repair, alike, at, scope, singles

MOST_PARTS = 24
"""Parts of other formulas that are tried in one place."""


def forgotten(case: Case) -> Iterator[Repair]:
    """A factor forgotten: of everything, of one term, or inside a sum over an index."""
    for path, node in paths(case.formula):
        above = at(case.formula, path[:-1]) if path else None
        if above is not None and above.kind not in ("sum", "fold", "negative"):
            continue
        if node.kind in ("sum", "fold", "negative") and path:
            continue
        where = f" at {echo(node)}" if path and above is not None and above.kind == "sum" else ""
        for kind, factor in factors(case, scope(case, path)):
            cause = f"the factor {echo(factor, 3)} is forgotten{where}"
            yield Repair(kind, cause, replaced(case.formula, path, Node("product", (node, factor), "**")))
        for factor in counting(case):
            cause = f"the factor 1/{echo(factor, 3)} is forgotten{where}"
            yield Repair("mean", cause, replaced(case.formula, path, Node("product", (node, factor), "*/")))


def counting(case: Case) -> list[Node]:
    """Names and numbers that count: what one divides by in a mean."""
    setting = case.setting
    given = (each.name for each in setting.definitions if each.given and each.name not in setting.varied)
    names = [name for name in given if isinstance(setting.base.floats.get(name), float)]
    return [*(Node("name", (), name) for name in names), *numbers_of(case)[1:]]


def undivided(case: Case) -> Iterator[Repair]:
    """A division by a name forgotten."""
    found: dict[tuple[str, ...], list[Node]] = {}
    for path, node in paths(case.formula):
        above = at(case.formula, path[:-1]) if path else None
        if above is None or above.kind in ("sum", "fold"):
            letters = tuple(scope(case, path))
            if letters not in found:
                found[letters] = [*singles(case, letters), *denominators(case, letters)]
            for factor in found[letters]:
                cause = f"the factor 1/{echo(factor, 3)} is forgotten" + (f" at {echo(node)}" if above else "")
                yield Repair("factor", cause, replaced(case.formula, path, Node("product", (node, factor), "*/")))


def factors(case: Case, letters: Sequence[str]) -> Iterator[tuple[str, Node]]:
    """What may have been forgotten: names, slopes of activations, open or closed masks, gradients handed on."""
    for node in (*singles(case, letters), *numbers_of(case)):
        yield "factor", node
    for node in parts_seen(case, ("sum", "fold", "call", "power"), letters):
        yield "factor", node
    base = case.setting.base
    for node in singles(case, letters):
        name = (node if node.kind == "name" else node.parts[0]).value if node.kind in ("name", "index") else ""
        op = getattr(entries(base.graph[name])[0], "op", "") if name in base.graph else ""
        if op == "sigmoid":
            yield "local", Node("sum", (ONE, node), "+-")
            yield "local", Node("product", (node, Node("sum", (ONE, node), "+-")), "**")
        elif op == "tanh":
            yield "local", Node("sum", (ONE, Node("power", (node, TWO))), "+-")
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


def denominators(case: Case, letters: Sequence[str]) -> list[Node]:
    """What right formulas of the sheet divide by."""
    found: dict[Node, None] = {}
    known = {*case.setting.base.floats, *letters}
    for formula in reversed(case.seen):
        case.setting.base.work.spend(1 + formula.length // 8)
        for _, node in paths(formula):
            if node.kind == "product":
                for sign, part in zip(node.value, node.parts, strict=True):
                    if sign == "/" and _speaks_of(part, known, case):
                        found[part] = None
    return list(found)[:MOST_PARTS]


def _speaks_of(node: Node, known: set[str], case: Case) -> bool:
    """Whether a formula speaks of known names only; reading it takes time in proportion to its characters."""
    case.setting.base.work.spend(1 + node.length // 8)
    return set(names_in(node)) <= known
