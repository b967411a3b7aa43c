"""What a whole text tells of its notation: names defined, layers, steps and indices, how numbers are typed."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from functools import cached_property, wraps
from typing import Any

from autograd.formulas.names import greek_letter
from autograd.worksheet.language.notations.commas import commas
from autograd.worksheet.language.notations.patterns import (
    NAME,
    NO_FOLD,
    NO_RANGE,
    NUMBER,
    NUMBERED,
    OLD,
    SLOPE,
    SMALL,
    SMALL_BELOW,
    STUCK,
    TUPLE,
)
from autograd.worksheet.language.notations.recursions import END, USUAL, Recursion, member, recursions
from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.language.vocabulary import is_function

MOST_STEPS = 4
"""So often what is a list is looked for by letters, and letters by what is a list."""

WORDS_BELOW = "chotuvwxyz"
"""Letters that rather tell one name from another where they stand below: u_o, the outer one, W_h, x_t."""

_CALLED_WITH = re.compile(r"(?<![\w.])[∂d]?([^\W\d][\w'’′]*?)\(([^()=\n]{1,12})\)")
_WITH_NAMES = r"[^=\n;#]*?(?<!\w)(?!(?:log|ln|exp|e|sqrt|tanh|sin|cos|sigmoid|relu|ReLU|σ|max|min)(?!\w))[^\W\d]"
"""A formula with a name in it, not only functions of numbers."""

_OPERATOR = re.compile(r"(?:∇\S{0,8}|[d∂]\s?/\s?[d∂]\s?\w{1,8})\s?$")
"""What stands before a name that is differentiated: ∇_w L, d/dw L."""

_ARGUMENTS = re.compile(r"(?<!\w)[^\W\d]\w*\(([^\W\d_](?:\s*,\s*[^\W\d_]){0,4})\)\s*:?=")
_GRADIENT = re.compile(r"∇(?:²|\^\{?2\}?)?\s?([^\W\d_]\w*)(?![\w(])")
_VARIABLE = re.compile(r"(?<![\w\\^])(x|w|θ|theta)(?=[\s^)_]|$|ᵀ)", re.MULTILINE)
"""What gradients are by that do not say so."""

_GRADIENT_AT = re.compile(r"∇([^\W\d_]\w*)\(([^\W\d]\w*)\)")
_FIELD = re.compile(rf"(?<![\w∇∂])([^\W\d]\w*)\(({NAME}(?:\s*,\s*{NAME})+)\)\s*:?=(?!=)")
_GRADIENT_BY = re.compile(r"∇_\{?([^\W\d]\w*)\}?\s?([^\W\d_]\w*)(?!\w)")
_GRADED = re.compile(r"(?<!\w)grad_\{?[^\W\d]\w*\}?\s+([^\W\d_]\w*)(?=\s*=)")
_GRADED_ALONE = re.compile(r"(?:^|;)\s*∇_\{?[^\W\d]\w*\}?\s*=", re.MULTILINE)
_LOSSES = ("L", "J", "E", "C", "ℓ", "loss")
"""What gradients are of that say only by what they are."""

_LOG_OF = re.compile(r"^\s*(?:log|ln)\s([^\W\d_]\w*)(?:\([^()=\n]*\))?\s*=", re.MULTILINE)
_OF_DISTRIBUTION = re.compile(
    r"^\s*([^\W\d_]\w*)\([^()=\n]*\)\s*=\s*[^\W\d_]\w*\s*\([^=\n]*[|;,][^=\n]*\)\s*$", re.MULTILINE
)
"""p(y|w) = N(y|Xw, σ²I): no formula of p"""
_GIVEN_AT = re.compile(r"(?:^|[;,])[ \t]*([^\W\d][\w'’′]*)\((?:[lLtkn](?:\s*[-−+]\s*[0-9])?|[0-9])\)\s*=", re.MULTILINE)
_BEGUN = r"(?:^|[;,$])[ \t$&]*"
"""Where a statement begins."""

_SUPERSCRIPTS = "²³¹⁰ⁱ⁴-ⁿᵀ"
"""Letters to regular expressions, but none of a name."""
_ASSIGNED = re.compile(rf"(?<![\w/∂])({NAME})\s*(<-|:?[=≈])")
_CALL_DEFINED = re.compile(
    r"(?:^|[;,:]|(?<=[^\W\d_]{2})[ \t])[ \t]*([^\W\d]\w*)\(([^\W\d]\w*)\)[ \t]*=([^=;\n]*)", re.MULTILINE
)
_POINT = re.compile(r"[0-9]\.[0-9]")
_SIZES = re.compile(r"=\s*\[[0-9]+\s*,\s*([0-9]+)\]\s*@\s*\[([0-9]+)\s*,\s*[0-9]+\]\s*(?:$|[=#])", re.MULTILINE)
_PAIR_OF_NAMES = re.compile(r"\([^\W\d]\w*,\s?[^\W\d]\w*\)")
_PAIR_OF_WHOLES = re.compile(r"\([-−]?[0-9]{1,4},[-−]?[0-9]{1,4}\)")
"""(4,5) beside (x,y): a point, and no decimal comma."""
_HEADED = re.compile(r"^[^\n=]{0,20}?[0-9]+(?:\.[0-9]+)+[.):]?[ \t]+[^\W\d_]{3}", re.MULTILINE)
"""How a heading begins: 1.2 Gradients."""
_OF_WORD = re.compile(r"(?<![\w/])d(\w+)\s*=(?=([^=\n;]*))")
_DIVISOR = re.compile(r"/\s*([\w.]+)")
_LONGER = re.compile(r"(?<![\w'’′{}])[\w'’′{}]*_[a-z](?=\[)")
_LISTED = re.compile(rf"(?<!\w)(?=({NAME})(?:\s*=\s*(?:\[|\(\s*{NUMBER}\s*,)|\[))")
_BELOW = re.compile(rf"(?<!\w)[∂d]?({NAME}?)_\{{?([a-z])\}}?(?![\w{{}}])")
_BARE = re.compile(r"(?<!\w)[^\W\d]\w*")
_SUMMED = re.compile(
    r"(?:(?<!\w)(?:sum|mean|max|prod)|[Σ∑])\s*(?:_\{?\s*([a-z])(?!\w)|\(\s*([a-z])\s*(?:!=\s*\w\s*)?[:=])"
)
_RAISED_BELOW = re.compile(r"(?:(?<=_[a-z])|(?<=_[a-z]{2}))[²³]")
_SUMMED_BARE = re.compile(r"(?:[Σ∑](?!_)|(?<!\w)sum[ \t(])[^=;:\n_]{0,60}_\{?([ijkmn])(?!\w)")
_ENTRY_DEFINED = re.compile(rf"(?:^|[;\n])[ \t]*({NAME}?)_\{{?[a-z]{{1,2}}\}}?\s*:?=(?!=)([^;\n#]*)")
_BELOW_ALL = re.compile(
    rf"(?<!\w){NO_FOLD}[∂d]?({NAME}?)_\{{?([a-z])(?:\s*,?\s*([a-z])|\s*[-+]\s*([a-z0-9]))?\}}?(?![\w{{}}])"
)
_IN_BRACKETS_ABOVE = re.compile(r"\^\{?\(([ijkn])\)")
_LEFT_OF = re.compile(r"(?:^|[;\n])([^=\n;]{1,80})=")
_WHOLE = re.compile(rf"(?<![\w/∂])({NAME}?)_\{{?[a-z]\}}?\s*=\s*(?:\[|{NUMBER}\s*(?:$|[;,#]))", re.MULTILINE)
_IN_FORMULA = re.compile(r"(?:[+*/·×=≈Σ∑√^²³)\]0-9][ \t]{0,8}|[-−]|(?:_\{?[a-z]\}?|\^\{?\w\}?)[ \t]{0,3})\Z")
"""What stands before a factor or a term."""

_COMPARED_LETTERS = re.compile(r"(?<!\w)[1𝟙𝟏I]_?\s?[\[({]\s*([a-z])\s*(?:==?|≠|!=)\s*([a-z])\s*[\])}]")
"""The letters of 1(i = y)."""

_OLD_NAME = re.compile(rf"(?<!\w)((\w+?)_(?:{OLD}))(?!\w)")
_FORMULA_OF = re.compile(r"(?:^|[;,\n])[ \t]*([^\W\d]\w*)[ \t]*=(?!=)([^\n;#]*)")
_WORD = re.compile(r"[^\W\d]\w*")
_RUNS = re.compile(r"(?:(?<!\w)sum|[Σ∑])\s*[_(]?\{?([a-z])(?![\w(])")
_GIVES_NUMBER = re.compile(
    rf"(?:^|[;,:])[ \t]*{NAME}(?:\[\w+\])?[ \t]*=\s*{NUMBER}{NO_RANGE}[ \t]*(?:$|[;,#])", re.MULTILINE
)
_GIVES_NUMBERS = re.compile(r"(?<![=<>!])=\s*\[\s*[-−+\[]*\s*[0-9.]")
_BOTTOM = re.compile(rf"/\s*[∂d]\s?({NAME})")
_BELOW_FORMULA = re.compile(rf"(?:[d∂]\s?\([^=\n]{{1,200}}\)|(?<!\w)[d∂])\s*/\s*[∂d]\s?({NAME})(?=\s*[=(])")
_ALONE = re.compile(r"(?<![\w^_{\\.'])([^\W\d_](?:_?[0-9])?)(?=ᵀ|(?![\w'’′({]))")
_GIVEN = re.compile(
    rf"(?:^|[;,:.(]|(?<![-=+*/·×−@])\s)[ \t]{{0,8}}({NAME})[ \t]{{0,8}}(?:\[[^\]\n]{{0,40}}\])?[ \t]{{0,8}}:?[=≈←]",
    re.MULTILINE,
)
_STARRED = re.compile(rf"(?:^|[;,(]|\s)[ \t]*({NAME})\*[ \t]*=", re.MULTILINE)
_PRIMED = re.compile(r"(?<![^\W\d])([^\W\d](?:_?[0-9])?)['’′](?!\s*(?:['’′]|:?=|<-|←|≈))")
_PRIMED_CALL = re.compile(r"(?<![^\W\d])([^\W\d](?:_?[0-9])?)['’′]?\((?![^()]*[-+−])")
"""f(x) or f'(x), but not X'(y - X w)"""

_SQUARE_OF = re.compile(r"(?<![^\W\d])([^\W\d])['’′]\1(?![\w'’′(])")
"""X'X: of what could that be a slope?"""

