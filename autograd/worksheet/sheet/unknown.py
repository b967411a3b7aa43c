"""Functions a sheet names and never defines: a loss known by its derivatives only, L = f(y), an activation g with g′.

Each is another smooth random function at every point: what holds for all of them, as a chain rule does, is judged.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.notations.patterns import COMMENT, NAME
from autograd.worksheet.language.roles import is_called_loss, loss_called
from autograd.worksheet.language.suggestions import folded_name, is_absent
from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.language.tree import (
    Call,
    Derivative,
    Fold,
    Name,
    Node,
    Product,
    Sum,
    Unknown,
    name_of,
    names_in,
)
from autograd.worksheet.language.vocabulary import CONSTANTS, function_called
from autograd.worksheet.sheet.model import Definition
from autograd.worksheet.sheet.sizes.declarations import ELEMENTWISE_SAID

_CALLED = re.compile(rf"(?<![\w.∂)\]])({NAME})\(")
_DEFINED = re.compile(
    rf"(?:^|[;,:])\s*({NAME})(?:\([^()=]*\))?(?:\[[^\[\]=]*\])?\s*:?[=≈←](?!=)\s*([^\n;#]*)", re.MULTILINE
)
_OF = re.compile(
    rf"(?<![\w])[∂d]\s?({NAME}?)(?:\[[^\[\]\n]{{0,20}}\]|_\{{[^{{}}\n]{{0,20}}\}})?\s*\)?\s*/\s*\(?\s*[∂d]\s?\w"
)
_BY = re.compile(rf"/\s*\(?\s*[∂d]\s?({NAME})")
_FACTORIAL = re.compile(r"(?<!\w)log[\s(]*[^\W\d][\w\[\]]*!(?!=)")
_WORD_FOR_SLOPE = re.compile(
    rf"(?<![\w∂/.])[d∂]({NAME}?)(?:_(?=\{{?([a-z]{{1,2}})(?![^\W_]))|(?=[^\w'’′\u0300-\u036f(/]|$))", re.MULTILINE
)
_SLOPE_TOLD = re.compile(rf"(?:^|[;,])\s*[d∂]({NAME}?)(?:_\{{?([a-z]{{1,2}})\}}?|\[[^\]=]*\])?\s*=(?!=)", re.MULTILINE)
_WITHOUT_LETTERS = re.compile(r"_[a-z]{1,2}$")
_SLOPE_SAID = re.compile(rf"(?<![\w/∂])d({NAME}?)\s*:?=\s*[d∂]\s?({NAME}?)\s*/\s*[d∂]\s?\1(?!\w)")
"""dy = ∂L/∂y"""

_OF_STEP = re.compile(r"(?<=[\w'’′²])_(?:(t)(?![^\W²³])|\{(t)(?:\s*[-−]\s*([0-9]))?\})")
STEP_BELOW, STEP_MINUS = "ˍˉ"
"""Letters in the place of the signs of a time step, where h_t and h_{t-1} are names."""

_SIGNS = re.compile(r"[=≈←]|:=|<-")
_ALONE = r"(?<![\w∂.]){}(?![^\W_]|[(′'’])"
_UNNAMED = "L"
"""What a loss is called that nobody names."""

_TOLD = re.compile(
    rf"(?<![\w])(?:the\s+(?:loss|cost|error)\s+)?({NAME})\s+"
    r"(?:depends\s+(?:only\s+)?on|is\s+(?:an?|some|any)\s+(?:[a-z-]+\s+)*?function\s+of"
    r"|hängt\s+(?:nur\s+)?von|dépend\s+de|ist\s+eine\s+Funktion\s+von)\s+[^.;\n]*"
)
"""L depends on y, said in words: what it is differentiated by tells it, too."""

_MENTIONED = re.compile(
    rf"(?i:\b(?:loss|cost|objective|error|verlust|perte|coste|pérdida|activation|nonlinearity|aktivierung)(?:\s+function)?)\s+{NAME}(?![\w'’′(]|\s*[=(:])"
    rf"|(?<![\w∂]){NAME}\s+(?i:is|denotes|ist|est|es|è|é)\s+(?i:the|an?|our|some|die|eine|la|une|el|una|il|a|o)\s+"
    r"(?:[^\W\d_]{2,20}\s+){0,2}(?i:loss|cost|objective|error|verlust\w*|kosten\w*|perte|coût|coste|pérdida|costo|perdita|custo)\b"
)
"""The loss L, and nothing said of it; where C is the cost function."""

_END = r"(?<=[\[({{^_])[{}](?:\s*[-−+]\s*[0-9])?(?![\w(])"
"""The last layer or step of a name: a^{{[L]}}."""

_USED = r"(?<![\w∂.]){}(?:ᵀ|(?![\w(′'’]))"

ELEMENTWISE = ("g", "phi", "psi", "act", "activation", "h", "varphi", "nonlin")
"""Names of functions of each entry, where nothing tells."""

UPSTREAM = "(upstream d"
"""How the names of numbers begin that are told of the derivatives of such a loss."""

_ARE_NAMES = re.compile(r"\s*[^\W\d][\w'’′]*(?:\[\w+\])?\s*(?:,\s*[^\W\d][\w'’′]*(?:\[\w+\])?\s*)*")
_USUAL = re.compile(r"(?:[fghlFGHφψΦΨ]|phi|psi|Phi|Psi)_?\d?")
"""Names that functions have, rather than numbers."""

MOST_WORDS = 40
"""Words of a sheet that are looked at: each is looked for in all of it."""

LONGEST = 40_000
"""Characters of a sheet that unknown functions are looked for in."""


class Functions:
    """What a whole text tells of functions it does not define."""

    def __init__(self, document: Document) -> None:
        self.document = document
        text = COMMENT.sub("", document.text) if len(document.text) <= LONGEST else ""
        self.told_elementwise = frozenset(
            _spelled(found["names"]) for found in ELEMENTWISE_SAID.finditer(text) if found["names"]
        )
        if document.ends:
            text = re.sub(_END.format("".join(document.ends)), "", text)
        text = ELEMENTWISE_SAID.sub("", text)
        self.said_to_depend = dict.fromkeys(spelled(loss) for loss in _TOLD.findall(text))
        text = _MENTIONED.sub("", _TOLD.sub("", text))
        self.text = _OF_STEP.sub(_joined, text) if document.is_of_one_step else text

    def is_index(self, name: str, below: str) -> bool:
        """Whether letters below a name, if there are any, are indices or steps, and no part of it: no W_f of a gate."""
        document = self.document
        return not below or below in document.families or document.is_entry(name, *below)

    @cached_property
    def defined(self) -> dict[str, list[str]]:
        """What each name is said to be, in order."""
        found: dict[str, list[str]] = {}
        for name, formula in _DEFINED.findall(self.text):
            found.setdefault(_spelled(name), []).append(formula.strip())
        return found

    @cached_property
    def _calls(self) -> list[str]:
        return _CALLED.findall(self.text)

    @cached_property
    def _bottoms(self) -> set[str]:
        return {_spelled(name) for name in _BY.findall(self.text)}

    @cached_property
    def called(self) -> frozenset[str]:
        """The words that are used as functions and nothing else, without being defined."""
        found = set()
        for typed in list(dict.fromkeys(self._calls))[:MOST_WORDS]:
            bare = typed.rstrip("'’′")
            word = _spelled(bare)
            if not function_called(word) and not is_absent(word) and self.is_function(bare, word):
                found.add(word)
        return frozenset(found | ({"logfactorial"} if _FACTORIAL.search(self.text) else set()))

    def is_function(self, typed: str, word: str) -> bool:
        """Whether a word only ever stands before brackets, or as what is differentiated: f(y), g′(z), ∂f/∂y."""
        if word == "d" or word in CONSTANTS or (len(word) > 2 and not _is_usual(word)):
            return False
        operands = re.findall(rf"(?<![\w.∂]){re.escape(typed)}['’′]*\(([^()]*)\)", self.text)
        if not _is_usual(word) and not all(map(_ARE_NAMES.fullmatch, operands or "+")):
            return False  # w(x - t) is a product
        if any(not formula.startswith(f"{typed}(") for formula in self.defined.get(word, ())):
            return False
        alone = re.search(_USED.format(re.escape(typed)) + r"(?!\s*:?=)", self._formulas)
        return word not in self._bottoms and alone is None

    @cached_property
    def primed(self) -> frozenset[str]:
        """The words whose slope is used as a function: g′(z)."""
        return frozenset(_spelled(name.rstrip("'’′")) for name in self._calls if name[-1] in "'’′")

    @cached_property
    def written(self) -> frozenset[str]:
        """The words that are called without a prime: g(z)."""
        return frozenset(_spelled(name) for name in self._calls if name[-1] not in "'’′")

    @cached_property
    def losses(self) -> frozenset[str]:
        """The names that are differentiated in chain rules, and are neither defined nor used otherwise."""
        typed = list(dict.fromkeys(_OF.findall(self.text)))[:MOST_WORDS]
        found = {_spelled(each) for each in typed if self.is_loss(_spelled(each), each)}
        return frozenset(found | {loss for loss, _ in self.upstream.values()})

    @cached_property
    def upstream(self) -> dict[str, tuple[str, str]]:
        """The words for derivatives of a loss that is never named, as in dx = dy w where nothing is said of dy.

        >>> Functions(Document("y = w x; dx = dy w")).upstream
        {'dx': ('L', 'x'), 'dy': ('L', 'y')}
        >>> Functions(Document("y = w x; given dy = ∂E/∂y; dx = dy w")).upstream
        {'dy': ('E', 'y'), 'dx': ('E', 'x')}
        >>> Functions(Document("y = w x; ∂L/∂x = dy w; dx = dy w")).upstream
        {'dy': ('L', 'y'), 'dx': ('L', 'x')}
        """
        words = _WORD_FOR_SLOPE.findall(self.text)
        names = dict.fromkeys(name if self.is_index(name, below) else f"{name}_{below}" for name, below in words)
        bare = {_WITHOUT_LETTERS.sub("", each) for each in self.defined}
        tops = set(map(spelled, _OF.findall(self.text))) - self.defined.keys()
        tops = {each for each in tops if _WITHOUT_LETTERS.sub("", each) not in bare}
        said = {_spelled(found[2]) for found in _SLOPE_SAID.finditer(self.text)}
        if not 1 < len(names) <= MOST_WORDS or any(map(is_called_loss, self.defined)):
            return {}
        is_said = tops == said or (not said and all(map(is_called_loss, tops)))
        if len(tops) > 1 or not is_said:
            return {}
        loss = next(iter(tops or self.said_to_depend), _UNNAMED)
        told = {
            _spelled(name if self.is_index(name, below) else f"{name}_{below}")
            for name, below in _SLOPE_TOLD.findall(self.text)
        }
        defined = self.defined.keys() | bare
        if not (told and any(_spelled(name) not in told and _spelled(name) in defined for name in names)):
            return {}
        absent = {name for name in names if not re.search(_ALONE.format(re.escape(name)), self.text)}
        own = {name for name in absent if _spelled(name) in told}  # dt = dh (1 - q²) of what has no name
        if any(len(name) == 1 for name in absent - own) or 3 * len(own) > len(names):
            return {}
        named = {name: f"{_spelled(name[:-1])}^2" if name[-1] == "²" else _spelled(name) for name in names}
        return {f"d{word}": (loss, word) for name, word in named.items() if name not in absent}

    def is_loss(self, word: str, typed: str) -> bool:
        """Whether a name is only ever differentiated, and that on the right of an =, too; or said to be a function."""
        if word in self.defined or not word or word == "d" or function_called(word) or loss_called(word, self.defined):
            return False
        if any(folded_name(word) == folded_name(each) for each in self.defined):
            return False
        name = re.escape(typed)
        if re.search(_USED.format(name), self._formulas):
            return False
        chain = rf"=[^;\n]*(?<!\w)[∂d]\s?{name}(?:\[[^\]\n]*\])?\s*\)?\s*/"
        told = rf"(?<!\w)[∂d]\s?{name}\s*/\s*[∂d]\s?\w+\s*=\s*(?:[-−]?[0-9.]+|\[[-−\[0-9., \]]+\])\s*(?:$|[;,#])"
        return word in self.called or any(re.search(each, self.text, re.MULTILINE) for each in (chain, told))

    @cached_property
    def _formulas(self) -> str:
        """The lines that are no prose: a sentence may well speak of a loss that has no formula."""
        return "\n".join(line for line in self.text.split("\n") if _SIGNS.search(line))

    def is_single(self, word: str, operands: int, target: str) -> bool:
        """Whether a function comes to one number, or to one for each entry."""
        is_difference = word in self.primed and target.lower().startswith("err")  # Err = y - g(z), of which E is made
        if operands > 1 or (is_called_loss(target) and not is_difference):
            return True
        return word not in (*ELEMENTWISE, *self.primed, *self.told_elementwise)


def _joined(step: re.Match[str]) -> str:
    """A time step behind a name as letters of it."""
    return STEP_BELOW + (step[1] or step[2]) + (STEP_MINUS + step[3] if step[3] else "")


def _spelled(typed: str) -> str:
    """The name that is meant: h_t-1 where a sheet is about one step."""
    return spelled(typed).replace(STEP_BELOW, "_").replace(STEP_MINUS, "-")


def _is_usual(word: str) -> bool:
    """Whether functions are called so."""
    return _USUAL.fullmatch(word) is not None or word in ELEMENTWISE or is_called_loss(word)


def arguments(name: str, parts: Iterable[Node], definitions: Mapping[str, Definition | None]) -> list[str]:
    """What a loss depends on that is known by its derivatives only: what it is said to, or seen to.

    Seen are all it is differentiated by, but those from which another of them is computed.
    """
    bottoms: dict[str, None] = {}
    for node in (part for each in parts for part in each.inside()):
        match node:
            case Unknown(function, operands) if function == name:
                return list(dict.fromkeys(found for each in operands for found in names_in(each)))
            case Derivative(top, bottom) if name_of(top) == name and name_of(bottom):
                bottoms[name_of(bottom) or ""] = None
    behind = {each: names_behind(each, definitions) for each in bottoms}
    return [each for each in bottoms if not any(each in behind[other] for other in bottoms if other != each)]


def names_behind(name: str, definitions: Mapping[str, Definition | None]) -> set[str]:
    """What a name is computed from."""
    found: set[str] = set()
    todo = [name]
    while todo:
        definition = definitions.get(todo.pop())
        used = names_in(definition.formula) if definition is not None else []
        todo += [each for each in used if each not in found]
        found.update(used)
    return found


def told_slopes(name: str, operands: list[str], chains: Iterable[tuple[Node, ...]]) -> list[tuple[Node, ...]]:
    """The first numbers told of the derivatives of such a loss by each of its operands: given, not claimed."""
    found: dict[str, tuple[Node, ...]] = {}
    for chain in chains:
        match chain:
            case (Derivative(Name(top), Name(bottom)), last) if top == name and bottom in operands:
                if not names_in(last) and not last.has(Call, Fold, Derivative):
                    found.setdefault(bottom, chain)
    return list(found.values())


def as_definitions(name: str, operands: list[str], told: Iterable[tuple[Node, ...]]) -> dict[str, Node]:
    """The formula of a loss known by its derivatives only, after the numbers that are told of these.

    Where numbers are told it is their product with what they are by: at other points they are others.
    """
    numbers = {name_of(slope.parts[1]) or "": number for slope, number in told}
    given = {f"{UPSTREAM}{name}/d{bottom})": number for bottom, number in numbers.items()}
    terms: list[Node] = [
        Call("sum", (Product((Name(each), Name(bottom)), "**"),)) for each, bottom in zip(given, numbers, strict=True)
    ]
    rest = tuple(Name(each) for each in operands if each not in numbers)
    if rest or not terms:
        terms.append(Unknown(name, rest, (), is_single=True))
    return {**given, name: terms[0] if len(terms) == 1 else Sum(tuple(terms), "+" * len(terms))}
