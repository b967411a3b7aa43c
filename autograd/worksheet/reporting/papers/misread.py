"""Signs that whoever reads handwriting or print takes for one another: a claim that is right with the other of two.

Nothing is put right in silence: what is wrong stays wrong, and its cause says which signs look alike.
"""

from collections.abc import Container, Iterator
from itertools import islice

from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.language.tree import Call, Index, Name, Node, Number, Product, put_in
from autograd.worksheet.language.work import Exhausted

LOOK_ALIKE = (
    *(("y", "gamma"), ("z", "2"), ("sigma", "6"), ("w", "omega"), ("i", "1"), ("x", "chi"), ("a", "alpha")),
    *(("v", "nu"), ("u", "mu"), ("p", "rho"), ("B", "beta"), ("n", "eta"), ("o", "sigma"), ("l", "1"), ("O", "0")),
    *(("k", "kappa"), ("t", "tau"), ("s", "5"), ("b", "6"), ("g", "9"), ("q", "9"), ("u", "v"), ("d", "delta")),
)
"""Signs that look alike."""

MOST = 12
"""Other readings of a formula that are tried."""

_OTHERS: dict[str, list[tuple[tuple[str, str], str]]] = {}
for _pair in LOOK_ALIKE:
    for _sign, _other in (_pair, _pair[::-1]):
        _OTHERS.setdefault(_sign, []).append((_pair, _other))


def misread(claim: Claim) -> tuple[str, str] | None:
    """The two signs of which one is perhaps written for the other, with which a claim is right; None if none are."""
    for pair, formula in islice(_readings(claim.formula, claim.samples.base.floats), MOST):
        if holds(claim.afresh(formula=formula, before=())):
            return pair
    return None


def holds(claim: Claim) -> bool:
    """Whether a claim that nobody made as it stands can be computed, and holds."""
    try:
        return claim.holds_everywhere()
    except Exhausted:
        raise
    except UNCOMPUTABLE:
        return False


Reading = tuple[tuple[str, str], Node]
"""The signs that are taken for one another, and a formula with the other."""


def _readings(formula: Node, known: Container[str]) -> Iterator[Reading]:
    """A formula with the other sign everywhere, or at one place."""
    for name in dict.fromkeys(node.name for node in formula.inside() if isinstance(node, Name)):
        for pair, other in _OTHERS.get(name, ()):
            if other in known:
                yield pair, put_in(formula, {name: Name(other)})
    yield from _at_one_place(formula, known)


def _at_one_place(node: Node, known: Container[str]) -> Iterator[Reading]:
    match node:
        case Name(name) | Index(Name(name)):
            for pair, other in _OTHERS.get(name, ()):
                if other in known:
                    yield pair, Name(other, column=node.column, length=node.length)
                elif other.isdigit():
                    yield pair, Number(float(other), 0.0, other, column=node.column, length=node.length)
        case Number(_, _, typed):
            for pair, other in _OTHERS.get(typed, ()):
                if other in known:
                    yield pair, Name(other, column=node.column, length=node.length)
        case Product(factors, signs):
            for place in range(len(factors) - 1):
                match factors[place], signs[place + 1]:
                    case Number(_, _, "6"), "_":  # 6(z) for σ(z)
                        call = Call("sigmoid", (factors[place + 1],), column=node.column, length=node.length)
                        others = (*factors[:place], call, *factors[place + 2 :])
                        rest = signs[: place + 1] + signs[place + 2 :]
                        yield ("sigma", "6"), Product(others, rest, column=node.column, length=node.length)
    if isinstance(node, Index):
        return
    for place, part in enumerate(node.parts):
        for pair, read in _at_one_place(part, known):
            yield pair, node.with_parts(*node.parts[:place], read, *node.parts[place + 1 :])
