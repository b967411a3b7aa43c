"""The numbers of a worksheet that sliders move, and a formula as a worksheet with a number for each of its names."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from autograd.errors import LanguageError
from autograd.formulas.notation import figure
from autograd.worksheet.language.statements import read_expression
from autograd.worksheet.language.tree import names_in
from autograd.worksheet.language.vocabulary import CONSTANTS
from autograd.worksheet.sheet.model import Definition, Sheet

MOST = 24
"""Sliders of a worksheet."""

MOST_NAMES = 40
"""Names of a formula."""

_NUMBER = re.compile(r"(?<![\w.])[-−]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.(])")
_ONLY_NUMBERS = re.compile(r"[\[\](),;\s]*")
_LEFT = re.compile(r"\s*(\w+)\s*:?=")


def sliders(sheet: Sheet) -> list[dict[str, Any]]:
    """The numbers that are given as such: what each is called, and the line (from 1) and columns where it stands.

    >>> from autograd.worksheet.sheet.files import read_sheet
    >>> found = sliders(read_sheet("w = -0.5; x = [1, 2.5]; y = w*x"))
    >>> [(each["name"], each["start"], each["value"]) for each in found]
    [('w', 4, -0.5), ('x[0]', 15, 1.0), ('x[1]', 18, 2.5)]
    """
    found: list[dict[str, Any]] = []
    for definition in sheet.definitions():
        if definition.given and len(found) < MOST:
            found += _of(definition)
    return found[:MOST]


def _of(definition: Definition) -> Iterator[dict[str, Any]]:
    """The numbers in one definition, if it has nothing else."""
    text, formula = definition.statement.text, definition.formula
    if "\n" in text:
        return
    start, end = formula.column, formula.column + formula.length
    written = text[start:end]
    if not _ONLY_NUMBERS.fullmatch(_NUMBER.sub("", written)):
        return
    numbers = list(_NUMBER.finditer(written))
    places = _places(written)
    for number in numbers:
        place = places[number.start()]
        yield {
            "name": definition.name + (f"[{','.join(map(str, place))}]" if place else ""),
            "line": definition.line,
            "start": start + number.start(),
            "end": start + number.end(),
            "value": float(number[0].replace("−", "-")),
        }


def _places(written: str) -> list[tuple[int, ...]]:
    """The indices of what stands at each character of a list."""
    found: list[tuple[int, ...]] = []
    place: list[int] = []
    for letter in written:
        if letter == "[":
            place.append(0)
        elif letter == "]" and place:
            place.pop()
        elif letter in ",;" and place:
            place[-1] += 1
        found.append(tuple(place))
    return found


def as_sheet(formula: str, values: Mapping[str, Any]) -> dict[str, Any]:
    r"""A formula as a worksheet: its names with the numbers given for them, or 1, and the formula below.

    >>> as_sheet("tanh(w*x)", {"w": 0.5})["text"]
    'w = 0.5; x = 1\nf = tanh(w*x)'
    """
    left = _LEFT.match(formula)
    name = left[1] if left else "f"
    written = " ".join((formula[left.end() :] if left else formula).split())
    if not written:
        raise LanguageError("a formula is missing: type one, such as tanh(w*x + b)")
    tree = read_expression(written)
    names = [each for each in names_in(tree) if each not in CONSTANTS]
    if len(names) > MOST_NAMES:
        raise LanguageError(f"{len(names)} names are too many for a formula: at most {MOST_NAMES}")
    if name in names:
        name = "f" if "f" not in names else "y" if "y" not in names else "out"
    numbers = {each: _number(values.get(each)) for each in names}
    given = "; ".join(f"{each} = {_plain(number)}" for each, number in numbers.items())
    return {"text": f"{given}\n{name} = {written}" if given else f"{name} = {written}", "names": names}


def _number(value: Any) -> float:
    return float(value) if isinstance(value, (int, float)) and abs(value) < 1e9 else 1.0


def _plain(number: float) -> str:
    return figure(number, 6).replace("−", "-")
