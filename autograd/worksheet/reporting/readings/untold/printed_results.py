"""Results that are printed behind what cannot be read: a = Block(x, {2}) = 0.6 costs itself only, for a is 0.6 below.

What such a result depends on is not known: no derivative through it is judged.
"""

from collections.abc import Collection
from dataclasses import replace

from autograd.errors import LanguageError
from autograd.worksheet.evaluation.evaluator import ShapeError
from autograd.worksheet.judging.digits import is_result
from autograd.worksheet.language.tree import names_in
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
    lost = _lost(tried)
    known = {each.name for each in tried.sheet.definitions()}
    opaque, errors = dict(tried.sheet.opaque), dict[int, LanguageError]()

    def printed(step: Step) -> Step:
        results = [claim for claim in step.claims if is_result(claim)]
        if step.definition is None or step.name not in lost or not results:
            return step
        opaque[step.name], errors[step.line] = step.line, lost[step.name]
        statement = replace(step.statement, parts=(step.target, results[-1]))
        return replace(step, statement=statement, definition=definition_of(statement, step.line, known), claims=())

    return _with_lost(tried, [printed(step) for step in tried.sheet.steps], opaque, errors)


def computed_below(sheet: Sheet) -> set[str]:
    """The names of which a line says what they are made of, and a later one what they come to, in numbers alone:
    v_1 = 0.9*0 + 0.1*2 = 0.2 below v_t = b v_{t-1} + (1 - b) g_t.
    """
    found, made = set[str](), set[str]()
    for step in sheet.steps:
        if step.definition is not None:
            made.update([] if step.definition.given or any(map(is_result, step.claims)) else [step.name])
        elif step.name in made and _is_in_numbers(step, sheet):
            found.add(step.name)
    return found


def with_computed_below(tried: Tried) -> Tried | None:
    """The sheet with such numbers for what cannot be computed by what it is made of; None if there are none.

    What is made of that above them, and below again, is made below.
    """
    lost = _lost(tried)
    lines = {
        step.line: lost[step.name] for step in tried.sheet.steps if step.definition is not None and step.name in lost
    }
    below = computed_below(tried.sheet)
    waiting = {step.name for step in tried.sheet.steps if step.line in lines and step.name in below}  # of one rule
    known = {each.name for each in tried.sheet.definitions()}
    opaque, errors = dict(tried.sheet.opaque), dict[int, LanguageError]()
    steps: list[Step] = []
    for step in tried.sheet.steps:
        used = names_in(step.statement.parts[1]) if len(step.statement.parts) > 1 else ()
        if step.definition is not None and step.name in waiting and step.line in lines:
            errors[step.line] = lines[step.line]
        elif step.definition is not None and not waiting.isdisjoint(used):
            waiting.add(step.name)
        elif step.name in waiting and (_is_in_numbers(step, tried.sheet) or _is_made_of(step, known - waiting)):
            opaque[step.name] = step.line
            waiting.remove(step.name)
            definition = definition_of(step.statement, step.line, known)
            steps.append(replace(step, definition=definition, claims=step.statement.parts[2:]))
        else:
            steps.append(step)
    return _with_lost(tried, steps, opaque, errors)


def _is_made_of(step: Step, known: Collection[str]) -> bool:
    """Whether a step says what a name is made of, where all of that is known."""
    return step.tells_name and len(step.claims) > 1 and all(name in known for name in names_in(step.claims[0]))


def _is_in_numbers(step: Step, sheet: Sheet) -> bool:
    """Whether a step says what a name is made of in numbers."""
    claims = step.claims
    return step.tells_name and bool(claims) and all(map(sheet.in_numbers, claims)) and not is_result(claims[0])


def _lost(tried: Tried) -> dict[str, LanguageError]:
    """The names that cannot be computed, as what they are made of is told nowhere; a wrong shape is a mistake."""
    broken = {name: each for samples in tried.judge.past for name, each in samples.broken.items()}
    faults = {name: each.fault for name, each in broken.items() if each.blamed == name}
    return {
        name: fault
        for name, fault in faults.items()
        if isinstance(fault, LanguageError) and not isinstance(fault, ShapeError)
    }


def _with_lost(
    tried: Tried, steps: list[Step], opaque: dict[str, int], errors: dict[int, LanguageError]
) -> Tried | None:
    if not errors:
        return None
    lines = [
        replace(line, errors=[*line.errors, errors[line.number]]) if line.number in errors else line
        for line in tried.sheet.lines
    ]
    return tried.other(replace(tried.sheet, steps=steps, lines=lines, opaque=opaque))
