"""Coarse records: a computation as statements and boxes, each of which stands for many Values.

>>> from autograd import Value
>>> from autograd.nn import MLP
>>> from autograd.pictures.collapse import overview
>>> y = MLP(2, [3, 1])([Value(1.0, "x1"), Value(2.0, "x2")])
>>> [(record.label, record.kind) for record in coarse_steps(overview(y, (), 200)).forward if record.kind != "output"]
[('x1', 'leaf'), ('x2', 'leaf'), ('layers.0', 'module'), ('layers.1', 'module')]
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from math import nan

from autograd.engine.codegen.python import Value
from autograd.formulas.notation import counted, figure
from autograd.formulas.symbols import symbol
from autograd.pictures.collapse import Group, Overview, depths
from autograd.pictures.flows import Flows, outputs
from autograd.pictures.several import spread
from autograd.records.record import Backward, Box, Flow, Forward, Steps
from autograd.records.statements import Part, written
from autograd.records.steps import recorded

MOST_LISTS, LONGEST_LIST = 3, 38
"""Lists of parameters that a module's box shows, and the letters of one whose numbers are all shown."""

MOST_OPERATIONS = 40
"""With more of them beside the boxes, unnamed ones fold into formulas, as on paper."""


def coarse_steps(found: Overview) -> Steps:
    """The records of an overview: statements as always, and a record for each box and each use of its Values.

    Gradients are those of the whole computation. Going back from one box to another brings every contribution between
    their Values at once.
    """
    return _Coarse(found).steps()


