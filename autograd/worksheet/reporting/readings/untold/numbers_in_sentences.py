"""Sentences that can't be read as a whole, but hold equalities in numbers: these are judged by themselves.

What else such a sentence says is passed over, if that is no claim: then it is not said that the line can't be read.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice

from autograd.worksheet.language.tree import Statement, names_in
from autograd.worksheet.reporting.readings.tried import Tried
from autograd.worksheet.sheet.arithmetic import Equality, equalities_of
from autograd.worksheet.sheet.files import Source, read_sheet, sheet_lines
from autograd.worksheet.sheet.model import Line, Sheet, Step

_MAY_SAY = re.compile(r"[0-9)][^\S\n]+[^\W\d_]|[^\W\d_]{2}[^\S\n]+[$\\]*[-−(.]?[0-9]")
"""A number beside a word."""

_RELATION = re.compile(r"[=≈←]|<-")
_NUMBER_TOLD = re.compile(r"(?<![\w/∂^)\]])([^\W\d]\w*)\s*[=≈]\s*[-−+]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?=[\s,;.:)]|$)")
"""A number for a name."""


MOST_READ = 60
"""Equalities that are read in sentences: each costs as much as a worksheet of one line."""


def may_hold_numbers(sheet: Sheet) -> bool:
    """Whether a line of a sheet of which nothing is read has numbers beside words."""
    return any(not line.statements and _MAY_SAY.search(line.text) for line in sheet.lines)


def with_numbers_of_sentences(tried: Tried) -> Tried | None:
    """The sheet with the equalities in numbers of its sentences that are not read; None if there are none."""
    sheet = tried.sheet
    unread = {line.number: line for line in sheet.lines if not line.statements}
    names = {name for step in sheet.steps for part in step.statement.parts for name in names_in(part)}
    names |= {*sheet.free, *sheet.unread, *sheet.short}
    texts = {number: text.partition("#")[0] for number, text in tried.source.numbered if number in unread}
    found = {number: each for number, text in texts.items() if (each := equalities_of(text, names.__contains__))}
    if not found:
        return None
    typed = sheet.text.split("\n")
    stated, steps = _read(_at_their_lines(tried.source, texts, found))
    made = {each.name for each in sheet.definitions()}
    passed = {number for number, each in found.items() if _is_passed_over(texts[number], each, made)}
    others = {
        number: replace(unread.get(number) or Line(number, typed[number - 1]), statements=statements)
        for number, statements in stated.items()
    }
    lines = [others.pop(line.number, line) for line in sheet.lines]
    lines = [replace(line, errors=[]) if line.number in passed & stated.keys() else line for line in lines]
    return tried.other(
        replace(
            sheet,
            lines=sorted([*lines, *others.values()], key=lambda line: line.number),
            steps=sorted([*sheet.steps, *steps], key=lambda step: step.line),
            is_plain=False,
        )
    )


def _read(placed: Mapping[int, list[tuple[int, str]]]) -> tuple[dict[int, list[Statement]], list[Step]]:
    """The statements that equalities are, by their lines, and the steps: each is read by itself, at its column."""
    stated: dict[int, list[Statement]] = {}
    steps: list[Step] = []
    for number, column, text in islice(
        ((number, *each) for number, all_ in placed.items() for each in all_), MOST_READ
    ):
        read = read_sheet(" " * column + text)
        if any(line.errors for line in read.lines) or any(step.definition is not None for step in read.steps):
            continue
        stated.setdefault(number, []).extend(each for line in read.lines for each in line.statements)
        steps += [replace(step, line=number) for step in read.steps]
    return stated, steps


def _at_their_lines(
    source: Source, texts: Mapping[int, str], found: Mapping[int, list[Equality]]
) -> dict[int, list[tuple[int, str]]]:
    """The equalities by the lines in which they begin, with their columns: a sentence may have several lines."""
    begun: dict[int, list[tuple[int, int, int]]] = {}  # of a sentence: place, line and indentation of each part
    whole = 0
    firsts = {number for number, _ in source.numbered}
    for number, line in sheet_lines(source.text):
        whole = number if number in firsts else whole
        if whole in found:
            parts = begun.setdefault(whole, [])
            bare = line.partition("#")[0].strip()
            place = texts[whole].find(bare, parts[-1][0] + 1 if parts else 0) if bare else -1
            if place >= 0:
                parts.append((place, number, len(line) - len(line.lstrip())))
    placed: dict[int, list[tuple[int, str]]] = {}
    for whole, equalities in found.items():
        for each in equalities:
            before = [part for part in begun.get(whole, ()) if part[0] <= each.start]
            place, number, indented = before[-1] if before else (0, whole, 0)
            placed.setdefault(number, []).append((each.start - place + indented, each.text))
    return placed


def _is_passed_over(text: str, found: list[Equality], made: set[str]) -> bool:
    """Whether what else a line says is no claim: it relates nothing, but for numbers of names that have no other."""
    for each in found:
        text = text[: each.start] + " " * (each.end - each.start) + text[each.end :]
    text = _NUMBER_TOLD.sub(lambda match: match[0] if match[1] in made else "", text)
    return _RELATION.search(text) is None
