"""My line was not read, what now: what is typed in other notations, and what it is read as.

Sheets are read as people type them. A row of the table below is tried on a line before anything else, in this order;
where its pattern alone is not certain, the whole document decides: what it defines, what it has layers and steps of.
What is read otherwise than typed is said below the report.

What the table cannot say: w = w - … is a new value, as an equation it could hold only if nothing changed. · and ×
between lists and matrices are their products, unless only entry by entry fits. y = 0.5*2 is y = w*x where w is 0.5, x
is 2 and nothing else is made of them. f(x) = x^2 is a function of your own, f'(x) its slope. A heading and a given that
is given anew begin a new exercise. Nothing is called wrong because something above it was not read.

A line that is still not read says why below the report. Write it as `autograd help language` has it, or # before it.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from autograd.formulas.names import greek_letter
from autograd.worksheet.language.tokens import CLOSE as CLOSE, OPEN as OPEN
from autograd.worksheet.language.vocabulary import is_function

NAME = r"[^\W\d](?:[\w'’′]|_\{\w+\})*"
_NUMBER = r"[-−+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_BRACED = r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"
_LETTER = r"[a-zA-Z]"
_SIDE = r"(?!since\b|where\b|when\b|if\b)[\w'’′]+(?:\[[^\[\]=<>]{1,20}\]|\([^()=<>]{1,20}\))?"
MOST_STEPS = 4
"""So often what is a list is looked for by letters, and letters by what is a list."""

WORDS_BELOW = "chotuvwxyz"
"""Letters that rather tell one name from another where they stand below: u_o, the outer one, W_h, x_t."""

_STEP = r"((?:[ltLT]|[0-9])(?:\s*[-−+]\s*[0-9])?)"
_CONDITION = r"[^;,=]+?(?:[<>!]?=[^;,=]+?)?"
_ONE = r"(?<![\w.)\]])(?:1|𝟙|𝟏|I)"
_NEW = "new|neu|next|updated|nuevo|nueva|nouveau|nuovo|novo|nieuw|ny"
_OLD = "old|alt|previous|prev|viejo|anterior|ancien|vecchio|antigo"
"""Words for the new value of a name, and for the one before."""

_NO_FOLD = r"(?!(?:sum|prod|mean|max|min|log|[Σ∑Π∏])_)"
_SLOPE = rf"[d∂] ?{NAME}\s*/\s*[d∂] ?{NAME}"
WHERE_WORDS = ("where", "with", "wobei", "mit", "où", "avec", "donde", "con", "dove", "onde", "com")
WHERE = re.compile(
    rf"^(\s*(?:\(?\w{{1,3}}[.)]\s+)?(?:{_SLOPE}|{NAME}(?:\([^()]*\))?)\s*(?::=|<-|←|[=≈])[^;]*\S)\s*,?\s+"
    r"(?:where|with|wobei|mit|où|avec|donde|con|dove|onde|com)\s+"
    rf"((?:{NAME}\s*=\s*(?:{_NUMBER}|\[[^=]*\])\s*(?:,\s*(?:and\s+)?|\band\s+|\.?\s*$))+)$"
)
"""A formula, and behind it the numbers of what it is made of."""

WHERE_MADE = re.compile(
    rf"^(\s*(?:{_SLOPE}|{NAME})\s*[=≈][^;]*\S)\s*,?\s+(?:where|with|wobei|mit|où|avec|donde|con|dove|onde|com)\s+"
    rf"({NAME}\s*=\s*([\w\s^*+/()\[\].′'−·-]+))$"
)
"""A formula, and behind it what a name in it is made of."""

_PART = re.compile(r"\{(\d)\}|([‹›]|[^{‹›]+)")


class Document:
    """What a whole text tells of its notation."""

    def __init__(self, text: str) -> None:
        self.text = _RAISED_BELOW.sub(lambda match: f"^{'²³'.index(match[0]) + 2}", text)

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
        found = (
            {found[1] for found in _RAISED_LAYER.finditer(self.text)}
            if not {"^", "²", "³"}.isdisjoint(self.text)
            else set()
        )
        return {name for name in found if not self.stands_alone(name)}

    def stands_alone(self, name: str) -> bool:
        """Whether a name is used without anything raised or in square brackets behind it."""
        return re.search(rf"(?<![\w^]){re.escape(name)}(?!\s*[\^\w\['’′²])", self.text) is not None

    @cached_property
    def words(self) -> set[str]:
        """The names it differentiates by, and single letters that stand alone."""
        return self.bottoms | set(_ALONE.findall(self.text))

    @cached_property
    def bottoms(self) -> set[str]:
        """The names it differentiates by."""
        return set(_BOTTOM.findall(self.text))

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
        return _GIVES_NUMBER.search(self.text) is not None

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
        return all(len(word) < 3 or word in self.defined or is_function(word) for word in words)

    def _is_argument(self, place: int) -> bool:
        """Whether a function without brackets stands before what begins at a place: log p_1."""
        word = _WORD_BEFORE.search(self.text, max(0, place - LONGEST_FUNCTION), place)
        return word is not None and is_function(word[1])

    @cached_property
    def added(self) -> dict[str, int]:
        """How often something is added to each name with +=."""
        return dict(Counter(_ADDED.findall(self.text))) if "+=" in self.text else {}

    @cached_property
    def indexed(self) -> set[str]:
        """The names that have letters or numbers in square brackets behind them."""
        return set(_INDEXED.findall(self.text)) if "[" in self.text else set()

    @cached_property
    def families(self) -> dict[str, int]:
        """The letters of layers, l, and of time steps, t, that names are defined over by recursion; how many there are.

        >>> Document("a[l] = f(a[l-1])").families, Document("h_t = tanh(w h_{t-1})").families
        ({'l': 3}, {'t': 4})
        >>> Document("w_{t+1} = w_t - g").families, Document("x = 2; h_t = x h_{t-1}").families
        ({}, {})
        """
        found: dict[str, int] = {}
        if not _ONE_BEFORE.search(self.text):  # there is none without its recursion
            return found
        begun = _BEGUN.sub("", self.text)
        for letter, count in (("l", 3), ("t", 4)):
            here, before = (re.compile(_member(f"{letter}{shift}")) for shift in ("", r"\s*[-−]\s*1"))
            defined = {match[1] for match in here.finditer(self.text) if _IS_DEFINED.match(self.text, match.end())}
            recursive = {match[1] for match in before.finditer(self.text)} & defined
            if recursive and not _GIVES_NUMBER.search(begun) and not any(map(self.is_given_list, defined)):
                numbers = [int(match[2]) for match in re.finditer(_member("([0-9])"), self.text) if match[1] in defined]
                found[letter] = max([count if max(numbers, default=0) < 2 else 0, *numbers])
        return found

    @cached_property
    def family_names(self) -> set[str]:
        """The names that have a layer or a time step."""
        letters = "|".join(self.families)
        member = re.compile(_member(rf"(?:{letters})(?:\s*[-−+]\s*[0-9])?"))
        return {match[1] for match in member.finditer(self.text)} if letters else set()

    def is_given_list(self, name: str) -> bool:
        """Whether a name is given as a list."""
        return re.search(rf"(?<!\w){re.escape(name)}\s*=\s*\[", self.text) is not None

    def is_member(self, name: str, index: str) -> bool:
        """Whether an index is the layer or time step of a name."""
        is_index = index[:1].isdecimal() or index[:1].lower() in self.families
        return bool(self.families) and name in self.family_names and is_index

    def differentiates(self, name: str) -> bool:
        """Whether a derivative of a name is written anywhere."""
        name = re.escape(name)
        pattern = rf"(?<!\w)[∂d]\s?{name}(?:\([^()]*\))?\s*/|∇(?:_\{{?\w+\}}?\s*)?{name}(?!\w)"
        return re.search(pattern, self.text) is not None

    def calls(self, name: str) -> bool:
        """Whether a name is used as a function."""
        return re.search(rf"(?<![\w.]){re.escape(name)}\s*\(|(?<![\w.]){re.escape(name)}[ ]+\w", self.text) is not None

    @cached_property
    def has_numbers(self) -> bool:
        """Whether anything is given as a number."""
        return _IS_NUMBER.search(self.text) is not None

    @cached_property
    def has_commas(self) -> bool:
        """Whether numbers have decimal commas: none has a point, and not all commas part thousands.

        >>> Document("x = 0,5; y = 2").has_commas, Document("n = 2,800").has_commas, Document("x = [1,2]").has_commas
        (True, False, False)
        >>> Document("x = 0.5; y = 1,2").has_commas
        False
        """
        if "," not in self.text or _POINT.search(_HEADED.sub("", self.text)):
            return False
        return any(len(match[2]) != 3 or match[1] == "0" for match, is_listed in _commas(self.text) if not is_listed)

    @cached_property
    def longer(self) -> set[str]:
        """The words that have a letter below and an index in brackets behind it: x_i[0]."""
        return set(_LONGER.findall(self.text)) if "[" in self.text else set()

    def goes_on(self, name: str) -> bool:
        """Whether a name with a letter below has an index in brackets: it is a name of its own."""
        return any(word.endswith(name) for word in self.longer)

    @cached_property
    def lists(self) -> set[str]:
        """The names that are given as a list, or have entries in square brackets."""
        return set(_LISTED.findall(self.text)) if "[" in self.text or "(" in self.text else set()

    @cached_property
    def has_entries(self) -> bool:
        """Whether a list has its entries written with a letter below: x_i.

        >>> Document("x = [1, 2]; y_i = 2 x_i").has_entries, Document("x_i = 2").has_entries
        (True, False)
        """
        found = {name for name, letter in _BELOW.findall(self.text) if letter in self.letters} - self.wholes
        return not self.lists.isdisjoint(found)

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
        if "_" not in self.text or _GIVES_NUMBER.search(self.text) or _GIVES_NUMBERS.search(self.text):
            return names, set()
        letters = {one or other for one, other in _SUMMED.findall(self.text)} | set(_SUMMED_BARE.findall(self.text))
        pairs = [(name, letter) for name, *below in _BELOW_ALL.findall(self.text) for letter in below if letter]
        pairs = [(name, letter) for name, letter in pairs if name not in self.wholes]
        alone = set(_BARE.findall(self.text))
        letters.update(letter for name, letter in pairs if letter in "ijk" and name in alone)
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
        """Whether a word for a derivative is something divided by a count: dW = 1/m …

        >>> Document("dW = 1/m dZ X.T").averages("m"), Document("dW = dZ X.T").averages("m")
        (True, False)
        """
        return count in self.counts

    @cached_property
    def counts(self) -> set[str]:
        """What words for derivatives are divided by."""
        return {count for formula in _OF_WORD.findall(self.text) for count in _DIVISOR.findall(formula)}

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
        below = {letter for left in _LEFT_OF.findall(self.text) for _, letter in _BELOW.findall(left)}
        return below | set(_RUNS.findall(self.text)) | set(_SUMMED_BARE.findall(self.text))

    @cached_property
    def has_lists(self) -> bool:
        """Whether anything is typed as a list."""
        return "[" in self.text

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
    def gradients(self) -> dict[str, str]:
        """What each gradient is by, where that is said once: ∇L(w), ∇_w L.

        >>> Document("∇L(w) = 2 w; v = ∇L x").gradients
        {'L': 'w'}
        """
        found: dict[str, set[str]] = {}
        for pattern, turned in ((_GRADIENT_AT, False), (_GRADIENT_BY, True)):
            for one, other in pattern.findall(self.text):
                found.setdefault(other if turned else one, set()).add(one if turned else other)
        return {name: next(iter(by)) for name, by in found.items() if len(by) == 1}

    @cached_property
    def called_with(self) -> dict[str, set[str]]:
        """What stands in round brackets behind names that are only ever written so: a layer or a step, w(L), w(1).

        >>> sorted(Document("a(L-1) = 0.5; w(L) = 2; f(2) = f(x)").called_with)
        ['a', 'w']
        """
        found: dict[str, set[str]] = {}
        for name, place in _CALLED_WITH.findall(self.text):
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

    def defines_formula(self, name: str) -> bool:
        """Whether a name is given something that is no number."""
        found = re.finditer(rf"(?<![\w/∂]){re.escape(name)}\s*:?=(?={_WITH_NAMES})", self.text)
        return not all(_OPERATOR.search(self.text, max(0, each.start() - 20), each.start()) for each in found)

    def defines_first(self, name: str) -> bool:
        """Whether a name is given something, and not only its own transpose."""
        own = rf"(?<![\w/]){re.escape(name)}\s*:?[=≈←](?!\s*{re.escape(name)}(?:\^|\.T|ᵀ|'))"
        return re.search(own, self.text) is not None

    @cached_property
    def times_given(self) -> Counter[str]:
        """How often each name is given something; what is only differentiated is not among them."""
        found = _GIVEN_SOMETHING.finditer(self.text)
        return Counter(
            each[1] for each in found if not _OPERATOR.search(self.text, max(0, each.start() - 20), each.start())
        )

    def defines(self, name: str) -> bool:
        """Whether a name is given something somewhere."""
        return name in self.times_given


def _plain_letter(letter: str) -> str:
    """A letter as tokens spell it: theta for θ."""
    return greek_letter(letter) or letter


def _letters_only(places: Collection[str], document: Document) -> bool:
    """Whether what stands in brackets are layers or steps only: no names that have a value, no other numbers."""
    return all((place[0] in "lLtkn" and not document.defines(place[0])) or place.isdecimal() for place in places)


def _has_no_place(name: str, text: str) -> bool:
    """Whether a name stands between signs without brackets behind it."""
    return re.search(rf"(?:^|[=+*/(,;-])\s*{re.escape(name)}\s*(?:[=+*/),;-]|$)", text, re.MULTILINE) is not None


_CALLED_WITH = re.compile(r"(?<![\w.])[∂d]?([^\W\d][\w'’′]*?)\(([^()=\n]{1,12})\)")
_WITH_NAMES = r"[^=\n;#]*?(?<!\w)(?!(?:log|ln|exp|e|sqrt|tanh|sin|cos|sigmoid|relu|ReLU|σ|max|min)(?!\w))[^\W\d]"
"""A formula with a name in it, not only functions of numbers."""

_OPERATOR = re.compile(r"(?:∇\S{0,8}|[d∂]\s?/\s?[d∂]\s?\w{1,8})\s?$")
"""What stands before a name that is differentiated: ∇_w L, d/dw L."""

_ARGUMENTS = re.compile(r"(?<!\w)[^\W\d]\w*\(([^\W\d_](?:\s*,\s*[^\W\d_]){0,4})\)\s*:?=")
_GRADIENT_AT = re.compile(r"∇([^\W\d_]\w*)\(([^\W\d]\w*)\)")
_GRADIENT_BY = re.compile(r"∇_\{?([^\W\d]\w*)\}?\s?([^\W\d_]\w*)(?!\w)")
_GIVEN_AT = re.compile(r"(?:^|[;,])[ \t]*([^\W\d][\w'’′]*)\((?:[lLtkn](?:\s*[-−+]\s*[0-9])?|[0-9])\)\s*=", re.MULTILINE)
_POINT = re.compile(r"[0-9]\.[0-9]")
_HEADED = re.compile(r"^[^\n=]{0,20}?[0-9]+(?:\.[0-9]+)+[.):]?[ \t]+[^\W\d_]{3}", re.MULTILINE)
"""How a heading begins: 1.2 Gradients."""

_COMMA = r"(?<![\w.,])([0-9]+),([0-9]+)(?![\w,])"
_BRACKET_OR_COMMA = re.compile(rf"[()\[\]]|{_COMMA}")
_CALLED = re.compile(r"(?<!ln)(?<!log)(?<!exp)(?<!tanh)(?<!sqrt)(?<![σ√])(?<=\w)$")
_BRACKET = re.compile(r"[()\[\]]")
_PARTED = re.compile(r",\s|;")
_OF_WORD = re.compile(r"(?<![\w/])d\w+\s*=(?=([^=\n;]*))")
_DIVISOR = re.compile(r"/\s*([\w.]+)")
_LONGER = re.compile(r"(?<![\w'’′{}])[\w'’′{}]*_[a-z](?=\[)")
_LISTED = re.compile(rf"(?<!\w)(?=({NAME})(?:\s*=\s*(?:\[|\(\s*{_NUMBER}\s*,)|\[))")
_BELOW = re.compile(rf"(?<!\w)[∂d]?({NAME}?)_\{{?([a-z])\}}?(?![\w{{}}])")
_BARE = re.compile(r"(?<!\w)[^\W\d]\w*")
_SUMMED = re.compile(
    r"(?:(?<!\w)(?:sum|mean|max|prod)|[Σ∑])\s*(?:_\{?\s*([a-z])(?!\w)|\(\s*([a-z])\s*(?:!=\s*\w\s*)?[:=])"
)
_RAISED_BELOW = re.compile(r"(?<=_[a-z])[²³]")
_SUMMED_BARE = re.compile(r"(?:[Σ∑](?!_)|(?<!\w)sum[ \t(])[^=;:\n_]{0,60}_\{?([ijkmn])(?!\w)")
_BELOW_ALL = re.compile(
    rf"(?<!\w){_NO_FOLD}[∂d]?({NAME}?)_\{{?([a-z])(?:\s*,?\s*([a-z])|\s*[-+]\s*([a-z0-9]))?\}}?(?![\w{{}}])"
)
_LEFT_OF = re.compile(r"(?:^|[;\n])([^=\n;]{1,80})=")
_WHOLE = re.compile(rf"(?<![\w/])({NAME}?)_\{{?[a-z]\}}?\s*=\s*(?:\[|{_NUMBER}\s*(?:$|[;,#]))", re.MULTILINE)
_IN_FORMULA = re.compile(r"(?:[+*/·×=≈Σ∑√^²³)\]0-9][ \t]{0,8}|[-−])\Z")
"""What stands before a factor or a term."""

_RUNS = re.compile(r"(?:(?<!\w)sum|[Σ∑])\s*[_(]?\{?([a-z])(?![\w(])")


def _member(index: str) -> str:
    """The pattern of a name with a layer or time step: a[l], a^{(l)}, a^l, h_t."""
    index = rf"(?:{index})"
    return (
        rf"(?<![\w]){_NO_FOLD}[∂d]?({NAME}?)(?:\[{index}\]|\^\{{?[(\[]{index}[)\]]\}}?|\^\{{{index}\}}|\^{index}(?!\w)"
        rf"|_\{{{index}\}}|_{index}(?!\w))"
    )


_ONE_BEFORE = re.compile(r"[lt]\s*[-−]\s*1")
_GIVENS = re.compile(rf"\s*(?:{NAME}\s*=\s*{_NUMBER}[\s;,]+)+{NAME}\s*=\s*{_NUMBER}\s*")
_GIVES_NUMBER = re.compile(rf"(?:^|[;,])[ \t]*{NAME}(?:\[\w+\])?[ \t]*=\s*{_NUMBER}[ \t]*(?:$|[;,#])", re.MULTILINE)
_GIVES_NUMBERS = re.compile(r"(?<![=<>!])=\s*\[\s*[-−+\[]*\s*[0-9.]")
_IS_DEFINED = re.compile(r"\s*:?=(?!=)")
_BEGUN = re.compile(rf"(?<!\w){NAME}(?:\[0\]|_\{{?0\}}?|\^\{{?\(0\)\}}?)\s*=\s*{_NUMBER}")
_BOTTOM = re.compile(rf"/\s*[∂d]\s?({NAME})")
_BELOW_FORMULA = re.compile(rf"(?:[d∂]\s?\([^=\n]{{1,200}}\)|(?<!\w)[d∂])\s*/\s*[∂d]\s?({NAME})(?=\s*[=(])")
_ALONE = re.compile(r"(?<![\w^_{\\.'])([^\W\d_](?:_?[0-9])?)(?![\w'’′({])")
_GIVEN = re.compile(
    rf"(?:^|[;,:.(]|(?<![-=+*/·×−@])\s)[ \t]{{0,8}}({NAME})[ \t]{{0,8}}(?:\[[^\]\n]{{0,40}}\])?[ \t]{{0,8}}:?[=≈←]",
    re.MULTILINE,
)
_GIVEN_SOMETHING = re.compile(rf"(?<![\w/∂])({NAME})\s*:?[=≈←]")
_WORD_BEFORE = re.compile(r"(?<!\w)([a-z]\w*)[ \t]+\Z")
LONGEST_FUNCTION = 16
"""Characters of a function's name, and of what stands behind it."""

