"""What a whole text tells of its notation: the functions it defines, and all that `told` finds."""

import re
from collections.abc import Collection
from functools import cached_property

from autograd.worksheet.language.notations.patterns import LIST_OF_NUMBERS, NAME, NUMBER, POINT, TUPLE
from autograd.worksheet.language.notations.told.entries import Entries
from autograd.worksheet.language.notations.told.layers import GIVES_NUMBERS
from autograd.worksheet.language.notations.told.names import BEGUN
from autograd.worksheet.language.notations.told.slopes import plain_letter
from autograd.worksheet.language.notations.told.text import once_for_a_name
from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.language.vocabulary import LOSSES, is_function

_CALLED_WITH = re.compile(r"(?<![\w.])[∂d]?([^\W\d][\w'’′]*?)\(([^()=\n]{1,12})\)")
_CALLS = re.compile(r"(?<![\w.])([^\W\d]\w*)\(([^()]*)\)")
_ARGUMENTS = re.compile(r"(?<!\w)[^\W\d]\w*\s?\(([^\W\d_](?:\s*,\s*[^\W\d_]){0,4})\)\s*:?=")
_MADE_OF = re.compile(rf"{_ARGUMENTS.pattern}([^=;\n→⇒#]*)")
_STUCK_LETTERS = re.compile(r"(?<![^\W\d])[a-zα-ω]{2,3}(?![\w(.'’′])")
"""Letters side by side."""

_FIELD = re.compile(
    rf"(?<![\w∇∂])([^\W\d]\w*(?=\()|[^\W\d_](?= \()) ?\(({NAME}(?:\s*,\s*{NAME})+)\)\s*:?=(?!=|\s*\([-−0-9.,\s]+\))"
)
_INPUT = re.compile(r"(?<![^\W\d])(?=(x_?\{?([0-9])\}?)(?!\w))")
_SUMS_DATA = re.compile(r"[Σ∑]|(?<!\w)sum[_(]")
_OF_LISTS = re.compile(r"[\[|‖@ᵀΣ∑]|\^\{?[T⊤]|sum")
"""Signs of formulas of lists."""

_BACKED = re.compile(r"(?<![\w.])([^\W\d]\w*)\.backward\(")
_SHORTENED = re.compile(
    rf"(?<![\w/∂])d(?P<by>{NAME})\s+(?:(?:is|as|be|to)\s+)?(?:(?:a\s+|our\s+)?short(?:hand)?\s+)?"
    r"(?:for|means?|denotes?|stands?\s+for|is|be|write|für|bedeutet|steht\s+für|pour|désigne|para|significa)\s+"
    rf"(?:the\s+(?:\w+\s+)?)?[d∂]\s?(?P<top>{NAME}?)\s*/\s*[d∂]\s?(?P=by)(?![\w'’′])"
    rf"|(?<!\w)[d∂]\s?(?P<first>{NAME}?)\s*/\s*[d∂]\s?(?P<below>{NAME}?)\s+(?:(?:simply|just|shortly)\s+)?(?:as|by)\s+"
    r"d(?P=below)(?![\w'’′])"
)
"""dw for dL/dw, ∂L/∂w as dw"""

_STUCK_BEHIND = re.compile(r"(?<![^\W\d])([a-z])([2-6])(?![\w.(])")
_COUNTED = re.compile(r"(?<![^\W\d])([a-z])_?\{?([01₀₁])\}?(?!\w)")
"""A letter with the number that it is the first with: x0, x_1."""

_USES_H = re.compile(r"(?<![\w^])H\s*[@*·]\s*[^\W\d]|(?<!\w)H\s(?=[a-z](?!\w))")
_FIRST_OF_H = re.compile(r"(?<!\w)(?<![Dd]et )H\s*=\s*(\S)")
_TELLS_HESSIAN = re.compile(rf"(?i:hess|newton)|(?<!\w)H\s?(?:{POINT}|\([A-Z]\))")
_LOG_OF = re.compile(r"^\s*(?:log|ln)\s([^\W\d_]\w*)(?:\([^()=\n]*\))?\s*=", re.MULTILINE)
_OF_DISTRIBUTION = re.compile(
    r"^\s*([^\W\d_]\w*)\([^()=\n]*\)\s*=\s*[^\W\d_]\w*\s*\([^=\n]*[|;,][^=\n]*\)\s*$", re.MULTILINE
)
"""p(y|w) = N(y|Xw, σ²I): no formula of p"""

