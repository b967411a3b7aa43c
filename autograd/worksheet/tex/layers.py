r"""Layers and steps counted by a letter: a^{[l]} = \sigma(W^{[l]} a^{[l-1]}), h_t = \tanh(U h_{t-1}).

Which names are counted so is seen in the whole document: by what is said of the layer or step before. A small network
stands for all: of each such name there are as many as `last` says, and L and T are the last of them.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from autograd.worksheet.language.tree import Node, Statement as Typed
from autograd.worksheet.sheet.families import MOST, Families, OutsideError
from autograd.worksheet.tex.names import Index, Raised, base_of, indices_of, parts_of, raised_of
from autograd.worksheet.tex.nodes import Digits, Fence, Group, Letter, Scripted, Sign, Styled, TexNode, Words, rows_in
from autograd.worksheet.tex.rows import EQUALS, Statement

MARK = "ˆ"
"""What ends the name of a family among tokens: a without a layer is another name."""

OPENS_MEMBER = "⟦"
"""The text of the bracket around a layer or step, among tokens; its kind is that of others."""

ENDS = ("L", "T", "N", "K", "H", "M", "D")
"""Capital letters that may be the last layer or step."""

_SAMPLES = 3
"""Samples that are taken."""

_SAMPLE_LETTERS = frozenset("ijkns")
"""Letters that count samples."""

_COUNT = {"l": 3}
_USUAL_COUNT = 4
"""Layers and steps that are taken, where no number says more."""


class Member(NamedTuple):
    """Which layer or step: `letter` and `offset`, or a number where there is no letter; `node` is where it stands."""

    letter: str
    offset: int
    node: TexNode


class Place(NamedTuple):
    """Where a name has its layer: above in brackets, above without, or below."""

    kind: str
    letter: str
    offset: int


@dataclass
class Counted:
    """The letters that count layers, steps or samples, and the names that have them above and below; `names` are these
    among tokens, as far as they were met; `samples` are letters of samples.
    """

    last: dict[str, int] = field(default_factory=dict)
    above: dict[str, str] = field(default_factory=dict)
    bare: set[str] = field(default_factory=set)
    below: dict[str, str] = field(default_factory=dict)
    functions: set[str] = field(default_factory=set)
    samples: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.last)

    def family(self, base: str, name: str) -> str:
        """The name of a family among tokens, where it has a layer or a step above or below `base`."""
        letter = self.above.get(base) or self.below[base]
        self.names.setdefault(f"{name}{MARK}", letter)
        return f"{name}{MARK}"

    def shown(self, shown: Mapping[str, str]) -> dict[str, str]:
        """How the layers and steps of names are shown to people: δ^(2), h_3."""
        found = {}
        for family, letter in self.names.items():
            name = family.removesuffix(MARK)
            found[family] = shown.get(name, name)
            for number in range(self.last[letter] + 1):
                place = f"^({number})" if name in self.above else f"_{number}"
                found[f"{family}[{number}]"] = f"{found[family]}{place}"
        return found

    def counts(self, letter: str, sign: str) -> bool:
        """Whether a sign counts the same layers, steps or samples as a letter."""
        return sign == letter or {sign, letter} <= self.samples

    def number(self, letter: str, sign: str) -> int | None:
        """What a number or a capital letter stands for among the layers of a letter; None for other signs."""
        if sign.isdecimal():
            return int(sign)
        return self.last[letter] if sign in ENDS else None

    def lowered(self, name: str, indices: Sequence[Index]) -> tuple[Member | None, list[Index]]:
        """The step below a name, and its other indices."""
        letter = self.below.get(name)
        if letter is None:
            return None, list(indices)
        for place, index in enumerate(indices):
            rest = [*indices[:place], *indices[place + 1 :]]
            if index.kind in ("letter", "step") and self.counts(letter, index.text):
                return Member(index.text, index.offset, index.node), rest
            if index.kind in ("letter", "step") and index.text in ENDS and (index.text == "T" or not rest):
                return Member("", self.last[letter] + index.offset, index.node), rest
            if index.kind == "number" and (not rest or (place == 0 and len(indices) == 2)):
                return Member("", int(index.text), index.node), rest
        return None, list(indices)

    def raised(self, name: str, raised: Raised) -> tuple[Member | None, Raised]:
        """The layer above a name, and what else is raised."""
        letter = self.above.get(name)
        if letter is None:
            return None, raised
        if raised.layer:
            sign, offset, node = raised.layer, raised.offset, raised.node
            rest = raised._replace(layer="", kind="", offset=0, node=None)
        elif raised.power is not None and name in self.bare and (found := step_of(raised.power.parts)) is not None:
            sign, offset, node = found[0], found[1], raised.power
            rest = raised_of(Group(found[2], start=node.start, end=node.end)) if found[2] else Raised()
            rest = rest._replace(transposed=rest.transposed or raised.transposed)
        else:
            return None, raised
        if node is not None and self.counts(letter, sign):
            return Member(sign, offset, node), rest
        number = self.number(letter, sign)
        if node is None or number is None:
            return None, raised
        return Member("", offset + number, node), rest


def step_of(parts: Sequence[TexNode]) -> tuple[str, int, tuple[TexNode, ...]] | None:
    """The letter or number that nodes begin with, what is added to it, and the nodes behind; None if they do not."""
    match list(parts):
        case [Letter(text), Sign("+" | "-" as sign), Digits(number), *rest] if number.isdecimal():
            return text, int(number) * (1 if sign == "+" else -1), tuple(rest)
        case [Letter(text) | Digits(text), *rest] if not isinstance(parts[0], Digits) or text.isdecimal():
            return text, 0, tuple(rest)
        case [Group(inside)]:
            return step_of(inside)
    return None


_MAY_COUNT = re.compile(
    r"\\(?:top|intercal)|\^\s*(?:T\b|\{\s*(?:T|\\math\w+\s*\{?\s*T|\(\w\)\s*T|\(#))|\\in\b|[_^]\s*(?:\{[^{}$]{0,40})?[A-Za-z]\s*[-+]\s*[0-9]|\^[\s{(\[\\]*(?:l\b|ell)|\\left"
)
"""What a document has somewhere that counts layers or steps by a letter."""


def counted_in(statements: Iterable[Statement], bound: Iterable[str], text: str) -> Counted:
    """What layers and steps there are in a document; `bound` are the letters that sums run over."""
    if not _MAY_COUNT.search(text):
        return Counted()
    statements = list(statements)
    places = [(name, place) for each in statements for name, place in _places(each.nodes)]
    heads = {(name, place) for each in statements if _is_defining(each) for name, place in _places(each.nodes[:1])}
    found = Counted()
    numbers: dict[str, int] = {}
    for letter in sorted({place.letter for _, place in places if len(place.letter) == 1 and place.letter.islower()}):
        _count(found, letter, places, heads, set(bound))
    if not found.above and any(place.kind != "below" and place[1:] == ("L", -1) for _, place in places):
        found.last["l"] = _COUNT["l"]  # z^{(L)} = w^{(L)} a^{(L-1)}: only the last two are written
        found.above = {name: "l" for name, place in places if place.kind != "below" and place.letter == "L"}
    alone = _alone_below(statements) if any(letter in "ijkln" for letter in found.last) or "\\m" in text else {}
    for letter in [letter for letter in found.last if letter in set(found.above.values()) and letter != "t"]:
        for name in alone.get(letter, ()):  # W_i beside z^{(i)}
            if name not in found.above:
                found.below.setdefault(name, letter)
    for letter, names in sorted(alone.items()):
        begun = {name for name, place in heads if place == Place("below", letter, 0)} & names
        numbered = {name for name, place in places if place.kind == "below" and place.letter.isdecimal()}
        if letter in found.last or letter in bound or len(begun) < 2 or not begun & numbered:
            continue
        if all(name[0].isupper() for name in names):  # Z_i = X_i W_i + B_i, and Z_1, Z_2
            found.last[letter] = _COUNT["l"]
            found.below.update(dict.fromkeys(names, letter))
    for kind, letter in sorted(_samples(statements, _SAMPLE_LETTERS.intersection(bound) - {*found.last})):
        names = {name for name, place in places if (place.kind, place.letter) == (kind, letter)}
        letters = _letters_of(statements, names, kind)
        if letters & {*found.last} or any(
            place.letter in letters and place.kind == kind and name not in names for name, place in places
        ):
            continue  # another of these letters counts something else, too
        found.last.update(dict.fromkeys(letters, _SAMPLES))
        found.samples |= letters
        into = found.below if kind == "below" else found.above
        into.update(dict.fromkeys(names, letter))
    for name in _beside_samples(statements, found):
        found.below[name] = min(found.samples)
    for name, place in places:
        letter = found.above.get(name, "") if place.kind != "below" else found.below.get(name, "")
        if place.letter.isdecimal() and letter:
            numbers[letter] = max(numbers.get(letter, 0), int(place.letter))
        if place.kind == "bare" and name in found.above and place.letter in (found.above[name], "L"):
            found.bare.add(name)
    found.functions = _functions(statements) & set(found.above)
    found.above = {name: letter for name, letter in found.above.items() if name not in found.functions}
    for letter, number in numbers.items():
        for each in found.samples if letter in found.samples else (letter,):
            found.last[each] = min(MOST, number if letter in found.samples else max(found.last[each], number))
    return found


def _count(
    found: Counted,
    letter: str,
    places: Sequence[tuple[str, Place]],
    heads: set[tuple[str, Place]],
    bound: set[str],
) -> None:
    """Note the names that a letter counts the layers or steps of, if it does."""
    here = [(name, place) for name, place in places if place.letter == letter]
    for kinds, into in ((("above", "bare"), found.above), (("below",), found.below)):
        mine = [(name, place) for name, place in here if place.kind in kinds]
        names = dict.fromkeys(name for name, _ in mine)
        before = {name for name, place in mine if place.offset < 0}
        after = {name for name, place in mine if place.offset > 0}
        begun = {name for name, place in heads if place.letter == letter and not place.offset and place.kind in kinds}
        if kinds == ("below",):
            recursive = before if letter in ("t", "l") else before & begun
            is_counted = bool(recursive) and bool(begun) and (letter in ("t", "l") or letter not in bound)
        else:
            in_brackets = any(place.kind == "above" for _, place in mine)
            is_counted = (letter == "l" and bool(before or after or in_brackets)) or (
                (in_brackets or letter == "t") and bool(before & begun or (before and begun and letter not in bound))
            )
        if is_counted:
            found.last.setdefault(letter, _COUNT.get(letter, _USUAL_COUNT))
            into.update(dict.fromkeys(names, letter))
            for name, place in places:
                if place.kind in kinds and place.letter == "L" and letter == "l":
                    into.setdefault(name, letter)


def _alone_below(statements: Iterable[Statement]) -> dict[str, set[str]]:
    """The letters that are the only index of names, with these: of names that have no other letters, nor two indices,
    below them anywhere.
    """
    letters: dict[str, set[str]] = {}
    others: set[str] = set()
    for node in (node for each in statements for root in each.nodes for node in root.inside()):
        base, below, _above, _ = parts_of(node)
        spelled = base_of(base) if below is not None and not isinstance(base, Sign) else None
        if spelled is None:
            continue
        match indices_of(below):
            case [Index("letter", letter, _, 0)] if letter in "ijkln":
                letters.setdefault(spelled.name, set()).add(letter)
            case [Index("number")]:
                continue
            case _:
                others.add(spelled.name)
    found: dict[str, set[str]] = {}
    for name, counted in letters.items():
        if len(counted) == 1 and name not in others:
            found.setdefault(min(counted), set()).add(name)
    return found


def _samples(statements: Sequence[Statement], bound: Collection[str]) -> Iterator[tuple[str, str]]:
    r"""Where the letters of samples stand that are lists each: x_i \in \mathbb{R}^d, w^\top x^{(i)}, x_i x_i^\top.

    Who writes x_{ij}, too, has a matrix, and says of its rows what is not seen in one formula.
    """
    multiplied: set[tuple[str, str]] = set()
    for statement in statements if bound else ():
        match statement.nodes:
            case (node, Sign("∈"), Scripted(Styled("mathbb", Group((Letter("R"),))), None, Group(), 0)):
                yield from _counted_at(node, bound)
        for row in rows_in(statement.nodes):
            for one, other in pairwise(row):
                if raised_of(parts_of(one)[2]).transposed and not isinstance(other, Sign):
                    multiplied.update(_counted_at(one, bound), _counted_at(other, bound))
    if multiplied:
        nodes = (node for each in statements for root in each.nodes for node in root.inside())
        pairs = ([index.text for index in indices_of(parts_of(node)[1])] for node in nodes)
        matrices = {letter for pair in pairs if len(pair) > 1 for letter in pair}
        yield from ((kind, letter) for kind, letter in multiplied if letter not in matrices)


def _beside_samples(statements: Sequence[Statement], found: Counted) -> set[str]:
    r"""The names that have below what their samples have above, in one statement: h_i = g(\theta^\top x^{(i)}).

    Not what stands anywhere with another index, too: that is a list, or a matrix.
    """
    beside: set[str] = set()
    others: set[str] = set()
    for statement in statements if found.samples else ():
        places = list(_places(statement.nodes))
        has_samples = any(
            place.kind == "above" and place.letter in found.samples and name in found.above for name, place in places
        )
        for node in (node for root in statement.nodes for node in root.inside()):
            base, below, _above, _ = parts_of(node)
            spelled = base_of(base) if below is not None and not isinstance(base, Sign) else None
            if spelled is None or spelled.name in found.above or spelled.name in found.below:
                continue
            indices = indices_of(below)
            is_one = len(indices) == 1 and not indices[0].offset
            if not is_one or indices[0].text not in found.samples:
                others.add(spelled.name)
            elif has_samples:
                beside.add(spelled.name)
    return beside - others


def _letters_of(statements: Sequence[Statement], names: Collection[str], kind: str) -> set[str]:
    """The letters that are the only index of names at their place: the j, too, of x_i and a sum over x_j."""
    found: set[str] = set()
    for node in (node for each in statements for root in each.nodes for node in root.inside()):
        base, below, above, _ = parts_of(node)
        spelled = base_of(base) if below is not None or above is not None else None
        if spelled is None or isinstance(base, Sign) or spelled.name not in names:
            continue
        raised, indices = raised_of(above), indices_of(below)
        if kind == "above" and raised.kind == "letter":
            found.add(raised.layer)
        elif kind == "below" and len(indices) == 1 and indices[0].kind == "letter":
            found.add(indices[0].text)
    return {letter for letter in found if letter not in ENDS}


def _counted_at(node: TexNode, bound: Collection[str]) -> Iterator[tuple[str, str]]:
    """The only letter of samples that a name has, with where it stands."""
    places = [place for _, place in _places([node]) if place.kind in ("above", "below")]
    if len(places) == 1 and places[0].letter in bound and not places[0].offset:
        yield places[0].kind, places[0].letter


def _functions(statements: Iterable[Statement]) -> set[str]:
    """The names that are only ever used before brackets."""
    called: dict[str, bool] = {}
    for row in (row for each in statements if len(each.nodes) > 1 for row in rows_in(each.nodes)):
        for node, after in zip(row, [*row[1:], None], strict=False):
            if (spelled := base_of(parts_of(node)[0])) is not None:
                is_called = isinstance(after, Fence) and after.opening == "("
                called[spelled.name] = called.get(spelled.name, True) and is_called
    return {name for name, is_called in called.items() if is_called}


def _is_defining(statement: Statement) -> bool:
    return any(isinstance(node, Sign) and node.text in EQUALS for node in statement.nodes[1:2])


def _places(nodes: Iterable[TexNode]) -> Iterator[tuple[str, Place]]:
    """The names in nodes with all that may be a layer or a step of them."""
    for node in (inner for root in nodes for inner in root.inside()):
        base, below, above, _ = parts_of(node)
        if (below is None and above is None) or isinstance(base, Sign):
            continue
        spelled = base_of(base)
        if spelled is None or (isinstance(base, (Words, Styled)) and spelled.name in ("R", "d")):
            continue
        raised = raised_of(above)
        if raised.layer:
            yield spelled.name, Place("above", raised.layer, raised.offset)
        elif raised.power is not None and (step := step_of(raised.power.parts)) is not None:
            yield spelled.name, Place("bare", step[0], step[1])
        for index in indices_of(below):
            if index.kind in ("letter", "step", "number"):
                yield spelled.name, Place("below", index.text, index.offset)


class Layers(Families):
    """The layers and steps of a document; there is none before the first that its definitions speak of."""

    counted: Counted
    lowest: Counter[str]

    @classmethod
    def counting(cls, counted: Counted, used: Iterable[tuple[str, str, int]]) -> "Layers":
        """The layers, where definitions have `used` these names at their letters or numbers with these offsets."""
        ends = {sign: count for count in counted.last.values() for sign in ENDS}
        found = cls(dict(counted.last), ends, frozenset(counted.names))
        found.counted, found.lowest = counted, Counter(dict.fromkeys(counted.names, 1))
        for name, letter, offset in used:
            found.lowest[name] = min(found.lowest[name], max(0, offset + bool(letter)))
        return found

    def at(self, statement: Typed, letter: str, number: int) -> Typed | None:
        """A statement for one layer or step, as far as it speaks of those there are."""
        parts: list[Node] = []
        for place, part in enumerate(statement.parts):
            try:
                parts.append(self.put(part, {letter: number}))
            except OutsideError:
                if place < 2:
                    return None
        return replace(statement, parts=tuple(parts))

    def written_out(self, names: Iterable[str]) -> list[str]:
        """The names, of a family all of its members."""
        found: list[str] = []
        for name in names:
            letter = self.counted.names.get(name)
            numbers = range(self.lowest[name], self.last[letter] + 1) if letter else ()
            found += [f"{name}[{number}]" for number in numbers] if letter else [name]
        return found

    def add(self, name: str, letter: str) -> None:
        """Take a name for that of a family counted by a letter."""
        super().add(name, letter)
        self.counted.names.setdefault(name, letter)
        self.lowest.setdefault(name, 1)

    def holds(self, name: str, number: int) -> bool:
        """Whether there is a layer or step of this number of a name."""
        return self.lowest[name] <= number <= self.last[self.counted.names[name]]
