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
    """The scratch memory of a call, in doubles: places of what is kept there, and its `size`."""

    def __init__(self, plan: Plan, lanes: int, columns: int) -> None:
        factors = max(1, len(plan.work))
        self.blocks = max(1, min(MOST_BLOCKS, WORK_BYTES // (8 * lanes * factors)))
        self.size = 0
        self.sums = self._take(lanes * len(plan.sums))
        self.work = self._take(lanes * factors * self.blocks)
        self.samples = self._take(lanes * columns)
        self.values = self._take(lanes * len(plan.form.values))
        self.once = self._take(len(plan.once))
        self.totals = self._take(len(plan.sums))
        self.part = self._take(len(plan.sums))

    def _take(self, count: int) -> int:
        place = self.size
        self.size += (count + 7) // 8 * 8
        return place


def part(plan: Plan, layout: Layout, lanes: int, columns: int) -> Function:
    """Some samples: their outputs, and what they add up to: `part(theta, once, X, values, totals, scratch, n)`."""
    k, count = len(plan.form.values), len(plan.sums)
    driver = _Driver("part(ptr %theta, ptr %once, ptr %X, ptr %values, ptr %totals, ptr %scratch, i64 %n)", lanes)
    vector = driver.function.type()
    sums, work, samples, values = (
        driver.at("%scratch", str(place)) for place in (layout.sums, layout.work, layout.samples, layout.values)
    )
    full = driver.emit(f"udiv i64 %n, {lanes}")
    done = driver.emit(f"mul i64 {full}, {lanes}")
    rest = driver.emit(f"sub i64 %n, {done}")

    def clear() -> None:
        driver.loop(
            str(count), lambda i: driver.do(f"store {vector} zeroinitializer, ptr {driver.at(sums, i, vector)}")
        )

    def run(X: str, to: str, blocks: str) -> None:
        driver.do(f"call void @block(ptr %theta, ptr %once, ptr {X}, ptr {to}, ptr {work}, i64 {blocks})")
        if count:
            driver.do(f"call void @sums(ptr {work}, ptr {sums}, i64 {blocks})")

    def group(start: str) -> None:
        left = driver.emit(f"sub i64 {full}, {start}")
        X = driver.at("%X", driver.emit(f"mul i64 {start}, {lanes * columns}"))
        to = driver.at("%values", driver.emit(f"mul i64 {start}, {lanes * k}"))
        run(X, to, driver.least(left, str(layout.blocks)))

    def add_lanes(used: str) -> None:
        def one(i: str) -> None:
            address = driver.at("%totals", i)
            first = driver.emit(f"mul i64 {i}, {lanes}")

            def add(lane: str) -> None:
                number = driver.emit(f"load double, ptr {driver.at(sums, driver.emit(f'add i64 {first}, {lane}'))}")
                total = driver.emit(f"load double, ptr {address}")
                driver.do(f"store double {driver.emit(f'fadd double {total}, {number}')}, ptr {address}")

            driver.loop(used, add)

        driver.loop(str(count), one)

    def remainder() -> None:
        def fill(lane: str) -> None:  # lanes without a sample get the last one, and their results are left out
            last = driver.emit(f"sub i64 {rest}, 1")
            row = driver.emit(f"add i64 {done}, {driver.least(lane, last)}")
            source = driver.at("%X", driver.emit(f"mul i64 {row}, {columns}"))
            driver.copy(driver.at(samples, driver.emit(f"mul i64 {lane}, {columns}")), source, str(columns))

        driver.loop(str(lanes), fill)
        clear()
        run(samples, values, "1")
        to = driver.at("%values", driver.emit(f"mul i64 {done}, {k}"))
        driver.copy(to, values, driver.emit(f"mul i64 {rest}, {k}"))
        add_lanes(rest)

    driver.loop(str(count), lambda i: driver.do(f"store double 0.0, ptr {driver.at('%totals', i)}"))

    def blocks() -> None:
        clear()
        driver.loop(full, group, layout.blocks)
        add_lanes(str(lanes))

    driver.when(driver.emit(f"icmp ne i64 {full}, 0"), blocks)
    driver.when(driver.emit(f"icmp ne i64 {rest}, 0"), remainder)
    return driver.done()


def run(plan: Plan, layout: Layout, lanes: int, columns: int) -> Function:
    """A whole call: `run(theta, X, values, gradient, scratch, n)`."""
    k, count = len(plan.form.values), len(plan.sums)
    driver = _Driver("run(ptr %theta, ptr %X, ptr %values, ptr %gradient, ptr %scratch, i64 %n)", lanes)
    once, totals, some = (driver.at("%scratch", str(place)) for place in (layout.once, layout.totals, layout.part))
    driver.do(f"call void @before(ptr %theta, ptr {once})")
    driver.loop(str(count), lambda i: driver.do(f"store double 0.0, ptr {driver.at(totals, i)}"))

    def chunk(start: str) -> None:
        X = driver.at("%X", driver.emit(f"mul i64 {start}, {columns}"))
        to = driver.at("%values", driver.emit(f"mul i64 {start}, {k}"))
        size = driver.least(driver.emit(f"sub i64 %n, {start}"), str(CHUNK))
        driver.do(f"call void @part(ptr %theta, ptr {once}, ptr {X}, ptr {to}, ptr {some}, ptr %scratch, i64 {size})")

        def add(i: str) -> None:
            total = driver.at(totals, i)
            x = driver.emit(f"load double, ptr {total}")
            y = driver.emit(f"load double, ptr {driver.at(some, i)}")
            driver.do(f"store double {driver.emit(f'fadd double {x}, {y}')}, ptr {total}")

        driver.loop(str(count), add)

    driver.loop("%n", chunk, CHUNK)
    driver.do(f"call void @after(ptr %theta, ptr {once}, ptr {totals}, ptr %gradient, i64 %n)")
    return driver.done()
