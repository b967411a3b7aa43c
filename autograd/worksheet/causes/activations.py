"""Slopes of activations, written with what the activation gives: a·(1 − a) for sigmoid, 1 − a² for tanh."""

from collections.abc import Iterator
from dataclasses import replace

from autograd.worksheet.causes.candidates import operation_of
from autograd.worksheet.causes.slopes import slopes_by_result
from autograd.worksheet.judging.cause import Cause
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.language.tree import Call, Index, Name, Node, Number, Power, Product, Sum


def find_wrong_activation(claim: Claim) -> Iterator[Cause]:
    """Find the slope of another activation, or half of one, and put it right at every place where there is one."""
    found: dict[Node, str] = {}
    fixed = _put_right(claim, claim.formula, found)
    if found:
        node, function = next(iter(found.items()))
        slope = _slope(node, function)
        yield Cause("local", "slope of what is given", {"function": function, "part": node, "meant": slope}, fixed)


def _put_right(claim: Claim, node: Node, found: dict[Node, str]) -> Node:
    """The formula with the right slopes; `found` gets what was differentiated, and the function that gives it."""
    if isinstance(node, Product):
        for place, part in enumerate(node.parts):
            base = _left_of_one(part, squared=False)
            if base is None or base not in node.parts:
                continue
            other, meant = node.parts.index(base), _meant(claim, base, "tanh")
            if meant is not None and node.signs[other] in "*_·":
                found[meant] = "tanh"
                slope = _slope(meant, "tanh")
                parts = [slope if i == place else each for i, each in enumerate(node.parts) if i != other]
                signs = "".join(sign for i, sign in enumerate(node.signs) if i != other)
                rest = Product(tuple(parts), "*" + signs[1:]) if len(parts) > 1 else parts[0]
                return _put_right(claim, rest, found)
    for squared, function in ((False, "tanh"), (True, "sigmoid"), (True, "softmax")):
        base = _left_of_one(node, squared)
        meant = _meant(claim, base, function) if base is not None else None
        if meant is not None:
            found[meant] = function
            return _slope(meant, function)
    return node.with_parts(*(_put_right(claim, part, found) for part in node.parts)) if node.parts else node


def _left_of_one(node: Node, squared: bool) -> Node | None:
    """What is taken from 1 in 1 − a, or in 1 − a² if it is to be squared."""
    match node:
        case Sum((Number(1), Power((Name() | Index() | Call()) as taken, Number(2))), "+-") if squared:
            return taken
        case Sum((Number(1), (Name() | Index() | Call()) as taken), "+-") if not squared:
            return taken
    return None


def _meant(claim: Claim, base: Node, function: str) -> Node | None:
    """What the function gives that a slope is of: sigmoid(z) for tanh(z), where the sheet has that only."""
    if _function(claim, base) == function:
        return base
    if not isinstance(base, Call) or base.function not in ("sigmoid", "tanh"):
        return None
    other = replace(base, function=function, names=())
    claim.samples.base.work.spend(sum(1 + each.formula.length // 8 for each in claim.samples.definitions))
    applied = {node for each in claim.samples.definitions for node in each.formula.inside() if isinstance(node, Call)}
    return other if other in applied and base not in applied else None


def _slope(base: Node, function: str) -> Node:
    """The whole slope: the last of what may be missing of it."""
    *_, slope = slopes_by_result(base, function)
    return slope


def _function(claim: Claim, node: Node) -> str:
    """The activation that gives a name, an entry or a call its value."""
    match node:
        case Call(function, operands):
            return function if len(operands) == 1 else ""
        case Name(name) | Index(Name(name)):
            return operation_of(claim, name)
    return ""
