"""What calls the functions of llvm_form.py: loops over blocks and chunks, the samples left over, the sums' lanes."""

from collections.abc import Callable

from autograd.compiled.llvm_form import Plan
from autograd.compiled.llvm_ir import Function

CHUNK = 1024
"""So many samples are added up before their sum goes to the total: the threads' share, the same for any number."""


class _Driver:
    """A function of loops, written line by line."""

    def __init__(self, header: str, lanes: int) -> None:
        self.function = Function(lanes)
        self.function.lines += [f"define void @{header} {{", "entry:"]
        self._labels = 0

    def emit(self, instruction: str) -> str:
        return self.function.emit(instruction)

    def do(self, instruction: str) -> None:
        self.function.lines.append(f"  {instruction}")

    def at(self, base: str, index: str, kind: str = "double") -> str:
        """The address of entry `index`."""
        return self.emit(f"getelementptr {kind}, ptr {base}, i64 {index}")

    def loop(self, count: str, body: Callable[[str], None], step: int = 1, start: int = 0) -> None:
        """Do `body(i)` for i = start, start + step, … below `count`."""
        self._labels += 1
        label, entered = f"loop{self._labels}", self.function.block
        self.do(f"br label %{label}.check")
        self._block(f"{label}.check")
        head = len(self.function.lines)
        index = f"%{label}.i"
        more = self.emit(f"icmp ult i64 {index}, {count}")
        self.do(f"br i1 {more}, label %{label}.body, label %{label}.end")
        self._block(f"{label}.body")
        body(index)
        following = self.emit(f"add i64 {index}, {step}")
        self.do(f"br label %{label}.check")
        phi = f"  {index} = phi i64 [{start}, %{entered}], [{following}, %{self.function.block}]"
        self.function.lines.insert(head, phi)
        self._block(f"{label}.end")

    def when(self, condition: str, body: Callable[[], None]) -> None:
        """Do `body()` if the condition holds."""
        self._labels += 1
        label = f"when{self._labels}"
        self.do(f"br i1 {condition}, label %{label}.do, label %{label}.end")
        self._block(f"{label}.do")
        body()
        self.do(f"br label %{label}.end")
        self._block(f"{label}.end")

    def _block(self, label: str) -> None:
        self.function.lines.append(f"{label}:")
        self.function.block = label

    def least(self, x: str, y: str) -> str:
        """The smaller of two sizes."""
        return self.emit(f"select i1 {self.emit(f'icmp ult i64 {x}, {y}')}, i64 {x}, i64 {y}")

    def copy(self, target: str, source: str, count: str) -> None:
        """Copy so many doubles."""

        def one(index: str) -> None:
            number = self.emit(f"load double, ptr {self.at(source, index)}")
            self.do(f"store double {number}, ptr {self.at(target, index)}")

        self.loop(count, one)

    def done(self) -> Function:
        """The function."""
        self.function.lines += ["  ret void", "}"]
        return self.function