_PRIMED_NAME = re.compile(r"([^\W\d](?:_?[0-9])?)['’′]\s*(?::?=|<-|←|≈)|/\s?[∂d]\s?(?:[^\W\d](?:_?[0-9])?)['’′]")
_TOLD_A_SIZE = (
    r"(?<!\w){}(?:\s*(?:,|and)\s*\w+)*\s*(?:(?:∈|\bin\b|\\in\b)\s*(?:R|ℝ|\\mathbb)"
    r"|[^=\n;,.]{{0,40}}?\w\s*(?:×|\bx\b)\s*\w|[^=\n;,.]{{0,20}}\bvector\b)"
)
_MADE_OF_OLD = re.compile(
    rf"(?:^|[;,\n])[ \t]*({NAME}?)[ \t]*=[^=;\n]*?(?<![\w∂])\1"
    rf"(?:_\{{?(?:{OLD})\}}?|\^\{{?\(?(?:{OLD})\)?\}}?|\((?:{OLD})\))"
)
_SQUARED = re.compile(rf"(?:^|[;,:])[ \t]*({NAME}?)(?:²|\^\{{?2\}}?)_\{{?\w+\}}?[ \t]*=", re.MULTILINE)
_TOLD = re.compile(rf"(?<![\w/∂])({NAME})\s*(?::?=|≈|←|<-)(?=([^;\n]{{0,200}}))")
"""A name, and what it is said to be or to become."""

_FACTOR_BEFORE = re.compile(r"=[^=;\n]*(?<![\w.])[^\W\d](?:_?[0-9])?[ \t]+\Z")
"""What stands before a factor that has its = behind it: q = p_1 p_2 = 4."""

_GIVEN_SOMETHING = re.compile(rf"(?<![\w/∂])({NAME})\s*:?[=≈←]")
_WORD_BEFORE = re.compile(r"(?<!\w)([a-z]\w*)[ \t]+\Z")
LONGEST_FORMULA = 200
"""Characters of a line that are looked at before a factor."""

LONGEST_FUNCTION = 16
"""Characters of a function's name, and of what stands behind it."""

