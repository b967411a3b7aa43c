"""The steps of the form "products", ready to run: each goes forward, and hands its gradient back."""

from collections.abc import Iterator
from typing import Any, Protocol

from autograd.compiled.engines.products.formulas import ArrayFormulas
from autograd.compiled.engines.products.rows import COLUMNS, PARAMETERS, Memory, Rows
from autograd.compiled.ir.lowering import Templates
from autograd.compiled.ir.steps import Apply, Dots, Matrix, Operand, Plus, Run, Source, Step, Total
from autograd.support.lazy import np


class Runner(Protocol):
    """A step, ready to run."""

    out: Rows

    def forward(self, memory: Memory) -> None:
        """Compute its rows."""

    def backward(self, memory: Memory) -> None:
        """Hand the gradient of its rows back to its operands."""

    def reached(self) -> Iterator[Rows]:
        """Where it hands gradients to, in this order."""


def _ready(operand: Operand) -> "Rows | float":
    return Rows(operand) if isinstance(operand, Source) else operand


def _read(operand: "Rows | float", memory: Memory) -> Any:
    return operand.read(memory) if isinstance(operand, Rows) else operand


def _again(operand: "Rows | float", memory: Memory) -> Any:
    return operand.again(memory) if isinstance(operand, Rows) else operand


class _OfOperands:
    """A step with operands, some of them constant."""

    def __init__(self, out: Source, operands: list[Operand]) -> None:
        self.out = Rows(out)
        self.operands = [_ready(operand) for operand in operands]

    def reached(self) -> Iterator[Rows]:
        """The operands that a gradient flows to."""
        return (operand for operand in self.operands if isinstance(operand, Rows) and operand.wanted)


class ApplyRunner(_OfOperands):
    """An operation of the table."""

    def __init__(self, step: Apply, templates: dict[Any, Templates], gradient: bool) -> None:
        super().__init__(step.out, step.operands)
        written = templates.setdefault(step.rule, Templates(step.rule))
        self._function = ArrayFormulas([written.forward])
        wanted = [(slot, rows) for slot, rows in enumerate(self.operands) if isinstance(rows, Rows) and rows.wanted]
        local = [(rows, written.local(slot)) for slot, rows in wanted] if gradient else []
        local = [(rows, slope) for rows, slope in local if not (isinstance(slope.result, float) and slope.result == 0)]
        self._slopes = ArrayFormulas([slope for _, slope in local])
        self._to = [rows for rows, _ in local]

    def forward(self, memory: Memory) -> None:
        """Compute the rows."""
        x, y = (*(_read(operand, memory) for operand in self.operands), None)[:2]
        self._function.into(x, y, self.out.out(memory))
        self.out.write(memory)

    def backward(self, memory: Memory) -> None:
        """The gradient times each local derivative."""
        upstream = self.out.slopes(memory)
        x, y = (*(_again(operand, memory) for operand in self.operands), None)[:2]
        for operand, slope in zip(self._to, self._slopes(x, y, self.out.out(memory)), strict=True):
            if isinstance(slope, float) and slope == 1:
                operand.add(memory, upstream)
            else:
                operand.add_product(memory, upstream, slope)

    def reached(self) -> Iterator[Rows]:
        """The operands that a gradient flows to."""
        return iter(self._to)


class RunRunner:
    """An operation applied on and on: forward in turn, with the slopes of all at once on the way back."""

    def __init__(self, step: Run, templates: dict[Any, Templates], gradient: bool) -> None:
        self.out = Rows(step.out)
        self.start = Rows(step.terms[0])
        self.terms = Rows(Source(step.out.space, np.concatenate([term.at for term in step.terms[1:]]), step.out.wanted))
        ends = np.cumsum([term.at.size for term in step.terms[1:]]).tolist()
        self._links = [slice(start, stop) for start, stop in zip([0, *ends], ends, strict=False)]
        written = templates.setdefault(step.rule, Templates(step.rule))
        self._function = ArrayFormulas([written.forward])
        self._slopes = ArrayFormulas([written.local(slot) for slot in range(2)] if gradient else [])

    def reached(self) -> Iterator[Rows]:
        """The rows that are compared."""
        return (rows for rows in (self.terms, self.start) if rows.wanted)

    def forward(self, memory: Memory) -> None:
        """Compute the rows."""
        out, terms, before = self.out.out(memory), self.terms.read(memory), self.start.read(memory)
        for link in self._links:
            result = out[link]
            self._function.into(before[: len(result)], terms[link], result)
            before = result

    def backward(self, memory: Memory) -> None:
        """From the last one down, the gradient times the slopes by what was so far; then all others at once."""
        out, terms, before = self.out.out(memory), self.terms.again(memory), self.start.again(memory)
        so_far = np.empty(out.shape)
        for link in self._links:
            so_far[link] = before[: link.stop - link.start]
            before = out[link]
        by_so_far, by_term = self._slopes(so_far, terms, out)
        upstream = self.out.slopes(memory)
        for link, above in zip(self._links[-2::-1], self._links[:0:-1], strict=True):
            np.multiply(upstream[above], by_so_far[above], out=upstream[link][: above.stop - above.start])
        if self.terms.wanted:
            self.terms.add_product(memory, upstream, by_term)
        if self.start.wanted:
            self.start.add_product(memory, upstream[self._links[0]], by_so_far[self._links[0]])


