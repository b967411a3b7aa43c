r"""What stands beside the argument of a function and says no more of it: the w, b of f_{w,b}(x), the ; of f(x; θ)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from autograd.worksheet.tex.names import USUAL, base_of, parts_of
from autograd.worksheet.tex.nodes import Digits, Fence, Group, Letter, Scripted, Sign, TexNode, Words
from autograd.worksheet.tex.rewrites.arguments import EQUALS
from autograd.worksheet.tex.rewrites.walk import over_rows


def without_parameters(rows: Sequence[tuple[TexNode, ...]]) -> list[tuple[TexNode, ...]]:
    """The rows with p(x) for p_{w,b}(x), where p(x) = … says what it is, and nothing what p_{w,b} would be."""
    heads = {name: below for row in rows for name, below in _heads(row)}
    bare = {name for row in rows for name, below in _heads(row) if below is None}
    functions = bare - {name for name, below in heads.items() if below is not None}
    if not functions:
        return list(rows)
    letters: dict[str, set[TexNode]] = {name: set() for name in functions}
    for row in rows:
        match row[:2]:
            case (Letter(name) | Words(name), Fence("(", parts)) if name in functions:
                letters[name].update(parts)
    return [over_rows(row, lambda nodes: _bare(nodes, letters), in_names=False) for row in rows]


def _heads(row: Sequence[TexNode]) -> Iterable[tuple[str, Group | None]]:
    """The function that a row defines, with what stands below its name."""
    match row[:3]:
        case (name, Fence("("), Sign(sign)) if sign in EQUALS:
            base, below, above, primes = parts_of(name)
            if isinstance(base, (Letter, Words)) and above is None and not primes:
                yield base.text, below


def _bare(row: list[TexNode], functions: Mapping[str, set[TexNode]]) -> list[TexNode]:
    """A row without what stands below functions before their brackets: not f_x, where f is of x and y."""
    found = list(row)
    for place, (node, after) in enumerate(pairwise(row)):
        match node, after:
            case Scripted((Letter() | Words()) as base, Group() as below, None, 0), Fence("("):
                is_slope = set(below.parts) <= functions.get(base.text, set())
                if base.text in functions and not is_slope and _are_parameters(below):
                    found[place] = replace(base, end=node.end)
    return found


def _are_parameters(below: Group) -> bool:
    """Whether names stand below a function, none of them an index or a number that tells it from others."""
    names = [part for part in below.parts if not (isinstance(part, Sign) and part.text in (",", ";"))]
    are_names = all(base_of(parts_of(each)[0]) is not None and not isinstance(each, Digits) for each in names)
    is_index = len(names) == 1 and isinstance(names[0], Letter) and names[0].text in USUAL
    return bool(names) and are_names and not is_index and not any(isinstance(each, Words) for each in names)


def with_commas(rows: Sequence[tuple[TexNode, ...]]) -> list[tuple[TexNode, ...]]:
    r"""The rows with f(x, \theta) for f(x; \theta)."""
    return [over_rows(row, _with_commas, in_names=False) for row in rows]


def _with_commas(row: list[TexNode]) -> list[TexNode]:
    found = list(row)
    for place, (node, after) in enumerate(pairwise(row), start=1):
        if isinstance(after, Fence) and after.opening in "([" and base_of(parts_of(node)[0]) is not None:
            parts = tuple(
                replace(part, text=",") if isinstance(part, Sign) and part.text == ";" else part for part in after.parts
            )
            found[place] = after if parts == after.parts else replace(after, parts=parts)
    return found