_FIRST = re.compile(r"_\{?0|\[0\]")
_INDEXED = re.compile(rf"(?<![\w])[∂d]?({NAME}?)\[[a-z0-9](?:,\s*[a-z0-9])?\]")
_IS_NUMBER = re.compile(rf"=\s*{_NUMBER}\s*(?:$|[;,#])", re.MULTILINE)
_ADDED = re.compile(rf"(?<!\w)({NAME})\s*\+=")
_LATER = re.compile(rf"(?<!\w)({NAME}?)(?:\^\{{?|_\{{|\()\(?[tkn]\s*\+\s*1[)}}]*")
_RAISED_LAYER = re.compile(rf"(?:^|[;\n])\s*({NAME}?)(?:\^(?:\([0-9]\)|[0-9])|[²³])\s*(?==)")


@dataclass(frozen=True)
class Notation:
    """A row: what kind of thing it is, an example and what that is read as, the pattern, and what is put in its place.

    In `into` {1} is the first group, and what stands between ‹ and › is one name. `when` decides by the document. A
    line without any of the signs in `signs`, or without any of `words` where there are such, has no such notation.
    """

    kind: str
    typed: str
    read: str
    signs: str
    pattern: re.Pattern[str]
    into: str | Callable[[re.Match[str], Document], "Pieces"]
    when: Callable[[Document, re.Match[str]], bool] = lambda document, match: True
    words: tuple[str, ...] = ()

    @cached_property
    def is_absent(self) -> Callable[[set[str]], bool]:
        """Tells of the characters of a line that none of the signs is among them."""
        return frozenset(self.signs).isdisjoint


