"""The steps of the form "products", ready to run: the calls of NumPy's functions that take each forward and back."""

from abc import abstractmethod
from collections.abc import Iterator
from typing import Any

from autograd.compiled.engines.products.formulas import ArrayFormulas, Call, written_for
from autograd.compiled.engines.products.matrices import MatrixRunner
from autograd.compiled.engines.products.rows import Memory, Rows
from autograd.compiled.engines.products.runner import Caller
from autograd.compiled.ir.lowering import Templates
from autograd.compiled.ir.steps import Apply, Dots, Matrix, Operand, Plus, Run, Source, Step, Total
from autograd.support.lazy import np


class ArrayRunner(Caller):
    """A step as a few calls of NumPy's functions, on views of rows or on what was fetched from them."""

    def calls(self, memory: Memory, gradient: bool) -> tuple[list[Call], list[Call]]:
        """The calls forward, and those backward; where theta is among the numbers, they are made anew each time."""
        if not all(rows.stays for rows in self.rows()):
            live = Live(self)
            return [(live.forward, (memory,))], [(live.backward, (memory,))] if gradient and self.out.wanted else []
        reads: list[Call] = []
        given: list[Any] = []
        for operand in self.operands:
            calls, array = operand.reading(memory) if isinstance(operand, Rows) else ([], operand)
            reads += calls
            given.append(array)
        out, writes = self.out.writing(memory)
        forward = [*reads, *self.forward(memory, given, out), *writes]
        memory.next_step()
        if not gradient or not self.out.wanted:
            return forward, []
        fetched, upstream = self.out.upstream(memory)
        backward = [*fetched, *self.backward(memory, given, out, upstream)]
        memory.next_step()
        return forward, backward

    @abstractmethod
    def forward(self, memory: Memory, given: list[Any], out: Any) -> list[Call]:
        """The calls that compute `out`."""

    @abstractmethod
    def backward(self, memory: Memory, given: list[Any], out: Any, upstream: Any) -> list[Call]:
        """The calls that hand a gradient back."""


class ApplyRunner(ArrayRunner):
    """An operation of the table."""

    def __init__(self, step: Apply, templates: dict[Any, Templates], gradient: bool) -> None:
        super().__init__(step.out, step.operands)
        written = written_for(step.rule, templates)
        self._function = ArrayFormulas([written.forward])
        wanted = [(slot, rows) for slot, rows in enumerate(self.operands) if isinstance(rows, Rows) and rows.wanted]
        local = [(rows, written.local(slot)) for slot, rows in wanted] if gradient else []
        local = [(rows, slope) for rows, slope in local if not slope.is_zero]
        self._slopes = ArrayFormulas([slope for _, slope in local])
        self._to = [rows for rows, _ in local]

    def reached(self) -> Iterator[Rows]:
        """The operands that a gradient flows to."""
        return iter(self._to)

    def forward(self, memory: Memory, given: list[Any], out: Any) -> list[Call]:
        """The function."""
        x, y = (*given, None)[:2]
        return self._function.calls(memory.room, x, y, None, out)[0]

    def backward(self, memory: Memory, given: list[Any], out: Any, upstream: Any) -> list[Call]:
        """The gradient times each local derivative."""
        x, y = (*given, None)[:2]
        calls, slopes = self._slopes.calls(memory.room, x, y, out)
        for rows, slope in zip(self._to, slopes, strict=True):
            if isinstance(slope, float) and slope == 1:
                calls += rows.adding(memory, upstream)
            else:
                calls += rows.adding_product(memory, upstream, slope)
        return calls


