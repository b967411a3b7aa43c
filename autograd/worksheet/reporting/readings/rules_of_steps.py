"""Rules of steps told once, m_t = β m_{t-1} + (1 - β) g_t, and the steps worked in numbers, m_2 = 0.9*0.1 + 0.1*3.

Each step is what the rule says of it, and what is worked in numbers is claimed of that.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from autograd.worksheet.language.edits import with_each
from autograd.worksheet.language.tree import Name, Node, Number, names_in
from autograd.worksheet.sheet.model import Sheet, Step, definition_of
from autograd.worksheet.sheet.reading.meaning import elsewhere

_OF_ANY = re.compile(r"(.*_)([tkn])((?:[-+][12])?)")
"""What is said of any step: m_t, and m_t-1 of the one before."""

_OF_ONE = re.compile(r"(.*?[^\W_0-9])_?([0-9]{1,3})")
"""What is said of one step: m_1, or m1 where that is how it is typed."""

Rules = dict[str, tuple[int, str, Node]]
"""By what their names begin with: where the rule stands, the letter of steps, and the formula."""

FEWEST = 2
"""Steps in numbers that a rule is for."""


def rules_with_steps(sheet: Sheet) -> Rules:
    """The rules for any step in a sheet that works several steps in numbers."""
    rules: Rules = {}
    for place, step in enumerate(sheet.steps):
        made = step.definition
        rule = _OF_ANY.fullmatch(made.name) if made is not None and not made.letters else None
        if made is not None and rule is not None and not rule[3] and not step.claims:
            names = names_in(made.formula)
            if rule[2] in names or any((found := _OF_ANY.fullmatch(name)) and found[2] == rule[2] for name in names):
                rules.setdefault(rule[1], (place, rule[2], made.formula))
    worked = [each for each in _worked(sheet) if each[1] in rules] if rules else []
    return rules if len(worked) >= FEWEST else {}


def _worked(sheet: Sheet) -> Iterator[tuple[int, str, int]]:
    """The places of steps that are worked in numbers, what their names begin with, and which they are."""
    for place, step in enumerate(sheet.steps):
        made = step.definition
        one = _OF_ONE.fullmatch(made.name) if made is not None else None
        if made is not None and one is not None and sheet.in_numbers(made.formula) and step.statement.text:
            yield place, f"{one[1]}_", int(one[2])


def with_rules(sheet: Sheet) -> tuple[Sheet, list[tuple[str, int]]] | None:
    """The sheet with what the rules say of each step that is worked in numbers, and the lines of these steps with what
    their names begin with; None if there are not several.
    """
    rules = rules_with_steps(sheet)
    worked = {place: (stem, number) for place, stem, number in _worked(sheet) if stem in rules}
    told: list[tuple[str, int]] = []
    known: set[str] = set()
    steps: list[Step] = []
    for place, step in enumerate(sheet.steps):
        if place in worked and rules[worked[place][0]][0] < place:
            stem, number = worked[place]
            _, letter, formula = rules[stem]
            instance = _at(formula, letter, number, known)
            if known.issuperset(names_in(instance)):
                statement = replace(step.statement, parts=(step.target, instance, *step.statement.parts[1:]))
                made = definition_of(statement, step.line, known)
                step = replace(step, statement=statement, definition=made, claims=statement.parts[2:])
                told.append((stem, step.line))
        if step.definition is not None:
            known.add(step.definition.name)
        steps.append(step)
    if len(told) < FEWEST:
        return None
    read = {place for place, _, _ in rules.values()}
    return replace(sheet, steps=[step for place, step in enumerate(steps) if place not in read]), told


def _at(formula: Node, letter: str, number: int, known: set[str]) -> Node:
    """What a rule says of one step, in the names that are known: m_1 or m1."""

    def walk(node: Node) -> Node:
        if isinstance(node, Name):
            found = _OF_ANY.fullmatch(node.name)
            if node.name == letter:
                return Number(float(number), 0.0, str(number))
            if found is not None and found[2] == letter:
                step = number + int(found[3] or 0)
                stuck = f"{found[1][:-1]}{step}"
                return Name(stuck if stuck in known else f"{found[1]}{step}")
        return with_each(node, walk)

    return walk(elsewhere(formula))