_DIFFERENTIATED = re.compile(
    rf"(?<!\w)[∂d](?:²|\^\{{?2\}}?)?\s?({NAME}?)(?:\([^()]*\))?\s*/|∇(?:²|\^\{{?2\}}?)?\s?(?:_\{{?\w+\}}?\s*)?({NAME})"
)
_RAISED_LETTER = r"(?<![\w]){}\^[{{(\[]*[lt](?!\w)"
_NUMBERED_NAME = re.compile(r"(?<!\w)[^\W\d_]+_?[0-9₀-₉]+(?!\w)")
_BAR_OF_END = re.compile(r"(?<!\w)([^\W\d_])\u0304((?:_\w+)?)\s*=\s*1\s*(?:$|[;,#])", re.MULTILINE)
_BAR_SAID = re.compile(r"(?<!\w)([^\W\d_])\u0304((?:_\w+)?)\s*(?::?=|≡)\s*[∂d]\s?([^\W\d]\w*)\s*/\s*[∂d]\s?\1\2(?!\w)")
_PAIR_BELOW = re.compile(r"(?<=[^\W_])_\{?([i-n])\s*,?\s*([i-n])(?![\w])")
_TRANSPOSED = re.compile(r"(?:(?<![^\W\d])|(?<=ᵀ))([^\W\d_])(?=ᵀ|\^\{?[T⊤])")
_FIRST = re.compile(r"_\{?0|\[0\]")
_INDEXED = re.compile(rf"(?<![\w])[∂d]?({NAME}?)\[[a-z0-9](?:,\s*[a-z0-9])?\]")
_IS_NUMBER = re.compile(rf"=\s*{NUMBER}{NO_RANGE}\s*(?:$|[;,#])", re.MULTILINE)
_ADDED = re.compile(rf"(?<!\w)({NAME})\s*\+=")
_LATER = re.compile(rf"(?<!\w)({NAME}?)(?:\^\{{?|_\{{|\()\(?[tkn]\s*\+\s*1[)}}]*")
_COMMENTS = re.compile(r"#.*")
_ASKED = re.compile(rf"(?<!\w)[d∂] ?({NAME}?)\s*/\s*[d∂] ?({NAME}?)(?=\[|[^\w'’′]|$)")
_ASKING = re.compile(rf"^\s*(find\s.*|{SLOPE}(?=.*=))", re.MULTILINE)
"""What a key asks for, and the lines, or the beginnings of lines, with it."""

_MOVED = re.compile(rf"^\s*({NAME}?)\s*(?:<-|←)", re.MULTILINE)
_BARE_ENTRY = re.compile(r"(?<![\w.])[d∂]?([^\W\d_]+)([0-9]{1,2})(?![\w.(])")
_RAISED_LAYER = re.compile(
    rf"(?:^|[;,\n]|:[ \t]|(?<!\w)(?P<word>[^\W\d_]{{4,}})[ \t])[ \t]*(?P<name>{NAME}?)"
    r"(?:\^(?:\([0-9]\)|[0-9])|[²³])\s*(?==)"
)
_EXPONENTIAL = re.compile(rf"(?<![\w.])e\^(?:[0-9.]+\s*=\s*[0-9]|[-−{{(]|(?!\(?[lL0-9]){NAME})")
"""What shows that e is the base of exponentials: e^2 = 7.389, e^-z."""


def once_for_a_name(ask: Callable[["Document", str], bool]) -> Callable[["Document", str], bool]:
    """A question about a name that each line may ask: the whole text is looked through for it once."""

    @wraps(ask)
    def answer(document: "Document", name: str) -> bool:
        answers = document.answers
        found = answers.get((ask, name))
        if found is None:
            found = answers[ask, name] = ask(document, name)
        return found

    return answer