class RunRunner(ArrayRunner):
    """An operation applied on and on: forward in turn, with the slopes of all at once on the way back."""

    def __init__(self, step: Run, templates: dict[Any, Templates], gradient: bool) -> None:
        terms = np.concatenate([term.at for term in step.terms[1:]])
        wanted = any(term.wanted for term in step.terms[1:])
        super().__init__(step.out, [Source(step.out.space, terms, wanted), step.terms[0]])
        ends = np.cumsum([term.at.size for term in step.terms[1:]]).tolist()
        self._links = [slice(start, stop) for start, stop in zip([0, *ends], ends, strict=False)]
        written = written_for(step.rule, templates)
        self._function = ArrayFormulas([written.forward])
        self._slopes = ArrayFormulas([written.local(slot) for slot in range(2)] if gradient else [])

    def forward(self, memory: Memory, given: list[Any], out: Any) -> list[Call]:
        """One link after the other."""
        terms, so_far = given
        calls: list[Call] = []
        for link in self._links:
            result = out[link]
            calls += self._function.calls(memory.room, so_far[: len(result)], terms[link], None, result)[0]
            so_far = result
        return calls

    def backward(self, memory: Memory, given: list[Any], out: Any, upstream: Any) -> list[Call]:
        """From the last one down, the gradient times the slopes by what was so far; then all others at once."""
        terms, start = given
        so_far = memory.room(out.shape)
        calls: list[Call] = []
        before = start
        for link in self._links:
            calls.append((np.copyto, (so_far[link], before[: link.stop - link.start])))
            before = out[link]
        more, (by_so_far, by_term) = self._slopes.calls(memory.room, so_far, terms, out)
        calls += more
        for link, above in zip(self._links[-2::-1], self._links[:0:-1], strict=True):
            down = upstream[link][: above.stop - above.start]
            calls.append((np.multiply, (upstream[above], by_so_far[above], down)))
        to_terms, to_start = (rows for rows in self.operands if isinstance(rows, Rows))
        if to_terms.wanted:
            calls += to_terms.adding_product(memory, upstream, by_term)
        if to_start.wanted:
            calls += to_start.adding_product(memory, upstream[self._links[0]], by_so_far[self._links[0]])
        return calls


class PlusRunner(ArrayRunner):
    """A sum of few terms."""

    def __init__(self, step: Plus) -> None:
        order = sorted(range(len(step.terms)), key=lambda place: -step.signs[place])  # what is added comes first
        super().__init__(step.out, [step.terms[place] for place in order])
        self._signs, self._adds = [step.signs[place] for place in order], step.adds

    def forward(self, memory: Memory, given: list[Any], out: Any) -> list[Call]:
        """Add up."""
        calls: list[Call] = []
        rest = list(zip(self._signs, given, strict=True))
        if self._adds:
            calls += _fetched(self.out, memory, out)
        else:
            (sign, term), *rest = rest
            if sign < 0:
                calls.append((np.negative, (term, out)))
            elif rest:
                (sign, other), *rest = rest
                calls.append((np.add if sign > 0 else np.subtract, (term, other, out)))
            else:
                calls.append((np.copyto, (out, term)))
        return [*calls, *((np.add if sign > 0 else np.subtract, (out, term, out)) for sign, term in rest)]

    def backward(self, memory: Memory, given: list[Any], out: Any, upstream: Any) -> list[Call]:
        """The gradient itself, or with its sign turned."""
        calls: list[Call] = []
        for sign, operand in zip(self._signs, self.operands, strict=True):
            if isinstance(operand, Rows) and operand.wanted:
                turned = upstream if sign > 0 else memory.room(upstream.shape)
                if sign < 0:
                    calls.append((np.negative, (upstream, turned)))
                calls += operand.adding(memory, turned)
        return calls


def _fetched(rows: Rows, memory: Memory, out: Any) -> list[Call]:
    """What is there already, in the array to write to."""
    return [] if rows.strides is not None else [(memory.numbers[rows.space].take, (rows.at, 0, out, "clip"))]


