"""What the steps of the form "products" are called: "dense 784→128, relu, dense 128→10, softmax cross-entropy"."""

from dataclasses import dataclass
from typing import Any

from autograd.compiled.ir.products import Products, TooDeep
from autograd.compiled.ir.steps import EACH, ONCE, PARAMETERS, Apply, Dots, Matrix, Plus, Run, Source, Step, Total
from autograd.support.lazy import np

IDIOMS: tuple[tuple[str, str], ...] = (
    ("maximum, minus, exp, sum, log, minus", "softmax cross-entropy"),
    ("maximum, minus, exp, sum, log, sum", "logsumexp"),
    ("maximum, minus, exp, sum, div", "softmax"),
    ("sum, div by a number, minus, squares, div by a number, plus a number, sqrt, div, times, bias", "layer norm"),
    ("squares, div by a number, plus a number, sqrt, div, times", "RMS norm"),
    ("squares, div by a number", "mean square"),
    ("sum, div by a number", "mean"),
    ("minus, square", "squared difference"),
)
"""Steps that have a name together, the longest first."""

WORDS = {
    "minus": "difference",
    "times": "product",
    "squares": "sum of squares",
    "minus a number": "shift",
    "plus a number": "shift",
    "neg": "negative",
    "div": "quotient",
}
"""What a step by itself is called, where that is not its token."""


@dataclass
class Part:
    """A part of a program: what it is called, how many numbers come out, its parameters and multiplications."""

    name: str
    numbers: int
    parameters: int = 0
    multiplications: int = 0

    def extended(self, other: "Part", name: str) -> "Part":
        """Itself and what follows it, under one name; the numbers that come out are those of the last."""
        parameters, multiplications = self.parameters + other.parameters, self.multiplications + other.multiplications
        return Part(name, other.numbers, parameters, multiplications)


class Description(str):
    """What a program consists of, on one line; printed, with a table of the parts below. `parts` are these."""

    __slots__ = ("parts",)
    parts: tuple[Part, ...]

    def __new__(cls, parts: list[Part]) -> "Description":
        """From its parts."""
        made = super().__new__(cls, ", ".join(part.name for part in parts))
        made.parts = tuple(parts)
        return made

    def __str__(self) -> str:
        rows = [["part", "numbers", "parameters", "multiplications"]]
        rows += [[part.name, *(f"{x:,}" for x in _sizes(part))] for part in self.parts]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = [
            "  ".join([name.ljust(widths[0]), *(x.rjust(width) for x, width in zip(rest, widths[1:], strict=True))])
            for name, *rest in rows
        ]
        return "\n".join([", ".join(part.name for part in self.parts), *(f"  {line}" for line in lines)])


MOST = 2_000
"""A program of more steps is described by what it has how many of."""


def described(products: Products) -> Description:
    """The parts of a form, in order; what is computed once a call comes last."""
    try:
        products.build(MOST)
    except TooDeep:
        return Description([Part(f"{count:,} {name}", count) for name, count in products.left(every=True).items()])
    words = _Words(products)
    found: list[Part] = []
    for step in products.steps[EACH] or products.steps[ONCE]:
        part = words.part(step)
        if part.name == "bias" and found and found[-1].name.startswith(("dense", "convolution")):
            found[-1].parameters += part.parameters
        else:
            found.append(part)
    found = _with_idioms(found)
    if products.steps[EACH]:
        once = [words.part(step) for step in products.steps[ONCE]]
        found += [Part(f"{part.name} of parameters", *_sizes(part)) for part in _with_idioms(once)]
    return Description(found)


def _sizes(part: Part) -> tuple[int, int, int]:
    return part.numbers, part.parameters, part.multiplications


def _with_idioms(parts: list[Part]) -> list[Part]:
    """Steps under their common names; the same twice in a row is one."""
    found: list[Part] = []
    for part in parts:
        if found and found[-1].name == part.name:
            found[-1] = Part(part.name, *(a + b for a, b in zip(_sizes(found[-1]), _sizes(part), strict=True)))
        else:
            found.append(part)
    for tokens, name in IDIOMS:
        words = tokens.split(", ")
        place = 0
        while place + len(words) <= len(found):
            if [part.name for part in found[place : place + len(words)]] == words:
                together = found[place]
                for part in found[place + 1 : place + len(words)]:
                    together = together.extended(part, name)
                found[place : place + len(words)] = [together]
            place += 1
    return [Part(WORDS.get(part.name, part.name), *_sizes(part)) for part in found]


