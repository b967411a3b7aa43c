"""The machine code of a small form, as LLVM IR: one sample's graph written straight down, samples in lanes.

Four functions. `before` computes what does not depend on the samples. `each` goes through samples in blocks of
vectors: it lays their inputs out lane by lane, runs the rows on one vector after the other, keeping what the sums
need, and then adds up the sums over the block, a tile of them at a time in registers, as one multiplies matrices.
`after` makes the gradient of the sums. `run` does it all. `share` is what each of several threads does: take the next
chunk that nobody has, until none is left.

The batch is cut into the same chunks however many threads there are, and their sums are added in order, so the same
input gives the same bits. Sums of products multiply and add in one rounding where the machine can.
"""

from autograd.compiled.engines.llvm.after import after_runs
from autograd.compiled.engines.llvm.blocks import Blocks
from autograd.compiled.engines.llvm.plan import Layout
from autograd.compiled.engines.llvm.rows import Rows
from autograd.compiled.ir.form import AFTER, BEFORE, Form
from autograd.compiled.ir.primitives import MEAN
from autograd.compiled.llvm.arrays import OFFSET, SHAPE, answer
from autograd.compiled.llvm.ir import Function

CHUNK = 512
"""The number of samples that are added up on their own: the share of a thread, the same for any number of threads."""


APART = 16
"""How many numbers the count of chunks done stands after that of chunks taken: not in the same line of cache."""


def functions(layout: Layout) -> list[Function]:
    """`before`, `each`, `after`, `share`, `wait`, `finish`, `run`, and `run_arrays`, which Python calls with arrays."""
    return [_before(layout), Blocks(layout).function, *_after(layout), _run(layout)]


def _before(layout: Layout) -> Function:
    writer = Rows(layout.plan, BEFORE, Function(1))
    writer.line("define void @before(ptr %theta, ptr %once) {", "entry:")
    for row in writer.write():
        if row in layout.plan.once:
            writer.store(writer.number(row), f"ptr {writer.at('%once', layout.plan.once[row])}")
    writer.line("  ret void", "}")
    return writer.function


def _after(layout: Layout) -> list[Function]:
    """The gradient: runs of entries that are computed alike as loops over vectors, the others one by one."""
    runs = [run for run in after_runs(layout.plan) if run.length >= layout.lanes]
    loops = [run.function(f"after{number}", layout.plan.form, layout.lanes) for number, run in enumerate(runs)]
    in_loops = {place for run in runs for place in range(run.start, run.start + run.length)}
    alone = [place for place in range(len(layout.plan.form.gradient)) if place not in in_loops]
    writer = Rows(layout.plan, AFTER, Function(1))
    writer.line("define void @after(i64 %n, ptr %theta, ptr %once, ptr %sums, ptr %gradient) {", "entry:")
    writer.share = 1.0 / writer.function.vector("sitofp i64 %n to double")
    share = writer.share.register
    for number in range(len(runs)):
        writer.line(f"  call void @after{number}(double {share}, ptr %theta, ptr %once, ptr %sums, ptr %gradient)")
    writer.only = _reachable(layout.plan.form, [layout.plan.form.gradient[place] for place in alone])
    for _ in writer.write():
        pass
    for place in alone:
        writer.store(writer.number(layout.plan.form.gradient[place]), f"ptr {writer.at('%gradient', place)}")
    writer.line("  ret void", "}")
    return [*loops, writer.function]


def _run(layout: Layout) -> Function:
    """The functions that call the others."""
    offset = max(0, OFFSET)
    function = Function(layout.lanes)
    places = {"apart": APART, "work": layout.work, "once": layout.once, "means": layout.means, "lanes": layout.lanes}
    lines = []
    for place, name in enumerate(("X", "theta", "values", "gradient", "memory")):
        lines += [
            f"  %{name}_argument = getelementptr ptr, ptr %arguments, i64 {place}",
            f"  %{name}_object = load ptr, ptr %{name}_argument",
            f"  %{name}_at = getelementptr i8, ptr %{name}_object, i64 {offset}",
            f"  %{name} = load ptr, ptr %{name}_at",
        ]
    arrays = {"arrays": "\n".join(lines), "shape": offset + SHAPE, "answer": "\n".join(answer("none", None))}
    function.lines.append(_RUN.format(**places, **arrays, vector=function.type(), chunk=CHUNK, stop=_STOP))
    return function


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


_STOP = f"""  %full = add i64 %start, {CHUNK}
  %last = icmp sge i64 %full, %n
  %stop = select i1 %last, i64 %n, i64 %full"""
"""Where the chunk that begins at %start ends."""

