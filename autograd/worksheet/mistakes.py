"""The usual mistakes, undone: for a formula, every formula that is one slip away from it.

Each repair is a kind, what was done wrong, and the formula without it. Whether it is right is for others to find out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from autograd.generated import Value
from autograd.worksheet.arrays import Array, entries, shape
from autograd.worksheet.cases import Case
from autograd.worksheet.echo import echo
from autograd.worksheet.language import Node, names_in
from autograd.worksheet.layers import Layer
from autograd.worksheet.readings import Path, paths, replaced, whole

MOST_PARTS = 24
"""Parts of other formulas that are tried in one place."""

ONE, TWO, HALF = whole(1), whole(2), Node("product", (whole(1), whole(2)), "*/")


@dataclass(frozen=True)
class Repair:
    """A formula without a mistake: the kind of mistake, and what was done."""

    kind: str
    cause: str
    formula: Node


def repairs(case: Case) -> Iterator[Repair]:
    """The formula of a case with one usual mistake undone, the plainest first."""
    for family in FAMILIES:
        yield from family(case)


def signs(case: Case) -> Iterator[Repair]:
    """A sign lost or added: of everything, or of one term."""
    formula = case.formula
    yield Repair(
        "sign", "a lost sign", formula.parts[0] if formula.kind == "negative" else Node("negative", (formula,))
    )
    for path, node in paths(formula):
        if node.kind == "negative" and path:
            yield Repair("sign", f"the sign of {echo(node.parts[0])} is wrong", replaced(formula, path, node.parts[0]))
        if node.kind == "sum":
            for place, part in enumerate(node.parts):
                turned = "-" if node.value[place] == "+" else "+"
                if not place:
                    fixed = node.with_parts(Node("negative", (part,)), *node.parts[1:])
                else:
                    fixed = replace(node, value=node.value[:place] + turned + node.value[place + 1 :])
                yield Repair("sign", f"the sign of {echo(part)} is wrong", replaced(formula, path, fixed))


def transposed(case: Case) -> Iterator[Repair]:
    """A transpose forgotten or too many; a matrix product for a product entry by entry, or in the wrong order."""
    base = case.setting.base
    for path, node in paths(case.formula):
        if node.kind == "transpose":
            yield Repair(
                "transpose", f"{echo(node.parts[0])} needs no transpose", replaced(case.formula, path, node.parts[0])
            )
        elif node.kind == "name" and isinstance(base.floats.get(node.value), Array):
            fixed = replaced(case.formula, path, Node("transpose", (node,)))
            if not (path and _at(case.formula, path[:-1]).kind in ("transpose", "index", "derivative")):
                yield Repair("transpose", f"{node.value} needs its transpose", fixed)
        elif node.kind == "product" and set(node.value) & set("*_@"):
            for place in range(1, len(node.parts)):
                if node.value[place] == "/":
                    continue
                other = "@" if node.value[place] != "@" else "*"
                fixed = replace(node, value=node.value[:place] + other + node.value[place + 1 :])
                cause = f"the product with {echo(node.parts[place])} is " + (
                    "a matrix product: write @" if other == "@" else "taken entry by entry: write *"
                )
                yield Repair("product", cause, replaced(case.formula, path, fixed))
                if node.value[place] == "@":
                    parts = list(node.parts)
                    parts[place - 1], parts[place] = parts[place], parts[place - 1]
                    cause = f"{echo(parts[place])} and {echo(parts[place - 1])} are in the wrong order"
                    yield Repair("transpose", cause, replaced(case.formula, path, node.with_parts(*parts)))
    yield Repair("transpose", "the whole needs its transpose", Node("transpose", (case.formula,)))


def stand_ins(case: Case) -> Iterator[Repair]:
    """One name in place of another."""
    for path, node in paths(case.formula):
        above = _at(case.formula, path[:-1]) if path else None
        if node.kind in ("name", "derivative", "index") and (
            above is None or above.kind not in ("index", "derivative")
        ):
            for other in alike(case, node, scope(case, path)):
                cause = f"{echo(node)} stands for {echo(other)}"
                yield Repair("name", cause, replaced(case.formula, path, other))


def merged(case: Case) -> Iterator[Repair]:
    """Two factors in place of a name."""
    for path, node in paths(case.formula):
        if node.kind == "product":
            for place in range(len(node.parts) - 1):
                slice_ = node.parts[place : place + 2]
                if node.value[place + 1] not in "*_" or node.value[place] == "/":
                    continue
                for other in singles(case, scope(case, path)):
                    parts = (*node.parts[:place], other, *node.parts[place + 2 :])
                    value = node.value[: place + 1] + node.value[place + 2 :]
                    fixed = parts[0] if len(parts) == 1 else replace(node, parts=parts, value=value)
                    cause = f"{echo(Node('product', slice_, '**'))} stands for {echo(other)}"
                    yield Repair("name", cause, replaced(case.formula, path, fixed))


def indices(case: Case) -> Iterator[Repair]:
    """A wrong index: another letter, another place, row and column changed round."""
    for path, node in paths(case.formula):
        if node.kind != "index":
            continue
        letters = scope(case, path)
        for place, part in enumerate(node.parts[1:], start=1):
            others = [Node("name", (), letter) for letter in letters]
            if part.kind == "number":
                others += [whole(number) for number in range(min(12, _length(case, node, place)))]
            for other in others:
                if other != part:
                    parts = (*node.parts[:place], other, *node.parts[place + 1 :])
                    fixed = node.with_parts(*parts)
                    cause = f"{echo(node)} stands for {echo(fixed)}"
                    yield Repair("index", cause, replaced(case.formula, path, fixed))
        if len(node.parts) == 3 and node.parts[1] != node.parts[2]:
            fixed = node.with_parts(node.parts[0], node.parts[2], node.parts[1])
            yield Repair("index", f"{echo(node)} stands for {echo(fixed)}", replaced(case.formula, path, fixed))


def constants(case: Case) -> Iterator[Repair]:
    """A ½ or a 2 forgotten or not cancelled."""
    formula = case.formula
    yield Repair("half", "a factor 2 is missing: the derivative of a square brings one", _times(TWO, formula))
    yield Repair("half", "a factor 1/2 is missing, or a 2 is not cancelled", _times(HALF, formula))
    for path, node in paths(formula):
        if path and node.kind in ("product", "power", "name", "index") and _at(formula, path[:-1]).kind == "sum":
            for factor, word in ((TWO, "2"), (HALF, "1/2")):
                cause = f"a factor {word} is missing at {echo(node)}"
                yield Repair("half", cause, replaced(formula, path, _times(factor, node)))


def forgotten(case: Case) -> Iterator[Repair]:
    """A factor forgotten: of everything, of one term, or inside a sum over an index."""
    for path, node in paths(case.formula):
        above = _at(case.formula, path[:-1]) if path else None
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
    for path, node in paths(case.formula):
        above = _at(case.formula, path[:-1]) if path else None
        if above is None or above.kind in ("sum", "fold"):
            letters = scope(case, path)
            for factor in (*singles(case, letters), *denominators(case, letters)):
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


def extra(case: Case) -> Iterator[Repair]:
    """A factor too many, or a term too many."""
    for path, node in paths(case.formula):
        if node.kind == "product":
            for place, part in enumerate(node.parts):
                if not place and node.value[1:2] == "/":
                    parts: tuple[Node, ...] = (ONE, *node.parts[1:])
                    fixed = node.with_parts(*parts)
                else:
                    parts = node.parts[:place] + node.parts[place + 1 :]
                    value = node.value[:place] + node.value[place + 1 :]
                    fixed = parts[0] if len(parts) == 1 else replace(node, parts=parts, value="*" + value[1:])
                kind = "half" if part.kind == "number" else "extra"
                yield Repair(kind, f"the factor {echo(part)} is too many", replaced(case.formula, path, fixed))
        elif node.kind == "sum":
            for place, part in enumerate(node.parts):
                parts = node.parts[:place] + node.parts[place + 1 :]
                value = node.value[:place] + node.value[place + 1 :]
                if value[0] == "-":
                    parts, value = (Node("negative", (parts[0],)), *parts[1:]), "+" + value[1:]
                fixed = parts[0] if len(parts) == 1 else replace(node, parts=parts, value=value)
                yield Repair("term", f"the term {echo(part)} is too many", replaced(case.formula, path, fixed))
        elif node.kind == "call" and len(node.parts) == 1 and node.value[0] not in ("sum", "mean"):
            cause = f"{node.value[0]} is too many around {echo(node.parts[0])}"
            yield Repair("extra", cause, replaced(case.formula, path, node.parts[0]))


def powers(case: Case) -> Iterator[Repair]:
    """A square or another power lost or added."""
    for path, node in paths(case.formula):
        above = _at(case.formula, path[:-1]) if path else None
        if above is not None and above.kind in ("index", "derivative"):
            continue
        if node.kind == "power":
            base, exponent = node.parts
            yield Repair("power", f"the power of {echo(base)} is too many", replaced(case.formula, path, base))
            for step in (-1, 1):
                raised = Node("sum", (exponent, ONE), "+-" if step < 0 else "++")
                cause = f"the power of {echo(base)} is too {'high' if step < 0 else 'low'} by 1"
                yield Repair("power", cause, replaced(case.formula, path, node.with_parts(base, raised)))
        elif node.kind in ("name", "index", "sum", "call", "derivative") and (above is None or above.kind != "power"):
            cause = f"{echo(node)} should be squared"
            yield Repair("power", cause, replaced(case.formula, path, Node("power", (node, TWO))))


def inverted(case: Case) -> Iterator[Repair]:
    """Multiplied instead of divided, or the other way round."""
    for path, node in paths(case.formula):
        if node.kind == "product":
            for place in range(1, len(node.parts)):
                if node.value[place] != "@":
                    other = "*" if node.value[place] == "/" else "/"
                    fixed = replace(node, value=node.value[:place] + other + node.value[place + 1 :])
                    done = "divided by" if other == "*" else "multiplied with"
                    cause = f"{done} {echo(node.parts[place])}: it is the other way round"
                    yield Repair("inverse", cause, replaced(case.formula, path, fixed))


def folds(case: Case) -> Iterator[Repair]:
    """A sum for a mean, a mean for a sum, a sum left out."""
    swapped = {"sum": "mean", "mean": "sum", "max": "min", "min": "max"}
    for path, node in paths(case.formula):
        if node.kind in ("fold", "call") and node.value[0] in swapped:
            other = swapped[node.value[0]]
            fixed = replace(node, value=(other, node.value[1]))
            yield Repair("mean", f"{node.value[0]} stands for {other}", replaced(case.formula, path, fixed))
    for path, node in paths(case.formula):
        if node.kind in ("number", "list") or (path and _at(case.formula, path[:-1]).kind in ("index", "derivative")):
            continue
        for letter in scope(case, path):
            if any(part.kind == "name" and part.value == letter for part in node.inside()):
                fixed = Node("fold", (node,), ("sum", letter))
                yield Repair("fold", f"the sum over {letter} is missing", replaced(case.formula, path, fixed))
        if node.kind != "fold":
            fixed = Node("call", (node,), ("sum", ()))
            yield Repair(
                "fold", f"the sum over the entries of {echo(node)} is missing", replaced(case.formula, path, fixed)
            )


def terms(case: Case) -> Iterator[Repair]:
    """A term forgotten: a name, or a product of two."""
    for path, node in paths(case.formula):
        above = _at(case.formula, path[:-1]) if path else None
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
        inside = path and _at(case.formula, path[:-1]).kind in ("call", "negative", "product", "power")
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
        for _, node in paths(formula):
            if node.kind in kinds and node != case.formula and set(names_in(node)) <= known:
                found[node] = None
    return list(found)[:MOST_PARTS]


def denominators(case: Case, letters: Sequence[str]) -> list[Node]:
    """What right formulas of the sheet divide by."""
    found: dict[Node, None] = {}
    known = {*case.setting.base.floats, *letters}
    for formula in reversed(case.seen):
        for _, node in paths(formula):
            if node.kind == "product":
                for sign, part in zip(node.value, node.parts, strict=True):
                    if sign == "/" and set(names_in(part)) <= known:
                        found[part] = None
    return list(found)[:MOST_PARTS]


def alike(case: Case, node: Node, letters: Sequence[str]) -> Iterator[Node]:
    """Names and entries of the same shape that another may have been meant for."""
    floats = case.setting.base.floats
    if node.kind == "name":
        found = floats.get(node.value)
        if isinstance(found, Array):
            for name, other in floats.items():
                if name != node.value and not isinstance(other, Layer) and shape(other) == shape(found):
                    yield Node("name", (), name)
            return
    if node.kind == "index" and node.parts[0].kind == "name":
        for name, other in floats.items():
            if name != node.parts[0].value and isinstance(other, Array):
                same = isinstance(floats.get(node.parts[0].value), Array) and shape(other) == shape(
                    floats[node.parts[0].value]
                )
                if same:
                    yield node.with_parts(Node("name", (), name), *node.parts[1:])
    for other_node in singles(case, letters):
        if other_node != node:
            yield other_node


def singles(case: Case, letters: Sequence[str]) -> list[Node]:
    """Single numbers that formulas here may speak of: names, entries at index letters, derivatives in the formula."""
    found: list[Node] = []
    for name, value in case.setting.base.floats.items():
        if isinstance(value, Layer):
            continue
        node = Node("name", (), name)
        if not isinstance(value, Array):
            found.append(node)
        elif value.is_vector:
            vertical = value.columns == 1
            for letter in letters:
                places = (Node("name", (), letter),) if vertical else (whole(0), Node("name", (), letter))
                found.append(Node("index", (node, *places)))
        else:
            found += [
                Node("index", (node, Node("name", (), first), Node("name", (), second)))
                for first in letters
                for second in letters
                if first != second
            ]
    return found + list(dict.fromkeys(node for node in case.formula.inside() if node.kind == "derivative"))


def scope(case: Case, path: Path) -> list[str]:
    """The index letters that mean something at a place of the formula."""
    letters = dict.fromkeys(case.chosen[0] if case.chosen else ())
    node = case.formula
    for place in path:
        if node.kind == "fold":
            letters[node.value[1]] = None
        node = node.parts[place]
    return list(letters)


def _at(node: Node, path: Path) -> Node:
    for place in path:
        node = node.parts[place]
    return node


def _times(factor: Node, node: Node) -> Node:
    return Node("product", (factor, node), "**")


def _length(case: Case, node: Node, place: int) -> int:
    """How many entries an axis has that an index speaks of."""
    found = case.setting.base.floats.get(node.parts[0].value) if node.parts[0].kind == "name" else None
    if not isinstance(found, Array):
        return 0
    return len(found.entries) if len(node.parts) == 2 else shape(found)[place - 1]


FAMILIES = (
    signs,
    transposed,
    extra,
    powers,
    folds,
    constants,
    indices,
    stand_ins,
    inverted,
    merged,
    forgotten,
    terms,
    undivided,
)
"""The sorts of mistakes, in the order they are looked for: where two explain a line, the first is the plainer."""