Pieces = list[tuple[str, int, int]]
"""Text to be put in, with the columns it stands for."""


_PLAIN_NAME = r"[^\W\d](?:[\w'’′\u0300-\u036f]|_\{\w+\})*"
_FACTOR = (
    rf"(?:{_PLAIN_NAME}\((?:[^()=]|\([^()=]*\)){{0,80}}\)|{_PLAIN_NAME}(?:\[[^\[\]=]*\])?|[0-9]+(?:\.[0-9]+)?"
    r"|\((?:[^()=:]|\([^()=:]*\)){0,80}\))"
    r"(?:\s*(?:\^(?:\((?:[^()=]|\([^()=]*\)){0,80}\)|\{[^{}=]*\}|[\w.]+(?:\[[^\[\]=]*\])?)|[²³]))?"
)
_OVER = re.compile(r"(?<=[\w\u0300-\u036f])(?:_\{?|\[)([a-z])(?=\]|\}|(?![\w]))")
_ENDS = re.compile(r"\s*(?:[-−+=≈;,)\]|/]|$)")
_MATRIX_SIGMA = re.compile(r"[Σ∑]\s*(?:[:=∈⁻]|\^\{?[-−]|in\b)")
"""Σ as a name: a covariance."""


def _summed_over(match: re.Match[str], document: Document) -> str | None:
    """The letter that a sum without one runs over, "" for all entries of lists; None where it is no such sum."""
    sign, term = match[1], match[2]
    if not _ENDS.match(match.string, match.end()) or (sign in "Σ∑" and _MATRIX_SIGMA.search(document.text)):
        return None
    letters = _OVER.findall(term)
    bound = _bound_letters(match)
    is_called = sign == "sum" and match.string[match.end(1)] == "("
    return next((letter for letter in letters if letter not in bound), letters[0] if letters else None) or (
        None if is_called or re.search(r"\bfor\b", term) else ""
    )