class _Words:
    """What steps are called, and how many parameters they have: entries of theta, or rows loaded from there."""

    def __init__(self, products: Products) -> None:
        self._theta = np.full(products.spaces[ONCE].size, -1)
        for rows, places in products.spaces[ONCE].loads.get(PARAMETERS, []):
            self._theta[rows] = places

    def part(self, step: Step) -> Part:
        """A step and its token."""
        numbers = step.out.at.size
        match step:
            case Matrix():
                rows, length = step.weights.at.shape
                return Part(
                    _matrix(step), numbers, self._parameters(step.weights), rows * length * step.operands.at.shape[1]
                )
            case Apply():
                by_number = len(step.operands) == 2 and isinstance(step.operands[1], float)
                name = f"{step.rule.name} by a number" if by_number else step.rule.name
                if step.rule.name == "pow" and step.operands[1:] == [2.0]:
                    name = "square"
                elif step.rule.name == "mul":
                    name = "times"
                return Part(name, numbers, sum(map(self._parameters, step.operands)))
            case Run():
                return Part(step.rule.name, len(step.terms[0].at))
            case Total():
                return Part("sum", numbers, self._parameters(step.terms))
            case Dots():
                length = len(step.left.at)
                squares = step.left.space == step.right.space and np.array_equal(step.left.at, step.right.at)
                name = "times" if length == 1 else "squares" if squares else f"dot products of {length}"
                if numbers == 1 and length > 1 and {step.left.space, step.right.space} - {EACH} and not squares:
                    name = f"dense {length}→1"
                return Part(name, numbers, self._parameters(step.left, step.right), step.left.at.size)
            case Plus():
                values = [term for term in step.terms if isinstance(term, Source)]
                fixed = all(term.space in (PARAMETERS, ONCE) for term in values)
                name = "minus" if -1 in step.signs else "sum"
                if step.adds and fixed:
                    name = "bias"
                elif len(values) < 2 and not step.adds:
                    name = "plus a number" if name == "sum" else "minus a number"
                return Part(name, numbers, sum(map(self._parameters, values)))

    def _parameters(self, *operands: Any) -> int:
        """How many different entries of theta these are."""
        sources = [x for x in operands if isinstance(x, Source) and x.space in (PARAMETERS, ONCE)]
        found = [x.at.ravel() if x.space == PARAMETERS else self._theta[x.at.ravel()] for x in sources]
        entries = np.concatenate([np.empty(0, int), *found])
        return int(np.count_nonzero(np.bincount(entries[entries >= 0])))


def _matrix(step: Matrix) -> str:
    """What a matrix is called: windows that overlap make it a convolution."""
    rows, length = step.weights.at.shape
    places = step.operands.at.shape[1]
    if places == 1:
        return f"dense {length}→{rows}"
    if np.bincount(step.operands.at.ravel()).max() == 1:
        return f"dense {length}→{rows} at {places} places"
    filters, box = "1 filter" if rows == 1 else f"{rows} filters", _box(step.operands.at[:, places // 2])
    seen = box if "×" in box else f"of {box}"
    return f"convolution of {filters} {seen} at {_box(step.operands.at[0])} places"


def _box(entries: Any) -> str:
    """The sides of a box of entries, "5×5", as far as their distances tell; else how many there are."""
    sides: list[int] = []
    rest = np.asarray(entries)
    while len(rest) > 1:
        steps = np.diff(rest)
        side = int(np.argmax(steps != steps[0])) + 1 if (steps != steps[0]).any() else len(rest)
        if side < 2 or len(rest) % side or not _is_box(rest, side):
            return str(len(entries))
        sides.append(side)
        rest = rest[::side]
    return "×".join(map(str, reversed(sides))) or "1"


def _is_box(entries: Any, side: int) -> bool:
    """Whether all runs of this length are alike."""
    runs = entries.reshape(-1, side)
    return bool((runs - runs[:, :1] == runs[0] - runs[0, 0]).all())
