"""Two loops over a tape as LLVM IR, one forward and one backward: compiled once, however long the tape.

Each row's `kind` says what to do: an operation of the table together with where its operands are and which of them
want a gradient. Only kinds that occur are written, with the table's own formulas, run on vectors. Rows and operands
are of two sorts: those that are one number for all samples, in `u` with gradients `gu`, and those with a number for
each lane, in `v` with gradients `gv`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from autograd.compiled.llvm.formulas import local, on_vectors
from autograd.compiled.llvm.ir import Function, Vector, total_of, where
from autograd.engine.operation import Op

ONE, LANES, CONSTANT = "one", "lanes", "constant"
"""Where an operand is: in `u`, in `v`, or in the code itself."""


@dataclass(frozen=True)
class Operand:
    """An operand of a kind: where it is, its number if that is constant, and whether it wants a gradient."""

    place: str
    active: bool = False
    number: float = 0.0


@dataclass(frozen=True)
class Kind:
    """What is done for a row: an operation and its operands."""

    rule: Op
    operands: tuple[Operand, ...]


class _Loop:
    """A loop over rows in the making."""

    def __init__(self, name: str, parameters: str, lanes: int, backward: bool) -> None:
        self.function = function = Function(lanes)
        self.vector = function.type()
        header = f"define void @{name}(ptr %kinds, ptr %first, ptr %second, ptr %u, ptr %v{parameters}"
        step = "sub i64 %left, 1" if backward else "add i64 %i, 1"
        self.lines = function.lines
        self.lines += [f"{header}, i64 %base, i64 %count) {{", "entry:", "  br label %check", "check:"]
        if backward:
            self.lines += ["  %left = phi i64 [%count, %entry], [%i, %next]", f"  %i = {step}"]
            self.lines += ["  %more = icmp ne i64 %left, 0"]
        else:
            self.lines += ["  %i = phi i64 [0, %entry], [%following, %next]", f"  %following = {step}"]
            self.lines += ["  %more = icmp ult i64 %i, %count"]
        self.lines += ["  br i1 %more, label %row, label %end", "row:"]
        self.kind = function.whole("%kinds", "%i", "i16")
        self.operands = [function.whole(array, "%i", "i32") for array in ("%first", "%second")]
        self.result = function.emit("add i64 %base, %i")

    def at(self, array: str, index: str) -> str:
        """The address of the lanes of a row."""
        return self.function.at(array, index, self.vector)

    def operand(self, operand: Operand, slot: int) -> Vector | float:
        """An operand's number or numbers."""
        if operand.place == CONSTANT:
            return operand.number
        if operand.place == LANES:
            return self.function.load(self.at("%v", self.operands[slot]))
        function = self.function
        number = function.emit(f"load double, ptr {function.at('%u', self.operands[slot])}")
        return function.spread(number)

    def cases(self, kinds: list[Kind], write: Callable[[Kind], None]) -> Function:
        """Write what each kind does, and the end."""
        labels = " ".join(f"i64 {number}, label %kind{number}" for number in range(len(kinds)))
        self.lines.append(f"  switch i64 {self.kind}, label %next [ {labels} ]")
        for number, kind in enumerate(kinds):
            self.lines.append(f"kind{number}:")
            self.function.block = f"kind{number}"
            write(kind)
            self.lines.append("  br label %next")
        self.lines += ["next:", "  br label %check", "end:", "  ret void", "}"]
        return self.function


def forward(name: str, kinds: list[Kind], lanes: int) -> Function:
    """`forward_nameL(kinds, first, second, u, v, base, count)`: row i's result goes to v[base + i]."""
    loop = _Loop(f"forward_{name}{lanes}", "", lanes, backward=False)

    def write(kind: Kind) -> None:
        operands = tuple(loop.operand(operand, slot) for slot, operand in enumerate(kind.operands))
        result = loop.function.lift(on_vectors(loop.function, kind.rule.forward, operands))
        loop.function.store(result, loop.at("%v", loop.result))

    return loop.cases(kinds, write)


def backward(name: str, kinds: list[Kind], lanes: int) -> Function:
    """`backward_nameL(kinds, first, second, u, v, gu, gv, used, base, count)`: the rows from the last to the first.

    What has reached row i is in gv[base + i], which is 0 again afterwards. Only the first `used` lanes count in `gu`.
    """
    loop = _Loop(f"backward_{name}{lanes}", ", ptr %gu, ptr %gv, i64 %used", lanes, backward=True)
    function = loop.function
    address = loop.at("%gv", loop.result)
    upstream = function.load(address)
    function.store(function.lift(0.0), address)  # before the operands: none of them is the row itself
    used = lanes_used(function)

    def write(kind: Kind) -> None:
        operands = tuple(loop.operand(operand, slot) for slot, operand in enumerate(kind.operands))
        result = function.load(loop.at("%v", loop.result))
        for slot, operand in enumerate(kind.operands):
            if operand.active:
                slope = on_vectors(function, partial(local, kind.rule, slot), (*operands, result))
                reach(operand, slot, upstream if slope == 1 else -upstream if slope == -1 else upstream * slope)

    def reach(operand: Operand, slot: int, contribution: Vector) -> None:
        if operand.place == LANES:
            so_far = loop.at("%gv", loop.operands[slot])
            function.store(function.load(so_far) + contribution, so_far)
            return
        so_far = function.at("%gu", loop.operands[slot])
        total = total_of(contribution if used is None else where(used, contribution, 0.0))
        old_number = function.emit(f"load double, ptr {so_far}")
        loop.lines.append(f"  store double {function.emit(f'fadd double {old_number}, {total}')}, ptr {so_far}")

    return loop.cases(kinds, write)


def lanes_used(function: Function) -> Vector | None:
    """Which lanes are among the first %used; None if there is but one."""
    if function.lanes == 1:
        return None
    lanes, whole = function.lanes, function.type("i64")
    first = function.emit(f"insertelement {whole} poison, i64 %used, i32 0")
    count = function.emit(f"shufflevector {whole} {first}, {whole} poison, <{lanes} x i32> zeroinitializer")
    numbers = ", ".join(f"i64 {lane}" for lane in range(lanes))
    return function.vector(f"icmp ult {whole} <{numbers}>, {count}", "i1")
