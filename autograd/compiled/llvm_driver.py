"""What calls the functions of llvm_form.py: loops over blocks and chunks, the samples left over, the sums' lanes."""

from collections.abc import Callable

from autograd.compiled.llvm_form import Plan
from autograd.compiled.llvm_ir import Function

CHUNK = 1024
"""So many samples are added up before their sum goes to the total: the threads' share, the same for any number."""

WORK_BYTES = 16_384
"""What a group of blocks may leave for `sums`: half of the fastest memory there is."""

MOST_BLOCKS = 16


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

    def loop(self, count: str, body: Callable[[str], None], step: int = 1) -> None:
        """Do `body(i)` for i = 0, step, … below `count`."""
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
        phi = f"  {index} = phi i64 [0, %{entered}], [{following}, %{self.function.block}]"
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
        factors = max(1, len(plan.work))
        self.blocks = max(1, min(MOST_BLOCKS, WORK_BYTES // (8 * lanes * factors)))
        self.sums = -(-len(plan.sums) // lanes) * lanes
        self.size = 0
        self.full = self._take(lanes * self.sums)
        self.rest = self._take(lanes * self.sums)
        self.work = self._take(lanes * factors * self.blocks)
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
        self.full_sums, self.rest_sums, self.work = (
            driver.at("%scratch", str(place)) for place in (layout.full, layout.rest, layout.work)
        )
        some_full = driver.emit(f"icmp ne i64 {self.full}, 0")
        driver.loop(self.full, self.group, layout.blocks)
        driver.when(driver.emit(f"icmp ne i64 {self.left}, 0"), self.remainder)
        some_left = driver.emit(f"icmp ne i64 {self.left}, 0")
        driver.loop(str(layout.sums), lambda i: self.add_lanes(i, some_full, some_left))

    def run(self, X: str, to: str, blocks: str, sums: str, fresh: str) -> None:
        """Run so many blocks and add them up."""
        self.driver.do(f"call void @block(ptr %theta, ptr %once, ptr {X}, ptr {to}, ptr {self.work}, i64 {blocks})")
        if self.layout.sums:
            self.driver.do(f"call void @sums(ptr {self.work}, ptr {sums}, i64 {blocks}, i1 {fresh})")

    def group(self, start: str) -> None:
        """As many blocks as `work` has room for, from this one on."""
        driver, layout = self.driver, self.layout
        X = driver.at("%X", driver.emit(f"mul i64 {start}, {layout.lanes * layout.columns}"))
        to = driver.at("%values", driver.emit(f"mul i64 {start}, {layout.lanes * layout.k}"))
        blocks = driver.least(driver.emit(f"sub i64 {self.full}, {start}"), str(layout.blocks))
        self.run(X, to, blocks, self.full_sums, driver.emit(f"icmp eq i64 {start}, 0"))

    def remainder(self) -> None:
        """The samples that do not fill the lanes: the others get the last one, and are not looked at."""
        driver, layout = self.driver, self.layout
        samples, values = (driver.at("%scratch", str(place)) for place in (layout.samples, layout.values))

        def fill(lane: str) -> None:
            last = driver.emit(f"sub i64 {self.left}, 1")
            row = driver.emit(f"add i64 {self.done}, {driver.least(lane, last)}")
            source = driver.at("%X", driver.emit(f"mul i64 {row}, {layout.columns}"))
            target = driver.at(samples, driver.emit(f"mul i64 {lane}, {layout.columns}"))
            driver.copy(target, source, str(layout.columns))

        driver.loop(str(layout.lanes), fill)
        self.run(samples, values, "1", self.rest_sums, "true")
        to = driver.at("%values", driver.emit(f"mul i64 {self.done}, {layout.k}"))
        driver.copy(to, values, driver.emit(f"mul i64 {self.left}, {layout.k}"))

    def add_lanes(self, i: str, some_full: str, some_left: str) -> None:
        """Add up the lanes of one sum: those of full blocks, and those of the last that have a sample."""
        driver, vector, lanes = self.driver, self.vector, self.layout.lanes
        full = driver.emit(f"load {vector}, ptr {driver.at(self.full_sums, i, vector)}, align 8")
        full = driver.emit(f"select i1 {some_full}, {vector} {full}, {vector} zeroinitializer")
        rest = driver.emit(f"load {vector}, ptr {driver.at(self.rest_sums, i, vector)}, align 8")
        used = driver.emit(f"select i1 {some_left}, i64 {self.left}, i64 0")
        first = driver.emit(f"insertelement <{lanes} x i64> poison, i64 {used}, i32 0")
        splat = f"shufflevector <{lanes} x i64> {first}, <{lanes} x i64> poison, <{lanes} x i32> zeroinitializer"
        numbers = ", ".join(f"i64 {lane}" for lane in range(lanes))
        mask = driver.emit(f"icmp ult <{lanes} x i64> <{numbers}>, {driver.emit(splat)}")
        rest = driver.emit(f"select <{lanes} x i1> {mask}, {vector} {rest}, {vector} zeroinitializer")
        total = driver.emit(f"fadd {vector} {full}, {rest}")
        width = lanes
        while width > 1:  # halves onto each other: the same order on every machine
            half = width // 2
            low, high = (
                driver.emit(
                    f"shufflevector <{width} x double> {total}, <{width} x double> poison, "
                    f"<{half} x i32> <{', '.join(f'i32 {lane + start}' for lane in range(half))}>"
                )
                for start in (0, half)
            )
            total = driver.emit(f"fadd <{half} x double> {low}, {high}")
            width = half
        number = driver.emit(f"extractelement <1 x double> {total}, i32 0")
        driver.do(f"store double {number}, ptr {driver.at('%totals', i)}")


def part(layout: Layout) -> Function:
    """The function that runs some samples."""
    return _Part(layout).driver.done()


def run(layout: Layout, offset: int) -> Function:
    """A whole call: `run(theta, X, values, gradient, scratch, n)`.

    The first four say where the address of the data is: `offset` bytes further on.
    """
    vector, lanes = f"<{layout.lanes} x double>", layout.lanes
    driver = _Driver("run(ptr %0, ptr %1, ptr %2, ptr %3, ptr %scratch, i64 %n)", lanes)
    theta, samples, values, gradient = (
        driver.emit(f"load ptr, ptr {driver.at(f'%{place}', str(offset), 'i8')}") for place in range(4)
    )
    once, totals, some = (driver.at("%scratch", str(place)) for place in (layout.once, layout.totals, layout.part))
    driver.do(f"call void @before(ptr {theta}, ptr {once})")
    vectors = str(layout.sums // lanes)

    def chunk(start: str) -> None:
        X = driver.at(samples, driver.emit(f"mul i64 {start}, {layout.columns}"))
        to = driver.at(values, driver.emit(f"mul i64 {start}, {layout.k}"))
        size = driver.least(driver.emit(f"sub i64 %n, {start}"), str(CHUNK))
        driver.do(f"call void @part(ptr {theta}, ptr {once}, ptr {X}, ptr {to}, ptr {some}, ptr %scratch, i64 {size})")
        first = driver.emit(f"icmp eq i64 {start}, 0")

        def add(i: str) -> None:
            total = driver.at(totals, i, vector)
            so_far = driver.emit(f"load {vector}, ptr {total}, align 8")
            so_far = driver.emit(f"select i1 {first}, {vector} zeroinitializer, {vector} {so_far}")
            more = driver.emit(f"load {vector}, ptr {driver.at(some, i, vector)}, align 8")
            driver.do(f"store {vector} {driver.emit(f'fadd {vector} {so_far}, {more}')}, ptr {total}, align 8")

        driver.loop(vectors, add)

    driver.loop("%n", chunk, CHUNK)
    driver.do(f"call void @after(ptr {theta}, ptr {once}, ptr {totals}, ptr {gradient}, i64 %n)")
    return driver.done()