_GIVEN_AT = re.compile(r"(?:^|[;,])[ \t]*([^\W\d][\w'’′]*)\((?:[lLtkn](?:\s*[-−+]\s*[0-9])?|[0-9])\)\s*=", re.MULTILINE)
_COUNTER = re.compile(r"(?:^|;)[ \t]*([tkni])[ \t]*=[ \t]*[0-9]+[ \t]*:", re.MULTILINE)
CONVOLVES = re.compile(
    r"(?i)convol|correlat|(?<!\w)conv(?!\w)|(?<!\w)(?:kernel|stride|padding)s?(?!\w)|faltung|korrelation|[⊛⋆★]"
)
"""Words of convolutions."""

_STRIDE = re.compile(r"(?i)(?<!\w)strides?\s*(?:of|is|\w?\s*=|:)?\s*([1-9])(?![0-9.])|(?<!\w)([1-9])[- ]stride")

_X_BETWEEN_NUMBERS = re.compile(r"[0-9)] ?x ?[-−(]?[0-9.]")
_X_ELSEWHERE = re.compile(r"(?<![^\W0-9])x(?!\w| ?[-−(]?[\w.])|(?<![\w)\]}] )(?<![\d)])x(?![^\W0-9])")
"""An x that has no factor behind it, or none before it."""

_VELOCITIES = re.compile(r"(?i)momentum|velocit|(?<!\w)adam|rmsprop|adagrad|nesterov|weight decay")
"""Words of steps that are not plain descent."""

_PLACED = re.compile(
    r"(?:^|[;,:])[ \t]*([^\W\d][\w'’′]*)(?:(\[[0-9]\])\([0-9](?:,[ \t]?[0-9])?\)|\([0-9],[ \t]?[0-9]\))[ \t]*=",
    re.MULTILINE,
)
_SAYS = r"(?:is|are|was|of|by|for|from|in|to|with|and|at|the|size|function|gate|node|layer|ist|est|es|è|é)\b"
"""Words that go on with a sentence behind the name of a function: the step is 0.1."""

_SQUASHES = re.compile(r"(?<![\w^])σ\((?!\s*1\s*[-−]\s*σ\s*\))([^()]*)\)(?!\s*=)")
"""A call of σ."""

_SUPERSCRIPTS = "²³¹⁰ⁱ⁴-ⁿᵀ"
"""Letters to regular expressions, but none of a name."""

_CALL_DEFINED = re.compile(
    r"(?:^|[;,:]|(?<=[^\W\d_]{2})[ \t])[ \t]*([^\W\d]\w*)\(([^\W\d]\w*(?:\([^\W\d]\w*\))?)\)[ \t]*=(?=([^=;\n]*))",
    re.MULTILINE,
)
_NEXT_TOLD = re.compile(r",[ \t]*[^\W\d]\w*(?:\([^=]*\))?[ \t]*\Z")
"""What is told behind a comma, up to its =."""


