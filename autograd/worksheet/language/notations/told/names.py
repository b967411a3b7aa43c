"""What a text tells of its names: which are given something, how often, and of what they are made."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from functools import cached_property

from autograd.worksheet.language.notations.patterns import NAME, NUMBER, NUMBERED, OLD, SLOPE
from autograd.worksheet.language.notations.told.text import Text, once_for_a_name
from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.language.vocabulary import is_function

_WITH_NAMES = r"[^=\n;#]*?(?<!\w)(?!(?:log|ln|exp|e|sqrt|tanh|sin|cos|sigmoid|relu|ReLU|σ|max|min)(?!\w))[^\W\d²³]"
"""A formula with a name in it, not only functions of numbers."""

_OPERATOR = re.compile(r"(?:∇\S{0,8}|[d∂]\s?/\s?[d∂]\s?\w{1,8})\s?$")
"""What stands before a name that is differentiated: ∇_w L, d/dw L."""

BEGUN = r"(?:^|[;,$])[ \t$&]*"
"""Where a statement begins."""

_BEGUN_OR_SAID = rf"(?:{BEGUN}|(?<=[^\W\d_]{{2}} )(?<!_[^\W\d_]{{2}} ))"
_IS_GIVEN = r"\s*:?[=≈←]"
_IS_WORD = re.compile(r"[^\s;,$&=≈←:]+")
_WORDS_BEGUN = re.compile(rf"{_BEGUN_OR_SAID}({_IS_WORD.pattern}){_IS_GIVEN}", re.MULTILINE)
_ALONE = re.compile(r"(?<![\w^])(\w+)(?!\s*[\^\w\['’′²])")
"""A word with nothing raised, and no square bracket, behind it."""

_ASSIGNED = re.compile(rf"(?<![\w/∂])({NAME})\s*(<-|:?[=≈])")
WORD = re.compile(r"(?<!\w)[^\W\d]\w*")
_OLD_NAME = re.compile(rf"(?<!\w)((\w+?)_(?:{OLD}))(?!\w)")
_NEXT = r"[ \t]*[^\W\d]\w*[ \t]*=(?!=)"
FORMULA_OF = re.compile(
    r"(?:(?:^|\n)[ \t]*\(?\w{1,2}[.)][ \t]|^|[;,\n])[ \t]*([^\W\d]\w*)[ \t]*=(?!=)"
    rf"((?:[^\n;#,]|,(?!{_NEXT}))*)"
)
"""A name and what it is said to be, up to the next of these."""

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

_FACTOR_BEFORE = re.compile(
    r"=[^=;\n]*(?:(?<![^\W\d])(?<!\.)[d∂]?[^\W\d](?:_?[0-9]{1,2}|_\{[\w,]{1,5}\})?[ \t]+|(?<=\w\)) )\Z"
)
"""What stands before a factor that has its = behind it: q = w_{11} x_1 = 4."""

_GIVEN_A_NUMBER = re.compile(rf"(?:^|[;,:])[ \t]*({NAME}?)[ \t]*=[ \t]*{NUMBER}[ \t]*(?=$|[;,])", re.MULTILINE)
_OUTPUT = re.compile(
    rf"(?:^|[;,])[ \t]*({NAME}?)[ \t]*=[ \t]*(?:(?:np|torch|F|nn|self)\.)*"
    r"(sigmoid|σ|tanh|[rR]e[lL][uU])\(",
    re.MULTILINE,
)
_SLOPE_BEFORE = re.compile(r"/\s?[d∂]\s?[\w'’′]+\s*=(?:[^;\n]*[=*·×\s])?[0-9.]+[ \t]*\Z")
"""What stands before a factor with a number, of a slope: dL/dw = 2 w = 6."""

_GIVEN_NAMES = re.compile(rf"(?<![\w/∂])({NAME}?)\s*:?=(?={_WITH_NAMES})")
_GIVEN_SOMETHING = re.compile(rf"(?<![\w/∂])({NAME})\s*:?[=≈←]")
_WORD_BEFORE = re.compile(r"(?<!\w)([a-z]\w*)[ \t]+\Z")
LONGEST_FORMULA = 200
"""Characters of a line that are looked at before a factor."""

LONGEST_FUNCTION = 16
"""Characters of a function's name, and of what stands behind it."""

