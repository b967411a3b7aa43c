"""The engine that needs nothing but NumPy: gather the operands of a level, compute, keep the results side by side."""

from collections.abc import Callable
from typing import Any

from autograd.compiled.engines.engine import Engine, Lowered
from autograd.compiled.engines.levels.plan import LevelPlan, Step
from autograd.compiled.ir.form import AFTER, BEFORE, EACH, Form
from autograd.compiled.ir.primitives import ADD, CONSTANT, INPUT, PRIMITIVES, THETA
from autograd.support.forks import ForkLock
from autograd.support.lazy import np

CACHE = 2**17
"""How many numbers are worked on at once: a block of samples is as wide as that allows."""

WIDEST = 512


def _written_to(kind: int) -> Callable[..., Any]:
    """NumPy's function for a primitive; takes operands and `out`."""
    primitive = PRIMITIVES[kind]
    if primitive.numpy is not None:
        return primitive.numpy
    one_by_one = np.vectorize(primitive.on_floats, otypes=[float])
    return lambda *operands, out: np.copyto(out, one_by_one(*operands))


class _Numbers:
    """What a call works on: `ones`, a number for all samples, and `each`, (rows, samples of a block)."""

    def __init__(self, plan: LevelPlan, width: int, most: int) -> None:
        self.ones = np.empty(plan.ones)
        self._each = np.empty(plan.each * width)
        self._scratch = [np.empty(most * width) for _ in range(2)]
        self._rows = plan.each
        self.width = width

    def resize(self, width: int) -> None:
        """Go on with blocks of this many samples."""
        self.width = width
        self.each = self._each[: self._rows * width].reshape(self._rows, width)

    def scratch(self, number: int, rows: int) -> Any:
        """Room for this many rows of a block."""
        return self._scratch[number][: rows * self.width].reshape(rows, self.width)


class _Gather:
    """Rows fetched from where they are: a slice if they lie side by side, one (if `repeated`) if they are the same."""

    def __init__(self, rows: list[int], plan: LevelPlan, repeated: bool = True) -> None:
        self.of_each = plan.stages[rows[0]] == EACH
        places = np.array([plan.place[row] for row in rows], dtype=np.intp)
        self.count = len(rows)
        self.at: Any = places
        if repeated and (places == places[0]).all():  # NumPy repeats it
            self.at = slice(places[0], places[0] + 1)
        elif (np.diff(places) == 1).all():
            self.at = slice(places[0], places[-1] + 1)

    def __call__(self, numbers: _Numbers, slot: int, side_by_side: bool) -> Any:
        """The rows; `side_by_side`: for use beside rows of samples."""
        if not self.of_each:
            found = numbers.ones[self.at]
            return found[:, None] if side_by_side else found
        if isinstance(self.at, slice):
            return numbers.each[self.at]
        out = numbers.scratch(slot, self.count)
        return numbers.each.take(self.at, axis=0, out=out, mode="clip")


class _Apply:
    """A step: an operation on rows."""

    def __init__(self, step: Step, plan: LevelPlan, stage: int) -> None:
        self.function = _written_to(step.kind)
        self.gathers = [_Gather(rows, plan) for rows in step.operands]
        self.of_each = stage == EACH
        self.out = slice(plan.place[step.rows[0]], plan.place[step.rows[-1]] + 1)

    def __call__(self, numbers: _Numbers) -> None:
        operands = (gather(numbers, slot, self.of_each) for slot, gather in enumerate(self.gathers))
        self.function(*operands, out=(numbers.each if self.of_each else numbers.ones)[self.out])


class _Sum:
    """A step: sums with the same number of terms each, added up term by term."""

    def __init__(self, step: Step, plan: LevelPlan, stage: int) -> None:
        self.shape = len(step.operands), len(step.rows)
        self.of_each = stage == EACH
        self.out = slice(plan.place[step.rows[0]], plan.place[step.rows[-1]] + 1)
        rows = [row for slot in step.operands for row in slot]
        self.parts: list[tuple[Any, _Gather]] = []
        for of_each in (False, True):
            chosen = [number for number, row in enumerate(rows) if (plan.stages[row] == EACH) == of_each]
            if chosen:
                where = slice(None) if len(chosen) == len(rows) else np.array(chosen, dtype=np.intp)
                self.parts.append((where, _Gather([rows[number] for number in chosen], plan, repeated=False)))

    def __call__(self, numbers: _Numbers) -> None:
        terms, sums = self.shape
        if not self.of_each:
            self._add(numbers.ones[self.parts[0][1].at], numbers.ones[self.out], terms)
            return
        if len(self.parts) == 1:
            found = self.parts[0][1](numbers, 0, True)
        else:
            found = numbers.scratch(1, terms * sums)
            for where, gather in self.parts:
                found[where] = gather(numbers, 0, True)
        self._add(found, numbers.each[self.out].reshape(-1), terms)

    @staticmethod
    def _add(found: Any, out: Any, terms: int) -> None:
        found = found.reshape(terms, -1)
        if found.shape[1] == 1:  # NumPy adds up a single column in another order
            out[:] = np.add.accumulate(found, axis=0)[-1]
        else:
            np.add.reduce(found, axis=0, out=out)


