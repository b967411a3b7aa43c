"""Functions that are defined anew: f(x, y) = x y, below f(x) = 1/x or f = q z, is another function.

It is an example of its own: its letters have no numbers there, and df/dx is its derivative.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from autograd.worksheet.language.notations.patterns import COMMENT, NAME
from autograd.worksheet.language.notations.whole.typography.bold import without_bold
from autograd.worksheet.language.notations.whole.typography.pasted_latex import without_latex
from autograd.worksheet.language.vocabulary import LOSSES
from autograd.worksheet.sheet.sections import MOST_LINES

_TOLD = re.compile(
    r"\s*(?:[-*•–]\s+|\(?[0-9a-z]{1,2}[.)]\s+)?((?P<bare>[^\W\d_]+)(?:_\w+)?)"
    r"\((?P<letters>\s*[^\W\d]\w*\s*(?:,\s*[^\W\d]\w*\s*){0,7})\)\s*=(?!=)\s*(?P<formula>[^=;→⇒#\n]*)"
)
"""A function of one's own with its formula, at the beginning of a line."""

_ARROW = re.compile(r"→|⇒|(?<=[\s)\w])[-=]>\s")
_IS = re.compile(rf"(?:^|[;,→⇒:])\s*(?P<name>{NAME})\s*:?=(?!=)\s*(?P<formula>[^=;→⇒#]*)")
"""A name and what it is."""

_GIVEN = re.compile(
    r"(?:(?<=^)|(?<=[;,] )|(?<=[;,\s] ))([^\W\d]\w*)\s*=\s*[-−]?[0-9.]+\s*(?:$|[;,](?!\s*[0-9])|(?=\s{2}|#))"
)
"""A name and its number, as far as the sign that parts it from the next."""

_SLOPE = re.compile(r"(?<!\w)d([^\W\d]\w*)?(?=\s*(?:\([^()]*\))?\s*/\s*d)|(?<=/)(\s*)d(?=[^\W\d])")
_DIFFERENTIATED = re.compile(
    rf"(?<!\w)[d∂]\s?({NAME}?)(?:\([^()]*\))?\s*/\s*[d∂]|∇(?:_\w\s?)?({NAME}?)(?![\w])|(?<!\w)({NAME}?)['’′]+\("
)
_WORD = re.compile(r"[^\W\d]\w*")

_SPACES = re.compile(r"\s+")


@dataclass
class _Function:
    """A function as it is told: of which letters, by which formula; `called` is what it is called behind its arrow."""

    name: str
    called: str
    letters: tuple[str, ...]
    formula: str
    has_arrow: bool


@dataclass
class _Example:
    """The lines about a function that is told anew, and the lines above that tell what it uses."""

    function: _Function
    lines: list[int]
    own: set[str] = field(default_factory=set)
    carried: dict[int, str] = field(default_factory=dict)

    def as_called(self, line: str) -> str:
        """A line with f for the f_c of f_c(x) = c + x → df/dx = 1, blanks behind it."""
        name, called = self.function.name, self.function.called
        if name == called:
            return line
        pattern = rf"(?<!\w){name}(\([^()]*\))"
        return re.sub(pattern, lambda found: f"{called}{found[1]}{' ' * (len(name) - len(called))}", line)


def examples(text: str) -> tuple[list[str], bool]:
    r"""A text without the functions that are told anew in it, and each of these with what is said of it.

    In each, the lines of the others are blank. The text alone where there are none. And whether that is certain: of a
    letter that has a number above, f(x) = … may be what f is there, and of the same letters another form of it.

    >>> examples("f(x) = 1/x\ndf/dx = -1/x^2\nf(x, y) = x y\ndf/dy = x")
    (['f(x) = 1/x\ndf/dx = -1/x^2\n\n', '\n\nf(x, y) = x y\ndf/dy = x'], True)
    """
    typed, lines = text.split("\n"), without_bold(without_latex(text)).replace("$", " ").split("\n")
    if "```" in text:
        return [text], True
    if starts := _gates(lines):
        return [
            "\n".join(_slice_of(typed, *each)) for each in zip(starts, [*starts[1:], len(lines)], strict=True)
        ], True
    if "(" not in text:
        return [text], True
    functions = [None if _is_loss_of_computed(each, text) else each for each in map(_function_of, lines)]
    if not any(functions):
        return [text], True
    found = _Sheet(lines, functions)
    if not found.examples or (len(found.examples) + 1) * len(lines) > MOST_LINES:
        return [text], True
    taken = {at for example in found.examples for at in example.lines}
    pieces = ["\n".join("" if at in taken else line for at, line in enumerate(typed))]
    for example in found.examples:
        own = set(example.lines)
        pieces.append(
            "\n".join(
                example.as_called(line) if at in own else example.carried.get(at, "") for at, line in enumerate(typed)
            )
        )
    given = found.given.keys()
    is_certain = all(each.function.has_arrow or given.isdisjoint(each.function.letters) for each in found.examples)
    return pieces, is_certain