_LABELLED = re.compile(rf"[^\W\d_] \(\$?({NAME})\$?\)(?::\*\*|\*\*:|:)[ \t]+(?={NUMBER})")
_TELLS_KNOWN = re.compile(r"(?<!\w)(?:if|else|for|when|where|max|relu|ReLU|step|sign|sgn)(?!\w)|[{<>≤≥]")
"""What the formula of a step or a ReLU has."""

_ADDED = re.compile(rf"(?<!\w)({NAME})\s*\+=")
_LATER = re.compile(rf"(?<!\w)({NAME}?)(?:\^\{{?|_\{{|\()\(?[tkn]\s*\+\s*1[)}}]*")
_ASKED = re.compile(rf"(?<!\w)[d∂] ?({NAME}?)\s*/\s*[d∂] ?({NAME}?)(?=\[|[^\w'’′]|$)")
_ASKING = re.compile(rf"^\s*(find\s.*|{SLOPE}(?=.*=))", re.MULTILINE)
"""What a key asks for, and the lines, or the beginnings of lines, with it."""

_MOVED = re.compile(rf"^\s*({NAME}?)\s*(?:<-|←)", re.MULTILINE)


class Names(Text):
    """The names of a text."""

    def knows(self, name: str) -> bool:
        """Whether a name is given something here, or in the key.

        >>> Names("w_new = 2", "w = 3").knows("w"), Names("w_new = 2").knows("w")
        (True, False)
        """
        return self.defines(name) or self.knows_in_key(name)

    def uses(self, beginning: str) -> bool:
        """Whether a name that begins so stands anywhere."""
        return re.search(rf"(?<!\w){re.escape(beginning)}", self.text) is not None

    @once_for_a_name
    def begins_with(self, name: str) -> bool:
        """Whether a statement begins by giving a name something, after words perhaps: the start x₀ = 0.

        >>> [Names("the start x₀ = 0; (w = 2").begins_with(name) for name in ("x₀", "w", "(w", "start x₀")]
        [True, False, True, True]
        """
        if _IS_WORD.fullmatch(name):
            return name in self._begun
        return self.has(rf"{_BEGUN_OR_SAID}{re.escape(name)}{_IS_GIVEN}")

    @cached_property
    def _begun(self) -> set[str]:
        """Every word that a statement begins by giving something, found at once: each line may ask for its own."""
        return set(_WORDS_BEGUN.findall(self.text))

    @once_for_a_name
    def begins_with_formula(self, name: str) -> bool:
        """Whether a statement begins by saying what a name is made of, in names.

        >>> Names("h = 2; p = w x").begins_with_formula("h"), Names("h = 2; p = w x").begins_with_formula("p")
        (False, True)
        """
        return self.has(rf"{BEGUN}{re.escape(name)}\s*:?=(?={_WITH_NAMES})")

    @once_for_a_name
    def makes_its_own(self, word: str) -> bool:
        """Whether a word for a function is defined anew: H(w) = 2 x^2 is no step, H(z) = H(2) may be.

        >>> [Names(f"x = 2; {line}").makes_its_own("H") for line in ("H(w) = 2 x^2", "H(x) = 1", "H(x) = 1 if x > 0")]
        [True, False, False]
        """
        if f"{word}(" not in self.text:
            return False
        pattern = rf"{BEGUN}{word}\({NAME}(?:,\s*{NAME})*\)\s*:?=(?!=)(?=({_WITH_NAMES})?)([^=;\n]*)"
        formulas = re.findall(pattern, self.text, re.MULTILINE)
        is_known = any(f"{word}(" in whole or _TELLS_KNOWN.search(whole) for _, whole in formulas)
        return not is_known and any(names for names, _ in formulas)

    @once_for_a_name
    def approximates(self, word: str) -> bool:
        """Whether a function is told by a formula that comes near it: GELU by tanh, or by x σ(1.702 x).

        >>> Names("gelu(x) = 0.5 x (1 + tanh(0.8 (x + 0.0447 x^3)))").approximates("gelu")
        True
        """
        return f"{word}(" in self.text and self.has(rf"{BEGUN}{word}\({NAME}\)\s*[=≈][^=;\n]*(?:tanh|1\.702)")

    @once_for_a_name
    def says_how(self, name: str) -> bool:
        """Whether a statement begins by saying what a name is made of: L = L(y) does not.

        >>> Names("L = L(y, t)").says_how("L"), Names("L = (y - t)^2").says_how("L")
        (False, True)
        """
        name = re.escape(name)
        return self.has(rf"{BEGUN}{name}\s*:?[=≈←](?!\s*{name}\()")

    def is_named_there(self, name: str, statement: str) -> bool:
        """Whether a name is first met at the end of a statement, is given nothing else, and used below it.

        A word for a derivative may not be.
        """
        word = re.compile(rf"(?<![^\W∂d]){re.escape(name)}(?!\w)")
        first = word.search(self.text)
        end = self.text.find(statement.strip()) + len(statement.strip())
        return (
            first is not None
            and first.end() <= end <= first.end() + 2
            and not self.begins_with(name)
            and (word.search(self.text, end) is not None or re.match(r"[dδΔ][^\W\d]?", name) is not None)
        )

    def tells(self, beginning: str) -> bool:
        """Whether a line begins so."""
        return self.has(rf"^\s*{re.escape(beginning)}")

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

    @once_for_a_name
    def starts_anew(self, name: str) -> bool:
        """Whether a name is given a number more than once, as what is trained twice is.

        >>> Names("start with w = 0; New w = 3; start with w = 0", "").starts_anew("w")
        True
        >>> Names("start with w = 0; New w = 3; New w = 2 - 1", "").starts_anew("w")
        False
        """
        given = rf"(?i:(?<!new )(?<!\w){re.escape(name)})\s*=\s*{NUMBER}(?=\s*(?:$|[,;:]|\.\s|and\b))"
        return len(re.findall(given, self.whole, re.MULTILINE)) > 1

    @cached_property
    def given_numbers(self) -> set[str]:
        """The numbers that names are given, as they are typed."""
        return {found[2] for found in NUMBERED.finditer(self.whole)}

    @cached_property
    def asked(self) -> dict[str, list[str]]:
        r"""Of what the key asks derivatives, and by what.

        >>> Names("dw = 8", "find dL/dw, dL/db\n∂L/∂x = 3  # 1 point").asked
        {'L': ['w', 'b', 'x']}
        """
        found: dict[str, list[str]] = {}
        for line in _ASKING.findall(self.key):
            for top, bottom in _ASKED.findall(line):
                found.setdefault(top, []).append(bottom)
        return {top: list(dict.fromkeys(bottoms)) for top, bottoms in found.items()}

    @cached_property
    def stepped(self) -> set[str]:
        """The names that are given a value one step later: w(t+1), w^{t+1}, w_{t+1}.

        >>> sorted(Names("w_{t+1} = w_t - g").stepped)
        ['w']
        """
        return {found[1] for found in _LATER.finditer(self.text)}

    @once_for_a_name
    def stands_alone(self, name: str) -> bool:
        """Whether a name is used without anything raised or in square brackets behind it."""
        if re.fullmatch(r"\w+", name):
            return name in self._alone
        return re.search(rf"(?<![\w^]){re.escape(name)}(?!\s*[\^\w\['’′²])", self.text) is not None

    @cached_property
    def _alone(self) -> set[str]:
        """Every word that stands alone somewhere, found at once."""
        return set(_ALONE.findall(self.text))

    @cached_property
    def defined(self) -> set[str]:
        """Every name that something is said to be equal to, as it is typed.

        >>> sorted(Names("z = [1, 2]; L = -log p_1 = 0.4").defined)
        ['L', 'z']
        >>> sorted(Names("a = 2; q_1 = 3; u = 2aq_1 = 12").defined)
        ['a', 'q_1', 'u']
        >>> sorted(Names("z = [1, 2]; L = -log p_1 = 0.4").defined), sorted(Names("dL/dw_1 = 2 w_1 = 6").defined)
        (['L', 'z'], [])
        """
        return {
            found[1]
            for found in _GIVEN.finditer(self.text)
            if not (self._is_argument(found.start(1)) or self._is_product(found.start(1), found[1]))
        }

    @cached_property
    def numbered(self) -> tuple[str, ...]:
        """The names that are given a single number, in order.

        >>> Names("y = 2, x = 3; z = x y = 6; v = [1, 2]").numbered
        ('y', 'x')
        """
        return tuple(dict.fromkeys(_GIVEN_A_NUMBER.findall(self.text)))

    @cached_property
    def made_of(self) -> dict[str, set[str]]:
        """The words in what each name is first said to be."""
        found: dict[str, set[str]] = {}
        for name, formula in FORMULA_OF.findall(self.text):
            found.setdefault(name, set(WORD.findall(formula)))
        return found

    @cached_property
    def squashed_by(self) -> dict[str, str]:
        """What gives each output of an activation: sigmoid for the a of a = σ(z)."""
        return {name: "sigmoid" if by == "σ" else by.lower() for name, by in _OUTPUT.findall(self.text)}

    def is_formula(self, text: str) -> bool:
        """Whether all the words of a text are names of the document or functions."""
        words = WORD.findall(text)
        return all(len(word.partition("_")[0]) < 3 or word in self.defined or is_function(word) for word in words)

    def _is_argument(self, place: int) -> bool:
        """Whether a function without brackets stands before what begins at a place: log p_1."""
        word = _WORD_BEFORE.search(self.text, max(0, place - LONGEST_FUNCTION), place)
        return (word is not None and is_function(word[1])) or self._is_factor(place)

    def _is_product(self, place: int, name: str) -> bool:
        """Whether a word behind a number is a product of letters and a name that are given something: 2aq_1 = 12."""
        before = self.text[max(0, place - 2) : place]
        cuts = range(1, name.find("_")) if re.fullmatch("[0-9] ", before) else ()
        return any(name[cut:] in self._begun and all(each in self._begun for each in name[:cut]) for cut in cuts)

    def _is_factor(self, place: int) -> bool:
        """Whether a factor stands before what begins at a place, on a line that has a = before: q = p_1 p_2 = 4."""
        begun = max(self.text.rfind("\n", 0, place), place - LONGEST_FORMULA, 0)
        found = _FACTOR_BEFORE.search(self.text, begun, place) or _SLOPE_BEFORE.search(self.text, begun, place)
        return found is not None

    @cached_property
    def starred(self) -> set[str]:
        """The names that are given something with a star behind them: y* = 2."""
        return set(_STARRED.findall(self.text)) if "*" in self.text else set()

    @once_for_a_name
    def is_called_with_an_index(self, name: str) -> bool:
        """Whether what a function is called with is an index in its formula: p(a) = e^{h_a}/Σ_b e^{h_b}

        >>> Names("p(a) = e^{h_a}/Σ_b e^{h_b}").is_called_with_an_index("p")
        True
        """
        return self.has(rf"(?<!\w){re.escape(name)}\(([a-z])\)[ \t]*:?=[^\n]*_\{{?\1(?!\w)")

    @once_for_a_name
    def is_list_of_shares(self, name: str) -> bool:
        """Whether a name is a softmax, and its entries are written with their places in round brackets: π(0)

        >>> Names("π = softmax(θ); J = log π(0)").is_list_of_shares("π"), Names("π = 3; π(2)").is_list_of_shares("π")
        (True, False)
        """
        return self.has(rf"(?<![\w∂/]){re.escape(name)}[ \t]*=[ \t]*softmax\(")

    @once_for_a_name
    def inverts(self, name: str) -> bool:
        """Whether a matrix of this name is inverted somewhere.

        >>> Names("φ = log|Σ|; G = Σ^{-1}").inverts("Σ"), Names("φ = log|X|; G = X^-T").inverts("X")
        (True, True)
        >>> Names("L = log|x|; dL/dx = 1/x").inverts("x")
        False
        """
        raised = r"\s?(?:\^\{?\(?[-−](?:1|T|⊤)(?!\.)|⁻¹)"
        return name[:1].isupper() and self.has(rf"(?<!\w){re.escape(name)}{raised}")

    @cached_property
    def transposed(self) -> set[str]:
        """The names with an apostrophe for a transpose: a size is told of them, and nothing else is called so.

        >>> sorted(Names("A is n x n, u in R^n; w in R^n; q = u'A u; w' = w - g").transposed)
        ['u']
        >>> sorted(Names("X in R^{n×d}; g = X'(X w - y)/n + X'X; f in R^n; f'(z - 1) = f(z)").transposed)
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
            uses = {name: WORD.findall(formula) for name, formula in FORMULA_OF.findall(self.text)}
            found |= {name for word, name in olds.items() if word in reached(name, uses)}
        return found

    @cached_property
    def squared(self) -> set[str]:
        """The names that are given something with a square and an index: σ²_B = 4."""
        return set(_SQUARED.findall(self.text))

    @cached_property
    def added(self) -> dict[str, int]:
        """How often something is added to each name with +=.

        >>> Names("dw = 0; dw += 2; dW_{hh} += 3  # not dw += 1").added
        {'dw': 1, 'dW_hh': 1}
        """
        if "+=" not in self.text:
            return {}
        return dict(Counter(re.sub("[{}]", "", name) for name in _ADDED.findall(self.uncommented)))

    @once_for_a_name
    def is_computed(self, name: str) -> bool:
        """Whether a name is made of other names, not given numbers or moved only.

        >>> document = Names("w = [1, 2]; Z = w x; w := w - dw")
        >>> document.is_computed("Z"), document.is_computed("w"), document.is_computed("x")
        (True, False, False)
        """
        told = re.findall(rf"(?<![\w/∂]){re.escape(name)}\s*:?=([^;\n]*)", self.text)
        own = re.compile(rf"(?<![\w∂/]){re.escape(name)}(?!\w)")
        return any(re.match(_WITH_NAMES, formula) is not None and not own.search(formula) for formula in told)

    @cached_property
    def assigned(self) -> set[str]:
        r"""The names that are given something first with <-, as R has it, where there are several of them.

        >>> sorted(Names("w <- 2\nx <- 3\ny = w x; y <- 4").assigned), Names("w <- 2").assigned
        (['w', 'x'], set())
        """
        signs: dict[str, str] = {}
        for name, sign in _ASSIGNED.findall(self.whole):
            signs.setdefault(name, sign)
        found = {name for name, sign in signs.items() if sign == "<-"}
        return found if len(found) > 1 else set()

    @once_for_a_name
    def defines_formula(self, name: str) -> bool:
        """Whether a name is given something that is no number."""
        found = self._formulas_at.get(name, ())
        return not all(_OPERATOR.search(self.text, max(0, start - 20), start) for start in found)

    @cached_property
    def _formulas_at(self) -> dict[str, list[int]]:
        """Where each name is given something that is no number."""
        found: dict[str, list[int]] = {}
        for each in _GIVEN_NAMES.finditer(self.text):
            found.setdefault(each[1], []).append(each.start())
        return found

    @once_for_a_name
    def defines_first(self, name: str) -> bool:
        """Whether a name is given something, and not only its own transpose."""
        own = rf"(?<![\w/]){re.escape(name)}\s*:?[=≈←](?!\s*{re.escape(name)}(?:\^|\.T|ᵀ|'))"
        return re.search(own, self.text) is not None

    @once_for_a_name
    def is_only_moved(self, name: str) -> bool:
        """Whether nothing gives a name a value but steps from the value it has; the name as tokens spell it.

        >>> Names("w ← w - g").is_only_moved("w"), Names("w = 2; w ← w - g").is_only_moved("w")
        (True, False)
        >>> Names("θ_0 := θ_0 - α g").is_only_moved("theta_0")
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

    @once_for_a_name
    def is_mentioned_once(self, name: str) -> bool:
        """Whether a name stands in the text once only: what is said of it there tells nothing of anything else."""
        return len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", self.text)) == 1

    def defines(self, name: str) -> bool:
        """Whether a name is given something somewhere."""
        return name in self.times_given or name in self.labelled

    @cached_property
    def labelled(self) -> set[str]:
        """The names that labels give a number: rate (η): 0.1"""
        return set(_LABELLED.findall(self.text)) if "):" in self.text or ")**:" in self.text else set()


def reached(name: str, uses: Mapping[str, Collection[str]]) -> set[str]:
    """What a name is made of, by what each is made of."""
    found: set[str] = set()
    todo = [name]
    while todo:
        new = [each for each in uses.get(todo.pop(), ()) if each not in found]
        found.update(new)
        todo += new
    return found
