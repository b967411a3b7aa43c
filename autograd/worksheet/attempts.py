"""What is asked for and what is claimed of it, entry by entry."""

from collections.abc import Callable
from typing import Any

from autograd.worksheet import verdicts
from autograd.worksheet.cases import Case
from autograd.worksheet.findings import point_at, said, verdict_on, written
from autograd.worksheet.language import Node, entry_of
from autograd.worksheet.settings import FAULTS, Setting, assignments
from autograd.worksheet.sheets import Step
from autograd.worksheet.verdicts import Verdict

Note = Callable[[Node, str, str], Verdict]
"""Notes a verdict and its cause on something that is asked for."""


def not_attempted(step: Step, setting: Setting, attempted: set[Any], note: Note) -> None:
    """Note which entries of what is asked nobody has claimed."""
    text = step.statement.text
    for node in step.statement.parts:
        try:
            setting.needs(node, text)
            chosen = assignments(setting, node, node, (), text)
            asked = covered(Case(setting, text, node, node, chosen))
        except FAULTS as fault:
            point_at(fault, note(node, verdict_on(fault), said(fault)))
            continue
        missing = [entry for entry in asked if entry not in attempted]
        if missing:
            partly = len(missing) < len(asked)
            verdict = note(node, verdicts.NOT_ATTEMPTED, missing_entries(node, asked, missing) if partly else "")
            verdict.claim = written(text, node)
            verdict.kind = "missing case" if partly else verdict.kind


def covered(case: Case) -> list[Any]:
    """The entries a claim speaks of: the target and the places its parts choose."""
    base = case.setting.base
    target = case.target
    if target.kind == "derivative":
        chosen = (base.formula(case.text, letters) for letters in case.chosen)
        return [pair for formula in chosen for pair in base.entry_pairs(formula, target)]
    if entry_of(target) in base.graph:
        formulas = (base.formula(case.text, letters) for letters in case.chosen)
        return [(name, i) for name, places, _ in (base.entry_places(f, target) for f in formulas) for i in places]
    return [target]


def missing_entries(node: Node, asked: list[Any], missing: list[Any]) -> str:
    """Which entries are missing, in few words."""
    done = [entry for entry in asked if entry not in missing]

    def place(entry: Any) -> str:
        places = [part[1] for part in entry] if isinstance(entry[0], tuple) else [entry[1]]
        return ",".join(map(str, places[-1:]))

    letter = next((part.value for each in node.inside() if each.kind == "index" for part in each.parts[1:]), "index")
    if len(done) == 1:
        return f"the case {letter} != {place(done[0])} is missing"
    return f"missing: {letter} = {', '.join(place(entry) for entry in missing[:6])}"
