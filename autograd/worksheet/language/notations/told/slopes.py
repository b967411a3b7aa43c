"""What a text tells of its derivatives: what is differentiated by what, and how that is written."""

import re
import unicodedata
from functools import cached_property
from itertools import islice

from autograd.formulas.names import greek_letter
from autograd.worksheet.language.notations.commas import commas
from autograd.worksheet.language.notations.patterns import (
    BARRED,
    FUNCTION_BY_ITS_LETTER,
    NAME,
    NO_RANGE,
    NUMBER,
    OPERAND_BEGINS,
    SLOPE,
    SLOPE_OF_BRACKETS,
    TOP,
)
from autograd.worksheet.language.notations.told.names import Names
from autograd.worksheet.language.notations.told.text import once_for_a_name
from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.language.vocabulary import LOSSES, WRITTEN_OUT, is_function

_GRADIENT = re.compile(r"∇(?:²|\^\{?2\}?)?\s?([^\W\d_]\w*)(?![\w(])")
_VARIABLE = re.compile(r"(?:(?<![\w\\^])|(?<=(?<![\w\\])[A-Z]))(x|w|θ|theta)(?=[\s^)_]|$|ᵀ)", re.MULTILINE)
"""What gradients are by that do not say so."""

_GRADIENT_AT = re.compile(r"∇([^\W\d_]\w*)\(([^\W\d]\w*)\)")
_GRADIENT_BY = re.compile(r"∇_\{?([^\W\d]\w*)\}?\s?([^\W\d_]\w*)(?!\w)")
_GRADED = re.compile(r"(?<!\w)grad_\{?[^\W\d]\w*\}?[ \t]+([^\W\d_]\w*)(?=\s*=)")
_GRADED_ALONE = re.compile(r"(?:^|;)\s*∇_\{?[^\W\d]\w*\}?\s*=", re.MULTILINE)
_POINT = re.compile(r"[0-9]\.[0-9]")
_PAIR_OF_NAMES = re.compile(r"\([^\W\d]\w*,\s?[^\W\d]\w*\)")
_PAIR_OF_WHOLES = re.compile(r"\([-−]?[0-9]{1,4},[-−]?[0-9]{1,4}\)")
"""(4,5) beside (x,y): a point, and no decimal comma."""

_PAIR_ALONE = re.compile(r"(?<!\w)\([-−]?(?!0,0*[1-9])[0-9]{1,2},[-−]?[0-9]{1,2}\)")
"""(2,1): a pair, if nothing else in the text has a decimal comma."""

_HEADED = re.compile(r"^[^\n=]{0,20}?[0-9]+(?:\.[0-9]+)+[.):]?[ \t]+[^\W\d_]{3}", re.MULTILINE)
"""How a heading begins: 1.2 Gradients."""

_OF_WORD = re.compile(r"(?<![\w/])d(\w+)\s*=(?=([^=\n;]*))")
_DIVISOR = re.compile(r"/\s*([\w.]+)")
GIVES_NUMBER = re.compile(
    rf"(?:^|[;,:])[ \t]*(?!(?:[^\W\d_]\u0304|[{BARRED}]|[^\W\d_]_?bar)[ \t]*=[ \t]*1(?![\w.]))"
    rf"{NAME}(?:\[\w+\])?[ \t]*=\s*({NUMBER}){NO_RANGE}[ \t]*(?:$|[;,#])",
    re.MULTILINE,
)
"""A name that is given a number: not what going back begins with, L̄ = 1."""

MOST_BEGUN_WITH = 2
"""Zeros and ones that a sheet in letters is given: h_0 = 0, or the label y = 1."""

_BOTTOM = re.compile(rf"/\s*[∂d]\s?({NAME})")
_COUNTED = re.compile(r"(\D+?)([0-9₀-₉]+)")
_PAIR = re.compile(rf"(?<!\w)[∂d] ?({NAME})\s*/\s*[∂d] ?({NAME})")
_BEFORE_FUNCTION = re.compile(r"(z|net|s|u|a|v|q|pre|in|preact)_?\{?([0-9]{1,2}|[^\W\d_]\w{0,3}|)\}?")
"""What people call what a function is of: z, net_h."""

