"""Statements with the rows that continue them: units, each a definition or a chain of claims."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from autograd.worksheet.tex.nodes import Sign
from autograd.worksheet.tex.reading.chances import speaks_of_chance
from autograd.worksheet.tex.reading.claims import is_claim, read_statement
from autograd.worksheet.tex.reading.paper import Paper, Unread
from autograd.worksheet.tex.rows import EQUALS, Statement
from autograd.worksheet.tex.sizes import LOOKED_BACK
from autograd.worksheet.tex.units import Unit

WAITS = "rows that go on with a formula that is not read"


def units_of(paper: Paper, statements: Iterable[Statement]) -> Iterator[Unit]:
    """The statements of a document as units, each with the rows that go on with it."""
    unit: Unit | None = None
    waits, lost = False, None
    is_headless = False
    for statement in statements:
        if statement.error is not None:
            if statement.continues or unit is None or statement.display:
                waits, lost = True, None
            continue
        if statement.aside and not statement.continues:
            for sentence in read_statement(paper, statement):
                paper.read += statement.start < min(paper.document.own_end, statement.end)
                yield Unit([sentence], statement.part)
            continue
        if statement.continues and not statement.display and _is_behind_word(paper, statement):
            statement = replace(statement, nodes=statement.nodes[1:], continues=False, like=None)
        if statement.continues and is_headless and not statement.relations[1:]:
            lost, is_headless, waits = _as_left(statement), False, False
            paper.read += statement.start < paper.document.own_end
            continue
        is_headless = statement.display and not is_claim(statement) and speaks_of_chance(statement.nodes)
        if statement.continues and lost is not None and statement.part == lost.part:
            statement = _behind_left(lost, statement)
        read = list(read_statement(paper, statement))
        sentences = [sentence for sentence in read if not sentence.is_note]
        if not sentences:
            if is_claim(statement) and (waits or not statement.continues):  # else the chain has a formula less
                waits, lost = True, None if statement.continues else lost or statement
            continue
        if statement.continues and (waits or unit is None or unit.part != statement.part):
            message = "this goes on with a formula that is not read" if waits else "nothing stands before this ="
            paper.unread.append(Unread(statement.start, max(1, statement.end - statement.start), message, WAITS))
            continue
        paper.read += statement.start < min(paper.document.own_end, statement.end)
        yield from (Unit([sentence], statement.part) for sentence in read if sentence.is_note)
        if statement.continues and unit is not None:
            unit.sentences += sentences
            continue
        if unit is not None:
            yield unit
        first, *others = sentences
        unit, waits, lost = Unit([first], statement.part), False, None
        for other in others:
            yield unit
            unit = Unit([other], statement.part)
    if unit is not None:
        yield unit


_WORD_BEFORE = re.compile(r"[^\W\d_]{2}[*_]{0,3}\s*(?:\$|\\\()\s*$")
"""What stands before a formula that goes on with a word of the text: the MSE $= 0.5$."""


def _is_behind_word(paper: Paper, statement: Statement) -> bool:
    """Whether what a formula in a line of text goes on with is a word."""
    before = paper.document.text[max(0, statement.start - LOOKED_BACK) : statement.start]
    return len(statement.nodes) > 1 and _WORD_BEFORE.search(before) is not None


def _as_left(statement: Statement) -> Statement:
    """A formula behind = as one before it: of P(y | x) = a = b is judged that a = b."""
    sign, *nodes = statement.nodes
    return replace(statement, nodes=(*nodes, sign), continues=False, like=None)


def _behind_left(lost: Statement, statement: Statement) -> Statement:
    """What goes on with a statement of which only the right side is not read: its left side is equal to that, too."""
    equals = next((place for place, node in enumerate(lost.nodes) if isinstance(node, Sign) and node.text in EQUALS), 0)
    if not equals or lost.like is not None or statement.like is not None:
        return statement
    return replace(statement, nodes=(*lost.nodes[:equals], *statement.nodes), continues=False)
