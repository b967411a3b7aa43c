"""The machine code of a small form, as LLVM IR: one sample's graph written straight down, samples in lanes.

Four functions. `before` computes what does not depend on the samples. `each` goes through samples in blocks of
vectors: it lays their inputs out lane by lane, runs the rows on one vector after the other, keeping what the sums
need, and then adds up the sums over the block, a tile of them at a time in registers, as one multiplies matrices.
`after` makes the gradient of the sums. `run` does it all.

The batch is cut into the same chunks however many threads there are, and their sums are added in order, so the same
input gives the same bits. Sums of products multiply and add in one rounding where the machine can.
"""

import operator
from typing import Any

from autograd.compiled import vector_math
from autograd.compiled.form import AFTER, BEFORE, EACH, Form
from autograd.compiled.kernel_after import after_runs, spread
from autograd.compiled.kernel_plan import Plan
from autograd.compiled.llvm_ir import Function, Vector, module
from autograd.compiled.primitives import ADD, CONSTANT, INPUT, MEAN, MUL, PRIMITIVES, SUB, THETA

DOUBLE = 8  # bytes
CHUNK = 1024
"""Samples whose sums are added up on their own, at least; part of what decides the bits of a result."""

OFFSET = 16
"""Where a NumPy array object keeps the pointer to its data (PyArrayObject_fields, after the object's head)."""

_OPERATORS: dict[str, Any] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": operator.truediv,
    "neg": operator.neg,
}

Number = Vector | float


