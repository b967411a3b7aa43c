r"""New values told by steps, where a text has no other steps: w_{t+1} = w_t - \eta g is w := w - \eta g."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from autograd.worksheet.tex.names import base_of, parts_of
from autograd.worksheet.tex.nodes import Digits, Fence, Letter, Scripted, Sign, TexNode
from autograd.worksheet.tex.rewrites.walk import over_rows
from autograd.worksheet.tex.rows import unwrapped

LETTERS = ("t", "k", "n", "tau")
"""Letters that count the steps of an optimizer."""


class Step(NamedTuple):
    """A name at a step: which letter counts it, and how far on it is; `place` tells whether that stands below."""

    name: str
    letter: str
    offset: int
    place: str


def with_new_values(rows: Sequence[tuple[TexNode, ...]]) -> list[tuple[TexNode, ...]]:
    """The rows with new values where steps are only spoken of to say so."""
    news = {step for row in rows if (step := _gives_new(row)) is not None}
    if not news:
        return list(rows)
    letters = {step.letter for step in news}
    heads = [step for row in rows for step in _step(row[:1]) if row[1:2] and row[1] == _EQUALS]
    others = {step.letter for row in rows for node in row for step in _step(node.inside()) if step.offset < 0}
    others |= {step.letter for step in heads if not step.offset}
    letters -= others
    news = {step for step in news if step.letter in letters}
    return [_without_steps(row, news) if _gives_new(row) in news else row for row in rows]


_EQUALS = Sign("=", start=0, end=0)


def _gives_new(row: Sequence[TexNode]) -> Step | None:
    """What a row gives a new value, from its last: the w of w_{t+1} = w_t - …; None if it gives none."""
    if len(row) < 3 or not (isinstance(row[1], Sign) and row[1].text in ("=", ":=", "<-")):
        return None
    head = next(_step(row[:1]), None)
    if head is None or head.offset != 1:
        return None
    last = head._replace(offset=0)
    return last if any(step == last for node in row[2:] for step in _step(node.inside())) else None


def _step(nodes: Sequence[TexNode] | Iterator[TexNode]) -> Iterator[Step]:
    """The names at steps among nodes."""
    for node in nodes:
        base, below, above, _ = parts_of(node)
        spelled = base_of(base) if below is not None or above is not None else None
        if spelled is None or isinstance(base, Sign):
            continue
        for place, group in (("below", below), ("above", above)):
            parts = unwrapped(group.parts) if group is not None else ()
            fence = parts[0] if len(parts) == 1 else None
            in_brackets = isinstance(fence, Fence)
            match tuple(fence.parts) if isinstance(fence, Fence) else parts:
                case (Letter(letter),) if letter in LETTERS and (place == "below" or in_brackets):
                    yield Step(spelled.name, letter, 0, place)
                case (Letter(letter), Sign("+" | "-" as sign), Digits("1")) if letter in LETTERS:
                    yield Step(spelled.name, letter, 1 if sign == "+" else -1, place)


def _without_steps(row: Sequence[TexNode], news: set[Step]) -> tuple[TexNode, ...]:
    """A row with a name for what it is at this step and the next, and := for =."""
    found = over_rows(row, lambda nodes: [_bare(node, news) for node in nodes])
    sign = found[1]
    assert isinstance(sign, Sign)
    return (found[0], replace(sign, text=":="), *found[2:])


def _bare(node: TexNode, news: set[Step]) -> TexNode:
    new = next((last for step in _step([node]) if (last := step._replace(offset=0)) in news), None)
    if new is None or not isinstance(node, Scripted):
        return node
    below, above = (None, node.above) if new.place == "below" else (node.below, None)
    if below is None and above is None and not node.primes:
        return node.base
    return replace(node, below=below, above=above)