def _bound_letters(match: re.Match[str]) -> set[str]:
    """The letters below on the left of a line."""
    return set(_OVER.findall(match.string[: match.start()].partition("=")[0]))


def _with_letter(match: re.Match[str], document: Document) -> Pieces:
    """A sum with the letter it runs over, another one than on the left, or with brackets."""
    letter, bound = _summed_over(match, document), _bound_letters(match)
    term = _as_typed(match[2], match.start(2))
    if not letter:
        return [("sum(", *match.span(1)), *term, (")", match.end() - 1, match.end())]
    meant = letter
    if letter in bound:  # P_i = exp(z_i)/Σ exp(z_i)
        meant = next(each for each in "jknpqr" if each not in {*bound, *_OVER.findall(match[2])})
        at = {found.start(1) for found in _OVER.finditer(match[2]) if found[1] == letter}
        term = [(meant if place in at else text, start, end) for place, (text, start, end) in enumerate(term)]
    return [(f"sum_{meant} ", *match.span(1)), *term]


def _rows_of_numbers(match: re.Match[str], _: Document) -> Pieces:
    """[0 0; 2 0] with its commas, a list in a list for each row."""
    pieces: Pieces = []
    start = match.start() + 1
    rows = match[0][1:-1].split(";")
    for row in rows:
        pieces.append(("[" if not pieces else ",[", start - 1, start))
        numbers = list(re.finditer(r"\S+", row))
        for place, number in enumerate(numbers):
            column = start + number.start()
            pieces += [(",", column - 1, column)] * (place > 0) + _as_typed(number[0], column)
        start += len(row) + 1
        pieces.append(("]", start - 1, start))
    if len(rows) == 1:
        return pieces
    return [("[", match.start(), match.start() + 1), *pieces, ("]", match.end() - 1, match.end())]


def _as_typed(text: str, column: int) -> Pieces:
    return [(character, column + place, column + place + 1) for place, character in enumerate(text)]


def _indicator(match: re.Match[str], _: Document) -> Pieces:
    """1[i=j] as a case."""
    sign = "!=" if match[2] in ("!=", "≠") else "="
    start, end = match.span()
    sides = _as_typed(match[1], match.start(1)), _as_typed(match[3], match.start(3))
    return [("(1 if ", start, end), *sides[0], (f" {sign} ", *match.span(2)), *sides[1], (" else 0)", start, end)]


def _separated(match: re.Match[str], _: Document) -> Pieces:
    """What stands in brackets with its semicolons as the commas that numbers with a decimal comma cannot have."""
    typed = _as_typed(match[0], match.start())
    return [("," if sign == ";" else sign, start, end) for sign, start, end in typed]


def _is_listed(match: re.Match[str]) -> bool:
    """Whether a comma between digits parts entries: [1,2] and max(1,2), where no other sign does."""
    return any(is_listed for each, is_listed in _commas(match.string) if each.start() == match.start())


def _commas(text: str) -> Iterator[tuple[re.Match[str], bool]]:
    """The commas between digits, in one pass, and whether they part the entries of what was opened last."""
    depth, opened, parts = 0, -1, False
    for match in _BRACKET_OR_COMMA.finditer(text):
        if match[0] in "([":
            depth, opened = depth + 1, match.start()
            is_call = match[0] == "[" or _CALLED.search(text, max(0, opened - 6), opened)
            end = _BRACKET.search(text, opened + 1)
            parts = bool(is_call) and not _PARTED.search(text, opened + 1, end.start() if end else len(text))
        elif match[0] in ")]":
            depth -= 1
        else:
            yield match, depth != 0 and opened >= 0 and parts


def _gradient(match: re.Match[str], document: Document) -> Pieces:
    """∇L by what the document says elsewhere that it is by."""
    return [*_filled("d{1}/d", match), (document.gradients[match[1]], *match.span())]


_LATEX_WORDS = {
    **dict.fromkeys(("cdot", "times", "ast", "odot", "circ", "bullet"), " * "),
    **dict.fromkeys(("left", "right", "big", "Big", "bigl", "bigr", "displaystyle", "limits", "mathrm", "text"), ""),
    **dict.fromkeys(("quad", "qquad"), " "),
    **dict.fromkeys(("approx", "simeq", "equiv"), "≈"),
    **dict.fromkeys(("leftarrow", "gets"), "←"),
    **dict.fromkeys(("rightarrow", "to", "Rightarrow", "implies"), "⇒"),
    "partial": "∂",
    "nabla": "∇",
    "top": "T",
    "sum": "Σ",
    "ell": "ℓ",
    "le": "≤",
    "leq": "≤",
    "ge": "≥",
    "geq": "≥",
    "neq": "≠",
    "ne": "≠",
    "pm": "±",
    "infty": "∞",
    "lVert": "‖",
    "rVert": "‖",
    "Vert": "‖",
    "varepsilon": "ε",
}
"""What commands of LaTeX are in a sheet that is none of its documents; all others are read as their own name."""


def _latex(match: re.Match[str], _: Document) -> Pieces:
    """A command of LaTeX as it is typed without."""
    return [(_LATEX_WORDS.get(match[1], match[1]), *match.span())]


def _row(
    kind: str,
    typed: str,
    read: str,
    signs: str,
    pattern: str,
    into: str | Callable[[re.Match[str], Document], Pieces],
    when: Callable[[Document, re.Match[str]], bool] = lambda document, match: True,
    words: tuple[str, ...] = (),
) -> Notation:
    return Notation(kind, typed, read, signs, re.compile(pattern), into, when, words)


MARKDOWN = (
    _row("Markdown", "z = `w*x + b`", "z = w*x + b", "`", "`", " "),
    _row("Markdown", "**dL/dw = -8**", "dL/dw = -8", "*", r"^(\s*)\*\*(?=\S)([^*].*?)\*\*(?=\s*$)", "  {1}{2}  "),
    _row("Markdown", "dL/dw = **-8**", "dL/dw = -8", "*",
         r"(?<![\w)\]*])\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*(?![\w(*])", "  {1}  "),
    _row("Markdown", "$y = x$", "y = x", "$", r"\$([^$]+)\$", " {1} "),
)  # fmt: skip
"""What surrounds formulas in Markdown; blanks take its place, so that prose can still be told from formulas."""