_CALL_TOLD = re.compile(
    rf"(?:^|[;,:$])[ \t$&]*({NAME})[ \t]*=[ \t]*(?:tanh|σ|sigmoid|sigm|sig|relu|ReLU|softmax|softplus|elu|gelu)\("
    rf"(?![ \t]*{NAME}[ \t]*\))",
    re.MULTILINE,
)
"""h = tanh(w x), and not h = tanh(z)"""

_OF_EACH_STEP = re.compile(r"_\{?[tkn]\}?$")
_BELOW_FORMULA = re.compile(
    rf"(?!{FUNCTION_BY_ITS_LETTER})(?:"
    rf"(?:[d∂]\s?(?:(?:tr|Tr|trace|log|ln|exp|det)\s?)?\([^=\n]{{1,200}}\)|∂\s?(?:‖|\|\|)[^=\n|‖]{{1,60}}(?:‖|\|\|)\S{{0,4}}"
    rf"|(?<!\w)[d∂])\s*/\s*[∂d]\s?({NAME})²?(?=\s*[=(]|\s\[)"
    # d/dx of more than a name: d/dx tanh(x), ∂/∂W tr(W W^T), ∇_w w^T w
    rf"|(?:(?<!\w)[d∂]\s*/\s*[∂d]\s?|∇_\{{?)({NAME}?)(?:(?<=\w)\}})?(?:²|\^2)?\s+(?={OPERAND_BEGINS}|{NAME}\s?[*/])"
    rf"|^[ \t]*{TOP}\s*/\s*[d∂]\s?({NAME}?)(?=[ \t]*=))",
    re.MULTILINE,
)
_PRIMED_TOLD = re.compile(r"(?<!\w)[a-zA-Z]['’′]{1,2}[ \t]*=[^;\n]*")
_DEFINED_ALONE = re.compile(
    r"(?:^|;)[ \t]*(?:\(?\w{1,2}[.)][ \t]+)?([a-zA-Z])[ \t]*=(?!=)[ \t]*([^=;,#\n]+)", re.MULTILINE
)
_INDEXED = re.compile(r"^([^\W_]+)_\{?[a-z]\}?$")
"""The w of w_j."""

_ALONE = re.compile(r"(?<![\w^_{\\.'])([^\W\d_](?:_?[0-9])?)(?=ᵀ|(?![\w'’′({]))")
_DIFFERENTIATED = re.compile(
    rf"(?<!\w)[∂d](?:²|\^\{{?2\}}?)?\s?({NAME}?)(?:\([^()]*\))?\s*/|∇(?:²|\^\{{?2\}}?)?\s?(?:_\{{?\w+\}}?\s*)?({NAME})"
)
_NUMBERED_NAME = re.compile(r"(?<!\w)[^\W\d_]+_?[0-9₀-₉]+(?!\w)")
_LONG_NAME = re.compile(r"(?<!\w)[^\W\d_]{3,12}(?:_[^\W\d_]{2,12}){1,4}(?!\w)")
"""gate_out: nobody tells two such names apart by a capital."""

_NUMBERED_LETTER = re.compile(r"[^\W\d_]_?[0-9]{1,2}")
_STUCK_NUMBERED = re.compile(rf"(?<!\w)(?:{_NUMBERED_LETTER.pattern}){{1,5}}(?=(?:[^\W\d_]['’′]?\()|(?!\w))")
"""Numbered letters side by side, w2x2, before a function perhaps, m_8f(…)."""

_DECIMAL = re.compile(r"[0-9]\.[0-9]|=\s*\[\s*[-−+\[]*\s*[0-9]")
"""A number with digits behind the point, or a list of numbers."""

