"""What a kernel has to do for a form: which rows when, what is kept where, and how the sums over samples are tiled."""

from itertools import chain

from autograd.compiled.engines.llvm.order import interleaved
from autograd.compiled.ir.form import AFTER, BEFORE, EACH, Form
from autograd.compiled.ir.primitives import ADD, FIRST_OPERATION, INPUT, MEAN, MUL

MOST_BLOCK = 16
BLOCK_BYTES = 131_072
"""What a block may keep for the sums; it is written and read in order, so the second-fastest memory will do."""

DOUBLE = 8  # bytes

Term = tuple[int, int]
"""A product of two rows, or (row, −1): the row itself."""


class Plan:
    """The work of a form, divided.

    `stages` is when each row is computed; what is known before the samples but only wanted after them is left for
    then. `columns` are the inputs in use. `sums` has, for each mean over the samples, the terms that are added up:
    products that nothing else needs are not computed as rows of their own. `tiles` orders those means in groups
    whose sums fit into the machine's registers and share factors, as a matrix product does. `slots` says where in
    the buffer of a group of samples a row is kept for the sums, or for the values; `once` where among the numbers
    known before the samples. `order` has the rows of each stage as they are computed.
    """

    def __init__(self, form: Form, registers: int) -> None:
        self.form = form
        self.stages = _stages(form)
        self.uses = _uses(form)
        self.columns = sorted(first for kind, first, _ in form.rows() if kind == INPUT)
        inputs = {first: row for row, (kind, first, _) in enumerate(form.rows()) if kind == INPUT}
        means = [row for row, (kind, first, _) in enumerate(form.rows()) if kind == MEAN and self.stages[first] == EACH]
        self.absorbed: set[int] = set()
        self.sums = {row: self._terms(form.first[row]) for row in means}
        self.places = {row: place for place, row in enumerate(means)}
        wanted = (row for terms in self.sums.values() for row in chain.from_iterable(terms) if row >= 0)
        values = (row for row in form.values if self.stages[row] == EACH)
        kept = dict.fromkeys(chain((inputs[column] for column in self.columns), wanted, values))
        self.slots = {row: slot for slot, row in enumerate(kept)}
        self.order = {stage: self._computed(stage) for stage in (BEFORE, AFTER)}
        self.order[EACH] = interleaved(form, self.stages, (row for row in kept if form.kind[row] >= FIRST_OPERATION))
        self.once = {row: place for place, row in enumerate(self._needed_later())}
        self.tiles = _tiles(self.sums, registers)

    def _computed(self, stage: int) -> list[int]:
        """The rows that are computed in this stage."""
        return [row for row, kind in enumerate(self.form.kind) if kind >= MEAN and self.stages[row] == stage]

    def _terms(self, mean_of: int) -> list[Term]:
        """The row as a sum of products, as far as nothing else needs the rows in between."""
        form, terms, waiting = self.form, list[Term](), [mean_of]
        while waiting:
            row = waiting.pop()
            kind, first, second = form.kind[row], form.first[row], form.second[row]
            ours = self.uses[row] == 1 and kind in (ADD, MUL) and self.stages[first] == self.stages[second] == EACH
            if ours:
                self.absorbed.add(row)
            if ours and kind == ADD:
                waiting += (second, first)
            elif ours:
                terms.append((max(first, second), min(first, second)))
            else:
                terms.append((row, -1))
        return terms

    def _needed_later(self) -> list[int]:
        """Operations computed before the samples whose results a later stage needs, and values known by then."""
        form, later = self.form, set(self.form.values)
        for row, (kind, first, second) in enumerate(form.rows()):
            if self.stages[row] != BEFORE and kind >= MEAN:
                later.update((first, second))
        later.update(form.gradient)
        return [row for row in sorted(later) if row >= 0 and self.stages[row] == BEFORE and form.kind[row] >= MEAN]


def _stages(form: Form) -> list[int]:
    """As in Form.stages, but what only the last stage needs is computed there."""
    stages = form.stages()
    early = bytearray(len(form))
    for row in form.values:
        early[row] = 1
    for row in range(len(form) - 1, -1, -1):
        if form.kind[row] < MEAN:
            continue
        if stages[row] == BEFORE and not early[row]:
            stages[row] = AFTER
        elif stages[row] != AFTER:
            early[form.first[row]] = 1
            early[form.second[row]] = 1  # −1 marks the last row, which nothing follows
    return stages


def _uses(form: Form) -> list[int]:
    """How often each row is an operand, a value or a part of the gradient."""
    uses = [0] * (len(form) + 1)
    for kind, first, second in form.rows():
        if kind == MEAN or kind >= FIRST_OPERATION:
            uses[first] += 1
            uses[second] += 1  # −1 counts at the end, for nothing
    for row in (*form.values, *form.gradient):
        uses[row] += 1
    return uses


def _tiles(sums: dict[int, list[Term]], registers: int) -> list[list[int]]:
    """The means in groups of about `registers`: the gradients of a layer's weights, say, four neurons at a time."""
    partners: dict[int, dict[int, int]] = {}
    rest = []
    for mean, terms in sums.items():
        (a, b), *more = terms
        if more or b in partners.get(a, {}):
            rest.append(mean)
        else:
            partners.setdefault(a, {})[b] = mean
    alike: dict[tuple[int, ...], list[int]] = {}
    for a, found in partners.items():
        alike.setdefault(tuple(sorted(found)), []).append(a)
    tiles = []
    for shared, rows in alike.items():
        wide = len(shared) if len(shared) <= 4 else max(registers // min(4, len(rows)), 1)
        high = max(registers // min(wide, len(shared)), 1)
        for top in _cut(rows, high):
            tiles += [[partners[a][b] for a in top for b in part] for part in _cut(list(shared), wide)]
    return tiles + _cut(rest, registers)


def _cut(rows: list[int], longest: int) -> list[list[int]]:
    """In pieces of equal length, as near as can be, none longer than `longest`."""
    pieces = -(-len(rows) // longest)
    return [rows[len(rows) * place // pieces : len(rows) * (place + 1) // pieces] for place in range(pieces)]


class Layout:
    """A plan and the memory it is carried out in.

    `lanes` is the length of vectors, `width` the number of columns of X, `block` how many vectors of samples are
    worked on together. In doubles: `work` is what the loop over samples needs, each thread its own; `once` holds what
    is known before; `means` is the number of sums, in full vectors; a row of a block, `slots` vectors; `size` is all.
    """

    def __init__(self, plan: Plan, width: int, lanes: int) -> None:
        self.plan, self.width, self.lanes = plan, width, lanes
        self.slots = max(len(plan.slots), 1)
        self.block = max(1, min(MOST_BLOCK, BLOCK_BYTES // (DOUBLE * lanes * self.slots)))
        self.once = len(plan.once)
        self.means = -(-len(plan.sums) // lanes) * lanes
        self.work = (self.slots * self.block + self.means) * lanes
        self.size = self.work + self.once + 2 * self.means