class Document:
    """What a whole text tells of its notation; with a key, what is given there, is a list there or is asked there."""

    def __init__(self, text: str, key: str = "") -> None:
        self.text = _raised_below(text)
        self.key = _COMMENTS.sub("", _raised_below(key))
        self.whole = f"{self.key}\n{self.text}" if key else self.text
        self.answers: dict[tuple[Callable[[Document, str], bool], str], bool] = {}  # to questions about names
        self.rewritten: dict[tuple[int, str], Any] = {}  # its lines in the language's own notations, by table and line

    def knows(self, name: str) -> bool:
        """Whether a name is given something here, or in the key.

        >>> Document("w_new = 2", "w = 3").knows("w"), Document("w_new = 2").knows("w")
        (True, False)
        """
        return self.defines(name) or self.knows_in_key(name)

    def uses(self, beginning: str) -> bool:
        """Whether a name that begins so stands anywhere."""
        return re.search(rf"(?<!\w){re.escape(beginning)}", self.text) is not None

    @once_for_a_name
    def begins_with(self, name: str) -> bool:
        """Whether a statement begins by giving a name something, after words perhaps: the start x₀ = 0."""
        return self._has(rf"(?:{_BEGUN}|(?<=[^\W\d_]{{2}} )){re.escape(name)}\s*:?[=≈←]")

    @once_for_a_name
    def says_how(self, name: str) -> bool:
        """Whether a statement begins by saying what a name is made of: L = L(y) does not.

        >>> Document("L = L(y, t)").says_how("L"), Document("L = (y - t)^2").says_how("L")
        (False, True)
        """
        name = re.escape(name)
        return self._has(rf"{_BEGUN}{name}\s*:?[=≈←](?!\s*{name}\()")

    def _has(self, pattern: str) -> bool:
        return re.search(pattern, self.text, re.MULTILINE) is not None

    def knows_in_key(self, name: str) -> bool:
        """Whether a name is given something in the key."""
        return name in self._defined_in_key

    @cached_property
    def _defined_in_key(self) -> set[str]:
        return {found[1] for found in _GIVEN.finditer(self.key)}

    @cached_property
    def moved_in_key(self) -> set[str]:
        """The names of which the key asks a new value."""
        return set(_MOVED.findall(self.key))

    @cached_property
    def given_numbers(self) -> set[str]:
        """The numbers that names are given, as they are typed."""
        return {found[2] for found in NUMBERED.finditer(self.whole)}

    @cached_property
    def asked(self) -> dict[str, list[str]]:
        r"""Of what the key asks derivatives, and by what.

        >>> Document("dw = 8", "find dL/dw, dL/db\n∂L/∂x = 3  # 1 point").asked
        {'L': ['w', 'b', 'x']}
        """
        found: dict[str, list[str]] = {}
        for line in _ASKING.findall(self.key):
            for top, bottom in _ASKED.findall(line):
                found.setdefault(top, []).append(bottom)
        return {top: list(dict.fromkeys(bottoms)) for top, bottoms in found.items()}

    @cached_property
    def bare_entries(self) -> dict[str, int]:
        """The names behind which numbers stand, several of them: h1 and h2, W11 and W12; what is counted from.

        >>> Document("dL/dh1 = 2; dL/dh2 = 4; x0 = 1; x3").bare_entries, Document("h1 = 4").bare_entries
        ({'h': 1, 'x': 0}, {})
        """
        found: dict[str, set[str]] = {}
        for name, number in _BARE_ENTRY.findall(self.text):
            found.setdefault(name, set()).add(number)
        return {name: 0 if any("0" in each for each in found[name]) else 1 for name in found if len(found[name]) > 1}

    @cached_property
    def stepped(self) -> set[str]:
        """The names that are given a value one step later: w(t+1), w^{t+1}, w_{t+1}.

        >>> sorted(Document("w_{t+1} = w_t - g").stepped)
        ['w']
        """
        return {found[1] for found in _LATER.finditer(self.text)}

    @cached_property
    def layered(self) -> set[str]:
        """The names whose raised numbers are layers: nobody defines a power.

        >>> sorted(Document("z^2 = w^2 a^1; y = x^2").layered)
        ['z']
        """
        if {"^", "²", "³"}.isdisjoint(self.text):
            return set()
        raised = _RAISED_LAYER.finditer(self.text)
        found = {each["name"] for each in raised if not is_function(each["word"] or "")}
        if "e" in found and _EXPONENTIAL.search(self.text):
            found.remove("e")
        return {name for name in found if not self.stands_alone(name) or self._is_variance(name)}

    def _is_variance(self, name: str) -> bool:
        """Whether σ² is told before σ, and nothing is differentiated by σ: the variance, and its root."""
        if name not in ("σ", "s", "sigma") or name in self.bottoms:
            return False
        told = re.search(rf"(?<!\w){name}(?:²|\^2)\s*=", self.text)
        return told is not None and re.search(rf"(?<!\w){name}(?![\w²^(])", self.text[: told.start()]) is None

    @once_for_a_name
    def stands_alone(self, name: str) -> bool:
        """Whether a name is used without anything raised or in square brackets behind it."""
        return re.search(rf"(?<![\w^]){re.escape(name)}(?!\s*[\^\w\['’′²])", self.text) is not None

    @cached_property
    def words(self) -> set[str]:
        """The names it differentiates by, and single letters that stand alone."""
        found = self.bottoms | set(_ALONE.findall(self.text)) | set(_TRANSPOSED.findall(self.text))
        return found | {spelled(word) for word in found}

    @cached_property
    def bottoms(self) -> set[str]:
        """The names it differentiates by."""
        found = set(_BOTTOM.findall(self.text)) | {by for by, _ in _GRADIENT_BY.findall(self.text)}
        if self.barred:
            found |= set(re.findall("([^\\W\\d_])\u0304", unicodedata.normalize("NFD", self.text)))
        return found

    @cached_property
    def bottoms_of_formulas(self) -> set[str]:
        """The names that whole formulas are differentiated by, in a sheet without numbers.

        >>> sorted(Document("d(a^T x)/dx = a; d/dW (W^2) = 2W").bottoms_of_formulas)
        ['W', 'x']
        """
        return set() if self.gives_numbers else set(_BELOW_FORMULA.findall(self.text))

    @cached_property
    def free_bottoms(self) -> set[str]:
        """The names it differentiates by, where no name is given a number: nothing has to define them."""
        return set() if self.gives_numbers else self.bottoms

    @cached_property
    def gives_numbers(self) -> bool:
        """Whether any name is given a number."""
        text = _BAR_OF_END.sub("", unicodedata.normalize("NFD", self.whole)) if self.barred else self.whole
        return _GIVES_NUMBER.search(text) is not None

    @cached_property
    def defined(self) -> set[str]:
        """Every name that something is said to be equal to, as it is typed.

        >>> sorted(Document("z = [1, 2]; L = -log p_1 = 0.4").defined)
        ['L', 'z']
        """
        return {found[1] for found in _GIVEN.finditer(self.text) if not self._is_argument(found.start(1))}

    def is_formula(self, text: str) -> bool:
        """Whether all the words of a text are names of the document or functions."""
        words = _BARE.findall(text)
        return all(len(word.partition("_")[0]) < 3 or word in self.defined or is_function(word) for word in words)

    def _is_argument(self, place: int) -> bool:
        """Whether a function without brackets stands before what begins at a place: log p_1."""
        word = _WORD_BEFORE.search(self.text, max(0, place - LONGEST_FUNCTION), place)
        return (word is not None and is_function(word[1])) or self._is_factor(place)

    def _is_factor(self, place: int) -> bool:
        """Whether a factor stands before what begins at a place, on a line that has a = before: q = p_1 p_2 = 4."""
        begun = max(self.text.rfind("\n", 0, place), place - LONGEST_FORMULA, 0)
        return _FACTOR_BEFORE.search(self.text, begun, place) is not None

    @cached_property
    def cased(self) -> dict[str, str]:
        """Names with a number that nothing defines, and what is defined but for a capital or an index: x1 for X_1.

        >>> Document("X_1 = 0.05; h = x1 + W1; w1 = 2; W1 = 3").cased, Document("z = w x; W = 2; x1 = 0; X1 = 0").cased
        ({'x1': 'X_1'}, {})
        """
        if not self.gives_numbers:
            return {}
        defined: dict[str, set[str]] = {}
        for name in self.defined:
            defined.setdefault(_bare(spelled(name)), set()).add(spelled(name))
        names = {spelled(each) for name in _NUMBERED_NAME.findall(self.text) for each in (name, name.lstrip("dδΔ"))}
        return {
            name: next(iter(found))
            for name in sorted(names)
            if len(found := defined.get(_bare(name), set())) == 1 and name not in found
        }

    @cached_property
    def barred(self) -> str:
        """The name that all bars are derivatives of, where a bar is 1, or is said to be one: L̄ = 1; ō = ∂L/∂o.

        >>> Document("L = z w; L\u0304 = 1; z\u0304 = L\u0304 w").barred, Document("x = [0, 2]; x\u0304 = 1").barred
        ('L', '')
        >>> Document("o = w x; o\u0304 = ∂L/∂o; w\u0304 = o\u0304 x").barred
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

    @cached_property
    def starred(self) -> set[str]:
        """The names that are given something with a star behind them: y* = 2."""
        return set(_STARRED.findall(self.text)) if "*" in self.text else set()

    @cached_property
    def transposed(self) -> set[str]:
        """The names with an apostrophe for a transpose: a size is told of them, and nothing else is called so.

        >>> sorted(Document("A is n x n, u in R^n; w in R^n; q = u'A u; w' = w - g").transposed)
        ['u']
        >>> sorted(Document("X in R^{n×d}; g = X'(X w - y)/n + X'X; f in R^n; f'(z - 1) = f(z)").transposed)
        ['X']
        """
        found = set(_PRIMED.findall(self.text)) - set(_PRIMED_NAME.findall(self.text))
        if not found:
            return found
        found -= set(_PRIMED_CALL.findall(self.text))
        squares = set(_SQUARE_OF.findall(self.text))
        told = {name for name in found if re.search(_TOLD_A_SIZE.format(re.escape(name)), self.text)}
        return told | (found if found & squares else set())

    @cached_property
    def is_made_of_old(self) -> set[str]:
        """The names that are only ever made of their old values: c = f c_old + i is no new value of c."""
        found = {found[1] for found in _MADE_OF_OLD.finditer(self.text) if self.times_given[found[1]] == 1}
        olds = {word: name for word, name in _OLD_NAME.findall(self.text) if self.times_given[name] == 1}
        if not olds.keys() <= found:
            uses = {name: _WORD.findall(formula) for name, formula in _FORMULA_OF.findall(self.text)}
            found |= {name for word, name in olds.items() if word in _reached(name, uses)}
        return found

    @cached_property
    def squared(self) -> set[str]:
        """The names that are given something with a square and an index: σ²_B = 4."""
        return set(_SQUARED.findall(self.text))

    @cached_property
    def added(self) -> dict[str, int]:
        """How often something is added to each name with +=."""
        return dict(Counter(_ADDED.findall(self.text))) if "+=" in self.text else {}

    @cached_property
    def indexed(self) -> set[str]:
        """The names that have letters or numbers in square brackets behind them."""
        return set(_INDEXED.findall(self.whole)) if "[" in self.whole else set()

    @cached_property
    def recursions(self) -> dict[str, Recursion]:
        """The letters of layers, l, and of time steps, t, that names are defined over by recursion."""
        return recursions(self.text, self.is_given_list, self.summed.__contains__)

    @cached_property
    def summed(self) -> set[str]:
        """The letters that sums run over, as far as they are told."""
        return {*_RUNS.findall(self.text), *_SUMMED_BARE.findall(self.text), *map("".join, _SUMMED.findall(self.text))}

    @cached_property
    def families(self) -> dict[str, int]:
        """How many layers or steps each letter of a recursion counts.

        >>> Document("a[l] = f(a[l-1])").families, Document("h_t = tanh(w h_{t-1})").families
        ({'l': 3}, {'t': 4})
        >>> Document("w_{t+1} = w_t - g").families, Document("x = 2; h_t = x h_{t-1}").families
        ({}, {})
        >>> Document("a^l = W^l a^{l-1}; dL/da^0 = W^1 d^1; y = a^5").families
        {'l': 5}
        """
        return {letter: each.count for letter, each in self.recursions.items()}

    @cached_property
    def ends(self) -> dict[str, str]:
        """The signs for the last layer or step, and the letter that counts to it: the capital of the letter, or L.

        >>> Document("a_k = W_k a_{k-1}").ends, Document("h_t = f(h_{t-1})").ends
        ({'L': 'k', 'K': 'k'}, {'T': 't'})
        """
        found = {letter.upper(): letter for letter in self.families}
        others = [letter for letter in self.families if letter not in USUAL]
        return {END: others[0], **found} if len(others) == 1 else found

    @cached_property
    def by_letters(self) -> set[str]:
        """The names whose letters tell the layer, where no number is: z_j is made of z_i, so they are two lists.

        >>> sorted(Document("a_j = Σ_i w_ji z_i; z_j = h(a_j); y_k = Σ_j w_kj z_j").by_letters)
        ['w', 'z']
        >>> Document("p_i = exp(z_i)/Σ_k exp(z_k); dp_i/dz_j = 0").by_letters
        set()
        """
        if "_" not in self.text or self.families or self.gives_numbers or _GIVES_NUMBERS.search(self.whole):
            return set()
        uses: dict[str, set[str]] = {}
        for name, formula in _ENTRY_DEFINED.findall(self.text):
            uses.setdefault(name, set()).update(each[0] for each in _BELOW_ALL.findall(formula))
        if not any(name in _reached(name, uses) for name in uses):
            return set()
        letters: dict[str, set[str]] = {}
        for name, first, second, shift in _BELOW_ALL.findall(self.text):
            letters.setdefault(name, set()).add(f"{first}{second}{shift}")
        return {name for name, found in letters.items() if len(found) > 1}

    @cached_property
    def family_names(self) -> set[str]:
        """The names that have a layer or a time step."""
        found: set[str] = set()
        for letter in self.families:
            pattern = member(rf"{letter}(?:\s*[-−+]\s*[0-9])?", letter in USUAL)
            found.update(match[1] for match in re.finditer(pattern, self.text))
        return found

    @once_for_a_name
    def is_matrix_of(self, name: str) -> bool:
        """Whether a small letter with two indices below is an entry of a capital that stands alone: x_ij beside X.

        >>> Document("X ∈ R^{n×d}; L = x_ij").is_matrix_of("x"), Document("X = 2 x; L = x_ij").is_matrix_of("x")
        (True, False)
        """
        if self.gives_numbers or not name.islower():
            return False
        alone = re.search(rf"(?<![\w∂]){name.upper()}(?!\w)", self.text)
        own = rf"(?<![\w∂]){name}(?![\w'’′])|(?<![\w∂]){name}_(?:\w|\{{\w\}})(?!\w)|[∂d]{name}(?!\w)"
        return alone is not None and re.search(own, self.text) is None

    @once_for_a_name
    def is_given_list(self, name: str) -> bool:
        """Whether a name is given as a list."""
        return re.search(rf"(?<!\w){re.escape(name)}\s*=\s*\[", self.whole) is not None

    def is_member(self, name: str, index: str) -> bool:
        """Whether an index is the layer or time step of a name."""
        is_index = index[:1].isdecimal() or index[:1] in self.families or index[:1] in self.ends
        return bool(self.families) and name in self.family_names and is_index

    @once_for_a_name
    def differentiates(self, name: str) -> bool:
        """Whether a derivative of a name is written anywhere."""
        return name in self._differentiated

    @cached_property
    def _differentiated(self) -> set[str]:
        """The names of which a derivative is written, as they are typed and as they are spelled."""
        found = {above or at for above, at in _DIFFERENTIATED.findall(self.text)}
        return found | {_plain_letter(name) for name in found}

    @cached_property
    def raised_members(self) -> set[str]:
        """The names of families whose layer always stands above: their raised numbers are layers, too.

        >>> sorted(Document("a^l = W^l a^{l-1}; y = a^2 + q^2").raised_members)
        ['W', 'a']
        """
        raised = {name for name in self.family_names if re.search(_RAISED_LETTER.format(re.escape(name)), self.text)}
        return {name for name in raised if not self.stands_alone(name)}

    @once_for_a_name
    def calls(self, name: str) -> bool:
        """Whether a name is used as a function."""
        return re.search(rf"(?<![\w.]){re.escape(name)}\s*\(|(?<![\w.]){re.escape(name)}[ ]+\w", self.text) is not None

    @cached_property
    def has_numbers(self) -> bool:
        """Whether anything is given as a number."""
        return _IS_NUMBER.search(self.whole) is not None and not (self.barred and not self.gives_numbers)

    @cached_property
    def of_one_letter(self) -> set[str]:
        """The functions of one's own of one letter: f(x) = …"""
        return {name for name, *_ in _CALL_DEFINED.findall(self.text)}

    @cached_property
    def multiplies_sizes(self) -> bool:
        """Whether sizes are told as products are: [3, 4] @ [4, 2] for what is 3×2."""
        found = _SIZES.search(self.text) if "@" in self.text else None
        return found is not None and found[1] == found[2]

    @cached_property
    def has_points(self) -> bool:
        """Whether anything is given as a number, or said at a point: ∇f(4, 4)"""
        return self.has_numbers or (bool(self.fields) and re.search(TUPLE, self.text) is not None)

    @cached_property
    def has_commas(self) -> bool:
        """Whether numbers have decimal commas: none has a point, and not all commas part thousands.

        >>> Document("x = 0,5; y = 2").has_commas, Document("n = 2,800").has_commas, Document("x = [1,2]").has_commas
        (True, False, False)
        >>> Document("x = 0.5; y = 1,2").has_commas, Document("(x,y) = (4,5)").has_commas
        (False, False)
        """
        if "," not in self.text or _POINT.search(_HEADED.sub("", self.text)):
            return False
        text = _PAIR_OF_WHOLES.sub("", self.text) if _PAIR_OF_NAMES.search(self.text) else self.text
        return any(len(match[2]) != 3 or match[1] == "0" for match, is_listed in commas(text) if not is_listed)

    @cached_property
    def longer(self) -> set[str]:
        """The words that have a letter below and an index in brackets behind it: x_i[0]."""
        return set(_LONGER.findall(self.text)) if "[" in self.text else set()

    @once_for_a_name
    def goes_on(self, name: str) -> bool:
        """Whether a name with a letter below has an index in brackets: it is a name of its own."""
        return any(word.endswith(name) for word in self.longer)

    @cached_property
    def lists(self) -> set[str]:
        """The names that are given as a list, or have entries in square brackets."""
        return set(_LISTED.findall(self.whole)) if "[" in self.whole or "(" in self.whole else set()

    @cached_property
    def has_entries(self) -> bool:
        """Whether a list has its entries written with a letter below: x_i.

        >>> Document("x = [1, 2]; y_i = 2 x_i").has_entries, Document("x_i = 2").has_entries
        (True, False)
        >>> Document("x = [1, 2]; y = 2 x; dL/db = Σ dL/dy_i").has_entries
        True
        """
        found = {name for name, letter in _BELOW.findall(self.text) if letter in self.letters} - self.wholes
        return bool(found and self.lists) and not found.isdisjoint(self._made_of_lists)

    @cached_property
    def _made_of_lists(self) -> set[str]:
        """The lists, and what formulas make of them."""
        found = set(self.lists)
        for name, formula in _FORMULA_OF.findall(self.text):
            if not found.isdisjoint(_WORD.findall(formula)):
                found.add(name)
        return found

    @cached_property
    def entries(self) -> tuple[set[str], set[str]]:
        """In a sheet without numbers the names that are lists as sums run over a letter below them, and such letters.

        i, j and k are such letters, too, below what also stands without one. A letter below a list is an index
        everywhere, and what else has it below is a list, too.

        >>> names, letters = Document("s_i = exp(z_i)/sum_k exp(z_k); ds_i/dz_j = 0; w_h = 2 x_i").entries
        >>> sorted(names), sorted(letters)
        (['s', 'x', 'z'], ['i', 'j', 'k'])
        """
        names: set[str] = set()
        if "_" not in self.text or _GIVES_NUMBER.search(self.whole) or _GIVES_NUMBERS.search(self.whole):
            return names, set()
        letters = {one or other for one, other in _SUMMED.findall(self.text)} | set(_SUMMED_BARE.findall(self.text))
        text = unicodedata.normalize("NFD", self.text).replace("\u0304", "") if self.barred else self.text
        pairs = [(name, letter) for name, *below in _BELOW_ALL.findall(text) for letter in below if letter]
        pairs = [(name, letter) for name, letter in pairs if name not in self.wholes and letter not in self.families]
        alone = set(_BARE.findall(self.text))
        letters.update(letter for name, letter in pairs if letter in "ijk" and name in alone)
        letters.update(letter for match in _COMPARED_LETTERS.findall(self.text) for letter in match)
        for _ in range(MOST_STEPS):
            names = {name for name, letter in pairs if letter in letters}
            more = {letter for name, letter in pairs if name in names and letter not in WORDS_BELOW}
            if more <= letters:
                break
            letters |= more
        return names, letters

    def is_entry(self, name: str, *letters: str) -> bool:
        """Whether a name with letters below is an entry of a list, in a sheet without numbers."""
        names, indices = self.entries
        return name in names and indices.issuperset(letters)

    def averages(self, count: str) -> bool:
        """Whether a word for a derivative by a parameter is something divided by a count: dW = 1/m …

        >>> Document("dW = 1/m dZ X.T").averages("m"), Document("dW = dZ X.T").averages("m")
        (True, False)
        """
        return count in self._counts[False]

    def averages_computed(self, count: str) -> bool:
        """Whether that holds of a word for a derivative by what is computed: it is the whole derivative of a mean.

        >>> Document("Z = W X; dZ = (P - Y)/m; dW = dZ X.T").averages_computed("m")
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

    @once_for_a_name
    def is_computed(self, name: str) -> bool:
        """Whether a name is made of other names, not given numbers or moved only.

        >>> document = Document("w = [1, 2]; Z = w x; w := w - dw")
        >>> document.is_computed("Z"), document.is_computed("w"), document.is_computed("x")
        (True, False, False)
        """
        told = re.findall(rf"(?<![\w/∂]){re.escape(name)}\s*:?=([^;\n]*)", self.text)
        own = re.compile(rf"(?<![\w∂/]){re.escape(name)}(?!\w)")
        return any(re.match(_WITH_NAMES, formula) is not None and not own.search(formula) for formula in told)

    @cached_property
    def wholes(self) -> set[str]:
        """The names that are given numbers with a letter below: x_i = [1, 2] is one sample.

        >>> sorted(Document("x_i = [1, 2]; y_i = 0; z_i = 2 x_i").wholes)
        ['x', 'y']
        >>> Document("dL/db = Σ 2 y_i = 3").wholes
        set()
        """
        found = _WHOLE.finditer(self.text)
        return {
            match[1] for match in found if not _IN_FORMULA.search(self.text, max(0, match.start() - 9), match.start())
        }

    @cached_property
    def letters(self) -> set[str]:
        """The letters that are indices: those below something that an = says of all, and those that sums run over.

        >>> sorted(Document("y_i = 2 x_i; L = sum_a y_a + log(p_k)").letters)
        ['a', 'i']
        """
        lefts = _LEFT_OF.findall(self.text)
        below = {letter for left in lefts for _, letter in _BELOW.findall(left)}
        below |= {letter for left in lefts for pair in _PAIR_BELOW.findall(left) for letter in pair}
        return below | set(_RUNS.findall(self.text)) | set(_SUMMED_BARE.findall(self.text))

    def is_sample(self, name: str, letter: str) -> bool:
        """Whether a letter in brackets above a name counts examples: a sum runs over it, or h^(i) is defined.

        >>> document = Document("h^(i) = σ(w x^(i)); L = Σ_n t^(n); u = z^(k)")
        >>> [document.is_sample(*each) for each in (("x", "i"), ("t", "n"), ("z", "k"))]
        [True, True, False]
        """
        return letter in self.sample_letters and not self.is_member(name, letter)

    @cached_property
    def sample_letters(self) -> set[str]:
        """The letters that count examples in brackets above names."""
        defined = {letter for left in _LEFT_OF.findall(self.text) for letter in _IN_BRACKETS_ABOVE.findall(left)}
        return defined | set(_RUNS.findall(self.text))

    @cached_property
    def has_lists(self) -> bool:
        """Whether anything is typed as a list."""
        return "[" in self.whole

    @cached_property
    def first(self) -> int:
        """The index of the first entry, where entries are written x_0 or x_1."""
        return 0 if _FIRST.search(self.text) else 1

    @cached_property
    def arguments(self) -> set[str]:
        """The letters of functions of one's own: f(x, y) = …

        >>> sorted(Document("f(x, y) = x y; g(2) = 4").arguments)
        ['x', 'y']
        """
        return {
            letter
            for letters in _ARGUMENTS.findall(self.text)
            for letter in map(_plain_letter, re.findall(r"\w", letters))
        }

    @cached_property
    def fields(self) -> dict[str, list[str]]:
        """The letters of each function of several that is first told by its formula: f(x, y) = …

        >>> Document("f(x, y) = x y; f(2, 1) = 2; g(x) = x").fields
        {'f': ['x', 'y']}
        """
        found: dict[str, list[str]] = {}
        others = {name for name, *_ in _CALL_DEFINED.findall(self.text)}  # f(x) = 1/x below f(w, x) = …
        for name, letters in _FIELD.findall(self.text) if "(" in self.text else ():
            if name not in others and not self.says_how(name) and not is_function(name):
                found.setdefault(name, re.findall(NAME, letters))
        return found

    def is_slope_of_field(self, name: str, *letters: str) -> bool:
        """Whether a derivative is of a function of several letters, by some that are given nothing before it."""
        if not self.has_points or not set(letters) <= set(self.fields.get(name, ())):
            return False
        begun = re.search(rf"(?<!\w){re.escape(name)}\(", self.text)
        given = (re.search(rf"(?<![\w/∂]){re.escape(letter)}\s*:?[=≈←]", self.text) for letter in letters)
        return begun is not None and all(each is None or each.start() > begun.start() for each in given)

    @cached_property
    def gradients(self) -> dict[str, str]:
        """What each gradient is by, where that is said once: ∇L(w), ∇_w L; or else L(w) = …, ∂L/∂w, or the x there is.

        >>> Document("∇L(w) = 2 w; v = ∇L x").gradients
        {'L': 'w'}
        >>> Document("f = x^T A x; ∇f = 2 A x").gradients, Document("f = x w; ∇f = w").gradients
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
    def graded(self) -> str:
        r"""What gradients are of that are written without it elsewhere: grad_z L, and grad_w or ∇_w alone.

        >>> Document("L = z; grad_z L = 1; grad_w = grad_z x").graded, Document("L = w\n∇_w = 1").graded
        ('L', 'L')
        >>> Document("L = w; ∇_w L = 1").graded, Document("c = 2 b; grad_c = 1").graded
        ('', '')
        """
        found = set(_GRADED.findall(self.text))
        if not found and _GRADED_ALONE.search(self.text):
            return self.sole_loss
        return found.pop() if len(found) == 1 else ""

    @cached_property
    def sole_loss(self) -> str:
        """The one name defined that is called like a loss; "" where there are none or several.

        >>> Document("y = w x; L = y^2").sole_loss, Document("L = w; J = 2 L").sole_loss
        ('L', '')
        """
        found = {name for name in self.defined if name in _LOSSES}
        return found.pop() if len(found) == 1 else ""

    @once_for_a_name
    def is_bare(self, name: str) -> bool:
        """Whether a name of a function is used without what it is of: log p beside p(x) = …, never p(z).

        >>> Document("p(x) = w x; L = log p").is_bare("p"), Document("p(x) = w x; L = p + p(2)").is_bare("p")
        (True, False)
        """
        called = {
            match[1].replace(" ", "") for match in re.finditer(rf"(?<![\w.]){re.escape(name)}\(([^()]*)\)", self.text)
        }
        alone = re.search(rf"(?<![\w.]){re.escape(name)}(?![\w(′'’])", self.text)
        return len(called) == 1 and alone is not None and not self.gives_numbers

    @cached_property
    def logs(self) -> set[str]:
        """The letters of what only logarithms are told of: log p(x|w) = …

        >>> Document("log p(x|w) = -w x").logs, Document("p = w x; log p = 2").logs
        ({'p'}, set())
        """
        return set(_LOG_OF.findall(self.text)) - (self.defined - set(_OF_DISTRIBUTION.findall(self.text)))

    @cached_property
    def called_with(self) -> dict[str, set[str]]:
        """What stands in round brackets behind names that are only ever written so: a layer or a step, w(L), w(1).

        >>> sorted(Document("a(L-1) = 0.5; w(L) = 2; f(2) = f(x)").called_with)
        ['a', 'w']
        >>> Document("a( ) = 2").called_with
        {}
        """
        found: dict[str, set[str]] = {}
        for name, place in _CALLED_WITH.findall(self.text):
            if place.strip():
                found.setdefault(name, set()).add(place.replace(" ", ""))
        given = set(_GIVEN_AT.findall(self.text)) - self.stepped
        signs = {place[0] if place[0].isalpha() else "0" for name in given for place in found[name]}
        return {
            name: places
            for name, places in found.items()
            if signs.issuperset(place[0] if place[0].isalpha() else "0" for place in places)
            and not _has_no_place(name, self.text)
            and _letters_only(places, self)
        }

    @cached_property
    def assigned(self) -> set[str]:
        r"""The names that are given something first with <-, as R has it, where there are several of them.

        >>> sorted(Document("w <- 2\nx <- 3\ny = w x; y <- 4").assigned), Document("w <- 2").assigned
        (['w', 'x'], set())
        """
        signs: dict[str, str] = {}
        for name, sign in _ASSIGNED.findall(self.whole):
            signs.setdefault(name, sign)
        found = {name for name, sign in signs.items() if sign == "<-"}
        return found if len(found) > 1 else set()

    @cached_property
    def named_by_argument(self) -> set[str]:
        """The words with several arguments, each of them defined without it: f(s1) = 0.8, and f(s2) = 0.9.

        >>> Document("f(s1) = 0.8; f(s2) = 0.9; g(x) = x²; g(y) = 2; h(x) = 2").named_by_argument
        {'f'}
        """
        found: dict[str, dict[str, bool]] = {}
        for name, argument, formula in _CALL_DEFINED.findall(self.text):
            is_used = re.search(rf"(?<!\w){re.escape(argument)}(?![^\W{_SUPERSCRIPTS}])", formula) is not None
            found.setdefault(name, {})[argument] = found.get(name, {}).get(argument, False) or is_used
        return {
            name for name, each in found.items() if len(each) > 1 and not any(each.values()) and not is_function(name)
        }

    def is_untold(self, function: str) -> bool:
        """Whether nothing is said of a function, and the sheet has no derivatives for which that matters."""
        return not (is_function(spelled(function)) or self.calls_defined(function) or self.has_slopes)

    @cached_property
    def has_slopes(self) -> bool:
        """Whether a derivative is written anywhere."""
        return re.search(rf"{SLOPE}|∇|[^\W\d]['’′]\(", self.text) is not None

    @once_for_a_name
    def calls_defined(self, function: str) -> bool:
        """Whether a line says what a function is: f(x) = …"""
        return re.search(rf"(?:^|[;,:])[ \t]*{re.escape(function)}\([^()=\n]*\)[ \t]*=", self.text, re.M) is not None

    @once_for_a_name
    def defines_formula(self, name: str) -> bool:
        """Whether a name is given something that is no number."""
        found = re.finditer(rf"(?<![\w/∂]){re.escape(name)}\s*:?=(?={_WITH_NAMES})", self.text)
        return not all(_OPERATOR.search(self.text, max(0, each.start() - 20), each.start()) for each in found)

    @once_for_a_name
    def defines_first(self, name: str) -> bool:
        """Whether a name is given something, and not only its own transpose."""
        own = rf"(?<![\w/]){re.escape(name)}\s*:?[=≈←](?!\s*{re.escape(name)}(?:\^|\.T|ᵀ|'))"
        return re.search(own, self.text) is not None

    @once_for_a_name
    def is_only_moved(self, name: str) -> bool:
        """Whether nothing gives a name a value but steps from the value it has; the name as tokens spell it.

        >>> Document("w ← w - g").is_only_moved("w"), Document("w = 2; w ← w - g").is_only_moved("w")
        (True, False)
        >>> Document("θ_0 := θ_0 - α g").is_only_moved("theta_0")
        True
        """
        return self._moved_only.get(name, False)

    @cached_property
    def _moved_only(self) -> dict[str, bool]:
        found: dict[str, bool] = {}
        for typed, formula in _TOLD.findall(self.whole):
            is_step = re.search(rf"(?<![\w∂/]){re.escape(typed)}(?!\w)", formula) is not None
            found[spelled(typed)] = is_step and found.get(spelled(typed), True)
        return found

    @cached_property
    def times_given(self) -> Counter[str]:
        """How often each name is given something; what is only differentiated is not among them."""
        found = _GIVEN_SOMETHING.finditer(self.text)
        return Counter(
            each[1] for each in found if not _OPERATOR.search(self.text, max(0, each.start() - 20), each.start())
        )

    @cached_property
    def times_numbered(self) -> Counter[str]:
        """How often each name is given a number."""
        return Counter(found[1] for found in NUMBERED.finditer(self.text))

    @cached_property
    def has_one_hot(self) -> bool:
        """Whether labels are said to be one-hot."""
        return re.search(r"(?i)one-?\s?hot", self.text) is not None

    def sole_argument(self, function: str) -> str:
        """What a function is called with, where that is one name everywhere."""
        found = set(re.findall(rf"(?<!\w){re.escape(function)}\(([^()=\n]*)\)", self.text))
        return next(iter(found)) if len(found) == 1 and re.fullmatch(NAME, next(iter(found))) else ""

    @once_for_a_name
    def is_mentioned_once(self, name: str) -> bool:
        """Whether a name stands in the text once only: what is said of it there tells nothing of anything else."""
        return len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", self.text)) == 1

    def defines(self, name: str) -> bool:
        """Whether a name is given something somewhere."""
        return name in self.times_given


