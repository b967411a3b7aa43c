"""A `Form` sorted into steps for NumPy: rows of one level and one operation are computed together.

A row's level is one more than that of its operands. Sums of many terms, which would make as many levels, are steps of
their own: all sums of one level and one length are added up side by side, term by term, so in the order of the form.
"""

from dataclasses import dataclass, field

from autograd.compiled.ir.form import AFTER, BEFORE, EACH, Form
from autograd.compiled.ir.primitives import ADD, CONSTANT, FIRST_OPERATION, INPUT, MEAN, MUL, THETA

Key = tuple[int, ...]


@dataclass
class Step:
    """Rows computed together.

    `kind` is their operation; `operands` has for each slot the rows that go in there. A sum (`kind` ADD) may have more
    than two slots.
    """

    kind: int
    rows: list[int] = field(default_factory=list)
    operands: list[list[int]] = field(default_factory=list)


@dataclass
class LevelPlan:
    """The steps of each stage, and where the results are kept.

    `place` is a row's place: among the numbers that are one for all samples, or among those of each sample. `means`
    are the rows of means and, for each, the rows whose product is averaged (the second is −1 if there is no product).
    """

    form: Form
    stages: list[int] = field(default_factory=list)
    steps: dict[int, list[Step]] = field(default_factory=dict)
    place: dict[int, int] = field(default_factory=dict)
    means: list[tuple[int, int, int]] = field(default_factory=list)
    ones: int = 0
    each: int = 0

    def __post_init__(self) -> None:
        form = self.form
        self.stages = form.stages()
        self.uses = [0] * len(form)
        for kind, *operands in form.rows():
            for operand in operands:
                if kind >= MEAN and operand >= 0:
                    self.uses[operand] += 1
        for row in (*form.values, *form.gradient):
            self.uses[row] += 2
        inside = self._find_means()
        terms = self._find_sums(inside)
        self._sort_into_levels(inside, terms)
        self._give_places()

    def _find_means(self) -> set[int]:
        """Note what is averaged; gives the products that need not be kept."""
        form, inside = self.form, set()
        for row, (kind, operand, _) in enumerate(form.rows()):
            if kind == MEAN:
                x, y = form.first[operand], form.second[operand]
                product = form.kind[operand] == MUL and self.uses[operand] == 1
                if product and self.stages[x] == self.stages[y] == EACH:
                    inside.add(operand)
                    self.means.append((row, x, y))
                else:
                    self.means.append((row, operand, -1))
        return inside

    def _find_sums(self, inside: set[int]) -> dict[int, list[int]]:
        """The terms of each sum of more than two; `inside` gets the partial sums, which nothing else uses."""
        form, stages = self.form, self.stages
        terms: dict[int, list[int]] = {}
        for row, (kind, first, second) in enumerate(form.rows()):
            if kind != ADD:
                continue
            for so_far, more in ((first, second), (second, first)):
                if form.kind[so_far] == ADD and self.uses[so_far] == 1 and stages[so_far] == stages[row]:
                    terms[row] = terms.pop(so_far) if so_far in terms else [form.first[so_far], form.second[so_far]]
                    terms[row].append(more)
                    inside.add(so_far)
                    break
        return terms

    def _sort_into_levels(self, inside: set[int], terms: dict[int, list[int]]) -> None:
        form, stages = self.form, self.stages
        level = [0] * len(form)
        groups: dict[int, dict[Key, Step]] = {BEFORE: {}, EACH: {}, AFTER: {}}
        for row, (kind, first, second) in enumerate(form.rows()):
            if kind < FIRST_OPERATION or row in inside:
                continue
            stage = stages[row]
            operands = terms.get(row) or ([first] if second < 0 else [first, second])
            level[row] = 1 + max(level[x] if stages[x] == stage else 0 for x in operands)
            sources = (0,) if len(operands) > 2 else tuple(stages[x] == EACH for x in operands)
            key = (level[row], kind, len(operands), *sources)
            step = groups[stage].setdefault(key, Step(kind, operands=[[] for _ in operands]))
            step.rows.append(row)
            for slot, operand in zip(step.operands, operands, strict=True):
                slot.append(operand)
        self.steps = {stage: [found[key] for key in sorted(found)] for stage, found in groups.items()}

    def _give_places(self) -> None:
        form, place = self.form, self.place
        ones = [row for row, kind in enumerate(form.kind) if kind in (CONSTANT, THETA)]
        ones += [row for step in self.steps[BEFORE] for row in step.rows]
        ones += [row for row, _, _ in self.means]
        ones += [row for step in self.steps[AFTER] for row in step.rows]
        each = [row for row, kind in enumerate(form.kind) if kind == INPUT]
        each += [row for step in self.steps[EACH] for row in step.rows]
        for rows in (ones, each):
            place.update((row, number) for number, row in enumerate(rows))
        self.ones, self.each = len(ones), len(each)
