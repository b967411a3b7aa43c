"""Which Values of a graph stand in a picture by themselves, and which inside a box: a module's, or what is hidden.

A module's box holds what lies between the Values it received and those it returned. Where too much is left, what is
farthest from the output goes into one box, so that even a graph of a million Values has a picture.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from autograd.engine.graph import order
from autograd.records.calls import Call, calls_among, parameter_names

MOST_NODES = 200
"""Boxes of a picture at most, where nobody says otherwise."""

READ_WHOLE = 20
"""A graph up to this many times what may be shown is still read, to see whether its statements are fewer."""

SHOWN_OF_MOST = 4
"""Where things are hidden, the limit is divided by this: a picture that long should at least be clear."""

MOST_READ = 20_000
"""Values that are read at most for all views of what is inside modules: a page must be there within two seconds."""

FEW = 12
"""Up to this many Values before or after the modules are never put into a box."""


@dataclass
class Group:
    """A box: the path of the modules whose calls it holds, and the Values in it, by their places in the graph.

    `outputs` and `inputs` are the ids of the Values its calls returned and received; `inner` tells whether there are
    calls inside, so that it can be opened; `call` is the call's number where calls of one module have a box each.
    A box without modules holds what is not shown; its path says what.
    """

    path: str
    modules: dict[int, Any] = field(default_factory=dict)
    calls: int = 0
    call: int = 0
    inner: bool = False
    outputs: dict[int, str] = field(default_factory=dict)
    inputs: set[int] = field(default_factory=set)
    members: list[int] = field(default_factory=list)


@dataclass
class Overview:
    """A graph's Values, operands first; for each its operands' places, and its group's number, −1 if it has none.

    `things` are what the picture shows: places of Values, and the number of Values plus a group's for the group.
    `needs` leads from a thing to those it depends on, with the places of the Values that come from there,
    once for each use.
    `names` are proposals for Values without a name: parameters, and what comes out of a box. `paths` are those of
    all modules that can be opened, `owners` of a parameter the groups of its modules, each of which has it inside.
    """

    nodes: list[Any]
    operands: list[tuple[int, ...]]
    groups: list[Group]
    member: list[int]
    needs: dict[int, dict[int, list[int]]]
    names: dict[int, str]
    paths: list[str] = field(default_factory=list)
    owners: dict[int, set[int]] = field(default_factory=dict)

    def thing(self, place: int) -> int:
        """What stands for the Value at that place."""
        return place if self.member[place] < 0 else len(self.nodes) + self.member[place]


def overview(root: Any, opened: Iterable[str], most: int, modules: bool = True) -> Overview:
    """The graph of a Value with its modules in boxes, and not many more than `most` things to show.

    The outermost module is open if there are calls inside it, as are those named in `opened`, by their paths, and
    those around them, where the others inside share a box. So do the calls of one module. (Not where that would make
    a circle.)
    """
    nodes = order(root)
    paths = set(opened)
    calls = calls_among(nodes) if modules else []
    groups, names = grouped(calls, paths, together=True)
    found = assigned(nodes, groups, names)
    depth = depths(found)
    if len(depth) < len(found.needs):  # a circle: a module that is fed what came out of it
        groups, names = grouped(calls, paths, together=False)
        found = assigned(nodes, groups, names)
        depth = depths(found)
    if len(found.needs) > most and groups:
        gather(found)
        depth = depths(found)
    if len(found.needs) > most:
        hide(found, depth, max(most // SHOWN_OF_MOST, 8))
    once = {id(trace[-1].module): trace for trace in calls}
    found.paths = list(dict.fromkeys(path for trace in once.values() for path in called_paths(trace) if path))
    return found


def called_paths(trace: list[Call]) -> list[str]:
    """The paths of the modules that were called, as the outermost one holds them."""
    called = {id(call.module) for call in trace}
    return [path for module, path in paths_of(trace).items() if module in called]


def paths_of(trace: list[Call]) -> dict[int, str]:
    """The paths of the modules inside the outermost one, by id; one alone goes by the name of its kind."""
    outermost = trace[-1].module
    inside = {id(module): path for path, module in outermost.named_modules()}
    return {**inside, id(outermost): "" if trace[-1].first < len(trace) - 1 else type(outermost).__name__}


def grouped(calls: list[list[Call]], opened: set[str], together: bool) -> tuple[list[Group], dict[int, str]]:
    """A group for each closed module (or each of its calls), and names for parameters inside open ones."""
    groups: dict[Any, Group] = {}
    names: dict[int, str] = {}
    looked_at: set[int] = set()
    counts: Counter[int] = Counter()
    paths: dict[int, dict[int, str]] = {}  # inside each outermost module
    for trace in calls:
        path_of = paths.get(id(trace[-1].module)) or paths.setdefault(id(trace[-1].module), paths_of(trace))
        todo: list[tuple[int, str | None]] = [(len(trace) - 1, None)]  # and the path of a half-open call around it
        while todo:
            place, around = todo.pop()
            call = trace[place]
            path = path_of.get(id(call.module), type(call.module).__name__)
            outermost = call.module is trace[-1].module
            wholly = path in opened or (outermost and call.first < place)
            if wholly or any(inner.startswith(f"{path}.") for inner in opened):
                if id(call.module) not in looked_at:
                    looked_at.add(id(call.module))
                    names.update(parameter_names([trace]))
                child = place - 1
                while child >= call.first:
                    todo.append((child, None if wholly else path))
                    child = trace[child].first - 1
                continue
            if not together:
                counts[id(call.module)] += 1
                group = groups.setdefault((id(trace), place), Group(path, call=counts[id(call.module)]))
            elif around is not None:
                group = groups.setdefault(around, Group(f"others in {around}"))
            else:
                group = groups.setdefault(id(call.module), Group(path or type(call.module).__name__))
            group.inner |= call.first < place
            note_call(group, call, path)
    return list(groups.values()), names


def note_call(group: Group, call: Call, path: str) -> None:
    """Note what a call of a group received and returned, and names, by its path, for what it returned."""
    group.modules[id(call.module)] = call.module
    group.calls += 1
    received = {id(value) for value in call.received_values()}
    returned = [value for value in call.returned_values() if id(value) not in received]
    group.inputs |= received
    short = ".".join((path or type(call.module).__name__).split(".")[-2:])
    short += f", call {group.call}" if group.call > 1 else ""
    for index, value in enumerate(returned):
        group.outputs[id(value)] = f"{short}[{index}]" if len(returned) > 1 else short


def assigned(nodes: list[Any], groups: list[Group], names: dict[int, str]) -> Overview:
    """Each Value with its group: those a module returned, and those used only inside one and not received by it."""
    output_of = {value: number for number, group in enumerate(groups) for value in group.outputs}
    place_of = {id(node): place for place, node in enumerate(nodes)}
    operands = [tuple([place_of[id(operand)] for operand in node.inputs]) for node in nodes]
    owners: dict[int, set[int]] = {}  # of a parameter: the groups of its modules
    for number, group in enumerate(groups):
        for module in group.modules.values():
            for parameter in module.parameters():
                owners.setdefault(id(parameter), set()).add(number)
    claimed: list[int | None] = [None] * len(nodes)  # the one group that uses it, or owns it; −1: others use it
    member = [-1] * len(nodes)
    for place in range(len(nodes) - 1, -1, -1) if groups else ():  # users before operands
        identity = id(nodes[place])
        number = output_of.get(identity, -1)
        if number < 0:
            claim = claimed[place]
            if claim is not None and claim >= 0 and identity not in groups[claim].inputs:
                number = claim
        if number >= 0:
            member[place] = number
            groups[number].members.append(place)
        for inside in operands[place]:
            claim = claimed[inside]
            if claim is None:
                claimed[inside] = number
            elif claim != number and (claim < 0 or not {claim, number} <= owners.get(id(nodes[inside]), set())):
                claimed[inside] = -1
    for group in groups:
        names.update({value: name for value, name in group.outputs.items() if value in place_of})
    found = Overview(nodes, operands, groups, member, {}, names, owners=owners)
    connect(found)
    return found


def connect(found: Overview) -> None:
    """Find what each thing depends on."""
    size = len(found.nodes)
    things = [place if number < 0 else size + number for place, number in enumerate(found.member)]
    found.needs = {thing: {} for thing in things}
    for thing, operands in zip(things, found.operands, strict=True):
        for inside in operands:
            source = things[inside]
            if source != thing and not (
                thing >= size and thing - size in found.owners.get(id(found.nodes[inside]), ())
            ):
                needed = found.needs[thing]
                if source in needed:
                    needed[source].append(inside)
                else:
                    needed[source] = [inside]


def depths(found: Overview) -> dict[int, int]:
    """How far each thing is from the output, by the longest way; what stands in a circle is left out."""
    waiting: dict[int, int] = defaultdict(int)
    for needed in found.needs.values():
        for source in needed:
            waiting[source] += 1
    depth = {thing: 0 for thing in found.needs if not waiting[thing]}
    ready = list(depth)
    for thing in ready:  # grows as it goes
        for source in found.needs[thing]:
            depth[source] = max(depth.get(source, 0), depth[thing] + 1)
            waiting[source] -= 1
            if not waiting[source]:
                ready.append(source)
    return {thing: depth[thing] for thing in ready}


def gather(found: Overview) -> None:
    """Put what comes after all modules into one group, all but the output, and what comes before them into another."""
    boxes = [thing for thing in found.needs if thing >= len(found.nodes)]
    before: set[int] = set()
    todo = boxes.copy()
    while todo:
        for source in found.needs[todo.pop()]:
            if source not in before:
                before.add(source)
                todo.append(source)
    fed = set(boxes)  # what some box feeds
    for place in range(len(found.nodes)):
        thing = found.thing(place)
        if not fed.isdisjoint(found.needs[thing]):
            fed.add(thing)
    alone = [place for place in range(len(found.nodes)) if found.member[place] < 0]
    output = found.nodes[-1]
    near = {id(output), *(id(operand) for operand in output.inputs if not operand.inputs)}
    after = [place for place in alone if place not in before and id(found.nodes[place]) not in near]
    first = [place for place in alone if place in before and place not in fed]
    for group in Group("after the modules", members=after), Group("before the modules", members=first):
        if len(group.members) > FEW:
            for place in group.members:
                found.member[place] = len(found.groups)
            found.groups.append(group)
    connect(found)


def hide(found: Overview, depth: dict[int, int], most: int) -> None:
    """Put what is farthest from the output into one group; leaves stay beside what uses them."""
    shown: set[int] = set()
    for thing in sorted((thing for thing in depth if found.needs[thing]), key=lambda thing: (depth[thing], -thing)):
        leaves = {source for source in found.needs[thing] if not found.needs[source]} - shown
        if len(shown) + len(leaves) + 2 > most and shown:
            break
        shown |= leaves | {thing}
    hidden = Group("before these")
    for place in range(len(found.nodes)):
        if found.thing(place) not in shown:
            hidden.members.append(place)
    for place in hidden.members:
        found.member[place] = len(found.groups)
    for number, group in enumerate(found.groups):
        group.members = [place for place in group.members if found.member[place] == number]
    found.groups.append(hidden)
    connect(found)


def openings(
    z: Any, found: Overview, most: int, limit: int, opened: tuple[str, ...] = ()
) -> Iterator[tuple[str, Overview]]:
    """Each module that can be opened, by its path, and the overview with it open; from the outside in.

    At most `limit`, and fewer of a large computation, which is read anew for each.
    """
    limit = min(limit, MOST_READ // len(found.nodes))
    seen: set[str] = set()
    todo = [group.path for group in found.groups if group.modules]
    for path in todo:  # grows as it goes
        if path in seen or path not in found.paths or len(seen) >= limit:
            continue
        seen.add(path)
        inside = overview(z, (*opened, path), most)
        yield path, inside
        todo += [group.path for group in inside.groups if group.modules]