def _raised_below(text: str) -> str:
    """A text with xᵢ as x_{i}, 2x_i as 2 x_i and x_i² as x_i^2."""
    text = STUCK.sub(r"\g<0> ", SMALL_BELOW.sub(lambda match: f"_{{{match[0].translate(SMALL)}}}", text))
    return _RAISED_BELOW.sub(lambda match: f"^{'²³'.index(match[0]) + 2}", text)


def _bare(name: str) -> str:
    """A name without capitals and what tells what is below."""
    return name.lower().replace("_", "")


def _plain_letter(letter: str) -> str:
    """A letter as tokens spell it: theta for θ."""
    return "l" if letter == "ℓ" else greek_letter(letter) or letter


def _letters_only(places: Collection[str], document: Document) -> bool:
    """Whether what stands in brackets are layers or steps only: no names that have a value, no other numbers."""
    return all((place[0] in "lLtkn" and not document.defines(place[0])) or place.isdecimal() for place in places)


def _reached(name: str, uses: Mapping[str, Collection[str]]) -> set[str]:
    """What a name is made of, by what each is made of."""
    found: set[str] = set()
    todo = [name]
    while todo:
        new = [each for each in uses.get(todo.pop(), ()) if each not in found]
        found.update(new)
        todo += new
    return found


def _has_no_place(name: str, text: str) -> bool:
    """Whether a name stands between signs without brackets behind it."""
    return re.search(rf"(?:^|[=+*/(,;-])\s*{re.escape(name)}\s*(?:[=+*/),;-]|$)", text, re.MULTILINE) is not None
