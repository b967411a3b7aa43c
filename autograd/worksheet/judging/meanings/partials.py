"""Direct partial derivatives, where they are as right as total ones: ∂a/∂b with all else in a's formula held.

A derivative of the sheet's output is always the total one, or a path left out would pass. Inside a chain rule, and in a
claim about an intermediate in whose own formula b stands, both are in use; under a key it means what it means there.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.roles import is_called_loss
from autograd.worksheet.language.tree import Derivative, Node, Partial, name_of

MOST_PAIRS = 4
"""Derivatives in one formula, each of which may be direct or total."""

MOST_NAMED = 3
"""Names held that are told one by one."""

Pair = tuple[str, str]
"""The name a derivative is of, and the name it is by."""

TOTAL, DIRECT = "total", "direct"

Meanings = Mapping[Pair, set[str]]
"""What derivatives mean in a key."""


def pair(node: Node) -> Pair:
    """What a derivative is of, and by."""
    top, bottom = node.parts
    return name_of(top) or "", name_of(bottom) or ""


def has_both(samples: Samples, node: Node) -> bool:
    """Whether the direct partial is another number than the total derivative, as far as formulas tell."""
    if not isinstance(node, Derivative):
        return False
    top, bottom = pair(node)
    return bottom in samples.used_by(top) and bool(held(samples, node))


def held(samples: Samples, node: Node) -> list[str]:
    """The names that the direct partial holds, though they depend on what it is by."""
    top, bottom = pair(node)
    return [name for name in samples.used_by(top) if name != bottom and bottom in samples.behind(name)]


def is_output(samples: Samples, name: str) -> bool:
    """Whether a name is the end of a computation, or called a loss: its derivatives are total ones."""
    return is_called_loss(name) or name.startswith("(") or not samples.is_used(name)


def readings(claim: Claim, meanings: Meanings) -> Iterator[Claim]:
    """A claim with direct partials where these may be meant, the plainest choice first; none where there are none."""
    samples = claim.samples
    inside = dict.fromkeys(node for node in claim.formula.inside() if has_both(samples, node))
    inside = dict.fromkeys(node for node in inside if meanings.get(pair(node)) != {TOTAL})
    chosen = [each for each in _choices(samples, inside) if claim.formula != claim.target]
    for target in _targets(claim, meanings):
        for direct in chosen:
            if direct or target is not claim.target:
                yield claim.afresh(target=target, formula=as_partials(claim.formula, direct))


def as_meant(claim: Claim, meanings: Meanings) -> Claim:
    """A claim about a direct partial where the key means one."""
    if isinstance(claim.target, Derivative) and meanings.get(pair(claim.target)) == {DIRECT}:
        return claim.afresh(target=as_partials(claim.target, [claim.target]))
    return claim


def meant_perhaps(claim: Claim, meanings: Meanings) -> Iterator[Claim]:
    """A wrong claim as one about a direct partial, and one with direct partials in it, where these can be meant."""
    samples = claim.samples
    target = _targets(claim, meanings)[-1]
    if target is not claim.target:
        yield claim.afresh(target=target)
    inside = [node for node in claim.formula.inside() if has_both(samples, node) and node != claim.target]
    direct = [node for node in inside if not is_output(samples, pair(node)[0]) and meanings.get(pair(node)) != {TOTAL}]
    if direct:
        yield claim.afresh(formula=as_partials(claim.formula, direct))


def _targets(claim: Claim, meanings: Meanings) -> list[Node]:
    """What a claim may be about: the total derivative, the direct one, or either."""
    target = claim.target
    if not has_both(claim.samples, target) or isinstance(target, Partial):
        return [target]
    meant = meanings.get(pair(target), {TOTAL, DIRECT})
    if is_output(claim.samples, pair(target)[0]):
        meant = {TOTAL}
    direct = as_partials(target, [target])
    return [*([target] if TOTAL in meant else []), *([direct] if DIRECT in meant else [])]


def _choices(samples: Samples, inside: Iterable[Node]) -> Iterator[list[Node]]:
    """Which derivatives of a formula are direct: none, then as few as will do, outputs last."""
    found = sorted(inside, key=lambda node: is_output(samples, pair(node)[0]))
    if len(found) <= MOST_PAIRS:
        for count in range(len(found) + 1):
            yield from map(list, combinations(found, count))
        return
    yield []
    yield found
    yield [node for node in found if not is_output(samples, pair(node)[0])]


def as_partials(node: Node, direct: Iterable[Node]) -> Node:
    """A formula with these of its derivatives as direct partials."""
    nodes = list(direct)
    if isinstance(node, Derivative) and node in nodes:
        return Partial(node.top, node.bottom, column=node.column, length=node.length)
    return node.with_parts(*(as_partials(part, nodes) for part in node.parts)) if node.parts else node


def said(claim: Claim) -> str:
    """Which derivatives of a claim were read as direct partials, and what they hold."""
    found = dict.fromkeys(
        node for formula in (claim.target, claim.formula) for node in formula.inside() if isinstance(node, Partial)
    )
    names = list(dict.fromkeys(name for node in found for name in held(claim.samples, node)))
    told = names if len(names) <= MOST_NAMED else [*names[:MOST_NAMED], "others"]
    what = "the direct partial" if len(found) == 1 else "direct partials"
    written = _listed([echo(node) for node in found])
    return f"{written} {'is' if len(found) == 1 else 'are'} read as {what}, with {_listed(told)} held"


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def meanings_of(claims: Iterable[Claim]) -> dict[Pair, set[str]]:
    """What the derivatives mean that a key's right claims are about."""
    found: dict[Pair, set[str]] = {}
    for claim in claims:
        if isinstance(claim.target, Derivative):
            meant = DIRECT if isinstance(claim.target, Partial) else TOTAL
            found.setdefault(pair(claim.target), set()).add(meant)
    return found