class PlusRunner(_OfOperands):
    """A sum of few terms."""

    def __init__(self, step: Plus) -> None:
        order = sorted(range(len(step.terms)), key=lambda place: -step.signs[place])  # what is added comes first
        super().__init__(step.out, [step.terms[place] for place in order])
        self._signs, self._adds = [step.signs[place] for place in order], step.adds

    def forward(self, memory: Memory) -> None:
        """Add up."""
        terms = [(sign, _read(operand, memory)) for sign, operand in zip(self._signs, self.operands, strict=True)]
        out = self.out.out(memory)
        if self._adds:
            self.out.fetch(memory)
            rest = terms
        else:
            (sign, term), *rest = terms
            if sign < 0:
                np.negative(term, out=out)
            elif rest:
                (sign, other), *rest = rest
                (np.add if sign > 0 else np.subtract)(term, other, out=out)
            else:
                out[...] = term
        for sign, term in rest:
            (np.add if sign > 0 else np.subtract)(out, term, out=out)
        self.out.write(memory)

    def backward(self, memory: Memory) -> None:
        """The gradient itself, or with its sign turned."""
        upstream = self.out.slopes(memory)
        for sign, operand in zip(self._signs, self.operands, strict=True):
            if isinstance(operand, Rows) and operand.wanted:
                operand.add(memory, upstream if sign > 0 else -upstream)


class _Reduced(_OfOperands):
    """A sum of many terms, side by side."""

    def __init__(self, step: Total | Dots, operands: list[Operand]) -> None:
        super().__init__(step.out, operands)
        self._adds = step.adds
        self.signs = None if step.signs is None else step.signs[..., None].astype(float)

    def _put(self, memory: Memory, terms: Any) -> None:
        out = self.out.out(memory)
        if self._adds:
            self.out.fetch(memory)
            np.add(out, terms[0] if len(terms) == 1 else np.add.reduce(terms, axis=0), out=out)
        elif terms.shape[1:] == out.shape:
            np.add.reduce(terms, axis=0, out=out)
        else:
            out[...] = np.add.reduce(terms, axis=0)
        self.out.write(memory)

    def _upstream(self, memory: Memory) -> Any:
        upstream = self.out.slopes(memory)[None]
        return upstream if self.signs is None else upstream * self.signs


class TotalRunner(_Reduced):
    """A sum of many values."""

    def __init__(self, step: Total) -> None:
        super().__init__(step, [step.terms])

    def forward(self, memory: Memory) -> None:
        """Add up."""
        terms = _read(self.operands[0], memory)
        self._put(memory, terms if self.signs is None else terms * self.signs)

    def backward(self, memory: Memory) -> None:
        """The gradient to each term."""
        for terms in self.reached():
            terms.add(memory, self._upstream(memory))


class DotsRunner(_Reduced):
    """Sums of products of whatever."""

    def __init__(self, step: Dots) -> None:
        super().__init__(step, [step.left, step.right])

    def forward(self, memory: Memory) -> None:
        """Multiply, and add up."""
        left, right = (_read(operand, memory) for operand in self.operands)
        if len(left) == 1 and self.signs is None and not self._adds:
            np.multiply(left[0], right[0], out=self.out.out(memory))
            self.out.write(memory)
            return
        products = left * right
        if self.signs is not None:
            products *= self.signs
        self._put(memory, products)

    def backward(self, memory: Memory) -> None:
        """The gradient times the other factor."""
        left, right = (_again(operand, memory) for operand in self.operands)
        upstream = self._upstream(memory)
        for operand, other in zip(self.operands, (right, left), strict=True):
            if isinstance(operand, Rows) and operand.wanted:
                operand.add_product(memory, upstream, other)


class MatrixRunner:
    """A matrix of weights times operands: BLAS does it."""

    def __init__(self, step: Matrix) -> None:
        self.out, self.weights, self.operands = Rows(step.out), Rows(step.weights), Rows(step.operands)
        self._signs = None if step.signs is None else step.signs.astype(float)
        self.alone = False
        """Whether nothing else adds to the gradient of these weights."""

    def reached(self) -> Iterator[Rows]:
        """The weights and the operands."""
        return (rows for rows in (self.weights, self.operands) if rows.wanted)

    def _signed(self, weights: Any) -> Any:
        return weights[..., 0] if self._signs is None else weights[..., 0] * self._signs

    def forward(self, memory: Memory) -> None:
        """Multiply."""
        operands, out = self.operands.read(memory), self.out.out(memory)
        weights = self._signed(self.weights.read(memory))
        np.matmul(weights, operands.reshape(len(operands), -1), out=out.reshape(len(out), -1))

    def backward(self, memory: Memory) -> None:
        """The gradient of the weights, Δ Xᵀ, and of the operands, Wᵀ Δ."""
        upstream = self.out.slopes(memory)
        upstream = upstream.reshape(len(upstream), -1)
        if self.weights.wanted:
            operands = self.operands.again(memory)
            self._to_weights(memory, upstream, operands.reshape(len(operands), -1).T)
        if self.operands.wanted:
            self.operands.add_product(memory, self._signed(self.weights.again(memory)).T, upstream, np.matmul)

    def _to_weights(self, memory: Memory, upstream: Any, operands: Any) -> None:
        if self.alone and memory.first and self._signs is None:
            np.matmul(upstream, operands, out=self.weights.slopes(memory)[..., 0])
            return
        slopes = upstream @ operands
        self.weights.add(memory, (slopes if self._signs is None else slopes * self._signs)[..., None])

    def may_be_alone(self) -> bool:
        """Whether BLAS can write the gradient of the weights where it belongs."""
        strides = self.weights.strides
        return strides is not None and self.weights.space == PARAMETERS and strides[1] == 1 and self.weights.distinct


def runner(step: Step, templates: dict[Any, Templates], gradient: bool) -> Runner:
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


__all__ = ["COLUMNS", "MatrixRunner", "Runner", "runner"]