BARS = (
    _row("bar", "z = w x = 2 | dL/dz = 4", "z = w x = 2 ; dL/dz = 4", "|",
         rf"(?<=[\w\]) )²³])\s+[|│]\s+(?=(?:[∂d]\s?{NAME}\s*/\s*[∂d]\s?)?{NAME}(?:\[[^\]]*\])?\s*[=≈])", " ; ",
         lambda document, match: "=" in match.string[: match.start()]),
    _row("bar", "| dL/dz = 4", "dL/dz = 4", "|",
         rf"^\s*[|│]\s+(?=(?:[∂d]\s?{NAME}\s*/\s*[∂d]\s?)?{NAME}(?:\[[^\]]*\])?\s*[=≈][^|│]*$)", " "),
)  # fmt: skip
"""What stands in columns: a bar parts statements."""

NOTATIONS = (
    *MARKDOWN,
    _row("LaTeX", r"\hat{y} = \sigma(z)", "yhat = sigma(z)", "\\",
         r"\\(?:wide)?(hat|bar|tilde)\s*\{?\s*(\w)\s*\}?", "{2}{1}"),
    _row("LaTeX", r"\text{out} = 1", "out = 1", "\\",
         r"\\(?:text|mathrm|mathbf|boldsymbol|mathit|operatorname|bm|vec)\s*\{([^{}]*)\}", "{1}"),
    _row("LaTeX", r"\sqrt{x}", "sqrt(x)", "\\", rf"\\sqrt\s*{_BRACED}", "sqrt({1})"),
    _row("LaTeX", r"a\,b", "a b", "\\", r"\\[,;:! ]", " "),
    _row("LaTeX", r"a \cdot \partial", "a * ∂", "\\", r"\\(?!(?:[dt]?frac)\b)([a-zA-Z]+)(?![a-zA-Z])", _latex),
    _row("decimal comma", "y = 0,25", "y = 0.25", ",", _COMMA, "{1}.{2}",
         lambda document, match: document.has_commas and not _is_listed(match)),
    _row("decimal comma", "x = [0,5; 2]", "x = [0.5, 2]", ";",
         r"(?<=[\[(])[^\[\]();]*(?:;[^\[\]();]*)+(?=[\])])", _separated, lambda document, match: document.has_commas),
    _row("exponent", "s = e^{z} / 2", "s = e^(z) / 2", "^", r"(?<![\w.])e\^\{([^{}]*)\}", "e^({1})"),
    _row("norm", "L = ||Y - T||_F^2", "L = ||Y - T||^2", "|‖∥", r"(\|\||‖|∥)_(?:\{[F2]\}|[F2](?![^\W²³]))", "{1}"),
    _row("call", "J = log h(x)", "J = log(h(x))", "(",
         rf"(?<!\w)(log|ln|exp|tanh)\s+({NAME}\([^()]*\))(?!\s*\^)", "{1}({2})"),
    _row("sum", "S = Σ exp(z)", "S = sum(exp(z))", "Σ∑",
         rf"[Σ∑]\s*(?!log\b)({NAME}\([^()]*\))(?=\s*(?:[=≈]|$))", "sum({1})"),
    _row("remark", "mean μ = 3", "μ = 3", "=", rf"^(\s*)(?:mean|norm|sum|max|min|dot|step)\s+(?=({NAME})\s*=)", "{1}",
         lambda document, match: document.times_given[match[2]] == 1),
    _row("power", "L = y_i²", "L = y_i^2", "²", r"(?<=_[a-z])²", "^2"),
    _row("power", "L = y_i³", "L = y_i^3", "³", r"(?<=_[a-z])³", "^3"),
    _row("name", "z = w₁,₂ x₂", "z = w₁₂ x₂", "₀₁₂₃₄₅₆₇₈₉", r"(?<=[₀-₉]),(?=[₀-₉])", ""),
    _row("givens", "x = -2  y = 5", "x = -2 ; y = 5", "=",
         rf"(=\s*{_NUMBER})\s\s+(?={NAME}\s*=\s*{_NUMBER}(?:\s|$))", "{1} ; ",
         lambda document, match: _GIVENS.fullmatch(match.string) is not None),
    _row("program", "x = np.array([1, 2])", "x = [1, 2]", "(",
         rf"(?<![\w.])(?:np\.|numpy\.|torch\.|jnp\.|tf\.)?(?:array|asarray|tensor|Tensor|constant|Variable|Value)"
         rf"\(\s*({_NUMBER}|\[[^()]*\])\s*(?:,[^()=]*(?:=[^(),]*)?)*\)", "{1}"),
    _row("program", "dW = np.outer(dz, x)", "dW = ((dz) @ (x).T)", "(",
         r"(?<![\w.])(?:np\.|numpy\.|torch\.)?outer\(([^(),]+),\s*([^(),]+)\)", "(({1}) @ ({2}).T)"),
    _row("remark", "At x = 1: y = 2 x", "x = 1 ; y = 2 x", "=",
         rf"^\s*(?:[^\W\d_]{{2,5}}\s+)?({NAME}\s*=\s*{_NUMBER}(?:\s*(?:,|and)\s*{NAME}\s*=\s*{_NUMBER})*)\s*:\s+(?=[^=]*=)",
         "{1} ; "),
    _row("quotes", '"dz" = a - y', "dz = a - y", '"“”', rf"[\"“”]({NAME})[\"“”](?=\s*[=≈])", " {1} "),
    _row("sign", "y ≐ 0.5", "y ≈ 0.5", "≐≒≑≙≜≡≌⩬", r"[≐≒≑≙≜≡≌⩬]", "≈"),
    _row("percent", "p = 0.659 (65.9 %)", "p = 0.659", "%",
         r"(?<=[0-9])\s*\(\s*[=≈~]?\s*[0-9]+(?:\.[0-9]+)?\s*%\s*\)", ""),
    _row("percent", "p = 65.9 %", "p = 65.9e-2", "%",
         r"(?<![\w.])([0-9]+(?:\.[0-9]+)?)\s*%(?=\s*(?:$|[;,)=≈.]))", "{1}e-2"),
    *BARS,
    _row(
        "label",
        "y (true label) = 1.0",
        "y = 1.0",
        "(",
        rf"^(\s*{NAME})\s+\([^\W\d_]{{2,}}(?:\s+[^\W\d_]+)+\)(?=\s*[=≈])",
        "{1}",
    ),
    _row(
        "arguments",
        "L(w, b | x) = (w x + b)^2",
        "L = (w x + b)^2",
        "|",
        rf"^(\s*(?!log\b|exp\b|max\b|min\b|sum\b){NAME})\([^()|=]*(?:=[^()|]*)?\|[^()|]*\)(?=\s*[=≈])",
        "{1}",
    ),
    _row(
        "arguments",
        "∂L(w, b)/∂w = x",
        "dL/dw = x",
        "(",
        rf"((?<!\w)[∂d]{NAME})\([^\W\d][^()+*/^-]*\)(?=\s*/\s*[∂d])",
        "{1}",
        lambda document, match: match[1][1:] not in document.called_with,
    ),
    _row("label", "learning rate (eta) = 0.1", "eta = 0.1", "(",
         rf"^\s*[^\W\d_]{{2,}}(?:\s+[^\W\d_]{{2,}})+\s+\(({NAME})\)(?=\s*=)", "{1}"),
    _row("label", "Initial position x0 = 10", "x0 = 10", "=",
         rf"^\s*(?!New\b)[A-Z][a-z]+(?:\s+[A-Za-z]{{3,}})*\s+(?={NAME}\s*=\s*{_NUMBER}\s*$)", ""),
    _row("label", "a = 1; Bias: b = 2", "a = 1; b = 2", ":",
         rf"(?<=[\w\])])\s*[;,.]\s+[^\W\d_][\w ]*:(?=\s*{NAME}\s*=)", ";"),
    _row("label", "a = 1, Activation: Sigmoid.", "a = 1", ":",
         r"(?<=[\w\])])\s*[;,.]\s+[^\W\d_][\w ]*:\s*[^\W\d_][^\W\d_ ]*(?: [^\W\d_]+)*\.?\s*$", ""),
    _row("case", "ds[i]/dz[j] = s[i] (1[i=j] - s[j])", "ds[i]/dz[j] = s[i] ((1 if i = j else 0) - s[j])", "=≠!",
         rf"{_ONE}[(\[{{{{]\s*({_SIDE})\s*(==?|!=|≠)\s*({_SIDE})\s*[)\]}}}}]", _indicator),
    _row("case", "ds[i]/dz[j] = s[i] (δ_ij - s[j])", "ds[i]/dz[j] = s[i] ((1 if i = j else 0) - s[j])", "δd𝛿",
         r"(?<!\w)(?:δ|𝛿|delta|kronecker)(?:_\{?([i-nrs])\s*,?\s*([i-nrs])\}?|[\[(]\s*([i-nrs])\s*,\s*([i-nrs])\s*[\])])(?!\w)",
         "(1 if {1}{3} = {2}{4} else 0)",
         lambda document, match: not any(name.startswith(("δ", "delta")) for name in document.defined)),
    _row("case", "a = {z if z > 0; 0 otherwise}", "a = (z if z > 0 else 0)", "{",
         r"\{\s*([^{};]+?)\s*,?\s*\b(?:if|for|when)\b\s*([^{};,]+?)\s*[;,]\s*([^{};,]+?)\s*,?\s*"
         r"\b(?:otherwise|else|(?:if|for|when)\b[^{};]+)\s*\}", "({1} if {2} else {3})"),
    _row("sum", "L = Σ_{k≠i} x[k]", "L = ‹sum_k≠i› x[k]", "Σ∑s",
         rf"(?:[Σ∑]|(?<!\w)sum)_\{{({_LETTER})(?:\s*=\s*[01]\s*[,;:]\s*\1|\s*:\s*\1)?\s*(?:≠|!=)\s*(\w)\}}(?:\s*\^(?:\{{\w+\}}|\w))?",
         "‹sum_{1}≠{2}› "),
    _row("case", "dL/dw = 1(s > 0) x", "dL/dw = step((s) - (0)) x", ">",
         r"(?<!\w)(?:1|𝟙|I|𝟏)([(\[{])([^()<>=]+)>([^()<>=]+)[)\]}](?=\s*\Z|\s*[^\s])", "step(({2})-({3}))"),
    _row("case", "dL/dw = 1(s < 0) x", "dL/dw = step((0) - (s)) x", "<",
         r"(?<!\w)(?:1|𝟙|I|𝟏)([(\[{])([^()<>=]+)<([^()<>=-]+)[)\]}]", "step(({3})-({2}))"),
    _row("case", "dL/dw = x 1{z >= 0}", "dL/dw = x (1 if z >= 0 else 0)", "<>≤≥",
         rf"{_ONE}(?:\[|\{{|\()\s*({_SIDE}(?:\s*[-+*]\s*{_SIDE})*)\s*(<=|>=|≤|≥|<|>)\s*"
         rf"({_SIDE}(?:\s*[-+*]\s*{_SIDE})*)\s*[)\]}}]", "(1 if {1} {2} {3} else 0)"),
    _row("case", "da/dz = 1 if z > 0, 0 otherwise", "da/dz = (1 if z > 0 else 0)", "i",
         rf"(?<==)(\s*)([^=;,]+?)\s+if\s+({_CONDITION})\s*(?:[;,]\s*([^;,=]+?)\s*,?\s*otherwise"
         r"|[;,]\s*(?:else|otherwise)\s+([^;,=]+?))\s*$",
         "{1}({2} if {3} else {4}{5})"),
    _row("derivative", "∇L(w) = x", "dL/dw = x", "∇", rf"∇({NAME})\(({NAME})\)", "d{1}/d{2}"),
    _row("derivative", "∇_{w} L = x", "∇_w L = x", "∇", r"∇_\{(\w+)\}", "∇_{1}"),
    _row("derivative", "v = ∇L; ∇L(w) = x", "v = dL/dw; dL/dw = x", "∇", r"∇([^\W\d_]\w*)(?![\w(])", _gradient,
         lambda document, match: match[1] in document.gradients),
    _row("remark", "y = a x where a = 1, x = 2", "a = 1, x = 2; y = a x", "w", WHERE.pattern, "{2} ; {1}",
         lambda document, match: document.has_numbers,
         words=WHERE_WORDS),
    _row("remark", "dy/dz = 2 z where z = a x", "z = a x; dy/dz = 2 z", "w", WHERE_MADE.pattern, "{2} ; {1}",
         lambda document, match: document.is_formula(match[3]),
         words=WHERE_WORDS),
    _row("unit", "L = 0.417 nats", "L = 0.417", "=", rf"(?<==)(\s*{_NUMBER})\s+([^\W\d_]{{3,}})\s*$", "{1}",
         lambda document, match: not document.defines(match[2]) and match[2] not in ("otherwise", "else")),
    _row("remark", "y = x^2 = 4 since x = 2", "y = x^2 = 4; x = 2", "sw",
         rf"(?<==)(.*\S)\s+(?:since|where|with|because)\s+(?={NAME}\s*=[^=]*$)", "{1};",
         words=("since", "where", "with", "because")),
    _row("remark", "y = 4 because x was 2", "y = 4", "sw",
         r"(?<==)(.*\S)\s+(?:since|because)\b[^=]*$", "{1}",
         words=("since", "because")),
    _row("program", "np.dot(w, x)", "dot(w, x)", ".",
         r"(?<![\w.])(?:np|numpy|math|torch|jnp|tf)\.(?=[A-Za-z_]\w*\s*\()", "",
         words=("np.", "numpy.", "math.", "torch.", "jnp.", "tf.")),
    _row("program", "n.tanh()", "tanh(n)", ".",
         r"(?<![\w.])([A-Za-z_]\w*)\.(tanh|sigmoid|relu|exp|log|sum|mean|sqrt)\(\)", "{2}({1})",
         words=("()",)),
    _row("gradient", "w.grad = x", "‹w_grad› = x", ".",
         rf"(?<![\w.])({NAME})\.(?:grad|g|gradient)(?![\w(])", "‹{1}_grad›"),
    _row("program", "1./N", "1/N", ".", r"(?<![\w.])([0-9]+)\.(?=\s*[-*/+@)\]])", "{1}"),
    _row("fraction", r"\frac{∂L}{∂w} = x", "∂L/∂w = x", "\\",
         r"\\[dt]?frac\s*\{\s*([d∂]\s?[^{}+*/()=-]+?)\s*\}\s*\{\s*([d∂]\s?[^{}+*/()=-]+?)\s*\}", " {1}/{2} "),
    _row("fraction",
         r"y = \frac{a}{b}", "y = ((a)/(b))", "\\", rf"\\[dt]?frac\s*{_BRACED}\s*{_BRACED}", "(({1})/({2}))"),
    _row("program", "y == 3", "y = 3", "=", r"(?<![=!<>:])==(?!=)", "=",
         words=("==",)),
    _row("arrow", "2(y - t) x ⇒ -8", "2(y - t) x = -8", "⇒=⟹",
         r"(?<=[\w)\]])(\s*)(?:⇒|⟹|=>)(?=\s*[-−]?[\w.(\[])", "{1}=",
         words=("⇒", "⟹", "=>")),
    _row("arrow", "x → [1, 0]", "x = [1, 0]", "→", rf"^(\s*{NAME}\s*)→(?=\s*(?:\[|{_NUMBER}\s*$))", "{1}=",
         lambda document, match: not document.defines(match[1].strip())),
    _row("arrow", "q = x + y → -2", "q = x + y = -2", "→",
         rf"^([^→=]*=(?!\s*{_NUMBER}\s*→)[^→]*)→(?=\s*{_NUMBER}\s*$)", "{1}="),
    _row("case", "dL/dz = g * (z > 0)", "dL/dz = g * step((z) - (0))", ">",
         rf"(?<=[*·×∘⊙ ])\(\s*({_SIDE})\s*>\s*({_SIDE})\s*\)(?:\.astype\(\w+\)|\.float\(\))?", "step(({1}) - ({2}))",
         lambda document, match: re.search(r"[*·×∘⊙\w)\]]\s*$", match.string[: match.start()]) is not None),
    _row("case", "dL/dz = (z > 0) * g", "dL/dz = step((z) - (0)) * g", ">",
         rf"(?<==)(\s*)\(\s*({_SIDE})\s*>\s*({_SIDE})\s*\)(?:\.astype\(\w+\)|\.float\(\))?(?=\s*[*·×∘⊙])",
         "{1}step(({2}) - ({3}))"),
    _row("derivative", "δL/δw = x", "dL/dw = x", "δ", rf"(?<!\w)δ({NAME}\s*/\s*)δ(?=\w)", "∂{1}∂",
         lambda document, match: not document.defines("δ" + match[1].strip(" /"))),
    _row("derivative", "DL/Dw = x", "dL/dw = x", "D", rf"(?<!\w)D({NAME}\s*/\s*)D(?=\w)", "d{1}d",
         lambda document, match: not document.defines("D" + match[1].strip(" /"))),
    _row("layer", "z = w^{(1)}_{11} x", "z = ‹w^(1)_11› x", "^",
         rf"(?<!\w)([∂d]?)({NAME}?)\^(?:\{{?[(\[]([0-9L])[)\]]\}}?|\{{?([0-9])\}}?)"
         r"_(?:\{([0-9a-z][0-9a-z, ]*)\}|([0-9]+))",
         "{1}‹{2}^({3}{4})_{5}{6}›",
         lambda document, match: match[3] is not None or not document.defines(f"{match[2]}_{match[5] or match[6]}")),
    _row("layer", "z = w_{11}^{(1)} x", "z = ‹w^(1)_11› x", "^",
         rf"(?<!\w)([∂d]?)({NAME}?)_(?:\{{([0-9][0-9, ]*)\}}|([0-9]+))\^\{{?[(\[]([0-9L])[)\]]\}}?",
         "{1}‹{2}^({5})_{3}{4}›"),
    _row("layer", "z(L) = w(L) a(L-1)", "‹z(L)› = ‹w(L)› ‹a(L-1)›", "(",
         r"(?<![\w.])([∂d]?)([^\W\d][\w'’′]*?)\(\s*([lLtkn](?:\s*[-−+]\s*[0-9])?|[0-9])\s*\)", "{1}‹{2}({3})›",
         lambda document, match: match[2] in document.called_with),
    _row("layer", "d = W^{(l)T} e", "d = W^(l).T e", "^",
         r"\^\{\s*(\([^(){}]{1,9}\))\s*(?:T|⊤|\\top)\s*\}|\^\{\s*(?:T|⊤|\\top)\s*(\([^(){}]{1,9}\))\s*\}",
         "^{1}{2}.T"),
    _row("norm", "r = ||w||_1", "r = sum(abs(w))", "|‖",
         r"(?:\|\||‖)([^|‖]{1,80})(?:\|\||‖)_\{?1\}?(?!\w)", "sum(abs({1}))"),
    _row("function", "f = sign(x)", "f = abs'(x)", "s", r"(?<!\w)(?:sign|sgn|signum)(?=\()", "abs'"),
    _row("layer", "a^{(l)} = σ(W^{(l)} a^{(l-1)})", "a[l] = σ(W[l] a[l-1])", "^",
         rf"(?<!\w)([∂d]?)({NAME}?)\^(?:\{{?[(\[]{_STEP}[)\]]\}}?|\{{{_STEP}\}}|([lLt])(?!\w))", "{1}{2}[{3}{4}{5}]",
         lambda document, match: document.is_member(match[2], match[3] or match[4] or match[5])
         and not (match[4] or "").isdecimal() and (match[3] or match[4] or match[5]) != "T"),
    _row("layer", "h_t = tanh(w h_{t-1})", "h[t] = tanh(w h[t-1])", "_",
         rf"(?<!\w){_NO_FOLD}([∂d]?)({NAME}?)_(?:\{{{_STEP}\}}|([ltLT0-9])(?!\w))", "{1}{2}[{3}{4}]",
         lambda document, match: document.is_member(match[2], match[3] or match[4])),
    _row("new value", "w^+ = w - g", "‹w^+› = w - g", "⁺^(",
         rf"(?<!\w)({NAME})(?:\^\{{?\+\}}?|⁺|\^\{{?\(?(?:{_NEW})\)?\}}?|\s?\((?:{_NEW})\))(?!\s*[\w(.])", "‹{1}^+›"),
    _row("old value", "w = 2; w_new = w_old - g", "w = 2; w_new = w - g", "o^_(av",
         rf"(?<!\w)({NAME}?)(?:_\{{?(?:{_OLD})\}}?|\^\{{?\(?(?:{_OLD})\)?\}}?|\s?\((?:{_OLD})\))(?!\s*[\w(.])", "{1}",
         lambda document, match: document.defines(match[1]) and not document.defines(match[0])),
    _row("new value", "w+ = w - g", "‹w^+› = w - g", "+", rf"^(\s*)({NAME})\+(?=\s+=(?!=))", "{1}‹{2}^+›"),
    _row("new value", "new w = w - g", "‹w_new› = w - g", "n",
         rf"^(\s*)[Nn]ew\s+({NAME})(?=\s*[=≈])", "{1}‹{2}_new›"),
    _row("new value", "w → w - g", "‹w^+› = w - g", "→", rf"^(\s*)({NAME})(\s*)→(?=\s*\2\s*[-+−])", "{1}‹{2}^+›{3}="),
    _row("time step", "w(t+1) = w(t) - g", "‹w^+› = w - g", "(^_",
         rf"(?<!\w)({NAME}?)(?:\^\{{?|_\{{|\()\(?[tkn]\s*\+\s*1[)}}]+(?=\s*(?:[=≈←]|:=))", "‹{1}^+›"),
    _row("time step", "w(t+1) = w(t) - g", "‹w^+› = w - g", "(^_",
         rf"(?<!\w)({NAME}?)(?:\^\{{\(?[tkn]\)?\}}|\^[tkn]\b|_\{{?[tkn]\}}?(?!\w)|\([tkn]\))", "{1}",
         lambda document, match: match[1] in document.stepped),
    _row("sample", "h^{(i)} = w x^{(i)}", "h[i] = w x[i]", "^",
         rf"(?<!\w)([∂δ]?{NAME})\^\{{\(([ijk])\)\}}", "{1}[{2}]"),
    _row("sample", "y_i = x[i]; y[0] = 2", "y[i] = x[i]; y[0] = 2", "_",
         rf"(?<!\w){_NO_FOLD}([∂d]?)({NAME}?)_(?:\{{([a-z])\}}|([a-z])(?![\w{{}}]))", "{1}{2}[{3}{4}]",
         lambda document, match: ((match[3] or match[4]) in document.letters and match[2] not in document.wholes
         and (match[2] in document.indexed or document.has_entries)
         and not document.goes_on(f"{match[2]}_{match[3] or match[4]}"))
         or document.is_entry(match[2], match[3] or match[4])),
    _row("sample", "y_i = x_{i+1} x[0]", "y[i] = x[i+1] x[0]", "_",
         rf"(?<!\w)([∂d]?)({NAME}?)_\{{([a-z]\s*[-+]\s*[0-9a-z])\}}", "{1}{2}[{3}]",
         lambda document, match: (match[3][0] in document.letters and match[2] in document.lists)
         or document.is_entry(match[2], match[3][0])),
    _row("sample", "h[i] = W_ij; W[0,0] = 1", "h[i] = W[i,j]; W[0,0] = 1", "_",
         rf"(?<!\w){_NO_FOLD}([∂d]?)({NAME}?)_\{{?([a-z])\s*,?\s*([a-z])\}}?(?![\w{{])", "{1}{2}[{3},{4}]",
         lambda document, match: (match[2] in document.lists and {match[3], match[4]} <= set("ijk"))
         or document.is_entry(match[2], match[3], match[4])),
    _row("layer", "z^{(L)} = w^{(L)} a^{(L-1)}", "‹z^(L)› = ‹w^(L)› ‹a^(L-1)›", "^",
         rf"(?<!\w)((?:[∂δ])?{NAME})\^\{{\(([A-Z0-9]|[a-z](?=[-+])|l)((?:[-+][0-9])?)\)\}}", "‹{1}^({2}{3})›"),
    _row("layer", "s = W^(1) + W^(2)", "s = ‹W^(1)› + ‹W^(2)›", "^",
         rf"(?<!\w)([∂d]?)({NAME}?)\^\(([0-9])\)", "‹{1}{2}^({3})›",
         lambda document, match: not document.stands_alone(match[2])),
    _row("layer", "σ² = w a", "‹σ^2› = w a", "²", rf"(?<!\w)([∂d]?)({NAME}?)²", "‹{1}{2}^2›",
         lambda document, match: match[2] in document.layered),
    _row("layer", "z^2 = w a", "‹z^2› = w a", "^",
         rf"(?<!\w)([∂d]?)({NAME}?)\^\{{?([0-9])\}}?(?![\w.])", "‹{1}{2}^{3}›",
         lambda document, match: match[2] in document.layered),
    _row("list", "x = [16 -6]", "x = [16, -6]", "[",
         rf"\[\s*(?:{_NUMBER}\s+{_NUMBER}(?:\s+{_NUMBER})*(?:\s*;\s*{_NUMBER}(?:\s+{_NUMBER})*)*|"
         rf"{_NUMBER}(?:\s*;\s*{_NUMBER})+)\s*\]", _rows_of_numbers),
    _row("sum", "L = Σi x[i]", "L = sum_i x[i]", "Σ∑", r"[Σ∑]([a-z])\s+(?=[^=;]*?(?:_\{?|\[)\1(?!\w))", "sum_{1} "),
    _row("sum", "L = Σ x[i] y[i]", "L = sum_i x[i] y[i]", "Σ∑s",
         rf"(?<!\w)([Σ∑]|sum(?=[\s(]))\s*(?!_)({_FACTOR}(?:\s*[*·]?\s*{_FACTOR}){{0,12}})", _with_letter,
         lambda document, match: _summed_over(match, document) is not None),
    _row("sum", "L = Σ_{i=1}^m x[i]", "L = sum_i x[i]", "Σ∑s",
         rf"(?:[Σ∑]|(?<!\w)sum)_(?:\{{({_LETTER})(?:\s*=\s*[01])?\}}|({_LETTER})(?![\w]))"
         r"(?:\s*\^(?:\{\w+\}|\w))? *", "sum_{1}{2} "),
)  # fmt: skip
"""All of them, in the order in which they are read."""