_RUN = """define void @run(ptr %X, ptr %theta, ptr %values, ptr %gradient, ptr %work, i64 %n) {{
entry:
  %once = getelementptr double, ptr %work, i64 {work}
  %sums = getelementptr double, ptr %once, i64 {once}
  %more = getelementptr double, ptr %sums, i64 {means}
  %any = icmp sgt i64 %n, 0
  br i1 %any, label %begin, label %nothing
begin:
  call void @before(ptr %theta, ptr %once)
  %few = icmp slt i64 %n, {chunk}
  %one = select i1 %few, i64 %n, i64 {chunk}
  call void @each(ptr %X, ptr %theta, ptr %once, ptr %values, ptr %sums, ptr %work, i64 0, i64 %one)
  br label %check
check:
  %start = phi i64 [%one, %begin], [%stop, %next]
  %left = icmp slt i64 %start, %n
  br i1 %left, label %next, label %end
next:
{stop}
  call void @each(ptr %X, ptr %theta, ptr %once, ptr %values, ptr %more, ptr %work, i64 %start, i64 %stop)
  call void @add_to(ptr %sums, ptr %more)
  br label %check
end:
  call void @after(i64 %n, ptr %theta, ptr %once, ptr %sums, ptr %gradient)
  br label %nothing
nothing:
  ret void
}}

define ptr @run_arrays(ptr %self, ptr %arguments, i64 %count) {{
entry:
{arrays}
  %shape_at = getelementptr i8, ptr %X_object, i64 {shape}
  %shape = load ptr, ptr %shape_at
  %n = load i64, ptr %shape
  %number = ptrtoint ptr %memory to i64
  %up = add i64 %number, 63
  %aligned = and i64 %up, -64
  %work = inttoptr i64 %aligned to ptr
  call void @run(ptr %X, ptr %theta, ptr %values, ptr %gradient, ptr %work, i64 %n)
{answer}
}}

define void @share(ptr %X, ptr %theta, ptr %once, ptr %values, ptr %sums, ptr %counts, ptr %work, i64 %n) {{
entry:
  %done = getelementptr i64, ptr %counts, i64 {apart}
  br label %take
take:
  %chunk = atomicrmw add ptr %counts, i64 1 monotonic
  %start = mul i64 %chunk, {chunk}
  %left = icmp slt i64 %start, %n
  br i1 %left, label %run, label %end
run:
{stop}
  %offset = mul i64 %chunk, {means}
  %sum = getelementptr double, ptr %sums, i64 %offset
  call void @each(ptr %X, ptr %theta, ptr %once, ptr %values, ptr %sum, ptr %work, i64 %start, i64 %stop)
  %before = atomicrmw add ptr %done, i64 1 release
  br label %take
end:
  ret void
}}

define void @wait(ptr %counts, i64 %chunks, i64 %patience) {{
entry:
  %done = getelementptr i64, ptr %counts, i64 {apart}
  br label %look
look:
  %i = phi i64 [0, %entry], [%next, %again]
  %finished = load atomic i64, ptr %done acquire, align 8
  %all = icmp sge i64 %finished, %chunks
  %late = icmp sge i64 %i, %patience
  %over = or i1 %all, %late
  br i1 %over, label %end, label %again
again:
  %next = add i64 %i, 1
  br label %look
end:
  ret void
}}

define void @finish(ptr %theta, ptr %once, ptr %sums, ptr %gradient, i64 %n, i64 %chunks) {{
entry:
  br label %check
check:
  %i = phi i64 [1, %entry], [%next, %add]
  %left = icmp slt i64 %i, %chunks
  br i1 %left, label %add, label %end
add:
  %offset = mul i64 %i, {means}
  %more = getelementptr double, ptr %sums, i64 %offset
  call void @add_to(ptr %sums, ptr %more)
  %next = add i64 %i, 1
  br label %check
end:
  call void @after(i64 %n, ptr %theta, ptr %once, ptr %sums, ptr %gradient)
  ret void
}}

define internal void @add_to(ptr %sums, ptr %more) {{
entry:
  br label %check
check:
  %i = phi i64 [0, %entry], [%next, %add]
  %left = icmp slt i64 %i, {means}
  br i1 %left, label %add, label %end
add:
  %to = getelementptr double, ptr %sums, i64 %i
  %from = getelementptr double, ptr %more, i64 %i
  %a = load {vector}, ptr %to, align 8
  %b = load {vector}, ptr %from, align 8
  %c = fadd {vector} %a, %b
  store {vector} %c, ptr %to, align 8
  %next = add i64 %i, {lanes}
  br label %check
end:
  ret void
}}"""