class _Coarse:
    """The records of one overview. A thing is the place of a Value that stands by itself, or a box's number."""

    def __init__(self, found: Overview) -> None:
        self.found = found
        self.size = len(found.nodes)
        self.level, self.alone, places = recorded_alone(found)
        self.record_at = dict(zip(places, self.alone.forward if self.alone else (), strict=True))
        self.place_of = [*self.record_at]  # of each record
        self.outputs = outputs(found)
        depth = depths(found)
        shown = [thing for thing in found.needs if thing >= self.size or thing in self.record_at]
        self.ordered = sorted(shown, key=lambda thing: (-depth[thing], thing))
        self.number_of: dict[int, int] = {}  # where the record of each Value is, by its place
        self.taken = {record.label for record in self.record_at.values()}
        self.labels = {thing: self.label(thing) for thing in self.ordered}
        self.flows = Flows(found, self.labels)
        self.place = {id(node): place for place, node in enumerate(found.nodes)}
        self.place_called = {record.label: place for place, record in self.record_at.items() if record.label}
        self.uses: dict[str, list[Backward]] = defaultdict(list)  # of each statement
        for use in self.alone.backward[1:] if self.alone else ():
            self.uses[use.source].append(use)

    def steps(self) -> Steps:
        """All of them."""
        forward: list[Forward] = []
        for thing in self.ordered:
            made = self.box(thing, len(forward)) if thing >= self.size else self.statement(thing, len(forward))
            forward.append(made)
            forward += self.box_outputs(made, thing)
        refusal = self.flows.refusal or (self.alone.refusal if self.alone else "")
        backward = [] if refusal else [*self.backward(forward[-1].label)]
        return Steps(self.level, forward[-1].label, forward, backward, refusal)

    def values(self, thing: int) -> list[int]:
        """The places of what others use of a thing."""
        return self.outputs.get(thing, [thing])

    def label(self, thing: int) -> str:
        """What a thing is called: a box with one value as its value is, another by its path."""
        if thing < self.size:
            return self.record_at[thing].label
        group, values = self.found.groups[thing - self.size], self.outputs[thing]
        if len(values) == 1 and values[0] in self.record_at:
            return self.record_at[values[0]].label
        proposed = f"{counted(len(group.members), 'Value')} {group.path}"
        if group.modules:
            proposed = group.path + (f", call {group.call}" if group.call > 1 else "")
        return self.free(proposed, {self.record_at[place].label for place in values if place in self.record_at})

    def free(self, proposed: str, own: Collection[str] = ()) -> str:
        """A label that nothing else has; one of the box's own values may."""
        names = itertools.chain([proposed], (f"{proposed}({number})" for number in itertools.count(2)))
        label = next(name for name in names if name in own or name not in self.taken)
        self.taken.add(label)
        return label

    def number(self, place: int) -> float:
        """A Value's number, as recorded."""
        if place in self.record_at:
            return self.record_at[place].value
        return float(self.found.nodes[place].result)

    def statement(self, place: int, number: int) -> Forward:
        """The record of what stands by itself."""
        record = self.record_at[place]
        self.number_of[place] = number
        operands = tuple(self.number_of[self.place_of[operand]] for operand in record.operands)
        return replace(record, number=number, operands=operands)

    def box(self, thing: int, number: int) -> Box:
        """The record of a box."""
        group, values = self.found.groups[thing - self.size], self.outputs[thing]
        needed = [place for places in self.found.needs[thing].values() for place in dict.fromkeys(places)]
        operands = tuple(self.number_of[place] for place in needed)
        one = len(values) == 1
        if one:
            self.number_of[values[0]] = number
        numbers = tuple(map(self.number, values))
        return Box(
            number,
            self.labels[thing],
            "module" if group.modules else "hidden",
            "",
            operands,
            symbol(numbers[0] if one else nan),
            numbers[0] if one else nan,
            grad=self.grad(values[0]) if one else None,
            path=group.path,
            group=thing - self.size,
            call=group.call,
            about=about(group),
            slopes=self.slopes(group),
            size=len(group.members),
            values=numbers,
        )

    def slopes(self, group: Group) -> tuple[str, ...]:
        """The gradients of the parameters that a box shows, each list of them in a line."""
        if self.flows.refusal:
            return ()
        return tuple(
            f"grad {name} = {listed([self.flows.gradient[self.place[id(value)]] for value in values])}"
            for name, values in shown_parameters(group).items()
            if all(id(value) in self.place for value in values)
        )

    def box_outputs(self, made: Forward, thing: int) -> Iterator[Forward]:
        """A record for each of several values of a box."""
        values = self.values(thing)
        for index, place in enumerate(values if len(values) > 1 else ()):
            record = self.record_at.get(place)
            name = self.found.nodes[place].name or self.found.names.get(id(self.found.nodes[place]))
            label = record.label if record else self.free(name or f"{made.label}[{index}]")
            number = self.number(place)
            self.number_of[place] = made.number + 1 + index
            grad = self.grad(place)
            yield Forward(
                made.number + 1 + index, label, "output", "", (made.number,), symbol(number), number, grad=grad
            )

    def grad(self, place: int) -> float | None:
        """What the `.grad` of a Value reads; None: not yet."""
        node = self.found.nodes[place]
        return float(node.grad) if node.has_grad else None

    def backward(self, output: str) -> Iterator[Backward]:
        """The seed, then for each thing what it hands on, once its own gradient is complete."""
        yield Backward("", output, 1.0, symbol(1), 1.0, 1.0, 1.0, 0)
        ways = [way for source in reversed(self.ordered) for way in self.ways(source)]
        left = Counter(way.operand for way in ways)
        so_far = {operand: dict.fromkeys(self.values(operand), 0.0) for operand in left}
        for way in ways:
            reached = so_far[way.operand]
            left[way.operand] -= 1
            for place, contribution in way.flow.items():
                reached[place] += contribution
            if not left[way.operand]:
                reached.update((place, self.flows.gradient[place]) for place in reached)
            yield self.step(way, tuple(reached.values()), left[way.operand])

    def ways(self, source: int) -> Iterator["_Way"]:
        """The steps back from a thing: one for each box and each other operand, as on paper for a statement."""
        uses: dict[int, list[Backward]] = {}
        if source < self.size:
            for use in self.uses[self.labels[source]]:
                uses.setdefault(self.found.thing(self.place_called[use.operand]), []).append(use)
        for operand in uses if source < self.size else self.found.needs[source]:
            flow = self.flows.between.get((self.labels[source], self.labels[operand]))
            if flow is None:  # constants only
                continue
            if source < self.size and operand < self.size:
                for use in uses[operand]:
                    alone = len(uses[operand]) == 1
                    brought = flow[operand] if alone else self.flows.gradient[source] * use.local
                    yield _Way(source, operand, {operand: brought}, (use,))
            else:
                yield _Way(source, operand, flow, tuple(uses.get(operand, ())))

    def step(self, way: "_Way", reached: tuple[float, ...], left: int) -> Backward:
        """The record of a step back."""
        upstreams = tuple(self.flows.gradient[place] for place in self.values(way.source))
        contributions = tuple(way.flow.get(place, 0.0) for place in self.values(way.operand))
        upstream, contribution, so_far = map(_only, (upstreams, contributions, reached))
        if way.source < self.size and way.operand < self.size:
            (use,) = way.parts
            return replace(use, upstream=upstream, contribution=contribution, so_far=so_far, uses_left=left)
        parts = tuple(
            replace(
                use,
                upstream=upstream,
                contribution=upstream * use.local,
                so_far=self.flows.gradient[self.place_called[use.operand]],
                uses_left=0,
            )
            for use in way.parts
        )
        known = parts[0] if len(parts) == 1 else None
        return Flow(
            self.labels[way.source],
            self.labels[way.operand],
            upstream,
            known.local_formula if known else symbol(nan),
            known.local if known else nan,
            contribution,
            so_far,
            left,
            known.conditions if known else (),
            known.slot if known else 0,
            upstreams=upstreams,
            contributions=contributions,
            reached=reached,
            parts=parts,
            inside=() if left else self.inside(way.operand),
        )

    def inside(self, thing: int) -> tuple[float, ...]:
        """The gradients of the leaves in a box, which are known as soon as its own is."""
        if thing < self.size:
            return ()
        nodes, known = self.found.nodes, set(self.outputs[thing])
        leaves = (place for place in self.found.groups[thing - self.size].members if not nodes[place].inputs)
        return tuple(
            self.flows.gradient[place] for place in leaves if place not in known and not nodes[place].is_constant
        )