_LETTERED_NAME = re.compile(r"(?<!\w)[^\W\d_]{1,12}(?:_[^\W\d_]{1,12}){1,4}(?!\w)")
_BAR_OF_END = re.compile(r"(?<!\w)([^\W\d_])\u0304((?:_\w+)?)\s*=\s*1\s*(?:$|[;,#])", re.MULTILINE)
_BAR_SAID = re.compile(r"(?<!\w)([^\W\d_])\u0304((?:_\w+)?)\s*(?::?=|≡)\s*[∂d]\s?([^\W\d]\w*)\s*/\s*[∂d]\s?\1\2(?!\w)")
_TRANSPOSED = re.compile(r"(?:(?<![^\W\d])|(?<=ᵀ))([^\W\d_])(?=ᵀ|\^\{?[T⊤])")
_RESULTS = re.compile(rf"=\s*({NUMBER}){NO_RANGE}\s*(?:$|[;,#])", re.MULTILINE)
_IS_NUMBER = re.compile(rf"=\s*{NUMBER}{NO_RANGE}\s*(?:$|[;,#])", re.MULTILINE)


_MADE_OF = re.compile(rf"(?:^|[;,:])[ \t]*{NAME}[ \t]*=([^=;\n]*)", re.MULTILINE)
_USED = re.compile(rf"(?<![\w∂])({NAME})(?!\w)")


def sole_letter(formula: str) -> str:
    """The one letter that a formula has, but for functions and e: x of x² - 3 sin x; "" where there are more.

    >>> sole_letter("(x² - e^{2x})"), sole_letter("(sin x)"), sole_letter("(a x)"), sole_letter("(y - Xw)")
    ('x', 'x', '', '')
    """
    words = re.findall(r"[^\W\d_²³]+", formula)
    letters = {word for word in words if not (is_function(word) or word in WRITTEN_OUT or word == "e")}
    return letters.pop() if len(letters) == 1 and max(map(len, letters)) == 1 else ""


LONG_FRACTION = 4
"""Digits behind a comma that parts no entries of a list."""


