"""What is asked for and what is claimed of it, entry by entry."""

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from typing import Any

from autograd.worksheet.evaluation.arrays import index_of
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.sampling.assignments import assignments
from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.answers import Allowance, Answers, entries_at
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.remarks import blame
from autograd.worksheet.judging.verdicts import Verdict
from autograd.worksheet.language.tree import Blank, Derivative, Node, written
from autograd.worksheet.sheet.model import Step

MOST_TOLD = 6
"""Missing cases that are told one by one."""

Note = Callable[[Node, str, str], Verdict]
"""Notes a verdict and its cause on something that is asked for."""


def not_attempted(
    step: Step, samples: Samples, answers: Answers, allowance: Allowance, note: Note, besides: Collection[Node] = ()
) -> None:
    """Note which entries of what is asked were not answered, though something may be claimed of them.

    What is asked `besides` is noted there.
    """
    text = step.statement.text
    for node in step.statement.parts:
        if node in besides:
            continue
        try:
            samples.needs(text, node)
            claim = Claim(samples, text, node, node, assignments(samples, node, node, (), text))
            asked = covered(claim)
        except UNCOMPUTABLE as fault:
            if isinstance(step.statement, Blank):
                note(node, verdicts.NOT_ATTEMPTED, "")
            else:
                blame(fault, note(node, verdicts.WRONG, ""))
            continue
        allowed = replace(allowance, asked=allowance.asked | set(asked))
        is_blank = isinstance(step.statement, Blank)  # of what was not filled in there is nothing to tell
        note_missing(claim, asked, answers, allowed, partial(note, node), tells_why=not is_blank)


def note_missing(
    claim: Claim,
    asked: Collection[Any],
    answers: Answers,
    allowance: Allowance,
    note: Callable[[str, str], Verdict],
    tells_why: bool = True,
) -> None:
    """Note which of the entries asked are not answered, if any are not."""
    attempted = answers.found(allowance)
    missing = [entry for entry in asked if entry not in attempted]
    if missing:
        partly = len(missing) < len(asked)
        why = answers.reason(missing, allowance) if tells_why and not partly else ""
        why = missing_cases(claim, attempted) if partly else why
        verdict = note(verdicts.NOT_ATTEMPTED, why)
        verdict.claim = written(claim.text, claim.target)
        verdict.kind = "missing case" if partly else verdict.kind


def covered(claim: Claim) -> list[Any]:
    """The entries a claim speaks of: the target and the places its parts choose."""
    return [entry for letters in claim.chosen for entry in entries_at(claim.samples, claim.text, claim.target, letters)]


def missing_cases(claim: Claim, attempted: set[Any]) -> str:
    """Which cases of what is asked are missing, in few words: choices for its index letters, else entries."""
    done: dict[tuple[int, ...], bool] = {}
    for letters in claim.chosen:
        for entry in entries_at(claim.samples, claim.text, claim.target, letters):
            index = tuple(letters.values()) or _index(claim, entry)
            done[index] = done.get(index, True) and entry in attempted
    there, missing = ([index for index in done if done[index] is each] for each in (True, False))
    if not missing:
        return ""  # asked are entries that the claim no longer has: a name of the key is another thing here
    names = list(claim.chosen[0]) or ["index"]
    if len(names) == 2:
        first, second = names
        if all(i == j for i, j in there) and all(i != j for i, j in missing):
            return f"the case {first} != {second} is missing"
        if all(i != j for i, j in there) and all(i == j for i, j in missing):
            return f"the case {first} = {second} is missing"
    if len(there) == 1 and len(there[0]) == 1:
        return f"the case {names[0]} != {there[0][0]} is missing"
    told = (", " if len(missing[0]) == 1 else "; ").join(",".join(map(str, index)) for index in missing[:MOST_TOLD])
    return f"missing: {','.join(names)} = {told}{', …' if len(missing) > MOST_TOLD else ''}"


def _index(claim: Claim, entry: Any) -> tuple[int, ...]:
    """The index of an entry of what is asked whole; of a derivative those of both, where they have one."""
    graph = claim.samples.base.graph
    parts = entry if isinstance(claim.target, Derivative) else (entry,)
    return tuple(number for name, place in parts for number in index_of(graph[name], place))