@dataclass(frozen=True)
class _Way:
    """A step back from a thing to another: what comes for each Value there, and the uses it is made of."""

    source: int
    operand: int
    flow: dict[int, float]
    parts: tuple[Backward, ...]


def _only(numbers: tuple[float, ...]) -> float:
    """The number, where there is one."""
    return numbers[0] if len(numbers) == 1 else nan


def recorded_alone(found: Overview) -> tuple[str, Steps | None, list[int]]:
    """The level and the records of what stands by itself, and the place in the graph that each forward record has.

    What comes out of a box stands there as a leaf, and no gradient comes through boxes. None: all is in boxes.
    """
    parts, places = parts_alone(found)
    level = "op" if sum(part.rule is not None for part in parts) <= MOST_OPERATIONS else "name"
    if not parts:
        return level, None, []
    boxed = {source for thing, needed in found.needs.items() if thing >= len(found.nodes) for source in needed}
    kept = [index for index, place in enumerate(places) if found.thing(place) in boxed and parts[index].rule]
    records = recorded(written(parts, level, kept), level)
    return level, records, [place for part, place in zip(parts, places, strict=True) if part.label or level == "op"]


def parts_alone(found: Overview) -> tuple[list[Part], list[int]]:
    """The Values that stand by themselves as parts, operands first, and the place of each in the graph.

    Where an operand is in a box, a part without operands stands for it.
    """
    parts: list[Part] = []
    index_of: dict[int, int] = {}  # of a Value, by its place

    def add(place: int, operands: tuple[int, ...]) -> int:
        node = found.nodes[place]
        index_of[place] = len(parts)
        rule = node.rule if operands else None
        part = Part(len(parts), node, rule, operands, node.result)
        part.label = found.names.get(id(node), "")
        parts.append(part)
        return part.index

    for place, node in enumerate(found.nodes):
        if found.member[place] >= 0:
            continue
        inside = found.operands[place]
        operands = tuple([index_of[other] if other in index_of else add(other, ()) for other in inside])
        if place not in index_of:
            add(place, operands)
        for operand, number in zip(operands, node.recorded, strict=True):
            if parts[operand].rule is None:
                parts[operand].number = number
    if found.member[-1] >= 0 and parts:
        add(len(found.nodes) - 1, ())  # the last part is the output
    return parts, list(index_of)


def about(group: Group) -> tuple[str, ...]:
    """What is inside a box, line by line."""
    size = counted(len(group.members), "Value")
    if not group.modules:
        return size, group.path
    lines = []
    kinds = dict.fromkeys(" ".join(repr(module).split()) for module in group.modules.values())
    kind = f"{len(group.modules)} × {next(iter(kinds))}".removeprefix("1 × ")
    if kind != group.path:
        lines.append(kind if len(kinds) == 1 else f"{len(group.modules)} modules")
    if shown := shown_parameters(group):
        return (*lines, *(f"{name} = {listed([each.data for each in values])}" for name, values in shown.items()))
    times = group.calls // len(group.modules)
    called = f", called {times:,} times" if times > 1 else ""
    parameters = len({id(value) for module in group.modules.values() for value in module.parameters()})
    lines += [counted(parameters, "parameter")] if parameters else []
    return (*lines, size + called)


def shown_parameters(group: Group) -> dict[str, list[Value]]:
    """The lists of parameters of a module called once that has no other in it, such as a neuron, if they are few."""
    lists: dict[str, list[Value]] = defaultdict(list)
    if len(group.modules) == group.calls == 1 and not group.inner:
        (module,) = group.modules.values()
        for name, parameter in module.named_parameters():
            lists[name.partition("[")[0]].append(parameter)
    return lists if len(lists) <= MOST_LISTS else {}


def listed(numbers: Sequence[float]) -> str:
    """A few numbers, or from where to where more of them go.

    >>> listed([0.12345, -1.0]), listed([float(number) for number in range(19)])
    ('0.123  −1', '0 … 18 (19)')
    """
    shown = "  ".join(figure(number, 3) for number in numbers)
    return shown if len(shown) <= LONGEST_LIST else spread(numbers)