UPDATE = _row("new value", "w = w - η*dL/dw", "w <- w - η*dL/dw", "=", r"(?!)", "")
"""What is read as a new value once it is a tree: an equation could hold only if nothing changed."""


SAID = ("arguments", "arrow", "new value", "time step", "sample", "layer", "list")
"""The kinds of which it is said how they were read: they could have meant something else."""


@dataclass
class Rewritten:
    """A line as it is read: for each character of its text the columns of what was typed; none where it is as typed."""

    text: str
    starts: list[int]
    ends: list[int]
    used: tuple[Notation, ...] = ()

    def place(self, column: int, length: int = 1) -> tuple[int, int]:
        """The column and length, in what was typed, of a place in the text."""
        if not self.used:
            return column, max(1, length)
        if not self.starts or column >= len(self.starts):
            return (self.ends[-1] if self.ends else 0), 1
        start = self.starts[column]
        last = min(column + max(1, length), len(self.ends)) - 1
        return start, max(1, self.ends[last] - start)


LONGEST_REWRITTEN = 2_000
"""Characters of a line that may be in other notations."""

MOST_PASSES = 4
"""So often a row is tried on what it has made: fractions in fractions."""


def rewrite(line: str, document: Document, rows: tuple[Notation, ...] = NOTATIONS) -> Rewritten:
    """A line with what is typed in other notations put in the language's own.

    >>> rewrite("y = np.exp(1./n)", Document("")).text
    'y = exp(1/n)'
    """
    line = line.replace(OPEN, "\ufdd2").replace(CLOSE, "\ufdd2")
    found = Rewritten(line, [], [])
    characters = set(line)
    for row in rows if len(line) <= LONGEST_REWRITTEN else ():
        if row.is_absent(characters) or (row.words and not any(word in found.text for word in row.words)):
            continue
        for _ in range(MOST_PASSES if row.kind == "fraction" else 1):
            pieces = _pieces(found, row, document)
            if pieces is None:
                break
            if not found.used:
                found = Rewritten(line, list(range(len(line))), list(range(1, len(line) + 1)))
            starts = [found.starts[start] for text, start, _ in pieces for _ in text]
            ends = [found.ends[end - 1] for text, _, end in pieces for _ in text]
            found = Rewritten("".join(text for text, _, _ in pieces), starts, ends, (*found.used, row))
            characters = set(found.text)
            if row.is_absent(characters):
                break
    return found


