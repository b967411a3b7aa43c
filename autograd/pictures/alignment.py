"""Coordinates across the layers: long edges straight, boxes in the middle of their neighbours, nothing overlapping.

After Brandes and Köpf, "Fast and simple horizontal coordinate assignment" (2001): four extreme arrangements are found
in linear time (slots aligned with their median neighbour before or after, pushed up or down) and averaged. Blocks of
aligned slots are placed by longest paths, which keeps apart what must be apart whatever its size.
"""

from collections.abc import Sequence
from itertools import pairwise

from autograd.pictures.layers import Columns

Pair = tuple[int, int, float]


def coordinates(graph: Columns, above: Sequence[float], below: Sequence[float]) -> list[float]:
    """The coordinate of each slot across the layers; it needs the room `above` and `below` to itself."""
    columns, before, after = graph.columns, graph.before, graph.after
    place = [0] * len(before)
    for column in columns:
        for index, slot in enumerate(column):
            place[slot] = index
    apart = [
        (slot, following, below[slot] + above[following]) for column in columns for slot, following in pairwise(column)
    ]
    mirrored = [(following, slot, room) for slot, following, room in apart]
    blocked = conflicts(graph, place)
    found = []
    for neighbours, order in (before, columns), (after, columns[::-1]):
        found.append(placed(aligned(order, neighbours, place, blocked, 1), apart))
        blocks = aligned(order, neighbours, place, blocked, -1)
        found.append([-x for x in placed(blocks, mirrored)])
    across = averaged(found, above, below)
    gather_leaves(graph, above, below, across)
    return across


def gather_leaves(graph: Columns, above: Sequence[float], below: Sequence[float], across: list[float]) -> None:
    """Move leaves, with the bends of their only edge, as near to their uses as the room between others allows."""
    movable = bytearray(len(across))
    for slot in range(graph.boxes):
        if not graph.before[slot] and graph.after[slot]:
            movable[slot] = 1
            while len(graph.after[slot]) == 1 and graph.after[slot][0] >= graph.boxes:
                slot = graph.after[slot][0]
                movable[slot] = 1
    for column in reversed(graph.columns):
        wanted = {
            slot: sum([across[other] for other in graph.after[slot]]) / len(graph.after[slot])
            for slot in column
            if movable[slot] and graph.after[slot]
        }
        if not wanted:
            continue
        for index, slot in enumerate(column):  # upwards, the upper ones first
            if slot in wanted and index and wanted[slot] < across[slot]:
                limit = across[column[index - 1]] + below[column[index - 1]] + above[slot]
                across[slot] = min(across[slot], max(wanted[slot], limit))
        for index in range(len(column) - 2, -1, -1):  # downwards, the lower ones first
            slot = column[index]
            if slot in wanted and wanted[slot] > across[slot]:
                limit = across[column[index + 1]] - above[column[index + 1]] - below[slot]
                across[slot] = max(across[slot], min(wanted[slot], limit))


def conflicts(graph: Columns, place: list[int]) -> set[tuple[int, int]]:
    """The edges, from both their ends, that cross a long edge between two of its bends: the long one stays straight."""
    bend = bytearray(len(place))
    for route in (*graph.routes, *graph.tails.values()):
        for slot in route[1:-1]:
            bend[slot] = 1
    found: set[tuple[int, int]] = set()
    for column in graph.columns[1:]:
        least, done = 0, 0
        for index, slot in enumerate(column):
            most = -1
            if bend[slot] and bend[graph.before[slot][0]]:
                most = place[graph.before[slot][0]]
            elif index == len(column) - 1:
                most = len(place)
            if most < 0:
                continue
            for other in column[done : index + 1]:
                for neighbour in graph.before[other]:
                    if not least <= place[neighbour] <= most:
                        found.add((neighbour, other))
                        found.add((other, neighbour))
            least, done = most, index + 1
    return found


