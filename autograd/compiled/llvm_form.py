"""A `Form` as LLVM IR: one sample's rows as straight-line vector code, samples in lanes.

Three functions come out: `before` and `after` run once a call, `block` for every few samples. What `block` computes
and a mean needs it leaves in `work`; `sums` then adds up the means' terms over many blocks at once, a tile of sums in
registers at a time: most of them are products of two numbers that are there (upstream · operand), and that many
loads and stores saved is what puts this ahead of C written by hand.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from autograd.compiled.form import AFTER, BEFORE, EACH, Form
from autograd.compiled.llvm_ir import Function, Vector
from autograd.compiled.primitives import CONSTANT, FIRST_OPERATION, INPUT, MEAN, MUL, PRIMITIVES, THETA

TILE = 20
"""Sums in registers at a time; 12 where there are 16 registers."""

GROUP = 4
"""A tile takes the terms of so many first factors."""

Term = tuple[int, int, int]
"""The rows of two factors (−1: no second one), and the number of the sum that their product belongs to."""


@dataclass
class Plan:
    """Where everything is kept.

    `once` gives the place of what `before` leaves for later, `sums` the number of each mean's sum, `terms` what is
    added up, `work` the place of each factor.
    """

    form: Form
    columns: int
    stages: list[int] = field(default_factory=list)
    once: dict[int, int] = field(default_factory=dict)
    sums: dict[int, int] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    work: dict[int, int] = field(default_factory=dict)
    left_out: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        form = self.form
        self.stages = form.stages()
        uses = [0] * len(form)
        for row, (kind, *operands) in enumerate(form.rows()):
            if kind >= MEAN:
                for operand in operands:
                    if operand >= 0:
                        uses[operand] += 1
                        self._keep(operand, self.stages[row])
        for row in (*form.values, *form.gradient):
            uses[row] += 1
            self._keep(row, AFTER)
        for row, (kind, first, _) in enumerate(form.rows()):
            if kind != MEAN:
                continue
            number = self.sums[row] = len(self.sums)
            x, y = form.first[first], form.second[first]
            if form.kind[first] == MUL and uses[first] == 1 and self.stages[x] == self.stages[y] == EACH:
                self.left_out.add(first)
                self.terms.append((max(x, y), min(x, y), number))
            else:
                self.terms.append((first, -1, number))
        factors = {row for term in self.terms for row in term[:2]} - {-1}
        self.work = {row: place for place, row in enumerate(sorted(factors))}

    def _keep(self, row: int, stage: int) -> None:
        if stage > self.stages[row] == BEFORE and self.form.kind[row] >= FIRST_OPERATION:
            self.once.setdefault(row, len(self.once))


class _Rows:
    """Rows as instructions of a function; `vectors` has those computed so far."""

    def __init__(self, plan: Plan, function: Function) -> None:
        self.plan = plan
        self.form = plan.form
        self.function = function
        self.vectors: dict[int, Vector] = {}

    def everywhere(self, base: str, place: int) -> Vector:
        """The number at a place, in every lane."""
        function = self.function
        number = function.emit(f"load double, ptr {function.emit(f'getelementptr double, ptr {base}, i64 {place}')}")
        if function.lanes == 1:
            return Vector(function, number)
        first = function.emit(f"insertelement {function.type()} poison, double {number}, i32 0")
        lanes = f"<{function.lanes} x i32> zeroinitializer"
        return function.vector(f"shufflevector {function.type()} {first}, {function.type()} poison, {lanes}")

    def address(self, base: str, place: int) -> str:
        """Where vector number `place` is."""
        return self.function.emit(f"getelementptr {self.function.type()}, ptr {base}, i64 {place}")

    def load(self, base: str, place: int) -> Vector:
        """Vector number `place`."""
        return self.function.vector(f"load {self.function.type()}, ptr {self.address(base, place)}, align 8")

    def store(self, vector: Vector, address: str) -> None:
        """Write a vector to memory."""
        self.function.lines.append(f"  store {self.function.type()} {vector.register}, ptr {address}, align 8")

    def row(self, row: int) -> Vector | float:
        """A row that has been computed, or a leaf; leaves are loaded each time, which costs less than keeping them."""
        form, kind, first = self.form, self.form.kind[row], self.form.first[row]
        if kind == CONSTANT:
            return form.constants[first]
        if row in self.vectors:
            return self.vectors[row]
        if kind == THETA:
            return self.everywhere("%theta", first)
        if kind == INPUT:
            self.vectors[row] = self._column(first)
            return self.vectors[row]
        return self.everywhere("%once", self.plan.once[row])

    def _column(self, column: int) -> Vector:
        """A column of as many samples as there are lanes."""
        function, register = self.function, "poison"
        for lane in range(function.lanes):
            sample = function.emit(f"getelementptr double, ptr %x{lane}, i64 {column}")
            number = function.emit(f"load double, ptr {sample}")
            register = function.emit(f"insertelement {function.type()} {register}, double {number}, i32 {lane}")
        return Vector(function, register)

    def compute(self, rows: Iterable[int]) -> None:
        """Compute these rows."""
        for row in rows:
            operands = [self.row(x) for x in (self.form.first[row], self.form.second[row]) if x >= 0]
            self.vectors[row] = PRIMITIVES[self.form.kind[row]].function(*operands)


def before(plan: Plan) -> Function:
    """What no sample changes: `before(theta, once)`."""
    function = Function(1)
    rows = _Rows(plan, function)
    form = plan.form
    rows.compute(row for row, kind in enumerate(form.kind) if plan.stages[row] == BEFORE and kind >= FIRST_OPERATION)
    for row, place in plan.once.items():
        rows.store(rows.vectors[row], rows.address("%once", place))
    return _framed(function, "before(ptr %theta, ptr %once)")


def after(plan: Plan) -> Function:
    """The gradient, from what the samples add up to: `after(theta, once, totals, gradient, n)`."""
    function = Function(1)
    rows = _Rows(plan, function)
    form = plan.form
    n = function.vector("sitofp i64 %n to double")
    for row, kind in enumerate(form.kind):
        if kind == MEAN:
            rows.vectors[row] = rows.load("%totals", plan.sums[row]) / n
        elif plan.stages[row] == AFTER:
            rows.compute([row])
    for place, row in enumerate(form.gradient):
        rows.store(function.lift(rows.row(row)), rows.address("%gradient", place))
    return _framed(function, "after(ptr %theta, ptr %once, ptr %totals, ptr %gradient, i64 %n)")


def block(plan: Plan, lanes: int) -> Function:
    """`blocks` times as many samples as there are lanes: `block(theta, once, X, values, work, blocks)`."""
    function = Function(lanes)
    function.block = "loop"
    rows, form, columns, width = _Rows(plan, function), plan.form, plan.columns, len(plan.work)
    start = function.emit(f"mul i64 %i, {lanes * columns}")
    for lane in range(lanes):
        offset = function.emit(f"add i64 {start}, {lane * columns}")
        function.lines.append(f"  %x{lane} = getelementptr double, ptr %X, i64 {offset}")
    place = function.emit(f"mul i64 %i, {width}")
    function.lines.append(f"  %mine = getelementptr {function.type()}, ptr %work, i64 {place}")
    for row, kind in enumerate(form.kind):
        if plan.stages[row] != EACH or row in plan.left_out:
            continue
        if kind != INPUT:
            rows.compute([row])
        if row in plan.work:
            rows.store(function.lift(rows.row(row)), rows.address("%mine", plan.work[row]))
    _store_values(rows)
    return _looped(function, "block(ptr %theta, ptr %once, ptr %X, ptr %values, ptr %work, i64 %blocks)", "%blocks")


def _store_values(rows: _Rows) -> None:
    """Write the outputs of the samples in the lanes."""
    function, k = rows.function, len(rows.form.values)
    outputs = [function.lift(rows.row(row)) for row in rows.form.values]
    if k == 1:
        rows.store(outputs[0], function.emit(f"getelementptr {function.type()}, ptr %values, i64 %i"))
        return
    start = function.emit(f"mul i64 %i, {k * function.lanes}")
    for lane in range(function.lanes):
        for place, output in enumerate(outputs):
            index = function.emit(f"add i64 {start}, {lane * k + place}")
            address = function.emit(f"getelementptr double, ptr %values, i64 {index}")
            number = function.emit(f"extractelement {function.type()} {output.register}, i32 {lane}")
            function.lines.append(f"  store double {number}, ptr {address}")


def tiles(plan: Plan) -> list[list[Term]]:
    """The terms in groups that share factors, each small enough for the registers."""
    by_factor: dict[int, list[Term]] = {}
    for term in plan.terms:
        by_factor.setdefault(term[0], []).append(term)
    factors = sorted(by_factor)
    found = []
    for start in range(0, len(factors), GROUP):
        group = [term for factor in factors[start : start + GROUP] for term in by_factor[factor]]
        group.sort(key=lambda term: (term[1], term[0]))
        found += [group[place : place + TILE] for place in range(0, len(group), TILE)]
    return found


def sums(plan: Plan, lanes: int) -> Function:
    """Add what so many blocks left in `work` to the sums, lane by lane: `sums(work, sums, blocks, fresh)`.

    `fresh`: the sums are 0 so far, whatever there is in memory.
    """
    function = Function(lanes)
    rows, vector, width = _Rows(plan, function), function.type(), len(plan.work)
    label = "entry"
    for number, tile in enumerate(tiles(plan)):
        addresses = [rows.address("%sums", total) for _, _, total in tile]
        starts = []
        for address in addresses:
            so_far = function.emit(f"load {vector}, ptr {address}, align 8")
            starts.append(function.emit(f"select i1 %fresh, {vector} zeroinitializer, {vector} {so_far}"))
        function.lines += [f"  br label %tile{number}", f"tile{number}:"]
        head = len(function.lines)
        place = function.emit(f"mul i64 %i{number}, {width}")
        function.lines.append(f"  %base{number} = getelementptr {vector}, ptr %work, i64 {place}")
        factors = {
            row: rows.load(f"%base{number}", plan.work[row])
            for row in sorted({row for term in tile for row in term[:2]} - {-1})
        }
        ends = []
        for place_in_tile, (x, y, _) in enumerate(tile):
            so_far = Vector(function, f"%s{number}.{place_in_tile}")
            ends.append(so_far + factors[x] if y < 0 else function.intrinsic("fmuladd", factors[x], factors[y], so_far))
        following = function.emit(f"add i64 %i{number}, 1")
        more = function.emit(f"icmp ult i64 {following}, %blocks")
        function.lines += [f"  br i1 {more}, label %tile{number}, label %done{number}", f"done{number}:"]
        phis = [f"  %i{number} = phi i64 [0, %{label}], [{following}, %tile{number}]"]
        for place_in_tile, (start, end) in enumerate(zip(starts, ends, strict=True)):
            incoming = f"[{start}, %{label}], [{end.register}, %tile{number}]"
            phis.append(f"  %s{number}.{place_in_tile} = phi {vector} {incoming}")
        function.lines[head:head] = phis
        for address, end in zip(addresses, ends, strict=True):
            rows.store(end, address)
        label = f"done{number}"
    return _framed(function, "sums(ptr %work, ptr %sums, i64 %blocks, i1 %fresh)")


def _framed(function: Function, header: str) -> Function:
    function.lines[:0] = [f"define void @{header} {{", "entry:"]
    function.lines += ["  ret void", "}"]
    return function


def _looped(function: Function, header: str, count: str) -> Function:
    """The function with its lines in a loop over %i."""
    following = function.emit("add i64 %i, 1")
    more = function.emit(f"icmp ult i64 {following}, {count}")
    function.lines += [f"  br i1 {more}, label %loop, label %end", "end:", "  ret void", "}"]
    last = function.block
    function.lines[:0] = [
        f"define void @{header} {{",
        "entry:",
        "  br label %loop",
        "loop:",
        f"  %i = phi i64 [0, %entry], [{following}, %{last}]",
    ]
    return function
