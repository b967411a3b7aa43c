"""What is asked first of a worksheet, and judges nothing: whether another reading of it could hold."""

import re

from autograd.worksheet.evaluation.arrays import Array
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.sampling.settling import settle
from autograd.worksheet.judging.digits import is_result
from autograd.worksheet.language.roles import is_called_loss
from autograd.worksheet.language.tree import DOT, Call, Index, List, Name, Number, Product, names_in
from autograd.worksheet.language.vocabulary import LISTS
from autograd.worksheet.language.work import Work
from autograd.worksheet.sheet.model import Sheet
from autograd.worksheet.sheet.shorthand import named_slope


def may_join_lists(sheet: Sheet) -> bool:
    """Whether anything stands on both sides of a · that may be a list or a matrix."""
    return sheet.dots and multiplies_lists(sheet, DOT)


def multiplies_lists(sheet: Sheet, sign: str) -> bool:
    """Whether a sheet has lists, and products with a sign."""
    parts = [node for step in sheet.steps for part in step.statement.parts for node in part.inside()]
    has_lists = any(each.is_list for each in sheet.free.values()) or any(
        isinstance(node, (List, Index)) or (isinstance(node, Call) and node.function in LISTS) for node in parts
    )
    return has_lists and any(isinstance(node, Product) and sign in node.signs[1:] for node in parts)


_ENTRY_BY_NUMBER = re.compile(r"\w_[1-9](?![\d_])")


def has_entries_by_number(sheet: Sheet) -> bool:
    """Whether an entry of a list is spoken of by its number, as x_1, and may be counted from 0."""
    parts = (node for step in sheet.steps for part in step.statement.parts for node in part.inside())
    return _ENTRY_BY_NUMBER.search(sheet.text) is not None and any(
        isinstance(node, Index) and any(isinstance(place, Number) for place in node.places) for node in parts
    )


_ENTRY = re.compile(r"([^\W\d]\w*?)_?[0-9]{1,2}")


def named_as_entries(sheet: Sheet) -> set[str]:
    """The names with formulas or numbers of their own that look like entries of what is computed: z_1, z1 beside z."""
    if sheet.finds() or any(line.points is not None for line in sheet.lines):
        return set()  # a key: what students call so is a name of theirs
    computed = {each.name for each in sheet.definitions() if not (each.given or each.letters)}
    found = ((each.name, _ENTRY.fullmatch(each.name)) for each in sheet.definitions())
    return {name for name, entry in found if entry is not None and entry[1] in computed}


def has_words_of_a_mean(sheet: Sheet) -> bool:
    """Whether words for derivatives are not read as such, in a sheet with a mean, or a loss that is divided."""
    has_mean = "mean" in sheet.text or any(
        is_called_loss(each.name)
        and any(isinstance(node, Product) and "/" in node.signs for node in each.formula.inside())
        for each in sheet.definitions()
    )
    return has_mean and has_words_for_slopes_unread(sheet)


def has_words_for_slopes_unread(sheet: Sheet) -> bool:
    """Whether words for derivatives are not read as such."""
    names = {each.name for each in sheet.definitions()}
    return any(named_slope(word)[0] in names for word in sheet.unread)


def said_again(sheet: Sheet) -> dict[str, int]:
    """The names of which a formula is said again below their definition; with the lines of these."""
    below = {
        step.name: step.line
        for step in sheet.steps
        if step.definition is None and isinstance(step.target, Name) and step.claims and names_in(step.claims[0])
    }
    return {each.name: each.line for each in sheet.definitions() if below.get(each.name, 0) > each.line}


def models_with_data(sheet: Sheet) -> dict[str, int]:
    """The names a model is told of, y = m x + b, that are given data below, y = [65, 70]; with the lines of the models.

    What the model gives is called otherwise: ŷ_i = m x_i + b.
    """
    made = {each.name for each in sheet.definitions()}
    models: dict[str, int] = {}
    data: dict[str, int] = {}
    for step in sheet.steps:
        parts = step.statement.parts
        if isinstance(step.target, Name) and len(parts) == 2 and f"{step.name}hat" in made:
            if isinstance(parts[1], List) and is_result(parts[1]):
                data.setdefault(step.name, step.line)
            elif names_in(parts[1]):
                models.setdefault(step.name, step.line)
    return {name: line for name, line in models.items() if line < data.get(name, 0)}


def losses_said_again(sheet: Sheet) -> dict[str, int]:
    """The losses of which another formula is said further down, with the lines of the first ones, that tell no more."""
    told = {step.line for step in sheet.steps if step.definition is not None and not step.claims}
    return {name: line for name, line in said_again(sheet).items() if is_called_loss(name) and line in told}


def broken_again(sheet: Sheet) -> dict[str, int]:
    """The names that cannot be computed as they are defined, and are said to be something else below; their lines."""
    lines = said_again(sheet)
    try:
        samples = settle(sheet.definitions(), {}, sheet.free, (), Work(), sheet.unread)
    except UNCOMPUTABLE:  # too much work: judging will say so
        return {}
    broken = {name for name, each in samples.broken.items() if each.blamed == name}
    broken |= {name for name, value in samples.base.floats.items() if is_called_loss(name) and isinstance(value, Array)}
    return {name: line for name, line in lines.items() if name in broken}
