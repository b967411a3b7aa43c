"""The usual mistakes, undone: for a formula, every formula that is one slip away from it.

Each repair is a kind, what was done wrong, and the formula without it. Whether it is right is for others to find out.
"""

from collections.abc import Callable, Iterator, Sequence

from autograd.worksheet.causes.activations import wrong_activation
from autograd.worksheet.causes.omissions import forgotten, scaled, terms, undivided
from autograd.worksheet.causes.repairs import Repair, scope
from autograd.worksheet.causes.substitutions import (
    crossed,
    exchanged,
    indices,
    made_factors,
    made_of,
    masks,
    merged,
    misfits,
    others,
    stand_ins,
    unapplied,
)
from autograd.worksheet.evaluation.arrays import Array
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.language.edits import (
    HALF,
    ONE,
    TWO,
    changed,
    divides,
    kind_above,
    literal,
    outside_masks,
    replaced,
    times,
)
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import Call, Fold, Negative, Node, Power, Product, Sum, Transpose

Family = Callable[[Claim], Iterator[Repair]]
"""Undoes one sort of mistake wherever it may have been made."""


def undone(case: Claim, families: Sequence[Family]) -> Iterator[Repair]:
    """The formula of a case with one usual mistake of these sorts undone, the plainest first."""
    for family in families:
        yield from family(case)


def signs(case: Claim) -> Iterator[Repair]:
    """A sign lost or added: of everything, or of one term."""
    formula = case.formula
    yield Repair("sign", "a lost sign", formula.parts[0] if formula.kind == "negative" else Negative(formula))
    for path, node in outside_masks(formula):
        if node.kind == "negative" and path:
            yield Repair("sign", f"the sign of {echo(node.parts[0])} is wrong", replaced(formula, path, node.parts[0]))
        if node.kind == "sum":
            for place, part in enumerate(node.parts):
                turned = "-" if node.value[place] == "+" else "+"
                if not place:
                    fixed = node.with_parts(Negative(part), *node.parts[1:])
                else:
                    fixed = changed(node, value=node.value[:place] + turned + node.value[place + 1 :])
                yield Repair("sign", f"the sign of {echo(part)} is wrong", replaced(formula, path, fixed))


def transposed(case: Claim) -> Iterator[Repair]:
    """A transpose forgotten or too many; a matrix product for a product entry by entry, or in the wrong order."""
    base = case.samples.base
    everywhere: dict[str, list[Node]] = {}  # who forgets a transpose where a name stands twice forgets it both times
    for path, node in outside_masks(case.formula):
        if node.kind == "transpose":
            yield Repair(
                "transpose", f"{echo(node.parts[0])} needs no transpose", replaced(case.formula, path, node.parts[0])
            )
        elif node.kind == "name" and isinstance(base.floats.get(node.value), Array):
            fixed = replaced(case.formula, path, Transpose(node))
            if kind_above(case.formula, path) not in ("transpose", "index", "derivative"):
                yield Repair("transpose", f"{node.value} needs its transpose", fixed)
                before = everywhere.setdefault(node.value, [case.formula])
                before.append(replaced(before[-1], path, Transpose(node)))
        elif node.kind == "product" and set(node.value) & set("*_@"):
            for place in range(1, len(node.parts)):
                if node.value[place] == "/":
                    continue
                other = "@" if node.value[place] != "@" else "*"
                fixed = changed(node, value=node.value[:place] + other + node.value[place + 1 :])
                cause = f"the product with {echo(node.parts[place])} is " + (
                    "a matrix product: write @" if other == "@" else "taken entry by entry: write *"
                )
                yield Repair("product", cause, replaced(case.formula, path, fixed))
                if node.value[place] == "@":
                    parts = list(node.parts)
                    parts[place - 1], parts[place] = parts[place], parts[place - 1]
                    cause = f"{echo(parts[place])} and {echo(parts[place - 1])} are in the wrong order"
                    yield Repair("transpose", cause, replaced(case.formula, path, node.with_parts(*parts)))
    for name, turned in everywhere.items():
        if len(turned) > 2:
            yield Repair("transpose", f"{name} needs its transpose", turned[-1])
    yield Repair("transpose", "the whole needs its transpose", Transpose(case.formula))


def constants(case: Claim) -> Iterator[Repair]:
    """A ½ or a 2 forgotten or not cancelled."""
    formula = case.formula
    yield Repair("half", "a factor 2 is missing: the derivative of a square brings one", times(TWO, formula))
    yield Repair("half", "a factor 1/2 is missing, or a 2 is not cancelled", times(HALF, formula))
    for path, node in outside_masks(formula):
        if node.kind in ("product", "power", "name", "index") and kind_above(formula, path) == "sum":
            for factor, word in ((TWO, "2"), (HALF, "1/2")):
                cause = f"a factor {word} is missing at {echo(node)}"
                yield Repair("half", cause, replaced(formula, path, times(factor, node)))


