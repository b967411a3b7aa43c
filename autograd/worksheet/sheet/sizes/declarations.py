"""Sizes as they are told: x in R^m, W ∈ ℝ^{n×m}, X: m×n, W is n x m, sum(i=1..m: …), i = 1, …, m.

What tells a size is blank for whoever reads the formulas of a line; columns stay what they are.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from autograd.support.lazy import compiled_when_used
from autograd.support.remembered import remembered
from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.notations.patterns import NAME
from autograd.worksheet.language.notations.rewriting import rewrite
from autograd.worksheet.language.tokens import CLOSE, OPEN, spelled

LONGEST_DECLARED = 2_000
"""Characters of a line that may tell sizes."""


@dataclass(frozen=True)
class Declaration:
    """A size told of a name: its lengths as typed, none for a single number; `said` is how, and in which line."""

    name: str
    lengths: tuple[str, ...]
    said: str


@dataclass
class Declarations:
    """What a sheet tells of sizes: of names, and of how far index letters run, in one line or (line 0) in all."""

    names: list[Declaration] = field(default_factory=list)
    letters: dict[tuple[int, str], tuple[str, str]] = field(default_factory=dict)
    symmetric: set[str] = field(default_factory=set)
    shares: dict[str, int] = field(default_factory=dict)
    signs: set[str] = field(default_factory=set)
    covers_all = False
    """Whether names without number have sizes that are told or found beside any numbers, as in documents."""

    def __bool__(self) -> bool:
        return bool(self.names or self.letters)

    def bound(self, line: int, letter: str) -> tuple[str, str] | None:
        """How far a letter runs in a line, and how that is said."""
        return self.letters.get((line, letter)) or self.letters.get((0, letter))


_BELOW_OR_ABOVE = r"(?:\^\{?[(\[]?\w[)\]]?\}?|_\{\w\s*[-−+]\s*\w\}|\[\w(?:\s*[-−+]\s*\w)?\])?"
_NAME = rf"(?!(?:R|ℝ)\b(?!\s*(?:,|in\b|∈|\\in\b))){NAME}{_BELOW_OR_ABOVE}"
_OTHER_WORDS = r"[Ss]ei(?:en)?|[Gg]egeben|mit|und|wobei|[Ss]oi(?:t|ent)|avec|où|et|[Ss]ean?|con|y|donde|[Ss]ian?o?|dove"
_WORDS = rf"[Ll]et|where|with|[Ff]or|and|given|[Ss]uppose|[Aa]ssume|that|[Hh]ere|have|{_OTHER_WORDS}"
_BEFORE = rf"(?:^|[,;:.]|(?<=\()|\b(?:{_WORDS})\b|\s(?=\s)|\t)\s*"
_NAMES_IN_PROSE = rf"(?:{_BEFORE}|(?<=[a-z]{{3}}\s))(?P<names>{_NAME}(?:\s*(?:,|and\b|,\s*and\b)\s*{_NAME})*)"
"""Names behind a word, too: a weight matrix W."""
_NAMES = rf"{_BEFORE}(?P<names>{_NAME}(?:\s*(?:,|and\b|,\s*and\b)\s*{_NAME})*)"
_LENGTH = (
    r"(?:[0-9]{1,4}|[^\W\d](?:_(?:\{\w+(?:\s*[-−+]\s*\w)?\}|\w+)|\^\{?[\[(]\w(?:\s*[-−+]\s*\w)?[\])]\}?"
    r"|\[\w(?:\s*[-−+]\s*\w)?\]|[0-9])?)"
)
_BY = r"\s*(?:×|\\times|\b(?:x|by)\b)\s*|(?<=[a-zA-Z0-9])x(?=[a-zA-Z0-9])"
_SIZE = rf"(?P<size>{_LENGTH}(?:(?:{_BY}){_LENGTH})?)"
_BRACED = rf"(?P<size>{_LENGTH}(?:(?:{_BY}|\s*[*·,]\s*){_LENGTH})?)"
_PRODUCT = rf"(?P<size>{_LENGTH}(?:{_BY}){_LENGTH})"
_REALS = r"(?:ℝ|R|\\mathbb\s*\{?\s*R\s*\}?|\\R|\\Re|(?:the\s+)?reals?)"
_IN = r"(?:in|∈|\\in|ϵ)"
_ADJECTIVES = (
    r"(?:(?:real|square|symmetric|diagonal|positive(?:\s+(?:semi-?)?definite)?|given|fixed|constant|unknown|column|row)"
    r",?\s+)*"
)
_IS = rf"(?:(?:is|are|be)\s+(?:an?\s+)?|(?<![a-z]{{3}}\s)an?\s+)(?P<adjectives>{_ADJECTIVES})"
"""is a, are, or only a behind a name: no word like then a 3x3 window."""
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹ᵐⁿᵏᵈˣᵖʰᴺᴹᴰᴷ"
_AS_TYPED = str.maketrans(_RAISED, "0123456789mnkdxphNMDK")
_SHAPE = rf"(?:[\[(]\s*{_BRACED}\s*[\])]|(?P<bare>{_LENGTH}(?:{_BY}){_LENGTH})(?![\w,]))"
_HAS_SHAPE = r"(?:has|have|is\s+of|are\s+of|of|with)\s+(?:the\s+)?(?:shape|size|dimensions?)s?"
_VECTOR = r"(?:column\s+)?(?:vectors?|lists?)"
_ENTRIES = r"(?:entries|elements|components|numbers)"


@dataclass(frozen=True)
class Form:
    """A row: an example, and the pattern with its groups `names` and `size`, `bare` or `raised`."""

    typed: str
    pattern: re.Pattern[str]


def _form(typed: str, *pattern: str) -> Form:
    return Form(typed, compiled_when_used("".join(pattern)))


FORMS = (
    _form("W in R^{n×m}", rf"{_NAMES_IN_PROSE}\s*{_IN}\s*{_REALS}\s*(?:\^|\*\*)\s*[{{(]\s*{_BRACED}\s*[}})]"),
    _form("x in R^m", rf"{_NAMES_IN_PROSE}\s*{_IN}\s*{_REALS}\s*(?:\^|\*\*)\s*{_SIZE}(?!\w)"),
    _form("x ∈ ℝⁿ", rf"{_NAMES_IN_PROSE}\s*{_IN}\s*{_REALS}(?P<raised>[{_RAISED}×]+)"),
    _form("b in R", rf"{_NAMES}\s*{_IN}\s*{_REALS}(?![\w^])"),
    _form("shape(X) = [m, n]", rf"(?<![\w.])(?:shape|size|dim)\s*\(\s*(?P<names>{_NAME})\s*\)\s*[=:]\s*{_SHAPE}"),
    _form("X.shape = (m, n)", rf"(?P<names>(?<![\w/]){_NAME})\.(?:shape|size)\s*[=:]+\s*{_SHAPE}"),
    _form("X has shape (m, n)", rf"{_NAMES}\s+{_HAS_SHAPE}\s+{_SHAPE}"),
    _form(
        "x is a vector of length m",
        rf"{_NAMES}\s+{_IS}{_VECTOR}\s+(?:of|with)\s+(?:length\s+|size\s+)?{_SIZE}(?!\w)(?:\s+{_ENTRIES})?",
    ),
    _form("x is a vector in R^m", rf"{_NAMES}\s+{_IS}{_VECTOR}\s+{_IN}\s+{_REALS}\s*\^\s*\{{?{_SIZE}(?!\w)\}}?"),
    _form("x has m entries", rf"{_NAMES}\s+(?:has|have|with)\s+{_SIZE}\s+{_ENTRIES}"),
    _form("x is an m-vector", rf"{_NAMES}\s+{_IS}{_SIZE}\s*-\s*(?:dimensional\s+)?{_VECTOR}"),
    _form(
        "W is n x m",
        rf"{_NAMES}\s+{_IS}(?P<open>[\[(])?{_PRODUCT}(?!\w)(?(open)[\])])(?:\s+(?:matrix|matrices|vectors?))?",
    ),
    _form("b is a scalar", rf"{_NAMES}\s+{_IS}(?:real\s+|single\s+)?(?:scalars?|numbers?)(?!\w)"),
    _form(
        "X: m×n",
        rf"{_NAMES}\s*:\s*[\[(]?(?!exp\b){_PRODUCT}[\])]?(?=\s*(?:$|[,;.)]|(?:and|where|with)\b))",
    ),
    _form(
        "X: (N, D)",
        rf"{_NAMES}\s*:\s*[\[(]\s*(?P<size>{_LENGTH}\s*,(?:\s*{_LENGTH})?)\s*[\])](?=\s*(?:$|[,;.)]|(?:and|where|with)\b|\s\s{_NAME}\s*:))",
    ),
    _form(
        "x_1, …, x_n",
        rf"^\s*(?:(?:[^\W\d_]{{2,}}\s+)*)(?P<names>[^\W\d]\w*?)_?\{{?[1₁]\}}?\s*,\s*(?:(?P=names)_?\{{?[2₂]\}}?\s*,\s*)?"
        rf"(?:\.\.+|…|⋯|\\[lc]?dots)\s*,\s*(?P=names)_\{{?{_SIZE}\}}?(?![\w+*/=-])",
    ),
    _form(
        "x_0..x_{n-1}",
        r"(?<![\w/])(?P<names>[^\W\d]\w*?)_\{?(?:0\}?\s*,?\s*(?:\.\.+|…)\s*,?\s*(?P=names)_\{"
        rf"(?P<size>{_LENGTH})\s*[-−]\s*1\}}|1\}}?\s*,?\s*(?:\.\.+|…)\s*,?\s*(?P=names)_\{{?(?P<bare>{_LENGTH})(?!\w)\}}?)"
        r"(?!\s*[-+*/=∈]|\s+in\b)",
    ),
    _form("X (m×n)", rf"{_NAMES}\s*\(\s*(?!exp|max){_PRODUCT}\s*\)(?!\s*[\w=*/+])"),
)
"""How a size is told of names, the plainer last."""

_TO = r"\s*(?:,\s*)?(?:\.\.+|…|to|-|–|\\[lc]?dots)\s*(?:,\s*)?"
_SUMS = r"(?<!\w)(?:sum|mean|max|min|Σ|∑)"
_LETTER = r"(?P<letter>[a-zA-Z])"
_BOUND = rf"(?P<size>{_LENGTH})"

_SUM_INSIDE = compiled_when_used(rf"{_SUMS}\s*\(\s*{_LETTER}(?P<gone>\s*=\s*[01]{_TO}{_BOUND}(?:\s*[-−]\s*1)?)\s*[:,]")
_SUM_BEFORE = compiled_when_used(
    rf"{_SUMS}\s*(?P<gone>\(\s*{_LETTER}\s*=\s*[01]{_TO}{_BOUND}(?:\s*[-−]\s*1)?\s*\))(?=\s*[\w(|√\[])"
)
_SUM_BELOW = compiled_when_used(
    rf"{_SUMS}_\{{?\s*{_LETTER}\s*=\s*(?P<first>[01])\s*\}}?\s*\^\s*(?:\{{\s*{_BOUND}(?P<less>\s*[-−]\s*1)?\s*\}}|(?P<bare>\w))"
)
_RUNS_TO = r"\s*(?:,\s*)?(?:\.\.+|…|to|\\[lc]?dots)\s*(?:,\s*)?"  # no dash: p = 1 - q says what p is
_LETTER_RUNS = compiled_when_used(
    rf"(?<![\w(∂/^{{×])(?P<letters>[a-zA-Z](?:\s*,\s*[a-zA-Z])*)\s*(?:=|∈|\\in\b|\bin\b)\s*\\?\{{?\s*[01]{_RUNS_TO}{_BOUND}(?P<less>(?:\s*[-−]\s*\w)?)\\?\}}?(?=\s*(?:$|[,.;()]|and\b))"
)

_IS_SYMMETRIC = (
    r"(?:symmetric|symmetrisch|symétrique|simétrica|simmetrica|positive\s+(?:semi-?)?definite)"
    r"(?:\s+(?:matrix|matrices))?(?=\W|$)"
)
_IS_IN_OTHER_WORDS = r"(?:(?:is|are|be)\s+(?:an?\s+)?|(?:ist|sei|est|es|è)\s+(?:(?:eine?|une?|una)\s+)?)"
_SYMMETRIC = tuple(
    compiled_when_used(pattern)
    for pattern in (
        rf"{_NAMES}\s+(?:{_IS_IN_OTHER_WORDS})?{_IS_SYMMETRIC}",
        rf"\b(?i:since|because|as|given that|da|weil|puisque|porque)\s+(?P<names>{_NAME})\s+"
        rf"{_IS_IN_OTHER_WORDS}{_IS_SYMMETRIC}",
        rf"\b(?:for|with|where)\s+(?:a\s+)?symmetric\s+(?:matrix\s+)?(?P<names>{_NAME})",
        rf"(?:^|[,;])\s*(?P<names>{_NAME})\s*=\s*(?P=names)(?:\^\{{?(?:T|⊤|\\top)\}}?|\.T|ᵀ|')(?=\s*(?:$|[,;]))",
        rf"(?:^|[,;])\s*(?P<names>{_NAME})(?:\^\{{?(?:T|⊤|\\top)\}}?|\.T|ᵀ)\s*=\s*(?P=names)(?=\s*(?:$|[,;]))",
    )
)
"""S is symmetric, S = S^T."""

_SIZE_AND_SYMMETRIC = compiled_when_used(
    rf"{_NAMES}\s*{_IN}\s*{_REALS}\s*(?:\^|\*\*)\s*[{{(][^{{}}()]*[}})]"
    rf"(?P<gone>\s*(?:(?:,|and|is|und|et|being|be)\s*)*{_IS_SYMMETRIC})"
)
"""S in R^{n×n} symmetric."""

_TO_1 = r"(?:sum|sums|add|adds|adding|summing)\s+(?:up\s+)?to\s+(?:1|one)(?!\s*[-+*/^.\w])"
_SHARES = tuple(
    (axis, compiled_when_used(rf"{_BEFORE}(?:(?:the|each|every|all)\s+)*{pattern}\s*,?\s*(?:each\s+)?{_TO_1}"))
    for axis, pattern in (
        (1, rf"rows?\s+(?:of|in)\s+(?P<names>{_NAME})"),
        (0, rf"columns?\s+(?:of|in)\s+(?P<names>{_NAME})"),
        (0, rf"(?:entries|elements|labels|components)\s+(?:of|in)\s+(?P<names>{_NAME})"),
        (0, rf"(?P<names>{_NAME})"),
    )
)
"""Each row of Y sums to 1; y sums to one."""

_ONE_HOT = (
    r"(?:(?:is|are|being|be|as|es|son|ist|sind|est|sont|è|sono)\s+)?(?:an?\s+)?one[- ]?hot(?:[- ]?encod\w+)?"
    r"(?:\s+(?:vectors?|labels?|targets?|rows?))?(?!\w)"
)
_LABEL = rf"(?P<names>(?!(?:{_WORDS}|an?|the|is|are)\b){_NAME})"
_EACH = r"(?:(?:the|each|every|all|cada|chaque|ogni|jede[rs]?|labels?|targets?|class)\s+)*"
_SUM_OF = r"(?:[Σ∑]|sum)_\{?([a-z])\}?\s*"
_ENCODED = r"(?:(?:encoded|vectors?|labels?|targets?)\s+)*"
_SHARES += tuple(
    (axis, compiled_when_used(pattern))
    for axis, pattern in (
        (1, rf"{_BEFORE}{_EACH}(?:rows?|labels?)\s+(?:of|in)\s+{_LABEL}\s*,?\s*(?:each\s+)?{_ONE_HOT}"),
        (1, rf"{_BEFORE}{_EACH}{_LABEL}\s+(?:has|have|with)\s+one[- ]?hot\s+rows(?!\w)"),
        (0, rf"{_BEFORE}{_EACH}{_LABEL}\s*,?\s*(?:each\s+)?\(?{_ONE_HOT}\)?"),
        (0, rf"{_BEFORE}(?:an?\s+|the\s+)?one[- ]?hot\s+{_ENCODED}{_LABEL}(?=\s*(?:$|[,;.)]))"),
        (0, rf"\(\s*{_SUM_OF}(?P<names>{_NAME}?)_\{{?\1\}}?\s*=\s*1\s*\)"),
        (0, rf"{_BEFORE}{_SUM_OF}(?P<names>{_NAME}?)_\{{?\1\}}?\s*=\s*1\s*$"),
    )
)
"""Y with one-hot rows, each y_t one-hot, (Σ_k y_k = 1): labels, of which no more is needed."""

_SIGNS = compiled_when_used(
    rf"{_BEFORE}(?:labels?\s+)?(?P<names>{_NAME})\s*{_IN}\s*\\?\{{\s*"
    r"(?:[-−]\s*1\s*,\s*\+?\s*1|\+?\s*1\s*,\s*[-−]\s*1|±\s*1)\s*\\?\}"
)
"""y_i ∈ {-1, 1}: so its square is 1."""

_IN_SET = compiled_when_used(
    rf"{_NAMES_IN_PROSE}\s*{_IN}\s*\\?\{{\s*[-−+]?\w+\s*(?:,\s*[-−+]?(?:[0-9]+|…|\.\.\.|\\[lc]?dots|[A-Z])\s*)+\\?\}}"
)
"""y_i ∈ {0, 1}: any number of them will do."""

ELEMENTWISE_SAID = compiled_when_used(
    r"[⊙∘*]\s*=\s*(?:the\s+)?(?:[Hh]adamard|element-?\s?wise|entry-?\s?wise)(?:\s+(?:product|multiplication))?(?!\w)|"
    rf"(?:\b(?:with|where|and)\s+)?(?<![\w.])(?P<names>{NAME}|[⊙∘*])\s+(?:is\s+|are\s+)?(?:acts?|acting|applied|applies|taken|means)?"
    r"\s*(?:element-?\s?wise|entry-?\s?wise|component-?\s?wise|point-?\s?wise)(?:\s+(?:product|multiplication))?(?!\w)"
)
"""F acts elementwise: so its derivative tells, too."""

_MAY_TELL = re.compile(
    r"wise|hot|[∈ϵ×∑Σ…:]|\.\.|\.(?:shape|size)|\\(?!(?:[dt]?frac|partial|cdot|sqrt|left|right)\b)"
    r"|\b(?:in|is|ist|est|are|be|has|have|of|with|to)\b|sum|mean|max|min|\d\s*[-–]"
    r"|\w\s+x\s+\w|\([^()]*[a-zA-Z0-9]x[a-zA-Z0-9]|\b(?:by|shape|size|dim)\b|[sS]ym|simm|sim[ée]t|T\s*(?:$|[,;=])|ᵀ|definite|\.T"
)
"""One of these is in every line that tells a size; most lines have none."""

_RELATION = re.compile(r"[=≈≃≅＝<>≤≥←→⇒~:]|\b(?:find|for)\b")
"""What tells a size, and has none of these besides, says nothing else."""

_ASSUMES = compiled_when_used(
    r"\b(?:diagonal|symmetric|orthogonal|orthonormal|unitary|unit|normali[sz]ed|stochastic|idempotent|skew|definite|lies|such)\b"
)
"""What is assumed of names and not read: nothing that may need it is judged."""

_JOINING = (
    rf"(?:let|where|with|for|and|given|suppose|assume|here|that|be|all|every|each|both|{_OTHER_WORDS}|,|;|:|\.|\(|\))"
)
_ONLY_JOINING = compiled_when_used(rf"(?:\s|\b{_JOINING}\b|[,;:.()])*", re.IGNORECASE)
_AT_END = compiled_when_used(r"(?:\s|,|;|\.|\b(?:where|with|for|and|let|given)\b)*\Z", re.IGNORECASE)
_AT_START = compiled_when_used(r"\A(?:\s|,|;|\.|\b(?:where|with|for|and|let|given)\b)*", re.IGNORECASE)
_BEFORE_SUM = compiled_when_used(rf"^\s*(?:(?:{_WORDS})\s+)+(?=[Σ∑]|sum[_( ])")
_EMPTY = compiled_when_used(r"(?<!\w)\(\s*(?:[,;]\s*)?\)")
_TWICE = compiled_when_used(r",(?=\s*[,;])")


def without_declarations(line: str, number: int, document: Document, found: Declarations) -> str:
    """A line with what it tells of sizes noted and blank.

    >>> noted = Declarations()
    >>> without_declarations("y = W x, W in R^{n×m}", 3, Document(""), noted)
    'y = W x             '
    >>> noted.names
    [Declaration(name='W', lengths=('n', 'm'), said='W in R^{n×m} in line 3')]
    """
    if len(line) > LONGEST_DECLARED or not _tells(line):
        return line
    line = _sums(line, number, found)
    line = _BEFORE_SUM.sub(lambda match: " " * len(match[0]), line)
    whole = line
    line = _SIZE_AND_SYMMETRIC.sub(lambda match: _noted_last_symmetric(match, found), line)
    for axis, pattern in _SHARES:
        line = pattern.sub(partial(_noted_shares, axis=axis, document=document, found=found), line)
    line = _LETTER_RUNS.sub(lambda match: _letters(match, number, whole, found), line)
    for form in FORMS:
        line = form.pattern.sub(lambda match: _noted(match, number, document, found), line)
    line = _SIGNS.sub(lambda match: _noted_signs(match, document, found), line)
    for pattern in (_IN_SET, ELEMENTWISE_SAID):
        line = pattern.sub(lambda match: " " * len(match[0]), line)
    for pattern in _SYMMETRIC:
        line = pattern.sub(lambda match: _noted_symmetric(match, document, found), line)
    if line == whole:
        return line
    return _cleared(line) if _RELATION.search(line) or _ASSUMES.search(line) else " " * len(line)


@remembered
def _tells(line: str) -> bool:
    """Whether anything is in a line that a size may be told by."""
    return _MAY_TELL.search(line) is not None and any(pattern.search(line) for pattern in _patterns())


def _patterns() -> Iterator[re.Pattern[str]]:
    """All patterns by which sizes are told, and what else is blank for whoever reads formulas."""
    yield from (_SUM_INSIDE, _SUM_BEFORE, _SUM_BELOW, _BEFORE_SUM, _SIZE_AND_SYMMETRIC, _LETTER_RUNS)
    yield from (pattern for _, pattern in _SHARES)
    yield from (form.pattern for form in FORMS)
    yield from (_SIGNS, _IN_SET, ELEMENTWISE_SAID, *_SYMMETRIC)


def _sums(line: str, number: int, found: Declarations) -> str:
    """A line whose sums tell no bounds any more; they are noted."""

    def inside(match: re.Match[str]) -> str:
        note(match)
        return _blanked(match, "gone")

    def before(match: re.Match[str]) -> str:
        note(match)
        text = _blanked(match, "gone")
        at = match.start("gone") - match.start()
        return f"{text[:at]}_{match['letter']}{text[at + 2 :]}"

    def below(match: re.Match[str]) -> str:
        note(match)
        return match[0]

    def note(match: re.Match[str]) -> None:
        size = match["size"] or match.groupdict().get("bare")
        first, less = (match.groupdict().get(group) for group in ("first", "less"))
        if less and first == "1":
            return  # one less than a length is none that is told
        if size and size.isdecimal() and first == "0" and not less:
            size = str(int(size) + 1)
        if size:
            found.letters[number, match["letter"]] = size, f"{match[0].rstrip(' :,')} in line {number}"

    rows: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
        (_SUM_INSIDE, inside),
        (_SUM_BEFORE, before),
        (_SUM_BELOW, below),
    )
    for pattern, read in rows:
        line = pattern.sub(read, line)
    return line


def _blanked(match: re.Match[str], group: str) -> str:
    start, end = (place - match.start() for place in match.span(group))
    return match[0][:start] + " " * (end - start) + match[0][end:]


def _noted(match: re.Match[str], number: int, document: Document, found: Declarations) -> str:
    groups = match.groupdict()
    raised = (groups.get("raised") or "").translate(_AS_TYPED)
    size = groups.get("size") or groups.get("bare") or raised
    lengths = tuple(part for part in re.split(_SPLIT, size) if part)
    if any(word in _NO_NAMES for word in re.split(r"[\s,]+", match["names"])):
        return match[0]
    if "shape" in match[0] and document.defines(match["names"]):
        return match[0]  # it is a claim about what is known
    said = f"{match.string[match.start('names') : match.end()].strip()} in line {number}"
    for typed in _names(match):
        name = spelled(rewrite(typed, document).text.replace(OPEN, "").replace(CLOSE, ""))
        found.names += _members(name, lengths, said, document)
        if any(word in (groups.get("adjectives") or "") for word in ("symmetric", "diagonal", "definite")):
            found.symmetric.add(name)
    return " " * len(match[0])


_WITH_INDEX = compiled_when_used(r"(\w+?)\[([^\W\d])((?:[-−+][0-9])?)\]")
_LENGTH_OF_LAYER = compiled_when_used(r"([^\W\d])[_^{(\[]+([^\W\d])(?:\s*([-−+])\s*([0-9]))?[})\]]*")


def _members(name: str, lengths: tuple[str, ...], said: str, document: Document) -> list[Declaration]:
    """A size told of a name, of each layer or step of a family, or of each of the examples in a list.

    >>> [each.lengths for each in _members("W[l]", ("n_l", "n_{l-1}"), "", Document("a[l] = W[l] a[l-1]"))]
    [('n_1', 'n_0'), ('n_2', 'n_1'), ('n_3', 'n_2')]
    >>> _members("x[i]", ("d",), "", Document(""))
    [Declaration(name='x', lengths=('[i]', 'd'), said='')]
    """
    indexed = _WITH_INDEX.fullmatch(name.replace(" ", ""))
    base, letter = (indexed[1], indexed[2]) if indexed else (name, "")
    if base in map(spelled, document.family_names):
        letters = [letter] if letter in document.families else list(document.families)
        numbers = range(1 if letter and not (indexed and indexed[3]) else 0, document.families[letters[0]] + 1)
        return [
            Declaration(f"{base}[{number}]", tuple(_of_layer(each, number, letters[0]) for each in lengths), said)
            for number in numbers
        ]
    if letter and len(lengths) < 2:
        return [Declaration(base, (f"[{letter}]", *map(_plain, lengths)), said)]
    return [Declaration(name, tuple(map(_plain, lengths)), said)]


def _of_layer(length: str, number: int, letter: str) -> str:
    """A length of the layers, n_{l-1}, as that of one of them."""
    found = _LENGTH_OF_LAYER.fullmatch(length)
    if not found or found[2] != letter:
        return _plain(length)
    shift = int(found[4] or 0)
    return f"{found[1]}_{number + (shift if found[3] == '+' else -shift)}"


_SPLIT = r"\s*(?:[×*·,]|\\times|\b(?:x|by)\b)\s*|(?<=[a-zA-Z0-9])x(?=[a-zA-Z0-9])"
_NO_NAMES = ("is", "it", "this", "that", "there", "shape", "length", "size")


def _noted_symmetric(match: re.Match[str], document: Document, found: Declarations) -> str:
    names = _names(match)
    if any(document.defines_first(name) for name in names):
        return match[0]  # it is a claim about what is known
    found.symmetric.update(map(spelled, names))
    return " " * len(match[0])


def _noted_last_symmetric(match: re.Match[str], found: Declarations) -> str:
    """A size without the word behind it that says a matrix is symmetric."""
    found.symmetric.update(map(spelled, _names(match)))
    return _blanked(match, "gone")


def _noted_shares(match: re.Match[str], axis: int, document: Document, found: Declarations) -> str:
    """Nothing is left of what tells that entries add up to 1, those of each sample along its row."""
    name = spelled(rewrite(match["names"], document).text.replace(OPEN, "").replace(CLOSE, ""))
    for each in _members(name, (), "", document):
        found.shares[each.name] = 1 if each.lengths else axis
    return " " * len(match[0])


def _noted_signs(match: re.Match[str], document: Document, found: Declarations) -> str:
    """Nothing is left of what tells that entries are 1 or -1."""
    name = spelled(rewrite(match["names"], document).text.replace(OPEN, "").replace(CLOSE, ""))
    found.signs.update(each.name for each in _members(name, (), "", document))
    return " " * len(match[0])


def _names(match: re.Match[str]) -> list[str]:
    return re.split(r"\s*(?:,\s*and\b|,|\band\b)\s*", match["names"])


def _plain(length: str) -> str:
    return spelled(length.replace("{", "").replace("}", ""))


def _letters(match: re.Match[str], number: int, line: str, found: Declarations) -> str:
    is_known = not match["less"] or re.search(r"0\D.*[-−]\s*1$", match[0].strip("} "))
    for letter in re.split(r"\s*,\s*", match["letters"]) if is_known else ():
        found.letters[0, letter] = _plain(match["size"]), f"{match[0].strip()} in line {number}"
    return " " * len(match[0])


def _cleared(line: str) -> str:
    """A line without the words and commas that joined what is blank now; all blank if nothing else is left."""
    if _ONLY_JOINING.fullmatch(line):
        return " " * len(line)
    line = _EMPTY.sub(lambda match: " " * len(match[0]), _TWICE.sub(" ", line))
    start = _AT_START.match(line)
    line = " " * start.end() + line[start.end() :] if start else line
    end = _AT_END.search(line)
    return line[: end.start()] + " " * (len(line) - end.start()) if end else line
