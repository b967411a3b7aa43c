r"""Features counted above, x^{(k)}, where samples are counted below, x_i: what is said holds for each of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from autograd.worksheet.tex.names import base_of, indices_of, parts_of, raised_of
from autograd.worksheet.tex.nodes import Scripted, Sign, TexNode
from autograd.worksheet.tex.rewrites.walk import over_rows


def without_features(rows: Sequence[tuple[TexNode, ...]]) -> list[tuple[TexNode, ...]]:
    """The rows with y = γ x̂ + β for y^{(k)} = γ^{(k)} x̂^{(k)} + β^{(k)}, where y_i stands elsewhere."""
    letters = _features_in(rows)
    if not letters:
        return list(rows)
    return [over_rows(row, lambda nodes: [_bare(node, letters) for node in nodes], in_names=False) for row in rows]


def _features_in(rows: Iterable[Sequence[TexNode]]) -> set[str]:
    """The letters that only ever stand alone above names, some of which have another letter below elsewhere."""
    above: defaultdict[str, set[str]] = defaultdict(set)
    numbered: set[str] = set()
    listed: set[str] = set()
    others: set[str] = set()
    said = (row for row in rows if not any(isinstance(node, Sign) and node.text == "∈" for node in row))
    for node in (node for row in said for root in row for node in root.inside()):
        base, lower, upper, _ = parts_of(node)
        if lower is None and upper is None:
            continue
        letters = {letter for index in indices_of(lower) for letter in index.letters}
        spelled = base_of(base) if not isinstance(base, Sign) else None
        raised = raised_of(upper)
        if spelled is None or raised.kind == "step":
            others |= {*letters, raised.layer, *_letters_in(node)}
            continue
        others |= letters
        listed |= {spelled.name} if letters else set()
        if raised.kind == "letter":
            above[raised.layer].add(spelled.name)
            others |= {raised.layer} if lower is not None or raised.power is not None else set()
        elif raised.kind == "number":
            numbered.add(spelled.name)
    return {
        letter for letter, names in above.items() if letter not in others and names & listed and not names & numbered
    }


def _letters_in(node: TexNode) -> set[str]:
    """The letters in what stands below and above a sign: what sums run over."""
    return {text for each in node.inside() if len(text := getattr(each, "text", "")) == 1}


def _bare(node: TexNode, letters: set[str]) -> TexNode:
    match node:
        case Scripted(base, None, above, primes) if above is not None and raised_of(above).layer in letters:
            return replace(node, above=None) if primes else base
    return node
