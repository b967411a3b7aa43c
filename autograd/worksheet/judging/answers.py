"""Which claims answer what is asked for: those that, followed to the end, leave nothing standing that is to be found.

dL/dw = dL/dw is true and says nothing; no more do M = L and dL/dw = dM/dw, nor two claims that lead back to each
other, nor a sum over a row of ones and zeros. What a formula takes must be worked out itself: by a claim that is right,
or that is asked for and loses its own points. What a key's own lines leave standing may stand.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.digits import LEAST_DIGITS, is_result, significant_digits
from autograd.worksheet.judging.judgements import Judged
from autograd.worksheet.judging.tracing import Tracer, described, is_entry, is_pair, speaks
from autograd.worksheet.judging.verdicts import DIGITS
from autograd.worksheet.language.tree import Derivative, List, Name, Node, Number, Update, name_of
from autograd.worksheet.language.work import Exhausted, Work
from autograd.worksheet.sheet.model import Definition, Sheet

BACK = "what is claimed of it leads back to itself, or comes after new values of what the key gives"
COARSE = "one digit is too few to tell whether it was worked out"
FORMULA_ONLY = "only a formula is given: a number is asked for"
ONE_CASE = "it is said under a condition that leaves out other cases"
TOO_MUCH = "what is claimed of it takes too much work to follow"


@dataclass(frozen=True)
class Allowance:
    """What may stand in an answer: derivatives left `standing`, and with `chain` those between what is `asked`.

    `numbers` are the entries whose numbers are asked for: a formula alone is no answer to them.
    """

    standing: frozenset[Any] = frozenset()
    chain: bool = False
    asked: frozenset[Any] = frozenset()
    numbers: frozenset[Any] = frozenset()


@dataclass(frozen=True)
class Telling:
    """What a claim tells for one choice of places: the entries it is about and what it rests on, or why it tells none.

    `is_work` says that others may rest on it.
    """

    judged: Judged
    about: frozenset[Any]
    ends: frozenset[Any] = frozenset()
    flaw: str = ""
    is_work: bool = True

    @property
    def met(self) -> tuple[bool, ...]:
        """Of all the cases there are, in which it tells this; empty if in all."""
        return self.judged.claim.samples.met


class Answers:
    """What the claims of a sheet answer.

    `asked` are the entries that are asked for, None for all; errors in them lose their own points, so others may rest
    on them.
    `coarse` are those that may be told with one digit, and `names` those that may have no new value.
    """

    def __init__(
        self,
        claims: Sequence[Judged],
        sheet: Sheet,
        asked: Iterable[Any] | None,
        work: Work,
        coarse: Iterable[Any] = (),
        names: Iterable[str] = (),
    ) -> None:
        self.moves: defaultdict[str, list[Node]] = defaultdict(list)
        for step in sheet.steps:
            if isinstance(step.statement, Update):
                self.moves[step.name].append(step.statement.parts[1])
        self._tracers: dict[int, Tracer] = {}
        self._found: dict[Allowance, set[Any]] = {}
        self.spoken_of = [(judged, told_of(judged.claim)) for judged in claims]
        self.told = set().union(*(about for _, about in self.spoken_of)) if claims else set()
        self.asked = frozenset(self.told if asked is None else asked)
        self.has_key = asked is not None
        self.coarse, self.names, self.work = frozenset(coarse), frozenset(names), work
        self.guesses = self._guesses()
        self.worked = {entry for judged, about in self.spoken_of if self._is_work(judged, about) for entry in about}
        self.tellings = [telling for judged in claims for telling in self._tellings(judged)]

    def found(self, allowance: Allowance) -> set[Any]:
        """The entries that are answered, whether rightly or not, where this may stand."""
        if allowance not in self._found:
            self._found[allowance] = self._settled(allowance)
        return self._found[allowance]

    def reason(self, wanted: Iterable[Any], allowance: Allowance) -> str:
        """Why what is claimed of entries is no answer to them; empty where nothing is claimed of them."""
        wanted = set(wanted)
        tellings = [telling for telling in self.tellings if telling.about & wanted]
        if not tellings:
            return BACK if wanted & self.told else ""
        flaw = next((telling.flaw for telling in tellings if telling.flaw), "")
        if flaw:
            return flaw
        found = self.found(allowance)
        if any(telling.met and not all(telling.met) for telling in tellings):
            return ONE_CASE
        if not wanted - self.found(replace(allowance, numbers=frozenset())):
            return FORMULA_ONLY
        for telling in tellings:
            for end in sorted(telling.ends - found, key=str):
                if end not in self.worked and not self._may_stand(end, allowance, telling) and (said := described(end)):
                    return rests(said)
            if self._guessed(telling.judged) & telling.ends - found:
                return COARSE
        return BACK

    def tracer(self, samples: Samples) -> Tracer:
        """What follows formulas at some samples."""
        if id(samples) not in self._tracers:
            self._tracers[id(samples)] = Tracer(samples, self.worked, self.work, self.moves)
        return self._tracers[id(samples)]

    def rests_on(self, samples: Samples, formula: Node, allowance: Allowance) -> str:
        """The first thing a formula rests on that is not worked out; empty if it may stand as it is."""
        tracer = self.tracer(samples)
        try:
            ends, _ = tracer.ends("", formula, {})
        except UNCOMPUTABLE:
            return ""
        found = self.found(allowance)
        left = (end for end in sorted(ends - found, key=str) if not self._stands(tracer, end, allowance))
        return next(map(described, left), "")

    def _is_work(self, judged: Judged, about: set[Any]) -> bool:
        return judged.verdict.is_fine or judged.verdict.earns or bool(about & self.asked)

    def _guesses(self) -> dict[float, set[Any]]:
        """The numbers of one digit that are no answers, without their signs, and what they are claimed to be."""
        found: defaultdict[float, set[Any]] = defaultdict(set)
        for judged, about in self.spoken_of:
            if self._is_coarse(judged) and not about <= self.coarse:
                for part in judged.claim.formula.inside():
                    if isinstance(part, Number):
                        found[abs(part.number)] |= about
        return found

    def _is_coarse(self, judged: Judged) -> bool:
        return self.has_key and judged.verdict.verdict == DIGITS and is_coarse(judged.claim)

    def _guessed(self, judged: Judged) -> set[Any]:
        """What a formula takes from such numbers: they tell no more of what it is about than of what they are."""
        if judged.verdict.verdict != DIGITS or not self.guesses:
            return set()
        claim = judged.claim
        numbers = (part.number for part in claim.formula.inside() if isinstance(part, Number))
        return {
            entry
            for number in numbers
            if abs(number) in self.guesses and not claim.samples.is_given(number)
            for entry in self.guesses[abs(number)]
        }

    def _is_of_another_graph(self, claim: Claim) -> bool:
        return any(name in self.names for name in claim.samples.updated)

    def _tellings(self, judged: Judged) -> Iterable[Telling]:
        """What a claim tells for each choice of places."""
        claim = judged.claim
        if self._is_of_another_graph(claim):
            return
        flaw = COARSE if self._is_coarse(judged) else ""
        is_bare = is_result(claim.formula)
        for letters in claim.chosen:
            about = frozenset(_told_at(claim, letters))
            if flaw and not about <= self.coarse:
                yield Telling(judged, about, flaw=flaw, is_work=False)
                continue
            is_work = self._is_work(judged, set(about))
            if is_bare:
                yield Telling(judged, about, is_work=is_work)
                continue
            yield self._followed(judged, about, letters, is_work)

    def _followed(self, judged: Judged, about: frozenset[Any], letters: Mapping[str, int], is_work: bool) -> Telling:
        claim = judged.claim
        tracer = self.tracer(claim.samples)
        try:
            ends, values = tracer.ends(claim.text, claim.formula, letters)
            leads_back = any(self._leads_back(tracer, claim.text, letters, entry, ends, values) for entry in about)
        except Exhausted:
            return Telling(judged, about, flaw=TOO_MUCH, is_work=False)
        except UNCOMPUTABLE:
            if judged.verdict.is_fine:  # what cannot be followed is no answer, but what is wrong was attempted
                return Telling(judged, about, flaw=TOO_MUCH, is_work=False)
            return Telling(judged, about, is_work=is_work)
        ends |= self._guessed(judged) - about
        return Telling(judged, about, frozenset(ends), BACK if leads_back else "", is_work)

    def _leads_back(
        self,
        tracer: Tracer,
        text: str,
        letters: Mapping[str, int],
        entry: Any,
        ends: set[Any],
        values: set[Any],
    ) -> bool:
        """Whether the value of an entry is taken from itself, or from derivatives, which come after values."""
        if isinstance(entry, Node):  # y - t is not told by y, unless that is told itself
            own = tracer.ends(text, entry, letters)[1] if not speaks(entry) else set()
            computed = {each for each in own if not tracer.samples.base.is_given(each[0])}
            return bool(computed & values - self.worked)
        if not is_entry(entry) or entry[0] in tracer.speaking:
            return False
        return any(map(is_pair, ends)) or tracer.leads_back(values, entry)

    def _settled(self, allowance: Allowance) -> set[Any]:
        """The entries with a claim whose ends are all answered or may stand, found one from the other."""
        waiting: defaultdict[Any, list[int]] = defaultdict(list)
        needs: list[int] = []
        for number, telling in enumerate(self.tellings):
            tracer = self.tracer(telling.judged.claim.samples)
            left = {end for end in telling.ends if not self._stands(tracer, end, allowance)}
            needs.append(len(left) + bool(telling.flaw))
            for end in left:
                waiting[end].append(number)
        found: set[Any] = set()
        grounded: set[Any] = set()
        told, worked = _Cases(), _Cases()
        ready = [number for number, count in enumerate(needs) if not count]
        while ready:
            telling = self.tellings[ready.pop()]
            is_number = is_result(telling.judged.claim.formula)
            found |= told.complete(telling.about if is_number else telling.about - allowance.numbers, telling.met)
            for entry in worked.complete(telling.about - grounded, telling.met) if telling.is_work else ():
                grounded.add(entry)
                for number in waiting[entry]:
                    needs[number] -= 1
                    if not needs[number]:
                        ready.append(number)
        return found

    def _may_stand(self, end: Any, allowance: Allowance, telling: Telling) -> bool:
        return self._stands(self.tracer(telling.judged.claim.samples), end, allowance)

    def _stands(self, tracer: Tracer, end: Any, allowance: Allowance) -> bool:
        """Whether something need not be worked out."""
        if end in self.asked or end in allowance.asked:
            return False
        if end in allowance.standing:
            return True
        if not allowance.chain or end in self.worked or not is_pair(end):
            return False
        return tracer.is_between(end, allowance.asked)


class _Cases:
    """The cases in which entries are told of, one under one condition, one under another."""

    def __init__(self) -> None:
        self.left: dict[Any, set[int]] = {}

    def complete(self, entries: Iterable[Any], met: tuple[bool, ...]) -> set[Any]:
        """Those of the entries, told in these cases, too, that are told in all now."""
        if all(met):
            return set(entries)
        found = set()
        for entry in entries:
            left = self.left.setdefault(entry, set(range(len(met))))
            left -= {case for case, is_met in enumerate(met) if is_met}
            if not left:
                found.add(entry)
        return found


def rests(on: str) -> str:
    """What is said of an answer that rests on something else."""
    return f"what is claimed of it rests on {on}, which is not worked out"


def is_coarse(claim: Claim) -> bool:
    """Whether a result is told with one significant digit or none."""
    numbers = [part for part in claim.formula.inside() if isinstance(part, Number)]
    return is_result(claim.formula) and all(significant_digits(each.typed) < LEAST_DIGITS for each in numbers)


def told_of(claim: Claim) -> set[Any]:
    """The entries a claim speaks of."""
    return {entry for letters in claim.chosen for entry in _told_at(claim, letters)}


def _told_at(claim: Claim, letters: Mapping[str, int]) -> set[Any]:
    """With d = dL/dw, what is claimed of d is claimed of dL/dw; what is claimed of a list, of each of its entries."""
    found: set[Any] = set()
    targets = [claim.target]
    while targets:
        target = targets.pop()
        if isinstance(target, List):
            targets += target.entries
            continue
        found.update(entries_at(claim.samples, claim.text, target, letters))
        definition = _slope_named(claim.samples, target) if isinstance(target, Name) else None
        if definition is not None and isinstance(definition.formula, Derivative):
            found.update(entries_at(claim.samples, definition.statement.text, definition.formula, {}))
    return found


def entries_at(samples: Samples, text: str, node: Node, letters: Mapping[str, int]) -> list[Any]:
    """The entries something is, or is of and by, for one choice of places; itself where it is no part of the graph."""
    base = samples.base
    if isinstance(node, Derivative):
        return list(base.entry_pairs(base.formula(text, letters), node))
    if name_of(node) in base.graph:
        name, places, _ = base.entry_places(base.formula(text, letters), node)
        return [(name, place) for place in places]
    return [node]


def _slope_named(samples: Samples, node: Node) -> Definition | None:
    """The definition of a name that is given to a derivative, or to what is made from one."""
    name = name_of(node)
    return next((each for each in samples.definitions if each.is_derivative and each.name == name), None)
