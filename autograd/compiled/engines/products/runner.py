"""What a step of the form "products" is when it is ready to run."""

from abc import ABC, abstractmethod
from collections.abc import Iterator

from autograd.compiled.engines.products.formulas import Call
from autograd.compiled.engines.products.rows import Memory, Rows
from autograd.compiled.ir.steps import Operand, Source


class Runner:
    """A step, ready to run: `out` is where its results go, `operands` where they come from, or a number."""

    def __init__(self, out: Source, operands: list[Operand]) -> None:
        self.out = Rows(out)
        self.operands = [Rows(operand) if isinstance(operand, Source) else operand for operand in operands]

    def rows(self) -> Iterator[Rows]:
        """All rows it works on."""
        yield self.out
        for operand in self.operands:
            if isinstance(operand, Rows):
                yield operand

    def reached(self) -> Iterator[Rows]:
        """The operands that a gradient flows to, in the order in which it does."""
        return (operand for operand in self.operands if isinstance(operand, Rows) and operand.wanted)

    def may_set(self, rows: Rows) -> bool:
        """Whether the gradient of an operand that is the first to come can take the place of what was there."""
        return True


class Caller(Runner, ABC):
    """A step that is run by calls of its own."""

    @abstractmethod
    def calls(self, memory: Memory, gradient: bool) -> tuple[list[Call], list[Call]]:
        """The calls forward, and those backward, on the arrays of a memory."""
