"""The number that a worksheet is about: its solution, picture and player show the graph below it."""

from collections import Counter

from autograd.engine.codegen.python import Value
from autograd.errors import LanguageError
from autograd.worksheet.evaluation.arrays import Array
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.evaluation.sampling.settling import settle
from autograd.worksheet.language.tree import Derivative, name_of
from autograd.worksheet.language.work import Work
from autograd.worksheet.sheet.model import Sheet, stretches


def computed(sheet: Sheet | None) -> Value:
    """The number whose derivatives are asked for most, else the last that is computed, at the first givens.

    Lines that cannot be read are left out; LanguageError where nothing is computed.
    """
    steps = next(stretches(sheet.steps)) if sheet else ()
    definitions = [step.definition for step in steps if step.definition is not None]
    if sheet is None or not definitions:
        raise LanguageError(_first_error(sheet) or "nothing is computed yet: type a formula, such as x = 2; y = x^2")
    samples = settle(definitions, {}, sheet.free, (), Work(), sheet.unread)
    found: dict[str, Value] = {}
    for name, number in samples.base.graph.items():
        entry = number.entries[-1] if isinstance(number, Array) and number.entries else number
        if isinstance(entry, Value) and entry.op:
            found[name] = entry
    if not found:
        raise LanguageError(_why_not(sheet, samples))
    asked = Counter(
        name_of(step.target.parts[0]) for step in sheet.steps if step.claims and isinstance(step.target, Derivative)
    )
    meant = [
        name for name, _ in asked.most_common() if name in found and not isinstance(samples.base.graph[name], Array)
    ]
    return found[meant[0] if meant else list(found)[-1]]


def _why_not(sheet: Sheet, samples: Samples) -> str:
    """Why a sheet with definitions computes nothing."""
    if said := _first_error(sheet):
        return said
    for name, why in samples.broken.items():
        return why.said(name)
    if any(isinstance(number, Layer) for number in samples.base.floats.values()):
        return "this sheet only counts: there is no graph to show"
    return "only numbers are given: add a formula, such as y = x^2"


def _first_error(sheet: Sheet | None) -> str:
    """What is said of the first line that cannot be read; nothing where all can."""
    lines = sheet.lines if sheet is not None else []
    return next((f"line {line.number}: {error}" for line in lines for error in line.errors), "")
