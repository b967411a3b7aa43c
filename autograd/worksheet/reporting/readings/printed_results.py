"""Results that are printed behind what cannot be read: a = Block(x, {2}) = 0.6 costs itself only, for a is 0.6 below.

What such a result depends on is not known: no derivative through it is judged.
"""

from dataclasses import replace

from autograd.errors import LanguageError
from autograd.worksheet.evaluation.evaluator import ShapeError
from autograd.worksheet.judging.digits import is_result
from autograd.worksheet.reporting.readings.put_in.put_in_place import unknown_functions, unvalued
from autograd.worksheet.reporting.readings.tried import Tried
from autograd.worksheet.sheet.model import Sheet, Step, definition_of
from autograd.worksheet.sheet.reading.reader import PRINTED


def may_be_printed(sheet: Sheet) -> bool:
    """Whether a line that cannot be read ends with the result of a name."""
    return any(line.errors and PRINTED.fullmatch(line.text.partition("#")[0].rstrip()) for line in sheet.lines)


def with_printed(tried: Tried) -> Tried | None:
    """The sheet with the printed results of lines that cannot be read; None if there are none."""
    other = tried.reread(printed=True)
    return other if other.sheet.opaque else None


def may_be_uncomputed(sheet: Sheet) -> bool:
    """Whether results are printed of formulas, in a sheet with names or functions of which nothing is told."""
    are_printed = any(step.definition is not None and any(map(is_result, step.claims)) for step in sheet.steps)
    return are_printed and (bool(unvalued(sheet)) or any(unknown_functions(sheet)))


def with_uncomputed(tried: Tried) -> Tried | None:
    """The sheet with the printed results of what cannot be computed; None if there are none."""
    broken = {name: each for samples in tried.judge.past for name, each in samples.broken.items()}
    known = {each.name for each in tried.sheet.definitions()}
    opaque, errors = dict(tried.sheet.opaque), dict[int, LanguageError]()

    def printed(step: Step) -> Step:
        lost = broken.get(step.name) if step.definition is not None else None
        results = [claim for claim in step.claims if is_result(claim)]
        fault = lost.fault if lost is not None and lost.blamed == step.name else None
        if not isinstance(fault, LanguageError) or isinstance(fault, ShapeError) or not results:
            return step  # a wrong shape is a mistake
        opaque[step.name], errors[step.line] = step.line, fault
        statement = replace(step.statement, parts=(step.target, results[-1]))
        return replace(step, statement=statement, definition=definition_of(statement, step.line, known), claims=())

    steps = [printed(step) for step in tried.sheet.steps]
    if not errors:
        return None
    lines = [
        replace(line, errors=[*line.errors, errors[line.number]]) if line.number in errors else line
        for line in tried.sheet.lines
    ]
    return tried.other(replace(tried.sheet, steps=steps, lines=lines, opaque=opaque))