class _Means:
    """The means over the samples."""

    def __init__(self, plan: LevelPlan) -> None:
        self.parts: list[tuple[Any, list[_Gather]]] = []
        self.count = len(plan.means)
        for product in (False, True):
            chosen = [(number, x, y) for number, (_, x, y) in enumerate(plan.means) if (y >= 0) == product]
            if chosen:
                places, xs, ys = (list(column) for column in zip(*chosen, strict=True))
                self.parts.append((np.array(places), [_Gather(rows, plan) for rows in ([xs, ys] if product else [xs])]))
        self.out = slice(plan.place[plan.means[0][0]], plan.place[plan.means[-1][0]] + 1) if plan.means else slice(0)

    def add(self, numbers: _Numbers, totals: Any) -> None:
        """Add what a block comes to."""
        for places, gathers in self.parts:
            terms = [gather(numbers, slot, True) for slot, gather in enumerate(gathers)]
            if len(terms) == 2:
                out = numbers.scratch(1, len(places))
                terms = [np.multiply(terms[0], terms[1], out=out)]
            totals[places] += np.add.reduce(terms[0], axis=1)


class _Levels:
    """A form, ready to run with NumPy."""

    def __init__(self, form: Form) -> None:
        self.plan = plan = LevelPlan(form)
        self.steps: dict[int, list[Any]] = {
            stage: [
                (_Sum if step.kind == ADD and len(step.operands) > 2 else _Apply)(step, plan, stage)
                for step in plan.steps[stage]
            ]
            for stage in (BEFORE, EACH, AFTER)
        }
        self.means = _Means(plan)
        each = [len(step.rows) * max(1, len(step.operands) - 1) for step in plan.steps[EACH]]
        self.most = max([1, len(plan.means), *(2 * count for count in each)])
        self.width = max(8, min(WIDEST, CACHE // max(1, plan.each)))
        self.free: list[_Numbers] = []
        places, first = plan.place, form.first
        rows = {
            kind: [row for row, found in enumerate(form.kind) if found == kind] for kind in (CONSTANT, THETA, INPUT)
        }
        self.at = {kind: np.array([places[row] for row in found], dtype=np.intp) for kind, found in rows.items()}
        self.source = {kind: np.array([first[row] for row in found], dtype=np.intp) for kind, found in rows.items()}
        self.constants = np.array(form.constants, dtype=float)
        self.values = [(plan.stages[row] == EACH, places[row]) for row in form.values]
        self.gradient = np.array([places[row] for row in form.gradient], dtype=np.intp)
        self.nbytes = 16 * len(form)

    def run(self, X: Any, theta: Any) -> tuple[Any, Any]:
        """The outputs (n, k) and the gradient."""
        try:
            numbers = self.free.pop()
        except IndexError:
            numbers = _Numbers(self.plan, self.width, self.most)
        n, values, totals = len(X), np.empty((len(X), len(self.values))), np.zeros(self.means.count)
        with np.errstate(all="ignore"):
            numbers.ones[self.at[CONSTANT]] = self.constants[self.source[CONSTANT]]
            numbers.ones[self.at[THETA]] = theta[self.source[THETA]]
            for step in self.steps[BEFORE]:
                step(numbers)
            for start in range(0, n, self.width):
                self._block(numbers, X[start : start + self.width], values[start : start + self.width], totals)
            if self.means.count:
                numbers.ones[self.means.out] = totals / n
            for step in self.steps[AFTER]:
                step(numbers)
        gradient = numbers.ones[self.gradient]
        self.free.append(numbers)
        return values, gradient

    def _block(self, numbers: _Numbers, X: Any, values: Any, totals: Any) -> None:
        numbers.resize(len(X))
        numbers.each[self.at[INPUT]] = X.T[self.source[INPUT]]
        for step in self.steps[EACH]:
            step(numbers)
        for column, (of_each, place) in enumerate(self.values):
            values[:, column] = numbers.each[place] if of_each else numbers.ones[place]
        self.means.add(numbers, totals)


class LevelsEngine:
    """Runs levels with NumPy."""

    def __init__(self, forms: Lowered) -> None:
        self._forms, self._lock = forms, ForkLock()
        self._levels = {not forms.refusal: _Levels(forms.form(not forms.refusal))}
        self.nbytes = sum(levels.nbytes for levels in self._levels.values())

    def value(self, X: Any, theta: Any) -> Any:
        """The outputs for each sample."""
        with self._lock:
            if False not in self._levels:
                self._levels[False] = _Levels(self._forms.form(False))
        return self._levels[False].run(X, theta)[0].reshape(self._forms.shape(len(X)))

    def value_and_grad(self, X: Any, theta: Any) -> tuple[Any, Any]:
        """The outputs for each sample, and the gradient of their mean."""
        values, gradient = self._levels[True].run(X, theta)
        return values.reshape(self._forms.shape(len(X))), gradient


def start(forms: Lowered, threads: int) -> Engine:
    """The engine, ready to run; it has one thread."""
    return LevelsEngine(forms)
