"""What a formula rests on: every derivative, count and value it takes, found by computing it.

Index letters, bound or free, have a place while it is computed, so that only the entries it takes are noted. A name
that is made from derivatives or counts is followed to them, through as many names as there are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from autograd.engine.codegen.python import Value
from autograd.worksheet.evaluation.arrays import entries, index_of, shape
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.expression import Formula
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.language.tree import Call, Derivative, Index, Name, Node, names_in
from autograd.worksheet.language.work import Exhausted, Work

COUNTS = ("shape", "parameters", "multiplies")
"""The functions that count something of layers or arrays."""


class Traced(Formula):
    """Evaluates formulas and notes what they take: pairs of entries for derivatives, entries for names, counts."""

    def __init__(self, samples: Samples, text: str, letters: Mapping[str, int], work: Work) -> None:
        super().__init__(text, samples.base.floats, letters, samples.base.counted_as(work), work)
        self.base = samples.base
        self.taken: dict[Any, None] = {}
        self.is_measuring = False

    def value(self, node: Node) -> Any:
        """What a tree comes to; what it takes is noted."""
        match node:
            case Index(Name() as array, _) if self.is_one_entry(array, node):
                what = self.name(array)
                place = self.entry(node, what)
                self.note((array.name, place))
                return entries(what)[place]
            case Name(name) if name in self.base.graph and name not in self.letters:
                if not isinstance(self.base.graph[name], Layer):
                    self.note(*((name, place) for place in range(len(entries(self.base.graph[name])))))
            case Derivative():
                self.note(*self.base.entry_pairs(self, node))
            case Call(function, operands) if function in COUNTS:
                self.note(*(Call(function, (operand,)) for operand in operands))
        return super().value(node)

    def is_one_entry(self, array: Name, node: Index) -> bool:
        """Whether an index is of one entry of a name; the row of a matrix takes the whole matrix."""
        if array.name not in self.base.graph or array.name in self.letters:
            return False
        return len(node.places) == 2 or 1 in shape(self.base.graph[array.name])

    def range(self, letter: str, nodes: Iterable[Node], at: Node) -> int:
        """How far an index letter runs: what tells it is only measured, not taken."""
        measuring, self.is_measuring = self.is_measuring, True
        try:
            return super().range(letter, nodes, at)
        finally:
            self.is_measuring = measuring

    def note(self, *taken: Any) -> None:
        """Note what is taken."""
        if not self.is_measuring:
            self.work.spend(len(taken))
            self.taken.update(dict.fromkeys(taken))


class Tracer:
    """Follows formulas at one samples to the derivatives and counts they come from.

    What has been `claimed` of a name made from such is an end, too. `moves` are the formulas of new values, by name.
    """

    def __init__(
        self, samples: Samples, claimed: Collection[Any], work: Work, moves: Mapping[str, Iterable[Node]]
    ) -> None:
        self.samples, self.claimed, self.work = samples, claimed, work
        self.definitions = {definition.name: definition for definition in samples.definitions}
        self.moves = {name: formulas for name, formulas in moves.items() if name in samples.updated}
        self.speaking = self._speaking()
        self._followed: dict[Any, set[Any]] = {}

    def ends(self, text: str, formula: Node, letters: Mapping[str, int]) -> tuple[set[Any], set[Any]]:
        """The derivatives and counts a formula comes from, and the entries of other names it takes.

        Raises what computing it raises.
        """
        traced = Traced(self.samples, text, letters, self.work)
        traced.value(formula)
        found: set[Any] = set()
        values: set[Any] = set()
        todo, seen = list(traced.taken), set()
        while todo:
            entry = todo.pop()
            if entry in seen:
                continue
            seen.add(entry)
            if not is_entry(entry) or (entry in self.claimed and entry[0] in self.speaking):
                found.add(entry)
            elif entry[0] in self.speaking:
                todo += self._followed_once(entry)
            else:
                values.add(entry)
        return found, values

    def _followed_once(self, entry: tuple[str, int]) -> set[Any]:
        """What an entry of a name made from derivatives or counts takes."""
        name, place = entry
        definition = self.definitions[name]
        key = entry if definition.letters else name
        if key not in self._followed:
            whole = self.samples.base.graph[name]
            letters = dict(zip(definition.letters, index_of(whole, place), strict=False))
            formulas = [(definition.statement.text, definition.formula, letters)]
            formulas += [("", formula, {}) for formula in self.moves.get(name, ())]
            found: set[Any] = set()
            for text, formula, chosen in formulas:
                traced = Traced(self.samples, text, chosen, self.work)
                try:
                    traced.value(formula)
                except Exhausted:
                    raise
                except UNCOMPUTABLE:
                    pass  # what it took until then is noted
                found.update(traced.taken)
            self._followed[key] = found
        return self._followed[key]

    def _speaking(self) -> set[str]:
        """The names made from derivatives or counts, at first hand or through other names."""
        users: defaultdict[str, list[str]] = defaultdict(list)
        todo = []
        for name, definition in self.definitions.items():
            for formula in (definition.formula, *self.moves.get(name, ())):
                if speaks(formula):
                    todo.append(name)
                for used in names_in(formula):
                    users[used].append(name)
        found: set[str] = set()
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo += users[name]
        return found

    def leads_back(self, values: Iterable[Any], target: Any) -> bool:
        """Whether the value of an entry is computed from itself on the way: q = y, then y = q."""
        graph = self.samples.base.graph
        ends = _nodes(graph, [target])
        if not ends:
            return target in values
        goal = id(ends[0])
        todo, seen = _nodes(graph, values), set()
        while todo:
            node = todo.pop()
            if id(node) == goal:
                return True
            if id(node) not in seen:
                seen.add(id(node))
                self.work.spend(1)
                todo += node.inputs
        return False

    def is_between(self, pair: Any, asked: Iterable[Any]) -> bool:
        """Whether a derivative is a piece of one that is asked: of what that is computed from, by what comes of it."""
        graph = self.samples.base.graph
        top, bottom = (_nodes(graph, [entry]) for entry in pair)
        for whole in asked:
            if not is_pair(whole):
                continue
            loss, by = (_nodes(graph, [entry]) for entry in whole)
            if top and bottom and loss and by and self._below(loss[0], top[0]) and self._below(bottom[0], by[0]):
                return True
        return False

    def _below(self, root: Value, node: Value) -> bool:
        todo, seen = [root], {id(root)}
        while todo:
            each = todo.pop()
            if each is node:
                return True
            for operand in each.inputs:
                if id(operand) not in seen:
                    seen.add(id(operand))
                    self.work.spend(1)
                    todo.append(operand)
        return False


def _nodes(graph: Mapping[str, Any], found: Iterable[Any]) -> list[Value]:
    """The Values of entries, as far as they have some."""
    places = [each for each in found if is_entry(each) and not isinstance(graph.get(each[0]), (Layer, type(None)))]
    nodes: Iterator[Any] = (entries(graph[name])[place] for name, place in places)
    return [node for node in nodes if isinstance(node, Value)]


def speaks(formula: Node) -> bool:
    """Whether a formula itself speaks of a derivative or a count."""
    return any(
        isinstance(node, Derivative) or (isinstance(node, Call) and node.function in COUNTS)
        for node in formula.inside()
    )


def is_entry(found: Any) -> bool:
    """Whether something is an entry of a name, not a pair of them or a formula."""
    return isinstance(found, tuple) and isinstance(found[0], str)


def is_pair(found: Any) -> bool:
    """Whether something is the derivative of an entry by another."""
    return isinstance(found, tuple) and isinstance(found[0], tuple)


def described(found: Any) -> str:
    """A derivative, a count or an entry in words: dL/dh of the entry 1 is dL/dh[1]."""
    return f"d{found[0][0]}/d{found[1][0]}" if is_pair(found) else found[0] if is_entry(found) else ""
