"""Differentials, of which derivatives are read off: dL = tr(G^T dY), dY = dX W + X dW, and so ∂L/∂W = X^T G.

They are judged as slopes along a path: where W moves as W_start + τ W_along, dW is ∂W/∂τ, dY is ∂Y/∂τ, whatever the
direction. A:B is the sum of the products of entries, the trace of A^T B.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from autograd.worksheet.language.notations.patterns import IN_BRACKETS, LIST_OF_NUMBERS, NUMBER, POINT
from autograd.worksheet.language.vocabulary import is_function
from autograd.worksheet.language.work import USUAL

_BEGUN = r"^[ \t]*(?:(?i:so|then|hence|thus|now|with|and|where|using)\b[ ,:]*)?"
_CHANGE = r"(?<![\w/∂])d ?[A-Za-zα-ωΑ-Ω]\w{0,6}(?![\w(])"
_OF_LOSS = re.compile(rf"{_BEGUN}d ?[LJCEFfl]\s*=(?!=)[^=\n/]*{_CHANGE}", re.MULTILINE)
"""dL = r^T dr: nobody calls the derivative of a loss by itself so."""

_DIFFERENTIAL = re.compile(rf"{_BEGUN}d ?[A-Za-zα-ωΑ-Ω]\w{{0,6}}\s*=(?!=)[^\n/]*{_CHANGE}[^\n/]*$", re.MULTILINE)
_ALSO_DIFFERENTIAL = re.compile(rf"{_DIFFERENTIAL.pattern}|^[ \t]*=(?!=)[^\n/]*{_CHANGE}[^\n/]*$", re.MULTILINE)
"""One of these, or what goes on with it."""

_SAYS_WHAT_COLONS_ARE = re.compile(
    r"^(?=[^#\n]{0,200}(?<!\w)([A-Z]) ?: ?([A-Z])[ \t]*=[^\n]{0,40}\1[^\n]{0,40}\2)", re.MULTILINE
)
"""A:B = tr(A^T B)"""

_DERIVED = re.compile(r"[∂∇]|(?<!\w)d[LJCEFfl]\s*/\s*d")

_COLON = r"(?<=[\w)\]}ᵀ²'’′])(?::(?=[\w(√])| : (?=[\w(√−-]))"
_OF_A_PRODUCT = re.compile(rf"=(?!=)[^=\n]*{_COLON}[^=:\n]*{_CHANGE}")
"""= G:dY, the Frobenius product of matrices."""

_LETTER = r"[A-Za-zα-ωΑ-Ω][\u0302-\u0304]?(?:_\{?\w{1,3}\}?|[0-9₀-₉]{1,2})?"
_ALONE = re.compile(rf"(?<![\w/∂.])(?<!/ )d ?({_LETTER})(?![\w(/{{'’′]| ?/)")
"""dW, d x_1; not dL/dW."""

_STUCK = re.compile(r"(?<![\w/∂.])(?<!/ )d([A-Za-zα-ωΑ-Ω])(?=[A-Za-zα-ωΑ-Ω])(?=(\w*))(?!\w*[/(])")
"""dYx, a product"""

_OF_FORMULA = re.compile(rf"(?<![\w/∂])d ?({IN_BRACKETS})(?!\s*/)")
"""d(X^{-1})"""

_TOLD = re.compile(
    rf"(?:^|[;,:⟹⇒→]|\b(?i:let|define|with|where|and|set|put|so|for)\s)[ \t]*({_LETTER})(?:\([^()=\n]*\))?[ \t]*"
    r":?=(?!=)(?=([^=;\n⟹⇒→]*))",
    re.MULTILINE,
)
_SLOPE = re.compile(rf"(?<!\w)[∂d] ?({_LETTER})[ \t]*/[ \t]*[∂d] ?({_LETTER})")
_TOLD_BEFORE = r"(?<![\w∂])(?<!d ){}[ \t]*:?=(?!=)"
_AT_POINT = re.compile(rf"(?i:\bat|point|in|bei|en)\s*{POINT}")
_NUMBERS = re.compile(rf"\s*(?:{NUMBER}|{LIST_OF_NUMBERS})\s*[.,]?\s*")
_WORD = re.compile(r"(?<![\w\\])(?:(?i:and|let|for|the|put|set|now|but)|[^\W\d_][a-zß-ÿ]{3,})(?!\w)")
_FUNCTION = re.compile(r"(?<![\w\\])[^\W\d_]{2,}(?=\()")
_WORDS_OF_LETTERS = frozenset(("do", "de", "da"))
_CONTINUES = re.compile(r"\s*=")
_OPERATED = re.compile(r"\s*[.^ᵀ²'’′(\[]")
_ENDS_FORMULA = re.compile(r"\b(?:and|be given)\b")
_ENDS_TERM = frozenset("=;,≈⟹⇒→")
_NABLA = re.compile(rf"∇ ?({_LETTER})(?=[ \t]*=)")
_HEAD = re.compile(rf"{_BEGUN}d ?({_LETTER})[ \t]*=(?!=)([^=\n]*)", re.MULTILINE)
MOST_TOLD = 100
"""Names that are told where differentials are: each may be made of each."""

MOST_PATHS = 4
"""Names with differentials that are made of nothing: each has a path of its own."""


def with_differentials(text: str) -> str:
    r"""A text with slopes along paths for differentials, if derivatives are told as well; where that cannot be, with
    blanks for the lines that tell them.

    >>> print(with_differentials("L = r:r\nr = X w\ndL = 2 r:dr\n= 2 X^T r:dw\n∂L/∂w = 2 X^T r"))
    L = sum((r) ⊙ (r))
    w = w_start + τ w_along; r = X w
    dL/dτ = 2 sum((r) ⊙ (dr/dτ))
    = 2 sum((X^T r) ⊙ (dw/dτ))
    ∂L/∂w = 2 X^T r
    >>> with_differentials("dL = r^T dr\ndr = X dw\n∂L/∂w = X^T r").strip()
    '∂L/∂w = X^T r'
    >>> with_differentials("dZ = A - Y\ndW = dZ X^T\n∂J/∂b = 1")
    'dZ = A - Y\ndW = dZ X^T\n∂J/∂b = 1'
    """
    if len(text) > USUAL or not _DERIVED.search(text):
        return text
    if not (_OF_LOSS.search(text) or _OF_A_PRODUCT.search(text)):
        return (_Paths.of(text) or text) if _goes_forward(text) else text
    text = _SAYS_WHAT_COLONS_ARE.sub("# ", text)
    text = "\n".join(map(_with_sums, text.split("\n")))
    judged = _Paths.of(text)
    return judged if judged is not None else _ALSO_DIFFERENTIAL.sub(lambda found: " " * len(found[0]), text)


def _goes_forward(text: str) -> bool:
    r"""Whether what is told of a d before a name is made of those of what the name is made of: ds = b^T dx for
    s = b^T x; in dz = da g'(z), of derivatives of a loss, it is not.

    >>> _goes_forward("s = b^T x; t = 2\nds = b^T dx"), _goes_forward("z = w x; a = g(z)\ndz = da g'(z)")
    (True, False)
    """
    heads = [found for found in _HEAD.finditer(text) if found[1] not in ("t", "i")]
    told = {found[1]: found[2] for found in reversed(list(_TOLD.finditer(text)))} if heads else {}
    is_forward = False
    for head in heads if len(told) < MOST_TOLD else ():
        names = {found[1] for found in _ALONE.finditer(head[2])}
        if head[1] in told and names:
            made_of, waiting = set(), [head[1]]
            while waiting:
                each = waiting.pop()
                made_of.add(each)
                waiting += [name for name in told if name not in made_of and _uses(told[each], name)]
            if head[1] in names or not all(any(_uses(told[each], name) for each in made_of) for name in names):
                return False
            is_forward = True
    return is_forward


@dataclass(frozen=True)
class _Paths:
    """What a text tells of its names, and how those that have differentials and are made of nothing move."""

    text: str
    told: dict[str, str]
    changed: tuple[str, ...]
    moved: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> str | None:
        """A text with slopes for differentials; None where they are not of this kind."""
        told: dict[str, str] = {}
        for found in _TOLD.finditer(text):
            told.setdefault(found[1], found[2])
        lines = text.split("\n")
        changed = dict.fromkeys(
            found[1] for line in lines if "=" in line for found in _ALONE.finditer(line) if _is_change(found[0], told)
        )
        slopes: dict[tuple[str, str], re.Match[str]] = {}
        for found in _SLOPE.finditer(text):
            slopes.setdefault((found[1], found[2]), found)
        for found in slopes.values():
            is_any = found[1] in changed and found[1] not in told  # any function of all of them
            if is_any and re.search(_TOLD_BEFORE.format(found[2]), text[: found.start()]):
                told[found[1]] = " ".join(changed)
        paths = cls(text, told, tuple(changed))
        return paths.rewritten(lines) if len(told) < MOST_TOLD and paths.are_free else None

    @cached_property
    def letters(self) -> dict[str, str]:
        """For each name that moves the letter of its path."""
        free = [name for name in self.changed if name not in self.told]
        letter = next((each for each in "τξζ" if each not in self.text), "")
        if not letter or len(free) > MOST_PATHS:
            return {}
        return {name: letter if len(free) == 1 else f"{letter}_{place}" for place, name in enumerate(free, 1)}

    @property
    def are_free(self) -> bool:
        """Whether something moves, none of it is held or has numbers, and what has a differential depends on it."""
        held = (rf"(?<![\w/∂.])(?:d ?)?{re.escape(name)}[ \t]*:?=(?!=)" for name in self.letters)
        return (
            bool(self.letters)
            and not _AT_POINT.search(self.text)
            and not any(re.search(each, self.text) for each in held)
            and not any(_NUMBERS.fullmatch(self.told[name]) for name in self.changed if name in self.told)
            and all(map(self.moves, self.changed))
        )

    def moves(self, name: str) -> tuple[str, ...]:
        """The names with paths that a name is made of."""
        if name not in self.moved:
            self.moved[name] = self._moves(name)
        return self.moved[name]

    def _moves(self, name: str) -> tuple[str, ...]:
        found, waiting, met = [], [name], set()
        while waiting:
            each = waiting.pop()
            if each in met:
                continue
            met.add(each)
            if each in self.letters:
                found.append(each)
            formula = _FUNCTION.sub(lambda word: " " if is_function(word[0]) else word[0], self.told.get(each, ""))
            waiting += [other for other in (*self.letters, *self.told) if _uses(formula, other)]
        return tuple(name for name in self.letters if name in found)

    def rewritten(self, lines: list[str]) -> str | None:
        """The text with slopes along the paths, and these told before the first formula of nothing that is told."""
        shown = list(lines)
        for chain in _chains(lines):
            whole = "\n".join(lines[place] for place in chain)
            directly = [name for name in self.letters if any(name == each for each in self._names(whole))]
            along = directly or [name for each in self._names(whole) for name in self.moves(each)]
            for place in chain:
                line = self.with_slopes(lines[place], along)
                if line is None:
                    return None
                shown[place] = line
        paths = "".join(f"{name} = {name}_start + {letter} {name}_along; " for name, letter in self.letters.items())
        places: list[tuple[bool, int, int]] = []
        for place, line in enumerate(lines):
            found = _TOLD.search(line)
            if found is None or len(line[: found.start(1)].split()) > 1:
                continue
            if not _has_words(_ENDS_FORMULA.split(found[2])[0]):
                uses_told = any(_uses(found[2], name) for name in self.told if name != found[1])
                places.append((uses_told, place, found.start(1)))
        if places:
            _, place, start = min(places)
            shown[place] = shown[place][:start] + paths + shown[place][start:]
            text, alone = "\n".join(shown), list(self.letters)
            return _NABLA.sub(rf"∂\1/∂{alone[0]}", text) if len(alone) == 1 else text
        return None

    def _names(self, line: str) -> Iterator[str]:
        """The names whose differentials stand in a text."""
        yield from (found[1] for found in _ALONE.finditer(line) if found[1] in self.changed)
        yield from (found[1] for found in _STUCK.finditer(line) if self._is_product(found))

    def _is_product(self, found: re.Match[str]) -> bool:
        return found[1] in self.changed and not is_function(f"d{found[1]}{found[2]}") and found[0] + found[2] != "det"

    def with_slopes(self, line: str, along: Sequence[str]) -> str | None:
        """A line with slopes along paths for its differentials; None where one of them does not depend on these."""
        failed = False

        def slope(name: str, is_bare: bool) -> str:
            nonlocal failed
            letters = [self.letters[each] for each in self.moves(name) if each in along]
            failed = failed or not letters
            total = " + ".join(f"d{name}/d{letter}" for letter in letters)
            return total if is_bare and len(letters) == 1 else f"({total})"

        def alone(found: re.Match[str]) -> str:
            is_bare = _OPERATED.match(line, found.end()) is None
            return slope(found[1], is_bare) if found[1] in self.changed else found[0]

        line = _ALONE.sub(alone, line)
        if len(along) == 1:
            line = _OF_FORMULA.sub(lambda found: f"(d{found[1]}/d{self.letters[along[0]]})", line)
        line = _STUCK.sub(lambda found: slope(found[1], True) + " " if self._is_product(found) else found[0], line)
        return None if failed else line


def _is_change(typed: str, told: dict[str, str]) -> bool:
    """Whether what is typed is a differential, and no word."""
    return typed not in _WORDS_OF_LETTERS or typed[-1] in told


def _uses(formula: str, name: str) -> bool:
    """Whether a name stands in a formula, be it stuck to others."""
    return re.search(rf"{re.escape(name)}(?![0-9_])", formula) is not None


def _has_words(line: str) -> bool:
    return any(not is_function(word) for word in _WORD.findall(line))


def _chains(lines: list[str]) -> Iterator[list[int]]:
    """The lines of formulas, each with those that continue it."""
    chain: list[int] = []
    for place, line in enumerate(lines):
        if not line.strip():
            continue
        if not _CONTINUES.match(line):
            if chain:
                yield chain
            chain = []
        if "=" in line:
            chain.append(place)
    if chain:
        yield chain


def _with_sums(line: str) -> str:
    """A line with sums of products of entries for its colons.

    >>> _with_sums("L = 1/2 z:z - (A + B):C^T D"), _with_sums("Loss: L = z"), _with_sums("f : R → R, f = 2")
    ('L = 1/2 sum((z) ⊙ (z)) - sum((A + B) ⊙ (C^T D))', 'Loss: L = z', 'f : R → R, f = 2')
    """
    end = (line + "#").index("#")
    line, remark = line[:end], line[end:]
    begun = line.find("=") + 1
    if not begun or not re.search(_COLON, line[begun:]):
        return line + remark
    shown, depth, first = line[:begun], 0, begun
    words = {found.start() for found in _WORD.finditer(line, begun) if not is_function(found[0])}
    for place in range(begun, len(line) + 1):
        sign = line[place] if place < len(line) else ";"
        depth += (sign in "([{") - (sign in ")]}")
        before = line[first:place].strip()
        is_signed = sign in "+-−" and before != "" and before[-1] not in "^(*·/=:"
        if place in words or (depth <= 0 and (sign in _ENDS_TERM or is_signed)):
            shown += _sum_of(line[first:place]) + (sign if place < len(line) else "")
            first = place + 1
    return shown + remark


_COUNT = re.compile(r"\s*(?:[-−+]\s*)?(?:(?:[0-9.]+(?:/[0-9.]+)?|[½¼])\s*[*·]?\s*(?=[^\W\d]|\())?")


def _sum_of(term: str) -> str:
    """A product of a number and A:B, as a sum."""
    found = list(re.finditer(_COLON, term))
    depth = [term[: each.start()].count("(") - term[: each.start()].count(")") for each in found]
    if len(found) != 1 or depth[0]:
        return term
    count = _COUNT.match(term)
    left, right = term[count.end() if count else 0 : found[0].start()].strip(), term[found[0].end() :]
    end = len(right.rstrip(" ."))
    return f"{count[0] if count else ''}sum({_bracketed(left)} ⊙ {_bracketed(right[:end].strip())}){right[end:]}"


def _bracketed(formula: str) -> str:
    """A formula in brackets."""
    inside = formula[1:-1]
    is_done = formula.startswith("(") and formula.endswith(")") and re.fullmatch(r"(?:[^()]|\([^()]*\))*", inside)
    return formula if is_done else f"({formula})"