class _Reduced(ArrayRunner):
    """A sum of many terms, side by side."""

    def __init__(self, step: Total | Dots, operands: list[Operand]) -> None:
        super().__init__(step.out, operands)
        self._adds = step.adds
        self._signs = None if step.signs is None else step.signs[..., None].astype(float)

    def _sums(self, memory: Memory, terms: Any, out: Any) -> list[Call]:
        """The calls that add up along the first axis."""
        if terms.shape[1:] == out.shape and not self._adds:
            return [(np.add.reduce, (terms, 0, None, out))]
        total = memory.room(terms.shape[1:])
        calls = [*_fetched(self.out, memory, out)] if self._adds else []
        calls.append((np.add.reduce, (terms, 0, None, total)))
        calls.append((np.add, (out, total, out)) if self._adds else (np.copyto, (out, total)))
        return calls

    def _signed(self, memory: Memory, terms: Any) -> tuple[list[Call], Any]:
        if self._signs is None:
            return [], terms
        signed = memory.room(np.broadcast_shapes(terms.shape, self._signs.shape))
        return [(np.multiply, (terms, self._signs, signed))], signed


class TotalRunner(_Reduced):
    """A sum of many values."""

    def __init__(self, step: Total) -> None:
        super().__init__(step, [step.terms])

    def forward(self, memory: Memory, given: list[Any], out: Any) -> list[Call]:
        """Add up."""
        calls, terms = self._signed(memory, given[0])
        return [*calls, *self._sums(memory, terms, out)]

    def backward(self, memory: Memory, given: list[Any], out: Any, upstream: Any) -> list[Call]:
        """The gradient to each term."""
        calls, signed = self._signed(memory, upstream[None])
        for terms in self.reached():
            calls += terms.adding(memory, signed)
        return calls


class DotsRunner(_Reduced):
    """Sums of products of whatever."""

    def __init__(self, step: Dots) -> None:
        super().__init__(step, [step.left, step.right])

    def forward(self, memory: Memory, given: list[Any], out: Any) -> list[Call]:
        """Multiply, and add up."""
        left, right = given
        if len(left) == 1 and self._signs is None and not self._adds:
            return [(np.multiply, (left[0], right[0], out))]
        products = memory.room(np.broadcast_shapes(left.shape, right.shape))
        calls: list[Call] = [(np.multiply, (left, right, products))]
        more, products = self._signed(memory, products)
        return [*calls, *more, *self._sums(memory, products, out)]

    def backward(self, memory: Memory, given: list[Any], out: Any, upstream: Any) -> list[Call]:
        """The gradient times the other factor."""
        calls, signed = self._signed(memory, upstream[None])
        for operand, other in zip(self.operands, reversed(given), strict=True):
            if isinstance(operand, Rows) and operand.wanted:
                calls += operand.adding_product(memory, signed, other)
        return calls


class Live:
    """A step some of whose numbers come with each call, such as theta: its calls are made anew each time."""

    def __init__(self, runner: ArrayRunner) -> None:
        self.runner = runner

    def forward(self, memory: Memory) -> None:
        """Compute the rows."""
        given = [operand.now(memory) if isinstance(operand, Rows) else operand for operand in self.runner.operands]
        out, writes = self.runner.out.writing(memory)
        for function, arguments in (*self.runner.forward(memory, given, out), *writes):
            function(*arguments)
        memory.next_step()

    def backward(self, memory: Memory) -> None:
        """Hand the gradient back."""
        given = [operand.now(memory) if isinstance(operand, Rows) else operand for operand in self.runner.operands]
        calls, upstream = self.runner.out.upstream(memory)
        out = self.runner.out.now(memory)
        for function, arguments in (*calls, *self.runner.backward(memory, given, out, upstream)):
            function(*arguments)
        memory.next_step()


def runner(step: Step, templates: dict[Any, Templates], gradient: bool) -> Caller:
    """A step, ready to run."""
    match step:
        case Apply():
            return ApplyRunner(step, templates, gradient)
        case Run():
            return RunRunner(step, templates, gradient)
        case Plus():
            return PlusRunner(step)
        case Total():
            return TotalRunner(step)
        case Dots():
            return DotsRunner(step)
        case Matrix():
            return MatrixRunner(step)