class Layout:
    """The scratch memory of a call, in doubles: places of what is kept there, and its `size`.

    `sums` is the number of sums, filled up so that they can be gone through as vectors.
    """

    def __init__(self, plan: Plan, lanes: int) -> None:
        self.lanes, self.columns = lanes, plan.columns
        self.k = len(plan.form.values)
        self.blocks, self.room, self.factors = plan.blocks, plan.room, len(plan.work)
        self.sums = -(-len(plan.sums) // lanes) * lanes
        self.size = 0
        self.full = self._take(lanes * self.sums)
        self.work = self._take(lanes * self.factors * self.room)
        self.samples = self._take(lanes * self.columns)
        self.values = self._take(lanes * self.k)
        self.once = self._take(len(plan.once))
        self.totals = self._take(self.sums)
        self.part = self._take(self.sums)

    def _take(self, count: int) -> int:
        place = self.size
        self.size += -(-count // 8) * 8
        return place


class _Part:
    """Some samples: their outputs, and what they add up to: `part(theta, once, X, values, totals, scratch, n)`."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.driver = driver = _Driver(
            "part(ptr %theta, ptr %once, ptr %X, ptr %values, ptr %totals, ptr %scratch, i64 %n)", layout.lanes
        )
        self.vector = driver.function.type()
        self.full = driver.emit(f"udiv i64 %n, {layout.lanes}")
        self.done = driver.emit(f"mul i64 {self.full}, {layout.lanes}")
        self.left = driver.emit(f"sub i64 %n, {self.done}")
        self.sums, self.work = (driver.at("%scratch", str(place)) for place in (layout.full, layout.work))
        self.some_left = driver.emit(f"icmp ne i64 {self.left}, 0")
        one = driver.emit(f"icmp ne i64 {self.full}, 0")
        driver.loop(driver.emit(f"select i1 {one}, i64 {self.full}, i64 1"), self.group, layout.blocks)
        driver.loop(str(layout.sums), self.add_lanes, layout.lanes)

    def block(self, X: str, to: str, work: str, blocks: str) -> None:
        """Run so many blocks."""
        self.driver.do(f"call void @block(ptr %theta, ptr %once, ptr {X}, ptr {to}, ptr {work}, i64 {blocks})")

    def group(self, start: str) -> None:
        """As many blocks as `work` has room for, from this one on, and the samples left over if it is the last."""
        driver, layout = self.driver, self.layout
        X = driver.at("%X", driver.emit(f"mul i64 {start}, {layout.lanes * layout.columns}"))
        to = driver.at("%values", driver.emit(f"mul i64 {start}, {layout.lanes * layout.k}"))
        left = driver.emit(f"sub i64 {self.full}, {start}")
        blocks = driver.least(left, str(layout.blocks))
        any_full = driver.emit(f"icmp ne i64 {blocks}, 0")
        driver.when(any_full, lambda: self.block(X, to, self.work, blocks))
        is_last = driver.emit(f"icmp ule i64 {left}, {layout.blocks}")
        with_rest = driver.emit(f"and i1 {is_last}, {self.some_left}")
        work = driver.at(self.work, blocks, self.vector)
        driver.when(with_rest, lambda: self.remainder(work))
        if layout.sums:
            extra = driver.emit(f"zext i1 {with_rest} to i64")
            blocks = driver.emit(f"add i64 {blocks}, {extra}")
            fresh = driver.emit(f"icmp eq i64 {start}, 0")
            driver.do(f"call void @sums(ptr {self.work}, ptr {self.sums}, i64 {blocks}, i1 {fresh})")

    def remainder(self, work: str) -> None:
        """The samples that do not fill the lanes: the others get the last one, and add nothing."""
        driver, layout, vector = self.driver, self.layout, self.vector
        samples, values = (driver.at("%scratch", str(place)) for place in (layout.samples, layout.values))

        def fill(lane: str) -> None:
            last = driver.emit(f"sub i64 {self.left}, 1")
            row = driver.emit(f"add i64 {self.done}, {driver.least(lane, last)}")
            source = driver.at("%X", driver.emit(f"mul i64 {row}, {layout.columns}"))
            target = driver.at(samples, driver.emit(f"mul i64 {lane}, {layout.columns}"))
            driver.copy(target, source, str(layout.columns))

        driver.loop(str(layout.lanes), fill)
        self.block(samples, values, work, "1")
        to = driver.at("%values", driver.emit(f"mul i64 {self.done}, {layout.k}"))
        driver.copy(to, values, driver.emit(f"mul i64 {self.left}, {layout.k}"))
        used = self.mask()

        def clear(i: str) -> None:
            address = driver.at(work, driver.emit(f"mul i64 {i}, {layout.room}"), vector)
            factor = driver.emit(f"load {vector}, ptr {address}, align 8")
            kept = f"select <{layout.lanes} x i1> {used}, {vector} {factor}, {vector} zeroinitializer"
            driver.do(f"store {vector} {driver.emit(kept)}, ptr {address}, align 8")

        driver.loop(str(layout.factors), clear)

    def mask(self) -> str:
        """Which lanes of the last block have a sample."""
        driver, lanes = self.driver, self.layout.lanes
        first = driver.emit(f"insertelement <{lanes} x i64> poison, i64 {self.left}, i32 0")
        zeros = f"<{lanes} x i32> zeroinitializer"
        left = driver.emit(f"shufflevector <{lanes} x i64> {first}, <{lanes} x i64> poison, {zeros}")
        numbers = ", ".join(f"i64 {lane}" for lane in range(lanes))
        return driver.emit(f"icmp ult <{lanes} x i64> <{numbers}>, {left}")

    def add_lanes(self, first: str) -> None:
        """Add up the lanes of as many sums as there are lanes: neighbours first, the same on every machine."""
        driver, vector, lanes = self.driver, self.vector, self.layout.lanes
        places = [driver.emit(f"add i64 {first}, {place}") for place in range(lanes)]
        rows = [driver.emit(f"load {vector}, ptr {driver.at(self.sums, place, vector)}, align 8") for place in places]
        distance = 1
        while len(rows) > 1:  # of two rows the sums of neighbours, side by side
            merged = []
            for x, y in zip(rows[::2], rows[1::2], strict=True):
                halves = []
                for side in (0, distance):
                    lane = [
                        place ^ distance if bool(place & distance) != bool(side) else place for place in range(lanes)
                    ]
                    order = ", ".join(
                        f"i32 {source + (lanes if place & distance else 0)}" for place, source in enumerate(lane)
                    )
                    halves.append(driver.emit(f"shufflevector {vector} {x}, {vector} {y}, <{lanes} x i32> <{order}>"))
                merged.append(driver.emit(f"fadd {vector} {', '.join(halves)}"))
            rows, distance = merged, 2 * distance
        driver.do(f"store {vector} {rows[0]}, ptr {driver.at('%totals', first)}, align 8")


def part(layout: Layout) -> Function:
    """The function that runs some samples."""
    return _Part(layout).driver.done()


class _Chunks:
    """Goes through samples chunk by chunk, calling `part`."""

    def __init__(self, driver: _Driver, layout: Layout, theta: str, once: str, X: str, values: str) -> None:
        self.driver, self.layout = driver, layout
        self.theta, self.once, self.X, self.values = theta, once, X, values

    def part(self, start: str, totals: str) -> None:
        """Run the chunk that starts with this sample."""
        driver, layout = self.driver, self.layout
        X = driver.at(self.X, driver.emit(f"mul i64 {start}, {layout.columns}"))
        to = driver.at(self.values, driver.emit(f"mul i64 {start}, {layout.k}"))
        size = driver.least(driver.emit(f"sub i64 %n, {start}"), str(CHUNK))
        places = ", ".join(f"ptr {place}" for place in (self.theta, self.once, X, to, totals, "%scratch"))
        driver.do(f"call void @part({places}, i64 {size})")


def mean(layout: Layout) -> Function:
    """Divide what the samples add up to by their number: `mean(totals, n)`."""
    driver = _Driver("mean(ptr %totals, i64 %n)", layout.lanes)
    vector = driver.function.type()
    number = driver.emit("sitofp i64 %n to double")
    first = driver.emit(f"insertelement {vector} poison, double {number}, i32 0")
    zeros = f"<{layout.lanes} x i32> zeroinitializer"
    count = driver.emit(f"shufflevector {vector} {first}, {vector} poison, {zeros}")

    def divide(i: str) -> None:
        address = driver.at("%totals", i, vector)
        total = driver.emit(f"load {vector}, ptr {address}, align 8")
        driver.do(f"store {vector} {driver.emit(f'fdiv {vector} {total}, {count}')}, ptr {address}, align 8")

    driver.loop(str(layout.sums // layout.lanes), divide)
    return driver.done()


def share(layout: Layout) -> Function:
    """One thread's share: `share(theta, once, X, values, totals, scratch, n)`; totals has a row for each chunk."""
    driver = _Driver(
        "share(ptr %theta, ptr %once, ptr %X, ptr %values, ptr %totals, ptr %scratch, i64 %n)", layout.lanes
    )
    chunks = _Chunks(driver, layout, "%theta", "%once", "%X", "%values")

    def chunk(start: str) -> None:
        row = driver.emit(f"mul i64 {driver.emit(f'udiv i64 {start}, {CHUNK}')}, {layout.sums}")
        chunks.part(start, driver.at("%totals", row))

    driver.loop("%n", chunk, CHUNK)
    return driver.done()


def run(layout: Layout, offset: int) -> Function:
    """A whole call: `run(theta, X, values, gradient, scratch, n)`.

    The first four say where the address of the data is: `offset` bytes further on.
    """
    vector, lanes = f"<{layout.lanes} x double>", layout.lanes
    driver = _Driver("run(ptr %0, ptr %1, ptr %2, ptr %3, ptr %scratch, i64 %n)", lanes)
    theta, X, values, gradient = (
        driver.emit(f"load ptr, ptr {driver.at(f'%{place}', str(offset), 'i8')}") for place in range(4)
    )
    once, totals, some = (driver.at("%scratch", str(place)) for place in (layout.once, layout.totals, layout.part))
    chunks = _Chunks(driver, layout, theta, once, X, values)
    driver.do(f"call void @before(ptr {theta}, ptr {once})")
    chunks.part("0", totals)

    def add(i: str) -> None:
        total = driver.at(totals, i, vector)
        numbers = (driver.emit(f"load {vector}, ptr {at}, align 8") for at in (total, driver.at(some, i, vector)))
        driver.do(f"store {vector} {driver.emit(f'fadd {vector} ' + ', '.join(numbers))}, ptr {total}, align 8")

    def chunk(start: str) -> None:
        chunks.part(start, some)
        driver.loop(str(layout.sums // lanes), add)

    driver.loop("%n", chunk, CHUNK, start=CHUNK)
    driver.do(f"call void @mean(ptr {totals}, i64 %n)")
    driver.do(f"call void @after(ptr {theta}, ptr {once}, ptr {totals}, ptr {gradient})")
    return driver.done()