def _pieces(found: Rewritten, row: Notation, document: Document) -> Pieces | None:
    """The text a row makes of a line, in pieces; None if there is nothing it reads."""
    pieces: Pieces = []
    done, is_read = 0, False
    for match in row.pattern.finditer(found.text):
        is_named = found.text.rfind(OPEN, 0, match.start()) > found.text.rfind(CLOSE, 0, match.start())
        if is_named or match.start() == match.end() or not row.when(document, match):
            continue
        pieces += _as_typed(found.text[done : match.start()], done)
        pieces += row.into(match, document) if callable(row.into) else _filled(row.into, match)
        done, is_read = match.end(), True
    return [*pieces, *_as_typed(found.text[done:], done)] if is_read else None


def _filled(into: str, match: re.Match[str]) -> Pieces:
    """What a row puts in the place of a match."""
    pieces: Pieces = []
    for part in _PART.finditer(into):
        if part[1]:
            group = int(part[1])
            pieces += _as_typed(match[group] or "", match.start(group))
        else:
            text = {"‹": OPEN, "›": CLOSE}.get(part[2], part[2])
            pieces.append((text, match.start(), match.end()))
    return pieces


def print_table() -> str:
    """The table, a line each: the kind, how it is typed, what it is read as."""
    rows = [(row.kind, row.typed, re.sub("[‹›]", "", row.read)) for row in (*NOTATIONS, UPDATE)]
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    return "\n".join(f"{kind:<{widths[0]}}  {typed:<{widths[1]}}  {read}" for kind, typed, read in rows)
