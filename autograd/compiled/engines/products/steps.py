"""The steps of the form "products", ready to run: each goes forward, and hands its gradient back."""

from collections.abc import Iterator
from typing import Any, Protocol

from autograd.compiled.engines.products.formulas import ArrayFormula
from autograd.compiled.engines.products.rows import COLUMNS, PARAMETERS, Memory, Rows
from autograd.compiled.ir.lowering import Templates
from autograd.compiled.ir.products import Apply, Dots, Matrix, Operand, Plus, Run, Source, Step, Total
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
        self.function = ArrayFormula(written.forward)
        self.slopes = [
            ArrayFormula(written.local(slot)) if gradient and isinstance(operand, Rows) and operand.wanted else None
            for slot, operand in enumerate(self.operands)
        ]

    def _given(self, memory: Memory) -> list[Any]:
        given = [_read(operand, memory) for operand in self.operands]
        return given if len(given) == 2 else [*given, None]

    def forward(self, memory: Memory) -> None:
        """Compute the rows."""
        out = self.out.target(memory)
        x, y = self._given(memory)
        result = self.function(x, y, None, out)
        if out is None:
            self.out.write(memory, result, False)

    def backward(self, memory: Memory) -> None:
        """The gradient times each local derivative."""
        upstream, given = self.out.slopes(memory), [*self._given(memory), self.out.read(memory)]
        for operand, slope in zip(self.operands, self.slopes, strict=True):
            if slope is None or slope.constant == 0:
                continue
            assert isinstance(operand, Rows)
            if slope.constant == 1:
                operand.add(memory, upstream)
            else:
                operand.add_product(memory, upstream, slope(*given) if slope.constant is None else slope.constant)

    def reached(self) -> Iterator[Rows]:
        """The operands that a gradient flows to."""
        for operand, slope in zip(self.operands, self.slopes, strict=True):
            if slope is not None and slope.constant != 0:
                assert isinstance(operand, Rows)
                yield operand


class RunRunner:
    """An operation applied on and on: forward in turn, with the slopes of all at once on the way back."""

    def __init__(self, step: Run, templates: dict[Any, Templates]) -> None:
        self.out = Rows(step.out)
        self.start = Rows(step.terms[0])
        self.terms = Rows(Source(step.out.space, np.concatenate([term.at for term in step.terms[1:]]), step.out.wanted))
        ends = np.cumsum([term.at.size for term in step.terms[1:]]).tolist()
        self.links = [slice(start, stop) for start, stop in zip([0, *ends], ends, strict=False)]
        written = templates.setdefault(step.rule, Templates(step.rule))
        self.function = ArrayFormula(written.forward)
        self.slopes = [ArrayFormula(written.local(slot)) for slot in range(2)]

    def reached(self) -> Iterator[Rows]:
        """The rows that are compared."""
        return (rows for rows in (self.terms, self.start) if rows.wanted)

    def forward(self, memory: Memory) -> None:
        """Compute the rows."""
        out, terms = self.out.target(memory), self.terms.read(memory)
        before = self.start.read(memory)
        for link in self.links:
            result = out[link]
            self.function(before[: len(result)], terms[link], None, result)
            before = result

    def backward(self, memory: Memory) -> None:
        """From the last one down, the gradient times the slopes by what was so far; then all others at once."""
        out, terms = self.out.target(memory), self.terms.read(memory)
        sofar = np.empty(out.shape)
        before = self.start.read(memory)
        for link in self.links:
            sofar[link] = before[: link.stop - link.start]
            before = out[link]
        by_sofar, by_term = (slope(sofar, terms, out) for slope in self.slopes)
        upstream = self.out.slopes(memory)
        for link, above in zip(self.links, self.links[1:], strict=False):
            count = above.stop - above.start
            np.multiply(upstream[above], by_sofar[above], out=upstream[link][:count])
        self.terms.add_product(memory, upstream, by_term)
        self.start.add_product(memory, upstream[self.links[0]], by_sofar[self.links[0]])


class PlusRunner(_OfOperands):
    """A sum of few terms."""

    def __init__(self, step: Plus) -> None:
        super().__init__(step.out, step.terms)
        self.signs, self.adds = step.signs, step.adds

    def forward(self, memory: Memory) -> None:
        """Add up."""
        terms = [_read(operand, memory) for operand in self.operands]
        out = self.out.target(memory)
        if out is None:
            total: Any = 0.0
            for sign, term in zip(self.signs, terms, strict=True):
                total = total + term if sign > 0 else total - term
            self.out.write(memory, total, self.adds)
            return
        pairs = list(zip(self.signs, terms, strict=True))
        if not self.adds:
            pairs.sort(key=lambda pair: -pair[0])
            sign, term = pairs.pop(0)
            if pairs and sign > 0:
                other, second = pairs.pop(0)
                (np.add if other > 0 else np.subtract)(term, second, out=out)
            elif sign > 0:
                out[...] = term
            else:
                np.negative(term, out=out)
        for sign, term in pairs:
            (np.add if sign > 0 else np.subtract)(out, term, out=out)

    def backward(self, memory: Memory) -> None:
        """The gradient itself, or with its sign turned."""
        upstream = self.out.slopes(memory)
        for sign, operand in zip(self.signs, self.operands, strict=True):
            if isinstance(operand, Rows) and operand.wanted:
                operand.add(memory, upstream if sign > 0 else -upstream)


