"""Values as keys, in sets, lists, records and queues; sorted and chosen by their numbers, equal only to themselves."""

import collections
import dataclasses
import functools
import heapq
import itertools
import operator

from tests.programs.closures import Value


@dataclasses.dataclass
class Line:
    slope: Value
    shift: Value


line = Line(Value(2.0), Value(-1.0))
y = line.slope * 3.0 + line.shift
y.backward()
print(y.data, line.slope.grad, line.shift.grad, dataclasses.replace(line, shift=Value(7.0)).shift.data)
vs = [Value(3.0), Value(-1.0), Value(2.0), Value(2.0)]
print([v.data for v in sorted(vs, key=lambda v: v.data)], sorted(range(4), key=lambda i: -vs[i].data))
print(max(vs, key=lambda v: v.data) is vs[0], min(vs, key=operator.attrgetter("data")).data)
print(vs.index(vs[3]), vs[3] in vs, Value(3.0) in vs, vs.count(vs[2]), vs[0] == 3.0, vs[2] == vs[3], vs[0] != vs[1])
print(len({*vs, *vs}), {v: i for i, v in enumerate(vs)}[vs[2]], vs[0] is not None)
total = collections.defaultdict(float)
for v in (*vs, vs[0]):
    total[v] += v.data
print(sorted(total.values()))
queue = []
for i, v in enumerate(vs):
    heapq.heappush(queue, (v.data, i, v))
print([heapq.heappop(queue)[2].data for _ in range(4)])
product = functools.reduce(operator.mul, vs)
product.backward()
print(product.data, [v.grad for v in vs], [v.data for v in itertools.accumulate(vs)])
match line.shift:
    case Value(data=found):
        print("found", found)
first, *others = vs
print(first.data, len(others), sum(vs).data, sum(vs, Value(0.5)).data, (sum(vs) / len(vs)).data)