class Kernel:
    """The text of the four functions for a form, and the sizes of the memory they work in, in doubles.

    `width` is the number of columns of X; `block` how many vectors of samples are worked on together.
    """

    def __init__(self, form: Form, width: int, lanes: int, registers: int, block: int) -> None:
        self.form, self.width, self.lanes, self.block = form, width, lanes, block
        self.plan = Plan(form, registers)
        self.slots = max(len(self.plan.slots), 1)
        self.once = len(self.plan.once)
        self.means = -(-len(self.plan.sums) // lanes) * lanes  # in full vectors
        self.work = (self.slots * block + self.means) * lanes

    def memory(self, n: int) -> int:
        """How many doubles `run` works in for n samples: each chunk has sums of its own."""
        return self.work + self.once + self.means * max(1, n // CHUNK)

    def text(self) -> str:
        """The module."""
        functions = [self._before(), Blocks(self).function, *self._after(), *self._run()]
        calls = dict.fromkeys((name, function.lanes) for function in functions for name in function.calls)
        return module([*functions, *(vector_math.definition(name, lanes) for name, lanes in calls)])

    def _before(self) -> Function:
        writer = Rows(self, BEFORE, Function(1))
        writer.line("define void @before(ptr %theta, ptr %once) {", "entry:")
        for row in writer.write():
            if row in self.plan.once:
                writer.store(writer.number(row), f"ptr {writer.at('%once', self.plan.once[row])}")
        writer.line("  ret void", "}")
        return writer.function

    def _after(self) -> list[Function]:
        """The gradient: runs of entries that are computed alike as loops over vectors, the others one by one."""
        runs = [run for run in after_runs(self.plan) if run.length >= self.lanes]
        loops = [run.function(f"after{number}", self.form, self.lanes) for number, run in enumerate(runs)]
        in_loops = {place for run in runs for place in range(run.start, run.start + run.length)}
        alone = [place for place in range(len(self.form.gradient)) if place not in in_loops]
        writer = Rows(self, AFTER, Function(1))
        writer.line("define void @after(i64 %n, ptr %theta, ptr %once, ptr %sums, ptr %gradient) {", "entry:")
        writer.share = 1.0 / writer.function.vector("sitofp i64 %n to double")
        share = writer.share.register
        for number in range(len(runs)):
            writer.line(f"  call void @after{number}(double {share}, ptr %theta, ptr %once, ptr %sums, ptr %gradient)")
        writer.only = _reachable(self.form, [self.form.gradient[place] for place in alone])
        for _ in writer.write():
            pass
        for place in alone:
            writer.store(writer.number(self.form.gradient[place]), f"ptr {writer.at('%gradient', place)}")
        writer.line("  ret void", "}")
        return [*loops, writer.function]

    def _run(self) -> list[Function]:
        function = Function(1)
        data = "\n".join(
            f"  %{name}_at = getelementptr i8, ptr %{name}_object, i64 {OFFSET}\n  %{name} = load ptr, ptr %{name}_at"
            for name in ("X", "theta", "values", "gradient")
        )
        function.lines.append(
            _RUN.format(
                work=self.work, once=self.once, means=self.means, some=max(self.means, 1), chunk=CHUNK, data=data
            )
        )
        return [function]


def _reachable(form: Form, rows: list[int]) -> set[int]:
    """These rows and all they depend on."""
    found, waiting = set[int](), list(rows)
    while waiting:
        row = waiting.pop()
        if row >= 0 and row not in found:
            found.add(row)
            if form.kind[row] >= MEAN:
                waiting += (form.first[row], form.second[row])
    return found


_RUN = """
define void @run(i64 %n, ptr %X, ptr %theta, ptr %values, ptr %gradient, ptr %work) {{
entry:
  %once = getelementptr double, ptr %work, i64 {work}
  %sums = getelementptr double, ptr %once, i64 {once}
  %fit = sdiv i64 %n, {chunk}
  %none = icmp eq i64 %fit, 0
  %count = select i1 %none, i64 1, i64 %fit
  %up = add i64 %n, %count
  %up1 = sub i64 %up, 1
  %chunk = sdiv i64 %up1, %count
  call void @before(ptr %theta, ptr %once)
  br label %next
next:
  %start = phi i64 [0, %entry], [%stop, %next]
  %place = phi i64 [0, %entry], [%after, %next]
  %full = add i64 %start, %chunk
  %last = icmp sge i64 %full, %n
  %stop = select i1 %last, i64 %n, i64 %full
  %offset = mul i64 %place, {means}
  %ours = getelementptr double, ptr %sums, i64 %offset
  call void @each(i64 %start, i64 %stop, ptr %X, ptr %theta, ptr %once, ptr %values, ptr %ours, ptr %work)
  %after = add i64 %place, 1
  br i1 %last, label %end, label %next
end:
  call void @finish(i64 %n, i64 %after, ptr %theta, ptr %once, ptr %gradient)
  ret void
}}

define void @run_objects(i64 %n, ptr %X_object, ptr %theta_object, ptr %values_object, ptr %gradient_object, ptr %work) {{
entry:
{data}
  call void @run(i64 %n, ptr %X, ptr %theta, ptr %values, ptr %gradient, ptr %work)
  ret void
}}

define void @finish(i64 %n, i64 %chunks, ptr %theta, ptr %once, ptr %gradient) {{
entry:
  %sums = getelementptr double, ptr %once, i64 {once}
  %count = mul i64 %chunks, {means}
  br label %head
head:                                                    ; the sums of all chunks go to the first, in order
  %i = phi i64 [{means}, %entry], [%next, %add]
  %more = icmp slt i64 %i, %count
  br i1 %more, label %add, label %end
add:
  %place = srem i64 %i, {some}
  %to = getelementptr double, ptr %sums, i64 %place
  %from = getelementptr double, ptr %sums, i64 %i
  %a = load double, ptr %to
  %b = load double, ptr %from
  %c = fadd double %a, %b
  store double %c, ptr %to
  %next = add i64 %i, 1
  br label %head
end:
  call void @after(i64 %n, ptr %theta, ptr %once, ptr %sums, ptr %gradient)
  ret void
}}"""


class Rows:
    """Writes the rows of one stage into a function."""

    def __init__(self, kernel: Kernel, stage: int, function: Function) -> None:
        self.kernel, self.plan, self.form = kernel, kernel.plan, kernel.form
        self.stage, self.function = stage, function
        self.share: Vector | None = None  # 1/n, in the last stage
        self.only: set[int] | None = None  # all
        self.done: dict[int, Number] = {}

    def line(self, *lines: str) -> None:
        """Write lines as they are."""
        self.function.lines += lines

    def at(self, pointer: str, place: int, of: str = "double") -> str:
        """The address of an element."""
        return self.function.emit(f"getelementptr {of}, ptr {pointer}, i64 {place}")

    def store(self, number: Number, where: str) -> None:
        """Store a number or vector."""
        self.line(f"  store {self.function.type()} {self.function.register(number)}, {where}, align {DOUBLE}")

    def write(self) -> "Any":
        """Write every operation of this stage, operands first; yields the rows as they are written."""
        form, plan = self.form, self.plan
        for row, (kind, first, second) in enumerate(form.rows()):
            if plan.stages[row] != self.stage or kind < MEAN or row in plan.absorbed or self._fuses_later(row):
                continue
            if self.only is not None and row not in self.only:
                continue
            if kind == MEAN:
                self.done[row] = self._mean(row, first)
            else:
                self.done[row] = self._operation(kind, first, second)
            yield row

    def _fuses_later(self, row: int) -> bool:
        """Whether this is a product that only a later sum of this stage needs, and multiplies itself."""
        return self.form.kind[row] == MUL and row in self._added()

    def _added(self) -> set[int]:
        if not hasattr(self, "_products"):
            form, plan, products = self.form, self.plan, set[int]()
            for row, (kind, first, second) in enumerate(form.rows()):
                if kind in (ADD, SUB) and plan.stages[row] == self.stage and row not in plan.absorbed:
                    for operand in (second, first):
                        alone = plan.uses[operand] == 1 and plan.stages[operand] == self.stage
                        if form.kind[operand] == MUL and alone:
                            products.add(operand)
                            break
            self._products = products
        return self._products

    def _operation(self, kind: int, first: int, second: int) -> Vector:
        function = self.function
        name = PRIMITIVES[kind].name
        if kind in (ADD, SUB):
            if second in self._added():
                a, b = self._factors(second)
                if kind == SUB:
                    a = -function.lift(a)
                return function.intrinsic("fmuladd", a, b, self.number(first))
            if first in self._added():
                other = self.number(second)
                return function.intrinsic(
                    "fmuladd", *self._factors(first), -function.lift(other) if kind == SUB else other
                )
        operands = [self.number(row) for row in (first, second) if row >= 0]
        if not any(isinstance(operand, Vector) for operand in operands):
            operands[0] = function.lift(operands[0])
        if name in _OPERATORS:
            result: Vector = _OPERATORS[name](*operands)
            return result
        return vector_math.write(function, name, tuple(operands))

    def _factors(self, product: int) -> tuple[Number, Number]:
        return self.number(self.form.first[product]), self.number(self.form.second[product])

    def _mean(self, row: int, first: int) -> Number:
        if row not in self.plan.places:
            return self.number(first)  # the same for every sample
        total = self.function.vector(f"load double, ptr {self.at('%sums', self.plan.places[row])}")
        assert self.share is not None
        return total * self.share

    def number(self, row: int) -> Number:
        """A row as an operand."""
        if row in self.done:
            return self.done[row]
        kind, first = self.form.kind[row], self.form.first[row]
        if kind == CONSTANT:
            return self.form.constants[first]
        return self.loaded("%theta", first) if kind == THETA else self.loaded("%once", self.plan.once[row])

    def loaded(self, pointer: str, place: int) -> Vector:
        """A number from memory: loaded where it is used, because registers are few."""
        return self.function.vector(f"load double, ptr {self.at(pointer, place)}")


class Blocks(Rows):
    """Writes `each`: the samples from %start to %stop, block by block."""

    def __init__(self, kernel: Kernel) -> None:
        super().__init__(kernel, EACH, Function(kernel.lanes))
        lanes, slots, block = kernel.lanes, kernel.slots, kernel.block
        self.vector = self.function.type()
        self.align = f"align {DOUBLE * lanes}"
        self.row = f"[{slots} x {self.vector}]"
        self.line(
            "define void @each(i64 %start, i64 %stop, ptr %X, ptr %theta, ptr %once, ptr %values, ptr %out,"
            " ptr %work) {",
            "entry:",
            f"  %sums = getelementptr {self.row}, ptr %work, i64 {block}",
            f"  call void @llvm.memset.p0.i64(ptr %sums, i8 0, i64 {kernel.means * lanes * DOUBLE}, i1 false)",
            "  br label %block",
            "block:",
            "  %first = phi i64 [%start, %entry], [%following, %blockend]",
            "  %left = sub i64 %stop, %first",
            f"  %partial = icmp slt i64 %left, {block * lanes}",
            f"  %samples = select i1 %partial, i64 %left, i64 {block * lanes}",
            f"  %up = add i64 %samples, {lanes - 1}",
            f"  %groups = sdiv i64 %up, {lanes}",
            "  %lastsample = sub i64 %samples, 1",
            f"  %padded = mul i64 %groups, {lanes}",
        )
        self.function.declares["void @llvm.memset.p0.i64(ptr, i8, i64, i1)"] = None
        self._inputs()
        self._body()
        self._without_padding()
        for number, tile in enumerate(self.plan.tiles):
            self._tile(number, tile)
        self._values()
        self.line(
            "blockend:",
            "  %following = add i64 %first, %samples",
            "  %another = icmp slt i64 %following, %stop",
            "  br i1 %another, label %block, label %reduce",
        )
        self._reduce()

    def loop(self, name: str, count: str) -> None:
        """Begin a loop with %NAME from 0 to count − 1; the block before ends by falling into it."""
        self.line(
            f"  br label %{name}pre",
            f"{name}pre:",
            f"  br label %{name}loop",
            f"{name}loop:",
            f"  %{name} = phi i64 [0, %{name}pre], [%{name}next, %{name}last]",
        )

    def end(self, name: str, count: str) -> None:
        """End it."""
        self.line(
            f"  br label %{name}last",
            f"{name}last:",
            f"  %{name}next = add i64 %{name}, 1",
            f"  %{name}more = icmp slt i64 %{name}next, {count}",
            f"  br i1 %{name}more, label %{name}loop, label %{name}done",
            f"{name}done:",
        )

    def _lane(self, sample: str, slot: int) -> str:
        """The address of one sample's number in the buffer."""
        group = self.function.emit(f"lshr i64 {sample}, {self.kernel.lanes.bit_length() - 1}")
        lane = self.function.emit(f"and i64 {sample}, {self.kernel.lanes - 1}")
        group_at = self.function.emit(f"getelementptr {self.row}, ptr %work, i64 {group}, i64 {slot}")
        return self.function.emit(f"getelementptr double, ptr {group_at}, i64 {lane}")

    def _inputs(self) -> None:
        """Lay the inputs out in lanes; beyond the last sample it is repeated."""
        emit = self.function.emit
        self.loop("s", "%padded")
        beyond = emit("icmp slt i64 %s, %samples")
        sample = emit(f"select i1 {beyond}, i64 %s, i64 %lastsample")
        row = emit(f"mul i64 {emit(f'add i64 {sample}, %first')}, {self.kernel.width}")
        for slot, column in enumerate(self.plan.columns):
            place = emit(f"add i64 {row}, {column}")
            number = emit(f"load double, ptr {emit(f'getelementptr double, ptr %X, i64 {place}')}, align 8")
            self.line(f"  store double {number}, ptr {self._lane('%s', slot)}, align 8")
        self.end("s", "%padded")

    def _body(self) -> None:
        """The rows, on one vector of samples."""
        self.loop("g", "%groups")
        self.line(f"  %here = getelementptr {self.row}, ptr %work, i64 %g")
        for row in self.write():
            if row in self.plan.slots:
                self._keep(row)
        self.end("g", "%groups")

    def _keep(self, row: int) -> None:
        where = self.at("%here", self.plan.slots[row], self.vector)
        self.line(f"  store {self.vector} {self.function.register(self.done[row])}, ptr {where}, {self.align}")

    def number(self, row: int) -> Number:
        """A row as an operand: an input from its slot."""
        if self.form.kind[row] == INPUT:
            where = self.at("%here", self.plan.slots[row], self.vector)
            return self.function.vector(f"load {self.vector}, ptr {where}, {self.align}")
        return super().number(row)

    def loaded(self, pointer: str, place: int) -> Vector:
        """A number from memory, in every lane."""
        function = self.function
        number = function.emit(f"load double, ptr {self.at(pointer, place)}")
        return spread(function, number)

    def _without_padding(self) -> None:
        """Put 0 where there is no sample, so that it adds nothing to the sums."""
        emit, lanes = self.function.emit, self.kernel.lanes
        if lanes == 1 or not self.plan.sums:
            return
        rest = emit("sub i64 %padded, %samples")
        full = emit(f"icmp eq i64 {rest}, 0")
        self.line(f"  br i1 {full}, label %clean, label %pad", "pad:")
        count = emit(f"sub i64 {lanes}, {rest}")
        one = emit(f"insertelement <{lanes} x i64> poison, i64 {count}, i32 0")
        every = emit(f"shufflevector <{lanes} x i64> {one}, <{lanes} x i64> poison, <{lanes} x i32> zeroinitializer")
        places = ", ".join(f"i64 {lane}" for lane in range(lanes))
        present = emit(f"icmp slt <{lanes} x i64> <{places}>, {every}")
        self.line("  %lastgroup = sub i64 %groups, 1")
        self.loop("z", str(self.kernel.slots))
        where = emit(f"getelementptr {self.row}, ptr %work, i64 %lastgroup, i64 %z")
        old = emit(f"load {self.vector}, ptr {where}, {self.align}")
        new = emit(f"select <{lanes} x i1> {present}, {self.vector} {old}, {self.vector} zeroinitializer")
        self.line(f"  store {self.vector} {new}, ptr {where}, {self.align}")
        self.end("z", str(self.kernel.slots))
        self.line("  br label %clean", "clean:")

    def _tile(self, number: int, tile: list[int]) -> None:
        """Add a tile of sums over the block, in registers."""
        function, plan = self.function, self.plan
        emit, name = function.emit, f"t{number}"
        where = [self.at("%sums", plan.places[mean], self.vector) for mean in tile]
        before = [emit(f"load {self.vector}, ptr {place}, {self.align}") for place in where]
        self.loop(name, "%groups")
        top = len(function.lines)
        here = emit(f"getelementptr {self.row}, ptr %work, i64 %{name}")
        rows = dict.fromkeys(row for mean in tile for term in plan.sums[mean] for row in term if row >= 0)
        loaded = {}
        for row in rows:
            slot = self.at(here, plan.slots[row], self.vector)
            loaded[row] = function.vector(f"load {self.vector}, ptr {slot}, {self.align}")
        totals = []
        for place, mean in enumerate(tile):
            total = Vector(function, f"%{name}sum{place}")
            for a, b in plan.sums[mean]:
                total = total + loaded[a] if b < 0 else function.intrinsic("fmuladd", loaded[a], loaded[b], total)
            totals.append(total.register)
        function.lines[top:top] = [
            f"  %{name}sum{place} = phi {self.vector} [{start}, %{name}pre], [{total}, %{name}last]"
            for place, (start, total) in enumerate(zip(before, totals, strict=True))
        ]
        self.end(name, "%groups")
        for total, place in zip(totals, where, strict=True):
            self.line(f"  store {self.vector} {total}, ptr {place}, {self.align}")

    def _values(self) -> None:
        """The values of this block, out of their lanes."""
        emit, outputs = self.function.emit, self.form.values
        self.loop("v", "%samples")
        row = emit(f"mul i64 {emit('add i64 %v, %first')}, {len(outputs)}")
        for place, output in enumerate(outputs):
            if output in self.plan.slots:
                value = emit(f"load double, ptr {self._lane('%v', self.plan.slots[output])}, align 8")
            elif self.form.kind[output] == CONSTANT:
                value = Function(1).constant(self.form.constants[self.form.first[output]])
            else:
                theta = self.form.kind[output] == THETA
                pointer, index = ("%theta", self.form.first[output]) if theta else ("%once", self.plan.once[output])
                value = emit(f"load double, ptr {self.at(pointer, index)}")
            to = emit(f"getelementptr double, ptr %values, i64 {emit(f'add i64 {row}, {place}')}")
            self.line(f"  store double {value}, ptr {to}, align 8")
        self.end("v", "%samples")
        self.line("  br label %blockend")

    def _reduce(self) -> None:
        """Add up the lanes of each sum: as many sums as there are lanes at a time, until each is in a lane of one."""
        emit, lanes = self.function.emit, self.kernel.lanes
        self.line("reduce:")
        if self.plan.sums:
            self.loop("m", str(self.kernel.means // lanes))
            first = emit(f"mul i64 %m, {lanes}")
            start = emit(f"getelementptr {self.vector}, ptr %sums, i64 {first}")
            totals = [
                emit(f"load {self.vector}, ptr {self.at(start, lane, self.vector)}, {self.align}")
                for lane in range(lanes)
            ]
            step = 1
            while step < lanes:
                totals = [self._halved(*pair, step) for pair in zip(totals[::2], totals[1::2], strict=True)]
                step *= 2
            where = emit(f"getelementptr double, ptr %out, i64 {first}")
            self.line(f"  store {self.vector} {totals[0]}, ptr {where}, align {DOUBLE}")
            self.end("m", str(self.kernel.means // lanes))
        self.line("  ret void", "}")

    def _halved(self, a: str, b: str, step: int) -> str:
        """Neighbours at distance `step` added: a's sums in the lanes without that bit, b's in those with it."""
        lanes = self.kernel.lanes
        halves = []
        for partner in 0, step:
            picked = ", ".join(f"i32 {(lane ^ partner) + (lanes if lane & step else 0)}" for lane in range(lanes))
            halves.append(
                self.function.emit(f"shufflevector {self.vector} {a}, {self.vector} {b}, <{lanes} x i32> <{picked}>")
            )
        return self.function.emit(f"fadd {self.vector} {halves[0]}, {halves[1]}")