def aligned(
    columns: list[list[int]], neighbours: list[list[int]], place: list[int], blocked: set[tuple[int, int]], way: int
) -> list[int]:
    """Blocks of slots to stand in one line: the first slot of each slot's block.

    Each slot joins its median neighbour in the column before, unless that would cross one that joined already;
    columns are walked downwards, or upwards if `way` is −1.
    """
    first = list(range(len(place)))
    for column in columns[1:]:
        last = -1 if way > 0 else len(place)
        for slot in column[::way]:
            beside = neighbours[slot]
            if not beside:
                continue
            low, high = (len(beside) - 1) // 2, len(beside) // 2
            for median in (low, high)[::way]:
                other = beside[median]
                if (place[other] - last) * way > 0 and (not blocked or (slot, other) not in blocked):
                    first[slot] = first[other]
                    last = place[other]
                    break
    return first


def placed(first: list[int], apart: list[Pair]) -> list[float]:
    """Coordinates of blocks as far up as they can be, then each pulled down to what it has to stay above."""
    following: dict[int, list[tuple[int, float]]] = {}
    waiting = [0] * len(first)
    for slot, other, room in apart:
        block, beyond = first[slot], first[other]
        if block in following:
            following[block].append((beyond, room))
        else:
            following[block] = [(beyond, room)]
        waiting[beyond] += 1
    x = [0.0] * len(first)
    ready = [slot for slot, block in enumerate(first) if slot == block and not waiting[slot]]
    for block in ready:  # grows as it goes
        if block in following:
            here = x[block]
            for beyond, room in following[block]:
                if x[beyond] < here + room:
                    x[beyond] = here + room
                waiting[beyond] -= 1
                if not waiting[beyond]:
                    ready.append(beyond)
    for block in reversed(ready):
        if block in following:
            x[block] = min([x[beyond] - room for beyond, room in following[block]])
    return [x[block] for block in first]


def averaged(found: list[list[float]], above: Sequence[float], below: Sequence[float]) -> list[float]:
    """The mean of the two middle ones of four arrangements, pushed against the narrowest; starts at 0.

    What is apart in all four is apart in the result.
    """
    if not above:
        return []
    starts = [min(x - room for x, room in zip(xs, above, strict=True)) for xs in found]
    ends = [max(x + room for x, room in zip(xs, below, strict=True)) for xs in found]
    narrow = min(range(4), key=lambda number: ends[number] - starts[number])
    shifts = [ends[narrow] - ends[number] if number % 2 else starts[narrow] - starts[number] for number in range(4)]
    shifted = [[x + shift for x in xs] for xs, shift in zip(found, shifts, strict=True)]
    mean = []
    for four in zip(*shifted, strict=True):
        _, low, high, _ = sorted(four)
        mean.append((low + high) / 2)
    start = min(x - room for x, room in zip(mean, above, strict=True))
    return [x - start for x in mean]


def confined(
    columns: Sequence[Sequence[int]],
    above: Sequence[float],
    below: Sequence[float],
    across: Sequence[float],
    widest: float,
) -> list[float]:
    """The coordinates moved together: no more than `widest` from end to end, or what the fullest column needs.

    Every slot goes in proportion, then as far aside as its neighbours make it go: half of the way that pushing them
    down from above would need, half of the way up from below. What was straight stays so wherever there is room.
    """
    extent = max([x + room for x, room in zip(across, below, strict=True)], default=0.0)
    least = max([sum([above[slot] + below[slot] for slot in column]) for column in columns], default=0.0)
    room = max(least, widest)
    if extent <= room:
        return list(across)
    found = [x * room / extent for x in across]
    for column in columns:
        down, limit = [], 0.0
        for slot in column:
            down.append(max(found[slot], limit + above[slot]))
            limit = down[-1] + below[slot]
        up, limit = [], room
        for slot in reversed(column):
            up.append(min(found[slot], limit - below[slot]))
            limit = up[-1] - above[slot]
        low, high = _ends(column, above, below, room)
        for slot, a, b, first, last in zip(column, down, reversed(up), low, high, strict=True):
            found[slot] = (min(a, last) + max(b, first)) / 2
    return found


def _ends(
    column: Sequence[int], above: Sequence[float], below: Sequence[float], room: float
) -> tuple[list[float], list[float]]:
    """The first and the last place of each slot of a column that leave its neighbours their room."""
    low, high, start = [], [], 0.0
    slack = room - sum([above[slot] + below[slot] for slot in column])
    for slot in column:
        low.append(start + above[slot])
        high.append(low[-1] + slack)
        start = low[-1] + below[slot]
    return low, high
