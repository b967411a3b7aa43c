"""The table of operations, for people; the command `autograd ops`."""

import argparse
import json
import textwrap

from autograd.commands.grammar import Parser, format_of, write
from autograd.engine.codegen.python import OPS
from autograd.engine.operation import Op
from autograd.formulas.notation import Writer
from autograd.formulas.symbols import Symbol, named, simplified, symbol
from autograd.records.explain import WIDTH
from autograd.records.statements import without_quiet_gates
from autograd.support.terminal import columns

HEADINGS = ("operation", "written", "∂z/∂x", "∂z/∂y")
FORMATS = ("text", "markdown", "json")


def add_options(command: Parser) -> None:
    """Add to the command what it takes."""
    command.add_output(FORMATS)


def run(options: argparse.Namespace) -> None:
    """Print or save the table."""
    form = format_of(options, FORMATS)
    write({"text": operations, "markdown": as_markdown, "json": as_json}[form](), options)


def rows() -> list[tuple[str, ...]]:
    """For each operation its name, how it is written, and its local derivatives."""
    return [(rule.name, written(rule), *derivatives(rule)) for rule in OPS.values()]


def operations(width: int | None = None) -> str:
    r"""For each operation its name, how it is written, its local derivatives (z is the result), and what it is.

    >>> print("\n".join(operations(100).splitlines()[:3]))
    operation  written        ∂z/∂x                            ∂z/∂y
    add        x + y          1                                1
               The sum: passes its gradient on, unchanged, to both operands.
    """
    room = width or columns(WIDTH)
    table = [HEADINGS, *rows()]
    widths = [max(len(row[column]) for row in table if column + 1 < len(row)) + 2 for column in range(3)]
    indent = " " * widths[0]
    if max(len(_in_columns(row, widths)) for row in table) > room:
        shown = [f"{HEADINGS[0]:<{widths[0]}}{', '.join(HEADINGS[1:])}"]
        blocks = [_in_lines(row, indent, room) for row in table[1:]]
    else:
        shown = [_in_columns(HEADINGS, widths)]
        blocks = [[_in_columns(row, widths)] for row in table[1:]]
    for block, rule in zip(blocks, OPS.values(), strict=True):
        shown += [*block, *textwrap.wrap(sentence(rule), room, initial_indent=indent, subsequent_indent=indent)]
    return "\n".join(shown)


def _in_columns(row: tuple[str, ...], widths: list[int]) -> str:
    return "".join(f"{cell:<{width}}" for cell, width in zip(row, [*widths, 0], strict=False)).rstrip()


def _in_lines(row: tuple[str, ...], indent: str, room: int) -> list[str]:
    """A row for a narrow terminal: each derivative in a line of its own."""
    name, formula, *slopes = row
    lines = [f"{name:<{len(indent)}}{formula}"]
    for heading, slope in zip(HEADINGS[2:], slopes, strict=False):
        lines += textwrap.wrap(f"{heading} = {slope}", room, initial_indent=indent, subsequent_indent=f"{indent}    ")
    return lines


def as_markdown() -> str:
    """The table as Markdown."""
    table = [(*HEADINGS, "")] + [
        (*row, *[""] * (4 - len(row)), sentence(rule)) for row, rule in zip(rows(), OPS.values(), strict=True)
    ]
    lines = ["| " + " | ".join(cell.replace("|", r"\|") for cell in row) + " |" for row in table]
    return "\n".join([lines[0], "|---" * 5 + "|", *lines[1:]])


def as_json() -> str:
    """The table as JSON: for each operation what stands in its row, and what it is."""
    found = [
        {**dict(zip(HEADINGS, row, strict=False)), "about": sentence(rule)}
        for row, rule in zip(rows(), OPS.values(), strict=True)
    ]
    return json.dumps(found, ensure_ascii=False, indent=1)


def sentence(rule: Op) -> str:
    """What an operation is, in a line or two; the example stays where it is."""
    return " ".join((rule.__doc__ or "").partition("\n\n")[0].split())


def written(rule: Op) -> str:
    """An operation on its operands, such as x·y."""
    return Writer()(Symbol(rule, tuple(map(named, rule.letters))))


def derivatives(rule: Op) -> list[str]:
    """Its local derivative by each operand, as a formula in the operands and the result z."""
    letters = tuple(map(named, rule.letters))
    return [
        "none"
        if formula is None
        else Writer()(simplified(without_quiet_gates(symbol(rule.local(slot, letters, named("z"))))))
        for slot, formula in enumerate(rule.derivatives)
    ]
