r"""Arguments that a text leaves out: where \sigma(x) = … says what σ is of, σ' and σ by itself are of x, too.

The functions concerned are those of the language, and of the document's own those with a prime somewhere: of these the
slope is asked for, so that they are functions, and not names that have their argument beside them as a reminder.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from autograd.worksheet.language.vocabulary import function_called
from autograd.worksheet.tex.names import base_of, parts_of
from autograd.worksheet.tex.nodes import Fence, Group, Letter, Scripted, Sign, Styled, TexNode, Words
from autograd.worksheet.tex.rewrites.walk import over_rows

EQUALS = ("=", ":=", "≈")


def functions_in(rows: Iterable[Sequence[TexNode]]) -> dict[str, TexNode]:
    """The functions that a document defines with a single name as argument, f(x) = …, and that argument."""
    found: dict[str, TexNode] = {}
    for row in rows:
        match row[:3]:
            case (name, Fence("(", (argument,), ")"), Sign(sign)) if sign in EQUALS and isinstance(
                name, (Letter, Words)
            ):
                if base_of(parts_of(argument)[0]) is not None:
                    found.setdefault(name.text, argument)
    return found


def primed_in(rows: Iterable[Sequence[TexNode]]) -> set[str]:
    """The names that have a prime somewhere."""
    nodes = (node for row in rows for root in row for node in root.inside())
    scripted = (node for node in nodes if isinstance(node, Scripted) and node.primes)
    return {spelled.name for node in scripted if (spelled := base_of(node.base)) is not None}


def with_arguments(rows: Sequence[tuple[TexNode, ...]]) -> list[tuple[TexNode, ...]]:
    """The rows with the arguments of functions that stand by themselves."""
    defined = functions_in(rows)
    if not defined:
        return list(rows)
    primed = primed_in(rows)
    functions = {name: each for name, each in defined.items() if name in primed or function_called(name)}
    if not functions:
        return list(rows)
    return [over_rows(row, lambda nodes: _completed(nodes, functions), in_names=False) for row in rows]


def _completed(row: list[TexNode], functions: Mapping[str, TexNode]) -> list[TexNode]:
    """A row with brackets behind the functions that have none."""
    found: list[TexNode] = []
    for place, node in enumerate(row):
        found.append(node)
        base, below, _above, primes = parts_of(node)
        if not isinstance(base, (Letter, Words)) or base.text not in functions or below is not None:
            continue
        after = row[place + 1] if place + 1 < len(row) else None
        if _is_argument(after, base.text) or (isinstance(base, Words) and not primes and after is not None):
            continue
        if place and is_sign_of_differential(row[:place]) and not function_called(base.text):
            continue  # df/dx
        argument = functions[base.text]
        found.append(Fence("(", (moved(argument, node.end),), ")", start=node.end, end=node.end))
    return found


def _is_argument(node: TexNode | None, name: str) -> bool:
    """Whether what stands behind a function is its argument; of σ(1 - σ) it is a factor."""
    kernel = node.base if isinstance(node, Scripted) else node
    if not isinstance(kernel, Fence):
        return False
    pairs = pairwise(kernel.parts)
    return not any(
        getattr(parts_of(one)[0], "text", "") == name and isinstance(other, Fence) and other.start == other.end
        for one, other in pairs
    )


def is_sign_of_differential(nodes: Sequence[TexNode]) -> bool:
    """Whether only a sign of differentiation stands before something."""
    match list(nodes):
        case [Sign("∂") | Letter("d") | Words("d") | Styled(_, Group((Letter("d"),)))]:
            return True
        case [Scripted(Sign("∂") | Letter("d"), None, _, 0)]:
            return True
    return False


def moved(argument: TexNode, place: int) -> TexNode:
    """An argument as if it stood at a place, without taking room."""
    match argument:
        case Scripted(base, below, above, _):
            lowered = None if below is None else replace(below, start=place, end=place)
            return replace(argument, base=moved(base, place), below=lowered, above=above, start=place, end=place)
    return replace(argument, start=place, end=place)