class TotalRunner(_OfOperands):
    """A sum of many terms."""

    def __init__(self, step: Total) -> None:
        super().__init__(step.out, [step.terms])
        self.terms, self.adds = self.operands[0], step.adds
        self.signs = None if step.signs is None else step.signs[..., None].astype(float)

    def forward(self, memory: Memory) -> None:
        """Add up side by side."""
        terms = _read(self.terms, memory)
        self.out.write(memory, np.add.reduce(terms if self.signs is None else terms * self.signs, axis=0), self.adds)

    def backward(self, memory: Memory) -> None:
        """The gradient to each term."""
        for terms in self.reached():
            upstream = self.out.slopes(memory)[None]
            terms.add(memory, upstream if self.signs is None else upstream * self.signs)


class DotsRunner(_OfOperands):
    """Sums of products of whatever."""

    def __init__(self, step: Dots) -> None:
        super().__init__(step.out, [step.left, step.right])
        self.adds = step.adds
        self.signs = None if step.signs is None else step.signs[..., None].astype(float)

    def forward(self, memory: Memory) -> None:
        """Multiply, and add up."""
        left, right = (_read(operand, memory) for operand in self.operands)
        if len(left) == 1 and self.signs is None and not self.adds and (out := self.out.target(memory)) is not None:
            np.multiply(left[0], right[0], out=out)
            return
        products = left * right
        if self.signs is not None:
            products *= self.signs
        self.out.write(memory, products[0] if len(products) == 1 else np.add.reduce(products, axis=0), self.adds)

    def backward(self, memory: Memory) -> None:
        """The gradient times the other factor."""
        left, right = (_read(operand, memory) for operand in self.operands)
        upstream = self.out.slopes(memory)[None]
        if self.signs is not None:
            upstream = upstream * self.signs
        for operand, other in zip(self.operands, (right, left), strict=True):
            if isinstance(operand, Rows) and operand.wanted:
                operand.add_product(memory, upstream, other)


class MatrixRunner:
    """A matrix of weights times operands: BLAS does it."""

    def __init__(self, step: Matrix) -> None:
        self.out, self.weights, self.operands = Rows(step.out), Rows(step.weights), Rows(step.operands)
        self.signs = None if step.signs is None else step.signs.astype(float)
        self.adds = step.adds
        self.alone = False
        """Whether nothing else adds to the gradient of these weights."""

    def reached(self) -> Iterator[Rows]:
        """The weights and the operands."""
        return (rows for rows in (self.weights, self.operands) if rows.wanted)

    def _matrix(self, memory: Memory) -> Any:
        weights = self.weights.read(memory)[..., 0]
        return weights if self.signs is None else weights * self.signs

    def forward(self, memory: Memory) -> None:
        """Multiply."""
        operands = self.operands.read(memory)
        operands = operands.reshape(len(operands), -1)
        if self.operands.strides is None:
            memory.kept[id(self)] = operands
        out = None if self.adds else self.out.target(memory)
        if out is None:
            self.out.write(memory, (self._matrix(memory) @ operands).reshape(*self.out.shape, -1), self.adds)
        else:
            np.matmul(self._matrix(memory), operands, out=out.reshape(len(out), -1))

    def backward(self, memory: Memory) -> None:
        """The gradient of the weights, Δ Xᵀ, and of the operands, Wᵀ Δ."""
        upstream = self.out.slopes(memory)
        upstream = upstream.reshape(len(upstream), -1)
        if self.weights.wanted:
            operands = memory.kept.pop(id(self), None)
            if operands is None:
                operands = self.operands.read(memory)
                operands = operands.reshape(len(operands), -1)
            self._to_weights(memory, upstream, operands)
        if self.operands.wanted:
            self.operands.add_product(memory, self._matrix(memory).T, upstream, np.matmul)

    def _to_weights(self, memory: Memory, upstream: Any, operands: Any) -> None:
        weights = self.weights
        if self.alone and memory.first and self.signs is None:
            np.matmul(upstream, operands.T, out=weights.slopes(memory)[..., 0])
            return
        slopes = upstream @ operands.T
        weights.add(memory, (slopes if self.signs is None else slopes * self.signs)[..., None])

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
            return RunRunner(step, templates)
        case Plus():
            return PlusRunner(step)
        case Total():
            return TotalRunner(step)
        case Dots():
            return DotsRunner(step)
        case Matrix():
            return MatrixRunner(step)


__all__ = ["COLUMNS", "MatrixRunner", "Runner", "runner"]
