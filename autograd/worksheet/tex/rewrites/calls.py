r"""What is differentiated by and is no name: \frac{\partial L}{\partial \sigma(z)} is taken by what σ(z) is called."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from autograd.worksheet.tex.names import base_of, indices_of, parts_of, raised_of
from autograd.worksheet.tex.nodes import Fence, Fraction, Group, Letter, Scripted, Sign, TexNode, Words
from autograd.worksheet.tex.rewrites.arguments import EQUALS, is_sign_of_differential
from autograd.worksheet.tex.rewrites.samples import letters_counting
from autograd.worksheet.tex.rewrites.walk import over_rows
from autograd.worksheet.tex.rows import Statement, unwrapped

Called = tuple[TexNode, Fence]
"""A function and its operand in brackets."""

_DELTA = Letter("delta", start=0, end=0)

MOST_CALLS = 12
"""Values of functions that a document may differentiate by."""

PART = "part"
"""How the names of such values end."""


def with_named_calls(statements: Sequence[Statement], text: str) -> tuple[list[Statement], dict[str, str]]:
    """The statements with a name for σ(z) where anything is differentiated by that: the a of a = σ(z), or its own; and
    how names of their own are shown.
    """
    bottoms = [dict.fromkeys(_bottoms(each.nodes)) for each in statements]
    calls = list(dict.fromkeys(call for each in bottoms for call in each))[:MOST_CALLS]
    if not calls:
        return list(statements), {}
    names = {call: _name_for(call, number, statements) for number, call in enumerate(calls)}
    found: list[Statement] = []
    told: set[Called] = set()
    renamed: dict[int, Statement] = {}
    for each, here in zip(statements, bottoms, strict=True):
        for call in (call for call in calls if call not in told and call in here):
            told.add(call)
            if _formulas_of(call, statements) is None:
                equals = Sign("=", start=call[1].end, end=call[1].end)
                found.append(Statement(each.start, each.start, (names[call], equals, *call), part=each.part))
        first = renamed.get(id(each.like)) if each.like is not None else None
        nodes = (
            over_rows(each.nodes, lambda row: _renamed(row, names), in_names=False) if first is None else first.nodes
        )
        renamed[id(each)] = replace(each, nodes=nodes, like=first)
        found.append(renamed[id(each)])
    bare = {call: parts_of(name)[0] for call, name in names.items()}
    own = {name.text: _shown(call, text) for call, name in bare.items() if isinstance(name, Words)}
    return found, own


def _shown(call: Called, text: str) -> str:
    """A call as it is shown to people."""
    function = base_of(parts_of(call[0])[0])
    operands = [base_of(parts_of(each)[0]) for each in call[1].parts]
    inside = "".join("…" if each is None else each.shown for each in operands)
    below = parts_of(call[1].parts[0])[1]
    number = text[below.start : below.end].strip("{}") if below is not None and len(operands) == 1 else ""
    return f"{function.shown if function else ''}({inside}{f'_{number}' if number else ''})"


def _bottoms(nodes: Iterable[TexNode]) -> Iterator[Called]:
    """The calls that fractions differentiate by; none with an index that counts something."""
    for node in (inner for root in nodes for inner in root.inside()):
        match node:
            case Fraction(_, below):
                match unwrapped(below.parts):
                    case (sign, function, Fence("(", (_, *_)) as operand) if sign == _DELTA or is_sign_of_differential(
                        [sign]
                    ):
                        counts = _counts((function, operand))
                        if base_of(parts_of(function)[0]) is not None and (
                            not counts or len(_letters((operand,))) == 1
                        ):
                            yield function, operand


def _counts(nodes: Iterable[TexNode]) -> bool:
    """Whether an index letter, a step or a layer stands in nodes."""
    for node in (inner for root in nodes for inner in root.inside()):
        _, below, above, _ = parts_of(node)
        if raised_of(above).kind in ("letter", "step"):
            return True
        if any(len(index.text) == 1 and index.text in "ijklmnpqrt" for index in indices_of(below)):
            return True
    return False


def _formulas_of(call: Called, statements: Iterable[Statement]) -> TexNode | None:
    """The name that a statement says a call is; None if nothing does."""
    for each in statements:
        match each.nodes:
            case (name, Sign(sign), *rest) if sign in EQUALS and base_of(parts_of(name)[0]) is not None:
                if tuple(rest[:2]) == call and (len(rest) == 2 or getattr(rest[2], "text", "") in EQUALS):
                    return name
    return None


def _name_for(call: Called, number: int, statements: Sequence[Statement]) -> TexNode:
    """The name of the value of a call: what the document calls it, else one that it has nowhere."""
    told = _formulas_of(call, statements)
    if told is not None:
        return told
    spelled = base_of(parts_of(call[0])[0])
    start, end = call[0].start, call[1].end
    name = Words(f"{spelled.name if spelled else ''}_{PART}{number or ''}", "operatorname", start=start, end=end)
    if not _counts(call):
        return name
    index = Group((Letter(_letters(call[1:])[0], start=end, end=end),), start=end, end=end)
    return Scripted(name, index, None, 0, start=start, end=end)


def _letters(nodes: Iterable[TexNode]) -> list[str]:
    """The letters that samples and entries have, and nothing else counts by."""
    found = letters_counting(nodes)
    return sorted(found) if _counts(nodes) and len(found) == 1 else []


def _renamed(row: list[TexNode], names: dict[Called, TexNode]) -> list[TexNode]:
    """A row with names for calls, but where it says what one is."""
    found: list[TexNode] = []
    place = 0
    while place < len(row):
        node = row[place]
        pair = (node, row[place + 1]) if place + 1 < len(row) else None
        name = names.get(pair) if pair is not None and isinstance(pair[1], Fence) else None  # type: ignore[arg-type]
        after = row[place + 2] if place + 2 < len(row) else None
        is_told = (
            name is not None and place >= 2 and row[place - 2] == name and getattr(row[place - 1], "text", "") in EQUALS
        )
        is_head = place == 0 and isinstance(after, Sign) and after.text in EQUALS
        if name is None or pair is None or is_told or is_head:
            found.append(node)
            place += 1
            continue
        found.append(replace(name, start=node.start, end=pair[1].end))
        place += 2
    return found