class Slopes(Names):
    """The derivatives of a text, and the numbers that decide how they are read."""

    @cached_property
    def words(self) -> set[str]:
        """The names it differentiates by, and single letters that stand alone; beside w1x1 also those of w2x2.

        >>> sorted(Slopes("z = w1x1 + w2x2 + b3; dz/dw1 = x1").words - {"z", "b3"})
        ['w1', 'w2', 'x1', 'x2']
        """
        found = self.bottoms | set(_ALONE.findall(self.text)) | set(_TRANSPOSED.findall(self.text))
        letters = {word.rstrip("0123456789") for word in found if word[-1].isdecimal()}
        for word in _STUCK_NUMBERED.findall(self.text) if letters else ():
            parts = _NUMBERED_LETTER.findall(word)
            if letters.issuperset(part.rstrip("0123456789") for part in parts):
                found.update(parts)
        return found | {spelled(word) for word in found}

    @cached_property
    def bottoms(self) -> set[str]:
        """The names it differentiates by."""
        found = set(_BOTTOM.findall(self.text)) | {by for by, _ in _GRADIENT_BY.findall(self.text)}
        if self.sole_variable and _GRADIENT.search(self.text):  # ∇L, of L = ||Ax - b||²
            found.add(self.sole_variable)
        if self.barred:
            barred = re.findall("([^\\W\\d_])\u0304([0-9]*)", unicodedata.normalize("NFD", self.text))
            found |= {letter + number for letter, number in barred}
        return found

    @cached_property
    def bottoms_of_formulas(self) -> set[str]:
        """The names that whole formulas are differentiated by, in a sheet without numbers.

        >>> sorted(Slopes("d(a^T x)/dx = a; d/dW (W^2) = 2W; d/dz tanh(z) = 1").bottoms_of_formulas)
        ['W', 'x', 'z']
        >>> sorted(Slopes("∂ log p/∂p = 1/p; ∇_v v^T v = 2v; ∂/∂u_j Σ_i u_i = 1").bottoms_of_formulas)
        ['p', 'u', 'u_j', 'v']
        >>> Slopes("(x² - 3x)' = 2x - 3").bottoms_of_formulas
        {'x'}
        """
        if self.gives_numbers:
            return set()
        found = (name for each in _BELOW_FORMULA.finditer(self.text) for name in filter(None, each.groups()))
        letters = filter(None, map(sole_letter, SLOPE_OF_BRACKETS.findall(self.text)))
        return {each for name in (*found, *letters) for each in (name, *_INDEXED.findall(name))}

    @cached_property
    def inner(self) -> dict[str, str]:
        """What is differentiated by a name that nothing defines, and that name: the z of dh/dz beside h = tanh(w x).

        Beside dh2/dz2 the z1 of any derivative is of h1.

        >>> Slopes("h = tanh(w x); dh/dz = 1 - h^2; y = v h").inner, Slopes("z = w x; h = tanh(z); dh/dz = h").inner
        ({'h': 'z'}, {})
        >>> Slopes("h1 = tanh(w x); h2 = tanh(w h1); dh2/dz2 = 1 - h2^2; dy/dz1 = 2").inner
        {'h2': 'z2', 'h1': 'z1'}
        """
        found: dict[str, set[str]] = {}
        written = dict.fromkeys(_PAIR.findall(self.text))
        undefined = {bottom for _, bottom in written} - self.defined
        for top, bottom in written:
            if bottom in undefined and bottom != top and top in self.defined:
                found.setdefault(top, set()).add(bottom)
        pairs = {top: them.pop() for top, them in found.items() if len(them) == 1}
        likes, defined = _by_number(undefined), _by_number(self.defined)
        series = dict.fromkeys(
            (one[1], other[1])
            for top, bottom in pairs.items()
            if (one := _COUNTED.fullmatch(top)) and (other := _COUNTED.fullmatch(bottom)) and one[2] == other[2]
        )
        for above, below in series:
            shorter, longer = sorted((likes[below], defined[above]), key=len)
            for number in shorter:
                if number in longer:
                    pairs.setdefault(defined[above][number], likes[below][number])
        return {spelled(top): spelled(bottom) for top, bottom in pairs.items()}

    @cached_property
    def presumed(self) -> dict[str, str]:
        r"""What a function is of that has no name, and is differentiated by: the z of dL/dz beside h = tanh(w x).

        Nothing else says that it is so. With several functions, those with the number or the letter of the name; or, of
        names with numbers, in order.

        >>> Slopes("h = tanh(w x)\nL = (h - t)^2\ndL/dz = 2 (h - t) (1 - h^2)").presumed
        {'h': 'z'}
        >>> Slopes("h = tanh(w x)\ny = σ(v h)\ndL/dz2 = y - t\ndL/dz1 = 1; dL/dnet_y = 2").presumed
        {'h': 'z1', 'y': 'z2'}
        >>> Slopes("h = tanh(w x)\ny = σ(v h)\ndL/dz = y - t").presumed
        {}
        >>> Slopes("h1 = relu(w x)\nh2 = relu(u x)\ny = z1*h1 + z2*h2\ndL/dz1 = h1; dL/dz2 = h2").presumed
        {}
        >>> Slopes("h = tanh(W x)\nL = (u^T h - a)^2\ndL/du = 2 (u^T h - a) h").presumed
        {}
        """
        made_of = {word for formula in _MADE_OF.findall(self.text) for word in _USED.findall(formula)}
        bottoms = dict.fromkeys(
            bottom for bottom in _BOTTOM.findall(self.text) if bottom not in self.defined and bottom not in made_of
        )
        series: dict[str, dict[str, str]] = {}
        calls = list(dict.fromkeys(_CALL_TOLD.findall(self.text))) if bottoms else []
        told = {self.inner.get(spelled(call)) for call in calls}
        for bottom in bottoms if calls else ():
            if spelled(bottom) not in told and (before := _BEFORE_FUNCTION.fullmatch(bottom)):
                series.setdefault(before[1], {})[before[2]] = bottom
        found: dict[str, str] = {}
        for names in series.values():
            numbered = sorted((number for number in names if number.isdecimal()), key=int)
            steps = [call[:-1].rstrip("_{") for call in calls if _OF_EACH_STEP.search(call)]
            if len(steps) == 1 and numbered:
                found.update((f"{steps[0]}[{number}]", names[number]) for number in numbered)
            elif len(calls) == 1 and list(names) == [""]:
                found.setdefault(spelled(calls[0]), spelled(names[""]))
            elif numbered and len(numbered) == len(names) == len(calls):
                pairs = zip(calls, (names[number] for number in numbered), strict=True)
                found.update((spelled(call), spelled(name)) for call, name in pairs)
            else:
                for suffix, name in names.items():
                    own = [call for call in calls if suffix and (call == suffix or call.endswith(suffix))]
                    if len(own) == 1:
                        found.setdefault(spelled(own[0]), spelled(name))
        return found

    @cached_property
    def inner_or_presumed(self) -> dict[str, str]:
        """What functions are of, be it told or presumed; each statement may ask for it."""
        return {**self.presumed, **self.inner}

    @cached_property
    def of_sole_letters(self) -> dict[str, str]:
        """The names that formulas of one letter define, and these letters, in a sheet without numbers: y = x² - 3x

        >>> Slopes("y = x² - 3x; y'' = 2; z = a x; u = x; u = 2x").of_sole_letters
        {'y': 'x'}
        >>> Slopes("x = 2; y = x²; y' = 3").of_sole_letters
        {}
        """
        if "'" not in self.text and "′" not in self.text and "’" not in self.text:
            return {}
        if GIVES_NUMBER.search(_PRIMED_TOLD.sub("", self.text)):
            return {}
        found: dict[str, list[str]] = {}
        for name, formula in _DEFINED_ALONE.findall(self.text):
            found.setdefault(name, []).append(sole_letter(formula))
        return {
            name: letters[0] for name, letters in found.items() if len(letters) == 1 and letters[0] not in ("", name)
        }

    def indexed_bottom_of(self, top: str) -> str:
        """The one name whose entries those of a name are differentiated by; "" if there is none, or another.

        >>> Slopes("∂S_i/∂a_j = -S_i S_j").indexed_bottom_of("S"), Slopes("∂S_i/∂a = 2").indexed_bottom_of("S")
        ('a', '')
        """
        pairs = (tuple(map(_INDEXED.match, pair)) for pair in _PAIR.findall(self.text))
        found = {below[1] for above, below in pairs if above and below and above[1] == top}
        return found.pop() if len(found) == 1 else ""

    @cached_property
    def free_bottoms(self) -> set[str]:
        """The names it differentiates by, where no name is given a number: nothing has to define them."""
        return set() if self.gives_numbers else self.bottoms

    @cached_property
    def gives_numbers(self) -> bool:
        """Whether any name is given a number, other than a 0 or a 1 that a sheet in letters begins with.

        >>> Slopes("h_0 = 0; h_1 = tanh(w h_0 + x)").gives_numbers, Slopes("x = 1; y = 2 x = 2").gives_numbers
        (False, True)
        """
        found = [given[1] for given in islice(GIVES_NUMBER.finditer(self.whole), MOST_BEGUN_WITH + 1)]
        is_few = len(found) <= MOST_BEGUN_WITH and all(number in ("0", "1") for number in found)
        return bool(found) and not (is_few and not self.has_results and not _DECIMAL.search(self.whole))

    @cached_property
    def cased(self) -> dict[str, str]:
        """Names with a number that nothing defines, and what is defined but for a capital or an index: x1 for X_1.

        >>> Slopes("Gate_out = f; c = gate_out g").cased
        {'gate_out': 'Gate_out'}
        >>> Slopes("X_1 = 0.05; h = x1 + W1; w1 = 2; W1 = 3").cased, Slopes("z = w x; W = 2; x1 = 0; X1 = 0").cased
        ({'x1': 'X_1'}, {})
        >>> Slopes("W_t = W_{t-1} - 0.1 g_t; W_1 = 2; f(w_1, w_2) = w_1 w_2").cased  # W_1 is a step of W
        {}
        """
        defined: dict[str, set[str]] = {}
        for name in self.defined:
            if self.gives_numbers or _LONG_NAME.fullmatch(name) or self._is_only_told(name):
                defined.setdefault(_bare(spelled(name)), set()).add(spelled(name))
        if not defined:
            return {}
        pattern = _NUMBERED_NAME if self.gives_numbers else _LETTERED_NAME
        names = {spelled(each) for name in pattern.findall(self.text) for each in (name, name.lstrip("dδΔ"))}
        return {
            name: next(iter(found))
            for name in sorted(names)
            if len(found := defined.get(_bare(name), set())) == 1
            and name not in found
            and not any(self._has_steps(each.rstrip("_0123456789")) for each in found)
        }

    @once_for_a_name
    def _has_steps(self, name: str) -> bool:
        """Whether a name has a step before another: W_{t-1}"""
        return re.search(rf"(?<![^\W\d_]){re.escape(name)}_\{{?[tkn]\s?[-−]\s?1", self.text) is not None

    def _is_only_told(self, name: str) -> bool:
        """Whether a name with letters below is told what it is, and stands nowhere else as it is typed there."""
        return (
            _LETTERED_NAME.fullmatch(name) is not None
            and len(re.findall(rf"(?<![^\W∂d]){re.escape(name)}(?!\w)", self.text)) == 1
        )

    @cached_property
    def barred(self) -> str:
        """The name that all bars are derivatives of, where a bar is 1, or is said to be one: L̄ = 1; ō = ∂L/∂o.

        >>> Slopes("L = z w; L\u0304 = 1; z\u0304 = L\u0304 w").barred, Slopes("x = [0, 2]; x\u0304 = 1").barred
        ('L', '')
        >>> Slopes("o = w x; o\u0304 = ∂L/∂o; w\u0304 = o\u0304 x").barred
        'L'
        """
        if "\u0304" not in unicodedata.normalize("NFD", self.text):
            return ""
        text = unicodedata.normalize("NFD", self.text)
        said = {found[3] for found in _BAR_SAID.finditer(text)}
        if len(said) == 1:
            return said.pop()
        ends = {f"{found[1]}{found[2]}" for found in _BAR_OF_END.finditer(text)}
        end = ends.pop() if len(ends) == 1 else ""
        return end if end and self.defines_formula(end) else ""  # x̄ = 1 may be a mean

    @once_for_a_name
    def differentiates(self, name: str) -> bool:
        """Whether a derivative of a name is written anywhere."""
        return name in self._differentiated

    @cached_property
    def _differentiated(self) -> set[str]:
        """The names of which a derivative is written, as they are typed and as they are spelled."""
        found = {above or at for above, at in _DIFFERENTIATED.findall(self.text)}
        return found | {plain_letter(name) for name in found}

    @cached_property
    def has_results(self) -> bool:
        """Whether anything comes to a number, other than the 0 and the 1 that formulas come to.

        >>> Slopes("s = Σ_i d_i = 0").has_results, Slopes("y = 2*3 = 6").has_results
        (False, True)
        """
        return any(number not in ("0", "1") for number in _RESULTS.findall(self.whole))

    @cached_property
    def has_numbers(self) -> bool:
        """Whether anything is given as a number."""
        return _IS_NUMBER.search(self.whole) is not None and not (self.barred and not self.gives_numbers)

    @cached_property
    def has_commas(self) -> bool:
        """Whether numbers have decimal commas: none has a point, and not all commas part thousands; or there are many
        digits behind one, whatever is copied into the sheet beside it.

        >>> Slopes("x = 0,5; y = 2").has_commas, Slopes("n = 2,800").has_commas, Slopes("x = [1,2]").has_commas
        (True, False, False)
        >>> Slopes("x = 0.5; y = 1,2").has_commas, Slopes("(x,y) = (4,5)").has_commas, Slopes("w = (2,1)").has_commas
        (False, False, False)
        >>> Slopes("x = 0.5; y = 0,44065").has_commas
        True
        """
        if "," not in self.text:
            return False
        has_points = _POINT.search(_HEADED.sub("", self.text)) is not None
        text = (_PAIR_OF_WHOLES if _PAIR_OF_NAMES.search(self.text) else _PAIR_ALONE).sub("", self.text)
        found = (match for match, is_listed in commas(text) if not is_listed)
        if has_points:
            return any(len(match[2]) >= LONG_FRACTION and match[1] == "0" for match in found)
        return any(len(match[2]) != len("000") or match[1] == "0" for match in found)

    def averages(self, count: str) -> bool:
        """Whether a word for a derivative by a parameter is something divided by a count: dW = 1/m …

        >>> Slopes("dW = 1/m dZ X.T").averages("m"), Slopes("dW = dZ X.T").averages("m")
        (True, False)
        """
        return count in self._counts[False]

    def averages_computed(self, count: str) -> bool:
        """Whether that holds of a word for a derivative by what is computed: it is the whole derivative of a mean.

        >>> Slopes("Z = W X; dZ = (P - Y)/m; dW = dZ X.T").averages_computed("m")
        True
        """
        return count in self._counts[True]

    @cached_property
    def _counts(self) -> tuple[set[str], set[str]]:
        """What words for derivatives are divided by, those by parameters and those by what is computed."""
        found: tuple[set[str], set[str]] = set(), set()
        for by, formula in _OF_WORD.findall(self.text):
            if divisors := _DIVISOR.findall(formula):
                found[self.is_computed(by)].update(divisors)
        return found

    @cached_property
    def gradients(self) -> dict[str, str]:
        """What each gradient is by, where that is said once: ∇L(w), ∇_w L; or else L(w) = …, ∂L/∂w, or the x there is.

        >>> Slopes("∇L(w) = 2 w; v = ∇L x").gradients
        {'L': 'w'}
        >>> Slopes("f = x^T A x; ∇f = 2 A x").gradients, Slopes("f = x w; ∇f = w").gradients
        ({'f': 'x'}, {})
        """
        found: dict[str, set[str]] = {}
        for pattern, turned in ((_GRADIENT_AT, False), (_GRADIENT_BY, True)):
            for one, other in pattern.findall(self.text):
                found.setdefault(other if turned else one, set()).add(one if turned else other)
        for name in set(_GRADIENT.findall(self.text)) - found.keys():
            at = [match[1] for match in re.finditer(rf"(?<!\w){re.escape(name)}\(({NAME})\)\s*=", self.text)]
            below = re.findall(rf"[∂d]\s?{re.escape(name)}\s*/\s*[∂d]\s?({NAME}?)(?=_\{{?[a-z]|[²\s=^\[])", self.text)
            found[name] = set(at) or set(below) or set(_VARIABLE.findall(self.text))
        return {name: next(iter(by)) for name, by in found.items() if len(by) == 1}

    @cached_property
    def sole_variable(self) -> str:
        """The only x, w or θ there is, which a gradient is by that does not say so; "" if there are several."""
        found = set(_VARIABLE.findall(self.text))
        return found.pop() if len(found) == 1 else ""

    @cached_property
    def graded(self) -> str:
        r"""What gradients are of that are written without it elsewhere: grad_z L, and grad_w or ∇_w alone.

        >>> Slopes("L = z; grad_z L = 1; grad_w = grad_z x").graded, Slopes("L = w\n∇_w = 1").graded
        ('L', 'L')
        >>> Slopes("L = w; ∇_w L = 1").graded, Slopes("c = 2 b; grad_c = 1").graded
        ('', '')
        """
        found = set(_GRADED.findall(self.text))
        if not found and _GRADED_ALONE.search(self.text):
            return self.sole_loss
        return found.pop() if len(found) == 1 else ""

    @cached_property
    def sole_loss(self) -> str:
        """The one name defined that is called like a loss; "" where there are none or several.

        >>> Slopes("y = w x; L = y^2").sole_loss, Slopes("L = w; J = 2 L").sole_loss
        ('L', '')
        """
        found = {name for name in self.defined if spelled(name) in LOSSES}
        return found.pop() if len(found) == 1 else ""

    @cached_property
    def has_slopes(self) -> bool:
        """Whether a derivative is written anywhere."""
        return re.search(rf"{SLOPE}|∇|[^\W\d]['’′]\(", self.text) is not None


def _bare(name: str) -> str:
    """A name without capitals and what tells what is below."""
    return name.lower().replace("_", "")


def plain_letter(letter: str) -> str:
    """A letter as tokens spell it: theta for θ."""
    return "l" if letter == "ℓ" else greek_letter(letter) or letter


def _by_number(names: set[str]) -> dict[str, dict[str, str]]:
    """Names that end in a number, by what stands before it, in the order of their numbers as they are spelled.

    >>> _by_number({"z2", "h1", "z1", "w"})
    {'h': {'1': 'h1'}, 'z': {'1': 'z1', '2': 'z2'}}
    """
    found: dict[str, dict[str, str]] = {}
    for name in sorted(names):
        if counted := _COUNTED.fullmatch(name):
            found.setdefault(counted[1], {})[counted[2]] = name
    return found