_MADE = re.compile(r"\s*(?:[-*•–]\s+)?(?!d_?[^\W\d])([^\W\d]\w*)\s*=(?=[^=;,]*[^\W\d])([^=;,→⇒]+)")
"""A name and the one formula it is made of."""

_PASSED = re.compile(r"(?<![\w/∂])d_?([^\W\d]\w*)(?![\w/])")
"""A word for what comes back to a name: dx"""


def _slice_of(lines: list[str], start: int, end: int) -> list[str]:
    """The lines, but for those from one place up to another all blank."""
    return [line if start <= at < end else "" for at, line in enumerate(lines)]


def _gates(lines: list[str]) -> list[int]:
    """Where gates are told, one after another, each with what passes back through it: x = a b and da = b dx, then
    x = a + b and da = dx. Nothing has a number, and none uses what another has made. [] for all other sheets.
    """
    told = [COMMENT.sub("", line) for line in lines]
    made = {at: (found[1], found[2]) for at, line in enumerate(told) if (found := _MADE.fullmatch(line))}
    name = next((each for each, _ in Counter(name for name, _ in made.values()).most_common(1)), "")
    places = [at for at, (each, _) in made.items() if each == name]
    if len(places) < 2 or any(map(_GIVEN.search, told)) or len(places) * len(lines) > MOST_LINES:
        return []
    starts = []
    for at in places:
        start = at
        while start - 1 in made and made[start - 1][0] in _WORD.findall(made[start][1]):
            start -= 1
        starts.append(start)
    blocks = [told[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
    if not all(any(name in _PASSED.findall(line.partition("=")[2]) for line in block) for block in blocks):
        return []
    defined = [{found[1] for line in block if (found := _MADE.fullmatch(line))} for block in blocks]
    everywhere = set().union(*defined)
    for block, own in zip(blocks, defined, strict=True):
        if {word for line in block for word in _WORD.findall(line.partition("=")[2])} & (everywhere - own):
            return []
    return [0, *starts[1:]]


_BOTTOM = re.compile(r"/\s*[d∂]\s?([^\W\d]\w*)")


class _Sheet:
    """The lines of a sheet, with the functions they tell: which of them are about a function that is told anew."""

    def __init__(self, lines: list[str], functions: list[_Function | None]) -> None:
        self.formulas: dict[str, str] = {}  # what each name is made of, and each function
        self.functions: dict[str, tuple[int, _Function]] = {}
        self.given: dict[str, int] = {}
        self.defined: set[str] = set()
        self.differentiated: set[str] = set()  # what is differentiated since it was told
        self.lines = lines
        self.examples: list[_Example] = []
        example: _Example | None = None
        for at, (line, function) in enumerate(zip(lines, functions, strict=True)):
            begun = self.begun_by(at, function, example) if function is not None else None
            if begun is not None:
                example = begun
                self.examples.append(begun)
                self.differentiated.discard(begun.function.name)
            elif example is not None and (not _says(line) or self.goes_on(example, line)):
                example.lines.append(at)
            elif example is None and self.is_about_last(line) and self.goes_on(self.examples[-1], line):
                example = self.examples[-1]
                example.lines.append(at)
            else:
                example = None
                self.add(at, line, function)
            self.differentiated.update(each for found in _DIFFERENTIATED.findall(line) for each in found if each)
        for each in self.examples:
            while len(each.lines) > 1 and not _says(lines[each.lines[-1]]):
                each.lines.pop()

    def add(self, at: int, line: str, function: _Function | None) -> None:
        """Take note of what a line tells that is about no example."""
        if function is not None:
            self.functions[function.name] = at, function
            self.formulas.setdefault(function.name, function.formula)
            self.defined.add(function.name)
        for found in _GIVEN.finditer(COMMENT.sub("", line)):
            self.given[found[1]] = at
        for found in _IS.finditer(COMMENT.sub("", line)):
            self.formulas.setdefault(found["name"], _SPACES.sub("", found["formula"]))
            self.defined.add(found["name"])

    def is_about_last(self, line: str) -> bool:
        """Whether a line differentiates the function that was told anew last, below lines that are about something
        else: that is what the name stands for by now.
        """
        if not self.examples:
            return False
        function = self.examples[-1].function
        if function.name not in self.functions:  # f = q z goes on being what f is
            return False
        differentiated = {each for found in _DIFFERENTIATED.findall(line) for each in found if each}
        return not differentiated.isdisjoint((function.name, function.called))

    def begun_by(self, at: int, function: _Function, example: _Example | None) -> _Example | None:
        """The example that a line begins: what it tells was another function so far, or is told for this line."""
        told = self.functions.get(function.name, (0, None))[1]
        if example is not None and example.function.name == function.name:
            told = example.function
        if told is not None:
            is_done = function.has_arrow or function.name in self.differentiated
            is_anew = told.letters != function.letters or (told.formula != function.formula and is_done)
        else:
            known = self.formulas.get(function.name)
            is_anew = known is not None and known != function.formula
            is_anew = is_anew or function.called != function.name
        if not is_anew:
            return None
        begun = _Example(function, [at], {function.name, function.called, *function.letters})
        return begun if self.goes_on(begun, self.lines[at]) else None

    def goes_on(self, example: _Example, line: str) -> bool:
        """Whether a line is about an example, and uses nothing of the sheet but its numbers and other functions."""
        told, made, used = COMMENT.sub("", line), set(), set()
        names = {example.function.name, example.function.called}
        if not any(word in names or (word in example.own and word not in self.defined) for word in _words(told)):
            return False
        if any(bottom in self.defined and bottom not in example.own for bottom in _BOTTOM.findall(told)):
            return False  # df/dx0 of the sheet's own x0 is of the sheet's f
        for part in re.split(r"[;→⇒]", told):
            left, _, right = part.partition("=")
            used |= {word for word in _words(right) if word not in example.own and word not in made}
            words = [word for word in _words(left) if word not in example.own]
            if len(words) == 1 and len(list(_words(left))) == 1:
                made |= set(words) - used
            used |= set(words) - made
        carried: dict[int, str] = {}
        if not all(self.carry(name, example, carried) for name in used & self.defined):
            return False
        example.own |= made
        example.carried |= carried
        return True

    def carry(self, name: str, example: _Example, carried: dict[int, str]) -> bool:
        """Whether what a name of the sheet is can be told to an example, too: a number, or a function."""
        at, function = self.functions.get(name, (0, None))
        if function is not None and not function.has_arrow:
            if at in example.carried or at in carried:
                return True
            carried[at] = self.lines[at]
            names = (set(_WORD.findall(function.formula)) - {*function.letters, name}) & self.defined
            return names.isdisjoint(example.own) and all(self.carry(each, example, carried) for each in names)
        place = self.given.get(name)
        if place is None:
            return False
        line = self.lines[place]
        kept = list(carried.get(place, example.carried.get(place, "")).ljust(len(line)))
        for found in _GIVEN.finditer(COMMENT.sub("", line)):
            if found[1] == name:
                kept[slice(*found.span())] = found[0]
        carried[place] = "".join(kept)
        return True


def _function_of(line: str) -> _Function | None:
    """The function that a line tells: of at least one of its letters, or of a number."""
    found = _TOLD.match(line)
    if found is None:
        return None
    letters = tuple(_WORD.findall(found["letters"]))
    formula = _SPACES.sub("", found["formula"])
    behind = line[found.end() :] if _ARROW.search(line) else ""
    called = found["bare"] if _is_slope_of(found["bare"], behind) and not _is_slope_of(found[1], behind) else found[1]
    if set(letters).isdisjoint(_WORD.findall(formula)) and not _touches(letters, formula):
        return None
    return _Function(found[1], called, letters, formula, bool(behind))


def _is_loss_of_computed(function: _Function | None, text: str) -> bool:
    """Whether a loss is told of a name that is computed: L(a, y) beside a = σ(z) and L(w, b) is the same L."""
    if function is None or function.name not in LOSSES:
        return False
    names = "|".join(map(re.escape, function.letters))
    computed = rf"(?:^|[;,]|\band|\b[Ll]et|\b[Ww]here)[ \t]*(?:{names})[ \t]*=(?!=)[^=;,\n]*[^\W\d]"
    return re.search(computed, text, re.MULTILINE) is not None


def _is_slope_of(name: str, text: str) -> bool:
    """Whether a text differentiates a name."""
    return re.search(rf"(?<!\w)(?:[d∂]\s?{name}(?=\s*/\s*[d∂])|{name}['’′](?=\s*\())", text) is not None


def _touches(letters: tuple[str, ...], formula: str) -> bool:
    """Whether a letter stands beside others, as in x y or 3x without blanks."""
    return all(len(letter) == 1 for letter in letters) and any(letter in formula for letter in letters)


def _says(line: str) -> bool:
    """Whether a line says anything."""
    return "=" in COMMENT.sub("", line)


def _words(formula: str) -> Iterator[str]:
    """The names in a formula, without the d of a slope."""
    return iter(_WORD.findall(_SLOPE.sub(lambda found: found[1] or found[2] or "", formula)))
