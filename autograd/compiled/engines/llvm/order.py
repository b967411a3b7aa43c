"""In which order straight-line code computes its rows: what is needed next, but nothing that has to be waited for.

Depth first, a number is used soon after it is there, so that few are alive at once and fit into the registers. But a
sum of many terms is then one chain, in which each addition waits for the one before. So the order is walked through as
a processor would: a row whose operands are not finished yet is overtaken by later ones that are ready.
"""

from collections.abc import Iterable
from heapq import heappop, heappush

from autograd.compiled.ir.form import EACH, Form
from autograd.compiled.ir.primitives import FIRST_OPERATION, MUL

LATENCY = 20
"""How many rows later a sum is finished: a product and a sum are two rows, and a cycle does two or three."""

WINDOW = 400
"""The most rows that are looked at for one that is ready."""


def depth_first(form: Form, stages: list[int], wanted: Iterable[int]) -> list[int]:
    """The operations of each sample that lead to the wanted rows, operands first."""
    order: list[int] = []
    done = bytearray(len(form))
    for target in sorted(wanted):
        stack = [target]
        while stack:
            row = stack[-1]
            if done[row] or form.kind[row] < FIRST_OPERATION or stages[row] != EACH:
                stack.pop()
                continue
            missing = [x for x in _operands(form, stages, row) if not done[x]]
            if missing:
                stack.append(missing[0])
            else:
                done[row] = 1
                order.append(stack.pop())
    return order


def _operands(form: Form, stages: list[int], row: int) -> list[int]:
    """The operands of a row that are computed for each sample."""
    return [
        x
        for x in (form.first[row], form.second[row])
        if x >= 0 and stages[x] == EACH and form.kind[x] >= FIRST_OPERATION
    ]


def interleaved(form: Form, stages: list[int], wanted: Iterable[int]) -> list[int]:
    """The same, in an order in which little has to be waited for."""
    order = depth_first(form, stages, wanted)
    place = {row: position for position, row in enumerate(order)}
    users: list[list[int]] = [[] for _ in order]
    missing = [0] * len(order)
    for position, row in enumerate(order):
        for operand in _operands(form, stages, row):
            users[place[operand]].append(position)
            missing[position] += 1
    ready_at = [0] * len(order)
    coming: list[tuple[int, int]] = []  # when, and where in the order: all operands are computed, but not all finished
    ready: list[int] = []
    found: list[int] = []
    entered = 0
    for time in range(len(order)):
        while entered < len(order) and entered - time < WINDOW:  # one has left at each time
            if not missing[entered]:
                heappush(coming, (ready_at[entered], entered))
            entered += 1
        while coming and coming[0][0] <= time:
            heappush(ready, heappop(coming)[1])
        chosen = heappop(ready) if ready else heappop(coming)[1]
        found.append(order[chosen])
        finished = time + (1 if form.kind[order[chosen]] == MUL else LATENCY)
        for user in users[chosen]:
            missing[user] -= 1
            ready_at[user] = max(ready_at[user], finished)
            if not missing[user] and user < entered:
                heappush(coming, (ready_at[user], user))
    return found
