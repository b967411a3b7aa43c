"""The loop over the samples of a form, as LLVM IR: blocks of vectors, and the sums over them in tiles."""

from autograd.compiled.engines.llvm.plan import DOUBLE, Layout
from autograd.compiled.engines.llvm.rows import Number, Rows
from autograd.compiled.ir.form import EACH
from autograd.compiled.ir.primitives import CONSTANT, INPUT, THETA
from autograd.compiled.llvm.ir import Function, Vector

PIECE = 400
"""The number of rows that run straight through."""


class Blocks(Rows):
    """Writes `each`: the samples from %start to %stop, block by block."""

    def __init__(self, layout: Layout) -> None:
        super().__init__(layout.plan, EACH, Function(layout.lanes))
        self.layout = layout
        lanes, slots, block = layout.lanes, layout.slots, layout.block
        self.vector = self.function.type()
        self.align = f"align {DOUBLE * lanes}"
        self.row = f"[{slots} x {self.vector}]"
        self.line(
            "define void @each("
            "ptr %X, ptr %theta, ptr %once, ptr %values, ptr %out, ptr %work, i64 %start, i64 %stop) {",
            "entry:",
            f"  %sums = getelementptr {self.row}, ptr %work, i64 {block}",
            "  br label %block",
            "block:",
            "  %first = phi i64 [%start, %entry], [%following, %blockend]",
            "  %fresh = icmp eq i64 %first, %start",
            "  %left = sub i64 %stop, %first",
            f"  %partial = icmp slt i64 %left, {block * lanes}",
            f"  %samples = select i1 %partial, i64 %left, i64 {block * lanes}",
            f"  %up = add i64 %samples, {lanes - 1}",
            f"  %groups = sdiv i64 %up, {lanes}",
            "  %lastsample = sub i64 %samples, 1",
            f"  %padded = mul i64 %groups, {lanes}",
        )
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
        group = self.function.emit(f"lshr i64 {sample}, {self.layout.lanes.bit_length() - 1}")
        lane = self.function.emit(f"and i64 {sample}, {self.layout.lanes - 1}")
        group_at = self.function.emit(f"getelementptr {self.row}, ptr %work, i64 {group}, i64 {slot}")
        return self.function.emit(f"getelementptr double, ptr {group_at}, i64 {lane}")

    def _inputs(self) -> None:
        """Lay the inputs out in lanes; beyond the last sample it is repeated."""
        emit = self.function.emit
        self.loop("s", "%padded")
        beyond = emit("icmp slt i64 %s, %samples")
        sample = emit(f"select i1 {beyond}, i64 %s, i64 %lastsample")
        row = emit(f"mul i64 {emit(f'add i64 {sample}, %first')}, {self.layout.width}")
        for slot, column in enumerate(self.plan.columns):
            place = emit(f"add i64 {row}, {column}")
            number = emit(f"load double, ptr {emit(f'getelementptr double, ptr %X, i64 {place}')}, align 8")
            self.line(f"  store double {number}, ptr {self._lane('%s', slot)}, align 8")
        self.end("s", "%padded")

    def _body(self) -> None:
        """The rows, on one vector of samples.

        In pieces: LLVM's time grows faster than the length of what runs straight through. A jump that is never taken,
        which LLVM cannot know, keeps them apart.
        """
        self.loop("g", "%groups")
        self.line(f"  %here = getelementptr {self.row}, ptr %work, i64 %g", "  %never = icmp eq i64 %groups, 0")
        for count, row in enumerate(self.write(), 1):
            if row in self.plan.slots:
                self._keep(row)
            if count % PIECE == 0:
                self.line(f"  br i1 %never, label %nowhere, label %piece{count}", f"piece{count}:")
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
        return function.spread(number)

    def _without_padding(self) -> None:
        """Put 0 where there is no sample, so that it adds nothing to the sums."""
        emit, lanes = self.function.emit, self.layout.lanes
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
        self.loop("z", str(self.layout.slots))
        where = emit(f"getelementptr {self.row}, ptr %work, i64 %lastgroup, i64 %z")
        old = emit(f"load {self.vector}, ptr {where}, {self.align}")
        new = emit(f"select <{lanes} x i1> {present}, {self.vector} {old}, {self.vector} zeroinitializer")
        self.line(f"  store {self.vector} {new}, ptr {where}, {self.align}")
        self.end("z", str(self.layout.slots))
        self.line("  br label %clean", "clean:")

    def _tile(self, number: int, tile: list[int]) -> None:
        """Add a tile of sums over the block, in registers."""
        function, plan = self.function, self.plan
        emit, name = function.emit, f"t{number}"
        where = [self.at("%sums", plan.places[mean], self.vector) for mean in tile]
        before = [emit(f"load {self.vector}, ptr {place}, {self.align}") for place in where]
        fresh = f"select i1 %fresh, {self.vector} zeroinitializer, {self.vector}"
        before = [emit(f"{fresh} {number}") for number in before]  # there is nothing in the sums at first
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
        for end, address in zip(totals, where, strict=True):
            self.line(f"  store {self.vector} {end}, ptr {address}, {self.align}")

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
        emit, lanes = self.function.emit, self.layout.lanes
        self.line("reduce:")
        if self.plan.sums:
            self.loop("m", str(self.layout.means // lanes))
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
            target = emit(f"getelementptr double, ptr %out, i64 {first}")
            self.line(f"  store {self.vector} {totals[0]}, ptr {target}, align {DOUBLE}")
            self.end("m", str(self.layout.means // lanes))
        self.line("  br label %nowhere", "nowhere:", "  ret void", "}")

    def _halved(self, a: str, b: str, step: int) -> str:
        """Neighbours at distance `step` added: a's sums in the lanes without that bit, b's in those with it."""
        lanes = self.layout.lanes
        halves = []
        for partner in 0, step:
            picked = ", ".join(f"i32 {(lane ^ partner) + (lanes if lane & step else 0)}" for lane in range(lanes))
            halves.append(
                self.function.emit(f"shufflevector {self.vector} {a}, {self.vector} {b}, <{lanes} x i32> <{picked}>")
            )
        return self.function.emit(f"fadd {self.vector} {halves[0]}, {halves[1]}")