def extra(case: Claim) -> Iterator[Repair]:
    """A factor too many, or a term too many."""
    for path, node in outside_masks(case.formula):
        if node.kind == "product":
            for place, part in enumerate(node.parts):
                if not place and node.value[1:2] == "/":
                    parts: tuple[Node, ...] = (ONE, *node.parts[1:])
                    fixed = node.with_parts(*parts)
                else:
                    parts = node.parts[:place] + node.parts[place + 1 :]
                    value = node.value[:place] + node.value[place + 1 :]
                    fixed = parts[0] if len(parts) == 1 else changed(node, parts=parts, value="*" + value[1:])
                kind = "half" if part.kind == "number" else "extra"
                factor = f"1/{echo(part, 4)}" if divides(case.formula, (*path, place)) else echo(part)
                yield Repair(kind, f"the factor {factor} is too many", replaced(case.formula, path, fixed))
        elif node.kind == "sum":
            for place, part in enumerate(node.parts):
                parts = node.parts[:place] + node.parts[place + 1 :]
                value = node.value[:place] + node.value[place + 1 :]
                if value[0] == "-":
                    parts, value = (Negative(parts[0]), *parts[1:]), "+" + value[1:]
                fixed = parts[0] if len(parts) == 1 else changed(node, parts=parts, value=value)
                yield Repair("term", f"the term {echo(part)} is too many", replaced(case.formula, path, fixed))
        elif node.kind == "call" and len(node.parts) == 1 and node.value[0] not in ("sum", "mean"):
            cause = f"{node.value[0]} is too many around {echo(node.parts[0])}"
            yield Repair("extra", cause, replaced(case.formula, path, node.parts[0]))


def powers(case: Claim) -> Iterator[Repair]:
    """A square or another power lost or added."""
    for path, node in outside_masks(case.formula):
        above = kind_above(case.formula, path)
        if above in ("index", "derivative"):
            continue
        if node.kind == "power":
            base, exponent = node.parts
            yield Repair("power", f"the power of {echo(base)} is too high", replaced(case.formula, path, base))
            for step in (-1, 1):
                raised = Sum((exponent, ONE), "+-" if step < 0 else "++")
                cause = f"the power of {echo(base)} is too {'high' if step < 0 else 'low'} by 1"
                yield Repair("power", cause, replaced(case.formula, path, node.with_parts(base, raised)))
        elif node.kind in ("name", "index", "sum", "call", "derivative") and above != "power":
            cause = f"{echo(node)} should be squared"
            yield Repair("power", cause, replaced(case.formula, path, Power(node, TWO)))


def cubes(case: Claim) -> Iterator[Repair]:
    """A cube lost."""
    for path, node in outside_masks(case.formula):
        above = kind_above(case.formula, path)
        if node.kind in ("name", "index") and above not in ("index", "derivative", "power"):
            cause = f"{echo(node)} should be cubed"
            yield Repair("power", cause, replaced(case.formula, path, Power(node, literal(3))))


def inverted(case: Claim) -> Iterator[Repair]:
    """Multiplied instead of divided, or the other way round."""
    for path, node in outside_masks(case.formula):
        if node.kind == "product":
            for place in range(1, len(node.parts)):
                if node.value[place] != "@":
                    other = "*" if node.value[place] == "/" else "/"
                    fixed = changed(node, value=node.value[:place] + other + node.value[place + 1 :])
                    done = "divided by" if other == "*" else "multiplied with"
                    cause = f"{done} {echo(node.parts[place])}: it is the other way round"
                    yield Repair("inverse", cause, replaced(case.formula, path, fixed))
            if node.value == "*/":
                fixed = node.with_parts(node.parts[1], node.parts[0])
                yield Repair("inverse", f"{echo(node)} is upside down", replaced(case.formula, path, fixed))


def added(case: Claim) -> Iterator[Repair]:
    """Derivatives along one path added."""
    for path, node in outside_masks(case.formula):
        if node.kind == "sum" and set(node.value) == {"+"} and all(part.kind == "derivative" for part in node.parts):
            fixed = Product(node.parts, "*" * len(node.parts))
            cause = f"{' and '.join(map(echo, node.parts))} are added: along a path derivatives are multiplied"
            yield Repair("rule", cause, replaced(case.formula, path, fixed))


def folds(case: Claim) -> Iterator[Repair]:
    """A sum for a mean, a mean for a sum, a sum left out."""
    swapped = {"sum": "mean", "mean": "sum", "max": "min", "min": "max"}
    for path, node in outside_masks(case.formula):
        if node.kind in ("fold", "call") and node.value[0] in swapped:
            other = swapped[node.value[0]]
            fixed = changed(node, value=(other, node.value[1]))
            yield Repair("mean", f"{node.value[0]} stands for {other}", replaced(case.formula, path, fixed))
    for path, node in outside_masks(case.formula):
        if node.kind in ("number", "list") or kind_above(case.formula, path) in ("index", "derivative"):
            continue
        for letter in scope(case, path):
            if any(part.kind == "name" and part.value == letter for part in node.inside()):
                fixed = Fold("sum", letter, node)
                yield Repair("fold", f"the sum over {letter} is missing", replaced(case.formula, path, fixed))
        if node.kind != "fold":
            fixed = Call("sum", (node,))
            yield Repair(
                "fold", f"the sum over the entries of {echo(node)} is missing", replaced(case.formula, path, fixed)
            )


PLAIN = (
    masks,
    signs,
    transposed,
    extra,
    powers,
    wrong_activation,
    folds,
    inverted,
    added,
    constants,
    indices,
    stand_ins,
    scaled,
    made_of,
    forgotten,
    made_factors,
    merged,
    cubes,
)
"""The sorts of mistakes, in the order they are looked for: where two explain a line, the first is the plainer."""

MISFITS = (transposed, misfits)
"""The sorts of mistakes that are looked for first where a shape does not fit."""

TERMS = (terms,)
"""Terms forgotten: beside a wrong formula one is often found that another mistake explains better."""

FAR = (unapplied, exchanged, crossed, others, undivided)
"""The sorts of mistakes that explain a line only where no path of its graph does."""

NAMED = (masks, indices)
"""The sorts of mistakes that explain a derivative that should be 0, where others find a 0 by chance."""
