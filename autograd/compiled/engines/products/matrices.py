"""Matrix products, ready to run."""

from typing import Any

from autograd.compiled.engines.products.formulas import Call
from autograd.compiled.engines.products.rows import Memory, Rows
from autograd.compiled.engines.products.runner import Caller
from autograd.compiled.ir.steps import PARAMETERS, Matrix
from autograd.support.lazy import np


class MatrixRunner(Caller):
    """A matrix of weights times operands: BLAS does it."""

    def __init__(self, step: Matrix) -> None:
        super().__init__(step.out, [step.weights, step.operands])
        self.weights, self.inputs = (rows for rows in self.operands if isinstance(rows, Rows))
        self._signs = None if step.signs is None else step.signs.astype(float)
        self.alone = False
        """Whether nothing else adds to the gradient of these weights."""

    def calls(self, memory: Memory, gradient: bool) -> tuple[list[Call], list[Call]]:
        """The calls forward, and those backward; weights are where theta is at the time."""
        reads, inputs = self.inputs.reading(memory) if self.inputs.stays else ([], None)
        if inputs is not None and not inputs.flags.c_contiguous:  # windows that overlap: BLAS wants them apart
            reads, view, inputs = [], inputs, np.empty(inputs.shape)
            reads.append((np.copyto, (inputs, view)))
        out, _ = self.out.writing(memory)  # its rows are side by side
        flat = None if inputs is None else inputs.reshape(len(inputs), -1)
        out = out.reshape(len(out), -1)
        forward = [*reads, (self._forward, (memory, flat, out))]
        if not gradient or not self.out.wanted:
            return forward, []
        upstream = self.out.upstream(memory)[1].reshape(out.shape)
        return forward, [(self._backward, (memory, flat, upstream))]

    def _matrix(self, memory: Memory) -> Any:
        weights = self.weights.now(memory)[..., 0]
        return weights if self._signs is None else weights * self._signs

    def _flat(self, memory: Memory) -> Any:
        inputs = self.inputs.now(memory)
        return inputs.reshape(len(inputs), -1)

    def _forward(self, memory: Memory, inputs: Any, out: Any) -> None:
        np.matmul(self._matrix(memory), self._flat(memory) if inputs is None else inputs, out=out)

    def _backward(self, memory: Memory, inputs: Any, upstream: Any) -> None:
        """The gradient of the weights, Δ Xᵀ, and of the inputs, Wᵀ Δ."""
        if self.weights.wanted:
            inputs = (self._flat(memory) if inputs is None else inputs).T
            if self.alone and memory.first and self._signs is None:
                np.matmul(upstream, inputs, out=self.weights.view(memory.slopes[PARAMETERS])[..., 0])
            else:
                slopes = upstream @ inputs
                self.weights.add(memory, (slopes if self._signs is None else slopes * self._signs)[..., None])
        if self.inputs.wanted:
            self.inputs.add_matrix(memory, self._matrix(memory).T, upstream)

    def may_be_alone(self) -> bool:
        """Whether BLAS can write the gradient of the weights where it belongs."""
        strides = self.weights.strides
        return strides is not None and self.weights.space == PARAMETERS and strides[1] == 1 and self.weights.distinct