class Document(Entries):
    """What a whole text tells of its notation; with a key, what is given there, is a list there or is asked there."""

    @once_for_a_name
    def calls(self, name: str) -> bool:
        """Whether a name is used as a function; sigmoid (1 - sigmoid) is a product."""
        typed = re.escape(name)
        called = (
            rf"(?<![\w.]){typed}\s*\((?!\s*1\s*[-−]\s*{typed}\s*\))"
            rf"|(?<![^\W\d_]{{2}} )(?<![^\W\d_]{{2}}-)(?<![\w.]){typed}[ ]+(?!{_SAYS})\w"
        )
        return re.search(called, self.uncommented) is not None

    @cached_property
    def convolves(self) -> bool:
        """Whether a text is about convolutions: X * F of a matrix and a smaller one is no product of entries.

        >>> Document("O = X * F (convolution, stride 1)").convolves, Document("O = X * F").convolves
        (True, False)
        """
        return CONVOLVES.search(self.text) is not None

    @cached_property
    def stride(self) -> int:
        """By how much a text moves its kernels, 1 where it does not say so.

        >>> Document("O = X * F (convolution, stride s=2)").stride, Document("O = X * F (convolution)").stride
        (2, 1)
        """
        told = _STRIDE.search(self.text)
        return int(told[1] or told[2]) if told is not None else 1

    @once_for_a_name
    def gives_in_numbers(self, name: str) -> bool:
        """Whether a statement begins by giving a name a number, or a list of them, and none says what it is made of.

        >>> [Document("w = (2, 1); b = .5; z = w b = 2").gives_in_numbers(name) for name in "wbz"]
        [True, True, False]
        """
        given = rf"{BEGUN}{re.escape(name)}[ \t]*=[ \t]*(?:{NUMBER}|{LIST_OF_NUMBERS})(?![ \t]*[\w.+*/·×^(=−-])"
        given = rf"{given}|(?:^|[\s;,]){re.escape(name)}=(?:{NUMBER}|{LIST_OF_NUMBERS})(?=\s*(?:$|[;,]|{NAME}=))"
        return re.search(given, self.text, re.MULTILINE) is not None

    @cached_property
    def multiplies_with_x(self) -> bool:
        """Whether x is the sign of products: it stands between numbers, and nowhere but between what it multiplies.

        >>> Document("c = f x g = 2 x 3").multiplies_with_x, Document("z = w x = 2 x 3").multiplies_with_x
        (True, False)
        """
        return _X_BETWEEN_NUMBERS.search(self.text) is not None and not _X_ELSEWHERE.search(self.text)

    @cached_property
    def has_velocities(self) -> bool:
        """Whether a text is about steps that are not plain descent."""
        return _VELOCITIES.search(self.text) is not None

    @cached_property
    def squashed(self) -> str:
        """The one name that σ is called with; "" where σ is a name, or called with anything else.

        >>> Document("a = σ(z); b = σ(1 - σ)").squashed, Document("a = σ(z); b = σ(u)").squashed
        ('z', '')
        """
        called = {found[1].strip() for found in _SQUASHES.finditer(self.text)}
        is_name = self.defines("σ") or self.defines("sigma")
        return called.pop() if len(called) == 1 and not is_name else ""

    @cached_property
    def _calls_defined(self) -> list[tuple[str, str, str]]:
        """The functions of one's own of one letter, with the letter and what they are said to be."""
        if "(" not in self.text:
            return []
        return [(name, letter, _NEXT_TOLD.sub("", told)) for name, letter, told in _CALL_DEFINED.findall(self.text)]

    @cached_property
    def of_one_letter(self) -> set[str]:
        """The functions of one's own of one letter: f(x) = …"""
        return {name for name, *_ in self._calls_defined}

    @cached_property
    def has_points(self) -> bool:
        """Whether anything is given as a number, or as a list of them, or said at a point: ∇f(4, 4)"""
        if self.has_numbers or not self.fields:
            return self.has_numbers
        if GIVES_NUMBERS.search(self.text):
            return True
        return re.search(TUPLE if self.has_commas else POINT, self.text) is not None

    @cached_property
    def arguments(self) -> set[str]:
        """The letters of functions of one's own: f(x, y) = …

        >>> sorted(Document("f(x, y) = x y; g(2) = 4").arguments)
        ['x', 'y']
        """
        return {
            letter
            for letters in _ARGUMENTS.findall(self.text)
            for letter in map(plain_letter, re.findall(r"\w", letters))
        }

    @cached_property
    def parameters(self) -> set[str]:
        """The letters that stand beside those of a function of one's own in its formula, and are no names elsewhere.

        >>> sorted(Document("f(x) = ax^2 + bx + c; f'(x) = 2ax + b").parameters), Document("f(x, y) = 2xy").parameters
        (['a', 'b'], set())
        """
        found = set()
        for letters, formula in _MADE_OF.findall(self.text):
            own = set(re.findall(r"\w", letters))
            for word in _STUCK_LETTERS.findall(formula):
                if not (own.isdisjoint(word) or is_function(word) or word in self.defined or word in self.bottoms):
                    found |= {each for each in set(word) - own if each not in "de"}
        return {plain_letter(letter) for letter in found}

    @cached_property
    def fields(self) -> dict[str, list[str]]:
        """The letters of each function of several that is first told by its formula: f(x, y) = …

        >>> Document("f(x, y) = x y; f(2, 1) = 2; g(x) = x").fields
        {'f': ['x', 'y']}
        """
        return self._of_several[0]

    @cached_property
    def made(self) -> dict[str, list[str]]:
        """The letters of functions of several that are told by their parts as well: f(x, y) = …, and f = g^2."""
        return self._of_several[1]

    @cached_property
    def _of_several(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """The functions of several letters, and those of them that are told by their parts."""
        found: dict[str, list[str]] = {}
        made: dict[str, list[str]] = {}
        others = self.of_one_letter  # f(x) = 1/x below f(w, x) = …
        for field in _FIELD.finditer(self.text) if "(" in self.text else ():
            name, letters = field.groups()
            formula = self.text[field.end() :].partition("\n")[0]
            if _SUMS_DATA.search(formula) and not self.gives_numbers:
                continue  # a likelihood of data
            if name in self.losses_of_others:
                continue
            if (self.says_how(name) or self.begins_with(name)) and self.defines_formula(name):
                made.setdefault(name, re.findall(NAME, letters))
            elif name not in others and not is_function(name):
                found.setdefault(name, re.findall(NAME, letters))
        return found, made

    @cached_property
    def losses_of_others(self) -> set[str]:
        """The losses that are told as functions of other letters once more: L(w, b), and L(a, y), are one loss.

        >>> Document("L(w, b) = (w + b)^2; L(a, y) = (a - y)^2; J(u, v) = u v").losses_of_others
        {'L'}
        """
        told: dict[str, set[str]] = {}
        for name, letters in _FIELD.findall(self.text) if "(" in self.text else ():
            told.setdefault(name, set()).add(letters.replace(" ", ""))
        return {name for name, each in told.items() if len(each) > 1 and name in LOSSES}

    def inputs(self, count: int) -> list[str]:
        """So many inputs that are used, and given nothing: x1, x2; [] where there are more or less of them.

        >>> Document("For (0, 1): z = w1x1 + w2x2").inputs(2), Document("x1 = 2; z = w x1 + x2").inputs(2)
        (['x1', 'x2'], [])
        """
        used = {number for _, number in _INPUT.findall(self.text)}
        if used != {str(number + 1) for number in range(count)}:
            return []
        typed = [next(form for form, each in _INPUT.findall(self.text) if each == number) for number in sorted(used)]
        return [] if any(self.begins_with(name) or self.knows_in_key(name) for name in typed) else typed

    @cached_property
    def shortened_loss(self) -> str:
        """What words for derivatives are said to be of, each of them: dv for dL/dv; "" where nothing is said.

        >>> [Document(f"L = w x; {said}").shortened_loss for said in ("dw for dL/dw, dx for dL/dx", "let dw be dL/dw")]
        ['L', 'L']
        >>> [Document(f"L = w x; {said}").shortened_loss for said in ("short: ∂L/∂w as dw", "dw is dL/dw, dx is df/dx")]
        ['L', '']
        """
        if "/" not in self.text:
            return ""
        found = {spelled(found["top"] or found["first"]) for found in _SHORTENED.finditer(self.text)}
        return found.pop() if len(found) == 1 else ""

    @cached_property
    def backed(self) -> list[str]:
        """What programs go back from: L.backward()"""
        return list(dict.fromkeys(_BACKED.findall(self.text))) if ".backward" in self.text else []

    @once_for_a_name
    def is_of_one_number(self, function: str) -> bool:
        """Whether a function of one's own is of one number, in a sheet that looks at it for some: f(x) = x^2

        >>> Document("f(x) = x^2; x0 = 3").is_of_one_number("f"), Document("f(w) = ||w||^2").is_of_one_number("f")
        (True, False)
        """
        bodies = [body for name, _, body in self._calls_defined if name == function]
        return bool(bodies) and self.has_points and not any(_OF_LISTS.search(body) for body in bodies)

    @cached_property
    def letters_of_fields(self) -> set[str]:
        """The letters of functions of several."""
        return {letter for letters in self.fields.values() for letter in letters}

    @cached_property
    def tests_of_seconds(self) -> dict[str, str]:
        """What is made of second derivatives of a function of two letters, with its formula: D = f_xx f_yy - f_xy².

        >>> Document("f(x, y) = x y; D = f_{xx}f_yy - fxy^2 = -1; D(1, 2) = -1; u = 2 f_x").tests_of_seconds
        {'D': '‹f_xx› ‹f_yy› - ‹f_xy›^2'}
        """
        found: dict[str, str] = {}
        for name, letters in self.fields.items():
            if len(letters) != len("xy") or len(name) > 1 or any(len(letter) > 1 for letter in letters):
                continue
            both = "".join(letters)
            arguments = rf"(?:\({letters[0]},\s?{letters[1]}\))?"
            second = rf"(?<![^\W\d_]){name}['’′]{{0,2}}_?\{{?([{both}]{{2}})\}}?['’′]{{0,2}}{arguments}"
            told = re.compile(rf"{BEGUN}([A-ZΔ]){arguments}[ \t]*=([^=;\n]*)", re.MULTILINE)
            for made, formula in told.findall(self.text):
                put = re.sub(rf"(?<=[{both}}}'’′)])(?={name}['’′_{both}])", " ", formula)
                put, count = re.subn(second, rf"‹{name}_\1›", put)
                put = re.sub(r"›(?=[23])", "›^", put)
                rest = re.sub(r"‹\w+›", "", put)
                if count and not re.search(rf"[^\s{both}0-9.()\[\]^²*·⋅×+−-]", rest):
                    found.setdefault(made, put.strip())
        return found

    @cached_property
    def lost_powers(self) -> set[str]:
        """The letters of functions behind which powers stand that were not raised, as copies lose them: 3x2 for 3x².

        >>> Document("f(x, y) = x^3 + y^3 - 3xy; f_x = 3x2 - 3y").lost_powers
        {'x'}
        >>> Document("f(x) = x^2; x1 = 2; x2 = 3").lost_powers, Document("f(x, x2) = x x2").lost_powers
        (set(), set())
        """
        if any(letter[-1].isdigit() for letter in self.letters_of_fields):
            return set()
        stuck = [each for each in _STUCK_BEHIND.findall(self.text) if each[0] in self.arguments]
        counted = {letter for letter, number in _COUNTED.findall(self.text) if number in "01"}
        given = {re.sub("[_{}]", "", name) for name in self.defined}
        named = {letter for letter, number in stuck if f"{letter}{number}" in given}
        return {letter for letter, _ in stuck} - named - counted

    @cached_property
    def graph_of_hessian(self) -> str:
        """The one function of several letters whose second derivatives H is; "" where H is something else, or in doubt.

        >>> Document("f(x, y) = x y; H(1, 2) = [[0, 1], [1, 0]]").graph_of_hessian
        'f'
        >>> Document("f(x, y) = x y; H = [[0, 1], [1, 0]]; g = H @ x; Newton").graph_of_hessian
        ''
        """
        if len(self.fields) != 1 or "H" not in self.text or _USES_H.search(self.text):
            return ""
        is_told = _TELLS_HESSIAN.search(self.text) is not None
        is_list = all(first in "[(" for first in _FIRST_OF_H.findall(self.text))
        return next(iter(self.fields)) if is_told and is_list else ""

    def is_slope_of_field(self, name: str, *letters: str) -> bool:
        """Whether a derivative is of a function of several letters, by some that are given nothing before it."""
        if not self.has_points or not set(letters) <= set(self.fields.get(name, ())):
            return False
        begun = re.search(rf"(?<!\w){re.escape(name)} ?\(", self.text)
        given = (re.search(rf"(?<![\w/∂]){re.escape(letter)}\s*:?[=≈←]", self.text) for letter in letters)
        return begun is not None and all(each is None or each.start() > begun.start() for each in given)

    @once_for_a_name
    def is_bare(self, name: str) -> bool:
        """Whether a name of a function is used without what it is of: log p beside p(x) = …, never p(z).

        >>> Document("p(x) = w x; L = log p").is_bare("p"), Document("p(x) = w x; L = p + p(2)").is_bare("p")
        (True, False)
        """
        if len(self._called_with.get(name, ())) != 1 or self.gives_numbers:
            return False
        return re.search(rf"(?<![\w.]){re.escape(name)}(?![\w(′'’])", self.text) is not None

    @cached_property
    def _called_with(self) -> dict[str, set[str]]:
        """What each function is called with."""
        found: dict[str, set[str]] = {}
        for name, inside in _CALLS.findall(self.text):
            found.setdefault(name, set()).add(inside.replace(" ", ""))
        return found

    @cached_property
    def logs(self) -> set[str]:
        r"""The letters of what only logarithms are told of: log p(x|w) = …

        >>> Document("log p(x|w) = -w x").logs, Document("p = w x; log p = 2").logs
        ({'p'}, set())
        >>> Document("f(x) = e^{2x}; g(x) = x\nlog f(x) = 2x").logs, Document("log σ(x) = x").logs
        (set(), set())
        """
        told = {name for name in _LOG_OF.findall(self.text) if not is_function(spelled(name))}
        defined = self.defined | self.of_one_letter
        return told - (defined - set(_OF_DISTRIBUTION.findall(self.text)))

    @cached_property
    def called_with(self) -> dict[str, set[str]]:
        """What stands in round brackets behind names that are only ever written so: a layer or a step, w(L), w(1).

        >>> sorted(Document("a(L-1) = 0.5; w(L) = 2; f(2) = f(x)").called_with)
        ['a', 'w']
        >>> Document("a( ) = 2").called_with
        {}
        """
        found: dict[str, set[str]] = {}
        slopes_of = self.of_one_letter if "'" in self.text or "′" in self.text or "’" in self.text else set()
        for name, place in _CALLED_WITH.findall(self.text):
            if place.strip() and not (name[-1] in "'’′" and name.rstrip("'’′") in slopes_of):
                found.setdefault(name, set()).add(place.replace(" ", ""))
        given = {
            name
            for name in set(_GIVEN_AT.findall(self.text)) - self.stepped
            if {"1", "2"} <= found.get(name, set()) or not _is_of_numbers(name)
        }
        given -= {
            name for name in given if found.keys() <= {name, f"{name}'"} and _is_made_of_its_letter(name, self.text)
        }
        signs = {place[0] if place[0].isalpha() else "0" for name in given & found.keys() for place in found[name]}
        return {
            name: places
            for name, places in found.items()
            if signs.issuperset(place[0] if place[0].isalpha() else "0" for place in places)
            and not _has_no_place(name, self.text)
            and _letters_only(places, self)
        }

    @cached_property
    def placed(self) -> set[str]:
        """The names that are given numbers with places in round brackets, and are no functions: w[2](0,1) = 0.3

        >>> sorted(Document("w[2](0,1) = 0.3; out(1,2) = 4").placed), Document("f(x, y) = x y; f(1,2) = 2").placed
        (['out', 'w'], set())
        """
        if self.has_commas:
            return set()
        is_of_fields = bool(self.fields or self.of_one_letter)
        placed = {name for name, layer in _PLACED.findall(self.text) if layer or not is_of_fields}
        return {name for name in placed if not _is_of_numbers(name)}

    @cached_property
    def counters(self) -> set[str]:
        """The letters that only ever count steps, in front of what is said of these: t = 2: v = 3

        >>> Document("t = 1: v = 3; k = 1: u = 2 k").counters
        {'t'}
        """
        counted = set(_COUNTER.findall(self.text))
        return {each for each in counted if not re.search(rf"(?<![^\W_]){each}(?![^\W_]|\s*=\s*[0-9]+\s*:)", self.text)}

    @cached_property
    def named_by_argument(self) -> set[str]:
        """The words with several arguments, each of them defined without it: f(s1) = 0.8, and f(s2) = 0.9.

        >>> Document("f(s1) = 0.8; f(s2) = 0.9; g(x) = x²; g(y) = 2; h(x) = 2").named_by_argument
        {'f'}
        """
        found: dict[str, dict[str, bool]] = {}
        for name, argument, formula in self._calls_defined:
            is_used = re.search(rf"(?<!\w){re.escape(argument)}(?![^\W{_SUPERSCRIPTS}])", formula) is not None
            found.setdefault(name, {})[argument] = found.get(name, {}).get(argument, False) or is_used
        return {
            name for name, each in found.items() if len(each) > 1 and not any(each.values()) and not is_function(name)
        }

    def is_untold(self, function: str) -> bool:
        """Whether nothing is said of a function, and the sheet has no derivatives for which that matters."""
        return not (is_function(spelled(function)) or self.calls_defined(function) or self.has_slopes)

    @once_for_a_name
    def calls_defined(self, function: str) -> bool:
        """Whether a line says what a function is: f(x) = …"""
        told = rf"^(?:[^#\n]*[;,:])?[ \t]*{re.escape(function)}\([^()=\n]*\)[ \t]*="
        return re.search(told, self.text, re.MULTILINE) is not None

    def sole_argument(self, function: str) -> str:
        r"""What a function is called with, where that is one name everywhere, or where a name is made by it alone.

        >>> Document("p = σ(z); q = 1 - σ(z)").sole_argument("σ"), Document("p = σ(z)\nq = 1 - σ(p)").sole_argument("σ")
        ('z', 'z')
        >>> Document("h = σ(u); p = σ(z)").sole_argument("σ")
        ''
        """
        called = rf"(?<!\w){re.escape(function)}\(([^()=\n]*)\)"
        found = set(re.findall(called, self.text))
        if len(found) > 1:
            found = set(re.findall(rf"=\s*{called}\s*(?=[;,]|$)", self.text, re.MULTILINE))
        return next(iter(found)) if len(found) == 1 and re.fullmatch(NAME, next(iter(found))) else ""


def _letters_only(places: Collection[str], document: Document) -> bool:
    """Whether what stands in brackets are layers or steps only: no names that have a value, no other numbers."""
    return all((place[0] in "lLtkn" and not document.defines(place[0])) or place.isdecimal() for place in places)


def _is_made_of_its_letter(name: str, text: str) -> bool:
    """Whether a function of time is told by a formula of the time itself: s(t) = 5 t² + 3t

    >>> _is_made_of_its_letter("s", "s(t) = 5 t² + 3t"), _is_made_of_its_letter("h", "h(t) = tanh(w x_t + h(t-1))")
    (True, False)
    """
    told = re.search(rf"(?:^|[;,])[ \t]*{re.escape(name)}\(([tknl])\)[ \t]*=([^=;\n]*)", text, re.MULTILINE)
    return (
        told is not None
        and re.search(rf"(?<![^\W\d_]){told[1]}(?![\w)+-])(?<!_{told[1]})(?<!\^{told[1]})", told[2]) is not None
    )


def _is_of_numbers(name: str) -> bool:
    """Whether a name is that of a function of numbers, as tanh(3) = 0.995 is; sum(1) = 0.3 may be one of several sums.

    >>> [name for name in ("tanh", "max", "R", "sum", "out") if _is_of_numbers(name)]
    ['tanh', 'max']
    """
    return len(name) > 2 and is_function(name) and name not in ("sum", "mean")


def _has_no_place(name: str, text: str) -> bool:
    """Whether a name stands between signs without brackets behind it."""
    return re.search(rf"(?:^|[=+*/(,;-])\s*{re.escape(name)}\s*(?:[=+*/),;-]|$)", text, re.MULTILINE) is not None
